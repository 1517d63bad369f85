//! The rows under the headers of a sheet: people, and what stands between them.

use std::collections::BTreeMap;

use super::answer::{self, Answer};
use super::header::{Asks, Column, Header, Kind};
use super::heads::{Heads, is_bare, named};
use super::roll::{Roll, Row};
use super::said::{self, Lines, Unclear};
use super::unit::{self, Form};
use crate::finding::Findings;
use crate::framework::LevelId;
use crate::layout::{Guide, Meaning};
use crate::mappings::signed;
use crate::place::{Located, Place};
use crate::reading::{error_cell, without_value};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// Reads the rows under `headers`, the headers of `sheet`, into `roll`.
pub(super) fn read(
    sheet: &Sheet,
    headers: &[Header],
    guide: Guide<'_>,
    roll: &mut Roll,
    findings: &mut Findings,
) {
    let rows = sheet.rows();
    let mut lines = Lines::default();
    for (position, header) in headers.iter().enumerate() {
        let end = headers.get(position + 1).map_or(u32::MAX, |next| *next.rows.start());
        let body = rows.iter().copied().filter(|row| row > header.rows.end() && *row < end);
        said::columns(sheet, header, guide, &body.clone().collect::<Vec<_>>(), findings);
        let mut reader = Reader::new(sheet, header, guide);
        for row in body {
            reader.row(row, roll, &mut lines, findings);
        }
        reader.unclear.say(sheet, guide, findings);
        roll.close(reader.heads, reader.asked);
    }
    lines.say(sheet, findings);
    said::hidden(sheet, findings);
    without_value(sheet, findings);
}

/// Reads the rows of one table.
struct Reader<'a> {
    sheet: &'a Sheet,
    header: &'a Header,
    guide: Guide<'a>,
    form: Form,
    heads: Heads,
    /// What first names each of `heads`.
    asked: Vec<Located<String>>,
    /// The components that cells of a long table name, by text.
    named: BTreeMap<String, Option<usize>>,
    unclear: Unclear,
    /// The unit where a row does not tell it.
    unit: String,
    /// The person above, of whom a row without a name in a long table tells more.
    last: Option<(String, String)>,
}

/// What a level cell comes to.
type Reached = Option<Option<LevelId>>;

impl<'a> Reader<'a> {
    fn new(sheet: &'a Sheet, header: &'a Header, guide: Guide<'a>) -> Self {
        let form = Form::above(sheet, *header.rows.start(), guide);
        let unit = unit::of_sheet(sheet, &form, guide);
        let heads = header.heads.clone();
        let asked = (0..heads.0.len()).filter_map(|head| {
            let is = |column: &&Column| matches!(column.kind, Kind::Level(known, _) if known == head);
            let column = header.columns.iter().find(is)?;
            Some(Located::new(column.header.clone(), sheet.at(*header.rows.end(), column.index)))
        });
        let asked = asked.collect();
        let (named, unclear, last) = (BTreeMap::new(), Unclear::default(), None);
        Reader { sheet, header, guide, form, heads, asked, named, unclear, unit, last }
    }

    fn row(&mut self, row: u32, roll: &mut Roll, lines: &mut Lines, findings: &mut Findings) {
        if self.is_repeated(row) || is_counted(self.sheet, row) {
            lines.headers.push(row);
        } else if let Some(unit) = self.heading(row) {
            self.unit = unit;
            lines.others.push(row);
        } else if self.sums_up(row) || !self.is_of_person(row) {
            lines.others.push(row);
        } else {
            let read = self.person(row, findings);
            lines.people.push(row);
            roll.add(read);
        }
    }

    fn person(&mut self, row: u32, findings: &mut Findings) -> Row {
        let first = self.sheet.row(row).next().map_or(0, |(column, _)| column);
        let unit = self.text(row, &Kind::Unit).unwrap_or_else(|| self.unit.clone());
        if self.header.column(&Kind::Unit).is_some() {
            // A school is often written once, above its people.
            self.unit.clone_from(&unit);
        }
        let (key, post) = self.who(row);
        let answers =
            if self.header.is_long() { self.of_row(row, findings) } else { self.across(row, findings) };
        Row { key, unit, post, place: self.sheet.at(row, first), answers }
    }

