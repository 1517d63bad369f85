//! Counts, and the figures made of them.

use std::collections::BTreeMap;

/// What was right, what was too much and what was missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Linked, and rightly.
    pub right: usize,
    /// Linked, and wrongly.
    pub wrong: usize,
    /// Not linked, though it should be.
    pub missed: usize,
}

impl Counts {
    /// The counts of one statement, from what is linked and what should be.
    pub fn of<T: PartialEq>(linked: &[T], expected: &[T]) -> Self {
        let right = linked.iter().filter(|link| expected.contains(link)).count();
        let missed = expected.iter().filter(|link| !linked.contains(link)).count();
        Counts { right, wrong: linked.len() - right, missed }
    }

    /// Both together.
    pub fn plus(self, other: Counts) -> Counts {
        Counts {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        }
    }

    /// The share of what is linked that is right; none if nothing is linked.
    pub fn precision(self) -> Option<f64> {
        ratio(self.right, self.right + self.wrong)
    }

    /// The share of what should be linked that is; none if nothing should be.
    pub fn recall(self) -> Option<f64> {
        ratio(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall; none if nothing is linked nor should be.
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// `part` of `whole`; none if there is no whole.
pub fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Counts for each of some things, as for each component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountsBy<T: Ord> {
    /// The counts.
    pub counts: BTreeMap<T, Counts>,
}

impl<T: Ord> Default for CountsBy<T> {
    fn default() -> Self {
        CountsBy { counts: BTreeMap::new() }
    }
}

impl<T: Ord + Copy> CountsBy<T> {
    /// Adds what is linked and what should be, of one statement.
    pub fn add(&mut self, linked: &[T], expected: &[T]) {
        for link in linked {
            let counts = self.counts.entry(*link).or_default();
            match expected.contains(link) {
                true => counts.right += 1,
                false => counts.wrong += 1,
            }
        }
        for missed in expected.iter().filter(|link| !linked.contains(link)) {
            self.counts.entry(*missed).or_default().missed += 1;
        }
    }

    /// All of them together.
    pub fn micro(&self) -> Counts {
        self.counts.values().fold(Counts::default(), |sum, counts| sum.plus(*counts))
    }

    /// The mean of the F1 of each.
    pub fn macro_f1(&self) -> Option<f64> {
        let each: Vec<f64> = self.counts.values().filter_map(|counts| counts.f1()).collect();
        (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64)
    }
}

/// Cohen's kappa of two readings of the same items, each yes or no: agreement beyond what chance would give.
/// None if there is nothing to compare, or both always say the same.
///
/// Cohen, J. (1960), A coefficient of agreement for nominal scales.
pub fn kappa(both: usize, first: usize, second: usize, neither: usize) -> Option<f64> {
    let all = (both + first + second + neither) as f64;
    let observed = (both + neither) as f64 / all;
    let yes = ((both + first) as f64 / all) * ((both + second) as f64 / all);
    let no = ((second + neither) as f64 / all) * ((first + neither) as f64 / all);
    let expected = yes + no;
    (all > 0.0 && expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_in_textbooks() {
        let mut by = CountsBy::default();
        by.add(&["a", "b"], &["a"]);
        by.add(&["a"], &["a", "c"]);
        let micro = by.micro();
        assert_eq!(micro, Counts { right: 2, wrong: 1, missed: 1 });
        assert_eq!(micro.precision(), Some(2.0 / 3.0));
        assert_eq!(by.macro_f1(), Some(1.0 / 3.0));
    }

    #[test]
    fn nothing_has_no_figures() {
        assert_eq!(Counts::default().f1(), None);
        assert_eq!(kappa(0, 0, 0, 0), None);
    }

    #[test]
    fn kappa_is_cohens() {
        // The example of the paper's tradition: 20 yes-yes, 5, 10, 15 no-no.
        assert!((kappa(20, 5, 10, 15).expect("a figure") - 0.4).abs() < 1e-9);
        assert_eq!(kappa(10, 0, 0, 10), Some(1.0));
    }
}
