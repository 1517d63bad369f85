//! The rows of one table as drafts of modules, each value with its cell.

use super::amount;
use super::claim::Claim;
use super::mark;
use super::outcome::{self, OutcomeDraft};
use super::row::Reader;
use crate::curriculum::{Amount, Offer, StatementKind, Take, code_key};
use crate::finding::Findings;
use crate::framework::LevelId;
use crate::layout::{Fact, FactName, Guide, Label, SheetLayout, Table, TableKind};
use crate::place::{Located, Place};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// One table read, or the facts of a sheet without one.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) book: String,
    pub(super) sheet: String,
    pub(super) place: Place,
    pub(super) about: About,
    /// What the table tells; none for facts alone.
    pub(super) kind: Option<TableKind>,
    pub(super) drafts: Vec<Draft>,
    pub(super) outcomes: Vec<OutcomeDraft>,
    pub(super) sections: Vec<Located<String>>,
    /// Totals of credits as the table states them.
    pub(super) totals: Vec<Located<f64>>,
}

/// What a sheet tells of the programme as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// The title, told as a fact.
    pub(super) title: Option<String>,
    /// The line above the table that names the programme.
    pub(super) line: Option<String>,
    pub(super) code: Option<String>,
    /// The level that all modules are said to be at.
    pub(super) level: Option<LevelId>,
}

/// A module as one table tells it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) code: Option<String>,
    pub(super) title: Option<Located<String>>,
    pub(super) amount: Amount,
    pub(super) offer: Offer,
    pub(super) term: Option<u16>,
    pub(super) elective: Option<bool>,
    /// The choice groups it is in, the outer before the inner.
    pub(super) groups: Vec<Located<String>>,
    /// Whether the group is the section the row stands in, and not one that a column names.
    pub(super) in_section: bool,
    pub(super) take: Option<Take>,
    pub(super) specialisation: Option<String>,
    pub(super) prerequisites: Vec<Located<String>>,
    pub(super) parallel: Vec<Located<String>>,
    pub(super) texts: Vec<Piece>,
    pub(super) claims: Vec<Claim>,
    pub(super) contributions: Vec<ContributionDraft>,
    /// Labels of outcomes that ticks mark as assessed.
    pub(super) assessed: Vec<Label>,
    pub(super) place: Place,
}

/// A statement before it is part of a module.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: StatementKind,
    pub(super) label: Option<String>,
    pub(super) text: Located<String>,
}

/// One outcome of a module, by what is known of it before the module is put together.
#[derive(Clone, Debug)]
pub(super) struct OutcomeRef {
    pub(super) label: Option<String>,
    pub(super) place: Place,
}

/// A contribution to a programme outcome before either end has a position.
#[derive(Clone, Debug)]
pub(super) struct ContributionDraft {
    pub(super) from: Option<OutcomeRef>,
    pub(super) to: Label,
    pub(super) level: Option<LevelId>,
    pub(super) said: Located<String>,
}

impl Draft {
    pub(super) fn new(place: Place) -> Self {
        Draft {
            code: None,
            title: None,
            amount: Amount::default(),
            offer: Offer::default(),
            term: None,
            elective: None,
            groups: Vec::new(),
            in_section: false,
            take: None,
            specialisation: None,
            prerequisites: Vec::new(),
            parallel: Vec::new(),
            texts: Vec::new(),
            claims: Vec::new(),
            contributions: Vec::new(),
            assessed: Vec::new(),
            place,
        }
    }

    /// The title, if the table gives one.
    pub(super) fn title(&self) -> Option<&str> {
        self.title.as_ref().map(|title| title.value.as_str())
    }

    /// What another table may list it as: its code; or its title, whole, before brackets or in them
    /// (`Giáo dục học (A102)`).
    pub(super) fn aliases(&self) -> Vec<String> {
        let name = self.name();
        let mut aliases = vec![code_key(name)];
        if let Some((before, inside)) = name.split_once('(').filter(|_| self.code.is_none()) {
            aliases.extend([code_key(inside), code_key(before)]);
        }
        aliases.retain(|alias| !alias.is_empty());
        aliases
    }

    /// What it is called: its code, else its title.
    pub(super) fn name(&self) -> &str {
        let title = || self.title.as_ref().map(|title| title.value.as_str());
        self.code.as_deref().or_else(title).unwrap_or_default()
    }
}

