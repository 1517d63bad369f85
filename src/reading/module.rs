//! Drafts of one module → the module, with its statements labelled and its assessments joined to the
//! outcomes they name.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Piece};
use crate::curriculum::{Choice, Module, Offer, Statement, StatementKind};
use crate::layout::Guide;
use crate::text::{fold, fold_words};

/// The module that `drafts`, of which the first is from the list of modules, tell of together. Their texts become its own.
pub(super) fn module(code: String, drafts: &mut [Draft], guide: Guide<'_>) -> Module {
    let statements = statements(drafts, guide);
    let first = &drafts[0];
    let title =
        drafts.iter().find_map(|draft| draft.title.as_ref()).map_or(&code, |title| &title.value).clone();
    let amount = drafts.iter().map(|draft| draft.amount).reduce(|known, more| {
        let or = |a: Option<f64>, b: Option<f64>| a.or(b);
        crate::curriculum::Amount {
            credits: or(known.credits, more.credits),
            periods: or(known.periods, more.periods),
            hours: or(known.hours, more.hours),
        }
    });
    Module {
        title,
        amount: amount.unwrap_or_default(),
        offer: offer(drafts),
        term: drafts.iter().find_map(|draft| draft.term),
        choice: Choice::Compulsory,
        prerequisites: Vec::new(),
        parallel: Vec::new(),
        specialisation: drafts.iter().find_map(|draft| draft.specialisation.clone()),
        statements,
        place: first.place.clone(),
        code,
    }
}

/// The first cost and the first number of seats that a draft tells.
fn offer(drafts: &[Draft]) -> Offer {
    Offer {
        cost: drafts.iter().find_map(|draft| draft.offer.cost.clone()),
        seats: drafts.iter().find_map(|draft| draft.offer.seats.clone()),
    }
}

fn statements(drafts: &mut [Draft], guide: Guide<'_>) -> Vec<Statement> {
    let pieces = drafts.iter_mut().flat_map(|draft| std::mem::take(&mut draft.texts));
    let mut statements = each_once(pieces.map(statement).collect());
    statements.sort_by_key(|statement| statement.kind);
    label_outcomes(&mut statements);
    let assessments = statements.iter().filter(|statement| statement.kind == StatementKind::Assessment);
    let said: Vec<String> = assessments
        .map(|statement| [statement.label.as_deref().unwrap_or(""), &statement.text].join(" "))
        .collect();
    let ticked: Vec<String> =
        drafts.iter().flat_map(|draft| &draft.assessed).map(|label| label.number.clone()).collect();
    let named: Vec<String> = said.iter().flat_map(|text| outcomes_named(text)).chain(ticked).collect();
    let all = said.iter().any(|text| names_all(text, guide));
    for statement in statements.iter_mut().filter(|s| s.kind == StatementKind::Outcome) {
        let label = statement.label.as_deref().unwrap_or_default();
        let by_label = said.iter().any(|text| says_label(text, label));
        statement.assessed = all || by_label || named.contains(&label_number(label));
    }
    // A large catalogue has half a million of them.
    statements.shrink_to_fit();
    statements
}

/// Whether an assessment is of all outcomes: "tất cả CLO".
fn names_all(text: &str, guide: Guide<'_>) -> bool {
    let words = format!(" {} ", fold_words(text));
    guide.columns.labels.all.iter().any(|all| words.contains(&format!(" {all} ")))
}

/// Whether a text has the label as a word of its own: `G1.2`, `M2`.
fn says_label(text: &str, label: &str) -> bool {
    let (text, label) = (fold(text), fold(label));
    let bounded = |at: usize| {
        let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let mut after = text[at + label.len()..].chars();
        let next = after.next();
        let inside = next.is_some_and(char::is_alphanumeric)
            || next == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit());
        before && !inside
    };
    label.chars().any(|c| c.is_ascii_digit()) && text.match_indices(&label).any(|(at, _)| bounded(at))
}

