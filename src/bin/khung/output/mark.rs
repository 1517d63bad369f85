//! The mark that a run leaves in a folder while it has drafts there: an empty file, locked for as long as the run lives.
//!
//! A lock for each draft would do too, but a run may have thousands of drafts and not so many open files.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::unfinished;

const PREFIX: &str = ".khung-";
const SUFFIX: &str = ".tmp";
const RANDOM: usize = 6;

pub(super) struct Mark {
    path: PathBuf,
    /// Held open for its lock.
    file: File,
}

impl Mark {
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        loop {
            let mark = Mark::unlocked(folder)?;
            // Where there are no locks nobody clears away what is marked either.
            let _ = mark.file.lock();
            // Between its making and its locking another run may have taken it for that of a dead one.
            if mark.path.exists() {
                return Ok(mark);
            }
        }
    }

    fn unlocked(folder: &Path) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
        let mut unfinished = unfinished::lock();
        let (file, path) = builder.tempfile_in(folder)?.keep().map_err(|error| error.error)?;
        unfinished.enter(&path);
        Ok(Mark { path, file })
    }

    /// The path of its draft of this number.
    pub(super) fn draft(&self, number: usize) -> PathBuf {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!("{stem}-{number}{SUFFIX}"))
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        unfinished::lock().remove(&self.path);
    }
}

/// Removes the marks and drafts that runs which were killed have left in `folder`: named as khung names them, and with no
/// mark that is locked.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let name = entry.file_name();
        if let Some(mark) = name.to_str().filter(|_| is_file).and_then(mark_of) {
            remove_if_stale(&entry.path(), &folder.join(mark));
        }
    }
}

/// The name of the mark to which the draft, or mark, called `name` belongs.
fn mark_of(name: &str) -> Option<String> {
    let stem = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let (random, number) = stem.split_once('-').unwrap_or((stem, "0"));
    let is_random = random.len() == RANDOM && random.chars().all(|c| c.is_ascii_alphanumeric());
    let is_ours = is_random && number.parse::<usize>().is_ok();
    is_ours.then(|| format!("{PREFIX}{random}{SUFFIX}"))
}

fn remove_if_stale(path: &Path, mark: &Path) {
    let held = File::open(mark);
    let is_stale = match &held {
        Ok(mark) => mark.try_lock().is_ok(),
        // A run makes its mark first and removes it last.
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_stale {
        // The lock is held until then, lest a run that has just made the mark believe in it.
        let _ = fs::remove_file(path);
    }
}
