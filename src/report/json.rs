//! `coverage.json`: the contract `khung.coverage/1`, as `docs/coverage.schema.json` has it.

mod comparison;
mod department;
mod evaluation;
mod inspection;
mod item;
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

use std::io::{self, BufWriter, Write};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::alignment::{Alignment, Unlevelled};
use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::{CellCoverage, Escape, Progression, Tally};
use crate::curriculum::{Amount, Choice, ChoiceGroup, Module, Prerequisite, Programme};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::gap::Gap;
use crate::graph::ModuleStructure;
use crate::lang::Lang;
use crate::place::Place;

/// The contract this module writes.
pub const SCHEMA: &str = "khung.coverage/1";

/// `audit` as JSON, with wording in `lang`; keys in the order of the contract.
pub fn render(audit: &Audit, lang: Lang) -> String {
    let mut bytes = Vec::new();
    // Neither memory nor a serializer of maps with text for keys refuses anything.
    let _ = write(audit, lang, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// The same into `out`, item by item: of a large catalogue it is never held whole.
///
/// # Errors
/// [`Error::Output`] if `out` takes no more.
pub fn write(audit: &Audit, lang: Lang, mut out: impl Write) -> Result<()> {
    let written = serde_json::to_writer_pretty(&mut out, &Page { audit, lang }).map_err(io::Error::from);
    let ended = written.and_then(|()| out.write_all(b"\n"));
    ended.map_err(|source| Error::Output { path: "coverage.json".to_owned(), source })
}

/// The same without line breaks, in pieces that a spreadsheet's cell takes; none if there is so much of it that no
/// spreadsheet program would open the file.
pub(in crate::report) fn compact(audit: &Audit, lang: Lang) -> Option<Vec<String>> {
    if record::is_too_large(audit.programmes.iter().map(|audited| &audited.programme)) {
        return None;
    }
    let mut pieces = record::Pieces::default();
    let mut buffered = BufWriter::new(&mut pieces);
    serde_json::to_writer(&mut buffered, &Page { audit, lang }).ok()?;
    buffered.flush().ok()?;
    drop(buffered);
    Some(pieces.finish())
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

/// A list that is made while it is written, one item at a time.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A place, as it is displayed.
struct At<'a>(&'a Place);

impl Serialize for At<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

struct Page<'a> {
    audit: &'a Audit,
    lang: Lang,
}

impl Serialize for Page<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let Page { audit, lang } = *self;
        let mut page = serializer.serialize_map(None)?;
        page.serialize_entry("schema", SCHEMA)?;
        page.serialize_entry("khung", env!("CARGO_PKG_VERSION"))?;
        page.serialize_entry("lang", lang.code())?;
        let framework = json!({ "id": audit.framework.id, "version": audit.framework.version });
        page.serialize_entry("framework", &framework)?;
        page.serialize_entry("audience", &audit.audience.key)?;
        page.serialize_entry("target", &audit.framework.level(audit.target).key)?;
        page.serialize_entry("policy", &audit.policy.id)?;
        page.serialize_entry("reviewed", &audit.reviewed)?;
        let inputs = || {
            let inputs = audit.inputs.iter();
            inputs.map(|input| json!({ "path": input.path, "sha256": input.sha256 }))
        };
        page.serialize_entry("inputs", &Each(inputs))?;
        page.serialize_entry("portfolio", &portfolio::portfolio(audit))?;
        let programmes = || audit.programmes.iter().map(|programme| Part { audit, programme, lang });
        page.serialize_entry("programmes", &Each(programmes))?;
        page.serialize_entry("findings", &Each(|| audit.findings.iter().map(|one| finding(one, lang))))?;
        page.end()
    }
}

