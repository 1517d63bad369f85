//! Costs and class sizes as catalogues write them: `12.500.000 đ`, `12,5 triệu`, `5 triệu 500 nghìn`, `20-30 học viên`.

use crate::text::fold;
use crate::workbook::Value;

/// No class seats more.
const MOST_SEATS: f64 = 10_000.0;

/// No class costs more, in any currency.
const HIGHEST_COST: f64 = 1e12;

/// Words that scale the number before them, folded.
const SCALES: [(&str, f64); 16] = [
    ("ti", 1e9),
    ("ty", 1e9),
    ("billion", 1e9),
    ("bn", 1e9),
    ("trieu", 1e6),
    ("trd", 1e6),
    ("tr", 1e6),
    ("million", 1e6),
    ("mil", 1e6),
    ("m", 1e6),
    ("nghin", 1e3),
    ("ngan", 1e3),
    ("ngd", 1e3),
    ("thousand", 1e3),
    ("k", 1e3),
    ("nd", 1e3),
];

/// Units that leave a number as it is.
const PLAIN: [&str; 5] = ["d", "dong", "vnd", "vnđ", "₫"];

/// Words after which a sum is for one learner and not for the class.
const LEARNERS: [&str; 14] = [
    "nguoi",
    "hoc vien",
    "hv",
    "hoc phi",
    "can bo",
    "giao vien",
    "gv",
    "person",
    "participant",
    "learner",
    "head",
    "student",
    "teacher",
    "pax",
];

/// Currencies that a budget in đồng cannot be held against.
const FOREIGN: [&str; 6] = ["usd", "eur", "us$", "$", "€", "£"];

/// What one class costs. `header` and `above` (`ĐVT: nghìn đồng`) tell the unit where the cell does not.
pub(super) fn cost(value: &Value, header: &str, above: &str) -> Option<f64> {
    let scale = || scale_of(header).or_else(|| scale_of(above)).unwrap_or(1.0);
    if is_of_learner(header) {
        return None;
    }
    let cost = match value {
        Value::Number(number) => number * scale(),
        Value::Text(text) => sum(text, scale)?,
        Value::Date(_) | Value::Error(_) => return None,
    };
    (cost > 0.0 && cost <= HIGHEST_COST).then_some(cost)
}

/// How many learners one class takes: of a range the upper figure.
pub(super) fn seats(value: &Value) -> Option<u32> {
    let seats = match value {
        Value::Number(number) => *number,
        Value::Text(text) => most(text)?,
        Value::Date(_) | Value::Error(_) => return None,
    };
    (seats.fract() == 0.0 && (1.0..=MOST_SEATS).contains(&seats)).then_some(seats as u32)
}

/// What a text of money comes to: its numbers, each by its own unit; of a range the upper figure.
fn sum(text: &str, scale: impl Fn() -> f64) -> Option<f64> {
    let folded = fold(text);
    if folded.starts_with('-') || FOREIGN.iter().any(|sign| folded.contains(sign)) || is_of_learner(&folded) {
        return None;
    }
    // What comes after a stroke says per what.
    let parts = numbers(folded.split('/').next().unwrap_or_default());
    let last = parts.iter().rev().find_map(|part| part.unit);
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.number * one.unit.unwrap_or_else(scale)),
        // "10-12 triệu": the unit is that of both.
        [low, high] if high.joins => {
            let unit = last.unwrap_or_else(scale);
            Some((low.number * low.unit.unwrap_or(unit)).max(high.number * high.unit.unwrap_or(unit)))
        }
        several => {
            let falls = |pair: &[Part]| !pair[1].joins && pair[0].unit > pair[1].unit.or(Some(0.0));
            let all = several.windows(2).all(falls);
            all.then(|| several.iter().map(|part| part.number * part.unit.unwrap_or(1.0)).sum())
        }
    }
}

fn most(text: &str) -> Option<f64> {
    let folded = fold(text);
    let parts = numbers(&folded);
    match parts.as_slice() {
        [one] if !folded.starts_with('-') => Some(one.number),
        [low, high] if high.joins => Some(low.number.max(high.number)),
        _ => None,
    }
}

