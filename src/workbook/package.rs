//! What calamine does not tell of a zipped workbook: which cells are merged, which rows and columns are
//! hidden, and how much memory reading it will take.
//!
//! A side pass over the parts of an .xlsx (ECMA-376 part 1, 18.3.1), .xlsb ([MS-XLSB] 2.1.7.62) or .ods
//! (ODF 1.3 part 3, 9.1) package. Parts and attributes are looked up as calamine looks them up, so that what
//! is judged here is what is read there. A damaged package tells nothing; calamine says what is wrong.

mod ods;
mod xlsb;
mod xlsx;

pub(super) use ods::ods;
pub(super) use xlsb::xlsb;
pub(super) use xlsx::{declared_strings, xlsx};

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::{ControlFlow, Range};

use quick_xml::events::{BytesStart, Event};
use zip::{CompressionMethod, ZipArchive};

use super::Region;
use crate::place::Address;

/// What a side pass learns of one sheet; the passes give it by the sheet's name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Extras {
    /// Merged cells.
    pub(super) merged: Vec<Region>,
    /// Hidden rows, from zero; by hand, by a filter or by a closed outline.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Hidden columns, from zero.
    pub(super) hidden_columns: BTreeSet<u32>,
    /// Cells with a formula whose result the file does not store.
    pub(super) without_value: Vec<Address>,
}

impl Extras {
    /// Keeps a region, unless it is no sheet's.
    fn merge(&mut self, region: Region, room: &mut Room) {
        let Region { from, to } = region;
        let sound =
            from.row <= to.row && from.column <= to.column && to.row < 1_048_576 && to.column < 16_384;
        if sound && room.take() {
            self.merged.push(region);
        }
    }

    fn leave_without_value(&mut self, cell: Address, room: &mut Room) {
        if room.take() {
            self.without_value.push(cell);
        }
    }

    pub(super) fn hide_rows(&mut self, rows: Range<u32>, room: &mut Room) {
        self.hidden_rows.extend(rows.take_while(|_| room.take()));
    }

    pub(super) fn hide_columns(&mut self, columns: Range<u32>, room: &mut Room) {
        self.hidden_columns.extend(columns.take_while(|_| room.take()));
    }
}

/// How much more a pass may keep. Twenty bytes can hide every column of a sheet, and be said again for as
/// many sheets as a file has room for names.
pub(super) struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Room(1 << 22)
    }
}

impl Room {
    fn take(&mut self) -> bool {
        let some = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        some
    }
}

/// The smallest rectangle around the cells of a sheet, which calamine fills for .xls and .ods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    any: bool,
    rows: Range<u32>,
    columns: Range<u32>,
}

impl Area {
    pub(super) fn cover(&mut self, rows: Range<u32>, columns: Range<u32>) {
        let around = |known: &Range<u32>, more: Range<u32>| match self.any {
            true => known.start.min(more.start)..known.end.max(more.end),
            false => more,
        };
        let (rows, columns) = (around(&self.rows, rows), around(&self.columns, columns));
        *self = Area { any: true, rows, columns };
    }

    pub(super) fn cells(&self) -> u64 {
        self.rows.len() as u64 * self.columns.len() as u64
    }
}

/// The parts of a workbook, of which a pass reads so many bytes and no more.
struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts by their name in small letters.
    names: BTreeMap<String, usize>,
    left: u64,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8], limit: u64) -> Option<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let small = |name: &[u8]| String::from_utf8_lossy(name).replace('\\', "/").to_ascii_lowercase();
        let names = zip.file_names_raw().zip(0..).map(|(name, at)| (small(name), at)).collect();
        Some(Package { zip, names, left: limit })
    }

    /// The part of this name; Excel does not mind capitals and some writers count on it.
    fn part(&mut self, name: &str) -> Option<impl BufRead> {
        let exact = self.zip.index_for_name_raw(name.as_bytes());
        let at = exact.or_else(|| self.names.get(&name.to_ascii_lowercase()).copied())?;
        self.at(at)
    }

    fn at(&mut self, at: usize) -> Option<impl BufRead> {
        let part = Metered { part: self.zip.by_index(at).ok()?, left: &mut self.left };
        Some(BufReader::with_capacity(1 << 16, part))
    }

    /// What `read` makes of each sheet, of those listed with the ids that `rels` resolves, by name.
    fn extras(
        &mut self,
        sheets: Vec<(String, String)>,
        rels: &str,
        read: impl Fn(&mut dyn BufRead, &mut Room) -> Extras,
    ) -> BTreeMap<String, Extras> {
        let targets = self.targets(rels);
        let mut room = Room::default();
        let mut found = BTreeMap::new();
        for (name, id) in sheets {
            let part = targets.get(&id).and_then(|path| self.part(path));
            found.insert(name, part.map(|mut part| read(&mut part, &mut room)).unwrap_or_default());
        }
        found
    }

    /// The parts that a `.rels` part points to, by id; calamine knows these two kinds of paths.
    fn targets(&mut self, rels: &str) -> BTreeMap<String, String> {
        let mut targets = BTreeMap::new();
        let Some(part) = self.part(rels) else { return targets };
        tags(part, |tag| {
            let known = (attribute(tag, "Id"), attribute(tag, "Target"));
            if let ("Relationship", (Some(id), Some(target))) = (tag.local_name().as_ref(), known) {
                let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                targets.insert(id.to_owned(), path);
            }
            ControlFlow::Continue(())
        });
        targets
    }
}

