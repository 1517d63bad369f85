//! What a row, or the lines above the table, call a module.

use super::Reader;
use crate::curriculum::{Amount, StatementKind};
use crate::layout::{FactName, code_and_title, word_role};
use crate::mappings::Role;
use crate::place::Located;
use crate::reading::amount;
use crate::reading::draft::{Draft, Piece};
use crate::workbook::Value;

impl Reader<'_> {
    /// The module that the lines above the table tell of, where the table itself names none.
    pub(super) fn module_of_facts(&self) -> Option<Draft> {
        let fact = |role: Role| self.layout.facts.iter().find(|fact| fact.name == FactName::Module(role));
        let first = fact(Role::Code).or_else(|| fact(Role::Title))?;
        let mut draft = Draft::new(self.sheet.at(first.row, first.column));
        draft.code = fact(Role::Code).map(|fact| fact.value.text());
        draft.title = fact(Role::Title)
            .map(|fact| Located::new(fact.value.text(), self.sheet.at(fact.row, fact.column)));
        let number = |role: Role| fact(role).and_then(|fact| amount::number(&fact.value));
        draft.amount = Amount {
            credits: number(Role::Credits),
            periods: number(Role::Periods),
            hours: number(Role::Hours),
        };
        draft.term = fact(Role::Term).and_then(|fact| amount::term(&fact.value));
        let titles = draft.title.clone().into_iter();
        draft.texts.extend(titles.map(|text| Piece { kind: StatementKind::Title, label: None, text }));
        let named = fact(Role::Prerequisites);
        draft
            .prerequisites
            .extend(named.map(|fact| Located::new(fact.value.text(), self.sheet.at(fact.row, fact.column))));
        Some(draft)
    }

    /// A code and a title in one cell: `CSBP301:  Artificial Intelligence`.
    pub(super) fn split_name(&self, row: u32, first: u32, draft: &mut Draft) {
        let Some(value) = self.sheet.get(row, first) else { return };
        let text = value.text();
        let text = text.split('\n').next().unwrap_or_default();
        let alone = draft.code.is_none() || draft.title.is_none();
        match code_and_title(text).filter(|_| alone) {
            Some((code, title)) => {
                let title = Located::new(title.to_owned(), self.sheet.at(row, first));
                if draft.title.is_none() || Some(first) == self.table.column(Role::Title) {
                    let piece = Piece { kind: StatementKind::Title, label: None, text: title.clone() };
                    draft.texts.push(piece);
                    draft.title = Some(title);
                }
                draft.code = Some(code.to_owned());
            }
            None if draft.name().is_empty() => draft.code = Some(text.to_owned()),
            None => {}
        }
    }

    /// Facts in further lines of the cell that names the module: `Số tín chỉ: 2`.
    pub(super) fn add_lines(&self, row: u32, first: u32, draft: &mut Draft) {
        let text = self.sheet.get(row, first).map(Value::text).unwrap_or_default();
        let Draft { amount, term, title, .. } = draft;
        let mut told = false;
        for (name, value) in text.split('\n').skip(1).filter_map(|line| line.split_once(':')) {
            let role = word_role(name, self.guide.columns).filter(|fit| fit.score >= 1.0).map(|fit| fit.role);
            let value = Value::Text(value.trim().to_owned());
            let number = amount::number(&value);
            match role {
                Some(Role::Credits) => amount.credits = amount.credits.or(number),
                Some(Role::Periods) => amount.periods = amount.periods.or(number),
                Some(Role::Hours) => amount.hours = amount.hours.or(number),
                Some(Role::Term) => *term = amount::term(&value).or(*term),
                _ => continue,
            }
            told = true;
        }
        if let Some(title) = title.as_mut().filter(|_| told) {
            title.value = name_line(&title.value, &text);
        }
    }

    /// The title and, in further title columns, its other languages.
    pub(super) fn add_titles(&self, row: u32, draft: &mut Draft) {
        if draft.texts.iter().any(|piece| piece.kind == StatementKind::Title) {
            return;
        }
        for column in self.table.columns_with(Role::Title).filter(|column| column.score >= 0.5) {
            if let Some(Value::Text(text)) = self.sheet.get(row, column.index) {
                let place = self.sheet.at(row, column.index);
                let own = draft.title.as_ref().filter(|title| title.place == place);
                let text = own.map_or_else(|| text.replace('\n', " "), |title| title.value.clone());
                let text = Located::new(text, place);
                draft.texts.push(Piece { kind: StatementKind::Title, label: None, text });
            }
        }
    }
}

/// The first line of a cell whose other lines are facts; a title already taken out of it stays.
fn name_line(title: &str, cell: &str) -> String {
    let first = cell.split('\n').next().unwrap_or_default();
    if title == cell.replace('\n', " ") { first.to_owned() } else { title.to_owned() }
}
