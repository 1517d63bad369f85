//! Parts → programmes: which tables belong together, and what their references mean.

use std::collections::{BTreeMap, BTreeSet};

use super::Curriculum;
use super::draft::{Draft, Part};
use super::group::choose;
use super::module::module;
use super::prerequisite::Names;
use crate::alignment::{Alignment, Basis, Evidence};
use crate::curriculum::{Choice, Prerequisite, Programme, code_key};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::layout::Guide;
use crate::place::Located;
use crate::text::{fold_words, nearest};

/// Tables that make up one programme: those that list its modules, and those that add to them.
struct Family {
    lists: Vec<Part>,
    more: Vec<Part>,
}

impl Family {
    fn keys(&self) -> BTreeSet<String> {
        self.lists.iter().flat_map(keys).collect()
    }

    /// Whether `part` lists much the same modules, at least half of the longer list: it is then another version
    /// of the programme, and not a part of it.
    fn repeats(&self, part: &Part) -> bool {
        let (ours, theirs) = (self.keys(), keys(part));
        let shared = ours.intersection(&theirs).count();
        shared * 2 >= ours.len().max(theirs.len()).max(1)
    }
}

/// The names of a part's modules as they are compared.
fn keys(part: &Part) -> BTreeSet<String> {
    part.drafts.iter().map(|draft| code_key(draft.name())).filter(|key| !key.is_empty()).collect()
}

/// The programmes that `parts` make up.
///
/// Tables that list modules with facts about them (credits, term, …) make programmes: those of one
/// workbook make one, unless two list much the same modules, which are then two versions. Other tables
/// (outcomes, a matrix) are joined to the programmes whose modules they name, those of their own
/// workbook first. A workbook with such tables alone is a programme if they tell
/// titles or texts.
pub(super) fn programmes(parts: Vec<Part>, guide: Guide<'_>, findings: &mut Findings) -> Vec<Curriculum> {
    let (lists, more): (Vec<Part>, Vec<Part>) =
        parts.into_iter().filter(|part| !part.drafts.is_empty()).partition(|part| part.lists_modules);
    let mut families: Vec<Family> = Vec::new();
    for part in lists {
        let home = families
            .iter_mut()
            .rev()
            .find(|family| family.lists[0].book == part.book && !family.repeats(&part));
        match home {
            Some(family) => family.lists.push(part),
            None => families.push(Family { lists: vec![part], more: Vec::new() }),
        }
    }
    for part in more {
        place(part, &mut families, findings);
    }
    let ids = ids(&families);
    families.into_iter().zip(ids).map(|(family, id)| curriculum(family, id, guide, findings)).collect()
}

/// Puts a table that adds to modules with the programmes it adds to.
fn place(part: Part, families: &mut Vec<Family>, findings: &mut Findings) {
    let theirs = keys(&part);
    let shared: Vec<usize> =
        families.iter().map(|family| family.keys().intersection(&theirs).count()).collect();
    let own: Vec<usize> = (0..families.len()).filter(|at| families[*at].lists[0].book == part.book).collect();
    let candidates = if own.is_empty() { (0..families.len()).collect() } else { own.clone() };
    let best = candidates.iter().map(|at| shared[*at]).max().unwrap_or(0);
    let homes: Vec<usize> =
        candidates.into_iter().filter(|at| shared[*at] > 0 && shared[*at] * 2 >= best).collect();
    let tells = part.drafts.iter().any(|draft| draft.title.is_some() || !draft.texts.is_empty());
    if homes.is_empty() && own.is_empty() && tells {
        families.push(Family { lists: vec![part], more: Vec::new() });
        return;
    }
    say_unknown_modules(&part, families, &homes, findings);
    for home in homes {
        families[home].more.push(Part { drafts: part.drafts.clone(), totals: Vec::new(), ..copy(&part) });
    }
}

fn copy(part: &Part) -> Part {
    Part {
        book: part.book.clone(),
        sheet: part.sheet.clone(),
        place: part.place.clone(),
        title: part.title.clone(),
        lists_modules: part.lists_modules,
        drafts: Vec::new(),
        totals: Vec::new(),
    }
}

