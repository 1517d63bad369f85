//! Vietnamese with one byte for each letter: ASCII as it is, marked letters from 0x80 up, anything else 0xff.

use std::sync::LazyLock;

use crate::text::strip_marks;

/// The marked letters of Vietnamese, in lower case; a capital has the byte of its small letter.
const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
/// The same without their marks.
const UNMARKED: &[u8; 67] = b"aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd";
/// Their bytes, as a part of a class.
pub(super) const MARKED: &str = r"\x80-\xc2";
const FIRST: u8 = 0x80;
const OTHER: u8 = 0xff;

/// The bytes of all letters up to the last of Vietnamese.
static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes: Vec<u8> = (0..=u16::from(FIRST - 1)).map(|ascii| ascii as u8).collect();
    bytes.resize('ỹ' as usize + 1, OTHER);
    for (letter, byte) in LETTERS.chars().zip(FIRST..) {
        for letter in letter.to_uppercase().chain([letter]) {
            bytes[letter as usize] = byte;
        }
    }
    bytes
});

/// The letters of `text`, which is composed.
pub(super) fn narrow(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.as_bytes().to_vec();
    }
    let bytes = &*BYTES;
    text.chars().map(|letter| bytes.get(letter as usize).copied().unwrap_or(OTHER)).collect()
}

/// Whether every letter of `text` has a byte of its own.
pub(super) fn is_narrow(text: &str) -> bool {
    text.chars().all(|letter| byte(letter) != OTHER)
}

/// Whether it is a letter of Vietnamese, or something that has a plain one in its place.
fn is_known(letter: char) -> bool {
    byte(letter) != OTHER || strip_marks(letter.encode_utf8(&mut [0; 4])).is_ascii()
}

fn byte(letter: char) -> u8 {
    BYTES.get(letter as usize).copied().unwrap_or(OTHER)
}

/// The byte of a letter in lower case.
pub(super) fn spelled_letter(letter: char) -> u8 {
    byte(letter).to_ascii_lowercase()
}

/// The same without its mark.
pub(super) fn plain_letter(letter: char) -> u8 {
    match spelled_letter(letter) {
        OTHER => strip_marks(letter.encode_utf8(&mut [0; 4])).chars().next().map_or(OTHER, spelled_letter),
        byte => unmarked(byte),
    }
}

/// The byte of a letter without its mark.
pub(super) fn unmarked(byte: u8) -> u8 {
    byte.checked_sub(FIRST).and_then(|at| UNMARKED.get(usize::from(at))).copied().unwrap_or(byte)
}

/// Whether a word goes on with it.
pub(super) fn is_word(byte: u8) -> bool {
    unmarked(byte).is_ascii_alphanumeric() || byte == b'_'
}

/// `pattern`, a regular expression over composed text, as one over [`narrow`] bytes. A `\w` has the marked letters too. What
/// is no letter of Vietnamese stays as it is in a class, for the parser to refuse: it would stand for too much.
pub(super) fn narrow_pattern(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let (mut classes, mut letters) = (0_usize, pattern.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('w') if classes > 0 => out.push_str(&format!(r"\w{MARKED}")),
                Some('w') => out.push_str(&format!(r"[\w{MARKED}]")),
                Some('W') if classes == 0 => out.push_str(&format!(r"[^\w{MARKED}]")),
                escaped => out.extend(['\\'].into_iter().chain(escaped)),
            },
            ascii if ascii.is_ascii() => {
                classes = match ascii {
                    '[' => classes + 1,
                    ']' => classes.saturating_sub(1),
                    _ => classes,
                };
                out.push(ascii);
            }
            other if classes > 0 && !is_known(other) => out.push(other),
            other => out.push_str(&format!(r"\x{:02x}", byte(other))),
        }
    }
    out
}

/// `pattern` with its letters in lower case, and its escapes and flags as they are.
pub(super) fn lower_pattern(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        out.push(letter.to_ascii_lowercase());
        if letter == '\\' {
            out.extend(letters.next());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_byte_of_its_own() {
        let bytes: std::collections::BTreeSet<u8> = LETTERS.chars().map(byte).collect();
        assert_eq!(
            (bytes.len(), bytes.first(), bytes.last()),
            (LETTERS.chars().count(), Some(&0x80), Some(&0xc2))
        );
        assert_eq!((byte('Đ'), byte('–'), byte('A'), byte('Ẹ')), (byte('đ'), OTHER, b'A', byte('ẹ')));
    }

    #[test]
    fn every_letter_has_one_without_its_mark() {
        let unmarked: Vec<u8> = narrow(LETTERS).into_iter().map(unmarked).collect();
        assert_eq!(unmarked, strip_marks(LETTERS).into_bytes());
        assert!(is_word(byte('ạ')) && is_word(b'_') && !is_word(OTHER) && !is_word(b'-'));
    }

    #[test]
    fn letters_are_what_texts_are_made_of() {
        for letter in ('\0'..='\u{2fff}').filter(|letter| !letter.is_control()) {
            let spelled = letter.to_string();
            let bytes = |text: &str| narrow(text).to_ascii_lowercase();
            assert_eq!(bytes(&spelled), [spelled_letter(letter)], "{letter:?}");
            assert_eq!(bytes(&strip_marks(&spelled)), [plain_letter(letter)], "{letter:?}");
        }
    }

    #[test]
    fn classes_and_escapes_are_kept() {
        assert_eq!(narrow_pattern(r"[^\w-]+\Sđ"), r"[^\w\x80-\xc2-]+\S\xc2");
        assert_eq!(narrow_pattern(r"\[a\w"), r"\[a[\w\x80-\xc2]");
        assert_eq!(narrow_pattern("[ạß–]ß"), r"[\x84ß\xff]\xff");
        assert_eq!(lower_pattern(r"Google \S+ (?:A|B)"), r"google \S+ (?:a|b)");
    }
}
