//! The round trip: a report goes out, people decide in it, and what they decided comes back.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::ledger::Book;
use crate::support::{Audited, audit, khung, skipped, text};

const COLLEGE: &str = "fixtures/made/teacher-college.xlsx";
const EVIDENCE: &str = "Minh chứng";

/// A report of `path` in which `work` was done, saved beside it.
fn worked(audited: &Audited, work: impl FnOnce(&mut Book)) -> PathBuf {
    let mut book = Book::open(&audited.path("coverage.xlsx"));
    work(&mut book);
    let path = audited.path("reviewed.xlsx");
    book.save(&path);
    path
}

fn review(path: impl AsRef<Path>, ledger: &Path, flags: &[&str]) -> Audited {
    let mut all = vec!["--review", ledger.to_str().expect("a path")];
    all.extend(flags);
    audit(path, &all)
}

fn alignments(audited: &Audited) -> &Vec<Value> {
    audited.programme()["alignments"].as_array().expect("alignments")
}

fn alignment<'a>(audited: &'a Audited, id: &str) -> &'a Value {
    alignments(audited).iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// A programme of three modules; `{}` is an outcome of the second.
fn programme(outcome: &str, code: &str) -> String {
    format!(
        "Mã học phần,Tên học phần,Số tín chỉ,Học kỳ,Chuẩn đầu ra\n\
         TL102,Tâm lý học giáo dục,3,1,Trình bày được đặc điểm tâm lý của học sinh tiểu học\n\
         {code},Chuyên đề mới trong giáo dục,2,4,{outcome}\n\
         GD301,Đánh giá kết quả học tập,2,4,Xây dựng được đề kiểm tra theo ma trận\n"
    )
}

const OUTCOME: &str = "Giải thích được một cách đơn giản AI tạo sinh hoạt động như thế nào";

/// A folder with one programme file, which can be changed.
struct Institution(TempDir);

impl Institution {
    fn new(text: &str) -> Self {
        let here = Institution(TempDir::new().expect("a folder"));
        here.teach(text);
        here
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("chuong-trinh.csv")
    }

    fn teach(&self, text: &str) {
        std::fs::write(self.path(), text).expect("a file");
    }
}

/// The report of [`programme`], in which its one alignment was decided upon.
fn decided(decision: &str) -> (Institution, PathBuf, TempDir) {
    let here = Institution::new(&programme(OUTCOME, "AI302"));
    let first = audit(here.path(), &[]);
    assert_eq!(alignments(&first).len(), 1, "the outcome is linked: {}", first.programme()["alignments"]);
    let ledger = worked(&first, |book| {
        let mut sheet = book.sheet(EVIDENCE);
        let row = sheet.find(|sheet, row| sheet.get(row, "Mã học phần") == "AI302")[0];
        sheet.decide(row, decision, "Lan");
    });
    (here, ledger, first.folder)
}

