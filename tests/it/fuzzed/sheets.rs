//! Sheets drawn from bytes: words of real curricula in any order, with numbers, dates, errors and noise among them.

use std::sync::OnceLock;

use arbitrary::{Result, Unstructured};
use khung::place::Address;
use khung::workbook::{Region, Sheet, Value, Workbook};

/// Where the words of a sheet are taken from.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// Rows that are headers of real files.
    pub(super) headers: &'a [Vec<String>],
    /// Words of headers.
    pub(super) names: &'a [String],
    /// What stands below them.
    pub(super) entries: &'a [String],
}

const BETWEEN: [&str; 8] = [": ", "\n", ", ", " ", "; ", " - ", "/", ""];

const NUMBERS: [f64; 12] =
    [0.0, 1.0, 2.0, 3.0, 1.1, 6.2, 45.0, -1.0, 0.5, 1e300, 4_294_967_296.0, f64::MIN_POSITIVE];

/// A workbook of one sheet or two.
pub(super) fn book(u: &mut Unstructured<'_>, words: Words<'_>) -> Result<Workbook> {
    let count = u.int_in_range(1..=2)?;
    let sheets = (0..count).map(|index| sheet(u, index, words)).collect::<Result<_>>()?;
    Ok(Workbook { id: "fuzzed".to_owned(), inputs: Vec::new(), sheets })
}

fn sheet(u: &mut Unstructured<'_>, index: u32, words: Words<'_>) -> Result<Sheet> {
    let mut sheet = Sheet::new("fuzzed.xlsx", index, &text(u, words)?);
    let (rows, columns) = (u.int_in_range(1..=8)?, u.int_in_range(1..=7)?);
    let (mut top, left) = (u.int_in_range(0..=2)?, u.int_in_range(0..=2)?);
    for _ in 0..rows {
        row(u, &mut sheet, (top, left), columns, words)?;
        top += 1 + u32::from(u.ratio(1, 16)?);
    }
    for _ in 5..u.int_in_range(0..=7_u8)? {
        sheet.merged.push(region(u)?);
    }
    if u.ratio(1, 16)? {
        sheet.hidden_rows.insert(u.int_in_range(0..=10)?);
        sheet.hidden_columns.insert(u.int_in_range(0..=6)?);
    }
    sheet.hidden = u.ratio(1, 32)?;
    Ok(sheet)
}

fn row(
    u: &mut Unstructured<'_>,
    sheet: &mut Sheet,
    at: (u32, u32),
    columns: u32,
    words: Words<'_>,
) -> Result<()> {
    let from: Vec<String> = match u.int_in_range(0..=7)? {
        0 => u.choose(words.headers)?.clone(),
        1 => (0..columns).map(|_| u.choose(words.names).cloned()).collect::<Result<_>>()?,
        _ => Vec::new(),
    };
    for column in 0..columns.max(from.len() as u32) {
        let known = from.get(column as usize).map(|text| Value::Text(text.clone()));
        let value = if known.is_some() && !u.ratio(1, 16)? { known } else { cell(u, words)? };
        value.into_iter().for_each(|value| sheet.set(Address::new(at.0, at.1 + column), value));
    }
    Ok(())
}

fn cell(u: &mut Unstructured<'_>, words: Words<'_>) -> Result<Option<Value>> {
    Ok(match u.int_in_range(0..=15)? {
        0..=2 => None,
        3 => Some(Value::Number(*u.choose(&NUMBERS)?)),
        4 => Some(Value::Number(f64::from(u.arbitrary::<u8>()?) / 10.0)),
        5 => Some(Value::Date("2026-05-12".to_owned())),
        6 => Some(Value::Error("#REF!".to_owned())),
        _ => Some(text(u, words)?).filter(|text| !text.is_empty()).map(Value::Text),
    })
}

/// One to three words of the vocabulary, or anything.
pub(super) fn text(u: &mut Unstructured<'_>, words: Words<'_>) -> Result<String> {
    let mut text = word(u, words)?;
    for _ in 3..u.int_in_range(3..=5_u8)? {
        text.push_str(u.choose(&BETWEEN)?);
        text.push_str(&word(u, words)?);
    }
    // As every reader leaves it.
    Ok(khung::text::normalize(&text))
}

fn word(u: &mut Unstructured<'_>, words: Words<'_>) -> Result<String> {
    Ok(match u.int_in_range(0..=15)? {
        0..=11 => u.choose(words.entries)?.clone(),
        12 | 13 => u.choose(words.names)?.clone(),
        14 => u.arbitrary::<u8>()?.to_string(),
        _ => u.arbitrary::<&str>()?.chars().take(40).collect(),
    })
}

fn region(u: &mut Unstructured<'_>) -> Result<Region> {
    let (row, column) = (u.int_in_range(0..=14)?, u.int_in_range(0..=8)?);
    let (down, across) = (u.int_in_range(0..=6)?, u.int_in_range(0..=6)?);
    Ok(Region { from: Address::new(row, column), to: Address::new(row + down, column + across) })
}

/// The words of `columns.toml`: all that stands in quotation marks there.
pub(super) fn names() -> &'static [String] {
    static READY: OnceLock<Vec<String>> = OnceLock::new();
    READY.get_or_init(|| {
        let quoted = include_str!("../../../mappings/columns.toml").split('"').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    })
}

/// The lines of a list, one a word.
pub(super) fn lines(list: &str) -> Vec<String> {
    list.lines().map(str::to_owned).collect()
}

/// The lines of a list, each a row with `|` between its cells.
pub(super) fn rows(list: &str) -> Vec<Vec<String>> {
    list.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect()
}
