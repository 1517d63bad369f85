//! Sheet *Structure*: which modules of the planned curriculum hold up the most others.

use std::cmp::Reverse;

use super::{Page, Written};
use crate::graph::CurriculumGraph;
use crate::plan::Plan;
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;
use crate::report::xlsx::structure::legend;

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let names = page.pick(
        ("Cấu trúc", "Kế hoạch làm cấu trúc chương trình thay đổi thế nào"),
        ("Structure", "What the plan does to the structure of the programme"),
    );
    let columns = [
        ("Mã", "Code", 11.0),
        ("Tên học phần", "Module", 38.0),
        ("Học kỳ", "Term", 7.0),
        ("Độ trễ", "Delay", 9.0),
        ("Độ chặn", "Blocking", 9.0),
        ("Độ trọng yếu hiện nay", "Cruciality now", 12.0),
        ("Độ trọng yếu sau kế hoạch", "Cruciality after", 12.0),
        ("Trong kế hoạch", "In the plan", 22.0),
        ("Chặn các học phần", "Blocks", 52.0),
    ];
    let mut grid = page.sheet(sheets, names, &legend(&page.context), &columns)?;
    for plan in page.proposal.plans {
        grid.heading(&total(page, plan), &page.context.styles.group)?;
        modules(page, &mut grid, plan)?;
    }
    if page.has_several() { Ok(()) } else { grid.finish() }
}

fn total(page: &Page<'_>, plan: &Plan) -> String {
    let (before, after) = (plan.before.structure.complexity, plan.after.structure.complexity);
    let left_out = (0..plan.after.programme.modules.len()).filter(|at| !is_listed(plan, *at)).count();
    let said = page.pick(
        format!("Độ phức tạp cấu trúc: {before} → {after}. Không nêu {left_out} học phần đứng riêng, mỗi học phần tính 1."),
        format!("Structural complexity: {before} → {after}. Not listed: {left_out} modules that stand alone and count 1 each."),
    );
    if page.has_several() { format!("{}. {said}", plan.before.programme.title) } else { said }
}

/// Whether a module requires another or is required, or the plan touches it.
fn is_listed(plan: &Plan, module: usize) -> bool {
    plan.after.structure.modules[module].is_tied() || action(plan, module).is_some()
}

/// What the plan does with a module of the planned curriculum.
fn action(plan: &Plan, module: usize) -> Option<&crate::plan::Action> {
    let code = &plan.after.programme.modules[module].code;
    let is_new = module >= plan.before.programme.modules.len();
    plan.actions.iter().find(|action| match action.module {
        Some(at) => at == module,
        None => is_new && action.code == *code,
    })
}

/// The modules listed, the most crucial first.
fn modules(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan) -> Written {
    let ties = &plan.after.structure.modules;
    let mut listed: Vec<usize> = (0..ties.len()).filter(|at| is_listed(plan, *at)).collect();
    listed.sort_by_key(|at| (Reverse(ties[*at].cruciality()), Reverse(ties[*at].blocking)));
    let graph = page.context.audit.graph(&plan.after);
    listed.into_iter().try_for_each(|at| row(page, grid, plan, &graph, at))
}

fn row(page: &Page<'_>, grid: &mut Grid<'_>, plan: &Plan, graph: &CurriculumGraph<'_>, at: usize) -> Written {
    let (module, ties) = (&plan.after.programme.modules[at], plan.after.structure.modules[at]);
    let styles = &page.context.styles;
    let now = match plan.before.structure.modules.get(at) {
        Some(now) => Cell::Number(now.cruciality() as f64, &styles.centre),
        None => Cell::Text(page.pick("mới", "new"), &styles.centre),
    };
    let action = action(plan, at);
    let touched = action.map(|action| page.said(&action.kind.wording()).to_owned()).unwrap_or_default();
    let title = action.map_or(module.title.as_str(), |action| page.said(&action.title));
    let blocked = page.context.codes(&plan.after, &graph.blocked_by(at));
    grid.write(&[
        Cell::Text(&module.code, &styles.strong),
        Cell::Text(title, &styles.text),
        Cell::maybe(module.term.map(f64::from), &styles.centre),
        Cell::Number(ties.delay as f64, &styles.centre),
        Cell::Number(ties.blocking as f64, &styles.centre),
        now,
        Cell::Number(ties.cruciality() as f64, &styles.centre),
        Cell::text(touched, &styles.text),
        Cell::Text(&blocked, &styles.text),
    ])
}
