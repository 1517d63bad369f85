//! The drafts of a run put in their places, all together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use khung::error::Result;

use super::draft::Draft;
use super::ledger::Ledger;
use super::{Report, Reports, cannot, in_one, unfinished};

/// The ledger of a folder before the reports come in and after, both of them written already: when the disk is full, it
/// is before anything has changed.
struct Step {
    path: PathBuf,
    allowing: Draft,
    settled: Draft,
}

impl Reports {
    /// Puts all of them in place. Returns where they stand, in the order in which they were written.
    pub(crate) fn publish(self) -> Result<Vec<PathBuf>> {
        let mut ledgers = self.ledgers()?;
        let names = self.names(&ledgers);
        let steps: Vec<Step> = ledgers
            .iter_mut()
            .map(|(folder, ledger)| self.step(folder, ledger, &names))
            .collect::<Result<_>>()?;
        let mut unfinished = unfinished::lock();
        let mut put = |draft: &Draft, path: &Path| draft.put(path, &mut unfinished);
        steps.iter().try_for_each(|step| put(&step.allowing, &step.path))?;
        self.sync();
        let places = || self.reports.iter().zip(&names);
        places().try_for_each(|(report, name)| put(&report.draft, &report.folder.join(name)))?;
        self.sync();
        steps.iter().try_for_each(|step| put(&step.settled, &step.path))?;
        self.sync();
        unfinished.publish();
        Ok(places().map(|(report, name)| report.path.with_file_name(name)).collect())
    }

    /// The ledgers of the folders that have one, which no other run changes from now on.
    fn ledgers(&self) -> Result<BTreeMap<&Path, Ledger>> {
        let mut ledgers = BTreeMap::new();
        for (real, folder) in &self.folders {
            if self.of(real).next().is_some() {
                folder.lock(self.lang);
                let ledger = Ledger::of(real).map_err(|error| cannot(&real.join(Ledger::NAME), error))?;
                ledgers.insert(real.as_path(), ledger);
            }
        }
        Ok(ledgers)
    }

    /// The reports that stand in the ledger of `folder`.
    fn of(&self, folder: &Path) -> impl Iterator<Item = (usize, &Report)> {
        self.reports.iter().enumerate().filter(move |(_, report)| report.in_ledger && report.folder == folder)
    }

    /// What each is to be called: as it was asked for, or by the first of `name-2`, `name-3`, … that is free or khung's
    /// own, and not taken by another report of this run.
    fn names(&self, ledgers: &BTreeMap<&Path, Ledger>) -> Vec<String> {
        let mut taken = BTreeSet::new();
        let mut name = |report: &Report| {
            let Some(ledger) = ledgers.get(report.folder.as_path()).filter(|_| report.in_ledger) else {
                return report.name.clone();
            };
            let is_ours =
                |name: &String| self.force || ledger.is_ours(&report.folder, name, &report.draft.sum);
            let free = names_like(&report.name).find(|name| {
                // Some file systems take `a` and `A` for one name.
                is_ours(name) && taken.insert((report.folder.clone(), name.to_lowercase()))
            });
            free.unwrap_or_else(|| report.name.clone())
        };
        self.reports.iter().map(&mut name).collect()
    }

    fn step(&self, folder: &Path, ledger: &mut Ledger, names: &[String]) -> Result<Step> {
        let path = folder.join(Ledger::NAME);
        let write = |ledger: &Ledger| {
            Draft::new(self.folders[folder].draft(), &path, in_one(&path, ledger.to_string().as_bytes()))
        };
        self.of(folder).for_each(|(at, report)| ledger.allow(&names[at], &report.draft.sum));
        let allowing = write(ledger)?;
        self.of(folder).for_each(|(at, report)| ledger.settle(&names[at], &report.draft.sum));
        let settled = write(ledger)?;
        Ok(Step { path, allowing, settled })
    }

    fn sync(&self) {
        self.folders.values().for_each(super::folder::Folder::sync);
    }
}

/// `name`, `name-2`, `name-3`, …
fn names_like(name: &str) -> impl Iterator<Item = String> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    std::iter::once(name.to_owned()).chain((2..).map(move |number| format!("{stem}-{number}.{extension}")))
}
