//! The sample programmes: what their sources plant is what an audit finds, in every form of the file.

#[path = "../../fixtures/make/books.rs"]
pub(crate) mod books;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Audited, audit};

/// What `fixtures/sources/NAME.toml` plants under `key`.
fn planted(name: &str, key: &str) -> Vec<String> {
    let text = std::fs::read_to_string(format!("fixtures/sources/{name}.toml")).expect("the source");
    let source: toml::Table = text.parse().expect("TOML");
    let list = source["planted"].get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    list.iter().map(|item| item.as_str().expect("a key").to_owned()).collect()
}

fn college() -> Audited {
    audit("fixtures/made/teacher-college.xlsx", &[])
}

/// Where khung is known to be wrong about what was planted, and what it says.
const MISSED: [(&str, &str, &str); 2] = [
    // "Nhận biết và xử lý rủi ro trực tuyến thường gặp" is only suggested.
    ("preschool-managers", "preschool/4.3/basic", "partial"),
    // "thấy công việc nào nên số hóa trước" is taken for choosing apps.
    ("preschool-managers", "preschool/1.3/proficient", "partial"),
];

#[test]
fn every_planted_status_is_found() {
    let programmes = [
        ("teacher-college", "general-teacher"),
        ("cpd-catalogue", "general-teacher"),
        ("preschool-managers", "preschool-manager"),
    ];
    for (name, audience) in programmes {
        let audited = audit(format!("fixtures/made/{name}.xlsx"), &["--audience", audience]);
        let mut seen = 0;
        for (key, status) in [
            ("covered", "covered"),
            ("partial", "partial"),
            ("declared_only", "declared"),
            ("uncovered", "uncovered"),
        ] {
            for cell in planted(name, key) {
                let missed = MISSED.iter().find(|missed| (missed.0, missed.1) == (name, cell.as_str()));
                let found = missed.map_or(status, |missed| missed.2);
                assert_eq!(audited.cell(&cell)["status"], found, "{name}: {cell}");
                seen += 1;
            }
        }
        assert!(seen >= 10, "{name} plants something");
    }
}

#[test]
fn gaps_of_every_severity_are_found_and_nothing_covered_is_one() {
    let audited = college();
    let gaps = audited.programme()["gaps"].as_array().expect("gaps");
    let severities: BTreeSet<u64> = gaps.iter().filter_map(|gap| gap["severity"].as_u64()).collect();
    assert_eq!(severities, BTreeSet::from([1, 2, 3, 4, 5]));
    let in_gaps: BTreeSet<&str> = gaps
        .iter()
        .flat_map(|gap| gap["cells"].as_array().expect("cells"))
        .filter_map(Value::as_str)
        .collect();
    for cell in planted("teacher-college", "covered") {
        assert!(!in_gaps.contains(cell.as_str()), "{cell} is no gap");
    }
    let ranks: Vec<u64> = gaps.iter().filter_map(|gap| gap["severity"].as_u64()).collect();
    assert!(ranks.is_sorted(), "worst first");
    for domain in planted("teacher-college", "uncovered_domains") {
        assert!(gaps.iter().any(|gap| gap["scope"] == "domain" && gap["id"] == domain.as_str()), "{domain}");
    }
}

#[test]
fn ai_ethics_is_a_component_gap_with_its_indicators() {
    let audited = college();
    let gaps = audited.programme()["gaps"].as_array().expect("gaps");
    let gap = gaps.iter().find(|gap| gap["id"] == "general/6.2").expect("6.2 is a gap");
    assert_eq!((&gap["scope"], gap["severity"].as_u64()), (&Value::from("component"), Some(2)));
    let indicators: Vec<&str> =
        gap["indicators"].as_array().expect("indicators").iter().filter_map(Value::as_str).collect();
    let expected = ["basic/1", "basic/2", "proficient/1", "proficient/2", "proficient/3"];
    assert_eq!(indicators, expected.map(|key| format!("general/6.2/{key}")));
}

