//! Sheet *Module map*: modules by components, with the highest level of each.

use std::iter::Peekable;

use rust_xlsxwriter::{Format, XlsxError};

use super::Context;
use super::grid::{Cell, Column, Grid, column};
use super::sheets::Sheets;
use crate::alignment::Alignment;
use crate::audit::ProgrammeAudit;
use crate::curriculum::Choice;
use crate::framework::{ComponentId, LevelId};

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
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
    let marks = Marks::new(context, components);
    let programmes = audit.programmes.iter();
    let modules = programmes.flat_map(|one| (0..one.programme.modules.len()).map(move |at| (one, at)));
    let (mut modules, mut part) = (modules.peekable(), 0);
    while part == 0 || modules.peek().is_some() {
        part += 1;
        sheet(context, sheets, part, (&columns, &marks), &mut modules)?;
    }
    Ok(())
}

/// Writes as many of `modules` as a sheet takes.
fn sheet<'a>(
    context: &Context<'_>,
    sheets: &mut Sheets<'_>,
    part: u32,
    (columns, marks): (&[Column], &Marks),
    modules: &mut Peekable<impl Iterator<Item = (&'a ProgrammeAudit, usize)>>,
) -> Result<(), XlsxError> {
    let rows = context.audit.programmes.iter().map(|one| one.programme.modules.len()).sum();
    let name = context.pick("Học phần × năng lực", "Module map");
    let title = context.pick("Học phần nào dạy năng lực nào", "Which module serves which component");
    let mut grid = Grid::long(&context.styles, sheets, (name, part, rows), title, &legend(context), columns)?;
    let mut before: Option<&str> = None;
    while let Some((programme, at)) = modules.next_if(|_| !grid.is_full(context.rows)) {
        let heading = &programme.programme.id;
        if context.is_portfolio() && before.replace(heading) != Some(heading) {
            grid.heading(&programme.programme.title, &context.styles.group)?;
        }
        module_row(context, &mut grid, programme, at, marks)?;
    }
    grid.filter()?;
    match modules.peek() {
        Some(_) => grid.goes_on(name, part, context.lang, &context.styles.subtitle),
        None => Ok(()),
    }
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
    marks: &Marks,
) -> Result<(), XlsxError> {
    let module = &programme.programme.modules[at];
    let styles = &context.styles;
    let kind = match module.choice {
        Choice::Compulsory => context.pick("Bắt buộc", "Compulsory"),
        Choice::Group(group) => &programme.programme.groups[group].name,
        Choice::Free => context.pick("Tự chọn", "Elective"),
    };
    let mut row = vec![
        Cell::Text(&module.code, &styles.strong),
        Cell::Text(&module.title, &styles.text),
        Cell::maybe(module.term.map(f64::from), &styles.number),
        Cell::maybe(module.amount.credits, &styles.number),
        Cell::Text(kind, &styles.text),
    ];
    let marks = marks.of_module(context, programme, at);
    row.extend(marks.into_iter().map(|Mark { text, format }| Cell::Text(text, format)));
    grid.write(&row)
}

/// What stands for one component in the row of a module.
#[derive(Clone, Copy)]
struct Mark<'a> {
    text: &'a str,
    format: &'a Format,
}

/// The marks there are, made once: a large catalogue shows them millions of times.
struct Marks {
    /// In the order of their ids, which is that of the columns.
    components: Vec<ComponentId>,
    /// By level: suggested, declared, evidenced.
    texts: Vec<[String; 3]>,
    formats: [Format; 3],
}

impl Marks {
    fn new(context: &Context<'_>, components: Vec<ComponentId>) -> Self {
        let levels = context.audit.framework.levels().map(|(id, _)| initials(context, id));
        let styles = &context.styles;
        Marks {
            components,
            texts: levels.map(|level| [format!("{level}?"), format!("({level})"), level]).collect(),
            formats: [styles.centre.clone(), styles.mark(false), styles.mark(true)],
        }
    }

    /// Those of the module at `at`, one for each component.
    fn of_module(&self, context: &Context<'_>, programme: &ProgrammeAudit, at: usize) -> Vec<Mark<'_>> {
        let framework = &context.audit.framework;
        let mut best: Vec<Option<(Strength, LevelId)>> = vec![None; self.components.len()];
        for alignment in programme.alignments_of(at) {
            let cell = framework.cell(alignment.cell);
            if let Ok(position) = self.components.binary_search(&cell.component) {
                best[position] = best[position].max(Some((strength(alignment), cell.level)));
            }
        }
        best.into_iter().map(|best| self.mark(best)).collect()
    }

    fn mark(&self, best: Option<(Strength, LevelId)>) -> Mark<'_> {
        let Some((strength, level)) = best else { return Mark { text: "", format: &self.formats[0] } };
        let kind = strength as usize;
        Mark { text: &self.texts[usize::from(level.0)][kind], format: &self.formats[kind] }
    }
}

fn strength(alignment: &Alignment) -> Strength {
    match (alignment.counts, alignment.is_claim()) {
        (true, _) => Strength::Evidenced,
        (false, true) => Strength::Declared,
        (false, false) => Strength::Suggested,
    }
}
