//! Whether the order makes sense: Basic before Advanced, taught before assessed, no circles.

use super::CellCoverage;
use crate::alignment::{Alignment, LevelBasis};
use crate::curriculum::StatementKind;
use crate::framework::CellId;
use crate::graph::CurriculumGraph;
use crate::lang::Wording;
use crate::place::Place;

/// What is wrong with the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgressionKind {
    /// Modules require one another in a circle.
    PrerequisiteCycle,
    /// A prerequisite is taught in a later term.
    LatePrerequisite,
    /// A lower level of a component comes later than a higher one.
    LevelOrder,
    /// Something is assessed before it is taught.
    AssessedBeforeTaught,
}

impl ProgressionKind {
    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            ProgressionKind::PrerequisiteCycle => "prerequisite-cycle",
            ProgressionKind::LatePrerequisite => "late-prerequisite",
            ProgressionKind::LevelOrder => "level-order",
            ProgressionKind::AssessedBeforeTaught => "assessed-before-taught",
        }
    }

    /// What a person calls it.
    pub fn wording(self) -> Wording {
        match self {
            ProgressionKind::PrerequisiteCycle => {
                Wording::new("Tiên quyết vòng tròn", "Circular prerequisites")
            }
            ProgressionKind::LatePrerequisite => {
                Wording::new("Tiên quyết học sau", "Prerequisite comes later")
            }
            ProgressionKind::LevelOrder => {
                Wording::new("Mức thấp học sau mức cao", "Lower level comes later")
            }
            ProgressionKind::AssessedBeforeTaught => {
                Wording::new("Đánh giá trước khi dạy", "Assessed before taught")
            }
        }
    }
}

/// One thing wrong with the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progression {
    /// What kind.
    pub kind: ProgressionKind,
    /// The cell that comes too late or is assessed too early, if it is about one.
    pub cell: Option<CellId>,
    /// The modules concerned, the one to move first.
    pub modules: Vec<usize>,
    /// What is wrong, in words.
    pub message: Wording,
    /// Where the first module, or its prerequisite, is named.
    pub place: Place,
}

pub(super) fn examine(graph: &CurriculumGraph<'_>, cells: &[CellCoverage]) -> Vec<Progression> {
    let mut found = circles(graph);
    found.extend(late_prerequisites(graph));
    found.extend(cells.iter().filter_map(|cell| level_order(graph, cells, cell)));
    found.extend(cells.iter().filter_map(|cell| assessed_before_taught(graph, cell)));
    found
}

fn circles(graph: &CurriculumGraph<'_>) -> Vec<Progression> {
    let circle = |modules: Vec<usize>| {
        let codes: Vec<&str> = modules.iter().map(|module| code(graph, *module)).collect();
        let message = match codes.as_slice() {
            [one] => Wording::new(
                format!("học phần {one} ghi chính nó làm học phần tiên quyết"),
                format!("module {one} requires itself"),
            ),
            several => {
                let codes = several.join(", ");
                Wording::new(
                    format!(
                        "các học phần là điều kiện tiên quyết của nhau, tạo thành vòng: {codes}; không có thứ tự học nào thỏa mãn"
                    ),
                    format!("these modules require one another: {codes}; no order satisfies them"),
                )
            }
        };
        Progression {
            kind: ProgressionKind::PrerequisiteCycle,
            cell: None,
            message,
            place: named_in(graph, modules[0], &modules),
            modules,
        }
    };
    graph.prerequisite_cycles().into_iter().map(circle).collect()
}

/// Where `module` names the first of `others` as its prerequisite.
fn named_in(graph: &CurriculumGraph<'_>, module: usize, others: &[usize]) -> Place {
    let module = &graph.programme.modules[module];
    let named = module.prerequisites.iter().find(|p| p.module.is_some_and(|at| others.contains(&at)));
    named.map_or(&module.place, |prerequisite| &prerequisite.named.place).clone()
}

fn late_prerequisites(graph: &CurriculumGraph<'_>) -> Vec<Progression> {
    let modules = &graph.programme.modules;
    let mut found = Vec::new();
    for (position, module) in modules.iter().enumerate() {
        for prerequisite in &module.prerequisites {
            // Of alternatives one that comes earlier may have been taken.
            let Some(required) = prerequisite.module.filter(|_| !prerequisite.alternative) else { continue };
            let (Some(term), Some(later)) = (module.term, modules[required].term) else { continue };
            if later > term {
                let (one, other) = (code(graph, position), code(graph, required));
                found.push(Progression {
                    kind: ProgressionKind::LatePrerequisite,
                    cell: None,
                    modules: vec![position, required],
                    message: Wording::new(
                        format!(
                            "{one} (học kỳ {term}) có học phần tiên quyết {other}, nhưng {other} lại xếp ở học kỳ {later}"
                        ),
                        format!("{one} (term {term}) requires {other}, which is only taught in term {later}"),
                    ),
                    place: prerequisite.named.place.clone(),
                });
            }
        }
    }
    found
}

