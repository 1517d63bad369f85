//! A plan in its three forms: what is printed, plan.json, plan.xlsx.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::reports::grids;
use crate::support::{csv, khung, text};

const CATALOGUE: &str = "fixtures/made/cpd-catalogue.xlsx";
const COLLEGE: &str = "fixtures/made/teacher-college.xlsx";

struct Planned {
    json: Value,
    said: String,
    folder: TempDir,
}

impl Planned {
    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).expect("a plan")
    }

    fn sheets(&self) -> Vec<(String, String)> {
        grids(&self.folder.path().join("plan.xlsx"))
    }

    fn sheet(&self, name: &str) -> String {
        let sheets = self.sheets().into_iter();
        sheets.filter(|(sheet, _)| sheet == name).map(|(_, grid)| grid).next().expect("the sheet")
    }

    fn plan(&self) -> &Value {
        &self.json["plans"][0]
    }
}

/// Plans for the fewest modules, which is the soonest proven.
fn plan(path: &str, flags: &[&str]) -> Planned {
    let folder = TempDir::new().expect("a folder");
    let mut command = khung();
    command.args(["plan", path, "--objective", "modules", "--out"]).arg(folder.path()).args(flags);
    let output = command.output().expect("khung runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let json = std::fs::read_to_string(folder.path().join("plan.json")).expect("a plan");
    let said = text(&output.stdout).replace(&folder.path().display().to_string(), "OUT");
    Planned { json: serde_json::from_str(&json).expect("JSON"), said, folder }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().expect("a list")
}

#[test]
fn plans_keep_to_their_schema() {
    let schema = std::fs::read_to_string("docs/plan.schema.json").expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a JSON Schema");
    let runs: [(&str, &[&str]); 5] = [
        (CATALOGUE, &[]),
        (COLLEGE, &["--drop", "CN202", "--lang", "en"]),
        (COLLEGE, &["--catalogue", CATALOGUE, "--max-extra-periods", "20"]),
        ("fixtures/made/preschool-managers.xlsx", &["--audience", "preschool-manager", "--target", "basic"]),
        ("fixtures/made/csv", &["--target", "basic"]),
    ];
    for (path, flags) in runs {
        // Whether the proof comes within a second or not: either is to keep to the schema.
        let json = plan(path, &[flags, &["--time-limit", "1"]].concat()).json;
        let faults: Vec<String> =
            schema.iter_errors(&json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{path}: {faults:#?}");
    }
    let mut json = plan(CATALOGUE, &[]).json;
    json["plans"][0]["actions"][0]["kind"] = "improve".into();
    assert!(!schema.is_valid(&json));
}

#[test]
fn a_plan_reads_as_reviewed() {
    let planned = plan(CATALOGUE, &["--target", "basic"]);
    insta::assert_snapshot!("plan printed", planned.said);
    let actions = serde_json::to_string_pretty(&planned.plan()["actions"]).expect("JSON");
    insta::assert_snapshot!("plan actions", actions);
    for (name, grid) in planned.sheets() {
        let shown: Vec<&str> = grid.lines().filter(|line| !line.starts_with("Lập bởi")).take(40).collect();
        insta::assert_snapshot!(format!("plan {name}"), shown.join("\n"));
    }
}

#[test]
fn the_sheets_are_the_same_in_both_languages() {
    let flags = ["--drop", "CN202"];
    let vi = plan(COLLEGE, &flags).sheets();
    let en = plan(COLLEGE, &[flags.as_slice(), &["--lang", "en"]].concat()).sheets();
    let names = |sheets: &[(String, String)]| sheets.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(&vi),
        [
            "Tóm tắt",
            "Nếu bỏ",
            "Hành động",
            "Sau kế hoạch",
            "Phương án khác",
            "Ô mong manh",
            "Cấu trúc",
            "Định mức"
        ]
    );
    assert_eq!(
        names(&en),
        ["Summary", "What if", "Actions", "After", "Alternatives", "Fragile", "Structure", "Efforts"]
    );
    for ((name, one), (_, other)) in vi.iter().zip(&en) {
        assert_eq!(one.lines().count(), other.lines().count(), "{name}");
    }
    assert!(names(&plan(COLLEGE, &[]).sheets()).iter().all(|name| name != "Nếu bỏ"));
}

#[test]
fn the_workbook_and_the_json_say_the_same() {
    let planned = plan(COLLEGE, &["--lang", "en"]);
    let actions = list(planned.plan(), "actions");
    let sheet = planned.sheet("Actions");
    let additions = actions.iter().flat_map(|action| list(action, "additions"));
    for addition in additions {
        let key = addition["indicator"].as_str().or(addition["cell"].as_str()).expect("a key");
        let row = sheet.lines().find(|line| line.ends_with(&format!("| {key}"))).expect("its row");
        for lang in ["vi", "en"] {
            assert!(row.contains(addition["draft"][lang].as_str().expect("a draft")), "{key}");
        }
    }
    let required = |side: &Value| list(side, "cells").iter().filter(|cell| cell["required"] == true).count();
    let after = planned.sheet("After");
    let rows = after.lines().filter(|line| line.split(" | ").count() >= 7).count();
    assert_eq!(rows, required(&planned.plan()["after"]) + 1, "a row a cell, and the header");
}

#[test]
fn totals_are_the_sums_of_their_parts() {
    let planned = plan(COLLEGE, &[]);
    let plan = planned.plan();
    for figure in ["effort", "periods", "cost"] {
        let parts = list(plan, "actions").iter().map(|action| action[figure].as_f64().expect("a figure"));
        let (sum, total) = (parts.sum::<f64>(), plan["measures"][figure].as_f64().expect("a figure"));
        assert!((sum - total).abs() < 0.05, "{figure}: {sum} and {total}");
    }
    assert_eq!(plan["measures"]["modules"], list(plan, "actions").len());
    let cells: usize = list(&plan["after"], "gaps").iter().map(|gap| list(gap, "cells").len()).sum();
    assert_eq!(list(plan, "open").len(), cells);
}

#[test]
fn what_stays_open_is_said_with_the_reason() {
    let planned = plan(COLLEGE, &["--max-extra-periods", "20"]);
    let open = list(planned.plan(), "open");
    assert!(!open.is_empty());
    let after = planned.sheet("Sau kế hoạch");
    assert!(after.contains("Khoảng trống còn lại") && after.contains("Vì sao còn trống"));
    let rows = after.lines().filter(|line| line.contains("--max-extra-periods")).count();
    let said = open.iter().filter(|one| one["why"]["vi"].as_str().is_some_and(|why| why.contains("--max")));
    assert_eq!(rows, said.count());
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let (one, two) = (plan(COLLEGE, &["--jobs", "1"]), plan(COLLEGE, &["--jobs", "4"]));
    for name in ["plan.xlsx", "plan.json", "coverage.sha256"] {
        assert!(one.bytes(name) == two.bytes(name), "{name} differs");
    }
}

#[test]
fn an_edited_plan_is_kept() {
    let planned = plan(CATALOGUE, &[]);
    let path = planned.folder.path().join("plan.xlsx");
    let again = |flags: &[&str]| {
        let mut command = khung();
        command.args(["plan", CATALOGUE, "--objective", "modules", "--quiet", "--out"]);
        let output = command.arg(planned.folder.path()).args(flags).output().expect("khung runs");
        assert!(output.status.success() && output.stdout.is_empty());
    };
    let second = planned.folder.path().join("plan-2.xlsx");
    again(&["--target", "basic"]);
    assert!(!second.exists(), "khung's own plan is replaced");
    std::fs::write(&path, "the dean's").expect("a file");
    again(&[]);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "the dean's");
    assert!(is_workbook(&second));
    again(&["--force"]);
    assert!(is_workbook(&path));
}

fn is_workbook(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"PK"))
}

