//! Pairing what is there before with what is there after.

/// Whether two things are the same without looking any further.
pub(super) type Same<'a, T> = &'a dyn Fn(&T, &T) -> bool;

/// Pairs positions of two lists: those of which `same` holds, each once, then the most alike from `least` up. The outcome is
/// the same, mirrored, when the lists are exchanged.
pub(super) fn pair<T>(
    before: &[T],
    after: &[T],
    same: &[Same<'_, T>],
    like: impl Fn(&T, &T) -> f64,
    least: f64,
) -> Pairs {
    let mut pairs =
        Pairs { both: Vec::new(), before: (0..before.len()).collect(), after: (0..after.len()).collect() };
    for same in same {
        let alike = |b: usize, a: usize| if same(&before[b], &after[a]) { 1.0 } else { 0.0 };
        pairs.take(alike, 1.0);
    }
    pairs.take(|b, a| like(&before[b], &after[a]), least);
    pairs.both.sort_unstable();
    pairs
}

/// What was paired, and what is left on either side, by position.
pub(super) struct Pairs {
    pub(super) both: Vec<(usize, usize)>,
    pub(super) before: Vec<usize>,
    pub(super) after: Vec<usize>,
}

impl Pairs {
    /// Takes the best pairs of what is left, none below `least`. Of equals those nearest in position come first: an order that
    /// does not depend on which side is which.
    fn take(&mut self, like: impl Fn(usize, usize) -> f64, least: f64) {
        let mut found: Vec<(f64, usize, usize)> = Vec::new();
        for b in &self.before {
            let of = |a: &usize| Some((like(*b, *a), *b, *a)).filter(|(like, ..)| *like >= least);
            found.extend(self.after.iter().filter_map(of));
        }
        let near = |b: usize, a: usize| (b.abs_diff(a), b + a);
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| near(x.1, x.2).cmp(&near(y.1, y.2))));
        for (_, b, a) in found {
            if self.before.contains(&b) && self.after.contains(&a) {
                self.both.push((b, a));
                self.before.retain(|at| *at != b);
                self.after.retain(|at| *at != a);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_then_the_most_alike_and_mirrored() {
        let before = ["tin học", "toán 1", "âm nhạc"];
        let after = ["toán 2", "tin học", "thể dục"];
        let same = |a: &&str, b: &&str| a == b;
        let like = |a: &&str, b: &&str| crate::text::likeness(a, b);
        let there = pair(&before, &after, &[&same], like, 0.6);
        assert_eq!(there.both, [(0, 1), (1, 0)]);
        assert_eq!((there.before, there.after), (vec![2], vec![2]));
        let back = pair(&after, &before, &[&same], like, 0.6);
        assert_eq!(back.both, [(0, 1), (1, 0)]);
    }
}
