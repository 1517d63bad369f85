//! Cues: how strongly concepts and words speak for each component, and for each level.
//!
//! A rule asks for certain words and is sure of them; cues add up many weak signs. A statement's score for a component
//! is the share that a multinomial logistic regression gives it among all components and *nothing*; a calibration makes
//! a confidence of it, so that of links at 0.8 about eight in ten are right.

pub(super) mod features;
mod learn;
mod softmax;

pub use learn::{Lesson, learn};

use super::pattern::{Pattern, Text};
use crate::framework::{ComponentId, Framework, LevelId};
use crate::mappings::{Calibration, CueSource};
use features::Concepts;
use softmax::Softmax;

/// Cues ready to be asked, for one audience.
#[derive(Debug)]
pub(super) struct Cues {
    concepts: Concepts,
    gate: Option<usize>,
    components: Softmax<Vec<ComponentId>>,
    levels: Softmax<LevelId>,
    calibration: Calibration,
    /// Features that the audience gives, whatever is read.
    standing: Vec<String>,
    /// The feature of each component that levels are asked of.
    level_features: Vec<String>,
}

/// What cues say of one statement.
pub(super) struct Scores {
    /// The features that were found.
    pub(super) features: Vec<String>,
    /// The share of each component that has any.
    pub(super) shares: Vec<(ComponentId, f64)>,
    /// The share of being evidence of nothing.
    pub(super) nothing: f64,
}

impl Cues {
    /// `source` made ready; `concepts` tells the patterns of concepts, and `standing` are the features of the audience.
    pub(super) fn new(
        source: &CueSource,
        framework: &Framework,
        concepts: Concepts,
        standing: Vec<String>,
    ) -> Self {
        let first = |id: ComponentId| {
            let class = source.components.iter().find(|list| list.of.contains(&id));
            class.and_then(|list| list.of.first()).copied().unwrap_or(id)
        };
        let feature = |id| features::of_component(&framework.component(first(id)).key);
        Cues {
            level_features: framework.components().map(|(id, _)| feature(id)).collect(),
            gate: concepts.position(&source.gate),
            concepts,
            components: Softmax::new(&source.components),
            levels: Softmax::new(&source.levels),
            calibration: source.calibration,
            standing,
        }
    }

    /// The shares of the components that `text` speaks of; none if it has nothing of what all of them need. Where a rule
    /// fired, that need not be asked.
    pub(super) fn scores(&self, text: &Text, patterns: &[Pattern], ruled: bool) -> Option<Scores> {
        if !ruled && !self.gate.is_some_and(|gate| text.has(gate, patterns)) {
            return None;
        }
        let mut features = self.concepts.of(text, patterns);
        features.extend(self.standing.iter().cloned());
        let (mut shares, mut nothing) = (Vec::new(), 0.0);
        for (of, share) in self.components.shares(&features) {
            nothing += if of.is_empty() { share } else { 0.0 };
            shares.extend(of.iter().map(|component| (*component, share)));
        }
        Some(Scores { features, shares, nothing })
    }

    /// The level that the words speak of most, with its share.
    pub(super) fn level(&self, scores: &Scores, component: ComponentId) -> Option<LevelId> {
        let mut features = scores.features.clone();
        features.push(self.level_features[usize::from(component.0)].clone());
        let shares = self.levels.shares(&features);
        shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(level, _)| *level)
    }

    /// How sure a share is, where a rule fired for the component or none did.
    pub(super) fn confidence(&self, share: f64, ruled: bool) -> f64 {
        confidence(&self.calibration, share, ruled)
    }

    /// What speaks most for `component`, strongest first.
    pub(super) fn reasons(&self, scores: &Scores, component: ComponentId) -> Vec<(String, f64)> {
        self.components.reasons(&scores.features, |of| of.contains(&component))
    }
}

fn confidence(calibration: &Calibration, share: f64, ruled: bool) -> f64 {
    let share = share.clamp(1e-6, 1.0 - 1e-6);
    let odds = (share / (1.0 - share)).ln();
    let rule = if ruled { calibration.rule } else { 0.0 };
    1.0 / (1.0 + (-(calibration.offset + calibration.slope * odds + rule)).exp())
}
