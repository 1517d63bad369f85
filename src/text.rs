//! Text as it stands in real workbooks: Unicode forms, Vietnamese spelling, folding, statements.
//!
//! The same Vietnamese word is met composed and decomposed (NFC, NFD), as *kĩ năng* and *kỹ năng*,
//! as *hóa* and *hoá*, in capitals, and with no diacritics at all. [`normalize`] removes what never
//! carries meaning, [`respell`] settles the two spellings, and [`fold`] goes down to plain lower
//! case letters, for comparing and searching. All three keep one character for one character after
//! [`normalize`], so a match in folded text points into the original.

mod legacy;
mod nearest;
mod spelling;
mod split;

pub use legacy::{LegacyFont, from_legacy, legacy_font, vietnamese_words};
pub use nearest::{all_nearest, likeness, nearest};
pub(crate) use spelling::respelled;
pub use spelling::{respell, strip_marks};
pub use split::{Piece, pieces};

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` composed (NFC), with each run of blanks (no-break spaces, tabs) made one space and line
/// ends kept as `\n`. Invisible characters that Word and browsers leave behind are dropped.
///
/// ```
/// use khung::text::normalize;
/// assert_eq!(normalize("a\u{301}o\u{a0}  da\u{300}i "), "áo dài");
/// ```
pub fn normalize(text: &str) -> String {
    normalized(text).into_owned()
}

/// The same, without a copy of what is so already: most texts are, and all that was read before.
pub(crate) fn normalized(text: &str) -> Cow<'_, str> {
    if is_normal(text) { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text)) }
}

/// Whether `text` is surely as [`normalize`] leaves it: plain and Vietnamese letters and common marks, with single blanks.
fn is_normal(text: &str) -> bool {
    // Before the first and after the last letter a blank is one too many.
    let mut before = '\n';
    for c in text.chars() {
        let fits = match c {
            ' ' | '\n' => !matches!(before, ' ' | '\n'),
            '\u{ad}' => false,
            '!'..='~' | '\u{a1}'..='\u{2ff}' => true,
            // Vietnamese letters beyond Latin-1; dashes, quotation marks, bullets and dots.
            '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}' => true,
            _ => false,
        };
        if !fits {
            return false;
        }
        before = c;
    }
    text.is_empty() || !matches!(before, ' ' | '\n')
}

fn cleaned(text: &str) -> String {
    let composed = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    };
    let mut out = String::with_capacity(composed.len());
    for c in composed.replace("\r\n", "\n").chars() {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => {}
            '\n' | '\r' | '\u{b}' | '\u{2028}' => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
            }
            c if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out.trim_start().to_owned()
}

/// `text` as lower-case letters without diacritics: `Kỹ năng Số` is `ki nang so`. For comparing
/// headers, codes and titles, and for searching.
///
/// ```
/// use khung::text::fold;
/// assert_eq!(fold("Mã HỌC PHẦN"), "ma hoc phan");
/// assert_eq!(fold("Kỹ năng"), fold("kĩ năng"));
/// ```
pub fn fold(text: &str) -> String {
    let normal = normalized(text);
    let spelled = respelled(&normal);
    if spelled.is_ascii() {
        return spelled.to_ascii_lowercase();
    }
    let mut plain = strip_marks(&spelled);
    if plain.is_ascii() {
        plain.make_ascii_lowercase();
        return plain;
    }
    plain.to_lowercase()
}

/// `text` as it is compared word for word: composed, blanks settled, in lower case. Diacritics carry meaning and stay.
pub fn lowered(text: &str) -> String {
    normalize(text).to_lowercase()
}

/// Only the letters and digits of [`fold`], words set apart by single spaces.
pub fn fold_words(text: &str) -> String {
    let folded = fold(text);
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// Whether `text` has Vietnamese diacritics, so that *đạo đức* can be told from *dao đục*. Dashes and curly quotation marks
/// are none.
///
/// ```
/// use khung::text::has_marks;
/// assert!(has_marks("Đạo đức AI") && !has_marks("Dao duc AI – “e-learning”"));
/// ```
pub fn has_marks(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && c.is_alphabetic() && spelling::plain(c).is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_for_normal_is() {
        let texts =
            ["Đạo đức AI – “số”", "a\nb", "", "x  y", " x", "x ", "a \nb", "a\n\nb", "e\u{301}", "a\u{ad}b"];
        for text in texts {
            assert!(!is_normal(text) || cleaned(text) == text, "{text:?}");
        }
        assert!(is_normal(texts[0]) && is_normal(texts[1]));
        let letters = (' '..='\u{2fff}').filter(|c| is_normal(&c.to_string()));
        assert!(letters.map(String::from).all(|letter| cleaned(&letter) == letter));
    }
}
