//! Cues: how strongly words speak for each cell.
//!
//! A rule asks for certain words and is sure of them; cues add up many weak signs. A statement's score for a cell is the
//! share that a multinomial logistic regression gives it among all cells of its audience and *nothing*; that of a
//! component is the sum over its levels. A statement may speak of two components, so its clauses are asked alone too. A
//! calibration makes a confidence of these signs, so that of links at 0.8 about eight in ten are right.

mod calibration;
mod features;
mod learn;
mod softmax;

pub(super) use features::stem;
pub use learn::{Lesson, learn};

use serde::{Deserialize, Serialize};

use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::mappings::{Calibration, CueSource};
pub(super) use calibration::Signs;
use softmax::Softmax;

/// Cues ready to be asked, for one audience.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Cues {
    model: Softmax,
    /// The components of the audience, with the classes that speak of each.
    of_components: Vec<(ComponentId, Vec<usize>)>,
    /// The level of each class.
    levels: Vec<Option<LevelId>>,
    calibration: Calibration,
    /// Features that the audience gives, whatever is read.
    standing: Vec<String>,
}

/// What cues say of one statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Scores {
    /// The share of being evidence of nothing.
    nothing: f64,
    /// The components of the audience that it says anything of.
    pub(super) components: Vec<(ComponentId, Score)>,
}

impl Scores {
    fn of(&self, component: ComponentId) -> Option<&Score> {
        self.components.iter().find(|(of, _)| *of == component).map(|(_, score)| score)
    }

    /// How strongly `component` is spoken of.
    pub(super) fn signs(&self, component: ComponentId) -> Signs {
        self.of(component).map_or(self.no_signs(), |score| score.signs)
    }

    /// Those of a component that nothing speaks for.
    pub(super) fn no_signs(&self) -> Signs {
        Signs { nothing: self.nothing, ..Signs::default() }
    }

    /// The level that `component` is spoken of at.
    pub(super) fn level(&self, component: ComponentId) -> Option<LevelId> {
        self.of(component)?.level
    }
}

/// What cues say of one component.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Score {
    /// How strongly it is spoken of.
    pub(super) signs: Signs,
    /// The level that most speaks for; none where most speaks for no level.
    pub(super) level: Option<LevelId>,
}

impl Cues {
    /// `source` made ready for an audience of `tables`.
    pub(super) fn new(source: &CueSource, framework: &Framework, tables: &[TableId]) -> Self {
        let served = |id: ComponentId| tables.contains(&framework.component(id).table);
        let classes = || source.classes.iter().enumerate();
        let components = framework.components().map(|(id, _)| id).filter(|id| served(*id));
        let of_components = components.map(|id| {
            (id, classes().filter(|(_, class)| class.components.contains(&id)).map(|(at, _)| at).collect())
        });
        let kept = |at: usize| at == NOTHING || source.classes[at].components.iter().any(|id| served(*id));
        Cues {
            model: Softmax::new(source, kept),
            of_components: of_components.collect(),
            levels: source.classes.iter().map(|class| class.level).collect(),
            calibration: source.calibration,
            standing: standing(framework, tables),
        }
    }

    /// What a plain text says.
    pub(super) fn scores(&self, plain: &str) -> Scores {
        let shares = self.shares(plain);
        let wholes = self.by_component(&shares);
        let mut parts = wholes.clone();
        if shares[NOTHING] < ALL_BUT_CERTAIN {
            for clause in features::clauses(plain) {
                let said = self.by_component(&self.shares(clause));
                parts.iter_mut().zip(said).for_each(|(most, share)| *most = share.max(*most));
            }
        }
        let nothing = shares[NOTHING];
        let signs = wholes.into_iter().zip(parts).map(|(whole, part)| Signs { whole, part, nothing });
        let said = self.of_components.iter().zip(signs).filter(|(_, signs)| signs.part >= FAINT);
        let components = said.map(|((component, classes), signs)| {
            let most = classes.iter().max_by(|a, b| shares[**a].total_cmp(&shares[**b]));
            (*component, Score { signs, level: most.and_then(|class| self.levels[*class]) })
        });
        Scores { nothing, components: components.collect() }
    }

    fn by_component(&self, shares: &[f64]) -> Vec<f64> {
        let sum = |(_, classes): &(_, Vec<usize>)| classes.iter().map(|class| shares[*class]).sum();
        self.of_components.iter().map(sum).collect()
    }

    fn shares(&self, plain: &str) -> Vec<f64> {
        let standing = self.standing.iter().map(|feature| features::hash(feature));
        self.model.shares(features::hashes(plain).into_iter().chain(standing))
    }

    /// How sure a link is that these signs speak for, where a rule fired for the component or none did.
    pub(super) fn confidence(&self, signs: Signs, ruled: bool) -> f64 {
        calibration::confidence(&self.calibration, signs, ruled)
    }

    /// What speaks most for `component`, at the level it is most spoken of, strongest first.
    pub(super) fn reasons(&self, plain: &str, component: ComponentId) -> Vec<(String, f64)> {
        let shares = self.shares(plain);
        let classes = self.of_components.iter().find(|(of, _)| *of == component).map(|(_, classes)| classes);
        let most =
            classes.and_then(|classes| classes.iter().max_by(|a, b| shares[**a].total_cmp(&shares[**b])));
        let Some(most) = most else { return Vec::new() };
        let weighed = |feature: String| {
            let weight = self.model.weight(features::hash(&feature), *most)?;
            Some((feature, weight))
        };
        let features = features::of(plain).into_iter().chain(self.standing.iter().cloned());
        let mut reasons: Vec<(String, f64)> = features.filter_map(weighed).collect();
        reasons.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        reasons
    }
}

/// The class of statements that are evidence of nothing.
const NOTHING: usize = 0;
/// A share that speaks for nothing.
const FAINT: f64 = 0.02;
/// Of a statement that is so surely evidence of nothing, the clauses are not asked.
const ALL_BUT_CERTAIN: f64 = 0.99;

/// The features that an audience of `tables` gives to every statement.
fn standing(framework: &Framework, tables: &[TableId]) -> Vec<String> {
    tables.iter().map(|table| features::of_table(&framework.table(*table).key)).collect()
}
