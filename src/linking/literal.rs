//! Which patterns a text can match at all, told by one pass over it for the literals that they need.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::{Hir, HirKind, Look};

/// The literals that some patterns need, and whose they are.
#[derive(Debug)]
pub(super) struct Literals {
    search: Option<AhoCorasick>,
    /// By literal: whether it begins and ends at a word's, and the patterns that need it or another.
    needed: Vec<(bool, bool, Vec<usize>)>,
    /// The patterns that need none.
    always: Vec<usize>,
    patterns: usize,
}

impl Literals {
    /// What the patterns need.
    pub(super) fn new(patterns: Vec<Need>) -> Self {
        let (mut by_literal, mut always): (BTreeMap<String, BTreeSet<usize>>, Vec<usize>) =
            Default::default();
        let count = patterns.len();
        for (position, need) in patterns.into_iter().enumerate() {
            match need.literals() {
                Some(literals) => literals.into_iter().for_each(|literal| {
                    by_literal.entry(literal).or_default().insert(position);
                }),
                None => always.push(position),
            }
        }
        let cores = by_literal.keys().map(|literal| literal.trim_matches(EDGE));
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(cores).ok();
        let needed = by_literal.iter().map(|(literal, positions)| {
            (literal.starts_with(EDGE), literal.ends_with(EDGE), positions.iter().copied().collect())
        });
        Literals { search, needed: needed.collect(), always, patterns: count }
    }

