//! Multinomial logistic regression over features that are there or not.

use std::collections::{BTreeMap, HashMap};

use crate::mappings::CueList;

/// Weights of features for each of some outcomes.
#[derive(Clone, Debug)]
pub(super) struct Softmax<T> {
    outcomes: Vec<T>,
    biases: Vec<f64>,
    /// By feature, the outcomes it has a weight for.
    weights: HashMap<String, Vec<(usize, f64)>>,
}

impl<T> Softmax<T> {
    pub(super) fn new(lists: &[CueList<T>]) -> Self
    where
        T: Clone,
    {
        let mut weights: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        for (outcome, list) in lists.iter().enumerate() {
            for (feature, weight) in &list.weights {
                weights.entry(feature.clone()).or_default().push((outcome, *weight));
            }
        }
        Softmax {
            outcomes: lists.iter().map(|list| list.of.clone()).collect(),
            biases: lists.iter().map(|list| list.bias).collect(),
            weights,
        }
    }

    /// The share of each outcome; together they are 1.
    pub(super) fn shares(&self, features: &[String]) -> Vec<(&T, f64)> {
        let mut sums = self.biases.clone();
        for feature in features {
            for (outcome, weight) in self.weights.get(feature).into_iter().flatten() {
                sums[*outcome] += weight;
            }
        }
        normalise(&mut sums);
        self.outcomes.iter().zip(sums).collect()
    }

    /// The features that speak for the outcome that `is`, strongest first.
    pub(super) fn reasons(&self, features: &[String], is: impl Fn(&T) -> bool) -> Vec<(String, f64)> {
        let Some(wanted) = self.outcomes.iter().position(is) else { return Vec::new() };
        let weight = |feature: &String| {
            let weights = self.weights.get(feature)?;
            weights.iter().find(|(outcome, _)| *outcome == wanted).map(|(_, weight)| *weight)
        };
        let mut reasons: Vec<(String, f64)> =
            features.iter().filter_map(|feature| Some((feature.clone(), weight(feature)?))).collect();
        reasons.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        reasons
    }
}

/// From sums to shares.
pub(super) fn normalise(sums: &mut [f64]) {
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for sum in sums.iter_mut() {
        *sum = (*sum - most).exp();
    }
    let total: f64 = sums.iter().sum();
    for sum in sums.iter_mut() {
        *sum /= total;
    }
}

/// One thing to learn from: features, by position, and the outcome, with how much it counts.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) features: Vec<usize>,
    pub(super) outcome: usize,
    pub(super) counts: f64,
}

/// Passes over the samples, and the first and last step.
const PASSES: usize = 40;
const STEPS: (f64, f64) = (0.2, 0.02);

/// Weights by outcome and feature, and the biases: stochastic gradient with steps that shrink, and weights that shrink by
/// how dear each feature's are (ridge). The order of the samples is fixed, so the answer is.
pub(super) fn fit(samples: &[Sample], outcomes: usize, costs: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let (features, width) = (costs.len(), costs.len() + 1);
    let mut weights = vec![0.0; outcomes * width];
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut sums = vec![0.0; outcomes];
    for pass in 0..PASSES {
        let step = STEPS.0 * (STEPS.1 / STEPS.0).powf(pass as f64 / PASSES as f64);
        shuffle(&mut order, &mut random);
        for sample in order.iter().map(|at| &samples[*at]) {
            for (outcome, sum) in sums.iter_mut().enumerate() {
                let row = &weights[outcome * width..];
                *sum = row[features] + sample.features.iter().map(|feature| row[*feature]).sum::<f64>();
            }
            normalise(&mut sums);
            for (outcome, share) in sums.iter().enumerate() {
                let wrong = sample.counts * (share - f64::from(u8::from(outcome == sample.outcome)));
                let row = &mut weights[outcome * width..];
                for feature in &sample.features {
                    row[*feature] -= step * wrong;
                }
                row[features] -= step * wrong;
            }
        }
        for row in weights.chunks_mut(width) {
            for (weight, cost) in row.iter_mut().zip(costs) {
                *weight *= 1.0 - (step * cost).min(1.0);
            }
        }
    }
    let rows = weights.chunks(width);
    (rows.clone().map(|row| row[..features].to_vec()).collect(), rows.map(|row| row[features]).collect())
}

/// Fisher and Yates, by a congruential generator (Knuth's constants).
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(last, (*random >> 33) as usize % (last + 1));
    }
}

/// Weights as lists, without those that hardly matter.
pub(super) fn lists<T: Clone>(
    outcomes: &[T],
    features: &[String],
    fitted: &(Vec<Vec<f64>>, Vec<f64>),
    least: f64,
) -> Vec<CueList<T>> {
    let (weights, biases) = fitted;
    let list = |(at, of): (usize, &T)| {
        let named = features.iter().cloned().zip(weights[at].iter().copied());
        let rounded = |weight: f64| (weight * 100.0).round() / 100.0;
        let weights: BTreeMap<String, f64> = named
            .filter(|(_, weight)| weight.abs() >= least)
            .map(|(name, weight)| (name, rounded(weight)))
            .collect();
        CueList { of: of.clone(), bias: rounded(biases[at]), weights }
    };
    outcomes.iter().enumerate().map(list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns_what_it_is_shown() {
        let sample =
            |features: &[usize], outcome| Sample { features: features.to_vec(), outcome, counts: 1.0 };
        let samples = [sample(&[0], 0), sample(&[1], 1), sample(&[0, 2], 0), sample(&[1, 2], 1)];
        let names = ["a", "b", "c"].map(str::to_owned);
        let lists = lists(&["first", "second"], &names, &fit(&samples, 2, &[0.1; 3]), 0.1);
        let model = Softmax::new(&lists);
        let shares = model.shares(&["a".to_owned()]);
        assert!(shares[0].1 > 0.8, "{shares:?}");
        assert_eq!(model.reasons(&["b".to_owned()], |of| *of == "second")[0].0, "b");
    }
}
