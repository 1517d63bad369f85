//! One form of a pattern, over Vietnamese with and without its diacritics.
//!
//! Texts and forms are met as single bytes, one for each letter (see [`super::narrow`]): over Unicode the same regular
//! expressions take six times as long to compile and several times as long to run.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use regex_automata::util::syntax::Config as Syntax;
use serde::{Deserialize, Serialize};

use super::narrow::{MARKED, lower_pattern, narrow_pattern};
use super::text::Text;
use super::written::syntax;
use crate::lang::Wording;
use crate::text::strip_marks;

/// A regular expression over plain letters and, where diacritics may contradict it, over spelled ones. Each side is compiled
/// when it is first asked: few texts have the literals that a form needs.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Form {
    source: String,
    /// The positions of the patterns that it is a form of, in ascending order.
    pub(super) patterns: Vec<usize>,
    /// Whether the diacritics of a text may contradict it.
    pub(super) strict: bool,
    /// Whether some of it asks for capitals. The rest is met in lower case, which is faster.
    cased: bool,
    /// Letters that it has been held against.
    #[serde(skip)]
    read: AtomicUsize,
    #[serde(skip)]
    plain: Engines,
    #[serde(skip)]
    spelled: Engines,
}

/// A regular expression that is quickly made and, for a form that has much to read, one that reads quickly.
#[derive(Debug, Default)]
struct Engines {
    quickly_made: OnceLock<Option<Regex>>,
    quick: OnceLock<Option<Regex>>,
}

/// Letters that a form reads before it has read much: some two hundred sentences. Most forms read less in one programme.
const MUCH: usize = 16_000;

/// Forms may hold whole vocabularies, so they may be larger than the engine's default allows.
const LARGEST: usize = 64 << 20;

impl Form {
    /// `source`, a regular expression over composed text, to be matched on word boundaries and ignoring case.
    pub(super) fn new(source: String, strict: bool) -> Self {
        let cased = source.contains("(?-i:");
        Form {
            source,
            patterns: Vec::new(),
            strict,
            cased,
            read: AtomicUsize::new(0),
            plain: Engines::default(),
            spelled: Engines::default(),
        }
    }

    /// The first match in plain letters that the diacritics do not contradict, counted in letters of the text.
    pub(super) fn find(&self, text: &Text) -> Option<Range<usize>> {
        let (plain, spelled) = text.letters(self.cased);
        let much = self.read.fetch_add(plain.len(), Ordering::Relaxed) + plain.len() > MUCH;
        let mut from = 0;
        while let Some(found) = self.plain(much)?.search(&Input::new(plain).range(from..)) {
            let contradicted = text.is_marked()
                && self.strict
                && !self.spelled(much).is_some_and(|pattern| pattern.is_match(&spelled[found.start()..]));
            if !contradicted {
                return Some(found.range());
            }
            from = found.start() + 1;
        }
        None
    }

    /// What is wrong with it as a regular expression, once all is put together.
    pub(super) fn fault(&self) -> Option<Wording> {
        [self.plain_source(), self.spelled_source()].iter().find_map(|source| syntax(source).err())
    }

    fn plain(&self, much: bool) -> Option<&Regex> {
        self.plain.of(much, || self.compiled(&self.plain_source(), much))
    }

    fn spelled(&self, much: bool) -> Option<&Regex> {
        self.spelled.of(much, || self.compiled(&self.spelled_source(), much))
    }

    fn plain_source(&self) -> String {
        format!(r"\b(?:{})\b", narrow_pattern(&strip_marks(&self.source)))
    }

    /// The plain side has found the word boundaries, and those of single bytes know no marked letters.
    fn spelled_source(&self) -> String {
        let source = narrow_pattern(&self.source.replace(r"\b", ""));
        format!("^(?:{source})(?:$|[^\\w{MARKED}])")
    }

    fn compiled(&self, source: &str, much: bool) -> Option<Regex> {
        let source = if self.cased { source.to_owned() } else { lower_pattern(source) };
        let syntax = Syntax::new().unicode(false).utf8(false).case_insensitive(self.cased);
        let config = Config::new().nfa_size_limit(Some(LARGEST));
        let quickly_made = || config.clone().auto_prefilter(false).onepass(false).hybrid(false).dfa(false);
        let config = if much { config } else { quickly_made() };
        Regex::builder().syntax(syntax).configure(config).build(&source).ok()
    }
}

impl Engines {
    fn of(&self, much: bool, compiled: impl FnOnce() -> Option<Regex>) -> Option<&Regex> {
        let engine = if much { &self.quick } else { &self.quickly_made };
        engine.get_or_init(compiled).as_ref()
    }
}
