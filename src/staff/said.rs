//! What a person is told of how self-assessments were read. No message holds a name: people are named by their cells.

mod columns;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use columns::{columns, may_be_longer, unusable};

use super::Person;
use super::header::Header;
use super::rows::address;
use crate::finding::{Code, Findings};
use crate::lang::{Wording, counted};
use crate::layout::Guide;
use crate::place::{Located, Place, column_letters};
use crate::workbook::{Sheet, Value, Workbook};

/// Cells that one finding names.
const MOST_NAMED: usize = 12;

fn shown(cells: &[String]) -> String {
    let more = if cells.len() > MOST_NAMED { ", …" } else { "" };
    format!("{}{more}", cells[..cells.len().min(MOST_NAMED)].join(", "))
}

/// Sheets without a self-assessment; where the workbook has none at all, each is an error.
pub(super) fn skipped(book: &Workbook, found: &[(&Sheet, Vec<Header>)], findings: &mut Findings) {
    let useful = found.iter().any(|(_, headers)| !headers.is_empty());
    for sheet in book.sheets.iter().filter(|sheet| sheet.hidden && !sheet.is_empty()) {
        findings.push(
            Code::HiddenSheet,
            &sheet.place(),
            Wording::new("trang tính đang ẩn nên không được đọc", "the sheet is hidden and was not read"),
            Wording::new(
                "Nếu trang này có kết quả tự đánh giá, hãy bỏ ẩn rồi chạy lại",
                "Unhide it if it holds a self-assessment",
            ),
        );
    }
    for (sheet, _) in found.iter().filter(|(sheet, headers)| headers.is_empty() && !sheet.is_empty()) {
        findings.push(
            if useful { Code::SkippedSheet } else { Code::NoHeader },
            &sheet.place(),
            Wording::new(
                "không tìm thấy bảng tự đánh giá: không có hàng tiêu đề nào vừa có cột về người (mã, họ tên, đơn vị, chức vụ) vừa có năng lực thành phần",
                "no self-assessment was found: no header row has both a column about people (code, name, school, post) and components of the framework",
            ),
            Wording::new(
                "Nếu trang này là kết quả tự đánh giá, đặt một hàng tiêu đề có \"Mã cán bộ\", \"Đơn vị\", \"Chức vụ\" và mỗi năng lực thành phần một cột, ví dụ 6.2",
                "If it is a self-assessment, give it a header row with \"Staff code\", \"School\", \"Position\" and a column for each component, such as 6.2",
            ),
        );
    }
}

/// Hidden rows and columns are read like others, and said.
pub(super) fn hidden(sheet: &Sheet, findings: &mut Findings) {
    let rows = sheet.hidden_rows.iter().filter(|row| sheet.row(**row).next().is_some());
    let rows: Vec<String> = rows.map(|row| (row + 1).to_string()).collect();
    let columns: Vec<String> = sheet.hidden_columns.iter().map(|column| column_letters(*column)).collect();
    if rows.is_empty() && columns.is_empty() {
        return;
    }
    let dash = |list: &[String]| if list.is_empty() { "–".to_owned() } else { shown(list) };
    findings.push(
        Code::HiddenCells,
        &sheet.place(),
        Wording::new(
            format!("hàng đang ẩn: {}; cột đang ẩn: {}; chúng vẫn được đọc", dash(&rows), dash(&columns)),
            format!(
                "hidden rows: {}; hidden columns: {}; they were read all the same",
                dash(&rows),
                dash(&columns)
            ),
        ),
        Wording::new(
            "Nếu phần ẩn không còn dùng, hãy xóa hẳn rồi chạy lại",
            "If what is hidden is no longer of use, delete it and run again",
        ),
    );
}

/// Answers that are not understood, by what they say.
#[derive(Debug, Default)]
pub(super) struct Unclear(BTreeMap<String, Vec<Place>>);

impl Unclear {
    pub(super) fn add(&mut self, value: &Value, place: Place) {
        self.0.entry(value.text()).or_default().push(place);
    }

    pub(super) fn say(&self, sheet: &Sheet, guide: Guide<'_>, findings: &mut Findings) {
        let levels = guide.framework.levels();
        let levels: Vec<(u16, &Wording)> = levels.map(|(id, level)| (id.0 + 1, &level.name)).collect();
        let list = |vi: bool| {
            let each =
                levels.iter().map(|(n, name)| format!("{n} ({})", if vi { &name.vi } else { &name.en }));
            each.collect::<Vec<_>>().join(", ")
        };
        for (said, places) in &self.0 {
            let said = printable(said);
            let cells: Vec<String> = places.iter().map(address).collect();
            let (count, cells) = (cells.len(), shown(&cells));
            findings.push(
                Code::UnclearLevelReached,
                places.first().unwrap_or(&sheet.place()),
                Wording::new(
                    format!("{said} không phải là một mức độ; {count} ô được coi là chưa đánh giá: {cells}"),
                    format!(
                        "{said} is no level; {} taken as not assessed: {cells}",
                        counted(count, "cell was", "cells were")
                    ),
                ),
                Wording::new(
                    format!(
                        "Ghi 0 (chưa đạt), {} hoặc tên mức; nếu phiếu dùng thang khác, hãy quy đổi trước",
                        list(true)
                    ),
                    format!(
                        "Write 0 (not reached), {} or the name of a level; convert any other scale first",
                        list(false)
                    ),
                ),
            );
        }
    }
}

