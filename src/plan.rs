//! The smallest change that closes the gaps.
//!
//! ```text
//!  gaps ──need──▶ items: indicators that some graduate may miss
//!       candidate: modules to extend, to take over, to create, with what that takes
//!       ──problem──▶ a mixed-integer programme ──solver──▶ what is placed where, and a proof
//!       ──after──▶ the planned curriculum, audited again ──▶ Plan
//! ```
//!
//! What is closed is closed for every graduate: choice groups are part of the programme that is solved. A level is not placed
//! before the levels below it; modules, terms and the whole take no more than [`Efforts`](crate::mappings::Efforts) allow. The greedy answer stands
//! beside the proven one. Of equally good plans the one with the second-least measure is taken, then the one that the solver,
//! which is deterministic, comes to first.

mod action;
mod after;
mod ask;
mod candidate;
mod choice;
mod class;
pub mod department;
mod draft;
mod greedy;
mod ground;
mod need;
mod problem;
mod second;
mod solver;
mod what_if;

pub use action::{Action, ActionKind, Addition};
pub use ask::{Ask, Objective};
pub use choice::Measures;
pub use second::SecondHome;
pub use what_if::{Loss, WhatIf};

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::Status;
use crate::error::Result;
use crate::finding::Code;
use crate::framework::CellId;
use crate::lang::Wording;
use crate::place::Place;

use candidate::{Candidate, Way, candidates};
use choice::Choice;
use ground::Ground;
use need::Needs;
use problem::Problem;

/// How sure it is that nothing less will do, among the ways that were considered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Proof {
    /// Proven.
    Optimal,
    /// At most this share less might do; time ran out.
    Within(f64),
    /// Not known: time ran out, and the greedy answer is given.
    Unknown,
}

/// Another plan that is nearly as good: one that leaves a module of the plan alone.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The code and title of what is left alone.
    pub without: Wording,
    /// What it comes to.
    pub measures: Measures,
    /// How much more than the plan, as a share, by the objective.
    pub more: f64,
    /// What is touched instead.
    pub instead: Vec<Wording>,
}

/// A required cell that stays open, and why.
#[derive(Clone, Debug)]
pub struct Open {
    /// The cell.
    pub cell: CellId,
    /// Why.
    pub why: Wording,
}

/// The plan for one programme.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The programme as it is; with [`Ask::drop`], without the modules dropped.
    pub before: ProgrammeAudit,
    /// What the removal of modules loses, if some are to be dropped: then only that is repaired.
    pub what_if: Option<WhatIf>,
    /// Why no learner can complete the programme as it is written, and where that stands.
    pub faults: Vec<(Place, Wording)>,
    /// What is to be done, in the order of the programme, then new modules.
    pub actions: Vec<Action>,
    /// What it comes to.
    pub measures: Measures,
    /// How sure it is that nothing less will do.
    pub proof: Proof,
    /// What the greedy answer comes to, and how many cells it leaves open.
    pub greedy: (Measures, usize),
    /// Plans that come to no more than a tenth more.
    pub alternatives: Vec<Alternative>,
    /// Required cells that stay open.
    pub open: Vec<Open>,
    /// The planned programme, audited again.
    pub after: ProgrammeAudit,
    /// Cells that one module alone carries, with the cheapest second home.
    pub fragile: Vec<SecondHome>,
}

/// How much worse an alternative may be, as a share.
const NEARLY: f64 = 0.1;

/// A distance to the bound that is a matter of rounding.
const PROVEN: f64 = 1e-6;

/// The least change of each programme of `audit` that closes its gaps; with [`Ask::drop`], of those that have such modules. Modules
/// may be taken over from its other programmes and from those of `catalogue`, which is audited for the same framework and
/// audience.
///
/// # Errors
/// [`Error::Unknown`](crate::error::Error::Unknown) for a module to drop that no programme has.
pub fn propose(audit: &Audit, catalogue: Option<&Audit>, ask: &Ask) -> Result<Vec<Plan>> {
    let dropped = what_if::dropped(audit, &ask.drop)?;
    let concerned = |position: &usize| ask.drop.is_empty() || !dropped[*position].is_empty();
    let positions: Vec<usize> = (0..audit.programmes.len()).filter(concerned).collect();
    let one = |position: usize| {
        let others = audit.programmes.iter().enumerate().filter(|(other, _)| *other != position);
        let lent = catalogue.iter().flat_map(|catalogue| &catalogue.programmes);
        let lenders: Vec<&ProgrammeAudit> = others.map(|(_, other)| other).chain(lent).collect();
        plan(audit, &audit.programmes[position], &lenders, &dropped[position], ask)
    };
    Ok(positions.into_par_iter().map(one).collect())
}

