//! From the rules that fired to links, with the level that each component is spoken of at.

use std::collections::BTreeMap;

use super::{By, Hit, Link};
use crate::alignment::LevelBasis;
use crate::framework::{ComponentId, LevelId};

/// The links that `hits` make, the surest level of each component first. A level comes from the indicator, else from
/// the words, else from what the module is declared to teach, else it stays unknown. Of several levels the surest stands
/// first, then the one that the words speak for, then the lowest.
pub(super) fn settle<'a>(
    hits: &[Hit<'a>],
    by_words: impl Fn(ComponentId) -> Option<LevelId>,
    declared: impl Fn(ComponentId) -> Option<LevelId>,
) -> Vec<Link<'a>> {
    let mut by_component: BTreeMap<ComponentId, Vec<Link<'a>>> = BTreeMap::new();
    for hit in hits {
        for target in hit.serves {
            let (level, level_by) = match target.level {
                Some(level) => (Some(level), LevelBasis::Indicator),
                None => level_of(by_words(target.component), declared(target.component)),
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
    by_component
        .into_iter()
        .flat_map(|(component, links)| surest_level_first(links, by_words(component)))
        .collect()
}

/// The level that words speak of, else what the module is declared to teach, and which of them tells it.
pub(super) fn level_of(
    by_words: Option<LevelId>,
    declared: Option<LevelId>,
) -> (Option<LevelId>, LevelBasis) {
    match (by_words, declared) {
        (Some(level), _) => (Some(level), LevelBasis::Verb),
        (None, Some(level)) => (Some(level), LevelBasis::Module),
        (None, None) => (None, LevelBasis::Unknown),
    }
}

/// The links of one component, those of its surest level first; of several rules for one indicator the surest.
fn surest_level_first(mut links: Vec<Link<'_>>, by_words: Option<LevelId>) -> Vec<Link<'_>> {
    let surest = links.iter().max_by(|a, b| {
        let told = |link: &Link| (link.level_by == LevelBasis::Indicator, link.level.is_some());
        let by_confidence = a.confidence.total_cmp(&b.confidence);
        let as_words = (a.level == by_words).cmp(&(b.level == by_words));
        told(a).cmp(&told(b)).then(by_confidence).then(as_words).then(b.level.cmp(&a.level))
    });
    let Some(level) = surest.map(|link| link.level) else { return links };
    // What tells no level of its own adds nothing to what does.
    links.retain(|link| link.level == level || link.level_by == LevelBasis::Indicator);
    links.sort_by(|a, b| {
        let (of_surest, surer) =
            ((b.level == level).cmp(&(a.level == level)), b.confidence.total_cmp(&a.confidence));
        of_surest
            .then(a.level.cmp(&b.level))
            .then(a.indicator.cmp(&b.indicator))
            .then(surer)
            .then_with(|| a.by.cmp(&b.by))
    });
    links.dedup_by_key(|link| (link.level, link.indicator));
    links
}
