//! Modules that do not exist yet: one for each domain with gaps, and one for all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, Placing, Way};
use crate::framework::DomainId;
use crate::lang::Wording;
use crate::plan::Ground;
use crate::plan::need::Needs;

pub(super) fn candidates(ground: &Ground<'_>, needs: &Needs, terms: &[Option<u16>]) -> Vec<Candidate> {
    let framework = &ground.audit.framework;
    let domain = |item: usize| framework.component(framework.cell(needs.items[item].cell).component).domain;
    let domains: BTreeSet<DomainId> = (0..needs.items.len()).map(domain).collect();
    let several = domains.len() > 1;
    let scopes = domains.into_iter().map(Some).chain(several.then_some(None));
    let of_scope = |scope: Option<DomainId>| {
        let items: Vec<usize> = (0..needs.items.len())
            .filter(|item| scope.is_none_or(|wanted| domain(*item) == wanted))
            .collect();
        terms.iter().map(move |term| candidate(ground, needs, scope, &items, *term)).collect::<Vec<_>>()
    };
    scopes.flat_map(of_scope).collect()
}

fn candidate(
    ground: &Ground<'_>,
    needs: &Needs,
    scope: Option<DomainId>,
    items: &[usize],
    term: Option<u16>,
) -> Candidate {
    let efforts = &ground.ask.efforts;
    let framework = &ground.audit.framework;
    let why = Wording::new("học phần mới dành riêng cho nội dung này", "a new module made for this");
    let placing = |item: &usize| {
        let level = framework.cell(needs.items[*item].cell).level;
        let periods = efforts.periods_of(&framework.level(level).key);
        (*item, Placing { effort: efforts.create.indicator, periods, why: why.clone() })
    };
    let items: BTreeMap<usize, Placing> = items.iter().map(placing).collect();
    Candidate {
        way: Way::Create(scope),
        term,
        effort: efforts.create.module,
        periods: efforts.limits.least_new_module,
        room: efforts.limits.most_new_module,
        most: items.len(),
        items,
    }
}
