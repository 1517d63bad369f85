//! Working in a report as a person does, with a program that writes xlsx: every cell is read, some are changed, and all are
//! written again.

use std::path::Path;

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A report that is open for work.
pub(crate) struct Book(Vec<(String, Vec<Vec<Data>>)>);

impl Book {
    pub(crate) fn open(path: &Path) -> Self {
        let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
        let sheet = |name: String, book: &mut Xlsx<_>| {
            let range = book.worksheet_range(&name).expect("a sheet");
            let start = range.start().unwrap_or_default();
            let mut rows = vec![Vec::new(); start.0 as usize];
            rows.extend(range.rows().map(|row| {
                let mut cells = vec![Data::Empty; start.1 as usize];
                cells.extend(row.iter().cloned());
                cells
            }));
            (name, rows)
        };
        let names = book.sheet_names();
        Book(names.into_iter().map(|name| sheet(name, &mut book)).collect())
    }

    pub(crate) fn sheet(&mut self, name: &str) -> Sheet<'_> {
        let rows = &mut self.0.iter_mut().find(|(sheet, _)| sheet == name).expect("the sheet").1;
        let is_header = |row: &Vec<Data>| {
            let has = |header: &str| row.iter().any(|cell| cell.as_string().as_deref() == Some(header));
            has("Quyết định") || has("Lý do chấp nhận") || has("Decision")
        };
        let header = rows.iter().position(is_header).expect("a header row");
        Sheet { header, rows }
    }

    pub(crate) fn save(&self, path: &Path) {
        let mut book = Workbook::new();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (name, rows) in &self.0 {
            let sheet = book.add_worksheet().set_name(name).expect("a name");
            for (row, cells) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(cells) {
                    match cell {
                        Data::Empty => continue,
                        Data::Float(number) => sheet.write_number(row, column, *number),
                        Data::Int(number) => sheet.write_number(row, column, *number as f64),
                        Data::DateTime(day) => {
                            let day = ExcelDateTime::from_serial_datetime(day.as_f64()).expect("a date");
                            sheet.write_datetime_with_format(row, column, &day, &date)
                        }
                        other => sheet.write_string(row, column, other.to_string()),
                    }
                    .expect("a cell");
                }
            }
        }
        book.save(path).expect("a workbook");
    }
}

/// One sheet with a header row.
pub(crate) struct Sheet<'a> {
    header: usize,
    rows: &'a mut Vec<Vec<Data>>,
}

impl Sheet<'_> {
    fn column(&self, header: &str) -> usize {
        let at = self.rows[self.header].iter().position(|cell| cell.as_string().as_deref() == Some(header));
        at.unwrap_or_else(|| panic!("no column {header}"))
    }

    pub(crate) fn get(&self, row: usize, column: &str) -> String {
        self.rows[row].get(self.column(column)).map(ToString::to_string).unwrap_or_default()
    }

    /// The rows below the header in which `is` holds.
    pub(crate) fn find(&self, is: impl Fn(&Self, usize) -> bool) -> Vec<usize> {
        (self.header + 1..self.rows.len()).filter(|row| is(self, *row)).collect()
    }

    pub(crate) fn set(&mut self, row: usize, column: &str, value: impl Into<Data>) {
        let at = self.column(column);
        let cells = &mut self.rows[row];
        cells.resize(cells.len().max(at + 1), Data::Empty);
        cells[at] = value.into();
    }

    /// Decides in `row` as `reviewer`.
    pub(crate) fn decide(&mut self, row: usize, decision: &str, reviewer: &str) {
        self.set(row, "Quyết định", decision.to_owned());
        self.set(row, "Người duyệt", reviewer.to_owned());
        self.set(row, "Ngày duyệt", "2026-11-20".to_owned());
    }

    /// A new row at the end, with `cells` by header.
    pub(crate) fn add(&mut self, cells: &[(&str, &str)]) {
        self.rows.push(Vec::new());
        let row = self.rows.len() - 1;
        cells.iter().for_each(|(column, value)| self.set(row, column, (*value).to_owned()));
    }

    /// A copy of `row`, right below it.
    pub(crate) fn copy(&mut self, row: usize) -> usize {
        let cells = self.rows[row].clone();
        self.rows.insert(row + 1, cells);
        row + 1
    }
}
