//! From the paths a user names to the files to read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// What is read together as one workbook: a workbook file, or all the CSV files of one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// A short name: the file's without extension, or the folder's.
    pub id: String,
    /// The files, by name.
    pub files: Vec<PathBuf>,
}

const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];
const TEXTS: [&str; 2] = ["csv", "tsv"];

/// The units under `paths`: a file is one whatever its extension; a folder gives one for each workbook
/// in it and in its folders, and one for each folder's CSV files. Reports that khung wrote, and lock files,
/// are passed over.
///
/// # Errors
/// [`Error::Open`] if a path does not exist or a folder cannot be listed.
pub fn units(paths: &[PathBuf]) -> Result<Vec<Unit>> {
    let mut found = Vec::new();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(|source| cannot(path, source))?;
        if metadata.is_dir() {
            walk(path, &mut BTreeSet::new(), &mut found)?;
        } else {
            found.push(Unit { id: stem(path), files: vec![path.clone()] });
        }
    }
    Ok(distinct(found))
}

fn cannot(path: &Path, source: std::io::Error) -> Error {
    Error::Open { path: display(path), source }
}

/// Gathers the units under `folder`; `seen` keeps links that lead back from being followed for ever.
fn walk(folder: &Path, seen: &mut BTreeSet<PathBuf>, found: &mut Vec<Unit>) -> Result<()> {
    let real = std::fs::canonicalize(folder).map_err(|source| cannot(folder, source))?;
    if !seen.insert(real) {
        return Ok(());
    }
    let entries = std::fs::read_dir(folder).map_err(|source| cannot(folder, source))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort_by_key(|path| crate::framework::Code::new(path.to_string_lossy()));
    let ours = reports(folder);
    let mut texts = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if name.starts_with(['.', '~']) || ours.contains(&name) {
            continue;
        } else if path.is_dir() {
            // A folder that cannot be listed is said like a file that cannot be read.
            if walk(&path, seen, found).is_err() {
                found.push(Unit { id: stem(&path), files: vec![path] });
            }
        } else if WORKBOOKS.contains(&extension.as_str()) {
            found.push(Unit { id: stem(&path), files: vec![path] });
        } else if TEXTS.contains(&extension.as_str()) {
            texts.push(path);
        }
    }
    if !texts.is_empty() {
        found.push(Unit { id: folder_name(folder), files: texts });
    }
    Ok(())
}

/// The reports that khung has written into a folder, by the list it keeps of them.
fn reports(folder: &Path) -> BTreeSet<String> {
    let path = folder.join("coverage.sha256");
    // A read of a pipe by that name would never end.
    let ledger =
        path.is_file().then(|| std::fs::read_to_string(path)).and_then(Result::ok).unwrap_or_default();
    ledger.lines().filter_map(|line| Some(line.split_once("  ")?.1.to_owned())).collect()
}

/// Ids made unique by a number; the same file named twice is read once.
fn distinct(mut units: Vec<Unit>) -> Vec<Unit> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut files = BTreeSet::new();
    units.retain(|unit| files.insert(unit.files.clone()));
    for unit in &mut units {
        let count = seen.entry(unit.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            unit.id = format!("{}-{count}", unit.id);
        }
    }
    units
}

pub(super) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn folder_name(folder: &Path) -> String {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The path as places show it: as given, with `/` between folders.
pub(super) fn display(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/").replace(char::is_control, "\u{fffd}");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}
