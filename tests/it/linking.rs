//! How right links are, and why they are made: `evaluate`, `explain` and `rules` on real files.

use serde_json::Value;

use crate::support::{khung, text};

const TEST: &str = "fixtures/labelled/test.csv";

fn run(args: &[&str]) -> (Option<i32>, String) {
    let output = khung().args(args).output().expect("khung runs");
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

/// A labelled set of three statements, and two rows that cannot be used.
const LABELS: &str = "text,lang,audience,expected\n\
    Thiết kế bài kiểm tra trực tuyến bằng Google Forms,vi,general-teacher,general/2.1/basic\n\
    Đạo đức nghề nghiệp của nhà giáo,vi,general-teacher,\n\
    Teach pupils to protect their personal data online,en,general-teacher,general/4.3\n\
    Xử lí nước thải,vi,general-teacher,general/9.9\n\
    Dạy học trực tuyến,vi,nobody,general/1.1\n";

#[test]
fn figures_stand_beside_their_base_rates() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("labels.csv");
    std::fs::write(&file, LABELS).expect("written");
    let errors = folder.path().join("errors.csv");
    let (code, said) = run(&[
        "evaluate",
        &file.display().to_string(),
        "--lang",
        "en",
        "--by",
        "language",
        "--errors",
        &errors.display().to_string(),
    ]);
    assert_eq!(code, Some(0));
    insta::assert_snapshot!("evaluate", said.replace(&file.display().to_string(), "labels.csv"));
    let errors = std::fs::read_to_string(errors).expect("the errors are written");
    assert!(errors.starts_with("\u{feff}text,lang,audience,expected,linked,error,"), "{errors}");
}

/// Evidence of nothing is so in every domain and at every level; a label without a level is of none.
#[test]
fn parts_count_only_what_is_theirs() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("labels.csv");
    std::fs::write(&file, LABELS).expect("written");
    let statements = |by: &str| -> Vec<(u64, u64)> {
        let (code, said) = run(&["evaluate", &file.display().to_string(), "--json", "--by", by]);
        assert_eq!(code, Some(0), "{said}");
        let page: Value = serde_json::from_str(
            said.split("\n}").next().map(|page| page.to_owned() + "\n}").as_deref().expect("a page"),
        )
        .expect("JSON");
        let parts = page["parts"].as_array().expect("parts").iter();
        let count = |part: &Value, key: &str| part["figures"][key].as_u64().expect("a count");
        parts.map(|part| (count(part, "statements"), count(part, "undigital"))).collect()
    };
    assert_eq!(statements("level"), [(2, 1), (1, 1), (1, 1)]);
    assert_eq!(statements("domain"), [(2, 1), (2, 1)]);
}

#[test]
fn what_cannot_be_read_beside_labels_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("labels.csv"), LABELS).expect("written");
    std::fs::write(folder.path().join("broken.xlsx"), b"PK\x03\x04, and no more").expect("written");
    for command in [&["evaluate"][..], &["rules", "check"]] {
        let (_, said) = run(&[command, &[&folder.path().display().to_string(), "--lang", "en"]].concat());
        assert!(said.contains("broken.xlsx"), "{command:?}: {said}");
    }
}

#[test]
fn cues_that_are_there_are_not_overwritten_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (labels, out) = (folder.path().join("labels.csv"), folder.path().join("cues.toml"));
    std::fs::write(&labels, LABELS).expect("written");
    std::fs::write(&out, "mine").expect("written");
    let (labels, path) = (labels.display().to_string(), out.display().to_string());
    let (code, said) = run(&["rules", "train", &labels, "--out", &path, "--lang", "en"]);
    assert_eq!((code, std::fs::read_to_string(&out).expect("read")), (Some(2), "mine".to_owned()), "{said}");
}

