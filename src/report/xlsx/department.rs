//! `plan.xlsx` for a department: which classes to hold, for whom, and who is not served.
//!
//! People are counted, never named; the groups are those of the plan, in which small ones are put together.

mod classes;
mod groups;
mod summary;

use std::time::SystemTime;

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use super::grid::{Cell, Grid, columns};
use super::sheets::{Sheets, with_sheets};
use super::style::Styles;
use super::{date, failed};
use crate::error::Result;
use crate::lang::{Lang, Wording};
use crate::report::department::Classing;

/// What every sheet is made from.
struct Page<'a> {
    classing: &'a Classing<'a>,
    lang: Lang,
    styles: Styles,
}

type Written = std::result::Result<(), XlsxError>;

impl Page<'_> {
    fn pick<T>(&self, vi: T, en: T) -> T {
        self.lang.pick(vi, en)
    }

    fn said<'w>(&self, wording: &'w Wording) -> &'w str {
        wording.get(self.lang)
    }

    /// A sheet named and titled in both languages, with columns by header and width.
    fn sheet<'b>(
        &self,
        sheets: &'b mut Sheets<'_>,
        (name, title): (&str, &str),
        notes: &[String],
        of: &[(&str, &str, f64)],
    ) -> std::result::Result<Grid<'b>, XlsxError> {
        Grid::new(&self.styles, sheets, name, title, notes, &columns(of, self.lang))
    }
}

/// The workbook for `classing`, as bytes. `created` is the only date in it, so that the same plan gives the same bytes.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if the content passes a limit of Excel's.
pub fn department(classing: &Classing<'_>, lang: Lang, created: SystemTime) -> Result<Vec<u8>> {
    let page = Page { classing, lang, styles: Styles::new() };
    sheets(&page, created).map_err(|error| failed("plan.xlsx", &error))
}

fn sheets(page: &Page<'_>, created: SystemTime) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = page.pick("Kế hoạch lớp bồi dưỡng", "Plan of classes");
    let properties = DocProperties::new().set_author("khung").set_title(title);
    book.set_properties(&properties.set_creation_datetime(&date(created)?));
    let mut book = with_sheets(book, |sheets| {
        summary::write(page, sheets)?;
        classes::write(page, sheets)?;
        groups::components(page, sheets)?;
        groups::units(page, sheets)?;
        groups::posts(page, sheets)?;
        groups::units_and_posts(page, sheets)?;
        findings(page, sheets)
    })?;
    book.save_to_buffer()
}

/// Sheet *Findings*: what a person should know of the self-assessments and the catalogue.
fn findings(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let columns = [
        ("Loại", "Severity", 10.0),
        ("Vị trí trong tệp", "Place in the file", 36.0),
        ("Phát hiện", "Finding", 66.0),
        ("Cần làm", "What to do", 52.0),
        ("Mã phát hiện", "Code", 22.0),
    ];
    let names = (
        page.pick("Phát hiện", "Findings"),
        page.pick("Điều cần biết về các tệp đã đọc", "What to know about the files read"),
    );
    let mut grid = page.sheet(sheets, names, &[], &columns)?;
    let styles = &page.styles;
    for finding in &page.classing.findings {
        let (severity, place) = (finding.severity().wording(), finding.place.to_string());
        grid.write(&[
            Cell::Text(page.said(&severity), &styles.strong),
            Cell::Text(&place, &styles.text),
            Cell::Text(page.said(&finding.message), &styles.text),
            Cell::Text(page.said(&finding.help), &styles.text),
            Cell::Text(finding.code.as_str(), &styles.faint),
        ])?;
    }
    if page.classing.findings.is_empty() {
        grid.nothing(page.pick("Không có gì cần lưu ý.", "Nothing to report."), &styles.text)?;
    }
    grid.finish()
}
