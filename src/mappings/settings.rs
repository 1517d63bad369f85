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
    /// Seconds that opening one file may take.
    pub max_seconds: u64,
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
