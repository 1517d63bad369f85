//! Modules and their statements, before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{ModuleChange, ModuleName, ModuleState, StatementChange, StatementState};
use super::pair::pair;
use super::record::{ModuleRecord, ProgrammeRecord, StatementRecord};
use crate::curriculum::code_key;
use crate::text::{fold_words, likeness, lowered};

/// From this likeness up two modules of other code and title are one: half of it is the titles' likeness, half the share of
/// texts that they have in common.
const SAME_MODULE: f64 = 0.5;
/// From this likeness up a statement is another one, changed.
const SAME_STATEMENT: f64 = 0.5;

/// What became of modules, and of the statements of those that are there before and after.
pub(super) fn changes(
    before: &ProgrammeRecord,
    after: &ProgrammeRecord,
) -> (Vec<ModuleChange>, Vec<StatementChange>) {
    let code = |a: &ModuleRecord, b: &ModuleRecord| code_key(&a.code) == code_key(&b.code);
    let title = |a: &ModuleRecord, b: &ModuleRecord| fold_words(&a.title) == fold_words(&b.title);
    let mut pairs = pair(&before.modules, &after.modules, &[&code, &title], like, SAME_MODULE);
    pairs.both.sort_by_key(|(_, after)| *after);
    let mut modules = Vec::new();
    let mut statements = Vec::new();
    for (b, a) in &pairs.both {
        let (old, new) = (&before.modules[*b], &after.modules[*a]);
        if code_key(&old.code) != code_key(&new.code) || lowered(&old.title) != lowered(&new.title) {
            modules.push(change(ModuleState::Renamed, Some(old), Some(new), cells(after, new)));
        }
        statements.extend(statement_changes(old, new));
    }
    let added = pairs.after.iter().map(|at| &after.modules[*at]);
    modules.extend(added.map(|new| change(ModuleState::Added, None, Some(new), cells(after, new))));
    let removed = pairs.before.iter().map(|at| &before.modules[*at]);
    modules.extend(removed.map(|old| change(ModuleState::Removed, Some(old), None, cells(before, old))));
    modules.sort_by_key(|change| change.state);
    (modules, statements)
}

fn like(a: &ModuleRecord, b: &ModuleRecord) -> f64 {
    let titles = likeness(&a.title, &b.title);
    let texts = |module: &ModuleRecord| -> BTreeSet<String> {
        let said = module.statements.iter().filter(|statement| statement.kind != "title");
        said.map(|statement| lowered(&statement.text)).collect()
    };
    let (old, new) = (texts(a), texts(b));
    match old.len() + new.len() {
        0 => titles,
        all => (titles + 2.0 * old.intersection(&new).count() as f64 / all as f64) / 2.0,
    }
}

fn change(
    state: ModuleState,
    before: Option<&ModuleRecord>,
    after: Option<&ModuleRecord>,
    cells: Vec<String>,
) -> ModuleChange {
    let name = |module: &ModuleRecord| ModuleName {
        code: module.code.clone(),
        title: module.title.clone(),
        place: module.place.clone(),
    };
    ModuleChange { state, before: before.map(name), after: after.map(name), cells }
}

/// The cells that a module evidences, in the framework's order.
fn cells(programme: &ProgrammeRecord, module: &ModuleRecord) -> Vec<String> {
    let counting = programme.alignments.iter().filter(|a| a.counts && a.module == module.code);
    let evidenced: BTreeSet<&str> = counting.map(|alignment| alignment.cell.as_str()).collect();
    let cells = programme.cells.iter().filter(|cell| evidenced.contains(cell.cell.as_str()));
    cells.map(|cell| cell.cell.clone()).collect()
}

fn statement_changes(before: &ModuleRecord, after: &ModuleRecord) -> Vec<StatementChange> {
    let (old, new) = (left(before, after), left(after, before));
    let like = |a: &&StatementRecord, b: &&StatementRecord| {
        // Of two that are as like, the one in the same part of the module.
        likeness(&a.text, &b.text) - if a.kind == b.kind { 0.0 } else { 0.1 }
    };
    let pairs = pair(&old, &new, &[], like, SAME_STATEMENT);
    let change = |state, before: Option<&StatementRecord>, new: Option<&StatementRecord>| StatementChange {
        module: after.code.clone(),
        state,
        before: before.cloned(),
        after: new.cloned(),
    };
    let changed =
        pairs.both.iter().map(|(b, a)| change(StatementState::Changed, Some(old[*b]), Some(new[*a])));
    let added = pairs.after.iter().map(|at| change(StatementState::Added, None, Some(new[*at])));
    let removed = pairs.before.iter().map(|at| change(StatementState::Removed, Some(old[*at]), None));
    changed.chain(added).chain(removed).collect()
}

/// The statements of `module` that are not word for word in `other`, each as often as it is missing there. Titles are told
/// with the module.
fn left<'a>(module: &'a ModuleRecord, other: &ModuleRecord) -> Vec<&'a StatementRecord> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for statement in &other.statements {
        *known.entry(lowered(&statement.text)).or_default() += 1;
    }
    let mut is_left = |statement: &&StatementRecord| match known.get_mut(&lowered(&statement.text)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => statement.kind != "title",
    };
    module.statements.iter().filter(|statement| is_left(statement)).collect()
}
