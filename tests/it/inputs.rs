//! Messy and broken inputs: what is read all the same, and what is said of what is not.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Audited, audit, csv, khung, text};

fn modules(audited: &Audited) -> Vec<(String, String)> {
    let modules = audited.programme()["modules"].as_array().expect("modules").iter();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    modules.map(|module| (word(&module["code"]), word(&module["title"]))).collect()
}

const PLAIN: &str = "Mã HP,Tên học phần,Số TC,Học kỳ\nGD101,Tâm lý học,3,1\nCN201,Ứng dụng AI,2,2\n";

#[test]
fn the_header_is_found_by_its_words_wherever_it_stands() {
    let plain = audit(csv(PLAIN).1, &[]);
    for moved in [
        format!("BỘ GIÁO DỤC VÀ ĐÀO TẠO\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 12/QĐ\n\n{PLAIN}"),
        PLAIN.lines().map(|line| format!(",,{line}\n")).collect(),
        PLAIN.to_uppercase(),
        PLAIN.replace("Mã HP", "Ma hoc phan").replace("Tên học phần", "TEN HOC PHAN"),
        PLAIN.replace(',', ";"),
        PLAIN.replace(',', "\t"),
        PLAIN.replace('\n', "\r\n"),
        PLAIN.replace(',', ";").replace("Tâm lý học", "Tâm lý học, giáo dục học, giao tiếp"),
        format!("\u{feff}{PLAIN}"),
    ] {
        let (_folder, path) = csv(&moved);
        let found: Vec<String> = modules(&audit(path, &[])).into_iter().map(|(code, _)| code).collect();
        let expected: Vec<String> = modules(&plain).into_iter().map(|(code, _)| code).collect();
        assert_eq!(found, expected, "{moved}");
    }
}

#[test]
fn decomposed_text_and_legacy_encodings_read_the_same() {
    use unicode_decompose::decomposed;
    let (_folder, path) = csv(&decomposed(PLAIN));
    assert_eq!(modules(&audit(path, &[])), modules(&audit(csv(PLAIN).1, &[])));
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("utf16.csv");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(PLAIN.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(&path, utf16).expect("written");
    let audited = audit(path, &[]);
    assert_eq!(modules(&audited)[1].1, "Ứng dụng AI");
    assert!(audited.codes().contains(&"text-converted"));
}

/// Takes Vietnamese letters apart by hand, so that the test does not lean on the code it tests.
mod unicode_decompose {
    pub(super) fn decomposed(text: &str) -> String {
        text.replace('ã', "a\u{303}")
            .replace('ọ', "o\u{323}")
            .replace('ầ', "a\u{302}\u{300}")
            .replace('ý', "y\u{301}")
            .replace('Ứ', "U\u{31b}\u{301}")
    }
}

#[test]
fn sections_totals_notes_and_numbering_are_no_modules() {
    let (_folder, path) = csv(
        "TT,Mã HP,Tên học phần,Số TC\n(1),(2),(3),(4)\nI,Khối kiến thức chung,,\n1,GD101,Tâm lý học,3\n\
         II,\"Tự chọn: chọn 1 trong 2 học phần\",,\n2,CN201,Ứng dụng AI,2\n3,CN202,Học liệu số,2\n,,Tổng cộng,7\n\
         Ghi chú: học phần có thể thay đổi,,,\n,,HIỆU TRƯỞNG,\n",
    );
    let audited = audit(path, &[]);
    assert_eq!(modules(&audited).len(), 3);
    let groups = audited.programme()["groups"].as_array().expect("groups");
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0]["take"]["modules"], 1);
    assert_eq!(groups[0]["modules"], serde_json::json!(["CN201", "CN202"]));
}

#[test]
fn places_count_rows_as_a_spreadsheet_does_whatever_the_line_ends() {
    let text = "Chương trình\n\nMã HP,Tên học phần,Số TC\nA1,Nhập môn,ba\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let (_folder, path) = csv(&text);
        let audited = audit(path, &[]);
        let findings = audited.json["findings"].as_array().expect("findings");
        let place = findings.iter().find(|f| f["code"] == "unclear-amount").expect("found")["place"].clone();
        assert!(place.as_str().is_some_and(|place| place.ends_with("#programme!C4")), "{place}");
    }
}

