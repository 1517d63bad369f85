//! Sheet *Progression*: what is wrong with the order.

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::grid::{Cell, Grid, column};
use super::sheets::Sheets;

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let mut columns = vec![
        column(context.pick("Vấn đề", "Problem"), 26.0),
        column(context.pick("Học phần", "Modules"), 22.0),
        column(context.pick("Diễn giải", "What is wrong"), 90.0),
        column(context.pick("Vị trí trong tệp", "Place in the file"), 44.0),
    ];
    if context.is_portfolio() {
        columns.push(column(context.pick("Chương trình", "Programme"), 30.0));
    }
    let notes = [context.pick(
        "Trình tự hợp lí là: mức thấp học trước mức cao; dạy rồi mới đánh giá; học phần tiên quyết xếp trước và không tạo thành vòng.".to_owned(),
        "Lower levels come first, teaching before assessment, prerequisites earlier and not in a circle.".to_owned(),
    )];
    let name = context.pick("Trình tự", "Progression");
    let title = context.pick("Trình tự học có hợp lí không", "Whether the order makes sense");
    let mut grid = Grid::new(&context.styles, sheets, name, title, &notes, &columns)?;
    let styles = &context.styles;
    let mut any = false;
    for programme in &context.audit.programmes {
        for item in &programme.coverage.progression {
            any = true;
            let (kind, place) = (item.kind.wording(), item.place.to_string());
            let modules = context.codes(programme, &item.modules);
            let mut row = vec![
                Cell::Text(kind.get(context.lang), &styles.strong),
                Cell::Text(&modules, &styles.text),
                Cell::Text(item.message.get(context.lang), &styles.text),
                Cell::Text(&place, &styles.text),
            ];
            if context.is_portfolio() {
                row.push(Cell::Text(&programme.programme.title, &styles.text));
            }
            grid.write(&row)?;
        }
    }
    if !any {
        grid.nothing(
            context.pick("Không thấy điểm nào chưa hợp lí.", "Nothing was found wrong."),
            &styles.text,
        )?;
    }
    grid.finish()
}