fn say_unknown_modules(part: &Part, families: &[Family], homes: &[usize], findings: &mut Findings) {
    let known: BTreeSet<String> = homes.iter().flat_map(|at| families[*at].keys()).collect();
    let names: Vec<&str> = homes
        .iter()
        .flat_map(|at| &families[*at].lists)
        .flat_map(|list| &list.drafts)
        .map(Draft::name)
        .collect();
    for draft in &part.drafts {
        let name = draft.name();
        if known.contains(&code_key(name)) {
            continue;
        }
        let near = nearest(name, names.iter().copied());
        let (vi, en) = near.map(|n| (format!("; có phải {n}?"), format!("; is it {n}?"))).unwrap_or_default();
        findings.push(
            Code::UnknownModule,
            &draft.place,
            Wording::new(
                format!("danh sách học phần không có \"{name}\"{vi}"),
                format!("the list of modules has no {name:?}{en}"),
            ),
            Wording::new(
                "Sửa mã ở đây hoặc thêm học phần vào danh sách; hàng này không được dùng",
                "Correct the code here or add the module to the list; this row was not used",
            ),
        );
    }
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
    let title = family.lists.iter().chain(&family.more).find_map(|part| part.title.clone());
    let totals: Vec<Located<f64>> = family.lists.iter().flat_map(|part| part.totals.clone()).collect();
    let drafts = gathered(family, findings);
    let modules = drafts.iter().map(|(code, drafts)| module(code.clone(), drafts)).collect();
    let mut programme =
        Programme { title: title.unwrap_or_else(|| id.clone()), id, place, modules, groups: Vec::new() };
    choose(&mut programme, &drafts, findings);
    let names = Names::new(&programme.modules, guide.columns);
    let mut prerequisites: Vec<Vec<Prerequisite>> = Vec::new();
    for (_, drafts) in &drafts {
        let named = drafts.iter().flat_map(|draft| &draft.prerequisites);
        prerequisites.push(named.flat_map(|text| names.read(text, findings)).collect());
    }
    for (module, found) in programme.modules.iter_mut().zip(prerequisites) {
        module.prerequisites = found;
    }
    compare_totals(&programme, &totals, findings);
    let declared =
        drafts.iter().enumerate().flat_map(|(position, (_, drafts))| declared(position, drafts)).collect();
    Curriculum { programme, declared }
}

/// The drafts of each module, in the order of the lists, under the code it will have.
fn gathered(family: Family, findings: &mut Findings) -> Vec<(String, Vec<Draft>)> {
    let mut modules: Vec<(String, Vec<Draft>)> = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
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
        let code = say_duplicate(&draft, &modules, position, findings);
        positions.insert(code_key(&code), modules.len());
        modules.push((code, vec![draft]));
    }
    for draft in family.more.into_iter().flat_map(|part| part.drafts) {
        if let Some(position) = positions.get(&code_key(draft.name())) {
            modules[*position].1.push(draft);
        }
    }
    modules
}

/// Rows of one module: the code again with the same title, or with none.
fn same_title(draft: &Draft, known: &Draft) -> bool {
    let title = |draft: &Draft| draft.title.as_ref().map(|title| fold_words(&title.value));
    title(draft).is_none() || title(draft) == title(known)
}

/// Two modules with one code are both kept, the second under a code of its own.
fn say_duplicate(
    draft: &Draft,
    modules: &[(String, Vec<Draft>)],
    first: usize,
    findings: &mut Findings,
) -> String {
    let code = draft.name();
    let same = |known: &&(String, Vec<Draft>)| code_key(known.1[0].name()) == code_key(code);
    let count = modules.iter().filter(same).count() + 1;
    let renamed = format!("{code} ({count})");
    let there = modules[first].1[0].place.within();
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

fn declared(position: usize, drafts: &[Draft]) -> Vec<Alignment> {
    let claims = drafts.iter().flat_map(|draft| &draft.claims);
    let mut declared: Vec<Alignment> = claims
        .map(|claim| Alignment {
            module: position,
            statement: None,
            cell: claim.cell,
            indicator: None,
            basis: Basis::Declared,
            confidence: None,
            counts: false,
            evidence: Evidence {
                text: claim.said.value.clone(),
                place: claim.said.place.clone(),
                rule: None,
            },
        })
        .collect();
    declared.sort_by(|a, b| (a.cell, &a.evidence.place).cmp(&(b.cell, &b.evidence.place)));
    declared.dedup_by_key(|alignment| alignment.cell);
    declared
}
