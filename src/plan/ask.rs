//! What is asked of a plan.

use super::Measures;
use crate::lang::Wording;
use crate::mappings::Efforts;

/// What is to be least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objective {
    /// Working days of staff.
    #[default]
    Effort,
    /// Modules touched.
    Modules,
    /// Periods added.
    Periods,
    /// Money.
    Cost,
}

impl Objective {
    /// All of them.
    pub const ALL: [Objective; 4] =
        [Objective::Effort, Objective::Modules, Objective::Periods, Objective::Cost];

    /// The word used in `plan.json` and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Objective::Effort => "effort",
            Objective::Modules => "modules",
            Objective::Periods => "periods",
            Objective::Cost => "cost",
        }
    }

    /// What a person calls it.
    pub fn wording(self) -> Wording {
        match self {
            Objective::Effort => Wording::new("Công sức (ngày công)", "Effort (working days)"),
            Objective::Modules => Wording::new("Số học phần phải sửa", "Modules touched"),
            Objective::Periods => Wording::new("Số tiết thêm", "Periods added"),
            Objective::Cost => Wording::new("Kinh phí", "Cost"),
        }
    }

    /// What decides between plans that are equally good.
    pub(super) fn second(self) -> Objective {
        if self == Objective::Effort { Objective::Modules } else { Objective::Effort }
    }
}

impl Measures {
    /// The measure that an objective makes least.
    pub fn of(&self, objective: Objective) -> f64 {
        match objective {
            Objective::Effort => self.effort,
            Objective::Modules => self.modules as f64,
            Objective::Periods => self.periods,
            Objective::Cost => self.cost,
        }
    }
}

/// What is asked of a plan.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What is to be least.
    pub objective: Objective,
    /// The periods that may be added to a programme.
    pub max_extra_periods: Option<f64>,
    /// What changes take, and their limits.
    pub efforts: Efforts,
    /// How long the solver may look, each time it is asked.
    pub seconds: f64,
    /// Modules that are to be removed, by code or title.
    pub drop: Vec<String>,
}
