//! A row of an .ods and the cell that is open in it, followed tag by tag as calamine follows them.

use std::ops::Range;

use quick_xml::events::BytesStart;

use super::MAX_COLUMNS;
use crate::workbook::package::{Area, attribute, attributes, unescaped};

/// A row that is being read.
#[derive(Default)]
pub(super) struct Row {
    pub(super) rows: Range<u32>,
    /// The columns written so far, and the empty ones after them, which are written if another follows.
    pub(super) columns: u32,
    empty: u32,
    pub(super) filled: Area,
    pub(super) cell: Option<Cell>,
}

impl Row {
    pub(super) fn new(rows: Range<u32>) -> Self {
        Row { rows, ..Row::default() }
    }

    pub(super) fn start(&mut self, tag: &BytesStart<'_>) {
        match &mut self.cell {
            Some(cell) => cell.start(tag),
            None if is_cell(tag.name().as_ref()) => self.cell = Some(Cell::new(tag)),
            None => {}
        }
    }

    /// The cell that ends here, with its columns.
    pub(super) fn end(&mut self, name: &str) -> Option<(Cell, Range<u32>)> {
        let cell = self.cell.take_if(|cell| cell.end(name))?;
        self.columns = span(self.columns, u64::from(self.empty), MAX_COLUMNS).end;
        let columns = span(self.columns, cell.repeats, MAX_COLUMNS);
        self.empty = if cell.filled { 0 } else { columns.len() as u32 };
        self.columns = columns.end - self.empty;
        Some((cell, columns))
    }
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table:table-cell" | "table:covered-table-cell")
}

pub(super) struct Cell {
    name: String,
    /// Whether what it contains is its value. Then calamine ends it with the first cell that ends, notes
    /// excepted; otherwise with the end that matches its start.
    as_text: bool,
    in_note: bool,
    /// How many elements of its name are open, itself counted.
    open: u32,
    repeats: u64,
    /// Rows and columns.
    pub(super) spanned: (u32, u32),
    pub(super) filled: bool,
    /// The bytes of its value and its formula.
    pub(super) text: u64,
}

impl Cell {
    fn new(tag: &BytesStart<'_>) -> Self {
        let name = tag.name().as_ref().to_owned();
        let (as_text, in_note, filled) = (false, false, false);
        let mut cell = Cell { name, as_text, in_note, open: 1, repeats: 1, spanned: (1, 1), filled, text: 0 };
        // LibreOffice gives the text of an error in the cell, and an empty value with it.
        let (mut value, mut is_string, mut is_error) = (None, false, false);
        for (key, given) in attributes(tag) {
            match key {
                "table:number-columns-repeated" => cell.repeats = given.parse().unwrap_or(1),
                "table:number-rows-spanned" => cell.spanned.0 = given.parse().unwrap_or(1),
                "table:number-columns-spanned" => cell.spanned.1 = given.parse().unwrap_or(1),
                "table:formula" => cell.text += given.len() as u64,
                "office:value-type" => is_string = given == "string",
                "calcext:value-type" => is_error = given == "error",
                "office:value"
                | "office:boolean-value"
                | "office:string-value"
                | "office:date-value"
                | "office:time-value" => value = value.or(Some((key, given))),
                _ => {}
            }
        }
        cell.as_text = match value {
            Some(value) => is_error && value == ("office:string-value", ""),
            None => is_string,
        };
        cell.filled = value.is_some() || is_string || cell.text > 0;
        cell.text += value.map_or(0, |(_, text)| text.len() as u64);
        cell
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name();
        match name.as_ref() {
            name if !self.as_text => self.open += u32::from(self.name == name),
            _ if self.in_note => {}
            "office:annotation" => self.in_note = true,
            "text:s" => self.write(repeats(tag, "text:c")),
            _ => self.write(1),
        }
    }

    /// Whether it ends here.
    fn end(&mut self, name: &str) -> bool {
        if !self.as_text {
            self.open -= u32::from(self.name == name);
            return self.open == 0;
        }
        let ends = !self.in_note && is_cell(name);
        self.in_note &= name != "office:annotation";
        ends
    }

    pub(super) fn write(&mut self, bytes: u64) {
        if self.as_text && !self.in_note {
            self.text = self.text.saturating_add(bytes);
        }
    }
}

/// How often a tag stands for itself.
pub(super) fn repeats(tag: &BytesStart<'_>, name: &str) -> u64 {
    attribute(tag, name).and_then(|value| unescaped(value).parse().ok()).unwrap_or(1)
}

/// So many from `from` on, none of them beyond `most`.
pub(super) fn span(from: u32, count: u64, most: u32) -> Range<u32> {
    let room = most.saturating_sub(from);
    from..from + u32::try_from(count).map_or(room, |count| count.min(room))
}
