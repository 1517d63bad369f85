//! Framework files: the built-in one against the reference's counts, faults with their lines, and any other
//! framework in the same form.

use khung::mappings::{DEFAULT_FRAMEWORK, Mappings};

use crate::support::{audit, csv, khung, text};

/// A framework of two components, of which the second's code is the first's with a zero.
const SMALL: &str = r#"schema = "khung.framework/1"
id = "small"
version = "1"
title = { vi = "Khung nhỏ", en = "Small framework" }

[[level]]
id = "one"
name = { vi = "Một", en = "One" }

[[table]]
id = "staff"
name = { vi = "Nhân viên", en = "Staff" }

[[audience]]
id = "staff"
name = { vi = "Nhân viên", en = "Staff" }
tables = ["staff"]

[[domain]]
id = "staff/1"
name = { vi = "Miền", en = "Domain" }

[[component]]
id = "staff/1.10"
domain = "staff/1"
name = { vi = "Mười", en = "Ten" }

[[component]]
id = "staff/1.1"
domain = "staff/1"
name = { vi = "Một", en = "One" }

[[indicator]]
id = "staff/1.1/one/1"
vi = "Làm được việc một"
en = "Does the first thing"

[[indicator]]
id = "staff/1.10/one/1"
vi = "Làm được việc mười"
en = "Does the tenth thing"
"#;

fn check(text_of: &str) -> (Option<i32>, String) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, text_of).expect("written");
    let output =
        khung().args(["framework", "check", "--lang", "en"]).arg(&path).output().expect("khung runs");
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (output.status.code(), said.replace(&path.display().to_string(), "framework.toml"))
}

#[test]
fn the_built_in_framework_has_the_circulars_counts() {
    let output = khung().args(["framework", "check", "--lang", "en"]).output().expect("khung runs");
    assert!(output.status.success());
    insta::assert_snapshot!(text(&output.stdout));
}

/// Indicators in each cell, as the reference reads the circular (`cells.csv`): preschool, general and
/// manager, components in order, basic/proficient/advanced.
#[test]
fn every_cell_has_as_many_indicators_as_the_reference() {
    const EXPECTED: [(&str, &str); 3] =
        [("preschool", PRESCHOOL), ("general", GENERAL), ("manager", MANAGER)];
    let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("it loads");
    for (table, expected) in EXPECTED {
        let mut found = Vec::new();
        for (id, component) in framework.components().filter(|(_, c)| framework.table(c.table).key == table) {
            let counts = framework
                .levels()
                .map(|(level, _)| framework.indicators_of(framework.cell_at(id, level)).count().to_string());
            found.push(format!("{} {}", component.code, counts.collect::<String>()));
        }
        assert_eq!(found.join(", "), expected, "{table}");
    }
}

const PRESCHOOL: &str = "1.1 332, 1.2 232, 1.3 232, 1.4 232, 2.1 232, 2.2 132, 2.3 131, 3.1 222, 3.2 111, 3.3 122, 4.1 232, 4.2 221, 4.3 332, 5.1 121, 5.2 221, 5.3 232, 6.1 232, 6.2 232, 6.3 332, 6.4 232";
const GENERAL: &str = "1.1 242, 1.2 142, 1.3 232, 1.4 233, 2.1 232, 2.2 123, 2.3 222, 3.1 132, 3.2 121, 3.3 222, 4.1 242, 4.2 232, 4.3 243, 5.1 122, 5.2 242, 5.3 242, 6.1 342, 6.2 232, 6.3 232, 6.4 232";
const MANAGER: &str = "1.1 211, 1.2 221, 1.3 233, 1.4 333, 2.1 223, 2.2 222, 2.3 222, 2.4 233, 2.5 223, 3.1 333, 3.2 223, 3.3 233, 3.4 233, 3.5 333, 4.1 333, 4.2 000, 4.3 233, 4.4 333, 4.5 323, 5.1 232, 5.2 222, 5.3 222, 5.4 222, 5.5 232";

#[test]
fn doubts_are_carried() {
    let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("it loads");
    let cells =
        framework.cells().flat_map(|(id, _)| framework.indicators_of(id).map(|(_, indicator)| indicator));
    let doubtful: Vec<_> = cells.filter(|indicator| indicator.confidence == "doubtful").collect();
    assert_eq!(doubtful.len(), 18);
    assert!(doubtful.iter().all(|indicator| indicator.note.is_some()));
    assert_eq!(
        doubtful.iter().filter(|indicator| indicator.alternative.is_none()).count(),
        1,
        "line 285 alone"
    );
}

#[test]
fn every_fault_is_said_with_its_line() {
    let faulty = SMALL
        .replace(
            "domain = \"staff/1\"\nname = { vi = \"Mười\"",
            "domain = \"staff/9\"\nname = { vi = \"Mười\"",
        )
        .replace("id = \"staff/1.10/one/1\"", "id = \"staff/1.1/two/1\"")
        .replace("[[domain]]", "[[table]]\nid = \"staff\"\nname = { vi = \"\", en = \"\" }\n\n[[domain]]");
    let (code, said) = check(&faulty);
    assert_eq!(code, Some(2));
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_not_toml_is_said_with_its_line() {
    let (code, said) = check("schema = \"khung.framework/1\"\nid = \n");
    assert_eq!(code, Some(2));
    assert!(said.contains("framework.toml:2"), "{said}");
}

#[test]
fn any_other_framework_works_and_1_10_is_not_1_1() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("framework.toml");
    std::fs::write(&path, SMALL).expect("written");
    assert_eq!(check(SMALL).0, Some(0));
    let (_kept, sheet) =
        csv("Mã HP,Tên học phần,Số TC,1.1,1.10\nA1,Học phần một,3,x,\nA2,Học phần hai,3,,x\n");
    let audited = audit(sheet, &["--framework", &path.display().to_string()]);
    let modules = |cell: &str| audited.cell(cell)["modules"].clone();
    assert_eq!(modules("staff/1.1/one"), serde_json::json!(["A1"]));
    assert_eq!(modules("staff/1.10/one"), serde_json::json!(["A2"]));
    let keys: Vec<&str> = audited.programme()["cells"]
        .as_array()
        .expect("cells")
        .iter()
        .filter_map(|c| c["cell"].as_str())
        .collect();
    assert_eq!(keys, ["staff/1.1/one", "staff/1.10/one"], "1.1 before 1.10, whatever the file's order");
}

#[test]
fn show_lists_every_indicator() {
    let output = khung().args(["framework", "show"]).output().expect("khung runs");
    let shown = text(&output.stdout);
    let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("it loads");
    let listed = shown
        .lines()
        .filter(|line| line.trim().split(' ').next().is_some_and(|key| key.matches('/').count() == 3));
    assert_eq!(listed.count(), framework.indicator_count());
}
