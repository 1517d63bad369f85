//! Rows that may be a header together, and what their columns would be.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Asks, Header, Kind, Unusable, headed};
use crate::framework::ComponentId;
use crate::layout::{Guide, Meaning, word_role};
use crate::mappings::{Role, signed};
use crate::staff::heads::named;
use crate::staff::said::may_be_longer;
use crate::staff::words::{begins, is};
use crate::workbook::{Sheet, Value};

/// A column before its component has a position.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) index: u32,
    pub(super) header: String,
    /// What stands over the header itself.
    pub(super) above: String,
    pub(super) kind: Kind,
    /// The components it may be about, if it is about any.
    pub(super) components: Vec<ComponentId>,
    pub(super) asks: Asks,
}

/// Rows that may be a header.
pub(super) struct Block<'a> {
    rows: RangeInclusive<u32>,
    columns: Vec<Read>,
    guide: Guide<'a>,
}

impl<'a> Block<'a> {
    /// The columns under `rows`; none if the rows cannot be a header together: what tells of people has one text over
    /// it, and the row of a person has more.
    pub(super) fn read(sheet: &Sheet, rows: RangeInclusive<u32>, guide: Guide<'a>) -> Option<Self> {
        let indices: BTreeSet<u32> =
            rows.clone().flat_map(|row| sheet.row(row).map(|(index, _)| index)).collect();
        let mut columns = Vec::new();
        for index in indices {
            let texts: Vec<&Value> = rows.clone().filter_map(|row| text(sheet, row, index, &rows)).collect();
            let own = rows.clone().filter(|row| sheet.get(*row, index).is_some()).count();
            let above = rows.start().checked_sub(1).and_then(|row| over(sheet, row, index)).map(Value::text);
            let read = column(index, &texts, above.unwrap_or_default(), guide);
            if own > 1 && is_of_people(&read.kind) {
                return None;
            }
            columns.push(read);
        }
        levels_of_rows(&mut columns, guide);
        Some(Block { rows, columns, guide })
    }

    fn count(&self, is: impl Fn(&Read) -> bool) -> usize {
        self.columns.iter().filter(|column| is(column)).count()
    }

    fn has(&self, kind: &Kind) -> bool {
        self.columns.iter().any(|column| column.kind == *kind)
    }

    fn levels(&self) -> usize {
        self.count(|column| !column.components.is_empty())
    }

    fn reached(&self) -> usize {
        self.count(|column| matches!(column.kind, Kind::Reached(_)))
    }

    /// Its last row.
    pub(super) fn last(&self) -> u32 {
        *self.rows.end()
    }

    /// How many of its columns are understood.
    pub(super) fn score(&self) -> usize {
        self.levels()
            + self.reached()
            + self.count(|column| is_of_people(&column.kind) || column.kind == Kind::Component)
    }

    /// Whether it heads a self-assessment; `titled` if lines above say that it does.
    pub(super) fn qualifies(&self, titled: bool) -> bool {
        let of_people = self.has(&Kind::Person) || self.has(&Kind::Id);
        let placed = self.has(&Kind::Unit) || self.has(&Kind::Post);
        let wide = match self.levels() {
            0 => false,
            levels => of_people || placed && levels >= 2 || titled && levels >= 3,
        };
        let long = self.has(&Kind::Component) && self.reached() > 0 && (of_people || titled);
        !self.has(&Kind::Modules) && (wide || long)
    }

    pub(super) fn header(self) -> Header {
        let (columns, heads) = headed(self.columns, self.guide);
        Header { rows: self.rows, columns, heads }
    }
}

fn is_of_people(kind: &Kind) -> bool {
    matches!(kind, Kind::Number | Kind::Person | Kind::Id | Kind::Unit | Kind::Post)
}

/// The text over a column in one row of a header: its own, or that of the merged cell or, where nothing is merged,
/// the nearest one to the left.
fn text<'s>(sheet: &'s Sheet, row: u32, index: u32, rows: &RangeInclusive<u32>) -> Option<&'s Value> {
    let own = sheet.get(row, index);
    if own.is_some() || row == *rows.end() || sheet.get(*rows.end(), index).is_none() {
        return own;
    }
    if !sheet.merged.is_empty() {
        return over(sheet, row, index);
    }
    let left = (0..index).rev().find_map(|left| Some((left, sheet.get(row, left)?)));
    // A filled cell with nothing under it heads its own column alone.
    left.filter(|(left, _)| sheet.get(*rows.end(), *left).is_some()).map(|(_, value)| value)
}

