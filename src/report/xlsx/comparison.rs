//! `comparison.xlsx`: what changed, for people, and the record of updating that the framework's duty asks for.

mod duty;
mod rows;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::failed;
use super::grid::{Cell, Column, Grid, column};
use super::sheets::{Sheets, with_sheets};
use super::style::Styles;
use crate::comparison::{Change, Comparison, GapState, ProgrammeChange};
use crate::coverage::Status;
use crate::error::Result;
use crate::framework::{Framework, Key};
use crate::lang::Lang;

/// What every sheet is made from.
struct Page<'a> {
    comparison: &'a Comparison,
    /// The framework, if it is at hand; else cells go by their keys.
    framework: Option<&'a Framework>,
    lang: Lang,
    styles: Styles,
}

impl Page<'_> {
    fn pick<T>(&self, vi: T, en: T) -> T {
        self.lang.pick(vi, en)
    }

    fn has_several(&self) -> bool {
        self.comparison.programmes.len() > 1
    }

    /// A cell, component or domain by code and name; by its key where the framework does not have it.
    fn named(&self, key: &str) -> String {
        let named = |framework: &Framework| match framework.find(key)? {
            Key::Cell(cell) => Some(framework.describe(cell, self.lang)),
            Key::Component(id) => {
                let component = framework.component(id);
                Some(format!("{} {}", component.code, component.name.get(self.lang)))
            }
            _ => None,
        };
        self.framework.and_then(named).unwrap_or_else(|| key.to_owned())
    }

    fn cells(&self, keys: &[String]) -> String {
        keys.iter().map(|key| self.named(key)).collect::<Vec<_>>().join("\n")
    }

    fn status(&self, status: Option<Status>) -> String {
        status.map(|status| status.wording().get(self.lang).to_owned()).unwrap_or_default()
    }

    fn columns(&self, columns: &[(&str, &str, f64)]) -> Vec<Column> {
        let programme = self.has_several().then_some(("Chương trình", "Programme", 30.0));
        let columns = columns.iter().copied().chain(programme);
        columns.map(|(vi, en, width)| column(self.pick(vi, en), width)).collect()
    }

    /// Writes a row, with its programme where there are several.
    fn write<'c>(
        &'c self,
        grid: &mut Grid<'_>,
        programme: &'c ProgrammeChange,
        mut row: Vec<Cell<'c>>,
    ) -> Written {
        if self.has_several() {
            row.push(Cell::Text(&programme.after.title, &self.styles.text));
        }
        grid.write(&row)
    }
}

type Written = std::result::Result<(), XlsxError>;

/// The workbook for `comparison`, as bytes; the same every time. `framework` gives cells their names.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if the content passes a limit of Excel's.
pub fn comparison(comparison: &Comparison, framework: Option<&Framework>, lang: Lang) -> Result<Vec<u8>> {
    let page = Page { comparison, framework, lang, styles: Styles::new() };
    sheets(&page).map_err(|error| failed("comparison.xlsx", &error))
}

fn sheets(page: &Page<'_>) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = page.pick("So sánh hai lần rà soát", "Two audits compared");
    let created = ExcelDateTime::from_timestamp(0)?;
    let properties = DocProperties::new().set_author("khung").set_title(title);
    book.set_properties(&properties.set_creation_datetime(&created));
    let mut book = with_sheets(book, |sheets| {
        summary(page, sheets)?;
        rows::cells(page, sheets)?;
        rows::gaps(page, sheets)?;
        rows::modules(page, sheets)?;
        rows::statements(page, sheets)?;
        duty::write(page, sheets)
    })?;
    book.save_to_buffer()
}

/// Sheet *Summary*: the figures before and after, what differs between the runs, and the files.
fn summary(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = [
        column(page.pick("Nội dung", "What"), 62.0),
        column(page.pick("Trước", "Before"), 34.0),
        column(page.pick("Sau", "After"), 34.0),
    ];
    let name = page.pick("Tóm tắt", "Summary");
    let title = page.pick("Chương trình đã thay đổi thế nào", "How the curriculum has changed");
    let notes: Vec<String> =
        page.comparison.notes.iter().map(|note| note.get(page.lang).to_owned()).collect();
    let mut grid = Grid::new(&page.styles, sheets, name, title, &notes, &columns)?;
    for programme in &page.comparison.programmes {
        grid.heading(&programme.after.title, &page.styles.group)?;
        for (what, before, after) in figures(page, programme) {
            let styles = &page.styles;
            grid.write(&[
                Cell::text(what, &styles.text),
                Cell::text(before, &styles.centre),
                Cell::text(after, &styles.centre),
            ])?;
        }
        if programme.is_same() {
            grid.nothing(page.pick("Không có gì thay đổi.", "Nothing has changed."), &page.styles.text)?;
        }
    }
    only_one_side(page, &mut grid)?;
    inputs(page, &mut grid)
}

