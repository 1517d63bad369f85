//! What is lost when modules are removed.

use std::collections::BTreeSet;

use super::after::audited;
use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::Status;
use crate::curriculum::{Contribution, Module, Prerequisite, Programme};
use crate::error::{Error, Result};
use crate::framework::CellId;

/// Modules removed, and what that loses.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The modules, by code and title.
    pub dropped: Vec<(String, String)>,
    /// Modules that name them as prerequisites, by code.
    pub dependents: Vec<String>,
    /// What gets worse, in the framework's order.
    pub losses: Vec<Loss>,
}

/// A cell that gets worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The cell.
    pub cell: CellId,
    /// Whether it is required.
    pub required: bool,
    /// Its status with the modules.
    pub before: Status,
    /// And without.
    pub after: Status,
    /// Whether every graduate met it, and some then would not.
    pub guarantee: bool,
}

/// The modules named, for each programme.
pub(super) fn dropped(audit: &Audit, names: &[String]) -> Result<Vec<BTreeSet<usize>>> {
    let mut found = vec![BTreeSet::new(); audit.programmes.len()];
    for name in names {
        let before: usize = found.iter().map(BTreeSet::len).sum();
        for (modules, of) in found.iter_mut().zip(&audit.programmes) {
            let called = of.programme.modules.iter().enumerate().filter(|(_, module)| module.is_called(name));
            modules.extend(called.map(|(at, _)| at));
        }
        if found.iter().map(BTreeSet::len).sum::<usize>() == before {
            let known = audit.programmes.iter().flat_map(|of| &of.programme.modules);
            let known = known.map(|module| module.code.clone()).collect();
            return Err(Error::Unknown { kind: "module", wanted: name.clone(), known });
        }
    }
    Ok(found)
}

/// `of` without the modules, and what gets worse.
pub(super) fn without(
    audit: &Audit,
    of: &ProgrammeAudit,
    dropped: &BTreeSet<usize>,
) -> (ProgrammeAudit, WhatIf) {
    let left: Vec<usize> = (0..of.programme.modules.len()).filter(|at| !dropped.contains(at)).collect();
    let place = |old: usize| left.binary_search(&old).ok();
    let alignments = of.alignments.iter().filter_map(|alignment| {
        let mut alignment = alignment.clone();
        alignment.module = place(alignment.module)?;
        Some(alignment)
    });
    let programme = left_of(&of.programme, &left, place);
    let mut after = audited(audit, of, programme, alignments.collect());
    after.unlevelled.retain_mut(|one| {
        place(one.module).is_some_and(|at| {
            one.module = at;
            true
        })
    });
    let what_if = WhatIf {
        dropped: names(&of.programme, dropped),
        dependents: dependents(&of.programme, dropped),
        losses: losses(of, &after),
    };
    (after, what_if)
}

fn names(programme: &Programme, modules: &BTreeSet<usize>) -> Vec<(String, String)> {
    modules
        .iter()
        .map(|at| (programme.modules[*at].code.clone(), programme.modules[*at].title.clone()))
        .collect()
}

fn dependents(programme: &Programme, dropped: &BTreeSet<usize>) -> Vec<String> {
    let requires = |module: &Module| {
        module.prerequisites.iter().any(|p| p.module.is_some_and(|at| dropped.contains(&at)))
    };
    let left = programme.modules.iter().enumerate().filter(|(at, _)| !dropped.contains(at));
    left.filter(|(_, module)| requires(module)).map(|(_, module)| module.code.clone()).collect()
}

/// The programme with the modules of `left` alone; what names others names nothing any more.
fn left_of(programme: &Programme, left: &[usize], place: impl Fn(usize) -> Option<usize>) -> Programme {
    let named = |named: &Prerequisite| {
        let module = named.module.and_then(&place);
        Prerequisite { module, ..named.clone() }
    };
    let module = |at: &usize| {
        let module = programme.modules[*at].clone();
        let prerequisites = module.prerequisites.iter().map(named).collect();
        let parallel = module.parallel.iter().map(named).collect();
        Module { prerequisites, parallel, ..module }
    };
    let contribution = |one: &Contribution| Some(Contribution { module: place(one.module)?, ..one.clone() });
    Programme {
        modules: left.iter().map(module).collect(),
        contributions: programme.contributions.iter().filter_map(contribution).collect(),
        ..programme.clone()
    }
}

fn losses(before: &ProgrammeAudit, after: &ProgrammeAudit) -> Vec<Loss> {
    let pairs = before.coverage.cells.iter().zip(&after.coverage.cells);
    let loss = |(old, new): (&crate::coverage::CellCoverage, &crate::coverage::CellCoverage)| Loss {
        cell: old.cell,
        required: old.required,
        before: old.status,
        after: new.status,
        guarantee: old.is_guaranteed() && !new.is_guaranteed(),
    };
    let worse = |loss: &Loss| loss.after < loss.before || loss.guarantee;
    pairs.map(loss).filter(worse).collect()
}
