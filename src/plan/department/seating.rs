//! People put into seats, and what is then met: counted person by person.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::need::{Demand, Need};
use super::{ClassAsk, Course};
use crate::framework::CellId;

/// A wish for a seat: the largest gain first, then whose turn it is.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Bid {
    gain: u32,
    person: Reverse<(u64, usize)>,
    course: Reverse<usize>,
}

/// Who sits in which course.
#[derive(Clone, Debug)]
pub(super) struct Seating {
    /// Classes of each course.
    pub(super) classes: Vec<usize>,
    /// The people in each course.
    pub(super) seated: Vec<Vec<usize>>,
    /// For each person and need, how many of the missing cells are served, lowest first.
    reached: Vec<Vec<usize>>,
    attended: Vec<usize>,
    /// Needs met.
    pub(super) met: usize,
    /// What the classes cost.
    pub(super) cost: f64,
}

impl Seating {
    fn empty(demand: &Demand, courses: &[Course]) -> Self {
        Seating {
            classes: vec![0; courses.len()],
            seated: vec![Vec::new(); courses.len()],
            reached: demand.people.iter().map(|needs| vec![0; needs.len()]).collect(),
            attended: vec![0; demand.people.len()],
            met: 0,
            cost: 0.0,
        }
    }

    fn filled(demand: &Demand, courses: &[Course], ask: &ClassAsk, classes: &[usize]) -> Self {
        let mut seating = Seating::empty(demand, courses);
        let mut bids = BinaryHeap::new();
        let held: Vec<usize> = (0..courses.len()).filter(|at| classes[*at] > 0).collect();
        for person in 0..demand.people.len() {
            held.iter().for_each(|at| seating.bid(demand, courses, person, *at, &mut bids));
        }
        while let Some(Bid { gain, person: Reverse((_, person)), course: Reverse(at) }) = bids.pop() {
            let full = seating.seated[at].len() >= classes[at] * courses[at].seats as usize;
            let done = seating.attended[person] >= ask.efforts.classes.courses_a_person;
            // What a wish was worth before the person sat elsewhere it need not be worth now: it was made anew then.
            let stale =
                seating.gain(demand, &courses[at], person) != gain || seating.seated[at].contains(&person);
            if full || done || stale {
                continue;
            }
            seating.sit(demand, &courses[at], at, &[person]);
            held.iter().for_each(|at| seating.bid(demand, courses, person, *at, &mut bids));
        }
        for (at, course) in courses.iter().enumerate() {
            let needed = seating.seated[at].len().div_ceil(course.seats as usize);
            (0..needed).for_each(|_| seating.add_class(course, at));
        }
        seating
    }

    fn bid(&self, demand: &Demand, courses: &[Course], person: usize, at: usize, bids: &mut BinaryHeap<Bid>) {
        let gain = self.gain(demand, &courses[at], person);
        if gain > 0 {
            let turn = (demand.turns[person] * 1e9) as u64;
            bids.push(Bid { gain, person: Reverse((turn, person)), course: Reverse(at) });
        }
    }

    /// What a person gains by a course: needs met count most, levels on the way some.
    fn gain(&self, demand: &Demand, course: &Course, person: usize) -> u32 {
        let needs = demand.people[person].iter().zip(&self.reached[person]);
        needs.map(|(need, reached)| gain(need, *reached, steps(need, *reached, course))).sum()
    }

    /// The people who gain most by one class more of a course, most first, no more than it seats; and what they gain.
    fn takers(&self, demand: &Demand, course: &Course, at: usize, ask: &ClassAsk) -> (Vec<usize>, u64) {
        let may = |person: &usize| {
            self.attended[*person] < ask.efforts.classes.courses_a_person && !self.seated[at].contains(person)
        };
        let people = (0..demand.people.len()).filter(may);
        let mut gains: Vec<(u32, usize)> = people
            .map(|person| (self.gain(demand, course, person), person))
            .filter(|(gain, _)| *gain > 0)
            .collect();
        gains.sort_unstable_by(|(gain, one), (other_gain, other)| {
            let turns = demand.turns[*one].total_cmp(&demand.turns[*other]);
            other_gain.cmp(gain).then(turns).then(one.cmp(other))
        });
        gains.truncate(course.seats as usize);
        let sum = gains.iter().map(|(gain, _)| u64::from(*gain)).sum();
        (gains.into_iter().map(|(_, person)| person).collect(), sum)
    }

