//! `plan.json`: the contract `khung.plan/1`, as `docs/plan.schema.json` has it.
//!
//! It says everything in both languages, and figures to two decimals (shares to four), so that it is the same on every
//! machine.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Part, summary};
use crate::audit::{Audit, ProgrammeAudit};
use crate::framework::CellId;
use crate::lang::{Lang, Wording};
use crate::plan::{Action, ActionKind, Addition, Alternative, Measures, Plan, Proof, SecondHome, WhatIf};
use crate::report::plan::Proposal;

/// Its keys, in the order of the contract.
#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    khung: &'static str,
    kind: &'static str,
    framework: Value,
    audience: &'a str,
    target: &'a str,
    policy: &'a str,
    objective: &'static str,
    limits: Value,
    efforts: Value,
    inputs: Vec<Value>,
    catalogue: Vec<Value>,
    plans: Vec<Value>,
}

/// `proposal` as JSON.
pub fn plan(proposal: &Proposal<'_>) -> String {
    let Proposal { audit, catalogue, ask, plans } = *proposal;
    let page = Page {
        schema: "khung.plan/1",
        khung: env!("CARGO_PKG_VERSION"),
        kind: "programmes",
        framework: json!({ "id": audit.framework.id, "version": audit.framework.version }),
        audience: &audit.audience.key,
        target: &audit.framework.level(audit.target).key,
        policy: &audit.policy.id,
        objective: ask.objective.as_str(),
        limits: json!({
            "max_extra_periods": ask.max_extra_periods.map(figure),
            "seconds": figure(ask.seconds),
            "drop": ask.drop,
        }),
        efforts: json!(ask.efforts),
        inputs: inputs(audit),
        catalogue: catalogue.map(inputs).unwrap_or_default(),
        plans: plans.iter().map(|plan| One { audit, plan }.render()).collect(),
    };
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

fn inputs(audit: &Audit) -> Vec<Value> {
    audit.inputs.iter().map(|input| json!({ "path": input.path, "sha256": input.sha256 })).collect()
}

/// To two decimals; never the negative zero that a sum may come to.
pub(super) fn figure(number: f64) -> f64 {
    (number * 100.0).round() / 100.0 + 0.0
}

/// To four decimals.
fn share(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0 + 0.0
}

fn measures(measures: &Measures) -> Value {
    json!({
        "effort": figure(measures.effort),
        "modules": measures.modules,
        "periods": figure(measures.periods),
        "cost": figure(measures.cost),
    })
}

fn proof(proof: Proof) -> Value {
    let gap = match proof {
        Proof::Optimal => Some(0.0),
        Proof::Within(gap) => Some(share(gap)),
        Proof::Unknown => None,
    };
    json!({ "optimal": proof == Proof::Optimal, "gap": gap })
}

fn greedy((greedy, open): &(Measures, usize)) -> Value {
    let mut value = measures(greedy);
    value["open"] = json!(open);
    value
}

/// The plan for one programme.
struct One<'a> {
    audit: &'a Audit,
    plan: &'a Plan,
}

