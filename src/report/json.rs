//! `coverage.json`: the contract `khung.coverage/1`, as `docs/coverage.schema.json` has it.

mod comparison;
mod department;
mod evaluation;
mod inspection;
mod page;
mod plan;
mod portfolio;
mod record;
mod review;

pub use comparison::comparison;
pub use department::department;
pub use evaluation::evaluation;
pub use inspection::inspection;
pub(in crate::report) use inspection::meaning;
pub(in crate::report) use page::page;
pub use plan::plan;
pub use record::{record, record_of};

use serde::Serialize;
use serde_json::{Value, json};

use crate::alignment::{Alignment, Evidence, LevelBasis, Unlevelled};
use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::{CellCoverage, Escape, Progression, Tally};
use crate::curriculum::{Amount, Choice, ChoiceGroup, Module, Programme};
use crate::finding::Finding;
use crate::gap::Gap;
use crate::graph::ModuleStructure;
use crate::lang::Lang;

/// The contract this module writes.
pub const SCHEMA: &str = "khung.coverage/1";

/// `audit` as JSON, with wording in `lang`; keys in the order of the contract.
pub fn render(audit: &Audit, lang: Lang) -> String {
    let mut text = serde_json::to_string_pretty(&Page::new(audit, lang)).unwrap_or_default();
    text.push('\n');
    text
}

/// The same without line breaks, in pieces that a spreadsheet's cell takes.
pub(in crate::report) fn compact(audit: &Audit, lang: Lang) -> Vec<String> {
    record::chunks(&serde_json::to_string(&Page::new(audit, lang)).unwrap_or_default())
}

/// Findings alone, as `inspect --json` gives them.
pub fn finding(finding: &Finding, lang: Lang) -> Value {
    json!({
        "code": finding.code.as_str(),
        "severity": finding.severity().as_str(),
        "message": finding.message.get(lang),
        "help": finding.help.get(lang),
        "place": finding.place.to_string(),
    })
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    khung: &'static str,
    lang: &'static str,
    framework: Value,
    audience: &'a str,
    target: &'a str,
    policy: &'a str,
    reviewed: bool,
    inputs: Vec<Value>,
    portfolio: Value,
    programmes: Vec<Value>,
    findings: Vec<Value>,
}

impl<'a> Page<'a> {
    fn new(audit: &'a Audit, lang: Lang) -> Self {
        let part = |programme| Part { audit, programme, lang }.render();
        Page {
            schema: SCHEMA,
            khung: env!("CARGO_PKG_VERSION"),
            lang: lang.code(),
            framework: json!({ "id": audit.framework.id, "version": audit.framework.version }),
            audience: &audit.audience.key,
            target: &audit.framework.level(audit.target).key,
            policy: &audit.policy.id,
            reviewed: audit.reviewed,
            inputs: audit
                .inputs
                .iter()
                .map(|input| json!({ "path": input.path, "sha256": input.sha256 }))
                .collect(),
            portfolio: portfolio::portfolio(audit),
            programmes: audit.programmes.iter().map(part).collect(),
            findings: audit.findings.iter().map(|finding| self::finding(finding, lang)).collect(),
        }
    }
}

/// One programme of an audit.
struct Part<'a> {
    audit: &'a Audit,
    programme: &'a ProgrammeAudit,
    lang: Lang,
}

