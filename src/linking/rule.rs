//! Rules with their concepts put in, sharing their patterns.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::level::Verbs;
use super::literal::{Literals, Need, needs};
use super::pattern::{Pattern, Text};
use super::size;
use crate::error::{Error, Result};
use crate::framework::ComponentId;
use crate::lang::Wording;
use crate::mappings::{Concept, RulePack, RuleSource, Target};
use crate::place::{Located, Place};

/// A rule; its patterns are positions in [`RuleSet::patterns`].
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) serves: Vec<Target>,
    pub(super) weight: f64,
    pub(super) required: Vec<usize>,
    pub(super) any: Vec<usize>,
    pub(super) none: Vec<usize>,
    pub(super) context: Vec<usize>,
}

/// Rules and the patterns they share.
#[derive(Debug)]
pub(super) struct RuleSet {
    pub(super) rules: Vec<Rule>,
    /// By component, the positions of the rules that serve it.
    pub(super) serving: BTreeMap<ComponentId, Vec<usize>>,
    pub(super) patterns: Vec<Pattern>,
    /// The literals they need.
    pub(super) literals: Literals,
}

impl RuleSet {
    pub(super) fn fires(&self, rule: &Rule, title: &Text, statement: &Text) -> bool {
        let said = |position: &usize| statement.has(*position, &self.patterns);
        rule.required.iter().all(said)
            && rule.context.iter().all(|position| said(position) || title.has(*position, &self.patterns))
            && (rule.any.is_empty() || rule.any.iter().any(said))
            && !rule.none.iter().any(said)
    }

    /// The rules of `packs` that serve anything `wanted`, and the verbs that tell levels.
    pub(super) fn compile(
        packs: &[RulePack],
        wanted: impl Fn(&Target) -> bool,
        letters: u64,
    ) -> Result<(Self, Verbs)> {
        let concepts = packs.iter().flat_map(|pack| &pack.concepts);
        let mut compiler = Compiler {
            concepts: concepts.map(|concept| (concept.value.id.as_str(), &concept.value)).collect(),
            positions: BTreeMap::new(),
            sources: Vec::new(),
        };
        let mut rules = Vec::new();
        for source in packs.iter().flat_map(|pack| &pack.rules) {
            let serves: Vec<Target> = source.value.serves.iter().copied().filter(&wanted).collect();
            if !serves.is_empty() {
                rules.push(compiler.rule(source, serves));
            }
        }
        let verbs = compiler.verbs(packs);
        let (mut patterns, mut needs, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for made in compiler.made(letters) {
            match made {
                Ok((pattern, need)) => {
                    patterns.push(pattern);
                    needs.push(need);
                }
                Err(fault) => faults.push(fault),
            }
        }
        if let Some((place, _)) = faults.first() {
            return Err(Error::Mapping { file: place.file().to_owned(), faults });
        }
        ask_shared_patterns_first(&mut rules, patterns.len());
        let (literals, serving) = (Literals::new(needs), serving(&rules));
        Ok((RuleSet { rules, serving, patterns, literals }, verbs))
    }
}

fn serving(rules: &[Rule]) -> BTreeMap<ComponentId, Vec<usize>> {
    let mut serving: BTreeMap<ComponentId, Vec<usize>> = BTreeMap::new();
    for (position, rule) in rules.iter().enumerate() {
        let components: BTreeSet<ComponentId> = rule.serves.iter().map(|target| target.component).collect();
        components.into_iter().for_each(|component| serving.entry(component).or_default().push(position));
    }
    serving
}

/// Puts the patterns that most rules require first. Their answers are remembered for a statement, and
/// most statements, not being digital, are done with after a few of them; the others need never be
/// compiled.
fn ask_shared_patterns_first(rules: &mut [Rule], patterns: usize) {
    let mut uses = vec![0_usize; patterns];
    for position in rules.iter().flat_map(|rule| rule.required.iter().chain(&rule.context)) {
        uses[*position] += 1;
    }
    for rule in rules {
        rule.required.sort_by_key(|position| std::cmp::Reverse(uses[*position]));
    }
}

/// What is gathered while rules are put together.
struct Compiler<'a> {
    concepts: BTreeMap<&'a str, &'a Concept>,
    /// Where the pattern of a source stands, so that rules with the same one share it.
    positions: BTreeMap<&'a str, usize>,
    sources: Vec<Written<'a>>,
}

/// A pattern as a rule has it, and the first rule that does.
struct Written<'a> {
    pattern: &'a str,
    of: String,
    place: Place,
}

