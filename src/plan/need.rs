//! What a programme lacks, indicator by indicator.

use std::collections::BTreeSet;

use crate::alignment::Alignment;
use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::Choices;
use crate::framework::{CellId, IndicatorId};

/// One thing to be taught: an indicator, or a cell that is judged as a whole.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) cell: CellId,
    pub(super) indicator: Option<IndicatorId>,
    /// The modules that teach it already.
    pub(super) carriers: Vec<usize>,
    /// Whether every learner meets it in those.
    pub(super) closed: bool,
}

/// A required cell that is not covered.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) cell: CellId,
    /// Its items, by position.
    pub(super) items: Vec<usize>,
    /// How many of its items that are not closed must be.
    pub(super) missing: usize,
    /// The modules that carry it now.
    pub(super) carriers: BTreeSet<usize>,
    /// How many modules more must carry it.
    pub(super) modules: usize,
}

/// What is to be closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    pub(super) items: Vec<Item>,
    pub(super) cells: Vec<Need>,
}

impl Needs {
    /// What `programme` lacks of the cells that `is` picks.
    pub(super) fn of(audit: &Audit, programme: &ProgrammeAudit, is: impl Fn(CellId) -> bool) -> Self {
        let choices = Choices::of(&programme.programme);
        let mut needs = Needs::default();
        let open = programme.coverage.cells.iter().filter(|cell| cell.is_gap());
        let open = open.filter(|cell| programme.justification(cell.cell).is_none());
        for cell in open.map(|cell| cell.cell).filter(|cell| is(*cell)) {
            needs.add(audit, programme, &choices, cell);
        }
        needs
    }

    fn add(&mut self, audit: &Audit, programme: &ProgrammeAudit, choices: &Choices, cell: CellId) {
        let of_cell = |a: &&Alignment| a.cell == cell && a.counts;
        let counting: Vec<&Alignment> = programme.alignments.iter().filter(of_cell).collect();
        let indicators = audit.framework.indicators_of(cell).map(|(id, _)| Some(id));
        let mut parts: Vec<Option<IndicatorId>> = indicators.collect();
        if parts.is_empty() {
            parts.push(None);
        }
        let first = self.items.len();
        for indicator in &parts {
            let serves =
                |a: &&&Alignment| a.indicator == *indicator || a.standing.is_whole() || indicator.is_none();
            let carriers: BTreeSet<usize> = counting.iter().filter(serves).map(|a| a.module).collect();
            let carriers: Vec<usize> = carriers.into_iter().collect();
            let closed = !carriers.is_empty() && choices.escape(&carriers).is_none();
            self.items.push(Item { cell, indicator: *indicator, carriers, closed });
        }
        let items: Vec<usize> = (first..self.items.len()).collect();
        let closed = items.iter().filter(|item| self.items[**item].closed).count();
        let enough = (audit.policy.indicator_share * parts.len() as f64 - 1e-9).ceil() as usize;
        let carriers: BTreeSet<usize> = counting.iter().map(|a| a.module).collect();
        let lacks_modules = audit.policy.least_modules.saturating_sub(carriers.len());
        let assessed = programme.coverage.of(cell).is_some_and(|cell| cell.assessed);
        let lacks_assessment = audit.policy.must_be_assessed && !assessed;
        let missing = enough.saturating_sub(closed);
        // Whatever closes an item is one module more, and assessed.
        let by_closing = usize::from(missing > 0);
        let modules = lacks_modules.max(usize::from(lacks_assessment));
        let modules = if modules > by_closing { modules } else { 0 };
        self.cells.push(Need { cell, items, missing, carriers, modules });
    }

    /// The items of `cell`, by position; none if it is no need.
    pub(super) fn items_of(&self, cell: CellId) -> &[usize] {
        self.cells.iter().find(|need| need.cell == cell).map_or(&[], |need| &need.items)
    }
}
