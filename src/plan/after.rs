//! The planned curriculum, and the audit of it.

use std::collections::BTreeSet;

use super::candidate::{Candidate, Way};
use super::choice::Choice as Chosen;
use super::need::Needs;
use super::{Action, Ground, draft};
use crate::alignment::{Alignment, Basis, Evidence, LevelBasis, Standing};
use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage;
use crate::curriculum::{Amount, Choice, Module, Offer, Programme, Statement, StatementKind};
use crate::framework::DomainId;
use crate::gap;
use crate::graph::CurriculumGraph;
use crate::lang::Wording;
use crate::place::Place;

/// `of` as it would be with `chosen`, audited again.
pub(super) fn planned(
    ground: &Ground<'_>,
    needs: &Needs,
    candidates: &[Candidate],
    chosen: &Chosen,
) -> ProgrammeAudit {
    let mut programme = ground.programme().clone();
    let mut alignments = ground.of.alignments.clone();
    for (at, items) in chosen.modules(candidates) {
        let candidate = &candidates[at];
        let module = match candidate.way {
            Way::Extend(module) => module,
            Way::TakeOver(lender, module) => {
                lent(ground, lender, module, candidate, &mut programme, &mut alignments)
            }
            Way::Create => created(ground, needs, candidate, &items, &mut programme),
        };
        if !matches!(candidate.way, Way::TakeOver(..)) {
            items.iter().for_each(|item| add(ground, needs, *item, module, &mut programme, &mut alignments));
        }
    }
    audited(ground.audit, ground.of, programme, alignments)
}

/// Audits a programme that came of `before` by the same policy.
pub(super) fn audited(
    audit: &Audit,
    before: &ProgrammeAudit,
    programme: Programme,
    mut alignments: Vec<Alignment>,
) -> ProgrammeAudit {
    alignments.sort_by_key(|a| (a.module, a.cell, a.indicator, a.basis, a.statement));
    let graph = CurriculumGraph::new(&audit.framework, &audit.audience.tables, &programme, &alignments);
    let measure = |policy| coverage::measure(&graph, &audit.audience, audit.target, policy);
    let coverage = measure(&audit.policy);
    let policies =
        before.policies.iter().map(|(policy, _)| (policy.clone(), measure(policy).summary)).collect();
    let justified: BTreeSet<_> =
        before.justified.iter().filter(|one| one.is_complete()).filter_map(|one| one.cell).collect();
    let gaps = gap::find(&audit.framework, &coverage, &justified);
    let structure = graph.structure();
    ProgrammeAudit {
        structure,
        coverage,
        policies,
        gaps,
        programme,
        alignments,
        unlevelled: before.unlevelled.clone(),
        justified: before.justified.clone(),
        kept: Vec::new(),
    }
}

/// Adds the drafted outcome of an item to a module, to be assessed there.
fn add(
    ground: &Ground<'_>,
    needs: &Needs,
    item: usize,
    module: usize,
    programme: &mut Programme,
    alignments: &mut Vec<Alignment>,
) {
    let item = &needs.items[item];
    let text = draft::outcome(&ground.audit.framework, item.cell, item.indicator).vi;
    let host = &mut programme.modules[module];
    let place = host.place.clone();
    host.statements.push(Statement {
        kind: StatementKind::Outcome,
        label: None,
        text: text.clone(),
        place: place.clone(),
        assessed: true,
    });
    let statement = Some(host.statements.len() - 1);
    let evidence =
        Evidence { text, place, rule: None, level_by: Some(LevelBasis::Indicator), path: Vec::new() };
    alignments.push(Alignment {
        module,
        statement,
        cell: item.cell,
        indicator: item.indicator,
        basis: Basis::Reviewed,
        confidence: None,
        counts: true,
        evidence,
        standing: Standing { by_hand: true, ..Standing::default() },
    });
}

/// Takes a module over with all that it teaches; its prerequisites stay behind.
fn lent(
    ground: &Ground<'_>,
    lender: usize,
    module: usize,
    candidate: &Candidate,
    programme: &mut Programme,
    alignments: &mut Vec<Alignment>,
) -> usize {
    let lender = ground.lenders[lender];
    let position = programme.modules.len();
    let lent = lender.programme.modules[module].clone();
    programme.modules.push(Module {
        term: candidate.term,
        choice: Choice::Compulsory,
        prerequisites: Vec::new(),
        parallel: Vec::new(),
        specialisation: None,
        ..lent
    });
    let of_module = lender.alignments.iter().filter(|a| a.module == module && a.counts);
    alignments.extend(of_module.cloned().map(|alignment| Alignment { module: position, ..alignment }));
    position
}

fn created(
    ground: &Ground<'_>,
    needs: &Needs,
    candidate: &Candidate,
    items: &[usize],
    programme: &mut Programme,
) -> usize {
    let (_, periods) = candidate.takes(items);
    let code = new_code(programme);
    let place = Place::File { file: ground.programme().place.file().into() };
    programme.modules.push(Module {
        code,
        title: new_title(ground, needs, items).vi,
        amount: Amount { periods: Some(periods), ..Amount::default() },
        term: candidate.term,
        choice: Choice::Compulsory,
        prerequisites: Vec::new(),
        parallel: Vec::new(),
        specialisation: None,
        statements: Vec::new(),
        offer: Offer::default(),
        place,
    });
    programme.modules.len() - 1
}

/// `MỚI1`, or the next that the programme does not have.
fn new_code(programme: &Programme) -> String {
    let mut codes = (1..).map(|number| format!("MỚI{number}"));
    codes.find(|code| programme.module(code).is_none()).unwrap_or_default()
}

/// What a created module may be called: by the domains of its items.
pub(super) fn new_title(ground: &Ground<'_>, needs: &Needs, items: &[usize]) -> Wording {
    let framework = &ground.audit.framework;
    let domains: Vec<DomainId> = domains(ground, needs, items).into_iter().collect();
    if let [domain] = domains.as_slice() {
        let name = &framework.domain(*domain).name;
        return Wording::new(format!("{} (học phần mới)", name.vi), format!("{} (new module)", name.en));
    }
    let codes: Vec<String> =
        domains.iter().map(|domain| framework.domain(*domain).code.to_string()).collect();
    let codes = codes.join(", ");
    Wording::new(
        format!("Bổ sung năng lực theo khung, miền {codes} (học phần mới)"),
        format!("What the framework asks besides, domains {codes} (new module)"),
    )
}

/// The domains that items are of.
pub(super) fn domains(ground: &Ground<'_>, needs: &Needs, items: &[usize]) -> BTreeSet<DomainId> {
    let framework = &ground.audit.framework;
    items
        .iter()
        .map(|item| framework.component(framework.cell(needs.items[*item].cell).component).domain)
        .collect()
}

/// The code that an action's module has in the planned programme.
pub(super) fn codes(before: &Programme, after: &Programme, actions: &mut [Action]) {
    let added = after.modules.iter().skip(before.modules.len());
    let new = actions.iter_mut().filter(|action| action.module.is_none());
    for (action, module) in new.zip(added) {
        action.code.clone_from(&module.code);
        action.place = module.place.clone();
    }
}
