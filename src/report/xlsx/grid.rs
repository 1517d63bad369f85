//! A sheet with a title, a header row and rows under it, set up for screen and paper.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use super::sheets::Sheets;
use super::style::{Styles, across};
use crate::lang::Lang;

/// A4 in Excel's list of papers.
const A4: u8 = 9;

/// So many rows a sheet may have that people can still add some below: Excel ends at 1,048,576.
pub(super) const MOST_ROWS: u32 = 1_048_000;

/// More rows than that are not held in memory.
pub(super) const MANY_ROWS: usize = 2_000;

/// Excel takes no longer text in a cell.
const LONGEST_TEXT: usize = 32_000;

/// One column: its header and its width in characters.
pub(super) struct Column {
    pub(super) header: String,
    pub(super) width: f64,
}

/// A column headed `header`.
pub(super) fn column(header: impl Into<String>, width: f64) -> Column {
    Column { header: header.into(), width }
}

/// Columns headed in both languages, with their widths.
pub(super) fn columns(columns: &[(&str, &str, f64)], lang: Lang) -> Vec<Column> {
    columns.iter().map(|(vi, en, width)| column(lang.pick(*vi, *en), *width)).collect()
}

/// What a cell shows.
pub(super) enum Cell<'a> {
    Text(&'a str, &'a Format),
    Owned(String, &'a Format),
    Number(f64, &'a Format),
    Date(ExcelDateTime, &'a Format),
    Blank(&'a Format),
}

impl<'a> Cell<'a> {
    /// A text that was made for the cell.
    pub(super) fn text(text: impl Into<String>, format: &'a Format) -> Self {
        Cell::Owned(text.into(), format)
    }

    /// A number, or an empty cell.
    pub(super) fn maybe(number: Option<f64>, format: &'a Format) -> Self {
        number.map_or(Cell::Blank(format), |number| Cell::Number(number, format))
    }

    /// A day, where `text` is one as `2026-11-26`; else the text.
    pub(super) fn date(text: &str, format: &'a Format) -> Self {
        match ExcelDateTime::parse_from_str(text) {
            Ok(date) if text.len() == 10 && text.contains('-') => Cell::Date(date, format),
            _ => Cell::text(text, format),
        }
    }
}

/// A sheet while it is written, from the top down.
pub(super) struct Grid<'b> {
    pub(super) sheet: &'b mut Worksheet,
    pub(super) row: u32,
    header: u32,
    widths: Vec<f64>,
    /// That of the row written last.
    height: f64,
}

impl<'b> Grid<'b> {
    /// A new sheet named `name`, with a title, lines under it, and a header row.
    pub(super) fn new(
        styles: &Styles,
        sheets: &'b mut Sheets<'_>,
        name: &str,
        title: &str,
        notes: &[String],
        columns: &[Column],
    ) -> Result<Self, XlsxError> {
        Grid::on(sheets.add(), styles, name, title, notes, columns)
    }

    /// The same for a table that grows with the catalogue, and is to have so many `rows`. If they are many, they go to a
    /// temporary file as they are written, and none can be changed once the next one is begun. A table of more rows than
    /// Excel has goes on in another sheet, `part` two.
    pub(super) fn long(
        styles: &Styles,
        sheets: &'b mut Sheets<'_>,
        (name, part, rows): (&str, u32, usize),
        title: &str,
        notes: &[String],
        columns: &[Column],
    ) -> Result<Self, XlsxError> {
        let name = part_name(name, part);
        let title = if part > 1 { format!("{title} ({part})") } else { title.to_owned() };
        let sheet = match rows > MANY_ROWS {
            true => sheets.add_long()?,
            false => sheets.add(),
        };
        Grid::on(sheet, styles, &name, &title, notes, columns)
    }

    fn on(
        sheet: &'b mut Worksheet,
        styles: &Styles,
        name: &str,
        title: &str,
        notes: &[String],
        columns: &[Column],
    ) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        set_up(sheet, name);
        sheet.write_string_with_format(0, 0, title, &styles.title)?;
        sheet.set_row_height(0, 24)?;
        let mut row = 1;
        for note in notes {
            sheet.write_string_with_format(row, 0, note, &styles.subtitle)?;
            row += 1;
        }
        let header = row + 1;
        for (at, column) in (0..).zip(columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(header, at, &column.header, &styles.heading)?;
        }
        let lines = columns.iter().map(|c| lines(&c.header, c.width * 0.85)).max().unwrap_or(1);
        sheet.set_row_height(header, height(lines) + 4.0)?;
        sheet.set_freeze_panes(header + 1, 0)?;
        sheet.set_repeat_rows(header, header)?;
        let widths = columns.iter().map(|column| column.width).collect();
        Ok(Grid { sheet, row: header + 1, header, widths, height: 0.0 })
    }

    /// Writes one row, as high as its longest text needs, and goes to the next.
    pub(super) fn write(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text, format) => put(self.sheet, self.row, column, text, format)?,
                Cell::Owned(text, format) => put(self.sheet, self.row, column, text, format)?,
                Cell::Date(date, format) => {
                    self.sheet.write_datetime_with_format(self.row, column, date, format)?;
                }
                Cell::Number(number, format) => {
                    self.sheet.write_number_with_format(self.row, column, *number, format)?;
                }
                Cell::Blank(format) => {
                    self.sheet.write_blank(self.row, column, format)?;
                }
            }
        }
        let high = cells.iter().zip(&self.widths).map(|(cell, width)| match cell {
            Cell::Text(text, _) => lines(text, *width),
            Cell::Owned(text, _) => lines(text, *width),
            Cell::Number(..) | Cell::Date(..) | Cell::Blank(_) => 1,
        });
        self.height = height(high.max().unwrap_or(1));
        self.sheet.set_row_height(self.row, self.height)?;
        self.row += 1;
        Ok(())
    }

    /// Whether there is no room left, but for a line that says where the table goes on.
    pub(super) fn is_full(&self, rows: u32) -> bool {
        self.row >= rows
    }

    /// Says under the table in which sheet it goes on.
    pub(super) fn goes_on(
        &mut self,
        name: &str,
        part: u32,
        lang: Lang,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let next = part_name(name, part + 1);
        let text =
            lang.pick(format!("Xem tiếp ở trang tính “{next}”."), format!("Goes on in the sheet “{next}”."));
        self.sheet.write_string_with_format(self.row, 0, text, format)?;
        Ok(())
    }

    /// Writes a heading across the table.
    pub(super) fn heading(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        for column in 1..self.widths.len() as u16 {
            self.sheet.write_blank(self.row, column, format)?;
        }
        // Not merged: a merged heading would break sorting and filtering.
        put(self.sheet, self.row, 0, text, &across(format))?;
        self.row += 1;
        Ok(())
    }

    /// Writes a second header, for a table of another kind below the first.
    pub(super) fn subheader(&mut self, headers: &[&str], format: &Format) -> Result<(), XlsxError> {
        let cells: Vec<Cell<'_>> = headers.iter().map(|header| Cell::Text(header, format)).collect();
        self.write(&cells)
    }

    /// Writes `text` into the columns from `first` to the last, as high as it needs.
    pub(super) fn across(&mut self, first: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        let last = self.widths.len() as u16 - 1;
        self.sheet.merge_range(self.row, first, self.row, last, text, format)?;
        let width: f64 = self.widths[usize::from(first)..].iter().sum();
        self.height = height(lines(text, width));
        self.sheet.set_row_height(self.row, self.height)?;
        self.row += 1;
        Ok(())
    }

    /// Writes `text` into the row that was written last, from the column `first` to the last one; as high as it needs, or
    /// as its other cells do.
    pub(super) fn merge_above(&mut self, first: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        let others = self.height;
        self.row -= 1;
        self.across(first, text, format)?;
        if others > self.height {
            self.sheet.set_row_height(self.row - 1, others)?;
        }
        Ok(())
    }

    /// Keeps the first `columns` in sight while the reader goes to the right.
    pub(super) fn keep_in_sight(&mut self, columns: u16) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(self.header + 1, columns)?;
        Ok(())
    }

    /// Says in a row that there is nothing to say.
    pub(super) fn nothing(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.heading(text, format)
    }

    /// Lets the reader filter what was written so far.
    pub(super) fn finish(mut self) -> Result<(), XlsxError> {
        self.filter()
    }

    /// The same, where rows follow that are no part of the table.
    pub(super) fn filter(&mut self) -> Result<(), XlsxError> {
        if self.row > self.header + 1 {
            let last = self.widths.len() as u16 - 1;
            self.sheet.autofilter(self.header, 0, self.row - 1, last)?;
        }
        Ok(())
    }
}

