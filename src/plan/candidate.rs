//! The ways in which a gap may be closed: modules to extend, to take over, to create.

mod create;
mod host;
mod take_over;

use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use super::need::Needs;
use crate::curriculum::Module;
use crate::lang::Wording;

/// Where something is taught: in a module of the programme, or in a new one in a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    host: Option<usize>,
    term: Option<u16>,
}

/// How a module comes to teach what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// The module at this position of the programme is extended.
    Extend(usize),
    /// A module of another programme, by positions of both among the lenders, is taken over.
    TakeOver(usize, usize),
    /// Modules are created.
    Create,
}

/// What it takes to place one item.
#[derive(Clone, Debug)]
pub(super) struct Placing {
    /// Working days.
    pub(super) effort: f64,
    /// Periods.
    pub(super) periods: f64,
    /// Why here.
    pub(super) why: Wording,
}

/// A module that may teach items, with what that takes.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) way: Way,
    pub(super) term: Option<u16>,
    /// Working days, once.
    pub(super) effort: f64,
    /// Periods, once; what each created module has at least.
    pub(super) periods: f64,
    /// Periods that items may take in it, or in each created module.
    pub(super) room: f64,
    /// How many items it may take.
    pub(super) most: usize,
    /// The items it may teach.
    pub(super) items: BTreeMap<usize, Placing>,
}

impl Candidate {
    /// The module extended, if one is.
    pub(super) fn host(&self) -> Option<usize> {
        match self.way {
            Way::Extend(module) => Some(module),
            Way::TakeOver(..) | Way::Create => None,
        }
    }
}

impl Candidate {
    pub(super) fn spot(&self) -> Spot {
        Spot { host: self.host(), term: self.term }
    }
}

/// The modules of the programme that may be extended.
pub(super) fn extensions(ground: &Ground<'_>, needs: &Needs) -> Vec<Candidate> {
    host::candidates(ground, needs)
}

/// Every way that is considered, in a fixed order.
pub(super) fn candidates(ground: &Ground<'_>, needs: &Needs) -> Vec<Candidate> {
    let hosts = extensions(ground, needs);
    let terms = terms(ground);
    let lent = take_over::candidates(ground, needs, &terms);
    let created = create::candidates(ground, needs, &terms);
    hosts.into_iter().chain(lent).chain(created).collect()
}

/// The terms in which a new module may stand: the one with the fewest periods, and the last, where nothing need follow. Where
/// no terms are told a new module has none.
fn terms(ground: &Ground<'_>) -> Vec<Option<u16>> {
    let mut loads: BTreeMap<u16, f64> = BTreeMap::new();
    for module in &ground.programme().modules {
        if let Some(term) = module.term {
            *loads.entry(term).or_default() += ground.periods(module);
        }
    }
    let lightest = loads.iter().min_by(|(_, load), (_, other)| load.total_cmp(other)).map(|(term, _)| *term);
    let last = loads.keys().next_back().copied();
    let terms: BTreeSet<u16> = lightest.into_iter().chain(last).collect();
    if terms.is_empty() { vec![None] } else { terms.into_iter().map(Some).collect() }
}

impl Ground<'_> {
    /// The spot that is `module`.
    pub(super) fn spot(&self, module: usize) -> Spot {
        Spot { host: Some(module), term: self.programme().modules[module].term }
    }

    /// Whether `one` comes after `other`: in a later term or, where terms are not given, because it requires the other.
    pub(super) fn is_after(&self, one: Spot, other: Spot) -> bool {
        match (one.term, other.term, one.host, other.host) {
            (Some(one), Some(other), ..) => one > other,
            (_, _, Some(one), Some(other)) => {
                self.graph.is_required_before(other, one) && !self.graph.is_required_before(one, other)
            }
            _ => false,
        }
    }

    /// The periods of a module; reckoned from its credits, or taken for usual, where it does not tell.
    pub(super) fn periods(&self, module: &Module) -> f64 {
        let limits = self.ask.efforts.limits;
        let by_credits = module.amount.credits.map(|credits| credits * limits.periods_a_credit);
        module.amount.periods.or(by_credits).unwrap_or(limits.usual_periods)
    }
}
