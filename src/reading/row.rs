//! One row after another: modules, and what stands below them.

use std::collections::BTreeMap;

use super::claim::Claims;
use super::contribution::Contributions;
use super::draft::{Draft, OutcomeRef, Piece};
use super::mark::is_tick;
use super::outcome::{self, OutcomeDraft};
use super::section::Section;
use super::{amount, choice};
use crate::curriculum::{Amount, StatementKind};
use crate::finding::{Code, Findings};
use crate::framework::LevelId;
use crate::lang::Wording;
use crate::layout::{
    FactName, Guide, Label, Meaning, RowKind, SheetLayout, Table, TableKind, code_and_title, code_pair,
    word_role,
};
use crate::mappings::Role;
use crate::place::Located;
use crate::text::{fold_words, pieces};
use crate::workbook::{Sheet, Value};

const TEXTS: [(Role, StatementKind); 4] = [
    (Role::Description, StatementKind::Description),
    (Role::Content, StatementKind::Content),
    (Role::Outcomes, StatementKind::Outcome),
    (Role::Assessment, StatementKind::Assessment),
];

/// Reads the rows of one table.
pub(super) struct Reader<'a> {
    sheet: &'a Sheet,
    layout: &'a SheetLayout,
    table: &'a Table,
    guide: Guide<'a>,
    claims: Claims<'a>,
    contributions: Contributions<'a>,
    section: Section,
    /// Whether blanks under "Bắt buộc" mean elective.
    blank_is_elective: bool,
    /// Cells that a merged one above covers, with its row, in columns where one value holds for several modules.
    merged: BTreeMap<(u32, u32), u32>,
    drafts: Vec<Draft>,
    sections: Vec<Located<String>>,
    totals: Vec<Located<f64>>,
    outcomes: Vec<OutcomeDraft>,
}

/// What the rows told: drafts, headings, totals and programme outcomes.
pub(super) type Told = (Vec<Draft>, Vec<Located<String>>, Vec<Located<f64>>, Vec<OutcomeDraft>);

