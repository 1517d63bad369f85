//! Cues: how strongly words speak for each cell.
//!
//! A rule asks for certain words and is sure of them; cues add up many weak signs. A statement's score for a cell is the
//! share that a multinomial logistic regression gives it among all cells of its audience and *nothing*; that of a
//! component is the sum over its levels. A calibration makes a confidence of it, so that of links at 0.8 about eight in
//! ten are right.

mod features;
mod learn;
mod softmax;

pub use learn::{Lesson, learn};

use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::mappings::{Calibration, CueSource};
use softmax::Softmax;

/// Cues ready to be asked, for one audience.
#[derive(Debug)]
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

/// What cues say of one component.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Score {
    /// Its share, of 1 for everything and nothing.
    pub(super) share: f64,
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
        let mut model = Softmax::new(source);
        model.keep(|at| at == NOTHING || source.classes[at].components.iter().any(|id| served(*id)));
        Cues {
            model,
            of_components: of_components.collect(),
            levels: source.classes.iter().map(|class| class.level).collect(),
            calibration: source.calibration,
            standing: standing(framework, tables),
        }
    }

    /// What a plain text says of each component of the audience that it says anything of.
    pub(super) fn scores(&self, plain: &str) -> Vec<(ComponentId, Score)> {
        let shares = self.shares(plain);
        let said = self.of_components.iter().map(|(component, classes)| {
            let share = classes.iter().map(|class| shares[*class]).sum();
            let most = classes.iter().max_by(|a, b| shares[**a].total_cmp(&shares[**b]));
            (*component, Score { share, level: most.and_then(|class| self.levels[*class]) })
        });
        said.filter(|(_, score)| score.share >= FAINT).collect()
    }

    fn shares(&self, plain: &str) -> Vec<f64> {
        let standing = self.standing.iter().map(|feature| features::hash(feature));
        self.model.shares(features::hashes(plain).into_iter().chain(standing))
    }

    /// How sure a share is, where a rule fired for the component or none did.
    pub(super) fn confidence(&self, share: f64, ruled: bool) -> f64 {
        let Calibration { offset, slope, rule } = self.calibration;
        let rule = if ruled { rule } else { 0.0 };
        1.0 / (1.0 + (-(offset + slope * odds(share) + rule)).exp())
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

/// The logarithm of the odds of a share, of which none is taken to be smaller than what is faint.
fn odds(share: f64) -> f64 {
    let share = share.clamp(FAINT, 1.0 - 1e-6);
    (share / (1.0 - share)).ln()
}

/// The features that an audience of `tables` gives to every statement.
fn standing(framework: &Framework, tables: &[TableId]) -> Vec<String> {
    tables.iter().map(|table| features::of_table(&framework.table(*table).key)).collect()
}
