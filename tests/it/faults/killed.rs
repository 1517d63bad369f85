//! Being killed at any moment: each report is the old one or the new one, and the next run takes them all for its own.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};

use khung::workbook::checksum;
use tempfile::TempDir;

use super::{
    Aimed, Waiting, assert_ledgers, audit, audited, files, hold, is_draft, is_ledger, programmes, signal,
    whole,
};

type Reports = BTreeMap<PathBuf, Vec<u8>>;

#[test]
fn a_run_killed_at_any_moment_harms_no_report() {
    let tally = Trials::new(1).run("KILL", 20);
    assert_eq!(tally.values().sum::<usize>(), 20);
}

#[test]
fn a_run_interrupted_at_any_moment_harms_no_report() {
    for name in ["INT", "TERM"] {
        Trials::new(2).run(name, 10);
    }
}

/// `cargo test --test it killed -- --ignored --nocapture`
#[test]
#[ignore = "takes minutes"]
#[expect(clippy::print_stderr, reason = "the figure is what it is run for")]
fn four_hundred_runs_killed_at_any_moment_harm_no_report() {
    for (name, count) in [("KILL", 200), ("INT", 100), ("TERM", 100)] {
        let tally = Trials::new(3).run(name, count);
        eprintln!("SIG{name}: {count} runs, 0 reports harmed; when the signal came: {tally:?}");
    }
}

/// What a run that a signal came to had done by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Nothing,
    Drafts,
    SomeInPlace,
    AllInPlace,
    Ended,
}

/// When to send the signal.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// When the test has looked so many times.
    Looks(usize),
    /// When so many drafts are there.
    Drafts(usize),
    /// When so many files have come into their places.
    Renames(usize),
}

struct Trials {
    inputs: [TempDir; 2],
    wholes: [Reports; 2],
    out: TempDir,
    /// How often the test can look while a run goes on.
    looks: usize,
    random: u64,
}

impl Trials {
    fn new(seed: u64) -> Self {
        let inputs = [programmes("trường cũ"), programmes("trường mới")];
        let wholes = [whole(&inputs[0]), whole(&inputs[1])];
        let out = TempDir::new().expect("a folder");
        let mut trials = Trials { inputs, wholes, out, looks: usize::MAX, random: seed };
        let mut child = audit(trials.inputs[0].path(), trials.out.path()).spawn().expect("khung runs");
        trials.looks = trials.look(&mut child, Moment::Looks(usize::MAX));
        assert!(child.wait().expect("it ends").success());
        trials
    }

    /// Sends the signal to so many runs, one after another into the same folder, and then lets one come to its end.
    fn run(mut self, name: &str, count: usize) -> BTreeMap<Reached, usize> {
        let mut tally = BTreeMap::new();
        for trial in 0..count {
            let at = self.below(2);
            let moment = match self.below(3) {
                0 => Moment::Looks(self.below(self.looks)),
                1 => Moment::Drafts(1 + self.below(12)),
                _ => Moment::Renames(1 + self.below(8)),
            };
            let before = files(self.out.path());
            let mut child =
                super::stoppable(self.inputs[at].path(), self.out.path()).spawn().expect("khung runs");
            let aimed = Aimed::at(&child, name);
            self.look(&mut child, moment);
            aimed.send();
            let status = child.wait().expect("it ends");
            let after = files(self.out.path());
            self.assert_whole(&after, &format!("SIG{name}, trial {trial}, {moment:?}"));
            assert_ended(name, status, &after);
            *tally.entry(self.reached(status, &before, &after, at)).or_default() += 1;
        }
        assert!(
            audited(self.inputs[1].path(), self.out.path()) == self.wholes[1],
            "plain names, right ledger, no strays"
        );
        tally
    }

