//! Text files with separators: the encoding and the separator are found out, and said.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Fault, Sheet, Value, guard};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::mappings::Limits;
use crate::place::{Address, Place};
use crate::text::{legacy_font, normalize, vietnamese_words};

/// More separators than that in a line are no table's.
const MOST_FIELDS: usize = 100_000;

/// `rows` as a CSV file that spreadsheet programs open as UTF-8. What they would take for a formula begins with an
/// apostrophe, as a person types it.
pub fn csv_text(rows: &[Vec<String>]) -> String {
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
    for row in rows {
        let fields = row.iter().map(|field| match field.starts_with(['=', '+', '@', '-']) {
            true => format!("'{field}"),
            false => field.clone(),
        });
        // Writing to memory does not fail.
        let _ = writer.write_record(fields);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

/// The one sheet of a text file, named for the file.
pub(super) fn read(
    bytes: Vec<u8>,
    path: &Path,
    name: &str,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Vec<Sheet>, Fault> {
    let (text, encoding) = decode(bytes);
    // One kind of line end, so that blank lines can be counted.
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    if encoding != "UTF-8" {
        said(encoding, name, findings);
    }
    if text.lines().any(|line| line.bytes().filter(|b| b",;\t|".contains(b)).count() > MOST_FIELDS) {
        return Err(guard::too_many_cells(limits));
    }
    let title = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut sheet = Sheet::new(name, 0, &normalize(&title));
    let mut left = limits.max_cells;
    let mut reader = records(&text, separator(&text));
    let mut row = 0;
    for record in reader.records() {
        let record = record.map_err(|error| Fault::refused(&error.to_string()))?;
        row += blank_lines(&text, &record);
        for (column, field) in (0..).zip(&record) {
            let value = field.trim_matches('\u{feff}').to_owned();
            if !value.trim().is_empty() {
                left = left.checked_sub(1).ok_or_else(|| guard::too_many_cells(limits))?;
                sheet.set(Address::new(row, column), Value::Text(value));
            }
        }
        row += 1;
    }
    Ok(vec![sheet])
}

/// The blank lines before `record`, which the reader passes over and a spreadsheet counts as rows.
fn blank_lines(text: &str, record: &::csv::StringRecord) -> u32 {
    let from = record.position().map_or(0, ::csv::Position::byte) as usize;
    text.as_bytes()[from.min(text.len())..].iter().take_while(|byte| **byte == b'\n').count() as u32
}

fn said(encoding: &str, name: &str, findings: &mut Findings) {
    let place = Place::File { file: name.into() };
    findings.push(
        Code::TextConverted,
        &place,
        Wording::new(
            format!("tệp dùng bảng mã {encoding}, đã chuyển sang UTF-8"),
            format!("the file is encoded as {encoding} and was converted to UTF-8"),
        ),
        Wording::new(
            "Xem lại vài chữ có dấu; nếu sai, lưu lại tệp dạng CSV UTF-8",
            "Check a few words with diacritics; if they are wrong, save the file as CSV UTF-8",
        ),
    );
}

/// The text of `bytes` and the name of the encoding they were in.
fn decode(bytes: Vec<u8>) -> (String, &'static str) {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return (encoding.decode(&bytes).0.into_owned(), encoding.name());
    }
    if guard::is_wide(&bytes) {
        let little = bytes.iter().skip(1).step_by(2).any(|byte| *byte == 0);
        let encoding = if little { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
        return (encoding.decode(&bytes).0.into_owned(), encoding.name());
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, "UTF-8"),
        Err(other) => guessed(other.as_bytes()),
    }
}

/// The same of bytes that are none of Unicode's.
fn guessed(bytes: &[u8]) -> (String, &'static str) {
    // TCVN3 and VNI are fonts over Western letters; their text is converted with the rest of the sheet.
    let western = encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned();
    if legacy_font(western.lines()).is_some() {
        return (western, encoding_rs::WINDOWS_1252.name());
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let likely = detector.guess(Some(b"vn"), chardetng::Utf8Detection::Allow);
    let decoded = |encoding: &'static encoding_rs::Encoding| {
        let text = encoding.decode(bytes).0.into_owned();
        (vietnamese_words(&normalize(&text)).0, text, encoding.name())
    };
    let (guess, vietnamese) = (decoded(likely), decoded(encoding_rs::WINDOWS_1258));
    let (_, text, name) = if vietnamese.0 > guess.0 { vietnamese } else { guess };
    (text, name)
}

/// The separator that most records agree on: read with it, they have the same number of fields, and more
/// than one.
fn separator(text: &str) -> u8 {
    let candidates = [b',', b';', b'\t', b'|'];
    let agreeing = |candidate: &u8| {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for record in records(text, *candidate).records().take(100).flatten() {
            *widths.entry(record.len()).or_default() += 1;
        }
        widths.into_iter().filter(|(width, _)| *width > 1).map(|(width, count)| (count, width)).max()
    };
    candidates.into_iter().rev().max_by_key(agreeing).unwrap_or(b',')
}

fn records(text: &str, separator: u8) -> ::csv::Reader<&[u8]> {
    let mut builder = ::csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}
