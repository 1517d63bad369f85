//! Tables → curriculum, declared alignments, findings.
//!
//! A table's rows become drafts of modules (`draft`); drafts of one programme are joined by module
//! code, wherever in the workbook they stand (`join`); then references are resolved: prerequisites to
//! modules, elective rows to choice groups, marks and codes to cells of the framework (`claim`), or to
//! outcomes of the programme (`contribution`).

mod amount;
mod choice;
mod claim;
mod contribution;
mod draft;
mod family;
mod group;
mod join;
mod mark;
mod module;
mod offer;
mod outcome;
mod prerequisite;
mod row;
mod said;
mod section;

pub(crate) use mark::level_of;
pub(crate) use said::{error_cell, without_value};

use crate::alignment::Alignment;
use crate::curriculum::Programme;
use crate::finding::Findings;
use crate::layout::{self, Guide, Line, SheetLayout};
use crate::place::Place;
use crate::workbook::{Sheet, Workbook};

/// A programme as it was read, with what the institution declares of it.
#[derive(Clone, Debug)]
pub struct Curriculum {
    /// The programme.
    pub programme: Programme,
    /// Its declared alignments, in the order of the workbook.
    pub declared: Vec<Alignment>,
}

/// How one sheet of a workbook was understood, for `inspect`.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The sheet.
    pub place: Place,
    /// Whether the sheet is hidden, and so left out.
    pub hidden: bool,
    /// Its tables, columns and rows.
    pub layout: SheetLayout,
    /// Every row that is not empty, and what became of it.
    pub lines: Vec<Line>,
}

/// What reading gives.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The programmes found, in the order of the inputs.
    pub curricula: Vec<Curriculum>,
    /// Every sheet and how it was understood.
    pub sheets: Vec<Understanding>,
}

/// Reads the programmes of `books`, whose cells are let go as soon as they are read. What is unclear or left out goes to
/// `findings`.
pub fn read(books: Vec<Workbook>, guide: Guide<'_>, findings: &mut Findings) -> Reading {
    let mut reading = Reading::default();
    let mut parts = Vec::new();
    said::unused_corrections(&books, guide, findings);
    for book in books {
        let layouts: Vec<(&Sheet, SheetLayout)> =
            book.sheets.iter().map(|sheet| (sheet, layout::understand(sheet, guide))).collect();
        said::sheets(&layouts, guide, findings);
        for (sheet, layout) in layouts.iter().filter(|(sheet, _)| is_read(sheet, guide)) {
            let sheet = &*layout.view(sheet);
            parts.extend(draft::facts(&book.id, sheet, layout, guide));
            for table in &layout.tables {
                parts.push(draft::part(&book.id, sheet, layout, table, guide, findings));
            }
        }
        for (sheet, layout) in layouts {
            let hidden = !is_read(sheet, guide);
            let lines = layout.account(sheet, !hidden);
            if !hidden {
                said::rows(sheet, &lines, findings);
            }
            reading.sheets.push(Understanding { place: sheet.place(), hidden, layout, lines });
        }
    }
    reading.curricula = join::programmes(parts, guide, findings);
    reading
}

/// A hidden sheet is read only if a person says so.
fn is_read(sheet: &Sheet, guide: Guide<'_>) -> bool {
    !sheet.hidden || guide.corrections.of(&sheet.file, &sheet.name).is_some_and(|said| said.read)
}
