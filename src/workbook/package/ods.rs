//! Merged cells, hidden rows and hidden columns of an .ods, and how large calamine will make it.
//!
//! ODF 1.3 part 3, 9.1: `table:table`, its rows, columns, cells and groups, with `table:visibility` and the
//! attributes that repeat and span.

mod row;

use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::{Area, Extras, Package, Region, Room, attribute, unescaped};
use crate::place::Address;
use row::{Cell, Row, repeats, span};

/// calamine cuts every sheet off here.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

/// What a pass over an .ods learns.
///
/// calamine 0.38 keeps every cell that a row writes, once for a repeated row; empty cells too, however often
/// they repeat, unless they are the last of their row. From these it builds the rectangle around the cells
/// that are not empty, with repeated rows and the empty rows between written out; empty rows and columns
/// around it cost nothing. It does so once for values (32 bytes a cell) and once for formulas (24 bytes),
/// refuses a sheet only beyond 100 million cells, and copies the rectangle when asked for the sheet. Texts
/// are copied for every repetition.
#[derive(Debug, Default)]
pub(in crate::workbook) struct OdsPass {
    /// What the sheets say beside their cells, by name; what is hidden, as far as the sheet is filled.
    pub(in crate::workbook) extras: BTreeMap<String, Extras>,
    /// The sum over the sheets of the cells that calamine holds: those of the rectangle, or those written if
    /// they are more. While a sheet is being read it holds both.
    pub(in crate::workbook) dense_cells: u64,
    /// The cells that are not empty, with their repetitions; an empty text is not empty to calamine.
    pub(in crate::workbook) filled_cells: u64,
    /// The bytes of text and formulas in them, with their repetitions, at most.
    pub(in crate::workbook) text_bytes: u64,
}

/// More bytes of content than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::workbook) struct TooLarge;

/// What the sheets of an .ods say beside their cells, and what reading it will take. A part that breaks off
/// counts as far as it goes, as calamine reads it as far as that.
///
/// # Errors
/// [`TooLarge`] if the content, unpacked, reaches `limit` bytes.
pub(in crate::workbook) fn ods(bytes: &[u8], limit: u64) -> Result<OdsPass, TooLarge> {
    let mut pass = Pass::default();
    let Some(mut package) = Package::open(bytes, limit) else { return Ok(pass.found) };
    // calamine wants this very name.
    let content = package.zip.index_for_name("content.xml");
    if let Some(part) = content.and_then(|at| package.at(at)) {
        pass.read(part);
    }
    if package.left == 0 { Err(TooLarge) } else { Ok(pass.found) }
}

#[derive(Default)]
struct Pass {
    found: OdsPass,
    table: Option<Table>,
    room: Room,
}

impl Pass {
    fn read(&mut self, part: impl BufRead) {
        let mut reader = quick_xml::Reader::from_reader(part);
        reader.config_mut().check_end_names = false;
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Eof) | Err(_) => return self.close(),
                Ok(event) => self.event(&event),
            }
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match (event, &mut self.table) {
            (Event::Start(tag), None) if tag.name().as_ref() == "table:table" => {
                let named = |name| Table { name: unescaped(name), ..Table::default() };
                self.table = attribute(tag, "table:name").map(named);
            }
            (Event::Start(tag), Some(table)) => table.start(tag),
            (Event::End(tag), Some(table)) => {
                let ends = table.end(tag.name().as_ref(), &mut self.room);
                ends.then(|| self.close());
            }
            (Event::Text(text), Some(table)) => table.write(text.len() as u64),
            (Event::GeneralRef(_), Some(table)) => table.write(4),
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(mut table) = self.table.take() else { return };
        table.end_row();
        let filled = table.area.clone();
        for rows in table.hidden_rows {
            table.extras.hide_rows(rows.start..rows.end.min(filled.rows.end), &mut self.room);
        }
        for columns in table.hidden_columns {
            table.extras.hide_columns(columns.start..columns.end.min(filled.columns.end), &mut self.room);
        }
        let cells = filled.cells().max(table.written);
        self.found.dense_cells = self.found.dense_cells.saturating_add(cells);
        self.found.filled_cells = self.found.filled_cells.saturating_add(table.filled);
        self.found.text_bytes = self.found.text_bytes.saturating_add(table.text);
        self.found.extras.insert(table.name, table.extras);
    }
}

#[derive(Default)]
struct Table {
    name: String,
    extras: Extras,
    hidden_rows: Vec<Range<u32>>,
    hidden_columns: Vec<Range<u32>>,
    /// Of the groups that are open here, whether they are folded.
    folded: Vec<bool>,
    rows: u32,
    columns: u32,
    row: Option<Row>,
    area: Area,
    written: u64,
    filled: u64,
    text: u64,
}

