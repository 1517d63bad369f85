//! Reading a run back from its `coverage.json`, or from the copy of it that `coverage.xlsx` carries.

use std::io::{self, Write};

use serde::Deserialize;

use super::SCHEMA;
use crate::comparison::Record;
use crate::curriculum::Programme;
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
    let rows = sheet.rows().into_iter().filter(|row| text(*row, 0) == "json");
    let json: String = rows.map(|row| text(row, 1).trim_matches('|').to_owned()).collect();
    Some(if json.is_empty() { Err(left_out(file)) } else { record(&json, file) })
}

fn left_out(file: &str) -> Error {
    let reason = Wording::new(
        "chương trình quá lớn nên báo cáo này không mang theo bản ghi; hãy so sánh bằng tệp coverage.json đi kèm",
        "its programme is so large that it carries no record; compare the coverage.json that came with it",
    );
    Error::NotARecord { file: file.to_owned(), reason }
}

/// More bytes than that, as a catalogue of some four thousand modules has, are left out of a workbook: whoever opens it would have
/// to hold them, and `coverage.json` stands beside it.
const MOST: usize = 8 << 20;

/// Whether the statements of `programmes` alone are too much, which is quickly seen.
pub(super) fn is_too_large<'a>(programmes: impl Iterator<Item = &'a Programme>) -> bool {
    let modules = programmes.flat_map(|programme| &programme.modules);
    let texts = modules.flat_map(|module| &module.statements).map(|statement| statement.text.as_str());
    let letters = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { ESCAPED }).sum::<usize>();
    texts.map(|text| AROUND + letters(text)).sum::<usize>() > MOST
}

/// Letters that one beyond ASCII takes, and those that stand around each statement at least.
const ESCAPED: usize = 6;
const AROUND: usize = r#"{"kind":"","text":"","place":""},"#.len();

/// JSON in pieces that a cell takes and no spreadsheet changes: letters of ASCII alone, no blanks in a row or at an end.
/// Writing more than [`MOST`] fails.
#[derive(Default)]
pub(in crate::report) struct Pieces {
    done: Vec<String>,
    piece: String,
    /// The beginning of a letter whose rest is still to come.
    begun: Vec<u8>,
}

impl Pieces {
    pub(in crate::report) fn finish(mut self) -> Vec<String> {
        self.close();
        self.done
    }

    fn push_str(&mut self, text: &str) {
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let plain = rest.bytes().position(|byte| !byte.is_ascii() || byte == b'|' || byte == b' ');
            let (plain, then) = rest.split_at(plain.unwrap_or(rest.len()));
            self.push(plain);
            rest = then;
            if plain.is_empty() {
                rest = &rest[next.len_utf8()..];
                if next == ' ' && !self.piece.ends_with(' ') { self.push(" ") } else { self.escape(next) }
            }
        }
    }

    fn escape(&mut self, c: char) {
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            self.push("\\u");
            for shift in [12, 8, 4, 0] {
                let digit = usize::from(*unit >> shift & 0xf);
                self.push(&"0123456789abcdef"[digit..=digit]);
            }
        }
    }

    /// Puts `ascii` at the end, which may be in the middle of it.
    fn push(&mut self, ascii: &str) {
        let mut rest = ascii;
        while !rest.is_empty() {
            let (fits, more) = rest.split_at(rest.len().min(CHUNK - self.piece.len()));
            self.piece.push_str(fits);
            if self.piece.len() == CHUNK {
                self.close();
            }
            rest = more;
        }
    }

    fn close(&mut self) {
        if !self.piece.is_empty() {
            self.done.push(format!("|{}|", self.piece));
            self.piece.clear();
        }
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.done.len() > MOST / CHUNK {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = self.begun.split_off(whole);
        let text = String::from_utf8(std::mem::replace(&mut self.begun, rest)).unwrap_or_default();
        self.push_str(&text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_workbook_should_carry_is_refused() {
        let mut pieces = Pieces::default();
        let chunk = vec![b'x'; CHUNK];
        let written = (0..=MOST / CHUNK + 1).map(|_| pieces.write_all(&chunk));
        assert!(written.last().is_some_and(|last| last.is_err()));
        assert!(pieces.done.len() <= MOST / CHUNK + 1);
    }

    #[test]
    fn pieces_joined_are_the_json_again() {
        let json = serde_json::json!({ "text": "Đạo đức  AI | 🙂\u{1}", "more": "x".repeat(70_000) });
        let mut pieces = Pieces::default();
        json.to_string().bytes().for_each(|byte| pieces.write_all(&[byte]).expect("little is written"));
        let pieces = pieces.finish();
        assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.is_ascii() && piece.len() <= CHUNK + 2));
        assert!(pieces.iter().all(|piece| crate::text::normalize(piece) == *piece));
        let joined: String = pieces.iter().map(|piece| piece.trim_matches('|')).collect();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&joined).ok(), Some(json));
    }
}
