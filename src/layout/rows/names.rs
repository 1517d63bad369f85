//! What the text of a cell can be: the code of a module, a total, a note.

use crate::layout::Label;
use crate::text::fold_words;
use crate::workbook::Value;

/// Whether a text begins with a number, bullet or label, as outcomes in a list do.
pub(super) fn is_numbered(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "-•+(*".contains(c)) || Label::front(text).is_some()
}

/// The code and title of a module written in one cell: `CSBP301:  Artificial Intelligence`, `SP 204 - Ứng dụng AI`.
///
/// ```
/// use khung::layout::code_and_title;
/// assert_eq!(code_and_title("CSBP301:  Artificial Intelligence"), Some(("CSBP301", "Artificial Intelligence")));
/// assert_eq!(code_and_title("PLO1: Vận dụng kiến thức"), None);
/// assert_eq!(code_and_title("Tự chọn: 4 tín chỉ"), None);
/// ```
pub fn code_and_title(text: &str) -> Option<(&str, &str)> {
    let end = text.find([':', '–', '-', '.']).filter(|end| *end <= 16)?;
    let code = text[..end].trim();
    let title = text[end..].trim_start_matches([':', '–', '-', '.', ' ']).trim();
    let letters = code.chars().filter(|c| c.is_alphabetic()).count();
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let upper = !code.chars().any(char::is_lowercase);
    let plain = code.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '_');
    let shaped = upper && plain && (2..=6).contains(&letters) && (2..=7).contains(&digits);
    // A label such as PLO12 has one or two figures; a code has three or more, or stands apart.
    let label = Label::whole(code).is_some_and(|label| label.number.len() <= 2);
    let worded = title.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (shaped && !label && worded && code.split_whitespace().count() <= 2).then_some((code, title))
}

/// Two codes in one cell, each with the specialisation it is for: `MUL322 (CN1) MUL321 (CN2)`.
pub fn code_pair(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for part in text.split(')').map(str::trim).filter(|part| !part.is_empty()) {
        let (code, remark) = part.split_once('(')?;
        let code = code.trim().trim_matches([',', ';', '/', '+']).trim();
        if !is_code(code) {
            return None;
        }
        pairs.push((code.to_owned(), remark.trim().to_owned()));
    }
    (pairs.len() >= 2).then_some(pairs)
}

/// Whether a text says that its row is a total: one of the words, alone or before figures and units
/// (`Tổng: 130 TC`), or a word of several syllables at the front (`Tổng cộng toàn khóa`). "Tổng quan về AI" and
/// "Cộng đồng học tập" are titles.
pub(super) fn is_total(text: &str, words: &[String]) -> bool {
    let text = fold_words(text);
    words.iter().any(|word| {
        let rest = text.strip_prefix(word.as_str()).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        let amount = |word: &str| {
            word.chars().any(|c| c.is_ascii_digit())
                || matches!(word, "tc" | "tin" | "chi" | "tiet" | "gio" | "credits" | "periods" | "hours")
        };
        rest.is_some_and(|rest| word.contains(' ') || rest.split_whitespace().all(amount))
    })
}

/// Whether a text is a note or a signature: one of the words, alone or before a colon. "Hiệu trưởng với chuyển
/// đổi số" is a title.
pub(super) fn is_note(text: &str, words: &[String]) -> bool {
    let head = text.split([':', '(']).next().unwrap_or(text);
    words.contains(&fold_words(head))
}

/// Whether a text can be a module's code: one or two short words with a digit, or one short word in
/// capitals. Headings such as `I. Khối kiến thức chung` cannot.
pub(in crate::layout) fn is_code(text: &str) -> bool {
    let item = text
        .split_once(['.', ')'])
        .is_some_and(|(number, rest)| number.chars().all(|c| c.is_ascii_digit()) && rest.starts_with(' '));
    let counted = text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
    if item || counted {
        return false;
    }
    let words = text.split_whitespace().count();
    let length = text.chars().count();
    let digit = text.chars().any(|c| c.is_ascii_digit());
    let upper = text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
    let roman = text.trim_end_matches(['.', ')', ':']).chars().all(|c| "IVXivx".contains(c));
    words <= 3 && length <= 30 && (digit || (upper && words == 1 && length <= 14)) && !roman
}

/// `(1) (2) (3)` or `1 2 3` under a header.
pub(super) fn is_numbering(cells: &[(u32, &Value)]) -> bool {
    let number = |value: &Value| {
        let text = value.text();
        // "(4)=(5)+(6)" is the fourth column.
        let plain = text.chars().all(|c| c.is_ascii_digit() || "()[]=+-*/ ".contains(c));
        let digits: String =
            text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok().filter(|_| plain)
    };
    let numbers: Option<Vec<u32>> = cells.iter().map(|(_, value)| number(value)).collect();
    numbers.is_some_and(|n| n.len() >= 3 && n.windows(2).all(|pair| pair[1] == pair[0] + 1) && n[0] <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::Mappings;

    #[test]
    fn titles_that_begin_like_totals_and_notes_are_titles() {
        let words = Mappings::embedded().columns().expect("columns.toml loads");
        for total in
            ["Tổng cộng", "TỔNG SỐ TÍN CHỈ", "Tổng: 130 TC", "Cộng", "Tổng cộng học kỳ 1", "Total 130"]
        {
            assert!(is_total(total, &words.total), "{total}");
        }
        for title in [
            "Tổng quan về AI",
            "Công nghệ số trong dạy học",
            "Cộng đồng học tập trực tuyến",
            "Summary writing",
        ] {
            assert!(!is_total(title, &words.total), "{title}");
        }
        for note in ["Ghi chú: học phần có thể thay đổi", "HIỆU TRƯỞNG", "Nơi nhận:"] {
            assert!(is_note(note, &words.note), "{note}");
        }
        for title in ["Hiệu trưởng với chuyển đổi số", "Nguồn học liệu mở", "Key concepts in assessment"]
        {
            assert!(!is_note(title, &words.note), "{title}");
        }
    }
}
