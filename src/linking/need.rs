//! What a match of a pattern must contain.

use std::collections::BTreeSet;

use regex_syntax::hir::{Capture, Class, ClassBytesRange, Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

use super::narrow::{is_word, unmarked};

/// Letters in a row, in [narrow](super::narrow) bytes and lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub(super) struct Literal {
    pub(super) letters: Vec<u8>,
    /// Whether a word begins with it.
    pub(super) begins: bool,
    /// Whether one ends with it.
    pub(super) ends: bool,
}

impl Literal {
    pub(super) fn plain(&self) -> Literal {
        Literal { letters: self.letters.iter().copied().map(unmarked).collect(), ..*self }
    }

    fn edge() -> Self {
        Literal { begins: true, ends: true, ..Literal::default() }
    }

    /// Two in a row. An edge within them says nothing that the letters do not, nor does one beside a blank.
    fn joined(&self, tail: &Literal) -> Literal {
        let letters = [self.letters.as_slice(), &tail.letters].concat();
        let begins = self.begins || self.letters.is_empty() && tail.begins;
        let ends = tail.ends || tail.letters.is_empty() && self.ends;
        if letters.is_empty() {
            return Literal { letters, begins: begins || ends, ends: begins || ends };
        }
        let word = |byte: Option<&u8>| byte.copied().is_some_and(is_word);
        let (begins, ends) = (begins && word(letters.first()), ends && word(letters.last()));
        Literal { letters, begins, ends }
    }
}

/// Literals of which there must be one.
pub(super) type Clause = BTreeSet<Literal>;

/// What a match must contain.
#[derive(Clone, Debug)]
pub(super) enum Need {
    /// It is one of these.
    Exact(Clause),
    /// It contains one of each of these; nothing can be said if there are none.
    All(Vec<Clause>),
}

/// More literals than that for one part of a pattern are not worth keeping.
const MOST: usize = 400;
/// So many parts tell enough of a pattern.
const CLAUSES: usize = 4;

impl Need {
    /// What a match is, if that is known but for where it stands: it begins and ends as words do.
    pub(super) fn words(&self) -> Option<&Clause> {
        let Need::Exact(clause) = self else { return None };
        let is_whole = |letters: &[u8]| {
            [letters.first(), letters.last()].iter().all(|at| at.is_some_and(|at| is_word(*at)))
        };
        clause.iter().all(|literal| is_whole(&literal.letters)).then_some(clause)
    }

    /// Nothing, which every text has.
    fn empty() -> Need {
        Need::Exact(BTreeSet::from([Literal::default()]))
    }

    /// The clauses that tell anything, in plain letters.
    pub(super) fn clauses(self) -> Vec<Clause> {
        let mut clauses = match self {
            Need::Exact(clause) => vec![clause],
            Need::All(clauses) => clauses,
        };
        clauses.retain(|clause| shortest(clause) >= 2);
        clauses.iter().map(|clause| clause.iter().map(Literal::plain).collect()).collect()
    }
}

/// Keeps the clauses that tell most: the longer the shortest literal is, the fewer texts have any.
fn keep(clauses: &mut Vec<Clause>, more: impl IntoIterator<Item = Clause>) {
    clauses.extend(more.into_iter().filter(|clause| shortest(clause) > 0));
    clauses.sort_by_key(|clause| std::cmp::Reverse(shortest(clause)));
    clauses.truncate(CLAUSES);
}

fn shortest(clause: &Clause) -> usize {
    clause.iter().map(|literal| literal.letters.len()).min().unwrap_or(0)
}

/// What a match of `hir`, parsed over narrow bytes, must contain, where some captures stand for what `concept` says.
pub(super) fn needs(hir: &Hir, concept: &impl Fn(&Capture) -> Option<Need>) -> Need {
    match hir.kind() {
        HirKind::Empty => Need::empty(),
        HirKind::Literal(literal) => Need::Exact(BTreeSet::from([letters(&literal.0)])),
        HirKind::Look(Look::WordAscii | Look::WordUnicode) => Need::Exact(BTreeSet::from([Literal::edge()])),
        HirKind::Look(_) => Need::empty(),
        HirKind::Capture(capture) => concept(capture).unwrap_or_else(|| needs(&capture.sub, concept)),
        HirKind::Class(class) => few(class).map_or(Need::All(Vec::new()), Need::Exact),
        HirKind::Repetition(repetition) => {
            match (needs(&repetition.sub, concept), repetition.min, repetition.max) {
                (once, 1, Some(1)) => once,
                (Need::Exact(mut clause), 0, Some(1)) => {
                    clause.insert(Literal::default());
                    Need::Exact(clause)
                }
                (_, 0, _) => Need::All(Vec::new()),
                (Need::Exact(clause), ..) => Need::All(vec![clause]),
                (all, ..) => all,
            }
        }
        HirKind::Concat(parts) => in_a_row(parts.iter().map(|part| needs(part, concept))),
        HirKind::Alternation(parts) => one_of(parts.iter().map(|part| needs(part, concept))),
    }
}