#[test]
fn decisions_come_back_and_the_third_run_says_the_same() {
    let first = audit(COLLEGE, &[]);
    let (mut accepted, mut refused, mut levelled) = (String::new(), String::new(), String::new());
    let ledger = worked(&first, |book| {
        let mut sheet = book.sheet(EVIDENCE);
        let suggested =
            sheet.find(|s, row| s.get(row, "Được tính") == "Gợi ý" && s.get(row, "Mức độ") != "Chưa rõ");
        let counting =
            sheet.find(|s, row| s.get(row, "Được tính") == "Có" && s.get(row, "Mức độ") == "Cơ bản");
        accepted = sheet.get(suggested[0], "Mã liên kết");
        refused = sheet.get(counting[0], "Mã liên kết");
        levelled = sheet.get(counting[1], "Mã liên kết");
        sheet.decide(suggested[0], "Chấp nhận", "Lan");
        sheet.set(suggested[0], "Ý kiến", "Đã xem đề cương".to_owned());
        sheet.decide(counting[0], "Bác bỏ", "Lan");
        sheet.decide(counting[1], "Mức Nâng cao", "Minh");
        let row = sheet.find(|sheet, row| sheet.get(row, "Mức độ") == "Chưa rõ")[0];
        sheet.decide(row, "Mức Thành thạo", "Lan");
        sheet.add(&[
            ("Mã học phần", "TT401"),
            ("Năng lực thành phần", "6.2"),
            ("Mức độ", "Cơ bản"),
            ("Quyết định", "Chấp nhận cả ô"),
            ("Ý kiến", "Dạy trong đợt thực tập, có biên bản"),
        ]);
    });
    let second = review(COLLEGE, &ledger, &[]);
    assert_eq!(alignment(&first, &accepted)["counts"], false);
    let one = alignment(&second, &accepted);
    assert_eq!(
        (&one["basis"], &one["counts"], &one["state"]),
        (&"reviewed".into(), &true.into(), &"decided".into())
    );
    assert_eq!(one["reviews"][0]["reviewer"], "Lan");
    assert_eq!(one["reviews"][0]["date"], "2026-11-20");
    assert_eq!(one["reviews"][0]["comment"], "Đã xem đề cương");
    assert_eq!(alignment(&second, &refused)["counts"], false);
    let one = alignment(&second, &levelled);
    assert_eq!(one["counts"], true);
    assert!(one["cell"].as_str().expect("a key").ends_with("/advanced"), "{one}");
    let count = |audited: &Audited| audited.programme()["unlevelled"].as_array().map_or(0, Vec::len);
    assert_eq!(count(&second) + 1, count(&first), "a suggestion that has its level now is none without");
    let hand = alignments(&second).iter().find(|one| one["by_hand"] == true).expect("the row that was added");
    assert_eq!(hand["evidence"]["text"], "Dạy trong đợt thực tập, có biên bản");
    assert!(hand["evidence"]["place"].as_str().expect("a place").contains("reviewed.xlsx#'Minh chứng'!"));
    assert_eq!(first.cell("general/6.2/basic")["status"], "uncovered");
    assert_eq!(second.cell("general/6.2/basic")["status"], "covered");
    let third = review(COLLEGE, &second.path("coverage.xlsx"), &[]);
    for name in ["coverage.xlsx", "coverage.json"] {
        let read = |audited: &Audited| std::fs::read(audited.path(name)).expect("a report");
        assert!(read(&second) == read(&third), "{name} differs");
    }
}

#[test]
fn suggestions_for_the_worst_gaps_stand_first() {
    let first = audit(COLLEGE, &[]);
    let mut book = Book::open(&first.path("coverage.xlsx"));
    let sheet = book.sheet(EVIDENCE);
    let counts: Vec<String> =
        sheet.find(|_, _| true).iter().map(|row| sheet.get(*row, "Được tính")).collect();
    let suggested = counts.iter().take_while(|word| *word == "Gợi ý").count();
    assert!(suggested > 5);
    assert!(counts[suggested..].iter().all(|word| word != "Gợi ý"), "none stands below");
}

#[test]
fn a_changed_text_is_suspect_and_still_counts() {
    let (here, ledger, _folder) = decided("Chấp nhận");
    here.teach(&programme("Giải thích được AI tạo sinh hoạt động như thế nào trong lớp học", "AI302"));
    let second = review(here.path(), &ledger, &[]);
    let one = &alignments(&second)[0];
    assert_eq!((&one["counts"], &one["state"]), (&true.into(), &"suspect".into()));
    assert_eq!(one["reviews"][0]["suspect"]["before"], OUTCOME);
    assert!(second.codes().contains(&"decision-suspect"));
    let mut book = Book::open(&second.path("coverage.xlsx"));
    let sheet = book.sheet(EVIDENCE);
    let first_row = sheet.find(|_, _| true)[0];
    assert_eq!(sheet.get(first_row, "Trạng thái"), "Cần xem lại", "it stands first");
    let third = review(here.path(), &second.path("coverage.xlsx"), &[]);
    let read = |audited: &Audited| std::fs::read(audited.path("coverage.xlsx")).expect("a report");
    assert!(read(&second) == read(&third), "it stays suspect until someone looks");
    let cleared = worked(&third, |book| {
        let mut sheet = book.sheet(EVIDENCE);
        sheet.set(first_row, "Xem lại vì", String::new());
    });
    let fourth = review(here.path(), &cleared, &[]);
    assert_eq!(alignments(&fourth)[0]["state"], "decided");
}

