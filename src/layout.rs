//! What is a table here, which column is what, what is each row.
//!
//! Nothing is found by position. A row is a header if enough of its cells are words that institutions
//! put in headers (`mappings/columns.toml`), components of the framework or labels of outcomes; what
//! the cells below hold settles what the words leave open. A table runs from there to the next header.
//! A sheet in which no table is found is looked at turned on its side, for matrices with modules across.
//! Every row that is not empty is accounted for ([`SheetLayout::account`]), so that nothing is dropped
//! unsaid; every decision has a score and a reason, and a person may correct any of them
//! ([`Corrections`]).

mod account;
mod column;
mod content;
mod facts;
mod header;
mod label;
mod mention;
mod rows;
mod stranger;
mod words;

pub use account::{Account, Line};
pub(crate) use column::column;
pub use facts::{Fact, FactName};
pub use label::{Label, labels};
pub use mention::{Mention, mentions};
pub use rows::{Row, RowKind, code_and_title, code_pair};
pub use words::{Fit, nearest_role, word_role};

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::lang::Wording;
use crate::mappings::{Columns, Corrections, Role, SheetCorrection};
use crate::place::Address;
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
    /// What a person has corrected of an earlier understanding.
    pub corrections: &'a Corrections,
}

/// How a sheet was understood.
#[derive(Clone, Debug, Default)]
pub struct SheetLayout {
    /// The tables found, from top to bottom and left to right.
    pub tables: Vec<Table>,
    /// Whether they were found with the sheet turned on its side: modules across.
    pub across: bool,
    /// Facts about the programme or a module, as a name and a value beside it.
    pub facts: Vec<Fact>,
    /// Tables that look like curricula and are none, with their header rows.
    pub strangers: Vec<Stranger>,
    /// Header rows of tables about something else, which end the table above them.
    pub foreign: Vec<u32>,
    /// Rows that came near to being headers, with what they lacked; best first.
    pub near: Vec<NearMiss>,
    /// Why no table was found, if none was.
    pub skipped: Option<Wording>,
    /// Whether a person has said to leave the sheet alone.
    pub left_alone: bool,
}

impl SheetLayout {
    /// The first row of the first table.
    pub fn first_header(&self) -> Option<u32> {
        let strangers = self.strangers.iter().map(|stranger| stranger.row);
        self.tables.iter().map(|table| *table.header.start()).chain(strangers).min()
    }

    /// The sheet as its tables are to be read: turned on its side if they run across.
    pub fn view<'a>(&self, sheet: &'a Sheet) -> std::borrow::Cow<'a, Sheet> {
        if self.across { std::borrow::Cow::Owned(sheet.turned()) } else { std::borrow::Cow::Borrowed(sheet) }
    }
}

/// A row that came near to being a header.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// The row, from zero.
    pub row: u32,
    /// The share of its cells that were recognised.
    pub score: f64,
    /// What was recognised, and what was lacking.
    pub why: Wording,
}

/// A table that looks like a curriculum and is none.
#[derive(Clone, Debug)]
pub struct Stranger {
    /// Its header row, from zero.
    pub row: u32,
    /// The word for it in `columns.toml`.
    pub id: String,
    /// What it is.
    pub name: Wording,
    /// The words that gave it away.
    pub words: Vec<String>,
    /// What its columns would be if it were a curriculum.
    pub columns: Vec<Column>,
}

/// What a table tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// The modules, with facts about them.
    Modules,
    /// Outcomes, content or other texts of modules.
    Texts,
    /// What modules or their outcomes contribute to: components, or outcomes of the programme.
    Matrix,
    /// How modules are assessed.
    Assessment,
    /// The outcomes of the programme.
    ProgrammeOutcomes,
}

impl TableKind {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            TableKind::Modules => "modules",
            TableKind::Texts => "texts",
            TableKind::Matrix => "matrix",
            TableKind::Assessment => "assessment",
            TableKind::ProgrammeOutcomes => "programme-outcomes",
        }
    }

    /// What people call it.
    pub fn wording(self) -> Wording {
        match self {
            TableKind::Modules => Wording::new("danh sách học phần", "list of modules"),
            TableKind::Texts => Wording::new("chuẩn đầu ra, nội dung của học phần", "texts of modules"),
            TableKind::Matrix => Wording::new("ma trận", "matrix"),
            TableKind::Assessment => Wording::new("kế hoạch đánh giá", "assessment plan"),
            TableKind::ProgrammeOutcomes => {
                Wording::new("chuẩn đầu ra chương trình", "outcomes of the programme")
            }
        }
    }
}

/// A table of a sheet.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it tells.
    pub kind: TableKind,
    /// The rows of its header, from zero.
    pub header: RangeInclusive<u32>,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// Its rows, from the top, all that are not empty.
    pub rows: Vec<Row>,
    /// Filled cells right of the table, under no header of it.
    pub beside: Vec<Address>,
    /// How well its columns were recognised: their mean score.
    pub score: f64,
    /// Why it was taken for a table.
    pub why: Wording,
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
    /// How it was recognised.
    pub why: Why,
}

/// How a column was recognised.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// By this word of `columns.toml`.
    Word(String),
    /// By a word that it is a misspelling of; what was meant.
    Misspelt(Wording),
    /// By the code or name of a component.
    Component,
    /// By a label such as PLO1.
    Label,
    /// By what its cells hold.
    Cells,
    /// A person said so.
    Corrected,
    /// It was not.
    Unknown,
}

