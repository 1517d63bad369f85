//! Modules of catalogues and of other programmes that cover what is missing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, Placing, Way};
use crate::audit::ProgrammeAudit;
use crate::curriculum::code_key;
use crate::lang::Wording;
use crate::plan::Ground;
use crate::plan::need::{Item, Needs};

pub(super) fn candidates(ground: &Ground<'_>, needs: &Needs, terms: &[Option<u16>]) -> Vec<Candidate> {
    let own: BTreeSet<String> =
        ground.programme().modules.iter().map(|module| code_key(&module.code)).collect();
    let mut offers: Vec<(usize, usize, Vec<usize>)> = Vec::new();
    for (lender, programme) in ground.lenders.iter().enumerate() {
        for module in 0..programme.programme.modules.len() {
            let items = served(needs, programme, module);
            // A module that has the same code is the programme's own.
            if !items.is_empty() && !own.contains(&code_key(&programme.programme.modules[module].code)) {
                offers.push((lender, module, items));
            }
        }
    }
    offers.sort_by_key(|(lender, module, items)| (std::cmp::Reverse(items.len()), *lender, *module));
    offers.truncate(ground.ask.efforts.limits.take_overs);
    offers.sort();
    let of_terms = |(lender, module, items): (usize, usize, Vec<usize>)| {
        terms.iter().map(move |term| candidate(ground, (lender, module), &items, *term)).collect::<Vec<_>>()
    };
    offers.into_iter().flat_map(of_terms).collect()
}

/// The items that a module elsewhere has evidence of.
fn served(needs: &Needs, programme: &ProgrammeAudit, module: usize) -> Vec<usize> {
    let of_module: Vec<_> = programme.alignments.iter().filter(|a| a.module == module && a.counts).collect();
    let serves = |item: &Item| {
        let mut of_cell = of_module.iter().filter(|a| a.cell == item.cell);
        of_cell.any(|a| a.indicator == item.indicator || item.indicator.is_none() || a.standing.is_whole())
    };
    (0..needs.items.len()).filter(|at| serves(&needs.items[*at])).collect()
}

fn candidate(
    ground: &Ground<'_>,
    (lender, at): (usize, usize),
    items: &[usize],
    term: Option<u16>,
) -> Candidate {
    let programme = &ground.lenders[lender].programme;
    let title = &programme.title;
    let why = Wording::new(format!("đã được dạy trong {title}"), format!("is taught already in {title}"));
    let placing = |item: &usize| (*item, Placing { effort: 0.0, periods: 0.0, why: why.clone() });
    let items: BTreeMap<usize, Placing> = items.iter().map(placing).collect();
    Candidate {
        way: Way::TakeOver(lender, at),
        term,
        effort: ground.ask.efforts.take_over.module,
        periods: ground.periods(&programme.modules[at]),
        room: 0.0,
        most: items.len(),
        items,
    }
}
