//! Inputs that go away, change, or are no files at all.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use khung::finding::{Code, Finding, Findings};
use khung::mappings::Mappings;
use khung::workbook::{self, Unit, checksum};
use tempfile::TempDir;

use crate::support::{audit, khung, text};

const PLAIN: &str = "Mã HP,Tên học phần,Số TC\nGD101,Tâm lý học,3\n";

/// A folder of two CSV files, listed.
fn listed() -> (TempDir, Unit) {
    let folder = TempDir::new().expect("a folder");
    for name in ["1.csv", "2.csv"] {
        fs::write(folder.path().join(name), PLAIN).expect("written");
    }
    let mut units = workbook::units(&[folder.path().to_owned()]).expect("a folder");
    (folder, units.remove(0))
}

fn read(unit: &Unit) -> (workbook::Workbook, Vec<Finding>) {
    let mut findings = Findings::default();
    let book = workbook::read(unit, &Mappings::embedded().settings().expect("settings"), &mut findings);
    (book, findings.sorted())
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn a_file_gone_since_its_folder_was_listed_is_said_and_the_others_are_read() {
    let (folder, unit) = listed();
    fs::remove_file(folder.path().join("1.csv")).expect("removed");
    let (book, findings) = read(&unit);
    assert_eq!(book.sheets.len(), 1);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].code, Code::UnreadableFile);
    assert!(findings[0].place.file().ends_with("1.csv"));
    assert_eq!(findings[0].message.vi, "tệp không còn ở đây");
    assert_eq!(findings[0].message.en, "the file is no longer there");
    assert!(findings[0].help.en.starts_with("Put it back"));
}

#[test]
fn what_came_in_the_place_of_a_file_is_not_waited_for() {
    let (folder, unit) = listed();
    let path = folder.path().join("1.csv");
    fs::remove_file(&path).expect("removed");
    make_pipe(&path);
    let (book, findings) = read(&unit);
    assert_eq!((book.sheets.len(), findings[0].code), (1, Code::NotASpreadsheet));
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    let (book, findings) = read(&unit);
    assert_eq!((book.sheets.len(), findings[0].code), (1, Code::NotASpreadsheet));
}

#[test]
fn the_checksum_is_that_of_the_bytes_that_were_read() {
    let (folder, unit) = listed();
    let (before, _) = read(&unit);
    fs::write(folder.path().join("1.csv"), PLAIN.replace("GD101", "GD102")).expect("written");
    let (after, _) = read(&unit);
    assert_eq!(before.inputs[0].sha256, checksum(PLAIN.as_bytes()));
    assert_eq!(after.inputs[0].sha256, checksum(PLAIN.replace("GD101", "GD102").as_bytes()));
    assert_eq!(before.inputs[1].sha256, after.inputs[1].sha256);
}

#[test]
fn what_is_no_file_is_a_finding_and_never_waited_for() {
    let folder = TempDir::new().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("good.csv"), PLAIN).expect("written");
    make_pipe(&at("pipe.xlsx"));
    make_pipe(&at("coverage.sha256"));
    let _socket = UnixListener::bind(at("socket.xlsx")).expect("a socket");
    symlink("/dev/zero", at("zero.csv")).expect("a link");
    symlink("/dev/full", at("full.ods")).expect("a link");
    symlink("nowhere", at("dangling.xlsx")).expect("a link");
    symlink("round.xlsx", at("round.xlsx")).expect("a link");
    symlink(".", at("again.xlsx")).expect("a link");
    fs::create_dir(at("folder.xlsx")).expect("a folder");
    let audited = audit(folder.path(), &["--lang", "en"]);
    assert_eq!(audited.output.status.code(), Some(0));
    let findings = audited.json["findings"].as_array().expect("findings").iter();
    let of_files = findings.filter(|finding| !finding["place"].as_str().expect("a place").contains('#'));
    let mut said: Vec<String> = of_files
        .map(|finding| {
            let name = Path::new(finding["place"].as_str().expect("a place")).file_name().expect("a name");
            format!(
                "{}: {}: {}",
                name.display(),
                finding["code"],
                finding["message"].as_str().expect("a message")
            )
        })
        .collect();
    said.sort();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_pipe_named_alone_is_an_error_with_its_reason() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("pipe.xlsx");
    make_pipe(&path);
    let run = khung()
        .arg("audit")
        .arg(&path)
        .args(["--lang", "en"])
        .current_dir(folder.path())
        .output()
        .expect("khung runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("no ordinary file"), "{}", text(&run.stderr));
    assert!(run.stdout.is_empty() && !folder.path().join("reports").exists());
}