/// An answer as it may be printed: what could be somebody's name is not.
fn printable(said: &str) -> String {
    const LONGEST: usize = 24;
    let capitals = said.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    if said.chars().count() > LONGEST || capitals >= 2 { "…".to_owned() } else { format!("\"{said}\"") }
}

/// Someone who has two rows that answer the same.
pub(super) fn twice(place: &Place, before: &Place, findings: &mut Findings) {
    findings.push(
        Code::PersonTwice,
        place,
        Wording::new(
            format!("người ở hàng này đã có ở {}; với năng lực có ở cả hai, khung lấy mức của hàng này", before.within()),
            format!("the person of this row stands at {} too; where both answer, this row was taken", before.within()),
        ),
        Wording::new(
            "Xóa hàng thừa; nếu là hai người trùng tên, thêm cột \"Mã cán bộ\" để phân biệt",
            "Delete the row that is out of date; if they are two people, tell them apart in a column \"Staff code\"",
        ),
    );
}

/// Answers about a component that is not asked of those who gave them, or that may be one of two.
pub(super) fn left_out(named: &Located<String>, ambiguous: bool, count: usize, findings: &mut Findings) {
    let Located { value: header, place } = named;
    if ambiguous {
        findings.push(
            Code::AmbiguousComponent,
            place,
            Wording::new(
                format!("\"{header}\" có thể là năng lực của hai bảng; {count} câu trả lời bị bỏ qua"),
                format!(
                    "{header:?} may be of two tables; {} left out",
                    counted(count, "answer was", "answers were")
                ),
            ),
            Wording::new(
                "Ghi thêm kí hiệu của bảng trước mã, ví dụ QL1.1, hoặc ghi cả tên năng lực",
                "Name the table, as in QL1.1, or write the component's name too",
            ),
        );
        return;
    }
    findings.push(
        Code::UnknownComponent,
        place,
        Wording::new(
            format!("\"{header}\" không thuộc khung năng lực của đối tượng; {count} câu trả lời bị bỏ qua"),
            format!("{header:?} is not asked of people with their post; {} left out", counted(count, "answer was", "answers were")),
        ),
        Wording::new(
            "Kiểm tra cột chức vụ: năng lực của cán bộ quản lí chỉ tính cho hiệu trưởng, phó hiệu trưởng…",
            "Look at the column of posts: what is asked of managers counts for principals and their deputies only",
        ),
    );
}

/// People who have assessed nothing, sheet by sheet.
pub(super) fn not_assessed(people: &[Person], findings: &mut Findings) {
    let mut sheets: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
    for person in people.iter().filter(|person| person.reached.is_empty()) {
        let place = person.place.to_string();
        let sheet = place.rsplit_once('!').map_or(place.clone(), |(sheet, _)| sheet.to_owned());
        sheets.entry(sheet).or_default().push(&person.place);
    }
    for places in sheets.values() {
        let cells: Vec<String> = places.iter().map(|place| address(place)).collect();
        let (count, cells) = (cells.len(), shown(&cells));
        findings.push(
            Code::NotAssessed,
            places[0],
            Wording::new(
                format!("{count} người không có mức độ nào: {cells}"),
                format!("{} at all: {cells}", counted(count, "person has no level", "people have no level")),
            ),
            Wording::new(
                "Điền mức độ, hoặc bỏ hàng của người không tự đánh giá; họ không được tính là cần hay không cần bồi dưỡng",
                "Fill in the levels, or leave the row out; they count neither as in need of training nor as not",
            ),
        );
    }
}

/// What every row that is not empty was taken for.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) people: Vec<u32>,
    pub(super) headers: Vec<u32>,
    pub(super) others: Vec<u32>,
}

impl Lines {
    pub(super) fn say(&self, sheet: &Sheet, findings: &mut Findings) {
        let named = |rows: &[u32]| {
            let rows: BTreeSet<u32> = rows.iter().map(|row| row + 1).collect();
            shown(&rows.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        let range = |rows: &[u32]| match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => format!(" ({}–{})", first + 1, last + 1),
            _ => String::new(),
        };
        let (people, count) = (range(&self.people), self.people.len());
        let rest = |none: &str| if self.others.is_empty() { none.to_owned() } else { named(&self.others) };
        findings.push(
            Code::RowsRead,
            &sheet.place(),
            Wording::new(
                format!(
                    "hàng về người tự đánh giá: {count}{people}; hàng khác trong bảng: {}",
                    rest("không có")
                ),
                format!("rows of people: {count}{people}; other rows in the table: {}", rest("none")),
            ),
            Wording::new(
                "Kiểm tra xem có hàng nào về người bị coi là hàng khác không",
                "Check that no person's row is among the others",
            ),
        );
    }
}
