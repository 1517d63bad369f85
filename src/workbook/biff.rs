//! What calamine does not tell of an old .xls: a password, hidden rows and columns, and how much memory
//! reading it will take.
//!
//! [MS-CFB] for the file, [MS-XLS] for the records of its workbook and sheets; the books of Excel 5 and 95
//! differ only in their texts. calamine reads all sheets at once into rectangles that may be larger than any
//! memory, and so is to read only what was scanned here.

mod globals;
mod sheet;
mod strings;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use super::package::{Extras, Room};
use globals::Globals;
use sheet::Sheet;

// Kinds of records that more than one reader knows.
const EOF: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;
const BOF: u16 = 0x0809;

/// What a scan of an old .xls learns.
#[derive(Debug, Default)]
pub(super) struct Biff {
    /// Whether a password is needed; then nothing else is known.
    pub(super) encrypted: bool,
    /// What the sheets say beside their cells, by the name calamine gives them; merged cells it tells
    /// itself.
    pub(super) extras: BTreeMap<String, Extras>,
    /// The sum over the sheets of the cells of the smallest rectangle around those that are not blank, which
    /// calamine 0.38 fills once with values (32 bytes a cell) and once with formulas (24 bytes), and copies
    /// when asked for the sheet. What a DIMENSIONS record states it only reserves, and that counts where it
    /// is more than a sheet can have. `u64::MAX` where sheets overlap or strings are in shreds, as no program
    /// writes them, and calamine would not come to an end.
    pub(super) dense_cells: u64,
    /// The bytes of shared strings in the cells, at most; calamine copies them for every cell.
    pub(super) text_bytes: u64,
    stream: Vec<u8>,
}

/// Looks through an old .xls; nothing if it is no sound compound file with a workbook, and then it is not to
/// be handed to calamine either, which follows chains of sectors that never end.
pub(super) fn scan(bytes: &[u8]) -> Option<Biff> {
    let stream = workbook(bytes)?;
    let globals = Globals::read(&stream);
    if globals.encrypted {
        return Some(Biff { encrypted: true, ..Biff::default() });
    }
    let mut biff = Biff::default();
    biff.read(&stream, &globals);
    biff.stream = stream;
    Some(biff)
}

/// Whether the directory of a compound file is there, which stands at its end.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    cfb::CompoundFile::open(Cursor::new(bytes)).is_ok()
}

fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name))?;
    let mut stream = Vec::new();
    // What breaks off is read as far as it goes, and calamine says that it broke off.
    let _ = file.open_stream(name).ok()?.take(bytes.len() as u64).read_to_end(&mut stream);
    Some(stream)
}

impl Biff {
    /// A compound file of the workbook alone, if it has no password. calamine takes the first stream of that
    /// name in any folder of a file, be it another one than was scanned; here there is no other.
    pub(super) fn repacked(&self) -> Option<Vec<u8>> {
        if self.encrypted {
            return None;
        }
        let memory = Cursor::new(Vec::with_capacity(self.stream.len()));
        let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, memory).ok()?;
        let mut stream = file.create_new_stream("/Workbook").ok()?;
        stream.write_all(&self.stream).ok()?;
        stream.flush().ok()?;
        drop(stream);
        Some(file.into_inner().into_inner())
    }

    fn read(&mut self, stream: &[u8], globals: &Globals<'_>) {
        let mut room = Room::default();
        // Sheets follow one another, so this is more than enough for all of them.
        let mut left = stream.len() as u64 * 2;
        for (at, name) in &globals.sheets {
            let mut sheet = Sheet::new(&globals.strings);
            sheet.read(stream.get(*at..).unwrap_or_default(), &mut left, &mut room);
            self.dense_cells = self.dense_cells.saturating_add(sheet.cells());
            self.text_bytes = self.text_bytes.saturating_add(sheet.text);
            self.extras.insert(name.clone(), sheet.extras);
        }
        if globals.is_shredded() || (left == 0 && !stream.is_empty()) {
            self.dense_cells = u64::MAX;
        }
    }
}

/// Records, each a kind and a body, until one is cut short.
#[derive(Clone)]
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.rest.split_first_chunk::<4>()?;
        let (body, rest) = rest.split_at_checked(usize::from(word(head, 2)?))?;
        self.rest = rest;
        Some((word(head, 0)?, body))
    }
}

