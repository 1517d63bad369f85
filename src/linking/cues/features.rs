//! What is seen of a statement: its words without diacritics and endings, and how they follow each other.

use std::hash::{DefaultHasher, Hasher};

/// The features of a plain text, each once: stems, two and three in a row, and two with one between them.
pub(super) fn of(plain: &str) -> Vec<String> {
    let stems = stems(plain);
    let mut features: Vec<String> = stems.clone();
    features.extend(stems.windows(2).map(|pair| pair.join(" ")));
    for three in stems.windows(3) {
        features.push(three.join(" "));
        features.push(format!("{} … {}", three[0], three[2]));
    }
    features.sort();
    features.dedup();
    features
}

/// The feature that an audience with the table `key` gives to every statement.
pub(super) fn of_table(key: &str) -> String {
    format!("table:{key}")
}

/// A short stand-in for a feature.
pub(super) fn hash(feature: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(feature.as_bytes());
    hasher.finish()
}

/// How dear a weight is for `feature`: a word holds for more wordings than two in a row do. Chosen on statements that were
/// not learned from.
pub(super) fn cost(feature: &str) -> f32 {
    match feature.split(' ').count() {
        1 => 0.25,
        2 => 0.5,
        _ => 1.0,
    }
}

fn stems(plain: &str) -> Vec<String> {
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // Without its capitals, AI would be the Vietnamese for "who".
    words
        .map(|word| if word == "AI" { word.to_owned() } else { stem(&word.to_lowercase()).to_owned() })
        .collect()
}

/// Endings of English words, longest first. No Vietnamese syllable is long enough to lose one.
const ENDINGS: [&str; 25] = [
    "ization", "isation", "ements", "ations", "ement", "ments", "ation", "ingly", "ities", "ment", "ings",
    "edly", "ions", "ity", "ing", "ion", "ies", "ed", "es", "ly", "al", "ic", "s", "e", "y",
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
    fn words_come_alone_and_in_a_row() {
        let features = ["hoc", "hoc lieu", "hoc lieu so", "hoc … so", "lieu", "lieu so", "so"];
        assert_eq!(of("Hoc lieu so"), features);
    }

    #[test]
    fn artificial_intelligence_is_not_who() {
        assert_eq!(of("AI"), ["AI"]);
        assert_eq!(of("Ai"), ["ai"]);
    }
}
