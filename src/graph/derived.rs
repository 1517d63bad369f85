//! Alignments along paths: module → its outcome → outcome of the programme → cell.

use std::collections::BTreeMap;

use super::{CurriculumGraph, Edge, Node};
use crate::alignment::{Alignment, Basis, Evidence, Standing};
use crate::curriculum::{Contribution, OutcomeClaim};
use crate::framework::{CellId, LevelId};
use crate::place::Located;

impl CurriculumGraph<'_> {
    /// The alignments that follow from what modules and their outcomes contribute to outcomes of the
    /// programme, and those to cells; one for each module and cell, by the
    /// first path in the workbook that leads there.
    ///
    /// A path is as strong as its weakest edge: if the module's contribution is graded lower than the level
    /// that the outcome claims, the cell of the lower level is meant.
    pub fn derived(&self) -> Vec<Alignment> {
        let mut found: BTreeMap<(usize, CellId), Alignment> = BTreeMap::new();
        for (module, _) in self.programme.modules.iter().enumerate() {
            for alignment in self.paths_of(module) {
                found.entry((module, alignment.cell)).or_insert(alignment);
            }
        }
        found.into_values().collect()
    }

    /// Every path of `module` to a cell, in the order of the workbook.
    fn paths_of(&self, module: usize) -> Vec<Alignment> {
        let statements = (0..self.programme.modules[module].statements.len())
            .map(|statement| Node::Statement(module, statement));
        let starts = statements.chain([Node::Module(module)]);
        let mut contributions: Vec<usize> = starts
            .filter_map(|node| self.index(node))
            .flat_map(|index| self.graph.edges(index))
            .filter_map(|edge| match edge.weight() {
                Edge::Contributes(at) => Some(*at),
                _ => None,
            })
            .collect();
        contributions.sort_unstable();
        contributions.into_iter().flat_map(|at| self.through(&self.programme.contributions[at])).collect()
    }

    fn through(&self, contribution: &Contribution) -> Vec<Alignment> {
        let Some(index) = self.index(Node::Outcome(contribution.outcome)) else { return Vec::new() };
        let mut claims: Vec<usize> = self
            .graph
            .edges(index)
            .filter_map(|edge| match edge.weight() {
                Edge::Serves(at) => Some(*at),
                _ => None,
            })
            .collect();
        claims.sort_unstable();
        let outcome = &self.programme.outcomes[contribution.outcome];
        claims.into_iter().map(|at| self.path(contribution, &outcome.cells[at])).collect()
    }

    fn path(&self, contribution: &Contribution, claim: &OutcomeClaim) -> Alignment {
        let module = &self.programme.modules[contribution.module];
        let outcome = &self.programme.outcomes[contribution.outcome];
        let claimed = self.framework.cell(claim.cell);
        let level =
            contribution.level.map_or(claimed.level, |graded| weakest(graded, claimed.level, claim.levelled));
        let cell = self.framework.cell_at(claimed.component, level);
        let mut path = vec![Located::new(module.code.clone(), module.place.clone())];
        if let Some(statement) = contribution.statement.map(|at| &module.statements[at]) {
            let label = statement.label.clone().unwrap_or_else(|| statement.text.clone());
            path.push(Located::new(label, statement.place.clone()));
        }
        path.push(Located::new(outcome.label.clone(), contribution.said.place.clone()));
        path.push(Located::new(self.framework.cell(cell).key.clone(), claim.said.place.clone()));
        let steps: Vec<&str> = path.iter().map(|step| step.value.as_str()).collect();
        let evidence = Evidence {
            text: steps.join(" → "),
            place: contribution.said.place.clone(),
            rule: None,
            level_by: None,
            path,
        };
        Alignment {
            module: contribution.module,
            statement: contribution.statement,
            cell,
            indicator: None,
            basis: Basis::Derived,
            confidence: None,
            counts: false,
            evidence,
            standing: Standing::default(),
        }
    }
}

/// The lower of two levels; a claim without a level of its own takes the contribution's grade.
fn weakest(graded: LevelId, claimed: LevelId, levelled: bool) -> LevelId {
    if levelled { graded.min(claimed) } else { graded }
}
