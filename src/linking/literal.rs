//! Which forms a text has, and which it may have, told by one pass over it for the literals that they need.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use super::narrow::is_word;
use super::need::{Clause, Literal};
use super::text::Text;
use super::written::Ending;

/// What a form is told by.
#[derive(Debug)]
pub(super) enum Told {
    /// It is these words, and nothing else need be asked.
    Words(Words),
    /// It needs one of each of these.
    Needs(Vec<Clause>),
}

/// Words with their diacritics, and how the last of them may go on.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) forms: Clause,
    pub(super) ending: Ending,
}

/// The literals of some forms, and whose they are, ready to be looked for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "Table", into = "Table")]
pub(super) struct Literals {
    search: Option<AhoCorasick>,
    /// The entries that begin with each literal of `search`.
    groups: Vec<Range<usize>>,
    table: Table,
}

/// Letters by which literals are looked for, before what follows them is compared. With more of them fewer literals are
/// compared in vain, and the search takes longer to make.
const BEGINNING: usize = 8;

/// The literals of some forms, and whose they are.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Table {
    /// By literal.
    entries: Vec<Entry>,
    /// The forms that need one of each clause.
    clauses: Vec<Vec<usize>>,
    /// How many clauses each form needs.
    needed: Vec<u8>,
    /// The forms that need none.
    always: Vec<usize>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Entry {
    /// In plain letters.
    literal: Literal,
    /// The forms that it is.
    words: Vec<Word>,
    /// The clauses that it is of.
    clauses: Vec<usize>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Word {
    form: usize,
    /// How it is spelled, where diacritics count.
    spelled: Option<Vec<u8>>,
    ending: Ending,
}

impl Word {
    /// Where it is in a text that has its plain letters at `at`.
    fn found(&self, at: Range<usize>, plain: &[u8], spelled: Option<&[u8]>) -> Option<Range<usize>> {
        let contradicted =
            spelled.zip(self.spelled.as_deref()).is_some_and(|(text, word)| text[at.clone()] != *word);
        let more = match self.ending {
            Ending::Fixed => 0,
            _ => plain[at.end..].iter().take_while(|byte| is_word(**byte)).count(),
        };
        let lacks = self.ending == Ending::Required && more == 0;
        (!contradicted && !lacks).then(|| at.start..at.end + more)
    }
}

/// What forms a text has.
#[derive(Debug)]
pub(super) struct Seen {
    /// Forms that it has, and where.
    pub(super) found: Vec<(usize, Range<usize>)>,
    /// Forms that it may have.
    pub(super) possible: Vec<usize>,
}

impl Entry {
    fn beginning(&self) -> &[u8] {
        &self.literal.letters[..self.literal.letters.len().min(BEGINNING)]
    }

    /// Where it is in `plain` if it begins at `start`.
    fn found(&self, plain: &[u8], start: usize) -> Option<Range<usize>> {
        let Literal { letters, begins, ends } = &self.literal;
        let end = start + letters.len();
        let goes_on = |at: Option<usize>| at.and_then(|at| plain.get(at)).copied().is_some_and(is_word);
        let is_there = plain.get(start..end) == Some(letters)
            && !(*begins && goes_on(start.checked_sub(1)))
            && !(*ends && goes_on(Some(end)));
        is_there.then_some(start..end)
    }
}

impl From<Table> for Literals {
    fn from(table: Table) -> Self {
        let mut groups: Vec<Range<usize>> = Vec::new();
        for group in table.entries.chunk_by(|a, b| a.beginning() == b.beginning()) {
            let start = groups.last().map_or(0, |before| before.end);
            groups.push(start..start + group.len());
        }
        let beginnings = groups.iter().map(|group| table.entries[group.start].beginning());
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(beginnings).ok();
        Literals { search, groups, table }
    }
}

impl From<Literals> for Table {
    fn from(literals: Literals) -> Self {
        literals.table
    }
}

impl Literals {
    /// Those of forms, each with whether diacritics count and what it is told by.
    pub(super) fn new(forms: Vec<(bool, Told)>) -> Self {
        let mut listed = Listed::default();
        listed.table.needed = vec![0; forms.len()];
        for (form, (strict, told)) in forms.into_iter().enumerate() {
            match told {
                Told::Words(words) => listed.words(form, strict, words),
                Told::Needs(clauses) => listed.needs(form, clauses),
            }
        }
        Literals::from(listed.table())
    }

    /// The forms that `text` has and may have.
    pub(super) fn seen(&self, text: &Text) -> Seen {
        let Literals { search, groups, table } = self;
        let Some(search) = search else {
            return Seen { found: Vec::new(), possible: (0..table.needed.len()).collect() };
        };
        let mut seen = Seen { found: Vec::new(), possible: table.always.clone() };
        let mut lacking = Lacking::new(table);
        let (plain, spelled) = text.letters(false);
        let spelled = text.is_marked().then_some(spelled);
        for hit in search.find_overlapping_iter(plain) {
            for entry in &table.entries[groups[hit.pattern().as_usize()].clone()] {
                let Some(at) = entry.found(plain, hit.start()) else { continue };
                let found = |word: &Word| Some((word.form, word.found(at.clone(), plain, spelled)?));
                seen.found.extend(entry.words.iter().filter_map(found));
                entry.clauses.iter().for_each(|clause| lacking.meet(*clause, &mut seen.possible));
            }
        }
        seen
    }
}

/// Literals while they are gathered.
#[derive(Default)]
struct Listed {
    entries: BTreeMap<Literal, Entry>,
    /// Forms by the clauses that they need.
    clauses: BTreeMap<Clause, Vec<usize>>,
    table: Table,
}

impl Listed {
    fn words(&mut self, form: usize, strict: bool, Words { forms, ending }: Words) {
        for word in forms {
            let spelled = strict.then(|| word.letters.clone());
            self.entries.entry(word.plain()).or_default().words.push(Word { form, spelled, ending });
        }
    }

    fn needs(&mut self, form: usize, clauses: Vec<Clause>) {
        if clauses.is_empty() {
            self.table.always.push(form);
        }
        self.table.needed[form] = clauses.len() as u8;
        clauses.into_iter().for_each(|clause| self.clauses.entry(clause).or_default().push(form));
    }

    fn table(self) -> Table {
        let Listed { mut entries, clauses, mut table } = self;
        for (clause, forms) in clauses {
            for literal in clause {
                entries.entry(literal).or_default().clauses.push(table.clauses.len());
            }
            table.clauses.push(forms);
        }
        table.entries = entries.into_iter().map(|(literal, entry)| Entry { literal, ..entry }).collect();
        table
    }
}

/// What forms lack to be possible.
struct Lacking<'t> {
    table: &'t Table,
    /// The clauses of which there is a literal.
    met: Vec<bool>,
    /// How many clauses each form lacks.
    clauses: Vec<u8>,
}

impl<'t> Lacking<'t> {
    fn new(table: &'t Table) -> Self {
        Lacking { table, met: vec![false; table.clauses.len()], clauses: table.needed.clone() }
    }

    /// A literal of `clause` is there; the forms that lack nothing now are `possible`.
    fn meet(&mut self, clause: usize, possible: &mut Vec<usize>) {
        if std::mem::replace(&mut self.met[clause], true) {
            return;
        }
        for form in &self.table.clauses[clause] {
            self.clauses[*form] -= 1;
            if self.clauses[*form] == 0 {
                possible.push(*form);
            }
        }
    }
}
