//! Rules with their concepts put in and their patterns compiled.

use std::collections::BTreeMap;

use super::pattern::{Pattern, Text};
use crate::error::{Error, Result};
use crate::lang::Wording;
use crate::mappings::{Concept, RulePack, RuleSource, Target};
use crate::place::{Located, Place};

#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) serves: Vec<Target>,
    pub(super) weight: f64,
    required: Vec<Pattern>,
    any: Vec<Pattern>,
    none: Vec<Pattern>,
    context: Vec<Pattern>,
}

impl Rule {
    pub(super) fn fires(&self, title: &Text, statement: &Text) -> bool {
        let said = |pattern: &Pattern| pattern.matches(statement);
        self.required.iter().all(said)
            && (self.any.is_empty() || self.any.iter().any(said))
            && self.context.iter().all(|pattern| said(pattern) || pattern.matches(title))
            && !self.none.iter().any(said)
    }
}

type Faults = Vec<(Place, Wording)>;

/// The rules of `packs` that serve anything `wanted`.
pub(super) fn compile(packs: &[RulePack], wanted: impl Fn(&Target) -> bool) -> Result<Vec<Rule>> {
    let mut faults = Faults::new();
    let concepts: BTreeMap<&str, &Located<Concept>> =
        packs.iter().flat_map(|pack| &pack.concepts).map(|concept| (concept.value.id.as_str(), concept)).collect();
    let mut rules = Vec::new();
    for source in packs.iter().flat_map(|pack| &pack.rules) {
        let serves: Vec<Target> = source.value.serves.iter().copied().filter(&wanted).collect();
        if !serves.is_empty() {
            rules.push(rule(source, serves, &concepts, &mut faults));
        }
    }
    match faults.first() {
        None => Ok(rules),
        Some((place, _)) => Err(Error::Mapping { file: place.file().to_owned(), faults }),
    }
}

fn rule(
    source: &Located<RuleSource>,
    serves: Vec<Target>,
    concepts: &BTreeMap<&str, &Located<Concept>>,
    faults: &mut Faults,
) -> Rule {
    let RuleSource { id, required, any, none, context, weight, .. } = &source.value;
    let mut patterns = |sources: &[String]| -> Vec<Pattern> {
        let mut compiled = Vec::new();
        for pattern in sources {
            match expanded(pattern, concepts, 0).and_then(|p| Pattern::new(&p).map_err(|e| e.to_string())) {
                Ok(pattern) => compiled.push(pattern),
                Err(why) => faults.push((source.place.clone(), unusable(id, pattern, &why))),
            }
        }
        compiled
    };
    let (required, any, none, context) = (patterns(required), patterns(any), patterns(none), patterns(context));
    Rule { id: id.clone(), serves, weight: *weight, required, any, none, context }
}

fn unusable(id: &str, pattern: &str, why: &str) -> Wording {
    Wording::new(
        format!("quy tắc \"{id}\": mẫu \"{pattern}\" không dùng được: {why}"),
        format!("rule {id:?}: pattern {pattern:?} cannot be used: {why}"),
    )
}

/// Concepts may use concepts, but not in a circle: no sensible vocabulary is deeper than this.
const DEEPEST: usize = 8;

/// `pattern` with each `<concept>` replaced by its forms.
fn expanded(pattern: &str, concepts: &BTreeMap<&str, &Located<Concept>>, depth: usize) -> std::result::Result<String, String> {
    if depth > DEEPEST {
        return Err("concepts refer to each other in a circle".to_owned());
    }
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, name, after)) = next_concept(rest) {
        let concept = concepts.get(name).ok_or_else(|| format!("no concept <{name}>"))?;
        let forms: std::result::Result<Vec<String>, String> =
            concept.value.vi.iter().chain(&concept.value.en).map(|form| expanded(form, concepts, depth + 1)).collect();
        out.push_str(before);
        out.push_str(&format!(r"\b(?:{})\b", forms?.join("|")));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_are_found_in_patterns() {
        assert_eq!(next_concept("a <ai> b"), Some(("a ", "ai", " b")));
        assert_eq!(next_concept("(?P<x>a)"), None);
        assert_eq!(next_concept("a < b"), None);
    }
}