fn word(body: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*body.get(at..)?.first_chunk()?))
}

fn long(body: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*body.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(body.len() as u16).to_le_bytes(), body].concat()
    }

    fn words(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[words(&[row, column, 0]), vec![0; 8]].concat())
    }

    fn bof(version: u16) -> Vec<u8> {
        record(BOF, &words(&[version, 5]))
    }

    /// A workbook of `version` with these records before its sheets, and sheets of these names (their length
    /// before them) and records.
    fn stream(version: u16, before: &[u8], sheets: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
        let mut at = bof(version).len() + before.len() + 4;
        at += sheets.iter().map(|(name, _)| 10 + name.len()).sum::<usize>();
        let mut globals = [bof(version), before.to_vec()].concat();
        let mut bodies = Vec::new();
        for (name, records) in sheets {
            let place = (at + bodies.len()) as u32;
            globals.extend(record(0x0085, &[&place.to_le_bytes(), &[0, 0][..], name].concat()));
            bodies.extend([bof(version), records.clone(), record(EOF, b"")].concat());
        }
        [globals, record(EOF, b""), bodies].concat()
    }

    fn file(name: &str, stream: &[u8]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
        file.create_stream(name).expect("the name is new").write_all(stream).expect("memory takes it");
        file.into_inner().into_inner()
    }

    const NAME: &[u8] = b"\x01\x00A";

    /// A workbook of Excel 97 with one sheet.
    fn scanned(before: &[u8], sheet: Vec<u8>) -> Biff {
        scan(&file("/Workbook", &stream(0x0600, before, &[(NAME, sheet)]))).expect("it is a workbook")
    }

    #[test]
    fn tells_what_is_hidden() {
        let row = |row, flags| record(0x0208, &words(&[row, 0, 1, 255, 0, 0, flags, 0]));
        let columns = |first, last, flags| record(0x007d, &words(&[first, last, 0, 0, flags, 0]));
        let sheet =
            [columns(1, 2, 1), columns(4, 9, 2), columns(250, 65_535, 1), row(0, 0x0100), row(7, 0x0120)];
        let found = scanned(b"", sheet.concat());
        assert_eq!(found.extras["A"].hidden_rows, [7].into());
        assert_eq!(found.extras["A"].hidden_columns, [1, 2, 250, 251, 252, 253, 254, 255].into());
        assert!(!found.encrypted);
    }

    #[test]
    fn names_are_those_of_calamine() {
        let sheets = [(&b"\x02\x01\x1e\x1e\x00\xe1"[..], vec![]), (b"\x03\x00\xe1bc", vec![])];
        let found = scan(&file("/Workbook", &stream(0x0600, b"", &sheets))).expect("it is a workbook");
        assert!(found.extras.keys().eq(["ábc", "Ḟ\u{e100}"]), "{:?}", found.extras);
        let vietnamese = record(0x0042, &words(&[1258]));
        let sheets = [(&b"\x03H\xf0c"[..], vec![])];
        let found = scan(&file("/Book", &stream(0x0500, &vietnamese, &sheets))).expect("it is a workbook");
        assert!(found.extras.keys().eq(["Hđc"]));
    }

    #[test]
    fn a_password_is_seen() {
        let before = [record(0x002f, &words(&[1, 1])), record(0x0042, &words(&[0x7777]))].concat();
        assert!(scanned(&before, vec![]).encrypted);
        assert_eq!(scanned(&before, vec![]).repacked(), None);
        assert!(scanned(&record(0x002f, &words(&[0, 5, 6])), vec![]).encrypted);
    }

    #[test]
    fn far_corners_are_counted_and_not_written_out() {
        let corners = || [number(0, 0), number(65_535, 255)].concat();
        let sheets = [(NAME, corners()), (&b"\x01\x00B"[..], corners()), (b"\x01\x00C", number(9, 9))];
        let found = scan(&file("/Workbook", &stream(0x0600, b"", &sheets))).expect("it is a workbook");
        assert_eq!(found.dense_cells, 2 * 65_536 * 256 + 1);
        let blank = record(0x0201, &words(&[65_535, 255, 0]));
        let chart = [bof(0x0600), number(60_000, 200), record(EOF, b"")].concat();
        let many = record(0x00bd, &[words(&[1, 3, 0, 0, 0, 0, 0, 0]), words(&[4])].concat());
        let text =
            [record(0x0006, &[words(&[5, 2]), vec![0; 18]].concat()), record(0x0207, b"\x01\x00\x00x")]
                .concat();
        let found = scanned(b"", [number(1, 3), blank, chart, many, text].concat());
        assert_eq!(found.dense_cells, 5 * 3);
    }

    #[test]
    fn stated_sizes_count_where_they_are_impossible() {
        let stated = |rows: [u32; 2], columns: [u16; 2]| {
            let rows: Vec<u8> = rows.iter().flat_map(|row| row.to_le_bytes()).collect();
            scanned(b"", record(0x0200, &[rows, words(&columns), vec![0, 0]].concat())).dense_cells
        };
        assert_eq!(stated([0, 65_536], [0, 256]), 0);
        assert_eq!(stated([0, 0], [0, 0]), 0);
        assert_eq!(stated([0, u32::MAX], [0, 65_535]), u64::from(u32::MAX) * 65_535);
        assert_eq!(stated([2, 1], [0, 9]), u64::from(u32::MAX) * 9);
    }

    #[test]
    fn shared_strings_count_for_every_cell() {
        // Three letters, then four wide ones with a run and an extension, in three pieces, then one letter.
        let pieces = [
            record(0x00fc, b"\0\0\0\0\0\0\0\0\x03\0\0abc\x04\0\x0d\x01\0\x02\0\0\0a\0b\0"),
            record(CONTINUE, b"\0cd1"),
            record(CONTINUE, b"234xx\x01\0\0z"),
        ];
        let cell = |row, index: u8| record(0x00fd, &[words(&[row, 0, 0]), vec![index, 0, 0, 0]].concat());
        let cells = [cell(0, 0), cell(1, 1), cell(2, 1), cell(3, 2), cell(4, 9)].concat();
        assert_eq!(scanned(&pieces.concat(), cells).text_bytes, 9 + 12 + 12 + 3);
    }

    #[test]
    fn what_calamine_would_read_for_ever_is_too_large() {
        let shreds = record(CONTINUE, b"").repeat(40_000);
        assert_eq!(scanned(&shreds, vec![]).dense_cells, u64::MAX);
        let none = || (NAME, vec![]);
        let mut overlapping = stream(0x0600, b"", &[(NAME, number(0, 0).repeat(50)), none(), none(), none()]);
        // Where the first sheet stands is said after two heads and the start; the others are 13 bytes apart.
        (1..4).for_each(|sheet| overlapping.copy_within(12..16, 12 + 13 * sheet));
        assert_eq!(scan(&file("/Workbook", &overlapping)).expect("it is a workbook").dense_cells, u64::MAX);
    }

    #[test]
    fn only_what_was_scanned_is_passed_on() {
        let workbook = stream(0x0600, b"", &[(NAME, number(0, 0).repeat(400))]);
        let mut both = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
        both.create_storage("/Folder").expect("the name is new");
        for (name, bytes) in [("/Folder/Workbook", &b"other"[..]), ("/Workbook", &workbook)] {
            both.create_stream(name).expect("the name is new").write_all(bytes).expect("memory takes it");
        }
        let found = scan(&both.into_inner().into_inner()).expect("it is a workbook");
        let again = found.repacked().expect("memory takes it");
        assert!(!again.windows(5).any(|window| window == b"other"));
        assert_eq!(scan(&again).expect("it is a workbook").stream, workbook);
    }

    #[test]
    fn damaged_files_do_not_panic() {
        assert!(scan(b"").is_none());
        assert!(scan(&file("/Other", b"")).is_none());
        let strings = record(0x00fc, b"\0\0\0\0\0\0\0\0\x03\0\x0cabc\x04\0\x0d\x01\0");
        let bytes = file("/Workbook", &stream(0x0600, &strings, &[(NAME, number(1, 1))]));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0xff;
            scan(&changed);
            scan(&bytes[..at]);
        }
    }
}
