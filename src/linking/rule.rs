//! Rules with their concepts put in, sharing their patterns.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::level::Verbs;
use super::text::Text;
use super::vocabulary::Vocabulary;
use crate::error::{Error, Result};
use crate::framework::ComponentId;
use crate::lang::Wording;
use crate::mappings::{Concept, RulePack, RuleSource, Target};
use crate::place::{Located, Place};

/// A rule; its patterns are positions in [`RuleSet::vocabulary`].
#[derive(Debug, Deserialize, Serialize)]
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
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct RuleSet {
    pub(super) rules: Vec<Rule>,
    /// By component, the positions of the rules that serve it.
    pub(super) serving: BTreeMap<ComponentId, Vec<usize>>,
    pub(super) vocabulary: Vocabulary,
}

impl RuleSet {
    pub(super) fn fires(&self, rule: &Rule, title: &Text, statement: &Text) -> bool {
        let said = |position: &usize| statement.has(*position);
        rule.required.iter().all(said)
            && rule.context.iter().all(|position| said(position) || title.has(*position))
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
        let vocabulary = compiler.vocabulary(letters)?;
        ask_shared_patterns_first(&mut rules, compiler.sources.len());
        let serving = serving(&rules);
        Ok((RuleSet { rules, serving, vocabulary }, verbs))
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
/// most statements, not being digital, are done with after a few of them.
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
    sources: Vec<FirstUse<'a>>,
}

/// A pattern as a rule has it, and the first rule that does.
struct FirstUse<'a> {
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

    /// The patterns, each but for so many `letters`.
    fn vocabulary(&self, letters: u64) -> Result<Vocabulary> {
        let patterns: Vec<&str> = self.sources.iter().map(|first| first.pattern).collect();
        Vocabulary::new(&patterns, &self.concepts, letters).map_err(|faults| {
            let fault = |(position, why): (usize, Wording)| {
                let FirstUse { pattern, of, place } = &self.sources[position];
                (place.clone(), unusable(of, pattern, &why))
            };
            let faults: Vec<(Place, Wording)> = faults.into_iter().map(fault).collect();
            let file = faults.first().map_or("", |(place, _)| place.file()).to_owned();
            Error::Mapping { file, faults }
        })
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
            self.sources.push(FirstUse { pattern: source, of: id.to_owned(), place: place.clone() });
            positions.push(position);
        }
        positions
    }
}

fn unusable(id: &str, pattern: &str, why: &Wording) -> Wording {
    Wording::new(
        format!("quy tắc \"{id}\": mẫu \"{pattern}\" không dùng được: {}", why.vi),
        format!("rule {id:?}: pattern {pattern:?} cannot be used: {}", why.en),
    )
}
