//! What the cells below a header tell of its columns: labels, texts or ticks.

use super::rows::{code_and_title, is_code};
use super::{Column, Guide, Label, Meaning, TableKind, Why};
use crate::mappings::{ColumnCorrection, Columns, Role};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// What a column holds though its header does not say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inferred {
    Codes,
    ProgrammeLabels,
    ModuleLabels,
}

/// Cells that are looked at.
const SAMPLE: usize = 200;

/// Texts at least this long are statements, not ticks or labels.
const SHORTEST_STATEMENT: usize = 12;

/// What three in five of the cells of `column` below `header` are.
pub(super) fn inferred(
    sheet: &Sheet,
    rows: &[u32],
    header: u32,
    column: u32,
    guide: Guide<'_>,
) -> Option<Inferred> {
    let below = rows.iter().copied().filter(|row| *row > header).take(SAMPLE);
    let texts: Vec<String> = below.filter_map(|row| Some(sheet.get(row, column)?.text())).collect();
    let mostly = |is: &dyn Fn(&String) -> bool| {
        let count = texts.iter().filter(|text| is(text)).count();
        count >= 2 && count * 5 >= texts.len() * 3
    };
    let label = |text: &String| Label::front(text).map(|(label, _)| label);
    if mostly(&|text| label(text).is_some_and(|label| label.is_of_programme(guide.columns))) {
        Some(Inferred::ProgrammeLabels)
    } else if mostly(&|text| label(text).is_some_and(|label| label.is_of_module(guide.columns))) {
        Some(Inferred::ModuleLabels)
    } else {
        mostly(&|text| is_code(text) || code_and_title(text).is_some()).then_some(Inferred::Codes)
    }
}

/// `columns` with what their words leave open settled by their cells in `body`.
pub(super) fn refined(sheet: &Sheet, columns: &[Column], body: &[u32], guide: Guide<'_>) -> Vec<Column> {
    let mut columns = columns.to_vec();
    let cells = |index: u32| -> Vec<String> {
        let filled = body.iter().take(SAMPLE).filter_map(|row| sheet.get(*row, index));
        filled.filter(|value| matches!(value, Value::Text(_))).map(Value::text).collect()
    };
    for column in columns.iter_mut().filter(|column| column.why != Why::Corrected) {
        settle_label(column, &cells(column.index));
    }
    for at in 0..columns.len() {
        let lists = [Role::Outcomes, Role::ProgrammeOutcomes];
        let column = &columns[at];
        let is_list = matches!(column.meaning, Meaning::Role(role) if lists.contains(&role));
        if column.why == Why::Corrected || !is_list {
            continue;
        }
        let labels = listed(&cells(column.index), guide);
        if let Some(role) = labels.and_then(|of_programme| label_role(&columns, at, of_programme)) {
            (columns[at].meaning, columns[at].why) = (Meaning::Role(role), Why::Cells);
        }
    }
    settle_texts(&mut columns);
    columns
}

/// `CĐR1` over texts is an outcome of the module, over ticks one of the programme; and so with `CLO1`.
fn settle_label(column: &mut Column, cells: &[String]) {
    let (Meaning::ProgrammeOutcome(label) | Meaning::ModuleOutcome(label)) = &column.meaning else { return };
    let long = cells.iter().filter(|text| text.chars().count() >= SHORTEST_STATEMENT).count();
    if long * 2 > cells.len() {
        column.meaning = Meaning::ModuleOutcome(label.clone());
    }
}

/// Whether cells are nothing but labels, and then whether most are of outcomes of the programme.
fn listed(cells: &[String], guide: Guide<'_>) -> Option<bool> {
    let words = guide.columns;
    let is_label = |text: &String| words.labels.all.contains(&fold_words(text)) || is_list(text, words);
    let short = cells.iter().filter(|text| text.chars().count() <= 60 && is_label(text)).count();
    if cells.is_empty() || short * 5 < cells.len() * 3 {
        return None;
    }
    let named = cells.iter().flat_map(|text| super::labels(text, ""));
    let (mut programme, mut module) = (0, 0);
    for label in named {
        // "CĐR" is used of both; what else the cells say decides.
        programme += usize::from(label.is_of_programme(guide.columns));
        module += usize::from(label.is_of_module(guide.columns));
    }
    Some(programme > module)
}

/// Whether a text is nothing but labels, numbers and what stands between them.
fn is_list(text: &str, words: &Columns) -> bool {
    let known = |token: &str| {
        let prefix = token.trim_end_matches(|c: char| c.is_ascii_digit());
        let prefix = prefix.strip_suffix('s').unwrap_or(prefix).to_owned();
        prefix.is_empty()
            || words.labels.programme.contains(&prefix)
            || words.labels.module.contains(&prefix)
            || words.between.iter().any(|word| word == token)
    };
    let folded = fold_words(text);
    folded.contains(|c: char| c.is_ascii_digit()) && folded.split(' ').all(known)
}

