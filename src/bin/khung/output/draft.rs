//! A file written beside the place it is meant for.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use khung::error::{Error, Result};
use khung::workbook::checksum_of;

use super::unfinished::{self, Unfinished};

/// A file that is whole and on the disk, but not yet in its place. Dropped, it is gone.
pub(super) struct Draft {
    path: PathBuf,
    /// SHA-256 of what it holds.
    pub(super) sum: String,
}

impl Draft {
    /// What `write` writes, at `path`; `target` is what an error calls it.
    pub(super) fn new(
        path: PathBuf,
        target: &Path,
        write: impl FnOnce(&mut Writer<'_>) -> Result<()>,
    ) -> Result<Self> {
        let cannot = |error: io::Error| super::cannot(target, error);
        let (mut draft, mut file) = Draft::empty(path).map_err(cannot)?;
        fill(&file, target, write)?;
        file.sync_all().map_err(cannot)?;
        file.rewind().map_err(cannot)?;
        draft.sum = checksum_of(file).map_err(cannot)?;
        Ok(draft)
    }

    fn empty(path: PathBuf) -> io::Result<(Self, File)> {
        let mut unfinished = unfinished::lock();
        let file = File::options().read(true).write(true).create_new(true).open(&path)?;
        unfinished.enter(&path);
        Ok((Draft { path, sum: String::new() }, file))
    }

    /// Puts it at `target`, in one step. Whoever calls holds the list of what is unfinished.
    pub(super) fn put(&self, target: &Path, unfinished: &mut Unfinished) -> Result<()> {
        fs::rename(&self.path, target).map_err(|error| super::cannot(target, error))?;
        unfinished.strike(&self.path);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        unfinished::lock().remove(&self.path);
    }
}

/// Where a report is written to: buffered, and seekable as a zip needs it.
pub(crate) struct Writer<'a> {
    file: BufWriter<&'a File>,
    fault: Option<io::Error>,
}

/// Lets `write` fill `file`. What the system complained of says more than what a writer makes of it.
pub(super) fn fill(
    file: &File,
    target: &Path,
    write: impl FnOnce(&mut Writer<'_>) -> Result<()>,
) -> Result<()> {
    let mut writer = Writer { file: BufWriter::new(file), fault: None };
    let written = write(&mut writer);
    let flushed = writer.flush();
    match (writer.fault.take(), written, flushed) {
        (Some(fault), ..) | (None, Ok(()), Err(fault)) => Err(super::cannot(target, fault)),
        // Whoever wrote does not know where to.
        (None, Err(Error::Output { path, source }), _) if !Path::new(&path).is_absolute() => {
            Err(super::cannot(target, source))
        }
        (None, written, _) => written,
    }
}

impl Writer<'_> {
    fn noted<T>(&mut self, outcome: io::Result<T>) -> io::Result<T> {
        outcome.inspect_err(|error| {
            let copy = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
            self.fault.get_or_insert(copy);
        })
    }
}

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = self.file.write(bytes);
        self.noted(outcome)
    }

    // As the buffer does it, which takes a crumb of JSON without asking more.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let outcome = self.file.write_all(bytes);
        self.noted(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.file.flush();
        self.noted(outcome)
    }
}

impl Seek for Writer<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let outcome = self.file.seek(to);
        self.noted(outcome)
    }
}