#[test]
fn a_removed_module_is_listed_and_comes_back() {
    let (here, ledger, _folder) = decided("Bác bỏ");
    here.teach("Mã học phần,Tên học phần,Số tín chỉ,Chuẩn đầu ra\nGD301,Đánh giá kết quả học tập,2,Xây dựng được đề kiểm tra theo ma trận\n");
    let second = review(here.path(), &ledger, &[]);
    let kept = &second.programme()["review"]["kept"];
    assert_eq!((&kept[0]["module"], &kept[0]["why"]), (&"AI302".into(), &"module".into()));
    assert!(second.codes().contains(&"decision-gone"));
    let third = review(here.path(), &second.path("coverage.xlsx"), &[]);
    let read = |audited: &Audited| std::fs::read(audited.path("coverage.xlsx")).expect("a report");
    assert!(read(&second) == read(&third), "it is kept from run to run");
    here.teach(&programme(OUTCOME, "AI302"));
    let fourth = review(here.path(), &third.path("coverage.xlsx"), &[]);
    assert_eq!(alignments(&fourth)[0]["counts"], false, "and holds again");
    assert_eq!(fourth.programme()["review"]["kept"], Value::Array(Vec::new()));
}

#[test]
fn a_removed_statement_is_not_taken_for_another() {
    let (here, ledger, _folder) = decided("Chấp nhận");
    here.teach(&programme("Phân tích được ưu điểm và hạn chế của một số công cụ AI", "AI302"));
    let second = review(here.path(), &ledger, &[]);
    assert_eq!(second.programme()["review"]["kept"][0]["why"], "statement");
}

#[test]
fn reviewers_who_disagree_are_both_shown_and_neither_counts() {
    let here = Institution::new(&programme(OUTCOME, "AI302"));
    let first = audit(here.path(), &[]);
    let work = |decision: &str, reviewer: &str| {
        let mut book = Book::open(&first.path("coverage.xlsx"));
        let mut sheet = book.sheet(EVIDENCE);
        let row = sheet.find(|sheet, row| sheet.get(row, "Mã học phần") == "AI302")[0];
        sheet.decide(row, decision, reviewer);
        let path = first.path(&format!("{reviewer}.xlsx"));
        book.save(&path);
        path
    };
    let (lan, minh) = (work("Chấp nhận", "Lan"), work("Bác bỏ", "Minh"));
    let second = review(here.path(), &lan, &["--review", minh.to_str().expect("a path")]);
    let one = &alignments(&second)[0];
    assert_eq!((&one["counts"], &one["state"]), (&false.into(), &"contradicted".into()));
    assert_eq!(one["reviews"].as_array().map(Vec::len), Some(2));
    assert!(second.codes().contains(&"decision-contradicted"));
    let mut book = Book::open(&second.path("coverage.xlsx"));
    let sheet = book.sheet(EVIDENCE);
    let rows = sheet.find(|_, _| true);
    let who: Vec<String> = rows[..2].iter().map(|row| sheet.get(*row, "Người duyệt")).collect();
    assert_eq!(who, ["Lan", "Minh"]);
    let third = review(here.path(), &second.path("coverage.xlsx"), &[]);
    assert_eq!(alignments(&third)[0]["state"], "contradicted", "one file tells of both");
    let agreed = review(here.path(), &lan, &["--review", work("Đồng ý", "Minh").to_str().expect("a path")]);
    assert_eq!(alignments(&agreed)[0]["reviews"][0]["reviewer"], "Lan; Minh");
    assert_eq!(alignments(&agreed)[0]["counts"], true);
}

#[test]
fn of_two_dated_decisions_of_one_person_the_later_holds() {
    let here = Institution::new(&programme(OUTCOME, "AI302"));
    let first = audit(here.path(), &[]);
    let ledger = worked(&first, |book| {
        let mut sheet = book.sheet(EVIDENCE);
        let row = sheet.find(|sheet, row| sheet.get(row, "Mã học phần") == "AI302")[0];
        sheet.decide(row, "Bác bỏ", "Lan");
        let again = sheet.copy(row);
        sheet.decide(again, "Chấp nhận", "Lan");
        sheet.set(again, "Ngày duyệt", "2026-11-25".to_owned());
    });
    let second = review(here.path(), &ledger, &[]);
    assert_eq!(alignments(&second)[0]["counts"], true);
    assert_eq!(alignments(&second)[0]["state"], "decided");
}