impl One<'_> {
    fn render(&self) -> Value {
        let plan = self.plan;
        let programme = &plan.before.programme;
        json!({
            "programme": { "id": programme.id, "title": programme.title },
            "faults": plan.faults.iter().map(|(place, message)| {
                json!({ "place": place.to_string(), "message": message })
            }).collect::<Vec<_>>(),
            "what_if": plan.what_if.as_ref().map(|what_if| self.what_if(what_if)),
            "actions": plan.actions.iter().map(|action| self.action(action)).collect::<Vec<_>>(),
            "measures": measures(&plan.measures),
            "proof": proof(plan.proof),
            "greedy": greedy(&plan.greedy),
            "alternatives": plan.alternatives.iter().map(alternative).collect::<Vec<_>>(),
            "before": self.side(&plan.before),
            "after": self.side(&plan.after),
            "open": plan.open.iter().map(|open| {
                json!({ "cell": self.key(open.cell), "why": open.why })
            }).collect::<Vec<_>>(),
            "fragile": plan.fragile.iter().map(|home| self.fragile(home)).collect::<Vec<_>>(),
            "structure": self.structure(),
        })
    }

    fn key(&self, cell: CellId) -> &str {
        self.audit.framework.key_of(cell, None)
    }

    fn what_if(&self, what_if: &WhatIf) -> Value {
        let dropped = what_if.dropped.iter().map(|(code, title)| json!({ "code": code, "title": title }));
        let losses = what_if.losses.iter().map(|loss| {
            json!({
                "cell": self.key(loss.cell),
                "required": loss.required,
                "before": loss.before.as_str(),
                "after": loss.after.as_str(),
                "guarantee": loss.guarantee,
            })
        });
        json!({
            "dropped": dropped.collect::<Vec<_>>(),
            "dependents": what_if.dependents,
            "losses": losses.collect::<Vec<_>>(),
        })
    }

    fn action(&self, action: &Action) -> Value {
        json!({
            "kind": action.kind.as_str(),
            "module": action.code,
            "title": action.title,
            "term": action.term,
            "place": action.place.to_string(),
            "from": from(&action.kind),
            "effort": figure(action.effort),
            "periods": figure(action.periods),
            "cost": figure(action.cost),
            "additions": action.additions.iter().map(|one| self.addition(one)).collect::<Vec<_>>(),
        })
    }

    fn addition(&self, addition: &Addition) -> Value {
        json!({
            "cell": self.key(addition.cell),
            "indicator": addition.indicator.map(|id| &self.audit.framework.indicator(id).key),
            "draft": addition.draft,
            "periods": figure(addition.periods),
            "why": addition.why,
        })
    }

    /// A programme as it is, or as it would be.
    fn side(&self, programme: &ProgrammeAudit) -> Value {
        // The language is of messages alone, and there are none in gaps.
        let part = Part { audit: self.audit, programme, lang: Lang::default() };
        let cells = programme.coverage.cells.iter().map(|cell| {
            json!({
                "cell": self.key(cell.cell),
                "required": cell.required,
                "status": cell.status.as_str(),
                "guaranteed": cell.is_guaranteed(),
                "modules": part.codes(&cell.modules),
            })
        });
        json!({
            "summary": summary(&programme.coverage.summary),
            "cells": cells.collect::<Vec<_>>(),
            "gaps": programme.gaps.iter().map(|gap| part.gap(gap)).collect::<Vec<_>>(),
        })
    }

    fn fragile(&self, home: &SecondHome) -> Value {
        let code = |module: usize| &self.plan.before.programme.modules[module].code;
        let host = home.host.as_ref();
        json!({
            "cell": self.key(home.cell),
            "module": code(home.carrier),
            "host": host.map(|(module, _, _)| code(*module)),
            "effort": host.map(|(_, effort, _)| figure(*effort)),
            "why": host.map(|(_, _, why)| why),
        })
    }

    fn structure(&self) -> Value {
        let (before, after) = (&self.plan.before, &self.plan.after);
        let modules = after.programme.modules.iter().zip(&after.structure.modules).enumerate();
        let modules = modules.map(|(at, (module, ties))| {
            json!({
                "code": module.code,
                "delay": ties.delay,
                "blocking": ties.blocking,
                "cruciality": ties.cruciality(),
                "new": at >= before.programme.modules.len(),
            })
        });
        json!({
            "before": before.structure.complexity,
            "after": after.structure.complexity,
            "modules": modules.collect::<Vec<_>>(),
        })
    }
}

/// Where a module is taken over from.
fn from(kind: &ActionKind) -> Option<Value> {
    match kind {
        ActionKind::TakeOver { from, place } => {
            Some(json!({ "programme": from, "place": place.to_string() }))
        }
        ActionKind::Extend | ActionKind::Create { .. } => None,
    }
}

fn alternative(alternative: &Alternative) -> Value {
    let instead: &[Wording] = &alternative.instead;
    json!({
        "without": alternative.without,
        "measures": measures(&alternative.measures),
        "more": share(alternative.more),
        "instead": instead,
    })
}
