//! Merged cells, hidden rows and hidden columns of an .xlsx, and the strings it says it has.
//!
//! ECMA-376 part 1: `sheets` (18.2.20), `row` (18.3.1.73), `col` (18.3.1.13), `mergeCell` (18.3.1.54), `sst`
//! (18.4.9).

use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use quick_xml::events::BytesStart;

use super::{Extras, Package, Region, Room, attribute, attributes, tags, unescaped};
use crate::place::Address;

const MAX_COLUMNS: u32 = 16_384;

/// What the sheets of an .xlsx say beside their cells, by the name of the sheet. Reads `limit` bytes of
/// unpacked parts at most.
pub(in crate::workbook) fn xlsx(bytes: &[u8], limit: u64) -> BTreeMap<String, Extras> {
    let Some(mut package) = Package::open(bytes, limit) else { return BTreeMap::new() };
    let sheets = listed(&mut package);
    package.extras(sheets, "xl/_rels/workbook.xml.rels", |part, room| sheet(part, room))
}

/// The names of the sheets with the ids of their parts.
fn listed(package: &mut Package<'_>) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    let Some(part) = package.part("xl/workbook.xml") else { return sheets };
    tags(part, |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let name = attribute(tag, "name").map(unescaped).unwrap_or_default();
            let id = attributes(tag).find(|(key, _)| *key == "id" || key.ends_with(":id"));
            sheets.extend(id.map(|(_, id)| (name, id.to_owned())));
        }
        ControlFlow::Continue(())
    });
    sheets
}

fn sheet(part: impl BufRead, room: &mut Room) -> Extras {
    let mut extras = Extras::default();
    let mut next = 0;
    let mut formulas = Vec::new();
    skim(part, &mut formulas, |tag| match tag.local_name().as_ref() {
        "row" => row(tag, &mut next, &mut extras, room),
        "col" => columns(tag, &mut extras, room),
        "mergeCell" => {
            if let Some(region) = attribute(tag, "ref").and_then(region) {
                extras.merge(region, room);
            }
        }
        _ => {}
    });
    for cell in formulas.iter().filter_map(|cell| address(cell)) {
        extras.leave_without_value(cell, room);
    }
    extras
}

/// No tag that is looked at is longer.
const TAG: u64 = 1 << 12;

/// Hands the start tags of a part to `visit`, those of cells excepted, and puts the addresses of cells with a
/// formula and no value into `formulas`. It does not look at what stands between tags: three times as fast as a
/// parser, whose work on the cells would be for nothing.
fn skim(mut part: impl BufRead, formulas: &mut Vec<String>, mut visit: impl FnMut(&BytesStart<'_>)) {
    let mut bytes = Vec::new();
    let mut cell = Cell::default();
    while part.skip_until(b'<').is_ok_and(|skipped| skipped > 0) {
        if part.fill_buf().is_ok_and(|next| next.starts_with(b"/")) {
            continue;
        }
        bytes.clear();
        if part.by_ref().take(TAG).read_until(b'>', &mut bytes).is_err() {
            return;
        }
        let content = bytes.strip_suffix(b">").unwrap_or(&bytes);
        let whole = content.ends_with(b"/");
        let content = content.strip_suffix(b"/").unwrap_or(content);
        match content {
            [b'c', b' ', ..] | b"c" => formulas.extend(cell.next(content)),
            [b'f', b' ', ..] | b"f" => cell.formula = true,
            // An empty text is a value: `=IF(A1="","",…)`.
            b"v" if cell.is_text() => cell.value = true,
            b"v" | b"is" => cell.value |= !whole && part.fill_buf().is_ok_and(|next| !next.starts_with(b"<")),
            _ => {}
        }
        if let (false, Ok(content)) = (content.starts_with(b"c "), str::from_utf8(content)) {
            let name = content.find(|c: char| c.is_ascii_whitespace()).unwrap_or(content.len());
            visit(&BytesStart::from_content(content, name));
        }
    }
    formulas.extend(cell.next(b""));
}

/// The cell that is being passed: its tag, and whether a formula and a value stand in it.
#[derive(Default)]
struct Cell {
    tag: Vec<u8>,
    formula: bool,
    value: bool,
}

impl Cell {
    fn is_text(&self) -> bool {
        self.tag.windows(7).any(|window| window == b"t=\"str\"")
    }

    /// Goes on to the cell of `tag`; the address of the one before, if it has a formula and no value.
    fn next(&mut self, tag: &[u8]) -> Option<String> {
        let lacks = self.formula && !self.value;
        let found = lacks.then(|| {
            let tag = String::from_utf8_lossy(&self.tag).into_owned();
            attribute(&BytesStart::from_content(tag.as_str(), 1), "r").map(str::to_owned)
        });
        self.tag.clear();
        self.tag.extend_from_slice(tag);
        (self.formula, self.value) = (false, false);
        found.flatten()
    }
}

/// A row without a number follows the one before it.
fn row(tag: &BytesStart<'_>, next: &mut u32, extras: &mut Extras, room: &mut Room) {
    let number = attribute(tag, "r").and_then(|number| number.parse::<u32>().ok()?.checked_sub(1));
    let row = number.unwrap_or(*next);
    *next = row.saturating_add(1);
    if is_hidden(tag) {
        extras.hide_rows(row..*next, room);
    }
}

fn columns(tag: &BytesStart<'_>, extras: &mut Extras, room: &mut Room) {
    let number = |name| attribute(tag, name)?.parse::<u32>().ok();
    if let (true, Some(min), Some(max)) = (is_hidden(tag), number("min"), number("max")) {
        extras.hide_columns(min.saturating_sub(1)..max.min(MAX_COLUMNS), room);
    }
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    matches!(attribute(tag, "hidden"), Some("1" | "true"))
}

/// `B2:C9`, or `B2` alone.
fn region(text: &str) -> Option<Region> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    Some(Region { from: address(from)?, to: address(to)? })
}

