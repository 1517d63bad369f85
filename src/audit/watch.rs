//! Who watches a run, so that a program can show how far it is.

/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading files.
    Reading,
    /// Auditing programmes.
    Auditing,
}

/// A part of the audit of one programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its statements are linked, and decisions upon the links applied.
    Linked,
    /// Its graph is made, and coverage and gaps are known.
    Measured,
}

/// Someone who is told how far a run is. Files are read by several threads at once.
pub trait Watch: Sync {
    /// A stage begins, in which so many things will be done.
    fn begin(&self, stage: Stage, count: usize);
    /// One of them, of this name, is done.
    fn done(&self, name: &str);
    /// A part of a programme's audit is done, for who wants to know where the time goes.
    fn step(&self, _: Step) {}
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Watch for Silent {
    fn begin(&self, _: Stage, _: usize) {}
    fn done(&self, _: &str) {}
}
