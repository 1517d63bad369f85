//! What a row of a ledger means in the framework of today, which may be another edition than that of the row.

use super::{Entry, Gone, Ground, word};
use crate::alignment::{Changed, Decision, Suspect};
use crate::framework::{CellId, ComponentId, Framework, IndicatorId, Key};
use crate::text::{fold_words, lowered};

/// What a row means in the framework of today.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant {
    pub(super) component: ComponentId,
    pub(super) cell: Option<CellId>,
    pub(super) indicator: Option<IndicatorId>,
}

/// What the key, the indicator's words, the component and the level of a row mean in the framework of today, and
/// whether any of it has changed.
pub(super) fn meant(ground: Ground<'_>, entry: &Entry) -> Result<(Meant, Option<Suspect>), Gone> {
    let framework = ground.framework;
    match framework.find(&entry.key) {
        Some(Key::Indicator(id)) => {
            let now = &framework.indicator(id).text;
            if entry.indicator.is_empty() || is_wording(now, &entry.indicator) {
                return Ok((of_indicator(framework, id), None));
            }
            Ok(moved_indicator(framework, entry).unwrap_or_else(|| {
                let suspect = Suspect { reason: Some(Changed::Indicator), before: entry.indicator.clone() };
                (of_indicator(framework, id), Some(suspect))
            }))
        }
        Some(Key::Cell(id)) => {
            let component = framework.cell(id).component;
            let meant = Meant { component, cell: Some(id), indicator: indicator_in(framework, id, entry) };
            Ok(same_component(framework, entry, meant))
        }
        Some(Key::Component(component)) => {
            let level = word::level(&entry.level, framework);
            let cell = level.map(|level| framework.cell_at(component, level));
            Ok(same_component(framework, entry, Meant { component, cell, indicator: None }))
        }
        Some(Key::Domain(_)) => Err(Gone::Unclear),
        None => moved_indicator(framework, entry).map_or_else(|| by_component(ground, entry), Ok),
    }
}

fn of_indicator(framework: &Framework, id: IndicatorId) -> Meant {
    let cell = framework.indicator(id).cell;
    Meant { component: framework.cell(cell).component, cell: Some(cell), indicator: Some(id) }
}

fn is_wording(wording: &crate::lang::Wording, text: &str) -> bool {
    let text = lowered(text);
    lowered(&wording.vi) == text || lowered(&wording.en) == text
}

/// The indicator of `cell` that a row quotes.
fn indicator_in(framework: &Framework, cell: CellId, entry: &Entry) -> Option<IndicatorId> {
    let mut indicators = framework.indicators_of(cell);
    indicators.find(|(_, indicator)| is_wording(&indicator.text, &entry.indicator)).map(|(id, _)| id)
}

/// Where the indicator that a row quotes stands now, if it stands elsewhere.
fn moved_indicator(framework: &Framework, entry: &Entry) -> Option<(Meant, Option<Suspect>)> {
    let id = framework.cells().find_map(|(cell, _)| indicator_in(framework, cell, entry))?;
    let suspect = Suspect { reason: Some(Changed::Moved), before: entry.key.clone() };
    let said = !entry.key.is_empty();
    Some((of_indicator(framework, id), said.then_some(suspect)))
}

/// The component that a row names, by name: `6.2 Đạo đức AI` ends with it.
fn named_component(framework: &Framework, entry: &Entry) -> Option<ComponentId> {
    let said = lowered(&entry.component);
    let ends = |name: &str| !name.is_empty() && said.ends_with(&lowered(name));
    let mut found = framework.components().filter(|(_, c)| ends(&c.name.vi) || ends(&c.name.en));
    // `Công cụ AI` ends `Đánh giá công cụ AI`: the longest name is meant.
    let first = found.next()?;
    Some(
        found
            .fold(first, |best, next| if next.1.name.vi.len() > best.1.name.vi.len() { next } else { best })
            .0,
    )
}

/// Whether the component still has the name that the row gives it; else where that name is now.
fn same_component(framework: &Framework, entry: &Entry, meant: Meant) -> (Meant, Option<Suspect>) {
    let component = framework.component(meant.component);
    let said = lowered(&entry.component);
    let keeps = |name: &str| said.ends_with(&lowered(name));
    if said.is_empty() || !said.contains(' ') || keeps(&component.name.vi) || keeps(&component.name.en) {
        return (meant, None);
    }
    match (named_component(framework, entry), meant.cell) {
        (Some(component), Some(cell)) => {
            let cell = framework.cell_at(component, framework.cell(cell).level);
            let suspect = Suspect { reason: Some(Changed::Moved), before: entry.key.clone() };
            (Meant { component, cell: Some(cell), indicator: None }, Some(suspect))
        }
        _ => (meant, Some(Suspect { reason: Some(Changed::Indicator), before: entry.component.clone() })),
    }
}

/// The cell that a person names by component and level, as `6.2` and `Cơ bản`.
fn by_component(ground: Ground<'_>, entry: &Entry) -> Result<(Meant, Option<Suspect>), Gone> {
    let framework = ground.framework;
    let component = coded_component(ground, &entry.component).or_else(|| named_component(framework, entry));
    let gone = if entry.key.is_empty() { Gone::Unclear } else { Gone::Cell };
    let component = component.ok_or(gone)?;
    let level = word::level(&entry.level, framework);
    let level = level.or(match entry.review.as_ref().map(|review| &review.decision) {
        Some(Decision::Level(level)) => Some(*level),
        _ => None,
    });
    let cell = level.map(|level| framework.cell_at(component, level));
    let indicator = cell.and_then(|cell| indicator_in(framework, cell, entry));
    let moved =
        (!entry.key.is_empty()).then(|| Suspect { reason: Some(Changed::Moved), before: entry.key.clone() });
    Ok((Meant { component, cell, indicator }, moved))
}

/// The component with the code, or key, that `text` begins with; none where several tables have it.
fn coded_component(ground: Ground<'_>, text: &str) -> Option<ComponentId> {
    let framework = ground.framework;
    let mut words = text.split_whitespace();
    let (first, second) = (words.next()?, words.next().unwrap_or_default());
    if let Some(Key::Component(id)) = framework.find(first) {
        return Some(id);
    }
    let is_marked = |table, said: &str| {
        let mark = framework.table_mark(table, ground.tables);
        mark.is_some_and(|mark| fold_words(mark) == fold_words(said))
    };
    let found: Vec<ComponentId> = framework
        .components_of(ground.tables)
        .filter(|(_, c)| {
            let code = c.code.as_str();
            code == first || (code == second && is_marked(c.table, first))
        })
        .map(|(id, _)| id)
        .collect();
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}
