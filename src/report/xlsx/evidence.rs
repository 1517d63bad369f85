//! Sheet *Evidence*: one row an alignment, or a suggestion without a level, with its quote and the cell it stands in.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Context;
use super::grid::{Cell, Grid, column};
use crate::alignment::{Alignment, Basis, Evidence, LevelBasis, Unlevelled};
use crate::audit::ProgrammeAudit;
use crate::framework::ComponentId;
use crate::lang::Lang;

pub(super) fn write(context: &Context<'_>, book: &mut Workbook) -> Result<(), XlsxError> {
    let mut columns = vec![
        column(context.pick("Mã", "Code"), 10.0),
        column(context.pick("Học phần", "Module"), 20.0),
        column(context.pick("Năng lực thành phần", "Component"), 20.0),
        column(context.pick("Mức độ", "Level"), 11.0),
        column(context.pick("Biểu hiện", "Indicator"), 34.0),
        column(context.pick("Căn cứ", "Basis"), 10.0),
        column(context.pick("Độ tin cậy", "Confidence"), 8.0),
        column(context.pick("Được tính", "Counts"), 9.0),
        column(context.pick("Trích từ", "Taken from"), 11.0),
        column(context.pick("Câu trích", "Quote"), 42.0),
        column(context.pick("Vị trí trong tệp", "Place in the file"), 24.0),
        column(context.pick("Quy tắc", "Rule"), 16.0),
    ];
    if context.is_portfolio() {
        columns.push(column(context.pick("Chương trình", "Programme"), 30.0));
    }
    let notes = [context.pick(
        "Mỗi hàng là một liên kết giữa học phần và khung năng lực. Để đến đúng chỗ trong tệp gốc: mở tệp bằng Excel, nhấn Ctrl+G (Go To) rồi dán phần sau dấu # của vị trí.".to_owned(),
        "Each row links a module with the framework. With the source open in Excel, paste what follows the # into Go To (Ctrl+G).".to_owned(),
    )];
    let name = context.pick("Minh chứng", "Evidence");
    let title = context.pick("Minh chứng cho từng liên kết", "Evidence for every alignment");
    let mut grid = Grid::new(&context.styles, book, name, title, &notes, &columns)?;
    for programme in &context.audit.programmes {
        for alignment in &programme.alignments {
            Row::of_alignment(context, alignment).write(context, &mut grid, programme)?;
        }
        for suggestion in &programme.unlevelled {
            Row::of_unlevelled(context, suggestion).write(context, &mut grid, programme)?;
        }
    }
    grid.finish()
}

/// What a row tells, of an alignment or of a suggestion without a level.
struct Row<'a> {
    module: usize,
    statement: Option<usize>,
    component: ComponentId,
    level: &'a str,
    indicator: &'a str,
    basis: Basis,
    confidence: Option<f64>,
    counts: &'static str,
    evidence: &'a Evidence,
}

impl<'a> Row<'a> {
    fn of_alignment(context: &'a Context<'_>, alignment: &'a Alignment) -> Self {
        let framework = &context.audit.framework;
        let cell = framework.cell(alignment.cell);
        let counts = match (alignment.counts, alignment.is_suggestion()) {
            (true, _) => context.pick("Có", "Yes"),
            (false, true) => context.pick("Gợi ý", "Suggestion"),
            (false, false) => context.pick("Không", "No"),
        };
        Row {
            module: alignment.module,
            statement: alignment.statement,
            component: cell.component,
            level: framework.level(cell.level).name.get(context.lang),
            indicator: alignment.indicator.map_or("", |id| framework.indicator(id).text.get(context.lang)),
            basis: alignment.basis,
            confidence: alignment.confidence,
            counts,
            evidence: &alignment.evidence,
        }
    }

    fn of_unlevelled(context: &'a Context<'_>, suggestion: &'a Unlevelled) -> Self {
        Row {
            module: suggestion.module,
            statement: Some(suggestion.statement),
            component: suggestion.component,
            level: context.pick("Chưa rõ", "Not told"),
            indicator: "",
            basis: Basis::Matched,
            confidence: Some(suggestion.confidence),
            counts: context.pick("Gợi ý", "Suggestion"),
            evidence: &suggestion.evidence,
        }
    }

    fn write(
        &self,
        context: &Context<'_>,
        grid: &mut Grid<'_>,
        programme: &ProgrammeAudit,
    ) -> Result<(), XlsxError> {
        let (framework, styles) = (&context.audit.framework, &context.styles);
        let module = &programme.programme.modules[self.module];
        let component = framework.component(self.component);
        let mark = framework.table_mark(component.table, &context.audit.audience.tables);
        let prefix = mark.map(|mark| format!("{mark} ")).unwrap_or_default();
        let named = format!("{prefix}{} {}", component.code, component.name.get(context.lang));
        let kind = self.statement.map(|at| module.statements[at].kind.wording());
        let without = match self.basis {
            Basis::Derived => context.pick("Chuỗi liên kết", "Path"),
            _ => context.pick("Ma trận", "Matrix"),
        };
        let kind = kind.as_ref().map_or(without, |kind| kind.get(context.lang));
        let (text, why) = (evidence_text(self.evidence), why(self.evidence, context.lang));
        let (basis, place) = (self.basis.wording(), self.evidence.place.to_string());
        let mut row = vec![
            Cell::Text(&module.code, &styles.strong),
            Cell::Text(&module.title, &styles.text),
            Cell::Text(&named, &styles.text),
            Cell::Text(self.level, &styles.centre),
            Cell::Text(self.indicator, &styles.text),
            Cell::Text(basis.get(context.lang), &styles.centre),
            Cell::maybe(self.confidence, &styles.percent),
            Cell::Text(self.counts, &styles.centre),
            Cell::Text(kind, &styles.centre),
            Cell::Text(&text, &styles.text),
            Cell::Text(&place, &styles.text),
            Cell::Text(&why, &styles.faint),
        ];
        if context.is_portfolio() {
            row.push(Cell::Text(&programme.programme.title, &styles.text));
        }
        grid.write(&row)
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
