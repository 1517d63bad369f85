//! `settings.toml`: thresholds and limits, each with its reason in the file.

use serde::Deserialize;

use super::source::Source;
use crate::error::Result;

/// Thresholds and limits. The reasons for the defaults stand in `mappings/settings.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    schema: toml::Spanned<String>,
    /// When a matched alignment counts.
    pub linking: Linking,
    /// Limits on what is read.
    pub reading: Limits,
    /// When a map is suspicious.
    pub suspicion: Suspicion,
}

/// When a matched alignment counts; confidences are from 0 to 1.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linking {
    /// From here up it counts.
    pub accept: f64,
    /// From here up to `accept` it is a suggestion.
    pub suggest: f64,
    /// The same for what is linked by similarity alone.
    pub suggest_alike: f64,
    /// What a title's confidence is multiplied by.
    pub title_factor: f64,
    /// Letters that a pattern may spell, its concepts put in and its repetitions written out.
    pub max_pattern_letters: u64,
}

/// Limits on what is read, against files that would exhaust the machine.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Size of a file, in megabytes.
    pub max_file_megabytes: u64,
    /// Size of a zipped workbook once unpacked, in megabytes.
    pub max_unpacked_megabytes: u64,
    /// Cells of a workbook that are not empty.
    pub max_cells: usize,
    /// Sheets of a workbook.
    pub max_sheets: usize,
    /// Letters of one cell.
    pub max_text_letters: usize,
    /// Seconds that opening one file may take.
    pub max_seconds: u64,
}

/// Limits that a user has set for a run, in place of those of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LimitChanges {
    /// See [`Limits::max_file_megabytes`].
    pub max_file_megabytes: Option<u64>,
    /// See [`Limits::max_unpacked_megabytes`].
    pub max_unpacked_megabytes: Option<u64>,
    /// See [`Limits::max_cells`].
    pub max_cells: Option<usize>,
    /// See [`Limits::max_sheets`].
    pub max_sheets: Option<usize>,
    /// See [`Limits::max_text_letters`].
    pub max_text_letters: Option<usize>,
    /// See [`Limits::max_seconds`].
    pub max_seconds: Option<u64>,
    /// See [`Linking::max_pattern_letters`].
    pub max_pattern_letters: Option<u64>,
}

impl Settings {
    /// The same with other limits.
    pub(super) fn limited(self, by: LimitChanges) -> Self {
        let Settings { linking, reading, .. } = self;
        let reading = Limits {
            max_file_megabytes: by.max_file_megabytes.unwrap_or(reading.max_file_megabytes),
            max_unpacked_megabytes: by.max_unpacked_megabytes.unwrap_or(reading.max_unpacked_megabytes),
            max_cells: by.max_cells.unwrap_or(reading.max_cells),
            max_sheets: by.max_sheets.unwrap_or(reading.max_sheets),
            max_text_letters: by.max_text_letters.unwrap_or(reading.max_text_letters),
            max_seconds: by.max_seconds.unwrap_or(reading.max_seconds),
        };
        let max_pattern_letters = by.max_pattern_letters.unwrap_or(linking.max_pattern_letters);
        Settings { reading, linking: Linking { max_pattern_letters, ..linking }, ..self }
    }
}

/// When a map of alignments is suspicious.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspicion {
    /// The share of components from which a module claims everything.
    pub aligned_with_everything: f64,
}

pub(super) fn parse(source: &Source) -> Result<Settings> {
    let settings: Settings = source.parse()?;
    let faults = source.schema(&settings.schema, "khung.settings/1");
    source.checked(settings, faults)
}
