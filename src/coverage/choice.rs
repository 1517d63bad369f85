//! What learners must take of a programme: the rules of its choice groups, as trees.

use std::collections::BTreeSet;

use crate::curriculum::{Choice, Module, Programme, Take};

/// Sums of credits are compared with this much to spare.
const SPARE: f64 = 1e-6;

/// The kinds of learners a programme has: one for each specialisation, which is chosen once, else one.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The kinds, by name of the specialisation.
    pub learners: Vec<Learner>,
}

/// What one kind of learner takes.
#[derive(Clone, Debug)]
pub struct Learner {
    /// The specialisation followed, where the programme divides into several.
    pub specialisation: Option<String>,
    /// The modules that all such learners take, by position; those too without which no choice would be enough.
    pub compulsory: Vec<usize>,
    /// The modules that such a learner may take and may leave.
    pub free: Vec<usize>,
    /// The rules of the outermost groups; each must be met.
    pub rules: Vec<Rule>,
}

/// What must be taken of a choice group. More than that may be taken.
///
/// A group within another has its own rule, which must be met too, unless the outer one asks for less than its groups
/// together do: *choose 1 of 2 directions*, each of several modules. Such groups are alternatives, and the rule
/// of one binds only who takes something of it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The group, by position in [`Programme::groups`].
    pub group: usize,
    /// How much must be taken, in modules or credits; no more than there is.
    pub least: f64,
    /// Every module of the group and of those within it, with what it counts here.
    pub members: Vec<(usize, f64)>,
    /// Those of `members` that are in no group within.
    pub direct: Vec<usize>,
    /// The groups within.
    pub inner: Vec<Rule>,
    /// Whether the groups within are alternatives.
    pub alternatives: bool,
}

impl Choices {
    /// The choices of `programme`.
    pub fn of(programme: &Programme) -> Self {
        let named = programme.modules.iter().filter_map(|module| module.specialisation.as_deref());
        let names: BTreeSet<&str> = named.collect();
        let several = names.len() > 1;
        let kinds = names.into_iter().filter(|_| several).map(|name| Learner::of(programme, Some(name)));
        let mut learners: Vec<Learner> = kinds.collect();
        if learners.is_empty() {
            learners.push(Learner::of(programme, None));
        }
        Choices { learners }
    }
}

impl Learner {
    fn of(programme: &Programme, specialisation: Option<&str>) -> Self {
        let may_meet = |module: &Module| {
            let own = module.specialisation.as_deref();
            own.is_none() || specialisation.is_none() || own == specialisation
        };
        let modules: Vec<usize> =
            (0..programme.modules.len()).filter(|at| may_meet(&programme.modules[*at])).collect();
        let that_are = |choice: Choice| {
            modules.iter().copied().filter(|at| programme.modules[*at].choice == choice).collect()
        };
        let outermost = (0..programme.groups.len()).filter(|group| outer(programme, *group).is_none());
        let rules: Vec<Rule> = outermost.map(|group| Rule::of(programme, group, &modules)).collect();
        let mut compulsory: Vec<usize> = that_are(Choice::Compulsory);
        rules.iter().for_each(|rule| compulsory.extend(rule.indispensable()));
        compulsory.sort_unstable();
        compulsory.dedup();
        Learner {
            specialisation: specialisation.map(str::to_owned),
            compulsory,
            free: that_are(Choice::Free),
            rules,
        }
    }

    /// Whether such a learner may take `module` at all.
    pub fn may_meet(&self, module: usize) -> bool {
        self.compulsory.contains(&module)
            || self.free.contains(&module)
            || self.rules.iter().any(|rule| rule.holds(module))
    }
}

/// The group that `group` lies within. It stands before it, so that no circle is followed.
fn outer(programme: &Programme, group: usize) -> Option<usize> {
    programme.groups[group].within.filter(|outer| *outer < group)
}

/// What a module counts under a rule.
fn weight(module: &Module, take: Take) -> f64 {
    if let Take::Credits(_) = take { module.amount.credits.unwrap_or(0.0) } else { 1.0 }
}

