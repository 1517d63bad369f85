//! Decisions into force: who agrees, who contradicts whom, and what that makes of each alignment.

use std::collections::BTreeMap;

use super::carry::{Desk, Target};
use super::{Entry, Ground, Ledger, Reviewed, say_gone};
use crate::alignment::{Alignment, Basis, Decision, Review, Standing, State, Suspect, Unlevelled};
use crate::curriculum::code_key;
use crate::finding::{Code, Findings};
use crate::framework::LevelId;
use crate::lang::Wording;
use crate::place::Place;
use crate::text::{fold_words, likeness, lowered};

/// From this likeness up an undecided suggestion is an earlier one from changed words.
const SAME_TEXT: f64 = 0.6;

/// Puts what lies on the desk into force.
pub(super) fn settle(mut desk: Desk<'_>, ledger: &Ledger, findings: &mut Findings) -> Reviewed {
    spread_refusals(&mut desk);
    say_unclear(&desk, findings);
    say_renamed(&desk, findings);
    let states = states(&desk, ledger);
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
        say(&alignment.standing, &alignment.evidence.place, ground, findings);
    }
    for (at, suggestion) in unlevelled.iter_mut().enumerate() {
        take(Target::Unlevelled(at), &mut suggestion.standing);
        say(&suggestion.standing, &suggestion.evidence.place, ground, findings);
    }
    let (levelled, unlevelled): (Vec<_>, Vec<_>) =
        unlevelled.into_iter().partition(|suggestion| level_of(suggestion).is_some());
    alignments.extend(levelled.into_iter().filter_map(|suggestion| levelled_now(suggestion, ground)));
    kept.sort_by_key(|(entry, gone)| order(entry, *gone));
    kept.dedup_by(|(a, x), (b, y)| order(a, *x) == order(b, *y));
    kept.iter().for_each(|(entry, gone)| say_gone(entry, *gone, ground, findings));
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
            let own = said.iter().any(|(other, _)| same_person(other, &review));
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

/// What several rows say of one alignment: the same decision once, with all who made it; of one person's two the later;
/// else all of them, and then none counts.
fn merge(mut reviews: Vec<Review>) -> Vec<Review> {
    let unclear = |review: &Review| matches!(review.decision, Decision::Unclear(_));
    if reviews.iter().any(|review| !unclear(review)) {
        reviews.retain(|review| !matches!(&review.decision, Decision::Unclear(word) if word.is_empty()));
    }
    let mut merged: Vec<Review> = Vec::new();
    for review in reviews {
        if let Some(other) =
            merged.iter_mut().find(|other| same_person(other, &review) && is_later(&review, other))
        {
            *other = review;
        } else if merged.iter().any(|other| same_person(other, &review) && is_later(other, &review)) {
            // That person has thought again since.
        } else if let Some(other) = merged.iter_mut().find(|other| other.decision == review.decision) {
            join(&mut other.reviewer, &review.reviewer);
            join(&mut other.comment, &review.comment);
            join(&mut other.date, &review.date);
            other.suspect = other.suspect.take().or(review.suspect);
        } else {
            merged.push(review);
        }
    }
    merged.sort_by(|a, b| (&a.reviewer, &a.date, &a.decision).cmp(&(&b.reviewer, &b.date, &b.decision)));
    merged
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

/// How undecided alignments stand against the edition that the ledger is of. A ledger of this very edition has told.
fn states(desk: &Desk<'_>, ledger: &Ledger) -> BTreeMap<Target, State> {
    let targets = (0..desk.alignments.len()).map(Target::Alignment);
    let targets = targets.chain((0..desk.unlevelled.len()).map(Target::Unlevelled));
    let before = Before::new(desk);
    let state = |target: Target| match desk.known.get(&target) {
        Some(entry) => known_state(entry, desk.ground, ledger),
        None if before.had(desk, target) => State::Changed,
        None => State::New,
    };
    targets.map(|target| (target, state(target))).collect()
}

fn known_state(entry: &Entry, ground: Ground<'_>, ledger: &Ledger) -> State {
    let this_edition =
        ledger.books.get(entry.book).is_some_and(|book| book.reviewed && book.inputs == ground.inputs);
    match entry.state {
        Some(told @ (State::New | State::Changed)) if this_edition => told,
        _ => State::Unchanged,
    }
}

/// What the ledger had that is not there any more, by the module's code and the component's key.
struct Before<'a>(BTreeMap<(String, &'a str), Vec<&'a str>>);

impl<'a> Before<'a> {
    fn new(desk: &'a Desk<'_>) -> Self {
        let mut before: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
        for entry in &desk.before {
            let component = component_key(&entry.key);
            before.entry((code_key(&entry.module), component)).or_default().push(&entry.text);
        }
        Before(before)
    }

