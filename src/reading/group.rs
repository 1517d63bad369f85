//! Elective modules → choice groups, with what each asks a learner to take.

use std::collections::BTreeMap;

use super::draft::Draft;
use crate::curriculum::{Choice, ChoiceGroup, Module, Programme, Take};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::place::Place;
use crate::text::fold_words;

/// Resolves elective modules to choice groups.
pub(super) fn choose(programme: &mut Programme, drafts: &[(String, Vec<Draft>)], findings: &mut Findings) {
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    let mut free = Vec::new();
    for (position, (code, drafts)) in drafts.iter().enumerate() {
        if drafts.iter().find_map(|draft| draft.elective) != Some(true) {
            continue;
        }
        let Some(group) = drafts.iter().find_map(|draft| draft.group.clone()) else {
            programme.modules[position].choice = Choice::Free;
            free.push(code.as_str());
            continue;
        };
        let in_section = drafts.iter().any(|draft| draft.in_section);
        let name = group_name(&group.value);
        // Two sections may be called alike and are still two groups; a name in a column is one group.
        let key = if in_section { group.place.to_string() } else { fold_words(&name) };
        let at = *groups.entry(key).or_insert_with(|| {
            let name = distinct(name, &programme.groups);
            programme.groups.push(ChoiceGroup { name, take: Take::Unstated, place: group.place.clone() });
            programme.groups.len() - 1
        });
        if let Some(take) = drafts.iter().find_map(|draft| draft.take) {
            settle(&mut programme.groups[at], take, &group.place, findings);
        }
        programme.modules[position].choice = Choice::Group(at);
    }
    say_unclear_choices(programme, &free, findings);
}

/// `name`, with a number where another group is called the same.
fn distinct(name: String, groups: &[ChoiceGroup]) -> String {
    let same = |known: &&ChoiceGroup| fold_words(&known.name).starts_with(&fold_words(&name));
    match groups.iter().filter(same).count() {
        0 => name,
        count => format!("{name} ({})", count + 1),
    }
}

/// Takes down how much a group asks for; the first that is said holds, and another is pointed out.
fn settle(group: &mut ChoiceGroup, take: Take, place: &Place, findings: &mut Findings) {
    if group.take == Take::Unstated {
        group.take = take;
    } else if group.take != take {
        let name = &group.name;
        findings.push(
            Code::UnclearChoice,
            place,
            Wording::new(
                format!("nhóm tự chọn \"{name}\" ghi số phải chọn khác với hàng trước"),
                format!("choice group {name:?} asks for another number than an earlier row"),
            ),
            Wording::new(
                "Ghi cùng một số ở mọi hàng của nhóm; khung dùng số ghi trước",
                "Write the same number in every row of the group; the first was used",
            ),
        );
    }
}

/// `TC1` of `TC1: chọn 1 trong 3`.
fn group_name(text: &str) -> String {
    let name = text.split([':', '(']).next().unwrap_or(text).trim();
    if name.is_empty() { text.to_owned() } else { name.to_owned() }
}

fn say_unclear_choices(programme: &Programme, free: &[&str], findings: &mut Findings) {
    let help = Wording::new(
        "Ghi nhóm và số phải chọn, ví dụ \"TC1: chọn 1 trong 3\"; chừng nào chưa ghi, các học phần này không được tính là bảo đảm cho mọi người học",
        "Name the group and how many must be taken, as in \"TC1: choose 1 of 3\"; until then these modules guarantee nothing for every learner",
    );
    if let [first, ..] = free
        && let Some(position) = programme.module(first)
    {
        let codes = free.join(", ");
        findings.push(
            Code::UnclearChoice,
            &programme.modules[position].place,
            Wording::new(
                format!("học phần tự chọn không thuộc nhóm nào: {codes}"),
                format!("elective modules in no choice group: {codes}"),
            ),
            help.clone(),
        );
    }
    for (at, group) in programme.groups.iter().enumerate() {
        let members: Vec<&Module> =
            programme.modules.iter().filter(|m| m.choice == Choice::Group(at)).collect();
        let credits = programme.credits(|module| module.choice == Choice::Group(at));
        let name = &group.name;
        let too_many = match group.take {
            Take::Unstated => {
                let (vi, en) = (
                    format!("nhóm tự chọn \"{name}\" không ghi phải chọn bao nhiêu"),
                    format!("choice group {name:?} does not say how many must be taken"),
                );
                findings.push(Code::UnclearChoice, &group.place, Wording::new(vi, en), help.clone());
                None
            }
            Take::Modules(count) => {
                (count > members.len()).then(|| (count.to_string(), members.len().to_string()))
            }
            Take::Credits(count) => {
                (count > credits).then(|| (format!("{count} TC"), format!("{credits} TC")))
            }
        };
        if let Some((asked, there)) = too_many {
            findings.push(
                Code::ImpossibleChoice,
                &group.place,
                Wording::new(
                    format!("nhóm tự chọn \"{name}\" yêu cầu chọn {asked} nhưng chỉ có {there}"),
                    format!("choice group {name:?} asks for {asked} but holds {there}"),
                ),
                Wording::new(
                    "Sửa số phải chọn hoặc bổ sung học phần; hiện khung coi như phải học cả nhóm",
                    "Correct the number or add modules; the group was taken as compulsory",
                ),
            );
        }
    }
}
