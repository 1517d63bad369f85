//! A folder that reports are written into.

use std::cell::Cell;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use khung::lang::Lang;

use super::mark::{self, Mark};
use crate::print;

pub(super) struct Folder {
    /// Its path as the user gave it.
    path: PathBuf,
    mark: Mark,
    drafts: Cell<usize>,
    /// The folder itself, held open to lock and to sync; none where the system opens no folders, or forbids it.
    handle: Option<File>,
}

impl Folder {
    /// The folder at `path`, which is `real` without links; cleared of what runs that were killed left there.
    pub(super) fn open(path: &Path, real: &Path) -> io::Result<Self> {
        mark::sweep(real);
        let (mark, handle) = (Mark::new(real)?, File::open(real).ok());
        Ok(Folder { path: path.to_owned(), mark, drafts: Cell::new(0), handle })
    }

    /// A path for one more draft.
    pub(super) fn draft(&self) -> PathBuf {
        self.drafts.update(|count| count + 1);
        self.mark.draft(self.drafts.get())
    }

    /// Keeps other runs from putting reports in place here until this one ends. The folder itself is locked, so that no
    /// file for it is left behind; where the file system has no locks the run goes on without.
    pub(super) fn lock(&self, lang: Lang) {
        let Some(handle) = &self.handle else { return };
        if let Err(TryLockError::WouldBlock) = handle.try_lock() {
            let path = self.path.display();
            print::note(&lang.pick(
                format!("đang chờ một lần chạy khác ghi xong vào {path}"),
                format!("waiting for another run to finish writing into {path}"),
            ));
            let _ = handle.lock();
        }
    }

    /// What was put in place stays there if the power fails, whatever comes after. A file system that knows no such thing
    /// does without.
    pub(super) fn sync(&self) {
        let _ = self.handle.as_ref().map(File::sync_all);
    }
}
