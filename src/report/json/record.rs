//! Reading a run back from its `coverage.json`, or from the copy of it that `coverage.xlsx` carries.

use serde::Deserialize;

use super::SCHEMA;
use crate::comparison::Record;
use crate::error::{Error, Result};
use crate::lang::Wording;
use crate::workbook::Workbook;

/// Characters to a cell; Excel takes no more than 32,767.
const CHUNK: usize = 30_000;

/// The run that `text`, of a file named `file`, tells of.
///
/// # Errors
/// [`Error::NotARecord`] if it is no JSON, or not of the schema `khung.coverage/1`.
pub fn record(text: &str, file: &str) -> Result<Record> {
    #[derive(Deserialize)]
    struct Schema {
        #[serde(default)]
        schema: String,
    }
    let refused =
        |vi: String, en: String| Error::NotARecord { file: file.to_owned(), reason: Wording::new(vi, en) };
    let fault = |error: serde_json::Error| refused(format!("JSON hỏng ({error})"), error.to_string());
    let Schema { schema } = serde_json::from_str(text).map_err(fault)?;
    if schema != SCHEMA {
        return Err(refused(
            format!("lược đồ là {schema:?}, cần {SCHEMA:?}"),
            format!("its schema is {schema:?}, wanted {SCHEMA:?}"),
        ));
    }
    serde_json::from_str(text).map_err(fault)
}

/// The run that the report `book` tells of; none if it carries no record.
///
/// # Errors
/// Those of [`record`].
pub fn record_of(book: &Workbook, file: &str) -> Option<Result<Record>> {
    let sheet = book.record()?;
    let text = |row: u32, column: u32| sheet.get(row, column).map(|value| value.text()).unwrap_or_default();
    let json: String = sheet
        .rows()
        .into_iter()
        .filter(|row| text(*row, 0) == "json")
        .map(|row| text(row, 1).trim_matches('|').to_owned())
        .collect();
    Some(record(&json, file))
}

/// `json` in pieces that a cell takes and no spreadsheet changes: letters of ASCII alone, no blanks in a row or at an end.
pub(in crate::report) fn chunks(json: &str) -> Vec<String> {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            ' ' if ascii.ends_with(' ') => ascii.push_str("\\u0020"),
            c if c.is_ascii() && c != '|' => ascii.push(c),
            c => {
                let mut units = [0; 2];
                c.encode_utf16(&mut units).iter().for_each(|unit| ascii.push_str(&format!("\\u{unit:04x}")));
            }
        }
    }
    let piece = |bytes: &[u8]| format!("|{}|", String::from_utf8_lossy(bytes));
    ascii.as_bytes().chunks(CHUNK).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_joined_are_the_json_again() {
        let json = serde_json::json!({ "text": "Đạo đức  AI | 🙂\u{1}", "more": "x".repeat(70_000) });
        let pieces = chunks(&json.to_string());
        assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.is_ascii() && piece.len() <= CHUNK + 2));
        assert!(pieces.iter().all(|piece| crate::text::normalize(piece) == *piece));
        let joined: String = pieces.iter().map(|piece| piece.trim_matches('|')).collect();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&joined).ok(), Some(json));
    }
}
