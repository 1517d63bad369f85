//! How much a module is, and when it is taught.

use super::Reader;
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::mappings::Role;
use crate::place::Located;
use crate::reading::amount;
use crate::workbook::Value;

impl Reader<'_> {
    /// The amount in a row: of several columns ("BB | TC" under "Số tín chỉ") the first with a number above 0.
    pub(super) fn amount(&self, row: u32, role: Role, findings: &mut Findings) -> Option<f64> {
        let columns = self.table.columns_with(role);
        // "45 tiết" among credits is no number of credits.
        let of_role = |value: &&Value| role != Role::Credits || !amount::is_time(&value.text());
        let several = columns.filter_map(|c| amount::number(self.sheet.get(row, c.index).filter(of_role)?));
        let found: Vec<f64> = several.collect();
        if let Some(number) = found.iter().find(|number| **number > 0.0).or(found.first()) {
            return Some(*number);
        }
        let Located { value, place } = self.value(row, role)?;
        let said = value.text();
        if said.chars().any(char::is_alphanumeric) {
            let name = role.wording();
            findings.push(
                Code::UnclearAmount,
                &place,
                Wording::new(
                    format!("{}: \"{said}\" không đọc được thành số", name.vi),
                    format!("{}: {said:?} is not understood", name.en),
                ),
                Wording::new(
                    "Ghi một số, ví dụ 3; ô này được coi là trống",
                    "Write a number, such as 3; the cell was taken as empty",
                ),
            );
        }
        None
    }

    pub(super) fn term(&self, row: u32, findings: &mut Findings) -> Option<u16> {
        if let Some(term) = self.term_by_column(row) {
            return Some(term);
        }
        let year =
            self.value(row, Role::Year).and_then(|year| amount::term(year.value)).or(self.section.year);
        let Some(Located { value, place }) = self.value(row, Role::Term) else { return self.section.term };
        let term = amount::term(value).map(|term| amount::in_year(term, year));
        let said = value.text();
        if term.is_none() && said.chars().any(char::is_alphanumeric) {
            findings.push(
                Code::UnclearTerm,
                &place,
                Wording::new(format!("học kỳ \"{said}\" không rõ là kỳ thứ mấy"), format!("term {said:?} does not tell which term in order")),
                Wording::new("Ghi số thứ tự của học kỳ, ví dụ 3; tạm dùng học kỳ của tiêu đề nhóm hoặc tên trang, nếu có", "Write the term's number, such as 3; the term of the section or sheet was used instead, if there is one"),
            );
        }
        term.or(self.section.term)
    }

    /// Terms as columns under one header: the first that is filled.
    fn term_by_column(&self, row: u32) -> Option<u16> {
        let columns: Vec<_> = self.table.columns_with(Role::Term).collect();
        let mut filled = columns.iter().filter(|column| self.sheet.get(row, column.index).is_some());
        let header = filled.next().filter(|_| columns.len() > 1)?.header.as_str();
        // "Năm thứ 2 › HK1" is the third term; under "Học kỳ" the lowest text alone may be the number.
        let last = header.rsplit(" › ").next()?;
        amount::term(&Value::Text(header.replace(" › ", " ")))
            .or_else(|| amount::term(&Value::Text(last.to_owned())))
    }
}
