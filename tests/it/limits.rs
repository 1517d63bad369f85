//! Limits on what is read, each with its flag.

use std::fs;

use tempfile::TempDir;

use crate::support::khung;

const COLLEGE: &str = "fixtures/made/teacher-college.xlsx";

/// What `inspect` says of `input` with `flags`, and its exit code.
fn inspected(input: &str, flags: &[&str]) -> (String, Option<i32>) {
    let output = khung().args(["inspect", input, "--lang", "en"]).args(flags).output().expect("khung runs");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).expect("text"), output.status.code())
}

#[test]
fn what_passes_a_limit_is_given_up_and_the_flag_is_named() {
    let folder = TempDir::new().expect("a folder");
    let long = folder.path().join("long.csv");
    let text = format!("Mã HP,Tên học phần,Mô tả\nA1,Toán,{}\n", "số ".repeat(400));
    fs::write(&long, text).expect("written");
    let long = long.to_str().expect("a path");
    for (input, flag, value, said) in [
        (COLLEGE, "--max-unpacked-megabytes", "0", "unpacks to more than 0 MB"),
        (COLLEGE, "--max-file-megabytes", "0", "the limit is 0 MB"),
        (COLLEGE, "--max-cells", "100", "more than 100 filled cells"),
        (COLLEGE, "--max-sheets", "2", "the limit is 2"),
        (long, "--max-text-letters", "1000", "the cell C2 has more than 1000 letters"),
    ] {
        let (refused, code) = inspected(input, &[flag, value]);
        assert_eq!(code, Some(2), "{flag}: {refused}");
        assert!(refused.contains(said), "{flag}: {refused}");
        assert!(refused.contains(&format!("{flag} N")), "{flag}: {refused}");
        assert_eq!(inspected(input, &[]).1, Some(0), "{flag}");
    }
}

#[test]
fn a_pattern_that_would_take_all_memory_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let rules = folder.path().join("vn-tt18-2026/rules");
    fs::create_dir_all(&rules).expect("a folder");
    let pack = |pattern: &str| {
        format!(
            "schema = \"khung.rules/1\"\n\n[[rule]]\nid = \"endless\"\n\
             serves = [\"general/1.1/basic\"]\nrequired = ['{pattern}']\nweight = 0.9\n\
             examples = [\"aa\", \"aaa\"]\nnear_misses = [\"b\"]\n"
        )
    };
    let audit = |pattern: &str, flags: &[&str]| {
        fs::write(rules.join("own.toml"), pack(pattern)).expect("written");
        let output = khung()
            .args(["audit", COLLEGE, "--quiet", "--lang", "en", "--mappings"])
            .arg(folder.path())
            .arg("--out")
            .arg(folder.path().join("out"))
            .args(flags)
            .output()
            .expect("khung runs");
        (String::from_utf8(output.stderr).expect("text"), output.status.code())
    };
    let (said, code) = audit("(?:(?:a{900}){900}){900}", &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("endless") && said.contains("--max-pattern-letters"), "{said}");
    // What is only slow elsewhere takes time in proportion to the text here.
    let (said, code) = audit("(?:a+)+b(?:x*)*c", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(audit("a{60}", &["--max-pattern-letters", "50"]).1, Some(2));
}
