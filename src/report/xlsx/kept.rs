//! Sheet *Decisions kept*: what people decided and has no place any more, so that nothing they did is lost. khung reads it
//! back like the sheet *Evidence*.

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::evidence::{decided, headers};
use super::grid::{Cell, Grid};
use super::sheets::Sheets;
use crate::review::{Column, Entry, Gone};

const COLUMNS: [(Column, f64); 16] = [
    (Column::Why, 26.0),
    (Column::ModuleCode, 10.0),
    (Column::Module, 20.0),
    (Column::Component, 20.0),
    (Column::Level, 10.0),
    (Column::Indicator, 30.0),
    (Column::Quote, 40.0),
    (Column::Decision, 13.0),
    (Column::Comment, 22.0),
    (Column::Reviewer, 13.0),
    (Column::Date, 11.0),
    (Column::Recheck, 20.0),
    (Column::Place, 22.0),
    (Column::Kind, 11.0),
    (Column::Cell, 20.0),
    (Column::Alignment, 14.0),
];

/// Writes the sheet, if there is anything to keep.
pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    if context.audit.programmes.iter().all(|programme| programme.kept.is_empty()) {
        return Ok(());
    }
    let notes = [context.pick(
        "Các quyết định dưới đây không còn chỗ trong chương trình hiện nay và không được tính. Chúng được giữ lại cho lần sau; xóa hàng nào không còn cần.".to_owned(),
        "These decisions have no place in the programme as it is now, and do not count. They are kept for the next run; delete those that have served.".to_owned(),
    )];
    let name = context.pick("Quyết định treo", "Decisions kept");
    let title = context.pick("Quyết định chưa dùng được", "Decisions that cannot be used");
    let headers = headers(context, &COLUMNS);
    let mut grid = Grid::new(&context.styles, sheets, name, title, &notes, &headers)?;
    for programme in &context.audit.programmes {
        for (entry, gone) in &programme.kept {
            let mut cells: Vec<Cell<'_>> =
                COLUMNS.iter().map(|(column, _)| cell(context, *column, entry, *gone)).collect();
            if context.is_portfolio() {
                cells.push(Cell::Text(&programme.programme.title, &context.styles.text));
            }
            grid.write(&cells)?;
        }
    }
    grid.finish()
}

fn cell<'c>(context: &'c Context<'_>, column: Column, entry: &'c Entry, gone: Gone) -> Cell<'c> {
    let styles = &context.styles;
    let text = match column {
        Column::Why => return Cell::text(gone.wording().get(context.lang), &styles.strong),
        Column::ModuleCode => &entry.module,
        Column::Module => &entry.title,
        Column::Component => &entry.component,
        Column::Level => &entry.level,
        Column::Indicator => &entry.indicator,
        Column::Quote => &entry.text,
        Column::Place => return Cell::text(entry.place().to_string(), &styles.text),
        Column::Kind => &entry.kind,
        Column::Cell => &entry.key,
        Column::Alignment => &entry.id,
        Column::Recheck => {
            let words = entry.suspect.as_ref().map(|suspect| suspect.wording().get(context.lang).to_owned());
            return Cell::text(words.unwrap_or_default(), &styles.input);
        }
        _ => return decided(context, column, entry.review.as_ref()),
    };
    Cell::Text(text, &styles.text)
}
