//! Which statements and links a set of figures is about.

use std::collections::BTreeMap;

use super::{Case, Figures, Linked};
use crate::framework::{CellId, ComponentId, DomainId, Framework, LevelId};
use crate::lang::Lang;

/// One language, domain or level, or everything.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slice {
    pub(super) lang: Option<Lang>,
    pub(super) domain: Option<DomainId>,
    pub(super) level: Option<LevelId>,
}

/// The statements and links of one slice.
pub(super) struct Part<'a> {
    pub(super) framework: &'a Framework,
    pub(super) slice: Slice,
}

impl Part<'_> {
    /// Whether the statement is in the slice: evidence of nothing is so in every domain and at every level.
    pub(super) fn concerns(&self, case: &Case) -> bool {
        self.slice.lang.is_none_or(|lang| case.label.lang == lang)
            && (case.label.expected.is_empty() == (self.expected(case).count() == 0))
    }

    fn has_domain(&self, component: ComponentId) -> bool {
        self.slice.domain.is_none_or(|domain| self.framework.component(component).domain == domain)
    }

    /// The components of the slice that are expected, with the levels where they are told.
    pub(super) fn expected<'c>(&self, case: &'c Case) -> impl Iterator<Item = (ComponentId, &'c [LevelId])> {
        let at_level = |levels: &[LevelId]| self.slice.level.is_none_or(|level| levels.contains(&level));
        let expected = case.label.expected.iter().map(|(component, levels)| (*component, levels.as_slice()));
        expected.filter(move |(component, levels)| self.has_domain(*component) && at_level(levels))
    }

    /// The links of the slice. Where no level is expected, a level is neither right nor wrong.
    pub(super) fn linked<'c>(&self, case: &'c Case) -> Vec<&'c Linked> {
        let at_level = |link: &&Linked| match (self.slice.level, case.label.expected.get(&link.component)) {
            (None, _) => true,
            (Some(_), Some(levels)) if levels.is_empty() => false,
            (Some(level), Some(levels)) if levels.contains(&level) => true,
            (Some(level), _) => link.level == Some(level),
        };
        case.links.iter().filter(|link| self.has_domain(link.component)).filter(at_level).collect()
    }

    /// The components of the slice that the statement's audience has.
    pub(super) fn components(&self, case: &Case) -> impl Iterator<Item = ComponentId> {
        let tables = &self.framework.audiences[case.label.audience].tables;
        let served = self.framework.components_of(tables).map(|(id, _)| id);
        served.filter(|id| self.has_domain(*id))
    }

    pub(super) fn count_levels(&self, figures: &mut Figures, case: &Case, counting: &[&Linked]) {
        let cell = |component, level| self.framework.cell_at(component, level);
        let levels_of = |component| case.label.expected.get(&component);
        let told =
            counting.iter().filter(|link| levels_of(link.component).is_none_or(|levels| !levels.is_empty()));
        let linked: Vec<CellId> = told.filter_map(|link| Some(cell(link.component, link.level?))).collect();
        let mut expected = Vec::new();
        for (component, levels) in self.expected(case).filter(|(_, levels)| !levels.is_empty()) {
            expected.extend(levels.iter().map(|level| cell(component, *level)));
            if let Some(link) = counting.iter().find(|link| link.component == component) {
                figures.levels.0 += usize::from(link.level.is_some_and(|level| levels.contains(&level)));
                figures.levels.1 += 1;
            }
        }
        figures.cells.add(&linked, &expected);
    }

    /// For each audience, the component expected most often: the best blind guess.
    pub(super) fn commonest(&self, cases: &[&Case]) -> BTreeMap<usize, Vec<ComponentId>> {
        let mut counts: BTreeMap<usize, BTreeMap<ComponentId, usize>> = BTreeMap::new();
        for case in cases {
            let counts = counts.entry(case.label.audience).or_default();
            for (component, _) in self.expected(case) {
                *counts.entry(component).or_default() += 1;
            }
        }
        let best = |counts: BTreeMap<ComponentId, usize>| {
            counts.into_iter().max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id))).map(|(id, _)| id)
        };
        counts.into_iter().map(|(audience, counts)| (audience, best(counts).into_iter().collect())).collect()
    }
}
