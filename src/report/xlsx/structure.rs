//! Sheet *Structure*: which modules hold up the most others, where any requires another.

use std::cmp::Reverse;

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::grid::{Cell, Grid, column};
use super::sheets::Sheets;
use crate::audit::ProgrammeAudit;
use crate::graph::CurriculumGraph;

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    if context.audit.programmes.iter().all(|programme| programme.structure.longest_path.is_empty()) {
        return Ok(());
    }
    let name = context.pick("Cấu trúc", "Structure");
    let title =
        context.pick("Học phần nào giữ chân nhiều học phần khác", "Which modules hold up the most others");
    let columns = [
        column(context.pick("Mã", "Code"), 11.0),
        column(context.pick("Tên học phần", "Module"), 38.0),
        column(context.pick("Học kỳ", "Term"), 7.0),
        column(context.pick("Độ trễ", "Delay"), 9.0),
        column(context.pick("Độ chặn", "Blocking"), 9.0),
        column(context.pick("Độ trọng yếu", "Cruciality"), 11.0),
        column(context.pick("Thứ tự trong chuỗi dài nhất", "Place in the longest chain"), 13.0),
        column(context.pick("Chặn các học phần", "Blocks"), 74.0),
    ];
    let mut grid = Grid::new(&context.styles, sheets, name, title, &legend(context), &columns)?;
    for programme in &context.audit.programmes {
        grid.heading(&total(context, programme), &context.styles.group)?;
        modules(context, &mut grid, programme)?;
    }
    grid.finish()
}

pub(super) fn legend(context: &Context<'_>) -> [String; 3] {
    context
        .pick(
            [
                "Độ trễ: số học phần trong chuỗi học phần tiên quyết và song hành dài nhất đi qua học phần. Độ chặn: số học phần chưa thể học nếu chưa đạt học phần này.",
                "Độ trọng yếu = độ trễ + độ chặn; độ phức tạp cấu trúc = tổng độ trọng yếu (Heileman và cộng sự, 2018). Học phần ghi “hoặc” không bị tính là chặn.",
                "Cách đọc: học phần đứng đầu là nơi trượt môn làm chậm nhiều việc học nhất, nên được hỗ trợ trước; bớt một điều kiện tiên quyết thì tổng nhỏ đi.",
            ],
            [
                "Delay: modules on the longest chain of prerequisites and co-requisites through the module. Blocking: modules that cannot be taken unless it is passed.",
                "Cruciality = delay + blocking; structural complexity = all cruciality added up (Heileman et al., 2018). One of several prerequisites (“or”) blocks nothing.",
                "How to read it: failing a module at the top delays the most learning, so support learners there first; with a prerequisite less, the total falls.",
            ],
        )
        .map(str::to_owned)
}

/// What stands above a programme's modules: its complexity, the longest chain, and what is left out of the list.
fn total(context: &Context<'_>, programme: &ProgrammeAudit) -> String {
    let structure = &programme.structure;
    let (complexity, longest) = (structure.complexity, structure.longest_path.len());
    let free = structure.modules.iter().filter(|module| !module.is_tied()).count();
    let said = context.pick(
        format!("Độ phức tạp cấu trúc: {complexity}. Chuỗi dài nhất: {longest} học phần. Không nêu {free} học phần đứng riêng, mỗi học phần tính 1."),
        format!("Structural complexity: {complexity}. Longest chain: {longest} modules. Not listed: {free} modules that stand alone and count 1 each."),
    );
    if context.is_portfolio() { format!("{}. {said}", programme.programme.title) } else { said }
}

/// The modules that require one or are required, the most crucial first.
fn modules(context: &Context<'_>, grid: &mut Grid<'_>, programme: &ProgrammeAudit) -> Result<(), XlsxError> {
    let ties = &programme.structure.modules;
    let mut tied: Vec<usize> = (0..ties.len()).filter(|at| ties[*at].is_tied()).collect();
    tied.sort_by_key(|at| (Reverse(ties[*at].cruciality()), Reverse(ties[*at].blocking)));
    let graph = context.audit.graph(programme);
    tied.into_iter().try_for_each(|at| module(context, grid, programme, &graph, at))
}

fn module(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    programme: &ProgrammeAudit,
    graph: &CurriculumGraph<'_>,
    at: usize,
) -> Result<(), XlsxError> {
    let (module, ties) = (&programme.programme.modules[at], programme.structure.modules[at]);
    let in_chain = programme.structure.longest_path.iter().position(|other| *other == at);
    let styles = &context.styles;
    let blocked = context.codes(programme, &graph.blocked_by(at));
    grid.write(&[
        Cell::Text(&module.code, &styles.strong),
        Cell::Text(&module.title, &styles.text),
        Cell::maybe(module.term.map(f64::from), &styles.number),
        Cell::Number(ties.delay as f64, &styles.number),
        Cell::Number(ties.blocking as f64, &styles.number),
        Cell::Number(ties.cruciality() as f64, &styles.number),
        Cell::maybe(in_chain.map(|place| place as f64 + 1.0), &styles.number),
        Cell::Text(&blocked, &styles.text),
    ])
}
