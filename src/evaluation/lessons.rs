//! What there is to learn from: labelled statements, and what the framework says itself.

use std::collections::BTreeMap;

use super::Labels;
use crate::framework::{Framework, TableId};
use crate::linking::Lesson;

/// The statements of `labels`, and the indicators in both languages.
pub fn lessons(labels: &Labels, framework: &Framework) -> Vec<Lesson> {
    let labelled = labels.statements.iter().map(|label| Lesson {
        text: label.text.clone(),
        tables: framework.audiences[label.audience].tables.clone(),
        expected: label.expected.clone(),
        natural: true,
    });
    labelled.chain(of_framework(framework)).collect()
}

fn of_framework(framework: &Framework) -> Vec<Lesson> {
    let mut lessons = Vec::new();
    for (cell, known) in framework.cells() {
        let tables = tables_with(framework.component(known.component).table, framework);
        for (_, indicator) in framework.indicators_of(cell) {
            lessons.extend([&indicator.text.vi, &indicator.text.en].map(|text| Lesson {
                text: text.clone(),
                tables: tables.clone(),
                expected: BTreeMap::from([(known.component, vec![known.level])]),
                natural: false,
            }));
        }
    }
    lessons
}

/// The tables of the first audience that has `table`.
fn tables_with(table: TableId, framework: &Framework) -> Vec<TableId> {
    let has = framework.audiences.iter().find(|audience| audience.tables.contains(&table));
    has.map_or_else(|| vec![table], |audience| audience.tables.clone())
}
