//! How well each cell is served: status, guarantee, assessment, order. Asked of the graph.

mod amount;
mod choice;
mod guarantee;
mod progression;
mod suspicion;

pub use choice::{Choices, Learner, Rule};
pub use guarantee::Escape;
pub use progression::{Progression, ProgressionKind, taught_in};
pub use suspicion::suspicions;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::alignment::Alignment;
use crate::curriculum::{Amount, StatementKind};
use crate::framework::{Audience, CellId, DomainId, Framework, IndicatorId, LevelId};
use crate::graph::CurriculumGraph;
use crate::lang::Wording;
use crate::mappings::Policy;

/// How a cell is served, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nothing.
    Uncovered,
    /// Claimed, but no text of the claiming modules bears it out.
    Declared,
    /// Some indicators are evidenced, or the cell without telling which indicator.
    Partial,
    /// Enough is evidenced, as the policy has it.
    Covered,
}

impl Status {
    /// All, best first, as legends show them.
    pub const ALL: [Status; 4] = [Status::Covered, Status::Partial, Status::Declared, Status::Uncovered];

    /// What the statuses of its required cells make of a component: covered if all are, partial if any is better than
    /// declared, else the best of them.
    pub fn of_component(cells: &[Status]) -> Status {
        let best = cells.iter().copied().max().unwrap_or(Status::Uncovered);
        let all = cells.iter().all(|status| *status == Status::Covered);
        if best == Status::Covered && !all { Status::Partial } else { best }
    }

    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Uncovered => "uncovered",
            Status::Declared => "declared",
            Status::Partial => "partial",
            Status::Covered => "covered",
        }
    }

    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            Status::Uncovered => Wording::new("Chưa có", "Uncovered"),
            Status::Declared => Wording::new("Chỉ khai báo", "Declared only"),
            Status::Partial => Wording::new("Một phần", "Partial"),
            Status::Covered => Wording::new("Bao phủ", "Covered"),
        }
    }
}

/// How one cell is served.
#[derive(Clone, Debug)]
pub struct CellCoverage {
    /// The cell.
    pub cell: CellId,
    /// Whether it is at or below the target level.
    pub required: bool,
    /// How it is served by what counts now.
    pub status: Status,
    /// How it would be if a person accepted every suggestion.
    pub possible: Status,
    /// How many indicators it has; 0 if it is audited as a whole.
    pub indicators: usize,
    /// Those evidenced now.
    pub addressed: BTreeSet<IndicatorId>,
    /// Those evidenced if every suggestion were accepted.
    pub possibly_addressed: BTreeSet<IndicatorId>,
    /// Those of `addressed` that every learner meets.
    pub guaranteed_indicators: BTreeSet<IndicatorId>,
    /// The modules that carry it: those with evidence or, where there is none, those that claim it.
    pub modules: Vec<usize>,
    /// The modules with a suggestion that is not yet decided.
    pub suggested: Vec<usize>,
    /// Whether the institution claims it.
    pub declared: bool,
    /// Whether it is evidenced and not claimed, by an institution that claims others: the reverse of
    /// paper coverage.
    pub undeclared: bool,
    /// The choices by which a learner misses it, if one can; none if every learner meets it.
    pub escape: Option<Escape>,
    /// Whether its evidence is an assessment, or an outcome that one assesses.
    pub assessed: bool,
    /// Whether it is not covered though its component is at a higher level.
    pub implied: bool,
    /// The carrying modules' amounts, each shared equally over the cells the module is aligned with.
    pub amount: Amount,
}

impl CellCoverage {
    /// Whether every permitted set of electives holds a module that carries it.
    pub fn is_guaranteed(&self) -> bool {
        !self.modules.is_empty() && self.escape.is_none()
    }

    /// Whether one module alone carries it.
    pub fn is_fragile(&self) -> bool {
        self.modules.len() == 1
    }

    /// Whether it is required and not covered.
    pub fn is_gap(&self) -> bool {
        self.required && self.status != Status::Covered
    }
}

/// Counts over required cells, twice: as things stand, and if every suggestion were accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cells.
    pub required: usize,
    /// Of them covered.
    pub covered: usize,
    /// Partial.
    pub partial: usize,
    /// Declared only.
    pub declared: usize,
    /// Uncovered.
    pub uncovered: usize,
    /// Covered if every suggestion were accepted.
    pub possibly_covered: usize,
    /// Indicators of the cells.
    pub indicators: usize,
    /// Of them evidenced.
    pub addressed: usize,
    /// Evidenced if every suggestion were accepted.
    pub possibly_addressed: usize,
}

