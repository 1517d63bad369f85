//! Finding header rows by their words.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::mention::words_with_points;
use super::{Column, Guide, Meaning, mentions};
use crate::lang::Wording;
use crate::mappings::{Columns, Role};
use crate::text::{fold, fold_words};
use crate::workbook::{Sheet, Value};

/// A header found: its rows, and its columns in one group for each table that stands side by side.
pub(super) struct Header {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) groups: Vec<Vec<Column>>,
}

/// The headers of a sheet and, for when there are none, what came nearest to one.
pub(super) struct Found {
    pub(super) headers: Vec<Header>,
    pub(super) nearest: Wording,
}

/// Longer texts are statements, not headers.
const LONGEST_HEADER: usize = 160;

/// Rows of a header below its first one.
const MOST_SUBHEADERS: usize = 2;

/// The role whose words fit `text` best, and how well: 1 if it is one of the words, less if it only
/// contains one.
///
/// A header in two languages (`Mã HP (Code)`, `Tên học phần / Title`) is as good as the better of them.
pub fn word_role(text: &str, columns: &Columns) -> Option<(Role, f64)> {
    let whole = part_role(text, columns);
    if whole.is_some_and(|(_, score)| score >= 1.0) {
        return whole;
    }
    let parts =
        text.split(['\n', '/', '(', ')', '|']).filter(|part| part.chars().count() > 1 && *part != text);
    let parts = parts.filter_map(|part| part_role(part, columns)).filter(|(_, score)| *score >= 1.0);
    parts.chain(whole).next()
}

fn part_role(text: &str, columns: &Columns) -> Option<(Role, f64)> {
    let words = match fold_words(text) {
        words if words.is_empty() => text.trim().to_owned(),
        words => words,
    };
    let padded = format!(" {words} ");
    let mut best: Option<(Role, f64)> = None;
    for known in &columns.columns {
        let score = known.words.iter().map(|word| fit(&words, &padded, word)).fold(0.0, f64::max);
        if score > best.map_or(0.0, |(_, score)| score) {
            best = Some((known.role, score));
        }
    }
    best
}

/// How well `words` fits a known word: the share of it that the known word makes up. Short known words
/// (`TC`, `TT`) must be met in full, or they would be found everywhere.
fn fit(words: &str, padded: &str, known: &str) -> f64 {
    if words == known {
        return 1.0;
    }
    let share = known.len() as f64 / words.len().max(1) as f64;
    if known.len() < 4 || !(0.3..1.0).contains(&share) {
        return 0.0;
    }
    let whole = |at: usize| padded[..at].ends_with(' ') && padded[at + known.len()..].starts_with(' ');
    let inside = padded.match_indices(known).any(|(at, _)| whole(at));
    if inside { share.min(0.95) } else { 0.0 }
}

pub(super) fn find(sheet: &Sheet, rows: &[u32], guide: Guide<'_>) -> Found {
    let mut headers: Vec<Header> = Vec::new();
    let mut nearest = (0, nothing());
    for (position, row) in rows.iter().enumerate() {
        if headers.last().is_some_and(|header| row <= header.rows.end()) {
            continue;
        }
        let Some(columns) = candidate(sheet, *row, guide) else { continue };
        if !qualifies(&columns) {
            let recognised = columns.iter().filter(|column| is_known(column)).count();
            if recognised > nearest.0 {
                nearest = (recognised, almost(*row, &columns));
            }
            continue;
        }
        let (rows, columns) = with_subheaders(sheet, rows, position, columns, guide);
        // The same header again, after a page break, opens no new table.
        let groups = side_by_side(columns);
        if headers.last().is_some_and(|last| same_shape(&last.groups, &groups)) {
            continue;
        }
        headers.push(Header { rows, groups });
    }
    Found { headers, nearest: nearest.1 }
}

fn nothing() -> Wording {
    Wording::new("không có hàng nào giống hàng tiêu đề", "no row looks like a header")
}

fn almost(row: u32, columns: &[Column]) -> Wording {
    let known: Vec<&str> = columns.iter().filter(|c| is_known(c)).map(|c| c.header.as_str()).collect();
    let known = known.join(", ");
    let named = columns.iter().any(|c| matches!(c.meaning, Meaning::Role(Role::Code | Role::Title)));
    let (vi, en) = if named {
        ("một cột nữa, như số tín chỉ hoặc chuẩn đầu ra", "one more column, such as credits or outcomes")
    } else {
        ("cột mã hoặc tên học phần", "a column of module codes or titles")
    };
    Wording::new(
        format!("hàng {} giống tiêu đề nhất (nhận ra: {known}) nhưng thiếu {vi}", row + 1),
        format!("row {} came nearest to a header (recognised: {known}) but lacks {en}", row + 1),
    )
}

