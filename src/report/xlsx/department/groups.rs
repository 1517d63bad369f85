//! Sheets by component, unit and post: how much need there is, and how much of it is met.

use super::{Page, Written};
use crate::plan::department::Group;
use crate::report::department::group_name;
use crate::report::xlsx::grid::Cell;
use crate::report::xlsx::sheets::Sheets;

/// Sheet *Components*.
pub(super) fn components(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = [
        ("Năng lực", "Component", 62.0),
        ("Đã tự đánh giá", "Assessed", 12.0),
        ("Chưa đạt", "Below target", 12.0),
        ("Được đáp ứng", "Met", 12.0),
        ("Tỉ lệ", "Share", 10.0),
        ("Còn lại", "Left", 12.0),
        ("Không có khóa nào dạy", "No course teaches it", 14.0),
    ];
    let names =
        (page.pick("Theo năng lực", "Components"), page.pick("Nhu cầu theo năng lực", "Need by component"));
    let mut grid = page.sheet(sheets, names, &[], &columns)?;
    let framework = &page.classing.survey.framework;
    let styles = &page.styles;
    for one in &page.classing.planned.components {
        let component = framework.component(one.component);
        let table = page.said(&framework.table(component.table).name);
        let name = format!("{} {} ({table})", component.code, page.said(&component.name));
        grid.write(&[
            Cell::text(name, &styles.strong),
            Cell::Number(one.assessed as f64, &styles.centre),
            Cell::Number(one.needs as f64, &styles.centre),
            Cell::Number(one.met as f64, &styles.centre),
            share(one.met, one.needs, page),
            Cell::Number((one.needs - one.met) as f64, &styles.centre),
            Cell::Number(one.without_course as f64, &styles.centre),
        ])?;
    }
    grid.finish()
}

fn share<'c>(met: usize, needs: usize, page: &'c Page<'_>) -> Cell<'c> {
    let share = (needs > 0).then(|| met as f64 / needs as f64);
    Cell::maybe(share, &page.styles.percent)
}

/// Sheet *Units*.
pub(super) fn units(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let names = (page.pick("Theo đơn vị", "Units"), page.pick("Nhu cầu theo đơn vị", "Need by unit"));
    groups(page, sheets, names, ("Đơn vị", "Unit"), &page.classing.planned.units)
}

/// Sheet *Posts*.
pub(super) fn posts(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let names =
        (page.pick("Theo vị trí", "Posts"), page.pick("Nhu cầu theo vị trí việc làm", "Need by post"));
    groups(page, sheets, names, ("Vị trí", "Post"), &page.classing.planned.posts)
}

/// Sheet *Units and posts*.
pub(super) fn units_and_posts(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let names = (
        page.pick("Đơn vị và vị trí", "Units and posts"),
        page.pick("Nhu cầu theo đơn vị và vị trí việc làm", "Need by unit and post"),
    );
    let head = ("Đơn vị · vị trí", "Unit · post");
    groups(page, sheets, names, head, &page.classing.planned.units_and_posts)
}

fn groups(
    page: &Page<'_>,
    sheets: &mut Sheets<'_>,
    names: (&str, &str),
    head: (&str, &str),
    groups: &[Group],
) -> Written {
    let columns = [
        (head.0, head.1, 56.0),
        ("Số người", "People", 11.0),
        ("Người có nhu cầu", "People in need", 12.0),
        ("Nhu cầu", "Needs", 11.0),
        ("Được đáp ứng", "Met", 12.0),
        ("Tỉ lệ", "Share", 10.0),
        ("Còn lại", "Left", 11.0),
        ("Người đủ mọi nhu cầu", "People with all met", 13.0),
    ];
    let mut grid = page.sheet(sheets, names, &[], &columns)?;
    let styles = &page.styles;
    for group in groups {
        grid.write(&[
            Cell::text(group_name(&group.names, group.groups, page.lang), &styles.strong),
            Cell::Number(group.people as f64, &styles.centre),
            Cell::Number(group.in_need as f64, &styles.centre),
            Cell::Number(group.needs as f64, &styles.centre),
            Cell::Number(group.met as f64, &styles.centre),
            share(group.met, group.needs, page),
            Cell::Number((group.needs - group.met) as f64, &styles.centre),
            Cell::Number(group.served as f64, &styles.centre),
        ])?;
    }
    grid.finish()
}
