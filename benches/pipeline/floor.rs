//! What no audit can do without: reading the file and writing the sheets, with no thought in between.

use std::path::Path;
use std::time::Duration;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook};

use crate::{Outcome, timed};

/// A sheet as it is written again: its name and its rows.
type Sheet = (String, Vec<Vec<Data>>);

/// How long it takes to read `path` and to write again the workbook that khung left in `out`.
pub(crate) fn seconds(path: &Path, out: &Path) -> Outcome<Duration> {
    let sheets = sheets(&out.join("coverage.xlsx"))?;
    let target = out.join("floor.xlsx");
    let (done, took) = timed(|| {
        read(path)?;
        write(&sheets, &target)
    });
    done?;
    Ok(took)
}

/// Reads every cell and keeps none.
fn read(path: &Path) -> Outcome<()> {
    let mut cells = 0;
    if path.extension().is_some_and(|extension| extension == "csv") {
        for record in csv::Reader::from_path(path)?.records() {
            cells += record?.len();
        }
    } else {
        let mut book: Xlsx<_> = open_workbook(path)?;
        for name in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&name)?;
            while let Some(cell) = reader.next_cell()? {
                std::hint::black_box(&cell);
                cells += 1;
            }
        }
    }
    std::hint::black_box(cells);
    Ok(())
}

fn sheets(path: &Path) -> Outcome<Vec<Sheet>> {
    let mut book: Xlsx<_> = open_workbook(path)?;
    let sheet =
        |(name, range): (String, calamine::Range<Data>)| (name, range.rows().map(<[Data]>::to_vec).collect());
    Ok(book.worksheets().into_iter().map(sheet).collect())
}

/// As khung writes: row by row, blank cells with their borders, a height for each row.
fn write(sheets: &[Sheet], target: &Path) -> Outcome<()> {
    let format = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_text_wrap();
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        for (row, cells) in (0..).zip(rows) {
            sheet.set_row_height(row, 30)?;
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Data::Empty => sheet.write_blank(row, column, &format)?,
                    Data::Float(number) => sheet.write_number_with_format(row, column, *number, &format)?,
                    Data::Int(number) => {
                        sheet.write_number_with_format(row, column, *number as f64, &format)?
                    }
                    other => sheet.write_string_with_format(row, column, other.to_string(), &format)?,
                };
            }
        }
    }
    Ok(book.save(target)?)
}