impl Table {
    fn start(&mut self, tag: &BytesStart<'_>) {
        if let Some(row) = &mut self.row {
            return row.start(tag);
        }
        match tag.name().as_ref() {
            "table:table-row" => {
                let rows = span(self.rows, repeats(tag, "table:number-rows-repeated"), MAX_ROWS);
                self.rows = rows.end;
                self.hidden_rows.extend(self.is_hidden(tag).then(|| rows.clone()));
                self.row = Some(Row::new(rows));
            }
            "table:table-column" => {
                let columns = span(self.columns, repeats(tag, "table:number-columns-repeated"), MAX_COLUMNS);
                self.columns = columns.end;
                self.hidden_columns.extend(self.is_hidden(tag).then_some(columns));
            }
            "table:table-row-group" | "table:table-column-group" => {
                self.folded.push(attribute(tag, "table:display") == Some("false"));
            }
            _ => {}
        }
    }

    fn is_hidden(&self, tag: &BytesStart<'_>) -> bool {
        self.folded.contains(&true)
            || matches!(attribute(tag, "table:visibility"), Some("collapse" | "filter"))
    }

    /// Whether the table ends here.
    fn end(&mut self, name: &str, room: &mut Room) -> bool {
        if let Some(row) = &mut self.row {
            if let Some((cell, columns)) = row.end(name) {
                self.put(&cell, columns, room);
            } else if row.cell.is_none() && name == "table:table-row" {
                self.end_row();
            }
            return false;
        }
        if let "table:table-row-group" | "table:table-column-group" = name {
            self.folded.pop();
        }
        name == "table:table"
    }

