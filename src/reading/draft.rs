//! The rows of one table as drafts of modules, each value with its cell.

use super::claim::{Claim, Claims};
use super::{amount, choice};
use crate::curriculum::{Amount, StatementKind, Take};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::layout::{Guide, RowKind, SheetLayout, Table};
use crate::mappings::Role;
use crate::place::{Located, Place};
use crate::text::{fold_words, pieces};
use crate::workbook::{Sheet, Value};

/// One table read.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) book: String,
    pub(super) sheet: String,
    pub(super) place: Place,
    /// The line above the table that names the programme.
    pub(super) title: Option<String>,
    pub(super) lists_modules: bool,
    pub(super) drafts: Vec<Draft>,
    /// Totals of credits as the table states them.
    pub(super) totals: Vec<Located<f64>>,
}

/// A module as one table tells it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) code: Option<String>,
    pub(super) title: Option<Located<String>>,
    pub(super) amount: Amount,
    pub(super) term: Option<u16>,
    pub(super) elective: Option<bool>,
    pub(super) group: Option<Located<String>>,
    /// Whether the group is the section the row stands in, and not one that a column names.
    pub(super) in_section: bool,
    pub(super) take: Option<Take>,
    pub(super) prerequisites: Vec<Located<String>>,
    pub(super) texts: Vec<Piece>,
    pub(super) claims: Vec<Claim>,
    pub(super) place: Place,
}

/// A statement before it is part of a module.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: StatementKind,
    pub(super) label: Option<String>,
    pub(super) text: Located<String>,
}

impl Draft {
    fn new(place: Place) -> Self {
        Draft {
            code: None,
            title: None,
            amount: Amount::default(),
            term: None,
            elective: None,
            group: None,
            in_section: false,
            take: None,
            prerequisites: Vec::new(),
            texts: Vec::new(),
            claims: Vec::new(),
            place,
        }
    }

    /// What it is called: its code, else its title.
    pub(super) fn name(&self) -> &str {
        let title = || self.title.as_ref().map(|title| title.value.as_str());
        self.code.as_deref().or_else(title).unwrap_or_default()
    }
}

const TEXTS: [(Role, StatementKind); 4] = [
    (Role::Description, StatementKind::Description),
    (Role::Content, StatementKind::Content),
    (Role::Outcomes, StatementKind::Outcome),
    (Role::Assessment, StatementKind::Assessment),
];

/// Reads one table.
pub(super) fn part(
    book: &str,
    sheet: &Sheet,
    layout: &SheetLayout,
    table: &Table,
    guide: Guide<'_>,
    findings: &mut Findings,
) -> Part {
    let mut reader = Reader {
        sheet,
        table,
        guide,
        claims: Claims::new(sheet, table, guide, findings),
        section: Section { term: named_term(sheet, layout), ..Section::default() },
        drafts: Vec::new(),
        totals: Vec::new(),
    };
    for row in &table.rows {
        reader.row(row.index, &row.kind, findings);
    }
    Part {
        book: book.to_owned(),
        sheet: sheet.name.to_string(),
        place: sheet.place(),
        title: title(sheet, layout, guide),
        lists_modules: table.lists_modules(),
        drafts: reader.drafts,
        totals: reader.totals,
    }
}

/// The term that the sheet's name or the line above the first table gives: `HK1`, `Học kỳ I`.
fn named_term(sheet: &Sheet, layout: &SheetLayout) -> Option<u16> {
    let lines =
        layout.preamble.iter().rev().take(3).flat_map(|row| sheet.row(*row)).map(|(_, value)| value.text());
    let mut lines = lines.filter(|line| (2..=6).contains(&line.split_whitespace().count()));
    amount::term(&Value::Text(sheet.name.to_string()))
        .or_else(|| lines.find_map(|line| amount::term(&Value::Text(line))))
}

/// The first line above the table that holds one of the words of programme titles.
fn title(sheet: &Sheet, layout: &SheetLayout, guide: Guide<'_>) -> Option<String> {
    let texts = layout.preamble.iter().flat_map(|row| sheet.row(*row)).map(|(_, value)| value.text());
    let mut titles = texts.filter(|text| {
        let words = format!(" {} ", fold_words(text));
        text.chars().count() <= 200
            && guide.columns.title.iter().any(|word| words.contains(&format!(" {word} ")))
    });
    titles.next().map(|title| title.replace('\n', " "))
}

