//! The texts, claims and contributions of a row.

use super::Reader;
use crate::curriculum::StatementKind;
use crate::finding::Findings;
use crate::framework::LevelId;
use crate::layout::{Label, Meaning};
use crate::mappings::Role;
use crate::place::Located;
use crate::reading::claim::Claim;
use crate::reading::draft::{Draft, OutcomeRef, Piece};
use crate::reading::mark::{self, is_tick};
use crate::text::pieces;
use crate::workbook::Value;

const TEXTS: [(Role, StatementKind); 4] = [
    (Role::Description, StatementKind::Description),
    (Role::Content, StatementKind::Content),
    (Role::Outcomes, StatementKind::Outcome),
    (Role::Assessment, StatementKind::Assessment),
];

impl Reader<'_> {
    /// The texts, claims and contributions of a row; those of a row with one outcome are the outcome's.
    pub(super) fn add_row(&mut self, row: u32, draft: &mut Draft, findings: &mut Findings) {
        let before = draft.texts.len();
        self.add_texts(row, draft);
        let own: Vec<&Piece> =
            draft.texts[before..].iter().filter(|piece| piece.kind == StatementKind::Outcome).collect();
        let label = self.text(row, Role::OutcomeLabel);
        let from = match (own.as_slice(), label) {
            ([piece], label) => {
                let label = piece.label.clone().or(label.map(|label| label.value));
                Some(OutcomeRef { label, place: piece.text.place.clone() })
            }
            ([], Some(label)) => Some(OutcomeRef { label: Some(label.value), place: label.place }),
            _ => None,
        };
        let claims = self.claims.read(row, self.level(row), findings);
        draft.claims.extend(claims.into_iter().map(|claim| Claim { from: from.clone(), ..claim }));
        draft.contributions.extend(self.contributions.read(row, &from, findings));
        draft.assessed.extend(self.assessed(row));
    }

    fn add_texts(&self, row: u32, draft: &mut Draft) {
        let label = self.text(row, Role::OutcomeLabel).map(|label| label.value);
        let assessed = self.text(row, Role::OutcomesAssessed).map(|label| label.value);
        for (role, kind) in TEXTS {
            for column in self.table.columns_with(role) {
                let Some(Value::Text(text)) = self.sheet.get(row, column.index) else { continue };
                let outside = match kind {
                    StatementKind::Outcome => label.clone(),
                    StatementKind::Assessment => assessed.clone().or_else(|| label.clone()),
                    _ => None,
                };
                self.add_pieces(row, column.index, text, kind, outside, draft);
            }
        }
        for column in &self.table.columns {
            if let Meaning::ModuleOutcome(label) = &column.meaning
                && let Some(Value::Text(text)) = self.sheet.get(row, column.index)
                && !self.is_mark(text)
            {
                let label = Some(label.key().to_uppercase());
                self.add_pieces(row, column.index, text, StatementKind::Outcome, label, draft);
            }
        }
    }

    fn add_pieces(
        &self,
        row: u32,
        column: u32,
        text: &str,
        kind: StatementKind,
        label: Option<String>,
        draft: &mut Draft,
    ) {
        let place = self.sheet.at(row, column);
        for piece in pieces(text) {
            let text = Located::new(piece.text, place.clone());
            draft.texts.push(Piece { kind, label: piece.label.or_else(|| label.clone()), text });
        }
    }

    /// The level of a row: of its own or a merged cell, else of the section.
    fn level(&self, row: u32) -> Option<LevelId> {
        let said = self.value(row, Role::Level);
        let own = said.and_then(|cell| mark::level_of(&mark::level_text(cell.value), self.guide.framework));
        own.or(self.section.level)
    }

    fn is_mark(&self, text: &str) -> bool {
        is_tick(self.guide.columns, text) || text.chars().count() <= 3
    }

    /// The outcomes that ticks in a row of an assessment plan mark.
    fn assessed(&self, row: u32) -> Vec<Label> {
        let ticked = self.table.columns.iter().filter_map(|column| match &column.meaning {
            Meaning::ModuleOutcome(label) => {
                let mark = self.sheet.get(row, column.index)?.text();
                (self.is_mark(&mark) && !self.guide.columns.none.contains(&mark.to_lowercase()))
                    .then(|| label.clone())
            }
            _ => None,
        });
        ticked.collect()
    }
}
