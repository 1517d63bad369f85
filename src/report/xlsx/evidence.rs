//! Sheet *Evidence*: the ledger. One row an alignment, or a suggestion without a level, with its quote, the cell it stands
//! in, and room for a person's decision, which khung reads back.

use std::collections::BTreeMap;
use std::iter::Peekable;

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::choices::{Choices, Row as ChoiceRow};
use super::grid::{Cell, Column as Header, Grid, column};
use super::sheets::Sheets;
use crate::alignment::{Alignment, Basis, Evidence, LevelBasis, Review, Standing, State, Unlevelled};
use crate::audit::ProgrammeAudit;
use crate::framework::{CellId, ComponentId};
use crate::lang::Lang;
use crate::review::{Column, taken_from};

/// The columns in their order, with their widths. Those up to [`PRINTED`] are printed; the others are for khung and for who
/// wants to know more.
const COLUMNS: [(Column, f64); 20] = [
    (Column::State, 10.0),
    (Column::ModuleCode, 10.0),
    (Column::Module, 17.0),
    (Column::Component, 18.0),
    (Column::Level, 10.0),
    (Column::Indicator, 28.0),
    (Column::Quote, 38.0),
    (Column::Place, 22.0),
    (Column::Counts, 9.0),
    (Column::Decision, 15.0),
    (Column::Comment, 26.0),
    (Column::Reviewer, 14.0),
    (Column::Date, 11.0),
    (Column::Recheck, 24.0),
    (Column::Basis, 10.0),
    (Column::Confidence, 8.0),
    (Column::Kind, 12.0),
    (Column::Rule, 16.0),
    (Column::Cell, 21.0),
    (Column::Alignment, 14.0),
];
const PRINTED: u16 = 10;

/// The headers of `columns`, and of the programme where there are several.
pub(super) fn headers(context: &Context<'_>, columns: &[(Column, f64)]) -> Vec<Header> {
    let programme = context.is_portfolio().then_some((Column::Programme, 30.0));
    let columns = columns.iter().copied().chain(programme);
    columns.map(|(name, width)| column(name.wording().get(context.lang), width)).collect()
}

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let notes = context.pick(
        [
            "Gợi ý chờ người duyệt xếp trước, khoảng trống nặng nhất lên đầu. Chọn ở cột Quyết định, rồi chạy: khung audit … --review TỆP-NÀY.xlsx".to_owned(),
            "Điều văn bản không nói (ví dụ: dạy ở đợt thực tập): thêm hàng ở cuối, ghi mã học phần, năng lực (6.2), mức độ và ý kiến làm minh chứng.".to_owned(),
            "Để đến đúng chỗ trong tệp gốc: mở tệp bằng Excel, nhấn Ctrl+G (Go To) rồi dán phần sau dấu # của vị trí.".to_owned(),
        ],
        [
            "Suggestions that await a person come first, the worst gaps on top. Choose in the column Decision, then run: khung audit … --review THIS-FILE.xlsx".to_owned(),
            "For what the text does not say (taught in the practicum, say), add a row at the end: module code, component (6.2), level, and a comment as evidence.".to_owned(),
            "With the source open in Excel, paste what follows the # into Go To (Ctrl+G).".to_owned(),
        ],
    );
    let programmes = &context.audit.programmes;
    let pages: Vec<Page<'_>> = programmes.iter().map(|programme| Page::new(context, programme)).collect();
    let order = order(&pages);
    let rows = order.iter().map(|rank| pages[rank.page].row(rank.at));
    let rows = rows.flat_map(|row| row.reviews().into_iter().map(move |review| (row.clone(), review)));
    let (mut rows, mut part) = (rows.peekable(), 0);
    while part == 0 || rows.peek().is_some() {
        part += 1;
        sheet(context, sheets, (part, order.len()), &notes, &mut rows)?;
    }
    Ok(())
}

