//! Alignments: claims that a module serves a cell or an indicator, each with its basis and evidence.

mod review;

pub use review::{Changed, Decision, Review, Standing, State, Suspect};

use crate::framework::{CellId, ComponentId, IndicatorId};
use crate::lang::Wording;
use crate::place::{Located, Place};

/// Where an alignment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The institution says so, in a matrix or by codes in a column.
    Declared,
    /// Along a path of the graph: module → CLO → PLO → component.
    Derived,
    /// A statement's own words say so, by the rules.
    Matched,
    /// A person accepted it.
    Reviewed,
}

impl Basis {
    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Declared => "declared",
            Basis::Derived => "derived",
            Basis::Matched => "matched",
            Basis::Reviewed => "reviewed",
        }
    }

    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            Basis::Declared => Wording::new("Khai báo", "Declared"),
            Basis::Derived => Wording::new("Suy ra", "Derived"),
            Basis::Matched => Wording::new("Đối chiếu", "Matched"),
            Basis::Reviewed => Wording::new("Đã duyệt", "Reviewed"),
        }
    }

    /// Whether it rests on what is written in the module, and not only on a claim about it.
    pub fn is_evidence(self) -> bool {
        matches!(self, Basis::Matched | Basis::Reviewed)
    }
}

/// A link from a module to a cell, or to one indicator of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// The module, by position in its programme.
    pub module: usize,
    /// The statement of that module which bears it out, by position; none for what is declared.
    pub statement: Option<usize>,
    /// The cell.
    pub cell: CellId,
    /// The indicator, if the evidence tells which.
    pub indicator: Option<IndicatorId>,
    /// Where it comes from.
    pub basis: Basis,
    /// From 0 to 1, for what is matched.
    pub confidence: Option<f64>,
    /// Whether it counts as evidence; a suggestion does not, nor does a mere claim.
    pub counts: bool,
    /// What bears it out.
    pub evidence: Evidence,
    /// How it stands in the reviewers' work.
    pub standing: Standing,
}

impl Alignment {
    /// Whether it would count if a person accepted it, and nobody has refused it.
    pub fn is_suggestion(&self) -> bool {
        self.basis == Basis::Matched && !self.counts && self.standing.decision().is_none()
    }

    /// Whether the institution claims it, in so many words or along a path, and no reviewer has refused the claim.
    pub fn is_claim(&self) -> bool {
        let refused = self.standing.decision().is_some_and(Decision::refuses);
        matches!(self.basis, Basis::Declared | Basis::Derived) && !refused
    }
}

/// What bears an alignment out.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The statement, or what the matrix cell or the column says.
    pub text: String,
    /// The spreadsheet cell.
    pub place: Place,
    /// The rule that matched, if one did.
    pub rule: Option<String>,
    /// What tells the level, for what is matched.
    pub level_by: Option<LevelBasis>,
    /// For what is derived: each step of the path, from the module on, with the cell that says so.
    pub path: Vec<Located<String>>,
}

/// What tells the level of a matched alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LevelBasis {
    /// The indicator, or the level, that the rule speaks of.
    Indicator,
    /// The statement's verbs and other words, and whom they concern.
    Verb,
    /// The level that the institution declares for the module.
    Module,
    /// Nothing does.
    Unknown,
}

impl LevelBasis {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            LevelBasis::Indicator => "indicator",
            LevelBasis::Verb => "verb",
            LevelBasis::Module => "module",
            LevelBasis::Unknown => "unknown",
        }
    }

    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            LevelBasis::Indicator => Wording::new("biểu hiện", "indicator"),
            LevelBasis::Verb => Wording::new("từ ngữ", "words"),
            LevelBasis::Module => Wording::new("học phần", "module"),
            LevelBasis::Unknown => Wording::new("chưa rõ", "unknown"),
        }
    }
}

/// A suggestion without a level: the statement speaks of the component, but nothing tells at which level. It
/// counts for no cell until a person says.
#[derive(Clone, Debug, PartialEq)]
pub struct Unlevelled {
    /// The module, by position in its programme.
    pub module: usize,
    /// The statement, by position in the module.
    pub statement: usize,
    /// The component.
    pub component: ComponentId,
    /// From 0 to 1.
    pub confidence: f64,
    /// What bears it out.
    pub evidence: Evidence,
    /// How it stands in the reviewers' work.
    pub standing: Standing,
}