impl Why {
    /// The reason as a person reads it.
    pub fn wording(&self) -> Wording {
        match self {
            Why::Word(word) => Wording::new(format!("từ \"{word}\""), format!("the word {word:?}")),
            Why::Misspelt(meant) => {
                Wording::new(format!("gần với \"{}\"", meant.vi), format!("near to {:?}", meant.en))
            }
            Why::Component => Wording::new("mã hoặc tên năng lực", "a component's code or name"),
            Why::Label => Wording::new("kí hiệu chuẩn đầu ra", "an outcome's label"),
            Why::Cells => Wording::new("theo các ô bên dưới", "by the cells below"),
            Why::Corrected => Wording::new("do người dùng chỉ định", "as you said"),
            Why::Unknown => Wording::new("không có từ nào quen", "no known word"),
        }
    }
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
    /// An outcome of the programme: a column of a matrix.
    ProgrammeOutcome(Label),
    /// An outcome of the module: its text, or a tick for what assesses it.
    ModuleOutcome(Label),
    /// A code in the form of a component's that the framework does not have.
    UnknownComponent,
    /// A date, which may have been a component's code.
    Date,
    /// Not known; the column is read past.
    Unknown,
}

impl Meaning {
    /// Whether the column belongs to a matrix.
    pub fn is_of_matrix(&self) -> bool {
        matches!(self, Meaning::Component { .. } | Meaning::ProgrammeOutcome(_))
    }
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
        self.kind == TableKind::Modules
    }

    /// How many rows are of the kind that `is` picks.
    pub fn count(&self, is: impl Fn(&RowKind) -> bool) -> usize {
        self.rows.iter().filter(|row| is(&row.kind)).count()
    }
}

/// Near misses that are kept.
const MOST_NEAR: usize = 3;

/// Sheets larger than this are not turned on their side.
const MOST_TURNED_CELLS: usize = 200_000;

/// No table has more modules across.
const MOST_TURNED_ROWS: u32 = 2000;

/// Finds the tables of `sheet` and says what each column and row is.
pub fn understand(sheet: &Sheet, guide: Guide<'_>) -> SheetLayout {
    let correction = guide.corrections.of(&sheet.file, &sheet.name);
    if correction.is_some_and(|correction| !correction.read) {
        return SheetLayout { left_alone: true, ..SheetLayout::default() };
    }
    let upright = one_way(sheet, guide, correction);
    let says_across = correction.is_some_and(|correction| correction.across);
    let narrow = sheet.cells().all(|(address, _)| address.column < MOST_TURNED_ROWS);
    let may_turn =
        narrow && upright.tables.is_empty() && upright.strangers.is_empty() && correction.is_none();
    if !(says_across || may_turn && sheet.len() <= MOST_TURNED_CELLS) {
        return upright;
    }
    let turned = SheetLayout { across: true, ..one_way(&sheet.turned(), guide, correction) };
    let is_matrix = turned.tables.iter().any(|table| table.columns.iter().any(|c| c.meaning.is_of_matrix()));
    if says_across || is_matrix { turned } else { upright }
}

fn one_way(sheet: &Sheet, guide: Guide<'_>, correction: Option<&SheetCorrection>) -> SheetLayout {
    let rows = sheet.rows();
    let mut layout = SheetLayout { facts: facts::read(sheet, &rows, guide), ..SheetLayout::default() };
    let found = header::find(sheet, &rows, guide, &layout.facts, correction);
    layout.facts.retain(|fact| found.headers.first().is_none_or(|header| fact.row < *header.rows.start()));
    for (position, header) in found.headers.iter().enumerate() {
        let end = found.headers.get(position + 1).map_or(u32::MAX, |next| *next.rows.start());
        let body: Vec<u32> =
            rows.iter().copied().filter(|row| row > header.rows.end() && *row < end).collect();
        match &header.what {
            header::What::Stranger(stranger) => layout.strangers.push(stranger.clone()),
            header::What::Foreign => layout.foreign.push(*header.rows.start()),
            header::What::Groups(groups) => {
                let tables = groups.iter().map(|columns| table(sheet, header, columns, &body, guide));
                layout.tables.extend(tables);
            }
        }
    }
    layout.skipped = layout.tables.is_empty().then(|| header::why_none(&found.near));
    // A row that was read is no near miss.
    let read: BTreeSet<u32> =
        layout.tables.iter().flat_map(|table| &table.rows).map(|row| row.index).collect();
    layout.near = found.near.into_iter().filter(|near| !read.contains(&near.row)).take(MOST_NEAR).collect();
    layout
}

fn table(
    sheet: &Sheet,
    header: &header::Header,
    columns: &[Column],
    body: &[u32],
    guide: Guide<'_>,
) -> Table {
    let columns = content::refined(sheet, columns, body, guide);
    let kind = content::kind(&columns);
    let (rows, beside) = rows::classify(sheet, body, &columns, kind, header, guide);
    let score = columns.iter().map(|column| column.score).sum::<f64>() / columns.len().max(1) as f64;
    let why = header::why(&columns);
    Table { kind, header: header.rows.clone(), columns, rows, beside, score, why }
}
