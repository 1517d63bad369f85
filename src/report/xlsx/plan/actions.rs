//! Sheet *Actions*: what to do in which module, with drafts, and columns for those who do it.

use rust_xlsxwriter::{Format, FormatAlign};

use super::{Page, Written, capital, rounded};
use crate::plan::{Action, ActionKind, Addition, Measures, Plan};
use crate::report::xlsx::choices::{offer_states, states};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

const COLUMNS: [(&str, &str, f64); 16] = [
    ("Mã", "Code", 9.0),
    ("Học phần", "Module", 18.0),
    ("Học kỳ", "Term", 6.0),
    ("Năng lực – mức độ", "Component – level", 19.0),
    ("Biểu hiện cần có", "Indicator", 29.0),
    ("Dự thảo chuẩn đầu ra", "Draft outcome in Vietnamese", 30.0),
    ("Tiết thêm", "Periods added", 7.0),
    ("Ngày công", "Working days", 7.0),
    ("Kinh phí", "Cost", 12.0),
    ("Vì sao ở học phần này", "Why in this module", 19.0),
    ("Người phụ trách", "Responsible", 13.0),
    ("Hạn hoàn thành", "To be done by", 11.0),
    ("Trạng thái", "State", 11.0),
    ("Ghi chú", "Note", 15.0),
    ("Dự thảo bằng tiếng Anh", "Draft outcome in English", 40.0),
    ("Khóa", "Key", 26.0),
];

/// The column of the state.
const STATE: u16 = 12;

/// The last column that is printed: syllabi are written in Vietnamese, and the key is for khung.
const PRINTED: u16 = 13;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let currency = &page.proposal.ask.efforts.cost.currency;
    let notes = page.pick(
        [
            "Hàng tô xanh là học phần phải sửa, với tổng ngày công, số tiết và kinh phí; các hàng dưới là từng nội dung bổ sung vào học phần ấy.".to_owned(),
            format!("Dự thảo là điểm khởi đầu để giảng viên viết lại theo cách nói của học phần. Các cột màu vàng dành cho người thực hiện; bản tiếng Anh ở bên phải, không in. Kinh phí tính bằng {currency}."),
        ],
        [
            "A blue row is a module to be changed, with its totals; the rows below are what is added to it, one by one.".to_owned(),
            format!("Drafts are where lecturers start from, to be put in the module's own words. Yellow columns are for those who do the work; the drafts in English stand to the right and are not printed. Cost in {currency}."),
        ],
    );
    let names = page.pick(("Hành động", "Việc cần làm, theo học phần"), ("Actions", "What to do, by module"));
    let programme = page.has_several().then_some(("Chương trình", "Programme", 40.0));
    let columns: Vec<_> = COLUMNS.into_iter().chain(programme).collect();
    let mut grid = page.sheet(sheets, names, &notes, &columns)?;
    let first = grid.row;
    for plan in page.proposal.plans {
        page.programme(&mut grid, plan)?;
        plan.actions.iter().try_for_each(|one| action(page, &mut grid, plan, one))?;
        if plan.actions.is_empty() {
            grid.across(
                0,
                page.pick("Không có gì phải làm.", "There is nothing to do."),
                &page.context.styles.text,
            )?;
        }
    }
    let rows = (first, grid.row);
    offer_states(grid.sheet, STATE, rows, page.context.lang)?;
    grid.keep_in_sight(2)?;
    grid.filter()?;
    total(page, &mut grid)?;
    grid.sheet.set_print_area(0, 0, grid.row.max(1) - 1, PRINTED)?;
    Ok(())
}

/// The last row: what all of it comes to.
fn total(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
    let heading = &page.context.styles.heading;
    let money = heading.clone().set_align(FormatAlign::Right).set_num_format("#,##0");
    let sum =
        |of: fn(&Measures) -> f64| page.proposal.plans.iter().map(|plan| of(&plan.measures)).sum::<f64>();
    let mut row: Vec<Cell<'_>> = COLUMNS.iter().map(|_| Cell::Blank(heading)).collect();
    row[1] = Cell::Text(page.pick("Tổng cộng", "In all"), heading);
    row[6] = Cell::Number(rounded(sum(|measures| measures.periods)), heading);
    row[7] = Cell::Number(rounded(sum(|measures| measures.effort)), heading);
    row[8] = Cell::Number(sum(|measures| measures.cost).round(), &money);
    grid.write(&row)
}