/// What a column of labels is for, beside the other columns.
fn label_role(columns: &[Column], at: usize, of_programme: bool) -> Option<Role> {
    let others = || columns.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, column)| column);
    let has = |roles: &[Role]| {
        others().any(|column| matches!(column.meaning, Meaning::Role(role) if roles.contains(&role)))
    };
    let names = has(&[Role::Code, Role::Title]);
    let texts = has(&[Role::Outcomes, Role::ProgrammeOutcomes, Role::Content, Role::Description]);
    // Weeks, contents and periods with the outcomes they serve: a teaching plan, whose contents are no outcomes.
    let plan = has(&[Role::Content]) && has(&[Role::Periods, Role::Hours, Role::Part, Role::Other]);
    let lists = columns[at].meaning == Meaning::Role(Role::ProgrammeOutcomes);
    match (of_programme || lists && !has(&[Role::ProgrammeOutcomeLabel]), names) {
        (true, false) if !has(&[Role::Outcomes, Role::OutcomeLabel]) => Some(Role::ProgrammeOutcomeLabel),
        (true, _) => Some(Role::ProgrammeOutcomes),
        (false, _) if plan => Some(Role::OutcomesAssessed),
        (false, _) if texts => Some(Role::OutcomeLabel),
        (false, _) if has(&[Role::Assessment, Role::Weight]) => Some(Role::OutcomesAssessed),
        (false, _) if others().any(|column| column.meaning.is_of_matrix()) => Some(Role::OutcomeLabel),
        (false, _) => None,
    }
}

/// Beside a column of outcomes' labels, "Nội dung" or "Mô tả" is the text of the outcomes.
fn settle_texts(columns: &mut [Column]) {
    let has = |columns: &[Column], role| columns.iter().any(|column| column.meaning == Meaning::Role(role));
    let of_module = has(columns, Role::Code) || has(columns, Role::OutcomeLabel);
    let (label, text) = if has(columns, Role::ProgrammeOutcomeLabel) && !of_module {
        (Role::ProgrammeOutcomeLabel, Role::ProgrammeOutcomes)
    } else {
        (Role::OutcomeLabel, Role::Outcomes)
    };
    let of_module = label == Role::OutcomeLabel;
    if !has(columns, label) || has(columns, text) {
        return;
    }
    let open: &[Role] = if of_module {
        &[Role::Content, Role::Description]
    } else {
        &[Role::Outcomes, Role::Content, Role::Description, Role::Title]
    };
    let chosen = open.iter().find_map(|role| columns.iter().position(|c| c.meaning == Meaning::Role(*role)));
    if let Some(at) = chosen {
        (columns[at].meaning, columns[at].why) = (Meaning::Role(text), Why::Cells);
    }
}

/// What a table with these columns tells.
pub(super) fn kind(columns: &[Column]) -> TableKind {
    const FACTS: [Role; 6] =
        [Role::Credits, Role::Periods, Role::Hours, Role::Term, Role::Choice, Role::Prerequisites];
    let has = |role: Role| columns.iter().any(|column| column.meaning == Meaning::Role(role));
    let names = has(Role::Code) || has(Role::Title);
    let of_programme = has(Role::ProgrammeOutcomeLabel) || has(Role::ProgrammeOutcomes);
    if of_programme && !names && !has(Role::Outcomes) && !has(Role::OutcomeLabel) {
        TableKind::ProgrammeOutcomes
    } else if has(Role::Title) && FACTS.iter().any(|role| has(*role)) {
        TableKind::Modules
    } else if has(Role::Assessment) && (has(Role::Weight) || has(Role::OutcomesAssessed)) {
        TableKind::Assessment
    } else if columns.iter().any(|column| column.meaning.is_of_matrix()) {
        TableKind::Matrix
    } else {
        TableKind::Texts
    }
}

/// What a person has said that a column is.
pub(super) fn corrected(correction: &ColumnCorrection, guessed: &Column) -> Meaning {
    match correction {
        ColumnCorrection::Nothing => Meaning::Unknown,
        ColumnCorrection::ModuleOutcome => match &guessed.meaning {
            Meaning::ProgrammeOutcome(label) | Meaning::ModuleOutcome(label) => {
                Meaning::ModuleOutcome(label.clone())
            }
            _ => Meaning::Role(Role::Outcomes),
        },
        ColumnCorrection::Role(role) => Meaning::Role(*role),
        ColumnCorrection::Component(component, level) => {
            Meaning::Component { components: vec![*component], level: *level, number: false }
        }
        ColumnCorrection::ProgrammeOutcome => {
            if let Meaning::ProgrammeOutcome(_) = guessed.meaning {
                return guessed.meaning.clone();
            }
            let header = guessed.header.rsplit(" › ").next().unwrap_or_default();
            let label = Label::front(header).map(|(label, _)| label);
            Meaning::ProgrammeOutcome(label.unwrap_or_else(|| Label {
                prefix: "plo".to_owned(),
                number: (guessed.index + 1).to_string(),
            }))
        }
    }
}