impl Part<'_> {
    fn render(&self) -> Value {
        let ProgrammeAudit { programme, alignments, unlevelled, structure, coverage, gaps, policies, .. } =
            self.programme;
        json!({
            "id": programme.id,
            "title": programme.title,
            "code": programme.code,
            "counts": {
                "modules": programme.modules.len(),
                "statements": programme.statement_count(),
                "outcomes": programme.outcome_count(),
            },
            "summary": summary(&coverage.summary),
            "domains": coverage.domains.iter().map(|(id, tally)| {
                json!({ "domain": self.audit.framework.domain(*id).key, "summary": summary(tally) })
            }).collect::<Vec<_>>(),
            "policies": policies.iter().map(|(policy, tally)| {
                json!({ "policy": policy.id, "summary": summary(tally) })
            }).collect::<Vec<_>>(),
            "cells": coverage.cells.iter().map(|cell| self.cell(cell)).collect::<Vec<_>>(),
            "review": self.review(),
            "gaps": gaps.iter().map(|gap| self.gap(gap)).collect::<Vec<_>>(),
            "alignments": alignments.iter().map(|alignment| self.alignment(alignment)).collect::<Vec<_>>(),
            "unlevelled": unlevelled.iter().map(|suggestion| self.unlevelled(suggestion)).collect::<Vec<_>>(),
            "modules": programme.modules.iter().zip(&structure.modules).map(|(module, ties)| self.module(module, *ties)).collect::<Vec<_>>(),
            "groups": self.groups(programme),
            "outcomes": programme.outcomes.iter().map(|outcome| {
                json!({ "label": outcome.label, "text": outcome.text, "place": outcome.place.to_string() })
            }).collect::<Vec<_>>(),
            "progression": coverage.progression.iter().map(|item| self.progression(item)).collect::<Vec<_>>(),
            "structure": {
                "complexity": structure.complexity,
                "longest_path": self.codes(&structure.longest_path),
            },
        })
    }

    fn code(&self, module: usize) -> &str {
        &self.programme.programme.modules[module].code
    }

    fn codes(&self, modules: &[usize]) -> Vec<&str> {
        modules.iter().map(|module| self.code(*module)).collect()
    }

    fn cell(&self, cell: &CellCoverage) -> Value {
        let framework = &self.audit.framework;
        json!({
            "cell": framework.cell(cell.cell).key,
            "required": cell.required,
            "status": cell.status.as_str(),
            "possible": cell.possible.as_str(),
            "justified": self.programme.justification(cell.cell).is_some(),
            "indicators": {
                "total": cell.indicators,
                "addressed": cell.addressed.len(),
                "possible": cell.possibly_addressed.len(),
                "guaranteed": cell.guaranteed_indicators.len(),
            },
            "modules": self.codes(&cell.modules),
            "suggested": self.codes(&cell.suggested),
            "declared": cell.declared,
            "guaranteed": cell.is_guaranteed(),
            "missed_by": cell.escape.as_ref().map(|escape| self.escape(escape)),
            "assessed": cell.assessed,
            "fragile": cell.is_fragile(),
            "implied": cell.implied,
            "amount": amount(&cell.amount),
        })
    }

    /// The choices by which a learner misses a cell.
    fn escape(&self, escape: &Escape) -> Value {
        let groups = &self.programme.programme.groups;
        let choices = escape
            .choices
            .iter()
            .map(|(group, taken)| json!({ "group": groups[*group].name, "take": self.codes(taken) }));
        json!({
            "specialisation": escape.specialisation,
            "choices": choices.collect::<Vec<_>>(),
            "skip": self.codes(&escape.skipped),
            "path": self.codes(&escape.path),
        })
    }

    fn gap(&self, gap: &Gap) -> Value {
        let framework = &self.audit.framework;
        json!({
            "scope": gap.scope.as_str(),
            "id": gap.scope.key(framework),
            "severity": gap.severity.rank(),
            "implied": gap.implied,
            "cells": gap.cells.iter().map(|cell| &framework.cell(*cell).key).collect::<Vec<_>>(),
            "indicators": gap.indicators.iter().map(|id| &framework.indicator(*id).key).collect::<Vec<_>>(),
        })
    }

    fn alignment(&self, alignment: &Alignment) -> Value {
        let framework = &self.audit.framework;
        json!({
            "module": self.code(alignment.module),
            "cell": framework.cell(alignment.cell).key,
            "indicator": alignment.indicator.map(|id| &framework.indicator(id).key),
            "basis": alignment.basis.as_str(),
            "counts": alignment.counts,
            "confidence": alignment.confidence,
            "evidence": evidence(&alignment.evidence),
            "id": alignment.standing.id,
            "by_hand": alignment.standing.by_hand,
            "state": alignment.standing.state.as_str(),
            "reviews": self.reviews(&alignment.standing),
        })
    }

    fn unlevelled(&self, suggestion: &Unlevelled) -> Value {
        json!({
            "module": self.code(suggestion.module),
            "component": self.audit.framework.component(suggestion.component).key,
            "confidence": suggestion.confidence,
            "evidence": evidence(&suggestion.evidence),
            "id": suggestion.standing.id,
            "state": suggestion.standing.state.as_str(),
            "reviews": self.reviews(&suggestion.standing),
        })
    }

    fn module(&self, module: &Module, ties: ModuleStructure) -> Value {
        json!({
            "code": module.code,
            "title": module.title,
            "credits": module.amount.credits,
            "periods": module.amount.periods,
            "hours": module.amount.hours,
            "term": module.term,
            "compulsory": module.choice == Choice::Compulsory,
            "group": self.programme.programme.group_of(module).map(|group| &group.name),
            "specialisation": module.specialisation,
            "prerequisites": module.prerequisites.iter().map(|p| match p.module {
                Some(module) => self.code(module),
                None => &p.named.value,
            }).collect::<Vec<_>>(),
            "parallel": module.parallel.iter().map(|p| match p.module {
                Some(module) => self.code(module),
                None => &p.named.value,
            }).collect::<Vec<_>>(),
            "structure": {
                "delay": ties.delay,
                "blocking": ties.blocking,
                "cruciality": ties.cruciality(),
            },
            "place": module.place.to_string(),
            "statements": module.statements.iter().map(|statement| {
                json!({
                    "kind": statement.kind.as_str(),
                    "text": statement.text,
                    "place": statement.place.to_string(),
                })
            }).collect::<Vec<_>>(),
        })
    }

    fn groups(&self, programme: &Programme) -> Vec<Value> {
        let members = |group: usize| {
            let members = programme.modules.iter().filter(move |module| programme.is_in_group(module, group));
            members.map(|module| module.code.as_str()).collect::<Vec<_>>()
        };
        let within = |group: &ChoiceGroup| group.within.map(|outer| &programme.groups[outer].name);
        let groups = programme.groups.iter().enumerate();
        groups.map(|(at, g)| json!({ "name": g.name, "take": inspection::take(g.take), "within": within(g), "modules": members(at), "place": g.place.to_string() })).collect()
    }

    fn progression(&self, item: &Progression) -> Value {
        json!({
            "kind": item.kind.as_str(),
            "cell": item.cell.map(|cell| &self.audit.framework.cell(cell).key),
            "modules": self.codes(&item.modules),
            "message": item.message.get(self.lang),
            "place": item.place.to_string(),
        })
    }
}

fn evidence(evidence: &Evidence) -> Value {
    json!({
        "text": evidence.text,
        "place": evidence.place.to_string(),
        "rule": evidence.rule,
        "level_by": evidence.level_by.map(LevelBasis::as_str),
        "path": evidence.path.iter().map(|step| {
            json!({ "step": step.value, "place": step.place.to_string() })
        }).collect::<Vec<_>>(),
    })
}

fn summary(tally: &Tally) -> Value {
    json!({
        "required": tally.required,
        "covered": tally.covered,
        "partial": tally.partial,
        "declared": tally.declared,
        "uncovered": tally.uncovered,
        "possible": tally.possibly_covered,
        "indicators": {
            "required": tally.indicators,
            "addressed": tally.addressed,
            "possible": tally.possibly_addressed,
        },
    })
}

/// Only the units the institution gave, to four decimals.
fn amount(amount: &Amount) -> Value {
    let units = [("credits", amount.credits), ("periods", amount.periods), ("hours", amount.hours)];
    let given = units
        .into_iter()
        .filter_map(|(unit, value)| Some((unit.to_owned(), json!((value? * 1e4).round() / 1e4))));
    Value::Object(given.collect())
}
