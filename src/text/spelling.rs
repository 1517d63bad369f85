//! The two spellings of Vietnamese in daily use, and letters without their marks.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

/// `text` in one spelling: `kỹ` as `kĩ` (after h, k, l, m, s, t), `hoá` as `hóa`. Both are correct and
/// both occur in one and the same workbook. One character stays one character.
///
/// ```
/// use khung::text::respell;
/// assert_eq!(respell("Quản lý, mĩ thuật, số hoá, thuỷ"), "Quản lí, mĩ thuật, số hóa, thủy");
/// ```
pub fn respell(text: &str) -> String {
    respelled(text).into_owned()
}

/// The same, without a copy where there is nothing to settle.
pub(crate) fn respelled(text: &str) -> Cow<'_, str> {
    let (mut out, mut copied) = (String::new(), 0);
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_letter(c) {
            start = start.or(Some(at));
            continue;
        }
        let word = start.take().map_or("", |start| &text[start..at]);
        if may_be_respelled(word) {
            let mut letters: Vec<char> = word.chars().collect();
            respell_word(&mut letters);
            out.push_str(&text[copied..at - word.len()]);
            out.extend(letters);
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Only words that end in a *y*, or in *oa* or *oe* with a tone, are spelled in two ways.
fn may_be_respelled(word: &str) -> bool {
    let mut letters = word.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(before)) => {
            let vowel = plain(last).to_ascii_lowercase();
            vowel == 'y' || matches!(vowel, 'a' | 'e') && matches!(before, 'o' | 'O')
        }
        _ => false,
    }
}

/// Whether `c` is a letter; the tables of Unicode are asked only where the common ranges do not tell.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphabetic(),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{1e00}'..='\u{1eff}' => true,
        c => c.is_alphabetic(),
    }
}

const Y: &str = "yỳýỷỹỵ";
const I: &str = "iìíỉĩị";

fn respell_word(word: &mut [char]) {
    if let [first, last] = word
        && "hklmst".contains(plain(lower(*first)))
        && plain(lower(*last)) == 'y'
    {
        // A mark that is no tone (ÿ) goes: without marks the word must be the same as before.
        let tone = Y.chars().position(|y| y == lower(*last));
        *last = like(*last, tone.and_then(|tone| I.chars().nth(tone)).unwrap_or('i'));
    }
    // The tone mark of an open oa, oe, uy stands on the first vowel in the older spelling. After q
    // the u belongs to the consonant: "quý" is the only spelling.
    if let [head @ .., a, b] = word
        && head.last().is_none_or(|c| lower(*c) != 'q')
        && let Some((first, second)) = older_tone(lower(*a), lower(*b))
    {
        (*a, *b) = (like(*a, first), like(*b, second));
    }
}

/// `oá` → `óa`: the pair with its tone on the first vowel, if the second one carries it.
fn older_tone(a: char, b: char) -> Option<(char, char)> {
    const TONES: [(char, &str, &str); 3] =
        [('o', "àáảãạ", "òóỏõọ"), ('o', "èéẻẽẹ", "òóỏõọ"), ('u', "ỳýỷỹỵ", "ùúủũụ")];
    TONES.iter().find_map(|(first, marked, moved)| {
        let tone = marked.chars().position(|c| c == b).filter(|_| a == *first)?;
        Some((moved.chars().nth(tone)?, plain(b)))
    })
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn like(model: char, c: char) -> char {
    if model.is_uppercase() { c.to_uppercase().next().unwrap_or(c) } else { c }
}

/// `text` with every letter reduced to its base: `đạo đức` is `dao duc`. Case is kept, and one
/// character stays one character if `text` is composed.
pub fn strip_marks(text: &str) -> String {
    text.chars().map(plain).collect()
}

pub(super) fn plain(c: char) -> char {
    // Vietnamese letters stand in these two blocks; to look them up is several times as fast as to decompose them.
    static LATIN: LazyLock<Vec<char>> = LazyLock::new(|| ('\0'..'\u{250}').map(base).collect());
    static ADDITIONAL: LazyLock<Vec<char>> = LazyLock::new(|| ('\u{1e00}'..='\u{1eff}').map(base).collect());
    match c as usize {
        _ if c.is_ascii() => c,
        at @ ..0x250 => LATIN[at],
        at @ 0x1e00..=0x1eff => ADDITIONAL[at - 0x1e00],
        _ => base(c),
    }
}

fn base(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        'đ' => 'd',
        'Đ' => 'D',
        '‐' | '‑' | '–' | '—' | '−' => '-',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        // Vietnamese letters decompose into an ASCII letter and marks; others stay as they are.
        c => {
            let mut base = None;
            decompose_canonical(c, |part| base = base.or(Some(part)));
            base.filter(char::is_ascii).unwrap_or(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_are_one() {
        for (one, other) in
            [("kỹ", "kĩ"), ("hoà nhập", "hòa nhập"), ("khoẻ", "khỏe"), ("TUỲ", "TÙY"), ("Lý", "Lí")]
        {
            assert_eq!(respell(one), respell(other), "{one} and {other}");
        }
    }

    #[test]
    fn foreign_marks_do_not_hide_a_spelling() {
        for word in ["Hÿ", "ḱy"] {
            let folded = strip_marks(&respell(word));
            assert_eq!(respell(&folded), folded);
        }
    }

    #[test]
    fn closed_syllables_and_quy_stay() {
        for same in ["toán", "hoàn", "quý", "huyện", "yếu", "thúy", "tay"] {
            assert_eq!(respell(same), same);
        }
    }

    #[test]
    fn letters_are_those_of_unicode() {
        assert!(('\0'..='\u{2fff}').all(|c| is_letter(c) == c.is_alphabetic()));
    }

    #[test]
    fn d_with_stroke_is_mapped() {
        assert_eq!(strip_marks("Đạo đức"), "Dao duc");
    }
}
