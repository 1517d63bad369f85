//! Sheet *Portfolio*: programmes by components, what several of them lack, who could lend a module to whom, and the figures
//! of institutions.

use rust_xlsxwriter::{Format, XlsxError};

use super::Context;
use super::grid::{Cell, Column, Grid, column, height, lines, put};
use super::sheets::Sheets;
use crate::portfolio::{self, Portfolio, Service};

/// The columns before those of the components.
const FIRST: [f64; 5] = [40.0, 24.0, 9.0, 9.0, 10.0];
/// The width of a component's column.
const COMPONENT: f64 = 5.6;

/// Writes the sheet, if the audit has several programmes.
pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let Some(portfolio) = portfolio::of(context.audit) else { return Ok(()) };
    let name = context.pick("Danh mục", "Portfolio");
    let title = context.pick("Các chương trình đặt cạnh nhau", "The programmes side by side");
    let notes = [context.pick(
        "Mỗi ô: số ô bao phủ trên số ô cần đạt của năng lực. Dấu + là bao phủ đủ, dấu – là chưa có gì.".to_owned(),
        "Each mark: covered cells of those required for the component. + all are covered, – there is nothing.".to_owned(),
    )];
    let grid = Grid::new(&context.styles, sheets, name, title, &notes, &columns(context, &portfolio))?;
    let mut page = Page {
        context,
        portfolio: &portfolio,
        grid,
        last: FIRST.len() as u16 + portfolio.components.len() as u16 - 1,
    };
    page.programmes()?;
    page.institutions()?;
    page.common()?;
    page.lenders()
}

fn columns(context: &Context<'_>, portfolio: &Portfolio) -> Vec<Column> {
    let names = context.pick(
        ["Chương trình", "Cơ sở", "Ô cần đạt", "Bao phủ", "Tối đa"],
        ["Programme", "Institution", "Required cells", "Covered", "At most"],
    );
    let components =
        portfolio.components.iter().map(|(id, _)| column(context.marked_code(*id, "\n"), COMPONENT));
    names.iter().zip(FIRST).map(|(name, width)| column(*name, width)).chain(components).collect()
}

struct Page<'a, 'b> {
    context: &'a Context<'a>,
    portfolio: &'a Portfolio,
    grid: Grid<'b>,
    last: u16,
}

impl Page<'_, '_> {
    fn title(&self, programme: usize) -> &str {
        &self.context.audit.programmes[programme].programme.title
    }

