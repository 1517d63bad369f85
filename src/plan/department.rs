//! A department's classes: which courses of a catalogue, how many classes of each, for whom.
//!
//! ```text
//!  self-assessments ──need──▶ who is below the target of which component
//!  catalogue ──course──▶ which cells each course serves, what a class costs, how many it seats
//!       ──relaxation──▶ a mixed-integer programme over numbers of classes, with a bound no choice can beat
//!       ──seating──▶ people put into the seats; what is then met is counted, person by person
//!       ──group──▶ units, posts and components, small groups put together ──▶ Department
//! ```
//!
//! A need is one person below the target level of one component of their audience. It is met when that person has sat in courses
//! that serve every level missing, lower ones first.

mod course;
mod group;
mod need;
mod relaxation;
mod seating;

pub use course::Course;
pub use group::Group;

use crate::audit::Audit;
use crate::framework::{ComponentId, Framework, LevelId};
use crate::mappings::Efforts;
use crate::staff::Staff;

use need::Demand;
use relaxation::Goal;
use seating::Seating;

/// What is asked for a department.
#[derive(Clone, Debug)]
pub struct ClassAsk {
    /// The level that everybody must reach.
    pub target: LevelId,
    /// The money there is.
    pub budget: Option<f64>,
    /// The share of need to be met for the least cost; else as much as the budget buys.
    pub share: Option<f64>,
    /// Seats of every class, whatever the catalogue says.
    pub seats: Option<u32>,
    /// Show groups however small.
    pub small_groups: bool,
    /// Costs and seats where the catalogue does not tell, courses a person may attend, the smallest group shown.
    pub efforts: Efforts,
    /// How long the solver may look.
    pub seconds: f64,
}

/// Classes of one course.
#[derive(Clone, Debug)]
pub struct Classes {
    /// The course, by position in [`Department::courses`].
    pub course: usize,
    /// How many classes.
    pub classes: usize,
    /// How many people are given a seat.
    pub people: usize,
    /// How many needs they have that the course serves a level of.
    pub served: usize,
    /// What the classes cost.
    pub cost: f64,
}

/// How much of the need for one component is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentNeed {
    /// The component.
    pub component: ComponentId,
    /// People who have assessed themselves in it.
    pub assessed: usize,
    /// Of them below the target.
    pub needs: usize,
    /// Of those who then reach it.
    pub met: usize,
    /// How many of the needs no course of the catalogue can meet.
    pub without_course: usize,
}

/// What was wanted, and whether it can be had.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// As much as the budget buys.
    MostForBudget,
    /// The share wanted, for the least cost.
    LeastForShare,
    /// The share wanted costs more than there is: by so much. What is given is the most that the budget buys.
    BudgetLacks(f64),
    /// No budget would do: at most this share can be met with these courses and limits. What is given comes to it, or as near as the
    /// budget allows.
    ShareImpossible(f64),
    /// The budget buys no class: the cheapest that helps anybody costs so much.
    BuysNothing(f64),
}

/// The classes planned for a department.
#[derive(Clone, Debug)]
pub struct Department {
    /// The courses of the catalogue.
    pub courses: Vec<Course>,
    /// What was wanted, and whether it can be had.
    pub answer: Answer,
    /// The classes, in the order of the catalogue.
    pub classes: Vec<Classes>,
    /// People who have assessed themselves.
    pub people: usize,
    /// Needs of theirs.
    pub needs: usize,
    /// Needs then met.
    pub met: usize,
    /// What the classes cost.
    pub cost: f64,
    /// How far from the bound, as a share: of the needs met or, for the least cost, of the cost. None where no bound is known.
    pub gap: Option<f64>,
    /// Components, in the framework's order.
    pub components: Vec<ComponentNeed>,
    /// Units: schools.
    pub units: Vec<Group>,
    /// Posts.
    pub posts: Vec<Group>,
    /// Posts within units.
    pub units_and_posts: Vec<Group>,
}

/// The classes that meet the need of `staff`, of the courses in `catalogues`: one audit of the catalogue for each audience, with the
/// audience's position in the framework.
pub fn classes(
    framework: &Framework,
    staff: &Staff,
    catalogues: &[(usize, Audit)],
    ask: &ClassAsk,
) -> Department {
    let courses = course::read(catalogues, ask);
    let demand = Demand::of(framework, staff, &courses, ask.target);
    let planner = Planner { demand: &demand, courses: &courses, ask };
    let (answer, seating, gap) = planner.answer();
    planner.department(staff, answer, &seating, gap)
}

struct Planner<'a> {
    demand: &'a Demand,
    courses: &'a [Course],
    ask: &'a ClassAsk,
}

