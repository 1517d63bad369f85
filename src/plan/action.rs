//! What is to be done, module by module.

use crate::framework::{CellId, DomainId, IndicatorId};
use crate::lang::Wording;
use crate::place::Place;

/// How a module comes to teach what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// The programme has it, and it is extended.
    Extend,
    /// It is taken over from another programme or a catalogue.
    TakeOver {
        /// The title of that programme.
        from: String,
        /// Where the module stands there.
        place: Place,
    },
    /// It does not exist yet.
    Create {
        /// The domain it is for; none if it is for several.
        domain: Option<DomainId>,
    },
}

impl ActionKind {
    /// The word used in `plan.json`.
    pub fn as_str(&self) -> &'static str {
        match self {
            ActionKind::Extend => "extend",
            ActionKind::TakeOver { .. } => "take-over",
            ActionKind::Create { .. } => "create",
        }
    }

    /// What a person calls it.
    pub fn wording(&self) -> Wording {
        match self {
            ActionKind::Extend => Wording::new("Bổ sung vào học phần", "Extend module"),
            ActionKind::TakeOver { .. } => Wording::new("Nhận học phần có sẵn", "Take over module"),
            ActionKind::Create { .. } => Wording::new("Xây dựng học phần mới", "Create module"),
        }
    }
}

/// One thing that an action adds.
#[derive(Clone, Debug)]
pub struct Addition {
    /// The cell it serves.
    pub cell: CellId,
    /// The indicator, unless the cell is judged as a whole.
    pub indicator: Option<IndicatorId>,
    /// A draft of the outcome, in both languages.
    pub draft: Wording,
    /// The periods it takes.
    pub periods: f64,
    /// Why in this module.
    pub why: Wording,
}

/// What is to be done with one module.
#[derive(Clone, Debug)]
pub struct Action {
    /// How it comes to teach what is missing.
    pub kind: ActionKind,
    /// Its position in the programme, if it has one.
    pub module: Option<usize>,
    /// Its code in the planned programme.
    pub code: String,
    /// Its title.
    pub title: Wording,
    /// Its term.
    pub term: Option<u16>,
    /// Where it stands.
    pub place: Place,
    /// What is added.
    pub additions: Vec<Addition>,
    /// Working days.
    pub effort: f64,
    /// Periods.
    pub periods: f64,
    /// In the currency of the efforts.
    pub cost: f64,
}