/// What a section row says of the rows below it.
#[derive(Clone, Debug, Default)]
struct Section {
    term: Option<u16>,
    elective: Option<bool>,
    group: Option<Located<String>>,
    take: Option<Take>,
}

struct Reader<'a> {
    sheet: &'a Sheet,
    table: &'a Table,
    guide: Guide<'a>,
    claims: Claims<'a>,
    section: Section,
    drafts: Vec<Draft>,
    totals: Vec<Located<f64>>,
}

impl Reader<'_> {
    fn row(&mut self, row: u32, kind: &RowKind, findings: &mut Findings) {
        match kind {
            RowKind::Module => {
                let draft = self.module(row, findings);
                self.drafts.push(draft);
            }
            RowKind::Continuation => {
                if let Some(mut draft) = self.drafts.pop() {
                    self.add_texts(row, &mut draft);
                    self.claims.read(row, &mut draft, findings);
                    self.drafts.push(draft);
                }
            }
            RowKind::Section(text) => self.section(row, text),
            RowKind::Total => self.total(row),
            RowKind::Header | RowKind::Numbering | RowKind::Note => {}
        }
    }

    fn value(&self, row: u32, role: Role) -> Option<Located<&Value>> {
        let column = self.table.column(role)?;
        let value = self.sheet.get(row, column).filter(|value| !matches!(value, Value::Error(_)))?;
        Some(Located::new(value, self.sheet.at(row, column)))
    }

    fn text(&self, row: u32, role: Role) -> Option<Located<String>> {
        let Located { value, place } = self.value(row, role)?;
        Some(Located::new(value.text().replace('\n', " "), place))
    }

    fn module(&mut self, row: u32, findings: &mut Findings) -> Draft {
        let first = self.table.column(Role::Code).or_else(|| self.table.column(Role::Title)).unwrap_or(0);
        let mut draft = Draft::new(self.sheet.at(row, first));
        draft.code = self.text(row, Role::Code).map(|code| code.value);
        draft.title = self.text(row, Role::Title);
        draft.amount = Amount {
            credits: self.amount(row, Role::Credits, findings),
            periods: self.amount(row, Role::Periods, findings),
            hours: self.amount(row, Role::Hours, findings),
        };
        draft.term = self.term(row, findings);
        self.choice(row, &mut draft);
        let prerequisites = self.value(row, Role::Prerequisites);
        draft.prerequisites =
            prerequisites.map(|cell| Located::new(cell.value.text(), cell.place)).into_iter().collect();
        self.add_titles(row, &mut draft);
        self.add_texts(row, &mut draft);
        self.claims.read(row, &mut draft, findings);
        draft
    }

    fn amount(&self, row: u32, role: Role, findings: &mut Findings) -> Option<f64> {
        let Located { value, place } = self.value(row, role)?;
        let number = amount::number(value);
        let said = value.text();
        if number.is_none() && said.chars().any(char::is_alphanumeric) {
            let name = role.wording();
            findings.push(
                Code::UnclearAmount,
                &place,
                Wording::new(
                    format!("{}: \"{said}\" không đọc được thành số", name.vi),
                    format!("{}: {said:?} is not understood", name.en),
                ),
                Wording::new(
                    "Ghi một số, ví dụ 3; ô này được coi là trống",
                    "Write a number, such as 3; the cell was taken as empty",
                ),
            );
        }
        number
    }

    fn term(&self, row: u32, findings: &mut Findings) -> Option<u16> {
        if let Some(term) = self.term_by_column(row) {
            return Some(term);
        }
        let Some(Located { value, place }) = self.value(row, Role::Term) else { return self.section.term };
        let term = amount::term(value).map(|term| amount::in_year(term, self.year(row)));
        let said = value.text();
        if term.is_none() && said.chars().any(char::is_alphanumeric) {
            findings.push(
                Code::UnclearTerm,
                &place,
                Wording::new(format!("học kỳ \"{said}\" không rõ là kỳ thứ mấy"), format!("term {said:?} does not tell which term in order")),
                Wording::new("Ghi số thứ tự của học kỳ, ví dụ 3; tạm dùng học kỳ của tiêu đề nhóm hoặc tên trang, nếu có", "Write the term's number, such as 3; the term of the section or sheet was used instead, if there is one"),
            );
        }
        term.or(self.section.term)
    }

    /// Terms as columns under one header: the first that is filled.
    fn term_by_column(&self, row: u32) -> Option<u16> {
        let columns: Vec<_> = self.table.columns_with(Role::Term).collect();
        let mut filled = columns.iter().filter(|column| self.sheet.get(row, column.index).is_some());
        let header = filled.next().filter(|_| columns.len() > 1)?.header.rsplit(" › ").next()?;
        amount::term(&Value::Text(header.to_owned()))
    }

    fn year(&self, row: u32) -> Option<u16> {
        self.value(row, Role::Year).and_then(|year| amount::term(year.value))
    }

    /// Compulsory or elective: the row's own columns before the section it stands in.
    fn choice(&self, row: u32, draft: &mut Draft) {
        let words = self.guide.columns;
        let said = self.table.columns_with(Role::Choice).filter_map(|column| {
            let value = self.sheet.get(row, column.index)?.text();
            // A tick under "Tự chọn" says what the header says.
            let ticked = words.tick.contains(&value.to_lowercase());
            choice::is_elective(if ticked { &column.header } else { &value }, words)
        });
        let group =
            self.text(row, Role::Group).filter(|group| group.value.chars().any(char::is_alphanumeric));
        let by_group = group.as_ref().and_then(|group| choice::is_elective(&group.value, words));
        // A column "Nhóm" may as well hold blocks of knowledge; only a header or a rule makes it one of choice.
        let headed =
            self.table.columns_with(Role::Group).any(|c| choice::is_elective(&c.header, words) == Some(true));
        let ruled = |group: &Located<String>| headed || choice::take(&group.value, words).is_some();
        let group = group.filter(|group| ruled(group) || by_group.is_some());
        let own = said.last().or(by_group).or(group.as_ref().map(|_| true));
        draft.elective = own.or(self.section.elective);
        if draft.elective == Some(true) {
            let own_take = self.text(row, Role::Take).and_then(|text| {
                choice::take(&text.value, words).or_else(|| text.value.trim().parse().ok().map(Take::Modules))
            });
            let take_of = |group: &Located<String>| choice::take(&group.value, words);
            draft.take = own_take.or_else(|| group.as_ref().and_then(take_of)).or(self.section.take);
            draft.in_section = group.is_none();
            draft.group = group.or_else(|| self.section.group.clone());
        }
    }

    /// The title and, in further title columns, its other languages.
    fn add_titles(&self, row: u32, draft: &mut Draft) {
        for column in self.table.columns_with(Role::Title).filter(|column| column.score >= 0.5) {
            if let Some(Value::Text(text)) = self.sheet.get(row, column.index) {
                let text = Located::new(text.replace('\n', " "), self.sheet.at(row, column.index));
                draft.texts.push(Piece { kind: StatementKind::Title, label: None, text });
            }
        }
    }

    fn add_texts(&self, row: u32, draft: &mut Draft) {
        let label = self.text(row, Role::OutcomeLabel).map(|label| label.value);
        for (role, kind) in TEXTS {
            for column in self.table.columns_with(role) {
                let Some(Value::Text(text)) = self.sheet.get(row, column.index) else { continue };
                let place = self.sheet.at(row, column.index);
                for piece in pieces(text) {
                    let outside = label.clone().filter(|_| kind == StatementKind::Outcome);
                    let text = Located::new(piece.text, place.clone());
                    draft.texts.push(Piece { kind, label: piece.label.or(outside), text });
                }
            }
        }
    }

    fn section(&mut self, row: u32, text: &str) {
        let first = self.sheet.row(row).next().map_or(0, |(column, _)| column);
        let take = choice::take(text, self.guide.columns);
        let elective = choice::of_section(text, take, self.guide.columns);
        let term = amount::term(&Value::Text(text.to_owned()));
        let group =
            (elective == Some(true)).then(|| Located::new(text.to_owned(), self.sheet.at(row, first)));
        let take = take.filter(|_| elective == Some(true));
        self.section = Section { term: term.or(self.section.term), elective, group, take };
    }

    fn total(&mut self, row: u32) {
        if let Some(Located { value, place }) = self.value(row, Role::Credits)
            && let Some(total) = amount::number(value)
        {
            self.totals.push(Located::new(total, place));
        }
    }
}