/// Why no learner can complete a programme as it is written: prerequisites in a circle, a choice that cannot be made. It is
/// planned for as if the modules of a circle had no order, and as if all were taken of a group that has too little.
fn faults(audit: &Audit, of: &ProgrammeAudit) -> Vec<(Place, Wording)> {
    let groups: BTreeSet<&Place> = of.programme.groups.iter().map(|group| &group.place).collect();
    let order: BTreeSet<&Place> = of.coverage.progression.iter().map(|item| &item.place).collect();
    let is_fault = |code, place: &Place| match code {
        Code::ImpossibleChoice => groups.contains(place),
        Code::PrerequisiteCycle => order.contains(place),
        _ => false,
    };
    let found = audit.findings.iter().filter(|finding| is_fault(finding.code, &finding.place));
    found.map(|finding| (finding.place.clone(), finding.in_full())).collect()
}

fn plan(
    audit: &Audit,
    of: &ProgrammeAudit,
    lenders: &[&ProgrammeAudit],
    dropped: &BTreeSet<usize>,
    ask: &Ask,
) -> Plan {
    if dropped.is_empty() {
        return Ground::new(audit, of, lenders, ask).plan(None);
    }
    let (left, what_if) = what_if::without(audit, of, dropped);
    let lost: BTreeSet<CellId> = what_if.losses.iter().map(|loss| loss.cell).collect();
    let mut plan = Ground::new(audit, &left, lenders, ask).plan(Some(&lost));
    plan.what_if = Some(what_if);
    plan
}

impl<'a> Ground<'a> {
    /// The plan that closes the gaps, or those of `cells`.
    fn plan(&self, cells: Option<&BTreeSet<CellId>>) -> Plan {
        let needs = Needs::of(self.audit, self.of, |cell| cells.is_none_or(|cells| cells.contains(&cell)));
        let candidates = candidates(self, &needs);
        let greedy = greedy::complete(self, &needs, &candidates, None, Choice::default());
        let (chosen, proof) = match Problem::new(self, &needs, &candidates).solve(&greedy) {
            Some((choice, Some(gap))) if gap <= PROVEN => (choice, Proof::Optimal),
            Some((choice, gap)) => (choice, gap.map_or(Proof::Unknown, Proof::Within)),
            None => (greedy.clone(), Proof::Unknown),
        };
        let left_open = chosen.left_open(self, &needs, &candidates);
        let after = after::planned(self, &needs, &candidates, &chosen);
        let mut actions = self.actions(&needs, &candidates, &chosen);
        after::codes(self.programme(), &after.programme, &mut actions);
        Plan {
            before: self.of.clone(),
            what_if: None,
            faults: faults(self.audit, self.of),
            measures: chosen.measures(self, &candidates),
            greedy: (greedy.measures(self, &candidates), greedy.left_open(self, &needs, &candidates).len()),
            open: self.still_open(&after, cells, &left_open),
            fragile: second::homes(self),
            alternatives: self.alternatives(&needs, &candidates, &chosen),
            actions,
            proof,
            after,
        }
    }

    fn actions(&self, needs: &Needs, candidates: &[Candidate], chosen: &Choice) -> Vec<Action> {
        let modules = chosen.modules(candidates).into_iter();
        modules.map(|(at, items)| self.action(needs, &candidates[at], &items)).collect()
    }

    fn action(&self, needs: &Needs, candidate: &Candidate, items: &[usize]) -> Action {
        let (kind, title, place) = self.module_of(needs, candidate, items);
        let (effort, periods) = candidate.takes(items);
        let price = &self.ask.efforts.cost;
        let module = candidate.host();
        let additions = items.iter().map(|at| {
            let (item, placing) = (&needs.items[*at], &candidate.items[at]);
            Addition {
                cell: item.cell,
                indicator: item.indicator,
                draft: draft::outcome(&self.audit.framework, item.cell, item.indicator),
                periods: placing.periods,
                why: placing.why.clone(),
            }
        });
        Action {
            additions: additions.collect(),
            code: module.map(|at| self.programme().modules[at].code.clone()).unwrap_or_default(),
            term: candidate.term,
            cost: effort * price.day + periods * price.period,
            kind,
            module,
            title,
            place,
            effort,
            periods,
        }
    }

    fn module_of(
        &self,
        needs: &Needs,
        candidate: &Candidate,
        items: &[usize],
    ) -> (ActionKind, Wording, Place) {
        match candidate.way {
            Way::Extend(at) => {
                let module = &self.programme().modules[at];
                (ActionKind::Extend, Wording::same(&module.title), module.place.clone())
            }
            Way::TakeOver(lender, at) => {
                let lender = &self.lenders[lender].programme;
                let module = &lender.modules[at];
                let kind = ActionKind::TakeOver { from: lender.title.clone(), place: module.place.clone() };
                (kind, Wording::same(&module.title), module.place.clone())
            }
            Way::Create => {
                let domains = after::domains(self, needs, items);
                let domain = domains.first().copied().filter(|_| domains.len() == 1);
                let title = after::new_title(self, needs, items);
                (ActionKind::Create { domain }, title, self.programme().place.clone())
            }
        }
    }

