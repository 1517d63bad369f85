//! Running the binary, and small sheets written in the test that needs them.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use khung::finding::{Finding, Findings};
use khung::framework::Framework;
use khung::layout::Guide;
use khung::mappings::{Corrections, DEFAULT_FRAMEWORK, Mappings};
use khung::staff::{self, Staff};
use khung::workbook;
use serde_json::Value;
use tempfile::TempDir;

/// The binary, with nothing of the machine in its way.
pub(crate) fn khung() -> Command {
    let mut command = Command::cargo_bin("khung").expect("the binary is built");
    command.env("SOURCE_DATE_EPOCH", "1778544000").env_remove("NO_COLOR");
    command
}

/// The self-assessments at `path`, what was found wrong with them, and the framework.
pub(crate) fn staff_in(path: &str) -> (Staff, Vec<Finding>, Framework) {
    let mappings = Mappings::embedded();
    let framework = mappings.framework(DEFAULT_FRAMEWORK).expect("the framework");
    let (columns, settings) = (mappings.columns().expect("words"), mappings.settings().expect("settings"));
    let corrections = Corrections::default();
    let guide = Guide { columns: &columns, framework: &framework, tables: &[], corrections: &corrections };
    let mut findings = Findings::default();
    let units = workbook::units(&[path.into()]).expect("the path");
    let books: Vec<_> = units.iter().map(|unit| workbook::read(unit, &settings, &mut findings)).collect();
    let staff = staff::read(&books, guide, 0, &mut findings);
    (staff, findings.sorted(), framework)
}

/// An audit's `coverage.json`, and the folder it stands in.
pub(crate) struct Audited {
    pub(crate) json: Value,
    pub(crate) folder: TempDir,
    pub(crate) output: Output,
}

impl Audited {
    pub(crate) fn programme(&self) -> &Value {
        &self.json["programmes"][0]
    }

    pub(crate) fn cell(&self, key: &str) -> &Value {
        let cells = self.programme()["cells"].as_array().expect("cells");
        cells.iter().find(|cell| cell["cell"] == key).unwrap_or_else(|| panic!("no cell {key}"))
    }

    /// The codes of findings, in order.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let findings = self.json["findings"].as_array().expect("findings");
        findings.iter().map(|finding| finding["code"].as_str().expect("a code")).collect()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Audits `path` with `flags`.
pub(crate) fn audit(path: impl AsRef<Path>, flags: &[&str]) -> Audited {
    let folder = TempDir::new().expect("a folder");
    let output = khung().arg("audit").arg(path.as_ref()).arg("--out").arg(folder.path()).args(flags).output();
    let output = output.expect("khung runs");
    let text = std::fs::read_to_string(folder.path().join("coverage.json"))
        .unwrap_or_else(|_| panic!("no report: {}", String::from_utf8_lossy(&output.stderr)));
    Audited { json: serde_json::from_str(&text).expect("JSON"), folder, output }
}

/// Writes a CSV file of `text` into a new folder.
pub(crate) fn csv(text: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("programme.csv");
    std::fs::write(&path, text).expect("a file");
    (folder, path)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Says that a test is skipped since the machine lacks `what`. CI installs it, and there it is a fault.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "whoever runs the tests should know")]
pub(crate) fn skipped(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "CI installs {what}");
    eprintln!("skipped: {what} is not there");
}
