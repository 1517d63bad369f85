//! One pattern, over Vietnamese with and without its diacritics.

use regex_syntax::hir::Hir;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::OnceLock;

use super::literal::Literals;
use crate::text::{has_marks, normalize, respell, strip_marks};

/// A text made ready for patterns, and which of them it has been held against.
pub(super) struct Text {
    /// In one spelling, with its diacritics.
    spelled: String,
    /// Without them.
    plain: String,
    /// Whether it has diacritics of its own, so that they can be held against a pattern's.
    marked: bool,
    /// The answers so far, by position of the pattern.
    answers: RefCell<Vec<Option<bool>>>,
}

impl Text {
    /// `text`, to be held against the patterns that `literals` are of.
    pub(super) fn new(text: &str, literals: &Literals) -> Self {
        let spelled = respell(&normalize(text)).replace('\n', " ");
        let (plain, marked) = (strip_marks(&spelled), has_marks(&spelled));
        let possible = literals.possible(&plain.to_ascii_lowercase());
        let answers =
            possible.into_iter().map(|possible| if possible { None } else { Some(false) }).collect();
        Text { plain, marked, spelled, answers: RefCell::new(answers) }
    }

    /// The text without its diacritics.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// Whether the pattern at `position` matches. Rules share patterns, so each is run once.
    pub(super) fn has(&self, position: usize, patterns: &[Pattern]) -> bool {
        let known = self.answers.borrow()[position];
        known.unwrap_or_else(|| {
            let answer = patterns[position].matches(self);
            self.answers.borrow_mut()[position] = Some(answer);
            answer
        })
    }
}

/// A pattern over plain letters and, if it has Vietnamese letters itself, over spelled ones. Each side is
/// compiled when it is first asked: most rules meet no text that gets so far.
#[derive(Debug)]
pub(super) struct Pattern {
    /// As the rule has it, concepts by name.
    written: String,
    source: String,
    /// Whether the source has diacritics that a text may contradict.
    marked: bool,
    plain: OnceLock<Option<regex::bytes::Regex>>,
    spelled: OnceLock<Option<regex::Regex>>,
}

/// Patterns hold whole vocabularies, so they may be larger than the engine's default allows.
const LARGEST: usize = 64 << 20;

impl Pattern {
    /// `source`, to be matched on word boundaries and ignoring case; `written` is how the rule has it.
    ///
    /// # Errors
    /// What is wrong with it as a regular expression.
    pub(super) fn new(written: &str, source: &str) -> Result<Self, String> {
        let source = format!(r"\b(?:{})\b", respell(&normalize(source)));
        regex_syntax::parse(&source).map_err(|error| error.to_string())?;
        // Without Unicode a class may not hold letters that have no plain form, so both sides are asked.
        plain_hir(&source).map_err(|error| error.to_string())?;
        Ok(Pattern {
            written: written.to_owned(),
            marked: has_marks(&source),
            source,
            plain: OnceLock::new(),
            spelled: OnceLock::new(),
        })
    }

    /// It as a parsed expression over plain letters.
    pub(super) fn hir(&self) -> Hir {
        plain_hir(&self.source).unwrap_or_else(|_| Hir::empty())
    }

    /// As the rule has it.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    fn matches(&self, text: &Text) -> bool {
        match text.marked && self.marked {
            true => self.found(text).is_some(),
            false => self.plain().is_some_and(|plain| plain.is_match(text.plain.as_bytes())),
        }
    }

    /// Where it first matches, counted in characters of the text.
    pub(super) fn find(&self, text: &Text) -> Option<Range<usize>> {
        let found = self.found(text)?;
        let characters = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().count();
        let before = characters(&text.plain.as_bytes()[..found.start]);
        Some(before..before + characters(&text.plain.as_bytes()[found]))
    }

    /// The first match in plain letters that the diacritics do not contradict.
    fn found(&self, text: &Text) -> Option<Range<usize>> {
        let plain = self.plain()?;
        let mut from = 0;
        while let Some(found) = plain.find_at(text.plain.as_bytes(), from) {
            if !text.marked || !self.marked || self.is_spelled(text, found.start()) {
                return Some(found.range());
            }
            from = found.start() + 1;
        }
        None
    }

    /// Whether the spelled text says the same from where the plain one, in bytes, matches.
    fn is_spelled(&self, text: &Text, start: usize) -> bool {
        let before = String::from_utf8_lossy(&text.plain.as_bytes()[..start]).chars().count();
        let at = text.spelled.char_indices().nth(before).map_or(text.spelled.len(), |(at, _)| at);
        self.spelled().is_some_and(|spelled| spelled.is_match(&text.spelled[at..]))
    }

    fn plain(&self) -> Option<&regex::bytes::Regex> {
        let plain = self.plain.get_or_init(|| {
            // Bytes, and word boundaries of ASCII, keep the engine on its fast path: Unicode ones over
            // Vietnamese text were measured some 300 times slower.
            let source = strip_marks(&self.source);
            let mut builder = regex::bytes::RegexBuilder::new(&source);
            builder.unicode(false).case_insensitive(true).size_limit(LARGEST).build().ok()
        });
        plain.as_ref()
    }

    fn spelled(&self) -> Option<&regex::Regex> {
        let spelled = self.spelled.get_or_init(|| {
            // The plain side has found the word boundaries. Unicode ones would drive the engine off its fast path.
            let source = format!(r"^(?:{})(?:$|[^\p{{L}}\p{{N}}_])", self.source.replace(r"\b", ""));
            let mut builder = regex::RegexBuilder::new(&source);
            builder.case_insensitive(true).size_limit(LARGEST).build().ok()
        });
        spelled.as_ref()
    }
}

fn plain_hir(source: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    let mut parser = regex_syntax::ParserBuilder::new();
    parser.unicode(false).utf8(false).build().parse(&strip_marks(source)).map_err(Box::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern, pattern)
            .expect("a regular expression")
            .matches(&Text::new(text, &Literals::new(&[])))
    }

    #[test]
    fn diacritics_count_where_the_text_has_them() {
        assert!(matches("đạo đức", "Đạo đức AI"));
        assert!(matches("đạo đức", "DAO DUC AI"));
        assert!(!matches("đạo đức", "con dao đục gỗ"));
    }

    #[test]
    fn both_spellings_match() {
        assert!(matches("kĩ năng số", "Kỹ năng số"));
        assert!(matches("kĩ năng số", "ky nang so"));
        assert!(matches("số hóa", "số hoá bài giảng"));
        assert!(matches("số hóa", "so\u{302}\u{301} hoa\u{301} bài giảng"));
    }

    #[test]
    fn words_are_whole_and_case_can_be_asked_for() {
        assert!(!matches("lms", "films"));
        assert!(matches("(?-i:AI)", "dùng AI để"));
        assert!(!matches("(?-i:AI)", "cho ai"));
    }

    #[test]
    fn what_is_no_regular_expression_is_said() {
        assert!(Pattern::new("", "(").is_err());
        assert!(Pattern::new("", "(?=a)").is_err());
        assert!(Pattern::new("", "[aß]").is_err(), "it would never match plain letters");
    }
}
