//! The courses of a catalogue: what they serve, cost and seat.

use std::collections::BTreeSet;

use super::ClassAsk;
use crate::audit::Audit;
use crate::framework::CellId;
use crate::place::Place;

/// A course that classes can be held of.
#[derive(Clone, Debug)]
pub struct Course {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub place: Place,
    /// What one class costs.
    pub cost: f64,
    /// Whether the catalogue does not tell that, and it is reckoned from the periods.
    pub cost_is_reckoned: bool,
    /// How many people one class seats.
    pub seats: u32,
    /// The cells it serves: with evidence, or by what the catalogue declares.
    pub cells: BTreeSet<CellId>,
    /// Those of them that are declared alone.
    pub declared: BTreeSet<CellId>,
}

/// The courses of the catalogue, each with what it serves for every audience it was audited for.
pub(super) fn read(catalogues: &[(usize, Audit)], ask: &ClassAsk) -> Vec<Course> {
    let mut courses: Vec<Course> = Vec::new();
    for (_, audit) in catalogues {
        let mut position = 0;
        for programme in &audit.programmes {
            for (at, module) in programme.programme.modules.iter().enumerate() {
                if position == courses.len() {
                    courses.push(course(module, ask));
                }
                let course = &mut courses[position];
                for alignment in programme.alignments.iter().filter(|a| a.module == at) {
                    if alignment.counts {
                        course.cells.insert(alignment.cell);
                    } else if alignment.is_claim() {
                        course.declared.insert(alignment.cell);
                    }
                }
                position += 1;
            }
        }
    }
    for course in &mut courses {
        course.declared.retain(|cell| !course.cells.contains(cell));
        course.cells.extend(course.declared.iter().copied());
    }
    courses
}

fn course(module: &crate::curriculum::Module, ask: &ClassAsk) -> Course {
    let limits = ask.efforts.limits;
    let by_credits = module.amount.credits.map(|credits| credits * limits.periods_a_credit);
    let periods =
        module.amount.periods.or(by_credits).or(module.amount.hours).unwrap_or(limits.usual_periods);
    let told = module.offer.cost.as_ref().map(|cost| cost.value);
    let seats = module.offer.seats.as_ref().map(|seats| seats.value);
    Course {
        code: module.code.clone(),
        title: module.title.clone(),
        place: module.place.clone(),
        cost: told.unwrap_or(periods * ask.efforts.cost.period),
        cost_is_reckoned: told.is_none(),
        seats: ask.seats.or(seats).unwrap_or(ask.efforts.classes.seats).max(1),
        cells: BTreeSet::new(),
        declared: BTreeSet::new(),
    }
}
