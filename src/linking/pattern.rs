//! One pattern, over Vietnamese with and without its diacritics.

use regex::Regex;

use crate::text::{has_marks, normalize, respell, strip_marks};

/// A text made ready for patterns.
pub(super) struct Text {
    /// In one spelling, with its diacritics.
    spelled: String,
    /// Without them.
    plain: String,
    /// Whether it has diacritics of its own, so that they can be held against a pattern's.
    marked: bool,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let spelled = respell(&normalize(text)).replace('\n', " ");
        Text { plain: strip_marks(&spelled), marked: has_marks(&spelled), spelled }
    }
}

/// A pattern compiled over plain letters and, if it has Vietnamese letters itself, over spelled ones.
#[derive(Debug)]
pub(super) struct Pattern {
    plain: Regex,
    spelled: Option<Regex>,
}

/// Above this a pattern is refused: a rule is a few alternatives, not a dictionary.
const LARGEST_REGEX: usize = 4 << 20;

impl Pattern {
    /// Compiles `source`, on word boundaries and ignoring case.
    pub(super) fn new(source: &str) -> Result<Self, regex::Error> {
        let source = respell(&normalize(source));
        // ASCII boundaries over ASCII letters keep the engine on its fast path: Unicode ones over
        // Vietnamese text were measured some 300 times slower.
        let plain = format!(r"\b(?:{})\b", strip_marks(&source)).replace(r"\b", r"(?-u:\b)");
        let spelled = has_marks(&source).then(|| compiled(&format!(r"\b(?:{source})\b"))).transpose()?;
        Ok(Pattern { plain: compiled(&plain)?, spelled })
    }

    pub(super) fn matches(&self, text: &Text) -> bool {
        self.plain.is_match(&text.plain)
            && match &self.spelled {
                Some(spelled) if text.marked => spelled.is_match(&text.spelled),
                _ => true,
            }
    }
}

fn compiled(source: &str) -> Result<Regex, regex::Error> {
    regex::RegexBuilder::new(source).case_insensitive(true).size_limit(LARGEST_REGEX).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern).expect("a regular expression").matches(&Text::new(text))
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
        assert!(matches("số hóa", "số hoá bài giảng"));
        assert!(matches("số hóa", "so\u{302}\u{301} hoa\u{301} bài giảng"));
    }

    #[test]
    fn words_are_whole_and_case_can_be_asked_for() {
        assert!(!matches("lms", "films"));
        assert!(matches("(?-i:AI)", "dùng AI để"));
        assert!(!matches("(?-i:AI)", "cho ai"));
    }
}
