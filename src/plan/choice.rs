//! What is chosen: which item is placed in which module; what that comes to.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Ground;
use super::candidate::{Candidate, Placing, Spot, Way};
use super::need::{Need, Needs};
use crate::framework::CellId;

/// What a plan comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Working days.
    pub effort: f64,
    /// Modules extended, taken over or created.
    pub modules: usize,
    /// Periods added to the programme.
    pub periods: f64,
    /// In the currency of the efforts.
    pub cost: f64,
}

/// Items placed in candidates, by positions of both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) placed: BTreeSet<(usize, usize)>,
}

impl Choice {
    /// The items placed, by candidate.
    pub(super) fn by_candidate(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        self.placed.iter().for_each(|(at, item)| by.entry(*at).or_default().push(*item));
        by
    }

    /// The cells that it leaves open.
    pub(super) fn left_open(
        &self,
        ground: &Ground<'_>,
        needs: &Needs,
        candidates: &[Candidate],
    ) -> Vec<CellId> {
        let open = needs.cells.iter().filter(|need| !self.closes(ground, needs, candidates, need));
        open.map(|need| need.cell).collect()
    }

    /// Whether `need` is closed, for every learner.
    pub(super) fn closes(
        &self,
        ground: &Ground<'_>,
        needs: &Needs,
        candidates: &[Candidate],
        need: &Need,
    ) -> bool {
        let closed = need.items.iter().filter(|item| {
            !needs.items[**item].closed && {
                let at =
                    self.placed.iter().filter(|(_, placed)| placed == *item).map(|(at, _)| &candidates[*at]);
                let hosts: Vec<Option<usize>> = at.map(Candidate::host).collect();
                let old: Vec<usize> = hosts.iter().flatten().copied().collect();
                needs.items[**item].is_closed(ground, &old, hosts.contains(&None))
            }
        });
        let carriers: BTreeSet<usize> = self
            .placed
            .iter()
            .filter(|(_, item)| need.items.contains(item))
            .filter(|(at, _)| candidates[*at].host().is_none_or(|module| !need.carriers.contains(&module)))
            .map(|(at, _)| *at)
            .collect();
        closed.count() >= need.missing && carriers.len() >= need.modules
    }

    /// Takes out what nothing needs: where something costs nothing, placings without use cost nothing either.
    pub(super) fn drop_idle(&mut self, ground: &Ground<'_>, needs: &Needs, candidates: &[Candidate]) {
        let closed = |choice: &Choice| -> Vec<usize> {
            let closes = |at: &usize| choice.closes(ground, needs, candidates, &needs.cells[*at]);
            (0..needs.cells.len()).filter(closes).collect()
        };
        let before = closed(self);
        for part in self.parts(candidates) {
            let whole = self.clone();
            part.iter().for_each(|placed| {
                self.placed.remove(placed);
            });
            if closed(self) != before || !self.keeps_order(ground, needs, candidates) {
                *self = whole;
            }
        }
    }

    /// What can be left out by itself: one placing, or all that a module taken over brings.
    fn parts(&self, candidates: &[Candidate]) -> Vec<Vec<(usize, usize)>> {
        let mut parts = Vec::new();
        for (at, items) in self.by_candidate() {
            let placed: Vec<(usize, usize)> = items.into_iter().map(|item| (at, item)).collect();
            match candidates[at].way {
                Way::TakeOver(..) => parts.push(placed),
                Way::Extend(_) | Way::Create => parts.extend(placed.into_iter().map(|one| vec![one])),
            }
        }
        parts
    }

    /// Whether no level is placed before one below it that is placed too or taught already, nor one below after one that is
    /// taught, where something else could be.
    pub(super) fn keeps_order(&self, ground: &Ground<'_>, needs: &Needs, candidates: &[Candidate]) -> bool {
        let spots = |cell| self.spots(needs, candidates, cell);
        let in_order = |high: CellId, low: CellId| {
            let taught = ground.earliest(low).map(|module| ground.spot(module));
            if taught.is_none() && needs.items_of(low).is_empty() {
                return true;
            }
            let lower: Vec<Spot> = spots(low).into_iter().chain(taught).collect();
            spots(high).into_iter().all(|high| lower.iter().any(|low| !ground.is_after(*low, high)))
        };
        let in_time = |low: CellId, high: Spot| {
            let placed = spots(low);
            let is_in_time = |spot: &Spot| !ground.is_after(*spot, high);
            let may = |candidate: &Candidate| {
                let mut items = needs.items_of(low).iter();
                items.any(|item| candidate.items.contains_key(item)) && is_in_time(&candidate.spot())
            };
            placed.iter().all(is_in_time) || placed.iter().any(is_in_time) || !candidates.iter().any(may)
        };
        needs.cells.iter().all(|need| {
            let untaught = ground.earliest(need.cell).is_none();
            let mut above = ground.above(need.cell).into_iter().filter(|_| untaught);
            ground.below(need.cell).into_iter().all(|low| in_order(need.cell, low))
                && above.all(|high| in_time(need.cell, ground.spot(high)))
        })
    }

    /// Where items of `cell` are placed.
    fn spots(&self, needs: &Needs, candidates: &[Candidate], cell: CellId) -> Vec<Spot> {
        let items = needs.items_of(cell);
        let of_cell = self.placed.iter().filter(|(_, item)| items.contains(item));
        of_cell.map(|(at, _)| candidates[*at].spot()).collect()
    }

    /// The modules touched, by candidate, each with its items: of those created one after the other.
    pub(super) fn modules(&self, candidates: &[Candidate]) -> Vec<(usize, Vec<usize>)> {
        let by = self.by_candidate().into_iter();
        by.flat_map(|(at, items)| candidates[at].divided(&items).into_iter().map(move |items| (at, items)))
            .collect()
    }

    pub(super) fn measures(&self, ground: &Ground<'_>, candidates: &[Candidate]) -> Measures {
        let mut measures = Measures::default();
        for (at, items) in self.modules(candidates) {
            let (effort, periods) = candidates[at].takes(&items);
            measures.effort += effort;
            measures.periods += periods;
            measures.modules += 1;
        }
        let price = &ground.ask.efforts.cost;
        measures.cost = measures.effort * price.day + measures.periods * price.period;
        measures
    }
}

impl Candidate {
    /// The working days and periods that it takes to place `items` in one module.
    pub(super) fn takes(&self, items: &[usize]) -> (f64, f64) {
        let of = |figure: fn(&Placing) -> f64| -> f64 {
            items.iter().map(|item| figure(&self.items[item])).fold(0.0, |sum, figure| sum + figure)
        };
        let periods = of(|placing| placing.periods);
        let periods = match self.way {
            Way::Extend(_) => periods,
            Way::TakeOver(..) | Way::Create => periods.max(self.periods),
        };
        (self.effort + of(|placing| placing.effort), periods)
    }
}
