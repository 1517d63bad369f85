//! What is missing, and how bad that is.

use std::collections::BTreeSet;

use crate::coverage::{CellCoverage, Coverage, Status};
use crate::framework::{CellId, ComponentId, DomainId, Framework, IndicatorId};
use crate::lang::Wording;

/// How bad a gap is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing of a whole domain.
    DomainUncovered,
    /// Nothing of a component.
    ComponentUncovered,
    /// Nothing at this level.
    CellUncovered,
    /// Claimed, with nothing to show for it.
    DeclaredOnly,
    /// Some indicators are missing.
    Partial,
}

impl Severity {
    /// All, worst first.
    pub const ALL: [Severity; 5] = [
        Severity::DomainUncovered,
        Severity::ComponentUncovered,
        Severity::CellUncovered,
        Severity::DeclaredOnly,
        Severity::Partial,
    ];

    /// 1 for the worst to 5, as in `coverage.json`.
    pub fn rank(self) -> u8 {
        self as u8 + 1
    }

    /// What a person calls it.
    pub fn wording(self) -> Wording {
        match self {
            Severity::DomainUncovered => Wording::new("Thiếu cả miền", "Whole domain uncovered"),
            Severity::ComponentUncovered => Wording::new("Thiếu cả năng lực", "Component uncovered"),
            Severity::CellUncovered => Wording::new("Thiếu một mức", "Level uncovered"),
            Severity::DeclaredOnly => Wording::new("Chỉ khai báo", "Declared only"),
            Severity::Partial => Wording::new("Một phần", "Partial"),
        }
    }
}

/// What a gap is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A whole domain.
    Domain(DomainId),
    /// A whole component.
    Component(ComponentId),
    /// One cell.
    Cell(CellId),
}

impl Scope {
    /// `domain`, `component` or `cell`, as in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Domain(_) => "domain",
            Scope::Component(_) => "component",
            Scope::Cell(_) => "cell",
        }
    }

    /// The key of what it is about: `general/6`, `general/6.2`, `general/6.2/basic`.
    pub fn key(self, framework: &Framework) -> &str {
        match self {
            Scope::Domain(id) => &framework.domain(id).key,
            Scope::Component(id) => &framework.component(id).key,
            Scope::Cell(id) => &framework.cell(id).key,
        }
    }

    /// Its code and name.
    pub fn wording(self, framework: &Framework) -> Wording {
        let named = |code: &str, name: &Wording| {
            Wording::new(format!("{code} {}", name.vi), format!("{code} {}", name.en))
        };
        match self {
            Scope::Domain(id) => named(framework.domain(id).code.as_str(), &framework.domain(id).name),
            Scope::Component(id) => {
                named(framework.component(id).code.as_str(), &framework.component(id).name)
            }
            Scope::Cell(id) => {
                let describe = |lang| framework.describe(id, lang);
                Wording::new(describe(crate::lang::Lang::Vi), describe(crate::lang::Lang::En))
            }
        }
    }
}

/// Something required that is not covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub scope: Scope,
    /// The required cells in it.
    pub cells: Vec<CellId>,
    /// The indicators of those cells that nothing evidences.
    pub indicators: Vec<IndicatorId>,
    /// Whether the component is covered at a higher level: the foundation is missing.
    pub implied: bool,
}

/// The gaps of `coverage`, worst first, then in the framework's order. A domain or component of which
/// nothing is there is one gap, and its cells are not said again. Cells that a person has `justified` are left out: they are listed
/// apart.
pub fn find(framework: &Framework, coverage: &Coverage, justified: &BTreeSet<CellId>) -> Vec<Gap> {
    let is_open = |cell: &&CellCoverage| cell.is_gap() && !justified.contains(&cell.cell);
    let open: Vec<&CellCoverage> = coverage.cells.iter().filter(is_open).collect();
    let all: Vec<&CellCoverage> = coverage.cells.iter().collect();
    let component = |cell: &CellCoverage| framework.cell(cell.cell).component;
    let domain = |cell: &CellCoverage| framework.component(component(cell)).domain;
    let bare_domains = bare(&all, domain);
    let bare_components = bare(&all, component);
    let mut gaps: Vec<Gap> = Vec::new();
    for cell in open {
        let scope = if bare_domains.contains(&domain(cell)) {
            Scope::Domain(domain(cell))
        } else if bare_components.contains(&component(cell)) {
            Scope::Component(component(cell))
        } else {
            Scope::Cell(cell.cell)
        };
        match gaps.iter_mut().find(|gap| gap.scope == scope) {
            Some(gap) => gap.add(framework, cell),
            None => gaps.push(Gap::new(framework, scope, cell)),
        }
    }
    gaps.sort_by_key(|gap| (gap.severity, gap.cells.clone()));
    gaps
}

/// The parts (domains, components) of which there is nothing at all, at any level.
fn bare<K: Ord + Copy>(cells: &[&CellCoverage], part: impl Fn(&CellCoverage) -> K) -> BTreeSet<K> {
    let served = cells.iter().filter(|cell| cell.status != Status::Uncovered);
    let served: BTreeSet<K> = served.map(|cell| part(cell)).collect();
    cells.iter().map(|cell| part(cell)).filter(|key| !served.contains(key)).collect()
}

impl Gap {
    fn new(framework: &Framework, scope: Scope, cell: &CellCoverage) -> Self {
        let severity = match (scope, cell.status) {
            (Scope::Domain(_), _) => Severity::DomainUncovered,
            (Scope::Component(_), _) => Severity::ComponentUncovered,
            (Scope::Cell(_), Status::Declared) => Severity::DeclaredOnly,
            (Scope::Cell(_), Status::Partial | Status::Covered) => Severity::Partial,
            (Scope::Cell(_), Status::Uncovered) => Severity::CellUncovered,
        };
        let mut gap = Gap { severity, scope, cells: Vec::new(), indicators: Vec::new(), implied: false };
        gap.add(framework, cell);
        gap
    }

    fn add(&mut self, framework: &Framework, cell: &CellCoverage) {
        self.cells.push(cell.cell);
        let all = framework.indicators_of(cell.cell).map(|(id, _)| id);
        self.indicators.extend(all.filter(|id| !cell.addressed.contains(id)));
        self.implied |= cell.implied;
    }
}
