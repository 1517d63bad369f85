//! What has changed: of cells, components, modules and statements.

use serde::Serialize;

use super::record::StatementRecord;
use crate::coverage::Status;
use crate::lang::Wording;

/// What became of the status of a cell or a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It was covered and is not.
    Lost,
    /// It is less than it was, and was not covered.
    Weakened,
    /// It is more than it was, and not covered.
    Improved,
    /// It is covered and was not.
    Gained,
    /// Only the framework of before has it.
    Dropped,
    /// Only the framework of after has it.
    Introduced,
}

impl Change {
    /// What became of a status; nothing if it is the same.
    pub(super) fn between(before: Option<Status>, after: Option<Status>) -> Option<Change> {
        match (before?, after?) {
            (before, after) if before == after => None,
            (Status::Covered, _) => Some(Change::Lost),
            (_, Status::Covered) => Some(Change::Gained),
            (before, after) if after > before => Some(Change::Improved),
            _ => Some(Change::Weakened),
        }
    }

    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            Change::Lost => Wording::new("Mất", "Lost"),
            Change::Weakened => Wording::new("Yếu đi", "Weakened"),
            Change::Improved => Wording::new("Khá hơn", "Improved"),
            Change::Gained => Wording::new("Thêm được", "Gained"),
            Change::Dropped => Wording::new("Khung đã bỏ", "Dropped from the framework"),
            Change::Introduced => Wording::new("Khung mới có", "New in the framework"),
        }
    }
}

/// A cell whose status has changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellChange {
    /// Its key.
    pub cell: String,
    /// Whether it is required after, or was before if it is gone.
    pub required: bool,
    /// What became of it.
    pub change: Change,
    /// Its status before.
    pub before: Option<Status>,
    /// Its status after.
    pub after: Option<Status>,
    /// The evidence that came: what counts after and did not before.
    pub came: Vec<Quote>,
    /// The evidence that went: what counted before and does not after.
    pub went: Vec<Quote>,
}

/// A quote that counts as evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quote {
    /// The module's code.
    pub module: String,
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: String,
}

/// A component whose status has changed. A component is covered if all its required cells are; else partial if any is better
/// than declared; else declared, or uncovered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComponentChange {
    /// Its key.
    pub component: String,
    /// What became of it.
    pub change: Change,
    /// Its status before.
    pub before: Option<Status>,
    /// Its status after.
    pub after: Option<Status>,
}

/// What became of a gap: a required cell that is not covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapState {
    /// It is one now and was none.
    Opened,
    /// It was one and is one.
    StillOpen,
    /// It was one and is none.
    Closed,
}

impl GapState {
    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            GapState::Opened => Wording::new("Mới xuất hiện", "Opened"),
            GapState::StillOpen => Wording::new("Vẫn còn", "Still open"),
            GapState::Closed => Wording::new("Đã lấp", "Closed"),
        }
    }
}

/// A gap of before or after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GapChange {
    /// The cell's key.
    pub cell: String,
    /// What became of it.
    pub state: GapState,
    /// The cell's status before.
    pub before: Option<Status>,
    /// The cell's status after.
    pub after: Option<Status>,
}

/// What became of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModuleState {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another code or title.
    Renamed,
}

impl ModuleState {
    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            ModuleState::Added => Wording::new("Thêm", "Added"),
            ModuleState::Removed => Wording::new("Bỏ", "Removed"),
            ModuleState::Renamed => Wording::new("Đổi mã hoặc tên", "Renamed"),
        }
    }
}

/// A module that was added, removed or renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModuleChange {
    /// What became of it.
    pub state: ModuleState,
    /// What it was.
    pub before: Option<ModuleName>,
    /// What it is.
    pub after: Option<ModuleName>,
    /// The keys of the cells that it evidences, or did.
    pub cells: Vec<String>,
}

/// A module as it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModuleName {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub place: String,
}

/// What became of a statement of a module that is there before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatementState {
    /// It reads otherwise.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

impl StatementState {
    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            StatementState::Changed => Wording::new("Sửa", "Changed"),
            StatementState::Added => Wording::new("Thêm", "Added"),
            StatementState::Removed => Wording::new("Bỏ", "Removed"),
        }
    }
}

/// A statement that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementChange {
    /// The module's code, as it is after.
    pub module: String,
    /// What became of it.
    pub state: StatementState,
    /// What it was.
    pub before: Option<StatementRecord>,
    /// What it is.
    pub after: Option<StatementRecord>,
}