/// A remark without a decision, beside a decision on the same alignment.
#[test]
fn a_remark_beside_a_decision_is_kept() {
    let here = Institution::new(&programme(OUTCOME, "AI302"));
    let first = audit(here.path(), &[]);
    for (reviewer, kept) in [("Lan", "nên hỏi khoa"), ("Minh", "nên hỏi khoa (Minh)")] {
        let ledger = worked(&first, |book| {
            let mut sheet = book.sheet(EVIDENCE);
            let row = sheet.find(|sheet, row| sheet.get(row, "Mã học phần") == "AI302")[0];
            sheet.decide(row, "Bác bỏ", "Lan");
            let remark = sheet.copy(row);
            sheet.decide(remark, "", reviewer);
            sheet.set(remark, "Ý kiến", "nên hỏi khoa".to_owned());
        });
        let second = review(here.path(), &ledger, &[]);
        let one = &alignments(&second)[0];
        assert_eq!((&one["counts"], &one["state"]), (&false.into(), &"decided".into()), "{reviewer}");
        assert_eq!(
            (&one["reviews"][0]["reviewer"], &one["reviews"][0]["comment"]),
            (&"Lan".into(), &kept.into())
        );
    }
}

#[test]
fn decisions_follow_a_module_that_has_another_code() {
    let (here, ledger, _folder) = decided("Chấp nhận");
    here.teach(&programme(OUTCOME, "AI402"));
    let second = review(here.path(), &ledger, &[]);
    let one = &alignments(&second)[0];
    assert_eq!((&one["module"], &one["state"]), (&"AI402".into(), &"decided".into()));
    assert!(second.codes().contains(&"decision-carried"));
}

#[test]
fn decisions_follow_an_indicator_into_another_edition_of_the_framework() {
    let (here, ledger, folder) = decided("Chấp nhận");
    let before = folder.path().join("coverage.json");
    let before: Value = serde_json::from_str(&std::fs::read_to_string(before).expect("JSON")).expect("JSON");
    let one = &before["programmes"][0]["alignments"][0];
    let key = one["indicator"].as_str().expect("the rule tells the indicator");
    let mappings = TempDir::new().expect("a folder");
    let data = mappings.path().join("vn-tt18-2026");
    std::fs::create_dir_all(&data).expect("a folder");
    let toml = std::fs::read_to_string("mappings/vn-tt18-2026/framework.toml").expect("the framework");
    let mut framework: toml::Table = toml.parse().expect("TOML");
    let words = reword(&mut framework, key).expect("the indicator");
    std::fs::write(data.join("framework.toml"), framework.to_string()).expect("a file");
    let flags = ["--mappings", mappings.path().to_str().expect("a path")];
    let second = review(here.path(), &ledger, &flags);
    let one = &alignments(&second)[0];
    assert_eq!((&one["counts"], &one["state"]), (&true.into(), &"suspect".into()), "{one}");
    assert_eq!(one["reviews"][0]["suspect"]["reason"], "indicator");
    assert_eq!(one["reviews"][0]["suspect"]["before"], words.as_str());
}

/// Gives the indicator at `key` other words; returns those it had.
fn reword(value: &mut toml::Table, key: &str) -> Option<String> {
    let framework = khung::mappings::Mappings::embedded().framework("vn-tt18-2026").expect("the framework");
    let Some(khung::framework::Key::Indicator(id)) = framework.find(key) else { return None };
    let words = framework.indicator(id).text.vi.clone();
    fn walk(value: &mut toml::Value, words: &str) -> bool {
        match value {
            toml::Value::String(text) if text == words => {
                *text = "Mô tả bằng lời của mình cách một công cụ AI đưa ra kết quả".to_owned();
                true
            }
            toml::Value::Array(items) => items.iter_mut().any(|item| walk(item, words)),
            toml::Value::Table(table) => table.iter_mut().any(|(_, item)| walk(item, words)),
            _ => false,
        }
    }
    value.iter_mut().any(|(_, item)| walk(item, &words)).then_some(words)
}

