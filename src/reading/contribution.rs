//! What modules and their outcomes contribute to outcomes of the programme: ticks in a matrix, or labels in a
//! column.

use super::draft::{ContributionDraft, OutcomeRef};
use super::mark::{self, Mark, Marks};
use crate::finding::Findings;
use crate::layout::{Column, Guide, Label, Meaning, Table, TableKind, labels};
use crate::mappings::Role;
use crate::place::Located;
use crate::workbook::{Sheet, Value};

/// Reads the contributions of one table's rows.
#[derive(Debug)]
pub(super) struct Contributions<'a> {
    sheet: &'a Sheet,
    matrix: Vec<(&'a Column, &'a Label)>,
    marks: Marks<'a>,
    named: Vec<u32>,
}

impl<'a> Contributions<'a> {
    pub(super) fn new(sheet: &'a Sheet, table: &'a Table, guide: Guide<'a>, findings: &mut Findings) -> Self {
        let column = |column: &'a Column| match &column.meaning {
            Meaning::ProgrammeOutcome(label) => Some((column, label)),
            _ => None,
        };
        let matrix: Vec<(&Column, &Label)> = table.columns.iter().filter_map(column).collect();
        let indices: Vec<u32> = matrix.iter().map(|(column, _)| column.index).collect();
        let marks = Marks::of(sheet, table, &indices, guide, findings);
        // In a list of programme outcomes the column holds their texts.
        let names = table.kind != TableKind::ProgrammeOutcomes;
        let named = table.columns_with(Role::ProgrammeOutcomes).filter(|_| names).map(|c| c.index).collect();
        Contributions { sheet, matrix, marks, named }
    }

    /// What `row` contributes, by the outcome `from` if the row is one's.
    pub(super) fn read(
        &self,
        row: u32,
        from: &Option<OutcomeRef>,
        findings: &mut Findings,
    ) -> Vec<ContributionDraft> {
        let mut found = Vec::new();
        for (column, label) in &self.matrix {
            let Some(value) = self.sheet.get(row, column.index) else { continue };
            let place = self.sheet.at(row, column.index);
            let mark = value.text();
            let level = match self.marks.read(&mark) {
                Mark::None => continue,
                Mark::Tick => None,
                Mark::Levels(levels) => levels.into_iter().max(),
                Mark::Unknown => {
                    mark::say_unknown(&mark, &place, findings);
                    continue;
                }
            };
            let said = Located::new(format!("{}: {mark}", column.header), place);
            found.push(ContributionDraft { from: from.clone(), to: (*label).clone(), level, said });
        }
        for column in &self.named {
            let Some(value) = self.sheet.get(row, *column) else { continue };
            let said = Located::new(value.text(), self.sheet.at(row, *column));
            if let Value::Date(date) = value {
                mark::say_unknown(date, &said.place, findings);
                continue;
            }
            found.extend(labels(&value.text(), "plo").into_iter().map(|to| ContributionDraft {
                from: from.clone(),
                to,
                level: None,
                said: said.clone(),
            }));
        }
        found
    }
}
