//! A file that is in memory already, as an upload is.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::{Fault, Input, Sheet, Workbook, checksum, guard, inputs, reader};
use crate::finding::Findings;
use crate::lang::Wording;
use crate::mappings::Settings;
use crate::place::Place;

/// Reads `bytes` as the file `name`, within the limits of `settings` except that of time: on this thread, and for as long as
/// it takes. [`read`](super::read) is for files that are not trusted to come to an end.
pub fn read_bytes(name: &str, bytes: Vec<u8>, settings: &Settings, findings: &mut Findings) -> Workbook {
    let path = Path::new(name);
    let name = inputs::display(path);
    let input = Input { path: name.clone(), sha256: checksum(&bytes), modified: None };
    let read = || {
        guard::size(bytes.len() as u64, &settings.reading)?;
        let (sheets, found) = reader(bytes, path, &name, &settings.reading)?;
        let filled = sheets.iter().any(|sheet| !sheet.is_empty());
        if filled { Ok((sheets, found)) } else { Err(guard::empty()) }
    };
    // The reader owns all that it was given, so nothing half-done is seen afterwards.
    let opened = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged()));
    let (sheets, found) = opened.unwrap_or_else(|fault| (Vec::new(), said(fault, &name)));
    findings.extend(found);
    Workbook { id: inputs::stem(path), inputs: vec![input], sheets: numbered(sheets) }
}

fn said(fault: Fault, name: &str) -> Findings {
    let mut findings = Findings::default();
    let place = Place::File { file: name.into() };
    findings.push(fault.code, &place, fault.message, fault.help);
    findings
}

fn damaged() -> Fault {
    Fault::unreadable(&Wording::new("tệp bị hỏng", "it is damaged"))
}

fn numbered(sheets: Vec<Sheet>) -> Vec<Sheet> {
    (0..).zip(sheets).map(|(index, sheet)| Sheet { index, ..sheet }).collect()
}
