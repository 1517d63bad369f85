//! What a cell of prerequisites names, and which modules are meant.

use crate::curriculum::{Module, Prerequisite, code_key};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::mappings::Columns;
use crate::place::Located;
use crate::text::{fold_words, nearest};

/// The modules that a cell of prerequisites names, by code or title.
pub(super) fn prerequisites(
    text: &Located<String>,
    modules: &[Module],
    words: &Columns,
    findings: &mut Findings,
) -> Vec<Prerequisite> {
    let by_name = |name: &str| {
        let key = code_key(name);
        let code = modules.iter().position(|module| code_key(&module.code) == key);
        code.or_else(|| modules.iter().position(|module| fold_words(&module.title) == fold_words(name)))
    };
    let mut found = Vec::new();
    for name in names(&text.value, words, |name| by_name(name).is_some()) {
        let named = Located::new(name.clone(), text.place.clone());
        let module = by_name(&name);
        if module.is_none() {
            say_unknown_prerequisite(&named, modules, findings);
        }
        found.push(Prerequisite { named, module });
    }
    found
}

/// The names in a cell: between commas, semicolons, line ends and words such as *và*. A title that holds
/// such a word is kept whole where it is known.
fn names(text: &str, words: &Columns, known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    for item in text.split([',', ';', '\n', '+', '&']) {
        let item = item.trim().trim_matches(['(', ')', '-', '*', '.']).trim();
        let nothing = words.nothing.contains(&fold_words(item)) || !item.chars().any(char::is_alphanumeric);
        if nothing {
            continue;
        }
        if known(item) {
            names.push(item.to_owned());
            continue;
        }
        let mut name: Vec<&str> = Vec::new();
        for word in item.split_whitespace() {
            let is_code = known(word);
            if words.between.contains(&fold_words(word)) || is_code {
                names.extend((!name.is_empty()).then(|| name.join(" ")));
                name.clear();
                names.extend(is_code.then(|| word.to_owned()));
            } else {
                name.push(word);
            }
        }
        // What follows a code it stands beside is its title, or a remark on it.
        let remark = names.last().is_some_and(|last: &String| item.contains(last.as_str()));
        names.extend((!name.is_empty() && !remark).then(|| name.join(" ")));
    }
    names
}

fn say_unknown_prerequisite(named: &Located<String>, modules: &[Module], findings: &mut Findings) {
    let name = &named.value;
    let near = nearest(name, modules.iter().map(|module| module.code.as_str()));
    let (vi, en) = near.map(|n| (format!("; có phải {n}?"), format!("; is it {n}?"))).unwrap_or_default();
    findings.push(
        Code::UnknownPrerequisite,
        &named.place,
        Wording::new(format!("cột tiên quyết ghi \"{name}\", nhưng chương trình không có học phần này{vi}"), format!("the programme has no prerequisite module {name:?}{en}")),
        Wording::new("Nếu là học phần, sửa mã hoặc tên; nếu là điều kiện khác (số tín chỉ, năm học) thì để nguyên. Điều kiện này không được xét", "If a module is meant, correct its code or title; a condition of another kind (credits, year) may stay. It was not examined"),
    );
}
