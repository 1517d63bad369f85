//! What changed between two runs: exactly what was planted, both ways.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::reports::grids;
use crate::support::{audit, csv, khung, text};

const BEFORE: &str = "fixtures/made/teacher-college.xlsx";
const AFTER: &str = "fixtures/made/teacher-college-updated.xlsx";

struct Compared {
    json: Value,
    said: String,
    folder: TempDir,
}

fn compare(before: impl AsRef<Path>, after: impl AsRef<Path>, flags: &[&str]) -> Compared {
    let folder = TempDir::new().expect("a folder");
    let mut command = khung();
    command
        .arg("compare")
        .arg(before.as_ref())
        .arg(after.as_ref())
        .args(flags)
        .arg("--out")
        .arg(folder.path());
    let output = command.output().expect("khung runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let json = std::fs::read_to_string(folder.path().join("comparison.json")).expect("a comparison");
    Compared { json: serde_json::from_str(&json).expect("JSON"), said: text(&output.stdout), folder }
}

impl Compared {
    /// Of each of the programme's `list` what stands at `keys`, apart by blanks.
    fn list(&self, list: &str, keys: &[&str]) -> Vec<String> {
        let items = self.json["programmes"][0][list].as_array().expect("a list").iter();
        let part = |item: &Value, key: &str| {
            let found = key.split('.').fold(item, |at, key| &at[key]);
            found.as_str().map_or_else(|| found.to_string(), str::to_owned)
        };
        items.map(|item| keys.iter().map(|key| part(item, key)).collect::<Vec<_>>().join(" ")).collect()
    }
}

#[test]
fn exactly_what_was_planted_has_changed() {
    let there = compare(BEFORE, AFTER, &[]);
    assert_eq!(
        there.list("cells", &["cell", "change", "before", "after"]),
        [
            "general/4.3/basic lost covered uncovered",
            "general/4.3/proficient lost covered uncovered",
            "general/6.2/basic gained uncovered covered",
            "general/6.2/proficient improved uncovered partial",
        ]
    );
    assert_eq!(there.list("modules", &["state", "before.code", "after"]), ["removed CN202 null"]);
    assert_eq!(
        there.list("statements", &["state", "module", "after.kind"]),
        ["added PT401 outcome", "added CN401 outcome", "added CN401 outcome"]
            .iter()
            .rev()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    );
    assert_eq!(
        there.list("components", &["component", "change"]),
        ["general/4.3 lost", "general/6.2 improved"]
    );
    let gaps = there.list("gaps", &["cell", "state"]);
    let changed: Vec<&String> = gaps.iter().filter(|gap| !gap.ends_with("still-open")).collect();
    assert_eq!(
        changed,
        ["general/4.3/basic opened", "general/4.3/proficient opened", "general/6.2/basic closed"]
    );
    let came = &there.json["programmes"][0]["cells"][2]["came"][0];
    assert_eq!(came["module"], "CN401");
    assert!(
        came["place"].as_str().expect("a place").starts_with("fixtures/made/teacher-college-updated.xlsx#")
    );
    insta::assert_snapshot!(
        "compared",
        there.said.lines().filter(|line| !line.contains("/tmp/")).collect::<Vec<_>>().join("\n")
    );
    for (name, grid) in grids(&there.folder.path().join("comparison.xlsx")) {
        insta::assert_snapshot!(format!("compared {name}"), grid);
    }
}

#[test]
fn the_other_way_round_it_is_the_same_mirrored() {
    let (there, back) = (compare(BEFORE, AFTER, &[]), compare(AFTER, BEFORE, &[]));
    let mirrored = |change: &str| match change {
        "gained" => "lost",
        "lost" => "gained",
        "improved" => "weakened",
        _ => "improved",
    };
    let cells = |side: &Compared| side.list("cells", &["cell"]);
    assert_eq!(cells(&there), cells(&back));
    let changes = there.list("cells", &["change"]);
    assert_eq!(
        changes.iter().map(|change| mirrored(change)).collect::<Vec<_>>(),
        back.list("cells", &["change"])
    );
    assert_eq!(back.list("modules", &["state", "after.code"]), ["added CN202"]);
    let mut removed = back.list("statements", &["state", "module", "before.text"]);
    let mut added = there.list("statements", &["state", "module", "after.text"]);
    removed.iter_mut().for_each(|said| *said = said.replace("removed", "added"));
    removed.sort();
    added.sort();
    assert_eq!(removed, added);
}

#[test]
fn runs_reports_and_curricula_compare_alike() {
    let (before, after) = (audit(BEFORE, &[]), audit(AFTER, &[]));
    let of = |form: &str| compare(before.path(form), after.path(form), &[]).json;
    let curricula = compare(BEFORE, AFTER, &[]).json;
    assert_eq!(of("coverage.json"), curricula);
    assert_eq!(of("coverage.xlsx"), curricula);
    assert_eq!(compare(before.path("coverage.json"), AFTER, &[]).json, curricula);
}

#[test]
fn nothing_has_changed_against_itself() {
    for path in [BEFORE, "fixtures/made/cpd-catalogue.xlsx", "fixtures/made/csv"] {
        let same = compare(path, path, &[]);
        for programme in same.json["programmes"].as_array().expect("programmes") {
            for list in ["cells", "components", "modules", "statements"] {
                assert_eq!(programme[list], Value::Array(Vec::new()), "{path}: {list}");
            }
        }
        assert_eq!(
            (&same.json["added"], &same.json["removed"]),
            (&Value::Array(Vec::new()), &Value::Array(Vec::new()))
        );
        assert!(same.said.contains("Không có gì thay đổi"));
    }
}

#[test]
fn renamed_modules_and_changed_statements_are_known_again() {
    let (_before, before) = csv("Mã học phần,Tên học phần,Số tín chỉ,Chuẩn đầu ra\n\
        TH101,Tin học đại cương,3,Sử dụng được phần mềm soạn thảo văn bản để trình bày giáo án\n\
        TO101,Toán 1,3,Giải được bài toán có lời văn ở tiểu học\n\
        AN101,Âm nhạc,2,Hát được các bài trong chương trình\n");
    let (_after, after) = csv("Mã học phần,Tên học phần,Số tín chỉ,Chuẩn đầu ra\n\
        TH201,Tin học cơ sở,3,Sử dụng được phần mềm soạn thảo văn bản để trình bày giáo án\n\
        TO101,Toán 1,3,Giải được các bài toán có lời văn ở tiểu học bằng nhiều cách\n\
        MT101,Mĩ thuật,2,Vẽ được tranh theo chủ đề\n");
    let compared = compare(before, after, &[]);
    assert_eq!(
        compared.list("modules", &["state", "before.code", "after.code"]),
        ["added null MT101", "removed AN101 null", "renamed TH101 TH201"]
    );
    assert_eq!(compared.list("statements", &["state", "module"]), ["changed TO101"]);
}

fn refused(before: &Path, after: &Path, lang: &str) -> String {
    let out = TempDir::new().expect("a folder");
    let mut command = khung();
    command.arg("compare").arg(before).arg(after).args(["--lang", lang, "--out"]).arg(out.path());
    let output = command.output().expect("khung runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty() && !out.path().join("comparison.json").exists());
    text(&output.stderr)
}

/// A copy of a `coverage.json` in which `work` was done.
fn changed(folder: &TempDir, from: &Value, name: &str, work: impl FnOnce(&mut Value)) -> PathBuf {
    let mut json = from.clone();
    work(&mut json);
    let path = folder.path().join(name);
    std::fs::write(&path, json.to_string()).expect("a file");
    path
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let first = audit(BEFORE, &[]);
    let here = first.path("coverage.json");
    let folder = TempDir::new().expect("a folder");
    let other =
        changed(&folder, &first.json, "framework.json", |json| json["framework"]["id"] = "unesco".into());
    assert!(refused(&here, &other, "vi").contains("khung năng lực khác nhau nên không so sánh được"));
    assert!(refused(&here, &other, "en").contains("frameworks differ"));
    let other =
        changed(&folder, &first.json, "audience.json", |json| json["audience"] = "general-manager".into());
    assert!(refused(&here, &other, "en").contains("audiences differ"));
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{\"schema\":").expect("a file");
    assert!(refused(&here, &broken, "vi").contains("JSON hỏng"));
    let other =
        changed(&folder, &first.json, "schema.json", |json| json["schema"] = "khung.coverage/9".into());
    assert!(refused(&here, &other, "en").contains("khung.coverage/9"));
    assert!(refused(&here, Path::new("nowhere.xlsx"), "vi").contains("nowhere.xlsx"));
}

#[test]
fn other_versions_are_compared_with_a_note() {
    let first = audit(BEFORE, &[]);
    let folder = TempDir::new().expect("a folder");
    let other = changed(&folder, &first.json, "version.json", |json| {
        json["framework"]["version"] = "2027.1".into();
        json["target"] = "basic".into();
        let cells = json["programmes"][0]["cells"].as_array_mut().expect("cells");
        cells[0]["cell"] = "general/1.9/basic".into();
    });
    let compared = compare(first.path("coverage.json"), other, &["--lang", "en"]);
    assert!(
        compared.said.contains("The versions of the framework differ") && compared.said.contains("2027.1")
    );
    assert!(compared.said.contains("The target levels differ"));
    let changes = compared.list("cells", &["cell", "change"]);
    assert!(changes.contains(&"general/1.9/basic introduced".to_owned()));
    assert!(changes.contains(&"general/1.1/basic dropped".to_owned()));
}

#[test]
fn comparisons_keep_to_their_schema() {
    let schema = std::fs::read_to_string("docs/comparison.schema.json").expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a JSON Schema");
    for (before, after) in [(BEFORE, AFTER), ("fixtures/made/csv", BEFORE), (AFTER, "fixtures/made/csv")] {
        let json = compare(before, after, &[]).json;
        let faults: Vec<String> =
            schema.iter_errors(&json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
    let mut json = compare(BEFORE, AFTER, &[]).json;
    json["programmes"][0]["cells"][0]["change"] = "better".into();
    assert!(!schema.is_valid(&json));
}

#[test]
fn a_comparison_is_the_same_every_time_and_an_edited_one_stays() {
    let (one, two) = (compare(BEFORE, AFTER, &[]), compare(BEFORE, AFTER, &["--jobs", "1"]));
    let path = one.folder.path().join("comparison.xlsx");
    let read = |path: &Path| std::fs::read(path).expect("a comparison");
    assert!(read(&path) == read(&two.folder.path().join("comparison.xlsx")));
    std::fs::write(&path, "edited").expect("a file");
    let run = khung().args(["compare", BEFORE, AFTER, "--quiet", "--out"]).arg(one.folder.path()).output();
    assert!(run.expect("khung runs").status.success());
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "edited");
    assert!(one.folder.path().join("comparison-2.xlsx").exists());
}
