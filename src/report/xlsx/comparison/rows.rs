//! The sheets that list changes: cells, gaps, modules, statements.

use super::{Page, Written};
use crate::comparison::{ModuleName, Quote, StatementRecord};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

pub(super) fn cells(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = page.columns(&[
        ("Thay đổi", "Change", 14.0),
        ("Ô", "Cell", 30.0),
        ("Trước", "Before", 14.0),
        ("Sau", "After", 14.0),
        ("Minh chứng mới", "Evidence that came", 60.0),
        ("Minh chứng không còn", "Evidence that went", 60.0),
    ]);
    let notes = [page.pick(
        "Chỉ ghi những ô đổi trạng thái. Ô in nghiêng nằm ngoài mức cần đạt.".to_owned(),
        "Only cells whose status has changed. Those in italics are beyond the target level.".to_owned(),
    )];
    let (name, title) =
        page.pick(("Ô", "Ô thay đổi trạng thái"), ("Cells", "Cells whose status has changed"));
    let mut grid = Grid::new(&page.styles, sheets, name, title, &notes, &columns)?;
    let (styles, mut any) = (&page.styles, false);
    for programme in &page.comparison.programmes {
        for cell in &programme.cells {
            any = true;
            let named = if cell.required { &styles.text } else { &styles.faint };
            let row = vec![
                Cell::text(cell.change.wording().get(page.lang), &styles.strong),
                Cell::text(page.named(&cell.cell), named),
                Cell::text(page.status(cell.before), &styles.centre),
                Cell::text(page.status(cell.after), &styles.centre),
                Cell::text(quotes(&cell.came), &styles.text),
                Cell::text(quotes(&cell.went), &styles.text),
            ];
            page.write(&mut grid, programme, row)?;
        }
    }
    nothing(page, &mut grid, any)?;
    grid.finish()
}

/// Quotes, each with its module and place.
pub(super) fn quotes(quotes: &[Quote]) -> String {
    let said = quotes.iter().map(|quote| format!("{}: {} ({})", quote.module, quote.text, quote.place));
    said.collect::<Vec<_>>().join("\n")
}

fn nothing(page: &Page<'_>, grid: &mut Grid<'_>, any: bool) -> Written {
    if any {
        return Ok(());
    }
    grid.nothing(page.pick("Không có thay đổi nào.", "Nothing has changed."), &page.styles.text)
}

pub(super) fn gaps(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = page.columns(&[
        ("Khoảng trống", "Gap", 16.0),
        ("Ô", "Cell", 70.0),
        ("Trước", "Before", 20.0),
        ("Sau", "After", 20.0),
    ]);
    let (name, title) = page.pick(
        ("Khoảng trống", "Khoảng trống mới, còn lại và đã lấp"),
        ("Gaps", "Gaps opened, still open and closed"),
    );
    let mut grid = Grid::new(&page.styles, sheets, name, title, &[], &columns)?;
    let (styles, mut any) = (&page.styles, false);
    for programme in &page.comparison.programmes {
        let mut gaps: Vec<_> = programme.gaps.iter().collect();
        gaps.sort_by_key(|gap| gap.state);
        for gap in gaps {
            any = true;
            let row = vec![
                Cell::text(gap.state.wording().get(page.lang), &styles.strong),
                Cell::text(page.named(&gap.cell), &styles.text),
                Cell::text(page.status(gap.before), &styles.centre),
                Cell::text(page.status(gap.after), &styles.centre),
            ];
            page.write(&mut grid, programme, row)?;
        }
    }
    nothing(page, &mut grid, any)?;
    grid.finish()
}

pub(super) fn modules(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = page.columns(&[
        ("Thay đổi", "Change", 16.0),
        ("Trước", "Before", 46.0),
        ("Sau", "After", 46.0),
        ("Ô có minh chứng", "Cells evidenced", 60.0),
    ]);
    let (name, title) = page.pick(
        ("Học phần", "Học phần thêm, bỏ và đổi mã hoặc tên"),
        ("Modules", "Modules added, removed and renamed"),
    );
    let mut grid = Grid::new(&page.styles, sheets, name, title, &[], &columns)?;
    let (styles, mut any) = (&page.styles, false);
    for programme in &page.comparison.programmes {
        for module in &programme.modules {
            any = true;
            let row = vec![
                Cell::text(module.state.wording().get(page.lang), &styles.strong),
                Cell::text(named(module.before.as_ref()), &styles.text),
                Cell::text(named(module.after.as_ref()), &styles.text),
                Cell::text(page.cells(&module.cells), &styles.text),
            ];
            page.write(&mut grid, programme, row)?;
        }
    }
    nothing(page, &mut grid, any)?;
    grid.finish()
}

/// A module by code, title and place.
pub(super) fn named(module: Option<&ModuleName>) -> String {
    module.map(|module| format!("{} {}\n{}", module.code, module.title, module.place)).unwrap_or_default()
}

pub(super) fn statements(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = page.columns(&[
        ("Thay đổi", "Change", 12.0),
        ("Học phần", "Module", 12.0),
        ("Trước", "Before", 60.0),
        ("Sau", "After", 60.0),
        ("Vị trí", "Place", 40.0),
    ]);
    let notes = [page.pick(
        "Câu của những học phần có cả trước và sau; câu của học phần thêm hay bỏ xem ở trang Học phần."
            .to_owned(),
        "Statements of modules that are in both; for modules added or removed see the sheet Modules."
            .to_owned(),
    )];
    let (name, title) = page.pick(
        ("Phát biểu", "Câu sửa, thêm và bỏ, đặt cạnh nhau"),
        ("Statements", "Statements changed, added and removed, side by side"),
    );
    let mut grid = Grid::new(&page.styles, sheets, name, title, &notes, &columns)?;
    let (styles, mut any) = (&page.styles, false);
    for programme in &page.comparison.programmes {
        for statement in &programme.statements {
            any = true;
            let text =
                |said: &Option<StatementRecord>| said.as_ref().map(|s| s.text.clone()).unwrap_or_default();
            let places = [&statement.before, &statement.after].into_iter().flatten();
            let places: Vec<&str> = places.map(|said| said.place.as_str()).collect();
            let row = vec![
                Cell::text(statement.state.wording().get(page.lang), &styles.strong),
                Cell::Text(&statement.module, &styles.text),
                Cell::text(text(&statement.before), &styles.text),
                Cell::text(text(&statement.after), &styles.text),
                Cell::text(places.join("\n→ "), &styles.faint),
            ];
            page.write(&mut grid, programme, row)?;
        }
    }
    nothing(page, &mut grid, any)?;
    grid.finish()
}
