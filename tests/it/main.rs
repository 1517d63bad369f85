//! The real binary on real files, and the house held to its plan.

mod architecture;
mod compare;
mod contract;
mod department;
// Signals, pipes and mounts.
#[cfg(unix)]
mod faults;
mod findings;
mod fixtures;
mod frameworks;
mod fuzzed;
mod inputs;
mod ledger;
mod limits;
mod linking;
mod page;
mod plan;
mod plan_engine;
mod portfolio;
mod properties;
mod reports;
mod review;
mod rules;
mod staff;
mod structure;
mod support;
mod traits;
