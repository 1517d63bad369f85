//! Tables → curriculum, declared alignments, findings.
//!
//! A table's rows become drafts of modules (`draft`); drafts of one programme are joined by module
//! code, wherever in the workbook they stand (`join`); then references are resolved: prerequisites to
//! modules, elective rows to choice groups, marks and codes to cells of the framework (`claim`).

mod amount;
mod choice;
mod claim;
mod draft;
mod group;
mod join;
mod module;
mod prerequisite;

use crate::alignment::Alignment;
use crate::curriculum::Programme;
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::layout::{self, Guide, RowKind, SheetLayout, Table};
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
}

/// What reading gives.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The programmes found, in the order of the inputs.
    pub curricula: Vec<Curriculum>,
    /// Every sheet and how it was understood.
    pub sheets: Vec<Understanding>,
}

/// Reads the programmes of `books`. What is unclear or left out goes to `findings`.
pub fn read(books: &[Workbook], guide: Guide<'_>, findings: &mut Findings) -> Reading {
    let mut reading = Reading::default();
    let mut parts = Vec::new();
    for book in books {
        let layouts: Vec<(&Sheet, SheetLayout)> =
            book.sheets.iter().map(|sheet| (sheet, layout::understand(sheet, guide))).collect();
        say_what_is_skipped(&layouts, findings);
        for (sheet, layout) in layouts.iter().filter(|(sheet, _)| !sheet.hidden) {
            say_error_cells(sheet, layout, findings);
            for table in &layout.tables {
                say_no_modules(sheet, table, findings);
                parts.push(draft::part(&book.id, sheet, layout, table, guide, findings));
            }
        }
        reading.sheets.extend(layouts.into_iter().map(|(sheet, layout)| Understanding {
            place: sheet.place(),
            hidden: sheet.hidden,
            layout,
        }));
    }
    reading.curricula = join::programmes(parts, guide, findings);
    reading
}

/// Every sheet without a table is named, with what came nearest; a workbook without any is an error.
fn say_what_is_skipped(layouts: &[(&Sheet, SheetLayout)], findings: &mut Findings) {
    let useful = layouts.iter().any(|(sheet, layout)| !sheet.hidden && !layout.tables.is_empty());
    for (sheet, layout) in layouts {
        if sheet.hidden && !sheet.is_empty() {
            findings.push(
                Code::HiddenSheet,
                &sheet.place(),
                Wording::new("trang tính đang ẩn nên không được đọc", "the sheet is hidden and was not read"),
                Wording::new(
                    "Nếu trang này thuộc chương trình, hãy bỏ ẩn rồi chạy lại",
                    "Unhide it if it belongs to the programme",
                ),
            );
        } else if let Some(nearest) = layout.skipped.as_ref().filter(|_| !sheet.is_empty()) {
            let code = if useful { Code::SkippedSheet } else { Code::NoHeader };
            findings.push(code, &sheet.place(), no_table(nearest), how_to_head());
        }
    }
}

/// A header with nothing under it, as in a form that nobody has filled in.
fn say_no_modules(sheet: &Sheet, table: &Table, findings: &mut Findings) {
    if table.count(|kind| *kind == RowKind::Module) > 0 {
        return;
    }
    let row = table.header.start() + 1;
    findings.push(
        Code::NoModules,
        &sheet.place(),
        Wording::new(
            format!("bảng có tiêu đề ở hàng {row} nhưng không có hàng học phần nào bên dưới"),
            format!("the table with its header in row {row} has no rows of modules under it"),
        ),
        Wording::new(
            "Điền mỗi học phần một hàng, có mã hoặc tên; nếu bảng này không dùng thì bỏ qua",
            "Write one row a module, with its code or title; if the table is not used, leave it",
        ),
    );
}

fn no_table(nearest: &Wording) -> Wording {
    Wording::new(
        format!("không tìm thấy bảng học phần: {}", nearest.vi),
        format!("no table of modules was found: {}", nearest.en),
    )
}

fn how_to_head() -> Wording {
    Wording::new(
        "Nếu trang này có học phần, đặt một hàng tiêu đề có \"Mã học phần\", \"Tên học phần\" và ít nhất một cột khác, ví dụ \"Số tín chỉ\"",
        "If it lists modules, give it a header row with \"Module code\", \"Module title\" and at least one more, such as \"Credits\"",
    )
}

fn say_error_cells(sheet: &Sheet, layout: &SheetLayout, findings: &mut Findings) {
    let Some(first) = layout.tables.first().map(|table| *table.header.start()) else { return };
    for (address, value) in sheet.cells() {
        if let crate::workbook::Value::Error(error) = value
            && address.row >= first
        {
            findings.push(
                Code::ErrorCell,
                &sheet.at(address.row, address.column),
                Wording::new(
                    format!("ô có lỗi công thức {error}"),
                    format!("the cell has the formula error {error}"),
                ),
                Wording::new(
                    "Sửa công thức hoặc gõ giá trị vào ô; ô này được coi là trống",
                    "Mend the formula or type the value; the cell was taken as empty",
                ),
            );
        }
    }
}
