//! Which forms a text has, and which it may have, told by one pass over it for the literals that they need.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::narrow::is_word;
use super::need::{Clause, Literal};
use super::text::Text;

/// What a form is told by.
#[derive(Debug)]
pub(super) enum Told {
    /// It is these words, with their diacritics, and nothing else need be asked.
    Words(Clause),
    /// It needs one of each of these.
    Needs(Vec<Clause>),
}

/// The literals of some forms, and whose they are.
#[derive(Debug, Default)]
pub(super) struct Literals {
    search: Option<AhoCorasick>,
    /// By literal of `search`.
    entries: Vec<Entry>,
    /// The forms that need one of each clause.
    clauses: Vec<Vec<usize>>,
    /// How many clauses each form needs.
    needed: Vec<u8>,
    /// The forms that need none.
    always: Vec<usize>,
}

#[derive(Debug, Default)]
struct Entry {
    /// Whether a word must begin and end with it.
    edges: (bool, bool),
    /// The forms that it is, and how they spell it where diacritics count.
    words: Vec<(usize, Option<Vec<u8>>)>,
    /// The clauses that it is of.
    clauses: Vec<usize>,
}

/// What forms a text has.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Forms that it has, and where.
    pub(super) found: Vec<(usize, Range<usize>)>,
    /// Forms that it may have.
    pub(super) possible: Vec<usize>,
}

impl Literals {
    /// Those of forms, each with whether diacritics count and what it is told by.
    pub(super) fn new(forms: Vec<(bool, Told)>) -> Self {
        let mut literals = Literals { needed: vec![0; forms.len()], ..Literals::default() };
        let (mut entries, mut clauses): (BTreeMap<Literal, Entry>, BTreeMap<Clause, Vec<usize>>) =
            Default::default();
        for (form, (strict, told)) in forms.into_iter().enumerate() {
            match told {
                Told::Words(words) => words.into_iter().for_each(|word| {
                    let spelled = strict.then(|| word.letters.clone());
                    entries.entry(word.plain()).or_default().words.push((form, spelled));
                }),
                Told::Needs(needs) if needs.is_empty() => literals.always.push(form),
                Told::Needs(needs) => {
                    literals.needed[form] = needs.len() as u8;
                    needs.into_iter().for_each(|clause| clauses.entry(clause).or_default().push(form));
                }
            }
        }
        for (clause, forms) in clauses {
            for literal in clause {
                entries.entry(literal).or_default().clauses.push(literals.clauses.len());
            }
            literals.clauses.push(forms);
        }
        literals.search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(entries.keys().map(|l| &l.letters))
            .ok();
        literals.entries =
            entries.into_iter().map(|(l, entry)| Entry { edges: (l.begins, l.ends), ..entry }).collect();
        literals
    }

    /// The forms that `text` has and may have.
    pub(super) fn seen(&self, text: &Text) -> Seen {
        let mut seen = Seen { found: Vec::new(), possible: self.always.clone() };
        let Some(search) = &self.search else {
            seen.possible = (0..self.needed.len()).collect();
            return seen;
        };
        let (plain, spelled) = text.letters(false);
        let (mut met, mut lacking) = (vec![false; self.clauses.len()], self.needed.clone());
        let edge = |at: Option<usize>| !at.and_then(|at| plain.get(at)).copied().is_some_and(is_word);
        for hit in search.find_overlapping_iter(plain) {
            let entry = &self.entries[hit.pattern().as_usize()];
            let (begins, ends) = entry.edges;
            if begins && !edge(hit.start().checked_sub(1)) || ends && !edge(Some(hit.end())) {
                continue;
            }
            let spelled = text.is_marked().then(|| &spelled[hit.range()]);
            let has = |spelling: &Option<Vec<u8>>| {
                spelled.zip(spelling.as_deref()).is_none_or(|(text, form)| text == form)
            };
            let words = entry.words.iter().filter(|(_, spelling)| has(spelling));
            seen.found.extend(words.map(|(form, _)| (*form, hit.range())));
            for clause in &entry.clauses {
                if std::mem::replace(&mut met[*clause], true) {
                    continue;
                }
                for form in &self.clauses[*clause] {
                    lacking[*form] -= 1;
                    if lacking[*form] == 0 {
                        seen.possible.push(*form);
                    }
                }
            }
        }
        seen
    }
}
