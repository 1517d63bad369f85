//! Sheet *Actions*: what to do in which module, with drafts, and columns for those who do it.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, FormatAlign, Workbook};

use super::{Page, Written, capital, rounded};
use crate::plan::{Action, ActionKind, Addition};
use crate::report::xlsx::grid::{Cell, Grid};

const COLUMNS: [(&str, &str, f64); 16] = [
    ("Mã", "Code", 9.0),
    ("Học phần", "Module", 19.0),
    ("Học kỳ", "Term", 6.0),
    ("Năng lực – mức độ", "Component – level", 19.0),
    ("Biểu hiện cần có", "Indicator", 26.0),
    ("Dự thảo chuẩn đầu ra", "Draft outcome in Vietnamese", 26.0),
    ("Dự thảo bằng tiếng Anh", "Draft outcome in English", 26.0),
    ("Tiết thêm", "Periods added", 7.0),
    ("Ngày công", "Working days", 7.0),
    ("Kinh phí", "Cost", 12.0),
    ("Vì sao ở học phần này", "Why in this module", 22.0),
    ("Người phụ trách", "Responsible", 14.0),
    ("Hạn hoàn thành", "To be done by", 11.0),
    ("Trạng thái", "State", 12.0),
    ("Ghi chú", "Note", 16.0),
    ("Khóa", "Key", 24.0),
];

/// The column of the state.
const STATE: u16 = 13;

/// The last column that is printed: the key is for khung.
const PRINTED: u16 = 14;

pub(super) fn write(page: &Page<'_>, book: &mut Workbook) -> Written {
    let currency = &page.proposal.ask.efforts.cost.currency;
    let notes = page.pick(
        [
            "Hàng tô xanh là học phần phải sửa, với tổng ngày công, số tiết và kinh phí; các hàng dưới là từng nội dung bổ sung vào học phần ấy.".to_owned(),
            format!("Dự thảo là điểm khởi đầu để giảng viên viết lại theo cách nói của học phần. Các cột màu vàng dành cho người thực hiện. Kinh phí tính bằng {currency}."),
        ],
        [
            "A blue row is a module to be changed, with its totals; the rows below are what is added to it, one by one.".to_owned(),
            format!("Drafts are where lecturers start from, to be put in the module's own words. Yellow columns are for those who do the work. Cost in {currency}."),
        ],
    );
    let names = page.pick(("Hành động", "Việc cần làm, theo học phần"), ("Actions", "What to do, by module"));
    let mut grid = page.sheet(book, names, &notes, &COLUMNS)?;
    let first = grid.row;
    for plan in page.proposal.plans {
        page.programme(&mut grid, plan)?;
        plan.actions.iter().try_for_each(|one| action(page, &mut grid, one))?;
        if plan.actions.is_empty() {
            grid.nothing(
                page.pick("Không có gì phải làm.", "There is nothing to do."),
                &page.context.styles.text,
            )?;
        }
    }
    states(page, &mut grid, first)?;
    grid.sheet.set_print_area(0, 0, grid.row.max(1) - 1, PRINTED)?;
    grid.keep_in_sight(2)?;
    grid.finish()
}

/// The drop-down of the states.
fn states(page: &Page<'_>, grid: &mut Grid<'_>, first: u32) -> Written {
    let words = page.pick(
        ["Chưa làm", "Đang làm", "Đã xong", "Không làm"],
        ["Not begun", "Under way", "Done", "Will not do"],
    );
    let list = DataValidation::new().allow_list_strings(&words)?;
    let list = list.set_error_style(DataValidationErrorStyle::Warning);
    grid.sheet.add_data_validation(first, STATE, grid.row.max(first + 1) - 1, STATE, &list)?;
    Ok(())
}

/// The columns that a person fills in; what is not begun is said to be so.
fn inputs<'c>(page: &'c Page<'_>) -> [Cell<'c>; 4] {
    let styles = &page.context.styles;
    [
        Cell::Blank(&styles.input),
        Cell::Blank(&styles.date_input),
        Cell::Text(page.pick("Chưa làm", "Not begun"), &styles.input),
        Cell::Blank(&styles.input),
    ]
}

fn action(page: &Page<'_>, grid: &mut Grid<'_>, action: &Action) -> Written {
    head(page, grid, action)?;
    action.additions.iter().try_for_each(|addition| row(page, grid, action, addition))
}

/// The row of a module, with its totals.
fn head(page: &Page<'_>, grid: &mut Grid<'_>, action: &Action) -> Written {
    let group = &page.context.styles.group;
    let centre = group.clone().set_indent(0).set_align(FormatAlign::Center);
    let money = group.clone().set_align(FormatAlign::Right).set_num_format("#,##0");
    let kind = action.kind.wording();
    let mut row = vec![
        Cell::Text(&action.code, group),
        Cell::Text(page.said(&action.title), group),
        term(action, &centre),
        Cell::Text(page.said(&kind), group),
        Cell::text(source(page, action), group),
        Cell::text(contents(page, action), group),
        Cell::Blank(group),
        Cell::Number(rounded(action.periods), &centre),
        Cell::Number(rounded(action.effort), &centre),
        Cell::Number(action.cost.round(), &money),
        Cell::Blank(group),
    ];
    row.extend(inputs(page));
    row.push(Cell::Blank(group));
    grid.write(&row)
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

fn row(page: &Page<'_>, grid: &mut Grid<'_>, action: &Action, addition: &Addition) -> Written {
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
        Cell::Text(&addition.draft.en, &styles.text),
        Cell::Number(rounded(addition.periods), &styles.centre),
        Cell::Blank(&styles.centre),
        Cell::Blank(&styles.centre),
        Cell::text(capital(page.said(&addition.why)), &styles.text),
    ];
    row.extend(inputs(page));
    row.push(Cell::Text(framework.key_of(addition.cell, addition.indicator), &styles.faint));
    grid.write(&row)
}
