//! Facts told as a name and a value: `Tên chương trình: Sư phạm Toán học`, or in two cells side by side.

use rayon::prelude::*;

use super::Guide;
use super::words::exact_role;
use crate::mappings::Role;
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactName {
    /// The programme's title.
    Title,
    /// The programme's code.
    Code,
    /// Its credits in all.
    Credits,
    /// The level that all its modules teach at.
    Level,
    /// A fact about the one module that the sheet is about.
    Module(Role),
    /// Known, and of no use here.
    Other,
}

/// A fact and the cell of its value.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is about.
    pub name: FactName,
    /// The value; a text after a colon stands for itself.
    pub value: Value,
    /// The row, from zero.
    pub row: u32,
    /// The column of the value, from zero.
    pub column: u32,
}

impl Fact {
    /// Whether it tells which module the sheet is about.
    pub(super) fn is_of_module(&self) -> bool {
        matches!(self.name, FactName::Module(Role::Code | Role::Title))
    }
}

/// Facts have few words before their value.
const MOST_CELLS: usize = 4;

/// No name of a fact has more bytes, even one in two languages.
const LONGEST_NAME: usize = 200;

/// The facts in those of `rows` that hold a name and a value and little else.
pub(super) fn read(sheet: &Sheet, rows: &[u32], guide: Guide<'_>) -> Vec<Fact> {
    rows.par_iter().flat_map_iter(|row| in_row(sheet, *row, guide)).collect()
}

fn in_row(sheet: &Sheet, row: u32, guide: Guide<'_>) -> Vec<Fact> {
    let cells: Vec<(u32, &Value)> = sheet.row(row).collect();
    if cells.len() > MOST_CELLS * 2 {
        return Vec::new();
    }
    let in_cell = |(position, (column, value)): (usize, &(u32, &Value))| {
        let Value::Text(text) = value else { return None };
        in_one_cell(text, row, *column, guide).or_else(|| {
            let (column, value) = cells.get(position + 1)?;
            let name = named(text.trim_end_matches(':'), guide).filter(|_| is_value(value, guide))?;
            Some(Fact { name, value: (*value).clone(), row, column: *column })
        })
    };
    cells.iter().enumerate().filter_map(in_cell).collect()
}

fn in_one_cell(text: &str, row: u32, column: u32, guide: Guide<'_>) -> Option<Fact> {
    let (name, value) = text.split_once(':')?;
    let value = value.trim();
    let name = named(name, guide).filter(|_| !value.is_empty() && !name.contains('\n'))?;
    Some(Fact { name, value: Value::Text(value.to_owned()), row, column })
}

/// The fact that `text` names in full.
fn named(text: &str, guide: Guide<'_>) -> Option<FactName> {
    if text.len() > LONGEST_NAME {
        return None;
    }
    // "1. Tên học phần", "2.1. Mã học phần"
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".) ".contains(c));
    let words = fold_words(text);
    let known = &guide.columns.facts;
    let is = |names: &[String]| names.contains(&words);
    if is(&known.title) {
        Some(FactName::Title)
    } else if is(&known.code) {
        Some(FactName::Code)
    } else if is(&known.credits) {
        Some(FactName::Credits)
    } else if is(&known.level) {
        Some(FactName::Level)
    } else if is(&known.other) {
        Some(FactName::Other)
    } else {
        exact_role(text, guide.columns).map(FactName::Module)
    }
}

/// A value is no name of a fact or of a column itself.
fn is_value(value: &Value, guide: Guide<'_>) -> bool {
    match value {
        Value::Text(text) => named(text.trim_end_matches(':'), guide).is_none(),
        Value::Number(_) | Value::Date(_) => true,
        Value::Error(_) => false,
    }
}
