//! `policies/*.toml`: what is enough for a cell to be covered.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::source::Source;
use crate::error::Result;
use crate::lang::Wording;

/// What is enough for a cell to be covered. What fails a condition but has some evidence is partial.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    schema: toml::Spanned<String>,
    /// `standard`.
    pub id: String,
    /// What people call it.
    pub name: Wording,
    /// What it asks, in a sentence.
    pub about: Wording,
    /// The share of a cell's indicators that must be evidenced, from 0 to 1.
    pub indicator_share: f64,
    /// In how many modules, at least.
    #[serde(default = "one")]
    pub least_modules: usize,
    /// Whether every permitted set of electives must contain such a module.
    #[serde(default)]
    pub must_be_guaranteed: bool,
    /// Whether the evidence must be assessed.
    #[serde(default)]
    pub must_be_assessed: bool,
    /// The least number of periods, by level key; asked only where the workbook gives periods.
    #[serde(default)]
    pub least_periods: BTreeMap<String, f64>,
}

fn one() -> usize {
    1
}

impl Policy {
    /// How much it demands, for showing policies in order.
    pub(super) fn demands(&self) -> (bool, bool, usize, u32) {
        let share = (self.indicator_share * 1000.0) as u32;
        (self.must_be_guaranteed, self.must_be_assessed, self.least_modules, share)
    }
}

pub(super) fn parse(source: &Source) -> Result<Policy> {
    let policy: Policy = source.parse()?;
    let mut faults = source.schema(&policy.schema, "khung.policy/1");
    if !(policy.indicator_share > 0.0 && policy.indicator_share <= 1.0) {
        let wording = Wording::new(
            "indicator_share phải lớn hơn 0 và không quá 1",
            "indicator_share must be above 0 and at most 1",
        );
        faults.push((source.line(&(0..0)), wording));
    }
    source.checked(policy, faults)
}
