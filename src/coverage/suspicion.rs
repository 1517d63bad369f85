//! Maps that say too much, or nothing.

use std::collections::BTreeSet;

use super::Coverage;
use crate::curriculum::StatementKind;
use crate::finding::{Code, Findings};
use crate::framework::{CellId, ComponentId, TableId};
use crate::graph::CurriculumGraph;
use crate::lang::{Lang, Wording, counted};
use crate::mappings::Suspicion;

/// Says what is suspicious about the alignments of a programme: a module aligned with nearly everything,
/// modules aligned with nothing, a component that titles alone carry, and evidence that the institution
/// does not claim.
pub fn suspicions(
    graph: &CurriculumGraph<'_>,
    coverage: &Coverage,
    settings: Suspicion,
    findings: &mut Findings,
) {
    aligned_with_everything(graph, settings, findings);
    aligned_with_nothing(graph, findings);
    titles_only(graph, findings);
    carried_by_titles(graph, findings);
    evidenced_not_declared(graph, coverage, findings);
}

fn component_of(graph: &CurriculumGraph<'_>, alignment: usize) -> ComponentId {
    graph.framework.cell(graph.alignments[alignment].cell).component
}

/// The tables of the audience.
fn tables(graph: &CurriculumGraph<'_>) -> Vec<TableId> {
    let framework = graph.framework;
    let tables: BTreeSet<TableId> =
        graph.cells().map(|cell| framework.component(framework.cell(cell).component).table).collect();
    tables.into_iter().collect()
}

fn aligned_with_everything(graph: &CurriculumGraph<'_>, settings: Suspicion, findings: &mut Findings) {
    let tables = tables(graph);
    for (position, module) in graph.programme.modules.iter().enumerate() {
        let aligned = graph.alignments_of(position).into_iter();
        let said = aligned.filter(|at| graph.alignments[*at].counts || graph.alignments[*at].is_claim());
        let components: BTreeSet<ComponentId> = said.map(|at| component_of(graph, at)).collect();
        for table in &tables {
            let of_table = |id: &ComponentId| graph.framework.component(*id).table == *table;
            let all = graph.framework.components().filter(|(id, _)| of_table(id)).count();
            let count = components.iter().filter(|id| of_table(id)).count();
            if count as f64 >= all as f64 * settings.aligned_with_everything {
                let code = &module.code;
                findings.push(
                    Code::AlignedWithEverything,
                    &module.place,
                    Wording::new(
                        format!("học phần {code} liên kết với {count} trong {all} năng lực thành phần; khai báo gần như tất cả thì không cho biết học phần thực sự dạy gì"),
                        format!("module {code} is aligned with {count} of {all} components; a map that claims all says nothing"),
                    ),
                    Wording::new("Chỉ giữ những năng lực mà học phần thực sự dạy và đánh giá", "Keep only what the module really teaches and assesses"),
                );
            }
        }
    }
}

/// How many codes a finding lists; `coverage.json` tells all.
const MOST_CODES: usize = 50;

/// One note for all of them: most modules of a programme have nothing to do with the framework.
fn aligned_with_nothing(graph: &CurriculumGraph<'_>, findings: &mut Findings) {
    let modules = &graph.programme.modules;
    let bare: Vec<&str> = (0..modules.len())
        .filter(|at| graph.alignments_of(*at).is_empty())
        .map(|at| modules[at].code.as_str())
        .collect();
    if bare.is_empty() {
        return;
    }
    let more = if bare.len() > MOST_CODES { ", …" } else { "" };
    let (count, codes) = (bare.len(), bare[..bare.len().min(MOST_CODES)].join(", ") + more);
    findings.push(
        Code::AlignedWithNothing,
        &graph.programme.place,
        Wording::new(
            format!("{count} học phần không liên kết với năng lực nào: {codes}"),
            format!("{} aligned with no component: {codes}", counted(count, "module is", "modules are")),
        ),
        Wording::new(
            "Bình thường với học phần không liên quan; xem lại nếu có học phần lẽ ra phải liên kết",
            "Normal for modules on other matters; look again if one of them should be aligned",
        ),
    );
}

/// A list of modules without their texts can hardly show anything, and its audit must not be read as if it
/// could.
fn titles_only(graph: &CurriculumGraph<'_>, findings: &mut Findings) {
    if !graph.programme.has_titles_only() {
        return;
    }
    findings.push(
        Code::TitlesOnly,
        &graph.programme.place,
        Wording::new(
            "chỉ đọc được tên học phần, không có chuẩn đầu ra, nội dung hay mô tả nào; kết quả chưa nói lên chương trình dạy gì",
            "only titles of modules were read, and no outcomes, content or descriptions; the result does not tell what is taught",
        ),
        Wording::new(
            "Thêm cột chuẩn đầu ra, nội dung, đánh giá, hoặc đưa thêm tệp đề cương có cùng mã học phần",
            "Add columns of outcomes, content and assessment, or pass the syllabi, with the same module codes, as well",
        ),
    );
}

fn carried_by_titles(graph: &CurriculumGraph<'_>, findings: &mut Findings) {
    let modules = &graph.programme.modules;
    let mut carried: BTreeSet<ComponentId> = BTreeSet::new();
    let mut by_text: BTreeSet<ComponentId> = BTreeSet::new();
    for (at, alignment) in graph.alignments.iter().enumerate().filter(|(_, alignment)| alignment.counts) {
        let kind = alignment.statement.map(|s| modules[alignment.module].statements[s].kind);
        let set = if kind == Some(StatementKind::Title) { &mut carried } else { &mut by_text };
        set.insert(component_of(graph, at));
    }
    for id in carried.difference(&by_text) {
        let component = graph.framework.component(*id);
        findings.push(
            Code::CarriedByTitles,
            &graph.programme.place,
            Wording::new(
                format!("{} {} chỉ dựa vào tên học phần", component.code, component.name.vi),
                format!("{} {} rests on module titles alone", component.code, component.name.en),
            ),
            Wording::new(
                "Ghi chuẩn đầu ra hoặc nội dung nói rõ người học làm được gì",
                "Write outcomes or content that say what learners can do",
            ),
        );
    }
}

/// The reverse of paper coverage.
fn evidenced_not_declared(graph: &CurriculumGraph<'_>, coverage: &Coverage, findings: &mut Findings) {
    let undeclared = coverage.cells.iter().filter(|cell| cell.undeclared);
    let cells: Vec<CellId> = undeclared.map(|cell| cell.cell).collect();
    if cells.is_empty() {
        return;
    }
    let tables = tables(graph);
    let names = |lang: Lang| {
        cells.iter().map(|cell| graph.framework.brief(*cell, &tables, lang)).collect::<Vec<_>>().join(", ")
    };
    let (count, vi, en) = (cells.len(), names(Lang::Vi), names(Lang::En));
    let cells = counted(count, "cell is", "cells are");
    findings.push(
        Code::EvidencedNotDeclared,
        &graph.programme.place,
        Wording::new(
            format!("{count} ô có minh chứng trong đề cương nhưng ma trận không khai báo: {vi}"),
            format!("{cells} evidenced in the texts but not declared in the matrix: {en}"),
        ),
        Wording::new(
            "Bổ sung vào ma trận nếu đúng là có dạy",
            "Add them to the matrix if they are really taught",
        ),
    );
}
