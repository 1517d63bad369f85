//! On the sheet *Summary*: what was asked, and what the plan was made on.

use super::{Page, Written};
use crate::audit::Audit;
use crate::report::xlsx::date;
use crate::report::xlsx::grid::{Cell, Grid};

/// A line whose second part goes across.
fn line(page: &Page<'_>, grid: &mut Grid<'_>, what: &str, said: &str) -> Written {
    let styles = &page.context.styles;
    grid.write(&[Cell::Text(what, &styles.text)])?;
    grid.merge_above(1, said, &styles.text)
}

/// What was asked.
pub(super) fn question(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
    let (ask, lang) = (page.proposal.ask, page.context.lang);
    grid.heading(page.pick("Câu hỏi đặt ra", "The question asked"), &page.context.styles.group)?;
    line(page, grid, page.pick("Cần ít nhất", "To be least"), ask.objective.wording().get(lang))?;
    let most = match ask.max_extra_periods {
        Some(most) => page.pick(
            format!("Nhiều nhất {} tiết mỗi chương trình", page.number(most)),
            format!("At most {} a programme", page.number(most)),
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
        format!("{} giây mỗi lần tìm", page.number(ask.seconds)),
        format!("{} seconds each time", page.number(ask.seconds)),
    );
    line(page, grid, page.pick("Thời gian tìm", "Time to look"), &seconds)
}

fn limits(page: &Page<'_>) -> String {
    let limits = &page.proposal.ask.efforts.limits;
    let (room, most, term) =
        (page.number(limits.room * 100.0), limits.indicators_a_module, page.number(limits.periods_a_term));
    page.pick(
        format!("{room} % số tiết và {most} biểu hiện mỗi học phần; {term} tiết mỗi học kỳ (xem trang Định mức)"),
        format!("{room} % of its periods and {most} indicators a module; {term} periods a term (see the sheet Efforts)"),
    )
}

/// What the plan was made on.
pub(super) fn grounds(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
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
    dated(page, grid)?;
    grid.subheader(&[page.pick("Tệp đã đọc", "Files read"), "SHA-256"], &styles.heading)?;
    grid.merge_above(1, "SHA-256", &styles.heading)?;
    files(page, grid, audit, "")?;
    let of_catalogue = page.pick(" (danh mục)", " (catalogue)");
    page.proposal.catalogue.map_or(Ok(()), |catalogue| files(page, grid, catalogue, of_catalogue))
}

fn dated(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
    let styles = &page.context.styles;
    let format = styles.text.clone().set_num_format("yyyy-mm-dd");
    let what = page.pick("Ngày của tệp mới nhất", "Date of the newest input");
    grid.write(&[
        Cell::Text(what, &styles.text),
        Cell::Date(date(page.context.created)?, &format),
        Cell::Blank(&styles.text),
    ])
}

fn files(page: &Page<'_>, grid: &mut Grid<'_>, audit: &Audit, note: &str) -> Written {
    audit
        .inputs
        .iter()
        .try_for_each(|input| line(page, grid, &format!("{}{note}", input.path), &input.sha256))
}
