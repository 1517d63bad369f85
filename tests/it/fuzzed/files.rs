//! Files, as bytes: whole, or as their parts in a sound wrapping, so that chance does not spend itself on checksums.

use std::io::{Cursor, Write};

use khung::finding::Findings;

use super::ground::{auditor, book, told};

/// Larger books are read and not understood: the target of grids does that, a hundred times as fast.
const MOST_CELLS: usize = 12;

/// Any file, by its bytes.
pub(super) fn workbook(bytes: &[u8]) {
    inspect("fuzzed", bytes);
}

/// Text with separators.
pub(super) fn csv(bytes: &[u8]) {
    inspect("fuzzed.csv", bytes);
}

/// The parts of a zip, each after a line `=== NAME`.
pub(super) fn parts(bytes: &[u8]) {
    inspect("fuzzed", &zipped(bytes));
}

/// The records of an old .xls.
pub(super) fn biff(bytes: &[u8]) {
    inspect("fuzzed", &compound(bytes));
}

fn inspect(name: &str, bytes: &[u8]) {
    let mut findings = Findings::default();
    let book = book(name, bytes, &mut findings);
    let cells: usize = book.sheets.iter().map(khung::workbook::Sheet::len).sum();
    if (1..=MOST_CELLS).contains(&cells) {
        told(&auditor().inspect(vec![book], findings));
    }
}

/// Not compressed, as chance has no hand for that either.
fn zipped(text: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in split(text, b"\n=== ") {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let name = String::from_utf8_lossy(&part[..end]);
        // Two parts of one name are refused.
        if zip.start_file(name, stored).is_ok() {
            zip.write_all(part.get(end + 1..).unwrap_or_default()).expect("memory takes it");
        }
    }
    zip.finish().expect("memory takes it").into_inner()
}

fn split<'a>(text: &'a [u8], mark: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut left = Some(text);
    std::iter::from_fn(move || {
        let text = left?;
        let at = text.windows(mark.len()).position(|window| window == mark);
        left = at.map(|at| &text[at + mark.len()..]);
        Some(&text[..at.unwrap_or(text.len())])
    })
}

fn compound(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    file.create_stream("/Workbook").and_then(|mut book| book.write_all(stream)).expect("memory takes it");
    file.into_inner().into_inner()
}
