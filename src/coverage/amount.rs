//! How much of a programme a cell takes up.

use std::collections::BTreeSet;

use crate::curriculum::Amount;
use crate::framework::CellId;
use crate::graph::CurriculumGraph;

/// The amounts of `modules`, each shared equally over the cells its module is aligned with, added up in
/// the units that the institution gave.
///
/// For modules *m* with amount *aₘ* and *nₘ* aligned cells: Σ aₘ / nₘ. A module that serves five cells with
/// three credits gives each 0.6.
pub(super) fn of(graph: &CurriculumGraph<'_>, modules: &[usize]) -> Amount {
    let shares = modules.iter().map(|module| {
        let aligned = graph.alignments_of(*module).into_iter().map(|at| &graph.alignments[at]);
        let cells: BTreeSet<CellId> = aligned.filter(|a| a.counts || a.is_claim()).map(|a| a.cell).collect();
        graph.programme.modules[*module].amount.shared_by(cells.len())
    });
    shares.fold(Amount::default(), Amount::plus)
}
