//! Excel and OpenDocument workbooks, through calamine.
//!
//! xlsx and xlsb are read cell by cell and never as a range: two cells at far corners make calamine ask
//! for a range of the whole sheet, which no memory holds (tafia/calamine#693).

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible};

use super::guard::{self, Form};
use super::package::Extras;
use super::{Fault, Region, Sheet, Value, biff, package};
use crate::lang::Wording;
use crate::mappings::Limits;
use crate::place::Address;

/// What a sheet of Excel can have.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

/// Cells of a sheet that may be unreadable before the sheet is.
const MOST_UNREAD: usize = 200;

type Bytes = Cursor<Vec<u8>>;

/// The sheets of a workbook; their `file` is still to be named.
pub(super) fn read(bytes: Vec<u8>, form: Form, limits: &Limits) -> Result<Vec<Sheet>, Fault> {
    let limit = guard::unpacked_limit(limits);
    let mut budget = Budget { limits, left: limits.max_cells, text: limit };
    let (mut sheets, mut extras) = match form {
        Form::Xlsx => {
            budget.holds(package::declared_strings(&bytes, limit))?;
            let extras = package::xlsx(&bytes, limit);
            (xlsx(calamine::Xlsx::new(Cursor::new(bytes)).map_err(said)?, &mut budget)?, extras)
        }
        Form::Xlsb => {
            let extras = package::xlsb(&bytes, limit);
            (xlsb(calamine::Xlsb::new(Cursor::new(bytes)).map_err(said)?, &mut budget)?, extras)
        }
        Form::Xls => xls(&bytes, &mut budget)?,
        Form::Ods => ods(bytes, &mut budget)?,
        Form::Text => return Ok(Vec::new()),
    };
    for sheet in &mut sheets {
        let Some(extras) = extras.remove(&*sheet.name) else { continue };
        if sheet.merged.is_empty() {
            sheet.merged = extras.merged;
        }
        (sheet.hidden_rows, sheet.hidden_columns) = (extras.hidden_rows, extras.hidden_columns);
        sheet.without_value = extras.without_value;
    }
    Ok(sheets)
}

type Read = (Vec<Sheet>, BTreeMap<String, Extras>);

/// An old .xls, only as far as it was looked through and found to fit into memory.
fn xls(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Read, Fault> {
    let damaged = || Fault::unreadable(&Wording::new("tệp bị hỏng", "it is damaged"));
    let biff = biff::scan(bytes).ok_or_else(damaged)?;
    if biff.encrypted {
        return Err(guard::encrypted());
    }
    budget.holds(biff.dense_cells)?;
    budget.holds_text(biff.text_bytes)?;
    let sound = biff.repacked().ok_or_else(damaged)?;
    let book = calamine::Xls::new(Cursor::new(sound)).map_err(said)?;
    Ok((ranges(book, budget, xls_merged)?, biff.extras))
}

/// An .ods, if what its repetitions come to fits into memory.
fn ods(bytes: Vec<u8>, budget: &mut Budget<'_>) -> Result<Read, Fault> {
    let limit = guard::unpacked_limit(budget.limits);
    let pass = package::ods(&bytes, limit).map_err(|_| guard::unpacks_too_large(budget.limits))?;
    budget.holds(pass.dense_cells.max(pass.filled_cells))?;
    budget.holds_text(pass.text_bytes)?;
    let book = calamine::Ods::new(Cursor::new(bytes)).map_err(said)?;
    Ok((ranges(book, budget, |_, _| Vec::new())?, pass.extras))
}

/// A reader's complaint as a fault.
fn said(error: impl std::fmt::Display) -> Fault {
    let complaint = error.to_string();
    guard::is_password(&complaint).unwrap_or_else(|| Fault::refused(&complaint))
}

/// How many more cells may be kept.
struct Budget<'a> {
    limits: &'a Limits,
    left: usize,
    /// Bytes of text: one shared string can stand in many cells.
    text: u64,
}

impl Budget<'_> {
    /// Whether so many cells would fit.
    fn holds(&self, cells: u64) -> Result<(), Fault> {
        let fits = cells <= self.limits.max_cells as u64;
        if fits { Ok(()) } else { Err(guard::too_many_cells(self.limits)) }
    }

    /// Whether so many bytes of text would fit.
    fn holds_text(&self, bytes: u64) -> Result<(), Fault> {
        let fits = bytes <= guard::unpacked_limit(self.limits);
        if fits { Ok(()) } else { Err(guard::unpacks_too_large(self.limits)) }
    }

    fn put(&mut self, sheet: &mut Sheet, row: u32, column: u32, value: Option<Value>) -> Result<(), Fault> {
        let Some(value) = value.filter(|_| row < MAX_ROWS && column < MAX_COLUMNS) else { return Ok(()) };
        self.left = self.left.checked_sub(1).ok_or_else(|| guard::too_many_cells(self.limits))?;
        if let Value::Text(text) = &value {
            let left = self.text.checked_sub(text.len() as u64);
            self.text = left.ok_or_else(|| guard::unpacks_too_large(self.limits))?;
        }
        sheet.set(Address::new(row, column), value);
        Ok(())
    }
}

