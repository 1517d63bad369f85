//! Who is below the target of which component.

use std::collections::BTreeMap;

use super::{ComponentNeed, Course};
use crate::framework::{CellId, ComponentId, Framework, LevelId};
use crate::staff::Staff;

/// One person below the target level of one component.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) component: ComponentId,
    /// The cells missing, lowest first.
    pub(super) missing: Vec<CellId>,
    /// Whether courses serve all of them.
    pub(super) can_be_met: bool,
}

/// Everybody's needs.
#[derive(Clone, Debug)]
pub(super) struct Demand {
    /// By person.
    pub(super) people: Vec<Vec<Need>>,
    /// Where each person stands among those of the unit, from 0 to 1: whoever is served first by it, units are served alike.
    pub(super) turns: Vec<f64>,
    /// Which courses serve a cell.
    pub(super) courses_of: BTreeMap<CellId, Vec<usize>>,
}

impl Demand {
    pub(super) fn of(framework: &Framework, staff: &Staff, courses: &[Course], target: LevelId) -> Self {
        let mut courses_of: BTreeMap<CellId, Vec<usize>> = BTreeMap::new();
        for (at, course) in courses.iter().enumerate() {
            course.cells.iter().for_each(|cell| courses_of.entry(*cell).or_default().push(at));
        }
        let need = |(component, reached): (&ComponentId, &Option<LevelId>)| {
            let first = reached.map_or(0, |level| level.0 + 1);
            let missing: Vec<CellId> =
                (first..=target.0).map(|level| framework.cell_at(*component, LevelId(level))).collect();
            let can_be_met = missing.iter().all(|cell| courses_of.contains_key(cell));
            (!missing.is_empty()).then_some(Need { component: *component, missing, can_be_met })
        };
        let people =
            staff.people.iter().map(|person| person.reached.iter().filter_map(need).collect()).collect();
        Demand { people, turns: turns(staff), courses_of }
    }

    /// How many needs there are.
    pub(super) fn needs(&self) -> usize {
        self.people.iter().map(Vec::len).sum()
    }

    /// Whether a course serves anybody.
    pub(super) fn is_served(&self, course: usize) -> bool {
        let serves =
            |cell: &CellId| self.courses_of.get(cell).is_some_and(|courses| courses.contains(&course));
        self.people.iter().flatten().any(|need| need.can_be_met && need.missing.iter().any(serves))
    }

    /// Each component that somebody has assessed, with how much of its need is met.
    pub(super) fn components(&self, staff: &Staff, met: &[Vec<bool>]) -> Vec<ComponentNeed> {
        let mut found: BTreeMap<ComponentId, ComponentNeed> = BTreeMap::new();
        let empty = |component| ComponentNeed { component, assessed: 0, needs: 0, met: 0, without_course: 0 };
        for component in staff.people.iter().flat_map(|person| person.reached.keys()) {
            found.entry(*component).or_insert_with(|| empty(*component)).assessed += 1;
        }
        for (needs, met) in self.people.iter().zip(met) {
            for (need, met) in needs.iter().zip(met) {
                let of = found.entry(need.component).or_insert_with(|| empty(need.component));
                of.needs += 1;
                of.met += usize::from(*met);
                of.without_course += usize::from(!need.can_be_met);
            }
        }
        found.into_values().collect()
    }
}

fn turns(staff: &Staff) -> Vec<f64> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    let numbers: Vec<usize> = staff
        .people
        .iter()
        .map(|person| {
            let size = sizes.entry(&person.unit).or_default();
            *size += 1;
            *size
        })
        .collect();
    let turn = |(person, number): (&crate::staff::Person, usize)| {
        number as f64 / (sizes[person.unit.as_str()] + 1) as f64
    };
    staff.people.iter().zip(numbers).map(turn).collect()
}