fn letters(bytes: &[u8]) -> Literal {
    Literal { letters: bytes.to_ascii_lowercase(), ..Literal::default() }
}

/// The letters of a small class.
fn few(class: &Class) -> Option<Clause> {
    let Class::Bytes(bytes) = class else { return None };
    let few = bytes.ranges().iter().map(ClassBytesRange::len).sum::<usize>() <= 8;
    let all = bytes.ranges().iter().flat_map(|range| range.start()..=range.end());
    few.then(|| all.map(|byte| letters(&[byte])).collect())
}

/// What one of several needs.
pub(super) fn one_of(parts: impl IntoIterator<Item = Need>) -> Need {
    let (mut all, mut exact) = (BTreeSet::new(), true);
    for part in parts {
        match part {
            Need::Exact(clause) => all.extend(clause),
            Need::All(clauses) => {
                exact = false;
                match clauses.into_iter().max_by_key(shortest) {
                    Some(clause) => all.extend(clause),
                    None => return Need::All(Vec::new()),
                }
            }
        }
    }
    if exact && all.len() <= MOST { Need::Exact(all) } else { Need::All(vec![all]) }
}

/// What parts that follow each other need: a literal of each run of exact ones, and what the others need.
fn in_a_row(parts: impl IntoIterator<Item = Need>) -> Need {
    let start = || BTreeSet::from([Literal::default()]);
    let (mut run, mut clauses, mut whole) = (start(), Vec::new(), true);
    for need in parts {
        match need {
            Need::Exact(next) if run.len() * next.len() <= MOST => {
                run = run.iter().flat_map(|head| next.iter().map(|tail| head.joined(tail))).collect();
            }
            Need::Exact(next) => {
                whole = false;
                keep(&mut clauses, [std::mem::replace(&mut run, next)]);
            }
            Need::All(more) => {
                whole = false;
                keep(&mut clauses, more.into_iter().chain([std::mem::replace(&mut run, start())]));
            }
        }
    }
    if whole {
        return Need::Exact(run);
    }
    keep(&mut clauses, [run]);
    Need::All(clauses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linking::written::syntax;

    fn needed(pattern: &str) -> Vec<Vec<String>> {
        let need = needs(&syntax(pattern).expect("a pattern"), &|_| None);
        let said = |literal: &Literal| {
            let edge = |is: bool| if is { "|" } else { "" };
            let letters = String::from_utf8_lossy(&literal.letters).into_owned();
            format!("{}{letters}{}", edge(literal.begins), edge(literal.ends))
        };
        need.clauses().iter().map(|clause| clause.iter().map(said).collect()).collect()
    }

    #[test]
    fn what_a_pattern_needs_is_known() {
        assert_eq!(needed(r"\b(?:hoc lieu|tai nguyen) so\b"), [["|hoc lieu so|", "|tai nguyen so|"]]);
        assert_eq!(needed(r"\bassess\w*\b"), [["|assess"]]);
        assert_eq!(needed(r"\b(?-i:AI)\b"), [["|ai|"]]);
        assert_eq!(needed(r"\be-?mails?\b"), [["|e-mail|", "|e-mails|", "|email|", "|emails|"]]);
        assert_eq!(needed(r"\bso \b(?:cho|cua)\b"), [["|so cho|", "|so cua|"]], "beside a blank");
    }

    #[test]
    fn each_part_is_needed() {
        assert_eq!(needed(r"huong dan(?: \S+){0,3} dong nghiep"), [[" dong nghiep"], ["huong dan"]]);
        assert_eq!(needed(r"(?:dung|tao \w+) so"), [vec!["dung", "tao "], vec![" so"]]);
    }

    #[test]
    fn of_some_nothing_can_be_said() {
        assert!(needed(r"\w+").is_empty() && needed("x?").is_empty() && needed("a*").is_empty());
    }
}
