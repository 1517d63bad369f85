//! Which tables belong together in one programme.

use std::collections::BTreeSet;

use super::draft::{Draft, Part};
use crate::curriculum::code_key;
use crate::finding::{Code, Findings};
use crate::lang::{Wording, perhaps};
use crate::layout::TableKind;
use crate::text::{fold_words, nearest};

/// Tables that make up one programme: those that list its modules, and those that add to them.
pub(super) struct Family {
    pub(super) lists: Vec<Part>,
    pub(super) more: Vec<Part>,
    /// Sheets that tell facts of the programme and nothing else.
    pub(super) facts: Vec<Part>,
}

impl Family {
    fn new(list: Part) -> Self {
        Family { lists: vec![list], more: Vec::new(), facts: Vec::new() }
    }

    /// Whether `part` lists more modules of this programme.
    fn takes(&self, part: &Part) -> bool {
        let ours = &self.lists[0];
        let apart = matches!((study(ours), study(part)), (Some(ours), Some(theirs)) if ours != theirs);
        ours.book == part.book && !apart && !self.repeats(part)
    }

    fn keys(&self) -> BTreeSet<String> {
        self.lists.iter().flat_map(keys).collect()
    }

    fn names(&self) -> BTreeSet<String> {
        self.lists.iter().flat_map(names).collect()
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

/// The codes and titles of a part's modules as they are compared: what another sheet may call them by.
fn names(part: &Part) -> BTreeSet<String> {
    let named =
        part.drafts.iter().flat_map(|draft| [Some(draft.name()), draft.title()].into_iter().flatten());
    named.map(code_key).filter(|key| !key.is_empty()).collect()
}

/// Whether a list without codes repeats, by their titles, modules that a list with codes has: it then adds to
/// them, and is no list of its own.
fn repeats_by_title(part: &Part, lists: &[Part]) -> bool {
    let without_codes = part.drafts.iter().all(|draft| draft.code.is_none());
    let theirs = names(part);
    let same = |list: &&Part| {
        let has_codes = list.drafts.iter().any(|draft| draft.code.is_some());
        list.book == part.book && has_codes && names(list).intersection(&theirs).count() * 2 >= theirs.len()
    };
    without_codes && lists.iter().any(|list| same(&list))
}

/// The families that `parts` make up.
///
/// Tables that list modules with facts about them (credits, term, …) make programmes: those of one
/// workbook make one, unless two list much the same modules, which are then two versions, or are titled
/// for two lines of study. Other tables (outcomes, a matrix) are joined to the programmes whose modules they
/// name, those of their own workbook first. A workbook with such tables alone is a programme if they tell
/// titles or texts.
pub(super) fn families(parts: Vec<Part>, findings: &mut Findings) -> Vec<Family> {
    let (facts, parts): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.kind.is_none());
    let (outcomes, parts): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.drafts.is_empty());
    let (lists, mut more): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.kind == Some(TableKind::Modules));
    let again: Vec<bool> = lists.iter().map(|part| repeats_by_title(part, &lists)).collect();
    let mut families: Vec<Family> = Vec::new();
    for (part, again) in lists.into_iter().zip(again) {
        if again {
            more.push(part);
            continue;
        }
        let home = families.iter_mut().rev().find(|family| family.takes(&part));
        match home {
            Some(family) => family.lists.push(part),
            None => families.push(Family::new(part)),
        }
    }
    // Texts make a programme where no list does; matrices and assessments then find it.
    let (texts, more): (Vec<Part>, Vec<Part>) =
        more.into_iter().partition(|part| part.kind == Some(TableKind::Texts));
    for part in texts.into_iter().chain(more) {
        place(part, &mut families, findings);
    }
    attach(outcomes, &mut families, findings, |family| &mut family.more);
    attach(facts, &mut families, findings, |family| &mut family.facts);
    families
}

/// Gives each part to the families of its workbook or, if there are none and there is but one family, to that. One
/// that no family takes is said.
fn attach(
    parts: Vec<Part>,
    families: &mut [Family],
    findings: &mut Findings,
    to: impl Fn(&mut Family) -> &mut Vec<Part>,
) {
    for part in parts {
        let only = families.len() == 1;
        let own = |family: &Family| family.lists[0].book == part.book;
        let any = families.iter().any(own);
        if !any && !only && !part.outcomes.is_empty() {
            say_unattached(&part, findings);
        }
        for family in families.iter_mut().filter(|family| if any { own(family) } else { only }) {
            to(family).push(part.clone());
        }
    }
}

fn say_unattached(part: &Part, findings: &mut Findings) {
    findings.push(
        Code::SkippedSheet,
        &part.place,
        Wording::new(
            "chuẩn đầu ra chương trình ở trang này không rõ thuộc chương trình nào nên không được dùng",
            "it is not clear which programme the outcomes on this sheet belong to; they were not used",
        ),
        Wording::new(
            "Chép trang này vào tệp có danh sách học phần của chương trình",
            "Copy the sheet into the workbook that lists the programme's modules",
        ),
    );
}

/// The line of study that a title names: `su pham toan` of "Chương trình đào tạo ngành Sư phạm Toán".
fn study(part: &Part) -> Option<String> {
    let title = part.about.title.as_ref().or(part.about.line.as_ref())?;
    let words = fold_words(title);
    let named = |word: &str| words.split_once(&format!("{word} ")).map(|(_, after)| after.to_owned());
    named("nganh").or_else(|| named("major in")).or_else(|| named("programme in"))
}

/// Puts a table that adds to modules with the programmes it adds to.
fn place(part: Part, families: &mut Vec<Family>, findings: &mut Findings) {
    let theirs: BTreeSet<String> = part.drafts.iter().flat_map(Draft::aliases).collect();
    let shared: Vec<usize> =
        families.iter().map(|family| family.names().intersection(&theirs).count()).collect();
    let own: Vec<usize> = (0..families.len()).filter(|at| families[*at].lists[0].book == part.book).collect();
    let candidates = if own.is_empty() { (0..families.len()).collect() } else { own.clone() };
    let best = candidates.iter().map(|at| shared[*at]).max().unwrap_or(0);
    let homes: Vec<usize> =
        candidates.into_iter().filter(|at| shared[*at] > 0 && shared[*at] * 2 >= best).collect();
    let tells = part.drafts.iter().any(|draft| draft.title.is_some() || !draft.texts.is_empty());
    // A workbook of syllabi, one module a sheet, lists its modules sheet by sheet.
    let syllabi = |at: &usize| families[*at].lists.iter().all(|list| list.kind == Some(TableKind::Texts));
    if let Some(home) = own.iter().copied().find(syllabi).filter(|_| homes.is_empty() && tells) {
        families[home].lists.push(part);
        return;
    }
    if homes.is_empty() && own.is_empty() && tells {
        families.push(Family::new(part));
        return;
    }
    say_unknown_modules(&part, families, &homes, findings);
    for home in homes {
        families[home].more.push(part.clone());
    }
}

fn say_unknown_modules(part: &Part, families: &[Family], homes: &[usize], findings: &mut Findings) {
    let known: BTreeSet<String> = homes.iter().flat_map(|at| families[*at].names()).collect();
    let names: Vec<&str> = homes
        .iter()
        .flat_map(|at| &families[*at].lists)
        .flat_map(|list| &list.drafts)
        .map(Draft::name)
        .collect();
    for draft in &part.drafts {
        let name = draft.name();
        if draft.aliases().iter().any(|alias| known.contains(alias)) {
            continue;
        }
        let near = nearest(name, names.iter().copied());
        let Wording { vi, en } = perhaps(near);
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
