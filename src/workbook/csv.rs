//! Text files with separators: the encoding and the separator are found out, and said.

use std::path::Path;

use super::{Fault, Sheet, Value, guard};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::mappings::Limits;
use crate::place::{Address, Place};
use crate::text::normalize;

/// The one sheet of a text file, named for the file.
pub(super) fn read(
    bytes: &[u8],
    path: &Path,
    name: &str,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Vec<Sheet>, Fault> {
    let (text, encoding) = decode(bytes);
    if encoding != "UTF-8" {
        said(encoding, name, findings);
    }
    let title = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut sheet = Sheet::new(name, 0, &normalize(&title));
    let mut left = limits.max_cells;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut row = 0;
    for record in reader.records() {
        let record = record.map_err(|error| Fault::refused(&error.to_string()))?;
        row += blank_lines(&text, &record);
        for (column, field) in (0..).zip(&record) {
            let value = normalize(field.trim_matches('\u{feff}'));
            if !value.is_empty() {
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
    let blanks =
        text.as_bytes()[from.min(text.len())..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    blanks.filter(|byte| **byte == b'\n').count() as u32
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
fn decode(bytes: &[u8]) -> (String, &'static str) {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return (encoding.decode(bytes).0.into_owned(), encoding.name());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), "UTF-8");
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"vn"), chardetng::Utf8Detection::Allow);
    (encoding.decode(bytes).0.into_owned(), encoding.name())
}

/// The separator that most lines agree on: the one whose count is the same, and not zero, on most of
/// the first lines outside quotes.
fn separator(text: &str) -> u8 {
    let score = |candidate: char| -> usize {
        let lines = text.lines().take(60);
        lines.map(|line| outside_quotes(line, candidate)).filter(|count| *count > 0).sum()
    };
    let candidates = [',', ';', '\t', '|'];
    let best = candidates.into_iter().max_by_key(|candidate| (score(*candidate), *candidate == ','));
    best.unwrap_or(',') as u8
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == separator && !quoted => count += 1,
            _ => {}
        }
    }
    count
}