#[test]
fn what_is_wrong_is_said_with_its_cell() {
    let said = |rows: &str, flags: &[&str]| {
        let (_folder, path) = csv(rows);
        let folder = TempDir::new().expect("a folder");
        let mut command = khung();
        command.arg("plan").arg(path).args(["--lang", "en", "--out"]).arg(folder.path()).args(flags);
        let output = command.output().expect("khung runs");
        (output.status.code(), text(&output.stderr))
    };
    let circle = "Code,Title,Credits,Prerequisites,Type,Content\n\
        A1,Teaching with AI,3,A2,Core,Uses AI tools in lessons\n\
        A2,Digital safety,3,A1,Core,Protects personal data\n";
    let (code, faults) = said(circle, &[]);
    assert_eq!(code, Some(0), "{faults}");
    assert!(
        faults.contains("error: these modules require one another: A1, A2") && faults.contains("!D2"),
        "{faults}"
    );
    let choice = "Code,Title,Credits,Choice group,Type,Content\n\
        A1,Teaching with AI,3,,Core,Uses AI tools in lessons\n\
        B1,Learning games,3,E1: choose 3 of 2,Elective,Makes learning games\n\
        B2,Video,3,E1: choose 3 of 2,Elective,Makes videos for lessons\n";
    let (code, faults) = said(choice, &[]);
    assert_eq!(code, Some(0), "{faults}");
    assert!(faults.contains("error: ") && faults.contains("!D3"), "{faults}");
    let efforts = TempDir::new().expect("a folder");
    let path = efforts.path().join("mine.toml");
    let usual = std::fs::read_to_string("mappings/efforts.toml").expect("efforts");
    std::fs::write(&path, usual.replace("module = 20.0", "module = -20.0")).expect("a file");
    let (code, faults) = said(circle, &["--efforts", &path.display().to_string()]);
    let line = usual.lines().position(|line| line == "module = 20.0").expect("the line") + 1;
    assert_eq!(code, Some(2));
    assert!(
        faults.contains(&format!("mine.toml:{line}")) && faults.contains("create.module is -20"),
        "{faults}"
    );
    let (code, faults) = said(circle, &["--max-extra-periods", "-1"]);
    assert_eq!(code, Some(2));
    assert!(faults.contains("--max-extra-periods is -1"), "{faults}");
}
