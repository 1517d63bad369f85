//! Patterns as rules have them: alternatives, with concepts by name.

use regex_syntax::hir::{Capture, Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

use super::narrow::{is_narrow, narrow_pattern};
use crate::lang::Wording;
use crate::text::{normalize, respell, strip_marks};

/// One of several things that a pattern matches.
#[derive(Debug)]
pub(super) enum Alternative {
    /// Whatever the concept of this name does.
    Concept(String),
    /// What it says.
    Form(Written),
}

/// A regular expression over composed text in one spelling, in which `<name>` stands for the forms of a concept.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) text: String,
    /// The concepts, in the order they stand in.
    pub(super) concepts: Vec<String>,
    /// It at the edges of words, but for its ending, parsed over narrow bytes, with a group for each concept.
    pub(super) hir: Hir,
    /// How its last word may go on.
    pub(super) ending: Ending,
    /// Whether it was parsed with its diacritics: there are letters that have no byte of their own with theirs.
    of_letters: bool,
}

/// How the last word of a form may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) enum Ending {
    /// It does not.
    Fixed,
    /// It may: `\w*`.
    Optional,
    /// It does: `\w+`.
    Required,
}

impl Ending {
    /// `pattern` without its ending.
    fn cut(pattern: &str) -> (&str, Ending) {
        let any = pattern.strip_suffix(r"\w*").map(|stem| (stem, Ending::Optional));
        match any.or_else(|| pattern.strip_suffix(r"\w+").map(|stem| (stem, Ending::Required))) {
            Some((stem, ending)) if cut(stem).is_some_and(|parts| parts.len() == 1) => (stem, ending),
            _ => (pattern, Ending::Fixed),
        }
    }
}

/// The alternatives of `pattern`.
///
/// # Errors
/// What is wrong with it as a regular expression.
pub(super) fn parsed(pattern: &str) -> Result<Vec<Alternative>, Wording> {
    let pattern = respell(&normalize(pattern));
    alternatives(&pattern).into_iter().map(alternative).collect()
}

fn alternative(text: &str) -> Result<Alternative, Wording> {
    if let Some(("", name, "")) = next_concept(text) {
        return Ok(Alternative::Concept(name.to_owned()));
    }
    let (stem, ending) = Ending::cut(text);
    let mut concepts = Vec::new();
    let grouped = with_concepts(stem, |name| {
        concepts.push(name.to_owned());
        format!("(?P<{}>{STAND_IN})", group(concepts.len() - 1))
    });
    let of_letters = is_narrow(&grouped);
    let within = syntax(&narrow_pattern(&if of_letters { grouped } else { strip_marks(&grouped) }))?;
    let edge = || Hir::look(Look::WordAscii);
    let last = if ending == Ending::Fixed { edge() } else { Hir::empty() };
    let hir = Hir::concat(vec![edge(), within, last]);
    Ok(Alternative::Form(Written { text: text.to_owned(), concepts, hir, ending, of_letters }))
}

/// `pattern` parsed over single bytes.
///
/// # Errors
/// What is wrong with it as a regular expression.
pub(super) fn syntax(pattern: &str) -> Result<Hir, Wording> {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    parser.parse(pattern).map_err(|error| {
        // The parser draws the whole pattern, concepts and all, before it says in its last line what is wrong.
        let error = error.to_string();
        Wording::same(error.lines().last().unwrap_or_default().trim_start_matches("error: "))
    })
}

/// What stands in the group of a concept: not nothing, which would be once however often it is repeated.
const STAND_IN: &str = "_";

fn group(position: usize) -> String {
    format!("_{position}")
}

impl Alternative {
    /// The concepts that it names.
    pub(super) fn concepts(&self) -> &[String] {
        match self {
            Alternative::Concept(name) => std::slice::from_ref(name),
            Alternative::Form(written) => &written.concepts,
        }
    }
}

impl Written {
    /// Whether nothing but letters, in either case, decides if words match.
    pub(super) fn is_words(&self) -> bool {
        let HirKind::Concat(parts) = self.hir.kind() else { return false };
        let last = if self.ending == Ending::Fixed { parts.len() - 1 } else { parts.len() };
        let looks = parts[1..last].iter().any(|part| !part.properties().look_set().is_empty());
        let flags = self.text.matches("(?").count() > self.text.matches("(?:").count();
        self.of_letters && self.concepts.is_empty() && !looks && !flags
    }

    /// The position of the concept that a group stands for, if it stands for one.
    pub(super) fn concept(&self, group: &Capture) -> Option<usize> {
        let position = group.name.as_ref()?.strip_prefix('_')?.parse().ok()?;
        let is_ours = group.name.as_deref() == Some(self::group(position).as_str());
        let stands_in =
            matches!(group.sub.kind(), HirKind::Literal(literal) if *literal.0 == *STAND_IN.as_bytes());
        (is_ours && stands_in && position < self.concepts.len()).then_some(position)
    }
}