    fn programmes(&mut self) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        let institutions = portfolio::names(self.context.audit);
        for (at, programme) in self.context.audit.programmes.iter().enumerate() {
            let tally = &programme.coverage.summary;
            let services: Vec<(String, Format)> =
                self.portfolio.components.iter().map(|(_, of)| self.mark(of[at])).collect();
            let mut row = vec![
                Cell::Text(&programme.programme.title, &styles.strong),
                Cell::Text(&institutions[at], &styles.text),
                Cell::Number(tally.required as f64, &styles.number),
                Cell::Number(tally.covered as f64, &styles.number),
                Cell::Number(tally.possibly_covered as f64, &styles.number),
            ];
            row.extend(services.iter().map(|(text, format)| Cell::Text(text, format)));
            self.grid.write(&row)?;
        }
        Ok(())
    }

    fn mark(&self, service: Service) -> (String, Format) {
        use crate::coverage::Status::{Covered, Uncovered};
        let Service { required, covered, status } = service;
        let mark = match status {
            Covered => " +",
            Uncovered => " –",
            _ => "",
        };
        (format!("{covered}/{required}{mark}"), self.context.styles.status(status, true))
    }

    /// A heading with an empty row above, and the headers of a table whose last column reaches to the right end.
    fn section(&mut self, heading: &str, headers: [&str; 4]) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        self.grid.row += 1;
        self.grid.heading(heading, &styles.group)?;
        let [first, second, count, rest] = headers;
        self.row(&[first, second], count, rest, &styles.heading)
    }

    /// A row of such a table.
    fn row(&mut self, first: &[&str; 2], count: &str, rest: &str, format: &Format) -> Result<(), XlsxError> {
        let row = self.grid.row;
        put(self.grid.sheet, row, 0, first[0], format)?;
        put(self.grid.sheet, row, 1, first[1], format)?;
        self.grid.sheet.merge_range(row, 2, row, 3, count, format)?;
        self.grid.sheet.merge_range(row, 4, row, self.last, rest, format)?;
        let width = FIRST[4] + COMPONENT * f64::from(self.last - 4);
        let high = lines(first[0], FIRST[0]).max(lines(first[1], FIRST[1])).max(lines(rest, width));
        self.grid.sheet.set_row_height(row, height(high) + 2.0)?;
        self.grid.row += 1;
        Ok(())
    }

    fn institutions(&mut self) -> Result<(), XlsxError> {
        let context = self.context;
        self.section(
            context.pick("Số liệu từng cơ sở", "Figures of each institution"),
            context.pick(
                ["Cơ sở", "Số chương trình", "Bao phủ / cần đạt", "Tối đa nếu duyệt hết gợi ý"],
                [
                    "Institution",
                    "Programmes",
                    "Covered / required",
                    "At most, if every suggestion is accepted",
                ],
            ),
        )?;
        for one in &self.portfolio.institutions {
            let (programmes, possible) = (one.programmes.len().to_string(), one.possible.to_string());
            let covered = format!("{} / {}", one.covered, one.required);
            self.row(&[&one.name, &programmes], &covered, &possible, &context.styles.text)?;
        }
        Ok(())
    }

    fn common(&mut self) -> Result<(), XlsxError> {
        let context = self.context;
        self.section(
            context.pick("Khoảng trống chung của nhiều chương trình", "Gaps that several programmes share"),
            context.pick(
                ["Năng lực thành phần", "Mức độ", "Số chương trình", "Chương trình"],
                ["Component", "Level", "Programmes", "Which"],
            ),
        )?;
        for gap in &self.portfolio.common {
            let cell = context.audit.framework.cell(gap.cell);
            let component = context.component(cell.component);
            let level = context.audit.framework.level(cell.level).name.get(context.lang);
            let count = format!("{} / {}", gap.programmes.len(), context.audit.programmes.len());
            let which = self.titles(&gap.programmes);
            self.row(&[&component, level], &count, &which, &context.styles.text)?;
        }
        self.nothing(self.portfolio.common.is_empty())
    }

    fn lenders(&mut self) -> Result<(), XlsxError> {
        let context = self.context;
        self.section(
            context.pick("Ai có thể cho ai mượn học phần", "Who could lend a module to whom"),
            context.pick(
                ["Năng lực thành phần", "Chương trình làm tốt nhất", "Học phần", "Có thể giúp"],
                ["Component", "Best programme", "Modules", "Could help"],
            ),
        )?;
        for lender in &self.portfolio.lenders {
            let component = context.component(lender.component);
            let codes = context.codes(&context.audit.programmes[lender.programme], &lender.modules);
            let (best, borrowers) = (self.title(lender.programme).to_owned(), self.titles(&lender.borrowers));
            self.row(&[&component, &best], &codes, &borrowers, &context.styles.text)?;
        }
        self.nothing(self.portfolio.lenders.is_empty())
    }

    /// Programmes by title; where they are most of all, those that are not among them.
    fn titles(&self, programmes: &[usize]) -> String {
        let count = self.context.audit.programmes.len();
        let named =
            |which: Vec<usize>| which.into_iter().map(|at| self.title(at)).collect::<Vec<_>>().join("; ");
        let others: Vec<usize> = (0..count).filter(|at| !programmes.contains(at)).collect();
        if others.is_empty() {
            return self.context.pick("Tất cả các chương trình", "All programmes").to_owned();
        }
        if programmes.len() > 3 && others.len() < programmes.len() {
            let except = self.context.pick("Tất cả, trừ", "All except");
            return format!("{except}: {}", named(others));
        }
        named(programmes.to_vec())
    }

    fn nothing(&mut self, is_empty: bool) -> Result<(), XlsxError> {
        if is_empty {
            let context = self.context;
            self.grid.nothing(context.pick("Không có.", "None."), &context.styles.text)?;
        }
        Ok(())
    }
}