/// A part that ends where the bytes do that may still be read.
struct Metered<'p, R> {
    part: R,
    left: &'p mut u64,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = buffer.len().min(usize::try_from(*self.left).unwrap_or(usize::MAX));
        let read = self.part.read(&mut buffer[..room])?;
        *self.left -= read as u64;
        Ok(read)
    }
}

/// Hands the start tags of a part to `visit`, as far as the part can be read.
fn tags(part: impl BufRead, mut visit: impl FnMut(&BytesStart<'_>) -> ControlFlow<()>) {
    let mut reader = quick_xml::Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if visit(&tag).is_break() => return,
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The attributes of a tag as they are written. Not those of quick-xml, which sees others than calamine does
/// where a tag is malformed.
fn attributes<'t>(tag: &'t BytesStart<'_>) -> impl Iterator<Item = (&'t str, &'t str)> {
    let mut rest = tag.attributes_raw();
    std::iter::from_fn(move || {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_ascii_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        rest = next;
        Some((key.trim_ascii(), value))
    })
}

fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<&'t str> {
    attributes(tag).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The value of an attribute, its entities resolved.
fn unescaped(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned())
}

/// Whether the parts of a package, unpacked, are no larger than `limit` together. The directory may say less
/// than the truth: then `zip` stops reading the part there, for calamine too. It may say more: so where what
/// it says is too much, parts are unpacked into nothing, the largest first, until the rest cannot exceed the
/// limit any more.
pub(super) fn unpacked_within(bytes: &[u8], limit: u64) -> bool {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return true };
    let mut parts: Vec<(u128, usize)> = (0..zip.len()).map(|at| (ceiling(&mut zip, at), at)).collect();
    parts.sort_unstable_by(|a, b| b.cmp(a));
    let mut bound: u128 = parts.iter().map(|(ceiling, _)| ceiling).sum();
    let mut left = limit;
    for (ceiling, at) in parts {
        if bound <= u128::from(limit) {
            return true;
        }
        let Some(size) = size_within(&mut zip, at, left) else { return false };
        left -= size;
        bound = bound - ceiling + u128::from(size);
    }
    bound <= u128::from(limit)
}

type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The most a part can unpack to: what the directory says, and deflate makes 258 bytes of two bits at best.
fn ceiling(zip: &mut Zip<'_>, at: usize) -> u128 {
    let Ok(part) = zip.by_index_raw(at) else { return 0 };
    let by_method = match part.compression() {
        CompressionMethod::Stored => u128::from(part.compressed_size()),
        CompressionMethod::Deflated => u128::from(part.compressed_size()) * 1032,
        _ => u128::MAX,
    };
    by_method.min(u128::from(part.size()))
}

/// The true size of a part, as far as it can be unpacked, if it is at most `limit`.
fn size_within(zip: &mut Zip<'_>, at: usize, limit: u64) -> Option<u64> {
    let Ok(part) = zip.by_index(at) else { return Some(0) };
    let mut left = limit.saturating_add(1);
    // A part that breaks off has been unpacked to there all the same.
    let _ = io::copy(&mut Metered { part, left: &mut left }, &mut io::sink());
    left.checked_sub(1).map(|left| limit - left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// A package of these parts.
    pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(*name, options).expect("the name is new");
            zip.write_all(bytes).expect("memory takes it");
        }
        zip.finish().expect("memory takes it").into_inner()
    }

    #[test]
    fn unpacks_only_what_might_be_too_large() {
        let bytes = zipped(&[("a", &[0; 100_000]), ("b", &[1; 50_000]), ("c", b"c")]);
        assert!(unpacked_within(&bytes, 150_001));
        assert!(!unpacked_within(&bytes, 150_000));
        assert!(!unpacked_within(&bytes, 0));
        assert!(unpacked_within(&zipped(&[]), 0));
        assert!(unpacked_within(&bytes, u64::MAX));
    }

    /// A package of one part of so many zeros, of which the directory says that they are `said`.
    fn lying(zeros: usize, said: u32) -> Vec<u8> {
        let mut bytes = zipped(&[("a", &vec![0; zeros])]);
        let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("there is one");
        bytes[directory + 24..directory + 28].copy_from_slice(&said.to_le_bytes());
        bytes
    }

    #[test]
    fn a_directory_that_says_too_much_is_found_out() {
        let bytes = lying(100_000, u32::MAX - 1);
        assert!(!unpacked_within(&bytes, 99_999));
        assert!(unpacked_within(&bytes, 100_000));
    }

    #[test]
    fn a_part_ends_where_the_directory_says() {
        let bytes = lying(1 << 20, 7);
        assert!(unpacked_within(&bytes, 7));
        let mut package = Package::open(&bytes, 1 << 30).expect("it is a package");
        let mut found = Vec::new();
        let read = package.part("a").expect("it is there").read_to_end(&mut found);
        assert!(read.is_err() && found.len() <= 8);
    }

    #[test]
    fn a_damaged_package_does_not_panic() {
        let bytes =
            zipped(&[("xl/workbook.xml", b"<workbook"), ("content.xml", b"<table:table table:name='a'>")]);
        for end in 0..bytes.len() {
            unpacked_within(&bytes[..end], 10);
        }
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0xff;
            unpacked_within(&bytes, 10);
            drop((xlsx(&bytes, 1000), xlsb(&bytes, 1000), ods(&bytes, 1000)));
        }
    }

    #[test]
    fn attributes_are_read_as_calamine_reads_them() {
        let tag = BytesStart::from_content("t a=\"1\" b = '2'c=\"x=y\" d e=\"3\" f=4 g=\"5\"", 1);
        let found: Vec<_> = attributes(&tag).collect();
        assert_eq!(found, [("a", "1"), ("b", "2"), ("c", "x=y"), ("d e", "3")]);
    }
}
