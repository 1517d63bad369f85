//! Files written whole or not at all, and never over a report that someone has edited.
//!
//! A run writes everything it has to say beside its places first, as drafts. Only when all of them are whole and on the
//! disk are they put in place, and between these steps nothing but renaming is left to do:
//!
//! 1. The ledger is replaced by one that allows each report its old and its new checksum.
//! 2. The drafts are renamed to the reports.
//! 3. The ledger is replaced by one with the new checksums alone.
//!
//! Wherever a run is killed, each report is the old one or the new one, and the ledger knows it for khung's own.

mod draft;
mod folder;
mod ledger;
mod mark;
mod publishing;
pub(crate) mod unfinished;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use khung::error::{Error, Result};
use khung::lang::Lang;
use rayon::prelude::*;

use draft::Draft;
use folder::Folder;

pub(crate) use draft::Writer;

/// The reports of one run, none of them in its place before all are whole.
pub(crate) struct Reports {
    lang: Lang,
    force: bool,
    // Dropped before the folders, whose marks keep other runs from clearing drafts away.
    reports: Vec<Report>,
    /// By their paths without links, so that two runs that write into the same ones lock them in the same order.
    folders: BTreeMap<PathBuf, Folder>,
}

/// What fills a report.
pub(crate) type Filling<'a> = Box<dyn FnOnce(&mut Writer<'_>) -> Result<()> + Send + 'a>;

/// A report that is whole, but not yet in its place.
struct Report {
    folder: PathBuf,
    name: String,
    /// Where the user asked for it.
    path: PathBuf,
    draft: Draft,
    /// Whether it stands in the ledger, and so is not to be written over what someone has edited.
    in_ledger: bool,
}

impl Reports {
    /// None yet. With `force` they replace what stands in their place, even if someone has edited it.
    pub(crate) fn new(lang: Lang, force: bool) -> Self {
        Reports { lang, force, reports: Vec::new(), folders: BTreeMap::new() }
    }

    /// A report at `path`; under another name if the one there is not as khung wrote it.
    pub(crate) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.write_with(path, in_one(path, bytes))
    }

    /// [`Reports::write`] for what is made as it is written, so that it need not fit into memory.
    pub(crate) fn write_with(
        &mut self,
        path: &Path,
        write: impl FnOnce(&mut Writer<'_>) -> Result<()>,
    ) -> Result<()> {
        if self.force {
            no_folder(path)?;
        }
        self.add(path, path, true, write)
    }

    /// A file at `path` and nowhere else: the caller has seen to it that it may be overwritten. A link is followed, as
    /// a shell does.
    pub(crate) fn write_over(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        no_folder(path)?;
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if real.exists() && !real.is_file() {
            // A device or a pipe is written to and not replaced.
            let file = File::options().write(true).open(path).map_err(|error| cannot(path, error))?;
            return draft::fill(&file, path, in_one(path, bytes));
        }
        self.add(&real, path, false, in_one(path, bytes))
    }

    /// Several reports, filled at the same time where there are threads for it.
    pub(crate) fn write_together(&mut self, reports: Vec<(PathBuf, Filling<'_>)>) -> Result<()> {
        let mut places = Vec::new();
        for (path, filling) in reports {
            if self.force {
                no_folder(&path)?;
            }
            let (folder, name) = self.place(&path)?;
            places.push((folder.clone(), name, path, self.folders[&folder].draft(), filling));
        }
        let made = places.into_par_iter().map(|(folder, name, path, draft, filling)| {
            let draft = Draft::new(draft, &path, filling)?;
            Ok(Report { folder, name, path, draft, in_ledger: true })
        });
        // Of several that fail, the first is the one to tell of, whichever failed first.
        let made: Vec<Result<Report>> = made.collect();
        self.reports.extend(made.into_iter().collect::<Result<Vec<Report>>>()?);
        Ok(())
    }

    fn add(
        &mut self,
        real: &Path,
        path: &Path,
        in_ledger: bool,
        write: impl FnOnce(&mut Writer<'_>) -> Result<()>,
    ) -> Result<()> {
        let (folder, name) = self.place(real)?;
        let draft = Draft::new(self.folders[&folder].draft(), path, write)?;
        self.reports.push(Report { folder, name, path: path.to_owned(), draft, in_ledger });
        Ok(())
    }

    /// The folder of the file at `path`, which is there from now on, and its name in it.
    fn place(&mut self, path: &Path) -> Result<(PathBuf, String)> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((self.folder(folder)?, name))
    }

    /// The path without links of the folder at `path`, which is there from now on.
    pub(crate) fn folder(&mut self, path: &Path) -> Result<PathBuf> {
        let make = || {
            unfinished::lock().make_folder(path)?;
            fs::canonicalize(path)
        };
        let real = make().map_err(|error| cannot(path, error))?;
        if !self.folders.contains_key(&real) {
            let folder = Folder::open(path, &real).map_err(|error| cannot(path, error))?;
            self.folders.insert(real.clone(), folder);
        }
        Ok(real)
    }
}

/// Writes `bytes` to `path`, whole or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8], lang: Lang) -> Result<()> {
    let mut reports = Reports::new(lang, true);
    reports.write_over(path, bytes)?;
    reports.publish().map(drop)
}

fn in_one<'a>(path: &'a Path, bytes: &'a [u8]) -> impl FnOnce(&mut Writer<'_>) -> Result<()> + 'a {
    |writer| writer.write_all(bytes).map_err(|error| cannot(path, error))
}

fn no_folder(path: &Path) -> Result<()> {
    if path.is_dir() { Err(cannot(path, io::ErrorKind::IsADirectory.into())) } else { Ok(()) }
}

fn cannot(path: &Path, source: io::Error) -> Error {
    Error::Output { path: path.display().to_string(), source }
}
