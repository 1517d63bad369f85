//! What is seen of a statement: its words without diacritics and endings, and how they follow each other.

/// The features of a plain text, each once: stems, two and three in a row, two with one between them, and beginnings of
/// long words.
pub(super) fn of(plain: &str) -> Vec<String> {
    let mut features = Vec::new();
    each(plain, |words| features.push(words.join(" ")));
    features.sort();
    features.dedup();
    features
}

/// The same as [`hash`]es. What words in a row have in common is read once.
pub(super) fn hashes(plain: &str) -> Vec<u64> {
    let lower = plain.to_ascii_lowercase();
    let stems = stems(plain, &lower);
    let mut hashes = Vec::with_capacity(stems.len() * 5);
    hashes.extend(long_words(&lower).map(|word| after(hash(beginning(word)), ANY_END)));
    for (at, stem) in stems.iter().enumerate() {
        let one = hash(stem);
        hashes.push(one);
        let Some(next) = stems.get(at + 1) else { continue };
        let two = after(one, next);
        hashes.push(two);
        let Some(third) = stems.get(at + 2) else { continue };
        hashes.push(after(two, third));
        hashes.push(after(after(one, GAP), third));
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Stands for one word between two.
const GAP: &str = "…";
/// Stands for any end of a word. The beginning of a long one brings together what endings set apart.
const ANY_END: &str = "*";
/// From how many letters a word is long, and how many its beginning has.
const LONG: usize = 7;
const BEGINNING: usize = 5;

fn long_words(lower: &str) -> impl Iterator<Item = &str> {
    words(lower).filter(|word| word.len() >= LONG)
}

fn beginning(word: &str) -> &str {
    word.get(..BEGINNING).unwrap_or(word)
}

fn each(plain: &str, mut feature: impl FnMut(&[&str])) {
    let lower = plain.to_ascii_lowercase();
    let stems = stems(plain, &lower);
    for word in long_words(&lower) {
        feature(&[beginning(word), ANY_END]);
    }
    for (at, stem) in stems.iter().enumerate() {
        feature(&[stem]);
        if let Some(next) = stems.get(at + 1) {
            feature(&[stem, next]);
        }
        if let Some(third) = stems.get(at + 2) {
            feature(&[stem, stems[at + 1], third]);
            feature(&[stem, GAP, third]);
        }
    }
}

/// The clauses of a plain text, if there are several: cut at punctuation and between what *and* joins.
pub(super) fn clauses(plain: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    for part in plain.split([',', ';', ':', '.', '(', ')', '–', '—']) {
        let (mut start, mut before) = (0, 0);
        for word in part.split(' ') {
            if JOINERS.iter().any(|joiner| joiner.eq_ignore_ascii_case(word)) {
                clauses.push(&part[start..before]);
                start = before + word.len();
            }
            before += word.len() + 1;
            before = before.min(part.len());
        }
        clauses.push(&part[start..]);
    }
    clauses.retain(|clause| clause.trim().contains(' '));
    if clauses.len() > 1 { clauses } else { Vec::new() }
}

/// Words that join clauses: *and*, *while*, *then*, and Vietnamese *và*, *rồi*, *kèm*.
const JOINERS: [&str; 6] = ["and", "while", "then", "va", "roi", "kem"];

/// The feature that an audience with the table `key` gives to every statement.
pub(super) fn of_table(key: &str) -> String {
    format!("table:{key}")
}

/// A short stand-in for a feature (FNV-1a).
pub(super) fn hash(feature: &str) -> u64 {
    hashed(EMPTY, feature)
}

const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

fn hashed(hash: u64, more: &str) -> u64 {
    more.bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The hash of a feature that goes on with another word.
fn after(hash: u64, word: &str) -> u64 {
    hashed(hashed(hash, " "), word)
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

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric();
    text.split(move |c: char| !is_of_word(c)).filter(|word| !word.is_empty())
}

/// The stems of `plain`, which is `lower` in lower case.
fn stems<'a>(plain: &'a str, lower: &'a str) -> Vec<&'a str> {
    // Without its capitals, AI would be the Vietnamese for "who".
    let stem = |(word, lower)| if word == "AI" { word } else { stem(lower) };
    words(plain).zip(words(lower)).map(stem).collect()
}

/// Endings of English words, longest first. No Vietnamese syllable is long enough to lose one.
const ENDINGS: [&str; 25] = [
    "ization", "isation", "ements", "ations", "ement", "ments", "ation", "ingly", "ities", "ment", "ings",
    "edly", "ions", "ity", "ing", "ion", "ies", "ed", "es", "ly", "al", "ic", "s", "e", "y",
];

/// The shortest stem an ending may leave.
const SHORTEST: usize = 4;

/// A folded word without its English ending.
pub(in crate::linking) fn stem(word: &str) -> &str {
    if word.len() <= SHORTEST {
        return word;
    }
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
        assert_eq!(of("personalises"), ["perso *", "personalis"]);
    }

    #[test]
    fn hashes_stand_for_features() {
        let text = "Dung AI tao sinh, AI tao hinh";
        let mut hashed: Vec<u64> = of(text).iter().map(|feature| hash(feature)).collect();
        hashed.sort_unstable();
        assert_eq!(hashed, hashes(text));
    }

    #[test]
    fn artificial_intelligence_is_not_who() {
        assert_eq!(of("AI"), ["AI"]);
        assert_eq!(of("Ai"), ["ai"]);
    }
}
