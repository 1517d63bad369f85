//! One table's columns over its sheet, and what they make of a row.

use super::names::{code_and_title, code_pair, is_code, is_note, is_numbered, is_numbering, is_total};
use super::{Inside, RowKind};
use crate::layout::header::Header;
use crate::layout::{Column, Guide, Label, Meaning, TableKind};
use crate::mappings::{Columns, Role};
use crate::place::Address;
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// One table's columns over its sheet.
pub(super) struct View<'a> {
    sheet: &'a Sheet,
    columns: &'a [Column],
    pub(super) kind: TableKind,
    words: &'a Columns,
    code: Option<u32>,
    title: Option<u32>,
    /// The cells of each header row.
    headers: Vec<Vec<(u32, String)>>,
    is_only_group: bool,
}

impl<'a> View<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        columns: &'a [Column],
        kind: TableKind,
        header: &Header,
        guide: Guide<'a>,
    ) -> Self {
        let first = |role| columns.iter().find(|c| c.meaning == Meaning::Role(role)).map(|c| c.index);
        let row_of = |row: u32| -> Vec<(u32, String)> {
            let cells =
                columns.iter().filter_map(|c| Some((c.index, fold_words(&sheet.get(row, c.index)?.text()))));
            cells.collect()
        };
        let headers = header.rows.clone().map(row_of);
        View {
            sheet,
            columns,
            kind,
            words: guide.columns,
            code: first(Role::Code),
            title: first(Role::Title),
            headers: headers.collect(),
            is_only_group: header.is_only_group(),
        }
    }

    /// The kind of a row; none if it is empty as far as this table goes.
    pub(super) fn kind(&self, row: u32, next: Option<u32>, inside: &Inside) -> Option<RowKind> {
        let cells = self.cells(row);
        let Some((first, text)) = cells.first().map(|(column, value)| (*column, value.text())) else {
            return self.is_only_group.then_some(RowKind::Beside);
        };
        if self.is_header(row) {
            return Some(RowKind::Header);
        }
        if is_numbering(&cells) {
            return Some(RowKind::Numbering);
        }
        if self.kind == TableKind::ProgrammeOutcomes {
            return Some(self.outcome_kind(row, &cells));
        }
        if is_total(&text, &self.words.total) && !self.has_code(row) {
            return Some(RowKind::Total);
        }
        if self.is_module_row(row, &cells) {
            return Some(RowKind::Module);
        }
        Some(self.rest(row, next, inside, first, &cells))
    }

    /// What a row is that is neither a module by its code, nor a header, nor a total.
    fn rest(
        &self,
        row: u32,
        next: Option<u32>,
        inside: &Inside,
        first: u32,
        cells: &[(u32, &Value)],
    ) -> RowKind {
        let text = cells[0].1.text();
        let says = |role: Role| self.filled(row, |meaning| *meaning == Meaning::Role(role));
        let amount = [Role::Credits, Role::Periods, Role::Hours].into_iter().any(says);
        let heading = self.others(cells) <= 1 || self.spans(row, first);
        let code = self.code.and_then(|column| self.sheet.get(row, column));
        let title = self.title.and_then(|column| self.sheet.get(row, column));
        let section = || RowKind::Section(self.section_text(cells));
        match (code, title) {
            (None, Some(title)) if !heading && self.is_module_without_code(row, amount) => {
                if is_note(&title.text(), &self.words.note) { RowKind::Note } else { RowKind::Module }
            }
            _ if is_note(&text, &self.words.note) => RowKind::Note,
            (None, None) if self.heads_modules(next, inside, cells) => section(),
            (None, None) if self.is_heading_below(row, next, cells) => RowKind::Note,
            (None, None) if inside.module && self.says_text(row) => RowKind::Continuation,
            _ if first <= self.last_name_column() && (heading || !self.says_text(row)) => section(),
            _ if inside.module && self.says_text(row) => RowKind::Continuation,
            _ => RowKind::Note,
        }
    }

    /// A row of a list of outcomes of the programme.
    fn outcome_kind(&self, row: u32, cells: &[(u32, &Value)]) -> RowKind {
        let says = |role| self.filled(row, |meaning| *meaning == Meaning::Role(role));
        let labelled = self
            .columns
            .iter()
            .filter(|c| {
                matches!(c.meaning, Meaning::Role(Role::ProgrammeOutcomeLabel | Role::ProgrammeOutcomes))
            })
            .filter_map(|column| self.sheet.get(row, column.index))
            .any(|value| Label::front(&value.text()).is_some_and(|(l, _)| l.is_of_programme(self.words)));
        if labelled || says(Role::ProgrammeOutcomes) && cells.len() > 1 {
            RowKind::Outcome
        } else if is_note(&cells[0].1.text(), &self.words.note) {
            RowKind::Note
        } else {
            RowKind::Section(self.section_text(cells))
        }
    }

    /// Whether no column is of codes or titles.
    pub(super) fn names_no_modules(&self) -> bool {
        self.code.is_none() && self.title.is_none()
    }

    fn has_code(&self, row: u32) -> bool {
        self.code.and_then(|column| self.sheet.get(row, column)).is_some_and(|code| is_code(&code.text()))
    }

    /// Filled cells that are not the running number.
    fn others(&self, cells: &[(u32, &Value)]) -> usize {
        cells.iter().filter(|(column, _)| Some(*column) != self.number()).count()
    }

    /// "4. Nội dung chi tiết" or "ASSESSMENT PLAN" at the end of a table heads what comes after it.
    fn is_heading_below(&self, row: u32, next: Option<u32>, cells: &[(u32, &Value)]) -> bool {
        let [(column, value)] = cells else { return false };
        let text = value.text();
        let is_label = |c: &Column| c.index == *column && c.meaning == Meaning::Role(Role::OutcomeLabel);
        let unlabelled = self.columns.iter().any(is_label) && Label::front(&text).is_none();
        let capitals = text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
        let apart = next.is_none() && !self.sheet.row(row).any(|(other, _)| other != *column);
        apart && (unlabelled || capitals && text.split_whitespace().count() <= 8)
    }

    /// A row that names a module by its code: in the column of codes, or with its title in one cell of a row
    /// of its own.
    pub(super) fn is_module_row(&self, row: u32, cells: &[(u32, &Value)]) -> bool {
        let others = self.others(cells);
        if self.has_code(row) {
            return others > 1 || self.title.is_none();
        }
        let named = cells.iter().find(|(column, _)| Some(*column) != self.number());
        let Some((column, value)) = named else { return false };
        let text = value.text();
        let in_names = Some(*column) == self.code || Some(*column) == self.title;
        let both = code_and_title(&text).is_some();
        // Below it the table has only texts, so the row is the module's own.
        let few = others <= 3 && !self.says_text(row);
        both && (in_names || few || others == 1)
            || self.names_no_modules() && others == 1 && is_code(&text)
            || in_names && self.code.is_some() && code_pair(&text).is_some()
    }

    /// Whether a row alone in the column of texts heads the modules below it: "Core Courses" among numbered
    /// outcomes, or before any module.
    fn heads_modules(&self, next: Option<u32>, inside: &Inside, cells: &[(u32, &Value)]) -> bool {
        let [(_, value)] = cells else { return false };
        let text = value.text();
        let short = text.split_whitespace().count() <= 8 && !is_numbered(&text);
        let before_module = next.is_some_and(|row| self.is_module_row(row, &self.cells(row)));
        short && before_module && (!inside.module || inside.numbered)
    }

    /// Whether a row with a title and no code is a module. Where others have codes, "Học phần tự chọn | 6" is a
    /// section with its credits, unless the row is numbered or tells more of a module.
    fn is_module_without_code(&self, row: u32, amount: bool) -> bool {
        let numbered = self.number().and_then(|column| self.sheet.get(row, column));
        let numbered =
            numbered.is_some_and(|value| value.text().trim_end_matches('.').parse::<u32>().is_ok());
        self.code.is_none() || (amount && (numbered || self.says_text(row)))
    }

    /// The filled cells of a row under this table's columns.
    pub(super) fn cells(&self, row: u32) -> Vec<(u32, &'a Value)> {
        let last = self.last_column();
        let ours = |column: u32| match self.is_only_group {
            true => column <= last,
            false => self.columns.iter().any(|c| c.index == column),
        };
        self.sheet.row(row).filter(|(column, _)| ours(*column)).collect()
    }

    /// The filled cells of a row right of the table.
    pub(super) fn beside(&self, row: u32) -> impl Iterator<Item = Address> {
        let last = if self.is_only_group { self.last_column() } else { u32::MAX };
        let right = self.sheet.row(row).filter(move |(column, _)| *column > last);
        right.map(move |(column, _)| Address::new(row, column))
    }

    fn last_column(&self) -> u32 {
        self.columns.last().map_or(0, |column| column.index)
    }

    pub(super) fn first_text(&self, row: u32) -> String {
        self.cells(row).first().map(|(_, value)| value.text()).unwrap_or_default()
    }

    fn number(&self) -> Option<u32> {
        self.columns.iter().find(|c| c.meaning == Meaning::Role(Role::Number)).map(|c| c.index)
    }

    fn last_name_column(&self) -> u32 {
        self.code.into_iter().chain(self.title).max().unwrap_or_else(|| self.last_column())
    }

    fn filled(&self, row: u32, is: impl Fn(&Meaning) -> bool) -> bool {
        self.columns.iter().any(|c| is(&c.meaning) && self.sheet.get(row, c.index).is_some())
    }

    /// Whether the row has text, codes or ticks of a module.
    fn says_text(&self, row: u32) -> bool {
        self.filled(row, |meaning| {
            matches!(
                meaning,
                Meaning::Component { .. }
                    | Meaning::ProgrammeOutcome(_)
                    | Meaning::ModuleOutcome(_)
                    | Meaning::Role(
                        Role::Outcomes
                            | Role::OutcomeLabel
                            | Role::OutcomesAssessed
                            | Role::ProgrammeOutcomes
                            | Role::Content
                            | Role::Description
                            | Role::Assessment
                            | Role::Alignments
                    )
            )
        })
    }

    /// Whether the cell at `column` is merged over at least three columns.
    fn spans(&self, row: u32, column: u32) -> bool {
        self.sheet.merged.iter().any(|region| {
            (region.from.row, region.from.column) == (row, column)
                && region.to.column >= region.from.column + 2
                && self.cells(row).len() <= 2
        })
    }

    fn is_header(&self, row: u32) -> bool {
        let differs = |(column, text): &&(u32, String)| {
            self.sheet.get(row, *column).is_none_or(|value| fold_words(&value.text()) != *text)
        };
        // Fewer than a third of a header's cells may differ. Of most rows the first do, and the long texts after them are not read.
        let again = |cells: &Vec<(u32, String)>| {
            cells.len() > 1 && cells.iter().filter(differs).nth((cells.len() - 1) / 3).is_none()
        };
        self.headers.iter().any(again)
    }

    fn section_text(&self, cells: &[(u32, &Value)]) -> String {
        let texts = cells.iter().filter(|(_, value)| matches!(value, Value::Text(_)));
        texts.map(|(_, value)| value.text()).collect::<Vec<_>>().join(" ")
    }
}