fn is_known(column: &Column) -> bool {
    !matches!(column.meaning, Meaning::Unknown | Meaning::UnknownComponent | Meaning::Date)
}

/// The columns `row` would head; none if it holds too few texts, or texts too long, to be a header.
fn candidate(sheet: &Sheet, row: u32, guide: Guide<'_>) -> Option<Vec<Column>> {
    let cells: Vec<(u32, &Value)> = sheet.row(row).collect();
    let short = |value: &Value| value.text().chars().count() <= LONGEST_HEADER;
    if cells.len() < 2 || !cells.iter().all(|(_, value)| short(value)) {
        return None;
    }
    // Most rows are no headers, and are known by having no word of one.
    let known =
        |value: &Value| word_role(&value.text(), guide.columns).is_some_and(|(_, score)| score >= 0.3);
    if !cells.iter().any(|(_, value)| matches!(value, Value::Text(_)) && known(value)) {
        return None;
    }
    Some(cells.into_iter().map(|(index, value)| column(index, &[value], guide)).collect())
}

/// What a column is, by the texts of its header from the top down: a component named by them together, or by
/// the lower ones; else a role, by the lowest alone or by all together.
fn column(index: u32, texts: &[&Value], guide: Guide<'_>) -> Column {
    let all: Vec<String> = texts.iter().map(|value| value.text()).collect();
    let header = all.join(" › ");
    if let Some(Value::Date(_)) = texts.last() {
        return Column { index, header, meaning: Meaning::Date, score: 0.0 };
    }
    let number = matches!(texts.last(), Some(Value::Number(_)));
    let last = all.last().cloned().unwrap_or_default();
    let role = word_role(&last, guide.columns)
        .or_else(|| (all.len() > 1).then(|| word_role(&all.join(" "), guide.columns)).flatten());
    // Under a component, `TT` is a level and no running number; its domain may stand above it.
    let mut joined = (0..all.len()).map(|from| all[from..].join(" "));
    let named = joined.find_map(|text| component(&text, number, guide));
    let (meaning, score) = match (role, named) {
        // A header that is one of the known words in full is no component, whatever codes look like.
        (Some((role, score)), None) => (Meaning::Role(role), score),
        (Some((role, score)), _) if score >= 1.0 && all.len() == 1 => (Meaning::Role(role), score),
        (_, Some(meaning)) => (meaning, 1.0),
        (None, None) => (Meaning::Unknown, 0.0),
    };
    Column { index, header, meaning, score }
}

/// A component named by its code at the front of a header, or by its full name.
fn component(text: &str, number: bool, guide: Guide<'_>) -> Option<Meaning> {
    let found = mentions(text, guide.framework, guide.tables);
    let folded = fold(text);
    let mut first = words_with_points(&folded).take(2);
    if let [mention] = found.as_slice()
        && first.any(|word| word.ends_with(&fold(&mention.code)))
    {
        if mention.components.is_empty() {
            let is_code = text.split_whitespace().count() <= 12
                && text.trim_start().starts_with(|c: char| c.is_ascii_digit());
            return is_code.then_some(Meaning::UnknownComponent);
        }
        let components = narrowed(&mention.components, text, guide);
        return Some(Meaning::Component { components, level: mention.levels.first().copied(), number });
    }
    let words = fold_words(text);
    let is_name = |name: &str| !words.is_empty() && fold_words(name) == words;
    let of_audience = guide.framework.components().filter(|(_, c)| guide.tables.contains(&c.table));
    let components: Vec<_> =
        of_audience.filter(|(_, c)| is_name(&c.name.vi) || is_name(&c.name.en)).map(|(id, _)| id).collect();
    (!components.is_empty()).then_some(Meaning::Component { components, level: None, number: false })
}

/// Where two tables share a code, the component whose name the header also gives.
fn narrowed(
    components: &[crate::framework::ComponentId],
    text: &str,
    guide: Guide<'_>,
) -> Vec<crate::framework::ComponentId> {
    let words = fold_words(text);
    let named = |name: &str| words.contains(&fold_words(name));
    let by_name = components.iter().copied().filter(|id| {
        let name = &guide.framework.component(*id).name;
        named(&name.vi) || named(&name.en)
    });
    let by_name: Vec<_> = by_name.collect();
    if by_name.is_empty() { components.to_vec() } else { by_name }
}

