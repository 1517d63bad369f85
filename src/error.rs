//! Why a run stops: only what leaves no answer to give.
//!
//! Whatever khung can go on after is a [`Finding`](crate::finding::Finding), not an error.

mod remedy;

use crate::lang::{Lang, Wording};
use crate::place::Place;

/// A reason to give no answer. [`Error::wording`] says it in both languages; `Display` in English.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A path the user named does not exist or cannot be listed.
    #[error("cannot open {path}: {source}")]
    Open {
        /// The path as given.
        path: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The paths hold no file that could be a spreadsheet.
    #[error("there is no spreadsheet (xlsx, xlsm, xlsb, xls, ods, csv, tsv) in {}", paths.join(", "))]
    NoSpreadsheet {
        /// The paths as given.
        paths: Vec<String>,
    },
    /// None of the files could be read as a curriculum; each has a finding that says why.
    #[error("no curriculum was found in {}", files.join(", "))]
    NoCurriculum {
        /// The files that were tried.
        files: Vec<String>,
        /// What was found wrong with each, in both languages, worst first.
        reasons: Vec<(Place, Wording)>,
    },
    /// None of the files has a self-assessment of staff.
    #[error("no self-assessment of staff was found in {}: a table with a person a row and a component a column, or with columns for person, component and level", files.join(", "))]
    NoStaff {
        /// The files.
        files: Vec<String>,
        /// What was found wrong with each.
        reasons: Vec<(Place, Wording)>,
    },
    /// None of the files has a sheet with the columns of a labelled set.
    #[error("no sheet of {} has the columns text and expected in its first ten rows", files.join(", "))]
    NoLabels {
        /// The files.
        files: Vec<String>,
        /// What was found wrong with each.
        reasons: Vec<(Place, Wording)>,
    },
    /// A review workbook has no sheet with the columns of a ledger.
    #[error("{file} has no sheet with the columns Decision and Alignment, or Justified: reason and Cell")]
    NoDecisions {
        /// The file.
        file: String,
        /// What was found wrong with it.
        reasons: Vec<(Place, Wording)>,
    },
    /// A file is no record of a run.
    #[error("{file} is no coverage.json or coverage.xlsx of khung's: {}", reason.en)]
    NotARecord {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: Wording,
    },
    /// Two runs that say nothing of each other.
    #[error("the {} differ, so there is nothing to compare: {before} before, {after} after", what.en)]
    Incomparable {
        /// What differs.
        what: Wording,
        /// What it was before.
        before: String,
        /// What it is after.
        after: String,
    },
    /// A data file (framework, rules, vocabulary, policy) has faults.
    #[error("{file} has {} fault(s); the first: {}", faults.len(), faults[0].1.en)]
    Mapping {
        /// The file.
        file: String,
        /// Every fault with its place.
        faults: Vec<(Place, Wording)>,
    },
    /// No framework, audience, level or policy of that name.
    #[error("there is no {kind} {wanted:?}; there are {}", known.join(", "))]
    Unknown {
        /// What was looked for: `framework`, `audience`, `level`, `policy`.
        kind: &'static str,
        /// The name asked for.
        wanted: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A figure that makes no sense.
    #[error("{name} is {found}; expected {}", expected.en)]
    Figure {
        /// The flag.
        name: &'static str,
        /// What was given.
        found: String,
        /// What makes sense.
        expected: Wording,
    },
    /// A file is there already and would be lost.
    #[error("{path} exists; --force overwrites it")]
    Exists {
        /// The file.
        path: String,
    },
    /// The operating system does not take a file.
    #[error("cannot write {path}: {}", remedy::of_writing(source).en)]
    Output {
        /// The output.
        path: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A report could not be made.
    #[error("cannot write {path}: {reason}")]
    Write {
        /// The output.
        path: String,
        /// What went wrong.
        reason: String,
    },
}

impl Error {
    /// The error in both languages, for the person who ran the command.
    pub fn wording(&self) -> Wording {
        let vi = match self {
            Error::Open { path, source } => format!("không mở được {path}: {source}"),
            Error::NoSpreadsheet { paths } => {
                format!(
                    "không có bảng tính nào (xlsx, xlsm, xlsb, xls, ods, csv, tsv) trong {}",
                    paths.join(", ")
                )
            }
            Error::NoCurriculum { files, .. } => {
                format!("không tìm thấy chương trình nào trong {}", files.join(", "))
            }
            Error::NoStaff { files, .. } => format!(
                "không tìm thấy phiếu tự đánh giá nào trong {}: cần bảng mỗi người một hàng, mỗi năng lực một cột, hoặc bảng có cột người, năng lực, mức",
                files.join(", ")
            ),
            Error::NoLabels { files, .. } => {
                format!(
                    "không trang tính nào của {} có cột text và expected trong mười hàng đầu",
                    files.join(", ")
                )
            }
            Error::NoDecisions { file, .. } => format!(
                "{file} không có trang nào có cột Quyết định và Mã liên kết, hoặc Lý do chấp nhận và Ô của khung"
            ),
            Error::NotARecord { file, reason } => {
                format!("{file} không phải là coverage.json hay coverage.xlsx của khung: {}", reason.vi)
            }
            Error::Incomparable { what, before, after } => {
                format!("{} khác nhau nên không so sánh được: trước là {before}, sau là {after}", what.vi)
            }
            Error::Mapping { file, faults } => {
                format!("{file} có {} lỗi; lỗi đầu tiên: {}", faults.len(), faults[0].1.vi)
            }
            Error::Unknown { kind, wanted, known } => {
                let kind = match *kind {
                    "framework" => "khung năng lực",
                    "audience" => "đối tượng",
                    "level" => "mức độ",
                    "policy" => "cách tính",
                    "module" => "học phần",
                    "graph format" => "định dạng đồ thị",
                    other => other,
                };
                format!("không có {kind} {wanted:?}; hiện có: {}", known.join(", "))
            }
            Error::Figure { name, found, expected } => format!("{name} là {found}; cần {}", expected.vi),
            Error::Exists { path } => format!("đã có tệp {path}; dùng --force để ghi đè"),
            Error::Output { path, source } => {
                format!("không ghi được {path}: {}", remedy::of_writing(source).vi)
            }
            Error::Write { path, reason } => format!("không ghi được {path}: {reason}"),
        };
        Wording::new(vi, self.to_string())
    }

    /// The places an error points at, each with what is wrong there, in `lang`.
    pub fn details(&self, lang: Lang) -> Vec<(String, String)> {
        let details = match self {
            Error::NoCurriculum { reasons, .. }
            | Error::NoStaff { reasons, .. }
            | Error::NoLabels { reasons, .. }
            | Error::NoDecisions { reasons, .. } => reasons,
            Error::Mapping { faults, .. } => faults,
            _ => return Vec::new(),
        };
        details.iter().map(|(place, why)| (place.to_string(), why.get(lang).to_owned())).collect()
    }
}

/// A result whose error is an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
