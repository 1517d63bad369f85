//! A short code for each alignment that is the same from run to run.

use std::collections::BTreeMap;

use crate::alignment::{Alignment, Unlevelled};
use crate::curriculum::{Programme, code_key};
use crate::framework::Framework;
use crate::text::lowered;
use crate::workbook::checksum;

/// Letters only, so that no spreadsheet takes a code for a number, and no vowels, so that it is never a word.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 10;

/// Gives each alignment and suggestion the code of its module, statement, cell and indicator. What is the same in all
/// of these is counted, so that every code is of one alignment.
pub fn identify(
    programme: &Programme,
    framework: &Framework,
    alignments: &mut [Alignment],
    unlevelled: &mut [Unlevelled],
) {
    let mut seen = Seen::default();
    for alignment in alignments {
        let module = &programme.modules[alignment.module];
        let text = alignment.statement.map_or("", |at| module.statements[at].text.as_str());
        let key = framework.key_of(alignment.cell, alignment.indicator);
        let text = if alignment.is_claim() { format!("claim\n{text}") } else { text.to_owned() };
        alignment.standing.id = seen.id(&module.code, &text, key);
    }
    for suggestion in unlevelled {
        let module = &programme.modules[suggestion.module];
        let text = &module.statements[suggestion.statement].text;
        suggestion.standing.id = seen.id(&module.code, text, &framework.component(suggestion.component).key);
    }
}

/// How often each module, text and key was met.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(BTreeMap<String, usize>);

impl Seen {
    /// The code of `key` in a module's `text`.
    pub(super) fn id(&mut self, module: &str, text: &str, key: &str) -> String {
        let named = format!("{}\n{}\n{key}", code_key(module), lowered(text));
        let count = self.0.entry(named.clone()).or_default();
        *count += 1;
        code(&if *count > 1 { format!("{named}\n{count}") } else { named })
    }
}

fn code(named: &str) -> String {
    let sum = checksum(named.as_bytes());
    let mut rest = u64::from_str_radix(&sum[..15], 16).unwrap_or_default();
    let mut letters = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        letters.push(char::from(LETTERS[(rest % 20) as usize]));
        rest /= 20;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stays_while_spelling_and_case_change() {
        let id = |module: &str, text: &str| Seen::default().id(module, text, "general/6.2/basic");
        assert_eq!(id("SP 204", "Đạo đức  AI"), id("sp204", "đạo đức AI"));
        assert_ne!(id("SP204", "Đạo đức AI"), id("SP204", "Dao duc AI"));
        assert_eq!(id("SP204", "Đạo đức AI").len(), LENGTH);
    }

    #[test]
    fn the_same_twice_has_two_codes() {
        let mut seen = Seen::default();
        let first = seen.id("SP204", "AI", "general/6.2/basic");
        assert_ne!(first, seen.id("SP204", "AI", "general/6.2/basic"));
    }
}
