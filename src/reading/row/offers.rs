//! What one class costs and how many it seats.

use super::Reader;
use crate::curriculum::Offer;
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::layout::Column;
use crate::mappings::Role;
use crate::place::{Located, Place};
use crate::reading::{mark, offer};
use crate::text::fold_words;
use crate::workbook::Value;

/// How a line above a table that tells its unit begins.
const UNIT_LINES: [&str; 5] = ["don vi tinh", "dvt", "don vi", "unit", "currency"];

impl Reader<'_> {
    pub(super) fn offer(&self, row: u32, findings: &mut Findings) -> Offer {
        let above = || self.unit_above();
        Offer {
            cost: self.fact(row, Role::Cost, |value, header| offer::cost(value, header, &above()), findings),
            seats: self.fact(row, Role::Seats, |value, _| offer::seats(value), findings),
        }
    }

    /// The first cell under `role` that holds something, as `read` understands it.
    fn fact<T>(
        &self,
        row: u32,
        role: Role,
        read: impl Fn(&Value, &str) -> Option<T>,
        findings: &mut Findings,
    ) -> Option<Located<T>> {
        let (column, value) = self.offered(row, role)?;
        let place = self.sheet.at(row, column.index);
        match read(value, &column.header) {
            Some(fact) => Some(Located::new(fact, place)),
            None => {
                say_unclear(role, &value.text(), &place, findings);
                None
            }
        }
    }

    fn offered(&self, row: u32, role: Role) -> Option<(&Column, &Value)> {
        let sure = self.table.columns_with(role).filter(|column| column.score >= 0.5);
        let cells = sure.filter_map(|column| Some((column, self.cell(row, column.index)?.1)));
        let words = self.guide.columns;
        // A dash says that nothing is given; a nought gives something that cannot be.
        let given = |value: &Value| match value {
            Value::Text(text) => text.contains('0') || !mark::is_in(&words.none, text),
            Value::Number(_) | Value::Date(_) => true,
            Value::Error(_) => false,
        };
        cells.into_iter().find(|(_, value)| given(value))
    }

    /// The line above the table that tells the unit of its sums, if one does.
    fn unit_above(&self) -> String {
        let first = *self.table.header.start();
        let lines =
            (0..first).rev().take(12).flat_map(|row| self.sheet.row(row)).map(|(_, value)| value.text());
        let tells = |line: &String| {
            let words = fold_words(line);
            UNIT_LINES.iter().any(|unit| words.starts_with(unit))
        };
        lines.into_iter().find(tells).unwrap_or_default()
    }
}

fn say_unclear(role: Role, said: &str, place: &Place, findings: &mut Findings) {
    let name = role.wording();
    let (vi, en) = match role {
        Role::Seats => {
            ("một số học viên từ 1 đến 10.000, ví dụ 30", "a number of learners from 1 to 10,000, such as 30")
        }
        _ => (
            "số tiền của cả một lớp, lớn hơn 0, bằng đồng, ví dụ 12.500.000 hoặc 12,5 triệu",
            "what one whole class costs, above 0, such as 12,500,000",
        ),
    };
    findings.push(
        Code::UnclearOffer,
        place,
        Wording::new(
            format!("{}: \"{said}\" không dùng được; khung bỏ qua ô này", name.vi),
            format!("{}: {said:?} cannot be used; left out", name.en),
        ),
        Wording::new(format!("Ghi {vi}"), format!("Write {en}")),
    );
}
