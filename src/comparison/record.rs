//! What is read back of a run: the parts of `coverage.json` that are compared.

use serde::{Deserialize, Serialize};

use crate::coverage::Status;

/// A run, as its `coverage.json` tells it. Keys that are not needed are passed over.
#[derive(Clone, Debug, Deserialize)]
pub struct Record {
    /// The framework.
    pub framework: FrameworkRecord,
    /// The audience's key.
    pub audience: String,
    /// The target level's key.
    pub target: String,
    /// The policy's id.
    pub policy: String,
    /// The files.
    pub inputs: Vec<InputRecord>,
    /// The programmes.
    pub programmes: Vec<ProgrammeRecord>,
}

/// The framework of a run.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct FrameworkRecord {
    /// Its id.
    pub id: String,
    /// The version of its restatement.
    pub version: String,
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct InputRecord {
    /// Its path.
    pub path: String,
    /// Its checksum.
    pub sha256: String,
}

/// A programme of a run.
#[derive(Clone, Debug, Deserialize)]
pub struct ProgrammeRecord {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How much was examined.
    pub counts: Counts,
    /// The headline.
    pub summary: Summary,
    /// Every cell of the audience's tables.
    pub cells: Vec<CellRecord>,
    /// The alignments.
    pub alignments: Vec<AlignmentRecord>,
    /// The modules.
    pub modules: Vec<ModuleRecord>,
}

/// How much was examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Counts {
    /// Modules.
    pub modules: usize,
    /// Statements.
    pub statements: usize,
}

/// Counts over required cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Summary {
    /// Cells.
    pub required: usize,
    /// Of them covered.
    pub covered: usize,
    /// Partial.
    pub partial: usize,
    /// Declared only.
    pub declared: usize,
    /// Uncovered.
    pub uncovered: usize,
    /// Indicators of the cells.
    pub indicators: IndicatorCounts,
}

/// Counts over the indicators of required cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct IndicatorCounts {
    /// Indicators.
    pub required: usize,
    /// Of them evidenced.
    pub addressed: usize,
}

/// A cell of a run.
#[derive(Clone, Debug, Deserialize)]
pub struct CellRecord {
    /// Its key.
    pub cell: String,
    /// Whether it is at or below the target level.
    pub required: bool,
    /// How it is served.
    pub status: Status,
    /// The codes of the modules that carry it.
    pub modules: Vec<String>,
}

/// An alignment of a run.
#[derive(Clone, Debug, Deserialize)]
pub struct AlignmentRecord {
    /// The module's code.
    pub module: String,
    /// The cell's key.
    pub cell: String,
    /// Whether it counts.
    pub counts: bool,
    /// What bears it out.
    pub evidence: EvidenceRecord,
}

/// What bears an alignment out.
#[derive(Clone, Debug, Deserialize)]
pub struct EvidenceRecord {
    /// The quote.
    pub text: String,
    /// Where it stands.
    pub place: String,
}

/// A module of a run.
#[derive(Clone, Debug, Deserialize)]
pub struct ModuleRecord {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where its row begins.
    pub place: String,
    /// Its texts, sentence by sentence.
    #[serde(default)]
    pub statements: Vec<StatementRecord>,
}

/// A statement of a run.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct StatementRecord {
    /// `title`, `description`, `content`, `outcome` or `assessment`.
    pub kind: String,
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: String,
}
