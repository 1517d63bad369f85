//! What a cell of a self-assessment says.

use super::words::contains;
use crate::framework::{Framework, LevelId};
use crate::mappings::{Columns, signed};
use crate::reading::level_of;
use crate::text::fold_words;
use crate::workbook::Value;

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// None was given.
    Nothing,
    /// Not even the lowest level is reached.
    NotReached,
    /// This level is reached.
    Level(LevelId),
    /// Yes, to a question that the header asks.
    Tick,
    /// It is not understood.
    Unclear,
}

/// Reads a cell that names the level, or ticks it.
pub(super) fn read(value: &Value, columns: &Columns, framework: &Framework) -> Answer {
    let text = match value {
        Value::Number(number) => return numbered(*number, framework),
        Value::Text(text) => text.trim(),
        Value::Date(_) => return Answer::Unclear,
        Value::Error(_) => return Answer::Nothing,
    };
    let (staff, key) = (&columns.staff, signed(text));
    if staff.not_assessed.contains(&key) {
        Answer::Nothing
    } else if let Some(level) = framework.level_named(text) {
        Answer::Level(level)
    } else if staff.not_reached.contains(&key) {
        Answer::NotReached
    } else if columns.tick.contains(&text.to_lowercase()) {
        Answer::Tick
    } else if let Ok(number) = text.replace(',', ".").parse() {
        numbered(number, framework)
    } else {
        in_words(text, columns, framework)
    }
}

/// 0 is none, 1 the lowest level.
fn numbered(number: f64, framework: &Framework) -> Answer {
    let highest = framework.levels.len() as f64;
    match number {
        n if n.fract() != 0.0 || !(0.0..=highest).contains(&n) => Answer::Unclear,
        0.0 => Answer::NotReached,
        n => Answer::Level(LevelId(n as u16 - 1)),
    }
}

/// A level among other words: `Mức cơ bản`, `1 - Cơ bản`, `Đạt TT`. Two levels, or a word such as "gần", tell none.
fn in_words(text: &str, columns: &Columns, framework: &Framework) -> Answer {
    let words = fold_words(text);
    let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
    // "0 - Chưa đạt"
    let rest = if first.bytes().all(|b| b.is_ascii_digit()) { rest } else { &words };
    if columns.staff.not_reached.iter().any(|known| known == rest) {
        return Answer::NotReached;
    }
    if columns.staff.unsure.iter().any(|unsure| contains(rest, unsure)) {
        return Answer::Unclear;
    }
    let mut named = framework.levels().filter(|(_, level)| {
        let long = |mark: &&String| mark.chars().count() > 1;
        let names = [&level.name.vi, &level.name.en, &level.key];
        let mut names = names.into_iter().chain(level.marks.iter().filter(long));
        names.any(|name| contains(rest, &fold_words(name)))
    });
    match (named.next(), named.next()) {
        (Some((level, _)), None) => Answer::Level(level),
        (Some(_), Some(_)) => Answer::Unclear,
        (None, _) => level_of(text, framework).map_or(Answer::Unclear, Answer::Level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::{DEFAULT_FRAMEWORK, Mappings};

    #[test]
    fn levels_in_many_spellings() {
        let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework loads");
        let columns = Mappings::embedded().columns().expect("columns.toml loads");
        let read = |value: Value| super::read(&value, &columns, &framework);
        let text = |text: &str| read(Value::Text(text.to_owned()));
        let level = |level| Answer::Level(LevelId(level));
        for (written, meant) in [
            ("Cơ bản", level(0)),
            ("CO BAN", level(0)),
            ("Co\u{031b} ba\u{0309}n", level(0)),
            ("CB", level(0)),
            ("b", level(0)),
            ("Basic", level(0)),
            ("1", level(0)),
            ("Mức 1", level(0)),
            ("1 - Cơ bản", level(0)),
            ("Mức Thành thạo", level(1)),
            ("đạt TT", level(1)),
            ("2,0", level(1)),
            ("NC", level(2)),
            ("Mức độ: Nâng cao", level(2)),
            ("0", Answer::NotReached),
            ("-", Answer::NotReached),
            ("–", Answer::NotReached),
            ("Không", Answer::NotReached),
            ("CHUA DAT", Answer::NotReached),
            ("0 - Chưa đạt", Answer::NotReached),
            ("N/A", Answer::Nothing),
            ("Chưa đánh giá", Answer::Nothing),
            ("x", Answer::Tick),
            ("4", Answer::Unclear),
            ("1,5", Answer::Unclear),
            ("giỏi", Answer::Unclear),
            ("gần thành thạo", Answer::Unclear),
            ("CB - TT", Answer::Unclear),
        ] {
            assert_eq!(text(written), meant, "{written}");
        }
        assert_eq!(read(Value::Number(3.0)), level(2));
        assert_eq!(read(Value::Number(0.0)), Answer::NotReached);
        assert_eq!(read(Value::Number(-1.0)), Answer::Unclear);
        assert_eq!(read(Value::Number(4.0)), Answer::Unclear);
    }
}
