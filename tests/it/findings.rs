//! Every finding code has a heading in `docs/findings.md`, a fixture in `fixtures/findings/`, and a
//! snapshot of what a person reads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use khung::finding::Code;
use khung::lang::Lang;
use serde_json::Value;

use crate::support::{khung, staff_in, text};

/// What khung says of the fixture of `code`, in `lang`; asked once.
fn said(code: &str, lang: Lang) -> String {
    static SAID: Mutex<BTreeMap<(String, Lang), String>> = Mutex::new(BTreeMap::new());
    let mut known = SAID.lock().expect("no test panics while it asks");
    known.entry((code.to_owned(), lang)).or_insert_with(|| ask(code, lang)).clone()
}

/// The findings with `code`, or why there is no answer.
fn ask(code: &str, lang: Lang) -> String {
    let folder = format!("fixtures/findings/{code}");
    assert!(Path::new(&folder).is_dir(), "{code} has no fixture");
    let needs = format!("{folder}/needs");
    if Path::new(&needs).is_dir() {
        return ask_staff(code, &needs, lang);
    }
    let out = tempfile::TempDir::new().expect("a folder");
    let mut command = khung();
    command.args(["audit", &folder, "--lang", lang.code(), "--quiet", "--out"]).arg(out.path());
    let mappings = format!("{folder}/mappings");
    if Path::new(&mappings).is_dir() {
        command.args(["--mappings", &mappings]);
    }
    if let Ok(flags) = std::fs::read_to_string(format!("{folder}/flags.txt")) {
        command.args(flags.split_whitespace());
    }
    let output = command.output().expect("khung runs");
    let Ok(json) = std::fs::read_to_string(out.path().join("coverage.json")) else {
        assert_eq!(output.status.code(), Some(2), "{code}");
        return text(&output.stderr);
    };
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let findings =
        json["findings"].as_array().expect("findings").iter().filter(|finding| finding["code"] == code);
    let lines = findings.map(|f| {
        let part = |key: &str| f[key].as_str().unwrap_or_default().to_owned();
        format!(
            "{}[{code}]: {}\n  --> {}\n  {}\n",
            part("severity"),
            part("message"),
            part("place"),
            part("help")
        )
    });
    lines.collect()
}

/// The findings with `code` of the self-assessments in `folder`, which no audit reads.
fn ask_staff(code: &str, folder: &str, lang: Lang) -> String {
    let (staff, findings, _) = staff_in(folder);
    assert!(!staff.people.is_empty(), "{code}");
    let lines = findings.iter().filter(|finding| finding.code.as_str() == code).map(|f| {
        let (message, help) = (f.message.get(lang), f.help.get(lang));
        format!("{}[{code}]: {message}\n  --> {}\n  {help}\n", f.severity().as_str(), f.place)
    });
    lines.collect()
}

#[test]
fn every_code_has_a_fixture_and_says_what_to_do() {
    for code in Code::all().map(Code::as_str) {
        let both = format!("{}\n{}", said(code, Lang::Vi), said(code, Lang::En));
        assert!(both.lines().count() >= 4, "{code} is not found in its fixture: {both}");
        insta::assert_snapshot!(code, both);
    }
}

/// The examples of the page are what khung says today. (A file too large for a fixture is the exception.)
#[test]
fn the_page_quotes_what_is_really_said() {
    let page = std::fs::read_to_string("docs/findings.md").expect("docs/findings.md");
    for section in page.split("\n## ").skip(1) {
        let code = section.lines().next().expect("a heading");
        for lang in [Lang::Vi, Lang::En].into_iter().filter(|_| code != "file-too-large") {
            let quoted = section.lines().find_map(|line| line.strip_prefix(&format!("{}: ", lang.code())));
            let quoted = quoted.unwrap_or_else(|| panic!("{code} quotes nothing in {lang:?}"));
            assert!(said(code, lang).contains(quoted), "{code}: {quoted}");
        }
    }
}

#[test]
fn every_code_has_a_heading_in_order() {
    let page = std::fs::read_to_string("docs/findings.md").expect("docs/findings.md");
    let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let codes: Vec<&str> = Code::all().map(Code::as_str).collect();
    assert_eq!(headings, codes);
}

#[test]
fn no_fixture_is_without_a_code() {
    for entry in std::fs::read_dir("fixtures/findings").expect("fixtures").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(Code::all().any(|code| code.as_str() == name) || name == "README.md", "{name}");
    }
}