/// Writes as many of `rows` as a sheet takes.
fn sheet<'a>(
    context: &Context<'_>,
    sheets: &mut Sheets<'_>,
    (part, length): (u32, usize),
    notes: &[String],
    rows: &mut Peekable<impl Iterator<Item = (Row<'a>, Option<&'a Review>)>>,
) -> Result<(), XlsxError> {
    let name = context.pick("Minh chứng", "Evidence");
    let title = context.pick("Minh chứng cho từng liên kết", "Evidence for every alignment");
    let headers = headers(context, &COLUMNS);
    let mut grid = Grid::long(&context.styles, sheets, (name, part, length), title, notes, &headers)?;
    let decision = COLUMNS.iter().position(|(column, _)| *column == Column::Decision).unwrap_or_default();
    let mut choices = Choices::new(context, decision as u16);
    while let Some((row, review)) = rows.next_if(|_| !grid.is_full(context.rows)) {
        choices.offer(grid.row, row.choices());
        grid.write(&row.cells(context, review))?;
    }
    if rows.peek().is_some() {
        grid.goes_on(name, part, context.lang, &context.styles.subtitle)?;
    } else {
        choices.offer_below(grid.row);
    }
    choices.write(grid.sheet)?;
    grid.sheet.set_print_area(0, 0, grid.row.max(1) - 1, PRINTED - 1)?;
    grid.finish()
}

/// Where a row stands: what waits for a person first, and of that what would help the worst gaps.
struct Rank {
    rank: (u8, u8),
    /// Suggestions are ordered by it; other rows keep their order.
    confidence: f64,
    page: usize,
    at: At,
}

/// The position of an alignment, or of a suggestion without a level.
#[derive(Clone, Copy)]
enum At {
    Alignment(usize),
    Unlevelled(usize),
}

fn order(pages: &[Page<'_>]) -> Vec<Rank> {
    let mut order: Vec<Rank> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let alignments = (0..page.programme.alignments.len()).map(At::Alignment);
        let all = alignments.chain((0..page.programme.unlevelled.len()).map(At::Unlevelled));
        order.extend(all.map(|at| {
            let (rank, confidence) = page.rank(at);
            Rank {
                rank,
                confidence: confidence.filter(|_| rank.0 == OPEN).unwrap_or_default(),
                page: number,
                at,
            }
        }));
    }
    order.sort_by(|a, b| a.rank.cmp(&b.rank).then(b.confidence.total_cmp(&a.confidence)));
    order
}

/// A programme, and what its rows are ranked by.
struct Page<'a> {
    context: &'a Context<'a>,
    programme: &'a ProgrammeAudit,
    severities: BTreeMap<CellId, u8>,
    suggestions: BTreeMap<(usize, usize), usize>,
}

/// How suggestions rank that await a person.
const OPEN: u8 = 2;
/// How a cell ranks that is no gap.
const NO_GAP: u8 = 9;

impl<'a> Page<'a> {
    fn new(context: &'a Context<'a>, programme: &'a ProgrammeAudit) -> Self {
        let gaps = programme.gaps.iter();
        let severities =
            gaps.flat_map(|gap| gap.cells.iter().map(|cell| (*cell, gap.severity.rank()))).collect();
        let of_alignments = programme.alignments.iter().filter(|a| a.basis == Basis::Matched && !a.counts);
        let of_alignments = of_alignments.filter_map(|a| Some((a.module, a.statement?)));
        let all = of_alignments.chain(programme.unlevelled.iter().map(|u| (u.module, u.statement)));
        let mut suggestions = BTreeMap::new();
        all.for_each(|statement| *suggestions.entry(statement).or_default() += 1);
        Page { context, programme, severities, suggestions }
    }

    fn severity(&self, cell: CellId) -> u8 {
        self.severities.get(&cell).copied().unwrap_or(NO_GAP)
    }

    /// Whether there are other suggestions for the statement.
    fn has_others(&self, module: usize, statement: Option<usize>) -> bool {
        let count = statement.and_then(|statement| self.suggestions.get(&(module, statement)));
        count.is_some_and(|count| *count > 1)
    }

