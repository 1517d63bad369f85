//! The sheet named for the framework's duty (*Article 3*): its steps, filled from the audit, with empty
//! columns for who does it and by when.

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::grid::{Cell, Grid, column};
use super::sheets::Sheets;
use crate::audit::ProgrammeAudit;
use crate::coverage::Status;
use crate::framework::{CellId, Duty, DutyAnswer, DutyStep};

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let Some(duty) = &context.audit.framework.duty else { return Ok(()) };
    let columns = [
        column(context.pick("Bước", "Step"), 11.0),
        column(context.pick("Yêu cầu", "What it asks"), 24.0),
        column(context.pick("Nội dung", "Subject"), 32.0),
        column(context.pick("Kết quả rà soát", "What the audit found"), 64.0),
        column(context.pick("Học phần", "Modules"), 14.0),
        column(context.pick("Người phụ trách", "Responsible"), 16.0),
        column(context.pick("Thời hạn", "Date"), 11.0),
        column(context.pick("Kết quả thực hiện", "Done"), 16.0),
    ];
    let name = duty.title.get(context.lang).to_owned();
    let title = format!(
        "{name}: {}",
        context.pick("nghiên cứu, bổ sung, cập nhật chương trình", "research, supplement, update")
    );
    let notes = [duty.text.get(context.lang).to_owned()];
    let sheet = sheets.name(&name);
    let mut grid = Grid::new(&context.styles, sheets, &sheet, &title, &notes, &columns)?;
    for programme in &context.audit.programmes {
        if context.is_portfolio() {
            grid.heading(&programme.programme.title, &context.styles.group)?;
        }
        steps(context, &mut grid, duty, programme)?;
    }
    grid.finish()
}

fn steps(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    duty: &Duty,
    programme: &ProgrammeAudit,
) -> Result<(), XlsxError> {
    for step in &duty.steps {
        match step.answer {
            DutyAnswer::Figures => figures(context, grid, step, programme)?,
            DutyAnswer::Missing => cells(context, grid, step, programme, &[Status::Uncovered])?,
            DutyAnswer::Weak => cells(context, grid, step, programme, &[Status::Declared, Status::Partial])?,
        }
    }
    Ok(())
}

fn row(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    step: &DutyStep,
    said: [&str; 3],
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    grid.write(&[
        Cell::Text(step.name.get(context.lang), &styles.strong),
        Cell::Text(step.asks.get(context.lang), &styles.text),
        Cell::Text(said[0], &styles.text),
        Cell::Text(said[1], &styles.text),
        Cell::Text(said[2], &styles.text),
        Cell::Blank(&styles.input),
        Cell::Blank(&styles.input),
        Cell::Blank(&styles.input),
    ])
}

fn figures(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    step: &DutyStep,
    programme: &ProgrammeAudit,
) -> Result<(), XlsxError> {
    let tally = &programme.coverage.summary;
    let (modules, statements) = (programme.programme.modules.len(), programme.programme.statement_count());
    let (required, covered, partial) = (tally.required, tally.covered, tally.partial);
    let (declared, uncovered) = (tally.declared, tally.uncovered);
    let examined = context.pick(
        format!("Đã đối chiếu {modules} học phần, {statements} phát biểu"),
        format!("{modules} modules and {statements} statements were examined"),
    );
    let found = context.pick(
        format!("{required} ô cần đạt: {covered} bao phủ, {partial} một phần, {declared} chỉ khai báo, {uncovered} chưa có"),
        format!("{required} required cells: {covered} covered, {partial} partial, {declared} declared only, {uncovered} uncovered"),
    );
    row(context, grid, step, [&examined, &found, ""])
}

/// A row for each required cell with one of `statuses`, in the framework's order.
fn cells(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    step: &DutyStep,
    programme: &ProgrammeAudit,
    statuses: &[Status],
) -> Result<(), XlsxError> {
    let open =
        programme.coverage.cells.iter().filter(|cell| cell.required && statuses.contains(&cell.status));
    let mut any = false;
    for cell in open {
        any = true;
        let subject = context.audit.framework.describe(cell.cell, context.lang);
        let status = cell.status.wording();
        let missing = missing(context, programme, cell.cell);
        let found = format!("{}\n{missing}", status.get(context.lang));
        let modules = context.codes(programme, &cell.modules);
        row(context, grid, step, [&subject, found.trim(), &modules])?;
    }
    if !any {
        row(context, grid, step, ["", context.pick("Không còn ô nào", "Nothing is left"), ""])?;
    }
    Ok(())
}

fn missing(context: &Context<'_>, programme: &ProgrammeAudit, cell: CellId) -> String {
    let framework = &context.audit.framework;
    let addressed = programme.coverage.of(cell).map(|coverage| &coverage.addressed);
    let open = framework
        .indicators_of(cell)
        .filter(|(id, _)| addressed.is_none_or(|addressed| !addressed.contains(id)));
    open.map(|(_, indicator)| format!("• {}", indicator.text.get(context.lang)))
        .collect::<Vec<_>>()
        .join("\n")
}
