//! The sheet named for the framework's duty (*Article 3*): the record of updating, in its order: research, supplement, update.

use super::rows::{named, quotes};
use super::{Page, Written};
use crate::comparison::{CellChange, Change, GapState, ModuleState, ProgrammeChange, StatementState};
use crate::framework::{Duty, DutyAnswer, DutyStep};
use crate::report::xlsx::grid::{Cell, Grid, column};
use crate::report::xlsx::sheets::Sheets;

/// Writes the sheet, if the framework is at hand and comes with a duty.
pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let Some(duty) = page.framework.and_then(|framework| framework.duty.as_ref()) else { return Ok(()) };
    let columns = [
        column(page.pick("Bước", "Step"), 12.0),
        column(page.pick("Nội dung", "Subject"), 38.0),
        column(page.pick("Đã làm gì", "What was done"), 48.0),
        column(page.pick("Vị trí, minh chứng", "Place, evidence"), 60.0),
        column(page.pick("Người phụ trách", "Responsible"), 16.0),
        column(page.pick("Ngày", "Date"), 11.0),
        column(page.pick("Ghi chú", "Remarks"), 18.0),
    ];
    let name = duty.title.get(page.lang).to_owned();
    let title = format!(
        "{name}: {}",
        page.pick("hồ sơ nghiên cứu, bổ sung, cập nhật", "record of research, supplement and update")
    );
    let sheet = sheets.name(&name);
    let notes = [duty.text.get(page.lang).to_owned()];
    let mut grid = Grid::new(&page.styles, sheets, &sheet, &title, &notes, &columns)?;
    for programme in &page.comparison.programmes {
        if page.has_several() {
            grid.heading(&programme.after.title, &page.styles.group)?;
        }
        steps(page, &mut grid, duty, programme)?;
    }
    grid.finish()
}

fn steps(page: &Page<'_>, grid: &mut Grid<'_>, duty: &Duty, programme: &ProgrammeChange) -> Written {
    for step in &duty.steps {
        let rows = match step.answer {
            DutyAnswer::Figures => examined(page, programme),
            DutyAnswer::Missing => supplemented(page, programme),
            DutyAnswer::Weak => updated(page, programme),
        };
        if rows.is_empty() {
            row(page, grid, step, ["", page.pick("Không có gì", "Nothing"), ""])?;
        }
        for [subject, done, place] in &rows {
            row(page, grid, step, [subject, done, place])?;
        }
    }
    Ok(())
}

fn row(page: &Page<'_>, grid: &mut Grid<'_>, step: &DutyStep, said: [&str; 3]) -> Written {
    let styles = &page.styles;
    grid.write(&[
        Cell::Text(step.name.get(page.lang), &styles.strong),
        Cell::Text(said[0], &styles.text),
        Cell::Text(said[1], &styles.text),
        Cell::Text(said[2], &styles.text),
        Cell::Blank(&styles.input),
        Cell::Blank(&styles.date_input),
        Cell::Blank(&styles.input),
    ])
}

type Rows = Vec<[String; 3]>;

/// What was examined, before and after, and the figures.
fn examined(page: &Page<'_>, programme: &ProgrammeChange) -> Rows {
    let side = |word: &str, head: &crate::comparison::Headline, side: &crate::comparison::Side| {
        let (modules, statements) = (head.counts.modules, head.counts.statements);
        let (covered, required) = (head.summary.covered, head.summary.required);
        let files = side.inputs.iter().map(|input| input.path.as_str()).collect::<Vec<_>>().join("\n");
        let subject = page.pick(
            format!("{word}: {modules} học phần, {statements} phát biểu"),
            format!("{word}: {modules} modules, {statements} statements"),
        );
        let found = page.pick(
            format!("{covered} trong {required} ô cần đạt được bao phủ"),
            format!("{covered} of {required} required cells are covered"),
        );
        [subject, found, files]
    };
    let (before, after) = page.pick(("Trước", "Sau"), ("Before", "After"));
    vec![
        side(before, &programme.before, &page.comparison.before),
        side(after, &programme.after, &page.comparison.after),
    ]
}

/// Gaps that were closed, cells that came, and modules that were added.
fn supplemented(page: &Page<'_>, programme: &ProgrammeChange) -> Rows {
    let better =
        programme.cells.iter().filter(|cell| matches!(cell.change, Change::Gained | Change::Improved));
    let mut rows: Rows =
        better.map(|cell| [page.named(&cell.cell), became(page, cell), quotes(&cell.came)]).collect();
    let added = programme.modules.iter().filter(|module| module.state == ModuleState::Added);
    rows.extend(added.map(|module| {
        let word = module.state.wording().get(page.lang).to_owned();
        [
            named(module.after.as_ref()),
            format!("{word}\n{}", page.cells(&module.cells)).trim().to_owned(),
            String::new(),
        ]
    }));
    rows
}

/// What became of a cell: `Thêm được (Chưa có → Bao phủ)`.
fn became(page: &Page<'_>, cell: &CellChange) -> String {
    let (change, before, after) = (cell.change.wording(), page.status(cell.before), page.status(cell.after));
    format!("{} ({before} → {after})", change.get(page.lang))
}

/// What was changed or taken away, and what that cost.
fn updated(page: &Page<'_>, programme: &ProgrammeChange) -> Rows {
    let mut rows = Rows::new();
    for module in programme.modules.iter().filter(|module| module.state != ModuleState::Added) {
        let became = module.after.as_ref().map(|_| named(module.after.as_ref())).unwrap_or_default();
        let word = module.state.wording().get(page.lang).to_owned();
        rows.push([
            named(module.before.as_ref()),
            format!("{word}\n{became}").trim().to_owned(),
            page.cells(&module.cells),
        ]);
    }
    for statement in &programme.statements {
        let text = |said: &Option<crate::comparison::StatementRecord>| {
            said.as_ref().map(|said| said.text.clone()).unwrap_or_default()
        };
        let done = match statement.state {
            StatementState::Changed => format!("{}\n→ {}", text(&statement.before), text(&statement.after)),
            StatementState::Added => text(&statement.after),
            StatementState::Removed => text(&statement.before),
        };
        let word = statement.state.wording().get(page.lang).to_owned();
        let place = statement.after.as_ref().or(statement.before.as_ref()).map(|said| said.place.clone());
        rows.push([statement.module.clone(), format!("{word}: {done}"), place.unwrap_or_default()]);
    }
    let worse = programme.cells.iter().filter(|cell| matches!(cell.change, Change::Lost | Change::Weakened));
    rows.extend(worse.map(|cell| [page.named(&cell.cell), became(page, cell), quotes(&cell.went)]));
    let opened = programme.gaps_that(GapState::Opened).filter(|gap| gap.before.is_none());
    rows.extend(
        opened
            .map(|gap| [page.named(&gap.cell), gap.state.wording().get(page.lang).to_owned(), String::new()]),
    );
    rows
}
