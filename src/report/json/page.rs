//! The data of `coverage.html`: one programme or several with all that a person can ask of them, in both languages. Parts are
//! named by position, so that a programme of sixty modules stays well below two megabytes.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Each;
use crate::alignment::{Alignment, Review, Standing, Unlevelled};
use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::{CellCoverage, Tally};
use crate::curriculum::{Choice, Module};
use crate::finding::Finding;
use crate::framework::{CellId, ComponentId, DomainId, Framework, IndicatorId, TableId};
use crate::gap::Gap;
use crate::lang::{Lang, Wording};
use crate::portfolio;

/// The data of the page, safe to stand within a `script` element.
pub(in crate::report) fn page(audit: &Audit, lang: Lang) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut bytes);
    // Memory refuses nothing.
    let _ = data(audit, lang, &mut serializer);
    within_script(&String::from_utf8(bytes).unwrap_or_default())
}

fn data<S: Serializer>(audit: &Audit, lang: Lang, serializer: S) -> Result<S::Ok, S::Error> {
    let page = Page::new(audit);
    let names = portfolio::names(audit);
    let inputs = audit.inputs.iter();
    let inputs = inputs.map(|input| json!({ "path": input.path, "sha256": input.sha256 }));
    let programmes = || {
        let named = audit.programmes.iter().zip(&names);
        named.map(|(programme, institution)| Part { page: &page, programme, institution })
    };
    let mut data = serializer.serialize_map(None)?;
    data.serialize_entry("khung", env!("CARGO_PKG_VERSION"))?;
    data.serialize_entry("lang", lang.code())?;
    data.serialize_entry("framework", &page.framework())?;
    data.serialize_entry("audience", &audit.audience.name)?;
    data.serialize_entry("target", &audit.target.0)?;
    data.serialize_entry("policy", &json!({ "name": audit.policy.name, "about": audit.policy.about }))?;
    data.serialize_entry("inputs", &inputs.collect::<Vec<_>>())?;
    data.serialize_entry("programmes", &Each(programmes))?;
    data.serialize_entry("findings", &Each(|| audit.findings.iter().map(finding)))?;
    data.serialize_entry("portfolio", &page.portfolio())?;
    data.end()
}

fn finding(finding: &Finding) -> Value {
    json!({
        "code": finding.code.as_str(),
        "severity": finding.severity().as_str(),
        "message": finding.message,
        "help": finding.help,
        "place": finding.place.to_string(),
    })
}

/// JSON in which nothing can end the element it stands in, or start another.
fn within_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", c as u32)),
            c => safe.push(c),
        }
    }
    safe
}

/// The positions that parts of the framework have on the page: those of the audience's tables.
struct Page<'a> {
    audit: &'a Audit,
    framework: &'a Framework,
    tables: Vec<TableId>,
    domains: BTreeMap<DomainId, usize>,
    components: BTreeMap<ComponentId, usize>,
    cells: BTreeMap<CellId, usize>,
}

impl<'a> Page<'a> {
    fn new(audit: &'a Audit) -> Self {
        let framework = &audit.framework;
        let tables = audit.audience.tables.clone();
        let domains = framework.domains().filter(|(_, domain)| tables.contains(&domain.table));
        let domains = domains.map(|(id, _)| id).zip(0..).collect();
        let components = framework.components_of(&tables);
        let components: BTreeMap<ComponentId, usize> = components.map(|(id, _)| id).zip(0..).collect();
        let cells = framework.cells().filter(|(_, cell)| components.contains_key(&cell.component));
        let cells = cells.map(|(id, _)| id).zip(0..).collect();
        Page { audit, framework, tables, domains, components, cells }
    }

    fn framework(&self) -> Value {
        let framework = self.framework;
        let table = |id: TableId| self.tables.iter().position(|table| *table == id);
        json!({
            "id": framework.id,
            "version": framework.version,
            "title": framework.title,
            "source": framework.source,
            "levels": framework.levels.iter().map(|level| json!({
                "key": level.key,
                "name": level.name,
                "mark": { "vi": level.mark(Lang::Vi), "en": level.mark(Lang::En) },
            })).collect::<Vec<_>>(),
            "tables": self.tables.iter().map(|id| {
                let table = framework.table(*id);
                json!({ "key": table.key, "name": table.name, "mark": framework.table_mark(*id, &self.tables) })
            }).collect::<Vec<_>>(),
            "domains": self.domains.keys().map(|id| {
                let domain = framework.domain(*id);
                json!({ "key": domain.key, "code": domain.code.as_str(), "table": table(domain.table), "name": domain.name })
            }).collect::<Vec<_>>(),
            "components": self.components.keys().map(|id| {
                let component = framework.component(*id);
                json!({
                    "key": component.key,
                    "code": component.code.as_str(),
                    "domain": self.domains.get(&component.domain),
                    "name": component.name,
                })
            }).collect::<Vec<_>>(),
            "cells": self.cells.keys().map(|id| self.cell(*id)).collect::<Vec<_>>(),
        })
    }