    /// A number below `count`, the same for the same seed.
    fn below(&mut self, count: usize) -> usize {
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) as usize % count.max(1)
    }

    /// Looks at the folder until `moment` has come or the run has ended. Returns how often it looked.
    fn look(&self, child: &mut Child, moment: Moment) -> usize {
        let start = inodes(self.out.path());
        let mut looks = 0;
        loop {
            let now = inodes(self.out.path());
            let drafts = now.keys().filter(|path| is_draft(path)).count();
            let is_renamed = |(path, (inode, _)): &(&PathBuf, &(u64, u64))| {
                !is_draft(path) && start.get(*path).is_none_or(|(before, _)| before != inode)
            };
            let renamed = now.iter().filter(is_renamed).count();
            self.assert_lengths(&now);
            let has_come = match moment {
                Moment::Looks(wanted) => looks >= wanted,
                Moment::Drafts(wanted) => drafts >= wanted,
                Moment::Renames(wanted) => renamed >= wanted,
            };
            if has_come || child.try_wait().expect("a child").is_some() {
                return looks;
            }
            looks += 1;
            std::thread::yield_now();
        }
    }

    /// That each report is as long as one of the two: a kill would leave what a look sees.
    fn assert_lengths(&self, now: &Inodes) {
        for (path, (_, length)) in now.iter().filter(|(path, _)| !is_draft(path) && !is_ledger(path)) {
            let path = path.strip_prefix(self.out.path()).expect("a path below");
            let mut versions = self.wholes.iter().filter_map(|whole| whole.get(path));
            assert!(
                versions.any(|bytes| bytes.len() as u64 == *length),
                "{}: {length} bytes",
                path.display()
            );
        }
    }

    /// That each report is one of the two, and has a name that one has who is not in another's way.
    fn assert_whole(&self, after: &Reports, when: &str) {
        for (path, bytes) in after.iter().filter(|(path, _)| !is_draft(path)) {
            let versions: Vec<&Vec<u8>> = self.wholes.iter().filter_map(|whole| whole.get(path)).collect();
            assert_eq!(versions.len(), 2, "{when}: {}", path.display());
            let is_whole =
                if is_ledger(path) { self.is_ledger(path, bytes) } else { versions.contains(&bytes) };
            assert!(is_whole, "{when}: {} is neither the old nor the new one", path.display());
        }
    }

    /// Whether it is a ledger that names nothing but what a run may have written.
    fn is_ledger(&self, path: &Path, bytes: &[u8]) -> bool {
        let is_known = |line: &str| {
            let Some((sum, name)) = line.split_once("  ") else { return false };
            self.wholes
                .iter()
                .any(|whole| whole.get(&path.with_file_name(name)).is_some_and(|b| checksum(b) == sum))
        };
        let text = String::from_utf8_lossy(bytes);
        text.ends_with('\n') && text.lines().all(is_known)
    }

    fn reached(&self, status: ExitStatus, before: &Reports, after: &Reports, at: usize) -> Reached {
        let is_report = |path: &&PathBuf| !is_draft(path) && !is_ledger(path);
        let changed =
            after.keys().filter(is_report).filter(|path| before.get(*path) != after.get(*path)).count();
        let new =
            after.keys().filter(is_report).filter(|path| after[*path] == self.wholes[at][*path]).count();
        match () {
            () if status.success() => Reached::Ended,
            () if changed == 0 && after.keys().any(|path| is_draft(path)) => Reached::Drafts,
            () if changed == 0 => Reached::Nothing,
            () if new < self.wholes[at].keys().filter(is_report).count() => Reached::SomeInPlace,
            () => Reached::AllInPlace,
        }
    }
}

/// Who is asked to stop does so and clears up; one that had not begun, or had ended, has nothing to clear.
fn assert_ended(name: &str, status: ExitStatus, after: &Reports) {
    let code = match name {
        "INT" => 130,
        "TERM" => 143,
        _ => return assert!(status.success() || status.signal() == Some(9), "{status}"),
    };
    assert!(
        status.success() || status.code() == Some(code) || status.signal() == Some(code - 128),
        "{status}"
    );
    assert!(!after.keys().any(|path| is_draft(path)), "{status}: {:?}", after.keys());
}

/// Files with their inodes and lengths.
type Inodes = BTreeMap<PathBuf, (u64, u64)>;