impl Planner<'_> {
    fn answer(&self) -> (Answer, Seating, Option<f64>) {
        let Some(share) = self.ask.share else {
            let (seating, gap) = self.most(self.ask.budget);
            return (self.bought(Answer::MostForBudget, &seating), seating, gap);
        };
        let wanted = (share * self.demand.needs() as f64 - 1e-9).ceil().max(0.0) as usize;
        let Some((seating, gap)) = self.least(wanted) else {
            let (all, gap) = self.most(None);
            let reachable = all.met as f64 / self.demand.needs().max(1) as f64;
            let within = self.ask.budget.is_none_or(|budget| all.cost <= budget + 1e-6);
            let (seating, gap) = if within { (all, gap) } else { self.most(self.ask.budget) };
            return (Answer::ShareImpossible(reachable), seating, gap);
        };
        match self.ask.budget.filter(|budget| seating.cost > budget + 1e-6) {
            None => (Answer::LeastForShare, seating, gap),
            Some(budget) => {
                let lacks = seating.cost - budget;
                let (seating, gap) = self.most(Some(budget));
                (self.bought(Answer::BudgetLacks(lacks), &seating), seating, gap)
            }
        }
    }

    fn bought(&self, answer: Answer, seating: &Seating) -> Answer {
        let useful = (0..self.courses.len()).filter(|course| self.demand.is_served(*course));
        let cheapest = useful.map(|course| self.courses[course].cost).min_by(f64::total_cmp);
        match cheapest.filter(|cost| self.ask.budget.is_some_and(|budget| *cost > budget + 1e-6)) {
            Some(cost) if seating.classes.iter().all(|count| *count == 0) => Answer::BuysNothing(cost),
            _ => answer,
        }
    }

    /// The most need met within `budget`, and how far from the bound.
    fn most(&self, budget: Option<f64>) -> (Seating, Option<f64>) {
        let greedy = self.greedy(budget, usize::MAX);
        let relaxed = relaxation::solve(self.demand, self.courses, self.ask, Goal::Most { budget });
        let Some(relaxed) = relaxed else { return (greedy, None) };
        let rounded = seating::seat(self.demand, self.courses, self.ask, &relaxed.classes);
        let best = if rounded.met > greedy.met { rounded } else { greedy };
        let bound = relaxed.bound.map(|bound| (bound + 1e-6).floor().max(best.met as f64));
        let gap = bound.map(|bound| if bound > 0.0 { 1.0 - best.met as f64 / bound } else { 0.0 });
        (best, gap)
    }

    /// The greedy classes, with people seated anew where that meets more.
    fn greedy(&self, budget: Option<f64>, wanted: usize) -> Seating {
        let greedy = seating::greedy(self.demand, self.courses, self.ask, budget, wanted);
        let again = seating::seat(self.demand, self.courses, self.ask, &greedy.classes);
        if again.met > greedy.met { again } else { greedy }
    }

    /// The least cost at which `wanted` needs are met, and how far from the bound; none if they cannot be.
    fn least(&self, wanted: usize) -> Option<(Seating, Option<f64>)> {
        let greedy = self.greedy(None, wanted);
        let mut best = (greedy.met >= wanted).then_some(greedy);
        let mut bound = None;
        let mut asked = wanted;
        for round in 0..ROUNDS {
            let goal = Goal::Least { met: asked as f64 };
            let Some(relaxed) = relaxation::solve(self.demand, self.courses, self.ask, goal) else { break };
            if round == 0 {
                bound = relaxed.bound;
            }
            let seating = seating::seat(self.demand, self.courses, self.ask, &relaxed.classes);
            if seating.met >= wanted {
                if best.as_ref().is_none_or(|best| seating.cost < best.cost) {
                    best = Some(seating);
                }
                break;
            }
            // Seats that the relaxation takes for granted could not all be filled: ask for as much more.
            asked += wanted - seating.met;
        }
        let best = best?;
        let gap = bound.map(|bound| if best.cost > 0.0 { (1.0 - bound / best.cost).max(0.0) } else { 0.0 });
        Some((best, gap))
    }

    fn department(&self, staff: &Staff, answer: Answer, seating: &Seating, gap: Option<f64>) -> Department {
        let classes = (0..self.courses.len()).filter(|course| seating.classes[*course] > 0);
        let classes = classes.map(|course| Classes {
            course,
            classes: seating.classes[course],
            people: seating.seated[course].len(),
            served: seating.served(self.demand, course),
            cost: seating.classes[course] as f64 * self.courses[course].cost,
        });
        let met = seating.met_of(self.demand);
        let least = if self.ask.small_groups { 1 } else { self.ask.efforts.classes.least_group };
        let by = |name: fn(&crate::staff::Person) -> Vec<String>| {
            group::groups(staff, self.demand, &met, least, name)
        };
        Department {
            classes: classes.collect(),
            people: staff.people.len(),
            needs: self.demand.needs(),
            met: seating.met,
            cost: seating.cost,
            components: self.demand.components(staff, &met),
            units: by(|person| vec![person.unit.clone()]),
            posts: by(|person| vec![person.post.clone()]),
            units_and_posts: by(|person| vec![person.unit.clone(), person.post.clone()]),
            courses: self.courses.to_vec(),
            answer,
            gap,
        }
    }
}

/// How often more is asked of the relaxation to make up for seats that could not be filled.
const ROUNDS: usize = 6;
