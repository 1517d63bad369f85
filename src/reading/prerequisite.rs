//! What a cell of prerequisites names, and which modules are meant.

use std::collections::BTreeMap;

use crate::curriculum::{Module, Prerequisite, code_key};
use crate::finding::{Code, Findings};
use crate::lang::{Wording, perhaps};
use crate::layout::code_and_title;
use crate::mappings::Columns;
use crate::place::Located;
use crate::text::{fold, fold_words, nearest, normalize};

/// The modules of a programme by what prerequisites call them.
pub(super) struct Names<'a> {
    modules: &'a [Module],
    words: &'a Columns,
    codes: BTreeMap<String, usize>,
    titles: BTreeMap<String, usize>,
    /// Titles of several words, folded, the longest first.
    phrases: Vec<(Vec<char>, usize)>,
}

/// The modules that a cell names.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) before: Vec<Prerequisite>,
    pub(super) parallel: Vec<Prerequisite>,
}

/// The first of the characters that stand for titles: a plane for private use.
const MARK: u32 = 0xf0000;

/// Where `phrase` stands in `text` with no letter or digit on either side.
fn position(text: &[char], phrase: &[char]) -> Option<usize> {
    let bounded = |at: usize| {
        let before = at.checked_sub(1).is_none_or(|before| !text[before].is_alphanumeric());
        before && text.get(at + phrase.len()).is_none_or(|c| !c.is_alphanumeric())
    };
    (0..(text.len() + 1).saturating_sub(phrase.len()))
        .find(|at| text[*at..].starts_with(phrase) && bounded(*at))
}

impl<'a> Names<'a> {
    pub(super) fn new(modules: &'a [Module], words: &'a Columns) -> Self {
        // Of two modules called alike the first is meant.
        let first = |names: Vec<(String, usize)>| names.into_iter().rev().collect();
        let numbered = || modules.iter().enumerate();
        let mut phrases: Vec<(Vec<char>, usize)> = numbered()
            .map(|(at, module)| (fold(&module.title).chars().collect(), at))
            .filter(|(title, _): &(Vec<char>, usize)| title.contains(&' '))
            .collect();
        phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
        Names {
            modules,
            phrases,
            words,
            codes: first(numbered().map(|(at, module)| (code_key(&module.code), at)).collect()),
            titles: first(numbered().map(|(at, module)| (fold_words(&module.title), at)).collect()),
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        let mut chars = name.trim().chars();
        if let (Some(mark), None) = (chars.next(), chars.next())
            && let Some(at) =
                (mark as u32).checked_sub(MARK).map(|at| at as usize).filter(|at| *at < self.modules.len())
        {
            return Some(at);
        }
        self.codes.get(&code_key(name)).or_else(|| self.titles.get(&fold_words(name))).copied()
    }

    /// The modules that a cell names, by code or title: those to be taken before, and those at the same time.
    /// Those that are not found are said.
    pub(super) fn read(&self, text: &Located<String>, findings: &mut Findings) -> Links {
        let mut links = Links::default();
        let marked = self.with_titles_marked(&text.value);
        let marked = self.without_parts(&marked);
        for item in marked.split([',', ';', '\n', '+', '&']) {
            let names = self.split(item);
            // Of names joined by "hoặc", or by a stroke, one is enough.
            let alternative = names.len() > 1 && self.is_either(item);
            let folded = format!(" {} ", fold_words(item));
            let together = self.words.together.iter().any(|word| folded.contains(&format!(" {word} ")));
            let list = if together { &mut links.parallel } else { &mut links.before };
            for name in names {
                let module = self.find(&name);
                let named = Located::new(self.unmarked(&name), text.place.clone());
                if module.is_none() {
                    self.say_unknown(&named, findings);
                }
                // "GD307 - Kiến tập sư phạm" names one module twice.
                if module.is_none() || !list.iter().any(|known| known.module == module) {
                    list.push(Prerequisite { named, module, alternative });
                }
            }
        }
        links
    }

    /// `text` with each known title of several words made one character, so that its own commas and "và" do
    /// not cut it. Folding keeps one character for one.
    fn with_titles_marked(&self, text: &str) -> String {
        let mut out: Vec<char> = normalize(text).chars().collect();
        let mut folded: Vec<char> = fold(text).chars().collect();
        if out.len() != folded.len() {
            return text.to_owned();
        }
        for (title, module) in &self.phrases {
            let Some(mark) = char::from_u32(MARK + *module as u32) else { continue };
            while let Some(at) = position(&folded, title) {
                out.splice(at..at + title.len(), [mark]);
                folded.splice(at..at + title.len(), [mark]);
            }
        }
        out.into_iter().collect()
    }

    /// `text` with the marks of titles that are part of a longer name written out again: "Tiếng Anh" in
    /// "Tiếng Anh 2" names another module.
    fn without_parts(&self, text: &str) -> String {
        let is_word = |c: char| c.is_alphanumeric();
        let item = |item: &str| {
            let rest: String = without_remarks(item).chars().filter(|c| (*c as u32) < MARK).collect();
            let words: Vec<&str> =
                rest.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).collect();
            let known = |word: &&str| {
                self.words.between.contains(&fold_words(word)) || self.codes.contains_key(&code_key(word))
            };
            if words.iter().all(known) { item.to_owned() } else { self.unmarked(item) }
        };
        let mut out = String::new();
        for part in text.split_inclusive([',', ';', '\n', '+', '&', '/']) {
            let end = part.len()
                - part.chars().next_back().filter(|c| ",;\n+&/".contains(*c)).map_or(0, char::len_utf8);
            out.push_str(&item(&part[..end]));
            out.push_str(&part[end..]);
        }
        out
    }

