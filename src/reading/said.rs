//! What a person is told of how each sheet was understood.

use std::collections::BTreeSet;

use super::is_read;
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::layout::{Account, Column, Guide, Line, Meaning, RowKind, SheetLayout, Table, Why, nearest_role};
use crate::mappings::Role;
use crate::place::{Place, column_letters};
use crate::text::nearest;
use crate::workbook::{Sheet, Value, Workbook};

/// Says what was left out of the sheets of one workbook, and what was guessed.
pub(super) fn sheets(layouts: &[(&Sheet, SheetLayout)], guide: Guide<'_>, findings: &mut Findings) {
    skipped(layouts, guide, findings);
    for (sheet, layout) in layouts.iter().filter(|(sheet, _)| is_read(sheet, guide)) {
        strangers(sheet, layout, findings);
        hidden_cells(sheet, layout, findings);
        without_value(sheet, findings);
        unread_cells(sheet, findings);
        let view = &*layout.view(sheet);
        error_cells(view, layout, findings);
        for table in &layout.tables {
            no_modules(view, table, findings);
            columns(view, table, guide, findings);
        }
    }
}

/// What a reading file says of sheets that are not there.
pub(super) fn unused_corrections(books: &[Workbook], guide: Guide<'_>, findings: &mut Findings) {
    let sheets = books.iter().flat_map(|book| &book.sheets);
    let names: Vec<(&str, &str)> = sheets.map(|sheet| (&*sheet.file, &*sheet.name)).collect();
    for unused in guide.corrections.unused(&names) {
        let name = &unused.name;
        let near = nearest(name, names.iter().map(|(_, name)| *name));
        let (vi, en) =
            near.map(|n| (format!("; có phải \"{n}\"?"), format!("; is it {n:?}?"))).unwrap_or_default();
        findings.push(
            Code::UnusedReading,
            &unused.place,
            Wording::new(
                format!("tệp --reading nói về trang \"{name}\", nhưng không có trang nào như vậy{vi}"),
                format!("the file given by --reading speaks of sheet {name:?}, and there is none{en}"),
            ),
            Wording::new(
                "Sửa tên tệp hoặc tên trang cho đúng như trong Excel, hoặc xóa mục này",
                "Write the names of file and sheet as they are in Excel, or delete the entry",
            ),
        );
    }
}

