//! Sheet *After*: every required cell as it is and as it would be, what stays open, and what the plan puts out of order.

use super::what_if::yes;
use super::{Page, Written, capital};
use crate::coverage::{CellCoverage, Status};
use crate::plan::{Open, Plan};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

const COLUMNS: [(&str, &str, f64); 8] = [
    ("Năng lực thành phần", "Component", 40.0),
    ("Mức độ", "Level", 13.0),
    ("Hiện nay", "Now", 14.0),
    ("Sau kế hoạch", "After", 14.0),
    ("Mọi người học: hiện nay", "Every learner: now", 13.0),
    ("Mọi người học: sau kế hoạch", "Every learner: after", 13.0),
    ("Thay đổi", "Change", 22.0),
    ("Học phần dạy, sau kế hoạch", "Modules that teach it, after", 40.0),
];

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let notes = page.pick(
        [
            "Tính lại theo đúng cách rà soát, với giả định mọi việc ở trang Hành động đã làm xong và đã đưa vào đề cương.".to_owned(),
            "“Mọi người học”: dù chọn học phần tự chọn nào, ai cũng được học ô ấy.".to_owned(),
        ],
        [
            "Audited again in the same way, as if all that the sheet Actions asks were done and written into the syllabi.".to_owned(),
            "“Every learner”: whatever electives are chosen, everyone meets the cell.".to_owned(),
        ],
    );
    let names = page.pick(
        ("Sau kế hoạch", "Từng ô cần đạt: hiện nay và sau kế hoạch"),
        ("After", "Every required cell, now and after"),
    );
    let mut grid = page.sheet(sheets, names, &notes, &COLUMNS)?;
    for plan in page.proposal.plans {
        page.programme(&mut grid, plan)?;
        let cells = plan.before.coverage.cells.iter().zip(&plan.after.coverage.cells);
        let mut required = cells.filter(|(before, _)| before.required);
        required.try_for_each(|(before, after)| row(page, &mut grid, plan, before, after))?;
        still_open(page, &mut grid, plan)?;
        out_of_order(page, &mut grid, plan)?;
    }
    // No filter: tables of other kinds stand below.
    Ok(())
}

fn row(
    page: &Page<'_>,
    grid: &mut Grid<'_>,
    plan: &Plan,
    before: &CellCoverage,
    after: &CellCoverage,
) -> Written {
    let (styles, lang) = (&page.context.styles, page.context.lang);
    let (now, then) = (before.status.wording(), after.status.wording());
    let colours = [styles.status(before.status, true), styles.status(after.status, true)];
    let is_same = before.status == after.status && before.is_guaranteed() == after.is_guaranteed();
    let named = if is_same { &styles.text } else { &styles.strong };
    let modules = page.context.codes(&plan.after, &after.modules);
    grid.write(&[
        Cell::text(page.component(before.cell), named),
        Cell::Text(page.level(before.cell), &styles.centre),
        Cell::Text(page.said(&now), &colours[0]),
        Cell::Text(page.said(&then), &colours[1]),
        Cell::Text(yes(before.is_guaranteed(), lang), &styles.centre),
        Cell::Text(yes(after.is_guaranteed(), lang), &styles.centre),
        Cell::Text(change(page, plan, before, after), if is_same { &styles.faint } else { &styles.strong }),
        Cell::Text(&modules, &styles.text),
    ])
}

/// What happens to a cell, in words.
fn change<'p>(page: &Page<'p>, plan: &Plan, before: &CellCoverage, after: &CellCoverage) -> &'p str {
    let (vi, en) = match (before.status, after.status) {
        (old, new) if new < old => ("Kém đi", "Worse"),
        (old, Status::Covered) if old < Status::Covered => ("Được lấp", "Closed"),
        (old, new) if new > old => ("Khá hơn, chưa đủ", "Better, not enough"),
        _ if after.is_guaranteed() && !before.is_guaranteed() => {
            ("Nay mọi người đều được học", "Now for every learner")
        }
        _ if before.is_guaranteed() && !after.is_guaranteed() => {
            ("Không còn cho mọi người", "No longer for every learner")
        }
        _ if after.is_gap() && plan.after.justification(after.cell).is_some() => {
            ("Trống, có lý do", "Open, justified")
        }
        _ if after.is_gap() => ("Vẫn trống", "Still open"),
        _ => ("Như cũ", "As it was"),
    };
    page.pick(vi, en)
}

/// The gaps that remain, and why.
fn still_open(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan) -> Written {
    let styles = &page.context.styles;
    if plan.open.is_empty() {
        let none = match plan.after.gaps.is_empty() {
            true => page.pick("Không còn khoảng trống nào.", "No gap remains."),
            false => page.pick(
                "Những gì mất đi do bỏ học phần đều được lấp lại; các ô vẫn trống ở trên là khoảng trống có từ trước.",
                "All that the dropped modules lose is made up for; cells still open above were open before.",
            ),
        };
        return grid.across(0, none, &styles.group);
    }
    let open = page.pick("Khoảng trống còn lại", "Gaps that remain");
    let headers = [
        open,
        page.pick("Mức độ", "Level"),
        page.pick("Sau kế hoạch", "After"),
        page.pick("Vì sao còn trống", "Why it stays open"),
    ];
    grid.subheader(&headers, &styles.heading)?;
    grid.merge_above(3, headers[3], &styles.heading)?;
    plan.open.iter().try_for_each(|open| gap(page, grid, plan, open))
}

fn gap(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan, open: &Open) -> Written {
    let styles = &page.context.styles;
    let status = plan.after.coverage.of(open.cell).map_or(Status::Uncovered, |cell| cell.status);
    let why = capital(page.said(&open.why));
    grid.write(&[
        Cell::text(page.component(open.cell), &styles.strong),
        Cell::Text(page.level(open.cell), &styles.centre),
        Cell::Text(page.said(&status.wording()), &styles.status(status, true)),
    ])?;
    grid.merge_above(3, &why, &styles.text)
}

/// Faults of the order that were not there before.
fn out_of_order(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan) -> Written {
    let styles = &page.context.styles;
    let old = &plan.before.coverage.progression;
    let mut new = plan.after.coverage.progression.iter().filter(|item| !old.contains(item)).peekable();
    if new.peek().is_none() {
        return Ok(());
    }
    let title = page.pick("Điểm chưa hợp lí mới phát sinh về trình tự", "New faults of the order");
    let headers = [title, page.pick("Học phần", "Modules"), "", page.pick("Diễn giải", "What is wrong")];
    grid.subheader(&headers, &styles.heading)?;
    grid.merge_above(3, headers[3], &styles.heading)?;
    new.try_for_each(|item| {
        let modules = page.context.codes(&plan.after, &item.modules);
        grid.write(&[
            Cell::Text(page.said(&item.kind.wording()), &styles.strong),
            Cell::Text(&modules, &styles.text),
            Cell::Blank(&styles.text),
        ])?;
        grid.merge_above(3, page.said(&item.message), &styles.text)
    })
}
