//! Every row that is not empty, and what became of it.

use std::collections::BTreeMap;

use super::{RowKind, SheetLayout};
use crate::lang::Wording;
use crate::workbook::Sheet;

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// It is a row of a table.
    Row(RowKind),
    /// It is part of a table's header.
    Header,
    /// A title, motto or number above the first table.
    Preamble,
    /// It tells facts about the programme.
    Fact,
    /// A matrix with modules across: a row of its marks.
    Marks,
    /// It was not read, for this reason.
    Skipped(Wording),
}

impl Account {
    /// The word used in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Account::Row(kind) => kind.as_str(),
            Account::Header => "header",
            Account::Preamble => "preamble",
            Account::Fact => "fact",
            Account::Marks => "marks",
            Account::Skipped(_) => "skipped",
        }
    }

    /// What people call it; for what was skipped, why.
    pub fn wording(&self) -> Wording {
        match self {
            Account::Row(kind) => kind.wording(),
            Account::Header => Wording::new("tiêu đề", "header"),
            Account::Preamble => Wording::new("phần đầu trang", "lines above the table"),
            Account::Fact => Wording::new("thông tin chung", "facts"),
            Account::Marks => Wording::new("dấu của ma trận", "marks of a matrix"),
            Account::Skipped(why) => {
                Wording::new(format!("bỏ qua ({})", why.vi), format!("skipped ({})", why.en))
            }
        }
    }
}

/// A row and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The row, from zero.
    pub row: u32,
    /// What became of it.
    pub account: Account,
}

impl SheetLayout {
    /// What became of every row of `sheet` that is not empty, from the top; each row has exactly one line. Of a
    /// sheet that is not read, as hidden ones are not, all rows are skipped.
    pub fn account(&self, sheet: &Sheet, is_read: bool) -> Vec<Line> {
        let known = match (is_read, self.across) {
            (false, _) => BTreeMap::new(),
            (true, true) => self.known_across(sheet),
            (true, false) => self.known(),
        };
        let line = |row| {
            let account = known.get(&row).cloned().unwrap_or_else(|| self.remainder(row, is_read));
            Line { row, account }
        };
        sheet.rows().into_iter().map(line).collect()
    }

    /// The rows that headers, tables and facts take up. Of several tables side by side the first that takes a
    /// row for one of its own says what it is.
    fn known(&self) -> BTreeMap<u32, Account> {
        let mut known: BTreeMap<u32, Account> = BTreeMap::new();
        for table in &self.tables {
            known.extend(table.header.clone().map(|row| (row, Account::Header)));
        }
        for row in self.tables.iter().flat_map(|table| &table.rows) {
            known.entry(row.index).or_insert_with(|| Account::Row(row.kind.clone()));
        }
        for fact in &self.facts {
            known.entry(fact.row).or_insert(Account::Fact);
        }
        known
    }

    /// With modules across, a row of the sheet is a column of the table.
    fn known_across(&self, sheet: &Sheet) -> BTreeMap<u32, Account> {
        let columns = self.tables.iter().flat_map(|table| &table.columns);
        let mut known: BTreeMap<u32, Account> = columns
            .map(|column| match column.meaning.is_of_matrix() {
                true => (column.index, Account::Marks),
                false => (column.index, Account::Header),
            })
            .collect();
        known.retain(|row, _| sheet.row(*row).next().is_some());
        known
    }

    fn remainder(&self, row: u32, is_read: bool) -> Account {
        let table =
            self.tables.iter().map(|table| *table.header.start()).filter(|header| *header <= row).max();
        let last = |header: u32| header <= row && table.is_none_or(|table| table < header);
        let stranger = self.strangers.iter().rev().find(|stranger| last(stranger.row));
        let foreign = self.foreign.iter().rev().find(|header| last(**header));
        if !is_read && !self.left_alone {
            Account::Skipped(Wording::new("trang ẩn", "the sheet is hidden"))
        } else if self.left_alone {
            Account::Skipped(Wording::new("bạn yêu cầu bỏ qua", "you said to leave it"))
        } else if let Some(stranger) = stranger {
            Account::Skipped(stranger.name.clone())
        } else if foreign.is_some() {
            Account::Skipped(Wording::new("bảng khác", "another table"))
        } else if self.first_header().is_some_and(|header| row < header) {
            Account::Preamble
        } else {
            Account::Skipped(Wording::new("không có bảng học phần", "no table of modules"))
        }
    }
}
