//! Where something stands: a file, a sheet of it, a cell of that; or a line of a data file.
//!
//! Every claim khung makes carries a [`Place`], and the text of a place (`FILE#SHEET!A1`, the sheet
//! quoted as Excel quotes it) is exactly what a spreadsheet accepts as a link.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// The address of one spreadsheet cell, counted from zero: `A1` is row 0, column 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Row, from zero.
    pub row: u32,
    /// Column, from zero.
    pub column: u32,
}

impl Address {
    /// The address at `row` and `column`, both from zero.
    pub fn new(row: u32, column: u32) -> Self {
        Address { row, column }
    }
}

impl fmt::Display for Address {
    /// ```
    /// use khung::place::Address;
    /// assert_eq!(Address::new(13, 2).to_string(), "C14");
    /// assert_eq!(Address::new(0, 702).to_string(), "AAA1");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = [0; LETTERS];
        f.write_str(letters_of(self.column, &mut letters))?;
        write!(f, "{}", self.row + 1)
    }
}

/// So many letters name any column.
const LETTERS: usize = 7;

/// The letters of a column counted from zero: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    letters_of(column, &mut [0; LETTERS]).to_owned()
}

/// The same, at the end of `letters`.
fn letters_of(column: u32, letters: &mut [u8; LETTERS]) -> &str {
    let (mut rest, mut start) = (u64::from(column) + 1, LETTERS);
    while rest > 0 {
        rest -= 1;
        start -= 1;
        letters[start] = b'A' + (rest % 26) as u8;
        rest /= 26;
    }
    std::str::from_utf8(&letters[start..]).unwrap_or_default()
}

/// The column, from zero, that `letters` name: `AA` is 26; none if they name none.
///
/// ```
/// use khung::place::column_number;
/// assert_eq!((column_number("A"), column_number("AA"), column_number("1")), (Some(0), Some(26), None));
/// ```
pub fn column_number(letters: &str) -> Option<u32> {
    let is_name = (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let digit = |b: u8| u32::from(b.to_ascii_uppercase() - b'A') + 1;
    is_name.then(|| letters.bytes().fold(0, |sum, b| sum * 26 + digit(b)) - 1)
}

/// Where a fact is written. Ordered as a person reads: by file, sheet, row, column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A whole file.
    File {
        /// The path as the user gave it, with `/` between folders.
        file: Arc<str>,
    },
    /// A line of a text file, such as one of `mappings/`; lines count from one.
    Line {
        /// The path.
        file: Arc<str>,
        /// The line, from one.
        line: u32,
    },
    /// A sheet of a workbook.
    Sheet {
        /// The path.
        file: Arc<str>,
        /// The position of the sheet in its workbook, from zero: it orders places.
        index: u32,
        /// The sheet's name.
        sheet: Arc<str>,
    },
    /// A cell of a sheet; a merged cell is its top-left one.
    Cell {
        /// The path.
        file: Arc<str>,
        /// The position of the sheet in its workbook, from zero: it orders places.
        index: u32,
        /// The sheet's name.
        sheet: Arc<str>,
        /// The cell.
        address: Address,
    },
}

impl Place {
    /// The cell that `text` names, as places are displayed: `college.xlsx#'Học kỳ 1'!C14`. Which sheet of the workbook that
    /// is in number, it does not tell.
    ///
    /// ```
    /// use khung::place::Place;
    /// let text = "a.xlsx#'Năm''1'!C14";
    /// assert_eq!(Place::read(text).map(|place| place.to_string()).as_deref(), Some(text));
    /// assert!(Place::read("a.xlsx").is_none());
    /// ```
    pub fn read(text: &str) -> Option<Place> {
        let at = text.find("#'").or_else(|| text.rfind('#'))?;
        let (file, within) = (&text[..at], &text[at + 1..]);
        let (sheet, address) = within.rsplit_once('!')?;
        let digits = address.find(|c: char| c.is_ascii_digit())?;
        let column = column_number(&address[..digits])?;
        let row = address[digits..].parse::<u32>().ok()?.checked_sub(1)?;
        let bare = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\''));
        let sheet = bare.map_or_else(|| sheet.to_owned(), |sheet| sheet.replace("''", "'"));
        let address = Address::new(row, column);
        Some(Place::Cell { file: file.into(), index: 0, sheet: sheet.into(), address })
    }

    /// The file this place is in.
    pub fn file(&self) -> &str {
        match self {
            Place::File { file }
            | Place::Line { file, .. }
            | Place::Sheet { file, .. }
            | Place::Cell { file, .. } => file,
        }
    }

    /// The place inside its file as a person says it: `'Học kỳ 1'!C14`, `line 7`; empty for a file.
    pub fn within(&self) -> String {
        match self {
            Place::File { .. } => String::new(),
            Place::Line { line, .. } => format!("line {line}"),
            Place::Sheet { sheet, .. } => Quoted(sheet).to_string(),
            Place::Cell { sheet, address, .. } => format!("{}!{address}", Quoted(sheet)),
        }
    }
}

