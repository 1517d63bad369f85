//! Cells that hang on one module, and where they could be taught besides.

use super::Ground;
use super::candidate::extensions;
use super::need::{Item, Need, Needs};
use crate::coverage::CellCoverage;
use crate::framework::CellId;
use crate::lang::Wording;

/// A required cell that one module alone carries.
#[derive(Clone, Debug)]
pub struct SecondHome {
    /// The cell.
    pub cell: CellId,
    /// The module that carries it.
    pub carrier: usize,
    /// The module that would carry it besides for the least effort, if one has room; the working days; why there.
    pub host: Option<(usize, f64, Wording)>,
}

/// The fragile cells of the programme, in the framework's order.
pub(super) fn homes(ground: &Ground<'_>) -> Vec<SecondHome> {
    let fragile =
        ground.of.coverage.cells.iter().filter(|cell| cell.required && !cell.is_gap() && cell.is_fragile());
    let mut needs = Needs::default();
    fragile.for_each(|cell| add(&mut needs, ground, cell));
    let candidates = extensions(ground, &needs);
    let home = |need: &Need| {
        let able = candidates
            .iter()
            .filter(|candidate| need.items.iter().all(|item| candidate.items.contains_key(item)));
        let able = able.filter(|candidate| {
            let periods: f64 = need.items.iter().map(|item| candidate.items[item].periods).sum();
            periods <= candidate.room + 1e-9 && need.items.len() <= candidate.most
        });
        let host = able
            .filter_map(|candidate| Some((candidate.host()?, candidate.takes(&need.items).0, candidate)))
            .min_by(|(one, a, _), (other, b, _)| a.total_cmp(b).then(one.cmp(other)));
        let host = host
            .map(|(module, effort, candidate)| (module, effort, candidate.items[&need.items[0]].why.clone()));
        let carrier = need.carriers.first().copied().unwrap_or_default();
        SecondHome { cell: need.cell, carrier, host }
    };
    needs.cells.iter().map(home).collect()
}

fn add(needs: &mut Needs, ground: &Ground<'_>, cell: &CellCoverage) {
    let indicators = ground.audit.framework.indicators_of(cell.cell).map(|(id, _)| id);
    let mut served: Vec<_> = indicators.filter(|id| cell.addressed.contains(id)).map(Some).collect();
    if served.is_empty() {
        served.push(None);
    }
    let first = needs.items.len();
    needs.items.extend(served.into_iter().map(|indicator| Item {
        cell: cell.cell,
        indicator,
        carriers: cell.modules.clone(),
        closed: false,
    }));
    needs.cells.push(Need {
        cell: cell.cell,
        items: (first..needs.items.len()).collect(),
        missing: 0,
        carriers: cell.modules.iter().copied().collect(),
        modules: 0,
    });
}
