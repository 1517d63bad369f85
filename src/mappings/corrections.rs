//! A reading file: how a person says a workbook is to be understood (`inspect --save`, `--reading`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Role;
use super::source::Source;
use crate::error::Result;
use crate::framework::{ComponentId, Framework, Key, LevelId};
use crate::lang::Wording;
use crate::place::{Place, column_number};
use crate::text::normalize;

/// The schema of reading files.
pub const READING_SCHEMA: &str = "khung.reading/1";

/// What a person has said of sheets; where they say nothing, khung decides.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    sheets: Vec<SheetCorrection>,
}

impl SheetCorrection {
    /// Whether it is about the sheet `name` of `file`; one that names no file holds in all.
    fn is_of(&self, file: &str, name: &str) -> bool {
        let base = file.rsplit('/').next().unwrap_or(file);
        let same = self.file.as_ref().is_none_or(|known| known == base || known == file);
        same && self.name == normalize(name)
    }
}

impl Corrections {
    /// What is said of the sheet `name` of `file`; a correction that names no file holds in all.
    pub fn of(&self, file: &str, name: &str) -> Option<&SheetCorrection> {
        self.sheets.iter().find(|known| known.is_of(file, name))
    }

    /// The corrections that are about none of `sheets`, each a file and a name.
    pub fn unused<'a>(&'a self, sheets: &[(&str, &str)]) -> impl Iterator<Item = &'a SheetCorrection> {
        let used = |known: &SheetCorrection| sheets.iter().any(|(file, name)| known.is_of(file, name));
        self.sheets.iter().filter(move |known| !used(known)).collect::<Vec<_>>().into_iter()
    }
}

/// What a person has said of one sheet.
#[derive(Clone, Debug)]
pub struct SheetCorrection {
    /// Where it stands.
    pub place: Place,
    /// The file it is in, by name or path.
    pub file: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether to read it at all.
    pub read: bool,
    /// Whether its modules run across.
    pub across: bool,
    /// Its tables; none where khung is to find them.
    pub tables: Vec<TableCorrection>,
}

/// What a person has said of one table.
#[derive(Clone, Debug)]
pub struct TableCorrection {
    /// The first and last row of its header, from zero.
    pub header: (u32, u32),
    /// What its columns are, from zero.
    pub columns: BTreeMap<u32, ColumnCorrection>,
}

/// What a person has said that a column is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnCorrection {
    /// To be read past.
    Nothing,
    /// A role.
    Role(Role),
    /// A component, perhaps at one level.
    Component(ComponentId, Option<LevelId>),
    /// An outcome of the programme, labelled in the header.
    ProgrammeOutcome,
    /// An outcome of the module, labelled in the header.
    ModuleOutcome,
}

impl ColumnCorrection {
    /// The word for it in reading files.
    pub fn key(&self, framework: &Framework) -> String {
        match self {
            ColumnCorrection::Nothing => "nothing".to_owned(),
            ColumnCorrection::Role(role) => role.key(),
            ColumnCorrection::Component(component, None) => framework.component(*component).key.clone(),
            ColumnCorrection::Component(component, Some(level)) => {
                framework.cell(framework.cell_at(*component, *level)).key.clone()
            }
            ColumnCorrection::ProgrammeOutcome => "programme-outcome".to_owned(),
            ColumnCorrection::ModuleOutcome => "module-outcome".to_owned(),
        }
    }

    fn named(key: &str, framework: &Framework) -> Option<Self> {
        match key {
            "nothing" => return Some(ColumnCorrection::Nothing),
            "programme-outcome" => return Some(ColumnCorrection::ProgrammeOutcome),
            "module-outcome" => return Some(ColumnCorrection::ModuleOutcome),
            _ => {}
        }
        match framework.find(key) {
            Some(Key::Component(id)) => Some(ColumnCorrection::Component(id, None)),
            Some(Key::Cell(id)) => {
                let cell = framework.cell(id);
                Some(ColumnCorrection::Component(cell.component, Some(cell.level)))
            }
            _ => Role::named(key).map(ColumnCorrection::Role),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: toml::Spanned<String>,
    #[serde(default)]
    sheet: Vec<Sheet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    file: Option<String>,
    name: toml::Spanned<String>,
    #[serde(default = "yes")]
    read: bool,
    #[serde(default)]
    across: bool,
    #[serde(default)]
    table: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    header: toml::Spanned<(u32, u32)>,
    #[serde(default)]
    columns: BTreeMap<toml::Spanned<String>, toml::Spanned<String>>,
}

/// No header has more rows below its first.
const MOST_HEADER_ROWS: u32 = 9;

fn yes() -> bool {
    true
}

pub(super) fn parse(source: &Source, framework: &Framework) -> Result<Corrections> {
    let File { schema, sheet } = source.parse()?;
    let mut faults = source.schema(&schema, READING_SCHEMA);
    let sheets = sheet
        .into_iter()
        .map(|sheet| SheetCorrection {
            file: sheet.file.map(|file| normalize(&file)),
            place: source.line(&sheet.name.span()),
            name: normalize(sheet.name.get_ref()),
            read: sheet.read,
            across: sheet.across,
            tables: sheet
                .table
                .into_iter()
                .filter_map(|known| table(known, sheet.across, source, framework, &mut faults))
                .collect(),
        })
        .collect();
    source.checked(Corrections { sheets }, faults)
}

fn table(
    table: Table,
    across: bool,
    source: &Source,
    framework: &Framework,
    faults: &mut Vec<(Place, Wording)>,
) -> Option<TableCorrection> {
    let (first, last) = *table.header.get_ref();
    if first == 0 || last < first || last - first > MOST_HEADER_ROWS {
        let wording = Wording::new(
            "header phải là hàng đầu và hàng cuối của tiêu đề, ví dụ [5, 6]",
            "header must be the first and last row of the header, such as [5, 6]",
        );
        faults.push((source.line(&table.header.span()), wording));
        return None;
    }
    let mut columns = BTreeMap::new();
    for (letters, word) in &table.columns {
        // With modules across, what is a column of the table is a row of the sheet.
        let index = match across {
            true => letters.get_ref().parse::<u32>().ok().and_then(|row| row.checked_sub(1)),
            false => column_number(letters.get_ref()),
        };
        match (index, ColumnCorrection::named(word.get_ref(), framework)) {
            (Some(index), Some(meaning)) => {
                columns.insert(index, meaning);
            }
            (None, _) => faults.push((source.line(&letters.span()), unknown_column(letters.get_ref()))),
            (_, None) => faults.push((source.line(&word.span()), unknown_meaning(word.get_ref()))),
        }
    }
    Some(TableCorrection { header: (first - 1, last - 1), columns })
}

fn unknown_column(letters: &str) -> Wording {
    Wording::new(
        format!("\"{letters}\" không phải tên cột (A, B, … hoặc số hàng nếu across = true)"),
        format!("{letters:?} is no column (A, B, … or a row's number where across = true)"),
    )
}

fn unknown_meaning(word: &str) -> Wording {
    let known = "code, title, credits, periods, hours, term, outcomes, content, description, assessment, alignments, general/6.2, programme-outcome, nothing";
    Wording::new(
        format!("không hiểu \"{word}\"; có thể dùng: {known}"),
        format!("{word:?} is not understood; there are: {known}"),
    )
}