impl<'a> Reader<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        layout: &'a SheetLayout,
        table: &'a Table,
        term: Option<u16>,
        level: Option<LevelId>,
        guide: Guide<'a>,
        findings: &mut Findings,
    ) -> Self {
        Reader {
            sheet,
            layout,
            table,
            guide,
            claims: Claims::new(sheet, table, level, guide, findings),
            contributions: Contributions::new(sheet, table, guide, findings),
            section: Section { term, ..Section::default() },
            blank_is_elective: blank_is_elective(sheet, table, guide),
            merged: merged(sheet, table),
            drafts: Vec::new(),
            sections: Vec::new(),
            totals: Vec::new(),
            outcomes: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Told {
        (self.drafts, self.sections, self.totals, self.outcomes)
    }

    pub(super) fn row(&mut self, row: u32, kind: &RowKind, findings: &mut Findings) {
        match kind {
            RowKind::Module => {
                let drafts = self.modules(row, findings);
                self.drafts.extend(drafts);
            }
            RowKind::Continuation => {
                if let Some(mut draft) = self.drafts.pop().or_else(|| self.module_of_facts()) {
                    self.add_row(row, &mut draft, findings);
                    self.drafts.push(draft);
                }
            }
            RowKind::Outcome => {
                let claims = self.claims.read(row, self.section.level, findings);
                self.outcomes.extend(outcome::listed(self.sheet, self.table, row, claims));
            }
            RowKind::Section(text) => self.section(row, text),
            RowKind::Total => self.total(row),
            RowKind::Header | RowKind::Numbering | RowKind::Note | RowKind::Beside => {}
        }
    }

    fn value(&self, row: u32, role: Role) -> Option<Located<&'a Value>> {
        let column = self.table.column(role)?;
        let row =
            if self.sheet.get(row, column).is_some() { row } else { *self.merged.get(&(row, column))? };
        let value = self.sheet.get(row, column).filter(|value| !matches!(value, Value::Error(_)))?;
        Some(Located::new(value, self.sheet.at(row, column)))
    }

    fn text(&self, row: u32, role: Role) -> Option<Located<String>> {
        let Located { value, place } = self.value(row, role)?;
        Some(Located::new(value.text().replace('\n', " "), place))
    }

    /// What stands in all columns with `role`.
    fn texts(&self, row: u32, role: Role) -> Vec<Located<String>> {
        let cells = self.table.columns_with(role).filter_map(|column| {
            let value = self.sheet.get(row, column.index)?;
            Some(Located::new(value.text(), self.sheet.at(row, column.index)))
        });
        cells.collect()
    }

    /// The module that the lines above the table tell of, where the table itself names none.
    fn module_of_facts(&self) -> Option<Draft> {
        let fact = |role: Role| self.layout.facts.iter().find(|fact| fact.name == FactName::Module(role));
        let first = fact(Role::Code).or_else(|| fact(Role::Title))?;
        let mut draft = Draft::new(self.sheet.at(first.row, first.column));
        draft.code = fact(Role::Code).map(|fact| fact.value.text());
        draft.title = fact(Role::Title)
            .map(|fact| Located::new(fact.value.text(), self.sheet.at(fact.row, fact.column)));
        let number = |role: Role| fact(role).and_then(|fact| amount::number(&fact.value));
        draft.amount = Amount {
            credits: number(Role::Credits),
            periods: number(Role::Periods),
            hours: number(Role::Hours),
        };
        draft.term = fact(Role::Term).and_then(|fact| amount::term(&fact.value));
        let titles = draft.title.clone().into_iter();
        draft.texts.extend(titles.map(|text| Piece { kind: StatementKind::Title, label: None, text }));
        let named = fact(Role::Prerequisites);
        draft
            .prerequisites
            .extend(named.map(|fact| Located::new(fact.value.text(), self.sheet.at(fact.row, fact.column))));
        Some(draft)
    }

    /// The module in a row; two, where one cell holds the codes of two specialisations.
    fn modules(&mut self, row: u32, findings: &mut Findings) -> Vec<Draft> {
        let draft = self.module(row, findings);
        let pairs = draft.code.as_deref().and_then(code_pair);
        let Some(pairs) = pairs else { return vec![draft] };
        let name = pairs.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join("/");
        let one = |(code, specialisation): (String, String)| {
            let mut draft = draft.clone();
            draft.code = Some(code);
            draft.elective = Some(true);
            draft.specialisation = Some(specialisation);
            draft.groups = vec![Located::new(name.clone(), draft.place.clone())];
            draft.take = Some(crate::curriculum::Take::Modules(1));
            draft
        };
        pairs.into_iter().map(one).collect()
    }

    fn module(&mut self, row: u32, findings: &mut Findings) -> Draft {
        let columns = [Role::Code, Role::Title].map(|role| self.table.column(role));
        let filled = columns.into_iter().flatten().find(|column| self.sheet.get(row, *column).is_some());
        let first = filled.or_else(|| self.sheet.row(row).next().map(|(column, _)| column)).unwrap_or(0);
        let mut draft = Draft::new(self.sheet.at(row, first));
        draft.code = self.text(row, Role::Code).map(|code| code.value);
        draft.title = self.text(row, Role::Title);
        self.split_name(row, first, &mut draft);
        draft.amount = Amount {
            credits: self.amount(row, Role::Credits, findings),
            periods: self.amount(row, Role::Periods, findings),
            hours: self.amount(row, Role::Hours, findings),
        };
        draft.term = self.term(row, findings);
        self.add_lines(row, first, &mut draft);
        draft.specialisation = self.text(row, Role::Specialisation).map(|text| text.value);
        self.choice(row, &mut draft);
        draft.prerequisites = self.texts(row, Role::Prerequisites);
        draft.parallel = self.texts(row, Role::Parallel);
        self.add_titles(row, &mut draft);
        self.add_row(row, &mut draft, findings);
        draft
    }

    /// A code and a title in one cell: `CSBP301:  Artificial Intelligence`.
    fn split_name(&self, row: u32, first: u32, draft: &mut Draft) {
        let Some(value) = self.sheet.get(row, first) else { return };
        let text = value.text();
        let text = text.split('\n').next().unwrap_or_default();
        let alone = draft.code.is_none() || draft.title.is_none();
        match code_and_title(text).filter(|_| alone) {
            Some((code, title)) => {
                let title = Located::new(title.to_owned(), self.sheet.at(row, first));
                if draft.title.is_none() || Some(first) == self.table.column(Role::Title) {
                    let piece = Piece { kind: StatementKind::Title, label: None, text: title.clone() };
                    draft.texts.push(piece);
                    draft.title = Some(title);
                }
                draft.code = Some(code.to_owned());
            }
            None if draft.name().is_empty() => draft.code = Some(text.to_owned()),
            None => {}
        }
    }

    /// Facts in further lines of the cell that names the module: `Số tín chỉ: 2`.
    fn add_lines(&self, row: u32, first: u32, draft: &mut Draft) {
        let text = self.sheet.get(row, first).map(Value::text).unwrap_or_default();
        let Draft { amount, term, title, .. } = draft;
        let mut told = false;
        for (name, value) in text.split('\n').skip(1).filter_map(|line| line.split_once(':')) {
            let role = word_role(name, self.guide.columns).filter(|fit| fit.score >= 1.0).map(|fit| fit.role);
            let value = Value::Text(value.trim().to_owned());
            let number = amount::number(&value);
            match role {
                Some(Role::Credits) => amount.credits = amount.credits.or(number),
                Some(Role::Periods) => amount.periods = amount.periods.or(number),
                Some(Role::Hours) => amount.hours = amount.hours.or(number),
                Some(Role::Term) => *term = amount::term(&value).or(*term),
                _ => continue,
            }
            told = true;
        }
        if let Some(title) = title.as_mut().filter(|_| told) {
            title.value = name_line(&title.value, &text);
        }
    }

    /// The amount in a row: of several columns ("BB | TC" under "Số tín chỉ") the first with a number above 0.
    fn amount(&self, row: u32, role: Role, findings: &mut Findings) -> Option<f64> {
        let columns = self.table.columns_with(role);
        // "45 tiết" among credits is no number of credits.
        let of_role = |value: &&Value| role != Role::Credits || !amount::is_time(&value.text());
        let several = columns.filter_map(|c| amount::number(self.sheet.get(row, c.index).filter(of_role)?));
        let found: Vec<f64> = several.collect();
        if let Some(number) = found.iter().find(|number| **number > 0.0).or(found.first()) {
            return Some(*number);
        }
        let Located { value, place } = self.value(row, role)?;
        let said = value.text();
        if said.chars().any(char::is_alphanumeric) {
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
        None
    }

    fn term(&self, row: u32, findings: &mut Findings) -> Option<u16> {
        if let Some(term) = self.term_by_column(row) {
            return Some(term);
        }
        let year =
            self.value(row, Role::Year).and_then(|year| amount::term(year.value)).or(self.section.year);
        let Some(Located { value, place }) = self.value(row, Role::Term) else { return self.section.term };
        let term = amount::term(value).map(|term| amount::in_year(term, year));
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

    /// Compulsory or elective: the row's own columns before the section it stands in.
    fn choice(&self, row: u32, draft: &mut Draft) {
        let words = self.guide.columns;
        let said = self.table.columns_with(Role::Choice).filter_map(|column| {
            let Some(value) = self.sheet.get(row, column.index) else {
                return self.blank_is_elective.then_some(true);
            };
            let value = value.text();
            // A tick under "Tự chọn" says what the header says.
            choice::is_elective(if is_tick(words, &value) { &column.header } else { &value }, words)
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
                let bare = || text.value.trim().parse().ok().map(crate::curriculum::Take::Modules);
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
                let text = self.sheet.get(row, column.index)?.text().replace('\n', " ");
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

    /// The title and, in further title columns, its other languages.
    fn add_titles(&self, row: u32, draft: &mut Draft) {
        if draft.texts.iter().any(|piece| piece.kind == StatementKind::Title) {
            return;
        }
        for column in self.table.columns_with(Role::Title).filter(|column| column.score >= 0.5) {
            if let Some(Value::Text(text)) = self.sheet.get(row, column.index) {
                let place = self.sheet.at(row, column.index);
                let own = draft.title.as_ref().filter(|title| title.place == place);
                let text = own.map_or_else(|| text.replace('\n', " "), |title| title.value.clone());
                let text = Located::new(text, place);
                draft.texts.push(Piece { kind: StatementKind::Title, label: None, text });
            }
        }
    }

    /// The texts, claims and contributions of a row; those of a row with one outcome are the outcome's.
    fn add_row(&mut self, row: u32, draft: &mut Draft, findings: &mut Findings) {
        let before = draft.texts.len();
        self.add_texts(row, draft);
        let own: Vec<&Piece> =
            draft.texts[before..].iter().filter(|piece| piece.kind == StatementKind::Outcome).collect();
        let label = self.text(row, Role::OutcomeLabel);
        let from = match (own.as_slice(), label) {
            ([piece], label) => {
                let label = piece.label.clone().or(label.map(|label| label.value));
                Some(OutcomeRef { label, place: piece.text.place.clone() })
            }
            ([], Some(label)) => Some(OutcomeRef { label: Some(label.value), place: label.place }),
            _ => None,
        };
        let claims = self.claims.read(row, self.section.level, findings);
        draft
            .claims
            .extend(claims.into_iter().map(|claim| super::claim::Claim { from: from.clone(), ..claim }));
        draft.contributions.extend(self.contributions.read(row, &from, findings));
        draft.assessed.extend(self.assessed(row));
    }

    fn add_texts(&self, row: u32, draft: &mut Draft) {
        let label = self.text(row, Role::OutcomeLabel).map(|label| label.value);
        let assessed = self.text(row, Role::OutcomesAssessed).map(|label| label.value);
        for (role, kind) in TEXTS {
            for column in self.table.columns_with(role) {
                let Some(Value::Text(text)) = self.sheet.get(row, column.index) else { continue };
                let outside = match kind {
                    StatementKind::Outcome => label.clone(),
                    StatementKind::Assessment => assessed.clone().or_else(|| label.clone()),
                    _ => None,
                };
                self.add_pieces(row, column.index, text, kind, outside, draft);
            }
        }
        for column in &self.table.columns {
            if let Meaning::ModuleOutcome(label) = &column.meaning
                && let Some(Value::Text(text)) = self.sheet.get(row, column.index)
                && !self.is_mark(text)
            {
                let label = Some(label.key().to_uppercase());
                self.add_pieces(row, column.index, text, StatementKind::Outcome, label, draft);
            }
        }
    }

    fn add_pieces(
        &self,
        row: u32,
        column: u32,
        text: &str,
        kind: StatementKind,
        label: Option<String>,
        draft: &mut Draft,
    ) {
        let place = self.sheet.at(row, column);
        for piece in pieces(text) {
            let text = Located::new(piece.text, place.clone());
            draft.texts.push(Piece { kind, label: piece.label.or_else(|| label.clone()), text });
        }
    }

    fn is_mark(&self, text: &str) -> bool {
        is_tick(self.guide.columns, text) || text.chars().count() <= 3
    }

    /// The outcomes that ticks in a row of an assessment plan mark.
    fn assessed(&self, row: u32) -> Vec<Label> {
        let ticked = self.table.columns.iter().filter_map(|column| match &column.meaning {
            Meaning::ModuleOutcome(label) => {
                let mark = self.sheet.get(row, column.index)?.text();
                (self.is_mark(&mark) && !self.guide.columns.none.contains(&mark.to_lowercase()))
                    .then(|| label.clone())
            }
            _ => None,
        });
        ticked.collect()
    }

    fn section(&mut self, row: u32, text: &str) {
        let first = self.sheet.row(row).next().map_or(0, |(column, _)| column);
        let said = Located::new(text.to_owned(), self.sheet.at(row, first));
        self.section = self.section.below(&said, self.guide);
        if self.table.kind != TableKind::ProgrammeOutcomes {
            self.sections.push(said);
        }
    }

    fn total(&mut self, row: u32) {
        if let Some(Located { value, place }) = self.value(row, Role::Credits)
            && let Some(total) = amount::number(value)
        {
            self.totals.push(Located::new(total, place));
        }
    }
}

/// The first line of a cell whose other lines are facts; a title already taken out of it stays.
fn name_line(title: &str, cell: &str) -> String {
    let first = cell.split('\n').next().unwrap_or_default();
    if title == cell.replace('\n', " ") { first.to_owned() } else { title.to_owned() }
}

/// The cells under merged ones in columns of terms, choices and the like.
fn merged(sheet: &Sheet, table: &Table) -> BTreeMap<(u32, u32), u32> {
    const SHARED: [Role; 7] =
        [Role::Term, Role::Year, Role::Choice, Role::Group, Role::Take, Role::Specialisation, Role::Level];
    let columns = table
        .columns
        .iter()
        .filter(|column| matches!(column.meaning, Meaning::Role(role) if SHARED.contains(&role)));
    let columns: Vec<u32> = columns.map(|column| column.index).collect();
    let last = table.rows.last().map_or(0, |row| row.index);
    let mut covered = BTreeMap::new();
    for region in sheet.merged.iter().filter(|region| columns.contains(&region.from.column)) {
        let rows = region.from.row + 1..=region.to.row.min(last);
        covered.extend(rows.map(|row| ((row, region.from.column), region.from.row)));
    }
    covered
}

/// Whether a table says "compulsory" by ticks and nothing else: a blank then says "elective".
fn blank_is_elective(sheet: &Sheet, table: &Table, guide: Guide<'_>) -> bool {
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
