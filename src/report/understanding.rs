//! How the sheets were understood: for a person to read, and as a file to correct.

use std::fmt::Write;

use super::json::meaning;
use crate::audit::Inspection;
use crate::framework::Framework;
use crate::lang::Lang;
use crate::layout::{Account, Column, Line, Meaning, RowKind, Table};
use crate::mappings::READING_SCHEMA;
use crate::place::{Place, column_letters};
use crate::reading::Understanding;

/// One sheet: its tables, what each column was taken for and why, and what became of its rows.
pub fn describe(sheet: &Understanding, lang: Lang) -> String {
    let mut text = format!("\n{}\n", sheet.place);
    let layout = &sheet.layout;
    if sheet.hidden {
        let _ = writeln!(text, "  {}", lang.pick("đang ẩn: không đọc", "hidden: not read"));
    }
    if layout.left_alone {
        let _ = writeln!(text, "  {}", lang.pick("bỏ qua theo yêu cầu của bạn", "left alone, as you said"));
    }
    for stranger in &layout.strangers {
        let (row, name, words) = (stranger.row + 1, stranger.name.get(lang), stranger.words.join(", "));
        let _ = writeln!(
            text,
            "  {}",
            lang.pick(
                format!("hàng {row}: {name} ({words}), không đọc"),
                format!("row {row}: {name} ({words}), not read")
            )
        );
    }
    if let Some(why) = layout.skipped.as_ref().filter(|_| layout.strangers.is_empty()) {
        let _ = writeln!(text, "  {}: {}", lang.pick("bỏ qua", "skipped"), why.get(lang));
    }
    for table in &layout.tables {
        let _ = writeln!(text, "  {}", header_line(table, layout.across, lang));
        for column in &table.columns {
            let _ = writeln!(text, "    {}", column_line(column, layout.across, lang));
        }
    }
    for near in layout.near.iter().filter(|_| !layout.tables.is_empty()) {
        let score = near.score * 100.0;
        let _ = writeln!(
            text,
            "  {}: {} ({score:.0} %)",
            lang.pick("suýt là tiêu đề", "near miss"),
            near.why.get(lang)
        );
    }
    let _ = writeln!(text, "  {}", rows_line(&sheet.lines, lang));
    text
}

fn header_line(table: &Table, across: bool, lang: Lang) -> String {
    let (first, last) = (table.header.start(), table.header.end());
    let name = |at: u32| if across { column_letters(at) } else { (at + 1).to_string() };
    let place = if first == last { name(*first) } else { format!("{}–{}", name(*first), name(*last)) };
    let (kind, why) = (table.kind.wording(), table.why.get(lang));
    let score = table.score * 100.0;
    let (vi, en) = if across { ("cột", "column") } else { ("hàng", "row") };
    lang.pick(
        format!("bảng ({}) có tiêu đề ở {vi} {place}: {why} ({score:.0} %)", kind.vi),
        format!("table ({}) with its header in {en} {place}: {why} ({score:.0} %)", kind.en),
    )
}

fn column_line(column: &Column, across: bool, lang: Lang) -> String {
    let meaning = match &column.meaning {
        Meaning::Role(role) => role.wording().get(lang).to_owned(),
        Meaning::Component { .. } => lang.pick("năng lực thành phần", "component").to_owned(),
        Meaning::ProgrammeOutcome(label) => {
            format!(
                "{} {}",
                lang.pick("chuẩn đầu ra chương trình", "programme outcome"),
                label.key().to_uppercase()
            )
        }
        Meaning::ModuleOutcome(label) => {
            format!("{} {}", lang.pick("chuẩn đầu ra học phần", "module outcome"), label.key().to_uppercase())
        }
        Meaning::UnknownComponent => {
            lang.pick("mã không có trong khung năng lực: bỏ qua", "unknown component: left out").to_owned()
        }
        Meaning::Date => lang.pick("ngày tháng: bỏ qua", "a date: left out").to_owned(),
        Meaning::Unknown => lang.pick("không nhận ra: bỏ qua", "not known: read past").to_owned(),
    };
    let header = column.header.replace('\n', " ");
    let name = if across { (column.index + 1).to_string() } else { column_letters(column.index) };
    let why = column.why.wording();
    format!("{name:<3} {header:?} → {meaning} ({:.0} %, {})", column.score * 100.0, why.get(lang))
}

