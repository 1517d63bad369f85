//! Modules of the programme that may be extended, and which of them stand nearest to what is missing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, Placing, Way};
use crate::coverage::Rule;
use crate::curriculum::Choice;
use crate::framework::{ComponentId, DomainId};
use crate::lang::Wording;
use crate::plan::Ground;
use crate::plan::need::{Item, Needs};

/// How near a module stands to a component, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    SameComponent,
    SameDomain,
    OtherDomain,
    Nothing,
}

pub(super) fn candidates(ground: &Ground<'_>, needs: &Needs) -> Vec<Candidate> {
    let teaching = Teaching::of(ground);
    let mut placings: BTreeMap<usize, BTreeMap<usize, Placing>> = BTreeMap::new();
    for (at, item) in needs.items.iter().enumerate() {
        for (module, placing) in hosts_of(ground, &teaching, item) {
            placings.entry(module).or_default().insert(at, placing);
        }
    }
    let limits = ground.ask.efforts.limits;
    let extend = ground.ask.efforts.extend;
    let candidate = |(module, items): (usize, BTreeMap<usize, Placing>)| Candidate {
        way: Way::Extend(module),
        term: ground.programme().modules[module].term,
        effort: tenths(extend.module * ground.gateway(module)),
        periods: 0.0,
        room: limits.room * ground.periods(&ground.programme().modules[module]),
        most: limits.indicators_a_module,
        items,
    };
    placings.into_iter().map(candidate).collect()
}

/// The modules that may take `item`, nearest first, no more than are looked at; with what learners choose from one
/// group taken together, since one of them alone does not reach everybody.
fn hosts_of(ground: &Ground<'_>, teaching: &Teaching, item: &Item) -> Vec<(usize, Placing)> {
    let modules = &ground.programme().modules;
    // What is taken freely reaches nobody for sure, and what has no order cannot be put in order.
    let is_host = |at: &usize| modules[*at].choice != Choice::Free && !ground.circular.contains(at);
    let may = (0..modules.len()).filter(|at| is_host(at) && !item.carriers.contains(at));
    let mut ranked: Vec<(usize, Placing)> = may.map(|at| (at, placing(ground, teaching, at, item))).collect();
    let electives = |at: usize| usize::from(modules[at].choice != Choice::Compulsory);
    ranked.sort_by(|(one, a), (other, b)| {
        let order = electives(*one).cmp(&electives(*other));
        a.effort.total_cmp(&b.effort).then(order).then(one.cmp(other))
    });
    let kept = kept(ground, item, &ranked);
    ranked.retain(|(at, _)| kept.contains(at));
    ranked
}

/// Which of the ranked are looked at: the nearest that every learner takes, some that are in time for levels taught already,
/// and the whole of choice groups in which the item is taught in part. In a small programme, all.
fn kept(ground: &Ground<'_>, item: &Item, ranked: &[(usize, Placing)]) -> BTreeSet<usize> {
    let most = ground.ask.efforts.limits.hosts_an_indicator;
    if ranked.len() <= most {
        return ranked.iter().map(|(at, _)| *at).collect();
    }
    let nearest = |is: &dyn Fn(usize) -> bool, most: usize| -> Vec<usize> {
        ranked.iter().map(|(at, _)| *at).filter(|at| is(*at)).take(most).collect()
    };
    let mut kept = BTreeSet::new();
    for learner in &ground.choices.learners {
        let compulsory = |at: usize| learner.compulsory.contains(&at);
        kept.extend(nearest(&compulsory, most));
        let (before, after) = ground.neighbours(item.cell);
        if let Some(first) = after.map(|module| ground.spot(module)) {
            kept.extend(nearest(&|at| compulsory(at) && !ground.is_after(ground.spot(at), first), IN_TIME));
        }
        if let Some(first) = before.map(|module| ground.spot(module)) {
            kept.extend(nearest(&|at| compulsory(at) && !ground.is_after(first, ground.spot(at)), IN_TIME));
        }
    }
    let none = kept.is_empty();
    let touched = |rule: &&Rule| none || rule.members.iter().any(|(at, _)| item.carriers.contains(at));
    let rules = ground.choices.learners.iter().flat_map(|learner| &learner.rules);
    kept.extend(rules.filter(touched).flat_map(|rule| &rule.members).map(|(at, _)| *at));
    kept
}

/// So many of the nearest that are in time are looked at, should none of the nearest be.
const IN_TIME: usize = 2;

