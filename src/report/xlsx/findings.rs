//! Sheet *Findings*: what a person should know of the workbooks themselves.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Context;
use super::grid::{Cell, Grid, column};

pub(super) fn write(context: &Context<'_>, book: &mut Workbook) -> Result<(), XlsxError> {
    let columns = [
        column(context.pick("Loại", "Severity"), 10.0),
        column(context.pick("Vị trí trong tệp", "Place in the file"), 34.0),
        column(context.pick("Phát hiện", "Finding"), 66.0),
        column(context.pick("Cần làm", "What to do"), 48.0),
        column(context.pick("Mã phát hiện", "Code"), 22.0),
    ];
    let name = context.pick("Phát hiện", "Findings");
    let title = context.pick("Điều cần biết về các tệp đã đọc", "What to know about the files read");
    let mut grid = Grid::new(&context.styles, book, name, title, &[], &columns)?;
    let styles = &context.styles;
    for finding in &context.audit.findings {
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
    grid.finish()
}
