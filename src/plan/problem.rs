//! The choice over all gaps as one mixed-integer programme.
//!
//! A variable for each item in each module that may take it, one for each module touched, and for each choice group
//! whether it forces its learners to meet an item: then whatever they choose, they do. Strong and small: a module's items
//! each imply that it is touched, as in facility location.

use std::collections::BTreeMap;

use super::candidate::{Candidate, Spot, Way};
use super::choice::Choice;
use super::need::{Item, Need, Needs};
use super::solver::{Column, Effort, Model, Outcome, Solved};
use super::{Ground, Objective};
use crate::coverage::{Learner, Rule};
use crate::framework::CellId;

/// What credits must differ by to tell more from less.
const STEP: f64 = 1e-3;

type Terms = Vec<(Column, f64)>;

/// The mixed-integer programme of one plan.
pub(super) struct Problem<'a> {
    ground: &'a Ground<'a>,
    needs: &'a Needs,
    candidates: &'a [Candidate],
    model: Model,
    /// Whether a candidate is used.
    used: Vec<Column>,
    /// Whether an item is placed in a candidate.
    placed: BTreeMap<(usize, usize), Column>,
    /// The periods of a created module.
    sizes: BTreeMap<usize, Column>,
    /// Whether a cell is left open.
    open: Vec<Column>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, needs: &'a Needs, candidates: &'a [Candidate]) -> Self {
        let mut model = Model::default();
        let used = candidates.iter().map(|_| model.choice()).collect();
        let mut placed = BTreeMap::new();
        for (at, candidate) in candidates.iter().enumerate() {
            placed.extend(candidate.items.keys().map(|item| ((at, *item), model.choice())));
        }
        let open = needs.cells.iter().map(|_| model.choice()).collect();
        let mut problem =
            Problem { ground, needs, candidates, model, used, placed, sizes: BTreeMap::new(), open };
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
            let placed: Vec<(Column, f64)> =
                candidate.items.iter().map(|(item, placing)| (self.placed[&(at, *item)], placing.periods)).collect();
            for (column, _) in &placed {
                self.model.at_least(vec![(used, 1.0), (*column, -1.0)], 0.0);
                if let Way::TakeOver(..) = candidate.way {
                    // It brings all that it teaches.
                    self.model.at_least(vec![(*column, 1.0), (used, -1.0)], 0.0);
                }
            }
            let mut count: Terms = placed.iter().map(|(column, _)| (*column, 1.0)).collect();
            count.push((used, -(candidate.most as f64)));
            self.model.at_most(count, 0.0);
            let mut room = placed.clone();
            room.push((used, -candidate.room));
            self.model.at_most(room, 0.0);
            if let Way::Create(_) = candidate.way {
                self.size(at, placed);
            }
        }
        self.once_each();
    }

    /// A created module has the periods of its items, and no fewer than a module has.
    fn size(&mut self, at: usize, placed: Terms) {
        let candidate = &self.candidates[at];
        let size = self.model.real(candidate.room.max(candidate.periods));
        self.sizes.insert(at, size);
        self.model.at_least(vec![(size, 1.0), (self.used[at], -candidate.periods)], 0.0);
        let taken = placed.into_iter().map(|(column, periods)| (column, -periods));
        self.model.at_least(std::iter::once((size, 1.0)).chain(taken).collect(), 0.0);
    }

    /// A module is taken over, and created, in one term.
    fn once_each(&mut self) {
        let mut same: BTreeMap<Way, Terms> = BTreeMap::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
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
            Way::Create(_) => vec![(self.sizes[&at], 1.0)],
            Way::TakeOver(..) => vec![(self.used[at], candidate.periods)],
            Way::Extend(_) => {
                let placed = candidate.items.iter();
                placed.map(|(item, placing)| (self.placed[&(at, *item)], placing.periods)).collect()
            }
        }
    }

    /// Enough of the cell's items are closed for every learner, in enough modules; or it is left open.
    fn close(&mut self, at: usize, need: &Need) {
        let open = self.open[at];
        let unclosed = need.items.iter().copied().filter(|item| !self.needs.items[*item].closed);
        let closed: Terms = unclosed.map(|item| (self.closed(item), 1.0)).collect();
        let missing = need.missing as f64;
        self.model.at_least(closed.into_iter().chain([(open, missing)]).collect(), missing);
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
            let placed: Terms =
                need.items.iter().filter_map(|item| Some((*self.placed.get(&(at, *item))?, 1.0))).collect();
            if !placed.is_empty() {
                let carries = self.model.choice();
                self.model.at_least(placed.into_iter().chain([(carries, -1.0)]).collect(), 0.0);
                carrying.push((carries, 1.0));
            }
        }
        carrying
    }

    /// Whether an item is closed: every learner meets it in some module.
    fn closed(&mut self, item: usize) -> Column {
        let closed = self.model.choice();
        for learner in &self.ground.choices.learners {
            let met = self.met_by(item, learner);
            self.model.at_least(met.into_iter().chain([(closed, -1.0)]).collect(), 0.0);
        }
        closed
    }

    /// What makes such a learner meet an item: compulsory modules, new ones, and groups that leave no way around it.
    fn met_by(&mut self, item: usize, learner: &Learner) -> Terms {
        let mut met = Terms::new();
        for at in 0..self.candidates.len() {
            let bound = self.candidates[at].host().is_none_or(|module| learner.compulsory.contains(&module));
            if bound {
                met.extend(self.placed.get(&(at, item)).map(|column| (*column, 1.0)));
            }
        }
        let known = &self.needs.items[item];
        if known.carriers.iter().any(|carrier| learner.compulsory.contains(carrier)) {
            // Met already; one variable that may always be 1.
            let met_already = self.model.choice();
            return vec![(met_already, 1.0)];
        }
        for rule in &learner.rules {
            met.extend(self.forced(item, rule).map(|column| (column, 1.0)));
        }
        met
    }

    /// Whether a group forces whoever must choose from it to meet an item; none if it never can.
    ///
    /// Of a rule that asks for `least` of `all`, more than `all - least` must carry the item. Of alternatives, one
    /// that forces it counts whole.
    fn forced(&mut self, item: usize, rule: &Rule) -> Option<Column> {
        let inner: Vec<(&Rule, Option<Column>)> =
            rule.inner.iter().map(|inner| (inner, self.forced(item, inner))).collect();
        let all = rule.weight(|_| true);
        let needed = all - rule.least + STEP;
        let direct: Vec<usize> =
            if rule.alternatives { rule.direct.clone() } else { rule.members.iter().map(|(at, _)| *at).collect() };
        let (mut sum, mut constant) = self.weighing(item, rule, &direct);
        for (block, forced) in inner.iter().filter(|_| rule.alternatives) {
            let (part, known) = self.block(item, rule, block, *forced);
            sum.extend(part);
            constant += known;
        }
        let counts = rule.least > 0.0 && (!sum.is_empty() || constant >= needed);
        let mut ways = Terms::new();
        if counts {
            let by_count = self.model.choice();
            sum.push((by_count, -needed));
            self.model.at_least(sum, -constant.min(needed));
            ways.push((by_count, 1.0));
        }
        ways.extend(inner.iter().filter(|_| !rule.alternatives).filter_map(|(_, forced)| Some(((*forced)?, 1.0))));
        if ways.is_empty() {
            return None;
        }
        let forced = self.model.choice();
        self.model.at_least(ways.into_iter().chain([(forced, -1.0)]).collect(), 0.0);
        Some(forced)
    }

    /// What `modules` weigh under `rule` if they carry an item: those that may come to, and those that do.
    fn weighing(&self, item: usize, rule: &Rule, modules: &[usize]) -> (Terms, f64) {
        let weight = |module: usize| rule.weight(|at| at == module);
        let carriers = &self.needs.items[item].carriers;
        let known = modules.iter().filter(|module| carriers.contains(module)).map(|module| weight(*module)).sum();
        let may = modules.iter().filter_map(|module| {
            let at = self.candidates.iter().position(|candidate| candidate.host() == Some(*module))?;
            Some((*self.placed.get(&(at, item))?, weight(*module)))
        });
        (may.collect(), known)
    }

    /// What an alternative weighs: its carriers, or all of it if it cannot be chosen without meeting the item.
    fn block(&mut self, item: usize, rule: &Rule, block: &Rule, forced: Option<Column>) -> (Terms, f64) {
        let members: Vec<usize> = block.members.iter().map(|(at, _)| *at).collect();
        let (may, known) = self.weighing(item, rule, &members);
        let Some(forced) = forced else { return (may, known) };
        let whole = rule.weight(|at| members.contains(&at));
        let weighs = self.model.real(whole);
        let mut sum = may;
        sum.extend([(forced, whole), (weighs, -1.0)]);
        self.model.at_least(sum, -known);
        (vec![(weighs, 1.0)], 0.0)
    }

    /// A level is not placed before the levels below it.
    fn order(&mut self) {
        for at in 0..self.needs.cells.len() {
            let high = self.needs.cells[at].cell;
            for low in self.ground.below(high) {
                self.not_before(high, low);
            }
            for taught in self.ground.above(high) {
                self.not_after(high, taught);
            }
        }
    }

    /// Whatever is placed of `high` has something of `low` before it or beside it.
    fn not_before(&mut self, high: CellId, low: CellId) {
        let taught = self.ground.earliest(low).map(|module| self.ground.spot(module));
        let may = self.placings_of(low);
        if taught.is_none() && may.is_empty() {
            return;
        }
        for (spot, column) in self.placings_of(high) {
            if taught.is_some_and(|taught| !self.ground.is_after(taught, spot)) {
                continue;
            }
            let in_time = may.iter().filter(|(low, _)| !self.ground.is_after(*low, spot));
            let terms: Terms = in_time.map(|(_, column)| (*column, 1.0)).collect();
            self.model.at_least(terms.into_iter().chain([(column, -1.0)]).collect(), 0.0);
        }
    }

    /// Whatever is placed of `low`, whose higher level is taught in `high` already, has something in time for that.
    fn not_after(&mut self, low: CellId, high: usize) {
        if self.ground.earliest(low).is_some() {
            return;
        }
        let high = self.ground.spot(high);
        let (late, in_time): (Vec<_>, Vec<_>) =
            self.placings_of(low).into_iter().partition(|(spot, _)| self.ground.is_after(*spot, high));
        if in_time.is_empty() {
            return;
        }
        let in_time: Terms = in_time.into_iter().map(|(_, column)| (column, 1.0)).collect();
        for (_, column) in late {
            self.model.at_least(in_time.iter().copied().chain([(column, -1.0)]).collect(), 0.0);
        }
    }

    fn placings_of(&self, cell: CellId) -> Vec<(Spot, Column)> {
        let items = self.needs.items_of(cell);
        let of_cell = self.placed.iter().filter(|((_, item), _)| items.contains(item));
        of_cell.map(|((at, _), column)| (self.candidates[*at].spot(), *column)).collect()
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
                effort.chain(periods.into_iter().map(|(c, periods)| (c, periods * price.period / 1000.0))).collect()
            }
        }
    }

    fn effort(&self) -> Terms {
        let mut effort = Terms::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            effort.push((self.used[at], candidate.effort));
            let items = candidate.items.iter();
            effort.extend(items.map(|(item, placing)| (self.placed[&(at, *item)], placing.effort)));
        }
        effort
    }

    /// The least change, without the candidates of `barred`; with the share by which less might do, if it is known. None
    /// if nothing was found in time.
    pub(super) fn solve(&mut self, barred: &[Way]) -> Option<(Choice, Option<f64>)> {
        let rows = self.model.clone();
        for (at, candidate) in self.candidates.iter().enumerate() {
            if barred.contains(&candidate.way) {
                self.model.at_most(vec![(self.used[at], 1.0)], 0.0);
            }
        }
        let found = self.least();
        self.model = rows;
        let (solved, gap) = found?;
        Some((self.choice(&solved), gap))
    }

    fn least(&mut self) -> Option<(Solved, Option<f64>)> {
        let open: Terms = self.open.iter().map(|column| (*column, 1.0)).collect();
        let rows = self.model.clone();
        self.model.at_most(open.clone(), 0.0);
        match self.by_objective() {
            Some(found) => return Some(found),
            None => self.model = rows,
        }
        // Not everything can be closed: as much as can be, and that with the least change.
        let Outcome::Solved(most) = self.model.minimise(&open, self.limit()) else { return None };
        self.model.at_most(open, most.objective);
        let (found, gap) = self.by_objective()?;
        Some((found, gap.zip(most.gap).map(|(gap, other)| gap.max(other))))
    }

    /// The least by the objective and, of all that are least, the least by the second one.
    fn by_objective(&mut self) -> Option<(Solved, Option<f64>)> {
        let objective = self.ground.ask.objective;
        let cost = self.cost(objective);
        let Outcome::Solved(first) = self.model.minimise(&cost, self.limit()) else { return None };
        let rows = self.model.clone();
        self.model.at_most(cost, first.objective + 1e-6 * first.objective.abs().max(1.0));
        let second = self.model.minimise(&self.cost(objective.second()), self.limit());
        self.model = rows;
        let gap = first.gap;
        Some(if let Outcome::Solved(second) = second { (second, gap) } else { (first, gap) })
    }

    fn limit(&self) -> Effort {
        Effort { seconds: self.ground.ask.seconds, gap: 0.0 }
    }

    fn choice(&self, solved: &Solved) -> Choice {
        let placed = self.placed.iter().filter(|(_, column)| solved.holds(**column));
        let mut choice = Choice { placed: placed.map(|(key, _)| *key).collect() };
        choice.drop_idle(self.ground, self.needs, self.candidates);
        choice
    }

    /// Which cells are left open by `choice`.
    pub(super) fn left_open(&self, choice: &Choice) -> Vec<CellId> {
        let open = self.needs.cells.iter().filter(|need| !choice.closes(self.ground, self.needs, self.candidates, need));
        open.map(|need| need.cell).collect()
    }
}

impl Item {
    /// Whether every learner meets it once `hosts` teach it too, or a new module does.
    pub(super) fn is_closed(&self, ground: &Ground<'_>, hosts: &[usize], is_in_new: bool) -> bool {
        let all: Vec<usize> = self.carriers.iter().chain(hosts).copied().collect();
        self.closed || is_in_new || !all.is_empty() && ground.choices.escape(&all).is_none()
    }
}