    fn cell(&self, id: CellId) -> Value {
        let cell = self.framework.cell(id);
        let indicators = self.framework.indicators_of(id);
        json!({
            "key": cell.key,
            "component": self.components.get(&cell.component),
            "level": cell.level.0,
            "whole": cell.whole,
            "indicators": indicators.map(|(_, indicator)| {
                json!({ "key": indicator.key, "text": indicator.text })
            }).collect::<Vec<_>>(),
        })
    }

    /// The position of an indicator in its cell.
    fn indicator(&self, id: IndicatorId) -> Option<usize> {
        let cell = self.framework.indicator(id).cell;
        self.framework.indicators_of(cell).position(|(other, _)| other == id)
    }

    fn at(&self, cell: CellId) -> Option<&usize> {
        self.cells.get(&cell)
    }

    fn portfolio(&self) -> Value {
        let Some(portfolio) = portfolio::of(self.audit) else { return Value::Null };
        json!({
            "components": portfolio.components.iter().map(|(id, services)| json!({
                "component": self.components.get(id),
                "programmes": services.iter().enumerate().map(|(at, service)| json!({
                    "programme": at,
                    "covered": service.covered,
                    "required": service.required,
                    "status": service.status.as_str(),
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "common": portfolio.common.iter().map(|gap| {
                json!({ "cell": self.at(gap.cell), "programmes": gap.programmes })
            }).collect::<Vec<_>>(),
            "lenders": portfolio.lenders.iter().map(|lender| json!({
                "component": self.components.get(&lender.component),
                "programme": lender.programme,
                "modules": lender.modules.iter().filter(|module| **module < MOST_MODULES).collect::<Vec<_>>(),
                "for": lender.borrowers,
            })).collect::<Vec<_>>(),
            "institutions": portfolio.institutions.iter().map(|one| json!({
                "name": one.name,
                "programmes": one.programmes,
                "required": one.required,
                "covered": one.covered,
                "possible": one.possible,
            })).collect::<Vec<_>>(),
        })
    }
}

/// One programme on the page.
struct Part<'a> {
    page: &'a Page<'a>,
    programme: &'a ProgrammeAudit,
    institution: &'a str,
}

/// A browser draws no more modules of one programme in good time; the workbook has all of them.
const MOST_MODULES: usize = 10_000;

impl Part<'_> {
    /// How many of its modules are on the page.
    fn shown(&self) -> usize {
        self.programme.programme.modules.len().min(MOST_MODULES)
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ProgrammeAudit { programme, alignments, unlevelled, coverage, gaps, .. } = self.programme;
        let shown = self.shown();
        let alignments = || alignments.iter().take_while(|alignment| alignment.module < shown);
        let unlevelled = || unlevelled.iter().filter(|suggestion| suggestion.module < shown);
        let progression = coverage.progression.iter();
        let progression =
            progression.map(|item| json!({ "message": item.message, "place": item.place.to_string() }));
        let mut part = serializer.serialize_map(None)?;
        part.serialize_entry("id", &programme.id)?;
        part.serialize_entry("title", &programme.title)?;
        part.serialize_entry("institution", self.institution)?;
        part.serialize_entry("counts", &super::counts(programme))?;
        part.serialize_entry("summary", &super::summary(&coverage.summary))?;
        let domains = coverage.domains.iter().map(|(id, tally)| self.domain(*id, tally));
        part.serialize_entry("domains", &domains.collect::<Vec<_>>())?;
        part.serialize_entry("cells", &Each(|| coverage.cells.iter().map(|cell| self.cell(cell))))?;
        part.serialize_entry("gaps", &Each(|| gaps.iter().map(|gap| self.gap(gap))))?;
        part.serialize_entry("left_out", &(programme.modules.len() - shown))?;
        let modules = || programme.modules.iter().take(shown);
        part.serialize_entry("modules", &Each(|| modules().map(|module| self.module(module))))?;
        part.serialize_entry("alignments", &Each(|| alignments().map(|one| self.alignment(one))))?;
        part.serialize_entry("unlevelled", &Each(|| unlevelled().map(|one| self.unlevelled(one))))?;
        part.serialize_entry("progression", &progression.collect::<Vec<_>>())?;
        part.end()
    }
}

impl Part<'_> {
    fn domain(&self, id: DomainId, tally: &Tally) -> Value {
        json!({ "domain": self.page.domains.get(&id), "summary": super::summary(tally) })
    }

    fn cell(&self, cell: &CellCoverage) -> Value {
        let addressed: Vec<_> = cell.addressed.iter().filter_map(|id| self.page.indicator(*id)).collect();
        let on_page = |modules: &[usize]| -> Vec<usize> {
            modules.iter().copied().filter(|module| *module < self.shown()).collect()
        };
        let missed = cell.escape.as_ref().map(|escape| escape.wording(&self.programme.programme));
        json!({
            "cell": self.page.at(cell.cell),
            "required": cell.required,
            "status": cell.status.as_str(),
            "possible": cell.possible.as_str(),
            "addressed": addressed,
            "modules": on_page(&cell.modules),
            "suggested": on_page(&cell.suggested),
            "guaranteed": cell.is_guaranteed(),
            "missed": missed,
            "assessed": cell.assessed,
            "fragile": cell.is_fragile(),
            "implied": cell.implied,
            "declared": cell.declared,
            "justified": self.programme.justification(cell.cell).map(|one| {
                json!({ "reason": one.reason, "name": one.name, "date": one.date })
            }),
        })
    }

    fn gap(&self, gap: &Gap) -> Value {
        let framework = self.page.framework;
        json!({
            "scope": gap.scope.as_str(),
            "severity": gap.severity.rank(),
            "name": gap.scope.wording(framework),
            "word": gap.severity.wording(),
            "cells": gap.cells.iter().map(|cell| self.page.at(*cell)).collect::<Vec<_>>(),
            "indicators": gap.indicators.iter().map(|id| &framework.indicator(*id).key).collect::<Vec<_>>(),
            "implied": gap.implied,
        })
    }

    fn module(&self, module: &Module) -> Value {
        json!({
            "code": module.code,
            "title": module.title,
            "credits": module.amount.credits,
            "periods": module.amount.periods,
            "term": module.term,
            "compulsory": module.choice == Choice::Compulsory,
            "group": self.programme.programme.group_of(module).map(|group| &group.name),
            "place": module.place.to_string(),
            "prerequisites": module.prerequisites.iter().filter_map(|named| named.module.filter(|at| *at < self.shown())).collect::<Vec<_>>(),
        })
    }

    fn alignment(&self, alignment: &Alignment) -> Value {
        let module = &self.programme.programme.modules[alignment.module];
        let kind =
            alignment.statement.and_then(|at| module.statements.get(at)).map(|said| said.kind.as_str());
        let evidence = &alignment.evidence;
        json!({
            "id": alignment.standing.id,
            "module": alignment.module,
            "cell": self.page.at(alignment.cell),
            "indicator": alignment.indicator.and_then(|id| self.page.indicator(id)),
            "basis": alignment.basis.as_str(),
            "counts": alignment.counts,
            "suggestion": alignment.is_suggestion(),
            "confidence": alignment.confidence,
            "kind": kind,
            "text": evidence.text,
            "place": evidence.place.to_string(),
            "rule": evidence.rule,
            "path": evidence.path.iter().map(|step| {
                json!({ "step": step.value, "place": step.place.to_string() })
            }).collect::<Vec<_>>(),
            "review": self.review(&alignment.standing),
        })
    }

    fn unlevelled(&self, suggestion: &Unlevelled) -> Value {
        json!({
            "id": suggestion.standing.id,
            "module": suggestion.module,
            "component": self.page.components.get(&suggestion.component),
            "confidence": suggestion.confidence,
            "text": suggestion.evidence.text,
            "place": suggestion.evidence.place.to_string(),
            "review": self.review(&suggestion.standing),
        })
    }

    /// The decision upon an alignment; where reviewers disagree, what all of them say.
    fn review(&self, standing: &Standing) -> Value {
        let joined = |part: &dyn Fn(&Review) -> String| {
            let parts: Vec<String> =
                standing.reviews.iter().map(part).filter(|part| !part.is_empty()).collect();
            parts.join("; ")
        };
        let Some(first) = standing.reviews.first() else { return Value::Null };
        let word = |lang| joined(&|review| review.decision.wording(self.page.framework).get(lang).to_owned());
        json!({
            "decision": Wording::new(word(Lang::Vi), word(Lang::En)),
            "reviewer": joined(&|review| review.reviewer.clone()),
            "date": joined(&|review| review.date.clone()),
            "comment": joined(&|review| review.comment.clone()),
            "suspect": first.suspect.as_ref().map(|suspect| suspect.wording()),
            "contradicted": standing.reviews.len() > 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::within_script;

    #[test]
    fn nothing_ends_the_element_that_the_data_stands_in() {
        let json = serde_json::json!({ "text": "</script><script>alert(1)</script> & \u{2028}" }).to_string();
        let safe = within_script(&json);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).ok(), serde_json::from_str(&json).ok());
    }
}
