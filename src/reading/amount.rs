//! Numbers as institutions write them: `3`, `3TC`, `3(2,1,6)`, `2,5`, `45 tiết`, `HK3`, `Học kỳ II`.

use crate::text::fold_words;
use crate::workbook::Value;

/// The number a cell begins with: 3 of `3(2,1,6)` and of `3TC`, 2.5 of `2,5`.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => leading(text),
        Value::Date(_) | Value::Error(_) => None,
    }
    .filter(|number| number.is_finite() && *number >= 0.0)
}

/// The number in front, and what is added to it: `2+1` is 3.
fn leading(text: &str) -> Option<f64> {
    let (first, rest) = front(text.trim().trim_start_matches('('))?;
    let more = rest.trim_start().strip_prefix('+').and_then(leading);
    Some(first + more.unwrap_or(0.0))
}

fn front(text: &str) -> Option<(f64, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches(['.', ',']).replace(',', ".");
    Some((digits.parse().ok()?, &text[end..]))
}

/// Whether a number is counted in periods or hours: `45 tiết` is no number of credits.
pub(super) fn is_time(text: &str) -> bool {
    let unit = front(text.trim()).map_or(String::new(), |(_, rest)| fold_words(rest));
    ["tiet", "gio", "period", "periods", "hour", "hours"]
        .contains(&unit.split(' ').next().unwrap_or_default())
}

/// The term a cell names: 3 of `3`, `HK3`, `Học kỳ 3`, `III`; 5 of `Năm 3 HK1` where a year has two terms.
pub(super) fn term(value: &Value) -> Option<u16> {
    if let Value::Number(number) = value {
        return (number.fract() == 0.0 && (1.0..=40.0).contains(number)).then_some(*number as u16);
    }
    let Value::Text(text) = value else { return None };
    let folded = fold_words(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let after = |names: &[&str]| counted_after(&words, names);
    let joined = |prefix: &str| words.iter().find_map(|word| word.strip_prefix(prefix).and_then(counted));
    let term = after(&["ki", "hk", "term", "semester", "dot", "doan", "stage", "sem"])
        .or_else(|| joined("hk"))
        // A lone x is a tick.
        .or_else(|| counted(words[0]).filter(|_| words.len() == 1 && words[0] != "x"))
        .or_else(|| {
            text.trim()
                .parse()
                .ok()
                .filter(|n: &f64| n.fract() == 0.0 && (1.0..=40.0).contains(n))
                .map(|n| n as u16)
        });
    term.map(|term| in_year(term, year(text)))
}

/// The year of study that a text names: 2 of `NĂM THỨ HAI` and `Year 2`. A school year is none.
pub(super) fn year(text: &str) -> Option<u16> {
    let folded = fold_words(text);
    let words: Vec<&str> = folded.split(' ').collect();
    counted_after(&words, &["nam", "year"]).filter(|year| (1..=8).contains(year))
}

/// The count after the first of `names`, with "thứ" between them or not; or before it (`first year`).
fn counted_after(words: &[&str], names: &[&str]) -> Option<u16> {
    let at = words.iter().position(|word| names.contains(word))?;
    let next = words.get(at + 1).filter(|word| **word != "thu").or_else(|| words.get(at + 2));
    let ordinal = |word: &&str| ORDINALS.iter().find(|(known, _)| known == word).map(|(_, n)| *n);
    let after = next.and_then(|word| counted(word).or_else(|| ordinal(word)));
    after.or_else(|| {
        at.checked_sub(1)
            .and_then(|before| ENGLISH.iter().position(|n| *n == words[before]))
            .map(|n| n as u16 + 1)
    })
}

const ORDINALS: [(&str, u16); 11] = [
    ("nhat", 1),
    ("mot", 1),
    ("hai", 2),
    ("nhi", 2),
    ("ba", 3),
    ("tu", 4),
    ("bon", 4),
    ("nam", 5),
    ("sau", 6),
    ("bay", 7),
    ("tam", 8),
];

const ENGLISH: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

/// A term counted within its year, of two terms each, counted from the start.
pub(super) fn in_year(term: u16, year: Option<u16>) -> u16 {
    match year {
        Some(year) if (1..=8).contains(&year) && term <= 2 => (year - 1) * 2 + term,
        _ => term,
    }
}

/// A small count in Arabic or Roman figures.
fn counted(word: &str) -> Option<u16> {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let roman = || ROMAN.iter().position(|known| *known == word).map(|at| at as u16 + 1);
    word.parse().ok().filter(|n| (1..=40).contains(n)).or_else(roman)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn amounts_in_many_spellings() {
        for (written, meant) in [
            ("3", 3.0),
            ("3TC", 3.0),
            ("3(2,1,6)", 3.0),
            ("3 (45t)", 3.0),
            ("2,5", 2.5),
            ("45 tiết", 45.0),
            ("2+1", 3.0),
            ("(3)", 3.0),
        ] {
            assert_eq!(number(&text(written)), Some(meant), "{written}");
        }
        assert!(is_time("45 tiết") && !is_time("3 (45t)") && !is_time("3 TC"));
        assert_eq!(number(&text("ba")), None);
        assert_eq!(number(&Value::Number(-1.0)), None);
    }

    #[test]
    fn terms_in_many_spellings() {
        for (written, meant) in [
            ("3", 3),
            ("HK3", 3),
            ("Học kỳ 3", 3),
            ("Học kì III", 3),
            ("Năm 2 - HK1", 3),
            ("Term 3", 3),
            ("III", 3),
            ("Học kỳ thứ hai", 2),
            ("NĂM THỨ HAI - HỌC KỲ 1", 3),
        ] {
            assert_eq!(term(&text(written)), Some(meant), "{written}");
        }
        assert_eq!(term(&text("hè")), None);
        assert_eq!(term(&Value::Number(2.5)), None);
    }
}
