//! The greedy answer: again and again the module that closes most for least. Quick, and shown beside the proven one.

use std::collections::BTreeMap;

use super::candidate::{Candidate, Way};
use super::choice::Choice;
use super::need::Needs;
use super::{Ground, Objective};

/// `choice` filled up greedily until nothing more can be closed, without the module of `barred`.
pub(super) fn complete(
    ground: &Ground<'_>,
    needs: &Needs,
    candidates: &[Candidate],
    barred: Option<Way>,
    choice: Choice,
) -> Choice {
    let mut greedy = Greedy { ground, needs, candidates, barred, choice };
    while let Some((at, items)) = greedy.best() {
        greedy.choice.placed.extend(items.into_iter().map(|item| (at, item)));
    }
    let mut choice = greedy.choice;
    choice.drop_idle(ground, needs, candidates);
    choice
}

struct Greedy<'a> {
    ground: &'a Ground<'a>,
    needs: &'a Needs,
    candidates: &'a [Candidate],
    barred: Option<Way>,
    choice: Choice,
}

impl Greedy<'_> {
    /// The candidate that costs least for each item it closes, with those items.
    fn best(&self) -> Option<(usize, Vec<usize>)> {
        let mut best: Option<(f64, usize, Vec<usize>)> = None;
        for at in (0..self.candidates.len()).filter(|at| self.is_bound(*at)) {
            let items = self.items(at);
            if items.is_empty() {
                continue;
            }
            let rate = self.extra(at, &items) / items.len() as f64;
            if best.as_ref().is_none_or(|(least, ..)| rate < *least) {
                best = Some((rate, at, items));
            }
        }
        best.map(|(_, at, items)| (at, items))
    }

    /// Whether every learner takes the module, and it is not chosen in another term already.
    fn is_bound(&self, at: usize) -> bool {
        let candidate = &self.candidates[at];
        let elsewhere = self.choice.by_candidate().keys().any(|other| {
            *other != at && self.candidates[*other].way == candidate.way && candidate.host().is_none()
        });
        !elsewhere && self.barred != Some(candidate.way) && self.ground.reaches_all(candidate)
    }

    /// The items that are still missing and that the candidate may take, cheapest first, as many as there is room for.
    fn items(&self, at: usize) -> Vec<usize> {
        let candidate = &self.candidates[at];
        let mut may: Vec<usize> =
            candidate.items.keys().copied().filter(|item| self.is_missing(*item)).collect();
        let level = |item: usize| self.ground.audit.framework.cell(self.needs.items[item].cell).level;
        may.sort_by(|one, other| {
            let effort = |item: &usize| candidate.items[item].effort;
            effort(one).total_cmp(&effort(other)).then(level(*one).cmp(&level(*other))).then(one.cmp(other))
        });
        // Lower levels first, so that higher ones may stand beside them.
        may.sort_by_key(|item| level(*item));
        if let Way::TakeOver(..) = candidate.way {
            let all: Vec<usize> = candidate.items.keys().copied().collect();
            return if !may.is_empty() && self.fits(at, &all) { all } else { Vec::new() };
        }
        let mut items = Vec::new();
        for item in may {
            items.push(item);
            let periods: f64 = items.iter().map(|item| candidate.items[item].periods).sum();
            if periods > candidate.room + 1e-9 || !self.fits(at, &items) {
                items.pop();
            }
        }
        items
    }

    fn is_missing(&self, item: usize) -> bool {
        let mut needs = self.needs.cells.iter();
        let Some(need) = needs.find(|need| need.items.contains(&item)) else { return false };
        let placed = self.choice.placed.iter().any(|(_, placed)| *placed == item);
        !placed
            && !self.needs.items[item].closed
            && !self.choice.closes(self.ground, self.needs, self.candidates, need)
    }

    /// Whether `items` can be placed in the candidate besides what is chosen.
    fn fits(&self, at: usize, items: &[usize]) -> bool {
        let mut choice = self.choice.clone();
        choice.placed.extend(items.iter().map(|item| (at, *item)));
        choice.is_within_limits(self.ground, self.candidates)
            && choice.keeps_order(self.ground, self.needs, self.candidates)
    }

    fn extra(&self, at: usize, items: &[usize]) -> f64 {
        let mut choice = self.choice.clone();
        choice.placed.extend(items.iter().map(|item| (at, *item)));
        let measures =
            |choice: &Choice| choice.measures(self.ground, self.candidates).of(self.ground.ask.objective);
        let extra = measures(&choice) - measures(&self.choice);
        let effort = |choice: &Choice| choice.measures(self.ground, self.candidates).of(Objective::Effort);
        // Of what costs the same by the objective, what takes less work.
        extra + 1e-6 * (effort(&choice) - effort(&self.choice))
    }
}

impl Choice {
    /// Whether modules, terms and the programme take no more than they may.
    pub(super) fn is_within_limits(&self, ground: &Ground<'_>, candidates: &[Candidate]) -> bool {
        let mut terms: BTreeMap<u16, f64> = BTreeMap::new();
        let mut all = 0.0;
        for (at, items) in self.modules(candidates) {
            let candidate = &candidates[at];
            let placed: f64 = items.iter().map(|item| candidate.items[item].periods).sum();
            let (_, periods) = candidate.takes(&items);
            if placed > candidate.room + 1e-9 || items.len() > candidate.most {
                return false;
            }
            all += periods;
            if let Some(term) = candidate.term {
                *terms.entry(term).or_default() += periods;
            }
        }
        let most = ground.ask.efforts.limits.periods_a_term;
        terms.values().all(|periods| *periods <= most + 1e-9)
            && ground.ask.max_extra_periods.is_none_or(|most| all <= most + 1e-9)
    }
}
