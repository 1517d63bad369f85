//! `plan.json` for a department: `khung.plan/1` of the kind `department`.

use serde_json::{Value, json};

use super::plan::figure;
use crate::framework::CellId;
use crate::plan::department::{Answer, Course, Department, Group};
use crate::report::department::{Classing, answer};

/// `classing` as JSON.
pub fn department(classing: &Classing<'_>) -> String {
    let (planned, ask, framework) = (classing.planned, classing.ask, &classing.survey.framework);
    let page = json!({
        "schema": "khung.plan/1",
        "khung": env!("CARGO_PKG_VERSION"),
        "kind": "department",
        "framework": { "id": framework.id, "version": framework.version },
        "target": framework.level(ask.target).key,
        "asked": {
            "budget": ask.budget.map(figure),
            "share": ask.share.map(share),
            "seats": ask.seats,
            "small_groups": ask.small_groups,
            "seconds": figure(ask.seconds),
        },
        "efforts": ask.efforts,
        "inputs": classing.inputs.iter().map(|input| json!({ "path": input.path, "sha256": input.sha256 })).collect::<Vec<_>>(),
        "answer": said(classing),
        "people": planned.people,
        "needs": planned.needs,
        "met": planned.met,
        "cost": figure(planned.cost),
        "proof": { "optimal": planned.gap.is_some_and(|gap| gap <= 1e-9), "gap": planned.gap.map(share) },
        "classes": planned.classes.iter().map(|classes| json!({
            "course": planned.courses[classes.course].code,
            "classes": classes.classes,
            "people": classes.people,
            "served": classes.served,
            "cost": figure(classes.cost),
        })).collect::<Vec<_>>(),
        "courses": planned.courses.iter().map(|one| course(classing, one)).collect::<Vec<_>>(),
        "components": components(classing),
        "units": groups(&planned.units),
        "posts": groups(&planned.posts),
        "units_and_posts": groups(&planned.units_and_posts),
        "findings": classing.findings.iter().map(|finding| json!({
            "code": finding.code.as_str(),
            "severity": finding.severity().as_str(),
            "place": finding.place.to_string(),
            "message": finding.message,
            "help": finding.help,
        })).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

/// A share to four decimals.
fn share(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

fn said(classing: &Classing<'_>) -> Value {
    let (kind, lacks, reachable) = match classing.planned.answer {
        Answer::MostForBudget => ("most-for-budget", None, None),
        Answer::LeastForShare => ("least-for-share", None, None),
        Answer::BudgetLacks(lacks) => ("budget-lacks", Some(lacks), None),
        Answer::ShareImpossible(most) => ("share-impossible", None, Some(most)),
        Answer::BuysNothing(cost) => ("buys-nothing", Some(cost), None),
    };
    json!({
        "kind": kind,
        "lacks": lacks.map(figure),
        "reachable": reachable.map(share),
        "wording": answer(classing.planned, classing.ask),
    })
}

fn course(classing: &Classing<'_>, course: &Course) -> Value {
    let key = |cell: &CellId| classing.survey.framework.cell(*cell).key.as_str();
    json!({
        "code": course.code,
        "title": course.title,
        "place": course.place.to_string(),
        "cost": figure(course.cost),
        "cost_is_reckoned": course.cost_is_reckoned,
        "seats": course.seats,
        "cells": course.cells.iter().map(key).collect::<Vec<_>>(),
        "declared": course.declared.iter().map(key).collect::<Vec<_>>(),
    })
}

fn components(classing: &Classing<'_>) -> Vec<Value> {
    let Department { components, .. } = classing.planned;
    let component = |one: &crate::plan::department::ComponentNeed| {
        json!({
            "component": classing.survey.framework.component(one.component).key,
            "assessed": one.assessed,
            "needs": one.needs,
            "met": one.met,
            "without_course": one.without_course,
        })
    };
    components.iter().map(component).collect()
}

/// Groups by name; the names of those that were put together are null.
fn groups(groups: &[Group]) -> Vec<Value> {
    let name = |group: &Group, name: &String| (group.groups == 1 || !name.is_empty()).then(|| name.clone());
    let group = |group: &Group| {
        json!({
            "names": group.names.iter().map(|one| name(group, one)).collect::<Vec<_>>(),
            "groups": group.groups,
            "people": group.people,
            "in_need": group.in_need,
            "needs": group.needs,
            "met": group.met,
            "served": group.served,
        })
    };
    groups.iter().map(group).collect()
}
