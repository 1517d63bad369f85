//! `khung inspect`: how each sheet is understood.

use std::fmt::Write;

use khung::alignment::Basis;
use khung::audit::{Inspection, inspect};
use khung::curriculum::Choice;
use khung::error::{Error, Result};
use khung::lang::Lang;
use khung::reading::Curriculum;
use khung::report::{json, understanding};

use crate::args;
use crate::audit::{in_threads, options};
use crate::{Outcome, output, print};

pub(crate) fn run(args: &args::Inspect) -> Result<Outcome> {
    let lang: Lang = args.shared.lang.into();
    let options = options(&args.shared)?;
    if let Some(file) = args.save.as_ref().filter(|file| file.exists() && !args.force) {
        return Err(Error::Exists { path: file.display().to_string() });
    }
    let inspection = in_threads(args.shared.jobs, || inspect(&args.paths, &options))?;
    if let Some(file) = &args.save {
        output::write(file, understanding::reading_file(&inspection, lang).as_bytes(), lang)?;
    }
    if args.json {
        print::out(&json::inspection(&inspection, lang))?;
    } else if !args.shared.quiet {
        print::out(&page(&inspection, lang))?;
    }
    Ok(Outcome::Done)
}

fn page(inspection: &Inspection, lang: Lang) -> String {
    let mut text: String =
        inspection.reading.curricula.iter().map(|curriculum| programme(curriculum, lang)).collect();
    for sheet in &inspection.reading.sheets {
        text.push_str(&understanding::describe(sheet, lang));
    }
    if !inspection.findings.is_empty() {
        text.push_str(&format!("\n{}", print::findings(&inspection.findings, lang)));
    }
    text
}

fn programme(curriculum: &Curriculum, lang: Lang) -> String {
    let Curriculum { programme, declared } = curriculum;
    let credits = programme.credits(|_| true);
    let (modules, statements) = (programme.modules.len(), programme.statement_count());
    let outcomes = programme.outcome_count();
    let electives = programme.modules.iter().filter(|module| module.choice != Choice::Compulsory).count();
    let groups = programme.groups.len();
    let links = || programme.modules.iter().flat_map(|module| &module.prerequisites);
    let (prerequisites, unknown) = (links().count(), links().filter(|link| link.module.is_none()).count());
    let (listed, ticks) = (programme.outcomes.len(), programme.contributions.len());
    let derived = declared.iter().filter(|alignment| alignment.basis == Basis::Derived).count();
    let claims = declared.len() - derived;
    let mut text = format!("{} ({})\n", programme.title, programme.id);
    let _ = writeln!(text, "  {}", lang.pick(
        format!("{modules} học phần ({electives} tự chọn), {credits} tín chỉ, {groups} nhóm tự chọn, {prerequisites} điều kiện tiên quyết ({unknown} không tìm thấy)"),
        format!("{modules} modules ({electives} elective), {credits} credits, {groups} choice groups, {prerequisites} prerequisites ({unknown} not found)"),
    ));
    let _ = writeln!(text, "  {}", lang.pick(
        format!("{statements} phát biểu ({outcomes} chuẩn đầu ra), {listed} chuẩn đầu ra chương trình, {ticks} đóng góp, {claims} liên kết khai báo, {derived} suy ra"),
        format!("{statements} statements ({outcomes} outcomes), {listed} programme outcomes, {ticks} contributions, {claims} declared alignments, {derived} derived"),
    ));
    text
}
