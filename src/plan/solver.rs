//! Mixed-integer programmes: the door of good_lp.
//!
//! microlp, in pure Rust, solves them; with the feature `highs` HiGHS does. A solution is checked here against every row
//! before it is believed.

use good_lp::solvers::SolutionStatus;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, WithInitialSolution,
    WithMipGap, WithTimeLimit, variable,
};

/// What rows may be missed by, relative to their size.
const TOLERANCE: f64 = 1e-6;

/// A variable of a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Column(usize);

/// Σ terms ≥ least.
#[derive(Clone, Debug)]
struct Row {
    terms: Vec<(Column, f64)>,
    least: f64,
}

/// A mixed-integer programme, to be minimised. Variables are not negative.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// Whether each variable is whole, and the most it may be.
    columns: Vec<(bool, f64)>,
    rows: Vec<Row>,
    hints: Vec<(Column, f64)>,
}

/// How long to look, and what is good enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    pub(super) seconds: f64,
    /// The relative distance to the bound at which to stop.
    pub(super) gap: f64,
}

/// What was found.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Solved(Solved),
    /// Nothing satisfies every row.
    Infeasible,
    /// No answer was found in time.
    Unsolved,
}

/// Values that satisfy every row.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    values: Vec<f64>,
    pub(super) objective: f64,
    /// How far the optimum may be below, relative to `objective`; 0 where it is proven, none where nothing is known.
    pub(super) gap: Option<f64>,
}

impl Solved {
    pub(super) fn value(&self, column: Column) -> f64 {
        self.values[column.0]
    }
}

impl Model {
    /// A choice: 0 or 1.
    pub(super) fn choice(&mut self) -> Column {
        self.whole(1.0)
    }

    /// A whole number up to `most`.
    pub(super) fn whole(&mut self, most: f64) -> Column {
        self.columns.push((true, most));
        Column(self.columns.len() - 1)
    }

    /// A number up to `most`.
    pub(super) fn real(&mut self, most: f64) -> Column {
        self.columns.push((false, most));
        Column(self.columns.len() - 1)
    }

    /// Asks for Σ terms ≥ `least`.
    pub(super) fn at_least(&mut self, terms: Vec<(Column, f64)>, least: f64) {
        self.rows.push(Row { terms, least });
    }

    /// Asks for Σ terms ≤ `most`.
    pub(super) fn at_most(&mut self, terms: Vec<(Column, f64)>, most: f64) {
        let turned = terms.into_iter().map(|(column, factor)| (column, -factor)).collect();
        self.at_least(turned, -most);
    }

    /// Where to look first.
    pub(super) fn start_from(&mut self, hints: Vec<(Column, f64)>) {
        self.hints = hints;
    }

    /// The least Σ `cost`.
    pub(super) fn minimise(&self, cost: &[(Column, f64)], effort: Effort) -> Outcome {
        // Rows of nothing hold or do not, and solvers need not be asked.
        if self.rows.iter().any(|row| row.terms.is_empty() && row.least > TOLERANCE) {
            return Outcome::Infeasible;
        }
        match self.solve(cost, effort) {
            Ok((values, gap)) => self.checked(values, gap, cost),
            Err(ResolutionError::Infeasible) => Outcome::Infeasible,
            Err(_) => Outcome::Unsolved,
        }
    }

    fn solve(
        &self,
        cost: &[(Column, f64)],
        effort: Effort,
    ) -> Result<(Vec<f64>, Option<f64>), ResolutionError> {
        let mut variables = ProblemVariables::new();
        let columns: Vec<Variable> = self
            .columns
            .iter()
            .map(|(whole, most)| {
                let definition = variable().min(0.0).max(*most);
                variables.add(if *whole { definition.integer() } else { definition })
            })
            .collect();
        let sum = |terms: &[(Column, f64)]| -> Expression {
            terms.iter().map(|(column, factor)| *factor * columns[column.0]).sum()
        };
        let mut model = variables.minimise(sum(cost)).using(default_solver);
        for row in self.rows.iter().filter(|row| !row.terms.is_empty()) {
            model.add_constraint(sum(&row.terms).geq(row.least));
        }
        let hints = self.hints.iter().map(|(column, value)| (columns[column.0], *value));
        let model = model.with_initial_solution(hints);
        let model = model.with_time_limit(effort.seconds);
        let model = model.with_mip_gap(effort.gap as f32).map_err(|_| ResolutionError::Other("gap"))?;
        let solution = model.solve()?;
        let values = columns.iter().map(|column| solution.value(*column)).collect();
        Ok((values, distance(solution)))
    }

    /// `values` with whole numbers made whole, if they satisfy every row.
    fn checked(&self, mut values: Vec<f64>, gap: Option<f64>, cost: &[(Column, f64)]) -> Outcome {
        for (value, (whole, most)) in values.iter_mut().zip(&self.columns) {
            *value = if *whole { value.round() } else { *value }.clamp(0.0, *most);
        }
        let sum =
            |terms: &[(Column, f64)]| -> f64 { terms.iter().map(|(c, factor)| factor * values[c.0]).sum() };
        let holds = |row: &Row| {
            let size: f64 = row.terms.iter().map(|(_, factor)| factor.abs()).sum::<f64>() + row.least.abs();
            sum(&row.terms) + TOLERANCE * size.max(1.0) >= row.least
        };
        if !self.rows.iter().all(holds) {
            return Outcome::Unsolved;
        }
        let objective = sum(cost);
        Outcome::Solved(Solved { values, objective, gap })
    }
}

#[cfg(feature = "highs")]
use good_lp::solvers::highs::{HighsSolution as Found, highs as default_solver};
#[cfg(not(feature = "highs"))]
use good_lp::solvers::microlp::{MicroLpSolution as Found, microlp as default_solver};

/// How far the optimum may be from what was found.
#[cfg(not(feature = "highs"))]
fn distance(found: Found) -> Option<f64> {
    match found.status() {
        SolutionStatus::Optimal => Some(0.0),
        _ => found.into_inner().gap(),
    }
}

/// How far the optimum may be from what was found.
#[cfg(feature = "highs")]
fn distance(found: Found) -> Option<f64> {
    matches!(found.status(), SolutionStatus::Optimal).then_some(0.0)
}

#[cfg(test)]
mod tests;
