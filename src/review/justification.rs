//! Gaps that a person declares justified.

use super::Ground;
use crate::finding::{Code, Findings};
use crate::framework::{CellId, Key};
use crate::lang::Wording;

/// What a person wrote beside a gap: why it may stay open, who says so, and when. It is listed apart, and never
/// counted as covered.
#[derive(Clone, Debug)]
pub struct Justification {
    /// The programme's title or id, where the sheet tells.
    pub programme: String,
    /// The key of the cell.
    pub key: String,
    /// The cell, if the framework has it.
    pub cell: Option<CellId>,
    /// Why.
    pub reason: String,
    /// Who.
    pub name: String,
    /// When, as written.
    pub date: String,
}

impl Justification {
    /// Whether reason, name and date are told. Only then is the gap justified.
    pub fn is_complete(&self) -> bool {
        ![&self.reason, &self.name, &self.date].iter().any(|part| part.is_empty())
    }

    /// Finds the cell it is about, and says what is missing.
    pub(super) fn hold(&mut self, ground: Ground<'_>, findings: &mut Findings) {
        self.cell = match ground.framework.find(&self.key) {
            Some(Key::Cell(cell)) => Some(cell),
            _ => None,
        };
        let missing = match (self.cell, self.is_complete()) {
            (Some(_), true) => return,
            (None, _) => Wording::new("khung không có ô này", "the framework has no such cell"),
            (_, false) => Wording::new("cần đủ lý do, tên và ngày", "it takes a reason, a name and a date"),
        };
        let key = &self.key;
        findings.push(
            Code::JustificationIncomplete,
            &ground.programme.place,
            Wording::new(
                format!("khoảng trống {key} chưa được coi là có lý do: {}", missing.vi),
                format!("the gap {key} is not taken as justified: {}", missing.en),
            ),
            Wording::new(
                "Điền đủ ba cột ở trang Khoảng trống rồi chạy lại với --review",
                "Fill in the three columns of the sheet Gaps, and run again with --review",
            ),
        );
    }
}
