//! How what nobody has decided stands against the edition that a ledger is of: new, changed, or there before.

use std::collections::BTreeMap;

use super::carry::{Desk, Target};
use super::{Entry, Ground, Ledger};
use crate::alignment::State;
use crate::curriculum::code_key;
use crate::text::{likeness, lowered};

/// From this likeness up an undecided suggestion is an earlier one from changed words.
const SAME_TEXT: f64 = 0.6;

/// How undecided alignments stand against the edition that the ledger is of. A ledger of this very edition has told.
pub(super) fn states(desk: &Desk<'_>, ledger: &Ledger) -> BTreeMap<Target, State> {
    let targets = (0..desk.alignments.len()).map(Target::Alignment);
    let targets = targets.chain((0..desk.unlevelled.len()).map(Target::Unlevelled));
    let before = Before::new(desk);
    let state = |target: Target| match desk.known.get(&target) {
        Some(entry) => known_state(entry, desk.ground, ledger),
        None if before.had(desk, target) => State::Changed,
        None => State::New,
    };
    targets.map(|target| (target, state(target))).collect()
}

fn known_state(entry: &Entry, ground: Ground<'_>, ledger: &Ledger) -> State {
    let this_edition =
        ledger.books.get(entry.book).is_some_and(|book| book.reviewed && book.inputs == ground.inputs);
    match entry.state {
        Some(told @ (State::New | State::Changed)) if this_edition => told,
        _ => State::Unchanged,
    }
}

/// What the ledger had that is not there any more, by the module's code and the component's key.
struct Before<'a>(BTreeMap<(String, &'a str), Vec<&'a str>>);

impl<'a> Before<'a> {
    fn new(desk: &'a Desk<'_>) -> Self {
        let mut before: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
        for entry in &desk.before {
            let component = component_key(&entry.key);
            before.entry((code_key(&entry.module), component)).or_default().push(&entry.text);
        }
        Before(before)
    }

    /// Whether an earlier row said much the same of the same component and module.
    fn had(&self, desk: &Desk<'_>, target: Target) -> bool {
        let framework = desk.ground.framework;
        let (module, text, component) = match target {
            Target::Alignment(at) => {
                let alignment = &desk.alignments[at];
                let component = framework.cell(alignment.cell).component;
                (alignment.module, &alignment.evidence.text, component)
            }
            Target::Unlevelled(at) => {
                let suggestion = &desk.unlevelled[at];
                (suggestion.module, &suggestion.evidence.text, suggestion.component)
            }
        };
        let code = code_key(&desk.ground.programme.modules[module].code);
        let texts = self.0.get(&(code, framework.component(component).key.as_str()));
        let is_like = |before: &&str| lowered(before) == lowered(text) || likeness(before, text) >= SAME_TEXT;
        texts.is_some_and(|texts| texts.iter().any(is_like))
    }
}

/// `general/6.2` of `general/6.2/basic/1`.
fn component_key(key: &str) -> &str {
    let end = key.match_indices('/').nth(1).map_or(key.len(), |(at, _)| at);
    &key[..end]
}
