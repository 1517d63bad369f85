//! Sheet *Summary*: what the plan comes to, what was asked, and what it was made on.

use super::{Page, Written, named, question};
use crate::audit::ProgrammeAudit;
use crate::lang::counted;
use crate::plan::{Action, ActionKind, Measures, Plan, WhatIf};
use crate::report::plan::{measures, money, proof};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns =
        [("Nội dung", "What", 54.0), ("Hiện nay", "Now", 40.0), ("Sau kế hoạch", "After the plan", 40.0)];
    let names = page.pick(("Tóm tắt", "Kế hoạch lấp khoảng trống"), ("Summary", "Plan to close the gaps"));
    let notes = [
        page.said(&page.context.audit.framework.title).to_owned(),
        page.pick(
            "Đây là đề xuất để nhà trường bàn và quyết định. Kết quả “sau kế hoạch” chỉ đúng khi mọi việc ở trang Hành động được làm và được dạy thật.".to_owned(),
            "A proposal for the institution to discuss and decide on. “After the plan” holds only if all that the sheet Actions asks is done, and taught.".to_owned(),
        ),
    ];
    let mut grid = page.sheet(sheets, names, &notes, &columns)?;
    page.proposal.plans.iter().try_for_each(|plan| programme(page, &mut grid, plan))?;
    if page.has_several() {
        together(page, &mut grid)?;
    }
    question::question(page, &mut grid)?;
    question::grounds(page, &mut grid)?;
    grid.sheet.set_portrait();
    Ok(())
}

/// A line of the table.
fn row(page: &Page<'_>, grid: &mut Grid<'_>, what: &str, now: String, then: String) -> Written {
    let styles = &page.context.styles;
    grid.write(&[
        Cell::Text(what, &styles.text),
        Cell::text(now, &styles.centre),
        Cell::text(then, &styles.centre),
    ])
}

fn programme(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan) -> Written {
    let styles = &page.context.styles;
    grid.heading(&plan.before.programme.title, &styles.group)?;
    grid.across(0, &sentence(page, plan), &styles.strong)?;
    grid.across(0, page.said(&proof(plan.proof, page.proposal.ask.objective)), &styles.text)?;
    if let Some(what_if) = &plan.what_if {
        grid.across(0, &without(page, what_if), &styles.strong)?;
    }
    for (place, message) in &plan.faults {
        let fault = format!(
            "{}: {} ({place})",
            page.pick("Lỗi của chương trình", "Fault of the programme"),
            page.said(message)
        );
        grid.across(0, &fault, &styles.strong)?;
    }
    for (what, now, then) in figures(page, plan) {
        row(page, grid, what, now, then)?;
    }
    let headers = [
        page.pick("Kế hoạch gồm", "What the plan comes to"),
        page.pick("Kế hoạch này", "This plan"),
        page.pick("Để so sánh: chọn lần lượt (tham lam)", "To compare: the greedy answer"),
    ];
    grid.subheader(&headers, &styles.heading)?;
    takes(page, grid, &plan.measures, Some(&plan.greedy.0))?;
    let open = page.pick("Ô còn để trống", "Cells left open");
    row(page, grid, open, plan.open.len().to_string(), plan.greedy.1.to_string())?;
    actions(page, grid, plan)
}

/// That the programme is shown without modules.
fn without(page: &Page<'_>, what_if: &WhatIf) -> String {
    let dropped: Vec<String> = what_if.dropped.iter().map(|(code, title)| named(code, title)).collect();
    let dropped = dropped.join("; ");
    page.pick(
        format!("“Hiện nay” ở đây là chương trình khi đã bỏ {dropped}. Kế hoạch chỉ lấp lại những gì mất đi do việc bỏ ấy (xem trang Nếu bỏ)."),
        format!("“Now” is the programme without {dropped}. The plan repairs only what that loses (see the sheet What if)."),
    )
}

/// The modules that the plan touches, a line each.
fn actions(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan) -> Written {
    if plan.actions.is_empty() {
        return Ok(());
    }
    let headers = [
        page.pick("Học phần (chi tiết ở trang Hành động)", "Modules (in detail on the sheet Actions)"),
        page.pick("Công sức", "Effort"),
        page.pick("Kinh phí", "Cost"),
    ];
    grid.subheader(&headers, &page.context.styles.heading)?;
    plan.actions.iter().try_for_each(|action| {
        let (days, periods) = (page.number(action.effort), page.number(action.periods));
        let takes = page.pick(
            format!("{days} ngày công, {periods} tiết"),
            format!("{days} working days, {periods} periods"),
        );
        let cost = money(action.cost, &page.proposal.ask.efforts.cost.currency);
        row(page, grid, &touched(page, action), takes, cost)
    })
}

/// `Bổ sung vào học phần: TT401 Thực tập sư phạm 2 (học kỳ 8)`
fn touched(page: &Page<'_>, action: &Action) -> String {
    let term = |term| page.pick(format!(" (học kỳ {term})"), format!(" (term {term})"));
    let (kind, named) = (action.kind.wording(), named(&action.code, page.said(&action.title)));
    format!("{}: {named}{}", page.said(&kind), action.term.map(term).unwrap_or_default())
}