/// The figures of a programme, before and after.
fn figures(page: &Page<'_>, programme: &ProgrammeChange) -> Vec<(String, String, String)> {
    let (before, after) = (&programme.before, &programme.after);
    let of = |part: usize, whole: usize| format!("{part} / {whole}");
    let both =
        |vi: &str, en: &str, before: String, after: String| (page.pick(vi, en).to_owned(), before, after);
    let count = |change: Change| programme.cells.iter().filter(|cell| cell.change == change).count();
    let components = |change: Change| programme.components.iter().filter(|one| one.change == change).count();
    let gaps = |state: GapState| programme.gaps_that(state).count();
    let came = |vi: &str, en: &str, lost: usize, gained: usize| {
        both(vi, en, format!("– {lost}"), format!("+ {gained}"))
    };
    let mut rows = vec![
        both(
            "Ô cần đạt được bao phủ",
            "Required cells covered",
            of(before.summary.covered, before.summary.required),
            of(after.summary.covered, after.summary.required),
        ),
        both(
            "Biểu hiện có minh chứng",
            "Indicators evidenced",
            of(before.summary.indicators.addressed, before.summary.indicators.required),
            of(after.summary.indicators.addressed, after.summary.indicators.required),
        ),
        both("Học phần", "Modules", before.counts.modules.to_string(), after.counts.modules.to_string()),
        both(
            "Phát biểu",
            "Statements",
            before.counts.statements.to_string(),
            after.counts.statements.to_string(),
        ),
        came("Ô mất đi / thêm được", "Cells lost / gained", count(Change::Lost), count(Change::Gained)),
        came(
            "Năng lực mất đi / thêm được",
            "Components lost / gained",
            components(Change::Lost),
            components(Change::Gained),
        ),
    ];
    let open = page.pick(
        format!("{} vẫn còn", gaps(GapState::StillOpen)),
        format!("{} still open", gaps(GapState::StillOpen)),
    );
    let closed = page.pick(
        format!("{} đã lấp, {} mới", gaps(GapState::Closed), gaps(GapState::Opened)),
        format!("{} closed, {} opened", gaps(GapState::Closed), gaps(GapState::Opened)),
    );
    rows.push(both("Khoảng trống", "Gaps", open, closed));
    rows
}

fn only_one_side(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
    let styles = &page.styles;
    let gone = page.pick("Chỉ có trước", "Only before");
    for title in &page.comparison.removed {
        grid.write(&[
            Cell::Text(title, &styles.strong),
            Cell::Text(gone, &styles.centre),
            Cell::Blank(&styles.centre),
        ])?;
    }
    let new = page.pick("Chỉ có sau", "Only after");
    for title in &page.comparison.added {
        grid.write(&[
            Cell::Text(title, &styles.strong),
            Cell::Blank(&styles.centre),
            Cell::Text(new, &styles.centre),
        ])?;
    }
    Ok(())
}

/// What each run went by.
fn inputs(page: &Page<'_>, grid: &mut Grid<'_>) -> Written {
    let styles = &page.styles;
    let (before, after) = (&page.comparison.before, &page.comparison.after);
    grid.heading(page.pick("Căn cứ so sánh", "What was compared"), &styles.group)?;
    let versions =
        |side: &crate::comparison::Side| format!("{} {}", side.framework.id, side.framework.version);
    let target = |key: &str| {
        let named = self::level(page, key);
        named.unwrap_or_else(|| key.to_owned())
    };
    let files = |side: &crate::comparison::Side| {
        side.inputs.iter().map(|input| input.path.as_str()).collect::<Vec<_>>().join("\n")
    };
    for (what, old, new) in [
        (page.pick("Khung năng lực", "Framework"), versions(before), versions(after)),
        (page.pick("Đối tượng", "Audience"), before.audience.clone(), after.audience.clone()),
        (page.pick("Mức cần đạt", "Target level"), target(&before.target), target(&after.target)),
        (page.pick("Cách tính", "Policy"), before.policy.clone(), after.policy.clone()),
        (page.pick("Tệp", "Files"), files(before), files(after)),
    ] {
        grid.write(&[
            Cell::Text(what, &styles.text),
            Cell::text(old, &styles.text),
            Cell::text(new, &styles.text),
        ])?;
    }
    Ok(())
}

fn level(page: &Page<'_>, key: &str) -> Option<String> {
    let level = page.framework?.levels.iter().find(|level| level.key == key)?;
    Some(level.name.get(page.lang).to_owned())
}
