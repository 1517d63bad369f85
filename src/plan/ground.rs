//! What a plan is made on: the programme, what learners must take of it, and what comes before what.

use std::collections::BTreeSet;

use super::Ask;
use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::{self, Choices};
use crate::curriculum::Programme;
use crate::framework::CellId;
use crate::graph::{CurriculumGraph, ModuleStructure};

/// What a plan is made on.
pub(super) struct Ground<'a> {
    pub(super) audit: &'a Audit,
    pub(super) of: &'a ProgrammeAudit,
    pub(super) lenders: &'a [&'a ProgrammeAudit],
    pub(super) ask: &'a Ask,
    pub(super) graph: CurriculumGraph<'a>,
    pub(super) choices: Choices,
    /// Modules that require one another, and so have no order.
    pub(super) circular: BTreeSet<usize>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        audit: &'a Audit,
        of: &'a ProgrammeAudit,
        lenders: &'a [&'a ProgrammeAudit],
        ask: &'a Ask,
    ) -> Self {
        let (graph, choices) = (audit.graph(of), Choices::of(&of.programme));
        let circular = graph.prerequisite_cycles().into_iter().flatten().collect();
        Ground { audit, of, lenders, ask, graph, choices, circular }
    }

    pub(super) fn programme(&self) -> &'a Programme {
        &self.of.programme
    }

    /// What an effort in `module` is multiplied by: more, the more of the programme waits on it.
    pub(super) fn gateway(&self, module: usize) -> f64 {
        let crucial = |one: &ModuleStructure| one.cruciality() as f64;
        let most = self.of.structure.modules.iter().map(crucial).fold(2.0, f64::max);
        let own = self.of.structure.modules.get(module).map_or(1.0, crucial);
        // A module that waits for nothing, and on which nothing waits, has a cruciality of 1.
        1.0 + self.ask.efforts.extend.gateway * (own - 1.0) / (most - 1.0)
    }

    /// The cells of the same component at lower levels, lowest first.
    pub(super) fn below(&self, cell: CellId) -> Vec<CellId> {
        let of = self.audit.framework.cell(cell);
        (0..of.level.0).map(|level| CellId(cell.0 - of.level.0 + level)).collect()
    }

    /// The modules in which higher levels of its component are first taught.
    pub(super) fn above(&self, cell: CellId) -> Vec<usize> {
        let framework = &self.audit.framework;
        let of = framework.cell(cell);
        let higher =
            (of.level.0 + 1..framework.levels.len() as u16).map(|level| CellId(cell.0 - of.level.0 + level));
        higher.filter_map(|cell| self.earliest(cell)).collect()
    }

    /// The module in which a cell is first taught, by evidence whose level is sure where there is some.
    pub(super) fn earliest(&self, cell: CellId) -> Option<usize> {
        let modules = coverage::taught_in(&self.graph, cell);
        modules.iter().copied().reduce(|best, module| {
            if self.is_after(self.spot(best), self.spot(module)) { module } else { best }
        })
    }

    /// Where the nearest lower level is taught that is, and the first higher one.
    pub(super) fn neighbours(&self, cell: CellId) -> (Option<usize>, Option<usize>) {
        let below = self.below(cell).into_iter().rev().find_map(|low| self.earliest(low));
        (below, self.above(cell).into_iter().next())
    }
}
