//! A hidden sheet that tells of the run itself, so that a report can be compared with another, and a ledger knows of which
//! edition it is.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Context;
use crate::workbook::{RECORD_SCHEMA, RECORD_SHEET};

/// More pieces than that are not held in memory twice.
const MANY_PIECES: usize = 100;

/// Writes the record, of which `json` are the pieces.
pub(super) fn write(context: &Context<'_>, json: Vec<String>, book: &mut Workbook) -> Result<(), XlsxError> {
    let audit = context.audit;
    let sheet = match json.len() > MANY_PIECES {
        true => book.add_worksheet_with_constant_memory()?,
        false => book.add_worksheet(),
    };
    sheet.set_name(RECORD_SHEET)?;
    sheet.set_very_hidden(true);
    let mut rows: Vec<(&str, String)> = vec![
        ("schema", RECORD_SCHEMA.to_owned()),
        ("framework", audit.framework.id.clone()),
        ("version", audit.framework.version.clone()),
        ("reviewed", if audit.reviewed { "yes" } else { "no" }.to_owned()),
    ];
    rows.extend(audit.inputs.iter().map(|input| ("input", input.sha256.clone())));
    rows.extend(json.into_iter().map(|piece| ("json", piece)));
    for (row, (key, value)) in (0..).zip(rows) {
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, value)?;
    }
    Ok(())
}
