//! `coverage.json` keeps to its schema; exit codes and streams keep to the contract.

use serde_json::Value;

use crate::support::{audit, csv, khung, text};

const FIXTURES: [(&str, &str); 3] = [
    ("teacher-college.xlsx", "general-teacher"),
    ("cpd-catalogue.xlsx", "general-teacher"),
    ("preschool-managers.xlsx", "preschool-manager"),
];

fn schema() -> jsonschema::Validator {
    let text = std::fs::read_to_string("docs/coverage.schema.json").expect("the schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    jsonschema::validator_for(&schema).expect("a JSON Schema")
}

#[test]
fn coverage_json_keeps_to_its_schema() {
    let schema = schema();
    for (file, audience) in FIXTURES {
        for lang in ["vi", "en"] {
            let audited = audit(format!("fixtures/made/{file}"), &["--audience", audience, "--lang", lang]);
            let faults: Vec<String> = schema
                .iter_errors(&audited.json)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{file}: {faults:#?}");
        }
    }
}

#[test]
fn the_schema_refuses_what_is_not_in_the_contract() {
    let mut json = audit("fixtures/made/cpd-catalogue.xlsx", &[]).json;
    json["programmes"][0]["cells"][0]["status"] = "fine".into();
    assert!(!schema().is_valid(&json));
}

#[test]
fn every_figure_can_be_counted_again() {
    for (file, audience) in FIXTURES {
        let audited = audit(format!("fixtures/made/{file}"), &["--audience", audience]);
        let programme = audited.programme();
        let cells: Vec<&Value> = programme["cells"].as_array().expect("cells").iter().collect();
        let required: Vec<&&Value> = cells.iter().filter(|cell| cell["required"] == true).collect();
        assert_eq!(programme["summary"]["required"], required.len());
        for status in ["covered", "partial", "declared", "uncovered"] {
            let count = required.iter().filter(|cell| cell["status"] == status).count();
            assert_eq!(programme["summary"][status], count, "{file}: {status}");
        }
        let gaps: usize = programme["gaps"]
            .as_array()
            .expect("gaps")
            .iter()
            .map(|gap| gap["cells"].as_array().map_or(0, Vec::len))
            .sum();
        assert_eq!(gaps, required.iter().filter(|cell| cell["status"] != "covered").count());
        for alignment in programme["alignments"].as_array().expect("alignments") {
            let place = alignment["evidence"]["place"].as_str().expect("a place");
            assert!(place.contains('#') && place.contains('!'), "{place} points at a cell");
        }
    }
}

#[test]
fn exit_codes_are_the_contracts() {
    let out = tempfile::TempDir::new().expect("a folder");
    let run = |args: &[&str]| khung().args(args).arg("--out").arg(out.path()).output().expect("khung runs");
    let college = "fixtures/made/teacher-college.xlsx";
    assert_eq!(run(&["audit", college]).status.code(), Some(0));
    assert_eq!(run(&["audit", college, "--fail-on", "gaps"]).status.code(), Some(1));
    assert_eq!(run(&["audit", college, "--fail-on", "errors"]).status.code(), Some(0));
    for bad in [
        vec!["audit", "nowhere.xlsx"],
        vec!["audit", college, "--audience", "nobody"],
        vec!["audit", college, "--target", "expert"],
        vec!["audit", college, "--policy", "kind"],
        vec!["audit", college, "--framework", "iso"],
    ] {
        let output = run(&bad);
        assert_eq!(output.status.code(), Some(2), "{bad:?}");
        assert!(output.stdout.is_empty(), "{bad:?} says nothing on standard output");
        assert!(!output.stderr.is_empty(), "{bad:?} says why");
    }
}

#[test]
fn the_summary_answers_in_a_dozen_lines_and_is_plain_when_piped() {
    let audited = audit("fixtures/made/teacher-college.xlsx", &["--lang", "en"]);
    let said = text(&audited.output.stdout);
    assert!(!said.contains('\u{1b}'));
    let shown = said.replace(&audited.folder.path().display().to_string(), "OUT");
    insta::assert_snapshot!(shown);
}

#[test]
fn quiet_says_nothing() {
    let audited = audit("fixtures/made/cpd-catalogue.xlsx", &["--quiet"]);
    assert!(audited.output.stdout.is_empty() && audited.output.stderr.is_empty());
}

#[test]
fn the_same_inputs_give_the_same_bytes_at_any_number_of_threads() {
    let read = |jobs: &str| {
        let audited = audit("fixtures/made/teacher-college.xlsx", &["--jobs", jobs]);
        ["coverage.xlsx", "coverage.json", "coverage.sha256"]
            .map(|name| std::fs::read(audited.path(name)).expect("written"))
    };
    let one = read("1");
    assert_eq!(one, read("1"));
    assert_eq!(one, read("4"));
}

#[test]
fn an_edited_report_is_not_overwritten() {
    let (_folder, path) = csv("Mã HP,Tên học phần,Số TC\nA1,Ứng dụng AI trong dạy học,3\n");
    let out = tempfile::TempDir::new().expect("a folder");
    let run = |flags: &[&str]| {
        khung().arg("audit").arg(&path).arg("--out").arg(out.path()).args(flags).assert().success();
    };
    let book = out.path().join("coverage.xlsx");
    run(&[]);
    run(&["--lang", "en"]);
    assert!(!out.path().join("coverage-2.xlsx").exists(), "khung's own report is replaced");
    std::fs::write(&book, b"edited by the dean").expect("written");
    run(&[]);
    assert_eq!(std::fs::read(&book).expect("still there"), b"edited by the dean");
    assert!(out.path().join("coverage-2.xlsx").exists());
    run(&["--force"]);
    assert_ne!(std::fs::read(&book).expect("replaced"), b"edited by the dean");
}

#[test]
fn the_graph_is_written_in_both_forms() {
    let out = tempfile::TempDir::new().expect("a folder");
    for (name, begins) in [("graph.dot", "digraph khung {"), ("graph.graphml", "<?xml")] {
        let path = out.path().join(name);
        khung()
            .args(["audit", "fixtures/made/cpd-catalogue.xlsx", "-q", "--out"])
            .arg(out.path())
            .arg("--graph")
            .arg(&path)
            .assert()
            .success();
        let text = std::fs::read_to_string(path).expect("written");
        assert!(text.starts_with(begins) && text.contains("CPD01"));
    }
}
