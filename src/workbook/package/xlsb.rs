//! Merged cells, hidden rows and hidden columns of an .xlsb.
//!
//! [MS-XLSB] `BrtBundleSh` (156), `BrtRowHdr` (0), `BrtColInfo` (60), `BrtMergeCell` (176).

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use super::{Extras, Package, Region, Room};
use crate::place::Address;

const ROW_HEADER: u16 = 0;
const COLUMNS: u16 = 60;
const SHEET: u16 = 156;
const MERGED: u16 = 176;

const MAX_COLUMNS: u32 = 16_384;

/// What the sheets of an .xlsb say beside their cells, by the name of the sheet. Reads `limit` bytes of
/// unpacked parts at most.
pub(in crate::workbook) fn xlsb(bytes: &[u8], limit: u64) -> BTreeMap<String, Extras> {
    let Some(mut package) = Package::open(bytes, limit) else { return BTreeMap::new() };
    let sheets = listed(&mut package);
    package.extras(sheets, "xl/_rels/workbook.bin.rels", |part, room| sheet(part, room))
}

/// The names of the sheets with the ids of their parts.
fn listed(package: &mut Package<'_>) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    let Some(part) = package.part("xl/workbook.bin") else { return sheets };
    records(part, |kind, body| {
        if kind == SHEET {
            sheets.extend(bundle(body));
        }
    });
    sheets
}

/// A state and a number, then the id and the name.
fn bundle(body: &[u8]) -> Option<(String, String)> {
    let (id, rest) = wide(body.get(8..)?)?;
    let (name, _) = wide(rest)?;
    Some((name, id))
}

fn wide(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?.checked_mul(2)?;
    let (text, rest) = rest.split_at_checked(length)?;
    let (units, _) = text.as_chunks();
    let units: Vec<u16> = units.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    Some((String::from_utf16_lossy(&units), rest))
}

fn sheet(part: impl BufRead, room: &mut Room) -> Extras {
    let mut extras = Extras::default();
    records(part, |kind, body| {
        // Whether the height is zero stands after the outline level and whether that is closed.
        let flat = body.get(11).is_some_and(|flags| flags & 0x10 != 0);
        let hidden = body.get(16).is_some_and(|flags| flags & 1 != 0);
        match (kind, number(body, 0)) {
            (ROW_HEADER, Some(row)) if flat => extras.hide_rows(row..row.saturating_add(1), room),
            (COLUMNS, Some(first)) if hidden => {
                let last = number(body, 4).unwrap_or(first);
                extras.hide_columns(first..last.saturating_add(1).min(MAX_COLUMNS), room);
            }
            (MERGED, Some(_)) => region(body).into_iter().for_each(|region| extras.merge(region, room)),
            _ => {}
        }
    });
    extras
}

/// First row, last row, first column, last column.
fn region(body: &[u8]) -> Option<Region> {
    let from = Address::new(number(body, 0)?, number(body, 8)?);
    Some(Region { from, to: Address::new(number(body, 4)?, number(body, 12)?) })
}

fn number(body: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*body.get(at..)?.first_chunk()?))
}

/// The bytes of a record that are looked at; only the names of sheets are long, and those end at 31 letters.
const BODY: u32 = 2048;

/// Hands the records of a part to `visit`, each by its kind and the head of its body, as far as the part can
/// be read.
fn records(mut part: impl BufRead, mut visit: impl FnMut(u16, &[u8])) {
    let mut body = Vec::new();
    while let Some((kind, length)) = head(&mut part) {
        body.clear();
        let read = part.by_ref().take(u64::from(length.min(BODY))).read_to_end(&mut body);
        let rest = u64::from(length.saturating_sub(BODY));
        let skipped = io::copy(&mut part.by_ref().take(rest), &mut io::sink());
        if read.is_err() || skipped.is_err() {
            return;
        }
        visit(kind, &body);
    }
}

/// A kind of one or two bytes and a length of one to four, seven bits in each.
fn head(part: &mut impl BufRead) -> Option<(u16, u32)> {
    let kind = varying(part, 2)?;
    Some((u16::try_from(kind).ok()?, varying(part, 4)?))
}

fn varying(part: &mut impl BufRead, most: u32) -> Option<u32> {
    let mut value = 0;
    for at in 0..most {
        let mut byte = [0];
        part.read_exact(&mut byte).ok()?;
        value |= u32::from(byte[0] & 0x7f) << (7 * at);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::package::tests::zipped;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let length = [body.len() as u8 & 0x7f | 0x80, (body.len() >> 7) as u8];
        let kind = if kind < 128 { vec![kind as u8] } else { vec![kind as u8 | 0x80, (kind >> 7) as u8] };
        [&kind[..], &length, body].concat()
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    fn text(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&(text.encode_utf16().count() as u32).to_le_bytes()[..], &units].concat()
    }

    fn book(sheet: &[u8]) -> Vec<u8> {
        let bundle = [numbers(&[0, 1]), text("rId1"), text("Học kỳ 1")].concat();
        let rels =
            br#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>"#;
        zipped(&[
            ("xl/workbook.bin", &[record(131, b""), record(SHEET, &bundle)].concat()),
            ("xl/_rels/workbook.bin.rels", rels),
            ("xl/worksheets/sheet1.bin", sheet),
        ])
    }

    #[test]
    fn tells_merged_cells_and_what_is_hidden() {
        let row = |row, flags| record(ROW_HEADER, &[numbers(&[row, 0]), vec![0, 0, 0, flags, 0]].concat());
        let columns =
            |first, last, flags| record(COLUMNS, &[numbers(&[first, last, 0, 0]), vec![flags, 0]].concat());
        let long = record(6, &[1; 9000]);
        let merged = record(MERGED, &numbers(&[0, 1, 2, 3]));
        let sheet =
            [columns(2, 3, 1), columns(4, 9, 2), row(0, 0x10), long, row(1, 0x08), row(7, 0x13), merged];
        let extras = &xlsb(&book(&sheet.concat()), 1 << 20)["Học kỳ 1"];
        assert_eq!(extras.hidden_rows, [0, 7].into());
        assert_eq!(extras.hidden_columns, [2, 3].into());
        assert_eq!(extras.merged, [Region { from: Address::new(0, 2), to: Address::new(1, 3) }]);
    }

    #[test]
    fn a_damaged_package_tells_little() {
        let bytes = book(&[record(MERGED, b""), record(COLUMNS, &[0xff; 18]), vec![0xff; 9]].concat());
        assert_eq!(xlsb(&bytes, 1 << 20)["Học kỳ 1"], Extras::default());
        (0..bytes.len()).for_each(|end| drop(xlsb(&bytes[..end], 1 << 20)));
    }
}
