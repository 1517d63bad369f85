//! Sheet *What if*: what is lost when modules are dropped. Only where it was asked.

use super::{Page, Written, named};
use crate::lang::Lang;
use crate::plan::{Loss, Plan, WhatIf};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    if page.proposal.plans.iter().all(|plan| plan.what_if.is_none()) {
        return Ok(());
    }
    let notes = [page.pick(
        "Kế hoạch ở các trang sau chỉ lấp lại những gì mất đi ở đây; khoảng trống có từ trước không tính."
            .to_owned(),
        "The plan on the other sheets repairs only what is lost here; gaps that were there before stay."
            .to_owned(),
    )];
    let names = page
        .pick(("Nếu bỏ", "Nếu bỏ học phần thì mất gì"), ("What if", "What is lost when modules are dropped"));
    let columns = [
        ("Năng lực thành phần", "Component", 48.0),
        ("Mức độ", "Level", 14.0),
        ("Có phải ô cần đạt", "Required", 12.0),
        ("Khi còn học phần", "With the module", 15.0),
        ("Khi đã bỏ", "Without", 15.0),
        ("Bảo đảm cho mọi người học", "Guarantee for every learner", 32.0),
    ];
    let mut grid = page.sheet(sheets, names, &notes, &columns)?;
    for plan in page.proposal.plans {
        page.programme(&mut grid, plan)?;
        if let Some(what_if) = &plan.what_if {
            one(page, &mut grid, plan, what_if)?;
        }
    }
    Ok(())
}

fn one(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan, what_if: &WhatIf) -> Written {
    let styles = &page.context.styles;
    let dropped: Vec<String> = what_if.dropped.iter().map(|(code, title)| named(code, title)).collect();
    grid.heading(&format!("{}: {}", page.pick("Bỏ", "Dropped"), dropped.join("; ")), &styles.group)?;
    grid.across(0, &dependents(page, plan, what_if), &styles.text)?;
    what_if.losses.iter().try_for_each(|loss| row(page, grid, loss))?;
    if what_if.losses.is_empty() {
        grid.across(0, page.pick("Không mất gì.", "Nothing is lost."), &styles.text)?;
    }
    Ok(())
}

fn dependents(page: &Page<'_>, plan: &Plan, what_if: &WhatIf) -> String {
    let programme = &plan.before.programme;
    let title = |code: &String| {
        let module = programme.modules.iter().find(|module| module.code == *code);
        named(code, module.map_or("", |module| &module.title))
    };
    let names: Vec<String> = what_if.dependents.iter().map(title).collect();
    match names.as_slice() {
        [] => page
            .pick(
                "Không học phần nào còn lại ghi chúng là tiên quyết.",
                "No module that is left names them as prerequisites.",
            )
            .to_owned(),
        _ => page.pick(
            format!("Phải sửa điều kiện tiên quyết của: {}.", names.join("; ")),
            format!("Prerequisites must be changed in: {}.", names.join("; ")),
        ),
    }
}

fn row(page: &Page<'_>, grid: &mut Grid<'_>, loss: &Loss) -> Written {
    let styles = &page.context.styles;
    let (before, after) = (loss.before.wording(), loss.after.wording());
    let colours = [styles.status(loss.before, loss.required), styles.status(loss.after, loss.required)];
    let lost = page.pick("Mất: có người học sẽ không được học", "Lost: some learners would not meet it");
    grid.write(&[
        Cell::text(page.component(loss.cell), &styles.strong),
        Cell::Text(page.level(loss.cell), &styles.centre),
        Cell::Text(yes(loss.required, page.context.lang), &styles.centre),
        Cell::Text(page.said(&before), &colours[0]),
        Cell::Text(page.said(&after), &colours[1]),
        Cell::Text(if loss.guarantee { lost } else { "–" }, &styles.text),
    ])
}

/// `Có` or `Không`.
pub(super) fn yes(is: bool, lang: Lang) -> &'static str {
    if is { lang.pick("Có", "Yes") } else { lang.pick("Không", "No") }
}
