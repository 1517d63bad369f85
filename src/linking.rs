//! Statements → matched alignments, by rules and cues or, for a framework that has neither, by similarity.
//!
//! The patterns of rules, concepts put in, are cut into forms that they share. One pass over the plain letters of a text finds
//! the forms that are words, and those whose literals are there; of the latter each is a regular expression. Where the text
//! has diacritics of its own, what matched is then asked to match with them too, so that *đạo đức* is not *dao đục*.

mod check;
mod cues;
mod explain;
mod form;
mod level;
mod literal;
mod narrow;
mod need;
mod ready;
mod rule;
mod settle;
mod similarity;
mod size;
mod text;
mod thin;
mod vocabulary;
mod written;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::alignment::{Alignment, Basis, Evidence, LevelBasis, Standing, Unlevelled};
use crate::curriculum::{Module, Programme, Statement, StatementKind};
use crate::error::Result;
use crate::framework::{ComponentId, Framework, IndicatorId, LevelId, TableId};
use crate::mappings::{CueSource, Linking, Ring, RulePack, Target};
pub use check::{RuleCheck, check};
use cues::{Cues, Score, Scores};
pub use cues::{Lesson, learn};
pub use explain::{Explained, Explanation, Fired, Lack, Near};
use level::Verbs;
use rule::RuleSet;
pub use similarity::{Alike, Lexical, Similarity};
use text::Text;

/// Rules ready to be asked, for the tables of one audience.
#[derive(Debug)]
pub struct Rules {
    set: RuleSet,
    verbs: Verbs,
}

/// A rule that fired on a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// Its weight.
    pub weight: f64,
    /// What it serves, among the tables of the audience.
    pub serves: &'a [Target],
}

/// What a statement is linked to.
#[derive(Clone, Debug, PartialEq)]
pub struct Link<'a> {
    /// The component.
    pub component: ComponentId,
    /// The level, if anything tells it.
    pub level: Option<LevelId>,
    /// What tells it.
    pub level_by: LevelBasis,
    /// The indicator, if the words tell which.
    pub indicator: Option<IndicatorId>,
    /// From 0 to 1.
    pub confidence: f64,
    /// What made it.
    pub by: By<'a>,
}

/// What makes a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By<'a> {
    /// A rule of this name fired.
    Rule(&'a str),
    /// Its concepts and words speak for it, without a rule.
    Cues,
    /// It is like what the framework asks for.
    Similarity,
}

impl std::fmt::Display for By<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            By::Rule(rule) => f.write_str(rule),
            By::Cues => f.write_str("cues"),
            By::Similarity => f.write_str("similarity"),
        }
    }
}

/// Everything that links a statement, for the tables of one audience.
#[derive(Debug)]
pub struct Linker {
    rules: Rules,
    cues: Option<Cues>,
    /// Asked where there are neither rules nor cues.
    similarity: Option<Box<dyn Similarity>>,
    /// The level of each indicator.
    levels: Vec<LevelId>,
    settings: Linking,
}

/// The data that linking goes by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources<'a> {
    /// Rules; a framework may have none.
    pub packs: &'a [RulePack],
    /// Cues, if there are any.
    pub cues: Option<&'a CueSource>,
    /// Words that mean nearly the same, for frameworks that have neither.
    pub synonyms: &'a [Ring],
}

impl Linker {
    /// Makes one of `sources`, for the audience of `tables`.
    ///
    /// # Errors
    /// [`Error::Mapping`](crate::error::Error::Mapping), see [`Rules::compile`].
    pub fn new(
        framework: &Framework,
        tables: &[TableId],
        sources: Sources<'_>,
        settings: Linking,
    ) -> Result<Self> {
        let rules = Rules::compile(sources.packs, framework, tables, settings.max_pattern_letters)?;
        let cues = sources.cues.map(|source| Cues::new(source, framework, tables));
        let similarity = (rules.is_empty() && cues.is_none())
            .then(|| Box::new(Lexical::new(framework, tables, sources.synonyms)) as Box<dyn Similarity>);
        Ok(Linker { rules, cues, similarity, levels: levels(framework), settings })
    }

