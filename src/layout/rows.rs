//! What each row of a table is.

mod names;
mod view;

pub(super) use names::is_code;
pub use names::{code_and_title, code_pair};

use super::header::Header;
use super::{Column, Guide, TableKind};
use crate::lang::Wording;
use crate::place::Address;
use crate::workbook::Sheet;
use names::is_numbered;
use view::View;

/// A row of a table and its kind.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its position in the sheet, from zero.
    pub index: u32,
    /// What it is.
    pub kind: RowKind,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The first row of a module.
    Module,
    /// More of the module above.
    Continuation,
    /// An outcome of the programme.
    Outcome,
    /// A heading for the rows below it, with its text.
    Section(String),
    /// A sum of the rows above.
    Total,
    /// The header again, after a page break.
    Header,
    /// Column numbers under the header.
    Numbering,
    /// A note, signature or legend.
    Note,
    /// Filled only right of the table.
    Beside,
}

impl RowKind {
    /// The word used in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            RowKind::Module => "module",
            RowKind::Continuation => "continuation",
            RowKind::Outcome => "programme-outcome",
            RowKind::Section(_) => "section",
            RowKind::Total => "total",
            RowKind::Header => "header",
            RowKind::Numbering => "numbering",
            RowKind::Note => "note",
            RowKind::Beside => "other-table",
        }
    }

    /// What people call it.
    pub fn wording(&self) -> Wording {
        let (vi, en) = match self {
            RowKind::Module => ("học phần", "module"),
            RowKind::Continuation => ("phần tiếp của học phần", "continuation"),
            RowKind::Outcome => ("chuẩn đầu ra chương trình", "programme outcome"),
            RowKind::Section(_) => ("tiêu đề nhóm", "section"),
            RowKind::Total => ("tổng cộng", "total"),
            RowKind::Header => ("tiêu đề", "header"),
            RowKind::Numbering => ("đánh số cột", "column numbers"),
            RowKind::Note => ("ghi chú", "note"),
            RowKind::Beside => ("ngoài bảng", "beside the table"),
        };
        Wording::new(vi, en)
    }
}

/// The kind of each row of `body`, and the filled cells right of the table.
pub(super) fn classify(
    sheet: &Sheet,
    body: &[u32],
    columns: &[Column],
    kind: TableKind,
    header: &Header,
    guide: Guide<'_>,
) -> (Vec<Row>, Vec<Address>) {
    let view = View::new(sheet, columns, kind, header, guide);
    let mut rows = Vec::new();
    let mut beside = Vec::new();
    // Where neither columns nor rows name modules, all rows are of the one that the lines above tell of.
    let tells = view.kind != TableKind::ProgrammeOutcomes && view.names_no_modules();
    let one = tells && !body.iter().any(|row| view.is_module_row(*row, &view.cells(*row)));
    let mut inside = Inside { module: one, numbered: false };
    for (position, index) in body.iter().enumerate() {
        beside.extend(view.beside(*index));
        let next = body.get(position + 1).copied();
        let Some(kind) = view.kind(*index, next, &inside) else { continue };
        inside.enter(&kind, view.first_text(*index));
        rows.push(Row { index: *index, kind });
    }
    // What heads nothing is no heading: dates, signatures and names at the foot.
    for row in rows.iter_mut().rev() {
        match row.kind {
            RowKind::Section(_) => row.kind = RowKind::Note,
            RowKind::Note | RowKind::Beside => {}
            _ => break,
        }
    }
    (rows, beside)
}

/// Whether a row stands inside a module, and whether the module's rows are numbered.
#[derive(Debug, Default)]
struct Inside {
    module: bool,
    numbered: bool,
}

impl Inside {
    fn enter(&mut self, kind: &RowKind, text: String) {
        match kind {
            RowKind::Module => *self = Inside { module: true, numbered: false },
            RowKind::Continuation => {
                *self = Inside { module: true, numbered: self.numbered || is_numbered(&text) };
            }
            RowKind::Section(_) | RowKind::Total | RowKind::Note => *self = Inside::default(),
            RowKind::Header | RowKind::Numbering | RowKind::Outcome | RowKind::Beside => {}
        }
    }
}