fn placing(ground: &Ground<'_>, teaching: &Teaching, module: usize, item: &Item) -> Placing {
    let framework = &ground.audit.framework;
    let cell = framework.cell(item.cell);
    let nearness = teaching.nearness(ground, module, cell.component);
    let extend = ground.ask.efforts.extend;
    let factor = match nearness {
        Nearness::SameComponent => extend.same_component,
        Nearness::SameDomain => extend.same_domain,
        Nearness::OtherDomain => extend.other_domain,
        Nearness::Nothing => extend.nothing,
    };
    let why = teaching.why(ground, module, cell.component, nearness);
    Placing {
        effort: tenths(extend.indicator * factor * ground.gateway(module)),
        periods: ground.ask.efforts.periods_of(&framework.level(cell.level).key),
        why: joined(&why, &standing(ground, module)),
    }
}

/// Working days are told in tenths; more would be false precision.
fn tenths(days: f64) -> f64 {
    (days * 10.0).round() / 10.0
}

fn joined(one: &Wording, other: &Wording) -> Wording {
    Wording::new(format!("{}; {}", one.vi, other.vi), format!("{}; {}", one.en, other.en))
}

/// Who takes the module, how much room it has, and whether much waits on it.
fn standing(ground: &Ground<'_>, module: usize) -> Wording {
    let (programme, limits) = (ground.programme(), ground.ask.efforts.limits);
    let of = &programme.modules[module];
    let room = limits.room * ground.periods(of);
    let (taken_vi, taken_en) = match programme.group_of(of) {
        Some(group) => (format!("tự chọn ở nhóm {}", group.name), format!("chosen from {}", group.name)),
        None => ("bắt buộc".to_owned(), "compulsory".to_owned()),
    };
    let waiting = ground.of.structure.modules.get(module).map_or(0, |one| one.blocking);
    let (after_vi, after_en) = match waiting {
        0 => (String::new(), String::new()),
        count => (format!("; {count} học phần học sau nó"), format!("; {count} modules wait on it")),
    };
    Wording::new(
        format!("{taken_vi}, còn chỗ cho {room:.0} tiết{after_vi}"),
        format!("{taken_en}, has room for {room:.0} periods{after_en}"),
    )
}

/// What each module teaches of the framework, by evidence or by claim.
struct Teaching {
    components: Vec<BTreeSet<ComponentId>>,
}

impl Teaching {
    fn of(ground: &Ground<'_>) -> Self {
        let mut components = vec![BTreeSet::new(); ground.programme().modules.len()];
        for alignment in ground.of.alignments.iter().filter(|a| a.counts || a.is_claim()) {
            components[alignment.module].insert(ground.audit.framework.cell(alignment.cell).component);
        }
        Teaching { components }
    }

    fn of_domain(&self, ground: &Ground<'_>, module: usize, domain: DomainId) -> Vec<ComponentId> {
        let is = |id: &ComponentId| ground.audit.framework.component(*id).domain == domain;
        self.components[module].iter().copied().filter(is).collect()
    }

    fn nearness(&self, ground: &Ground<'_>, module: usize, component: ComponentId) -> Nearness {
        let domain = ground.audit.framework.component(component).domain;
        if self.components[module].contains(&component) {
            Nearness::SameComponent
        } else if !self.of_domain(ground, module, domain).is_empty() {
            Nearness::SameDomain
        } else if !self.components[module].is_empty() {
            Nearness::OtherDomain
        } else {
            Nearness::Nothing
        }
    }

    /// Why the module is a host for the component, as a person would say it.
    fn why(&self, ground: &Ground<'_>, module: usize, component: ComponentId, nearness: Nearness) -> Wording {
        let framework = &ground.audit.framework;
        let codes = |ids: &[ComponentId]| {
            ids.iter().map(|id| framework.component(*id).code.to_string()).collect::<Vec<_>>().join(", ")
        };
        let domain = framework.component(component).domain;
        match nearness {
            Nearness::SameComponent => {
                let code = &framework.component(component).code;
                Wording::new(format!("đã dạy năng lực {code}"), format!("teaches component {code} already"))
            }
            Nearness::SameDomain => {
                let taught = codes(&self.of_domain(ground, module, domain));
                Wording::new(
                    format!("đã dạy {taught} cùng miền"),
                    format!("teaches {taught} of the same domain"),
                )
            }
            Nearness::OtherDomain => {
                let taught: Vec<ComponentId> = self.components[module].iter().copied().take(4).collect();
                let taught = codes(&taught);
                Wording::new(
                    format!("đã dạy năng lực số khác ({taught})"),
                    format!("teaches other digital competencies ({taught})"),
                )
            }
            Nearness::Nothing => {
                Wording::new("chưa dạy năng lực nào của khung", "teaches nothing of the framework yet")
            }
        }
    }
}
