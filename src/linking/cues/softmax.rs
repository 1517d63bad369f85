//! Multinomial logistic regression over features that are there or not.

use serde::{Deserialize, Serialize};

use super::features::hash;
use crate::mappings::{CueSource, WEIGHT_UNIT};

/// Weights of features for each of some classes, ready to be looked up.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "Weights", into = "Weights")]
pub(super) struct Softmax {
    table: Weights,
    known: Known,
    /// Where the features of the table begin that have the same first bits.
    starts: Vec<u32>,
}

/// Weights of features for each of some classes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Weights {
    classes: usize,
    /// The classes that are kept, and what each starts from.
    kept: Vec<usize>,
    biases: Vec<f32>,
    /// The features in ascending order, and where the weights of each end.
    features: Vec<u64>,
    ends: Vec<u32>,
    /// Positions among the kept classes, and weights in [`WEIGHT_UNIT`].
    weights: Vec<(u16, i16)>,
}

/// A small table of which features there may be. Most that a text has are in no lesson, and to look them up in the large
/// one is to wait for memory.
#[derive(Clone, Debug)]
struct Known {
    bits: Vec<u64>,
}

impl Known {
    /// Bits of a feature's hash that choose its bit: one in ten of them is then set.
    const BITS: u32 = 20;

    fn new() -> Self {
        Known { bits: vec![0; 1 << (Known::BITS - 6)] }
    }

    fn add(&mut self, feature: u64) {
        let (word, bit) = Known::at(feature);
        self.bits[word] |= bit;
    }

    fn may_have(&self, feature: u64) -> bool {
        let (word, bit) = Known::at(feature);
        self.bits[word] & bit != 0
    }

    fn at(feature: u64) -> (usize, u64) {
        let position = (feature ^ feature >> 32) & ((1 << Known::BITS) - 1);
        ((position >> 6) as usize, 1 << (position & 63))
    }
}

/// Bits by which features are found: hashes spread evenly, so that few features share them.
const FIRST_BITS: u32 = 16;

fn first_bits(feature: u64) -> usize {
    (feature >> (u64::BITS - FIRST_BITS)) as usize
}

impl From<Weights> for Softmax {
    fn from(table: Weights) -> Self {
        let mut known = Known::new();
        table.features.iter().for_each(|feature| known.add(*feature));
        let mut starts = vec![0; (1 << FIRST_BITS) + 1];
        table.features.iter().for_each(|feature| starts[first_bits(*feature) + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Softmax { table, known, starts }
    }
}

impl From<Softmax> for Weights {
    fn from(softmax: Softmax) -> Self {
        softmax.table
    }
}

impl Softmax {
    /// Of `source`, only the classes that are `kept`.
    pub(super) fn new(source: &CueSource, kept: impl Fn(usize) -> bool) -> Self {
        let classes = source.classes.len();
        let kept: Vec<usize> = (0..classes).filter(|at| kept(*at)).collect();
        let mut positions: Vec<Option<u16>> = vec![None; classes];
        (0..).zip(&kept).for_each(|(position, class)| positions[*class] = Some(position));
        let mut features: Vec<(u64, &[(u16, i16)])> =
            source.weights.iter().map(|(name, weights)| (hash(name), weights)).collect();
        features.sort_by_key(|(feature, _)| *feature);
        let biases = kept.iter().map(|class| source.classes[*class].bias).collect();
        let mut table = Weights { classes, kept, biases, ..Weights::default() };
        for (feature, of) in features {
            let before = table.weights.len();
            let own =
                of.iter().filter_map(|(class, weight)| Some((positions[usize::from(*class)]?, *weight)));
            table.weights.extend(own);
            if table.weights.len() > before {
                table.features.push(feature);
                table.ends.push(table.weights.len() as u32);
            }
        }
        Softmax::from(table)
    }

    /// The weights of a feature, if it has any.
    fn weights(&self, feature: u64) -> &[(u16, i16)] {
        let first = first_bits(feature);
        let alike = self.starts[first] as usize..self.starts[first + 1] as usize;
        let at = self.table.features[alike.clone()].iter().position(|known| *known == feature);
        let Some(at) = at.map(|at| alike.start + at) else { return &[] };
        let start = at.checked_sub(1).map_or(0, |before| self.table.ends[before]);
        &self.table.weights[start as usize..self.table.ends[at] as usize]
    }

    /// The share of each class; together they are 1.
    pub(super) fn shares(&self, features: impl Iterator<Item = u64>) -> Vec<f64> {
        let mut sums = self.table.biases.clone();
        for feature in features.filter(|feature| self.known.may_have(*feature)) {
            for (class, weight) in self.weights(feature) {
                sums[usize::from(*class)] += f32::from(*weight) * WEIGHT_UNIT;
            }
        }
        normalise(&mut sums);
        let mut shares = vec![0.0; self.table.classes];
        self.table.kept.iter().zip(sums).for_each(|(class, share)| shares[*class] = f64::from(share));
        shares
    }

    /// How strongly `feature` speaks for `class`.
    pub(super) fn weight(&self, feature: u64, class: usize) -> Option<f64> {
        let found = self.weights(feature).iter().find(|(of, _)| self.table.kept[usize::from(*of)] == class);
        found.map(|(_, weight)| f64::from(f32::from(*weight) * WEIGHT_UNIT))
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
    use crate::mappings::CueClass;

    #[test]
    fn it_learns_what_it_is_shown() {
        let sample = |features: &[usize], class| Sample { features: features.to_vec(), class, counts: 1.0 };
        let samples = [sample(&[0], 0), sample(&[1], 1), sample(&[0, 2], 0), sample(&[1, 2], 1)];
        let Fitted { biases, weights } = fit(&samples, 2, &[0.1; 3]);
        let classes = biases.into_iter().map(|bias| CueClass { bias, ..CueClass::default() }).collect();
        let units = |weight: f32| (weight / WEIGHT_UNIT).round() as i16;
        let mut source = CueSource { classes, ..CueSource::default() };
        for (name, row) in ["a", "b", "c"].iter().zip(&weights) {
            source.weights.push(name, [(0, units(row[0])), (1, units(row[1]))]);
        }
        let model = Softmax::new(&source, |_| true);
        assert!(model.shares([hash("a")].into_iter())[0] > 0.8);
        assert!(model.weight(hash("b"), 1) > model.weight(hash("c"), 1));
    }
}
