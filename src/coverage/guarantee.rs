//! Whether every learner meets a cell, whatever they choose.

use std::collections::{BTreeMap, BTreeSet};

use crate::curriculum::{Choice, Programme, Take};
use crate::graph::CurriculumGraph;
use crate::lang::Wording;

/// A way through a programme's choices that meets none of certain modules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Escape {
    /// The specialisation a learner follows, where the programme divides into several and one of them has
    /// none of the modules, or only such as can be avoided.
    pub specialisation: Option<String>,
    /// For each group that holds such modules, what a learner may take of it instead; nothing where the
    /// group does not say that anything must be taken.
    pub choices: BTreeMap<usize, Vec<usize>>,
    /// Such modules that are elective without a group: a learner may simply not take them.
    pub skipped: Vec<usize>,
}

impl Escape {
    /// What a person reads: who misses the modules, and by which choice.
    pub fn wording(&self, programme: &Programme) -> Wording {
        let codes = |modules: &[usize]| {
            let codes: Vec<&str> = modules.iter().map(|at| programme.modules[*at].code.as_str()).collect();
            codes.join(", ")
        };
        let special = self.specialisation.iter().map(|name| {
            Wording::new(
                format!("người học chuyên ngành {name} không học các học phần này"),
                format!("whoever specialises in {name} does not take these modules"),
            )
        });
        let chosen = self.choices.iter().map(|(group, taken)| {
            let name = &programme.groups[*group].name;
            let codes = codes(taken);
            if taken.is_empty() {
                return Wording::new(
                    format!("nhóm {name} không bắt buộc chọn học phần nào"),
                    format!("nothing of {name} need be taken"),
                );
            }
            Wording::new(
                format!("người chọn {codes} ở nhóm {name} sẽ không được học"),
                format!("whoever takes {codes} of {name} misses it"),
            )
        });
        let skipped = (!self.skipped.is_empty()).then(|| {
            let codes = codes(&self.skipped);
            Wording::new(format!("{codes} là tự chọn tự do"), format!("{codes} is freely elective"))
        });
        let ways: Vec<Wording> = special.chain(chosen).chain(skipped).collect();
        let joined = |part: fn(&Wording) -> &str, and| ways.iter().map(part).collect::<Vec<_>>().join(and);
        Wording::new(joined(|way| &way.vi, " và "), joined(|way| &way.en, " and "))
    }
}

/// How a learner can avoid all of `carriers`, if they can.
///
/// A learner follows one specialisation, if there are any, and meets no module of another. A compulsory
/// carrier cannot be avoided. Within a group of which k modules (or c credits) must be taken, the
/// carriers can be avoided if the others suffice, and so in every group around it: what is taken of an inner
/// group counts in the outer. Otherwise groups are chosen from independently. No carriers need no avoiding.
pub(super) fn escape(graph: &CurriculumGraph<'_>, carriers: &[usize]) -> Option<Escape> {
    let modules = &graph.programme.modules;
    let specialisations: BTreeSet<&str> =
        modules.iter().filter_map(|module| module.specialisation.as_deref()).collect();
    if carriers.is_empty() {
        return None;
    }
    if specialisations.len() < 2 {
        return Learner { graph, specialisation: None }.escape(carriers);
    }
    let learners = specialisations.into_iter().map(|name| Learner { graph, specialisation: Some(name) });
    let mut escapes = learners.filter_map(|learner| learner.escape(carriers));
    escapes.next()
}

/// A learner of one specialisation.
struct Learner<'a> {
    graph: &'a CurriculumGraph<'a>,
    specialisation: Option<&'a str>,
}

impl Learner<'_> {
    fn escape(&self, carriers: &[usize]) -> Option<Escape> {
        let modules = &self.graph.programme.modules;
        let met: Vec<usize> = carriers.iter().copied().filter(|module| self.may_meet(*module)).collect();
        // Who meets them all the same does so whatever the specialisation.
        let apart = self.specialisation.filter(|_| met.len() < carriers.len());
        let mut escape = Escape { specialisation: apart.map(str::to_owned), ..Escape::default() };
        for carrier in &met {
            match modules[*carrier].choice {
                Choice::Compulsory => return None,
                Choice::Free => escape.skipped.push(*carrier),
                Choice::Group(group) => self.avoid(group, &met, &mut escape)?,
            }
        }
        Some(escape)
    }

    fn may_meet(&self, module: usize) -> bool {
        let own = self.graph.programme.modules[module].specialisation.as_deref();
        own.is_none() || self.specialisation.is_none() || own == self.specialisation
    }

    /// Takes down what is taken instead of `carriers` in `group` and those around it; none if there is not
    /// enough.
    fn avoid(&self, group: usize, carriers: &[usize], escape: &mut Escape) -> Option<()> {
        let mut inner = Some(group);
        while let Some(group) = inner {
            if !escape.choices.contains_key(&group) {
                let taken = escape.choices.values().flatten().copied().collect();
                escape.choices.insert(group, self.others(group, carriers, &taken)?);
            }
            inner = self.graph.programme.groups[group].within.filter(|outer| *outer < group);
        }
        Some(())
    }

    /// Enough modules of `group` to satisfy its rule without `carriers`: those taken already, then the first
    /// that do; none if they cannot. A rule that asks for more than the group holds is met by taking all of it.
    fn others(&self, group: usize, carriers: &[usize], taken: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let members = self.graph.members(group);
        let members: Vec<usize> = members.into_iter().filter(|module| self.may_meet(*module)).collect();
        let mut others: Vec<usize> =
            members.iter().copied().filter(|module| !carriers.contains(module)).collect();
        others.sort_by_key(|module| (!taken.contains(module), *module));
        let credits = |module: &usize| self.graph.programme.modules[*module].amount.credits.unwrap_or(0.0);
        match self.graph.programme.groups[group].take {
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
}
