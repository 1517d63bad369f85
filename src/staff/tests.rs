//! Self-assessments in many layouts, written as the sheets they are.

use super::*;
use crate::finding::Code;
use crate::framework::{Framework, Key};
use crate::mappings::{Columns, Corrections, DEFAULT_FRAMEWORK, Mappings};
use crate::place::Address;
use crate::workbook::{Region, Value};

/// A sheet with `lines`, cells set apart by `|`; what parses as a number is one.
fn sheet(name: &str, lines: &[&str]) -> Sheet {
    let mut sheet = Sheet::new("bang.xlsx", 0, name);
    for (row, line) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(line.split('|').map(str::trim)) {
            let value = match cell.parse::<f64>() {
                Ok(number) if !cell.contains('.') => Value::Number(number),
                _ => Value::Text(cell.to_owned()),
            };
            if !cell.is_empty() {
                sheet.set(Address::new(row, column), value);
            }
        }
    }
    sheet
}

struct Told {
    framework: Framework,
    staff: Staff,
    findings: Vec<crate::finding::Finding>,
}

impl Told {
    /// A person as `unit; post; audience; component level, …`.
    fn person(&self, at: usize) -> String {
        let person = &self.staff.people[at];
        let reached = person.reached.iter().map(|(id, level)| {
            let level = level.map_or("none", |level| &self.framework.level(level).key);
            format!("{} {level}", self.framework.component(*id).key)
        });
        let audience = &self.framework.audiences[person.audience].key;
        format!("{}; {}; {audience}; {}", person.unit, person.post, reached.collect::<Vec<_>>().join(", "))
    }

    fn codes(&self) -> Vec<&str> {
        let told = self.findings.iter().filter(|finding| finding.code != Code::RowsRead);
        told.map(|finding| finding.code.as_str()).collect()
    }

    /// What findings with `code` say, in both languages, with their places.
    fn said(&self, code: Code) -> String {
        let told = self.findings.iter().filter(|finding| finding.code == code);
        told.map(|f| format!("{} {} {}", f.place, f.in_full().vi, f.in_full().en)).collect()
    }
}

fn read(sheets: Vec<Sheet>) -> Told {
    let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework loads");
    let columns: Columns = Mappings::embedded().columns().expect("columns.toml loads");
    let corrections = Corrections::default();
    let tables = framework.audiences[0].tables.clone();
    let guide =
        Guide { columns: &columns, framework: &framework, tables: &tables, corrections: &corrections };
    let book = Workbook { id: "bang".to_owned(), inputs: Vec::new(), sheets };
    let mut findings = Findings::default();
    let staff = super::read(&[book], guide, 0, &mut findings);
    Told { staff, findings: findings.sorted(), framework: framework.clone() }
}

const WIDE: [&str; 5] = [
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    "KẾT QUẢ TỰ ĐÁNH GIÁ NĂNG LỰC SỐ",
    "STT | Mã cán bộ | Họ và tên | Đơn vị | Chức vụ | 6.1 | 6.2 Đạo đức AI | Sư phạm AI",
    "1 | GV01 | Nguyễn Thị An | THCS A | Giáo viên Toán | CB | 2 | -",
    "2 | GV02 | Trần Văn Bình | THCS A | Giáo viên Văn | Thành thạo | | 0",
];

#[test]
fn one_row_a_person_and_one_column_a_component() {
    let told = read(vec![sheet("Sheet1", &WIDE)]);
    assert_eq!(
        told.person(0),
        "THCS A; Giáo viên Toán; general-teacher; general/6.1 basic, general/6.2 proficient, general/6.3 none"
    );
    assert_eq!(
        told.person(1),
        "THCS A; Giáo viên Văn; general-teacher; general/6.1 proficient, general/6.3 none"
    );
    assert_eq!(told.staff.people[0].place.to_string(), "bang.xlsx#Sheet1!A4");
    assert_eq!(told.codes(), Vec::<&str>::new());
}

#[test]
fn headers_without_diacritics_and_in_english() {
    let plain = sheet(
        "S",
        &["MA CAN BO | DON VI | CHUC VU | DAO DUC AI | SU PHAM AI", "1 | A | GIAO VIEN | CO BAN | TT"],
    );
    let told = read(vec![plain]);
    assert_eq!(told.person(0), "A; GIAO VIEN; general-teacher; general/6.2 basic, general/6.3 proficient");
    let english = sheet(
        "S",
        &["Staff ID | School | Position | 6.2 AI ethics | 6.3", "T1 | Hill | Principal | Basic | P"],
    );
    let told = read(vec![english]);
    assert_eq!(told.person(0), "Hill; Principal; general-manager; general/6.2 basic, general/6.3 proficient");
}