/// A title or outcome that two sheets repeat is one statement, where it first stands.
fn each_once(statements: Vec<Statement>) -> Vec<Statement> {
    // Folding keeps the number of letters, so that only texts of one length need be folded to be compared.
    let mut by_length: BTreeMap<(StatementKind, usize), Vec<usize>> = BTreeMap::new();
    for (at, statement) in statements.iter().enumerate() {
        by_length.entry((statement.kind, statement.text.chars().count())).or_default().push(at);
    }
    let mut repeated: BTreeSet<usize> = BTreeSet::new();
    for alike in by_length.values().filter(|alike| alike.len() > 1) {
        let mut seen = BTreeSet::new();
        repeated.extend(alike.iter().copied().filter(|at| !seen.insert(fold(&statements[*at].text))));
    }
    let kept = statements.into_iter().enumerate().filter(|(at, _)| !repeated.contains(at));
    kept.map(|(_, statement)| statement).collect()
}

fn statement(piece: Piece) -> Statement {
    Statement {
        kind: piece.kind,
        label: piece.label,
        text: piece.text.value,
        place: piece.text.place,
        assessed: false,
    }
}

/// Outcomes without a label are counted, so that "CLO2" of an assessment finds the second.
fn label_outcomes(statements: &mut [Statement]) {
    let outcomes = statements.iter_mut().filter(|statement| statement.kind == StatementKind::Outcome);
    for (position, outcome) in outcomes.enumerate() {
        let counted = format!("CLO{}", position + 1);
        let bare = outcome.label.as_deref().is_some_and(|label| label.chars().all(|c| c.is_ascii_digit()));
        match &mut outcome.label {
            Some(label) if bare => *label = format!("CLO{label}"),
            Some(_) => {}
            none => *none = Some(counted),
        }
    }
}

/// The number in a label: `1.2` of `CLO 1.2`.
fn label_number(label: &str) -> String {
    label.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect()
}

/// The numbers of the outcomes that an assessment names: `CLO1, 2` and `CĐR 1-3` name several.
fn outcomes_named(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut named = Vec::new();
    for label in ["clo", "cdr", "lo"] {
        for (at, _) in folded.match_indices(label) {
            let inside = folded[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            if !inside {
                named.extend(numbers(folded[at + label.len()..].trim_start_matches(['s', ' ', '.', ':'])));
            }
        }
    }
    named.sort();
    named.dedup();
    named
}

/// The numbers at the front of a text, with ranges filled in: `1, 2` and `1-3` and `1, clo3`.
fn numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches('.');
        if number.is_empty() {
            return found;
        }
        found.push(number.to_owned());
        let after = rest[end..].trim_start();
        let range = after
            .strip_prefix('-')
            .map(|after| after.trim_start().trim_start_matches(|c: char| c.is_alphabetic()).trim_start());
        if let Some(after) = range {
            let last = after.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            if let (Ok(from), Ok(to)) = (number.parse::<u16>(), last.parse::<u16>())
                && to.saturating_sub(from) < 30
            {
                found.extend((from..=to).skip(1).map(|number| number.to_string()));
            }
            return found;
        }
        let joined = after
            .strip_prefix([',', '&', '+', ';'])
            .or_else(|| after.strip_prefix("va "))
            .or_else(|| after.strip_prefix("and "));
        match joined {
            Some(next) => rest = next.trim_start(),
            None => return found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assessments_name_outcomes_in_many_ways() {
        for (written, meant) in [
            ("Bài tập lớn (CLO2), 40%", vec!["2"]),
            ("Thi viết: CLO1, CLO3", vec!["1", "3"]),
            ("Dự án nhóm (CLO 1, 2), 30%", vec!["1", "2"]),
            ("Vấn đáp, CĐR 1-3", vec!["1", "2", "3"]),
            ("Project (CLO1–CLO3)", vec!["1", "2", "3"]),
            ("Chuyên cần, 10%", vec![]),
        ] {
            assert_eq!(outcomes_named(written), meant, "{written}");
        }
    }
}
