//! How many classes of each course: a mixed-integer programme that knows people only in the sum.
//!
//! For each kind of need (a component, and the level reached) the people are counted. A course serves no more people of a kind than
//! it has seats, and all kinds together no more than its seats can do at best: the sum of what the most needy people would gain,
//! which grows ever more slowly with seats and is bounded by its tangents. No seating can do better, so the bound holds for all.

use std::collections::BTreeMap;

use super::need::{Demand, Need};
use super::{ClassAsk, Course};
use crate::framework::CellId;
use crate::plan::solver::{Column, Effort, Model, Outcome};

/// What is sought.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    /// The most need met within a budget.
    Most { budget: Option<f64> },
    /// The least cost for so much need met.
    Least { met: f64 },
}

/// Numbers of classes, and what no choice can beat.
#[derive(Clone, Debug)]
pub(super) struct Relaxed {
    pub(super) classes: Vec<usize>,
    /// Of needs met, or of cost.
    pub(super) bound: Option<f64>,
}

/// So many tangents bound what a course can do.
const TANGENTS: usize = 8;

/// People of one kind: the cells they miss, and how many they are.
type Kinds = BTreeMap<Vec<CellId>, usize>;

pub(super) fn solve(demand: &Demand, courses: &[Course], ask: &ClassAsk, goal: Goal) -> Option<Relaxed> {
    let mut kinds = Kinds::new();
    for need in demand.people.iter().flatten().filter(|need| need.can_be_met) {
        *kinds.entry(need.missing.clone()).or_default() += 1;
    }
    let (classes, attending, met) = (Vec::new(), Vec::new(), Vec::new());
    let mut relaxation =
        Relaxation { demand, courses, ask, model: Model::default(), classes, attending, met };
    relaxation.count_classes();
    relaxation.serve(&kinds);
    relaxation.found(goal)
}

struct Relaxation<'a> {
    demand: &'a Demand,
    courses: &'a [Course],
    ask: &'a ClassAsk,
    model: Model,
    classes: Vec<Column>,
    /// The people in each course.
    attending: Vec<Column>,
    met: Vec<(Column, f64)>,
}

/// What of a person's needs a course serves: of each the share of its missing cells.
fn gain(needs: &[Need], course: &Course) -> f64 {
    let served = |need: &Need| {
        let served = need.missing.iter().filter(|cell| course.cells.contains(cell)).count();
        served as f64 / need.missing.len() as f64
    };
    needs.iter().filter(|need| need.can_be_met).map(served).sum()
}

impl Relaxation<'_> {
    /// Classes, and the people in them: no more than they seat, and everyone in no more courses than one may attend.
    fn count_classes(&mut self) {
        for (at, course) in self.courses.iter().enumerate() {
            let people = self.gains(at).len();
            let classes = self.model.whole(people.div_ceil(course.seats as usize) as f64);
            let attending = self.model.real(people as f64);
            self.model.at_least(vec![(classes, f64::from(course.seats)), (attending, -1.0)], 0.0);
            self.classes.push(classes);
            self.attending.push(attending);
        }
        let people = self.demand.people.iter().filter(|needs| !needs.is_empty()).count();
        let most = people * self.ask.efforts.classes.courses_a_person;
        let attending = self.attending.iter().map(|column| (*column, 1.0)).collect();
        self.model.at_most(attending, most as f64);
    }

    /// All together are served no more than if everyone sat in the courses that serve them best.
    fn bound_people(&mut self, served: Vec<(Column, f64)>) {
        let best = |needs: &Vec<Need>| -> f64 {
            let mut gains: Vec<f64> = self.courses.iter().map(|course| gain(needs, course)).collect();
            gains.sort_unstable_by(|one, other| other.total_cmp(one));
            gains.iter().take(self.ask.efforts.classes.courses_a_person).sum()
        };
        let all = self.demand.people.iter().map(best).sum();
        self.model.at_most(served, all);
    }

    /// What each person whom a course serves gains by it, most first.
    fn gains(&self, course: usize) -> Vec<f64> {
        let gains = self.demand.people.iter().map(|needs| gain(needs, &self.courses[course]));
        let mut gains: Vec<f64> = gains.filter(|gain| *gain > 0.0).collect();
        gains.sort_unstable_by(|one, other| other.total_cmp(one));
        gains
    }

    /// A need is met when every missing cell is served.
    fn serve(&mut self, kinds: &Kinds) {
        let mut by_course: Vec<Vec<(Column, f64)>> = vec![Vec::new(); self.courses.len()];
        for (missing, people) in kinds {
            let people = *people as f64;
            let met = self.model.real(people);
            self.met.push((met, 1.0));
            for cell in missing {
                let mut served = vec![(met, -1.0)];
                for course in self.demand.courses_of.get(cell).into_iter().flatten() {
                    let column = self.model.real(people);
                    self.model.at_least(vec![(self.attending[*course], 1.0), (column, -1.0)], 0.0);
                    by_course[*course].push((column, 1.0 / missing.len() as f64));
                    served.push((column, 1.0));
                }
                self.model.at_least(served, 0.0);
            }
        }
        self.bound_people(by_course.iter().flatten().copied().collect());
        for (course, served) in by_course.into_iter().enumerate() {
            self.bound(course, served);
        }
    }

    /// All that a course serves is under every tangent of what the people in it gain at best.
    fn bound(&mut self, course: usize, served: Vec<(Column, f64)>) {
        let gains = self.gains(course);
        let best = |people: usize| gains.iter().take(people).sum::<f64>();
        let step = gains.len().div_ceil(TANGENTS).max(1);
        for at in (0..gains.len()).step_by(step) {
            // The gain of the next person is the slope there.
            let slope = gains[at];
            let terms = served.iter().copied().chain([(self.attending[course], -slope)]);
            self.model.at_most(terms.collect(), best(at) - slope * at as f64);
        }
    }

    fn found(mut self, goal: Goal) -> Option<Relaxed> {
        let cost = self.classes.iter().zip(self.courses);
        // In millions: solvers like numbers of one size.
        let cost: Vec<(Column, f64)> = cost.map(|(column, course)| (*column, course.cost / 1e6)).collect();
        let effort = Effort { seconds: self.ask.seconds, gap: CLOSE };
        let classes = |solved: &crate::plan::solver::Solved, columns: &[Column]| {
            columns.iter().map(|column| solved.value(*column).round() as usize).collect()
        };
        let objective: Vec<(Column, f64)> = match goal {
            Goal::Most { budget } => {
                if let Some(budget) = budget {
                    self.model.at_most(cost.clone(), budget / 1e6);
                }
                let met = self.met.iter().map(|(column, _)| (*column, -1.0));
                // Of what meets as much, what costs less.
                met.chain(cost.iter().map(|(column, cost)| (*column, cost * 1e-6))).collect()
            }
            Goal::Least { met } => {
                self.model.at_least(self.met.clone(), met);
                cost
            }
        };
        let Outcome::Solved(solved) = self.model.minimise(&objective, effort) else { return None };
        let least = solved.gap.map(|gap| solved.objective - gap * solved.objective.abs());
        let bound = least.map(|least| if matches!(goal, Goal::Most { .. }) { -least } else { least * 1e6 });
        Some(Relaxed { classes: classes(&solved, &self.classes), bound })
    }
}

/// The relative distance to the bound at which the solver may stop.
const CLOSE: f64 = 1e-3;