    fn put(&mut self, cell: &Cell, columns: Range<u32>, room: &mut Room) {
        let Some(row) = &mut self.row else { return };
        if cell.filled && !columns.is_empty() {
            row.filled.cover(0..1, columns.clone());
            let copies = columns.len() as u64 * row.rows.len() as u64;
            self.filled = self.filled.saturating_add(copies);
            self.text = self.text.saturating_add(cell.text.saturating_mul(copies.max(1)));
        }
        if cell.spanned != (1, 1) {
            let places = row.rows.clone().flat_map(|row| columns.clone().map(move |column| (row, column)));
            for (row, column) in places.take(room.0) {
                self.extras.merge(region(row, column, cell.spanned), room);
            }
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        self.written = self.written.saturating_add(u64::from(row.columns));
        // A row that stands for none is a corner of the rectangle all the same.
        if row.filled.any {
            self.area.cover(row.rows, row.filled.columns);
        }
    }

    fn write(&mut self, bytes: u64) {
        if let Some(cell) = self.row.as_mut().and_then(|row| row.cell.as_mut()) {
            cell.write(bytes);
        }
    }
}

fn region(row: u32, column: u32, (rows, columns): (u32, u32)) -> Region {
    let last = |from: u32, count: u32, most: u32| from.saturating_add(count.max(1) - 1).min(most - 1);
    let to = Address::new(last(row, rows, MAX_ROWS), last(column, columns, MAX_COLUMNS));
    Region { from: Address::new(row, column), to }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::package::tests::zipped;

    /// What a pass over these tables learns; `T:` is short for `table:`.
    fn pass(tables: &str) -> OdsPass {
        let content = format!("<content>{}</content>", tables.replace("T:", "table:"));
        ods(&zipped(&[("content.xml", content.as_bytes())]), 1 << 20).expect("it is small")
    }

    fn table(rows: &str) -> OdsPass {
        pass(&format!(r#"<T:table T:name="A">{rows}</T:table>"#))
    }

    fn region(from: (u32, u32), to: (u32, u32)) -> Region {
        Region { from: Address::new(from.0, from.1), to: Address::new(to.0, to.1) }
    }

    const FULL: &str = r#"<T:table-cell office:value-type="string"><text:p>ab</text:p></T:table-cell>"#;

    #[test]
    fn tells_merged_cells() {
        let found = table(&format!(
            r#"<T:table-row T:number-rows-repeated="2"><T:table-cell/></T:table-row>
            <T:table-row>{FULL}<T:table-cell T:number-columns-spanned="2" T:number-rows-spanned="3"
            office:value="1"><T:table><T:table-row/></T:table></T:table-cell>
            <T:covered-table-cell/>{FULL}</T:table-row>
            <T:table-row T:number-rows-repeated="2">
            <T:table-cell T:number-columns-repeated="2" T:number-columns-spanned="1"
            T:number-rows-spanned="1"/><T:table-cell T:number-columns-spanned="9"/></T:table-row>"#
        ));
        let merged = [region((2, 1), (4, 2)), region((3, 2), (3, 10)), region((4, 2), (4, 10))];
        assert_eq!(found.extras["A"].merged, merged);
        assert_eq!((found.dense_cells, found.filled_cells), (6, 3));
    }

    #[test]
    fn tells_what_is_hidden_as_far_as_it_is_filled() {
        let found = table(&format!(
            r#"<T:table-header-columns><T:table-column/></T:table-header-columns>
            <T:table-column-group T:display="false"><T:table-column T:number-columns-repeated="2"/>
            </T:table-column-group><T:table-column/>
            <T:table-column T:number-columns-repeated="16000" T:visibility="collapse"/>
            <T:table-header-rows><T:table-row T:visibility="filter">{FULL}</T:table-row>
            </T:table-header-rows><T:table-row>{FULL}</T:table-row>
            <T:table-row-group><T:table-row-group T:display="false"><T:table-row/>
            </T:table-row-group><T:table-row/></T:table-row-group>
            <T:table-row><T:table-cell T:number-columns-repeated="5"/>{FULL}</T:table-row>
            <T:table-row T:number-rows-repeated="1048000" T:visibility="collapse"/>"#
        ));
        assert_eq!(found.extras["A"].hidden_rows, [0, 2].into());
        assert_eq!(found.extras["A"].hidden_columns, [1, 2, 4, 5].into());
        assert_eq!((found.dense_cells, found.filled_cells), (30, 3));
    }

    #[test]
    fn repetitions_are_counted_and_not_written_out() {
        let corners = table(&format!(
            r#"<T:table-row>{FULL}</T:table-row>
            <T:table-row T:number-rows-repeated="1048574"><T:table-cell/></T:table-row>
            <T:table-row><T:table-cell T:number-columns-repeated="16383"/>{FULL}</T:table-row>"#
        ));
        assert_eq!((corners.dense_cells, corners.filled_cells), (1_048_576 * 16_384, 2));
        let repeated = table(
            r#"<T:table-row T:number-rows-repeated="99999999"><T:table-cell office:value-type="string"
            T:number-columns-repeated="99999999"><text:p>ab</text:p></T:table-cell></T:table-row>"#,
        );
        assert_eq!(repeated.filled_cells, 1_048_576 * 16_384);
        assert_eq!(repeated.text_bytes, 1_048_576 * 16_384 * 3);
    }

    #[test]
    fn empty_cells_count_where_calamine_keeps_them() {
        let trailing = table(r#"<T:table-row><T:table-cell T:number-columns-repeated="999"/></T:table-row>"#);
        assert_eq!(trailing.dense_cells, 0);
        let followed = table(
            r#"<T:table-row T:number-rows-repeated="9"><T:table-cell T:number-columns-repeated="999"/>
            <T:covered-table-cell/></T:table-row>"#,
        );
        assert_eq!((followed.dense_cells, followed.filled_cells), (999, 0));
    }

    #[test]
    fn cells_and_rows_end_where_calamine_ends_them() {
        let inner = r#"<T:table><T:table-row><T:table-cell office:value="2"/></T:table-row></T:table>"#;
        let cell = |attribute: &str| {
            format!(r#"<T:table-row><T:table-cell {attribute}>{inner}</T:table-cell>{FULL}</T:table-row>"#)
        };
        assert_eq!(table(&cell(r#"office:value="1""#)).filled_cells, 2);
        // The inner cell ends the outer one, and the inner table the sheet.
        assert_eq!(table(&cell(r#"office:value-type="string""#)).filled_cells, 1);
        let none = format!(r#"<T:table-row T:number-rows-repeated="0">{FULL}</T:table-row>"#);
        let found = table(&format!("{none}<T:table-row/><T:table-row>{FULL}</T:table-row>"));
        assert_eq!((found.dense_cells, found.filled_cells), (2, 1));
    }

    #[test]
    fn blanks_that_are_counted_are_text() {
        let blanks = r#"<text:p><text:s text:c="9999999999"/></text:p>"#;
        let cell = format!(r#"<T:table-cell office:value-type="string">{blanks}</T:table-cell>"#);
        assert!(table(&format!("<T:table-row>{cell}</T:table-row>")).text_bytes > 9_999_999_998);
    }

    #[test]
    fn what_breaks_off_counts_so_far() {
        let found =
            pass(&format!("<T:table T:name='A'><T:table-row>{FULL}<T:table-cell office:value='1'/>< <"));
        assert_eq!((found.dense_cells, found.filled_cells), (2, 2));
        assert_eq!(ods(b"PK\x03\x04", 9).expect("it is small").dense_cells, 0);
        let long = zipped(&[("content.xml", &[b' '; 1000])]);
        assert_eq!(ods(&long, 999).err(), Some(TooLarge));
        assert!(ods(&long, 1001).is_ok());
    }
}
