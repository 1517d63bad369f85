//! Sheet *Framework*: the indicators that were audited for, with their source and doubts.

use std::collections::BTreeSet;

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::coverage::domain_name;
use super::grid::{Cell, Grid, column};
use super::sheets::Sheets;
use crate::framework::{CellId, Indicator, IndicatorId};

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let columns = [
        column(context.pick("Mã biểu hiện", "Indicator"), 25.0),
        column(context.pick("Năng lực thành phần", "Component"), 26.0),
        column(context.pick("Mức độ", "Level"), 12.0),
        column(context.pick("Biểu hiện (diễn đạt lại)", "Indicator (restated)"), 70.0),
        column(context.pick("Có minh chứng", "Evidenced"), 12.0),
        column(context.pick("Dòng nguồn", "Source line"), 10.0),
        column(context.pick("Độ chắc chắn và ghi chú", "How sure, and notes"), 40.0),
    ];
    let framework = &context.audit.framework;
    let name = context.pick("Khung năng lực", "Framework");
    let notes = [framework.source.get(context.lang).to_owned()];
    let mut grid =
        Grid::new(&context.styles, sheets, name, framework.title.get(context.lang), &notes, &columns)?;
    let programmes = context.audit.programmes.iter().flat_map(|programme| &programme.coverage.cells);
    let evidenced: BTreeSet<IndicatorId> =
        programmes.flat_map(|cell| cell.addressed.iter().copied()).collect();
    let mut last = None;
    for (id, cell) in framework.cells() {
        let component = framework.component(cell.component);
        if !context.audit.audience.tables.contains(&component.table) {
            continue;
        }
        if last != Some(component.domain) {
            grid.heading(&domain_name(context, component.domain), &context.styles.group)?;
            last = Some(component.domain);
        }
        for (indicator, text) in framework.indicators_of(id) {
            indicator_row(context, &mut grid, id, text, evidenced.contains(&indicator))?;
        }
        if let Some(why) = &cell.whole {
            whole_row(context, &mut grid, id, why.get(context.lang))?;
        }
    }
    grid.finish()
}

fn indicator_row(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    cell: CellId,
    indicator: &Indicator,
    evidenced: bool,
) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let [component, level] = names(context, cell);
    let answer = if evidenced { context.pick("Có", "Yes") } else { context.pick("Chưa", "No") };
    let doubt = doubt(context, indicator);
    grid.write(&[
        Cell::Text(&indicator.key, &styles.faint),
        Cell::Text(&component, &styles.text),
        Cell::Text(&level, &styles.centre),
        Cell::Text(indicator.text.get(context.lang), &styles.text),
        Cell::Text(answer, &styles.centre),
        Cell::Text(&indicator.source, &styles.centre),
        Cell::Text(&doubt, &styles.faint),
    ])
}

fn whole_row(context: &Context<'_>, grid: &mut Grid<'_>, cell: CellId, why: &str) -> Result<(), XlsxError> {
    let styles = &context.styles;
    let [component, level] = names(context, cell);
    grid.write(&[
        Cell::Text(&context.audit.framework.cell(cell).key, &styles.faint),
        Cell::Text(&component, &styles.text),
        Cell::Text(&level, &styles.centre),
        Cell::Text(why, &styles.faint),
        Cell::Blank(&styles.text),
        Cell::Blank(&styles.text),
        Cell::Blank(&styles.text),
    ])
}

fn names(context: &Context<'_>, cell: CellId) -> [String; 2] {
    let framework = &context.audit.framework;
    let cell = framework.cell(cell);
    let component = framework.component(cell.component);
    [
        format!("{} {}", component.code, component.name.get(context.lang)),
        framework.level(cell.level).name.get(context.lang).to_owned(),
    ]
}

/// How sure the placement of an indicator is; what is certain needs no words.
fn doubt(context: &Context<'_>, indicator: &Indicator) -> String {
    let confidences = &context.audit.framework.confidences;
    let first = confidences.first().map(|(key, _)| key);
    if Some(&indicator.confidence) == first {
        return String::new();
    }
    let known = confidences.iter().find(|(key, _)| *key == indicator.confidence);
    let said = known.map(|(_, wording)| wording.get(context.lang).to_owned());
    let note = indicator.note.as_ref().map(|note| note.get(context.lang).to_owned());
    said.into_iter().chain(note).collect::<Vec<_>>().join("\n")
}
