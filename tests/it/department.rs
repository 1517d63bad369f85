//! A department's classes: what is met, what it costs, and that nobody is named.

use serde_json::Value;
use tempfile::TempDir;

use crate::reports::grids;
use crate::support::{khung, text};

const NEEDS: &str = "fixtures/made/department/self-assessment.xlsx";
const CATALOGUE: &str = "fixtures/made/department/courses.xlsx";

struct Planned {
    json: Value,
    said: String,
    folder: TempDir,
}

fn plan(needs: &str, catalogue: &str, flags: &[&str]) -> Planned {
    let folder = TempDir::new().expect("a folder");
    let mut command = khung();
    command.args(["plan", "--needs", needs, "--catalogue", catalogue, "--lang", "en", "--out"]);
    let output = command.arg(folder.path()).args(flags).output().expect("khung runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let json = std::fs::read_to_string(folder.path().join("plan.json")).expect("a plan");
    Planned { json: serde_json::from_str(&json).expect("JSON"), said: text(&output.stdout), folder }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().expect("a list")
}

fn sum(values: &[Value], key: &str) -> f64 {
    values.iter().map(|value| value[key].as_f64().expect("a number")).sum()
}

#[test]
fn three_thousand_staff_are_planned_for_within_a_budget() {
    let planned = plan(NEEDS, CATALOGUE, &["--budget", "800000000"]);
    let json = &planned.json;
    assert_eq!((&json["people"], list(json, "courses").len()), (&Value::from(3000), 40));
    assert_eq!(json["answer"]["kind"], "most-for-budget");
    assert!(json["cost"].as_f64().expect("a cost") <= 800e6);
    assert_eq!(sum(list(json, "classes"), "cost"), json["cost"].as_f64().expect("a cost"));
    let gap = json["proof"]["gap"].as_f64().expect("a gap");
    assert!((0.0..0.1).contains(&gap), "{gap}");
    assert!(planned.said.contains("% from the best") || planned.said.contains("proven to be the best"));
    for groups in ["units", "posts", "units_and_posts"] {
        let groups = list(json, groups);
        assert_eq!(sum(groups, "people"), 3000.0);
        assert_eq!(sum(groups, "met"), json["met"].as_f64().expect("a number"));
        assert!(groups.iter().all(|group| group["people"].as_u64() >= Some(5)));
    }
    assert_eq!(sum(list(json, "components"), "needs"), json["needs"].as_f64().expect("a number"));
    for classes in list(json, "classes") {
        let course = list(json, "courses").iter().find(|course| course["code"] == classes["course"]);
        let seats = course.expect("its course")["seats"].as_u64().expect("a number");
        let (held, people) = (classes["classes"].as_u64(), classes["people"].as_u64());
        assert_eq!(held.expect("a number"), people.expect("a number").div_ceil(seats));
    }
}

#[test]
fn nobody_is_named() {
    let planned = plan(NEEDS, CATALOGUE, &["--budget", "100000000"]);
    let sheets = grids(&planned.folder.path().join("plan.xlsx"));
    let written =
        sheets.into_iter().map(|(name, grid)| name + &grid).chain([planned.said, planned.json.to_string()]);
    // The fixture calls its people GV0001 to GV3000.
    let names = |text: &str| {
        text.match_indices("GV").any(|(at, _)| {
            text[at + 2..].starts_with(|c: char| c.is_ascii_digit())
                && text[at + 2..].chars().take(4).all(|c| c.is_ascii_digit())
        })
    };
    assert!(written.into_iter().all(|text| !names(&text)));
}

#[test]
fn what_money_cannot_buy_is_said() {
    let answer = |flags: &[&str]| plan(NEEDS, CATALOGUE, flags).json["answer"].clone();
    let nothing = answer(&["--budget", "1000000"]);
    assert_eq!((&nothing["kind"], nothing["lacks"].as_f64()), (&Value::from("buys-nothing"), Some(4e6)));
    let lacks = answer(&["--share", "10%", "--budget", "300000000"]);
    assert_eq!(lacks["kind"], "budget-lacks");
    let least = plan(NEEDS, CATALOGUE, &["--share", "0,1"]).json;
    assert_eq!(least["answer"]["kind"], "least-for-share");
    assert!(least["met"].as_f64() >= least["needs"].as_f64().map(|needs| needs * 0.1));
    let missing = least["cost"].as_f64().expect("a cost") - 300e6;
    assert!((lacks["lacks"].as_f64().expect("a sum") - missing).abs() < 1.0);
    assert_eq!(answer(&["--share", "1"])["kind"], "share-impossible");
}

/// Eight people of two schools, one of whom has a post of their own; a course for each of two components.
fn small() -> (TempDir, String, String) {
    let folder = TempDir::new().expect("a folder");
    let rows = (1..=8).map(|n| {
        let (school, post) =
            if n <= 6 { ("A", "Teacher") } else { ("B", if n == 8 { "Tutor" } else { "Teacher" }) };
        let high = if n <= 3 { "Proficient" } else { "0" };
        format!("P{n},{school},{post},{high},Basic\n")
    });
    let needs = format!("Name,School,Post,6.1,6.2\n{}", rows.collect::<String>());
    let courses = "Course code,Course title,Cost per class,Seats,Digital competencies\n\
        C1,AI one,100,4,6.1 Basic; 6.1 Proficient\nC2,AI two,30,5,6.2 Proficient\n";
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let (needs, courses) = (write("needs.csv", &needs), write("courses.csv", courses));
    (folder, needs, courses)
}

#[test]
fn a_small_department_is_counted_by_hand() {
    let (_folder, needs, courses) = small();
    let efforts = std::fs::read_to_string("mappings/efforts.toml").expect("efforts");
    let file = TempDir::new().expect("a folder");
    let path = file.path().join("efforts.toml");
    std::fs::write(&path, efforts.replace("least_class = 10", "least_class = 1")).expect("a file");
    let path = path.display().to_string();
    let of = |flags: &[&str]| plan(&needs, &courses, &[flags, &["--efforts", &path]].concat()).json;
    // Five miss all of 6.1, all eight miss 6.2 proficient.
    let all = of(&[]);
    assert_eq!(
        (all["needs"].as_u64(), all["met"].as_u64(), all["cost"].as_f64()),
        (Some(13), Some(13), Some(260.0))
    );
    // One class of each course leaves 100 - 30 too little for a second of the first.
    let some = of(&["--budget", "130"]);
    assert_eq!((some["met"].as_u64(), some["cost"].as_f64()), (Some(9), Some(130.0)));
    let seats = of(&["--budget", "130", "--seats", "10"]);
    assert_eq!((seats["met"].as_u64(), seats["cost"].as_f64()), (Some(13), Some(130.0)));
    // School B has two people and is put together with A; the one tutor is not shown alone.
    assert_eq!(list(&all, "units").len(), 1);
    assert_eq!(list(&all, "posts").len(), 1);
    assert_eq!(list(&of(&["--small-groups"]), "units").len(), 2);
}

#[test]
fn a_department_plan_keeps_to_its_schema_and_is_the_same_twice() {
    let (_folder, needs, courses) = small();
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string("docs/plan.schema.json").expect("the schema"))
            .expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a JSON Schema");
    let (one, other) = (plan(&needs, &courses, &[]), plan(&needs, &courses, &["--jobs", "1"]));
    let faults: Vec<String> =
        schema.iter_errors(&one.json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for name in ["plan.xlsx", "plan.json"] {
        let bytes = |planned: &Planned| std::fs::read(planned.folder.path().join(name)).expect("a plan");
        assert_eq!(bytes(&one), bytes(&other), "{name}");
    }
}

#[test]
fn what_is_no_self_assessment_is_refused() {
    let mut command = khung();
    let output =
        command.args(["plan", "--needs", CATALOGUE, "--catalogue", CATALOGUE, "--lang", "en"]).output();
    let output = output.expect("khung runs");
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("no self-assessment of staff") && said.contains("courses.xlsx#"), "{said}");
}