    fn rank(&self, at: At) -> ((u8, u8), Option<f64>) {
        match at {
            At::Alignment(at) => {
                let one = &self.programme.alignments[at];
                (rank(&one.standing, one.is_suggestion(), self.severity(one.cell)), one.confidence)
            }
            At::Unlevelled(at) => {
                let one = &self.programme.unlevelled[at];
                let framework = &self.context.audit.framework;
                let levels = framework.levels().map(|(level, _)| framework.cell_at(one.component, level));
                let worst = levels.map(|cell| self.severity(cell)).min().unwrap_or(NO_GAP);
                (rank(&one.standing, one.standing.decision().is_none(), worst), Some(one.confidence))
            }
        }
    }

    fn row(&self, at: At) -> Row<'a> {
        match at {
            At::Alignment(at) => self.of_alignment(&self.programme.alignments[at]),
            At::Unlevelled(at) => self.of_unlevelled(&self.programme.unlevelled[at]),
        }
    }

    fn of_alignment(&self, alignment: &'a Alignment) -> Row<'a> {
        let (context, framework) = (self.context, &self.context.audit.framework);
        let cell = framework.cell(alignment.cell);
        let suggestion = alignment.is_suggestion();
        let counts = match (alignment.counts, suggestion) {
            (true, _) => context.pick("Có", "Yes"),
            (false, true) => context.pick("Gợi ý", "Suggestion"),
            (false, false) => context.pick("Không", "No"),
        };
        let indicator = alignment.indicator.map(|id| framework.indicator(id));
        let module = &self.programme.programme.modules[alignment.module];
        Row {
            programme: self.programme,
            module: alignment.module,
            component: cell.component,
            level: framework.level(cell.level).name.get(context.lang),
            indicator: indicator.map_or("", |indicator| indicator.text.get(context.lang)),
            key: framework.key_of(alignment.cell, alignment.indicator),
            basis: alignment.basis,
            confidence: alignment.confidence,
            counts,
            kind: taken_from(alignment, module).get(context.lang).to_owned(),
            evidence: &alignment.evidence,
            standing: &alignment.standing,
            unlevelled: false,
            several: suggestion && self.has_others(alignment.module, alignment.statement),
        }
    }

    fn of_unlevelled(&self, suggestion: &'a Unlevelled) -> Row<'a> {
        let (context, framework) = (self.context, &self.context.audit.framework);
        let open = suggestion.standing.decision().is_none();
        let module = &self.programme.programme.modules[suggestion.module];
        Row {
            programme: self.programme,
            module: suggestion.module,
            component: suggestion.component,
            level: context.pick("Chưa rõ", "Not told"),
            indicator: "",
            key: &framework.component(suggestion.component).key,
            basis: Basis::Matched,
            confidence: Some(suggestion.confidence),
            counts: if open { context.pick("Gợi ý", "Suggestion") } else { context.pick("Không", "No") },
            kind: module.statements[suggestion.statement].kind.wording().get(context.lang).to_owned(),
            evidence: &suggestion.evidence,
            standing: &suggestion.standing,
            unlevelled: true,
            several: open && self.has_others(suggestion.module, Some(suggestion.statement)),
        }
    }
}

/// The order of a row: what reviewers have to settle, suggestions by how bad the gap is that they would help, what nobody
/// need look at, and what is decided.
fn rank(standing: &Standing, suggestion: bool, severity: u8) -> (u8, u8) {
    match standing.state {
        State::Contradicted => (0, 0),
        State::Suspect => (1, 0),
        _ if suggestion => (OPEN, severity),
        State::Decided => (4, 0),
        _ => (3, 0),
    }
}

/// What a row tells, of an alignment or of a suggestion without a level.
#[derive(Clone)]
struct Row<'a> {
    programme: &'a ProgrammeAudit,
    module: usize,
    component: ComponentId,
    level: &'a str,
    indicator: &'a str,
    key: &'a str,
    basis: Basis,
    confidence: Option<f64>,
    counts: &'static str,
    kind: String,
    evidence: &'a Evidence,
    standing: &'a Standing,
    unlevelled: bool,
    several: bool,
}