/// Every sheet without a table is named, with what came nearest; a workbook without any is an error.
fn skipped(layouts: &[(&Sheet, SheetLayout)], guide: Guide<'_>, findings: &mut Findings) {
    let useful = layouts.iter().any(|(sheet, layout)| is_read(sheet, guide) && !layout.tables.is_empty());
    for (sheet, layout) in layouts {
        let facts = layout.facts.len() >= 2 && useful;
        if !is_read(sheet, guide) && !sheet.is_empty() {
            findings.push(
                Code::HiddenSheet,
                &sheet.place(),
                Wording::new("trang tính đang ẩn nên không được đọc", "the sheet is hidden and was not read"),
                Wording::new(
                    "Nếu trang này thuộc chương trình, hãy bỏ ẩn rồi chạy lại",
                    "Unhide it if it belongs to the programme",
                ),
            );
        } else if let Some(nearest) =
            layout.skipped.as_ref().filter(|_| !sheet.is_empty() && layout.strangers.is_empty() && !facts)
        {
            let code = if useful { Code::SkippedSheet } else { Code::NoHeader };
            findings.push(code, &sheet.place(), no_table(nearest), how_to_head());
        }
    }
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

/// Tables that look like curricula and are none.
fn strangers(sheet: &Sheet, layout: &SheetLayout, findings: &mut Findings) {
    for stranger in &layout.strangers {
        let words = stranger.words.join(", ");
        let row = stranger.row + 1;
        findings.push(
            Code::NotACurriculum,
            &sheet.place(),
            Wording::new(
                format!("bảng có tiêu đề ở hàng {row} là {} (nhận ra qua: {words}), không phải chương trình đào tạo nên không được đọc", stranger.name.vi),
                format!("the table with its header in row {row} is {} (known by: {words}) and no curriculum; it was not read", stranger.name.en),
            ),
            Wording::new(
                "Nếu đây là chương trình, chạy khung inspect --save để chỉ định, rồi dùng --reading",
                "If it is a curriculum, say so in the file that khung inspect --save writes, and pass it with --reading",
            ),
        );
    }
}

/// A header with nothing under it, as in a form that nobody has filled in.
fn no_modules(sheet: &Sheet, table: &Table, findings: &mut Findings) {
    let told = |kind: &RowKind| matches!(kind, RowKind::Module | RowKind::Outcome | RowKind::Continuation);
    if table.count(told) > 0 {
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

/// Headers that were guessed, and those that were not understood and have something under them.
fn columns(sheet: &Sheet, table: &Table, guide: Guide<'_>, findings: &mut Findings) {
    for column in &table.columns {
        let place = sheet.at(*table.header.end(), column.index);
        let header = column.header.replace('\n', " ");
        if let Why::Misspelt(meant) = &column.why {
            findings.push(
                Code::HeaderGuessed,
                &place,
                Wording::new(
                    format!("tiêu đề \"{header}\" không có trong từ vựng; khung hiểu là \"{}\"", meant.vi),
                    format!("header {header:?} is not a known word; it was read as {:?}", meant.en),
                ),
                Wording::new(
                    "Sửa tiêu đề nếu gõ sai; nếu khung hiểu sai, dùng inspect --save và --reading",
                    "Correct the header if it is misspelt; if khung is wrong, use inspect --save and --reading",
                ),
            );
        } else if column.meaning == Meaning::Unknown
            && column.why != Why::Corrected
            && has_text(sheet, table, column)
        {
            unknown_column(&header, &place, guide, findings);
        }
    }
}

fn unknown_column(header: &str, place: &crate::place::Place, guide: Guide<'_>, findings: &mut Findings) {
    let last = header.rsplit(" › ").next().unwrap_or(header);
    let near = nearest_role(last, guide.columns).map(Role::wording);
    let (vi, en) = near
        .map(|near| (format!("; có phải \"{}\"?", near.vi), format!("; is it {:?}?", near.en)))
        .unwrap_or_default();
    findings.push(
        Code::UnknownColumn,
        place,
        Wording::new(
            format!("cột \"{header}\" không rõ dùng để làm gì nên không được đọc{vi}"),
            format!("column {header:?} is not understood and was read past{en}"),
        ),
        Wording::new(
            "Nếu cột có chuẩn đầu ra, nội dung hay liên kết, đổi tiêu đề hoặc chỉ định bằng inspect --save và --reading",
            "If it holds outcomes, content or alignments, change its header or say so with inspect --save and --reading",
        ),
    );
}

/// Whether a column holds more than a few numbers and short words.
fn has_text(sheet: &Sheet, table: &Table, column: &Column) -> bool {
    let cells = table.rows.iter().filter_map(|row| sheet.get(row.index, column.index));
    let texts =
        cells.filter(|value| matches!(value, Value::Text(text) if text.split_whitespace().count() >= 4));
    texts.count() >= 2
}

/// Hidden rows and columns are read like others, and said.
fn hidden_cells(sheet: &Sheet, layout: &SheetLayout, findings: &mut Findings) {
    if layout.tables.is_empty() {
        return;
    }
    let rows: Vec<String> = sheet
        .hidden_rows
        .iter()
        .filter(|row| sheet.row(**row).next().is_some())
        .map(|row| (row + 1).to_string())
        .collect();
    let filled: BTreeSet<u32> = sheet.cells().map(|(address, _)| address.column).collect();
    let columns: Vec<String> =
        sheet.hidden_columns.intersection(&filled).map(|column| column_letters(*column)).collect();
    if rows.is_empty() && columns.is_empty() {
        return;
    }
    let named = |vi: bool| {
        let word = |list: &[String], vi_word: &'static str, one: &'static str, many: &'static str| {
            if vi {
                vi_word
            } else if list.len() == 1 {
                one
            } else {
                many
            }
        };
        let part =
            |word: &str, list: &[String]| (!list.is_empty()).then(|| format!("{word} {}", shown(list)));
        let parts = [
            part(word(&rows, "hàng", "row", "rows"), &rows),
            part(word(&columns, "cột", "column", "columns"), &columns),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    findings.push(
        Code::HiddenCells,
        &sheet.place(),
        Wording::new(
            format!("{} đang ẩn và vẫn được đọc", named(true)),
            format!("hidden, and read all the same: {}", named(false)),
        ),
        Wording::new(
            "Nếu phần ẩn đã bỏ khỏi chương trình, hãy xóa hẳn rồi chạy lại",
            "If what is hidden is no longer part of the programme, delete it and run again",
        ),
    );
}

/// Formulas whose results the file does not store, as programs that write workbooks leave them.
pub(crate) fn without_value(sheet: &Sheet, findings: &mut Findings) {
    let Some(first) = sheet.without_value.first() else { return };
    let count = sheet.without_value.len();
    let cells = shown(&sheet.without_value.iter().map(ToString::to_string).collect::<Vec<_>>());
    findings.push(
        Code::FormulaWithoutValue,
        &sheet.at(first.row, first.column),
        Wording::new(
            format!("{count} ô có công thức nhưng tệp không lưu kết quả ({cells}), nên được coi là trống"),
            format!("{count} cells hold formulas whose results the file does not store ({cells}); they were taken as empty"),
        ),
        Wording::new(
            "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi chạy lại",
            "Open the file in Excel or LibreOffice, save it and run again",
        ),
    );
}

/// Cells whose content is of a kind that the reader does not know.
fn unread_cells(sheet: &Sheet, findings: &mut Findings) {
    let count = sheet.unread;
    if count == 0 {
        return;
    }
    findings.push(
        Code::ErrorCell,
        &sheet.place(),
        Wording::new(
            format!("{count} ô có lỗi công thức hoặc dữ liệu lạ (ví dụ #SPILL!) không đọc được"),
            format!("{count} cells hold a formula error or data of an unknown kind (such as #SPILL!)"),
        ),
        Wording::new(
            "Sửa công thức hoặc gõ giá trị vào ô; các ô này được coi là trống",
            "Mend the formulas or type the values; the cells were taken as empty",
        ),
    );
}

/// The first few of a list.
fn shown(list: &[String]) -> String {
    let more = if list.len() > 12 { ", …" } else { "" };
    format!("{}{more}", list[..list.len().min(12)].join(", "))
}

fn error_cells(sheet: &Sheet, layout: &SheetLayout, findings: &mut Findings) {
    let Some(first) = layout.tables.first().map(|table| *table.header.start()) else { return };
    for (address, value) in sheet.cells() {
        if let Value::Error(error) = value
            && address.row >= first
        {
            error_cell(error, &sheet.at(address.row, address.column), findings);
        }
    }
}

/// A cell with a formula error.
pub(crate) fn error_cell(error: &str, place: &Place, findings: &mut Findings) {
    findings.push(
        Code::ErrorCell,
        place,
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

/// What every row that is not empty was taken for, in one line a sheet.
pub(super) fn rows(sheet: &Sheet, lines: &[Line], findings: &mut Findings) {
    if lines.is_empty() {
        return;
    }
    let mut kinds: Vec<(Account, Vec<u32>)> = Vec::new();
    for line in lines {
        let account = match &line.account {
            Account::Row(RowKind::Section(_)) => Account::Row(RowKind::Section(String::new())),
            other => other.clone(),
        };
        match kinds.iter_mut().find(|(known, _)| *known == account) {
            Some((_, rows)) => rows.push(line.row + 1),
            None => kinds.push((account, vec![line.row + 1])),
        }
    }
    let part = |vi: bool| {
        let each = kinds.iter().map(|(account, rows)| {
            let wording = account.wording();
            let word = if vi { wording.vi } else { wording.en };
            format!("{word}: {} ({})", rows.len(), ranges(rows))
        });
        each.collect::<Vec<_>>().join("; ")
    };
    let count = lines.len();
    findings.push(
        Code::RowsRead,
        &sheet.place(),
        Wording::new(
            format!("các hàng có dữ liệu: {count} – {}", part(true)),
            format!("rows that are not empty: {count} – {}", part(false)),
        ),
        Wording::new(
            "Kiểm tra xem có hàng học phần nào bị coi là ghi chú hay bỏ qua không",
            "Check that no row of a module was taken for a note or skipped",
        ),
    );
}

/// `2–8, 10`: rows as ranges, the first few.
fn ranges(rows: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let named = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    shown(&ranges.iter().map(named).collect::<Vec<_>>())
}
