//! `khung framework show` and `khung framework check`

use std::fmt::Write;

use khung::error::Result;
use khung::framework::{Framework, TableId};
use khung::lang::Lang;
use khung::mappings::DEFAULT_FRAMEWORK;

use crate::args;
use crate::audit::mappings;
use crate::{Outcome, print};

pub(crate) fn run(args: &args::Framework) -> Result<Outcome> {
    let (args::Framework::Show { file, shared } | args::Framework::Check { file, shared }) = args;
    let lang: Lang = shared.lang.into();
    let mappings = mappings(shared.mappings.as_deref())?;
    let framework = mappings.framework(file.as_deref().unwrap_or(DEFAULT_FRAMEWORK))?;
    print::out(&match args {
        args::Framework::Show { .. } => show(&framework, lang),
        args::Framework::Check { .. } => check(&framework, lang),
    })?;
    Ok(Outcome::Done)
}

/// Everything in the framework, indented by part.
fn show(framework: &Framework, lang: Lang) -> String {
    let mut text = format!("{} {} – {}\n", framework.id, framework.version, framework.title.get(lang));
    let mut last = None;
    for (id, component) in framework.components() {
        if last != Some(component.domain) {
            let domain = framework.domain(component.domain);
            let _ = writeln!(text, "\n{}  {}", domain.key, domain.name.get(lang));
            last = Some(component.domain);
        }
        let _ = writeln!(text, "  {}  {}", component.key, component.name.get(lang));
        for (level, _) in framework.levels() {
            let cell = framework.cell_at(id, level);
            for (_, indicator) in framework.indicators_of(cell) {
                let _ = writeln!(text, "    {}  {}", indicator.key, indicator.text.get(lang));
            }
            if let Some(why) = &framework.cell(cell).whole {
                let _ = writeln!(text, "    {}  ({})", framework.cell(cell).key, why.get(lang));
            }
        }
    }
    text
}

/// What was counted in a framework that has no faults.
fn check(framework: &Framework, lang: Lang) -> String {
    let mut text =
        format!("{} {}: {}\n", framework.id, framework.version, lang.pick("không có lỗi", "no faults"));
    for (id, table) in (0..).map(TableId).zip(&framework.tables) {
        let domains = framework.domains().filter(|(_, domain)| domain.table == id).count();
        let components: Vec<_> =
            framework.components().filter(|(_, component)| component.table == id).collect();
        let of_table = |component| components.iter().any(|(id, _)| *id == component);
        let cells: Vec<_> = framework.cells().filter(|(_, cell)| of_table(cell.component)).collect();
        let indicators: usize = cells.iter().map(|(id, _)| framework.indicators_of(*id).count()).sum();
        let whole: Vec<&str> = cells
            .iter()
            .filter(|(_, cell)| cell.whole.is_some())
            .map(|(_, cell)| cell.key.as_str())
            .collect();
        let (components, cells) = (components.len(), cells.len());
        let _ = writeln!(
            text,
            "  {}: {}",
            table.key,
            lang.pick(
                format!(
                    "{domains} miền, {components} năng lực thành phần, {cells} ô, {indicators} biểu hiện"
                ),
                format!("{domains} domains, {components} components, {cells} cells, {indicators} indicators"),
            )
        );
        if !whole.is_empty() {
            let whole = whole.join(", ");
            let _ = writeln!(
                text,
                "    {}: {whole}",
                lang.pick(
                    "ô không còn biểu hiện trong nguồn, xét cả ô",
                    "cells without indicators in the source, audited whole"
                )
            );
        }
    }
    text
}
