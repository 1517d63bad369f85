//! Sheet *Fragile*: what one module alone carries today, and where it could be taught besides.

use super::{Page, Written, capital, rounded};
use crate::plan::{Plan, SecondHome};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let notes = page.pick(
        [
            "Những ô đang được bao phủ mà chỉ một học phần dạy: học phần ấy bị bỏ hay đổi người dạy là mất. Xét trên chương trình hiện nay.".to_owned(),
            "Nơi thứ hai là gợi ý, không nằm trong kế hoạch và không tính vào tổng công sức.".to_owned(),
        ],
        [
            "Covered cells that one module alone teaches: they are lost when it is dropped or taught differently. As the programme is now.".to_owned(),
            "The second home is a suggestion; it is no part of the plan, nor of its totals.".to_owned(),
        ],
    );
    let names = page.pick(
        ("Ô mong manh", "Những ô chỉ dựa vào một học phần"),
        ("Fragile", "Cells that rest on one module alone"),
    );
    let columns = [
        ("Năng lực thành phần", "Component", 38.0),
        ("Mức độ", "Level", 13.0),
        ("Chỉ học phần này dạy", "The one module", 34.0),
        ("Nơi thứ hai ít tốn công nhất", "Cheapest second home", 34.0),
        ("Ngày công", "Working days", 10.0),
        ("Vì sao ở đó", "Why there", 48.0),
    ];
    let mut grid = page.sheet(sheets, names, &notes, &columns)?;
    for plan in page.proposal.plans {
        page.programme(&mut grid, plan)?;
        plan.fragile.iter().try_for_each(|home| row(page, &mut grid, plan, home))?;
        if plan.fragile.is_empty() {
            let none =
                page.pick("Không có ô nào chỉ dựa vào một học phần.", "No cell rests on one module alone.");
            grid.across(0, none, &page.context.styles.text)?;
        }
    }
    if page.has_several() { Ok(()) } else { grid.finish() }
}

fn row(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan, home: &SecondHome) -> Written {
    let styles = &page.context.styles;
    let host = match &home.host {
        Some((module, effort, why)) => [
            Cell::text(page.module(plan, *module), &styles.text),
            Cell::Number(rounded(*effort), &styles.centre),
            Cell::text(capital(page.said(why)), &styles.text),
        ],
        None => [
            Cell::Text(page.pick("Không học phần nào còn chỗ", "No module has room"), &styles.faint),
            Cell::Blank(&styles.centre),
            Cell::Blank(&styles.text),
        ],
    };
    let mut row = vec![
        Cell::text(page.component(home.cell), &styles.strong),
        Cell::Text(page.level(home.cell), &styles.centre),
        Cell::text(page.module(plan, home.carrier), &styles.text),
    ];
    row.extend(host);
    grid.write(&row)
}
