//! Several programmes in one audit say of each what its own audit says.

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Audited, audit};

/// Statements that evidence something, and some that evidence nothing.
const OUTCOMES: [&str; 8] = [
    "Giải thích được một cách đơn giản AI tạo sinh hoạt động như thế nào",
    "Nhận diện được rủi ro đạo đức khi sử dụng công cụ AI trong lớp học",
    "Sử dụng được hệ thống quản lí học tập (LMS) để giao bài và theo dõi học sinh",
    "Trình bày được đặc điểm tâm lý của học sinh tiểu học",
    "Đặt được mật khẩu mạnh và bật xác thực hai bước cho tài khoản của mình",
    "Vận dụng được các nguyên tắc dạy học vào một bài học cụ thể",
    "Thiết kế được bài giảng điện tử có video và câu hỏi tương tác",
    "Đánh giá được độ tin cậy của nguồn thông tin trên Internet",
];

/// Forty programmes of three modules in ten folders, each with other outcomes.
fn department() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for number in 0..40_usize {
        let school = folder.path().join(format!("truong-{:02}", number / 4));
        std::fs::create_dir_all(&school).expect("a folder");
        let mut text = String::from("Mã học phần,Tên học phần,Số tín chỉ,Học kỳ,Chuẩn đầu ra\n");
        for module in 0..3_usize {
            let outcome = OUTCOMES[(number * 5 + module * 3 + number / 8) % OUTCOMES.len()];
            text.push_str(&format!("HP{module},Học phần {module},2,{},{outcome}\n", module + 1));
        }
        let here = school.join(format!("nganh-{number:02}"));
        std::fs::create_dir_all(&here).expect("a folder");
        std::fs::write(here.join("chuong-trinh.csv"), text).expect("a file");
    }
    folder
}

fn programmes(audited: &Audited) -> &Vec<Value> {
    audited.json["programmes"].as_array().expect("programmes")
}

#[test]
fn figures_are_those_of_forty_single_audits() {
    let folder = department();
    let all = audit(folder.path(), &[]);
    assert_eq!(programmes(&all).len(), 40);
    let mut rows: Vec<(u64, u64)> = Vec::new();
    for (number, programme) in programmes(&all).iter().enumerate() {
        let path = folder.path().join(format!("truong-{:02}/nganh-{number:02}", number / 4));
        let one = audit(&path, &[]);
        let single = one.programme();
        for part in ["counts", "summary", "domains", "policies", "cells", "gaps", "alignments", "progression"]
        {
            assert_eq!(programme[part], single[part], "{number}: {part}");
        }
        let own =
            std::fs::read(all.path(&format!("programmes/nganh-{number:02}.xlsx"))).expect("its own workbook");
        assert!(
            own == std::fs::read(one.path("coverage.xlsx")).expect("a workbook"),
            "{number}: the workbook"
        );
        let figure = |key: &str| single["summary"][key].as_u64().expect("a figure");
        rows.push((figure("required"), figure("covered")));
    }
    let portfolio = &all.json["portfolio"];
    let institutions = portfolio["institutions"].as_array().expect("institutions");
    assert_eq!(institutions.len(), 10, "four programmes each");
    let sum = |key: &str| institutions.iter().filter_map(|one| one[key].as_u64()).sum::<u64>();
    assert_eq!(sum("required"), rows.iter().map(|row| row.0).sum::<u64>());
    assert_eq!(sum("covered"), rows.iter().map(|row| row.1).sum::<u64>());
    check_services(&all);
    check_common(&all);
    check_lenders(&all);
}

/// Each mark of programmes × components can be counted again from the cells.
fn check_services(all: &Audited) {
    for row in all.json["portfolio"]["components"].as_array().expect("components") {
        let prefix = format!("{}/", row["component"].as_str().expect("a key"));
        for (service, programme) in row["programmes"].as_array().expect("marks").iter().zip(programmes(all)) {
            let cells = programme["cells"].as_array().expect("cells").iter();
            let cells = cells.filter(|cell| {
                cell["required"] == true && cell["cell"].as_str().is_some_and(|key| key.starts_with(&prefix))
            });
            let covered = cells.clone().filter(|cell| cell["status"] == "covered").count();
            assert_eq!((&service["required"], &service["covered"]), (&cells.count().into(), &covered.into()));
        }
    }
}

fn check_common(all: &Audited) {
    let common = all.json["portfolio"]["common"].as_array().expect("gaps");
    let counts: Vec<usize> =
        common.iter().map(|gap| gap["programmes"].as_array().map_or(0, Vec::len)).collect();
    assert!(counts.is_sorted_by(|a, b| a >= b) && counts.iter().all(|count| *count > 1));
    for gap in common {
        let lack = programmes(all).iter().filter(|programme| {
            let cells = programme["cells"].as_array().expect("cells");
            cells.iter().any(|cell| cell["cell"] == gap["cell"] && cell["status"] != "covered")
        });
        assert_eq!(lack.count(), gap["programmes"].as_array().map_or(0, Vec::len));
    }
}

/// Who lends covers the component in full, and who borrows does not.
fn check_lenders(all: &Audited) {
    let portfolio = &all.json["portfolio"];
    for lender in portfolio["lenders"].as_array().expect("lenders") {
        let rows = portfolio["components"].as_array().expect("components");
        let row = rows.iter().find(|row| row["component"] == lender["component"]).expect("the component");
        let service = |id: &Value| {
            let services = row["programmes"].as_array().expect("marks");
            services.iter().find(|service| service["programme"] == *id).expect("the programme")
        };
        assert_eq!(service(&lender["programme"])["status"], "covered");
        assert!(lender["modules"].as_array().is_some_and(|modules| !modules.is_empty()));
        for borrower in lender["for"].as_array().expect("borrowers") {
            assert_ne!(service(borrower)["status"], "covered");
        }
    }
}

#[test]
fn institutions_are_the_folders() {
    let folder = TempDir::new().expect("a folder");
    for (school, file) in [("truong-a", "toan"), ("truong-a", "van"), ("truong-b", "toan")] {
        std::fs::create_dir_all(folder.path().join(school)).expect("a folder");
        std::fs::copy(
            "fixtures/made/teacher-college.xlsx",
            folder.path().join(format!("{school}/{file}.xlsx")),
        )
        .expect("a file");
    }
    let all = audit(folder.path(), &[]);
    let institutions = all.json["portfolio"]["institutions"].as_array().expect("institutions");
    let named: Vec<(&str, usize)> = institutions
        .iter()
        .map(|one| (one["name"].as_str().expect("a name"), one["programmes"].as_array().map_or(0, Vec::len)))
        .collect();
    assert_eq!(named, [("truong-a", 2), ("truong-b", 1)]);
}

#[test]
fn one_programme_is_no_portfolio() {
    let one = audit("fixtures/made/teacher-college.xlsx", &[]);
    assert_eq!(one.json["portfolio"], Value::Null);
    assert!(!one.path("programmes").exists());
}