/// One programme of an audit.
struct Part<'a> {
    audit: &'a Audit,
    programme: &'a ProgrammeAudit,
    lang: Lang,
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let ProgrammeAudit { programme, alignments, unlevelled, structure, coverage, gaps, policies, .. } =
            self.programme;
        let mut part = serializer.serialize_map(None)?;
        part.serialize_entry("id", &programme.id)?;
        part.serialize_entry("title", &programme.title)?;
        part.serialize_entry("code", &programme.code)?;
        part.serialize_entry("counts", &counts(programme))?;
        part.serialize_entry("summary", &summary(&coverage.summary))?;
        let domain = |id| &self.audit.framework.domain(id).key;
        let domains = coverage.domains.iter();
        let domains = domains.map(|(id, tally)| json!({ "domain": domain(*id), "summary": summary(tally) }));
        part.serialize_entry("domains", &domains.collect::<Vec<_>>())?;
        let policies = policies.iter();
        let policies =
            policies.map(|(policy, tally)| json!({ "policy": policy.id, "summary": summary(tally) }));
        part.serialize_entry("policies", &policies.collect::<Vec<_>>())?;
        part.serialize_entry("cells", &Each(|| coverage.cells.iter().map(|cell| self.cell(cell))))?;
        part.serialize_entry("review", &self.review())?;
        part.serialize_entry("gaps", &Each(|| gaps.iter().map(|gap| self.gap(gap))))?;
        part.serialize_entry("alignments", &Each(|| alignments.iter().map(|one| self.alignment(one))))?;
        part.serialize_entry("unlevelled", &Each(|| unlevelled.iter().map(|one| self.unlevelled(one))))?;
        let modules = || programme.modules.iter().zip(&structure.modules);
        part.serialize_entry("modules", &Each(|| modules().map(|(one, ties)| self.module(one, *ties))))?;
        part.serialize_entry("groups", &self.groups(programme))?;
        let outcomes = programme.outcomes.iter();
        let outcomes = outcomes.map(|outcome| {
            json!({ "label": outcome.label, "text": outcome.text, "place": outcome.place.to_string() })
        });
        part.serialize_entry("outcomes", &outcomes.collect::<Vec<_>>())?;
        part.serialize_entry(
            "progression",
            &Each(|| coverage.progression.iter().map(|one| self.progression(one))),
        )?;
        let longest_path = self.codes(&structure.longest_path);
        let structure = json!({ "complexity": structure.complexity, "longest_path": longest_path });
        part.serialize_entry("structure", &structure)?;
        part.end()
    }
}

impl Part<'_> {
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

    fn alignment<'s>(&'s self, alignment: &'s Alignment) -> item::Alignment<'s> {
        let framework = &self.audit.framework;
        item::Alignment {
            module: self.code(alignment.module),
            cell: &framework.cell(alignment.cell).key,
            indicator: alignment.indicator.map(|id| framework.indicator(id).key.as_str()),
            basis: alignment.basis.as_str(),
            counts: alignment.counts,
            confidence: alignment.confidence,
            evidence: (&alignment.evidence).into(),
            id: &alignment.standing.id,
            by_hand: alignment.standing.by_hand,
            state: alignment.standing.state.as_str(),
            reviews: self.reviews(&alignment.standing),
        }
    }

    fn unlevelled<'s>(&'s self, suggestion: &'s Unlevelled) -> item::Unlevelled<'s> {
        item::Unlevelled {
            module: self.code(suggestion.module),
            component: &self.audit.framework.component(suggestion.component).key,
            confidence: suggestion.confidence,
            evidence: (&suggestion.evidence).into(),
            id: &suggestion.standing.id,
            state: suggestion.standing.state.as_str(),
            reviews: self.reviews(&suggestion.standing),
        }
    }

    fn module<'s>(&'s self, module: &'s Module, ties: ModuleStructure) -> item::Module<'s> {
        let named = |named: &'s Prerequisite| match named.module {
            Some(module) => self.code(module),
            None => named.named.value.as_str(),
        };
        item::Module {
            code: &module.code,
            title: &module.title,
            credits: module.amount.credits,
            periods: module.amount.periods,
            hours: module.amount.hours,
            term: module.term,
            compulsory: module.choice == Choice::Compulsory,
            group: self.programme.programme.group_of(module).map(|group| group.name.as_str()),
            specialisation: module.specialisation.as_deref(),
            prerequisites: module.prerequisites.iter().map(named).collect(),
            parallel: module.parallel.iter().map(named).collect(),
            structure: item::Ties {
                delay: ties.delay,
                blocking: ties.blocking,
                cruciality: ties.cruciality(),
            },
            place: At(&module.place),
            statements: module.statements.iter().map(item::Statement::from).collect(),
        }
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

fn counts(programme: &Programme) -> Value {
    json!({
        "modules": programme.modules.len(),
        "statements": programme.statement_count(),
        "outcomes": programme.outcome_count(),
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
