//! What khung wrote into a folder, in the form of `sha256sum`, so that anyone can see that a report is as it was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use khung::workbook::checksum_of;

/// The checksums by name. While reports are put in place a name has two, the old and the new: whichever is there is khung's.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger(BTreeMap<String, BTreeSet<String>>);

impl Ledger {
    pub(super) const NAME: &str = "coverage.sha256";

    /// The ledger of `folder`. One that is there and cannot be read is an error: without it every report would pass
    /// for a person's.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let path = folder.join(Ledger::NAME);
        let bytes = match fs::metadata(&path) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if found.is_file() => fs::read(&path)?,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => Vec::new(),
        };
        let mut ledger = Ledger::default();
        for (sum, name) in String::from_utf8_lossy(&bytes).lines().filter_map(|line| line.split_once("  ")) {
            ledger.allow(name, sum);
        }
        ledger.forget_what_is_gone(folder);
        Ok(ledger)
    }

    /// Drops what is no longer there, and settles which of two sums is right where a run was killed between them.
    fn forget_what_is_gone(&mut self, folder: &Path) {
        self.0.retain(|name, sums| {
            let path = folder.join(name);
            if let Some(there) =
                (sums.len() > 1).then(|| sum_of(&path)).flatten().filter(|sum| sums.contains(sum))
            {
                *sums = BTreeSet::from([there]);
            }
            path.exists()
        });
    }

    /// Whether what stands at `name` in `folder` may be replaced by something with the checksum `new`: nothing stands
    /// there, or what khung wrote, or the same.
    pub(super) fn is_ours(&self, folder: &Path, name: &str, new: &str) -> bool {
        let path = folder.join(name);
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return true;
        }
        let known = |sum: &String| self.0.get(name).is_some_and(|sums| sums.contains(sum));
        sum_of(&path).is_some_and(|there| there == new || known(&there))
    }

    /// `name` may have the checksum `sum` too.
    pub(super) fn allow(&mut self, name: &str, sum: &str) {
        self.0.entry(name.to_owned()).or_default().insert(sum.to_owned());
    }

    /// `name` has the checksum `sum` and no other.
    pub(super) fn settle(&mut self, name: &str, sum: &str) {
        self.0.insert(name.to_owned(), BTreeSet::from([sum.to_owned()]));
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.0.iter().flat_map(|(name, sums)| sums.iter().map(move |sum| (name, sum)));
        lines.try_for_each(|(name, sum)| writeln!(f, "{sum}  {name}"))
    }
}

/// The checksum of the file at `path`. khung makes no links, so a link is somebody's own doing and has none; nor has a
/// pipe, of which a read would never end.
fn sum_of(path: &Path) -> Option<String> {
    let is_ordinary = fs::symlink_metadata(path).ok()?.is_file();
    checksum_of(is_ordinary.then(|| File::open(path).ok()).flatten()?).ok()
}
