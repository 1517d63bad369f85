//! How right the links are: against a labelled set, and against what an institution declares.
//!
//! Every figure stands beside its base rate, what one gets by linking nothing or always the commonest, so that
//! none flatters: most pairs of a statement and a component are rightly not linked, and agreement over all of
//! them is high for whoever says nothing.

mod declared;
mod labels;
mod lessons;
mod part;
mod reliability;
mod score;

pub use declared::{Agreement, Disagreement, Unit};
pub use labels::{Labelled, Labels, read};
pub use lessons::lessons;
pub use reliability::Bin;
pub use score::{Counts, CountsBy, kappa, ratio};

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::alignment::{Alignment, LevelBasis, Unlevelled};
use crate::curriculum::{Programme, StatementKind};
use crate::error::Result;
use crate::framework::{CellId, ComponentId, Framework, LevelId, TableId};
use crate::lang::{Lang, Wording};
use crate::linking::{Link, Linker};
use crate::place::Place;
use part::{Part, Slice};

/// A labelled statement and what it was linked to.
#[derive(Clone, Debug)]
pub struct Case {
    /// The statement, with what is expected of it.
    pub label: Labelled,
    /// What it was linked to, surest first, one link for each component; suggestions too.
    pub links: Vec<Linked>,
}

/// A link of a statement, as it is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// The component.
    pub component: ComponentId,
    /// The level, if one was told.
    pub level: Option<LevelId>,
    /// What told it.
    pub level_by: LevelBasis,
    /// From 0 to 1.
    pub confidence: f64,
    /// Whether it is sure enough to count. Without a level it is measured for its component, though an audit would ask a
    /// person for the level first.
    pub counts: bool,
    /// What made it.
    pub by: String,
}

/// What is measured apart from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Each domain.
    Domain,
    /// Each language.
    Language,
    /// Each level.
    Level,
}

/// A labelled set, evaluated.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The framework it was evaluated on.
    pub framework: Framework,
    /// Over everything.
    pub overall: Figures,
    /// For each part asked for, with its name.
    pub parts: Vec<(Wording, Figures)>,
    /// How often a confidence is right.
    pub reliability: Vec<Bin>,
    /// The statements, in the order of the set.
    pub cases: Vec<Case>,
    /// What could not be used of the labelled set.
    pub notes: Vec<(Place, Wording)>,
}

/// The figures of one set of statements.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// How many statements there are.
    pub statements: usize,
    /// How many of them are evidence of nothing.
    pub undigital: usize,
    /// How many of those were linked all the same.
    pub false_alarms: usize,
    /// How many of the links that count tell no level, so that an audit shows them as suggestions.
    pub unlevelled: usize,
    /// Links to components.
    pub components: CountsBy<ComponentId>,
    /// Links to cells; where no level is expected, none is held against the link.
    pub cells: CountsBy<CellId>,
    /// Rightly linked components of which a level is expected: how many have it right, of how many.
    pub levels: (usize, usize),
    /// Expected components: how many are among the three surest links and suggestions, of how many.
    pub top_three: (usize, usize),
    /// Pairs of a statement and a component of its audience.
    pub pairs: usize,
    /// What linking every statement to its audience's commonest component would give.
    pub commonest: Counts,
}

impl Figures {
    /// False alarms per hundred statements that are evidence of nothing.
    pub fn false_alarms_per_hundred(&self) -> Option<f64> {
        ratio(self.false_alarms, self.undigital).map(|share| share * 100.0)
    }

    /// The share of pairs on which links and labels say the same. High for whoever says nothing.
    pub fn agreement(&self, counts: Counts) -> Option<f64> {
        ratio(self.pairs.saturating_sub(counts.wrong + counts.missed), self.pairs)
    }

    /// What linking nothing would give.
    pub fn nothing(&self) -> Counts {
        let micro = self.components.micro();
        Counts { right: 0, wrong: 0, missed: micro.right + micro.missed }
    }
}

/// Links the statements of `labels` as an audit would, and counts.
///
/// # Errors
/// Those of the rules, see [`Linker::new`](crate::linking::Linker).
pub fn evaluate(
    labels: Labels,
    framework: Framework,
    linker: impl Fn(usize) -> Result<Linker>,
    by: Option<By>,
) -> Result<Evaluation> {
    let Labels { statements, notes } = labels;
    let mut linkers: BTreeMap<usize, Linker> = BTreeMap::new();
    for label in &statements {
        if let std::collections::btree_map::Entry::Vacant(entry) = linkers.entry(label.audience) {
            entry.insert(linker(label.audience)?);
        }
    }
    let cases: Vec<Case> = statements
        .into_par_iter()
        .map(|label| Case { links: linked(&linkers[&label.audience], &label), label })
        .collect();
    let figures = |slice: Slice| figures(&cases, &framework, slice);
    let parts =
        slices(&framework, by, &cases).into_iter().map(|(name, slice)| (name, figures(slice))).collect();
    let (overall, reliability) = (figures(Slice::default()), reliability::bins(&cases));
    Ok(Evaluation { framework, overall, parts, reliability, notes, cases })
}

