//! Why a statement is linked as it is, and what the nearest rules lacked.

use super::rule::Rule;
use super::text::Text;
use super::{Link, Linker};
use crate::curriculum::Statement;
use crate::framework::{ComponentId, LevelId};
use crate::mappings::Target;
use crate::text::normalize;

/// Everything that speaks for, or nearly for, the links of one statement.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// What it is linked to: what counts, and what is suggested.
    pub links: Vec<Explained<'a>>,
    /// The rules that fired, each with the words that fired it.
    pub fired: Vec<Fired<'a>>,
    /// The rules that lacked one thing, nearest first.
    pub near: Vec<Near<'a>>,
}

/// A link and what its cues are.
#[derive(Clone, Debug)]
pub struct Explained<'a> {
    /// The link.
    pub link: Link<'a>,
    /// Whether it counts, or is a suggestion.
    pub counts: bool,
    /// The words that speak most for its component, with their weights.
    pub cues: Vec<(String, f64)>,
}

/// A rule that fired.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired<'a> {
    /// Its name.
    pub rule: &'a str,
    /// The words of the statement that it asks for.
    pub words: Vec<String>,
    /// What it serves.
    pub serves: &'a [Target],
}

/// A rule that did not fire for one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Near<'a> {
    /// Its name.
    pub rule: &'a str,
    /// What it serves.
    pub serves: &'a [Target],
    /// The words it found.
    pub words: Vec<String>,
    /// What it lacked.
    pub lack: Lack<'a>,
}

/// What a rule lacked.
#[derive(Clone, Debug, PartialEq)]
pub enum Lack<'a> {
    /// A pattern that must match, as written in the rule.
    Required(&'a str),
    /// All of some patterns of which one must match.
    Any(Vec<&'a str>),
    /// Words that must not be there.
    Without(String),
}

/// How many near rules, and how many cues, are told.
const NEAREST: usize = 3;
const CUES: usize = 6;

impl Linker {
    /// Why `statement` of a module titled `title` is linked as it is.
    pub fn explain(
        &self,
        title: &str,
        statement: &Statement,
        declared: impl Fn(ComponentId) -> Option<LevelId>,
    ) -> Explanation<'_> {
        let (heading, text) = (self.rules.text(title), self.rules.text(&statement.text));
        let cues_of = |component| {
            let reasons =
                self.cues.as_ref().map(|cues| cues.reasons(text.plain(), component)).unwrap_or_default();
            reasons.into_iter().filter(|(_, weight)| *weight > 0.0).take(CUES).collect()
        };
        let links = self.shown(&heading, &statement.text, statement.kind, declared).into_iter();
        let links =
            links.map(|link| Explained { counts: self.counts(&link), cues: cues_of(link.component), link });
        let links = links.collect();
        let written = normalize(&statement.text).chars().collect();
        let asked = Asked { linker: self, title: &heading, text: &text, written };
        Explanation { links, fired: asked.fired(), near: asked.near() }
    }
}

/// A statement that rules are held against.
struct Asked<'a, 't> {
    linker: &'a Linker,
    title: &'t Text<'a>,
    text: &'t Text<'a>,
    written: Vec<char>,
}

impl<'a> Asked<'a, '_> {
    fn fired(&self) -> Vec<Fired<'a>> {
        let set = &self.linker.rules.set;
        let fired = set.rules.iter().filter(|rule| set.fires(rule, self.title, self.text));
        fired.map(|rule| Fired { rule: &rule.id, words: self.words(rule), serves: &rule.serves }).collect()
    }

    /// The rules that have something of what they ask for, and lack one thing: those that have most first.
    fn near(&self) -> Vec<Near<'a>> {
        let rules = self.linker.rules.set.rules.iter();
        let mut near: Vec<Near<'a>> = rules.filter_map(|rule| self.nearly(rule)).collect();
        near.sort_by(|a, b| {
            let letters = |near: &Near| near.words.iter().map(|word| word.chars().count()).sum::<usize>();
            letters(b).cmp(&letters(a)).then_with(|| a.rule.cmp(b.rule))
        });
        near.truncate(NEAREST);
        near
    }

    fn nearly(&self, rule: &'a Rule) -> Option<Near<'a>> {
        let mut lacks: Vec<Lack<'a>> = Vec::new();
        let required = rule.required.iter().filter(|at| !self.says(**at));
        let context = rule.context.iter().filter(|at| !self.says(**at) && !self.is_titled(**at));
        lacks.extend(required.chain(context).map(|at| Lack::Required(self.pattern(*at))));
        if !rule.any.is_empty() && !rule.any.iter().any(|at| self.says(*at)) {
            lacks.push(Lack::Any(rule.any.iter().map(|at| self.pattern(*at)).collect()));
        }
        lacks.extend(rule.none.iter().filter_map(|at| self.word(*at)).map(Lack::Without));
        let words = self.words(rule);
        let lack = if lacks.len() == 1 { lacks.pop()? } else { return None };
        (!words.is_empty()).then_some(Near { rule: &rule.id, serves: &rule.serves, words, lack })
    }

    /// The words that the rule asks for and finds.
    fn words(&self, rule: &Rule) -> Vec<String> {
        let asked = rule.required.iter().chain(&rule.any).chain(&rule.context);
        let mut words: Vec<String> = asked.filter_map(|at| self.word(*at)).collect();
        words.dedup();
        words
    }

    fn says(&self, at: usize) -> bool {
        self.text.has(at)
    }

    fn is_titled(&self, at: usize) -> bool {
        self.title.has(at)
    }

    fn pattern(&self, at: usize) -> &'a str {
        self.linker.rules.set.vocabulary.written(at)
    }

    /// The words of the statement that a pattern finds, as written.
    fn word(&self, at: usize) -> Option<String> {
        let found = self.text.find(at)?;
        Some(self.written.get(found)?.iter().collect())
    }
}
