//! What makes every learner meet an item, whatever they choose.

use super::{Problem, Terms};
use crate::coverage::{Learner, Rule};
use crate::plan::solver::Column;

impl Problem<'_> {
    /// What makes such a learner meet an item: compulsory modules, new ones, and groups that leave no way around it.
    pub(super) fn met_by(&mut self, class: usize, learner: &Learner) -> Terms {
        let mut met = Terms::new();
        for at in 0..self.candidates.len() {
            let bound = self.candidates[at].host().is_none_or(|module| learner.compulsory.contains(&module));
            if bound {
                met.extend(self.placed.get(&(at, class)).map(|column| (*column, 1.0)));
            }
        }
        if self.carriers(class).iter().any(|carrier| learner.compulsory.contains(carrier)) {
            // Met already; one variable that may always be 1.
            let met_already = self.model.choice();
            return vec![(met_already, 1.0)];
        }
        for rule in &learner.rules {
            met.extend(self.forced(class, rule).map(|column| (column, 1.0)));
        }
        met
    }

    /// Whether a group forces whoever must choose from it to meet an item; none if it never can.
    ///
    /// Of a rule that asks for `least` of `all`, more than `all - least` must carry the item. Of alternatives, one
    /// that forces it counts whole.
    fn forced(&mut self, class: usize, rule: &Rule) -> Option<Column> {
        let inner: Vec<(&Rule, Option<Column>)> =
            rule.inner.iter().map(|inner| (inner, self.forced(class, inner))).collect();
        let needed = more_than_spared(rule);
        let direct: Vec<usize> = if rule.alternatives {
            rule.direct.clone()
        } else {
            rule.members.iter().map(|(at, _)| *at).collect()
        };
        let (mut sum, mut constant) = self.weighing(class, rule, &direct);
        for (block, forced) in inner.iter().filter(|_| rule.alternatives) {
            let (part, known) = self.block(class, rule, block, *forced);
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
        ways.extend(
            inner.iter().filter(|_| !rule.alternatives).filter_map(|(_, forced)| Some(((*forced)?, 1.0))),
        );
        if ways.is_empty() {
            return None;
        }
        let forced = self.model.choice();
        self.model.at_least(ways.into_iter().chain([(forced, -1.0)]).collect(), 0.0);
        Some(forced)
    }

    /// What `modules` weigh under `rule` if they carry an item: those that may come to, and those that do.
    fn weighing(&self, class: usize, rule: &Rule, modules: &[usize]) -> (Terms, f64) {
        let weight = |module: usize| rule.weight(|at| at == module);
        let carriers = self.carriers(class);
        let known =
            modules.iter().filter(|module| carriers.contains(module)).map(|module| weight(*module)).sum();
        let may = modules.iter().filter_map(|module| {
            let at = self.candidates.iter().position(|candidate| candidate.host() == Some(*module))?;
            Some((*self.placed.get(&(at, class))?, weight(*module)))
        });
        (may.collect(), known)
    }

    /// What an alternative weighs: its carriers, or all of it if it cannot be chosen without meeting the item.
    fn block(&mut self, class: usize, rule: &Rule, block: &Rule, forced: Option<Column>) -> (Terms, f64) {
        let members: Vec<usize> = block.members.iter().map(|(at, _)| *at).collect();
        let (may, known) = self.weighing(class, rule, &members);
        let Some(forced) = forced else { return (may, known) };
        let whole = rule.weight(|at| members.contains(&at));
        let weighs = self.model.real(whole);
        let mut sum = may;
        sum.extend([(forced, whole), (weighs, -1.0)]);
        self.model.at_least(sum, -known);
        (vec![(weighs, 1.0)], 0.0)
    }
}

/// What must carry an item under a rule so that too little is left to get around it: more than it lets a learner leave out.
/// Modules count as one, credits in halves or less; the next such step is asked for, as a solver cannot tell more from equal.
fn more_than_spared(rule: &Rule) -> f64 {
    let is_on = |step: &f64| {
        let on = |amount: f64| (amount / step - (amount / step).round()).abs() < 1e-6;
        on(rule.least) && rule.members.iter().all(|(_, weight)| on(*weight))
    };
    let step = [1.0, 0.5, 0.25, 0.1, 0.05].into_iter().find(is_on).unwrap_or(0.01);
    rule.weight(|_| true) - rule.least + step
}
