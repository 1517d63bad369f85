//! One row after another: modules, and what stands below them.

mod amounts;
mod choices;
mod names;
mod offers;
mod texts;

use std::collections::BTreeMap;

use super::amount;
use super::claim::Claims;
use super::contribution::Contributions;
use super::draft::Draft;
use super::outcome::{self, OutcomeDraft};
use super::section::Section;
use crate::curriculum::Amount;
use crate::finding::Findings;
use crate::framework::LevelId;
use crate::layout::{Guide, Meaning, RowKind, SheetLayout, Table, TableKind, code_pair};
use crate::mappings::Role;
use crate::place::Located;
use crate::workbook::{Sheet, Value};

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
            blank_is_elective: choices::blank_is_elective(sheet, table, guide),
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
        let (row, value) = self.cell(row, column)?;
        let value = Some(value).filter(|value| !matches!(value, Value::Error(_)))?;
        Some(Located::new(value, self.sheet.at(row, column)))
    }

    fn text(&self, row: u32, role: Role) -> Option<Located<String>> {
        let Located { value, place } = self.value(row, role)?;
        Some(Located::new(value.text().replace('\n', " "), place))
    }

    /// What stands at `row` and `column`, in the merged cell above if one covers it, and its row.
    fn cell(&self, row: u32, column: u32) -> Option<(u32, &'a Value)> {
        let own = self.sheet.get(row, column).map(|value| (row, value));
        own.or_else(|| {
            let above = *self.merged.get(&(row, column))?;
            Some((above, self.sheet.get(above, column)?))
        })
    }

    /// What stands in all columns with `role`.
    fn texts(&self, row: u32, role: Role) -> Vec<Located<String>> {
        let cells = self.table.columns_with(role).filter_map(|column| {
            let value = self.sheet.get(row, column.index)?;
            Some(Located::new(value.text(), self.sheet.at(row, column.index)))
        });
        cells.collect()
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
        draft.offer = self.offer(row, findings);
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