/// Learning twice gives the same file, at any number of threads, and the file reads back.
#[test]
fn learning_is_the_same_every_time() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("labels.csv"), LABELS).expect("written");
    let mappings = folder.path().join("vn-tt18-2026");
    std::fs::create_dir(&mappings).expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let learned = |out: &str, jobs: &str| {
        let (code, said) = run(&["rules", "train", &path("labels.csv"), "--out", &path(out), "--jobs", jobs]);
        assert_eq!(code, Some(0), "{said}");
        std::fs::read_to_string(path(out)).expect("written")
    };
    assert_eq!(learned("one.toml", "1"), learned("vn-tt18-2026/cues.toml", "4"));
    let (code, said) =
        run(&["evaluate", &path("labels.csv"), "--mappings", &folder.path().display().to_string()]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn what_is_no_labelled_set_is_said() {
    let (code, said) = run(&["evaluate", "fixtures/made/teacher-college.xlsx", "--lang", "en"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("columns text and expected"), "{said}");
}

/// Guards what was measured, a little below it; the figures themselves are in the labelled set's README.
#[test]
fn links_of_the_test_split_are_as_right_as_they_were() {
    let (code, said) = run(&["evaluate", TEST, "--json"]);
    assert_eq!(code, Some(0));
    let figures: Value = serde_json::from_str(&said).expect("JSON");
    let at_least = |path: &str, least: f64| {
        let found = figures.pointer(path).and_then(Value::as_f64).expect("a figure");
        assert!(found >= least, "{path} is {found}");
    };
    at_least("/overall/components/f1", 0.85);
    at_least("/overall/components/precision", 0.92);
    at_least("/overall/cells/f1", 0.80);
    at_least("/overall/levels/share", 0.91);
    at_least("/overall/top_three/share", 0.88);
    let alarms = figures.pointer("/overall/false_alarms/per_hundred").and_then(Value::as_f64);
    assert!(alarms.is_some_and(|alarms| alarms <= 1.5), "{alarms:?}");
}

#[test]
fn rule_packs_are_clean() {
    let (code, said) = run(&["rules", "check", "--lang", "en"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.ends_with("0 faults\n"), "{said}");
}

#[test]
fn why_a_statement_is_linked_is_told_with_the_words_that_say_so() {
    let (code, said) = run(&["explain", "fixtures/made/teacher-college.xlsx", "CN302", "--lang", "en"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("rule 2.1-proficient-design-assessment → general/2.1"), "{said}");
    assert!(said.contains("nearly "), "{said}");
    let (code, said) = run(&["explain", "fixtures/made/teacher-college.xlsx", "XX999", "--lang", "en"]);
    assert_eq!((code, said.contains("no module")), (Some(2), true), "{said}");
}

/// A framework of two outcomes without rules, and a matrix of outcomes that claims them.
#[test]
fn matched_links_are_held_against_the_institutions_own_matrix() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let outcome = |n: u8, text: &str| {
        format!(
            "[[component]]\nid = \"so/1.{n}\"\ndomain = \"so/1\"\nname = {{ vi = \"Chuẩn {n}\", en = \"Outcome {n}\" }}\n[[indicator]]\nid = \"so/1.{n}/met/1\"\nvi = \"{text}\"\nen = \"{text}\"\n"
        )
    };
    let head = "schema = \"khung.framework/1\"\nid = \"two\"\nversion = \"1\"\ntitle = { vi = \"Hai\", en = \"Two\" }\n[[level]]\nid = \"met\"\nname = { vi = \"Đạt\", en = \"Met\" }\n[[table]]\nid = \"so\"\nname = { vi = \"Chuẩn\", en = \"Outcomes\" }\n[[audience]]\nid = \"all\"\nname = { vi = \"Mọi người\", en = \"All\" }\ntables = [\"so\"]\n[[domain]]\nid = \"so/1\"\nname = { vi = \"Chuẩn\", en = \"Outcomes\" }\n";
    let framework = head.to_owned()
        + &outcome(1, "Communicate effectively in a variety of professional contexts")
        + &outcome(2, "Apply security principles to maintain operations in the presence of risks");
    std::fs::write(path("framework.toml"), framework).expect("written");
    let sheet = "Course Code,Course Title,CLOs,SO1,SO2\n\
        IT101,Writing,Communicate effectively in professional contexts,x,\n\
        IT102,Networks,Apply security principles in the presence of risks,,x\n\
        IT103,Algebra,Solve linear equations,,x\n";
    std::fs::write(path("matrix.csv"), sheet).expect("written");
    let (code, said) = run(&[
        "evaluate",
        "--declared",
        &path("matrix.csv"),
        "--framework",
        &path("framework.toml"),
        "--lang",
        "en",
    ]);
    assert_eq!(code, Some(0), "{said}");
    insta::assert_snapshot!("evaluate declared", said.replace(&path("matrix.csv"), "matrix.csv"));
}