impl Place {
    /// What places are ordered by. A file comes before what is in it.
    fn order(&self) -> (&str, Option<u32>, Option<u32>, Option<Address>) {
        match self {
            Place::File { file } => (file, None, None, None),
            Place::Line { file, line } => (file, Some(*line), None, None),
            Place::Sheet { file, index, .. } => (file, None, Some(*index), None),
            Place::Cell { file, index, address, .. } => (file, None, Some(*index), Some(*address)),
        }
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File { file } => write!(f, "{file}"),
            Place::Line { file, line } => write!(f, "{file}:{line}"),
            Place::Sheet { file, sheet, .. } => write!(f, "{file}#{}", Quoted(sheet)),
            Place::Cell { file, sheet, address, .. } => write!(f, "{file}#{}!{address}", Quoted(sheet)),
        }
    }
}

/// A sheet name as Excel writes it in a reference: in apostrophes unless it is a plain word, with
/// apostrophes doubled.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sheet = self.0;
        let plain = sheet.chars().all(|c| c.is_alphanumeric() || c == '_')
            && sheet.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && !looks_like_address(sheet);
        if plain {
            return f.write_str(sheet);
        }
        f.write_str("'")?;
        for (at, part) in sheet.split('\'').enumerate() {
            f.write_str(if at > 0 { "''" } else { "" })?;
            f.write_str(part)?;
        }
        f.write_str("'")
    }
}

/// `HK1` would be read as the cell HK1, so Excel quotes such a sheet name.
fn looks_like_address(sheet: &str) -> bool {
    let digits = sheet.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = sheet.len() - digits.len();
    (1..=3).contains(&letters) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        || matches!(sheet, "R" | "C" | "r" | "c")
}

/// A value and the place that says so. Everything that is read stays one of these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub place: Place,
}

impl<T> Located<T> {
    /// `value`, read at `place`.
    pub fn new(value: T, place: Place) -> Self {
        Located { value, place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(sheet: &str) -> String {
        let address = Address::new(13, 2);
        Place::Cell { file: "a.xlsx".into(), index: 0, sheet: sheet.into(), address }.to_string()
    }

    #[test]
    fn a_place_is_a_link() {
        assert_eq!(cell("Modules"), "a.xlsx#Modules!C14");
        assert_eq!(cell("Học kỳ 1"), "a.xlsx#'Học kỳ 1'!C14");
        assert_eq!(cell("Năm'1"), "a.xlsx#'Năm''1'!C14");
        assert_eq!(cell("HK1"), "a.xlsx#'HK1'!C14");
        assert_eq!(cell("1"), "a.xlsx#'1'!C14");
    }

    #[test]
    fn places_stand_in_reading_order() {
        let file = |name: &str| Place::File { file: name.into() };
        let sheet = Place::Sheet { file: "a.xlsx".into(), index: 1, sheet: "B".into() };
        let cell = |index, row| Place::Cell {
            file: "a.xlsx".into(),
            index,
            sheet: "A".into(),
            address: Address::new(row, 0),
        };
        let places = [file("a.xlsx"), cell(0, 2), cell(0, 9), sheet, cell(1, 0), file("b.xlsx")];
        assert!(places.is_sorted());
    }

    #[test]
    fn columns_count_like_excel() {
        let letters = |n| column_letters(n);
        assert_eq!([letters(0), letters(25), letters(26), letters(701)], ["A", "Z", "AA", "ZZ"]);
    }
}