/// The surest link of each component, surest first: all that a person is shown.
fn linked(linker: &Linker, label: &Labelled) -> Vec<Linked> {
    let mut links: Vec<Linked> = linker
        .links("", &label.text, StatementKind::Outcome, |_| None)
        .iter()
        .map(|link| as_linked(link, linker))
        .collect();
    links.sort_by(|a, b| a.component.cmp(&b.component).then(b.confidence.total_cmp(&a.confidence)));
    links.dedup_by_key(|link| link.component);
    links.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    links
}

fn as_linked(link: &Link, linker: &Linker) -> Linked {
    Linked {
        component: link.component,
        level: link.level,
        level_by: link.level_by,
        confidence: link.confidence,
        counts: linker.is_sure(link),
        by: link.by.to_string(),
    }
}

fn slices(framework: &Framework, by: Option<By>, cases: &[Case]) -> Vec<(Wording, Slice)> {
    let expected = |domain| {
        let components = || cases.iter().flat_map(|case| case.label.expected.keys());
        components().any(|component| framework.component(*component).domain == domain)
    };
    match by {
        None => Vec::new(),
        Some(By::Language) => {
            let name = |lang: Lang| {
                Wording::new(lang.pick("tiếng Việt", "tiếng Anh"), lang.pick("Vietnamese", "English"))
            };
            [Lang::Vi, Lang::En]
                .map(|lang| (name(lang), Slice { lang: Some(lang), ..Slice::default() }))
                .into()
        }
        Some(By::Level) => {
            let slice = |level| Slice { level: Some(level), ..Slice::default() };
            framework.levels().map(|(id, level)| (level.name.clone(), slice(id))).collect()
        }
        Some(By::Domain) => {
            let slice = |domain| Slice { domain: Some(domain), ..Slice::default() };
            let name = |key: &str, name: &Wording| {
                Wording::new(format!("{key} {}", name.vi), format!("{key} {}", name.en))
            };
            let domains = framework.domains().filter(|(id, _)| expected(*id));
            domains.map(|(id, domain)| (name(&domain.key, &domain.name), slice(id))).collect()
        }
    }
}

fn figures(cases: &[Case], framework: &Framework, slice: Slice) -> Figures {
    let part = Part { framework, slice };
    let cases: Vec<&Case> = cases.iter().filter(|case| part.concerns(case)).collect();
    let commonest = part.commonest(&cases);
    let mut figures = Figures { statements: cases.len(), ..Figures::default() };
    for case in cases {
        let linked = part.linked(case);
        let counting: Vec<&Linked> = linked.iter().copied().filter(|link| link.counts).collect();
        let components = |links: &[&Linked]| links.iter().map(|link| link.component).collect::<Vec<_>>();
        let expected: Vec<ComponentId> = part.expected(case).map(|(component, _)| component).collect();
        figures.components.add(&components(&counting), &expected);
        figures.unlevelled += counting.iter().filter(|link| link.level.is_none()).count();
        figures.undigital += usize::from(case.label.expected.is_empty());
        figures.false_alarms += usize::from(case.label.expected.is_empty() && !counting.is_empty());
        let surest: Vec<&Linked> = case.links.iter().take(3).collect();
        figures.top_three.0 += Counts::of(&components(&surest), &expected).right;
        figures.top_three.1 += expected.len();
        figures.pairs += part.components(case).count();
        figures.commonest = figures.commonest.plus(Counts::of(&commonest[&case.label.audience], &expected));
        part.count_levels(&mut figures, case, &counting);
    }
    figures
}

/// How far the matched links among the `alignments` of a programme, and its `unlevelled` suggestions, agree with the claims
/// among the alignments.
pub fn agreement(
    programme: &Programme,
    alignments: &[Alignment],
    unlevelled: &[Unlevelled],
    framework: &Framework,
    tables: &[TableId],
) -> Agreement {
    declared::compare(programme, (alignments, unlevelled), framework, tables)
}
