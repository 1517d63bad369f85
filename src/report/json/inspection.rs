//! `khung inspect --json`: the form `khung.inspect/1`.

use serde_json::{Value, json};

use super::finding;
use crate::alignment::{Alignment, Basis};
use crate::audit::Inspection;
use crate::curriculum::{Choice, Module, Prerequisite, Programme, StatementKind, Take};
use crate::framework::Framework;
use crate::lang::Lang;
use crate::layout::{Account, Column, Line, Meaning, RowKind, Table};
use crate::place::column_letters;
use crate::reading::{Curriculum, Understanding};

/// The form this module writes.
const SCHEMA: &str = "khung.inspect/1";

/// What was read, and how each sheet was understood, with wording in `lang`.
pub fn inspection(inspection: &Inspection, lang: Lang) -> String {
    let Inspection { framework, reading, findings } = inspection;
    let page = json!({
        "schema": SCHEMA,
        "programmes": reading.curricula.iter().map(|c| programme(c, framework)).collect::<Vec<_>>(),
        "sheets": reading.sheets.iter().map(|known| sheet(known, framework, lang)).collect::<Vec<_>>(),
        "findings": findings.iter().map(|known| finding(known, lang)).collect::<Vec<_>>(),
    });
    format!("{page:#}\n")
}

fn programme(curriculum: &Curriculum, framework: &Framework) -> Value {
    let Curriculum { programme, declared } = curriculum;
    let modules = || programme.modules.iter();
    let links = || modules().flat_map(|module| &module.prerequisites);
    let of = |basis: Basis| declared.iter().filter(|alignment| alignment.basis == basis).count();
    let list = modules().enumerate().map(|(at, known)| module(programme, at, known, declared, framework));
    json!({
        "id": programme.id,
        "title": programme.title,
        "code": programme.code,
        "modules": programme.modules.len(),
        "credits": programme.credits(|_| true),
        "statements": programme.statement_count(),
        "outcomes": programme.outcome_count(),
        "electives": modules().filter(|module| module.choice != Choice::Compulsory).count(),
        "groups": programme.groups.len(),
        "sections": programme.sections.len(),
        "prerequisites": links().count(),
        "unresolved_prerequisites": links().filter(|link| link.module.is_none()).count(),
        "programme_outcomes": programme.outcomes.len(),
        "contributions": programme.contributions.len(),
        "declared": of(Basis::Declared),
        "derived": of(Basis::Derived),
        "list": list.collect::<Vec<_>>(),
        "choice_groups": (0..programme.groups.len()).map(|at| group(programme, at)).collect::<Vec<_>>(),
        "outcome_list": programme.outcomes.iter().map(|outcome| {
            json!({ "label": outcome.label, "text": outcome.text, "place": outcome.place.to_string() })
        }).collect::<Vec<_>>(),
    })
}

fn module(
    programme: &Programme,
    at: usize,
    module: &Module,
    declared: &[Alignment],
    framework: &Framework,
) -> Value {
    let texts = |kind: StatementKind| {
        let statements = module.statements.iter().filter(move |statement| statement.kind == kind);
        statements.map(|statement| statement.text.as_str()).collect::<Vec<_>>()
    };
    let codes = |links: &[Prerequisite]| {
        let found = links.iter().filter_map(|link| Some(programme.modules[link.module?].code.clone()));
        found.collect::<Vec<_>>()
    };
    let cells = |basis: Basis| {
        let own = declared.iter().filter(|alignment| alignment.module == at && alignment.basis == basis);
        own.map(|alignment| framework.cell(alignment.cell).key.as_str()).collect::<Vec<_>>()
    };
    let group = programme.group_of(module).map_or("", |group| group.name.as_str());
    json!({
        "code": module.code,
        "title": module.title,
        "credits": module.amount.credits,
        "periods": module.amount.periods,
        "hours": module.amount.hours,
        "term": module.term,
        "compulsory": module.choice == Choice::Compulsory,
        "group": group,
        "specialisation": module.specialisation,
        "prerequisites": codes(&module.prerequisites),
        "parallel": codes(&module.parallel),
        "outcomes": texts(StatementKind::Outcome),
        "assessments": texts(StatementKind::Assessment),
        "declared": cells(Basis::Declared),
        "derived": cells(Basis::Derived),
        "place": module.place.to_string(),
    })
}

