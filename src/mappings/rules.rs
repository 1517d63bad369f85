//! `rules/*.toml`: concepts and rules as written, with what they serve resolved. Their patterns are
//! compiled in `linking`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::source::Source;
use crate::error::Result;
use crate::framework::{ComponentId, Framework, IndicatorId, Key, LevelId};
use crate::lang::Wording;
use crate::place::{Located, Place};

/// One file of rules.
#[derive(Clone, Debug, Default)]
pub struct RulePack {
    /// Named sets of forms.
    pub concepts: Vec<Located<Concept>>,
    /// The rules.
    pub rules: Vec<Located<RuleSource>>,
    /// The verbs that tell a level where a rule does not.
    pub verbs: Vec<Located<Verbs>>,
}

/// A named set of forms, so that rules speak of concepts and not of strings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// The name, used in patterns as `<name>`.
    pub id: String,
    /// Vietnamese forms, as regular expressions.
    #[serde(default)]
    pub vi: Vec<String>,
    /// English forms.
    #[serde(default)]
    pub en: Vec<String>,
}

/// Words that tell at which level a statement speaks.
#[derive(Clone, Debug)]
pub struct Verbs {
    /// The level.
    pub level: LevelId,
    /// Patterns of verbs: the first one in a statement decides.
    pub lead: Vec<String>,
    /// Patterns that decide wherever they stand, before any leading verb; higher levels are asked first.
    pub anywhere: Vec<String>,
}

/// What a rule gives evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Target {
    /// The component.
    pub component: ComponentId,
    /// The level, if the rule tells it; else the statement's verbs do.
    pub level: Option<LevelId>,
    /// The indicator; none if the text shows the component without telling which.
    pub indicator: Option<IndicatorId>,
}

/// A rule as written: a statement with these words evidences these indicators.
#[derive(Clone, Debug)]
pub struct RuleSource {
    /// The name, which every alignment it makes carries.
    pub id: String,
    /// What it gives evidence of.
    pub serves: Vec<Target>,
    /// Patterns that must all match the statement.
    pub required: Vec<String>,
    /// Patterns of which at least one must, if there are any.
    pub any: Vec<String>,
    /// Patterns of which none may.
    pub none: Vec<String>,
    /// Patterns that must all match the statement or its module's title.
    pub context: Vec<String>,
    /// The confidence it gives, from 0 to 1.
    pub weight: f64,
    /// Statements it must match, as `statement` or `module title :: statement`.
    pub examples: Vec<String>,
    /// Statements it must not match.
    pub near_misses: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<String>,
    #[serde(default)]
    concept: Vec<Spanned<Concept>>,
    #[serde(default)]
    rule: Vec<Spanned<Rule>>,
    #[serde(default)]
    verbs: Vec<Spanned<VerbList>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbList {
    level: String,
    #[serde(default)]
    lead: Vec<String>,
    #[serde(default)]
    anywhere: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    serves: Vec<String>,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    context: Vec<String>,
    weight: f64,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    near_misses: Vec<String>,
}

pub(super) fn parse_packs(sources: &[Source], framework: &Framework) -> Result<Vec<RulePack>> {
    let mut seen = BTreeSet::new();
    sources.iter().map(|source| parse_pack(source, framework, &mut seen)).collect()
}

fn parse_pack(source: &Source, framework: &Framework, seen: &mut BTreeSet<String>) -> Result<RulePack> {
    let file: File = source.parse()?;
    let mut faults = source.schema(&file.schema, "khung.rules/1");
    let mut pack = RulePack::default();
    for concept in file.concept {
        let place = source.line(&concept.span());
        let concept = concept.into_inner();
        once(seen, format!("concept {}", concept.id), &place, &mut faults);
        pack.concepts.push(Located::new(concept, place));
    }
    for rule in file.rule {
        let place = source.line(&rule.span());
        let rule = rule.into_inner();
        once(seen, format!("rule {}", rule.id), &place, &mut faults);
        pack.rules.push(Located::new(resolve(rule, framework, &place, &mut faults), place));
    }
    for verbs in file.verbs {
        let place = source.line(&verbs.span());
        let VerbList { level, lead, anywhere } = verbs.into_inner();
        match framework.level_named(&level) {
            Some(level) => pack.verbs.push(Located::new(Verbs { level, lead, anywhere }, place)),
            None => faults.push((
                place,
                Wording::new(
                    format!("khung năng lực không có mức \"{level}\""),
                    format!("the framework has no level {level:?}"),
                ),
            )),
        }
    }
    source.checked(pack, faults)
}

fn once(seen: &mut BTreeSet<String>, id: String, place: &Place, faults: &mut Vec<(Place, Wording)>) {
    let wording = Wording::new(format!("trùng id: {id}"), format!("duplicate id: {id}"));
    if !seen.insert(id) {
        faults.push((place.clone(), wording));
    }
}

fn resolve(
    rule: Rule,
    framework: &Framework,
    place: &Place,
    faults: &mut Vec<(Place, Wording)>,
) -> RuleSource {
    let mut fault = |vi: String, en: String| faults.push((place.clone(), Wording::new(vi, en)));
    let id = &rule.id;
    let mut serves = Vec::new();
    for key in &rule.serves {
        match framework.find(key) {
            Some(Key::Component(component)) => {
                serves.push(Target { component, level: None, indicator: None });
            }
            Some(Key::Cell(cell)) => {
                let cell = framework.cell(cell);
                serves.push(Target { component: cell.component, level: Some(cell.level), indicator: None });
            }
            Some(Key::Indicator(indicator)) => {
                let cell = framework.cell(framework.indicator(indicator).cell);
                let (component, level) = (cell.component, Some(cell.level));
                serves.push(Target { component, level, indicator: Some(indicator) });
            }
            _ => fault(
                format!(
                    "quy tắc \"{id}\": khung năng lực không có năng lực thành phần, ô hay biểu hiện \"{key}\""
                ),
                format!("rule {id:?}: the framework has no component, cell or indicator {key:?}"),
            ),
        }
    }
    if !(rule.weight > 0.0 && rule.weight <= 1.0) {
        fault(
            format!("quy tắc \"{id}\": weight phải trong (0, 1]"),
            format!("rule {id:?}: weight must be in (0, 1]"),
        );
    }
    if rule.required.is_empty() && rule.any.is_empty() {
        fault(
            format!("quy tắc \"{id}\" không đòi hỏi gì nên khớp mọi câu"),
            format!("rule {id:?} requires nothing and would match everything"),
        );
    }
    let Rule { id, required, any, none, context, weight, examples, near_misses, .. } = rule;
    RuleSource { id, serves, required, any, none, context, weight, examples, near_misses }
}
