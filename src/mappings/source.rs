//! One data file: its name and text, its parsing, and the lines its faults stand in.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::lang::Wording;
use crate::place::Place;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../mappings/", $name)))),*]
    };
}

/// The files of `mappings/`, which a test holds against the folder.
pub(super) const EMBEDDED: &[(&str, &str)] = embedded![
    "columns.toml",
    "efforts.toml",
    "policies/lenient.toml",
    "policies/standard.toml",
    "policies/strict.toml",
    "settings.toml",
    "synonyms.toml",
    "vn-tt18-2026/cues.toml",
    "vn-tt18-2026/framework.toml",
    "vn-tt18-2026/rules/manager-1-transformation.toml",
    "vn-tt18-2026/rules/manager-2-strategy.toml",
    "vn-tt18-2026/rules/manager-3-empowerment.toml",
    "vn-tt18-2026/rules/manager-4-digital-skills.toml",
    "vn-tt18-2026/rules/manager-5-professional.toml",
    "vn-tt18-2026/rules/teacher-1-teaching.toml",
    "vn-tt18-2026/rules/teacher-2-assessment.toml",
    "vn-tt18-2026/rules/teacher-3-empowerment.toml",
    "vn-tt18-2026/rules/teacher-4-digital-skills.toml",
    "vn-tt18-2026/rules/teacher-5-professional.toml",
    "vn-tt18-2026/rules/teacher-6-ai.toml",
    "vn-tt18-2026/rules/vocabulary.toml",
];

/// A data file that has been opened.
#[derive(Clone, Debug)]
pub struct Source {
    pub(super) name: Arc<str>,
    text: String,
    /// Where lines end, once a line has been asked for.
    ends: OnceLock<Vec<usize>>,
}

impl Source {
    pub(super) fn embedded(name: &str, text: &str) -> Self {
        Source::text(&format!("mappings/{name}"), text)
    }

    /// A file that is in memory, to be called `name` in messages.
    pub(super) fn text(name: &str, text: &str) -> Self {
        Source { name: name.into(), text: text.to_owned(), ends: OnceLock::new() }
    }

    /// The file at `path`, to be called `name` in messages.
    pub(super) fn file(path: &Path, name: &str) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::Open { path: name.to_owned(), source })?;
        Ok(Source { name: name.into(), text, ends: OnceLock::new() })
    }

    /// Every `.toml` file of a folder, by name; none if there is no such folder.
    pub(super) fn folder(folder: &Path) -> Result<Vec<Self>> {
        let paths = Source::names(folder).into_iter().map(|name| folder.join(name));
        paths.map(|path| Source::file(&path, &path.display().to_string())).collect()
    }

    /// The names of the `.toml` files of a folder, sorted.
    pub(super) fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(".toml")).collect();
        names.sort();
        names
    }

    /// The file as a `T`.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(&self.text).map_err(|error| {
            let place = self.line(&error.span().unwrap_or(0..0));
            let said = error.message().to_owned();
            let wording =
                Wording::new(format!("không đọc được TOML: {said}"), format!("cannot read TOML: {said}"));
            Error::Mapping { file: self.name.to_string(), faults: vec![(place, wording)] }
        })
    }

    /// The line that `span`, in bytes, begins in.
    pub(super) fn line(&self, span: &Range<usize>) -> Place {
        let ends = self.ends.get_or_init(|| self.text.match_indices('\n').map(|(at, _)| at).collect());
        let line = ends.partition_point(|end| *end < span.start) as u32 + 1;
        Place::Line { file: Arc::clone(&self.name), line }
    }

    /// The first line that `is` picks; the first of all if it picks none.
    pub(super) fn line_that(&self, is: impl FnMut(&str) -> bool) -> Place {
        let line = self.text.lines().position(is).map_or(1, |at| at as u32 + 1);
        Place::Line { file: Arc::clone(&self.name), line }
    }

    /// `value` if nothing was found wrong with the file, else all that was.
    pub(super) fn checked<T>(&self, value: T, mut faults: Vec<(Place, Wording)>) -> Result<T> {
        if faults.is_empty() {
            return Ok(value);
        }
        faults.sort();
        Err(Error::Mapping { file: self.name.to_string(), faults })
    }

    /// A fault if the file is of another kind or edition than `wanted`.
    pub(super) fn schema(&self, found: &toml::Spanned<String>, wanted: &str) -> Vec<(Place, Wording)> {
        if found.get_ref() == wanted {
            return Vec::new();
        }
        let found_text = found.get_ref();
        let wording = Wording::new(
            format!("schema là \"{found_text}\", cần \"{wanted}\""),
            format!("schema is {found_text:?}, expected {wanted:?}"),
        );
        vec![(self.line(&found.span()), wording)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).expect("mappings/ is there").flatten() {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                match entry.path().is_dir() {
                    true => walk(&entry.path(), &format!("{name}/"), found),
                    false => found.push(name),
                }
            }
        }
        let mut found = Vec::new();
        walk(Path::new("mappings"), "", &mut found);
        found.sort();
        let embedded: Vec<_> = EMBEDDED.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, embedded);
    }
}