/// `pattern` with what `forms` says in place of each `<name>`.
pub(super) fn with_concepts(pattern: &str, mut forms: impl FnMut(&str) -> String) -> String {
    let (mut out, mut rest) = (String::with_capacity(pattern.len()), pattern);
    while let Some((before, name, after)) = next_concept(rest) {
        out.push_str(before);
        out.push_str(&forms(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first `<name>` of a pattern, with what stands before and after it. The `<` of `(?P<…>` is none.
fn next_concept(pattern: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(open) = pattern[from..].find('<').map(|at| from + at) {
        let close = open + pattern[open..].find('>')?;
        let name = &pattern[open + 1..close];
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if is_name && !pattern[..open].ends_with("(?") && !pattern[..open].ends_with("(?P") {
            return Some((&pattern[..open], name, &pattern[close + 1..]));
        }
        from = open + 1;
    }
    None
}

/// What stands between the `|` of a pattern, and of a group that is all of it. A pattern that sets flags is left whole: they
/// hold for what follows them.
fn alternatives(pattern: &str) -> Vec<&str> {
    let mut found = Vec::new();
    each_alternative(pattern, DEEPEST, &mut found);
    found
}

/// Deeper groups are left to the parser, which refuses them.
const DEEPEST: usize = 200;

fn each_alternative<'p>(pattern: &'p str, depth: usize, found: &mut Vec<&'p str>) {
    let Some(parts) = cut(pattern).filter(|_| depth > 0) else { return found.push(pattern) };
    if parts.len() > 1 {
        return parts.iter().for_each(|part| each_alternative(part, depth - 1, found));
    }
    // Of `(?:a)(?:b)` the first and the last bracket are no pair, and what is between them is in no balance.
    let inner = pattern.strip_prefix("(?:").and_then(|rest| rest.strip_suffix(')'));
    match inner.filter(|inner| cut(inner).is_some()) {
        Some(inner) => each_alternative(inner, depth - 1, found),
        None => found.push(pattern),
    }
}

/// `pattern` cut at each `|` that is in no group; nothing if its brackets are no pairs or it sets flags.
fn cut(pattern: &str) -> Option<Vec<&str>> {
    let (mut parts, mut start, mut groups, mut classes) = (Vec::new(), 0, 0_usize, 0_usize);
    let mut letters = pattern.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()?),
            '[' => {
                classes += 1;
                letters.next_if(|(_, next)| *next == '^');
                // Right at the beginning of a class it is one of its letters.
                letters.next_if(|(_, next)| *next == ']');
            }
            ']' => classes = classes.saturating_sub(1),
            _ if classes > 0 => {}
            '(' if sets_flags(&pattern[at..]) => return None,
            '(' => groups += 1,
            ')' => groups = groups.checked_sub(1)?,
            '|' if groups == 0 => {
                parts.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    (groups == 0 && classes == 0).then_some(parts)
}

/// Whether a `(?i)` begins here, and not a `(?i:…)`.
fn sets_flags(pattern: &str) -> bool {
    let flags = pattern.strip_prefix("(?").unwrap_or_default();
    flags.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-').starts_with(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_are_found_in_patterns() {
        assert_eq!(next_concept("a <ai> b"), Some(("a ", "ai", " b")));
        assert_eq!(next_concept("(?P<x>a)"), None);
        assert_eq!(next_concept("a < b"), None);
    }

    #[test]
    fn alternatives_are_what_stands_between_bars() {
        assert_eq!(alternatives("a|(?:b|c)|d(?:e|f)"), ["a", "b", "c", "d(?:e|f)"]);
        assert_eq!(alternatives(r"a\|b|[|]c|[]|]|(?:x)(?:y)"), [r"a\|b", "[|]c", "[]|]", "(?:x)(?:y)"]);
        assert_eq!(alternatives("(?:a|b)?"), ["(?:a|b)?"]);
        assert_eq!(alternatives("(?-i:AI|VR)|a"), ["(?-i:AI|VR)", "a"]);
        let deep = format!("{}a{}", "(?:".repeat(30_000), ")".repeat(30_000));
        assert!(alternatives(&deep)[0].starts_with("(?:(?:") && parsed(&deep).is_err());
    }

    #[test]
    fn a_last_word_may_go_on() {
        assert_eq!(Ending::cut(r"assess\w*"), ("assess", Ending::Optional));
        assert_eq!(Ending::cut(r"(?:a|b) technolog\w+"), ("(?:a|b) technolog", Ending::Required));
        for pattern in [r"a\\w*", r"(?:a|b\w*)", r"[\w*", r"a\w"] {
            assert_eq!(Ending::cut(pattern), (pattern, Ending::Fixed));
        }
    }

    #[test]
    fn what_cannot_be_cut_stays_whole() {
        for pattern in ["(?i)a|b", "a)|(b", "(a|b", "[a|b", "a|\\"] {
            assert_eq!(alternatives(pattern), [pattern]);
        }
    }
}