fn group(programme: &Programme, at: usize) -> Value {
    let group = &programme.groups[at];
    let members = programme.modules.iter().filter(|module| programme.is_in_group(module, at));
    json!({
        "name": group.name,
        "take": take(group.take),
        "within": group.within.map(|outer| &programme.groups[outer].name),
        "modules": members.map(|module| module.code.as_str()).collect::<Vec<_>>(),
        "place": group.place.to_string(),
    })
}

/// How much of a group must be taken.
pub(super) fn take(take: Take) -> Value {
    match take {
        Take::Modules(count) => json!({ "modules": count }),
        Take::Credits(count) => json!({ "credits": count }),
        Take::Unstated => Value::Null,
    }
}

fn sheet(sheet: &Understanding, framework: &Framework, lang: Lang) -> Value {
    let layout = &sheet.layout;
    json!({
        "place": sheet.place.to_string(),
        "hidden": sheet.hidden,
        "across": layout.across,
        "left_alone": layout.left_alone,
        "skipped": layout.skipped.as_ref().map(|why| why.get(lang)),
        "facts": layout.facts.iter().map(|fact| {
            json!({ "row": fact.row + 1, "about": format!("{:?}", fact.name).to_lowercase(), "value": fact.value.text() })
        }).collect::<Vec<_>>(),
        "tables": layout.tables.iter().map(|known| table(known, layout.across, framework, lang)).collect::<Vec<_>>(),
        "not_curricula": layout.strangers.iter().map(|stranger| {
            json!({ "header": stranger.row + 1, "what": stranger.id, "words": stranger.words })
        }).collect::<Vec<_>>(),
        "near_misses": layout.near.iter().map(|near| {
            json!({ "row": near.row + 1, "score": near.score, "why": near.why.get(lang) })
        }).collect::<Vec<_>>(),
        "rows": sheet.lines.iter().map(|known| line(known, lang)).collect::<Vec<_>>(),
    })
}

fn table(table: &Table, across: bool, framework: &Framework, lang: Lang) -> Value {
    let column = |column: &Column| {
        let index = if across { (column.index + 1).to_string() } else { column_letters(column.index) };
        json!({
            "column": index,
            "header": column.header,
            "meaning": meaning(&column.meaning, framework),
            "score": column.score,
            "why": column.why.wording().get(lang),
        })
    };
    json!({
        "kind": table.kind.as_str(),
        "header": [table.header.start() + 1, table.header.end() + 1],
        "score": table.score,
        "why": table.why.get(lang),
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
    })
}

/// The word for a column's meaning, as reading files have it.
pub(in crate::report) fn meaning(meaning: &Meaning, framework: &Framework) -> String {
    match meaning {
        Meaning::Role(role) => role.key(),
        Meaning::Component { components, level, .. } => {
            let key = |id| match level {
                Some(level) => framework.cell(framework.cell_at(id, *level)).key.clone(),
                None => framework.component(id).key.clone(),
            };
            components.iter().map(|id| key(*id)).collect::<Vec<_>>().join("|")
        }
        Meaning::ProgrammeOutcome(_) => "programme-outcome".to_owned(),
        Meaning::ModuleOutcome(_) => "module-outcome".to_owned(),
        Meaning::UnknownComponent => "unknown-component".to_owned(),
        Meaning::Date => "date".to_owned(),
        Meaning::Unknown => "nothing".to_owned(),
    }
}

fn line(line: &Line, lang: Lang) -> Value {
    let mut page = json!({ "row": line.row + 1, "as": line.account.as_str() });
    match &line.account {
        Account::Skipped(why) => page["why"] = json!(why.get(lang)),
        Account::Row(RowKind::Section(text)) => page["text"] = json!(text),
        _ => {}
    }
    page
}