/// The columns that a person fills in; what is not begun is said to be so.
fn inputs<'c>(page: &'c Page<'_>) -> [Cell<'c>; 4] {
    let styles = &page.context.styles;
    [
        Cell::Blank(&styles.input),
        Cell::Blank(&styles.date_input),
        Cell::Text(states(page.context.lang)[0], &styles.input),
        Cell::Blank(&styles.input),
    ]
}

fn action(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan, action: &Action) -> Written {
    let title = page.has_several().then_some(plan.before.programme.title.as_str());
    let styles = &page.context.styles;
    let named = |format| title.map(|title| Cell::Text(title, format));
    let mut head = head(page, action);
    head.extend(named(&styles.group));
    grid.write(&head)?;
    action.additions.iter().try_for_each(|addition| {
        let mut row = row(page, action, addition);
        row.extend(named(&styles.text));
        grid.write(&row)
    })
}

/// The row of a module, with its totals.
fn head<'c>(page: &'c Page<'_>, action: &'c Action) -> Vec<Cell<'c>> {
    let (styles, group) = (&page.context.styles, &page.context.styles.group);
    let (plain, centre, money) = (&styles.group_plain, &styles.group_centre, &styles.group_money);
    let mut row = vec![
        Cell::Text(&action.code, group),
        Cell::Text(page.said(&action.title), group),
        term(action, centre),
        Cell::text(page.said(&action.kind.wording()), group),
        Cell::text(source(page, action), plain),
        Cell::text(contents(page, action), plain),
        Cell::Number(rounded(action.periods), centre),
        Cell::Number(rounded(action.effort), centre),
        Cell::Number(action.cost.round(), money),
        Cell::Blank(group),
    ];
    row.extend(inputs(page));
    row.extend([Cell::Blank(group), Cell::Blank(group)]);
    row
}

fn term<'c>(action: &Action, format: &'c Format) -> Cell<'c> {
    Cell::maybe(action.term.map(f64::from), format)
}

/// Where a module comes from that is taken over; where it stands, if the programme has it.
fn source(page: &Page<'_>, action: &Action) -> String {
    match &action.kind {
        ActionKind::Extend => action.place.to_string(),
        ActionKind::TakeOver { from, place } => format!("{} {from}\n{place}", page.pick("Từ:", "From:")),
        ActionKind::Create { .. } => String::new(),
    }
}

fn contents(page: &Page<'_>, action: &Action) -> String {
    let count = action.additions.len();
    match action.kind {
        ActionKind::TakeOver { .. } => page.pick(
            format!("Đã dạy sẵn {count} nội dung dưới đây"),
            format!("Teaches {count} of what is missing already"),
        ),
        _ => page.pick(format!("Bổ sung {count} nội dung"), format!("To add: {count}")),
    }
}

fn row<'c>(page: &'c Page<'_>, action: &'c Action, addition: &'c Addition) -> Vec<Cell<'c>> {
    let (framework, styles) = (&page.context.audit.framework, &page.context.styles);
    let whole = page.pick("Cả năng lực ở mức này", "The component as a whole at this level");
    let indicator = addition.indicator.map(|id| page.said(&framework.indicator(id).text));
    let mut row = vec![
        Cell::Text(&action.code, &styles.text),
        Cell::Text(page.said(&action.title), &styles.text),
        term(action, &styles.centre),
        Cell::text(page.cell(addition.cell), &styles.text),
        Cell::Text(indicator.unwrap_or(whole), &styles.text),
        Cell::Text(&addition.draft.vi, &styles.text),
        Cell::Number(rounded(addition.periods), &styles.centre),
        Cell::Blank(&styles.centre),
        Cell::Blank(&styles.centre),
        Cell::text(capital(page.said(&addition.why)), &styles.text),
    ];
    row.extend(inputs(page));
    let key = framework.key_of(addition.cell, addition.indicator);
    row.extend([Cell::Text(&addition.draft.en, &styles.text), Cell::Text(key, &styles.faint)]);
    row
}
