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

use std::collections::BTreeMap;

use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::mappings::{Calibration, CueSource};
use softmax::Softmax;

/// Cues ready to be asked, for one audience.
#[derive(Debug)]
pub(super) struct Cues {
    model: Softmax,
    /// For each class, the component of the audience that it speaks of, if any, and the level.
    classes: Vec<(Option<ComponentId>, Option<LevelId>)>,
    calibration: Calibration,
    /// Features that the audience gives, whatever is read.
    standing: Vec<String>,
}

/// What cues say of one component.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Score {
    /// Its share, of 1 for everything and nothing.
    pub(super) share: f64,
    /// The level that most speaks for, and its share; none where most speaks for no level.
    pub(super) level: Option<LevelId>,
}

impl Cues {
    /// `source` made ready for an audience of `tables`.
    pub(super) fn new(source: &CueSource, framework: &Framework, tables: &[TableId]) -> Self {
        let served = |id: &&ComponentId| tables.contains(&framework.component(**id).table);
        let classes = source.classes.iter();
        let classes: Vec<_> =
            classes.map(|class| (class.components.iter().find(served).copied(), class.level)).collect();
        let mut model = Softmax::new(source);
        model.keep(|class| class == NOTHING || classes[class].0.is_some());
        Cues { model, classes, calibration: source.calibration, standing: standing(framework, tables) }
    }

    /// What a plain text says of each component of the audience.
    pub(super) fn scores(&self, plain: &str) -> BTreeMap<ComponentId, Score> {
        let shares = self.model.shares(self.features(plain).iter().map(|feature| features::hash(feature)));
        let mut scores: BTreeMap<ComponentId, Score> = BTreeMap::new();
        let mut most: BTreeMap<ComponentId, f64> = BTreeMap::new();
        for ((component, level), share) in self.classes.iter().zip(shares) {
            let Some(component) = component else { continue };
            let (score, most) = (scores.entry(*component).or_default(), most.entry(*component).or_default());
            score.share += share;
            if share > *most {
                (*most, score.level) = (share, *level);
            }
        }
        scores
    }

    /// How sure a share is, where a rule fired for the component or none did.
    pub(super) fn confidence(&self, share: f64, ruled: bool) -> f64 {
        let share = share.clamp(1e-6, 1.0 - 1e-6);
        let rule = if ruled { self.calibration.rule } else { 0.0 };
        let odds = (share / (1.0 - share)).ln();
        1.0 / (1.0 + (-(self.calibration.offset + self.calibration.slope * odds + rule)).exp())
    }

    /// What speaks most for `component`, at the level it is most spoken of, strongest first.
    pub(super) fn reasons(&self, plain: &str, component: ComponentId) -> Vec<(String, f64)> {
        let features = self.features(plain);
        let shares = self.model.shares(features.iter().map(|feature| features::hash(feature)));
        let of_component =
            shares.iter().enumerate().filter(|(class, _)| self.classes[*class].0 == Some(component));
        let Some((class, _)) = of_component.max_by(|a, b| a.1.total_cmp(b.1)) else { return Vec::new() };
        let weight = |feature: String| {
            let weight = self.model.weight(features::hash(&feature), class)?;
            Some((feature, weight))
        };
        let mut reasons: Vec<(String, f64)> = features.into_iter().filter_map(weight).collect();
        reasons.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        reasons
    }

    fn features(&self, plain: &str) -> Vec<String> {
        let mut features = features::of(plain);
        features.extend(self.standing.iter().cloned());
        features
    }
}

/// The class of statements that are evidence of nothing.
const NOTHING: usize = 0;
/// A share that speaks for nothing.
const FAINT: f64 = 0.02;

/// The features that an audience of `tables` gives to every statement.
fn standing(framework: &Framework, tables: &[TableId]) -> Vec<String> {
    tables.iter().map(|table| features::of_table(&framework.table(*table).key)).collect()
}