#[test]
fn sections_called_alike_are_two_groups() {
    let (_folder, path) =
        csv("Mã HP,Tên học phần,Số TC\n,Học phần tự chọn (chọn 1 trong 2),\nA1,Một,2\nA2,Hai,2\n\
         ,Học phần tự chọn (chọn 2 trong 3),\nB1,Ba,2\nB2,Bốn,2\nB3,Năm,2\n");
    let audited = audit(path, &[]);
    let takes: Vec<&Value> = audited.programme()["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|g| &g["take"]["modules"])
        .collect();
    assert_eq!(takes, [1, 2]);
}

#[test]
fn a_number_under_a_merged_header_is_said() {
    let (_folder, path) = csv("Mã HP,Tên học phần,Số TC,Năng lực số,\n,,,6.1,6.2\nA1,Nhập môn,3,x,\n");
    assert_eq!(audit(path, &[]).cell("general/6.1/basic")["declared"], true);
}

#[test]
fn a_report_in_the_folder_of_its_inputs_is_not_read_again() {
    let (folder, _) = csv(PLAIN);
    for _ in 0..2 {
        khung().arg("audit").arg(folder.path()).arg("--out").arg(folder.path()).assert().success();
    }
    let json = fs::read_to_string(folder.path().join("coverage.json")).expect("written");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["inputs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn several_rows_make_one_module_and_sheets_are_joined_by_code() {
    let folder = tempfile::TempDir::new().expect("a folder");
    fs::write(folder.path().join("1.csv"), "Mã HP,Tên học phần,Số TC\nA1,Nhập môn,3\nA2,Thực hành,2\n")
        .expect("written");
    fs::write(
        folder.path().join("2.csv"),
        "Mã HP,Chuẩn đầu ra\nA1,Nêu được khái niệm\n,Vận dụng được công cụ\na 2,Làm được bài\nA9,Không có\n",
    )
    .expect("written");
    let audited = audit(folder.path(), &[]);
    assert_eq!(audited.programme()["counts"]["outcomes"], 3);
    assert!(audited.codes().contains(&"unknown-module"), "A9 is in no list: {:?}", audited.codes());
}

#[test]
fn two_versions_in_one_workbook_are_two_programmes_and_term_sheets_are_one() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("HK1.csv", "Mã HP,Tên học phần,Số TC\nA1,Nhập môn,3\n");
    write("HK2.csv", "Mã HP,Tên học phần,Số TC\nB1,Nâng cao,3\n");
    let audited = audit(folder.path(), &[]);
    assert_eq!(audited.json["programmes"].as_array().map(Vec::len), Some(1));
    assert_eq!(audited.programme()["modules"][1]["term"], 2, "the sheet's name tells the term");
    write("HK2.csv", "Mã HP,Tên học phần,Số TC\nA1,Nhập môn (mới),4\n");
    assert_eq!(audit(folder.path(), &[]).json["programmes"].as_array().map(Vec::len), Some(2));
}

#[test]
fn declared_codes_and_ticks_are_claims() {
    let (_folder, path) = csv(
        "Mã HP,Tên học phần,Số TC,Năng lực số,6.1,6.2\nA1,Nhập môn,3,\"5.1 CB; 5.2-TT\",x,TT\nA2,Tiếp theo,3,,✓,\"CB, TT\"\n",
    );
    let audited = audit(path, &[]);
    let declared = |cell: &str| audited.cell(cell)["modules"].clone();
    assert_eq!(declared("general/5.1/basic"), serde_json::json!(["A1"]));
    assert_eq!(declared("general/5.2/proficient"), serde_json::json!(["A1"]));
    assert_eq!(declared("general/6.1/basic"), serde_json::json!(["A1", "A2"]));
    assert_eq!(declared("general/6.2/proficient"), serde_json::json!(["A1", "A2"]));
    assert_eq!(audited.cell("general/6.2/basic")["status"], "declared");
    assert!(audited.codes().contains(&"level-not-stated"));
}

#[test]
fn one_bad_file_does_not_lose_the_others() {
    let folder = tempfile::TempDir::new().expect("a folder");
    fs::write(folder.path().join("good.csv"), PLAIN).expect("written");
    for code in ["not-a-spreadsheet", "encrypted-file", "empty-file", "unreadable-file"] {
        for entry in fs::read_dir(format!("fixtures/findings/{code}")).expect("a fixture").flatten() {
            let name = format!("{code}-{}", entry.file_name().to_string_lossy());
            fs::copy(entry.path(), folder.path().join(name)).expect("copied");
        }
    }
    let audited = audit(folder.path(), &["--lang", "en"]);
    assert_eq!(audited.output.status.code(), Some(0));
    assert_eq!(modules(&audited).len(), 2);
    for code in ["not-a-spreadsheet", "encrypted-file", "empty-file", "unreadable-file"] {
        assert!(audited.codes().contains(&code), "{code}: {:?}", audited.codes());
    }
}

#[test]
fn a_panic_in_a_reader_is_a_finding_and_not_a_trace() {
    let folder = tempfile::TempDir::new().expect("a folder");
    // A real xls, cut and scrambled in its middle in many ways; none may end the run.
    let whole = fs::read("fixtures/made/cpd-catalogue.xls").expect("the fixture");
    for cut in 1..40 {
        let mut bytes = whole.clone();
        let from = whole.len() * cut / 40;
        bytes
            .iter_mut()
            .skip(from)
            .take(64)
            .for_each(|byte| *byte = byte.wrapping_mul(31).wrapping_add(cut as u8));
        fs::write(folder.path().join(format!("{cut}.xls")), bytes).expect("written");
    }
    fs::write(folder.path().join("good.csv"), PLAIN).expect("written");
    let out = tempfile::TempDir::new().expect("a folder");
    let output =
        khung().arg("audit").arg(folder.path()).arg("--out").arg(out.path()).output().expect("khung runs");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("panicked"));
}