/// A cell with evidence whose first module comes after the first one of a higher level.
fn level_order(
    graph: &CurriculumGraph<'_>,
    cells: &[CellCoverage],
    low: &CellCoverage,
) -> Option<Progression> {
    let framework = graph.framework;
    let (component, level) = (framework.cell(low.cell).component, framework.cell(low.cell).level);
    let first = earliest(graph, &evidenced(graph, low.cell))?;
    let higher = cells.iter().filter(|cell| {
        let other = framework.cell(cell.cell);
        other.component == component && other.level > level
    });
    higher.into_iter().find_map(|high| {
        let other = earliest(graph, &evidenced(graph, high.cell))?;
        comes_after(graph, first, other).then(|| out_of_order(graph, (low.cell, first), (high.cell, other)))
    })
}

fn out_of_order(graph: &CurriculumGraph<'_>, low: (CellId, usize), high: (CellId, usize)) -> Progression {
    let name = |(cell, module): (CellId, usize)| {
        let cell = graph.framework.cell(cell);
        let level: &Wording = &graph.framework.level(cell.level).name;
        let term = graph.programme.modules[module].term;
        let (vi, en) = term.map(|t| (format!(", học kỳ {t}"), format!(", term {t}"))).unwrap_or_default();
        let code = code(graph, module);
        Wording::new(format!("{} ({code}{vi})", level.vi), format!("{} ({code}{en})", level.en))
    };
    let component = &graph.framework.component(graph.framework.cell(low.0).component);
    let (one, other) = (name(low), name(high));
    Progression {
        kind: ProgressionKind::LevelOrder,
        cell: Some(low.0),
        modules: vec![low.1, high.1],
        message: Wording::new(
            format!("{} {}: mức {} được học sau mức {}", component.code, component.name.vi, one.vi, other.vi),
            format!("{} {}: {} is taught after {}", component.code, component.name.en, one.en, other.en),
        ),
        place: graph.programme.modules[low.1].place.clone(),
    }
}

/// A cell with assessed evidence in a module that comes before every module that teaches it.
fn assessed_before_taught(graph: &CurriculumGraph<'_>, cell: &CellCoverage) -> Option<Progression> {
    let is_assessment = |alignment: &&Alignment| {
        let statements = &graph.programme.modules[alignment.module].statements;
        alignment.statement.is_some_and(|at| statements[at].kind == StatementKind::Assessment)
    };
    let (assessing, teaching): (Vec<&Alignment>, Vec<&Alignment>) =
        counting(graph, cell.cell).into_iter().partition(is_assessment);
    let modules = |alignments: &[&Alignment]| alignments.iter().map(|a| a.module).collect::<Vec<usize>>();
    let first = earliest(graph, &modules(&assessing))?;
    let taught = earliest(graph, &modules(&teaching))?;
    if !comes_after(graph, taught, first) {
        return None;
    }
    let name = graph.framework.describe(cell.cell, crate::lang::Lang::Vi);
    let name_en = graph.framework.describe(cell.cell, crate::lang::Lang::En);
    let (one, other) = (code(graph, first), code(graph, taught));
    Some(Progression {
        kind: ProgressionKind::AssessedBeforeTaught,
        cell: Some(cell.cell),
        modules: vec![first, taught],
        message: Wording::new(
            format!("{name}: được đánh giá ở {one} trước khi được dạy ở {other}"),
            format!("{name_en}: assessed in {one} before it is taught in {other}"),
        ),
        place: graph.programme.modules[first].place.clone(),
    })
}

fn counting<'a>(graph: &CurriculumGraph<'a>, cell: CellId) -> Vec<&'a Alignment> {
    let alignments = graph.alignments_with(cell).into_iter().map(|at| &graph.alignments[at]);
    alignments.filter(|alignment| alignment.counts).collect()
}

/// The modules that teach `cell`: those with evidence whose level is sure or, where there is none, with any.
pub fn taught_in(graph: &CurriculumGraph<'_>, cell: CellId) -> Vec<usize> {
    let sure = evidenced(graph, cell);
    let any = || counting(graph, cell).into_iter().map(|alignment| alignment.module).collect();
    if sure.is_empty() { any() } else { sure }
}

/// The modules with evidence of `cell` whose level is told and not gathered from verbs: an order is only found fault
/// with where the levels are sure.
fn evidenced(graph: &CurriculumGraph<'_>, cell: CellId) -> Vec<usize> {
    let gathered = |alignment: &&Alignment| alignment.evidence.level_by == Some(LevelBasis::Verb);
    let sure = counting(graph, cell).into_iter().filter(|alignment| !gathered(alignment));
    sure.map(|alignment| alignment.module).collect()
}

/// The module that comes first: by term where all have one, else one that no other must precede.
fn earliest(graph: &CurriculumGraph<'_>, modules: &[usize]) -> Option<usize> {
    let first = *modules.first()?;
    Some(
        modules
            .iter()
            .copied()
            .fold(first, |best, module| if comes_after(graph, best, module) { module } else { best }),
    )
}

/// Whether `one` comes after `other`: in a later term or, where terms are not given, because it requires
/// the other.
fn comes_after(graph: &CurriculumGraph<'_>, one: usize, other: usize) -> bool {
    match (graph.programme.modules[one].term, graph.programme.modules[other].term) {
        (Some(one), Some(other)) => one > other,
        _ => graph.is_required_before(other, one) && !graph.is_required_before(one, other),
    }
}

fn code<'a>(graph: &CurriculumGraph<'a>, module: usize) -> &'a str {
    &graph.programme.modules[module].code
}
