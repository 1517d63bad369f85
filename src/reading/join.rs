//! Parts → programmes: what their rows tell of each module, and what their references mean.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Curriculum;
use super::draft::{ContributionDraft, Draft, OutcomeRef, Part};
use super::family::{Family, families};
use super::group::choose;
use super::module::module;
use super::outcome::Outcomes;
use super::prerequisite::Names;
use crate::alignment::{Alignment, Basis, Evidence, Standing};
use crate::curriculum::{Choice, Contribution, Module, Prerequisite, Programme, StatementKind, code_key};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::layout::{Guide, Label};
use crate::place::Located;
use crate::text::{fold, fold_words};

/// The programmes that `parts` make up.
pub(super) fn programmes(parts: Vec<Part>, guide: Guide<'_>, findings: &mut Findings) -> Vec<Curriculum> {
    let families = families(parts, findings);
    let ids = ids(&families);
    families.into_iter().zip(ids).map(|(family, id)| curriculum(family, id, guide, findings)).collect()
}

/// The id of each programme: its workbook's, with the sheet's name where a workbook has several.
fn ids(families: &[Family]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for family in families {
        *counts.entry(&family.lists[0].book).or_default() += 1;
    }
    let id = |part: &Part| {
        if counts[part.book.as_str()] > 1 {
            format!("{} – {}", part.book, part.sheet)
        } else {
            part.book.clone()
        }
    };
    let mut ids: Vec<String> = Vec::new();
    for family in families {
        let id = id(&family.lists[0]);
        let same = ids.iter().filter(|known| **known == id || known.starts_with(&format!("{id} ("))).count();
        ids.push(if same > 0 { format!("{id} ({})", same + 1) } else { id });
    }
    ids
}

fn curriculum(family: Family, id: String, guide: Guide<'_>, findings: &mut Findings) -> Curriculum {
    let place = family.lists[0].place.clone();
    let parts = || family.lists.iter().chain(&family.facts).chain(&family.more);
    let title = parts().find_map(|part| part.about.title.clone());
    let title = title.or_else(|| parts().find_map(|part| part.about.line.clone()));
    let code = parts().find_map(|part| part.about.code.clone());
    let totals: Vec<Located<f64>> = family.lists.iter().flat_map(|part| part.totals.clone()).collect();
    let sections = parts().flat_map(|part| part.sections.clone()).collect();
    let mut outcomes = Outcomes::of(family.lists.iter().chain(&family.more));
    let mut drafts = gathered(family, findings);
    let modules: Vec<Module> =
        drafts.par_iter_mut().map(|(code, drafts)| module(code.clone(), drafts, guide)).collect();
    let contributions = contributions(&modules, &drafts, &mut outcomes, findings);
    let mut programme = Programme {
        title: title.unwrap_or_else(|| id.clone()),
        id,
        code,
        place,
        modules,
        groups: Vec::new(),
        outcomes: outcomes.list,
        contributions,
        sections,
    };
    choose(&mut programme, &drafts, guide.columns, findings);
    resolve_references(&mut programme, &drafts, guide, findings);
    compare_totals(&programme, &totals, findings);
    let declared = drafts
        .iter()
        .enumerate()
        .flat_map(|(position, (_, drafts))| declared(position, &programme.modules[position], drafts))
        .collect();
    Curriculum { programme, declared }
}

/// What the cells of prerequisites and parallel modules name.
fn resolve_references(
    programme: &mut Programme,
    drafts: &[(String, Vec<Draft>)],
    guide: Guide<'_>,
    findings: &mut Findings,
) {
    let names = Names::new(&programme.modules, guide.columns);
    let mut found: Vec<(Vec<Prerequisite>, Vec<Prerequisite>)> = Vec::new();
    for (_, drafts) in drafts {
        let (mut before, mut parallel) = (Vec::new(), Vec::new());
        for text in drafts.iter().flat_map(|draft| &draft.prerequisites) {
            let links = names.read(text, findings);
            before.extend(links.before);
            parallel.extend(links.parallel);
        }
        for text in drafts.iter().flat_map(|draft| &draft.parallel) {
            let links = names.read(text, findings);
            parallel.extend(links.before.into_iter().chain(links.parallel));
        }
        found.push((before, parallel));
    }
    for (module, (prerequisites, parallel)) in programme.modules.iter_mut().zip(found) {
        (module.prerequisites, module.parallel) = (prerequisites, parallel);
    }
}

/// The contributions of all modules, each said once.
fn contributions(
    modules: &[Module],
    drafts: &[(String, Vec<Draft>)],
    outcomes: &mut Outcomes,
    findings: &mut Findings,
) -> Vec<Contribution> {
    let mut found: Vec<Contribution> = Vec::new();
    let mut seen = BTreeSet::new();
    for (position, (_, drafts)) in drafts.iter().enumerate() {
        for draft in drafts.iter().flat_map(|draft| &draft.contributions) {
            let Some(outcome) = outcomes.find(draft, findings) else { continue };
            let statement = draft.from.as_ref().and_then(|from| outcome_at(&modules[position], from));
            if seen.insert((position, statement, outcome)) {
                let ContributionDraft { level, said, .. } = draft;
                let (level, said) = (*level, said.clone());
                found.push(Contribution { module: position, statement, outcome, level, said });
            }
        }
    }
    found
}