    /// Plans without one of the modules that are touched, where they are nearly as good and close as much. The rest of the plan
    /// stays, and is filled up greedily: quick, and the same on every machine.
    fn alternatives(&self, needs: &Needs, candidates: &[Candidate], chosen: &Choice) -> Vec<Alternative> {
        let touched = chosen.by_candidate().into_keys();
        let found = touched.filter_map(|at| self.without(needs, candidates, chosen, at));
        let mut found: Vec<Alternative> = found.collect();
        found.sort_by(|one, other| one.more.total_cmp(&other.more));
        found
    }

    /// The plan without a candidate, if it is nearly as good.
    fn without(
        &self,
        needs: &Needs,
        candidates: &[Candidate],
        chosen: &Choice,
        at: usize,
    ) -> Option<Alternative> {
        let rest = chosen.placed.iter().filter(|(other, _)| *other != at).copied().collect();
        let barred = Some(candidates[at].way);
        let other = greedy::complete(self, needs, candidates, barred, Choice { placed: rest });
        let least = chosen.measures(self, candidates).of(self.ask.objective);
        let measures = other.measures(self, candidates);
        let more = if least > 0.0 { measures.of(self.ask.objective) / least - 1.0 } else { 0.0 };
        let as_much = other.left_open(self, needs, candidates) == chosen.left_open(self, needs, candidates);
        let instead = other.by_candidate().into_keys().filter(|at| !chosen.by_candidate().contains_key(at));
        let instead = instead.map(|at| self.name(&candidates[at])).collect();
        let without = self.name(&candidates[at]);
        (as_much && more <= NEARLY + 1e-9).then_some(Alternative { without, measures, more, instead })
    }

    /// The code and title of a candidate.
    fn name(&self, candidate: &Candidate) -> Wording {
        let module = match candidate.way {
            Way::Extend(at) => &self.programme().modules[at],
            Way::TakeOver(lender, at) => &self.lenders[lender].programme.modules[at],
            Way::Create => return Wording::new("học phần mới", "new modules"),
        };
        let named = if module.code == module.title { String::new() } else { format!("{} ", module.code) };
        Wording::same(format!("{named}{}", module.title))
    }

    /// The required cells that the audit of the planned programme finds open, and why.
    fn still_open(
        &self,
        after: &ProgrammeAudit,
        cells: Option<&BTreeSet<CellId>>,
        left: &[CellId],
    ) -> Vec<Open> {
        let gaps = after
            .coverage
            .cells
            .iter()
            .filter(|cell| cell.is_gap() && after.justification(cell.cell).is_none());
        let asked = gaps.filter(|gap| cells.is_none_or(|cells| cells.contains(&gap.cell)));
        asked.map(|gap| Open { cell: gap.cell, why: self.why_open(gap.cell, left) }).collect()
    }

    fn why_open(&self, cell: CellId, left: &[CellId]) -> Wording {
        if !left.contains(&cell) {
            return Wording::new(
                "đã bố trí đủ nội dung, nhưng cách tính còn đòi hỏi điều kiện khác (số tiết tối thiểu)",
                "all of it is placed, but the policy asks for more (a least number of periods)",
            );
        }
        let lower = self.below(cell).into_iter().find(|low| left.contains(low));
        match lower {
            Some(low) => {
                let name = |lang| self.audit.framework.describe(low, lang);
                Wording::new(
                    format!("phải có mức thấp hơn trước: {}", name(crate::lang::Lang::Vi)),
                    format!("a lower level must come first: {}", name(crate::lang::Lang::En)),
                )
            }
            None => Wording::new(
                "không đủ chỗ trong giới hạn đã cho (tiết mỗi học phần, mỗi học kỳ, hoặc tổng số tiết thêm): nới --max-extra-periods hay tệp định mức",
                "the limits leave no room (periods a module, a term, or in all): raise --max-extra-periods, or the limits in the file of efforts",
            ),
        }
    }
}

impl Plan {
    /// How many required cells are covered before and after.
    pub fn covered(&self) -> (usize, usize) {
        (self.before.coverage.summary.covered, self.after.coverage.summary.covered)
    }

    /// The cells whose status the plan changes: before, after.
    pub fn changed(&self) -> impl Iterator<Item = (CellId, Status, Status)> {
        let pairs = self.before.coverage.cells.iter().zip(&self.after.coverage.cells);
        pairs
            .map(|(before, after)| (before.cell, before.status, after.status))
            .filter(|(_, old, new)| old != new)
    }
}
