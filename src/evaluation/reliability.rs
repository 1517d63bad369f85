//! How often a confidence is right.

use super::Case;

/// Links whose confidence lies within bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The lower bound, which belongs to it.
    pub from: f64,
    /// The upper bound, which does not, but for 1.
    pub to: f64,
    /// How many links there are.
    pub links: usize,
    /// How many of them link a component that is expected.
    pub right: usize,
    /// The mean of their confidences.
    pub confidence: f64,
}

const BINS: u32 = 10;

/// Tenths of the scale that have links in them, lowest first.
pub(super) fn bins(cases: &[Case]) -> Vec<Bin> {
    let mut bins: Vec<Bin> = (0..BINS)
        .map(|number| {
            let bound = |number: u32| f64::from(number) / f64::from(BINS);
            Bin { from: bound(number), to: bound(number + 1), links: 0, right: 0, confidence: 0.0 }
        })
        .collect();
    for case in cases {
        for link in &case.links {
            let at = (link.confidence * f64::from(BINS)) as usize;
            let bin = &mut bins[at.min(BINS as usize - 1)];
            bin.links += 1;
            bin.right += usize::from(case.label.expected.contains_key(&link.component));
            bin.confidence += link.confidence;
        }
    }
    bins.retain(|bin| bin.links > 0);
    for bin in &mut bins {
        bin.confidence /= bin.links as f64;
    }
    bins
}
