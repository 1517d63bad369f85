//! What people decided, for `coverage.json`.

use serde_json::{Value, json};

use super::Part;
use crate::alignment::{Changed, Decision, Review, Standing, State};
use crate::review::{Entry, Gone};

impl Part<'_> {
    /// How far the reviewers' work is, what of it has no place any more, and what is justified.
    pub(super) fn review(&self) -> Value {
        let count = |state| self.programme.standings().filter(|standing| standing.state == state).count();
        let states = State::ALL.map(|state| (state.as_str().to_owned(), json!(count(state))));
        json!({
            "states": Value::Object(states.into_iter().collect()),
            "kept": self.programme.kept.iter().map(|(entry, gone)| self.kept(entry, *gone)).collect::<Vec<_>>(),
            "justified": self.programme.justified.iter().map(|one| json!({
                "cell": one.key,
                "reason": one.reason,
                "name": one.name,
                "date": one.date,
                "complete": one.is_complete() && one.cell.is_some(),
            })).collect::<Vec<_>>(),
        })
    }

    /// The decisions upon an alignment, with levels by their keys.
    pub(super) fn reviews(&self, standing: &Standing) -> Vec<Value> {
        standing.reviews.iter().map(|review| self.decided(review)).collect()
    }

    fn decided(&self, review: &Review) -> Value {
        let level = match review.decision {
            Decision::Level(level) => Some(&self.audit.framework.level(level).key),
            _ => None,
        };
        json!({
            "decision": review.decision.as_str(),
            "level": level,
            "reviewer": review.reviewer,
            "date": review.date,
            "comment": review.comment,
            "suspect": review.suspect.as_ref().map(|suspect| json!({
                "reason": suspect.reason.map(Changed::as_str),
                "before": suspect.before,
            })),
        })
    }

    fn kept(&self, entry: &Entry, gone: Gone) -> Value {
        json!({
            "id": entry.id,
            "module": entry.module,
            "cell": entry.key,
            "text": entry.text,
            "place": entry.place().to_string(),
            "why": gone.as_str(),
            "review": entry.review.as_ref().map(|review| self.decided(review)),
        })
    }
}
