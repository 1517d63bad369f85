//! What one column is, by the texts of its header from the top down.

use super::mention::words_with_points;
use super::words::{Fit, nearest_role};
use super::{Column, Guide, Label, Meaning, Why, mentions, word_role};
use crate::framework::ComponentId;
use crate::mappings::Role;
use crate::text::{fold, fold_words};
use crate::workbook::Value;

/// A component named by the texts together, or by the lower ones; else an outcome's label; else a role, by the
/// lowest text alone or by all together.
pub(crate) fn column(index: u32, texts: &[&Value], guide: Guide<'_>) -> Column {
    let all: Vec<String> = texts.iter().map(|value| value.text()).collect();
    let header = all.join(" › ");
    let of = |meaning, score, why| Column { index, header: header.clone(), meaning, score, why };
    if let Some(Value::Date(_)) = texts.last() {
        return of(Meaning::Date, 0.0, Why::Unknown);
    }
    let number = matches!(texts.last(), Some(Value::Number(_)));
    let fit = role(&all, guide);
    // Under a component, `TT` is a level and no running number; its domain may stand above it.
    let mut joined = (0..all.len()).map(|from| all[from..].join(" "));
    let named = joined.find_map(|text| component(&text, number, guide));
    match (outcome(&all, fit.as_ref(), guide), fit, named) {
        (Some(meaning), ..) => of(meaning, 1.0, Why::Label),
        // A header that is one of the known words in full is no component, whatever codes look like.
        (_, Some(fit), None) => of(Meaning::Role(fit.role), fit.score, fit.why),
        (_, Some(fit), _) if fit.score >= 1.0 && all.len() == 1 => {
            of(Meaning::Role(fit.role), fit.score, fit.why)
        }
        (_, _, Some(meaning)) => of(meaning, 1.0, Why::Component),
        (_, None, None) => of(Meaning::Unknown, 0.0, Why::Unknown),
    }
}

/// The score of a misspelt word.
const NEAR: f64 = 0.8;

/// Columns that are not known, taken for what their misspelt words were probably meant to be. Only for rows that
/// have a word of a header in full: other rows are not worth the comparing.
pub(super) fn respelt(columns: &mut [Column], guide: Guide<'_>) {
    if !columns.iter().any(|column| column.score >= 0.95) {
        return;
    }
    for column in columns.iter_mut().filter(|column| column.meaning == Meaning::Unknown) {
        let last = column.header.rsplit(" › ").next().unwrap_or_default();
        if let Some(role) = nearest_role(last, guide.columns) {
            let why = Why::Misspelt(role.wording());
            (column.meaning, column.score, column.why) = (Meaning::Role(role), NEAR, why);
        }
    }
}

fn role(all: &[String], guide: Guide<'_>) -> Option<Fit> {
    let last = all.last().map(String::as_str).unwrap_or_default();
    // "Số tín chỉ › Bắt buộc" holds credits.
    if let [.., above, _] = all
        && let Some(fit) = word_role(above, guide.columns).filter(|fit| fit.role == Role::Credits)
        && word_role(last, guide.columns).is_some_and(|fit| fit.role == Role::Choice)
    {
        return Some(fit);
    }
    word_role(last, guide.columns)
        .or_else(|| (all.len() > 1).then(|| word_role(&all.join(" "), guide.columns)).flatten())
}

/// An outcome that heads a column: `PLO3`, `CLO2: …`, or a number under "Chuẩn đầu ra chương trình".
fn outcome(all: &[String], fit: Option<&Fit>, guide: Guide<'_>) -> Option<Meaning> {
    let last = all.last()?;
    let above = all.len() > 1 && !last.is_empty() && last.chars().all(|c| c.is_ascii_digit() || c == '.');
    if above && fit.is_some_and(|fit| matches!(fit.role, Role::ProgrammeOutcomes | Role::Outcomes)) {
        return Some(Meaning::ProgrammeOutcome(Label { prefix: "plo".to_owned(), number: last.clone() }));
    }
    let (label, _) = Label::front(last)?;
    if label.is_of_programme(guide.columns) {
        Some(Meaning::ProgrammeOutcome(label))
    } else {
        label.is_of_module(guide.columns).then_some(Meaning::ModuleOutcome(label))
    }
}

/// A component named by its code at the front of a header, or by its full name.
fn component(text: &str, number: bool, guide: Guide<'_>) -> Option<Meaning> {
    let found = mentions(text, guide.framework, guide.tables);
    let folded = fold(text);
    let mut first = words_with_points(&folded).take(2);
    if let [mention] = found.as_slice()
        && first.any(|word| word.contains(&fold(&mention.code)))
    {
        if mention.components.is_empty() {
            let is_code = text.split_whitespace().count() <= 12
                && text.trim_start().starts_with(|c: char| c.is_ascii_digit());
            return is_code.then_some(Meaning::UnknownComponent);
        }
        let components = narrowed(&mention.components, text, guide);
        return Some(Meaning::Component { components, level: mention.levels.first().copied(), number });
    }
    let words = fold_words(text);
    // Folding changes the length of a name by a few signs at most.
    let length = words.chars().count();
    let is_name = |name: &str| {
        name.chars().count().abs_diff(length) <= 8 && !words.is_empty() && fold_words(name) == words
    };
    let of_audience = guide.framework.components_of(guide.tables);
    let components: Vec<_> =
        of_audience.filter(|(_, c)| is_name(&c.name.vi) || is_name(&c.name.en)).map(|(id, _)| id).collect();
    (!components.is_empty()).then_some(Meaning::Component { components, level: None, number: false })
}

/// Where two tables share a code, the component whose name the header also gives.
fn narrowed(components: &[ComponentId], text: &str, guide: Guide<'_>) -> Vec<ComponentId> {
    let words = fold_words(text);
    let named = |name: &str| words.contains(&fold_words(name));
    let by_name = components.iter().copied().filter(|id| {
        let name = &guide.framework.component(*id).name;
        named(&name.vi) || named(&name.en)
    });
    let by_name: Vec<_> = by_name.collect();
    if by_name.is_empty() { components.to_vec() } else { by_name }
}
