//! Statements → matched alignments, by the rules.
//!
//! A pattern is two regular expressions, over plain letters and over Vietnamese spelling. A text is first
//! met with the plain one, which the engine runs through fast; where the text has diacritics of its own,
//! what matched is then asked to match with them too, so that *đạo đức* is not *dao đục*.

mod pattern;
mod rule;

use rayon::prelude::*;

use crate::alignment::{Alignment, Basis, Evidence};
use crate::curriculum::{Module, Programme, StatementKind};
use crate::error::Result;
use crate::framework::{CellId, Framework, TableId};
use crate::mappings::{Linking, RulePack};
use pattern::Text;
use rule::RuleSet;

/// Rules ready to be asked, for the tables of one audience.
#[derive(Debug)]
pub struct Rules {
    set: RuleSet,
}

/// A rule that fired on a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// Its weight.
    pub weight: f64,
    /// What it serves, among the tables of the audience.
    pub serves: &'a [crate::mappings::Target],
}

impl Rules {
    /// Compiles the rules of `packs` that serve one of `tables`.
    ///
    /// # Errors
    /// [`Error::Mapping`](crate::error::Error::Mapping) naming each pattern that is no regular
    /// expression, and each concept that no pack defines.
    pub fn compile(packs: &[RulePack], framework: &Framework, tables: &[TableId]) -> Result<Self> {
        let set = RuleSet::compile(packs, |target| {
            let component = framework.cell(target.cell).component;
            tables.contains(&framework.component(component).table)
        })?;
        Ok(Rules { set })
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
        let text = |text| Text::new(text, self.set.patterns.len());
        let (title, statement) = (text(title), text(statement));
        let fired = self.set.rules.iter().filter(|rule| self.set.fires(rule, &title, &statement));
        fired.map(|rule| Hit { rule: &rule.id, weight: rule.weight, serves: &rule.serves }).collect()
    }
}

/// Every alignment that the statements of `programme` bear out: from `suggest` up, and counting from
/// `accept` up. Of several rules that link one statement to one indicator, the strongest is kept. In
/// the order of modules, statements, cells and indicators, whatever the number of threads.
pub fn link(programme: &Programme, rules: &Rules, settings: Linking) -> Vec<Alignment> {
    let modules: Vec<Vec<Alignment>> = programme
        .modules
        .par_iter()
        .enumerate()
        .map(|(position, module)| link_module(position, module, rules, settings))
        .collect();
    modules.into_iter().flatten().collect()
}

fn link_module(position: usize, module: &Module, rules: &Rules, settings: Linking) -> Vec<Alignment> {
    let mut found: Vec<Alignment> = Vec::new();
    for (number, statement) in module.statements.iter().enumerate() {
        let factor = if statement.kind == StatementKind::Title { settings.title_factor } else { 1.0 };
        let mut linked: Vec<Alignment> = Vec::new();
        for hit in rules.hits(&module.title, &statement.text) {
            let confidence = (hit.weight * factor * 1000.0).round() / 1000.0;
            linked.extend(hit.serves.iter().map(|target| Alignment {
                module: position,
                statement: Some(number),
                cell: target.cell,
                indicator: target.indicator,
                basis: Basis::Matched,
                confidence: Some(confidence),
                counts: confidence >= settings.accept,
                evidence: Evidence {
                    text: statement.text.clone(),
                    place: statement.place.clone(),
                    rule: Some(hit.rule.to_owned()),
                    path: Vec::new(),
                },
            }));
        }
        found.extend(strongest(linked, settings.suggest));
    }
    found
}

/// One alignment for each indicator (or whole cell) a statement is linked to: the surest, then the one
/// whose rule comes first by name. A statement that counts for an indicator is not also suggested for
/// the cell as a whole.
fn strongest(mut linked: Vec<Alignment>, suggest: f64) -> Vec<Alignment> {
    linked.retain(|alignment| alignment.confidence >= Some(suggest));
    linked.sort_by(|a, b| {
        let target = (a.cell, a.indicator).cmp(&(b.cell, b.indicator));
        let surer = b.confidence.partial_cmp(&a.confidence).unwrap_or(std::cmp::Ordering::Equal);
        target.then(surer).then_with(|| a.evidence.rule.cmp(&b.evidence.rule))
    });
    linked.dedup_by_key(|alignment| (alignment.cell, alignment.indicator));
    let counting: Vec<CellId> = linked.iter().filter(|alignment| alignment.counts).map(|a| a.cell).collect();
    linked.retain(|a| a.counts || a.indicator.is_some() || !counting.contains(&a.cell));
    linked
}
