//! Any spreadsheet file → sheets of placed cells.
//!
//! The one room that opens what the user named. It says nothing about what the cells mean: it finds
//! the files, looks at their bytes (never at their extension alone), and gives back every cell that is
//! not empty with its true address. A file that cannot be read becomes a finding with a remedy, and
//! the others are read all the same; a panic inside a reader is caught and counts as unreadable.

mod biff;
mod bytes;
mod csv;
mod guard;
mod inputs;
mod package;
mod sheets;
mod spelling;
mod whole;

pub use self::csv::csv_text;
pub use bytes::read_bytes;
pub use inputs::{Unit, units};

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::mappings::{Limits, Settings};
use crate::place::{Address, Place};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, composed and with its blanks settled; never empty.
    Text(String),
    /// A number; dates are not numbers.
    Number(f64),
    /// A date or time as `2026-05-12` or `2026-05-12T08:00`.
    Date(String),
    /// A formula error such as `#REF!`.
    Error(String),
}

impl Value {
    /// The value as a person reads it in the cell: 3.0 is `3`.
    pub fn text(&self) -> String {
        match self {
            Value::Text(text) | Value::Date(text) | Value::Error(text) => text.clone(),
            Value::Number(number) => number.to_string(),
        }
    }
}

/// A rectangle of merged cells, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Top-left cell, which holds the value.
    pub from: Address,
    /// Bottom-right cell.
    pub to: Address,
}

/// A sheet: its cells that are not empty, by address.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The path of its file as the user gave it.
    pub file: Arc<str>,
    /// Its position in the workbook, from zero.
    pub index: u32,
    /// Its name.
    pub name: Arc<str>,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Merged cells, where the format tells them.
    pub merged: Vec<Region>,
    /// Rows that the workbook hides, from zero.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that the workbook hides, from zero.
    pub hidden_columns: BTreeSet<u32>,
    /// Cells with a formula whose result the file does not store, as far as the format tells.
    pub without_value: Vec<Address>,
    /// How many cells could not be read for what stands in them.
    pub unread: usize,
    turned: bool,
    cells: BTreeMap<Address, Value>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(file: &str, index: u32, name: &str) -> Self {
        // A control character in a name would reach the screen.
        let (file, name) = (file.into(), name.replace(char::is_control, "\u{fffd}").into());
        Sheet {
            file,
            index,
            name,
            hidden: false,
            merged: Vec::new(),
            hidden_rows: BTreeSet::new(),
            hidden_columns: BTreeSet::new(),
            without_value: Vec::new(),
            unread: 0,
            turned: false,
            cells: BTreeMap::new(),
        }
    }

    /// The sheet turned on its side, rows for columns. Its places stay those of the workbook.
    pub fn turned(&self) -> Sheet {
        let turn = |address: Address| Address::new(address.column, address.row);
        Sheet {
            merged: self
                .merged
                .iter()
                .map(|region| Region { from: turn(region.from), to: turn(region.to) })
                .collect(),
            hidden_rows: self.hidden_columns.clone(),
            hidden_columns: self.hidden_rows.clone(),
            turned: !self.turned,
            cells: self.cells.iter().map(|(address, value)| (turn(*address), value.clone())).collect(),
            ..Sheet { hidden: self.hidden, ..Sheet::new(&self.file, self.index, &self.name) }
        }
    }

    /// How many of its cells are filled.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Puts `value` at `address`.
    pub fn set(&mut self, address: Address, value: Value) {
        self.cells.insert(address, value);
    }

    /// What stands at `row` and `column`, both from zero.
    pub fn get(&self, row: u32, column: u32) -> Option<&Value> {
        self.cells.get(&Address::new(row, column))
    }

    /// The cells of `row`, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Value)> {
        self.cells
            .range(Address::new(row, 0)..=Address::new(row, u32::MAX))
            .map(|(address, value)| (address.column, value))
    }

    /// The rows that are not empty, from the top.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|address| address.row).collect();
        rows.dedup();
        rows
    }

    /// Every cell, in reading order.
    pub fn cells(&self) -> impl Iterator<Item = (Address, &Value)> {
        self.cells.iter().map(|(address, value)| (*address, value))
    }

    /// The first cell with a text of more letters.
    fn longer_than(&self, letters: usize) -> Option<Address> {
        let is_longer = |value: &Value| match value {
            // To count letters takes longer than to count bytes.
            Value::Text(text) => text.len() > letters && text.chars().nth(letters).is_some(),
            _ => false,
        };
        self.cells().find(|(_, value)| is_longer(value)).map(|(address, _)| address)
    }

    /// Whether nothing is written on it.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The place of this sheet.
    pub fn place(&self) -> Place {
        Place::Sheet { file: Arc::clone(&self.file), index: self.index, sheet: Arc::clone(&self.name) }
    }

    /// The place of one of its cells.
    pub fn at(&self, row: u32, column: u32) -> Place {
        let (file, sheet) = (Arc::clone(&self.file), Arc::clone(&self.name));
        let address = if self.turned { Address::new(column, row) } else { Address::new(row, column) };
        Place::Cell { file, index: self.index, sheet, address }
    }
}