impl<'a> Row<'a> {
    /// What was decided; where reviewers disagree there is a row for each of them.
    fn reviews(&self) -> Vec<Option<&'a Review>> {
        let reviews: Vec<Option<&Review>> = self.standing.reviews.iter().map(Some).collect();
        if reviews.is_empty() { vec![None] } else { reviews }
    }

    fn choices(&self) -> ChoiceRow {
        ChoiceRow { unlevelled: self.unlevelled, several: self.several }
    }

    fn cells<'c>(&'c self, context: &'c Context<'_>, review: Option<&Review>) -> Vec<Cell<'c>> {
        let mut cells: Vec<Cell<'c>> =
            COLUMNS.iter().map(|(column, _)| self.cell(context, *column, review)).collect();
        if context.is_portfolio() {
            cells.push(Cell::Text(&self.programme.programme.title, &context.styles.text));
        }
        cells
    }

    fn cell<'c>(&'c self, context: &'c Context<'_>, column: Column, review: Option<&Review>) -> Cell<'c> {
        let (lang, styles) = (context.lang, &context.styles);
        let module = &self.programme.programme.modules[self.module];
        match column {
            Column::State => Cell::text(self.standing.state.wording().get(lang), &styles.centre),
            Column::ModuleCode => Cell::Text(&module.code, &styles.strong),
            Column::Module => Cell::Text(&module.title, &styles.text),
            Column::Component => Cell::text(context.component(self.component), &styles.text),
            Column::Level => Cell::Text(self.level, &styles.centre),
            Column::Indicator => Cell::Text(self.indicator, &styles.text),
            Column::Quote => Cell::text(evidence_text(self.evidence), &styles.text),
            Column::Place => Cell::text(self.evidence.place.to_string(), &styles.text),
            Column::Basis => Cell::text(self.basis.wording().get(lang), &styles.centre),
            Column::Confidence => Cell::maybe(self.confidence, &styles.percent),
            Column::Counts => Cell::Text(self.counts, &styles.centre),
            Column::Kind => Cell::Text(&self.kind, &styles.centre),
            Column::Rule => Cell::text(why(self.evidence, lang), &styles.faint),
            Column::Cell => Cell::Text(self.key, &styles.faint),
            Column::Alignment => Cell::Text(&self.standing.id, &styles.faint),
            _ => decided(context, column, review),
        }
    }
}

/// The cells that people write in.
pub(super) fn decided<'c>(context: &'c Context<'_>, column: Column, review: Option<&Review>) -> Cell<'c> {
    let (lang, input) = (context.lang, &context.styles.input);
    let Some(review) = review else { return Cell::Blank(input) };
    match column {
        Column::Decision => Cell::text(review.decision.wording(&context.audit.framework).get(lang), input),
        Column::Comment => Cell::text(review.comment.as_str(), input),
        Column::Reviewer => Cell::text(review.reviewer.as_str(), input),
        Column::Date => Cell::date(&review.date, &context.styles.date_input),
        Column::Recheck => {
            let suspect = review.suspect.as_ref().map(|suspect| suspect.wording().get(lang).to_owned());
            Cell::text(suspect.unwrap_or_default(), input)
        }
        _ => Cell::Blank(input),
    }
}

/// What made a matched alignment, and what tells its level where that is not an indicator.
fn why(evidence: &Evidence, lang: Lang) -> String {
    let made_by = match evidence.rule.as_deref() {
        Some("cues") => lang.pick("dấu hiệu", "cues"),
        Some("similarity") => lang.pick("độ giống", "likeness"),
        rule => rule.unwrap_or_default(),
    };
    match evidence.level_by {
        Some(by @ (LevelBasis::Verb | LevelBasis::Module)) => {
            format!("{made_by}; {} {}", lang.pick("mức độ theo", "level by"), by.wording().get(lang))
        }
        _ => made_by.to_owned(),
    }
}

/// The quote or, for what is derived, each step of the path with the cell that says so.
fn evidence_text(evidence: &Evidence) -> String {
    let steps = evidence.path.iter().map(|step| format!("{} ({})", step.value, step.place.within()));
    let path = steps.collect::<Vec<_>>().join("\n→ ");
    if path.is_empty() { evidence.text.clone() } else { path }
}
