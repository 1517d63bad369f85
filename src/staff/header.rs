//! Finding the headers of self-assessments: whom each row is about, and which component each column is.

mod block;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::heads::{Heads, is_bare};
use super::words::{is, says};
use crate::framework::LevelId;
use crate::layout::{Guide, Meaning, word_role};
use crate::mappings::Role;
use crate::workbook::{Sheet, Value};
use block::Block;

/// A header, and what its columns are.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) columns: Vec<Column>,
    /// The components that columns are about.
    pub(super) heads: Heads,
}

/// A column of a self-assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its position in the sheet, from zero.
    pub(super) index: u32,
    /// Its header as written.
    pub(super) header: String,
    pub(super) kind: Kind,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Person,
    Id,
    Unit,
    Post,
    /// Which component the row is about.
    Component,
    /// The level reached of the component that the row names.
    Reached(Asks),
    /// The level reached of the component that the header names, a position in [`Header::heads`].
    Level(usize, Asks),
    /// A component of the framework that cannot be used, and why.
    Unusable(Unusable),
    /// Modules: the table is no self-assessment.
    Modules,
    Other,
    Unknown,
}

/// What a cell is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Which level is reached.
    Which,
    /// Whether this one is; or, where there is none, whether none is.
    Whether(Option<LevelId>),
}

/// Why a header that looks like a component's code is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// The framework does not have it.
    Unknown,
    /// It is stored as the number 1.1, and may have been 1.10.
    Number,
    /// Excel has made it a date.
    Date,
}

impl Header {
    /// The first column of `kind`.
    pub(super) fn column(&self, kind: &Kind) -> Option<u32> {
        self.columns.iter().find(|column| column.kind == *kind).map(|column| column.index)
    }

    /// Whether each row is about one component.
    pub(super) fn is_long(&self) -> bool {
        !self.columns.iter().any(|column| matches!(column.kind, Kind::Level(..)))
    }
}

/// Rows of a header at most.
const MOST_ROWS: usize = 4;

/// Rows in which the first header is looked for: every text of theirs is held against every component.
const MOST_ABOVE: usize = 300;

/// Every header of `sheet`, from the top.
pub(super) fn find(sheet: &Sheet, guide: Guide<'_>) -> Vec<Header> {
    let rows = sheet.rows();
    let titled = titled(sheet, &rows, guide);
    let mut seen = BTreeMap::new();
    let mut found: Vec<Header> = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let inside = found.last().is_some_and(|header| row <= header.rows.end());
        if found.is_empty() && position >= MOST_ABOVE {
            break;
        }
        if inside || !may_head(sheet, *row, !found.is_empty(), guide, &mut seen) {
            continue;
        }
        let last = (position..rows.len().min(position + MOST_ROWS))
            .take_while(|at| rows[*at] - rows[position] == (*at - position) as u32);
        let blocks = last.filter_map(|at| Block::read(sheet, *row..=rows[at], guide));
        // Of equals the one with fewer rows, which does not take in the first person.
        let best = blocks.max_by_key(|block| (block.score(), std::cmp::Reverse(block.last())));
        found.extend(
            best.filter(|block| block.qualifies(titled || told(sheet, *row, guide))).map(Block::header),
        );
    }
    found
}

/// Whether a line of a self-assessment's title stands at the top of the sheet, or is its name.
fn titled(sheet: &Sheet, rows: &[u32], guide: Guide<'_>) -> bool {
    let titles = &guide.columns.staff.titles;
    let mut lines = rows.iter().take(12).flat_map(|row| sheet.row(*row)).map(|(_, value)| value.text());
    says(&sheet.name, titles) || says(&sheet.file, titles) || lines.any(|line| says(&line, titles))
}

/// Whether the lines above `row` tell whom the table is about, as in a form.
fn told(sheet: &Sheet, row: u32, guide: Guide<'_>) -> bool {
    super::unit::Form::above(sheet, row, guide).person.is_some()
}

/// What one cell would be in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    /// Nothing.
    None,
    /// A component, or a column about one.
    Component,
    /// A column about people, by its position among such.
    People(usize),
}

/// Whether a row may begin a header: two of its cells at least are words or components of one. Below a header, where
/// a cell of a person may say "Giáo viên" or "6.2", two must be of people. Asked of every row, so what each text says
/// is kept in `seen`.
fn may_head(
    sheet: &Sheet,
    row: u32,
    below: bool,
    guide: Guide<'_>,
    seen: &mut BTreeMap<String, Word>,
) -> bool {
    let words = sheet.row(row).map(|(_, value)| {
        let text = value.text();
        if text.chars().count() > 160 {
            return Word::None;
        }
        *seen.entry(text).or_insert_with_key(|text| word(text, value, below, guide))
    });
    let words: Vec<Word> = words.filter(|word| *word != Word::None).collect();
    let people: BTreeSet<Word> = words.iter().copied().filter(|word| *word != Word::Component).collect();
    if below { people.len() >= 2 } else { words.len() >= 2 }
}

fn word(text: &str, value: &Value, below: bool, guide: Guide<'_>) -> Word {
    let words = &guide.columns.staff;
    let people = [&words.person, &words.id, &words.unit, &words.post];
    let named = || super::heads::named(0, &[value], "", guide).meaning;
    let number =
        |text| word_role(text, guide.columns).is_some_and(|fit| fit.role == Role::Number && fit.score >= 1.0);
    if let Some(kind) = people.iter().position(|list| is(text, list)) {
        Word::People(kind)
    } else if number(text) {
        Word::People(people.len())
    } else if below {
        Word::None
    } else if is(text, &words.component)
        || is(text, &words.level)
        || matches!(named(), Meaning::Component { .. })
    {
        Word::Component
    } else {
        Word::None
    }
}

/// Takes each component into `heads`, with how often it was asked about before.
fn headed(columns: Vec<block::Read>, guide: Guide<'_>) -> (Vec<Column>, Heads) {
    let mut heads = Heads::default();
    let mut asked = Vec::new();
    let columns = columns.into_iter().map(|read| {
        let block::Read { index, header, above, kind, components, asks } = read;
        let kind = if components.is_empty() {
            kind
        } else {
            let turn = asked.iter().filter(|known| **known == (components.clone(), asks)).count();
            asked.push((components.clone(), asks));
            let bare = is_bare(&format!("{above} {header}"), &components, guide.framework);
            Kind::Level(heads.add(components, turn, bare), asks)
        };
        Column { index, header, kind }
    });
    (columns.collect(), heads)
}
