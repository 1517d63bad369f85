//! Traits of real files: each has a fixture, and what must be read of it stands beside its cells.

use serde_json::Value;

use crate::fixtures::books::traits::{Trait, sources};
use crate::support::{audit, khung, text};

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
    let expect =
        std::fs::read_to_string("fixtures/traits/four-layouts/expect.toml").expect("the expectation");
    let expect: Value = toml::from_str(&expect).expect("TOML");
    let mut faults = Vec::new();
    for layout in ["flat", "sections", "one-cell", "joined"] {
        let path = format!("fixtures/made/traits/four-layouts-{layout}.xlsx");
        faults.extend(differences(&expect["programmes"], &inspect(&path)["programmes"], layout));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The three layouts that `docs/preparing.md` shows are read as it says.
#[test]
fn the_layouts_shown_are_read_as_the_page_says() {
    for (name, wanted) in
        [("list", [7, 15, 0, 0, 7, 0]), ("rows", [4, 10, 3, 14, 8, 0]), ("sheets", [5, 8, 3, 7, 0, 10])]
    {
        let page = inspect(&format!("fixtures/made/layouts/{name}.xlsx"));
        let keys = ["modules", "outcomes", "programme_outcomes", "contributions", "declared", "derived"];
        let found = keys.map(|key| page["programmes"][0][key].as_u64().unwrap_or(u64::MAX));
        assert_eq!(found, wanted, "{name}");
    }
}

/// What is derived names every step of its path, each with the cell that says so.
#[test]
fn derived_alignments_carry_their_path() {
    let audited = audit("fixtures/made/traits/derived-by-outcome-plo-component.xlsx", &[]);
    let alignments = audited.programme()["alignments"].as_array().expect("alignments");
    let derived =
        alignments.iter().find(|alignment| alignment["basis"] == "derived").expect("one is derived");
    let path = derived["evidence"]["path"].as_array().expect("a path");
    let steps: Vec<&str> = path.iter().filter_map(|step| step["step"].as_str()).collect();
    assert_eq!(steps, ["DP101", "CLO1", "PLO1", "general/4.3/proficient"]);
    let places: Vec<&str> =
        path.iter().filter_map(|step| step["place"].as_str()?.split('#').nth(1)).collect();
    assert_eq!(places, ["'Đề cương'!A2", "'Đề cương'!D2", "'CLO - PLO'!C2", "'PLO - khung NLS'!C2"]);
    assert_eq!(audited.cell("general/4.3/proficient")["declared"], true);
}

/// What `--save` writes is read back to the same understanding, and one line changed changes it.
#[test]
fn an_understanding_can_be_saved_corrected_and_used() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("reading.toml");
    for (name, form) in
        [("two-row-header", "xlsx"), ("matrix-transposed", "xlsx"), ("clo-plo-with-module-rows", "xlsx")]
    {
        let path = format!("fixtures/made/traits/{name}.{form}");
        let saved = khung().args(["inspect", &path, "--force", "--quiet", "--save"]).arg(&file).output();
        assert!(saved.expect("khung runs").status.success());
        let read = |path: &str| {
            let output = khung().args(["inspect", path, "--json", "--reading"]).arg(&file).output();
            let page: Value = serde_json::from_slice(&output.expect("khung runs").stdout).expect("JSON");
            page["programmes"].clone()
        };
        assert_eq!(read(&path), inspect(&path)["programmes"], "{name}");
    }
    let path = "fixtures/made/traits/notes-sheet-left-alone.xlsx";
    khung().args(["inspect", path, "--force", "--quiet", "--save"]).arg(&file).output().expect("khung runs");
    let text = std::fs::read_to_string(&file).expect("saved");
    std::fs::write(&file, text.replacen("= \"credits\"", "= \"nothing\"", 1)).expect("written");
    let output =
        khung().args(["inspect", path, "--json", "--reading"]).arg(&file).output().expect("khung runs");
    let page: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(page["programmes"][0]["credits"], 0.0, "the column was to be read past");
}

/// A reading file with faults names each with its line.
#[test]
fn a_faulty_reading_file_is_refused_with_its_lines() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("reading.toml");
    let faulty = "schema = \"khung.reading/1\"\n[[sheet]]\nname = \"CTĐT\"\n[[sheet.table]]\nheader = [0, 1]\n[[sheet.table]]\nheader = [1, 1]\n[sheet.table.columns]\nA = \"kode\"\n";
    std::fs::write(&file, faulty).expect("written");
    let path = "fixtures/made/traits/two-row-header.xlsx";
    let output =
        khung().args(["audit", path, "--lang", "en", "--reading"]).arg(&file).output().expect("khung runs");
    assert_eq!(output.status.code(), Some(2));
    let said = self::text(&output.stderr);
    assert!(said.contains("reading.toml:5") && said.contains("reading.toml:9"), "{said}");
}

/// Rows are skipped in sheets that are not read, and below tables about something else; nowhere else.
#[test]
fn rows_are_skipped_only_where_nothing_is_read() {
    let mut skipping = std::collections::BTreeSet::new();
    for (name, path) in sources().expect("sources") {
        for form in source(&path).forms {
            let page = inspect(&format!("fixtures/made/traits/{name}.{form}"));
            for sheet in page["sheets"].as_array().expect("sheets") {
                let lines = sheet["rows"].as_array().expect("rows");
                let skipped = lines.iter().filter(|line| line["as"] == "skipped").count();
                let unread = sheet["hidden"] == true;
                assert!(!unread || skipped == lines.len(), "{name}: a hidden sheet is read");
                let tables = sheet["tables"].as_array().is_some_and(|tables| !tables.is_empty());
                if skipped > 0 && tables && !unread {
                    skipping.insert(name.clone());
                }
            }
        }
    }
    assert_eq!(skipping.into_iter().collect::<Vec<_>>(), ["list-of-lecturers-below"]);
}
