//! What there is to learn from: labelled statements, and what the framework and its rules say themselves.

use std::collections::BTreeMap;

use super::Labels;
use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::linking::Lesson;
use crate::mappings::{RulePack, RuleSource, Target};

/// The statements of `labels`, the examples of the rules, and the indicators in both languages.
pub fn lessons(labels: &Labels, packs: &[RulePack], framework: &Framework) -> Vec<Lesson> {
    let labelled = labels.statements.iter().map(|label| Lesson {
        text: label.text.clone(),
        tables: framework.audiences[label.audience].tables.clone(),
        expected: label.expected.clone(),
        natural: true,
    });
    let rules = packs.iter().flat_map(|pack| &pack.rules);
    let examples = rules.flat_map(|rule| of_rule(&rule.value, framework));
    labelled.chain(examples).chain(of_framework(framework)).collect()
}

/// The examples of a rule, once for each table it serves.
fn of_rule(rule: &RuleSource, framework: &Framework) -> Vec<Lesson> {
    let mut by_table: BTreeMap<TableId, BTreeMap<ComponentId, Vec<LevelId>>> = BTreeMap::new();
    for Target { component, level, .. } in &rule.serves {
        let expected = by_table.entry(framework.component(*component).table).or_default();
        let levels = expected.entry(*component).or_default();
        levels.extend(level.filter(|level| !levels.contains(level)));
    }
    let lesson = |text: &String, (table, expected): (&TableId, &BTreeMap<ComponentId, Vec<LevelId>>)| {
        let statement = text.split_once(" :: ").map_or(text.as_str(), |(_, statement)| statement);
        Lesson {
            text: statement.to_owned(),
            tables: tables_with(*table, framework),
            expected: expected.clone(),
            natural: false,
        }
    };
    rule.examples.iter().flat_map(|text| by_table.iter().map(move |part| lesson(text, part))).collect()
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
