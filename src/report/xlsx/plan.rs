//! `plan.xlsx`: what is to be done, with columns for those who do it, and what it changes.

mod actions;
mod after;
mod alternatives;
mod efforts;
mod fragile;
mod question;
mod structure;
mod summary;
mod what_if;

use std::time::SystemTime;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::MOST_ROWS;
use super::grid::{Cell, Grid, columns};
use super::sheets::{Sheets, with_sheets};
use super::style::Styles;
use super::{Context, failed, properties};
use crate::error::Result;
use crate::framework::CellId;
use crate::lang::{Lang, Wording};
use crate::plan::{Measures, Plan};
use crate::report::plan::{Proposal, decimal};

/// What every sheet is made from.
struct Page<'a> {
    context: Context<'a>,
    proposal: &'a Proposal<'a>,
}

type Written = std::result::Result<(), XlsxError>;

impl Page<'_> {
    fn pick<T>(&self, vi: T, en: T) -> T {
        self.context.pick(vi, en)
    }

    fn said<'w>(&self, wording: &'w Wording) -> &'w str {
        wording.get(self.context.lang)
    }

    fn has_several(&self) -> bool {
        self.proposal.plans.len() > 1
    }

    /// The code and name of a cell's component.
    fn component(&self, cell: CellId) -> String {
        self.context.component(self.context.audit.framework.cell(cell).component)
    }

    /// The name of a cell's level.
    fn level(&self, cell: CellId) -> &str {
        let framework = &self.context.audit.framework;
        self.said(&framework.level(framework.cell(cell).level).name)
    }

    /// Component and level as one.
    fn cell(&self, cell: CellId) -> String {
        format!("{} – {}", self.component(cell), self.level(cell))
    }

    /// A sheet named and titled in both languages, with columns by header and width.
    fn sheet<'b>(
        &self,
        sheets: &'b mut Sheets<'_>,
        (name, title): (&str, &str),
        notes: &[String],
        of: &[(&str, &str, f64)],
    ) -> std::result::Result<Grid<'b>, XlsxError> {
        Grid::new(&self.context.styles, sheets, name, title, notes, &columns(of, self.context.lang))
    }

    /// A number in words, to two decimals.
    fn number(&self, number: f64) -> String {
        decimal(number, self.context.lang)
    }

    /// The heading of a programme, where there are several.
    fn programme(&self, grid: &mut Grid<'_>, plan: &Plan) -> Written {
        if self.has_several() {
            grid.heading(&plan.before.programme.title, &self.context.styles.heading_left)?;
        }
        Ok(())
    }

    /// Cells with what a plan comes to: modules, working days, periods, money.
    fn measures(&self, measures: &Measures) -> [Cell<'_>; 4] {
        let styles = &self.context.styles;
        [
            Cell::Number(measures.modules as f64, &styles.centre),
            Cell::Number(rounded(measures.effort), &styles.centre),
            Cell::Number(rounded(measures.periods), &styles.centre),
            Cell::Number(measures.cost.round(), &styles.money),
        ]
    }

    /// The code and title of a module of `plan`, as it is now.
    fn module(&self, plan: &Plan, module: usize) -> String {
        let module = &plan.before.programme.modules[module];
        named(&module.code, &module.title)
    }
}

/// A module's code and title; once where they are the same.
fn named(code: &str, title: &str) -> String {
    if code == title { code.to_owned() } else { format!("{code} {title}").trim().to_owned() }
}

/// To two decimals, so that a cell without a form of its own shows no more.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// `text` from a capital letter on.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The workbook for `proposal`, as bytes. `created` is the only date in it, so that the same plan gives the same bytes.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if the content passes a limit of Excel's.
pub fn plan(proposal: &Proposal<'_>, lang: Lang, created: SystemTime) -> Result<Vec<u8>> {
    let context = Context { audit: proposal.audit, lang, styles: Styles::new(), created, rows: MOST_ROWS };
    let page = Page { context, proposal };
    sheets(&page).map_err(|error| failed("plan.xlsx", &error))
}

fn sheets(page: &Page<'_>) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = page.pick("Kế hoạch lấp khoảng trống", "Plan to close the gaps");
    book.set_properties(&properties(&page.context, title)?);
    let mut book = with_sheets(book, |sheets| {
        summary::write(page, sheets)?;
        what_if::write(page, sheets)?;
        actions::write(page, sheets)?;
        after::write(page, sheets)?;
        alternatives::write(page, sheets)?;
        fragile::write(page, sheets)?;
        structure::write(page, sheets)?;
        efforts::write(page, sheets)
    })?;
    book.save_to_buffer()
}
