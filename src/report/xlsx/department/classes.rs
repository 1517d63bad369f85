//! Sheet *Classes*: what to hold, with columns for those who do it.

use super::{Page, Written};
use crate::plan::department::{Classes, Course};
use crate::report::xlsx::choices::{offer_states, states};
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

/// The column of the state.
const STATE: u16 = 12;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = [
        ("Mã khóa", "Course", 12.0),
        ("Tên khóa học", "Title", 42.0),
        ("Số lớp", "Classes", 9.0),
        ("Số chỗ mỗi lớp", "Seats of a class", 10.0),
        ("Người học", "People", 10.0),
        ("Nhu cầu được phục vụ", "Needs served", 12.0),
        ("Kinh phí một lớp", "Cost of a class", 15.0),
        ("Tổng kinh phí", "Cost", 16.0),
        ("Ô của khung", "Cells of the framework", 34.0),
        ("Nguồn", "Source", 30.0),
        ("Người phụ trách", "Responsible", 18.0),
        ("Thời gian", "Date", 12.0),
        ("Trạng thái", "State", 13.0),
    ];
    let names = (page.pick("Lớp học", "Classes"), page.pick("Các lớp cần mở", "The classes to hold"));
    let mut grid = page.sheet(sheets, names, &[], &columns)?;
    let first = grid.row;
    for classes in &page.classing.planned.classes {
        held(page, &mut grid, classes)?;
    }
    if page.classing.planned.classes.is_empty() {
        grid.nothing(page.pick("Không mở lớp nào.", "No class is held."), &page.styles.text)?;
    }
    let rows = (first, grid.row);
    offer_states(grid.sheet, STATE, rows, page.lang)?;
    grid.finish()?;
    not_held(page, sheets)
}

fn held(page: &Page<'_>, grid: &mut Grid<'_>, classes: &Classes) -> Written {
    let styles = &page.styles;
    let course = &page.classing.planned.courses[classes.course];
    grid.write(&[
        Cell::Text(&course.code, &styles.strong),
        Cell::Text(&course.title, &styles.strong),
        Cell::Number(classes.classes as f64, &styles.centre),
        Cell::Number(f64::from(course.seats), &styles.centre),
        Cell::Number(classes.people as f64, &styles.centre),
        Cell::Number(classes.served as f64, &styles.centre),
        Cell::Number(course.cost.round(), &styles.money),
        Cell::Number(classes.cost.round(), &styles.money),
        Cell::text(cells(page, course), &styles.text),
        Cell::text(course.place.to_string(), &styles.faint),
        Cell::Blank(&styles.input),
        Cell::Blank(&styles.date_input),
        Cell::Text(states(page.lang)[0], &styles.input),
    ])
}

/// The cells that a course serves: `6.1 Cơ bản, 6.2 Cơ bản (khai báo)`.
fn cells(page: &Page<'_>, course: &Course) -> String {
    let framework = &page.classing.survey.framework;
    let tables: Vec<_> = (0..framework.tables.len() as u16).map(crate::framework::TableId).collect();
    let declared = page.pick(" (chỉ khai báo)", " (declared only)");
    let cell = |id: &crate::framework::CellId| {
        let only = if course.declared.contains(id) { declared } else { "" };
        format!("{}{only}", framework.brief(*id, &tables, page.lang))
    };
    course.cells.iter().map(cell).collect::<Vec<_>>().join(", ")
}

/// Sheet *Courses not held*: what the catalogue offers besides.
fn not_held(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let planned = page.classing.planned;
    let is_held = |at: &usize| planned.classes.iter().any(|classes| classes.course == *at);
    let others: Vec<&Course> =
        (0..planned.courses.len()).filter(|at| !is_held(at)).map(|at| &planned.courses[at]).collect();
    if others.is_empty() {
        return Ok(());
    }
    let columns = [
        ("Mã khóa", "Course", 12.0),
        ("Tên khóa học", "Title", 52.0),
        ("Kinh phí một lớp", "Cost of a class", 16.0),
        ("Ô của khung", "Cells of the framework", 50.0),
        ("Nguồn", "Source", 34.0),
    ];
    let names = (
        page.pick("Khóa không mở", "Courses not held"),
        page.pick(
            "Các khóa trong danh mục không mở lần này",
            "Courses of the catalogue that are not held this time",
        ),
    );
    let mut grid = page.sheet(sheets, names, &[], &columns)?;
    let styles = &page.styles;
    for course in others {
        grid.write(&[
            Cell::Text(&course.code, &styles.strong),
            Cell::Text(&course.title, &styles.text),
            Cell::Number(course.cost.round(), &styles.money),
            Cell::text(cells(page, course), &styles.text),
            Cell::text(course.place.to_string(), &styles.faint),
        ])?;
    }
    grid.finish()
}
