//! The sheets of a workbook in parts, which are written at the same time.

use std::sync::{Mutex, PoisonError};

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// The sheets of one part of a workbook, in their order.
pub(super) struct Sheets<'b> {
    /// Where the formats are kept that long sheets refer to.
    book: &'b Mutex<Workbook>,
    made: Vec<Worksheet>,
    /// Names of sheets that are in other parts.
    taken: Vec<String>,
}

impl<'b> Sheets<'b> {
    /// None yet. Other parts of the book have `taken` these names.
    pub(super) fn new(book: &'b Mutex<Workbook>, taken: Vec<String>) -> Self {
        Sheets { book, made: Vec::new(), taken }
    }

    /// One more.
    pub(super) fn add(&mut self) -> &mut Worksheet {
        self.put(Worksheet::new())
    }

    /// One more, whose rows go to a temporary file as they are written.
    pub(super) fn add_long(&mut self) -> Result<&mut Worksheet, XlsxError> {
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let sheet = book.new_worksheet_with_constant_memory()?;
        drop(book);
        Ok(self.put(sheet))
    }

    fn put(&mut self, sheet: Worksheet) -> &mut Worksheet {
        let at = self.made.len();
        self.made.push(sheet);
        &mut self.made[at]
    }

    /// A name that Excel takes for a sheet: no more than 31 characters, none of those it forbids, and not there yet.
    pub(super) fn name(&self, wanted: &str) -> String {
        let allowed = |c: char| if "[]:*?/\\'".contains(c) { ' ' } else { c };
        let name: String = wanted.chars().map(allowed).take(28).collect();
        let name = if name.trim().is_empty() { "-" } else { name.trim() };
        let taken: Vec<String> = self.made.iter().map(Worksheet::name).chain(self.taken.clone()).collect();
        let taken: Vec<String> = taken.iter().map(|name| name.to_lowercase()).collect();
        let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name} {number}")));
        let mut free = names.filter(|name| !taken.contains(&name.to_lowercase()));
        free.next().unwrap_or_else(|| name.to_owned())
    }

    pub(super) fn made(self) -> Vec<Worksheet> {
        self.made
    }
}

/// `book` with the sheets that `write` writes.
pub(super) fn with_sheets(
    book: Workbook,
    write: impl FnOnce(&mut Sheets<'_>) -> Result<(), XlsxError>,
) -> Result<Workbook, XlsxError> {
    let book = Mutex::new(book);
    let mut sheets = Sheets::new(&book, Vec::new());
    write(&mut sheets)?;
    let made = sheets.made();
    Ok(with_all(book, made))
}

/// `book` with the sheets of all parts, in their order.
pub(super) fn with_all(book: Mutex<Workbook>, sheets: impl IntoIterator<Item = Worksheet>) -> Workbook {
    let mut book = book.into_inner().unwrap_or_else(PoisonError::into_inner);
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    book
}
