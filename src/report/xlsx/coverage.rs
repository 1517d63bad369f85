//! Sheet *Coverage*: the heat map, components by levels.

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::grid::{Cell, Grid, column};
use super::sheets::Sheets;
use crate::audit::ProgrammeAudit;
use crate::coverage::{CellCoverage, Status};
use crate::framework::{ComponentId, DomainId};

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let (audit, lang) = (context.audit, context.lang);
    let mut columns = vec![
        column(context.pick("Mã", "Code"), 7.0),
        column(context.pick("Năng lực thành phần", "Component"), 30.0),
    ];
    for level in &audit.framework.levels {
        columns.push(column(level.name.get(lang), 14.0));
        columns
            .push(column(format!("{}: {}", level.name.get(lang), context.pick("học phần", "modules")), 17.0));
    }
    columns.push(column(context.pick("Lưu ý", "Notes"), 52.0));
    let target = audit.framework.level(audit.target).name.get(lang);
    let notes = [context.pick(
        format!("Mỗi ô: trạng thái và số biểu hiện có minh chứng trên tổng số. Cần đạt đến mức {target}; mức cao hơn in nghiêng."),
        format!("Each cell: status, and indicators evidenced of all. Required up to {target}; higher levels in italics."),
    )];
    let name = context.pick("Bao phủ", "Coverage");
    let title = context.pick("Bản đồ bao phủ theo năng lực và mức độ", "Coverage by component and level");
    let mut grid = Grid::new(&context.styles, sheets, name, title, &notes, &columns)?;
    for programme in &audit.programmes {
        if context.is_portfolio() {
            grid.heading(&programme.programme.title, &context.styles.heading)?;
        }
        for (domain, tally) in &programme.coverage.domains {
            let (covered, required) = (tally.covered, tally.required);
            let heading = format!("{}  ({covered}/{required})", domain_name(context, *domain));
            grid.heading(&heading, &context.styles.group)?;
            let components =
                audit.framework.components().filter(|(_, component)| component.domain == *domain);
            for (id, _) in components {
                component_row(context, &mut grid, programme, id)?;
            }
        }
    }
    if !context.is_portfolio() {
        // A table of the framework to a page, so that the map is seen whole.
        let pages = audit.audience.tables.len() as u16;
        grid.sheet.set_print_fit_to_pages(1, pages).set_print_center_horizontally(true);
    }
    // No filter: the rows of a heat map are read in their order.
    Ok(())
}

/// `6 Ứng dụng trí tuệ nhân tạo (AI)`, with its table where the audience has several.
pub(super) fn domain_name(context: &Context<'_>, id: DomainId) -> String {
    let domain = context.audit.framework.domain(id);
    let table = context.audit.framework.table(domain.table);
    let several = context.audit.audience.tables.len() > 1;
    let prefix = if several { format!("{} · ", table.name.get(context.lang)) } else { String::new() };
    format!("{prefix}{} {}", domain.code, domain.name.get(context.lang))
}

fn component_row(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    programme: &ProgrammeAudit,
    id: ComponentId,
) -> Result<(), XlsxError> {
    let framework = &context.audit.framework;
    let component = framework.component(id);
    let cells: Vec<&CellCoverage> = framework
        .levels()
        .filter_map(|(level, _)| programme.coverage.of(framework.cell_at(id, level)))
        .collect();
    let shown: Vec<(String, rust_xlsxwriter::Format, String)> = cells
        .iter()
        .map(|cell| {
            let format = context.styles.status(cell.status, cell.required);
            (status_text(context, cell), format, context.codes(programme, &cell.modules))
        })
        .collect();
    let styles = &context.styles;
    let mut row = vec![
        Cell::Text(component.code.as_str(), &styles.strong),
        Cell::Text(component.name.get(context.lang), &styles.text),
    ];
    for (status, format, modules) in &shown {
        row.push(Cell::Text(status, format));
        row.push(Cell::Text(modules, &styles.text));
    }
    let notes = notes(context, programme, &cells);
    row.push(Cell::Text(&notes, &styles.text));
    grid.write(&row)
}

/// The status and how many indicators: `Một phần\n1/2`, `Một phần\n1/2 (tối đa 2)`.
fn status_text(context: &Context<'_>, cell: &CellCoverage) -> String {
    let word = cell.status.wording();
    let word = word.get(context.lang);
    let (addressed, possible, total) = (cell.addressed.len(), cell.possibly_addressed.len(), cell.indicators);
    let at_most = context.pick("tối đa", "up to");
    match total {
        0 => word.to_owned(),
        _ if possible > addressed => format!("{word}\n{addressed}/{total} ({at_most} {possible})"),
        _ => format!("{word}\n{addressed}/{total}"),
    }
}

/// What a reader should know of the cells of one component, a line a fact.
fn notes(context: &Context<'_>, programme: &ProgrammeAudit, cells: &[&CellCoverage]) -> String {
    let framework = &context.audit.framework;
    let mut lines = Vec::new();
    for cell in cells.iter().filter(|cell| cell.required) {
        let mut facts: Vec<String> = Vec::new();
        if cell.status >= Status::Partial {
            if let Some(escape) = &cell.escape {
                facts.push(
                    context.pick("không bảo đảm: ", "not guaranteed: ").to_owned()
                        + escape.wording(&programme.programme).get(context.lang),
                );
            }
            if cell.is_fragile() {
                facts.push(context.pick("chỉ dựa vào một học phần", "one module alone").to_owned());
            }
            facts.push(
                if cell.assessed {
                    context.pick("có đánh giá", "assessed")
                } else {
                    context.pick("chưa thấy đánh giá", "not assessed")
                }
                .to_owned(),
            );
            if cell.undeclared {
                facts.push(context.pick("chưa khai báo", "not declared").to_owned());
            }
        }
        if cell.implied {
            facts.push(
                context.pick("thiếu nền cho mức cao hơn", "foundation of a higher level missing").to_owned(),
            );
        }
        if facts.is_empty() && !cell.suggested.is_empty() {
            facts.push(format!(
                "{}: {}",
                context.pick("có gợi ý ở", "suggested by"),
                context.codes(programme, &cell.suggested)
            ));
        }
        if let Some(whole) = &framework.cell(cell.cell).whole {
            facts.push(whole.get(context.lang).to_owned());
        }
        if !facts.is_empty() {
            let level = framework.level(framework.cell(cell.cell).level).name.get(context.lang);
            lines.push(format!("{level}: {}", facts.join("; ")));
        }
    }
    lines.join("\n")
}
