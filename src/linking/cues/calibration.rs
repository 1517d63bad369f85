//! From shares to confidences: logistic regressions of being right (Platt 1999). A statement must be evidence of something,
//! and then of this component, so that a confidence is a product of two.

use crate::mappings::Calibration;

/// How strongly a statement speaks of a component, as shares of everything and nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::linking) struct Signs {
    /// Its share in the whole statement.
    pub(super) whole: f64,
    /// Its largest share in any clause.
    pub(super) part: f64,
    /// The share of being evidence of nothing, in the whole statement.
    pub(super) nothing: f64,
}

/// Signs that a calibration is fitted to.
#[derive(Clone, Debug, Default)]
pub(super) struct Points {
    /// For each statement, the share of nothing, whether any rule fired, and whether it is evidence of something.
    pub(super) statements: Vec<(f64, bool, bool)>,
    /// For each component that a statement which is evidence of something may speak of: its signs, whether a rule fired for
    /// it, and whether it is right.
    pub(super) components: Vec<(Signs, bool, bool)>,
}

/// How sure a link is that these signs speak for, and a rule or none.
pub(super) fn confidence(calibration: &Calibration, signs: Signs, ruled: bool) -> f64 {
    let Calibration { something, component } = calibration;
    logistic(something, &of_statement(signs.nothing, ruled))
        * logistic(component, &of_component(signs, ruled))
}

/// Fits the calibration.
pub(super) fn fit(points: &Points) -> Calibration {
    let statements = points.statements.iter();
    let statements = statements.map(|(nothing, ruled, right)| (of_statement(*nothing, *ruled), *right));
    let components = points.components.iter();
    let components = components.map(|(signs, ruled, right)| (of_component(*signs, *ruled), *right));
    Calibration {
        something: regression(&statements.collect::<Vec<_>>()),
        component: regression(&components.collect::<Vec<_>>()),
    }
}

/// What the regressions are on: 1, the log-odds of each share, and whether a rule fired.
fn of_statement(nothing: f64, ruled: bool) -> [f64; 3] {
    [1.0, odds(nothing), f64::from(u8::from(ruled))]
}

fn of_component(signs: Signs, ruled: bool) -> [f64; 4] {
    [1.0, odds(signs.whole), odds(signs.part), f64::from(u8::from(ruled))]
}

/// The logarithm of the odds of a share, of which none is taken to be smaller than what is faint.
fn odds(share: f64) -> f64 {
    let share = share.clamp(super::FAINT, 1.0 - 1e-4);
    (share / (1.0 - share)).ln()
}

fn logistic<const N: usize>(weights: &[f64; N], inputs: &[f64; N]) -> f64 {
    let sum: f64 = weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Steps of Newton's method: it is at rest after far fewer.
const STEPS: usize = 25;
const RIDGE: f64 = 1e-3;

/// Weights with which the logistic of inputs tells how often they are right.
fn regression<const N: usize>(points: &[([f64; N], bool)]) -> [f64; N] {
    let mut weights = [0.0; N];
    for _ in 0..STEPS {
        // A little ridge keeps the matrix whole where an input never varies.
        let mut curvature = [[0.0; N]; N];
        let mut slope = weights.map(|weight| RIDGE * weight);
        for (at, row) in curvature.iter_mut().enumerate() {
            row[at] = RIDGE;
        }
        for (inputs, right) in points {
            let said = logistic(&weights, inputs);
            let (wrong, certainty) = (said - f64::from(u8::from(*right)), said * (1.0 - said));
            for (at, input) in inputs.iter().enumerate() {
                slope[at] += wrong * input;
                curvature[at].iter_mut().zip(inputs).for_each(|(sum, with)| *sum += certainty * input * with);
            }
        }
        let step = solved(curvature, slope);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight -= step);
    }
    weights
}

/// What `matrix`, symmetric and positive, makes `right` of (Gauss and Jordan).
fn solved<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        let row = matrix[pivot];
        for other in (0..N).filter(|other| *other != pivot) {
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
        let strong = Signs { whole: 0.9, part: 0.9, nothing: 0.05 };
        let weak = Signs { whole: 0.1, part: 0.1, nothing: 0.05 };
        let of = |signs, share: usize| (0..100).map(move |n| (signs, false, n < share));
        let found = fit(&Points {
            statements: vec![(0.05, false, true); 1000],
            components: of(strong, 80).chain(of(weak, 25)).collect(),
        });
        assert!((confidence(&found, strong, false) - 0.8).abs() < 0.01);
        assert!((confidence(&found, weak, false) - 0.25).abs() < 0.01);
    }
}