/// What stands at a cell, or in the cell of the same row that is merged over it.
fn over(sheet: &Sheet, row: u32, index: u32) -> Option<&Value> {
    let covers = |region: &&crate::workbook::Region| {
        region.from.row == row && (region.from.column..=region.to.column).contains(&index)
    };
    let merged = || sheet.merged.iter().find(covers).and_then(|region| sheet.get(row, region.from.column));
    sheet.get(row, index).or_else(merged)
}

fn column(index: u32, texts: &[&Value], above: String, guide: Guide<'_>) -> Read {
    let known = named(index, texts, &above, guide);
    let of = |kind, components, asks| Read {
        index,
        header: known.header.replace('\n', " "),
        above: above.clone(),
        kind,
        components,
        asks,
    };
    let last = texts.last().map(|value| value.text()).unwrap_or_default();
    if let Some(kind) = of_words(&known.header, &last, guide, is) {
        return of(kind, Vec::new(), Asks::Which);
    }
    match known.meaning {
        Meaning::Component { number: true, .. } if may_be_longer(&last, guide) => {
            of(Kind::Unusable(Unusable::Number), Vec::new(), Asks::Which)
        }
        Meaning::Component { components, level, .. } => {
            let none = guide.columns.staff.not_reached.contains(&signed(&last)) && texts.len() > 1;
            let asks = match level {
                _ if none => Asks::Whether(None),
                Some(level) => Asks::Whether(Some(level)),
                None => Asks::Which,
            };
            of(Kind::Other, components, asks)
        }
        Meaning::UnknownComponent => of(Kind::Unusable(Unusable::Unknown), Vec::new(), Asks::Which),
        Meaning::Date => of(Kind::Unusable(Unusable::Date), Vec::new(), Asks::Which),
        _ => of(
            of_words(&known.header, &last, guide, begins).unwrap_or_else(|| role(&last, guide)),
            Vec::new(),
            Asks::Which,
        ),
    }
}

/// What a column is by the words of its whole header or of the lowest text, compared as `fits` does.
fn of_words(header: &str, last: &str, guide: Guide<'_>, fits: fn(&str, &[String]) -> bool) -> Option<Kind> {
    let words = &guide.columns.staff;
    let kinds = [
        (&words.person, Kind::Person),
        (&words.id, Kind::Id),
        (&words.unit, Kind::Unit),
        (&words.post, Kind::Post),
        (&words.subject, Kind::Other),
        (&words.component, Kind::Component),
        (&words.level, Kind::Reached(Asks::Which)),
    ];
    kinds.into_iter().find(|(words, _)| fits(last, words) || fits(header, words)).map(|(_, kind)| kind)
}

fn role(last: &str, guide: Guide<'_>) -> Kind {
    match word_role(last, guide.columns).filter(|fit| fit.score >= 0.8).map(|fit| fit.role) {
        Some(Role::Number) => Kind::Number,
        Some(Role::Code | Role::Title) => Kind::Modules,
        Some(_) => Kind::Other,
        None => Kind::Unknown,
    }
}

/// "Chưa đạt | CB | TT | NC" after a column of components: one of them is ticked in each row.
fn levels_of_rows(columns: &mut [Read], guide: Guide<'_>) {
    let Some(first) = columns.iter().find(|column| column.kind == Kind::Component).map(|c| c.index) else {
        return;
    };
    let asked = |column: &Read| {
        let last = column.header.rsplit(" › ").next().unwrap_or_default();
        let none = guide.columns.staff.not_reached.contains(&signed(last));
        let level = guide.framework.level_named(last);
        (column.index > first && (none || level.is_some())).then_some(Asks::Whether(level))
    };
    let levels = columns.iter().filter(|column| asked(column).is_some()).count();
    for column in columns.iter_mut().filter(|_| levels >= 2) {
        if let Some(asks) = asked(column) {
            column.kind = Kind::Reached(asks);
        }
    }
}