#[test]
fn what_only_electives_carry_is_not_guaranteed_and_the_choice_is_named() {
    let audited = college();
    let planted: BTreeSet<String> = planted("teacher-college", "elective_only").into_iter().collect();
    for cell in &planted {
        let cell = audited.cell(cell);
        assert_eq!(cell["guaranteed"], false, "{cell}");
        let taken = cell["missed_by"]["choices"][0]["take"].as_array().expect("a choice");
        let carriers = cell["modules"].as_array().expect("modules");
        assert!(!taken.is_empty() && taken.iter().all(|module| !carriers.contains(module)), "{cell}");
    }
    let cells = audited.programme()["cells"].as_array().expect("cells").iter();
    let served = cells.filter(|cell| cell["required"] == true && cell["status"] != "uncovered");
    for cell in served.filter(|cell| !planted.contains(cell["cell"].as_str().unwrap_or_default())) {
        assert_eq!(cell["guaranteed"], true, "{cell}");
    }
}

#[test]
fn faults_of_order_are_found() {
    let audited = college();
    let found: Vec<(String, Vec<String>)> = audited.programme()["progression"]
        .as_array()
        .expect("progression")
        .iter()
        .map(|item| {
            let modules = item["modules"].as_array().expect("modules").iter();
            (
                item["kind"].as_str().expect("a kind").to_owned(),
                modules.map(|m| m.as_str().expect("a code").to_owned()).collect(),
            )
        })
        .collect();
    let of = |kind: &str| {
        found.iter().find(|(known, _)| known == kind).map(|(_, modules)| modules.clone()).unwrap_or_default()
    };
    assert_eq!(of("late-prerequisite"), planted("teacher-college", "late_prerequisite"));
    let cycle: BTreeSet<String> = of("prerequisite-cycle").into_iter().collect();
    assert_eq!(cycle, planted("teacher-college", "cycle").into_iter().collect());
    let late = audited.programme()["progression"]
        .as_array()
        .expect("progression")
        .iter()
        .find(|item| item["kind"] == "level-order");
    let component = planted("teacher-college", "level_order").remove(0);
    assert_eq!(late.map(|item| item["cell"].clone()), Some(format!("{component}/basic").into()));
    assert_eq!(found.len(), 3, "and no others: {found:?}");
    for cell in planted("teacher-college", "implied") {
        assert_eq!(audited.cell(&cell)["implied"], true, "{cell}");
    }
}

/// The report without what must differ: paths and checksums.
fn comparable(audited: &Audited, source: &str) -> String {
    let mut json = audited.json.clone();
    json["inputs"] = Value::Null;
    let text = serde_json::to_string_pretty(&json).expect("JSON");
    let lines = text.lines().map(|line| match (line.find(source), line.find('#')) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &line[..from], &line[to..]),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_form_of_a_file_gives_the_same_report() {
    let programmes = [
        ("teacher-college", "general-teacher"),
        ("cpd-catalogue", "general-teacher"),
        ("preschool-managers", "preschool-manager"),
    ];
    for (name, audience) in programmes {
        let read = |path: String| comparable(&audit(path, &["--audience", audience]), "fixtures/made/");
        let xlsx = read(format!("fixtures/made/{name}.xlsx"));
        for path in [format!("{name}.xls"), format!("{name}.ods"), format!("csv/{name}")] {
            let other = read(format!("fixtures/made/{path}"));
            assert!(
                xlsx == other,
                "{path} differs from {name}.xlsx: {:?}",
                xlsx.lines().zip(other.lines()).find(|(a, b)| a != b)
            );
        }
    }
}

#[test]
fn the_workbooks_are_those_that_their_sources_give() {
    let folder = tempfile::TempDir::new().expect("a folder");
    books::make(folder.path()).expect("made");
    for path in files(folder.path()) {
        let kept = std::path::Path::new("fixtures").join(path.strip_prefix(folder.path()).expect("inside"));
        let same = std::fs::read(&path).ok() == std::fs::read(&kept).ok();
        assert!(
            same,
            "{} is not what its source gives: run `cargo run --example make-fixtures`",
            kept.display()
        );
    }
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