#[test]
fn one_row_for_each_person_and_component() {
    let told = read(vec![sheet(
        "Khảo sát",
        &[
            "Họ và tên | Trường | Năng lực thành phần | Mức độ đạt được",
            "Lê Thị Cúc | THCS B | 6.2 Đạo đức AI | Cơ bản",
            "Lê Thị Cúc | THCS B | 6.3 | 0",
            "| | An toàn | NC",
            "Đỗ Dung | THCS B | 9.9 | CB",
        ],
    )]);
    assert_eq!(
        told.person(0),
        "THCS B; ; general-teacher; general/4.3 advanced, general/6.2 basic, general/6.3 none"
    );
    assert_eq!(told.staff.people.len(), 2);
    assert_eq!(told.codes(), ["not-assessed", "unknown-component"]);
}

#[test]
fn one_column_for_each_level_of_a_component() {
    let lines = [
        "Mã CB | Chức vụ | 6.2 CB | 6.2 TT | 6.2 NC | 6.3 CB | 6.3 TT | 6.3 NC",
        "1 | Giáo viên | x | x | | 0 | 0 | 0",
        "2 | Giáo viên | ✓ | ✓ | ✓ | | |",
    ];
    let told = read(vec![sheet("THCS C", &lines)]);
    assert_eq!(
        told.person(0),
        "THCS C; Giáo viên; general-teacher; general/6.2 proficient, general/6.3 none"
    );
    assert_eq!(told.person(1), "THCS C; Giáo viên; general-teacher; general/6.2 advanced");
}

#[test]
fn levels_under_merged_components_under_merged_domains() {
    let mut sheet = sheet(
        "THCS D",
        &[
            "STT | Họ tên | 6. Ứng dụng AI | | | |",
            " | | 6.1 | | 6.2 |",
            " | | CB | TT | CB | TT",
            "(1) | (2) | (3) | (4) | (5) | (6)",
            "1 | Phạm Thị Én | x | | x | x",
            "2 | Vũ Giang | | | 1 | 0",
            "Tổng cộng | | 1 | 0 | 2 | 1",
        ],
    );
    let merge = |row, from, to| Region { from: Address::new(row, from), to: Address::new(row, to) };
    sheet.merged = vec![merge(0, 2, 5), merge(1, 2, 3), merge(1, 4, 5)];
    let told = read(vec![sheet]);
    assert_eq!(told.staff.people.len(), 2);
    assert_eq!(told.person(0), "THCS D; ; general-teacher; general/6.1 basic, general/6.2 proficient");
    assert_eq!(told.person(1), "THCS D; ; general-teacher; general/6.2 basic");
}

#[test]
fn headers_by_name_with_a_code_or_a_level_in_another_row() {
    let lines = [
        "Họ tên | Trường | Dạy học và giáo dục trong môi trường số | Đạo đức AI | | An toàn |",
        " | | 1.1 | CB | TT | CB | TT",
        "An | A | Mức 0 | x | x | x |",
    ];
    let told = read(vec![sheet("S", &lines)]);
    assert_eq!(
        told.person(0),
        "A; ; general-teacher; general/1.1 none, general/4.3 basic, general/6.2 proficient"
    );
    let named = ["Mã CB | Đơn vị | Năng lực thành phần 6.1 | Mức tự đánh giá năng lực 6.2", "1 | A | CB | 3"];
    let told = read(vec![sheet("S", &named)]);
    assert_eq!(told.person(0), "A; ; general-teacher; general/6.1 basic, general/6.2 advanced");
}

#[test]
fn a_code_of_two_tables_is_meant_by_the_post() {
    let told = read(vec![sheet(
        "S",
        &[
            "Mã cán bộ | Chức vụ | 1.1 | 6.2 | QL 1.1 | QL2.4",
            "1 | Giáo viên | CB | TT | | ",
            "2 | Hiệu trưởng | NC | TT | CB | 0",
        ],
    )]);
    assert_eq!(told.person(0), "S; Giáo viên; general-teacher; general/1.1 basic, general/6.2 proficient");
    assert_eq!(
        told.person(1),
        "S; Hiệu trưởng; general-manager; general/1.1 advanced, general/6.2 proficient, manager/1.1 basic, manager/2.4 none"
    );
    let bare = read(vec![sheet(
        "CBQL",
        &["Mã cán bộ | Chức vụ | 1.1 | 2.4 | 5.5", "1 | Hiệu trưởng | CB | TT | 0"],
    )]);
    assert_eq!(
        bare.person(0),
        "bang; Hiệu trưởng; general-manager; manager/1.1 basic, manager/2.4 proficient, manager/5.5 none"
    );
}

#[test]
fn what_is_asked_of_managers_alone_is_left_out_for_teachers_and_said() {
    let told = read(vec![sheet("S", &["Mã cán bộ | Chức vụ | 6.2 | QL2.4", "1 | Giáo viên | CB | TT"])]);
    assert_eq!(told.person(0), "S; Giáo viên; general-teacher; general/6.2 basic");
    assert_eq!(told.codes(), ["unknown-component"]);
}

