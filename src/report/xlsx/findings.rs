//! Sheet *Findings*: what a person should know of the workbooks themselves.

use std::iter::Peekable;

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::grid::{Cell, Column, Grid, column};
use super::sheets::Sheets;
use crate::finding::Finding;

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let columns = [
        column(context.pick("Loại", "Severity"), 10.0),
        column(context.pick("Vị trí trong tệp", "Place in the file"), 34.0),
        column(context.pick("Phát hiện", "Finding"), 66.0),
        column(context.pick("Cần làm", "What to do"), 48.0),
        column(context.pick("Mã phát hiện", "Code"), 22.0),
    ];
    let (mut findings, mut part) = (context.audit.findings.iter().peekable(), 0);
    while part == 0 || findings.peek().is_some() {
        part += 1;
        sheet(context, sheets, part, &columns, &mut findings)?;
    }
    Ok(())
}

/// Writes as many of `findings` as a sheet takes.
fn sheet<'a>(
    context: &Context<'_>,
    sheets: &mut Sheets<'_>,
    part: u32,
    columns: &[Column],
    findings: &mut Peekable<impl Iterator<Item = &'a Finding>>,
) -> Result<(), XlsxError> {
    let name = context.pick("Phát hiện", "Findings");
    let title = context.pick("Điều cần biết về các tệp đã đọc", "What to know about the files read");
    let styles = &context.styles;
    let mut grid =
        Grid::long(styles, sheets, (name, part, context.audit.findings.len()), title, &[], columns)?;
    while let Some(finding) = findings.next_if(|_| !grid.is_full(context.rows)) {
        let (severity, place) = (finding.severity().wording(), finding.place.to_string());
        grid.write(&[
            Cell::Text(severity.get(context.lang), &styles.strong),
            Cell::Text(&place, &styles.text),
            Cell::Text(finding.message.get(context.lang), &styles.text),
            Cell::Text(finding.help.get(context.lang), &styles.text),
            Cell::Text(finding.code.as_str(), &styles.faint),
        ])?;
    }
    if context.audit.findings.is_empty() {
        grid.nothing(context.pick("Không có gì cần lưu ý.", "Nothing to report."), &styles.text)?;
    }
    grid.filter()?;
    match findings.peek() {
        Some(_) => grid.goes_on(name, part, context.lang, &styles.subtitle),
        None => Ok(()),
    }
}
