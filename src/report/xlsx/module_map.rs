//! Sheet *Module map*: modules by components, with the highest level of each.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::Context;
use super::grid::{Cell, Grid, column};
use crate::audit::ProgrammeAudit;
use crate::curriculum::Choice;
use crate::framework::{ComponentId, LevelId};

pub(super) fn write(context: &Context<'_>, book: &mut Workbook) -> Result<(), XlsxError> {
    let (audit, framework) = (context.audit, &context.audit.framework);
    let mut columns = vec![
        column(context.pick("Mã", "Code"), 11.0),
        column(context.pick("Tên học phần", "Module"), 38.0),
        column(context.pick("Học kỳ", "Term"), 7.0),
        column(context.pick("Tín chỉ", "Credits"), 7.0),
        column(context.pick("Loại", "Type"), 12.0),
    ];
    let tables = &audit.audience.tables;
    let components: Vec<ComponentId> = framework.components_of(tables).map(|(id, _)| id).collect();
    for id in &components {
        columns.push(column(context.marked_code(*id, "\n"), 5.2));
    }
    let name = context.pick("Học phần × năng lực", "Module map");
    let title = context.pick("Học phần nào dạy năng lực nào", "Which module serves which component");
    let mut grid = Grid::new(&context.styles, book, name, title, &legend(context), &columns)?;
    for programme in &audit.programmes {
        if context.is_portfolio() {
            grid.heading(&programme.programme.title, &context.styles.group)?;
        }
        for module in 0..programme.programme.modules.len() {
            module_row(context, &mut grid, programme, module, &components)?;
        }
    }
    grid.finish()
}

fn legend(context: &Context<'_>) -> [String; 2] {
    let levels: Vec<String> = context
        .audit
        .framework
        .levels()
        .map(|(id, level)| format!("{} = {}", initials(context, id), level.name.get(context.lang)))
        .collect();
    let levels = levels.join(", ");
    [
        context.pick(format!("Mức cao nhất của mỗi học phần: {levels}."), format!("The highest level of each module: {levels}.")),
        context.pick(
            "Nền xanh: có minh chứng. Trong ngoặc, nền tím: chỉ khai báo. Dấu hỏi: gợi ý chờ người duyệt.".to_owned(),
            "Green: evidenced. In brackets, violet: only declared. Question mark: a suggestion that awaits a person.".to_owned(),
        ),
    ]
}

/// The mark of a level: the framework's own for the language, else the first letters of its name.
pub(super) fn initials(context: &Context<'_>, id: LevelId) -> String {
    let level = context.audit.framework.level(id);
    let short = || level.name.get(context.lang).chars().take(2).collect();
    level.mark(context.lang).map_or_else(short, str::to_owned)
}

/// What a module has of a component, strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Suggested,
    Declared,
    Evidenced,
}

fn module_row(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    programme: &ProgrammeAudit,
    at: usize,
    components: &[ComponentId],
) -> Result<(), XlsxError> {
    let module = &programme.programme.modules[at];
    let styles = &context.styles;
    let kind = match module.choice {
        Choice::Compulsory => context.pick("Bắt buộc", "Compulsory").to_owned(),
        Choice::Group(group) => programme.programme.groups[group].name.clone(),
        Choice::Free => context.pick("Tự chọn", "Elective").to_owned(),
    };
    let marks: Vec<(String, Format)> =
        components.iter().map(|id| mark(context, programme, at, *id)).collect();
    let mut row = vec![
        Cell::Text(&module.code, &styles.strong),
        Cell::Text(&module.title, &styles.text),
        Cell::maybe(module.term.map(f64::from), &styles.number),
        Cell::maybe(module.amount.credits, &styles.number),
        Cell::Text(&kind, &styles.text),
    ];
    row.extend(marks.iter().map(|(mark, format)| Cell::Text(mark, format)));
    grid.write(&row)
}

fn mark(
    context: &Context<'_>,
    programme: &ProgrammeAudit,
    module: usize,
    component: ComponentId,
) -> (String, Format) {
    let framework = &context.audit.framework;
    let here = programme.alignments.iter().filter(|alignment| {
        alignment.module == module && framework.cell(alignment.cell).component == component
    });
    let best = here
        .map(|alignment| {
            let strength = match (alignment.counts, alignment.is_claim()) {
                (true, _) => Strength::Evidenced,
                (false, true) => Strength::Declared,
                (false, false) => Strength::Suggested,
            };
            (strength, framework.cell(alignment.cell).level)
        })
        .max();
    let initials = |level| initials(context, level);
    match best {
        None => (String::new(), context.styles.centre.clone()),
        Some((Strength::Evidenced, level)) => (initials(level), context.styles.mark(true)),
        Some((Strength::Declared, level)) => (format!("({})", initials(level)), context.styles.mark(false)),
        Some((Strength::Suggested, level)) => {
            (format!("{}?", initials(level)), context.styles.centre.clone())
        }
    }
}
