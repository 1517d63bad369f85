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
pub use spelling::{respell, strip_marks};
pub use split::{Piece, pieces};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` composed (NFC), with each run of blanks (no-break spaces, tabs) made one space and line
/// ends kept as `\n`. Invisible characters that Word and browsers leave behind are dropped.
///
/// ```
/// use khung::text::normalize;
/// assert_eq!(normalize("a\u{301}o\u{a0}  da\u{300}i "), "áo dài");
/// ```
pub fn normalize(text: &str) -> String {
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
    strip_marks(&respell(&normalize(text))).to_lowercase()
}

/// `text` as it is compared word for word: composed, blanks settled, in lower case. Diacritics carry meaning and stay.
pub fn lowered(text: &str) -> String {
    normalize(text).to_lowercase()
}

/// Only the letters and digits of [`fold`], words set apart by single spaces.
pub fn fold_words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether `text` has Vietnamese diacritics, so that *đạo đức* can be told from *dao đục*. Dashes and curly quotation marks
/// are none.
///
/// ```
/// use khung::text::has_marks;
/// assert!(has_marks("Đạo đức AI") && !has_marks("Dao duc AI – “e-learning”"));
/// ```
pub fn has_marks(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && spelling::plain(c).is_ascii())
}
