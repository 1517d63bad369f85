//! Sheet *Evidence*: one row an alignment, with its quote and the cell it stands in.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Context;
use super::grid::{Cell, Grid, column};
use crate::alignment::{Alignment, Basis, LevelBasis};
use crate::audit::ProgrammeAudit;
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
    let mut grid = Grid::new(context, book, name, title, &notes, &columns)?;
    for programme in &context.audit.programmes {
        for alignment in &programme.alignments {
            alignment_row(context, &mut grid, programme, alignment)?;
        }
    }
    grid.finish()
}

fn alignment_row(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    programme: &ProgrammeAudit,
    alignment: &Alignment,
) -> Result<(), XlsxError> {
    let (framework, styles) = (&context.audit.framework, &context.styles);
    let module = &programme.programme.modules[alignment.module];
    let cell = framework.cell(alignment.cell);
    let component = framework.component(cell.component);
    let mark = framework.table_mark(component.table, &context.audit.audience.tables);
    let prefix = mark.map(|mark| format!("{mark} ")).unwrap_or_default();
    let named = format!("{prefix}{} {}", component.code, component.name.get(context.lang));
    let indicator = alignment.indicator.map_or("", |id| framework.indicator(id).text.get(context.lang));
    let counts = match (alignment.counts, alignment.is_suggestion()) {
        (true, _) => context.pick("Có", "Yes"),
        (false, true) => context.pick("Gợi ý", "Suggestion"),
        (false, false) => context.pick("Không", "No"),
    };
    let kind = alignment.statement.map(|at| module.statements[at].kind.wording());
    let without = match alignment.basis {
        Basis::Derived => context.pick("Chuỗi liên kết", "Path"),
        _ => context.pick("Ma trận", "Matrix"),
    };
    let kind = kind.as_ref().map_or(without, |kind| kind.get(context.lang));
    let (text, why) = (evidence_text(alignment), why(alignment, context.lang));
    let (basis, place) = (alignment.basis.wording(), alignment.evidence.place.to_string());
    let mut row = vec![
        Cell::Text(&module.code, &styles.strong),
        Cell::Text(&module.title, &styles.text),
        Cell::Text(&named, &styles.text),
        Cell::Text(framework.level(cell.level).name.get(context.lang), &styles.centre),
        Cell::Text(indicator, &styles.text),
        Cell::Text(basis.get(context.lang), &styles.centre),
        Cell::maybe(alignment.confidence, &styles.percent),
        Cell::Text(counts, &styles.centre),
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

/// What made a matched alignment, and what tells its level where that is not an indicator.
fn why(alignment: &Alignment, lang: Lang) -> String {
    let made_by = match alignment.evidence.rule.as_deref() {
        Some("cues") => lang.pick("dấu hiệu", "cues"),
        Some("similarity") => lang.pick("độ giống", "likeness"),
        rule => rule.unwrap_or_default(),
    };
    match alignment.evidence.level_by {
        Some(by @ (LevelBasis::Verb | LevelBasis::Module)) => {
            format!("{made_by}; {} {}", lang.pick("mức độ theo", "level by"), by.wording().get(lang))
        }
        _ => made_by.to_owned(),
    }
}

/// The quote or, for what is derived, each step of the path with the cell that says so.
fn evidence_text(alignment: &Alignment) -> String {
    let steps =
        alignment.evidence.path.iter().map(|step| format!("{} ({})", step.value, step.place.within()));
    let path = steps.collect::<Vec<_>>().join("\n→ ");
    if path.is_empty() { alignment.evidence.text.clone() } else { path }
}