    /// The title that a mark stands for.
    fn unmarked(&self, name: &str) -> String {
        let title =
            |c: char| self.modules.get((c as u32).wrapping_sub(MARK) as usize).map(|m| m.title.clone());
        name.chars().map(|c| title(c).unwrap_or_else(|| c.to_string())).collect()
    }

    fn is_mark(&self, word: &str) -> bool {
        word.chars().count() == 1 && word.chars().all(|c| (c as u32) >= MARK) && self.find(word).is_some()
    }

    fn is_either(&self, item: &str) -> bool {
        item.contains('/')
            || fold_words(item).split(' ').any(|word| self.words.either.iter().any(|w| w == word))
    }

    /// The names in one item, between words such as *và*. A title that holds such a word is kept whole where
    /// it is known, and what stands right after a known code is its title, or a remark on it.
    fn split(&self, item: &str) -> Vec<String> {
        let item = item.trim().trim_matches(['(', ')', '-', '*', '.']).trim();
        if self.words.nothing.contains(&fold_words(item)) || !says_anything(item) {
            return Vec::new();
        }
        if self.find(item).is_some() {
            return vec![item.to_owned()];
        }
        // "Đã học: Cơ học" names what comes after the colon.
        let after = item.split_once(':').filter(|(before, _)| before.split_whitespace().count() <= 3);
        let item = after.map_or(item, |(_, after)| after.trim());
        if self.find(item).is_some() {
            return vec![item.to_owned()];
        }
        if let Some((code, _)) = code_and_title(item).filter(|(code, _)| self.find(code).is_none()) {
            return vec![code.to_owned()];
        }
        let item = without_remarks(item);
        // "TH4/TH5" names two modules, "Kiểm tra/đánh giá" one.
        let parts: Vec<&str> = item.split('/').map(str::trim).collect();
        if parts.len() > 1 && parts.iter().any(|part| self.find(part).is_some()) {
            return parts.into_iter().flat_map(|part| self.split(part)).collect();
        }
        let mut names = Vec::new();
        let mut name: Vec<&str> = Vec::new();
        let mut after_code = false;
        for word in item.split_whitespace().chain(std::iter::once("")) {
            let ends = word.is_empty() || self.words.between.contains(&fold_words(word));
            let is_code = !ends && (self.codes.contains_key(&code_key(word)) || self.is_mark(word));
            if ends || is_code {
                names.extend((!name.is_empty() && !after_code).then(|| name.join(" ")));
                name.clear();
                names.extend(is_code.then(|| word.to_owned()));
                after_code = is_code;
            } else if after_code
                && word.chars().any(|c| c.is_ascii_digit())
                && word.chars().any(char::is_alphabetic)
            {
                // It looks like a code itself, though the programme has no such module.
                names.push(word.to_owned());
            } else {
                name.push(word);
            }
        }
        names
    }

