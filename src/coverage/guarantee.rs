//! Whether every learner meets a cell, whatever they choose.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Choices, Learner, Rule};
use crate::curriculum::Programme;
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
    /// Every elective that this learner takes: with the compulsory modules, the whole way through the programme.
    pub path: Vec<usize>,
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

impl Choices {
    /// How a learner can avoid all of `carriers`, if one can; no carriers need no avoiding.
    ///
    /// Exact: a compulsory carrier cannot be avoided by whom it binds, and whoever avoids the carriers in an elective way
    /// can take everything else that may be chosen. So they can be avoided if and only if all of that meets every rule.
    pub fn escape(&self, carriers: &[usize]) -> Option<Escape> {
        if carriers.is_empty() {
            return None;
        }
        self.learners.iter().find_map(|learner| learner.escape(carriers))
    }
}

impl Learner {
    fn escape(&self, carriers: &[usize]) -> Option<Escape> {
        if self.compulsory.iter().any(|module| carriers.contains(module)) {
            return None;
        }
        let mut escape = Escape::default();
        let mut path = BTreeSet::new();
        for rule in &self.rules {
            let taken = rule.enough_without(carriers)?;
            note(rule, carriers, &taken, &mut escape.choices);
            path.extend(taken);
        }
        escape.path = path.into_iter().collect();
        escape.skipped = self.free.iter().copied().filter(|module| carriers.contains(module)).collect();
        // Who meets them all the same does so whatever the specialisation.
        let apart = carriers.iter().any(|carrier| !self.may_meet(*carrier));
        escape.specialisation = self.specialisation.clone().filter(|_| apart);
        Some(escape)
    }
}

/// Takes down what is taken of each group that holds `carriers`.
fn note(rule: &Rule, carriers: &[usize], taken: &BTreeSet<usize>, choices: &mut BTreeMap<usize, Vec<usize>>) {
    if !carriers.iter().any(|carrier| rule.holds(*carrier)) {
        return;
    }
    choices.insert(rule.group, taken.iter().copied().filter(|module| rule.holds(*module)).collect());
    rule.inner.iter().for_each(|inner| note(inner, carriers, taken, choices));
}
