//! Items that are interchangeable: each tells a solver the same, so they are counted instead of named.

use std::collections::BTreeMap;

use super::Ground;
use super::candidate::Candidate;
use super::choice::Choice;
use super::need::Needs;
use crate::framework::CellId;

/// Items of one cell that the same candidates may take.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) cell: CellId,
    /// Its items, by position.
    pub(super) items: Vec<usize>,
    /// Whether each candidate reaches every learner, so that an item placed is an item closed.
    pub(super) is_bound: bool,
}

impl Class {
    /// How many items it has.
    pub(super) fn size(&self) -> f64 {
        self.items.len() as f64
    }
}

/// The classes of the items that are not closed already. What depends on choice groups, or is taught somewhere, stays by
/// itself.
pub(super) fn classes(ground: &Ground<'_>, needs: &Needs, candidates: &[Candidate]) -> Vec<Class> {
    let mut alike: BTreeMap<(CellId, Vec<usize>, Option<usize>), Vec<usize>> = BTreeMap::new();
    let mut bound: BTreeMap<usize, bool> = BTreeMap::new();
    for (at, item) in needs.items.iter().enumerate().filter(|(_, item)| !item.closed) {
        let may: Vec<usize> =
            (0..candidates.len()).filter(|one| candidates[*one].items.contains_key(&at)).collect();
        let is_bound =
            item.carriers.is_empty() && may.iter().all(|one| ground.reaches_all(&candidates[*one]));
        bound.insert(at, is_bound);
        alike.entry((item.cell, may, (!is_bound).then_some(at))).or_default().push(at);
    }
    let class = |((cell, ..), items): ((CellId, Vec<usize>, Option<usize>), Vec<usize>)| {
        let is_bound = items.iter().all(|item| bound[item]);
        Class { cell, items, is_bound }
    };
    alike.into_iter().map(class).collect()
}

impl Ground<'_> {
    /// Whether every learner takes the module.
    pub(super) fn reaches_all(&self, candidate: &Candidate) -> bool {
        let all_take =
            |module: usize| self.choices.learners.iter().all(|one| one.compulsory.contains(&module));
        candidate.host().is_none_or(all_take)
    }
}

/// The items behind `counts`, given as candidate, class and how many: each of a class once before one comes twice.
pub(super) fn named(classes: &[Class], counts: impl Iterator<Item = (usize, usize, usize)>) -> Choice {
    let mut next = vec![0; classes.len()];
    let mut choice = Choice::default();
    for (at, class, count) in counts {
        let items = &classes[class].items;
        for _ in 0..count.min(items.len()) {
            choice.placed.insert((at, items[next[class] % items.len()]));
            next[class] += 1;
        }
    }
    choice
}