impl<'a> Compiler<'a> {
    fn rule(&mut self, source: &'a Located<RuleSource>, serves: Vec<Target>) -> Rule {
        let RuleSource { id, required, any, none, context, weight, .. } = &source.value;
        let mut patterns = |sources| self.patterns(sources, id, &source.place);
        Rule {
            required: patterns(required),
            any: patterns(any),
            none: patterns(none),
            context: patterns(context),
            id: id.clone(),
            serves,
            weight: *weight,
        }
    }

    /// Every pattern, with the literals it needs, or what is wrong with it: one may be, but for so many `letters`. That they are regular expressions takes a while to
    /// see, so all cores look.
    fn made(&self, letters: u64) -> Vec<std::result::Result<(Pattern, Need), (Place, Wording)>> {
        let make = |written: &Written<'_>| {
            let Written { pattern, of, place } = written;
            let made = expanded(pattern, &self.concepts, 0, letters);
            let made = made.and_then(|source| Pattern::new(pattern, &source, letters));
            made.map(|(pattern, hir)| (pattern, needs(&hir)))
                .map_err(|why| (place.clone(), unusable(of, pattern, &why)))
        };
        self.sources.par_iter().map(make).collect()
    }

    /// The verb classes of all packs, highest level first.
    fn verbs(&mut self, packs: &'a [RulePack]) -> Verbs {
        let mut verbs = Verbs::default();
        for source in packs.iter().flat_map(|pack| &pack.verbs) {
            let level = source.value.level;
            let mut patterns = |sources| self.patterns(sources, "verbs", &source.place).into_iter();
            verbs.anywhere.extend(patterns(&source.value.anywhere).map(|position| (level, position)));
            verbs.lead.extend(patterns(&source.value.lead).map(|position| (level, position)));
        }
        verbs.anywhere.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        verbs
    }

    fn patterns(&mut self, sources: &'a [String], id: &str, place: &Place) -> Vec<usize> {
        let mut positions = Vec::new();
        for source in sources {
            if let Some(known) = self.positions.get(source.as_str()) {
                positions.push(*known);
                continue;
            }
            let position = self.sources.len();
            self.positions.insert(source, position);
            self.sources.push(Written { pattern: source, of: id.to_owned(), place: place.clone() });
            positions.push(position);
        }
        positions
    }
}

fn unusable(id: &str, pattern: &str, why: &str) -> Wording {
    // The engine draws the whole pattern, concepts and all, before it says in its last line what is wrong.
    let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
    Wording::new(
        format!("quy tắc \"{id}\": mẫu \"{pattern}\" không dùng được: {why}"),
        format!("rule {id:?}: pattern {pattern:?} cannot be used: {why}"),
    )
}

/// Concepts may use concepts, but not in a circle: no sensible vocabulary is deeper than this.
const DEEPEST: usize = 8;

/// `pattern` with each `<concept>` replaced by its forms. Concepts of concepts grow fast, so one that has too many `letters`
/// is left as soon as it has.
fn expanded(
    pattern: &str,
    concepts: &BTreeMap<&str, &Concept>,
    depth: usize,
    letters: u64,
) -> std::result::Result<String, String> {
    if depth > DEEPEST {
        return Err("concepts refer to each other in a circle".to_owned());
    }
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, name, after)) = next_concept(rest) {
        let concept = concepts.get(name).ok_or_else(|| format!("no concept <{name}>"))?;
        out.push_str(before);
        out.push_str(r"\b(?:");
        for (number, form) in concept.vi.iter().chain(&concept.en).enumerate() {
            out.push_str(if number == 0 { "" } else { "|" });
            out.push_str(&expanded(form, concepts, depth + 1, letters)?);
            if out.len() as u64 > letters {
                return Err(size::too_large(letters));
            }
        }
        out.push_str(r")\b");
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

    #[test]
    fn circles_and_strangers_are_said() {
        let concept = Concept { id: "a".into(), vi: vec!["<a>".into()], ..Concept::default() };
        let concepts = BTreeMap::from([("a", &concept)]);
        assert!(expanded("<a>", &concepts, 0, 1000).is_err());
        assert!(expanded("<b>", &concepts, 0, 1000).is_err());
    }

    #[test]
    fn concepts_that_grow_without_end_are_refused() {
        let grown =
            |id: &str, of: &str| Concept { id: id.into(), vi: vec![of.repeat(20)], ..Concept::default() };
        let concepts =
            [grown("a", "x"), grown("b", "<a>"), grown("c", "<b>"), grown("d", "<c>"), grown("e", "<d>")];
        let concepts = concepts.iter().map(|concept| (concept.id.as_str(), concept)).collect();
        assert!(expanded("<b>", &concepts, 0, 1000).is_ok());
        assert!(expanded("<e>", &concepts, 0, 1000).is_err_and(|why| why.contains("1000 letters")));
    }
}
