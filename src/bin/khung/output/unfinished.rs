//! What has to go if the run stops now. A file is made and entered under one lock, so that a stop never meets one that
//! is not entered; reports are put in place under the same lock, so that a stop comes before them all or after.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static UNFINISHED: Mutex<Unfinished> =
    Mutex::new(Unfinished { files: BTreeSet::new(), folders: Vec::new(), published: false });

/// The unfinished files of this run, and the folders it made for them.
pub(crate) struct Unfinished {
    files: BTreeSet<PathBuf>,
    folders: Vec<PathBuf>,
    published: bool,
}

/// The list, to read or change; who holds it is not interrupted.
pub(crate) fn lock() -> MutexGuard<'static, Unfinished> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Unfinished {
    pub(super) fn enter(&mut self, file: &Path) {
        self.files.insert(file.to_owned());
    }

    /// The file has come to its place.
    pub(super) fn strike(&mut self, file: &Path) {
        self.files.remove(file);
    }

    pub(super) fn remove(&mut self, file: &Path) {
        if self.files.remove(file) {
            let _ = fs::remove_file(file);
        }
    }

    /// Makes the folder at `path` with those above it, and remembers which of them were not there.
    pub(super) fn make_folder(&mut self, path: &Path) -> std::io::Result<()> {
        let missing = path.ancestors().filter(|part| !part.as_os_str().is_empty());
        let missing: Vec<_> = missing.take_while(|part| fs::symlink_metadata(part).is_err()).collect();
        self.folders.extend(missing.into_iter().rev().map(Path::to_owned));
        fs::create_dir_all(path)
    }

    /// The reports are in place.
    pub(super) fn publish(&mut self) {
        self.published = true;
        self.folders.clear();
    }

    /// Whether the reports are in place.
    pub(crate) fn is_published(&self) -> bool {
        self.published
    }

    /// Removes what is unfinished. A folder in which something else has come to stand stays.
    pub(crate) fn clear(&mut self) {
        for file in std::mem::take(&mut self.files) {
            let _ = fs::remove_file(file);
        }
        for folder in std::mem::take(&mut self.folders).into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