#[test]
fn far_corners_do_not_exhaust_memory() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("corners.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["Mã HP", "Tên học phần", "Số TC"].into_iter().enumerate() {
        sheet.write(0, column as u16, header).expect("written");
    }
    sheet.write(1, 0, "A1").expect("written");
    sheet.write(1, 1, "Nhập môn").expect("written");
    sheet.write(1, 2, 3).expect("written");
    sheet.write(1_048_575, 16_383, "xa").expect("written");
    book.save(&path).expect("saved");
    assert_eq!(modules(&audit(path, &[])).len(), 1);
}

#[test]
fn what_looks_like_a_formula_stays_text_in_the_report() {
    let (_folder, path) = csv(
        "Mã HP,Tên học phần,Số TC\nA1,\"=HYPERLINK(\"\"http://x\"\",\"\"AI\"\")\",3\nA2,<script>AI</script>\u{1},2\n",
    );
    let audited = audit(path, &[]);
    let grids = crate::reports::grids(&audited.path("coverage.xlsx"));
    let map = &grids.iter().find(|(name, _)| name == "Học phần × năng lực").expect("the sheet").1;
    assert!(map.contains("=HYPERLINK(\"http://x\",\"AI\")") && map.contains("<script>AI</script>"));
}

#[test]
fn inspect_says_how_each_column_was_understood() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("programme.csv");
    fs::write(
        &path,
        format!("Trường Sư phạm\n\n{PLAIN}Tổng cộng,,5,\n")
            .replace("Học kỳ", "Học kì dự kiến,Sắc màu")
            .replace(",1\n", ",1,đỏ\n"),
    )
    .expect("written");
    let output = khung().args(["inspect", "--lang", "en"]).arg(&path).output().expect("khung runs");
    insta::assert_snapshot!(text(&output.stdout).replace(&path.display().to_string(), "programme.csv"));
    let json = khung().args(["inspect", "--json"]).arg(&path).output().expect("khung runs");
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["sheets"][0]["tables"][0]["header"], serde_json::json!([3, 3]));
}

#[test]
fn the_template_is_read_back_as_it_says() {
    for lang in ["vi", "en"] {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("template.xlsx");
        khung().args(["template", "--lang", lang]).arg(&path).assert().success();
        khung().args(["template", "--lang", lang]).arg(&path).assert().code(2);
        let audited = audit(Path::new(&path), &["--lang", lang]);
        assert_eq!(modules(&audited).len(), 1, "the example row");
        assert_eq!(audited.programme()["modules"][0]["term"], 5);
        assert_eq!(audited.programme()["groups"][0]["take"]["modules"], 1);
        assert_eq!(audited.cell("general/6.1/basic")["assessed"], true, "CLO1 is assessed");
        assert_eq!(audited.cell("general/6.4/basic")["declared"], true, "the example of the matrix");
    }
}
