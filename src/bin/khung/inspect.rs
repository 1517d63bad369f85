//! `khung inspect`: how each sheet is understood.

use std::fmt::Write;

use khung::audit::inspect;
use khung::error::Result;
use khung::lang::Lang;
use khung::layout::{Column, Meaning, RowKind, Table};
use khung::place::column_letters;
use khung::reading::{Reading, Understanding};
use khung::report::json;

use crate::args;
use crate::audit::{in_threads, options};
use crate::{Outcome, print};

pub(crate) fn run(args: &args::Inspect) -> Result<Outcome> {
    let lang: Lang = args.shared.lang.into();
    let options = options(&args.shared)?;
    let (reading, findings) = in_threads(args.shared.jobs, || inspect(&args.paths, &options))?;
    if args.json {
        let sheets: Vec<_> = reading.sheets.iter().map(|sheet| as_json(sheet, lang)).collect();
        let findings: Vec<_> = findings.iter().map(|finding| json::finding(finding, lang)).collect();
        let programmes: Vec<_> = reading.curricula.iter().map(|c| programme_json(&c.programme)).collect();
        let page = serde_json::json!({
            "schema": "khung.inspect/1", "programmes": programmes, "sheets": sheets, "findings": findings,
        });
        print::out(&format!("{page:#}\n"));
        return Ok(Outcome::Done);
    }
    print::out(&programmes(&reading, lang));
    for sheet in &reading.sheets {
        print::out(&describe(sheet, lang));
    }
    if !findings.is_empty() {
        print::out(&format!("\n{}", print::findings(&findings, lang)));
    }
    Ok(Outcome::Done)
}

fn programmes(reading: &Reading, lang: Lang) -> String {
    let mut text = String::new();
    for curriculum in &reading.curricula {
        let programme = &curriculum.programme;
        let credits = programme.credits(|_| true);
        let (modules, statements) = (programme.modules.len(), programme.statement_count());
        let (groups, claims) = (programme.groups.len(), curriculum.declared.len());
        let links: usize = programme.modules.iter().map(|module| module.prerequisites.len()).sum();
        let _ = writeln!(text, "{} ({})", programme.title, programme.id);
        let _ = writeln!(text, "  {}", lang.pick(
            format!("{modules} học phần, {credits} tín chỉ, {statements} phát biểu, {groups} nhóm tự chọn, {links} điều kiện tiên quyết, {claims} liên kết khai báo"),
            format!("{modules} modules, {credits} credits, {statements} statements, {groups} choice groups, {links} prerequisites, {claims} declared alignments"),
        ));
    }
    text
}

fn programme_json(programme: &khung::curriculum::Programme) -> serde_json::Value {
    let credits = programme.credits(|_| true);
    serde_json::json!({
        "id": programme.id,
        "title": programme.title,
        "modules": programme.modules.len(),
        "credits": credits,
        "statements": programme.statement_count(),
        "outcomes": programme.outcome_count(),
        "groups": programme.groups.len(),
    })
}

fn describe(sheet: &Understanding, lang: Lang) -> String {
    let mut text = format!("\n{}\n", sheet.place);
    if sheet.hidden {
        let _ = writeln!(text, "  {}", lang.pick("đang ẩn: không đọc", "hidden: not read"));
    }
    if let Some(why) = &sheet.layout.skipped {
        let _ = writeln!(text, "  {}: {}", lang.pick("bỏ qua", "skipped"), why.get(lang));
    }
    for table in &sheet.layout.tables {
        let _ = writeln!(text, "  {}", header_line(table, lang));
        for column in &table.columns {
            let _ = writeln!(text, "    {}", column_line(column, lang));
        }
        let _ = writeln!(text, "    {}", rows_line(table, lang));
    }
    text
}

fn header_line(table: &Table, lang: Lang) -> String {
    let (first, last) = (table.header.start() + 1, table.header.end() + 1);
    let rows = if first == last { first.to_string() } else { format!("{first}–{last}") };
    lang.pick(format!("bảng có tiêu đề ở hàng {rows}"), format!("table with its header in row {rows}"))
}

fn column_line(column: &Column, lang: Lang) -> String {
    let meaning = match &column.meaning {
        Meaning::Role(role) => role.wording().get(lang).to_owned(),
        Meaning::Component { .. } => lang.pick("năng lực thành phần", "component").to_owned(),
        Meaning::UnknownComponent => {
            lang.pick("mã không có trong khung năng lực: bỏ qua", "unknown component: left out").to_owned()
        }
        Meaning::Date => lang.pick("ngày tháng: bỏ qua", "a date: left out").to_owned(),
        Meaning::Unknown => lang.pick("không nhận ra: bỏ qua", "not known: read past").to_owned(),
    };
    let header = column.header.replace('\n', " ");
    format!("{:<3} {header:?} → {meaning} ({:.0} %)", column_letters(column.index), column.score * 100.0)
}

/// `56 học phần, 8 tiêu đề nhóm, 1 tổng cộng`, with the rows of what is not a module.
fn rows_line(table: &Table, lang: Lang) -> String {
    let kinds = [
        RowKind::Module,
        RowKind::Continuation,
        RowKind::Section(String::new()),
        RowKind::Total,
        RowKind::Header,
        RowKind::Numbering,
        RowKind::Note,
    ];
    let same =
        |kind: &RowKind, other: &RowKind| std::mem::discriminant(kind) == std::mem::discriminant(other);
    let counted = kinds.iter().filter_map(|kind| {
        let rows: Vec<u32> =
            table.rows.iter().filter(|row| same(&row.kind, kind)).map(|row| row.index + 1).collect();
        let named = matches!(kind, RowKind::Section(_) | RowKind::Total | RowKind::Header | RowKind::Note);
        let listed: Vec<String> = rows.iter().take(12).map(u32::to_string).collect();
        let more = if rows.len() > 12 { ", …" } else { "" };
        let places = if named { format!(" ({}{more})", listed.join(", ")) } else { String::new() };
        (!rows.is_empty()).then(|| format!("{} {}{places}", rows.len(), kind.wording().get(lang)))
    });
    counted.collect::<Vec<_>>().join(", ")
}

fn as_json(sheet: &Understanding, lang: Lang) -> serde_json::Value {
    let column = |column: &Column| {
        serde_json::json!({
            "column": column_letters(column.index),
            "header": column.header,
            "meaning": column_line(column, lang).rsplit_once(" → ").map(|(_, meaning)| meaning.rsplit_once(" (").map_or(meaning, |(m, _)| m).to_owned()),
            "score": column.score,
        })
    };
    let row =
        |row: &khung::layout::Row| serde_json::json!({ "row": row.index + 1, "kind": row.kind.wording().en });
    let table = |table: &Table| {
        serde_json::json!({
            "header": [table.header.start() + 1, table.header.end() + 1],
            "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
            "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
        })
    };
    serde_json::json!({
        "place": sheet.place.to_string(),
        "hidden": sheet.hidden,
        "skipped": sheet.layout.skipped.as_ref().map(|why| why.get(lang)),
        "preamble": sheet.layout.preamble.iter().map(|row| row + 1).collect::<Vec<_>>(),
        "tables": sheet.layout.tables.iter().map(table).collect::<Vec<_>>(),
    })
}