/// A file that was tried, for the record of inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path as the user gave it, with `/` between folders.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// When it was last changed, if the file system tells.
    pub modified: Option<SystemTime>,
}

/// The SHA-256 of `bytes`, in hexadecimal, as `sha256sum` prints it.
pub fn checksum(bytes: &[u8]) -> String {
    in_hexadecimal(&Sha256::digest(bytes))
}

/// [`checksum`] of what `source` still holds, which may be more than fits into memory.
///
/// # Errors
/// Those of reading.
pub fn checksum_of(mut source: impl Read) -> std::io::Result<String> {
    let (mut digest, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok(in_hexadecimal(&digest.finalize())),
            Ok(count) => digest.update(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn in_hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What was read of one [`Unit`]: a workbook, or the CSV files of a folder taken as its sheets.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// A short name: the file's or the folder's.
    pub id: String,
    /// The files, whether readable or not.
    pub inputs: Vec<Input>,
    /// The sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// The hidden sheet by which a report of khung's tells of the run that made it.
pub const RECORD_SHEET: &str = "khung";
/// What the first row of that sheet says.
pub const RECORD_SCHEMA: &str = "khung.record/1";

impl Workbook {
    /// The sheet by which it tells of the run that made it, if it is a report of khung's.
    pub fn record(&self) -> Option<&Sheet> {
        let is_record = |sheet: &&Sheet| {
            let schema = sheet.get(0, 1).map(Value::text);
            &*sheet.name == RECORD_SHEET && schema.as_deref() == Some(RECORD_SCHEMA)
        };
        self.sheets.iter().find(is_record)
    }
}

/// Reads `unit` within the limits of `settings`; what is wrong with its files goes to `findings`.
pub fn read(unit: &Unit, settings: &Settings, findings: &mut Findings) -> Workbook {
    let mut book = Workbook { id: unit.id.clone(), inputs: Vec::new(), sheets: Vec::new() };
    for path in &unit.files {
        let name = inputs::display(path);
        let place = Place::File { file: name.as_str().into() };
        match open(path, &name, settings) {
            Ok(opened) => {
                book.inputs.push(opened.input);
                findings.extend(opened.findings);
                for mut sheet in opened.sheets {
                    sheet.index = book.sheets.len() as u32;
                    book.sheets.push(sheet);
                }
            }
            Err(refused) => {
                let (input, fault) = *refused;
                book.inputs.extend(input);
                findings.push(fault.code, &place, fault.message, fault.help);
            }
        }
    }
    book
}

/// Why a file cannot be read, in the words of a finding.
#[derive(Clone, Debug)]
struct Fault {
    code: Code,
    message: Wording,
    help: Wording,
}

impl Fault {
    fn new(code: Code, message: Wording, help: Wording) -> Self {
        Fault { code, message, help }
    }

    /// A file that a reader, or the operating system, refuses; `detail` is its own complaint, in English.
    fn refused(detail: &str) -> Self {
        // Some complaints quote whole structures of the program.
        let detail: String = detail.split(['{', '(']).next().unwrap_or_default().chars().take(120).collect();
        let detail = detail.trim();
        Fault::unreadable(&Wording::new(
            format!("tệp hỏng hoặc không đúng định dạng ({detail})"),
            format!("it is damaged or of another form ({detail})"),
        ))
    }

    /// A file that the operating system does not hand over.
    fn not_opened(error: &std::io::Error) -> Self {
        let (message, help) = match error.kind() {
            ErrorKind::PermissionDenied => (
                Wording::new("không có quyền đọc tệp này", "there is no permission to read it"),
                Wording::new(
                    "Xin quyền đọc tệp, hoặc chép tệp sang thư mục của mình rồi chạy lại",
                    "Ask for permission, or copy it into a folder of your own and run again",
                ),
            ),
            ErrorKind::NotFound => (
                Wording::new("tệp không còn ở đây", "the file is no longer there"),
                Wording::new(
                    "Đặt lại tệp, hoặc bỏ liên kết trỏ tới tệp đã mất, rồi chạy lại",
                    "Put it back, or remove the link to a file that is gone, and run again",
                ),
            ),
            _ => (
                Wording::new(
                    format!("hệ thống không đọc được tệp ({error})"),
                    format!("the system cannot read it ({error})"),
                ),
                Wording::new(
                    "Kiểm tra ổ đĩa hoặc kết nối mạng, hoặc chép tệp sang nơi khác rồi chạy lại",
                    "Check the disk or the network, or copy it elsewhere and run again",
                ),
            ),
        };
        Fault::new(Code::UnreadableFile, message, help)
    }

    fn unreadable(reason: &Wording) -> Self {
        Fault::new(
            Code::UnreadableFile,
            Wording::new(
                format!("không đọc được tệp: {}", reason.vi),
                format!("the file cannot be read: {}", reason.en),
            ),
            Wording::new(
                "Mở tệp bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi chạy lại",
                "Open it in Excel or LibreOffice, save it as .xlsx and run again",
            ),
        )
    }
}

struct Opened {
    input: Input,
    sheets: Vec<Sheet>,
    findings: Findings,
}

type Opening = Result<Opened, Box<(Option<Input>, Fault)>>;

fn open(path: &Path, name: &str, settings: &Settings) -> Opening {
    let limits = settings.reading;
    let refused = |error: std::io::Error| Box::new((None, Fault::not_opened(&error)));
    let metadata = std::fs::metadata(path).map_err(refused)?;
    if !metadata.is_file() {
        return Err(Box::new((None, guard::not_a_file(metadata.is_dir()))));
    }
    guard::size(metadata.len(), &limits).map_err(|fault| Box::new((None, fault)))?;
    // A file may grow while it is read, and some of the system's never end.
    let most = limits.max_file_megabytes.saturating_mul(1 << 20).saturating_add(1);
    let named = path.to_owned();
    let bytes = contained(move || whole::read(&named, most), limits.max_seconds)
        .map_err(|fault| Box::new((None, fault)))?;
    guard::size(bytes.len() as u64, &limits).map_err(|fault| Box::new((None, fault)))?;
    let input = Input { path: name.to_owned(), sha256: checksum(&bytes), modified: metadata.modified().ok() };
    let mut findings = Findings::default();
    let (path, name) = (path.to_owned(), name.to_owned());
    let sheets = contained(move || reader(bytes, &path, &name, &limits), limits.max_seconds);
    let sheets = sheets.map(|(sheets, found)| {
        findings.extend(found);
        sheets
    });
    match sheets {
        Ok(sheets) if sheets.iter().all(Sheet::is_empty) => Err(Box::new((Some(input), guard::empty()))),
        Ok(sheets) => Ok(Opened { input, sheets, findings }),
        Err(fault) => Err(Box::new((Some(input), fault))),
    }
}

type Sheets = Result<(Vec<Sheet>, Findings), Fault>;

/// The sheets of a file, with their texts settled.
fn reader(bytes: Vec<u8>, path: &Path, name: &str, limits: &Limits) -> Sheets {
    let mut findings = Findings::default();
    let mut sheets = match guard::form(&bytes, path, limits)? {
        guard::Form::Text => csv::read(bytes, path, name, limits, &mut findings)?,
        form => sheets::read(bytes, form, limits)?,
    };
    for sheet in &mut sheets {
        if let Some(cell) = sheet.longer_than(limits.max_text_letters) {
            return Err(guard::too_long(cell, limits));
        }
        sheet.file = name.into();
        spelling::settle(sheet, &mut findings);
    }
    Ok((sheets, findings))
}

/// The name of the threads that readers run in, so that a program can keep their panics, which are
/// caught, off the screen.
pub const READER_THREAD: &str = "khung-reader";

/// Runs a reader in a thread of its own, with room for deep nesting, where a panic on hostile bytes ends the
/// thread and not the run, and one that does not come to an end is left behind.
fn contained<T: Send + 'static>(
    reader: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    seconds: u64,
) -> Result<T, Fault> {
    let thread = std::thread::Builder::new().name(READER_THREAD.to_owned()).stack_size(16 << 20);
    let (sender, receiver) = mpsc::channel();
    let work = move || drop(sender.send(reader()));
    thread.spawn(work).map_err(|error| Fault::refused(&error.to_string()))?;
    let answer = receiver.recv_timeout(Duration::from_secs(seconds));
    answer.unwrap_or_else(|error| {
        Err(match error {
            RecvTimeoutError::Timeout => guard::too_slow(seconds),
            // The thread has gone without an answer: it panicked.
            RecvTimeoutError::Disconnected => {
                Fault::unreadable(&Wording::new("tệp bị hỏng", "it is damaged"))
            }
        })
    })
}
