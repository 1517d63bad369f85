//! The shape of a header: its rows, the tables it heads side by side, and what its columns name together.

use std::collections::BTreeSet;

use crate::lang::Wording;
use crate::layout::{Column, Label, Meaning, Why};
use crate::mappings::{Columns, Role};
use crate::text::nearest;
use crate::workbook::{Sheet, Value};

/// `POL1` among columns headed PLO1, PLO2, …: the letters of the others were meant.
pub(super) fn respelt(mut columns: Vec<Column>) -> Vec<Column> {
    let prefixes: Vec<String> = columns
        .iter()
        .filter_map(|column| match &column.meaning {
            Meaning::ProgrammeOutcome(label) => Some(label.prefix.clone()),
            _ => None,
        })
        .collect();
    let Some(prefix) = prefixes.first().filter(|_| prefixes.len() >= 2).cloned() else { return columns };
    for column in columns.iter_mut().filter(|column| column.meaning == Meaning::Unknown) {
        let label = Label::front(column.header.rsplit(" › ").next().unwrap_or_default());
        let Some((label, _)) = label else { continue };
        if nearest(&label.prefix, [prefix.as_str()]).is_some() {
            let meant = Label { prefix: prefix.clone(), number: label.number };
            column.why = Why::Misspelt(Wording::same(meant.key().to_uppercase()));
            column.meaning = Meaning::ProgrammeOutcome(meant);
            column.score = 0.8;
        }
    }
    columns
}

pub(super) fn roles(columns: &[Column]) -> BTreeSet<Role> {
    let surely = columns.iter().filter(|column| column.score >= 0.5);
    let role = |column: &Column| match column.meaning {
        Meaning::Role(role) => Some(role),
        _ => None,
    };
    surely.filter_map(role).collect()
}

/// Whether a column surely holds codes or titles of modules.
pub(super) fn names_modules(columns: &[Column]) -> bool {
    columns.iter().any(|column| {
        column.score >= 0.8 && matches!(column.meaning, Meaning::Role(Role::Code | Role::Title))
    })
}

/// The header text over a column: its own, else, in the rows above the last, that of the merged or
/// nearest filled cell to the left.
pub(super) fn header_text(sheet: &Sheet, row: u32, column: u32, last: u32) -> Option<&Value> {
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

pub(super) fn is_subheader(sheet: &Sheet, row: u32, top: &[Column], words: &Columns) -> bool {
    let says_nothing = identity(top).into_iter().all(|column| sheet.get(row, column).is_none());
    let counted = is_counted(sheet, row);
    let short = |value: &Value| match value {
        Value::Text(text) => text.chars().count() <= 60 && (counted || !is_mark(text, words)),
        Value::Number(number) => number.fract() != 0.0 || counted,
        _ => false,
    };
    says_nothing && sheet.row(row).count() >= 2 && sheet.row(row).all(|(_, value)| short(value))
}

/// The columns that tell one row of a table from another: codes and titles, else outcomes, else the first.
fn identity(columns: &[Column]) -> Vec<u32> {
    let with = |roles: &[Role]| -> Vec<u32> {
        let is = |column: &&Column| matches!(column.meaning, Meaning::Role(role) if roles.contains(&role));
        columns.iter().filter(is).map(|column| column.index).collect()
    };
    let outcomes = [Role::ProgrammeOutcomeLabel, Role::ProgrammeOutcomes, Role::OutcomeLabel, Role::Outcomes];
    let found =
        [with(&[Role::Code, Role::Title]), with(&outcomes)].into_iter().find(|found| !found.is_empty());
    found.unwrap_or_else(|| columns.iter().take(1).map(|column| column.index).collect())
}

/// Whether the numbers of a row count up, as terms or outcomes in a lower header row do.
fn is_counted(sheet: &Sheet, row: u32) -> bool {
    const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let numbers = sheet.row(row).filter_map(|(_, value)| match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => {
            let roman = || ROMAN.iter().position(|known| known == text).map(|at| at as f64 + 1.0);
            text.parse().ok().or_else(roman)
        }
        _ => None,
    });
    let numbers: Vec<f64> = numbers.collect();
    numbers.len() >= 2 && numbers[0] == 1.0 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1.0)
}

/// A tick of a matrix row without a module, not a word of a header.
fn is_mark(text: &str, words: &Columns) -> bool {
    let single = text.chars().count() == 1 && !text.chars().all(|c| c.is_alphanumeric());
    single || words.tick.contains(&text.to_lowercase())
}

/// Several tables under one header row: a new one begins where a code column comes again.
pub(super) fn side_by_side(columns: Vec<Column>) -> Vec<Vec<Column>> {
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

pub(super) fn same_shape(one: &[Vec<Column>], other: &[Vec<Column>]) -> bool {
    let shape = |groups: &[Vec<Column>]| -> Vec<(u32, Meaning)> {
        groups.iter().flatten().map(|column| (column.index, column.meaning.clone())).collect()
    };
    shape(one) == shape(other)
}
