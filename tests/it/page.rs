//! The page: what it holds, and how it works in a browser.

use std::path::Path;
use std::process::Command;

use crate::support::{audit, csv, khung, skipped, text};

/// Texts that a page, a spreadsheet or a terminal might take for more than text.
const HOSTILE: &str = "Mã học phần,Tên học phần,Số tín chỉ,Chuẩn đầu ra\n\
    AI302,<script>window.hacked = 1</script>,2,\"</script><script>window.hacked = 1</script> Giải thích được AI tạo sinh hoạt động như thế nào\"\n\
    TL102,\"=HYPERLINK(\"\"http://x\"\",\"\"Sử dụng được công cụ AI tạo sinh để soạn bài\"\")\",3,<img src=x onerror=alert(1)> Nhận diện được rủi ro đạo đức khi dùng AI\u{1}\u{7}\n\
    GD301,Đánh giá,2,\"=cmd|' /C calc'!A1\"\n";

#[test]
fn the_page_asks_for_nothing_and_is_small() {
    let audited = audit("fixtures/made/teacher-college.xlsx", &[]);
    let page = std::fs::read_to_string(audited.path("coverage.html")).expect("a page");
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    let markup: String =
        page.split("<script type=\"application/json\"").next().unwrap_or_default().to_owned();
    for asking in ["src=\"http", "href=\"http", "@import", "url("] {
        assert!(!markup.contains(asking), "{asking}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn hostile_text_is_text_in_every_output() {
    let (_folder, path) = csv(HOSTILE);
    let audited = audit(&path, &[]);
    let page = std::fs::read_to_string(audited.path("coverage.html")).expect("a page");
    assert!(!page.contains("<script>window.hacked") && !page.contains("<img src=x"), "no markup of theirs");
    let grids = crate::reports::grids(&audited.path("coverage.xlsx"));
    let all: String = grids.into_iter().map(|(_, grid)| grid).collect();
    assert!(all.contains("<script>window.hacked = 1</script>") && all.contains("=HYPERLINK(\"http://x\""));
    let json = std::fs::read_to_string(audited.path("coverage.json")).expect("JSON");
    for said in [&page, &all, &json] {
        assert!(!said.contains(['\u{1}', '\u{7}']), "control characters are gone");
    }
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(audited.path("coverage.xlsx")).expect("a workbook");
    for name in calamine::Reader::sheet_names(&book) {
        let formulas = calamine::Reader::worksheet_formula(&mut book, &name).expect("a sheet");
        assert!(formulas.is_empty(), "{name} has a formula");
    }
    let after = HOSTILE.replace("Giải thích được AI", "Trình bày được AI");
    let (_other, other) = csv(&after);
    let out = audited.path("compared");
    let run =
        khung().arg("compare").args([&path, &other]).arg("--out").arg(&out).output().expect("khung runs");
    assert!(run.status.success(), "{}", text(&run.stderr));
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(out.join("comparison.xlsx")).expect("a workbook");
    for name in calamine::Reader::sheet_names(&book) {
        assert!(calamine::Reader::worksheet_formula(&mut book, &name).expect("a sheet").is_empty());
    }
}

/// Runs `tests/page/check.mjs` on a page, if the machine has a browser.
fn look_at(page: &Path) {
    const BROWSERS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let has_browser = BROWSERS.iter().any(|path| Path::new(path).exists());
    if !has_browser || !Path::new("tests/page/node_modules").is_dir() {
        return skipped("Chromium with `npm ci --prefix tests/page`");
    }
    let run = Command::new("node").arg("tests/page/check.mjs").arg(page).output().expect("node runs");
    assert!(run.status.success(), "{}", text(&run.stderr));
}

#[test]
fn the_page_works_in_a_browser() {
    look_at(&audit("fixtures/made/teacher-college.xlsx", &[]).path("coverage.html"));
}

#[test]
fn a_page_of_several_programmes_works_in_a_browser() {
    look_at(&audit("fixtures/made/csv", &[]).path("coverage.html"));
}

#[test]
fn a_page_with_hostile_text_works_in_a_browser() {
    let (_folder, path) = csv(HOSTILE);
    look_at(&audit(&path, &[]).path("coverage.html"));
}

/// A programme of two thousand modules is drawn and searched; the browser test waits for what should be there.
#[test]
fn two_thousand_modules_can_be_look_at() {
    let outcomes = [
        "Giải thích được một cách đơn giản AI tạo sinh hoạt động như thế nào",
        "Nhận diện được rủi ro đạo đức khi sử dụng công cụ AI trong lớp học",
        "Sử dụng được hệ thống quản lí học tập (LMS) để giao bài và theo dõi học sinh",
    ];
    let mut table = String::from("Mã học phần,Tên học phần,Số tín chỉ,Chuẩn đầu ra\n");
    for number in 0..2000_usize {
        let outcome =
            outcomes.get(number % 9).copied().unwrap_or("Trình bày được đặc điểm tâm lý của học sinh");
        table.push_str(&format!("HP{number},Học phần {number},2,{outcome}\n"));
    }
    let (_folder, path) = csv(&table);
    let audited = audit(&path, &[]);
    let size = std::fs::metadata(audited.path("coverage.html")).expect("a page").len();
    assert!(size < 4_000_000, "{size} bytes");
    look_at(&audited.path("coverage.html"));
}