/// `học phần: 56; tiêu đề nhóm: 8 (4, 12, …); tổng cộng: 1 (60)`, with the rows of what is not a module.
fn rows_line(lines: &[Line], lang: Lang) -> String {
    let mut kinds: Vec<(&'static str, &Line, Vec<u32>)> = Vec::new();
    for line in lines {
        match kinds.iter_mut().find(|(kind, first, _)| *kind == line.account.as_str() && same(first, line)) {
            Some((.., rows)) => rows.push(line.row + 1),
            None => kinds.push((line.account.as_str(), line, vec![line.row + 1])),
        }
    }
    let counted = kinds.iter().map(|(_, first, rows)| {
        let plain =
            matches!(first.account, Account::Row(RowKind::Module | RowKind::Continuation) | Account::Marks);
        let listed: Vec<String> = rows.iter().take(12).map(u32::to_string).collect();
        let more = if rows.len() > 12 { ", …" } else { "" };
        let places = if plain { String::new() } else { format!(" ({}{more})", listed.join(", ")) };
        format!("{}: {}{places}", first.account.wording().get(lang), rows.len())
    });
    let counted: Vec<String> = counted.collect();
    let rows = lang.pick("hàng", "rows");
    if counted.is_empty() {
        lang.pick("trang trống", "empty").to_owned()
    } else {
        format!("{rows} – {}", counted.join("; "))
    }
}

/// Rows skipped for two reasons are two kinds.
fn same(one: &Line, other: &Line) -> bool {
    !matches!(one.account, Account::Skipped(_)) || one.account == other.account
}

/// A reading file that says what was understood: each column in a line of its own, to be corrected and passed with
/// `--reading`.
pub fn reading_file(inspection: &Inspection, lang: Lang) -> String {
    let mut text = String::new();
    let head = lang.pick(
        [
            "Khung đã hiểu các tệp như dưới đây. Sửa dòng nào chưa đúng rồi chạy lại với --reading TỆP-NÀY.",
            "Sau dấu = là vai trò của cột: code, title, credits, periods, hours, term, year, choice, group, take,",
            "prerequisites, parallel, description, content, outcomes, outcome-label, assessment, alignments, level,",
            "programme-outcomes, programme-outcome (cột PLO của ma trận), mã như general/6.2 hoặc general/6.2/basic,",
            "hoặc nothing (không đọc). read = false: để yên trang này. Xóa phần [[sheet.table]] để khung tự tìm lại.",
        ],
        [
            "This is how khung understood the files. Correct a line that is wrong and run again with --reading THIS-FILE.",
            "After = stands what a column is: code, title, credits, periods, hours, term, year, choice, group, take,",
            "prerequisites, parallel, description, content, outcomes, outcome-label, assessment, alignments, level,",
            "programme-outcomes, programme-outcome (a PLO column of a matrix), a key such as general/6.2 or",
            "general/6.2/basic, or nothing (read past). read = false leaves a sheet alone. Without [[sheet.table]] khung looks again.",
        ],
    );
    head.iter().for_each(|line| text.push_str(&format!("# {line}\n")));
    let _ = writeln!(text, "schema = {}", quoted(READING_SCHEMA));
    for sheet in &inspection.reading.sheets {
        sheet_entry(&mut text, sheet, &inspection.framework);
    }
    text
}

fn sheet_entry(text: &mut String, sheet: &Understanding, framework: &Framework) {
    let Place::Sheet { file, sheet: name, .. } = &sheet.place else { return };
    let base = file.rsplit('/').next().unwrap_or(file);
    let read = !sheet.hidden && !sheet.layout.left_alone;
    let _ = write!(text, "\n[[sheet]]\nfile = {}\nname = {}\nread = {read}\n", quoted(base), quoted(name));
    if sheet.layout.across {
        text.push_str("across = true\n");
    }
    // Tables side by side have one header.
    for tables in sheet.layout.tables.chunk_by(|one, other| one.header == other.header) {
        let table = &tables[0];
        let (first, last) = (table.header.start() + 1, table.header.end() + 1);
        let _ = write!(text, "\n[[sheet.table]] # {}\nheader = [{first}, {last}]\n", table.kind.as_str());
        let columns: Vec<Column> = tables.iter().flat_map(|table| table.columns.clone()).collect();
        columns_entry(text, &columns, sheet.layout.across, "", framework);
    }
    // What was taken for no curriculum stands there to be uncommented.
    for stranger in &sheet.layout.strangers {
        let row = stranger.row + 1;
        let _ = write!(text, "\n# [[sheet.table]] # {}\n# header = [{row}, {row}]\n", stranger.id);
        columns_entry(text, &stranger.columns, sheet.layout.across, "# ", framework);
    }
}

fn columns_entry(text: &mut String, columns: &[Column], across: bool, mark: &str, framework: &Framework) {
    let _ = write!(text, "{mark}\n{mark}[sheet.table.columns]\n");
    for column in columns {
        let index = if across { (column.index + 1).to_string() } else { column_letters(column.index) };
        let comment = column.header.replace(['\n', '\r'], " ");
        let _ = writeln!(text, "{mark}{index} = {} # {comment}", quoted(&word(&column.meaning, framework)));
    }
}

/// The word for a column that can be read back: what is ambiguous or no component is left out.
fn word(known: &Meaning, framework: &Framework) -> String {
    match known {
        Meaning::Component { components, .. } if components.len() > 1 => "nothing".to_owned(),
        // A code stored as a number stays in doubt until a person says which it is.
        Meaning::Component { number: true, .. } | Meaning::UnknownComponent | Meaning::Date => {
            "nothing".to_owned()
        }
        other => meaning(other, framework),
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