#[test]
fn no_suggestion_for_a_statement_holds() {
    let first = audit(COLLEGE, &[]);
    let mut quote = String::new();
    let ledger = worked(&first, |book| {
        let mut sheet = book.sheet(EVIDENCE);
        let rows = sheet.find(|sheet, row| sheet.get(row, "Được tính") == "Gợi ý");
        let several = rows.iter().find(|row| {
            let same = |other: &&usize| sheet.get(**other, "Câu trích") == sheet.get(**row, "Câu trích");
            rows.iter().filter(same).count() > 1
        });
        let row = *several.expect("a statement with several suggestions");
        quote = sheet.get(row, "Câu trích");
        sheet.decide(row, "Không gợi ý nào đúng", "Lan");
    });
    let second = review(COLLEGE, &ledger, &[]);
    let unlevelled = second.programme()["unlevelled"].as_array().expect("suggestions");
    let of_quote =
        alignments(&second).iter().chain(unlevelled).filter(|one| one["evidence"]["text"] == quote.as_str());
    let open = of_quote.clone().filter(|one| one["basis"] == "matched" && one["counts"] == false);
    assert!(open.clone().count() > 0);
    assert!(open.clone().all(|one| one["reviews"][0]["decision"] == "none-of-these"));
}

#[test]
fn a_justified_gap_is_listed_apart_and_not_covered() {
    let here = Institution::new(&programme(OUTCOME, "AI302"));
    let first = audit(here.path(), &["--target", "basic"]);
    let ledger = worked(&first, |book| {
        let mut sheet = book.sheet("Khoảng trống");
        for row in sheet.find(|sheet, row| !sheet.get(row, "Ô của khung").is_empty()) {
            sheet.set(row, "Lý do chấp nhận", "Trường liên kết dạy".to_owned());
            sheet.set(row, "Người xác nhận", "Hoa".to_owned());
            sheet.set(row, "Ngày xác nhận", "2026-11-20".to_owned());
        }
    });
    let second = review(here.path(), &ledger, &["--target", "basic", "--fail-on", "gaps"]);
    assert_eq!(second.output.status.code(), Some(0), "no gap is left that nobody answers for");
    assert_eq!(second.programme()["gaps"], Value::Array(Vec::new()));
    assert_eq!(second.cell("general/6.2/basic")["justified"], true);
    assert_eq!(second.cell("general/6.2/basic")["status"], "uncovered");
    assert_eq!(second.programme()["summary"]["covered"], first.programme()["summary"]["covered"]);
    let third = review(here.path(), &second.path("coverage.xlsx"), &["--target", "basic"]);
    let read = |audited: &Audited| std::fs::read(audited.path("coverage.xlsx")).expect("a report");
    assert!(read(&second) == read(&third));
}

#[test]
fn a_sheet_saved_as_csv_is_read_too() {
    let (here, ledger, folder) = decided("Chấp nhận");
    let mut book = Book::open(&ledger);
    let sheet = book.sheet(EVIDENCE);
    let columns = ["Mã liên kết", "Mã học phần", "Quyết định", "Người duyệt", "Câu trích", "Ô của khung"];
    let mut lines = vec![columns.join(";")];
    for row in sheet.find(|_, _| true) {
        lines.push(columns.map(|column| format!("\"{}\"", sheet.get(row, column))).join(";"));
    }
    let path = folder.path().join("duyet.csv");
    std::fs::write(&path, lines.join("\n")).expect("a file");
    assert_eq!(alignments(&review(here.path(), &path, &[]))[0]["state"], "decided");
}

#[test]
fn what_is_no_ledger_is_refused() {
    let out = TempDir::new().expect("a folder");
    let run = |file: &str, lang: &str| {
        let mut command = khung();
        command.args(["audit", COLLEGE, "--review", file, "--lang", lang, "--out"]).arg(out.path());
        let output = command.output().expect("khung runs");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        text(&output.stderr)
    };
    assert!(run(COLLEGE, "vi").contains("không có trang nào có cột Quyết định"));
    assert!(run(COLLEGE, "en").contains("no sheet with the columns Decision"));
    run("fixtures/findings/empty-file", "en");
    assert!(!out.path().join("coverage.xlsx").exists());
}