fn address(text: &str) -> Option<Address> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let column = text[..digits].bytes().try_fold(0u32, |column, letter| {
        let letter = letter.to_ascii_uppercase().checked_sub(b'A').filter(|letter| *letter < 26)?;
        column.checked_mul(26)?.checked_add(u32::from(letter) + 1)
    })?;
    Some(Address::new(text[digits..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// The largest number of shared strings that a part of an .xlsx says it has. calamine sets memory aside for
/// so many before it has read one, and an impossible number ends the process; no workbook has more of them
/// than cells.
pub(in crate::workbook) fn declared_strings(bytes: &[u8], limit: u64) -> u64 {
    let Some(mut package) = Package::open(bytes, limit) else { return 0 };
    // calamine takes the one beside the workbook, wherever that is.
    let is_table = |name: &&String| name.ends_with("sharedstrings.xml");
    let parts: Vec<String> = package.names.keys().filter(is_table).cloned().collect();
    let counts = parts.iter().filter_map(|name| declared(package.part(name)?));
    counts.max().unwrap_or(0)
}

fn declared(part: impl BufRead) -> Option<u64> {
    let mut count = None;
    tags(part, |tag| {
        if tag.local_name().as_ref() != "sst" {
            return ControlFlow::Continue(());
        }
        count = attribute(tag, "uniqueCount").map(str::to_owned);
        ControlFlow::Break(())
    });
    let digits: String = count?.chars().filter(char::is_ascii_digit).collect();
    Some(if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::package::tests::zipped;

    const WORKBOOK: &str = r#"<workbook><sheets><sheet name="K&amp;H" sheetId="1" r:id="rId1"/>
        <sheet name="Hai" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
    const RELS: &str = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;

    fn book(sheet: &str) -> Vec<u8> {
        zipped(&[
            ("xl/workbook.xml", WORKBOOK.as_bytes()),
            ("xl/_rels/workbook.xml.rels", RELS.as_bytes()),
            ("xl/Worksheets/Sheet1.xml", sheet.as_bytes()),
            (
                "xl/worksheets/sheet2.xml",
                br#"<worksheet><sheetData><row hidden="1"/></sheetData></worksheet>"#,
            ),
        ])
    }

    #[test]
    fn tells_merged_cells_and_what_is_hidden() {
        let sheet = r#"<x:worksheet>
            <x:cols><x:col min="3" max="4" hidden="1"/><x:col min="5" max="5"/></x:cols><x:sheetData>
            <x:row r="2" hidden='true'><x:c r="A2"><x:v>1</x:v></x:c></x:row><x:row/>
            <x:row hidden = "1"/><x:row r="9" hidden="0"/></x:sheetData>
            <x:mergeCells><x:mergeCell ref="A1:XFD1048576"/><x:mergeCell ref="B2"/><x:mergeCell ref="?"/>"#;
        let found = xlsx(&book(sheet), 1 << 20);
        let extras = &found["K&H"];
        assert_eq!(extras.hidden_rows, [1, 3].into());
        assert_eq!(extras.hidden_columns, [2, 3].into());
        let region = |from: (u32, u32), to: (u32, u32)| Region {
            from: Address::new(from.0, from.1),
            to: Address::new(to.0, to.1),
        };
        assert_eq!(extras.merged, [region((0, 0), (1_048_575, 16_383)), region((1, 1), (1, 1))]);
        assert_eq!(found["Hai"].hidden_rows, [0].into());
    }

    #[test]
    fn a_damaged_or_endless_package_tells_little() {
        let rows = r#"<row hidden="1"/>"#.repeat(10_000);
        let bytes =
            book(&format!("<worksheet><cols><col min='0' max='4294967295' hidden='1'/></cols>{rows}"));
        assert_eq!(xlsx(&bytes, 1 << 20)["K&H"].hidden_rows.len(), 10_000);
        assert_eq!(xlsx(&bytes, 1 << 20)["K&H"].hidden_columns.len(), 16_384);
        assert!(xlsx(&bytes, 2000)["K&H"].hidden_rows.len() < 100);
        (0..bytes.len()).step_by(7).for_each(|end| drop(xlsx(&bytes[..end], 1 << 20)));
    }

    #[test]
    fn tells_how_many_strings_are_declared() {
        let book = |count: &str| {
            zipped(&[("XL/sharedStrings.xml", format!("<sst uniqueCount='{count}'>").as_bytes())])
        };
        assert_eq!(declared_strings(&book("12"), 1 << 20), 12);
        assert_eq!(declared_strings(&book(" 99999999999999999999"), 1 << 20), u64::MAX);
        assert_eq!(declared_strings(&book(""), 1 << 20), 0);
    }
}