    /// For each pattern, whether `text`, plain and in lower case, may match it.
    pub(super) fn possible(&self, text: &str) -> Vec<bool> {
        let mut possible = vec![false; self.patterns];
        self.always.iter().for_each(|position| possible[*position] = true);
        let Some(search) = &self.search else { return vec![true; self.patterns] };
        let bytes = text.as_bytes();
        let edge = |at: Option<usize>| !at.and_then(|at| bytes.get(at)).copied().is_some_and(is_word);
        for found in search.find_overlapping_iter(text) {
            let (begins, ends, positions) = &self.needed[found.pattern().as_usize()];
            if (!begins || edge(found.start().checked_sub(1))) && (!ends || edge(Some(found.end()))) {
                positions.iter().for_each(|position| possible[*position] = true);
            }
        }
        possible
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Stands for the edge of a word in a literal.
const EDGE: char = '\u{1}';
/// More literals than that for one part of a pattern are not worth keeping.
const MOST: usize = 400;

/// What a match must contain.
#[derive(Clone, Debug)]
pub(super) enum Need {
    /// It is one of these.
    Exact(BTreeSet<String>),
    /// It contains one of these.
    Part(BTreeSet<String>),
    /// Nothing can be said.
    Unknown,
}

impl Need {
    fn literals(self) -> Option<BTreeSet<String>> {
        match self {
            Need::Exact(literals) | Need::Part(literals) if shortest(&literals) >= 2 => Some(literals),
            _ => None,
        }
    }
}

/// Letters of the shortest: the longer it is, the fewer texts have it.
fn shortest(literals: &BTreeSet<String>) -> usize {
    literals.iter().map(|literal| literal.trim_matches(EDGE).len()).min().unwrap_or(0)
}

/// What a match of `hir`, parsed over plain letters, must contain.
pub(super) fn needs(hir: &Hir) -> Need {
    match hir.kind() {
        HirKind::Empty => Need::Exact(BTreeSet::from([String::new()])),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Need::Exact(BTreeSet::from([text.to_lowercase()])),
            Err(_) => Need::Unknown,
        },
        HirKind::Look(Look::WordAscii | Look::WordUnicode) => Need::Exact(BTreeSet::from([EDGE.to_string()])),
        HirKind::Look(_) => Need::Exact(BTreeSet::from([String::new()])),
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Class(class) => letters(class),
        HirKind::Repetition(repetition) => match (needs(&repetition.sub), repetition.min, repetition.max) {
            (Need::Exact(mut literals), 0, Some(1)) => {
                literals.insert(String::new());
                Need::Exact(literals)
            }
            (_, 0, _) => Need::Unknown,
            (Need::Exact(literals) | Need::Part(literals), ..) => Need::Part(literals),
            (Need::Unknown, ..) => Need::Unknown,
        },
        HirKind::Concat(parts) => in_a_row(parts),
        HirKind::Alternation(parts) => one_of(parts),
    }
}

/// The letters of a small class.
fn letters(class: &regex_syntax::hir::Class) -> Need {
    let Some(literals) = class.literal() else {
        let few: Option<BTreeSet<String>> = match class {
            regex_syntax::hir::Class::Bytes(bytes)
                if bytes.ranges().iter().map(regex_syntax::hir::ClassBytesRange::len).sum::<usize>() <= 8 =>
            {
                let letters = bytes.ranges().iter().flat_map(|range| range.start()..=range.end());
                letters
                    .map(|byte| byte.is_ascii().then(|| char::from(byte).to_ascii_lowercase().to_string()))
                    .collect()
            }
            _ => None,
        };
        return few.map_or(Need::Unknown, Need::Exact);
    };
    std::str::from_utf8(&literals)
        .map_or(Need::Unknown, |text| Need::Exact(BTreeSet::from([text.to_lowercase()])))
}

fn one_of(parts: &[Hir]) -> Need {
    let (mut all, mut exact) = (BTreeSet::new(), true);
    for part in parts {
        match needs(part) {
            Need::Exact(literals) => all.extend(literals),
            Need::Part(literals) => {
                exact = false;
                all.extend(literals);
            }
            Need::Unknown => return Need::Unknown,
        }
    }
    if exact && all.len() <= MOST { Need::Exact(all) } else { Need::Part(all) }
}

/// Of parts that follow each other, the run of exact ones whose shortest literal is longest, or a part that needs more.
fn in_a_row(parts: &[Hir]) -> Need {
    let start = || BTreeSet::from([String::new()]);
    let (mut run, mut best, mut whole) = (start(), BTreeSet::new(), true);
    let keep = |best: &mut BTreeSet<String>, literals: BTreeSet<String>| {
        if shortest(&literals) > shortest(best) {
            *best = literals;
        }
    };
    for part in parts {
        let need = needs(part);
        if let Need::Exact(next) = &need
            && run.len() * next.len() <= MOST
        {
            run = run.iter().flat_map(|head| next.iter().map(move |tail| joined(head, tail))).collect();
            continue;
        }
        whole = false;
        keep(&mut best, std::mem::replace(&mut run, start()));
        match need {
            Need::Exact(literals) => run = literals,
            Need::Part(literals) => keep(&mut best, literals),
            Need::Unknown => {}
        }
    }
    if whole {
        return Need::Exact(run);
    }
    keep(&mut best, run);
    if best.is_empty() { Need::Unknown } else { Need::Part(best) }
}

/// Two literals in a row. An edge within them says nothing that the letters do not, nor does one beside a blank.
fn joined(head: &str, tail: &str) -> String {
    let (begins, ends) = (head.starts_with(EDGE), tail.ends_with(EDGE));
    let (first, last) = (head.trim_matches(EDGE), tail.trim_matches(EDGE));
    let begins = begins || first.is_empty() && tail.starts_with(EDGE);
    let ends = ends || last.is_empty() && head.ends_with(EDGE);
    let core = format!("{first}{last}");
    if core.is_empty() {
        return if begins || ends { EDGE.to_string() } else { core };
    }
    let word = |byte: Option<&u8>| byte.copied().is_some_and(is_word);
    let edge = |is: bool| if is { EDGE.to_string() } else { String::new() };
    let (before, after) = (begins && word(core.as_bytes().first()), ends && word(core.as_bytes().last()));
    format!("{}{core}{}", edge(before), edge(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn possible(pattern: &str, text: &str) -> bool {
        let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
        Literals::new(vec![needs(&parser.parse(pattern).expect("a pattern"))]).possible(text)[0]
    }

    #[test]
    fn what_a_pattern_needs_is_looked_for() {
        assert!(possible(r"\b(?:hoc lieu|tai nguyen) so\b", "thiet ke hoc lieu so"));
        assert!(!possible(r"\b(?:hoc lieu|tai nguyen) so\b", "thiet ke hoc lieu"));
        assert!(possible(r"\bassess\w*\b", "an assessment"));
        assert!(possible(r"\b(?-i:AI)\b", "dung ai"));
        assert!(!possible(r"\b(?-i:AI)\b", "bai tap"), "at the edges of a word");
        assert!(possible(r"\be-?mails?\b", "by email"));
        assert!(possible(r"\bso \b(?:cho|cua)\b", "nang luc so cho doi ngu"), "beside a blank");
    }

    #[test]
    fn what_needs_nothing_is_always_possible() {
        assert!(possible(r"\w+", ""));
        assert!(possible(r"x?", ""));
    }
}