/// A number in a text, what its unit makes of it, and whether it ends a range that the number before begins.
#[derive(Debug)]
struct Part {
    number: f64,
    unit: Option<f64>,
    joins: bool,
}

fn numbers(folded: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = folded;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let joins = !parts.is_empty() && is_range(&rest[..start]);
        let length = number_length(&rest[start..]);
        let number = plain(&rest[start..start + length]);
        rest = &rest[start + length..];
        let Some(number) = number else { continue };
        parts.push(Part { number, unit: unit(rest), joins });
    }
    parts
}

/// Whether what stands between two numbers, apart from a unit, makes a range of them.
fn is_range(between: &str) -> bool {
    let words = between.trim().trim_start_matches(|c: char| c.is_alphabetic()).trim();
    let between = between.trim();
    ["-", "–", "—", "~", "÷"].contains(&words)
        || ["den", "toi", "to"].iter().any(|word| between.ends_with(word))
}

/// How long the number in front is: digits, with points, commas or single blanks between groups of three.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    loop {
        let more = bytes.get(end).filter(|b| b".,".contains(b)).map(|_| digits(end + 1)).filter(|n| *n > 0);
        let group = bytes.get(end).filter(|b| **b == b' ').map(|_| digits(end + 1)).filter(|n| *n == 3);
        match more.or(group) {
            Some(count) => end += 1 + count,
            None => return end,
        }
    }
}

/// A number with Vietnamese or English separators: a sign before groups of three sets them apart, a lone one
/// before any other count of digits is the decimal one.
fn plain(written: &str) -> Option<f64> {
    let written = written.replace(' ', "");
    let last = written.rfind(['.', ',']);
    let Some(last) = last else { return written.parse().ok() };
    let sign = written.as_bytes()[last] as char;
    let other = if sign == '.' { ',' } else { '.' };
    let groups = |text: &str, sign: char| {
        let mut groups = text.split(sign);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && first != "0")
            && groups.all(|group| group.len() == 3)
    };
    let (whole, fraction) = (&written[..last], &written[last + 1..]);
    if !written.contains(other) && groups(&written, sign) {
        return written.replace(sign, "").parse().ok();
    }
    let whole = if whole.contains(other) && groups(whole, other) {
        whole.replace(other, "")
    } else {
        whole.to_owned()
    };
    format!("{whole}.{fraction}").parse().ok()
}

/// What the unit right after a number makes of it.
fn unit(rest: &str) -> Option<f64> {
    let word: String = rest.trim_start().chars().take_while(|c| c.is_alphabetic() || *c == '₫').collect();
    let known = SCALES.iter().find(|(known, _)| *known == word).map(|(_, scale)| *scale);
    known.or_else(|| PLAIN.contains(&word.as_str()).then_some(1.0))
}

/// The unit that a header or a line above the table names: `(triệu đồng)`, `(1.000 đ)`.
fn scale_of(header: &str) -> Option<f64> {
    let folded = fold(header);
    if ["1.000.000", "1,000,000", "1000000"].iter().any(|million| folded.contains(million)) {
        return Some(1e6);
    }
    if ["1.000", "1,000", "1000"].iter().any(|thousand| folded.contains(thousand)) {
        return Some(1e3);
    }
    let words = || folded.split(|c: char| !c.is_alphanumeric() && c != '₫');
    // A lone letter in a header is no unit.
    let known = SCALES.iter().filter(|(known, _)| known.len() > 1);
    let scaled = known.clone().find(|(known, _)| words().any(|word| word == *known));
    let plain = || PLAIN.iter().any(|plain| words().any(|word| word == *plain)).then_some(1.0);
    scaled.map(|(_, scale)| *scale).or_else(plain)
}

