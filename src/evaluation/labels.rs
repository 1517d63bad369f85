//! A labelled set: statements with what a person says they are evidence of.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::finding::Findings;
use crate::framework::{Audience, ComponentId, Framework, Key, LevelId};
use crate::lang::{Lang, Wording};
use crate::mappings::Settings;
use crate::place::Place;
use crate::text::{fold_words, has_marks};
use crate::workbook::{self, Sheet};

/// One statement, labelled.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// The statement.
    pub text: String,
    /// Its language: as given, else by its letters.
    pub lang: Lang,
    /// For whom, by position in [`Framework::audiences`].
    pub audience: usize,
    /// What it is evidence of: components, each with its levels where they are told. Empty if of nothing.
    pub expected: BTreeMap<ComponentId, Vec<LevelId>>,
    /// The cell of its text.
    pub place: Place,
}

/// The statements of a labelled set, and what could not be used of it.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// The statements, in the order of the file.
    pub statements: Vec<Labelled>,
    /// Files that cannot be read, and labels and audiences that are not the framework's, with their cells. They are left
    /// out of the figures.
    pub notes: Vec<(Place, Wording)>,
}

/// Reads the labelled sets at `paths`: tables with the columns `text`, `lang`, `audience` and `expected`, in any
/// order and among others. `expected` lists keys of cells or components, apart by semicolons.
///
/// # Errors
/// [`Error::Open`]; [`Error::NoLabels`] if no sheet has the columns `text` and `expected`.
pub fn read(paths: &[PathBuf], framework: &Framework, settings: &Settings) -> Result<Labels> {
    let (mut labels, mut found) = (Labels::default(), false);
    let mut findings = Findings::default();
    for unit in workbook::units(paths)? {
        for sheet in &workbook::read(&unit, settings, &mut findings).sheets {
            if let Some(columns) = Columns::of(sheet) {
                found = true;
                Reader { sheet, columns, framework }.read(&mut labels);
            }
        }
    }
    let findings = findings.sorted().into_iter();
    let reasons: Vec<(Place, Wording)> = findings.map(|finding| (finding.place, finding.message)).collect();
    match found {
        true => {
            labels.notes.splice(0..0, reasons);
            Ok(labels)
        }
        false => Err(Error::NoLabels {
            files: paths.iter().map(|path| path.display().to_string()).collect(),
            reasons,
        }),
    }
}

/// Which column is what, by the header row.
#[derive(Clone, Copy, Debug)]
struct Columns {
    header: u32,
    text: u32,
    expected: u32,
    lang: Option<u32>,
    audience: Option<u32>,
}

impl Columns {
    fn of(sheet: &Sheet) -> Option<Columns> {
        sheet.rows().into_iter().take(10).find_map(|header| {
            let named = |names: [&str; 2]| {
                let mut cells = sheet.row(header);
                cells.find(|(_, value)| names.contains(&fold_words(&value.text()).as_str())).map(|(at, _)| at)
            };
            Some(Columns {
                header,
                text: named(["text", "phat bieu"])?,
                expected: named(["expected", "nhan"])?,
                lang: named(["lang", "ngon ngu"]),
                audience: named(["audience", "doi tuong"]),
            })
        })
    }
}

struct Reader<'a> {
    sheet: &'a Sheet,
    columns: Columns,
    framework: &'a Framework,
}

impl Reader<'_> {
    fn read(&self, labels: &mut Labels) {
        for row in self.sheet.rows().into_iter().filter(|row| *row > self.columns.header) {
            let text = self.cell(row, Some(self.columns.text));
            if text.is_empty() {
                continue;
            }
            let place = self.sheet.at(row, self.columns.text);
            let lang = match self.cell(row, self.columns.lang).to_lowercase().as_str() {
                "vi" => Lang::Vi,
                "en" => Lang::En,
                _ if has_marks(&text) => Lang::Vi,
                _ => Lang::En,
            };
            let keys = self.cell(row, Some(self.columns.expected));
            let expected = self.expected(row, &keys, &mut labels.notes);
            let audience = self.audience(row, &expected, &mut labels.notes);
            if let (Some(audience), Some(expected)) = (audience, expected) {
                labels.statements.push(Labelled { text, lang, audience, expected, place });
            }
        }
    }

    fn cell(&self, row: u32, column: Option<u32>) -> String {
        let value = column.and_then(|column| self.sheet.get(row, column));
        value.map(|value| value.text().trim().to_owned()).unwrap_or_default()
    }

    /// The audience named; else the first that has the table of what is expected.
    fn audience(
        &self,
        row: u32,
        expected: &Option<BTreeMap<ComponentId, Vec<LevelId>>>,
        notes: &mut Vec<(Place, Wording)>,
    ) -> Option<usize> {
        let named = self.cell(row, self.columns.audience);
        let audiences = &self.framework.audiences;
        if named.is_empty() {
            let component = expected.as_ref().and_then(|expected| expected.keys().next());
            let has = |audience: &Audience| {
                component.is_none_or(|id| audience.tables.contains(&self.framework.component(*id).table))
            };
            return Some(audiences.iter().position(has).unwrap_or(0));
        }
        let known = audiences.iter().position(|audience| audience.key.eq_ignore_ascii_case(&named));
        if known.is_none() {
            let place = self.sheet.at(row, self.columns.audience.unwrap_or(self.columns.text));
            notes.push((place, unknown(&named, "đối tượng", "audience")));
        }
        known
    }

    /// What the keys name; nothing if one of them is not the framework's.
    fn expected(
        &self,
        row: u32,
        keys: &str,
        notes: &mut Vec<(Place, Wording)>,
    ) -> Option<BTreeMap<ComponentId, Vec<LevelId>>> {
        let mut expected: BTreeMap<ComponentId, Vec<LevelId>> = BTreeMap::new();
        for key in keys.split([';', '|', ',', '\n']).map(str::trim).filter(|key| !key.is_empty()) {
            let cell = match self.framework.find(&key.to_lowercase()).or_else(|| self.framework.find(key)) {
                Some(Key::Component(component)) => {
                    expected.entry(component).or_default();
                    continue;
                }
                Some(Key::Cell(cell)) => cell,
                Some(Key::Indicator(indicator)) => self.framework.indicator(indicator).cell,
                Some(Key::Domain(_)) | None => {
                    let place = self.sheet.at(row, self.columns.expected);
                    notes.push((place, unknown(key, "ô hay năng lực thành phần", "cell or component")));
                    return None;
                }
            };
            let cell = self.framework.cell(cell);
            expected.entry(cell.component).or_default().push(cell.level);
        }
        Some(expected)
    }
}

fn unknown(found: &str, vi: &str, en: &str) -> Wording {
    Wording::new(
        format!("\"{found}\" không phải {vi} của khung năng lực; dòng này không được tính"),
        format!("{found:?} is no {en} of the framework; the row is left out"),
    )
}
