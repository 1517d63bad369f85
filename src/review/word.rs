//! The words that people decide with, and khung's own that it reads back, in both languages.

use crate::alignment::{Changed, Decision, State, Suspect};
use crate::framework::{Framework, LevelId};
use crate::lang::Wording;
use crate::text::fold_words;

const ACCEPT: [&str; 8] = ["chap nhan", "accept", "accepted", "dong y", "dung", "co", "yes", "ok"];
const REJECT: [&str; 8] = ["bac bo", "reject", "rejected", "tu choi", "khong dong y", "sai", "khong", "no"];

/// The decision that `word` says.
pub(super) fn decision(word: &str, framework: &Framework) -> Decision {
    let folded = fold_words(word);
    let is = |decision: Decision| {
        let Wording { vi, en } = decision.wording(framework);
        (fold_words(&vi) == folded || fold_words(&en) == folded).then_some(decision)
    };
    let said = [Decision::Accept, Decision::AcceptCell, Decision::Reject, Decision::NoneOfThese];
    let levels = framework.levels().map(|(level, _)| Decision::Level(level));
    if let Some(decision) = said.into_iter().chain(levels).find_map(is) {
        return decision;
    }
    if ACCEPT.contains(&folded.as_str()) {
        return Decision::Accept;
    }
    if REJECT.contains(&folded.as_str()) {
        return Decision::Reject;
    }
    level(&folded, framework).map_or_else(|| Decision::Unclear(word.to_owned()), Decision::Level)
}

/// The level that `word` names, as `Cơ bản`, `mức CB` or `level basic`.
pub(super) fn level(word: &str, framework: &Framework) -> Option<LevelId> {
    let folded = fold_words(word);
    let bare = ["muc do ", "muc ", "level "].iter().find_map(|prefix| folded.strip_prefix(prefix));
    framework.level_named(bare.unwrap_or(&folded))
}

/// The state that `word` says.
pub(super) fn state(word: &str) -> Option<State> {
    let folded = fold_words(word);
    State::ALL.into_iter().find(|state| {
        let Wording { vi, en } = state.wording();
        fold_words(&vi) == folded || fold_words(&en) == folded
    })
}

/// What the column *To recheck* says: khung's own words are known again, a person's are kept as they are.
pub(super) fn suspect(words: &str) -> Option<Suspect> {
    let after = |reason: Changed| {
        let Wording { vi, en } = reason.wording();
        let before =
            [vi, en].iter().find_map(|said| words.strip_prefix(said.as_str())?.strip_prefix(": "))?;
        Some(Suspect { reason: Some(reason), before: before.to_owned() })
    };
    let known = Changed::ALL.into_iter().find_map(after);
    (!words.is_empty()).then(|| known.unwrap_or_else(|| Suspect { reason: None, before: words.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::{DEFAULT_FRAMEWORK, Mappings};

    #[test]
    fn people_decide_in_many_words() {
        let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework");
        let said = |word: &str| decision(word, &framework);
        assert_eq!(said("Chấp nhận"), Decision::Accept);
        assert_eq!(said("ĐỒNG Ý"), Decision::Accept);
        assert_eq!(said("chap nhan ca o"), Decision::AcceptCell);
        assert_eq!(said("reject"), Decision::Reject);
        assert_eq!(said("Mức Nâng cao"), Decision::Level(LevelId(2)));
        assert_eq!(said("Level Basic"), Decision::Level(LevelId(0)));
        assert_eq!(said("TT"), Decision::Level(LevelId(1)));
        assert_eq!(said("Không gợi ý nào đúng"), Decision::NoneOfThese);
        assert_eq!(said("để hỏi lại"), Decision::Unclear("để hỏi lại".to_owned()));
    }

    #[test]
    fn what_khung_writes_it_reads_back() {
        for state in State::ALL {
            assert_eq!(super::state(&state.wording().vi), Some(state));
            assert_eq!(super::state(&state.wording().en), Some(state));
        }
        for reason in Changed::ALL {
            let suspect = Suspect { reason: Some(reason), before: "dùng AI: có trách nhiệm".to_owned() };
            assert_eq!(super::suspect(&suspect.wording().vi), Some(suspect.clone()));
            assert_eq!(super::suspect(&suspect.wording().en), Some(suspect));
        }
        assert_eq!(super::suspect(""), None);
        assert_eq!(super::suspect("hỏi khoa").map(|suspect| suspect.before), Some("hỏi khoa".to_owned()));
    }
}