    /// What tells the person from others, and the post.
    fn who(&mut self, row: u32) -> (Option<String>, String) {
        let id = self.text(row, &Kind::Id).map(|id| format!("id {}", fold_words(&id)));
        let name =
            || self.text(row, &Kind::Person).map(|name| format!("name {}", crate::text::lowered(&name)));
        let key = id.or_else(name);
        let post = self.text(row, &Kind::Post).or_else(|| self.form.post.clone()).unwrap_or_default();
        if !self.header.is_long() {
            return (key, post);
        }
        match key {
            Some(key) => {
                self.last = Some((key.clone(), post.clone()));
                (Some(key), post)
            }
            None => {
                let place = || format!("form {}", self.sheet.at(*self.header.rows.start(), 0));
                let named = |name: &String| format!("name {}", crate::text::lowered(name));
                let form = || (self.form.person.as_ref().map_or_else(place, named), post.clone());
                let (key, known) = self.last.clone().unwrap_or_else(form);
                (Some(key), if post.is_empty() { known } else { post })
            }
        }
    }

    /// The text under the first column of `kind` that is filled: the row's own, or that of a cell merged over it.
    fn text(&self, row: u32, kind: &Kind) -> Option<String> {
        let columns = self.header.columns.iter().filter(|column| column.kind == *kind);
        let mut texts = columns.filter_map(|column| {
            let value = self.sheet.get(row, column.index).or_else(|| self.merged(row, column.index))?;
            Some(value)
                .filter(|value| !matches!(value, Value::Error(_)))
                .map(|value| value.text().replace('\n', " "))
        });
        texts.next()
    }

