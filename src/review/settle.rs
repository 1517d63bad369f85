//! Decisions into force: who agrees, who contradicts whom, and what that makes of each alignment.

use std::collections::BTreeMap;

use super::carry::{Desk, Target};
use super::{Entry, Ground, Ledger, Reviewed, edition, said};
use crate::alignment::{Alignment, Basis, Decision, Review, Standing, State, Unlevelled};
use crate::finding::Findings;
use crate::framework::LevelId;
use crate::text::fold_words;

/// Puts what lies on the desk into force.
pub(super) fn settle(mut desk: Desk<'_>, ledger: &Ledger, findings: &mut Findings) -> Reviewed {
    spread_refusals(&mut desk);
    said::unclear(&desk, findings);
    said::renamed(&desk, findings);
    let states = edition::states(&desk, ledger);
    let decided = std::mem::take(&mut desk.decided);
    let mut decided: BTreeMap<Target, Vec<Review>> = decided
        .into_iter()
        .map(|(target, reviews)| (target, merge(reviews.into_iter().map(|(review, _)| review).collect())))
        .collect();
    let mut take = |target: Target, standing: &mut Standing| {
        standing.reviews = decided.remove(&target).unwrap_or_default();
        standing.state = states.get(&target).copied().unwrap_or_default();
        standing.state = state(standing);
    };
    let Desk { ground, mut alignments, mut unlevelled, mut kept, .. } = desk;
    for (at, alignment) in alignments.iter_mut().enumerate() {
        take(Target::Alignment(at), &mut alignment.standing);
        decide(alignment, ground);
        said::standing(&alignment.standing, &alignment.evidence.place, ground, findings);
    }
    for (at, suggestion) in unlevelled.iter_mut().enumerate() {
        take(Target::Unlevelled(at), &mut suggestion.standing);
        said::standing(&suggestion.standing, &suggestion.evidence.place, ground, findings);
    }
    let (levelled, unlevelled): (Vec<_>, Vec<_>) =
        unlevelled.into_iter().partition(|suggestion| level_of(suggestion).is_some());
    alignments.extend(levelled.into_iter().filter_map(|suggestion| levelled_now(suggestion, ground)));
    kept.sort_by_key(|(entry, gone)| order(entry, *gone));
    kept.dedup_by(|(a, x), (b, y)| order(a, *x) == order(b, *y));
    kept.iter().for_each(|(entry, gone)| said::gone(entry, *gone, ground, findings));
    let kept = kept.into_iter().map(|(entry, gone)| (entry.clone(), gone)).collect();
    Reviewed { alignments, unlevelled, kept, justified: Vec::new() }
}

/// What rows without a place are told apart, and ordered, by.
fn order(entry: &Entry, gone: super::Gone) -> impl Ord + use<> {
    let review = entry.review.as_ref();
    let part = |part: fn(&Review) -> &str| review.map(part).unwrap_or_default().to_owned();
    (
        (gone, entry.module.clone(), entry.key.clone(), entry.text.clone(), entry.id.clone()),
        (part(|review| &review.reviewer), part(|review| &review.date), part(|review| &review.comment)),
        review.map(|review| review.decision.clone()),
    )
}

/// That no suggestion for a statement holds is said of each of them, unless the same person has decided it by itself.
fn spread_refusals(desk: &mut Desk<'_>) {
    let suggestions: Vec<Target> = (0..desk.alignments.len())
        .filter(|at| desk.alignments[*at].basis == Basis::Matched && !desk.alignments[*at].counts)
        .map(Target::Alignment)
        .chain((0..desk.unlevelled.len()).map(Target::Unlevelled))
        .collect();
    for (module, statement, review, entry) in std::mem::take(&mut desk.none_of) {
        for target in &suggestions {
            let here = desk.module_of(*target) == module && desk.statement_of(*target) == Some(statement);
            let said = desk.decided.entry(*target).or_default();
            let own = said.iter().any(|(other, _)| same_person(other, &review) && !is_remark(other));
            if here && !own {
                said.push((review.clone(), entry));
            }
        }
    }
    desk.decided.retain(|_, reviews| !reviews.is_empty());
}

fn same_person(a: &Review, b: &Review) -> bool {
    fold_words(&a.reviewer) == fold_words(&b.reviewer)
}

/// Whether it says something without deciding anything.
fn is_remark(review: &Review) -> bool {
    matches!(&review.decision, Decision::Unclear(word) if word.is_empty())
}

