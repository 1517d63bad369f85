//! Sheet *Summary*: what was asked, what is met, what it costs, how sure that is.

use super::{Page, Written};
use crate::report::department::{answer, headline};
use crate::report::plan::{decimal, money};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let names = (
        page.pick("Tóm tắt", "Summary"),
        page.pick("Kế hoạch lớp bồi dưỡng năng lực số", "Plan of classes on digital competence"),
    );
    let notes = [page.said(&answer(page.classing.planned, page.classing.ask)).to_owned()];
    let columns = [("Nội dung", "What", 58.0), ("Kết quả", "Figure", 70.0)];
    let mut grid = page.sheet(sheets, names, &notes, &columns)?;
    grid.heading(page.pick("Kết quả", "What comes of it"), &page.styles.group)?;
    rows(page, &mut grid, results(page))?;
    grid.heading(page.pick("Câu hỏi", "What was asked"), &page.styles.group)?;
    rows(page, &mut grid, question(page))?;
    grid.heading(page.pick("Cách tính", "How it is counted"), &page.styles.group)?;
    rows(page, &mut grid, method(page))?;
    grid.heading(page.pick("Tệp đầu vào", "Files read"), &page.styles.group)?;
    let inputs =
        page.classing.inputs.iter().map(|input| (input.path.clone(), format!("sha256 {}", input.sha256)));
    rows(page, &mut grid, inputs.collect())?;
    grid.sheet.set_portrait();
    Ok(())
}

fn rows(page: &Page<'_>, grid: &mut Grid<'_>, rows: Vec<(String, String)>) -> Written {
    let (strong, text) = (&page.styles.strong, &page.styles.text);
    rows.iter()
        .try_for_each(|(what, figure)| grid.write(&[Cell::Text(what, strong), Cell::Text(figure, text)]))
}

fn both(page: &Page<'_>, vi: &str, en: &str, figure: String) -> (String, String) {
    (page.pick(vi, en).to_owned(), figure)
}

fn results(page: &Page<'_>) -> Vec<(String, String)> {
    let (planned, ask) = (page.classing.planned, page.classing.ask);
    let classes: usize = planned.classes.iter().map(|classes| classes.classes).sum();
    let seats: usize = planned.classes.iter().map(|classes| classes.people).sum();
    let share = |part: usize, whole: usize| {
        format!("{part} / {whole} ({} %)", decimal(part as f64 * 100.0 / whole.max(1) as f64, page.lang))
    };
    let people: usize = planned.units.iter().map(|unit| unit.in_need).sum();
    let whole: usize = planned.units.iter().map(|unit| unit.served).sum();
    vec![
        both(page, "Kết luận", "In short", page.said(&headline(planned, ask)).to_owned()),
        both(page, "Nhu cầu được đáp ứng", "Needs met", share(planned.met, planned.needs)),
        both(
            page,
            "Người được đáp ứng mọi nhu cầu",
            "People all of whose needs are met",
            share(whole, people),
        ),
        both(page, "Số lớp", "Classes", classes.to_string()),
        both(page, "Lượt người học", "Seats taken", seats.to_string()),
        both(page, "Tổng kinh phí", "Cost", money(planned.cost, &ask.efforts.cost.currency)),
    ]
}

fn question(page: &Page<'_>) -> Vec<(String, String)> {
    let (framework, ask) = (&page.classing.survey.framework, page.classing.ask);
    let none = || page.pick("không đặt", "none set").to_owned();
    let sum = |sum: f64| money(sum, &ask.efforts.cost.currency);
    let by_course = || page.pick("theo danh mục khóa học", "as the catalogue has it").to_owned();
    let target = page.said(&framework.level(ask.target).name).to_owned();
    vec![
        both(page, "Mức cần đạt", "Target level", target),
        both(page, "Kinh phí tối đa", "Budget", ask.budget.map_or_else(none, sum)),
        both(
            page,
            "Tỉ lệ nhu cầu mong muốn",
            "Share of need wanted",
            ask.share.map_or_else(none, |share| format!("{} %", decimal(share * 100.0, page.lang))),
        ),
        both(
            page,
            "Số chỗ mỗi lớp",
            "Seats of a class",
            ask.seats.map_or_else(by_course, |seats| seats.to_string()),
        ),
        both(
            page,
            "Người đã tự đánh giá",
            "People who assessed themselves",
            page.classing.planned.people.to_string(),
        ),
        both(page, "Khung năng lực", "Framework", format!("{} {}", framework.id, framework.version)),
    ]
}

/// What the figures rest on, for who must defend them.
fn method(page: &Page<'_>) -> Vec<(String, String)> {
    let classes = page.classing.ask.efforts.classes;
    let reckoned = page.classing.planned.courses.iter().filter(|course| course.cost_is_reckoned).count();
    let mut rows = vec![
        both(page, "Nhu cầu", "Need", page.pick(
            "một người chưa đạt mức cần đạt ở một năng lực của đối tượng mình; người chưa tự đánh giá năng lực nào thì không tính ở năng lực đó",
            "one person below the target level of one component of their audience; what was not assessed is not counted",
        ).to_owned()),
        both(page, "Đáp ứng", "Met", page.pick(
            "người đó có chỗ trong các khóa dạy mọi mức còn thiếu, mức thấp trước; mỗi khóa được coi là dạy một ô của khung nếu có minh chứng hoặc được khai báo",
            "the person has seats in courses that serve every level missing, lower ones first; a course serves a cell it has evidence of, or declares",
        ).to_owned()),
        both(page, "Giới hạn", "Limits", page.pick(
            format!("mỗi người học nhiều nhất {} khóa; mỗi lớp ít nhất {} người", classes.courses_a_person, classes.least_class),
            format!("a person attends {} courses at most; a class has {} people at least", classes.courses_a_person, classes.least_class),
        )),
        both(page, "Bảo vệ danh tính", "Privacy", privacy(page)),
    ];
    if reckoned > 0 {
        rows.push(both(page, "Kinh phí ước tính", "Costs reckoned", page.pick(
            format!("danh mục không ghi kinh phí của {reckoned} khóa; lấy số tiết nhân đơn giá một tiết"),
            format!("the catalogue gives no cost for {reckoned} courses; their periods times the price of one are taken"),
        )));
    }
    rows
}

fn privacy(page: &Page<'_>) -> String {
    let least = page.classing.ask.efforts.classes.least_group;
    if page.classing.ask.small_groups {
        return page
            .pick("theo yêu cầu, nhóm nhỏ vẫn được ghi riêng", "as asked, small groups are shown")
            .to_owned();
    }
    page.pick(
        format!("không ghi tên ai; nhóm dưới {least} người được gộp lại"),
        format!("nobody is named; groups of fewer than {least} people are put together"),
    )
}
