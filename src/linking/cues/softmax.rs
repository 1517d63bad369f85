//! Multinomial logistic regression over features that are there or not.

use std::collections::HashMap;

use super::features::hash;
use crate::mappings::{CueClass, CueSource};

/// Weights of features for each of some classes.
#[derive(Clone, Debug)]
pub(super) struct Softmax {
    biases: Vec<f32>,
    /// By feature, the classes it has a weight for.
    weights: HashMap<u64, Vec<(u16, f32)>>,
}

impl Softmax {
    /// Of `source`, only the classes that are `kept`.
    pub(super) fn new(source: &CueSource, kept: impl Fn(usize) -> bool) -> Self {
        let classes = source.classes.iter().enumerate();
        let bias = |(at, class): (usize, &CueClass)| if kept(at) { class.bias } else { f32::NEG_INFINITY };
        let of_kept = |weights: &[(u16, f32)]| -> Vec<(u16, f32)> {
            weights.iter().copied().filter(|(class, _)| kept(usize::from(*class))).collect()
        };
        Softmax {
            biases: classes.map(bias).collect(),
            weights: source.weights.iter().map(|(name, weights)| (hash(name), of_kept(weights))).collect(),
        }
    }

    /// The share of each class; together they are 1.
    pub(super) fn shares(&self, features: impl Iterator<Item = u64>) -> Vec<f64> {
        let mut sums = self.biases.clone();
        for weights in features.filter_map(|feature| self.weights.get(&feature)) {
            for (class, weight) in weights {
                sums[usize::from(*class)] += weight;
            }
        }
        normalise(&mut sums);
        sums.into_iter().map(f64::from).collect()
    }

    /// How strongly `feature` speaks for `class`.
    pub(super) fn weight(&self, feature: u64, class: usize) -> Option<f64> {
        let weights = self.weights.get(&feature)?;
        weights.iter().find(|(of, _)| usize::from(*of) == class).map(|(_, weight)| f64::from(*weight))
    }
}

/// From sums to shares.
fn normalise(sums: &mut [f32]) {
    let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for sum in sums.iter_mut() {
        *sum = (*sum - most).exp();
    }
    let total: f32 = sums.iter().sum();
    for sum in sums.iter_mut() {
        *sum /= total;
    }
}

/// One thing to learn from: features, by position, and the class, with how much it counts.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) features: Vec<usize>,
    pub(super) class: usize,
    pub(super) counts: f32,
}

/// What is learned.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) biases: Vec<f32>,
    /// For each feature, the weight for each class.
    pub(super) weights: Vec<Vec<f32>>,
}

/// Passes over the samples, and the first and last step.
const PASSES: usize = 40;
const STEPS: (f32, f32) = (0.2, 0.02);

/// Stochastic gradient with steps that shrink, and weights that shrink by how dear each feature's are (ridge). The order of
/// the samples is fixed, so the answer is.
pub(super) fn fit(samples: &[Sample], classes: usize, costs: &[f32]) -> Fitted {
    let mut fitted = Fitted { biases: vec![0.0; classes], weights: vec![vec![0.0; classes]; costs.len()] };
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut wrong = vec![0.0; classes];
    for pass in 0..PASSES {
        let step = STEPS.0 * (STEPS.1 / STEPS.0).powf(pass as f32 / PASSES as f32);
        shuffle(&mut order, &mut random);
        for sample in order.iter().map(|at| &samples[*at]) {
            fitted.learn(sample, step, &mut wrong);
        }
        for (row, cost) in fitted.weights.iter_mut().zip(costs) {
            row.iter_mut().for_each(|weight| *weight *= 1.0 - (step * cost).min(1.0));
        }
    }
    fitted
}

impl Fitted {
    /// One step towards `sample`. `wrong` is room to work in.
    fn learn(&mut self, sample: &Sample, step: f32, wrong: &mut Vec<f32>) {
        wrong.clone_from(&self.biases);
        for feature in &sample.features {
            wrong.iter_mut().zip(&self.weights[*feature]).for_each(|(sum, weight)| *sum += weight);
        }
        normalise(wrong);
        wrong[sample.class] -= 1.0;
        wrong.iter_mut().for_each(|wrong| *wrong *= step * sample.counts);
        for feature in &sample.features {
            self.weights[*feature].iter_mut().zip(&*wrong).for_each(|(weight, wrong)| *weight -= wrong);
        }
        self.biases.iter_mut().zip(&*wrong).for_each(|(bias, wrong)| *bias -= wrong);
    }
}

/// Fisher and Yates, by a congruential generator (Knuth's constants).
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(last, (*random >> 33) as usize % (last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns_what_it_is_shown() {
        let sample = |features: &[usize], class| Sample { features: features.to_vec(), class, counts: 1.0 };
        let samples = [sample(&[0], 0), sample(&[1], 1), sample(&[0, 2], 0), sample(&[1, 2], 1)];
        let Fitted { biases, weights } = fit(&samples, 2, &[0.1; 3]);
        let classes = biases.into_iter().map(|bias| CueClass { bias, ..CueClass::default() }).collect();
        let named = ["a", "b", "c"].iter().zip(&weights);
        let weights = named.map(|(name, row)| ((*name).to_owned(), vec![(0, row[0]), (1, row[1])])).collect();
        let model = Softmax::new(&CueSource { classes, weights, ..CueSource::default() }, |_| true);
        assert!(model.shares([hash("a")].into_iter())[0] > 0.8);
        assert!(model.weight(hash("b"), 1) > model.weight(hash("c"), 1));
    }
}
