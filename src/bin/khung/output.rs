//! Files written whole or not at all, and never over a report that someone has edited.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use khung::error::{Error, Result};
use khung::workbook::checksum;

/// Remembers what khung wrote into a folder, in the form of `sha256sum`, so that anyone can see that a
/// report is as it was written.
const LEDGER: &str = "coverage.sha256";

/// The reports of one run, in one folder.
pub(crate) struct Folder {
    path: PathBuf,
    force: bool,
    known: Vec<(String, String)>,
    written: Vec<(String, String)>,
}

impl Folder {
    /// Opens the folder at `path`, making it if need be.
    pub(crate) fn open(path: &Path, force: bool) -> Result<Self> {
        fs::create_dir_all(path).map_err(|error| cannot(path, &error))?;
        let ledger = fs::read_to_string(path.join(LEDGER)).unwrap_or_default();
        let line = |line: &str| line.split_once("  ").map(|(sum, name)| (name.to_owned(), sum.to_owned()));
        let known = ledger.lines().filter_map(line).collect();
        Ok(Folder { path: path.to_owned(), force, known, written: Vec::new() })
    }

    /// Writes a report; under another name if the one there is not as khung wrote it. Returns where.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let name = self.free_name(name, bytes);
        let path = self.path.join(&name);
        write(&path, bytes)?;
        self.written.push((name, checksum(bytes)));
        Ok(path)
    }

    /// `name`, or the first of `name-2`, `name-3`, … that is free or khung's own.
    fn free_name(&self, name: &str, bytes: &[u8]) -> String {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let names = std::iter::once(name.to_owned()).chain((2..).map(|n| format!("{stem}-{n}.{extension}")));
        let mut free = names.filter(|name| self.force || self.is_ours(name, bytes));
        free.next().unwrap_or_else(|| name.to_owned())
    }

    fn is_ours(&self, name: &str, bytes: &[u8]) -> bool {
        let Ok(there) = fs::read(self.path.join(name)) else { return !self.path.join(name).exists() };
        let sum = checksum(&there);
        there == bytes || self.known.iter().any(|(known, wrote)| known == name && *wrote == sum)
    }

    /// Writes down what was written, and what earlier runs wrote that is still there.
    pub(crate) fn close(mut self) -> Result<()> {
        let kept =
            self.known.into_iter().filter(|(name, _)| !self.written.iter().any(|(new, _)| new == name));
        let kept: Vec<_> = kept.filter(|(name, _)| self.path.join(name).exists()).collect();
        self.written.extend(kept);
        self.written.sort();
        let lines: String = self.written.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
        write(&self.path.join(LEDGER), lines.as_bytes())
    }
}

/// Writes `bytes` to `path` whole or not at all: beside it first, then in its place.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file =
        tempfile::Builder::new().prefix(".khung-").tempfile_in(folder).map_err(|e| cannot(path, &e))?;
    file.write_all(bytes).map_err(|error| cannot(path, &error))?;
    file.as_file().sync_all().map_err(|error| cannot(path, &error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary file is its owner's alone; a report is for those who may read the folder.
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).map_err(|e| cannot(path, &e))?;
    }
    file.persist(path).map_err(|error| cannot(path, &error.error))?;
    Ok(())
}

fn cannot(path: &Path, error: &std::io::Error) -> Error {
    Error::Write { path: path.display().to_string(), reason: error.to_string() }
}
