//! Traits of real files: each has a fixture, and what must be read of it stands beside its cells.

use serde_json::Value;

use crate::fixtures::books::traits::{Trait, sources};
use crate::support::{khung, text};

fn inspect(path: &str) -> Value {
    let output = khung().args(["inspect", path, "--json"]).output().expect("khung runs");
    serde_json::from_str(&text(&output.stdout)).unwrap_or_else(|_| panic!("{path}: {}", text(&output.stderr)))
}

fn source(path: &std::path::Path) -> Trait {
    let text = std::fs::read_to_string(path).expect("the source");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What of `wanted` is not in `found`: objects may hold more, lists may not.
fn differences(wanted: &Value, found: &Value, at: &str) -> Vec<String> {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(_)) => {
            let each = wanted.iter().flat_map(|(key, value)| {
                let missing = Value::Null;
                let found = found.get(key).unwrap_or(&missing);
                differences(value, found, &format!("{at}.{key}"))
            });
            each.collect()
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            let pairs = wanted.iter().zip(found).enumerate();
            pairs.flat_map(|(n, (wanted, found))| differences(wanted, found, &format!("{at}[{n}]"))).collect()
        }
        (Value::Number(wanted), Value::Number(found)) if wanted.as_f64() == found.as_f64() => Vec::new(),
        (wanted, found) if wanted == found => Vec::new(),
        (wanted, found) => vec![format!("{at}: wanted {wanted}, found {found}")],
    }
}

/// What is not as `known` expects it in the file at `path`.
fn wrong(known: &Trait, path: &str) -> Vec<String> {
    let Some(expect) = &known.expect else { return Vec::new() };
    let page = inspect(path);
    let codes: Vec<&str> =
        page["findings"].as_array().expect("findings").iter().filter_map(|f| f["code"].as_str()).collect();
    let missing = expect.findings.iter().filter(|code| !codes.contains(&code.as_str()));
    let missing = missing.map(|code| format!("no finding {code}, but {codes:?}"));
    let unwanted = expect.absent.iter().filter(|code| codes.contains(&code.as_str()));
    let unwanted = unwanted.map(|code| format!("an unwanted finding {code}"));
    let programmes = serde_json::to_value(&expect.programmes).expect("JSON");
    let read = differences(&programmes, &page["programmes"], "programmes");
    missing.chain(unwanted).chain(read).map(|what| format!("{path}: {what}")).collect()
}

#[test]
fn every_trait_is_read_as_its_owner_would() {
    let mut faults = Vec::new();
    for (name, path) in sources().expect("sources") {
        let known = source(&path);
        for form in &known.forms {
            faults.extend(wrong(&known, &format!("fixtures/made/traits/{name}.{form}")));
        }
    }
    assert!(faults.is_empty(), "{} differences:\n{}", faults.len(), faults.join("\n"));
}

/// The same programme laid out in four ways gives the same modules, outcomes and declared alignments.
#[test]
fn four_layouts_are_one_programme() {
    let expect = std::fs::read_to_string("fixtures/traits/four-layouts/expect.toml").expect("the expectation");
    let expect: Value = toml::from_str(&expect).expect("TOML");
    let mut faults = Vec::new();
    for layout in ["flat", "sections", "one-cell", "joined"] {
        let path = format!("fixtures/made/traits/four-layouts-{layout}.xlsx");
        faults.extend(differences(&expect["programmes"], &inspect(&path)["programmes"], layout));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every row that is not empty has one line in the account of its sheet.
#[test]
fn every_row_is_accounted_for() {
    for (name, path) in sources().expect("sources") {
        for form in source(&path).forms {
            let page = inspect(&format!("fixtures/made/traits/{name}.{form}"));
            for sheet in page["sheets"].as_array().expect("sheets") {
                let rows: Vec<u64> = sheet["rows"]
                    .as_array()
                    .expect("rows")
                    .iter()
                    .filter_map(|line| line["row"].as_u64())
                    .collect();
                assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{name}: {rows:?}");
                assert!(!rows.is_empty(), "{name}: {}", sheet["place"]);
            }
        }
    }
}