/// What the sheet is called in which a table goes on.
fn part_name(name: &str, part: u32) -> String {
    if part > 1 { format!("{name} {part}") } else { name.to_owned() }
}

/// Paper and margins of every sheet.
pub(super) fn set_up(sheet: &mut Worksheet, name: &str) {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L&8khung&C&8{}&R&8&P/&N", name.replace('&', "&&")));
    sheet.set_screen_gridlines(false);
}

/// Text as text, cut where Excel would refuse it.
pub(super) fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
        let cut: String = text.chars().take(LONGEST_TEXT).chain(['…']).collect();
        sheet.write_string_with_format(row, column, cut, format)?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

/// How many lines `text` takes, wrapped between words, in a cell `width` characters wide. Neither Excel
/// nor LibreOffice finds the height of rows by itself in a file that neither has saved.
pub(super) fn lines(text: &str, width: f64) -> u32 {
    if text.len() as f64 <= width && !text.contains('\n') {
        return 1;
    }
    text.split('\n').map(|line| wrapped(line, width.max(1.0) * NARROWNESS)).sum()
}

/// Widths count the digits of Excel's default font; letters of our text are that much narrower, with
/// the indent taken off.
const NARROWNESS: f64 = 1.1;

fn wrapped(line: &str, width: f64) -> u32 {
    let (mut lines, mut filled) = (1, 0.0);
    for word in line.split(' ') {
        let length = word.chars().count() as f64;
        if filled > 0.0 && filled + 1.0 + length > width {
            lines += 1;
            filled = 0.0;
        }
        // A word longer than the cell is broken.
        lines += (length / width) as u32;
        filled += length % width + if filled > 0.0 { 1.0 } else { 0.0 };
    }
    lines
}

/// The height of so many lines, in points; Excel allows 409.
pub(super) fn height(lines: u32) -> f64 {
    (3.0 + 12.75 * f64::from(lines)).min(409.0)
}