/// LibreOffice writes a file of its own making: styles, dates and shared strings are another's.
#[test]
fn saving_with_libreoffice_in_between_loses_nothing() {
    let (here, ledger, folder) = decided("Mức Nâng cao");
    let out = folder.path().join("saved");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let office = std::process::Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&out)
        .arg(&ledger)
        .output();
    let Ok(office) = office else { return skipped("LibreOffice") };
    assert!(office.status.success(), "{}", text(&office.stderr));
    let plain = review(here.path(), &ledger, &[]);
    let saved = review(here.path(), &out.join("reviewed.xlsx"), &[]);
    assert_eq!(plain.json, saved.json);
    assert_eq!(alignments(&saved)[0]["state"], "decided");
    assert_eq!(alignments(&saved)[0]["reviews"][0]["date"], "2026-11-20");
}

#[test]
fn a_worked_in_report_is_never_overwritten() {
    let (here, ledger, folder) = decided("Chấp nhận");
    let report = folder.path().join("coverage.xlsx");
    std::fs::copy(&ledger, &report).expect("the report, worked in");
    let before = std::fs::read(&report).expect("a report");
    let run = khung()
        .arg("audit")
        .arg(here.path())
        .arg("--review")
        .arg(&report)
        .arg("--out")
        .arg(folder.path())
        .output();
    assert!(run.expect("khung runs").status.success());
    assert!(std::fs::read(&report).expect("a report") == before);
    assert!(folder.path().join("coverage-2.xlsx").exists());
}

const WORDS: [&str; 9] = [
    "Chấp nhận",
    "Chấp nhận cả ô",
    "Bác bỏ",
    "Mức Cơ bản",
    "Mức Thành thạo",
    "Mức Nâng cao",
    "Không gợi ý nào đúng",
    "để hỏi lại",
    "",
];

/// Whatever people write where, in whatever order the rows stand: the next run carries all of it, and the one after says the
/// very same.
#[test]
fn whatever_is_decided_stays_decided() {
    use proptest::prelude::*;
    let first = audit("fixtures/made/cpd-catalogue.xlsx", &[]);
    let choice =
        (any::<prop::sample::Index>(), 0..WORDS.len(), prop::sample::select(vec!["Lan", "Minh", ""]));
    let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(choices in prop::collection::vec(choice, 1..30), doubles in 0..3_usize)| {
        let mut written = Vec::new();
        let ledger = worked(&first, |book| {
            let mut sheet = book.sheet(EVIDENCE);
            for (number, (row, word, reviewer)) in choices.iter().enumerate() {
                let rows = sheet.find(|_, _| true);
                let row = *row.get(&rows);
                let row = if number < doubles { sheet.copy(row) } else { row };
                sheet.decide(row, WORDS[*word], reviewer);
                sheet.set(row, "Ý kiến", format!("«ý kiến {number}»"));
            }
            written = sheet.find(|_, _| true).iter().map(|row| sheet.get(*row, "Ý kiến")).collect();
        });
        let second = review("fixtures/made/cpd-catalogue.xlsx", &ledger, &[]);
        let third = review("fixtures/made/cpd-catalogue.xlsx", &second.path("coverage.xlsx"), &[]);
        let read = |audited: &Audited| std::fs::read(audited.path("coverage.xlsx")).expect("a report");
        prop_assert!(read(&second) == read(&third));
        prop_assert_eq!(&second.json, &third.json);
        let said = std::fs::read_to_string(second.path("coverage.json")).expect("a report");
        for comment in &written {
            prop_assert!(said.contains(comment), "{comment} is lost");
        }
    });
}

/// A folder in which the report that went round lies beside the programme.
#[test]
fn a_report_is_not_taken_for_a_curriculum() {
    let (here, ledger, _folder) = decided("Chấp nhận");
    std::fs::copy(&ledger, here.0.path().join("da-duyet.xlsx")).expect("the report");
    let both = audit(here.0.path(), &[]);
    assert_eq!(both.json["programmes"].as_array().map(Vec::len), Some(1));
    assert!(both.codes().contains(&"not-a-curriculum"));
    let out = TempDir::new().expect("a folder");
    let run = khung().arg("audit").arg(&ledger).arg("--out").arg(out.path()).output().expect("khung runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("báo cáo của khung"));
}
