//! From signs to confidences: a logistic regression of being right on how strongly a component is spoken of (Platt 1999).

use crate::mappings::Calibration;

/// How strongly a statement speaks of a component, as shares of everything and nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::linking) struct Signs {
    /// Its share in the whole statement.
    pub(super) whole: f64,
    /// Its largest share in any clause.
    pub(super) part: f64,
}

impl Signs {
    /// What the regression is on: 1, the log-odds of each share, and whether a rule fired.
    fn inputs(self, ruled: bool) -> [f64; INPUTS] {
        [1.0, odds(self.whole), odds(self.part), f64::from(u8::from(ruled))]
    }
}

/// The logarithm of the odds of a share, of which none is taken to be smaller than what is faint.
fn odds(share: f64) -> f64 {
    let share = share.clamp(super::FAINT, 1.0 - 1e-4);
    (share / (1.0 - share)).ln()
}

const INPUTS: usize = 4;

/// How sure a link is that these signs speak for, and a rule or none.
pub(super) fn confidence(calibration: &Calibration, signs: Signs, ruled: bool) -> f64 {
    let Calibration { offset, whole, part, rule } = *calibration;
    logistic(&[offset, whole, part, rule], &signs.inputs(ruled))
}

fn logistic(weights: &[f64; INPUTS], inputs: &[f64; INPUTS]) -> f64 {
    let sum: f64 = weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Steps of Newton's method: it is at rest after far fewer.
const STEPS: usize = 25;

/// Fits the calibration to signs, whether a rule fired, and whether the component was right.
pub(super) fn fit(points: &[(Signs, bool, bool)]) -> Calibration {
    let mut weights = [0.0; INPUTS];
    for _ in 0..STEPS {
        // A little ridge keeps the matrix whole where an input never varies.
        let mut curvature = [[0.0; INPUTS]; INPUTS];
        let mut slope = [0.0; INPUTS];
        for at in 0..INPUTS {
            curvature[at][at] = 1e-3;
            slope[at] = 1e-3 * weights[at];
        }
        for (signs, ruled, right) in points {
            let inputs = signs.inputs(*ruled);
            let said = logistic(&weights, &inputs);
            let (wrong, certainty) = (said - f64::from(u8::from(*right)), said * (1.0 - said));
            for (at, input) in inputs.iter().enumerate() {
                slope[at] += wrong * input;
                for (other, with) in inputs.iter().enumerate() {
                    curvature[at][other] += certainty * input * with;
                }
            }
        }
        let step = solved(curvature, slope);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight -= step);
    }
    let [offset, whole, part, rule] = weights;
    Calibration { offset, whole, part, rule }
}

/// What `matrix`, symmetric and positive, makes `right` of (Gauss and Jordan).
fn solved(mut matrix: [[f64; INPUTS]; INPUTS], mut right: [f64; INPUTS]) -> [f64; INPUTS] {
    for pivot in 0..INPUTS {
        let row = matrix[pivot];
        for other in (0..INPUTS).filter(|other| *other != pivot) {
            let factor = matrix[other][pivot] / row[pivot];
            matrix[other].iter_mut().zip(row).for_each(|(value, of_pivot)| *value -= factor * of_pivot);
            right[other] -= factor * right[pivot];
        }
    }
    std::array::from_fn(|at| right[at] / matrix[at][at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_how_often_such_signs_are_right() {
        let strong = Signs { whole: 0.9, part: 0.9 };
        let weak = Signs { whole: 0.1, part: 0.1 };
        let of = |signs, share: usize| (0..100).map(move |n| (signs, false, n % 100 < share));
        let found = fit(&of(strong, 80).chain(of(weak, 25)).collect::<Vec<_>>());
        assert!((confidence(&found, strong, false) - 0.8).abs() < 0.01);
        assert!((confidence(&found, weak, false) - 0.25).abs() < 0.01);
    }
}