impl Tally {
    /// The number of cells with `status`.
    pub fn of(&self, status: Status) -> usize {
        match status {
            Status::Covered => self.covered,
            Status::Partial => self.partial,
            Status::Declared => self.declared,
            Status::Uncovered => self.uncovered,
        }
    }

    fn add(&mut self, cell: &CellCoverage) {
        self.required += 1;
        match cell.status {
            Status::Covered => self.covered += 1,
            Status::Partial => self.partial += 1,
            Status::Declared => self.declared += 1,
            Status::Uncovered => self.uncovered += 1,
        }
        self.possibly_covered += usize::from(cell.possible == Status::Covered);
        self.indicators += cell.indicators;
        self.addressed += cell.addressed.len();
        self.possibly_addressed += cell.possibly_addressed.len();
    }
}

/// How well a programme serves what its audience needs.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Every cell of the audience's tables, at all levels, in the framework's order.
    pub cells: Vec<CellCoverage>,
    /// Over the required cells.
    pub summary: Tally,
    /// The same for each domain.
    pub domains: Vec<(DomainId, Tally)>,
    /// What is wrong with the order.
    pub progression: Vec<Progression>,
}

impl Coverage {
    /// The coverage of `cell`, if it is of the audience's tables.
    pub fn of(&self, cell: CellId) -> Option<&CellCoverage> {
        self.cells.iter().find(|coverage| coverage.cell == cell)
    }
}

/// Measures the coverage of a programme for `audience` up to `target`, as `policy` has it.
pub fn measure(
    graph: &CurriculumGraph<'_>,
    audience: &Audience,
    target: LevelId,
    policy: &Policy,
) -> Coverage {
    let framework = graph.framework;
    let choices = Choices::of(graph.programme);
    let gauge = Gauge { graph, choices: &choices, policy };
    let mut cells: Vec<CellCoverage> = graph.cells().map(|cell| gauge.measure(cell, target)).collect();
    mark_implied(graph, &mut cells);
    mark_undeclared(&mut cells);
    let mut summary = Tally::default();
    let of_audience = framework.domains().filter(|(_, domain)| audience.tables.contains(&domain.table));
    let mut domains: Vec<(DomainId, Tally)> = of_audience.map(|(id, _)| (id, Tally::default())).collect();
    for cell in cells.iter().filter(|cell| cell.required) {
        summary.add(cell);
        let domain = framework.component(framework.cell(cell.cell).component).domain;
        if let Some((_, tally)) = domains.iter_mut().find(|(id, _)| *id == domain) {
            tally.add(cell);
        }
    }
    let progression = progression::examine(graph, &cells);
    Coverage { cells, summary, domains, progression }
}

/// The alignments with one cell, sorted by what they are worth.
struct Alignments<'a> {
    counting: Vec<&'a Alignment>,
    suggested: Vec<&'a Alignment>,
    claims: Vec<&'a Alignment>,
}

impl<'a> Alignments<'a> {
    fn new(graph: &CurriculumGraph<'a>, cell: CellId) -> Self {
        let all: Vec<&Alignment> =
            graph.alignments_with(cell).into_iter().map(|at| &graph.alignments[at]).collect();
        let pick =
            |is: fn(&Alignment) -> bool| all.iter().copied().filter(|alignment| is(alignment)).collect();
        Alignments {
            counting: pick(|alignment| alignment.counts),
            suggested: pick(Alignment::is_suggestion),
            claims: pick(Alignment::is_claim),
        }
    }
}

fn modules<'a>(alignments: impl IntoIterator<Item = &'a &'a Alignment>) -> Vec<usize> {
    let modules: BTreeSet<usize> = alignments.into_iter().map(|alignment| alignment.module).collect();
    modules.into_iter().collect()
}

/// The indicators that `alignments` serve. One that a person accepted for the cell as a whole serves all of them.
fn indicators<'a>(
    framework: &Framework,
    alignments: impl IntoIterator<Item = &'a &'a Alignment>,
) -> BTreeSet<IndicatorId> {
    let mut served = BTreeSet::new();
    for alignment in alignments {
        if alignment.standing.is_whole() {
            served.extend(framework.indicators_of(alignment.cell).map(|(id, _)| id));
        }
        served.extend(alignment.indicator);
    }
    served
}

/// What a cell is measured by.
struct Gauge<'a> {
    graph: &'a CurriculumGraph<'a>,
    choices: &'a Choices,
    policy: &'a Policy,
}