    fn sit(&mut self, demand: &Demand, course: &Course, at: usize, people: &[usize]) {
        for person in people {
            for (need, reached) in demand.people[*person].iter().zip(&mut self.reached[*person]) {
                let before = *reached;
                *reached += steps(need, before, course);
                self.met += usize::from(before < need.missing.len() && *reached == need.missing.len());
            }
            self.attended[*person] += 1;
            self.seated[at].push(*person);
        }
    }

    fn add_class(&mut self, course: &Course, at: usize) {
        self.classes[at] += 1;
        self.cost += course.cost;
    }

    /// Which needs are met, by person.
    pub(super) fn met_of(&self, demand: &Demand) -> Vec<Vec<bool>> {
        let met = |(needs, reached): (&Vec<Need>, &Vec<usize>)| {
            needs.iter().zip(reached).map(|(need, reached)| *reached == need.missing.len()).collect()
        };
        demand.people.iter().zip(&self.reached).map(met).collect()
    }

    /// How many needs the people in a course have that it serves a level of.
    pub(super) fn served(&self, demand: &Demand, course: usize) -> usize {
        let serves = |need: &&Need| {
            let mut cells = need.missing.iter();
            cells.any(|cell| demand.courses_of.get(cell).is_some_and(|courses| courses.contains(&course)))
        };
        self.seated[course].iter().map(|person| demand.people[*person].iter().filter(serves).count()).sum()
    }
}

/// How many of the missing cells a course serves next, after those that are reached.
fn steps(need: &Need, reached: usize, course: &Course) -> usize {
    if !need.can_be_met {
        return 0;
    }
    need.missing[reached..].iter().take_while(|cell: &&CellId| course.cells.contains(cell)).count()
}

/// A need met counts for four, a step that leaves something missing for one.
fn gain(need: &Need, reached: usize, steps: usize) -> u32 {
    match steps {
        0 => 0,
        _ if reached + steps == need.missing.len() => 4,
        _ => steps as u32,
    }
}

/// Seats people in `classes`: again and again whoever gains most by a seat that is left. What a seat is worth to somebody changes
/// with the courses they sit in already: less is left to be served, or a higher level is within reach. Classes that stay too
/// small are not held, and their people may sit elsewhere.
pub(super) fn seat(demand: &Demand, courses: &[Course], ask: &ClassAsk, classes: &[usize]) -> Seating {
    let mut classes = classes.to_vec();
    loop {
        let seating = Seating::filled(demand, courses, ask, &classes);
        let too_small = (0..courses.len()).find(|at| {
            let (seats, people) = (courses[*at].seats as usize, seating.seated[*at].len());
            let last = people - people.saturating_sub(1) / seats * seats;
            seating.classes[*at] > 0 && last < ask.efforts.classes.least_class.min(seats)
        });
        let Some(at) = too_small else { return seating };
        classes[at] = seating.classes[at] - 1;
    }
}

/// Class by class the one that does most for its cost, until the budget is spent or `wanted` needs are met.
pub(super) fn greedy(
    demand: &Demand,
    courses: &[Course],
    ask: &ClassAsk,
    budget: Option<f64>,
    wanted: usize,
) -> Seating {
    let mut seating = Seating::empty(demand, courses);
    let mut rates: Vec<Option<(f64, Vec<usize>)>> = vec![None; courses.len()];
    let mut stale = vec![true; courses.len()];
    while seating.met < wanted {
        for at in 0..courses.len() {
            if stale[at] {
                let (people, gain) = seating.takers(demand, &courses[at], at, ask);
                let enough = people.len() >= ask.efforts.classes.least_class.min(courses[at].seats as usize);
                rates[at] = enough.then(|| (gain as f64 / courses[at].cost.max(1.0), people));
                stale[at] = false;
            }
        }
        let affordable =
            |at: &usize| budget.is_none_or(|most| seating.cost + courses[*at].cost <= most + 1e-6);
        let known = (0..courses.len()).filter(affordable).filter_map(|at| Some((at, rates[at].as_ref()?.0)));
        let best = known.reduce(|best, other| if other.1 > best.1 { other } else { best });
        let Some((at, _)) = best else { break };
        let Some((_, people)) = rates[at].take() else { break };
        seating.add_class(&courses[at], at);
        seating.sit(demand, &courses[at], at, &people);
        // Only courses that share cells with it, or people who have no time left, are worth less or more than before.
        stale.fill(true);
    }
    seating
}
