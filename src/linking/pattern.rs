//! One pattern, over Vietnamese with and without its diacritics.
//!
//! Texts and patterns are met as single bytes, one for each letter (see [`super::narrow`]): over Unicode the same patterns
//! take six times as long to compile and several times as long to run.

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use regex_automata::util::syntax;
use regex_syntax::hir::Hir;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::OnceLock;

use super::literal::Literals;
use super::narrow::{MARKED, lower_pattern, narrow, narrow_pattern};
use super::size;
use crate::text::{has_marks, normalize, normalized, respell, respelled, strip_marks};

/// A text made ready for patterns, and which of them it has been held against.
pub(super) struct Text<'l> {
    /// In one spelling, with its diacritics.
    spelled: String,
    /// Without them.
    plain: String,
    /// Whether it has diacritics of its own, so that they can be held against a pattern's.
    marked: bool,
    literals: &'l Literals,
    /// Made when the first pattern is asked: of most texts none is.
    bytes: OnceCell<Spellings>,
    /// The answers so far, by position of the pattern.
    answers: RefCell<Vec<Option<bool>>>,
}

/// A text without and with diacritics, and each again in lower case. All have one byte for each letter.
struct Spellings {
    plain: Vec<u8>,
    plain_lower: Vec<u8>,
    spelled: Vec<u8>,
    spelled_lower: Vec<u8>,
}

impl<'l> Text<'l> {
    /// `text`, to be held against the patterns that `literals` are of.
    pub(super) fn new(text: &str, literals: &'l Literals) -> Self {
        let mut spelled = respelled(&normalized(text)).into_owned();
        if spelled.contains('\n') {
            spelled = spelled.replace('\n', " ");
        }
        let (plain, marked) = (strip_marks(&spelled), has_marks(&spelled));
        Text { spelled, plain, marked, literals, bytes: OnceCell::new(), answers: RefCell::default() }
    }

    fn bytes(&self) -> &Spellings {
        self.bytes.get_or_init(|| {
            let (plain, spelled) = (narrow(&self.plain), narrow(&self.spelled));
            Spellings {
                plain_lower: plain.to_ascii_lowercase(),
                plain,
                spelled_lower: spelled.to_ascii_lowercase(),
                spelled,
            }
        })
    }

    /// The text without its diacritics.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// Whether the pattern at `position` matches. Rules share patterns, so each is run once.
    pub(super) fn has(&self, position: usize, patterns: &[Pattern]) -> bool {
        if self.answers.borrow().is_empty() {
            let possible = self.literals.possible(&self.plain.to_ascii_lowercase());
            let answer = |possible: bool| if possible { None } else { Some(false) };
            self.answers.replace(possible.into_iter().map(answer).collect());
        }
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
    /// Whether some of it asks for capitals. The rest is met in lower case, which is faster.
    cased: bool,
    plain: OnceLock<Option<Regex>>,
    spelled: OnceLock<Option<Regex>>,
}

/// Patterns hold whole vocabularies, so they may be larger than the engine's default allows.
const LARGEST: usize = 64 << 20;

impl Pattern {
    /// `source`, to be matched on word boundaries and ignoring case, and parsed over plain letters; `written` is how the
    /// rule has it.
    ///
    /// # Errors
    /// What is wrong with it as a regular expression, or that it spells more than so many `letters`.
    pub(super) fn new(written: &str, source: &str, letters: u64) -> Result<(Self, Hir), String> {
        let source = format!(r"\b(?:{})\b", respell(&normalize(source)));
        let mut parser = regex_syntax::ParserBuilder::new();
        let hir = parser.unicode(false).utf8(false).build().parse(&strip_marks(&source));
        let hir = hir.map_err(|error| error.to_string())?;
        if size::letters(&hir) > letters {
            return Err(size::too_large(letters));
        }
        let pattern = Pattern {
            written: written.to_owned(),
            marked: has_marks(&source),
            cased: source.contains("(?-i:"),
            source,
            plain: OnceLock::new(),
            spelled: OnceLock::new(),
        };
        Ok((pattern, hir))
    }

    /// As the rule has it.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    fn matches(&self, text: &Text) -> bool {
        match text.marked && self.marked {
            true => self.find(text).is_some(),
            false => self.plain().is_some_and(|plain| plain.is_match(self.of(text).0)),
        }
    }

    /// The first match in plain letters that the diacritics do not contradict, counted in letters of the text.
    pub(super) fn find(&self, text: &Text) -> Option<Range<usize>> {
        let (plain, spelled) = self.of(text);
        let mut from = 0;
        while let Some(found) = self.plain()?.search(&Input::new(plain).range(from..)) {
            let contradicted = text.marked
                && self.marked
                && !self.spelled().is_some_and(|pattern| pattern.is_match(&spelled[found.start()..]));
            if !contradicted {
                return Some(found.range());
            }
            from = found.start() + 1;
        }
        None
    }

    /// The text as this pattern meets it, plain and spelled.
    fn of<'t>(&self, text: &'t Text<'_>) -> (&'t [u8], &'t [u8]) {
        match self.cased {
            true => (&text.bytes().plain, &text.bytes().spelled),
            false => (&text.bytes().plain_lower, &text.bytes().spelled_lower),
        }
    }

    fn plain(&self) -> Option<&Regex> {
        self.plain.get_or_init(|| self.compiled(&narrow_pattern(&strip_marks(&self.source)))).as_ref()
    }

    fn spelled(&self) -> Option<&Regex> {
        let compiled = || {
            // The plain side has found the word boundaries, and those of single bytes know no marked letters.
            let source = narrow_pattern(&self.source.replace(r"\b", ""));
            self.compiled(&format!("^(?:{source})(?:$|[^\\w{MARKED}])"))
        };
        self.spelled.get_or_init(compiled).as_ref()
    }

    fn compiled(&self, source: &str) -> Option<Regex> {
        let source = if self.cased { source.to_owned() } else { lower_pattern(source) };
        let syntax = syntax::Config::new().unicode(false).utf8(false).case_insensitive(self.cased);
        // What the engine could do to scan long texts faster takes longer than all that a run has it scan: a text is met only
        // if it has the literals that a pattern needs, and is a sentence long.
        let config = Config::new().auto_prefilter(false).onepass(false).nfa_size_limit(Some(LARGEST));
        Regex::builder().syntax(syntax).configure(config).build(&source).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let (pattern, _) = Pattern::new(pattern, pattern, 1000).expect("a regular expression");
        pattern.matches(&Text::new(text, &Literals::new(Vec::new())))
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
    fn words_end_with_marked_letters_too() {
        assert!(!matches("số h", "số hóa"));
        assert!(matches(r"số \w+", "số hóa"));
        assert!(matches("ĐỒNG NGHIỆP", "đồng nghiệp"));
        assert!(matches("bài giảng – E-Learning", "Bài giảng – e-learning"));
    }

    #[test]
    fn what_is_no_regular_expression_is_said() {
        assert!(Pattern::new("", "(", 1000).is_err());
        assert!(Pattern::new("", "(?=a)", 1000).is_err());
        assert!(Pattern::new("", "[aß]", 1000).is_err(), "it would never match plain letters");
        assert!(Pattern::new("", "(?:(?:a{1000}){1000}){1000}", 1000).is_err(), "it would take all memory");
    }
}
