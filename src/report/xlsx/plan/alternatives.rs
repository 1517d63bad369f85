//! Sheet *Alternatives*: plans that are nearly as good, each without a module that the plan touches.

use super::{Page, Written};
use crate::plan::{Alternative, Plan};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let objective = page.proposal.ask.objective.wording();
    let notes = [page.pick(
        format!("Mỗi hàng: không động đến một học phần của kế hoạch thì tốn thêm bao nhiêu, xét theo: {}. Chỉ nêu phương án tốn thêm không quá 10 % và lấp được cùng những ô ấy.", objective.vi),
        format!("Each row: what it takes to leave one module of the plan alone, by: {}. Only plans that take at most 10 % more and close the same cells.", objective.en),
    )];
    let names = page.pick(
        ("Phương án khác", "Những phương án gần tốt bằng kế hoạch"),
        ("Alternatives", "Plans that are nearly as good"),
    );
    let columns = [
        ("Không động đến học phần", "Without touching", 40.0),
        ("Thêm (%)", "More (%)", 10.0),
        ("Số học phần", "Modules", 10.0),
        ("Ngày công", "Working days", 10.0),
        ("Tiết thêm", "Periods added", 10.0),
        ("Kinh phí", "Cost", 15.0),
        ("Thay bằng học phần", "Touched instead", 60.0),
    ];
    let mut grid = page.sheet(sheets, names, &notes, &columns)?;
    for plan in page.proposal.plans {
        page.programme(&mut grid, plan)?;
        plan.alternatives.iter().try_for_each(|one| row(page, &mut grid, one))?;
        if plan.alternatives.is_empty() {
            grid.across(0, none(page, plan), &page.context.styles.text)?;
        }
    }
    Ok(())
}

fn none<'p>(page: &Page<'p>, plan: &Plan) -> &'p str {
    if plan.actions.is_empty() {
        return page.pick("Không có gì phải làm, nên không có phương án khác.", "There is nothing to do.");
    }
    page.pick(
        "Không có phương án nào khác tốn thêm không quá 10 %: học phần nào trong kế hoạch cũng cần.",
        "No other plan takes at most 10 % more: every module of the plan is needed.",
    )
}

fn row(page: &Page<'_>, grid: &mut Grid<'_>, one: &Alternative) -> Written {
    let styles = &page.context.styles;
    let instead: Vec<&str> = one.instead.iter().map(|module| page.said(module)).collect();
    let instead = match instead.as_slice() {
        [] => page
            .pick("Chỉ những học phần còn lại của kế hoạch", "Only the other modules of the plan")
            .to_owned(),
        modules => modules.join("\n"),
    };
    let mut row =
        vec![Cell::Text(page.said(&one.without), &styles.strong), Cell::Number(one.more, &styles.percent)];
    row.extend(page.measures(&one.measures));
    row.push(Cell::text(instead, &styles.text));
    grid.write(&row)
}