    /// What `statement` of a module titled `title` is linked to, from `suggest` up, the surest level of
    /// a component first. `declared` is the level that the module is declared to teach a component at.
    pub fn links(
        &self,
        title: &str,
        statement: &str,
        kind: StatementKind,
        declared: impl Fn(ComponentId) -> Option<LevelId>,
    ) -> Vec<Link<'_>> {
        self.shown(&self.rules.text(title), statement, kind, declared)
    }

    fn shown(
        &self,
        title: &Text,
        statement: &str,
        kind: StatementKind,
        declared: impl Fn(ComponentId) -> Option<LevelId>,
    ) -> Vec<Link<'_>> {
        // A title names a topic and promises little, so it gives less.
        let factor = if kind == StatementKind::Title { self.settings.title_factor } else { 1.0 };
        let mut links = self.found(title, &self.rules.text(statement), statement, declared);
        for link in &mut links {
            link.confidence = (link.confidence * factor * 1000.0).round() / 1000.0;
        }
        links.retain(|link| link.confidence >= self.least(link.by));
        links
    }

    /// Everything that speaks for a component at all, however faintly.
    fn found(
        &self,
        title: &Text,
        text: &Text,
        statement: &str,
        declared: impl Fn(ComponentId) -> Option<LevelId>,
    ) -> Vec<Link<'_>> {
        let scores = self.cues.as_ref().map(|cues| cues.scores(text.plain()));
        let by_cues = |component| scores.as_ref()?.level(component);
        let by_words = |component| by_cues(component).or_else(|| self.rules.by_verb(text));
        let hits = self.rules.fired(title, text, self.may_show(scores.as_ref()));
        let mut links = settle::settle(&hits, by_words, &declared);
        if let Some((cues, scores)) = self.cues.as_ref().zip(scores.as_ref()) {
            let ruled: Vec<ComponentId> = links.iter().map(|link| link.component).collect();
            for link in &mut links {
                link.confidence = cues.confidence(scores.signs(link.component), true);
            }
            links.extend(added(cues, scores, &ruled, by_words, &declared));
        }
        if let Some(similarity) = &self.similarity {
            links.extend(similarity.alike(statement).iter().map(|alike| self.alike(alike)));
        }
        links.sort_by_key(|link| link.component);
        links
    }

    /// Whether a rule's word would be enough for a component to be shown. Of most statements no component may, and no rule
    /// need be asked.
    fn may_show(&self, scores: Option<&Scores>) -> impl Fn(ComponentId) -> bool {
        let both = self.cues.as_ref().zip(scores);
        let shows = |cues: &Cues, signs| cues.confidence(signs, true) >= self.settings.suggest;
        let unscored = both.is_none_or(|(cues, scores)| shows(cues, scores.no_signs()));
        let scored = both.into_iter().flat_map(|(cues, scores)| {
            scores.components.iter().map(move |(component, score)| (*component, shows(cues, score.signs)))
        });
        let scored: Vec<(ComponentId, bool)> = scored.collect();
        move |component| {
            let score = scored.iter().find(|(of, _)| *of == component);
            score.map_or(unscored, |(_, shows)| *shows)
        }
    }

    fn alike(&self, alike: &Alike) -> Link<'_> {
        let level = alike.indicator.map(|id| self.levels[usize::from(id.0)]);
        Link {
            component: alike.component,
            level,
            level_by: level.map_or(LevelBasis::Unknown, |_| LevelBasis::Indicator),
            indicator: alike.indicator,
            confidence: alike.confidence,
            by: By::Similarity,
        }
    }

    /// The confidence from which a link is worth a person's look.
    fn least(&self, by: By) -> f64 {
        if by == By::Similarity { self.settings.suggest_alike } else { self.settings.suggest }
    }

    /// Whether `link` is sure enough to count.
    pub fn is_sure(&self, link: &Link) -> bool {
        link.confidence >= self.settings.accept
    }

    /// Whether `link` counts as evidence, and is not a suggestion: what tells no level is one, however sure.
    pub fn counts(&self, link: &Link) -> bool {
        self.is_sure(link) && link.level.is_some()
    }
}

/// The level of each indicator.
fn levels(framework: &Framework) -> Vec<LevelId> {
    let indicators = (0..framework.indicator_count() as u16).map(IndicatorId);
    indicators.map(|id| framework.cell(framework.indicator(id).cell).level).collect()
}

impl Rules {
    /// Compiles the rules of `packs` that serve one of `tables`. A pattern may spell so many `letters`.
    ///
    /// # Errors
    /// [`Error::Mapping`](crate::error::Error::Mapping) naming each pattern that is no regular
    /// expression or too large a one, and each concept that no pack defines.
    pub fn compile(
        packs: &[RulePack],
        framework: &Framework,
        tables: &[TableId],
        letters: u64,
    ) -> Result<Self> {
        let of = |component| framework.component(component).table;
        let wanted = |target: &Target| tables.contains(&of(target.component));
        let (set, verbs) = RuleSet::compile(packs, wanted, letters)?;
        Ok(Rules { set, verbs })
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.set.rules.len()
    }

    /// Whether there are none, as for a framework without rules.
    pub fn is_empty(&self) -> bool {
        self.set.rules.is_empty()
    }

    /// The rules that fire on `statement` in a module titled `title`.
    pub fn hits(&self, title: &str, statement: &str) -> Vec<Hit<'_>> {
        self.fired(&self.text(title), &self.text(statement), |_| true)
    }

    /// The level that the verbs of `statement` speak of.
    fn by_verb(&self, statement: &Text) -> Option<LevelId> {
        self.verbs.level(statement)
    }

    /// The components that a rule fires for.
    fn ruled(&self, statement: &Text) -> BTreeSet<ComponentId> {
        let fired = self.fired(statement, statement, |_| true).into_iter();
        fired.flat_map(|hit| hit.serves.iter().map(|target| target.component)).collect()
    }

    fn text(&self, text: &str) -> Text<'_> {
        Text::new(text, &self.set.vocabulary)
    }

    /// The rules that fire on `statement`, of those that serve a component which is `wanted`.
    fn fired<'a>(
        &'a self,
        title: &Text,
        statement: &Text,
        wanted: impl Fn(ComponentId) -> bool,
    ) -> Vec<Hit<'a>> {
        let wanted = self.set.serving.iter().filter(|(component, _)| wanted(**component));
        let mut rules: Vec<usize> = wanted.flat_map(|(_, rules)| rules).copied().collect();
        rules.sort_unstable();
        rules.dedup();
        let fired = rules.into_iter().map(|position| &self.set.rules[position]);
        let fired = fired.filter(|rule| self.set.fires(rule, title, statement));
        fired.map(|rule| Hit { rule: &rule.id, weight: rule.weight, serves: &rule.serves }).collect()
    }
}

