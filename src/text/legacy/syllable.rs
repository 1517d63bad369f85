//! How a Vietnamese syllable is built: onset, rhyme and tone.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::lower;
use super::tables::{ONSETS, RHYMES, TONES};

/// Whether `word` is built as a Vietnamese syllable is, in any case: onset, rhyme, and one tone at most.
pub(super) fn is_syllable(word: &str) -> bool {
    let Some((letters, tone)) = without_tone(word) else { return false };
    (0..letters.len().min(4)).any(|cut| {
        let (onset, rhyme) = letters.split_at(cut);
        let (onset, rhyme): (String, String) = (onset.iter().collect(), rhyme.iter().collect());
        are_spelled(&onset, &rhyme) && has_tone(cut, &rhyme, tone)
    })
}

/// Which tone stands where: `kind` is its place in a row of [`TONES`], 1 for sắc to 5 for nặng.
#[derive(Clone, Copy)]
struct Tone {
    place: usize,
    kind: usize,
}

/// The letters of `word` in lower case without their tone, and the tone. Nothing if there are two.
fn without_tone(word: &str) -> Option<(Vec<char>, Option<Tone>)> {
    let (mut letters, mut found) = (Vec::new(), None);
    for (place, c) in word.chars().map(lower).enumerate() {
        let kind = |row: &&str| Some((row.chars().next()?, row.chars().position(|vowel| vowel == c)?));
        let (letter, kind) = TONES.iter().find_map(kind).unwrap_or((c, 0));
        letters.push(letter);
        if kind > 0 && found.replace(Tone { place, kind }).is_some() {
            return None;
        }
    }
    Some((letters, found))
}

/// Whether the two are a consonant and a rhyme of Vietnamese and may be written together: `nghi` but
/// `nga`, `quy` but `cu`.
fn are_spelled(onset: &str, rhyme: &str) -> bool {
    static PARTS: LazyLock<[BTreeSet<&str>; 2]> =
        LazyLock::new(|| [ONSETS, RHYMES].map(|list| list.split_whitespace().collect()));
    let [onsets, rhymes] = &*PARTS;
    (onset.is_empty() || onsets.contains(onset)) && rhymes.contains(rhyme) && fit(onset, rhyme)
}

fn fit(onset: &str, rhyme: &str) -> bool {
    let front = rhyme.starts_with(['i', 'e', 'ê', 'y']);
    match (onset, rhyme) {
        // After gi its i is the rhyme's, as in giêng and gì, which are g-iêng and g-i.
        ("g", _) => !front || rhyme.starts_with('i'),
        ("gi", _) => !rhyme.starts_with(['i', 'y']),
        ("c" | "ng", _) => !front,
        ("k" | "gh" | "ngh", _) => front && (rhyme == "y" || !rhyme.starts_with('y')),
        ("qu", _) => !rhyme.starts_with(['o', 'u', 'ư']) && !rhyme.starts_with("iê"),
        ("", _) => !rhyme.starts_with("iê") && !["ych", "ynh", "yp", "yt"].contains(&rhyme),
        ("h" | "l" | "m" | "s" | "t" | "th" | "v", "y") => true,
        _ => !rhyme.starts_with('y'),
    }
}

/// Whether the tone stands on the right vowel of the rhyme, which begins at `start`, and is sắc or nặng
/// before a stop.
fn has_tone(start: usize, rhyme: &str, tone: Option<Tone>) -> bool {
    let stopped = rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch");
    match tone {
        None => !stopped,
        Some(Tone { place, kind }) => {
            let placed = nucleus(rhyme).any(|vowel| start + vowel == place);
            placed && (!stopped || kind == 1 || kind == 5)
        }
    }
}

/// The places in `rhyme` where its tone may stand. Open oa, oe, uy have two: *hóa* and *hoá*.
fn nucleus(rhyme: &str) -> std::ops::RangeInclusive<usize> {
    let letters: Vec<char> = rhyme.chars().collect();
    let vowels = letters.iter().take_while(|c| "aăâeêioôơuưy".contains(**c)).count();
    let shaped = letters.iter().rposition(|c| "ăâêôơư".contains(*c));
    match (shaped, vowels) {
        (Some(place), _) => place..=place,
        (None, 2) if ["oa", "oe", "uy"].contains(&rhyme) => 0..=1,
        (None, 2) if letters.len() == 2 => 0..=0,
        (None, 2 | 3) => 1..=1,
        _ => 0..=0,
    }
}