fn xlsx(mut book: calamine::Xlsx<Bytes>, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut sheets = Vec::new();
    for mut sheet in listed(book.sheets_metadata(), budget.limits)? {
        let name = sheet.name.to_string();
        let mut reader = book.worksheet_cells_reader(&name).map_err(said)?;
        loop {
            match reader.next_cell() {
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    budget.put(&mut sheet, row, column, value_ref(cell.get_value()))?;
                }
                Ok(None) => break,
                // One cell that calamine does not know (an error of newer Excel, #SPILL!) is not the sheet's end.
                Err(_) if sheet.unread < MOST_UNREAD => sheet.unread += 1,
                Err(error) => return Err(said(error)),
            }
        }
        drop(reader);
        sheet.merged = regions(book.merge_cells_by_sheet_name(&name).unwrap_or_default());
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn xlsb(mut book: calamine::Xlsb<Bytes>, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut sheets = Vec::new();
    for mut sheet in listed(book.sheets_metadata(), budget.limits)? {
        let name = sheet.name.to_string();
        let mut reader = book.worksheet_cells_reader(&name).map_err(said)?;
        while let Some(cell) = reader.next_cell().map_err(said)? {
            let (row, column) = cell.get_position();
            budget.put(&mut sheet, row, column, value_ref(cell.get_value()))?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// xls and ods, which calamine gives only as ranges; both have bounds of their own.
fn ranges<R>(
    mut book: R,
    budget: &mut Budget<'_>,
    merged: impl Fn(&R, &str) -> Vec<Region>,
) -> Result<Vec<Sheet>, Fault>
where
    R: Reader<Bytes>,
    R::Error: std::fmt::Display,
{
    let mut sheets = Vec::new();
    for mut sheet in listed(book.sheets_metadata(), budget.limits)? {
        let name = sheet.name.to_string();
        let range = book.worksheet_range(&name).map_err(said)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            // Rows of a range count from its start; addresses count from A1.
            budget.put(&mut sheet, top + row as u32, left + column as u32, value(data))?;
        }
        sheet.merged = merged(&book, &name);
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn xls_merged(book: &calamine::Xls<Bytes>, name: &str) -> Vec<Region> {
    regions(book.merge_cells_by_sheet_name(name).unwrap_or_default())
}

/// The work sheets of a book, still empty.
fn listed(metadata: &[calamine::Sheet], limits: &Limits) -> Result<Vec<Sheet>, Fault> {
    if metadata.len() > limits.max_sheets {
        return Err(guard::too_many_sheets(metadata.len(), limits));
    }
    let sheets = (0..).zip(metadata).filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet);
    let sheets = sheets
        .map(|(index, known)| {
            let mut sheet = Sheet::new("", index, &known.name);
            sheet.hidden = known.visible != SheetVisible::Visible;
            sheet
        })
        .collect();
    Ok(sheets)
}

fn regions(dimensions: Vec<Dimensions>) -> Vec<Region> {
    let region = |d: Dimensions| Region {
        from: Address::new(d.start.0, d.start.1),
        to: Address::new(d.end.0, d.end.1),
    };
    dimensions.into_iter().map(region).collect()
}

fn value_ref(data: &DataRef<'_>) -> Option<Value> {
    match data {
        DataRef::SharedString(text) => self::text(text),
        DataRef::String(text) => self::text(text),
        DataRef::Int(number) => Some(Value::Number(*number as f64)),
        DataRef::Float(number) => Some(Value::Number(*number)),
        DataRef::Bool(is) => Some(boolean(*is)),
        DataRef::DateTime(date) => Some(self::date(date)),
        DataRef::DateTimeIso(date) | DataRef::DurationIso(date) => Some(Value::Date(date.clone())),
        DataRef::Error(error) => Some(self::error(error)),
        DataRef::Empty => None,
    }
}

fn value(data: &Data) -> Option<Value> {
    match data {
        Data::String(text) => self::text(text),
        Data::Int(number) => Some(Value::Number(*number as f64)),
        Data::Float(number) => Some(Value::Number(*number)),
        Data::Bool(is) => Some(boolean(*is)),
        Data::DateTime(date) => Some(self::date(date)),
        Data::DateTimeIso(date) | Data::DurationIso(date) => Some(Value::Date(date.clone())),
        Data::Error(error) => Some(self::error(error)),
        Data::Empty => None,
    }
}

/// A text as it stands; its spelling is settled when the whole sheet is known.
fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

fn boolean(is: bool) -> Value {
    Value::Text(if is { "x" } else { "-" }.to_owned())
}

fn date(date: &ExcelDateTime) -> Value {
    if date.is_duration() {
        return Value::Number(date.as_f64());
    }
    let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
    let time = if (hour, minute) == (0, 0) { String::new() } else { format!("T{hour:02}:{minute:02}") };
    Value::Date(format!("{year:04}-{month:02}-{day:02}{time}"))
}

fn error(error: &CellErrorType) -> Value {
    Value::Error(error.to_string())
}
