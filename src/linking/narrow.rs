//! Vietnamese with one byte for each letter: ASCII as it is, marked letters from 0x80 up, anything else 0xff.

/// The marked letters of Vietnamese, in lower case; a capital has the byte of its small letter.
const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
/// Their bytes, as a part of a class.
pub(super) const MARKED: &str = r"\x80-\xc2";
const FIRST: u8 = 0x80;
const OTHER: u8 = 0xff;

/// The letters of `text`, which is composed.
pub(super) fn narrow(text: &str) -> Vec<u8> {
    text.chars().map(byte).collect()
}

fn byte(letter: char) -> u8 {
    if let Ok(ascii) = u8::try_from(letter)
        && ascii.is_ascii()
    {
        return ascii;
    }
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    let position = LETTERS.chars().position(|known| known == lower);
    position.and_then(|position| u8::try_from(position).ok()).map_or(OTHER, |position| FIRST + position)
}

/// `pattern`, a regular expression over composed text, as one over [`narrow`] bytes. A `\w` has the marked letters too.
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
        assert_eq!((byte('Đ'), byte('–'), byte('A')), (byte('đ'), OTHER, b'A'));
    }

    #[test]
    fn classes_and_escapes_are_kept() {
        assert_eq!(narrow_pattern(r"[^\w-]+\Sđ"), r"[^\w\x80-\xc2-]+\S\xc2");
        assert_eq!(narrow_pattern(r"\[a\w"), r"\[a[\w\x80-\xc2]");
        assert_eq!(lower_pattern(r"Google \S+ (?:A|B)"), r"google \S+ (?:a|b)");
    }
}
