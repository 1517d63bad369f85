//! Whether a row is compulsory or elective, and the groups it is chosen from.

use super::Reader;
use crate::curriculum::Take;
use crate::layout::{Guide, RowKind, Table};
use crate::mappings::Role;
use crate::place::Located;
use crate::reading::draft::Draft;
use crate::reading::mark::is_tick;
use crate::reading::{amount, choice};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

impl Reader<'_> {
    /// Compulsory or elective: the row's own columns before the section it stands in.
    pub(super) fn choice(&self, row: u32, draft: &mut Draft) {
        let words = self.guide.columns;
        let said = self.table.columns_with(Role::Choice).filter_map(|column| {
            let Some((_, value)) = self.cell(row, column.index) else {
                return self.blank_is_elective.then_some(true);
            };
            // A tick under "Tự chọn", or its credits, says what the header says.
            let credits = amount::number(value).is_some_and(|number| number > 0.0);
            let value = value.text();
            let says = if credits || is_tick(words, &value) { &column.header } else { &value };
            choice::is_elective(says, words)
        });
        let by_amount = || {
            let filled = self.table.columns_with(Role::Credits).find(|column| {
                self.sheet.get(row, column.index).and_then(amount::number).is_some_and(|n| n > 0.0)
            });
            let several = self.table.columns_with(Role::Credits).count() > 1;
            filled.filter(|_| several).and_then(|column| {
                choice::is_elective(column.header.rsplit(" › ").next().unwrap_or_default(), words)
            })
        };
        let groups = self.groups(row);
        let by_group = groups.iter().find_map(|group| choice::is_elective(&group.value, words));
        let own = said.last().or_else(by_amount).or(by_group).or(groups.first().map(|_| true));
        draft.elective = own.or(self.section.elective);
        if draft.elective == Some(true) {
            let own_take = self.text(row, Role::Take).and_then(|text| {
                let bare = || text.value.trim().parse().ok().map(Take::Modules);
                choice::take(&text.value, words).or_else(bare)
            });
            draft.take = own_take.or(if groups.is_empty() { self.section.take } else { None });
            draft.in_section = groups.is_empty();
            draft.groups =
                if groups.is_empty() { self.section.group.clone().into_iter().collect() } else { groups };
        }
    }

    /// The choice groups that a row's columns name, the outer before the inner.
    fn groups(&self, row: u32) -> Vec<Located<String>> {
        let words = self.guide.columns;
        // A column "Nhóm" may as well hold blocks of knowledge; only a header or a rule makes it one of choice.
        let named = self.table.columns_with(Role::Group).map(|column| (column, false));
        let ruled = self.table.columns_with(Role::Choice).map(|column| (column, true));
        let mut groups: Vec<Located<String>> = named
            .chain(ruled)
            .filter_map(|(column, only_ruled)| {
                let (row, value) = self.cell(row, column.index)?;
                let text = value.text().replace('\n', " ");
                if only_ruled && choice::take(&text, words).is_none() {
                    return None;
                }
                let headed = choice::is_elective(&column.header, words) == Some(true);
                let ruled =
                    choice::take(&text, words).is_some() || choice::is_elective(&text, words).is_some();
                let named = text.chars().any(char::is_alphanumeric);
                (named && (headed || ruled)).then(|| Located::new(text, self.sheet.at(row, column.index)))
            })
            .collect();
        let pool = |group: &Located<String>| choice::pool(&group.value).unwrap_or(0.0);
        groups.sort_by(|a, b| pool(b).total_cmp(&pool(a)));
        groups
    }
}

/// Whether a table says "compulsory" by ticks and nothing else: a blank then says "elective".
pub(super) fn blank_is_elective(sheet: &Sheet, table: &Table, guide: Guide<'_>) -> bool {
    let columns: Vec<_> = table.columns_with(Role::Choice).collect();
    let [column] = columns.as_slice() else { return false };
    let is_compulsory = choice::is_elective(&column.header, guide.columns) == Some(false)
        && !fold_words(&column.header).contains("tu chon");
    let modules = table.rows.iter().filter(|row| row.kind == RowKind::Module);
    let cells: Vec<Option<&Value>> = modules.map(|row| sheet.get(row.index, column.index)).collect();
    let ticks = cells.iter().flatten().filter(|value| is_tick(guide.columns, &value.text())).count();
    let filled = cells.iter().flatten().count();
    is_compulsory && ticks > 0 && ticks == filled && filled < cells.len()
}