impl Rule {
    fn of(programme: &Programme, group: usize, modules: &[usize]) -> Self {
        let within = (0..programme.groups.len()).filter(|inner| outer(programme, *inner) == Some(group));
        let inner: Vec<Rule> = within.map(|inner| Rule::of(programme, inner, modules)).collect();
        let is_direct = |at: &usize| programme.modules[*at].choice == Choice::Group(group);
        let direct: Vec<usize> = modules.iter().copied().filter(is_direct).collect();
        let nested = inner.iter().flat_map(|rule| &rule.members).map(|(at, _)| *at);
        let take = programme.groups[group].take;
        let mut members: Vec<(usize, f64)> =
            direct.iter().copied().chain(nested).map(|at| (at, 0.0)).collect();
        members.iter_mut().for_each(|(at, weighs)| *weighs = weight(&programme.modules[*at], take));
        members.sort_by_key(|(at, _)| *at);
        let asked = match take {
            Take::Modules(count) => count as f64,
            Take::Credits(credits) => credits,
            Take::Unstated => 0.0,
        };
        let least = asked.min(members.iter().map(|(_, weight)| weight).sum());
        let of_inner: f64 = inner.iter().map(|rule| rule.least_of(&members)).sum();
        let alternatives = least > 0.0 && of_inner > least + SPARE;
        Rule { group, least, members, direct, inner, alternatives }
    }

    /// The least that meeting this rule can come to, in the `weights` of an outer one.
    fn least_of(&self, weights: &[(usize, f64)]) -> f64 {
        let outer = |module| weights.iter().find(|(at, _)| *at == module).map_or(0.0, |(_, weight)| *weight);
        let counting = self.members.iter().filter(|(_, own)| *own > 0.0);
        let mut rates: Vec<(f64, f64)> = counting.map(|(at, own)| (outer(*at) / own, *own)).collect();
        rates.sort_by(|(rate, _), (other, _)| rate.total_cmp(other));
        let mut missing = self.least;
        let mut sum = 0.0;
        for (rate, own) in rates {
            let taken = own.min(missing);
            sum += rate * taken;
            missing -= taken;
        }
        sum
    }

    /// The modules without which it cannot be met.
    fn indispensable(&self) -> Vec<usize> {
        let all = self.weight(|_| true);
        let needed = |(_, weight): &&(usize, f64)| all - weight + SPARE < self.least;
        let mut found: Vec<usize> = self.members.iter().filter(needed).map(|(at, _)| *at).collect();
        if !self.alternatives {
            found.extend(self.inner.iter().flat_map(Rule::indispensable));
        }
        found
    }

    /// Whether `module` is of the group or of one within it.
    pub fn holds(&self, module: usize) -> bool {
        self.members.iter().any(|(at, _)| *at == module)
    }

    /// What the rule's members that `is` picks count together.
    pub fn weight(&self, is: impl Fn(usize) -> bool) -> f64 {
        self.members.iter().filter(|(at, _)| is(*at)).map(|(_, weight)| weight).sum()
    }

    /// Whether `taken` is enough of it.
    fn is_met(&self, taken: &BTreeSet<usize>) -> bool {
        self.weight(|module| taken.contains(&module)) + SPARE >= self.least
    }

    /// All that may be taken of the group without any of `carriers`; none if the rule cannot be met so.
    fn most_without(&self, carriers: &[usize]) -> Option<BTreeSet<usize>> {
        let mut taken: BTreeSet<usize> =
            self.direct.iter().copied().filter(|module| !carriers.contains(module)).collect();
        for inner in &self.inner {
            match inner.most_without(carriers) {
                Some(of_inner) => taken.extend(of_inner),
                None if self.alternatives => {}
                None => return None,
            }
        }
        self.is_met(&taken).then_some(taken)
    }

    /// Enough of the group to meet its rule without any of `carriers`, and little more; none if it cannot be met so.
    pub(super) fn enough_without(&self, carriers: &[usize]) -> Option<BTreeSet<usize>> {
        self.most_without(carriers)?;
        let mut taken = BTreeSet::new();
        if !self.alternatives {
            let inner = self.inner.iter().filter_map(|inner| inner.enough_without(carriers));
            taken.extend(inner.flatten());
        }
        for step in self.steps_without(carriers) {
            if self.is_met(&taken) {
                break;
            }
            taken.extend(step);
        }
        Some(taken)
    }

    /// What more may be taken of the group, step by step up to all that may be; after each the rules within are met.
    fn steps_without(&self, carriers: &[usize]) -> Vec<BTreeSet<usize>> {
        let direct = self.direct.iter().filter(|module| !carriers.contains(module));
        let mut steps: Vec<BTreeSet<usize>> = direct.map(|module| BTreeSet::from([*module])).collect();
        for inner in &self.inner {
            if let Some(enough) = inner.enough_without(carriers) {
                steps.push(enough);
                steps.extend(inner.steps_without(carriers));
            }
        }
        steps
    }
}
