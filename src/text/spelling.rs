//! The two spellings of Vietnamese in daily use, and letters without their marks.

use unicode_normalization::char::decompose_canonical;

/// `text` in one spelling: `kỹ` as `kĩ` (after h, k, l, m, s, t), `hoá` as `hóa`. Both are correct and
/// both occur in one and the same workbook. One character stays one character.
///
/// ```
/// use khung::text::respell;
/// assert_eq!(respell("Quản lý, mĩ thuật, số hoá, thuỷ"), "Quản lí, mĩ thuật, số hóa, thủy");
/// ```
pub fn respell(text: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    let mut word: Vec<char> = Vec::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_alphabetic() {
            word.push(c);
            continue;
        }
        respell_word(&mut word);
        out.append(&mut word);
        out.push(c);
    }
    out.pop();
    out.into_iter().collect()
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
    fn d_with_stroke_is_mapped() {
        assert_eq!(strip_marks("Đạo đức"), "Dao duc");
    }
}