    /// Whether an earlier row said much the same of the same component and module.
    fn had(&self, desk: &Desk<'_>, target: Target) -> bool {
        let framework = desk.ground.framework;
        let (module, text, component) = match target {
            Target::Alignment(at) => {
                let alignment = &desk.alignments[at];
                let component = framework.cell(alignment.cell).component;
                (alignment.module, &alignment.evidence.text, component)
            }
            Target::Unlevelled(at) => {
                let suggestion = &desk.unlevelled[at];
                (suggestion.module, &suggestion.evidence.text, suggestion.component)
            }
        };
        let code = code_key(&desk.ground.programme.modules[module].code);
        let texts = self.0.get(&(code, framework.component(component).key.as_str()));
        let is_like = |before: &&str| lowered(before) == lowered(text) || likeness(before, text) >= SAME_TEXT;
        texts.is_some_and(|texts| texts.iter().any(is_like))
    }
}

/// `general/6.2` of `general/6.2/basic/1`.
fn component_key(key: &str) -> &str {
    let end = key.match_indices('/').nth(1).map_or(key.len(), |(at, _)| at);
    &key[..end]
}

/// Says of words that are no decision where they stand; words without any are only a remark.
fn say_unclear(desk: &Desk<'_>, findings: &mut Findings) {
    for (target, reviews) in &desk.decided {
        for (review, entry) in reviews {
            let Decision::Unclear(word) = &review.decision else { continue };
            let why = match target {
                _ if word.is_empty() => continue,
                Target::Unlevelled(_) => Wording::new(
                    "chưa đủ: câu này chưa rõ mức độ, hãy chọn một mức",
                    "is not enough: nothing tells the level of this statement, so choose one",
                ),
                Target::Alignment(_) => Wording::new(
                    "không phải là một quyết định khung hiểu được",
                    "is no decision that khung knows",
                ),
            };
            let id = &entry.id;
            findings.push(
                Code::DecisionUnclear,
                &entry.place(),
                Wording::new(
                    format!("quyết định \"{word}\" (mã liên kết {id}) {}", why.vi),
                    format!("the decision {word:?} (alignment {id}) {}", why.en),
                ),
                Wording::new(
                    "Chọn một mục trong danh sách thả xuống của cột Quyết định ở trang Minh chứng",
                    "Choose from the drop-down of the column Decision in the sheet Evidence",
                ),
            );
        }
    }
}

fn say_renamed(desk: &Desk<'_>, findings: &mut Findings) {
    for (at, before) in &desk.renamed {
        let module = &desk.ground.programme.modules[*at];
        let now = format!("{} {}", module.code, module.title);
        findings.push(
            Code::DecisionCarried,
            &module.place,
            Wording::new(
                format!("các quyết định về \"{before}\" được chuyển sang \"{now}\""),
                format!("the decisions on {before:?} were carried over to {now:?}"),
            ),
            Wording::new(
                "Nếu đó là hai học phần khác nhau, xóa các quyết định ấy ở trang Minh chứng",
                "If these are two modules, delete those decisions from the sheet Evidence",
            ),
        );
    }
}

/// Says that a decision should be looked at again, or that reviewers disagree.
fn say(standing: &Standing, place: &Place, ground: Ground<'_>, findings: &mut Findings) {
    let said = |review: &Review| {
        let word = review.decision.wording(ground.framework);
        let unsigned = Wording::new("không ký tên", "unsigned");
        let who = if review.reviewer.is_empty() { unsigned } else { Wording::same(review.reviewer.as_str()) };
        Wording::new(format!("{}: {}", who.vi, word.vi), format!("{}: {}", who.en, word.en))
    };
    match standing.reviews.as_slice() {
        [Review { suspect: Some(suspect), .. }] => {
            say_suspect(suspect, &said(&standing.reviews[0]), place, findings);
        }
        [_, _, ..] => {
            let all: Vec<Wording> = standing.reviews.iter().map(said).collect();
            let vi = all.iter().map(|said| said.vi.as_str()).collect::<Vec<_>>().join("; ");
            let en = all.iter().map(|said| said.en.as_str()).collect::<Vec<_>>().join("; ");
            findings.push(
                Code::DecisionContradicted,
                place,
                Wording::new(
                    format!("các quyết định trái nhau nên chưa được tính ({vi})"),
                    format!("decisions contradict each other, so none counts ({en})"),
                ),
                Wording::new(
                    "Thống nhất với nhau, sửa cột Quyết định cho giống nhau rồi chạy lại với --review",
                    "Agree on one, make the column Decision say so, and run again with --review",
                ),
            );
        }
        _ => {}
    }
}

fn say_suspect(suspect: &Suspect, who: &Wording, place: &Place, findings: &mut Findings) {
    let why = suspect.wording();
    findings.push(
        Code::DecisionSuspect,
        place,
        Wording::new(
            format!("quyết định ({}) vẫn được tính nhưng cần xem lại. {}", who.vi, why.vi),
            format!("the decision ({}) still counts, but should be looked at again. {}", who.en, why.en),
        ),
        Wording::new(
            "Nếu vẫn đúng, xóa chữ ở cột Xem lại vì; nếu không, sửa quyết định",
            "If it still holds, clear the column To recheck; if not, change the decision",
        ),
    );
}
