//! What people decided of an alignment, and how it stands in their work.

use crate::framework::{Framework, LevelId};
use crate::lang::{Lang, Wording};

/// What a person decided of an alignment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// It holds.
    Accept,
    /// It holds, and the module serves its cell as a whole: every indicator of it.
    AcceptCell,
    /// It does not hold.
    Reject,
    /// It holds at this level.
    Level(LevelId),
    /// Of the suggestions for this statement none holds.
    NoneOfThese,
    /// A word that is none of these. It is carried along, and decides nothing.
    Unclear(String),
}

impl Decision {
    /// The word used in `coverage.json`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Decision::Accept => "accept",
            Decision::AcceptCell => "accept-cell",
            Decision::Reject => "reject",
            Decision::Level(_) => "level",
            Decision::NoneOfThese => "none-of-these",
            Decision::Unclear(_) => "unclear",
        }
    }

    /// The words of the drop-down.
    pub fn wording(&self, framework: &Framework) -> Wording {
        match self {
            Decision::Accept => Wording::new("Chấp nhận", "Accept"),
            Decision::AcceptCell => Wording::new("Chấp nhận cả ô", "Accept whole cell"),
            Decision::Reject => Wording::new("Bác bỏ", "Reject"),
            Decision::Level(level) => {
                let name = &framework.level(*level).name;
                Wording::new(format!("Mức {}", name.get(Lang::Vi)), format!("Level {}", name.get(Lang::En)))
            }
            Decision::NoneOfThese => Wording::new("Không gợi ý nào đúng", "None of these"),
            Decision::Unclear(word) => Wording::same(word.as_str()),
        }
    }

    /// Whether it says that the alignment does not hold.
    pub fn refuses(&self) -> bool {
        matches!(self, Decision::Reject | Decision::NoneOfThese)
    }
}

/// A decision, with who made it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// What was decided.
    pub decision: Decision,
    /// Who decided, as written; empty if nobody signed.
    pub reviewer: String,
    /// When, as written, or as `2026-11-26`; empty if it is not told.
    pub date: String,
    /// The reviewer's words.
    pub comment: String,
    /// Why it should be looked at again.
    pub suspect: Option<Suspect>,
}

/// Why a decision should be looked at again. It holds until someone does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// What has changed since; none where a person wrote the words.
    pub reason: Option<Changed>,
    /// What there was before.
    pub before: String,
}

/// What has changed since a decision was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The statement's text.
    Text,
    /// The indicator's words, in another version of the framework.
    Indicator,
    /// The indicator's, or component's, place in the framework.
    Moved,
}

impl Changed {
    /// All.
    pub const ALL: [Changed; 3] = [Changed::Text, Changed::Indicator, Changed::Moved];

    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Changed::Text => "text",
            Changed::Indicator => "indicator",
            Changed::Moved => "moved",
        }
    }

    /// What a person reads before what there was.
    pub fn wording(self) -> Wording {
        match self {
            Changed::Text => Wording::new("Câu đã đổi; trước là", "The text changed; it was"),
            Changed::Indicator => {
                Wording::new("Biểu hiện đã viết lại; trước là", "The indicator was reworded; it was")
            }
            Changed::Moved => {
                Wording::new("Khung đã chuyển chỗ; trước là", "It moved within the framework; it was")
            }
        }
    }
}

impl Suspect {
    /// What a person reads, and khung reads back.
    pub fn wording(&self) -> Wording {
        let Some(reason) = self.reason else { return Wording::same(self.before.as_str()) };
        let said = reason.wording();
        Wording::new(format!("{}: {}", said.vi, self.before), format!("{}: {}", said.en, self.before))
    }
}

/// How an alignment stands in the reviewers' work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Reviewers disagree.
    Contradicted,
    /// Decided, and to be looked at again.
    Suspect,
    /// Not there in the edition that was reviewed before.
    #[default]
    New,
    /// There before, from other words, and not decided.
    Changed,
    /// There before, and not decided.
    Unchanged,
    /// Decided.
    Decided,
}

impl State {
    /// All, those that wait for a person first.
    pub const ALL: [State; 6] =
        [State::Contradicted, State::Suspect, State::New, State::Changed, State::Unchanged, State::Decided];

    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Contradicted => "contradicted",
            State::Suspect => "suspect",
            State::New => "new",
            State::Changed => "changed",
            State::Unchanged => "unchanged",
            State::Decided => "decided",
        }
    }

    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            State::Contradicted => Wording::new("Mâu thuẫn", "Contradicted"),
            State::Suspect => Wording::new("Cần xem lại", "Suspect"),
            State::New => Wording::new("Mới", "New"),
            State::Changed => Wording::new("Đã đổi", "Changed"),
            State::Unchanged => Wording::new("Không đổi", "Unchanged"),
            State::Decided => Wording::new("Đã quyết định", "Decided"),
        }
    }
}

/// What the ledger of reviews holds of an alignment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// A short code that stays the same from run to run: it stands for module, statement, cell and indicator.
    pub id: String,
    /// How it stands in the reviewers' work.
    pub state: State,
    /// What was decided: once, or several times where reviewers disagree; then none of it counts.
    pub reviews: Vec<Review>,
    /// Whether a person added it, for what the text does not say.
    pub by_hand: bool,
}

impl Standing {
    /// The decision in force, if there is one.
    pub fn decision(&self) -> Option<&Decision> {
        match self.reviews.as_slice() {
            [review] => Some(&review.decision).filter(|decision| !matches!(decision, Decision::Unclear(_))),
            _ => None,
        }
    }

    /// Whether a person decided that the module serves the cell as a whole.
    pub fn is_whole(&self) -> bool {
        self.decision() == Some(&Decision::AcceptCell)
    }
}
