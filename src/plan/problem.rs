//! The choice over all gaps as one mixed-integer programme.
//!
//! A variable counts the items of a class in each module that may take them, one tells for each module whether it is touched,
//! and one for each choice group whether it forces its learners to meet an item: then whatever they choose, they do.

mod meeting;
mod order;

use std::collections::BTreeMap;

use super::candidate::{Candidate, Placing, Way};
use super::choice::Choice;
use super::class::{Class, classes, named};
use super::need::{Item, Need, Needs};
use super::solver::{Column, Effort, Model, Outcome, Solved};
use super::{Ground, Objective};

type Terms = Vec<(Column, f64)>;

/// The mixed-integer programme of one plan.
pub(super) struct Problem<'a> {
    ground: &'a Ground<'a>,
    needs: &'a Needs,
    candidates: &'a [Candidate],
    classes: Vec<Class>,
    model: Model,
    /// Whether a candidate is used.
    used: Vec<Column>,
    /// How many items of a class are placed in a candidate.
    placed: BTreeMap<(usize, usize), Column>,
    /// The periods of a created module.
    sizes: BTreeMap<usize, Column>,
    /// Whether a cell is left open.
    open: Vec<Column>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, needs: &'a Needs, candidates: &'a [Candidate]) -> Self {
        let classes = classes(ground, needs, candidates);
        let mut model = Model::default();
        let used = candidates.iter().map(|candidate| model.whole(most_modules(candidate))).collect();
        let mut placed = BTreeMap::new();
        for (at, candidate) in candidates.iter().enumerate() {
            let may = |class: &&Class| candidate.items.contains_key(&class.items[0]);
            for (number, class) in classes.iter().enumerate().filter(|(_, class)| may(class)) {
                placed.insert((at, number), model.whole(class.size()));
            }
        }
        let open = needs.cells.iter().map(|_| model.choice()).collect();
        let sizes = BTreeMap::new();
        let mut problem = Problem { ground, needs, candidates, classes, model, used, placed, sizes, open };
        problem.bound_modules();
        problem.bound_terms();
        needs.cells.iter().enumerate().for_each(|(at, need)| problem.close(at, need));
        problem.order();
        problem
    }

    /// No more in a module than it has room for, and nothing in one that is not touched.
    fn bound_modules(&mut self) {
        for (at, candidate) in self.candidates.iter().enumerate() {
            let used = self.used[at];
            let placed = self.placed_in(at);
            for (class, column, placing) in &placed {
                let size = self.classes[*class].size();
                let fits = if placing.periods > 0.0 {
                    (candidate.room / placing.periods + 1e-9).floor()
                } else {
                    size
                };
                let most = size.min(fits).min(candidate.most as f64);
                self.model.at_least(vec![(used, most), (*column, -1.0)], 0.0);
                if let Way::TakeOver(..) = candidate.way {
                    // It brings all that it teaches.
                    self.model.at_least(vec![(*column, 1.0), (used, -size)], 0.0);
                }
            }
            let count = placed.iter().map(|(_, column, _)| (*column, 1.0));
            self.model.at_most(count.chain([(used, -(candidate.most as f64))]).collect(), 0.0);
            let periods: Terms =
                placed.iter().map(|(_, column, placing)| (*column, placing.periods)).collect();
            let waste = if candidate.way == Way::Create { candidate.waste() } else { 0.0 };
            let room = periods.iter().copied().chain([(used, waste - candidate.room)]);
            self.model.at_most(room.collect(), waste);
            if candidate.way == Way::Create {
                self.size(at, periods);
            }
        }
        self.once_each();
    }

    /// The classes that a candidate may take, with how many of each it does and what one takes.
    fn placed_in(&self, at: usize) -> Vec<(usize, Column, &'a Placing)> {
        let of = self.placed.range((at, 0)..(at + 1, 0));
        of.map(|((_, class), column)| {
            (*class, *column, &self.candidates[at].items[&self.classes[*class].items[0]])
        })
        .collect()
    }

    /// Created modules have the periods of their items, and no fewer than modules have.
    fn size(&mut self, at: usize, placed: Terms) {
        let candidate = &self.candidates[at];
        let size = self.model.real(most_modules(candidate) * candidate.room.max(candidate.periods));
        self.sizes.insert(at, size);
        self.model.at_least(vec![(size, 1.0), (self.used[at], -candidate.periods)], 0.0);
        let taken = placed.into_iter().map(|(column, periods)| (column, -periods));
        self.model.at_least(std::iter::once((size, 1.0)).chain(taken).collect(), 0.0);
    }

    /// A module is taken over in one term.
    fn once_each(&mut self) {
        let mut same: BTreeMap<Way, Terms> = BTreeMap::new();
        let lent = |(_, candidate): &(usize, &Candidate)| matches!(candidate.way, Way::TakeOver(..));
        for (at, candidate) in self.candidates.iter().enumerate().filter(lent) {
            same.entry(candidate.way).or_default().push((self.used[at], 1.0));
        }
        same.into_values().filter(|terms| terms.len() > 1).for_each(|terms| self.model.at_most(terms, 1.0));
    }

    /// No more periods in a term, and in all, than may be.
    fn bound_terms(&mut self) {
        let mut terms: BTreeMap<u16, Terms> = BTreeMap::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            if let Some(term) = candidate.term {
                terms.entry(term).or_default().extend(self.periods_of(at));
            }
        }
        let most = self.ground.ask.efforts.limits.periods_a_term;
        terms.into_values().for_each(|periods| self.model.at_most(periods, most));
        if let Some(most) = self.ground.ask.max_extra_periods {
            let all = (0..self.candidates.len()).flat_map(|at| self.periods_of(at)).collect();
            self.model.at_most(all, most);
        }
    }

    /// The periods that a candidate adds to the programme.
    fn periods_of(&self, at: usize) -> Terms {
        let candidate = &self.candidates[at];
        match candidate.way {
            Way::Create => vec![(self.sizes[&at], 1.0)],
            Way::TakeOver(..) => vec![(self.used[at], candidate.periods)],
            Way::Extend(_) => {
                let placed = self.placed_in(at).into_iter();
                placed.map(|(_, column, placing)| (column, placing.periods)).collect()
            }
        }
    }

    /// Enough of the cell's items are closed for every learner, in enough modules; or it is left open.
    fn close(&mut self, at: usize, need: &Need) {
        let open = self.open[at];
        let of_cell: Vec<usize> =
            (0..self.classes.len()).filter(|class| self.classes[*class].cell == need.cell).collect();
        let sizes: f64 = of_cell.iter().map(|class| self.classes[*class].size()).sum();
        let missing = need.missing as f64;
        let mut some = Terms::new();
        for class in of_cell {
            let (size, closed) = (self.classes[class].size(), self.closed(class));
            if missing >= sizes {
                self.model.at_least(closed.into_iter().chain([(open, size)]).collect(), size);
            } else {
                let counted = self.model.real(size);
                self.model.at_least(closed.into_iter().chain([(counted, -1.0)]).collect(), 0.0);
                some.push((counted, 1.0));
            }
        }
        if missing > 0.0 && missing < sizes {
            self.model.at_least(some.into_iter().chain([(open, missing)]).collect(), missing);
        }
        if need.modules > 0 {
            let carrying = self.carrying(need);
            let modules = need.modules as f64;
            self.model.at_least(carrying.into_iter().chain([(open, modules)]).collect(), modules);
        }
    }

    /// For each module that does not carry the cell yet, whether it then does.
    fn carrying(&mut self, need: &Need) -> Terms {
        let mut carrying = Terms::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            if candidate.host().is_some_and(|module| need.carriers.contains(&module)) {
                continue;
            }
            let of_cell =
                self.placed_in(at).into_iter().filter(|(class, ..)| self.classes[*class].cell == need.cell);
            let placed: Terms = of_cell.map(|(_, column, _)| (column, 1.0)).collect();
            if !placed.is_empty() {
                let carries = self.model.choice();
                self.model.at_least(placed.into_iter().chain([(carries, -1.0)]).collect(), 0.0);
                carrying.push((carries, 1.0));
            }
        }
        carrying
    }

    /// How many items of a class are closed: every learner meets them in some module.
    fn closed(&mut self, class: usize) -> Terms {
        if self.classes[class].is_bound {
            let of_class = self.placed.iter().filter(|((_, of), _)| *of == class);
            return of_class.map(|(_, column)| (*column, 1.0)).collect();
        }
        let closed = self.model.choice();
        for learner in &self.ground.choices.learners {
            let met = self.met_by(class, learner);
            self.model.at_least(met.into_iter().chain([(closed, -1.0)]).collect(), 0.0);
        }
        vec![(closed, 1.0)]
    }

    /// The modules that teach the one item of a class already.
    fn carriers(&self, class: usize) -> &'a [usize] {
        &self.needs.items[self.classes[class].items[0]].carriers
    }

    fn cost(&self, objective: Objective) -> Terms {
        let price = &self.ground.ask.efforts.cost;
        match objective {
            Objective::Modules => self.used.iter().map(|column| (*column, 1.0)).collect(),
            Objective::Periods => (0..self.candidates.len()).flat_map(|at| self.periods_of(at)).collect(),
            Objective::Effort => self.effort(),
            Objective::Cost => {
                // In thousands: solvers like numbers of one size.
                let effort = self.effort().into_iter().map(|(c, days)| (c, days * price.day / 1000.0));
                let periods = self.cost(Objective::Periods);
                effort
                    .chain(periods.into_iter().map(|(c, periods)| (c, periods * price.period / 1000.0)))
                    .collect()
            }
        }
    }

    fn effort(&self) -> Terms {
        let mut effort = Terms::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            effort.push((self.used[at], candidate.effort));
            effort
                .extend(self.placed_in(at).into_iter().map(|(_, column, placing)| (column, placing.effort)));
        }
        effort
    }

    /// The least change, looked for from `start` on; with the share by which less might do, if it is known. None if nothing was
    /// found in time.
    pub(super) fn solve(&mut self, start: &Choice) -> Option<(Choice, Option<f64>)> {
        self.model.start_from(self.hints(start));
        let solved = self.least()?;
        Some((self.choice(&solved), solved.gap))
    }

    fn least(&mut self) -> Option<Solved> {
        let open: Terms = self.open.iter().map(|column| (*column, 1.0)).collect();
        let (cost, rows) = (self.costs(), self.model.clone());
        self.model.at_most(open.clone(), 0.0);
        match self.model.minimise(&cost, self.limit()) {
            Outcome::Solved(found) => return Some(found),
            Outcome::Unsolved => return None,
            Outcome::Infeasible => self.model = rows,
        }
        // Not everything can be closed: as much as can be, and that with the least change.
        let Outcome::Solved(most) = self.model.minimise(&open, self.limit()) else { return None };
        self.model.at_most(open, most.objective);
        let Outcome::Solved(mut found) = self.model.minimise(&cost, self.limit()) else { return None };
        found.gap = found.gap.zip(most.gap).map(|(gap, other)| gap.max(other));
        Some(found)
    }

    /// The objective and, so little that they only decide between equals, the second one and the order of the candidates.
    fn costs(&self) -> Terms {
        let objective = self.ground.ask.objective;
        let second = self.cost(objective.second()).into_iter().map(|(column, cost)| (column, cost * 1e-5));
        let order = self.used.iter().enumerate().map(|(at, column)| (*column, at as f64 * 1e-7));
        self.cost(objective).into_iter().chain(second).chain(order).collect()
    }

    /// What the variables are in `choice`.
    fn hints(&self, choice: &Choice) -> Vec<(Column, f64)> {
        let by = choice.by_candidate();
        let used =
            self.used.iter().enumerate().map(|(at, column)| (*column, f64::from(by.contains_key(&at))));
        let placed = self.placed.iter().map(|((at, class), column)| {
            let items = &self.classes[*class].items;
            let count =
                by.get(at).map_or(0, |placed| placed.iter().filter(|item| items.contains(item)).count());
            (*column, count as f64)
        });
        used.chain(placed).collect()
    }

    fn limit(&self) -> Effort {
        Effort { seconds: self.ground.ask.seconds, gap: super::PROVEN }
    }

    fn choice(&self, solved: &Solved) -> Choice {
        let count = |column: &Column| solved.value(*column).round() as usize;
        let counts = self.placed.iter().map(|((at, class), column)| (*at, *class, count(column)));
        // What is taken over comes whole, and the rest need not place it again.
        let (whole, rest): (Vec<_>, Vec<_>) =
            counts.partition(|(at, ..)| matches!(self.candidates[*at].way, Way::TakeOver(..)));
        let mut choice = named(&self.classes, whole.into_iter().chain(rest));
        choice.drop_idle(self.ground, self.needs, self.candidates);
        choice
    }
}

/// How many modules a candidate may stand for.
fn most_modules(candidate: &Candidate) -> f64 {
    let all: Vec<usize> = candidate.items.keys().copied().collect();
    if candidate.way == Way::Create { candidate.count(&all) as f64 } else { 1.0 }
}

impl Item {
    /// Whether every learner meets it once `hosts` teach it too, or a new module does.
    pub(super) fn is_closed(&self, ground: &Ground<'_>, hosts: &[usize], is_in_new: bool) -> bool {
        let all: Vec<usize> = self.carriers.iter().chain(hosts).copied().collect();
        self.closed || is_in_new || !all.is_empty() && ground.choices.escape(&all).is_none()
    }
}