/// A header names modules, by code or title, and at least one thing more about them.
fn qualifies(columns: &[Column]) -> bool {
    let surely = |column: &&Column| column.score >= 0.5;
    let roles: BTreeSet<Role> = columns
        .iter()
        .filter(surely)
        .filter_map(|column| match column.meaning {
            Meaning::Role(role) => Some(role),
            _ => None,
        })
        .collect();
    let names = roles.contains(&Role::Code) || roles.contains(&Role::Title);
    let exact = columns.iter().any(|column| {
        column.score >= 0.9 && matches!(column.meaning, Meaning::Role(Role::Code | Role::Title))
    });
    let useful = roles.iter().filter(|role| !matches!(role, Role::Number | Role::Other | Role::Part)).count();
    let components = columns.iter().filter(|c| matches!(c.meaning, Meaning::Component { .. })).count();
    names && exact && (useful >= 2 || components >= 2)
}

/// Adds the rows below a header that belong to it: those that say nothing in the columns of codes and
/// titles, and are short words elsewhere.
fn with_subheaders(
    sheet: &Sheet,
    rows: &[u32],
    position: usize,
    top: Vec<Column>,
    guide: Guide<'_>,
) -> (RangeInclusive<u32>, Vec<Column>) {
    let first = rows[position];
    let mut last = first;
    for row in rows[position + 1..].iter().take(MOST_SUBHEADERS) {
        if *row != last + 1 || !is_subheader(sheet, *row, &top) {
            break;
        }
        last = *row;
    }
    if last == first {
        return (first..=last, top);
    }
    let columns: BTreeSet<u32> =
        (first..=last).flat_map(|row| sheet.row(row).map(|(column, _)| column)).collect();
    let joined = columns.into_iter().map(|index| {
        let texts: Vec<&Value> =
            (first..=last).filter_map(|row| header_text(sheet, row, index, last)).collect();
        column(index, &texts, guide)
    });
    (first..=last, joined.collect())
}

/// The header text over a column: its own, else, in the rows above the last, that of the merged or
/// nearest filled cell to the left.
fn header_text(sheet: &Sheet, row: u32, column: u32, last: u32) -> Option<&Value> {
    if let Some(value) = sheet.get(row, column) {
        return Some(value);
    }
    if row == last || sheet.get(last, column).is_none() {
        return None;
    }
    (0..column).rev().find_map(|left| {
        let value = sheet.get(row, left)?;
        // A filled cell with nothing under it heads its own column alone.
        sheet.get(last, left).is_some().then_some(value)
    })
}

fn is_subheader(sheet: &Sheet, row: u32, top: &[Column]) -> bool {
    let names = top.iter().filter(|c| matches!(c.meaning, Meaning::Role(Role::Code | Role::Title)));
    let mut names = names.map(|column| column.index);
    let says_nothing = names.all(|column| sheet.get(row, column).is_none());
    let short = |value: &Value| match value {
        Value::Text(text) => text.chars().count() <= 60 && !is_mark(text),
        Value::Number(number) => number.fract() != 0.0,
        _ => false,
    };
    says_nothing && sheet.row(row).count() >= 2 && sheet.row(row).all(|(_, value)| short(value))
}

/// A tick of a matrix row without a module, not a word of a header.
fn is_mark(text: &str) -> bool {
    text.chars().count() == 1 && !text.chars().all(|c| c.is_alphanumeric()) || matches!(text, "x" | "X")
}

/// Several tables under one header row: a new one begins where a code column comes again.
fn side_by_side(columns: Vec<Column>) -> Vec<Vec<Column>> {
    let is_code = |column: &Column| column.meaning == Meaning::Role(Role::Code) && column.score >= 0.9;
    let is_start = |column: &Column| is_code(column) || column.meaning == Meaning::Role(Role::Number);
    if columns.iter().filter(|column| is_code(column)).count() < 2 {
        return vec![columns];
    }
    let mut groups: Vec<Vec<Column>> = vec![Vec::new()];
    for column in columns {
        let group = groups.last_mut().expect("there is always a group");
        let again = is_start(&column) && group.iter().any(is_code);
        match again {
            true => groups.push(vec![column]),
            false => group.push(column),
        }
    }
    let named = |group: &Vec<Column>| group.iter().any(|c| c.meaning == Meaning::Role(Role::Title));
    if groups.iter().all(named) { groups } else { vec![groups.into_iter().flatten().collect()] }
}

fn same_shape(one: &[Vec<Column>], other: &[Vec<Column>]) -> bool {
    let shape = |groups: &[Vec<Column>]| -> Vec<(u32, Meaning)> {
        groups.iter().flatten().map(|column| (column.index, column.meaning.clone())).collect()
    };
    shape(one) == shape(other)
}