/// The answer, as a person would say it.
fn sentence(page: &Page<'_>, plan: &Plan) -> String {
    let gaps = open_cells(&plan.before);
    if plan.actions.is_empty() {
        return match gaps {
            0 => page.pick(
                "Không có khoảng trống nào, nên không có gì phải làm.",
                "There are no gaps, so there is nothing to do.",
            ),
            _ => page.pick(
                "Không có việc gì phải làm hoặc làm được trong giới hạn đã cho.",
                "There is nothing to do, or nothing that the limits allow.",
            ),
        }
        .to_owned();
    }
    let (left, kinds) = (open_cells(&plan.after), kinds(page, plan));
    let comes_to = measures(&plan.measures, page.proposal.ask, page.context.lang);
    page.pick(
        format!("Số ô còn trống giảm từ {gaps} xuống {left}, nhờ {kinds}. Tổng cộng: {comes_to}."),
        format!(
            "Gaps fall from {gaps} to {}, by {kinds}. In all: {comes_to}.",
            counted(left, "cell", "cells")
        ),
    )
}

/// `bổ sung vào 5 học phần, xây dựng mới 1 học phần`
fn kinds(page: &Page<'_>, plan: &Plan) -> String {
    let count = |is: fn(&ActionKind) -> bool| plan.actions.iter().filter(|action| is(&action.kind)).count();
    let said = [
        (count(|kind| matches!(kind, ActionKind::Extend)), "bổ sung vào", "extending"),
        (count(|kind| matches!(kind, ActionKind::TakeOver { .. })), "nhận từ nơi khác", "taking over"),
        (count(|kind| matches!(kind, ActionKind::Create { .. })), "xây dựng mới", "creating"),
    ];
    let said = said.into_iter().filter(|(count, ..)| *count > 0).map(|(count, vi, en)| {
        page.pick(format!("{vi} {count} học phần"), format!("{en} {}", counted(count, "module", "modules")))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Required cells that are not covered and not justified.
fn open_cells(programme: &ProgrammeAudit) -> usize {
    programme.gaps.iter().map(|gap| gap.cells.len()).sum()
}

/// The figures of a programme, now and after.
fn figures(page: &Page<'_>, plan: &Plan) -> Vec<(&'static str, String, String)> {
    let (before, after) = (&plan.before, &plan.after);
    let (old, new) = (&before.coverage.summary, &after.coverage.summary);
    let of = |part: usize, whole: usize| format!("{part} / {whole}");
    let guaranteed = |side: &ProgrammeAudit| {
        let cells = side.coverage.cells.iter();
        cells.filter(|cell| cell.required && !cell.is_gap() && cell.is_guaranteed()).count()
    };
    let both = |vi, en, now: String, then: String| (page.pick(vi, en), now, then);
    vec![
        both(
            "Ô cần đạt được bao phủ",
            "Required cells covered",
            of(old.covered, old.required),
            of(new.covered, new.required),
        ),
        both(
            "Trong đó cho mọi người học, dù chọn học phần nào",
            "Of them for every learner, whatever they choose",
            of(guaranteed(before), old.required),
            of(guaranteed(after), new.required),
        ),
        both(
            "Biểu hiện có minh chứng",
            "Indicators evidenced",
            of(old.addressed, old.indicators),
            of(new.addressed, new.indicators),
        ),
        both(
            "Khoảng trống (ô)",
            "Gaps (cells)",
            open_cells(before).to_string(),
            open_cells(after).to_string(),
        ),
        both(
            "Học phần của chương trình",
            "Modules of the programme",
            before.programme.modules.len().to_string(),
            after.programme.modules.len().to_string(),
        ),
        both(
            "Độ phức tạp cấu trúc (càng nhỏ càng ít ràng buộc)",
            "Structural complexity (less is freer)",
            before.structure.complexity.to_string(),
            after.structure.complexity.to_string(),
        ),
    ]
}

/// One of the measures.
type Figure = fn(&Measures) -> f64;

/// What a plan takes, beside another where there is one.
fn takes(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Measures, other: Option<&Measures>) -> Written {
    let currency = &page.proposal.ask.efforts.cost.currency;
    let lines: [(&str, Figure); 3] = [
        (
            page.pick("Học phần phải sửa, nhận hoặc xây dựng", "Modules extended, taken over or created"),
            |m| m.modules as f64,
        ),
        (page.pick("Ngày công", "Working days"), |m| m.effort),
        (page.pick("Tiết thêm vào chương trình", "Periods added to the programme"), |m| m.periods),
    ];
    for (what, of) in lines {
        row(
            page,
            grid,
            what,
            page.number(of(plan)),
            other.map(|other| page.number(of(other))).unwrap_or_default(),
        )?;
    }
    let cost = |measures: &Measures| money(measures.cost, currency);
    row(page, grid, page.pick("Kinh phí", "Cost"), cost(plan), other.map(cost).unwrap_or_default())
}

/// What the plans of several programmes come to together.
fn together(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
    let mut sum = Measures::default();
    for plan in page.proposal.plans {
        sum.modules += plan.measures.modules;
        sum.effort += plan.measures.effort;
        sum.periods += plan.measures.periods;
        sum.cost += plan.measures.cost;
    }
    let headers = [page.pick("Tất cả chương trình", "All programmes"), page.pick("Tổng", "In all"), ""];
    grid.subheader(&headers, &page.context.styles.heading)?;
    takes(page, grid, &sum, None)
}
