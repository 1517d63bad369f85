//! One form of a pattern, over Vietnamese with and without its diacritics.
//!
//! Texts and forms are met as single bytes, one for each letter (see [`super::narrow`]): over Unicode the same regular
//! expressions take six times as long to compile and several times as long to run.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use regex_automata::util::syntax::Config as Syntax;
use serde::{Deserialize, Serialize};

use super::narrow::{MARKED, lower_pattern, narrow_pattern, plain_letter, spelled_letter};
use super::text::Text;
use super::thin::thinned;
use super::written::syntax;
use crate::lang::Wording;
use crate::text::strip_marks;

/// A regular expression over plain letters and, where diacritics may contradict it, over spelled ones.
///
/// Few texts have the literals that a form needs. For the first of them it is compiled for each by itself, without what that
/// text cannot have; a form that has much to read is compiled whole, once.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Form {
    source: String,
    /// The positions of the patterns that it is a form of, in ascending order.
    pub(super) patterns: Vec<usize>,
    /// Whether the diacritics of a text may contradict it.
    pub(super) strict: bool,
    /// Whether some of it asks for capitals. The rest is met in lower case, which is faster.
    cased: bool,
    /// Bytes of what has been compiled for single texts, without diacritics.
    #[serde(skip)]
    made: AtomicUsize,
    #[serde(skip)]
    plain: OnceLock<Option<Regex>>,
    #[serde(skip)]
    spelled: OnceLock<Option<Regex>>,
}

/// So many times its own length is compiled for single texts before a form is compiled whole, to be read quickly.
const OFTEN: usize = 8;

/// Forms may hold whole vocabularies, so they may be larger than the engine's default allows.
const LARGEST: usize = 64 << 20;

impl Form {
    /// `source`, a regular expression over composed text, to be matched on word boundaries and ignoring case.
    pub(super) fn new(source: String, strict: bool) -> Self {
        let cased = source.contains("(?-i:");
        let (patterns, made, plain, spelled) = Default::default();
        Form { source, patterns, strict, cased, made, plain, spelled }
    }

    /// The first match in plain letters that the diacritics do not contradict, counted in letters of the text.
    pub(super) fn find(&self, text: &Text) -> Option<Range<usize>> {
        if self.made.load(Ordering::Relaxed) <= self.source.len() * OFTEN {
            return self.find_once(text);
        }
        self.find_whole(text)
    }

    fn find_whole(&self, text: &Text) -> Option<Range<usize>> {
        let plain = self.plain.get_or_init(|| quick(&plain_source(&self.source), self.cased));
        let spelled =
            || self.spelled.get_or_init(|| quick(&spelled_source(&self.source), self.cased)).as_ref();
        self.find_with(text, plain.as_ref()?, spelled)
    }

    /// The same, with regular expressions for this text.
    fn find_once(&self, text: &Text) -> Option<Range<usize>> {
        let [plain_letters, spelled_letters] = text.thinning();
        let source = thinned(&self.source, &plain_letters, plain_letter)?;
        self.made.fetch_add(source.len(), Ordering::Relaxed);
        let plain = quickly_made(&plain_source(&source), self.cased)?;
        let spelled = OnceCell::new();
        let compiled = || {
            quickly_made(
                &spelled_source(&thinned(&self.source, &spelled_letters, spelled_letter)?),
                self.cased,
            )
        };
        self.find_with(text, &plain, || spelled.get_or_init(compiled).as_ref())
    }

    fn find_with<'r>(
        &self,
        text: &Text,
        plain: &Regex,
        spelled: impl Fn() -> Option<&'r Regex>,
    ) -> Option<Range<usize>> {
        let (letters, spelled_letters) = text.letters(self.cased);
        let mut from = 0;
        while let Some(found) = plain.search(&Input::new(letters).range(from..)) {
            let contradicted = text.is_marked()
                && self.strict
                && !spelled().is_some_and(|spelled| spelled.is_match(&spelled_letters[found.start()..]));
            if !contradicted {
                return Some(found.range());
            }
            from = found.start() + 1;
        }
        None
    }

    /// What is wrong with it as a regular expression, once all is put together.
    pub(super) fn fault(&self) -> Option<Wording> {
        [plain_source(&self.source), spelled_source(&self.source)]
            .iter()
            .find_map(|source| syntax(source).err())
    }
}

fn plain_source(source: &str) -> String {
    format!(r"\b(?:{})\b", narrow_pattern(&strip_marks(source)))
}

/// The plain side has found the word boundaries, and those of single bytes know no marked letters.
fn spelled_source(source: &str) -> String {
    let source = narrow_pattern(&source.replace(r"\b", ""));
    format!("^(?:{source})(?:$|[^\\w{MARKED}])")
}

/// A regular expression that reads quickly.
fn quick(source: &str, cased: bool) -> Option<Regex> {
    compiled(source, cased, Config::new())
}

/// One that is quickly made.
fn quickly_made(source: &str, cased: bool) -> Option<Regex> {
    compiled(source, cased, Config::new().auto_prefilter(false).onepass(false).hybrid(false).dfa(false))
}

fn compiled(source: &str, cased: bool, config: Config) -> Option<Regex> {
    let source = if cased { source.to_owned() } else { lower_pattern(source) };
    let syntax = Syntax::new().unicode(false).utf8(false).case_insensitive(cased);
    let config = config.utf8_empty(false).nfa_size_limit(Some(LARGEST));
    Regex::builder().syntax(syntax).configure(config).build(&source).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::vocabulary::Vocabulary;
    use super::*;

    fn both(pattern: &str, text: &str) -> [Option<Range<usize>>; 2] {
        let vocabulary = Vocabulary::new(&[], &BTreeMap::new(), 1000).expect("no patterns");
        let (form, text) = (Form::new(pattern.to_owned(), true), Text::new(text, &vocabulary));
        [form.find_once(&text), form.find_whole(&text)]
    }

    #[test]
    fn what_only_diacritics_tell_is_found_once_too() {
        let found = both("đổi (?:trả - nhận|trả … nhận)", "đổi trả – nhận");
        assert_eq!(found, [Some(0..14), Some(0..14)]);
        assert_eq!(
            both("(?:đạo|dao) đức|(?:đạo|x) đúc", "con dao đúc, đạo đức"),
            [Some(13..20), Some(13..20)]
        );
    }

    fn patterns() -> impl Strategy<Value = String> {
        let leaf =
            prop_oneof![4 => "[aAđạéßç –…-]{1,3}", 1 => Just(r"\w*".to_owned()), 1 => Just(r"\b".to_owned())];
        leaf.prop_recursive(3, 30, 4, |inner| {
            let any = prop::collection::vec(prop_oneof![9 => inner.clone(), 1 => Just(String::new())], 1..4);
            let group = (
                prop_oneof![Just("(?:"), Just("(?-i:"), Just("(")],
                any,
                prop_oneof![Just(""), Just("?"), Just("{1,2}")],
            );
            prop_oneof![
                group.prop_map(|(open, any, repeated)| format!("{open}{}){repeated}", any.join("|"))),
                prop::collection::vec(inner, 1..4).prop_map(|row| row.concat()),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_text_by_itself_has_what_the_whole_form_finds(pattern in patterns(), text in "[aAđạaéßç –…-]{0,10}") {
            let [once, whole] = both(&pattern, &text);
            prop_assert_eq!(once, whole, "{}", pattern);
        }
    }
}
