//! What happens to reports when something goes wrong while they are written, and to a run when something goes wrong with
//! what it reads.

mod inputs;
mod interrupted;
mod killed;
mod refused;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use khung::workbook::checksum;
use tempfile::TempDir;

use crate::support::khung;

/// Three programmes with `word` in them, so that a run writes several files into two folders.
fn programmes(word: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for name in ["one", "two", "three"] {
        let text = format!("Mã HP,Tên học phần,Số TC\nA1,Ứng dụng AI trong {word} {name},3\n");
        fs::create_dir(folder.path().join(name)).expect("a folder");
        fs::write(folder.path().join(name).join("programme.csv"), text).expect("written");
    }
    folder
}

/// Every ordinary file under `folder` by its path from there.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = PathBuf::from(entry.file_name());
        if entry.path().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|(path, bytes)| (name.join(path), bytes)));
        } else if entry.path().is_file() {
            // A draft may go away between being listed and being read.
            found.extend(fs::read(entry.path()).ok().map(|bytes| (name, bytes)));
        }
    }
    found
}

fn is_draft(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".khung-"))
}

fn is_ledger(path: &Path) -> bool {
    path.ends_with("coverage.sha256")
}

/// An audit of `input` into `out`, to be started.
fn audit(input: &Path, out: &Path) -> Command {
    audit_in("en", input, out)
}

fn audit_in(lang: &str, input: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khung"));
    command.arg("audit").arg(input).arg("--out").arg(out).args(["--quiet", "--lang", lang]);
    command.env("SOURCE_DATE_EPOCH", "1778544000");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// An audit that SIGINT stops, even if these tests run in the background and so are to ignore it with all that they start.
fn stoppable(input: &Path, out: &Path) -> Command {
    let plain = audit(input, out);
    let mut command = Command::new("env");
    command.arg("--default-signal=INT").arg(plain.get_program()).args(plain.get_args());
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// An audit of `input` into `out` that nothing happens to, and what is there afterwards.
fn audited(input: &Path, out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    khung().arg("audit").arg(input).args(["--quiet", "--lang", "en", "--out"]).arg(out).assert().success();
    files(out)
}

/// The reports of a run that nothing happens to.
fn whole(input: &TempDir) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = TempDir::new().expect("a folder");
    audited(input.path(), out.path())
}

/// Sends `child` a signal, by its name without SIG.
fn signal(child: &Child, name: &str) {
    let sent =
        Command::new("kill").args(["-s", name, &child.id().to_string()]).stderr(Stdio::null()).status();
    // It fails if the child has ended, which is for the caller to judge.
    sent.expect("there is a kill");
}

/// A signal to `child` that is sent as soon as it is wanted: a program that is there already has only to be let go.
struct Aimed(Child);

impl Aimed {
    fn at(child: &Child, name: &str) -> Self {
        let script = format!("read go; kill -s {name} {}", child.id());
        let mut command = Command::new("sh");
        command.args(["-c", &script]).stdin(Stdio::piped()).stderr(Stdio::null());
        Aimed(command.spawn().expect("sh runs"))
    }

    fn send(mut self) {
        drop(self.0.stdin.take().expect("its input").write_all(b"\n"));
        // It fails if the child has ended, which is for the caller to judge.
        self.0.wait().expect("it ends");
    }
}

/// A run of khung that has everything written and nothing in its place, since this test holds the folder that it writes into.
struct Waiting {
    child: Child,
    said: BufReader<std::process::ChildStderr>,
}

impl Waiting {
    /// Starts `command`, and comes back when it says that it waits.
    fn new(mut command: Command) -> Self {
        let mut child = command.spawn().expect("khung runs");
        let mut said = BufReader::new(child.stderr.take().expect("its messages"));
        let mut line = String::new();
        said.read_line(&mut line).expect("a message");
        assert!(line.starts_with("waiting for another run"), "{line}");
        Waiting { child, said }
    }

    /// How it ended, and what it said.
    fn end(mut self) -> (std::process::ExitStatus, String) {
        let mut said = String::new();
        std::io::Read::read_to_string(&mut self.said, &mut said).expect("messages");
        (self.child.wait().expect("it ends"), said)
    }
}

/// Holds `folder` as a run does that is putting its reports in place.
fn hold(folder: &Path) -> fs::File {
    let folder = fs::File::open(folder).expect("a folder");
    folder.lock().expect("a lock");
    folder
}

/// That each ledger under `out` is right for the reports beside it.
fn assert_ledgers(out: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, ledger) in out.iter().filter(|(path, _)| is_ledger(path)) {
        let names: Vec<&PathBuf> = out.keys().filter(|name| name.parent() == path.parent()).collect();
        let ledger = String::from_utf8_lossy(ledger);
        assert_eq!(ledger.lines().count(), names.len() - 1, "{}: {ledger}", path.display());
        for (sum, name) in ledger.lines().filter_map(|line| line.split_once("  ")) {
            assert_eq!(checksum(&out[&path.with_file_name(name)]), sum, "{}: {name}", path.display());
        }
    }
}
