//! What is a table here, which column is what, what is each row.
//!
//! Nothing is found by position. A row is a header if enough of its cells are words that institutions
//! put in headers (`mappings/columns.toml`) or components of the framework; a table runs from there to
//! the next header; every row that is not empty is given a kind, so that nothing is dropped unsaid.

mod header;
mod mention;
mod rows;

pub use header::word_role;
pub use mention::{Mention, mentions};
pub use rows::{Row, RowKind};

use std::ops::RangeInclusive;

use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::lang::Wording;
use crate::mappings::{Columns, Role};
use crate::workbook::Sheet;

/// What layout is told apart from the sheet itself.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'a> {
    /// The words of headers and rows.
    pub columns: &'a Columns,
    /// The framework whose components may head columns.
    pub framework: &'a Framework,
    /// The tables of the audience.
    pub tables: &'a [TableId],
}

/// How a sheet was understood.
#[derive(Clone, Debug)]
pub struct SheetLayout {
    /// The tables found, from top to bottom and left to right.
    pub tables: Vec<Table>,
    /// The rows above the first table that are not empty.
    pub preamble: Vec<u32>,
    /// Why no table was found, if none was: the row that came nearest, and what it lacked.
    pub skipped: Option<Wording>,
}

/// A table of a sheet.
#[derive(Clone, Debug)]
pub struct Table {
    /// The rows of its header, from zero.
    pub header: RangeInclusive<u32>,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// Its rows, from the top, all that are not empty.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its position in the sheet, from zero.
    pub index: u32,
    /// Its header as written, with the header above it where there are two.
    pub header: String,
    /// What it was taken for.
    pub meaning: Meaning,
    /// How well the header fits, from 0 to 1.
    pub score: f64,
}

/// What a column was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// One of the roles of `columns.toml`.
    Role(Role),
    /// A component of the framework, perhaps at one level: a column of a matrix.
    Component {
        /// The components the header may mean; more than one where two tables share the code.
        components: Vec<ComponentId>,
        /// The level, if the header names one.
        level: Option<LevelId>,
        /// Whether the header is a number, so that 1.1 may have been 1.10.
        number: bool,
    },
    /// A code in the form of a component's that the framework does not have.
    UnknownComponent,
    /// A date, which may have been a component's code.
    Date,
    /// Not known; the column is read past.
    Unknown,
}

impl Table {
    /// The columns with `role`, best first.
    pub fn columns_with(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.meaning == Meaning::Role(role))
    }

    /// The first column with `role`.
    pub fn column(&self, role: Role) -> Option<u32> {
        self.columns_with(role).map(|column| column.index).next()
    }

    /// Whether it lists modules with facts about them, rather than adding to modules listed elsewhere.
    pub fn lists_modules(&self) -> bool {
        const FACTS: [Role; 6] =
            [Role::Credits, Role::Periods, Role::Hours, Role::Term, Role::Choice, Role::Prerequisites];
        let named = self.column(Role::Title).is_some();
        named && FACTS.iter().any(|role| self.column(*role).is_some())
    }

    /// How many rows are of the kind that `is` picks.
    pub fn count(&self, is: impl Fn(&RowKind) -> bool) -> usize {
        self.rows.iter().filter(|row| is(&row.kind)).count()
    }
}

/// Finds the tables of `sheet` and says what each column and row is.
pub fn understand(sheet: &Sheet, guide: Guide<'_>) -> SheetLayout {
    let rows = sheet.rows();
    let found = header::find(sheet, &rows, guide);
    let first = found.headers.first().map_or(u32::MAX, |header| *header.rows.start());
    let preamble = rows.iter().copied().filter(|row| *row < first).collect();
    let mut tables = Vec::new();
    for (position, header) in found.headers.iter().enumerate() {
        let end = found.headers.get(position + 1).map_or(u32::MAX, |next| *next.rows.start());
        let body: Vec<u32> =
            rows.iter().copied().filter(|row| row > header.rows.end() && *row < end).collect();
        for columns in &header.groups {
            let rows = rows::classify(sheet, &body, columns, header, guide.columns);
            tables.push(Table { header: header.rows.clone(), columns: columns.clone(), rows });
        }
    }
    let skipped = tables.is_empty().then_some(found.nearest);
    SheetLayout { tables, preamble, skipped }
}
