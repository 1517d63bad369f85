//! Modules that do not exist yet, as many as are needed, in one term or another. How what is new is divided into modules matters
//! to nobody's graduation, so a solver is asked for their number alone; they are cut to size afterwards.

use std::collections::BTreeMap;

use super::{Candidate, Placing, Way};
use crate::lang::Wording;
use crate::plan::Ground;
use crate::plan::need::Needs;

pub(super) fn candidates(ground: &Ground<'_>, needs: &Needs, terms: &[Option<u16>]) -> Vec<Candidate> {
    terms.iter().map(|term| candidate(ground, needs, *term)).collect()
}

fn candidate(ground: &Ground<'_>, needs: &Needs, term: Option<u16>) -> Candidate {
    let efforts = &ground.ask.efforts;
    let framework = &ground.audit.framework;
    let why = Wording::new("học phần mới dành riêng cho nội dung này", "a new module made for this");
    let placing = |item: usize| {
        let level = framework.cell(needs.items[item].cell).level;
        let periods = efforts.periods_of(&framework.level(level).key);
        (item, Placing { effort: efforts.create.indicator, periods, why: why.clone() })
    };
    let placings = (0..needs.items.len()).map(placing);
    let items: BTreeMap<usize, Placing> =
        placings.filter(|(_, placing)| placing.periods <= efforts.limits.most_new_module).collect();
    Candidate {
        way: Way::Create,
        term,
        effort: efforts.create.module,
        periods: efforts.limits.least_new_module,
        room: efforts.limits.most_new_module,
        most: items.len(),
        items,
    }
}

impl Candidate {
    /// What the room of every created module but one is less by, so that items can be divided among them whatever their sizes.
    pub(in crate::plan) fn waste(&self) -> f64 {
        self.items.values().map(|placing| placing.periods).fold(0.0, f64::max).min(self.room)
    }

    /// How many modules are created for `items`.
    pub(in crate::plan) fn count(&self, items: &[usize]) -> usize {
        let all: f64 = items.iter().map(|item| self.items[item].periods).sum();
        let (each, spare) = (self.room - self.waste(), self.waste());
        if items.is_empty() {
            0
        } else if each > 0.0 {
            (((all - spare) / each - 1e-9).ceil() as usize).max(1)
        } else {
            items.len()
        }
    }

    /// The items of each module: of one for a module that there is, of as many as are created otherwise, about equally large.
    pub(in crate::plan) fn divided(&self, items: &[usize]) -> Vec<Vec<usize>> {
        if self.way != Way::Create {
            return vec![items.to_vec()];
        }
        let size = |items: &[usize]| items.iter().map(|item| self.items[item].periods).sum::<f64>();
        let mut modules: Vec<Vec<usize>> = Vec::new();
        let mut rest = items;
        for left in (1..=self.count(items)).rev() {
            let share = size(rest) / left as f64;
            let fits = |count: &usize| size(&rest[..*count]) <= share.max(self.waste()) + 1e-9 || left == 1;
            let count = (1..=rest.len()).take_while(fits).last().unwrap_or(rest.len().min(1));
            let (module, after) = rest.split_at(count);
            modules.push(module.to_vec());
            rest = after;
        }
        modules.retain(|module| !module.is_empty());
        modules
    }
}