/// What several rows say of one alignment: the same decision once, with all who made it; of one person's two the later;
/// else all of them, and then none counts. Whatever is replaced, its comment is kept.
fn merge(reviews: Vec<Review>) -> Vec<Review> {
    let (remarks, decisions): (Vec<Review>, Vec<Review>) = reviews.into_iter().partition(is_remark);
    let mut merged: Vec<Review> = Vec::new();
    for mut review in decisions {
        if let Some(other) =
            merged.iter_mut().find(|other| same_person(other, &review) && is_later(&review, other))
        {
            join(&mut review.comment, &other.comment);
            *other = review;
        } else if let Some(other) =
            merged.iter_mut().find(|other| same_person(other, &review) && is_later(other, &review))
        {
            join(&mut other.comment, &review.comment);
        } else if let Some(other) = merged.iter_mut().find(|other| other.decision == review.decision) {
            join(&mut other.reviewer, &review.reviewer);
            join(&mut other.comment, &review.comment);
            join(&mut other.date, &review.date);
            other.suspect = other.suspect.take().or(review.suspect);
        } else {
            merged.push(review);
        }
    }
    remarks.into_iter().for_each(|remark| note(&mut merged, remark));
    merged.sort_by(|a, b| (&a.reviewer, &a.date, &a.decision).cmp(&(&b.reviewer, &b.date, &b.decision)));
    merged
}

/// Adds a remark to what the same person says, else to what is said first, with its author; by itself if nothing is said.
fn note(merged: &mut Vec<Review>, remark: Review) {
    let own = merged.iter().position(|other| same_person(other, &remark));
    match own.or((!merged.is_empty()).then_some(0)) {
        None => merged.push(remark),
        Some(_) if remark.comment.is_empty() => {}
        Some(at) if own.is_some() || remark.reviewer.is_empty() => {
            join(&mut merged[at].comment, &remark.comment);
        }
        Some(at) => join(&mut merged[at].comment, &format!("{} ({})", remark.comment, remark.reviewer)),
    }
}

/// Whether `a` was decided after `b`, as far as both dates tell.
fn is_later(a: &Review, b: &Review) -> bool {
    let is_date = |date: &str| {
        date.len() >= 10 && date.as_bytes()[..10].iter().all(|b| b.is_ascii_digit() || *b == b'-')
    };
    a.decision != b.decision && is_date(&a.date) && is_date(&b.date) && a.date > b.date
}

/// Adds `more` to `words`, unless it is among them.
fn join(words: &mut String, more: &str) {
    if more.is_empty() || words.split("; ").any(|word| word == more) {
        return;
    }
    if !words.is_empty() {
        words.push_str("; ");
    }
    words.push_str(more);
}

/// The state that decisions give; without one in force, the state it has.
fn state(standing: &Standing) -> State {
    match standing.reviews.as_slice() {
        [] => standing.state,
        [review] if review.suspect.is_some() => State::Suspect,
        [_] if standing.decision().is_some() => State::Decided,
        [_] => standing.state,
        _ => State::Contradicted,
    }
}

/// What the decision makes of an alignment.
fn decide(alignment: &mut Alignment, ground: Ground<'_>) {
    if alignment.standing.reviews.len() > 1 {
        alignment.counts = false;
        return;
    }
    match alignment.standing.decision() {
        None => {}
        Some(Decision::Reject | Decision::NoneOfThese) => alignment.counts = false,
        Some(Decision::Level(level)) => set_level(alignment, *level, ground),
        Some(_) => hold(alignment),
    }
}

fn hold(alignment: &mut Alignment) {
    alignment.basis = Basis::Reviewed;
    alignment.counts = true;
}

fn set_level(alignment: &mut Alignment, level: LevelId, ground: Ground<'_>) {
    let cell = ground.framework.cell_at(ground.framework.cell(alignment.cell).component, level);
    if cell != alignment.cell {
        alignment.cell = cell;
        alignment.indicator = None;
    }
    hold(alignment);
}

fn level_of(suggestion: &Unlevelled) -> Option<LevelId> {
    match suggestion.standing.decision() {
        Some(Decision::Level(level)) => Some(*level),
        _ => None,
    }
}

/// A suggestion that a person has given a level.
fn levelled_now(suggestion: Unlevelled, ground: Ground<'_>) -> Option<Alignment> {
    let level = level_of(&suggestion)?;
    Some(Alignment {
        module: suggestion.module,
        statement: Some(suggestion.statement),
        cell: ground.framework.cell_at(suggestion.component, level),
        indicator: None,
        basis: Basis::Reviewed,
        confidence: Some(suggestion.confidence),
        counts: true,
        evidence: suggestion.evidence,
        standing: suggestion.standing,
    })
}
