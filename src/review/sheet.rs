//! Review workbooks → entries and justifications.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::column::{Column, is_by_hand};
use super::{Book, Entry, Justification, Ledger, word};
use crate::alignment::{Decision, Review};
use crate::error::{Error, Result};
use crate::finding::Findings;
use crate::framework::Framework;
use crate::mappings::Settings;
use crate::place::Place;
use crate::workbook::{self, Sheet, Workbook};

/// How far down the header of a sheet is looked for.
const HEADER_ROWS: usize = 15;

/// Reads the review workbooks at `paths`: reports of khung's that people have worked in, or their sheets as CSV.
///
/// # Errors
/// [`Error::Open`]; [`Error::NoDecisions`] for a file in which no sheet has the columns of a ledger, since an audit that
/// leaves out what people decided is not what was asked for.
pub fn read(paths: &[PathBuf], framework: &Framework, settings: &Settings) -> Result<Ledger> {
    let mut ledger = Ledger::default();
    for path in paths {
        let mut findings = Findings::default();
        let units = workbook::units(std::slice::from_ref(path))?;
        let books: Vec<Workbook> =
            units.iter().map(|unit| workbook::read(unit, settings, &mut findings)).collect();
        let sheets = books.iter().flat_map(|book| &book.sheets);
        if !sheets.map(|sheet| ledger.take(sheet, framework)).fold(false, |any, taken| any | taken) {
            let reasons = findings
                .sorted()
                .into_iter()
                .map(|finding| (finding.place.clone(), finding.in_full()))
                .collect();
            return Err(Error::NoDecisions { file: path.display().to_string(), reasons });
        }
        ledger.books.push(books.iter().map(book).next().unwrap_or_default());
    }
    Ok(ledger)
}

/// What the record that khung keeps in its reports tells of the run.
fn book(workbook: &Workbook) -> Book {
    let mut told = Book::default();
    if let Some(sheet) = workbook.record() {
        for row in sheet.rows() {
            match (text(sheet, row, 0).as_str(), text(sheet, row, 1)) {
                ("input", sum) => told.inputs.push(sum),
                ("reviewed", yes) => told.reviewed = yes == "yes",
                _ => {}
            }
        }
    }
    told
}

fn text(sheet: &Sheet, row: u32, column: u32) -> String {
    sheet.get(row, column).map(|value| value.text().trim().to_owned()).unwrap_or_default()
}

impl Ledger {
    /// Reads review workbooks that are in memory. One in which no sheet has the columns of a ledger decides nothing.
    pub fn of(books: &[Workbook], framework: &Framework) -> Self {
        let mut ledger = Ledger::default();
        for workbook in books {
            for sheet in &workbook.sheets {
                ledger.take(sheet, framework);
            }
            ledger.books.push(book(workbook));
        }
        ledger
    }

    /// Reads one sheet; whether it has the columns of a ledger.
    fn take(&mut self, sheet: &Sheet, framework: &Framework) -> bool {
        let book = self.books.len();
        let Some(table) = Table::of(sheet) else { return false };
        let rows = sheet.rows().into_iter().filter(|row| *row > table.header);
        for row in rows.map(|row| Row { table: &table, row }) {
            if table.has(Column::Decision) {
                self.entries.extend(row.entry(book, framework));
            } else {
                self.justifications.extend(row.justification());
            }
        }
        true
    }
}

/// A sheet of a ledger, and which column is what.
struct Table<'a> {
    sheet: &'a Sheet,
    header: u32,
    columns: BTreeMap<Column, u32>,
}

impl<'a> Table<'a> {
    fn of(sheet: &'a Sheet) -> Option<Self> {
        sheet.rows().into_iter().take(HEADER_ROWS).find_map(|header| {
            let named = sheet.row(header).filter_map(|(at, value)| Some((Column::named(&value.text())?, at)));
            // The first of two columns of one name.
            let columns: BTreeMap<Column, u32> = named.collect::<Vec<_>>().into_iter().rev().collect();
            let has = |column| columns.contains_key(&column);
            let entries = has(Column::Decision) && (has(Column::Alignment) || has(Column::ModuleCode));
            let justifications = has(Column::Reason) && has(Column::Cell);
            (entries || justifications).then_some(Table { sheet, header, columns })
        })
    }

    fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }
}

struct Row<'a> {
    table: &'a Table<'a>,
    row: u32,
}

impl Row<'_> {
    fn get(&self, column: Column) -> String {
        let at = self.table.columns.get(&column);
        at.map(|at| text(self.table.sheet, self.row, *at)).unwrap_or_default()
    }

    /// The cell in which the decision stands.
    fn at(&self) -> Place {
        let column = self.table.columns.get(&Column::Decision);
        self.table.sheet.at(self.row, column.copied().unwrap_or_default())
    }

    fn date(&self, column: Column) -> String {
        let date = self.get(column);
        date.strip_suffix("T00:00").or(date.strip_suffix("T00:00:00")).map_or(date.clone(), str::to_owned)
    }

    fn entry(&self, book: usize, framework: &Framework) -> Option<Entry> {
        let id = self.get(Column::Alignment).to_uppercase();
        let kind = self.get(Column::Kind);
        let by_hand = id.is_empty() || is_by_hand(&kind);
        let review = self.review(by_hand, framework);
        if id.is_empty() && review.is_none() {
            return None;
        }
        Some(Entry {
            at: self.at(),
            book,
            id,
            by_hand,
            programme: self.get(Column::Programme),
            module: self.get(Column::ModuleCode),
            title: self.get(Column::Module),
            component: self.get(Column::Component),
            level: self.get(Column::Level),
            indicator: self.get(Column::Indicator),
            key: self.get(Column::Cell),
            text: self.get(Column::Quote),
            place: self.get(Column::Place),
            kind,
            state: word::state(&self.get(Column::State)),
            said: self.get(Column::Decision),
            review,
            suspect: word::suspect(&self.get(Column::Recheck)),
        })
    }

    /// What a person wrote in the row. In a row of one's own, words without a decision are acceptance.
    fn review(&self, by_hand: bool, framework: &Framework) -> Option<Review> {
        let said = self.get(Column::Decision);
        let (reviewer, date) = (self.get(Column::Reviewer), self.date(Column::Date));
        let comment = self.get(Column::Comment);
        let told = by_hand && !(comment.is_empty() && self.get(Column::Quote).is_empty());
        let nothing = said.is_empty() && reviewer.is_empty() && date.is_empty() && comment.is_empty();
        if nothing && !told {
            return None;
        }
        let decision = match said.as_str() {
            "" if told => Decision::Accept,
            said => word::decision(said, framework),
        };
        Some(Review { decision, reviewer, date, comment, suspect: None })
    }

    fn justification(&self) -> Option<Justification> {
        let (reason, name) = (self.get(Column::Reason), self.get(Column::JustifiedBy));
        let date = self.date(Column::JustifiedOn);
        if reason.is_empty() && name.is_empty() && date.is_empty() {
            return None;
        }
        Some(Justification {
            programme: self.get(Column::Programme),
            key: self.get(Column::Cell),
            cell: None,
            reason,
            name,
            date,
        })
    }
}