/// The files of the two folders that reports are written into.
fn inodes(out: &Path) -> Inodes {
    let folders = [out.to_owned(), out.join("programmes")];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let files = entries.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)));
    files
        .filter(|(_, found)| found.is_file())
        .map(|(path, found)| (path, (found.ino(), found.len())))
        .collect()
}

#[test]
fn the_next_run_clears_up_after_one_that_was_killed() {
    let input = programmes("trường");
    let out = TempDir::new().expect("a folder");
    let held = hold(out.path());
    let run = Waiting::new(audit(input.path(), out.path()));
    signal(&run.child, "KILL");
    assert_eq!(run.end().0.signal(), Some(9));
    assert!(files(out.path()).keys().filter(|path| is_draft(path)).count() > 6);
    drop(held);
    assert!(audited(input.path(), out.path()) == whole(&input));
}

#[test]
fn what_may_be_somebody_elses_is_not_cleared_away() {
    let input = programmes("trường");
    let out = TempDir::new().expect("a folder");
    let write = |name: &str| fs::write(out.path().join(name), "").expect("written");
    let stale = [".khung-aaaaaa.tmp", ".khung-aaaaaa-1.tmp", ".khung-bbbbbb-12.tmp"];
    let kept = [
        ".khung-notes",
        ".khung-cccccc.tmp",
        ".khung-cccccc-1.tmp",
        ".khung-dddddd-x.tmp",
        ".khung-long-name.tmp",
    ];
    stale.into_iter().chain(kept).for_each(write);
    fs::create_dir(out.path().join(".khung-eeeeee.tmp")).expect("a folder");
    let alive = fs::File::open(out.path().join(".khung-cccccc.tmp")).expect("a mark");
    alive.lock().expect("a lock");
    let after = audited(input.path(), out.path());
    assert_eq!(after.keys().filter(|path| is_draft(path)).count(), kept.len());
    for name in kept {
        assert!(after.contains_key(Path::new(name)), "{name}");
    }
    assert!(out.path().join(".khung-eeeeee.tmp").is_dir());
}

#[test]
fn a_report_edited_after_a_kill_is_not_overwritten() {
    let (old, new) = (programmes("trường cũ"), programmes("trường mới"));
    let (out, next) = (TempDir::new().expect("a folder"), whole(&new));
    let before = audited(old.path(), out.path());
    // As a run leaves it that is killed when it has put its first report in place.
    let ledger =
        |reports: &Reports| String::from_utf8_lossy(&reports[Path::new("coverage.sha256")]).into_owned();
    fs::write(out.path().join("coverage.sha256"), ledger(&before) + &ledger(&next)).expect("written");
    fs::write(out.path().join("coverage.xlsx"), &next[Path::new("coverage.xlsx")]).expect("written");
    fs::write(out.path().join("coverage.html"), "edited by the dean").expect("written");
    let after = audited(new.path(), out.path());
    assert_eq!(after[Path::new("coverage.html")], b"edited by the dean");
    assert!(after[Path::new("coverage-2.html")] == next[Path::new("coverage.html")]);
    assert!(after[Path::new("coverage.xlsx")] == next[Path::new("coverage.xlsx")]);
    assert!(after[Path::new("coverage.json")] == next[Path::new("coverage.json")]);
    assert_eq!(after.len(), before.len() + 1, "{:?}", after.keys());
}

#[test]
fn two_runs_into_one_folder_come_one_after_the_other() {
    let (one, two) = (programmes("trường này"), programmes("trường kia"));
    let out = TempDir::new().expect("a folder");
    let held = hold(out.path());
    let runs = [&one, &two].map(|input| Waiting::new(audit(input.path(), out.path())));
    drop(held);
    for run in runs {
        let (status, said) = run.end();
        assert!(status.success(), "{status}: {said}");
    }
    let after = files(out.path());
    assert!(after == whole(&one) || after == whole(&two), "{:?}", after.keys());
    assert_ledgers(&after);
}
