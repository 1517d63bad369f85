//! What stands in the sheets of an old .xls: hidden rows and columns, and where there are cells.
//!
//! [MS-XLS] `Row`, `ColInfo`, `Dimensions`, and the records of cells.

use super::{BOF, EOF, Records, long, word};
use crate::workbook::package::{Area, Extras, Room};

const FORMULA: u16 = 0x0006;
const COLUMNS: u16 = 0x007d;
const MUL_RK: u16 = 0x00bd;
const RICH_STRING: u16 = 0x00d6;
const LABEL_SST: u16 = 0x00fd;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const ROW: u16 = 0x0208;
const RK: u16 = 0x027e;

const MAX_ROWS: u64 = 65_536;
const MAX_COLUMNS: u32 = 256;

/// What is learnt of a sheet.
#[derive(Default)]
pub(super) struct Sheet<'a> {
    strings: &'a [u32],
    pub(super) extras: Extras,
    area: Area,
    reserved: u64,
    /// The bytes of the shared strings in it.
    pub(super) text: u64,
    /// Where the last formula stands, which a text that follows is the value of.
    formula: (u16, u16),
}

impl<'a> Sheet<'a> {
    pub(super) fn new(strings: &'a [u32]) -> Self {
        Sheet { strings, ..Sheet::default() }
    }

    /// The cells that calamine makes room for.
    pub(super) fn cells(&self) -> u64 {
        self.area.cells().saturating_add(self.reserved)
    }

    /// Reads a sheet to its end but not the charts in it, as long as there is something `left` to read.
    pub(super) fn read(&mut self, bytes: &[u8], left: &mut u64, room: &mut Room) {
        let mut depth = 0u32;
        for (kind, body) in (Records { rest: bytes }) {
            *left = left.saturating_sub(4 + body.len() as u64);
            match kind {
                _ if *left == 0 => return,
                BOF => depth += 1,
                EOF if depth <= 1 => return,
                EOF => depth -= 1,
                _ if depth <= 1 => self.take(kind, body, room),
                _ => {}
            }
        }
    }

    fn take(&mut self, kind: u16, body: &[u8], room: &mut Room) {
        match kind {
            ROW if body.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = word(body, 0).map_or(0, u32::from);
                self.extras.hide_rows(row..row + 1, room);
            }
            COLUMNS if body.get(8).is_some_and(|flags| flags & 1 != 0) => self.hide_columns(body, room),
            DIMENSIONS => self.reserve(body),
            STRING => self.cover(self.formula, 1),
            _ => {
                if let (Some(row), Some(column)) = (word(body, 0), word(body, 2)) {
                    self.cell(kind, (row, column), body);
                }
            }
        }
    }

    fn cell(&mut self, kind: u16, at: (u16, u16), body: &[u8]) {
        match kind {
            FORMULA => self.formula = at,
            // The cells of a row, six bytes each, between where they start and where they end.
            MUL_RK => return self.cover(at, body.len().saturating_sub(6) as u32 / 6),
            LABEL_SST => {
                let index = long(body, 6).and_then(|index| usize::try_from(index).ok());
                let size = index.and_then(|index| self.strings.get(index)).copied().unwrap_or(0);
                self.text = self.text.saturating_add(u64::from(size));
            }
            NUMBER | LABEL | RICH_STRING | BOOL_ERR | RK => {}
            _ => return,
        }
        self.cover(at, 1);
    }

    fn cover(&mut self, (row, column): (u16, u16), columns: u32) {
        let (row, column) = (u32::from(row), u32::from(column));
        self.area.cover(row..row + 1, column..column + columns);
    }

    fn hide_columns(&mut self, body: &[u8], room: &mut Room) {
        if let (Some(first), Some(last)) = (word(body, 0), word(body, 2)) {
            self.extras.hide_columns(first.into()..(u32::from(last) + 1).min(MAX_COLUMNS), room);
        }
    }

    /// Rows and columns have their first and the one after their last; calamine subtracts without a check.
    fn reserve(&mut self, body: &[u8]) {
        let short = |at| word(body, at).map_or(0, u32::from);
        let (rows, columns) = match body.len() {
            10 => ((short(0), short(2)), (short(4), short(6))),
            _ => ((long(body, 0).unwrap_or(0), long(body, 4).unwrap_or(0)), (short(8), short(10))),
        };
        // It also takes a first column that is out of order for zero.
        let first = if columns.0 > 0xff || columns.0 > columns.1 { 0 } else { columns.0 };
        let cells = u64::from(rows.1.wrapping_sub(rows.0)) * u64::from(columns.1 - first);
        let is_possible = cells <= MAX_ROWS * u64::from(MAX_COLUMNS) || rows.1 == 0;
        self.reserved = self.reserved.max(if is_possible { 0 } else { cells });
    }
}