/// The statement of `module` that `from` means: the outcome of that label, else the one in that cell.
fn outcome_at(module: &Module, from: &OutcomeRef) -> Option<usize> {
    let is_outcome = |at: &usize| module.statements[*at].kind == StatementKind::Outcome;
    let mut outcomes = (0..module.statements.len()).filter(is_outcome);
    let wanted = from.label.as_deref().map(label_number);
    let named = outcomes.clone().find(|at| {
        let label = module.statements[*at].label.as_deref().map(label_number);
        wanted.is_some() && label == wanted
    });
    let here = |at: &usize| module.statements[*at].place == from.place;
    named.or_else(|| outcomes.find(here))
}

/// The number that a label ends in, without zeros in front; what has none is compared whole.
fn label_number(label: &str) -> String {
    Label::front(label).map_or_else(|| fold_words(label), |(label, _)| label.number)
}

/// The drafts of each module, in the order of the lists, under the code it will have.
fn gathered(family: Family, findings: &mut Findings) -> Vec<(String, Vec<Draft>)> {
    let mut modules: Vec<(String, Vec<Draft>)> = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for draft in family.lists.into_iter().flat_map(|part| part.drafts) {
        let key = code_key(draft.name());
        let Some(position) = positions.get(&key).copied() else {
            positions.insert(key, modules.len());
            modules.push((draft.name().to_owned(), vec![draft]));
            continue;
        };
        if same_title(&draft, &modules[position].1[0]) {
            modules[position].1.push(draft);
            continue;
        }
        let copies = copies.entry(key).or_insert(1);
        *copies += 1;
        let code = say_duplicate(&draft, &modules[position].1[0], *copies, findings);
        modules.push((code, vec![draft]));
    }
    let titles = titles(&modules);
    for draft in family.more.into_iter().flat_map(|part| part.drafts) {
        let aliases = draft.aliases();
        let by_code = aliases.iter().find_map(|alias| positions.get(alias));
        let by_title = || aliases.iter().find_map(|alias| titles.get(alias).copied().flatten());
        if let Some(position) = by_code.copied().or_else(by_title) {
            modules[position].1.push(draft);
        }
    }
    modules
}

/// The position of each module by its title; none where two are called alike.
fn titles(modules: &[(String, Vec<Draft>)]) -> BTreeMap<String, Option<usize>> {
    let mut titles: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (position, (_, drafts)) in modules.iter().enumerate() {
        if let Some(title) = drafts.iter().find_map(Draft::title) {
            titles.entry(code_key(title)).and_modify(|known| *known = None).or_insert(Some(position));
        }
    }
    titles
}

/// Rows of one module: the code again with the same title, or with none.
fn same_title(draft: &Draft, known: &Draft) -> bool {
    let title = |draft: &Draft| draft.title().map(fold);
    title(draft).is_none() || title(draft) == title(known)
}

/// Two modules with one code are both kept, the second under a code of its own.
fn say_duplicate(draft: &Draft, first: &Draft, count: usize, findings: &mut Findings) -> String {
    let code = draft.name();
    let renamed = format!("{code} ({count})");
    let there = first.place.within();
    findings.push(
        Code::DuplicateModule,
        &draft.place,
        Wording::new(
            format!("mã \"{code}\" đã dùng cho học phần khác ở {there}; học phần này tạm mang mã \"{renamed}\""),
            format!("code {code:?} already names another module at {there}; this one is called {renamed:?}"),
        ),
        Wording::new("Đặt cho mỗi học phần một mã riêng; đề cương và ma trận theo mã này được tính cho học phần đầu", "Give each module a code of its own; outcomes and matrix rows with this code were counted for the first"),
    );
    renamed
}

/// A stated total should be the sum of all modules, or of what one learner takes.
fn compare_totals(programme: &Programme, totals: &[Located<f64>], findings: &mut Findings) {
    let all = programme.credits(|_| true);
    let compulsory = programme.credits(|module| module.choice == Choice::Compulsory);
    let Some(total) = totals.last() else { return };
    // Totals of sections add up to the whole; a last one that is no less than all before it states it.
    let sum: f64 = totals.iter().map(|total| total.value).sum();
    let stated = if total.value * 2.0 + 0.01 >= sum { total.value } else { sum };
    let is_right = |stated: f64| (compulsory..=all).contains(&stated) || (stated - all).abs() < 0.01;
    if !is_right(stated) && !is_right(sum) {
        findings.push(
            Code::TotalDiffers,
            &total.place,
            Wording::new(
                format!("hàng tổng cộng ghi {stated} tín chỉ, nhưng các học phần cộng lại được {all} (riêng học phần bắt buộc: {compulsory})"),
                format!("the stated total is {stated} credits, but the modules add up to {all} ({compulsory} compulsory)"),
            ),
            Wording::new("Kiểm tra số tín chỉ từng học phần, và xem có hàng nào khung chưa đọc", "Check the credits of each module, and whether a row was not read"),
        );
    }
}

fn declared(position: usize, module: &Module, drafts: &[Draft]) -> Vec<Alignment> {
    let claims = drafts.iter().flat_map(|draft| &draft.claims);
    let mut declared: Vec<Alignment> = claims
        .map(|claim| Alignment {
            module: position,
            statement: claim.from.as_ref().and_then(|from| outcome_at(module, from)),
            cell: claim.cell,
            indicator: None,
            basis: Basis::Declared,
            confidence: None,
            counts: false,
            evidence: Evidence {
                text: claim.said.value.clone(),
                place: claim.said.place.clone(),
                rule: None,
                level_by: None,
                path: Vec::new(),
            },
            standing: Standing::default(),
        })
        .collect();
    declared.sort_by(|a, b| {
        (a.cell, a.statement, &a.evidence.place).cmp(&(b.cell, b.statement, &b.evidence.place))
    });
    declared.dedup_by_key(|alignment| (alignment.cell, alignment.statement));
    declared
}
