//! Whether every learner meets a cell, whatever they choose.

use std::collections::BTreeMap;

use crate::curriculum::{Choice, Take};
use crate::graph::CurriculumGraph;

/// A way through a programme's choices that meets none of certain modules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Escape {
    /// For each group that holds such modules, what a learner may take of it instead; nothing where the
    /// group does not say that anything must be taken.
    pub choices: BTreeMap<usize, Vec<usize>>,
    /// Such modules that are elective without a group: a learner may simply not take them.
    pub skipped: Vec<usize>,
}

/// How a learner can avoid all of `carriers`, if they can.
///
/// A compulsory carrier cannot be avoided. Within a group of which k modules (or c credits) must be
/// taken, the carriers can be avoided if the others suffice. Groups are chosen from independently, so all
/// carriers can be avoided if those of each group can. No carriers need no avoiding.
pub(super) fn escape(graph: &CurriculumGraph<'_>, carriers: &[usize]) -> Option<Escape> {
    let modules = &graph.programme.modules;
    let mut escape = Escape::default();
    for carrier in carriers {
        match modules[*carrier].choice {
            Choice::Compulsory => return None,
            Choice::Free => escape.skipped.push(*carrier),
            Choice::Group(group) if escape.choices.contains_key(&group) => {}
            Choice::Group(group) => {
                escape.choices.insert(group, others(graph, group, carriers)?);
            }
        }
    }
    (!carriers.is_empty()).then_some(escape)
}

/// Enough modules of `group` to satisfy its rule without `carriers`, the first that do; none if they
/// cannot. A rule that asks for more than the group holds is met by taking all of it.
fn others(graph: &CurriculumGraph<'_>, group: usize, carriers: &[usize]) -> Option<Vec<usize>> {
    let members = graph.members(group);
    let others: Vec<usize> = members.iter().copied().filter(|module| !carriers.contains(module)).collect();
    let credits = |module: &usize| graph.programme.modules[*module].amount.credits.unwrap_or(0.0);
    match graph.programme.groups[group].take {
        Take::Unstated => Some(Vec::new()),
        Take::Modules(count) => {
            let count = count.min(members.len());
            (others.len() >= count).then(|| others[..count].to_vec())
        }
        Take::Credits(least) => {
            let least = least.min(members.iter().map(credits).sum());
            let mut sum = 0.0;
            let mut taken = Vec::new();
            for module in others {
                if sum < least {
                    sum += credits(&module);
                    taken.push(module);
                }
            }
            (sum >= least).then_some(taken)
        }
    }
}
