//! Sheet *Summary*: what the plan comes to, what was asked, and what it was made on.

use std::time::SystemTime;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Page, Written, rounded};
use crate::audit::{Audit, ProgrammeAudit};
use crate::lang::counted;
use crate::plan::{ActionKind, Measures, Plan};
use crate::report::plan::{figure, measures, money, proof};
use crate::report::xlsx::date;
use crate::report::xlsx::grid::{Cell, Grid};

pub(super) fn write(page: &Page<'_>, book: &mut Workbook, created: SystemTime) -> Written {
    let columns =
        [("Nội dung", "What", 54.0), ("Hiện nay", "Now", 40.0), ("Sau kế hoạch", "After the plan", 40.0)];
    let names = page.pick(
        ("Tóm tắt", "Kế hoạch ít tốn kém nhất để lấp khoảng trống"),
        ("Summary", "The smallest change that closes the gaps"),
    );
    let notes = [
        page.said(&page.context.audit.framework.title).to_owned(),
        page.pick(
            "Đây là đề xuất để nhà trường bàn và quyết định. Kết quả “sau kế hoạch” chỉ đúng khi mọi việc ở trang Hành động được làm và được dạy thật.".to_owned(),
            "A proposal for the institution to discuss and decide on. “After the plan” holds only if all that the sheet Actions asks is done, and taught.".to_owned(),
        ),
    ];
    let mut grid = page.sheet(book, names, &notes, &columns)?;
    page.proposal.plans.iter().try_for_each(|plan| programme(page, &mut grid, plan))?;
    if page.has_several() {
        together(page, &mut grid)?;
    }
    question(page, &mut grid)?;
    grounds(page, &mut grid, created)
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
    row(page, grid, open, plan.open.len().to_string(), plan.greedy.1.to_string())
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
        format!("Khoảng trống giảm từ {gaps} xuống {left} ô, nhờ {kinds}. Tổng cộng: {comes_to}."),
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

/// What a plan takes, beside another where there is one.
fn takes(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Measures, other: Option<&Measures>) -> Written {
    let currency = &page.proposal.ask.efforts.cost.currency;
    let lines: [(&str, fn(&Measures) -> f64); 3] = [
        (
            page.pick("Học phần phải sửa, nhận hoặc xây dựng", "Modules extended, taken over or created"),
            |m| m.modules as f64,
        ),
        (page.pick("Ngày công", "Working days"), |m| rounded(m.effort)),
        (page.pick("Tiết thêm vào chương trình", "Periods added to the programme"), |m| {
            rounded(m.periods)
        }),
    ];
    for (what, of) in lines {
        row(page, grid, what, figure(of(plan)), other.map(|other| figure(of(other))).unwrap_or_default())?;
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

/// A line whose second part goes across.
fn line(page: &Page<'_>, grid: &mut Grid<'_>, what: &str, said: &str) -> Written {
    let styles = &page.context.styles;
    grid.write(&[Cell::Text(what, &styles.text)])?;
    grid.merge_above(1, said, &styles.text)
}

/// What was asked.
fn question(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
    let (ask, lang) = (page.proposal.ask, page.context.lang);
    grid.heading(page.pick("Câu hỏi đặt ra", "The question asked"), &page.context.styles.group)?;
    line(page, grid, page.pick("Cần ít nhất", "To be least"), ask.objective.wording().get(lang))?;
    let most = match ask.max_extra_periods {
        Some(most) => page.pick(
            format!("Nhiều nhất {} tiết mỗi chương trình", figure(most)),
            format!("At most {} a programme", figure(most)),
        ),
        None => page.pick("Không giới hạn", "Not limited").to_owned(),
    };
    line(page, grid, page.pick("Tiết thêm", "Periods added"), &most)?;
    line(
        page,
        grid,
        page.pick("Giới hạn mỗi học phần, mỗi học kỳ", "Limits of a module and a term"),
        &limits(page),
    )?;
    let catalogue = match page.proposal.catalogue {
        Some(catalogue) => {
            let titles: Vec<&str> =
                catalogue.programmes.iter().map(|one| one.programme.title.as_str()).collect();
            titles.join("; ")
        }
        None => page.pick("Không dùng", "None").to_owned(),
    };
    line(
        page,
        grid,
        page.pick("Danh mục học phần có thể nhận", "Catalogue of modules to take over"),
        &catalogue,
    )?;
    let dropped = match ask.drop.as_slice() {
        [] => page.pick("Không", "None").to_owned(),
        names => names.join("; "),
    };
    line(page, grid, page.pick("Học phần thử bỏ", "Modules dropped"), &dropped)?;
    let seconds = page.pick(
        format!("{} giây mỗi lần tìm", figure(ask.seconds)),
        format!("{} seconds each time", figure(ask.seconds)),
    );
    line(page, grid, page.pick("Thời gian tìm", "Time to look"), &seconds)
}

fn limits(page: &Page<'_>) -> String {
    let limits = &page.proposal.ask.efforts.limits;
    let (room, most, term) =
        (figure(limits.room * 100.0), limits.indicators_a_module, figure(limits.periods_a_term));
    page.pick(
        format!("{room} % số tiết và {most} biểu hiện mỗi học phần; {term} tiết mỗi học kỳ (xem trang Định mức)"),
        format!("{room} % of its periods and {most} indicators a module; {term} periods a term (see the sheet Efforts)"),
    )
}

/// What the plan was made on.
fn grounds(page: &Page<'_>, grid: &mut Grid<'_>, created: SystemTime) -> Written {
    let (audit, styles) = (page.context.audit, &page.context.styles);
    grid.heading(page.pick("Căn cứ", "Made on"), &styles.group)?;
    let framework = format!(
        "{} {} ({})",
        audit.framework.id,
        audit.framework.version,
        page.said(&audit.framework.source)
    );
    line(page, grid, page.pick("Khung năng lực", "Framework"), &framework)?;
    line(page, grid, page.pick("Đối tượng", "Audience"), page.said(&audit.audience.name))?;
    line(
        page,
        grid,
        page.pick("Mức cần đạt", "Target level"),
        page.said(&audit.framework.level(audit.target).name),
    )?;
    let policy = format!("{} ({})", page.said(&audit.policy.name), page.said(&audit.policy.about));
    line(page, grid, page.pick("Cách tính", "Policy"), &policy)?;
    line(page, grid, page.pick("Lập bởi", "Made by"), &format!("khung {}", env!("CARGO_PKG_VERSION")))?;
    dated(page, grid, created)?;
    grid.subheader(&[page.pick("Tệp đã đọc", "Files read"), "SHA-256"], &styles.heading)?;
    grid.merge_above(1, "SHA-256", &styles.heading)?;
    files(page, grid, audit, "")?;
    let of_catalogue = page.pick(" (danh mục)", " (catalogue)");
    page.proposal.catalogue.map_or(Ok(()), |catalogue| files(page, grid, catalogue, of_catalogue))
}

fn dated(page: &Page<'_>, grid: &mut Grid<'_>, created: SystemTime) -> Written {
    let styles = &page.context.styles;
    let format = styles.text.clone().set_num_format("yyyy-mm-dd");
    let what = page.pick("Ngày của tệp mới nhất", "Date of the newest input");
    grid.write(&[
        Cell::Text(what, &styles.text),
        Cell::Date(date(created)?, &format),
        Cell::Blank(&styles.text),
    ])
}

fn files(
    page: &Page<'_>,
    grid: &mut Grid<'_>,
    audit: &Audit,
    note: &str,
) -> std::result::Result<(), XlsxError> {
    audit
        .inputs
        .iter()
        .try_for_each(|input| line(page, grid, &format!("{}{note}", input.path), &input.sha256))
}