/// Whether a sum is for one learner: `500.000đ/người`, `per participant`.
fn is_of_learner(text: &str) -> bool {
    let folded = fold(text);
    let per = |mark: &str| folded.split(mark).skip(1).map(str::to_owned).collect::<Vec<_>>();
    let after: Vec<String> =
        ["/", "per ", "moi ", "mot ", "tren "].iter().flat_map(|mark| per(mark)).collect();
    after.iter().any(|after| {
        let after = after.trim_start().trim_start_matches("mot ").trim_start_matches("1 ");
        LEARNERS.iter().any(|learner| {
            after
                .strip_prefix(learner)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || rest == "s")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, header: &str) -> Option<f64> {
        cost(&Value::Text(text.to_owned()), header, "")
    }

    #[test]
    fn costs_in_many_spellings() {
        for (written, meant) in [
            ("12.500.000 đ", 12_500_000.0),
            ("12,500,000", 12_500_000.0),
            ("12 500 000 VNĐ", 12_500_000.0),
            ("12,5 triệu", 12_500_000.0),
            ("12,5 triệu đồng", 12_500_000.0),
            ("12.5 tr", 12_500_000.0),
            ("12tr", 12_000_000.0),
            ("khoảng 12 triệu đồng/lớp", 12_000_000.0),
            ("5 triệu 500 nghìn", 5_500_000.0),
            ("10-12 triệu", 12_000_000.0),
            ("10 triệu đến 12 triệu", 12_000_000.0),
            ("1.250.000,50 đồng", 1_250_000.5),
            ("850.000đ", 850_000.0),
            ("0,5 tỷ", 500_000_000.0),
            ("1,2 TỈ", 1_200_000_000.0),
            ("900k", 900_000.0),
        ] {
            assert_eq!(read(written, "Kinh phí"), Some(meant), "{written}");
        }
    }

    #[test]
    fn the_header_tells_the_unit() {
        let number = Value::Number(12.5);
        assert_eq!(cost(&number, "Kinh phí một lớp (triệu đồng)", ""), Some(12_500_000.0));
        assert_eq!(cost(&number, "Chi phí/lớp (nghìn đồng)", ""), Some(12_500.0));
        assert_eq!(cost(&number, "Đơn giá (1.000 đ)", ""), Some(12_500.0));
        assert_eq!(cost(&number, "Kinh phí", "ĐVT: triệu đồng"), Some(12_500_000.0));
        assert_eq!(cost(&number, "Kinh phí (đồng)", "ĐVT: triệu đồng"), Some(12.5));
        assert_eq!(cost(&number, "Cost per class", ""), Some(12.5));
        assert_eq!(read("12.500.000 đ", "Kinh phí (triệu đồng)"), Some(12_500_000.0));
    }

    #[test]
    fn what_is_no_cost_of_a_class() {
        for written in ["-5 triệu", "0", "0 đ", "miễn phí", "500 USD", "500.000đ/người", "2 lớp x 5 triệu"]
        {
            assert_eq!(read(written, "Kinh phí"), None, "{written}");
        }
        assert_eq!(cost(&Value::Number(5e5), "Kinh phí/học viên", ""), None);
        assert_eq!(cost(&Value::Number(5e5), "Cost per participant", ""), None);
        assert_eq!(cost(&Value::Number(f64::NAN), "Kinh phí", ""), None);
        assert_eq!(cost(&Value::Number(-1.0), "Kinh phí", ""), None);
    }

    #[test]
    fn seats_in_many_spellings() {
        let read = |text: &str| seats(&Value::Text(text.to_owned()));
        for (written, meant) in [
            ("30", 30),
            ("30 học viên", 30),
            ("20-30", 30),
            ("từ 20 đến 30 HV", 30),
            ("tối đa 40", 40),
            ("1.000", 1000),
        ] {
            assert_eq!(read(written), Some(meant), "{written}");
        }
        for written in ["0", "-5", "20000", "nhiều", "2 lớp, mỗi lớp 30", "30,5"] {
            assert_eq!(read(written), None, "{written}");
        }
        assert_eq!((seats(&Value::Number(30.0)), seats(&Value::Number(0.5))), (Some(30), None));
    }
}
