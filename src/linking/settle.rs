//! From the rules that fired to one level for each component.

use std::collections::BTreeMap;

use super::{By, Hit, Link};
use crate::alignment::LevelBasis;
use crate::framework::{ComponentId, LevelId, TableId};

/// The links that `hits` make. A level comes from the indicator, else from the verb, else from what the module
/// is declared to teach, else it stays unknown. Of several levels of one component the surest is kept, then the
/// one that the verb speaks for, then the lowest; and of several rules for one indicator the surest.
pub(super) fn settle<'a>(
    hits: &[Hit<'a>],
    tables: &[TableId],
    by_verb: Option<LevelId>,
    declared: impl Fn(ComponentId) -> Option<LevelId>,
) -> Vec<Link<'a>> {
    let table = |component: ComponentId| tables[usize::from(component.0)];
    let told = |asked: TableId| {
        let mut telling = hits.iter().filter(|hit| !hit.fallback);
        telling.any(|hit| hit.serves.iter().any(|target| table(target.component) == asked))
    };
    let mut by_component: BTreeMap<ComponentId, Vec<Link<'a>>> = BTreeMap::new();
    for hit in hits {
        for target in hit.serves.iter().filter(|target| !hit.fallback || !told(table(target.component))) {
            let (level, level_by) = match target.level {
                Some(level) => (Some(level), LevelBasis::Indicator),
                None => level_of(by_verb, declared(target.component)),
            };
            by_component.entry(target.component).or_default().push(Link {
                component: target.component,
                level,
                level_by,
                indicator: target.indicator,
                confidence: hit.weight,
                by: By::Rule(hit.rule),
            });
        }
    }
    by_component.into_values().flat_map(|links| at_one_level(links, by_verb)).collect()
}

fn level_of(by_verb: Option<LevelId>, declared: Option<LevelId>) -> (Option<LevelId>, LevelBasis) {
    match (by_verb, declared) {
        (Some(level), _) => (Some(level), LevelBasis::Verb),
        (None, Some(level)) => (Some(level), LevelBasis::Module),
        (None, None) => (None, LevelBasis::Unknown),
    }
}

fn at_one_level(mut links: Vec<Link<'_>>, by_verb: Option<LevelId>) -> Vec<Link<'_>> {
    let surest = links.iter().max_by(|a, b| {
        let told = |link: &Link| (link.level_by == LevelBasis::Indicator, link.level.is_some());
        let by_confidence = a.confidence.total_cmp(&b.confidence);
        let by_verb = (a.level == by_verb).cmp(&(b.level == by_verb));
        told(a).cmp(&told(b)).then(by_confidence).then(by_verb).then(b.level.cmp(&a.level))
    });
    let Some(level) = surest.map(|link| link.level) else { return links };
    links.retain(|link| link.level == level);
    links.sort_by(|a, b| {
        let surer = b.confidence.total_cmp(&a.confidence);
        a.indicator.cmp(&b.indicator).then(surer).then_with(|| a.by.cmp(&b.by))
    });
    links.dedup_by_key(|link| link.indicator);
    links
}