    fn merged(&self, row: u32, column: u32) -> Option<&'a Value> {
        let body = self.header.rows.end() + 1;
        let covers = |region: &&crate::workbook::Region| {
            region.from.column == column
                && region.from.row >= body
                && (region.from.row..=region.to.row).contains(&row)
        };
        let region = self.sheet.merged.iter().find(covers)?;
        self.sheet.get(region.from.row, column)
    }

    /// The answers of a row with a column for each component.
    fn across(&mut self, row: u32, findings: &mut Findings) -> Vec<(usize, Option<LevelId>)> {
        let header = self.header;
        let levels = header.columns.iter().filter_map(|column| match column.kind {
            Kind::Level(head, asks) => Some((column.index, head, asks)),
            _ => None,
        });
        levels
            .filter_map(|(index, head, asks)| Some((head, self.reached(row, index, asks, findings)?)))
            .collect()
    }

    /// The answer of a row about one component.
    fn of_row(&mut self, row: u32, findings: &mut Findings) -> Vec<(usize, Option<LevelId>)> {
        let header = self.header;
        let reached = header.columns.iter().filter_map(|column| match column.kind {
            Kind::Reached(asks) => self.reached(row, column.index, asks, findings),
            _ => None,
        });
        let Some(reached) = reached.max() else { return Vec::new() };
        let head = header.column(&Kind::Component).and_then(|column| self.component(row, column, findings));
        head.map(|head| (head, reached)).into_iter().collect()
    }

    /// The component that a cell names.
    fn component(&mut self, row: u32, column: u32, findings: &mut Findings) -> Option<usize> {
        let value = self.sheet.get(row, column).or_else(|| self.merged(row, column))?;
        let (text, place) = (value.text(), self.sheet.at(row, column));
        if let Some(known) = self.named.get(&text) {
            return *known;
        }
        let longer = matches!(value, Value::Number(_)) && said::may_be_longer(&text, self.guide);
        let head = match named(column, &[value], "", self.guide).meaning {
            Meaning::Component { components, .. } if !longer => {
                let bare = is_bare(&text, &components, self.guide.framework);
                let head = self.heads.add(components, 0, bare);
                if head == self.asked.len() {
                    self.asked.push(Located::new(text.clone(), place));
                }
                Some(head)
            }
            meaning => {
                said::unusable(&text, longer || meaning == Meaning::Date, &place, findings);
                None
            }
        };
        self.named.insert(text, head);
        head
    }

    /// What a cell answers to what its header asks.
    fn reached(&mut self, row: u32, index: u32, asks: Asks, findings: &mut Findings) -> Reached {
        let value = self.sheet.get(row, index)?;
        let place = self.sheet.at(row, index);
        if let Value::Error(error) = value {
            error_cell(error, &place, findings);
        }
        let answer = answer::read(value, self.guide.columns, self.guide.framework);
        let is_one = value.text().trim() == "1";
        match (asks, answer) {
            (_, Answer::Nothing) | (Asks::Whether(None), Answer::NotReached) => None,
            (_, Answer::NotReached) => Some(None),
            (Asks::Which, Answer::Level(level)) => Some(Some(level)),
            (Asks::Whether(level), Answer::Tick) => Some(level),
            (Asks::Whether(level), Answer::Level(said)) if is_one || level == Some(said) => Some(level),
            (_, Answer::Level(_) | Answer::Tick | Answer::Unclear) => {
                self.unclear.add(value, place);
                None
            }
        }
    }

    /// Whether the header stands here again, after a page break.
    fn is_repeated(&self, row: u32) -> bool {
        let mut same = self.header.rows.clone().map(|head| {
            let cells: Vec<(u32, &Value)> = self.sheet.row(head).collect();
            cells.len() >= 2 && cells.into_iter().eq(self.sheet.row(row))
        });
        same.any(|same| same)
    }

    /// Whether a row begins as sums and notes do: with a word alone, or with a phrase.
    fn sums_up(&self, row: u32) -> bool {
        let words = self.guide.columns;
        let known = || words.staff.summary.iter().chain(&words.total).chain(&words.note);
        let sums = |value: &Value| {
            let folded = fold_words(&value.text());
            let phrase =
                |word: &String| word.contains(' ') && format!("{folded} ").starts_with(&format!("{word} "));
            known().any(|word| folded == *word || phrase(word))
        };
        let names = [
            self.header.column(&Kind::Number),
            self.header.column(&Kind::Person),
            self.header.column(&Kind::Id),
        ];
        let first = self.sheet.row(row).next().map(|(column, _)| column);
        let mut cells =
            names.into_iter().flatten().chain(first).filter_map(|column| self.sheet.get(row, column));
        cells.any(sums)
    }

    /// Whether a row is about a person: it names one and is no line at the foot, or it has answers.
    fn is_of_person(&self, row: u32) -> bool {
        let has = |kind: &Kind| {
            self.header.columns.iter().any(|c| c.kind == *kind && self.sheet.get(row, c.index).is_some())
        };
        let named = has(&Kind::Person) || has(&Kind::Id);
        let placed = has(&Kind::Unit) || has(&Kind::Post) || has(&Kind::Number);
        let only_named = self
            .header
            .columns
            .iter()
            .all(|column| !matches!(column.kind, Kind::Unit | Kind::Post | Kind::Number));
        self.is_answered(row)
            || named
                && (placed || only_named && self.sheet.row(row).count() <= 2 && !has_signature(self, row))
    }

    /// The unit that a heading names, where no column does.
    fn heading(&self, row: u32) -> Option<String> {
        let columns = &self.header.columns;
        let (last, _) = self.sheet.row(row).last()?;
        let of_person =
            |column: &Column| column.kind == Kind::Unit || column.kind == Kind::Post && column.index == last;
        if columns.iter().any(of_person) || self.is_answered(row) {
            return None;
        }
        unit::heading(self.sheet, row, self.guide)
    }

    fn is_answered(&self, row: u32) -> bool {
        let asks = |column: &&Column| matches!(column.kind, Kind::Level(..) | Kind::Reached(_));
        self.header.columns.iter().filter(asks).any(|column| self.sheet.get(row, column.index).is_some())
    }
}

/// Whether a row without answers is a line at the foot: its text is a date, a place or a whole sentence.
fn has_signature(reader: &Reader<'_>, row: u32) -> bool {
    let text = reader.sheet.row(row).map(|(_, value)| value.text()).collect::<Vec<_>>().join(" ");
    text.contains(|c: char| c.is_ascii_digit() || c == ',' || c == ':')
        || signed(&text).split(' ').count() > 6
        || unit::heading(reader.sheet, row, reader.guide).is_some()
}

/// Whether a row does nothing but count its columns: 1, 2, 3 or (1), (2), (3).
fn is_counted(sheet: &Sheet, row: u32) -> bool {
    let number = |value: &Value| value.text().trim_matches(['(', ')', '[', ']']).parse::<u32>().ok();
    let numbers: Option<Vec<u32>> = sheet.row(row).map(|(_, value)| number(value)).collect();
    numbers.is_some_and(|numbers| numbers.len() >= 3 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1))
}

/// A place, for findings that gather several.
pub(super) fn address(place: &Place) -> String {
    match place {
        Place::Cell { address, .. } => address.to_string(),
        other => other.within(),
    }
}
