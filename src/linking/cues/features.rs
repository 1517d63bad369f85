//! What is seen of a statement: its concepts, and its words and pairs of words without diacritics and endings.

use crate::linking::pattern::{Pattern, Text};

/// The concepts looked for, by name and position of their pattern.
#[derive(Clone, Debug, Default)]
pub(crate) struct Concepts {
    known: Vec<(String, usize)>,
}

impl Concepts {
    pub(crate) fn new(known: Vec<(String, usize)>) -> Self {
        Concepts { known }
    }

    /// The position of the concept's pattern.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.known.iter().find(|(known, _)| known == name).map(|(_, position)| *position)
    }

    /// The features of `text`, each once.
    pub(crate) fn of(&self, text: &Text, patterns: &[Pattern]) -> Vec<String> {
        let met = self.known.iter().filter(|(_, position)| text.has(*position, patterns));
        let mut features: Vec<String> = met.map(|(name, _)| format!("<{name}>")).collect();
        features.extend(words(text.plain()));
        features.sort();
        features.dedup();
        features
    }
}

/// The feature that says which component a level is asked of.
pub(crate) fn of_component(key: &str) -> String {
    format!("component:{key}")
}

/// How dear a weight is for `feature`: a concept holds for more wordings than a word does, and a word for more than a
/// pair. Chosen on statements that were not learned from.
pub(crate) fn cost(feature: &str) -> f64 {
    match feature {
        feature if feature.starts_with('<') || feature.contains(':') => 0.2,
        feature if feature.contains(' ') => 0.55,
        _ => 0.3,
    }
}

/// The words of a plain text as stems, and each two that follow each other.
fn words(plain: &str) -> Vec<String> {
    let lower = plain.to_lowercase();
    let stems: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(stem).collect();
    let pairs = stems.windows(2).map(|pair| pair.join(" "));
    stems.iter().map(|stem| (*stem).to_owned()).chain(pairs).collect()
}

/// Endings of English words, longest first. No Vietnamese syllable is long enough to lose one.
const ENDINGS: [&str; 26] = [
    "ization", "isation", "ements", "ations", "ement", "ments", "ation", "ingly", "ities", "ment", "ings",
    "edly", "ions", "ity", "ing", "ion", "ies", "ed", "es", "ly", "al", "ic", "s", "e", "y", "",
];

/// The shortest stem an ending may leave.
const SHORTEST: usize = 4;

fn stem(word: &str) -> &str {
    let cut =
        ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.len() >= SHORTEST));
    cut.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_go_and_syllables_stay() {
        assert_eq!(stem("assessments"), "assess");
        assert_eq!(stem("assessing"), "assess");
        assert_eq!(stem("nghieng"), "nghieng");
        assert_eq!(stem("ly"), "ly");
    }

    #[test]
    fn words_come_alone_and_in_pairs() {
        assert_eq!(words("Hoc lieu so"), ["hoc", "lieu", "so", "hoc lieu", "lieu so"]);
    }
}