impl Gauge<'_> {
    fn measure(&self, cell: CellId, target: LevelId) -> CellCoverage {
        let (graph, found) = (self.graph, Alignments::new(self.graph, cell));
        let all: Vec<&Alignment> = found.counting.iter().chain(&found.suggested).copied().collect();
        let carrying = if found.counting.is_empty() { &found.claims } else { &found.counting };
        let carrying = modules(carrying);
        CellCoverage {
            cell,
            required: graph.framework.cell(cell).level <= target,
            status: self.status(cell, &found.counting, &found.claims),
            possible: self.status(cell, &all, &found.claims),
            indicators: graph.framework.indicators_of(cell).count(),
            addressed: indicators(graph.framework, &found.counting),
            possibly_addressed: indicators(graph.framework, &all),
            guaranteed_indicators: self.guaranteed(&found.counting),
            suggested: modules(&found.suggested),
            declared: !found.claims.is_empty(),
            undeclared: false,
            escape: self.choices.escape(&carrying),
            assessed: found.counting.iter().any(|alignment| is_assessed(graph, alignment)),
            implied: false,
            amount: amount::of(graph, &carrying),
            modules: carrying,
        }
    }

    /// The indicators that every learner meets in the modules of `counting`.
    fn guaranteed(&self, counting: &[&Alignment]) -> BTreeSet<IndicatorId> {
        let is_met = |id: &IndicatorId| {
            let carriers = counting.iter().filter(|a| a.indicator == Some(*id) || a.standing.is_whole());
            self.choices.escape(&modules(carriers)).is_none()
        };
        indicators(self.graph.framework, counting).into_iter().filter(is_met).collect()
    }

    /// The status that the alignments that count give a cell, as the policy has it. A cell without indicators is judged
    /// as a whole.
    fn status(&self, cell: CellId, counting: &[&Alignment], claims: &[&Alignment]) -> Status {
        if counting.is_empty() {
            return if claims.is_empty() { Status::Uncovered } else { Status::Declared };
        }
        let (graph, policy) = (self.graph, self.policy);
        let total = graph.framework.indicators_of(cell).count();
        let served = indicators(graph.framework, counting).len();
        let share = if total == 0 { 1.0 } else { served as f64 / total as f64 };
        let carriers = modules(counting);
        let enough = share + 1e-9 >= policy.indicator_share
            && carriers.len() >= policy.least_modules
            && (!policy.must_be_guaranteed || self.choices.escape(&carriers).is_none())
            && (!policy.must_be_assessed || counting.iter().any(|alignment| is_assessed(graph, alignment)))
            && has_periods(graph, cell, &carriers, policy);
        if enough { Status::Covered } else { Status::Partial }
    }
}

/// Whether the modules give the cell as many periods as the policy asks; not asked where the workbook
/// does not give periods.
fn has_periods(graph: &CurriculumGraph<'_>, cell: CellId, modules: &[usize], policy: &Policy) -> bool {
    let level = &graph.framework.level(graph.framework.cell(cell).level).key;
    match (policy.least_periods.get(level), amount::of(graph, modules).periods) {
        (Some(least), Some(periods)) => periods >= *least,
        _ => true,
    }
}

/// Whether an alignment's statement is an assessment, or an outcome that one names.
fn is_assessed(graph: &CurriculumGraph<'_>, alignment: &Alignment) -> bool {
    let module = &graph.programme.modules[alignment.module];
    let statement = alignment.statement.and_then(|at| module.statements.get(at));
    statement.is_some_and(|s| s.kind == StatementKind::Assessment || s.assessed)
}

fn mark_undeclared(cells: &mut [CellCoverage]) {
    let claims_anything = cells.iter().any(|cell| cell.declared);
    for cell in cells {
        cell.undeclared = claims_anything && !cell.declared && cell.status >= Status::Partial;
    }
}

fn mark_implied(graph: &CurriculumGraph<'_>, cells: &mut [CellCoverage]) {
    let place = |cell: CellId| {
        let cell = graph.framework.cell(cell);
        (cell.component, cell.level)
    };
    let covered: Vec<_> =
        cells.iter().filter(|cell| cell.status == Status::Covered).map(|cell| place(cell.cell)).collect();
    for cell in cells.iter_mut().filter(|cell| cell.status != Status::Covered) {
        let (component, level) = place(cell.cell);
        cell.implied = covered.iter().any(|(other, higher)| *other == component && *higher > level);
    }
}
