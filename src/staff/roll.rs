//! What several rows, sheets and files tell of one person, gathered; then what it comes to.

use std::collections::{BTreeMap, BTreeSet};

use super::heads::{Heads, Meant};
use super::{Person, Staff, audience, said};
use crate::finding::Findings;
use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::mappings::StaffWords;
use crate::place::{Located, Place};
use crate::text::fold_words;

/// Everyone met so far.
#[derive(Debug, Default)]
pub(super) struct Roll {
    entries: Vec<Entry>,
    /// Entries by unit and by what tells people apart within it.
    known: BTreeMap<(String, String), usize>,
    /// Units as they are first written, by their words.
    units: BTreeMap<String, String>,
    tables: Vec<Asked>,
    rows: usize,
}

/// A person before it is known what their codes mean.
#[derive(Debug)]
struct Entry {
    unit: String,
    post: String,
    place: Place,
    given: Vec<Given>,
}

/// One answer.
#[derive(Debug)]
struct Given {
    table: usize,
    head: usize,
    reached: Option<LevelId>,
    /// The row it was given in, by number and first cell.
    row: (usize, Place),
}

/// The components that one table asks about, each with the cell that first names it.
#[derive(Debug)]
struct Asked {
    heads: Heads,
    named: Vec<Located<String>>,
}

/// One row of a self-assessment.
#[derive(Debug)]
pub(super) struct Row {
    /// What tells the person from others of the unit, if anything does.
    pub(super) key: Option<String>,
    pub(super) unit: String,
    pub(super) post: String,
    pub(super) place: Place,
    /// The answers: the component, by position among those the table asks about, and the level.
    pub(super) answers: Vec<(usize, Option<LevelId>)>,
}

impl Roll {
    /// Takes in a table whose rows have been added.
    pub(super) fn close(&mut self, heads: Heads, named: Vec<Located<String>>) {
        self.tables.push(Asked { heads, named });
    }

    /// Adds a row of the table that is being read.
    pub(super) fn add(&mut self, row: Row) {
        let Row { key, unit, post, place, answers } = row;
        let unit_key = fold_words(&unit);
        let unit = self.units.entry(unit_key.clone()).or_insert(unit).clone();
        let new = self.entries.len();
        let at = key.map_or(new, |key| *self.known.entry((unit_key, key)).or_insert(new));
        if at == new {
            self.entries.push(Entry { unit, post: String::new(), place: place.clone(), given: Vec::new() });
        }
        let (table, number) = (self.tables.len(), self.rows);
        self.rows += 1;
        let entry = &mut self.entries[at];
        if !post.is_empty() {
            entry.post = post;
        }
        let given = |(head, reached)| Given { table, head, reached, row: (number, place.clone()) };
        entry.given.extend(answers.into_iter().map(given));
    }

    /// The people, each by the components of their own audience.
    pub(super) fn people(
        self,
        framework: &Framework,
        words: &StaffWords,
        usual: usize,
        findings: &mut Findings,
    ) -> Staff {
        let mut sum =
            Sum { framework, tables: &self.tables, meant: BTreeMap::new(), left_out: BTreeMap::new() };
        let mut people = Vec::new();
        for entry in self.entries {
            let audience = audience::of(&entry.post, &entry.unit, framework, words, usual);
            let reached = sum.reached(&entry, audience, findings);
            let Entry { unit, post, place, .. } = entry;
            people.push(Person { unit, post, audience, reached, place });
        }
        for ((table, head, meant), count) in &sum.left_out {
            said::left_out(&self.tables[*table].named[*head], *meant == LeftOut::Ambiguous, *count, findings);
        }
        said::not_assessed(&people, findings);
        Staff { people }
    }
}

/// Why an answer is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LeftOut {
    Ambiguous,
    OfOthers,
}

/// The answers of everyone, added up one by one.
struct Sum<'a> {
    framework: &'a Framework,
    tables: &'a [Asked],
    /// What a code means to an audience, by table of the workbook, position and audience.
    meant: BTreeMap<(usize, usize, usize), Meant>,
    /// Answers that count for nothing, by what names their component.
    left_out: BTreeMap<(usize, usize, LeftOut), usize>,
}

impl Sum<'_> {
    /// The level reached of each component: the highest of one row, and of several rows that of the last.
    fn reached(
        &mut self,
        entry: &Entry,
        audience: usize,
        findings: &mut Findings,
    ) -> BTreeMap<ComponentId, Option<LevelId>> {
        let mut last: BTreeMap<ComponentId, &Given> = BTreeMap::new();
        let mut reached = BTreeMap::new();
        let mut twice = BTreeSet::new();
        for given in &entry.given {
            let component = match self.meant(given, audience) {
                Meant::Component(component) => component,
                Meant::Nothing => {
                    // A nought where nothing is asked of the person says nothing.
                    self.leave_out(given, LeftOut::OfOthers, usize::from(given.reached.is_some()));
                    continue;
                }
                Meant::Ambiguous => {
                    self.leave_out(given, LeftOut::Ambiguous, 1);
                    continue;
                }
            };
            let before = last.insert(component, given).filter(|before| before.row.0 != given.row.0);
            if let Some(before) = before.filter(|_| twice.insert(given.row.0)) {
                said::twice(&given.row.1, &before.row.1, findings);
            }
            let level: &mut Option<LevelId> = reached.entry(component).or_default();
            *level = if before.is_some() { given.reached } else { (*level).max(given.reached) };
        }
        reached
    }

    fn leave_out(&mut self, given: &Given, why: LeftOut, count: usize) {
        if count > 0 {
            *self.left_out.entry((given.table, given.head, why)).or_default() += count;
        }
    }

    fn meant(&mut self, given: &Given, audience: usize) -> Meant {
        let tables: &[TableId] = self.framework.audiences.get(audience).map_or(&[], |known| &known.tables);
        let (heads, framework) = (&self.tables[given.table].heads, self.framework);
        let key = (given.table, given.head, audience);
        *self.meant.entry(key).or_insert_with(|| heads.meant(given.head, tables, framework))
    }
}