/// Reads one table.
pub(super) fn part(
    book: &str,
    sheet: &Sheet,
    layout: &SheetLayout,
    table: &Table,
    guide: Guide<'_>,
    findings: &mut Findings,
) -> Part {
    let about = about(sheet, layout, guide);
    let term = above(sheet, table).or_else(|| named_term(sheet, layout));
    let mut reader = Reader::new(sheet, layout, table, term, about.level, guide, findings);
    for row in &table.rows {
        reader.row(row.index, &row.kind, findings);
    }
    let (drafts, sections, totals, mut outcomes) = reader.finish();
    outcomes.extend(outcome::beside(sheet, table, guide));
    Part {
        book: book.to_owned(),
        sheet: sheet.name.to_string(),
        place: sheet.place(),
        about,
        kind: Some(table.kind),
        drafts,
        outcomes,
        sections,
        totals,
    }
}

/// The facts of a sheet that has no table.
pub(super) fn facts(book: &str, sheet: &Sheet, layout: &SheetLayout, guide: Guide<'_>) -> Option<Part> {
    let about = about(sheet, layout, guide);
    let told = about.title.is_some() || about.code.is_some();
    (told && layout.tables.is_empty()).then(|| Part {
        book: book.to_owned(),
        sheet: sheet.name.to_string(),
        place: sheet.place(),
        about,
        kind: None,
        drafts: Vec::new(),
        outcomes: Vec::new(),
        sections: Vec::new(),
        totals: Vec::new(),
    })
}

fn about(sheet: &Sheet, layout: &SheetLayout, guide: Guide<'_>) -> About {
    let fact = |name: FactName| layout.facts.iter().find(|fact| fact.name == name);
    let text = |fact: &Fact| fact.value.text().replace('\n', " ");
    let level = fact(FactName::Level).and_then(|fact| mark::level_of(&text(fact), guide.framework));
    About {
        title: fact(FactName::Title).map(text),
        line: title(sheet, layout, guide),
        code: fact(FactName::Code).map(text),
        level,
    }
}

/// The rows above the first table.
fn preamble(sheet: &Sheet, layout: &SheetLayout) -> Vec<u32> {
    let first = layout.first_header().unwrap_or(0);
    sheet.rows().into_iter().take_while(|row| *row < first).collect()
}

/// The term that the sheet's name or the line above the first table gives: `HK1`, `Học kỳ I`.
fn named_term(sheet: &Sheet, layout: &SheetLayout) -> Option<u16> {
    let lines = preamble(sheet, layout).into_iter().rev().take(3);
    let lines = lines.flat_map(|row| sheet.row(row)).map(|(_, value)| value.text());
    let mut lines = lines.filter(|line| (2..=6).contains(&line.split_whitespace().count()));
    amount::term(&Value::Text(sheet.name.to_string()))
        .or_else(|| lines.find_map(|line| amount::term(&Value::Text(line))))
}

/// The term above one of several tables that stand side by side.
fn above(sheet: &Sheet, table: &Table) -> Option<u16> {
    let columns = table.columns.first()?.index..=table.columns.last()?.index;
    let top = *table.header.start();
    let rows = (top.saturating_sub(2)..*table.header.end()).rev();
    let cells = rows.flat_map(|row| sheet.row(row).map(move |(column, value)| (row, column, value)));
    let inside = cells.filter(|(row, column, _)| columns.contains(column) && *row <= top);
    let mut texts = inside.filter_map(|(.., value)| match value {
        Value::Text(text) if text.split_whitespace().count() >= 2 => Some(Value::Text(text.clone())),
        _ => None,
    });
    texts.find_map(|text| amount::term(&text))
}

/// The first line above the table that holds one of the words of programme titles.
fn title(sheet: &Sheet, layout: &SheetLayout, guide: Guide<'_>) -> Option<String> {
    let texts = preamble(sheet, layout).into_iter();
    let texts = texts.flat_map(|row| sheet.row(row)).map(|(_, value)| value.text());
    let mut titles = texts.filter(|text| {
        let words = format!(" {} ", fold_words(text));
        text.chars().count() <= 200
            && guide.columns.title.iter().any(|word| words.contains(&format!(" {word} ")))
    });
    titles.next().map(|title| title.replace('\n', " "))
}
