//! Units and posts, with small groups put together so that nobody can be recognised.

use std::collections::BTreeMap;

use super::need::Demand;
use crate::staff::{Person, Staff};

/// People of one unit, of one post, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common: unit, post, or both; for groups put together as many empty names.
    pub names: Vec<String>,
    /// How many groups this is: 1, or more where small ones were put together.
    pub groups: usize,
    /// People.
    pub people: usize,
    /// Of them with a need.
    pub in_need: usize,
    /// Needs.
    pub needs: usize,
    /// Needs then met.
    pub met: usize,
    /// People all of whose needs are then met.
    pub served: usize,
}

/// The groups that `names` makes, by name. Those of fewer than `least` people are put together, with the next smallest if even all
/// of them are too few: what is left out of one sum could be told from another.
pub(super) fn groups(
    staff: &Staff,
    demand: &Demand,
    met: &[Vec<bool>],
    least: usize,
    names: fn(&Person) -> Vec<String>,
) -> Vec<Group> {
    let mut found: BTreeMap<Vec<String>, Group> = BTreeMap::new();
    for ((person, needs), met) in staff.people.iter().zip(&demand.people).zip(met) {
        let names = names(person);
        let group = found.entry(names.clone()).or_insert_with(|| Group::empty(names));
        group.people += 1;
        group.in_need += usize::from(!needs.is_empty());
        group.needs += needs.len();
        group.met += met.iter().filter(|met| **met).count();
        group.served += usize::from(!needs.is_empty() && met.iter().all(|met| *met));
    }
    // Within a unit its posts are put together, so that the unit's own row tells no more than they do.
    let mut outer: BTreeMap<Vec<String>, Vec<Group>> = BTreeMap::new();
    for (names, group) in found {
        outer.entry(names[..names.len() - 1].to_vec()).or_default().push(group);
    }
    let mut shown: Vec<Group> = outer.into_values().flat_map(|groups| pooled(groups, least)).collect();
    let whole = |group: &Group| group.people >= least;
    let (large, small): (Vec<Group>, Vec<Group>) = shown.drain(..).partition(whole);
    if small.is_empty() { large } else { pooled(large.into_iter().chain(small).collect(), least) }
}

fn pooled(mut groups: Vec<Group>, least: usize) -> Vec<Group> {
    groups.sort_by(|one, other| one.people.cmp(&other.people).then_with(|| one.names.cmp(&other.names)));
    let mut pool: Option<Group> = None;
    let mut shown = Vec::new();
    for group in groups {
        match &mut pool {
            Some(pool) if group.people < least || pool.people < least => pool.add(&group),
            None if group.people < least => pool = Some(group),
            _ => shown.push(group),
        }
    }
    shown.sort_by(|one, other| one.names.cmp(&other.names));
    shown.extend(pool);
    shown
}

impl Group {
    fn empty(names: Vec<String>) -> Self {
        Group { names, groups: 1, people: 0, in_need: 0, needs: 0, met: 0, served: 0 }
    }

    fn add(&mut self, other: &Group) {
        let differ =
            |(one, other): (&String, &String)| if one == other { one.clone() } else { String::new() };
        self.names = self.names.iter().zip(&other.names).map(differ).collect();
        self.groups += other.groups;
        self.people += other.people;
        self.in_need += other.in_need;
        self.needs += other.needs;
        self.met += other.met;
        self.served += other.served;
    }
}
