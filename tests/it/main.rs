//! The real binary on real files, and the house held to its plan.

mod architecture;
mod contract;
mod findings;
mod fixtures;
mod frameworks;
mod inputs;
mod linking;
mod properties;
mod reports;
mod rules;
mod support;
mod traits;
