//! Elective modules → choice groups, with what each asks a learner to take.

use std::collections::BTreeMap;

use super::choice;
use super::draft::Draft;
use crate::curriculum::{Choice, ChoiceGroup, Module, Programme, Take};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::mappings::Columns;
use crate::place::{Located, Place};
use crate::text::fold_words;

/// Resolves elective modules to choice groups, inner ones within outer ones.
pub(super) fn choose(
    programme: &mut Programme,
    drafts: &[(String, Vec<Draft>)],
    words: &Columns,
    findings: &mut Findings,
) {
    let mut chooser = Chooser { keys: keys(programme, drafts, words), positions: BTreeMap::new() };
    let mut free = Vec::new();
    for (position, (code, drafts)) in drafts.iter().enumerate() {
        let is_option = chooser.keys[position].iter().any(|named| is_of_codes(&named.text.value, programme));
        if drafts.iter().find_map(|draft| draft.elective) != Some(true) && !is_option {
            continue;
        }
        if chooser.keys[position].is_empty() {
            programme.modules[position].choice = Choice::Free;
            free.push(code.as_str());
            continue;
        }
        chooser.put(position, drafts, programme, words, findings);
    }
    say_unclear_choices(programme, &free, findings);
}

/// A choice group as the rows of its modules name it: what tells it from others, and its text.
#[derive(Clone, Debug)]
struct Named {
    key: String,
    text: Located<String>,
}

/// The groups of each module, the outer before the inner.
///
/// Two sections may be called alike and are still two groups; a name in a column is one group, within a
/// specialisation and an outer group. Where the modules so named have more credits than the group says it is
/// chosen from (`3/6TC`), it is one group a term.
fn keys(programme: &Programme, drafts: &[(String, Vec<Draft>)], words: &Columns) -> Vec<Vec<Named>> {
    let mut keys: Vec<Vec<Named>> =
        drafts.iter().map(|(_, drafts)| named(programme, drafts, words)).collect();
    for depth in 0..keys.iter().map(Vec::len).max().unwrap_or(0) {
        let mut sums: BTreeMap<String, f64> = BTreeMap::new();
        for (module, named) in programme.modules.iter().zip(&keys) {
            if let Some(named) = named.get(depth) {
                *sums.entry(named.key.clone()).or_default() += module.amount.credits.unwrap_or(0.0);
            }
        }
        for (module, named) in programme.modules.iter().zip(&mut keys) {
            let Some(at) = named.get(depth) else { continue };
            let pool = choice::pool(&at.text.value).filter(|_| takes_credits(&at.text.value));
            if pool.is_some_and(|pool| sums[&at.key] > pool + 0.01) {
                let term = format!(" {:?}", module.term);
                named[depth..].iter_mut().for_each(|named| named.key.push_str(&term));
            }
        }
    }
    // Options that name a module make a group of the two.
    let pairs: Vec<(usize, usize)> = (0..keys.len())
        .filter_map(|at| Some((at, programme.module(&keys[at].first()?.text.value)?)))
        .filter(|(at, other)| at != other)
        .collect();
    for (at, other) in pairs {
        let name = format!("{}/{}", programme.modules[at].code, programme.modules[other].code);
        let text = Located::new(name.clone(), keys[at][0].text.place.clone());
        let named = vec![Named { key: name, text }];
        keys[other].clone_from(&named);
        keys[at] = named;
    }
    keys
}

fn named(programme: &Programme, drafts: &[Draft], words: &Columns) -> Vec<Named> {
    let Some(draft) = drafts.iter().find(|draft| !draft.groups.is_empty()) else { return Vec::new() };
    let mut key = draft.specialisation.clone().unwrap_or_default();
    let groups = draft.groups.iter().map(|text| {
        let is_module = programme.module(&text.value).is_some();
        let own = match draft.in_section && !is_module {
            true => text.place.to_string(),
            false => fold_words(&group_name(&text.value, words)),
        };
        key = format!("{key} › {own}");
        Named { key: key.clone(), text: text.clone() }
    });
    groups.collect()
}

fn takes_credits(text: &str) -> bool {
    fold_words(text)
        .split(' ')
        .any(|word| word.ends_with("tc") || word == "chi" || word.starts_with("credit"))
}

struct Chooser {
    keys: Vec<Vec<Named>>,
    positions: BTreeMap<String, usize>,
}

impl Chooser {
    /// Puts a module into its innermost group, and that into the one around it.
    fn put(
        &mut self,
        module: usize,
        drafts: &[Draft],
        programme: &mut Programme,
        words: &Columns,
        findings: &mut Findings,
    ) {
        let mut within = None;
        let draft_take = drafts.iter().find_map(|draft| draft.take);
        let last = self.keys[module].len() - 1;
        for (depth, Named { key, text }) in self.keys[module].iter().enumerate() {
            let at = *self.positions.entry(key.clone()).or_insert_with(|| {
                let name = distinct(group_name(&text.value, words), &programme.groups);
                let place = text.place.clone();
                programme.groups.push(ChoiceGroup { name, take: Take::Unstated, within, place });
                programme.groups.len() - 1
            });
            let stated = choice::take(&text.value, words);
            let take = draft_take.filter(|_| depth == last).or(stated);
            let take = take.or(is_of_codes(&text.value, programme).then_some(Take::Modules(1)));
            if let Some(take) = take {
                settle(&mut programme.groups[at], take, &text.place, findings);
            }
            within = Some(at);
        }
        if let Some(group) = within {
            programme.modules[module].choice = Choice::Group(group);
        }
    }
}

/// Whether a group's name is the codes of its modules: `MUL215/MUL216`.
fn is_of_codes(name: &str, programme: &Programme) -> bool {
    name.contains('/') && name.split('/').all(|code| programme.module(code).is_some())
}

/// `name`, with a number where another group is called the same.
fn distinct(name: String, groups: &[ChoiceGroup]) -> String {
    let same = |known: &&ChoiceGroup| {
        let bare = known.name.rsplit_once(" (").map_or(known.name.as_str(), |(bare, _)| bare);
        [bare, known.name.as_str()].iter().any(|known| fold_words(known) == fold_words(&name))
    };
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

/// `TC1` of `TC1: chọn 1 trong 3`; where only "Tự chọn" would be left, all of it.
fn group_name(text: &str, words: &Columns) -> String {
    let name = text.split([':', '(']).next().unwrap_or(text).trim();
    let says_little = name.is_empty() || words.elective.contains(&fold_words(name));
    if says_little { text.to_owned() } else { name.to_owned() }
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
        let is_member = |module: &Module| programme.is_in_group(module, at);
        let members: Vec<&Module> = programme.modules.iter().filter(|module| is_member(module)).collect();
        let credits = programme.credits(is_member);
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