/// What the statements of a programme are linked to.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// The alignments, in the order of modules, statements, components and indicators.
    pub alignments: Vec<Alignment>,
    /// The suggestions whose level nothing tells.
    pub unlevelled: Vec<Unlevelled>,
}

/// Every alignment that the statements of `programme` bear out: from `suggest` up, and counting from
/// `accept` up. What the institution `declared` of a module tells the level where a statement does not. The
/// order is the same whatever the number of threads.
pub fn link(programme: &Programme, declared: &[Alignment], framework: &Framework, linker: &Linker) -> Linked {
    let mut declared: Vec<&Alignment> = declared.iter().collect();
    declared.sort_by_key(|alignment| alignment.module);
    let linking = LinkingOf { framework, declared, linker };
    let modules: Vec<Linked> = programme
        .modules
        .par_iter()
        .enumerate()
        .map(|(position, module)| linking.module(position, module))
        .collect();
    modules.into_iter().fold(Linked::default(), |mut all, module| {
        all.alignments.extend(module.alignments);
        all.unlevelled.extend(module.unlevelled);
        all
    })
}

/// What linking goes by.
struct LinkingOf<'a> {
    framework: &'a Framework,
    /// By module.
    declared: Vec<&'a Alignment>,
    linker: &'a Linker,
}

impl LinkingOf<'_> {
    fn module(&self, position: usize, module: &Module) -> Linked {
        let first = self.declared.partition_point(|alignment| alignment.module < position);
        let own = self.declared[first..].iter().take_while(|alignment| alignment.module == position);
        let level = |component| one_level(self.framework, own.clone().copied(), component);
        let mut linked = Linked::default();
        let title = self.linker.rules.text(&module.title);
        for (number, statement) in module.statements.iter().enumerate() {
            for link in self.linker.shown(&title, &statement.text, statement.kind, level) {
                let confidence = link.confidence;
                let evidence = evidence(statement, &link);
                match link.level {
                    Some(level) => linked.alignments.push(Alignment {
                        module: position,
                        statement: Some(number),
                        cell: self.framework.cell_at(link.component, level),
                        indicator: link.indicator,
                        basis: Basis::Matched,
                        confidence: Some(confidence),
                        counts: self.linker.counts(&link),
                        evidence,
                        standing: Standing::default(),
                    }),
                    None => linked.unlevelled.push(Unlevelled {
                        module: position,
                        statement: number,
                        component: link.component,
                        confidence,
                        evidence,
                        standing: Standing::default(),
                    }),
                }
            }
        }
        linked
    }
}

/// The one level at which the module at `position` is declared to teach `component`, if `declared` names one.
pub fn declared_level(
    framework: &Framework,
    declared: &[Alignment],
    position: usize,
    component: ComponentId,
) -> Option<LevelId> {
    one_level(framework, declared.iter().filter(|alignment| alignment.module == position), component)
}

fn one_level<'a>(
    framework: &Framework,
    declared: impl Iterator<Item = &'a Alignment>,
    component: ComponentId,
) -> Option<LevelId> {
    let cells = declared.map(|alignment| framework.cell(alignment.cell));
    let cells = cells.filter(|cell| cell.component == component);
    let mut levels = cells.map(|cell| cell.level);
    let first = levels.next()?;
    levels.all(|level| level == first).then_some(first)
}

fn evidence(statement: &Statement, link: &Link) -> Evidence {
    Evidence {
        text: statement.text.clone(),
        place: statement.place.clone(),
        rule: Some(link.by.to_string()),
        level_by: Some(link.level_by),
        path: Vec::new(),
    }
}

/// Links to the components that no rule fired for.
fn added<'a>(
    cues: &Cues,
    scores: &Scores,
    ruled: &[ComponentId],
    by_words: impl Fn(ComponentId) -> Option<LevelId>,
    declared: &impl Fn(ComponentId) -> Option<LevelId>,
) -> Vec<Link<'a>> {
    let unruled = scores.components.iter().filter(|(component, _)| !ruled.contains(component));
    let link = |(component, score): &(ComponentId, Score)| {
        let (level, level_by) = settle::level_of(by_words(*component), declared(*component));
        let confidence = cues.confidence(score.signs, false);
        Link { component: *component, level, level_by, indicator: None, confidence, by: By::Cues }
    };
    unruled.map(link).collect()
}