    fn say_unknown(&self, named: &Located<String>, findings: &mut Findings) {
        let name = &named.value;
        let near = nearest(name, self.modules.iter().map(|module| module.code.as_str()));
        let Wording { vi, en } = perhaps(near);
        findings.push(
            Code::UnknownPrerequisite,
            &named.place,
            Wording::new(format!("cột tiên quyết ghi \"{name}\", nhưng chương trình không có học phần này{vi}"), format!("the programme has no prerequisite module {name:?}{en}")),
            Wording::new("Nếu là học phần, sửa mã hoặc tên; nếu là điều kiện khác (số tín chỉ, năm học) thì để nguyên. Điều kiện này không được xét", "If a module is meant, correct its code or title; a condition of another kind (credits, year) may stay. It was not examined"),
        );
    }
}

/// Whether there is a letter, a digit or a title in it.
fn says_anything(item: &str) -> bool {
    item.chars().any(|c| c.is_alphanumeric() || c as u32 >= MARK)
}

/// An item without what stands in brackets: `MUL322 (CN1)` names a module and what it is for.
fn without_remarks(item: &str) -> String {
    let mut depth = 0_u32;
    let kept = item.chars().filter(|c| {
        depth += u32::from(matches!(c, '(' | '['));
        let inside = depth > 0;
        depth -= u32::from(matches!(c, ')' | ']') && depth > 0);
        !inside
    });
    let kept: String = kept.collect();
    if says_anything(&kept) { kept } else { item.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::{Amount, Choice};
    use crate::mappings::Mappings;
    use crate::place::Place;

    fn named(text: &str) -> Vec<String> {
        let place = Place::File { file: "a.csv".into() };
        let module = |code: &str, title: &str| Module {
            code: code.to_owned(),
            title: title.to_owned(),
            offer: Default::default(),
            amount: Amount::default(),
            term: None,
            choice: Choice::Compulsory,
            prerequisites: Vec::new(),
            parallel: Vec::new(),
            specialisation: None,
            statements: Vec::new(),
            place: place.clone(),
        };
        let modules = [module("MAT1", "Toán và tin"), module("PHY 2", "Vật lí")];
        let words = Mappings::embedded().columns().expect("columns.toml loads");
        let found = Names::new(&modules, &words)
            .read(&Located::new(text.to_owned(), place.clone()), &mut Findings::default());
        found
            .before
            .into_iter()
            .map(|p| format!("{}{}", p.named.value, if p.module.is_some() { "" } else { "?" }))
            .collect()
    }

    #[test]
    fn prerequisites_are_named_in_many_ways() {
        assert_eq!(named("MAT1, PHY2"), ["MAT1", "PHY2"]);
        assert_eq!(named("Toán và tin\nVật lý"), ["Toán và tin", "Vật lí"]);
        assert_eq!(named("MAT1 và MAT9"), ["MAT1", "MAT9?"]);
        assert_eq!(named("MAT1 (hoặc tương đương)").first().map(String::as_str), Some("MAT1"));
        assert_eq!(named("MAT1 (CN1) PHY2 (CN2)"), ["MAT1", "PHY2"]);
        assert_eq!(named("MAT1/PHY2"), ["MAT1", "PHY2"]);
        assert!(named("Không").is_empty() && named("-").is_empty());
    }
}
