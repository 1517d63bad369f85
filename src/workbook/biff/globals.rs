//! What stands before the sheets of an old .xls: a password, the names of the sheets and the shared strings.
//!
//! [MS-XLS] `FilePass` (2.4.117), `CodePage` (2.4.52), `BOF` (2.4.21), `BoundSheet8` (2.4.28).

use encoding_rs::Encoding;

use super::{BOF, CONTINUE, EOF, Records, long, strings, word};

const FILE_PASS: u16 = 0x002f;
const CODE_PAGE: u16 = 0x0042;
const SHEET: u16 = 0x0085;
const STRINGS: u16 = 0x00fc;

/// calamine takes the pieces of a record off the front of a list, which takes a second for this many and
/// grows with the square. Excel cuts a piece every 8,224 bytes.
const MAX_PIECES: u32 = 1 << 15;

/// What stands before the sheets.
pub(super) struct Globals<'a> {
    pub(super) encrypted: bool,
    /// Where the sheets stand, and their names.
    pub(super) sheets: Vec<(usize, String)>,
    /// The sizes of the shared strings.
    pub(super) strings: Vec<u32>,
    pieces: u32,
    wide: bool,
    encoding: &'static Encoding,
    records: Records<'a>,
}

impl<'a> Globals<'a> {
    pub(super) fn read(stream: &'a [u8]) -> Self {
        let mut globals = Globals {
            encrypted: false,
            sheets: Vec::new(),
            strings: Vec::new(),
            pieces: 0,
            wide: true,
            encoding: encoding_rs::UTF_16LE,
            records: Records { rest: stream },
        };
        while let Some((kind, body)) = globals.records.next() {
            if kind == EOF {
                break;
            }
            globals.take(kind, body);
        }
        globals
    }

    fn take(&mut self, kind: u16, body: &'a [u8]) {
        match kind {
            FILE_PASS => self.encrypted = true,
            CODE_PAGE => self.encoding = word(body, 0).map_or(self.encoding, encoding),
            BOF => self.wide = is_wide(body),
            SHEET => self.sheets.extend(self.sheet(body)),
            STRINGS => self.strings = strings::sizes(body, self.records.clone()),
            CONTINUE => self.pieces = self.pieces.saturating_add(1),
            _ => {}
        }
    }

    /// Whether records are cut into more pieces than calamine can put together.
    pub(super) fn is_shredded(&self) -> bool {
        self.pieces > MAX_PIECES
    }

    /// Where a sheet stands and its name, as calamine decodes it.
    fn sheet(&self, body: &[u8]) -> Option<(usize, String)> {
        let at = usize::try_from(long(body, 0)?).ok()?;
        let (length, text) = body.get(6..)?.split_first()?;
        let (flags, text) = if self.wide { text.split_first()? } else { (&0, text) };
        let length = usize::from(*length);
        let bytes = match (flags & 1, self.wide || self.encoding == encoding_rs::UTF_16LE) {
            (1, _) => text[..text.len().min(2 * length) & !1].to_vec(),
            (_, true) => text.iter().take(length).flat_map(|byte| [*byte, 0]).collect(),
            (_, false) => text[..text.len().min(length)].to_vec(),
        };
        Some((at, self.encoding.decode(&bytes).0.replace('\0', "")))
    }
}

/// Whether texts have two bytes a letter: not before Excel 97.
fn is_wide(body: &[u8]) -> bool {
    let early = matches!(word(body, 0), Some(0x0002 | 0x0007 | 0x0200 | 0x0300 | 0x0400 | 0x0500));
    !early && (word(body, 0), word(body, 2)) != (Some(0), Some(0x1000))
}

/// The encoding of a code page. calamine refuses a book of one that is not known.
fn encoding(page: u16) -> &'static Encoding {
    let label = match page {
        874 | 1250..=1258 => format!("windows-{page}"),
        866 => "ibm866".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        1200 => "utf-16le".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        _ => return encoding_rs::WINDOWS_1252,
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}