#[test]
fn an_unknown_answer_is_said_with_its_cell() {
    let told = read(vec![sheet(
        "S",
        &["Mã cán bộ | Đơn vị | 6.1 | 6.2", "1 | A | 4 | x", "2 | A | giỏi | CB", "3 | A | |"],
    )]);
    assert_eq!(
        told.codes(),
        ["not-assessed", "unclear-level-reached", "unclear-level-reached", "unclear-level-reached"]
    );
    assert!(
        told.said(Code::UnclearLevelReached).contains("bang.xlsx#S!C2 \"4\""),
        "{}",
        told.said(Code::UnclearLevelReached)
    );
    assert!(told.said(Code::NotAssessed).contains("A2, A4"));
}

#[test]
fn a_person_listed_twice_is_one_and_is_not_named() {
    let told = read(vec![sheet(
        "S",
        &[
            "Họ và tên | Trường | 6.1 | 6.2",
            "Hoàng Thị Hạnh | A | CB | TT",
            "HOÀNG THỊ HẠNH | A | TT |",
            "Hoàng Thị Hạnh | B | NC | NC",
        ],
    )]);
    assert_eq!(told.staff.people.len(), 2);
    assert_eq!(told.person(0), "A; ; general-teacher; general/6.1 proficient, general/6.2 proficient");
    let said = told.said(Code::PersonTwice);
    assert!(said.contains("S!A3") && said.contains("S!A2"), "{said}");
    let all = format!("{:?} {:?}", told.staff, told.findings);
    assert!(!all.to_lowercase().contains("hạnh"), "{all}");
}

#[test]
fn sheets_are_schools_where_no_column_tells_them() {
    let lines = ["Mã cán bộ | Chức vụ | 6.1 | 6.2", "1 | Giáo viên | CB | TT"];
    let cover = sheet("Bìa", &["SỞ GIÁO DỤC", "Năm học 2026-2027"]);
    let told = read(vec![cover, sheet("THCS A", &lines), sheet("MN Hoa Sen", &lines)]);
    assert_eq!(
        told.person(0),
        "THCS A; Giáo viên; general-teacher; general/6.1 basic, general/6.2 proficient"
    );
    assert_eq!(
        told.person(1),
        "MN Hoa Sen; Giáo viên; preschool-teacher; preschool/6.1 basic, preschool/6.2 proficient"
    );
    assert_eq!(told.codes(), ["skipped-sheet"]);
}

#[test]
fn a_school_may_be_told_above_the_table_or_as_a_heading() {
    let told = read(vec![
        sheet("Sheet1", &["Đơn vị: THCS E", "Họ tên | 6.1 | 6.2", "Bùi Yến | CB | TT", "", "Người lập biểu"]),
        sheet(
            "Sheet2",
            &[
                "STT | Họ tên | 6.1 | 6.2",
                "I | Trường THCS F",
                "1 | Bùi Yến | CB | TT",
                "II | Trường THCS G",
                "1 | Bùi Yến | NC | TT",
            ],
        ),
    ]);
    let units: Vec<&str> = told.staff.people.iter().map(|person| person.unit.as_str()).collect();
    assert_eq!(units, ["THCS E", "Trường THCS F", "Trường THCS G"]);
}

#[test]
fn a_form_of_one_person_is_read() {
    let told = read(vec![sheet(
        "Phiếu tự đánh giá",
        &[
            "Họ và tên: Mai Thị Lan",
            "Đơn vị công tác | THPT H",
            "Chức vụ: Phó hiệu trưởng",
            "TT | Năng lực thành phần | Chưa đạt | CB | TT | NC",
            "1 | 6.1 Tư duy lấy con người làm trung tâm | x | | |",
            "2 | 6.2 Đạo đức AI | | x | x |",
        ],
    )]);
    assert_eq!(told.staff.people.len(), 1);
    assert_eq!(
        told.person(0),
        "THPT H; Phó hiệu trưởng; general-manager; general/6.1 none, general/6.2 proficient"
    );
}

#[test]
fn what_is_no_self_assessment_is_said() {
    let curriculum =
        sheet("CT", &["Mã học phần | Tên học phần | Số tín chỉ | 6.1 | 6.2", "TH1 | Tin học | 3 | CB | TT"]);
    let told = read(vec![curriculum]);
    assert!(told.staff.people.is_empty());
    assert_eq!(told.codes(), ["no-header"]);
    assert!(read(Vec::new()).staff.people.is_empty());
}

#[test]
fn every_table_that_words_speak_of_is_one_of_the_framework() {
    let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework loads");
    let words = Mappings::embedded().columns().expect("columns.toml loads").staff;
    for known in &words.table {
        assert!(framework.tables.iter().any(|table| table.key == known.table), "{}", known.table);
    }
    assert!(matches!(framework.find("general/6.2"), Some(Key::Component(_))));
}
