//! The ledger: what people decided in an earlier report is read back, carried over to what the curriculum and the
//! framework say now, and put into force.
//!
//! ```text
//!  coverage.xlsx, edited ──sheet──▶ entries and justifications
//!      │ carry: which module, which statement, which cell is meant today
//!      ▼
//!  decisions, each upon an alignment ──settle──▶ alignments that are `reviewed`, suspect or contradicted
//!      └ what has no place any more is listed, and never dropped
//! ```

mod carry;
mod column;
mod edition;
mod identity;
mod justification;
mod meaning;
mod said;
mod settle;
mod sheet;
mod word;

pub use column::{Column, taken_from};
pub use identity::identify;
pub use justification::Justification;
pub use sheet::read;

use crate::alignment::{Alignment, Review, State, Suspect, Unlevelled};
use crate::curriculum::Programme;
use crate::finding::Findings;
use crate::framework::{Framework, TableId};
use crate::lang::Wording;
use crate::place::Place;

/// Everything that the review workbooks hold.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The rows of their sheets *Evidence* and *Decisions kept*, in reading order.
    pub entries: Vec<Entry>,
    /// What their sheets *Gaps* justify.
    pub justifications: Vec<Justification>,
    /// What each workbook tells of the run that made it.
    pub books: Vec<Book>,
}

/// What a review workbook tells of the run that made it.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The checksums of the files audited then, in order.
    pub inputs: Vec<String>,
    /// Whether that run went by reviews itself.
    pub reviewed: bool,
}

/// A row of a review workbook.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The row's cell in the review workbook.
    pub at: Place,
    /// The workbook, by position in [`Ledger::books`].
    pub book: usize,
    /// The code of the alignment; empty where a person added the row.
    pub id: String,
    /// Whether a person added the row, now or before an earlier run.
    pub by_hand: bool,
    /// The programme's title or id, where the sheet tells.
    pub programme: String,
    /// The module's code.
    pub module: String,
    /// The module's title.
    pub title: String,
    /// The component, as `6.2 Đạo đức AI`.
    pub component: String,
    /// The level, by name.
    pub level: String,
    /// The indicator's words.
    pub indicator: String,
    /// The key of component, cell or indicator: `general/6.2/basic/1`.
    pub key: String,
    /// The quote.
    pub text: String,
    /// Where the quote stood.
    pub place: String,
    /// What part of the module the quote was taken from, by the word of the sheet.
    pub kind: String,
    /// How the alignment stood.
    pub state: Option<State>,
    /// The decision, as written.
    pub said: String,
    /// What was written of it.
    pub review: Option<Review>,
    /// Why it was to be looked at again.
    pub suspect: Option<Suspect>,
}

impl Entry {
    /// Where its quote stood or, where it quotes nothing, the row itself. Reports tell it, so that it stays from run to run.
    pub fn place(&self) -> Place {
        Place::read(&self.place).unwrap_or_else(|| self.at.clone())
    }
}

/// Why a decision has no place any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    /// No module of that code or title, or with that text.
    Module,
    /// The module says nothing like it.
    Statement,
    /// Nothing links the module or its statement with the cell.
    Link,
    /// The framework has no such cell.
    Cell,
    /// The row does not tell what is meant.
    Unclear,
}

impl Gone {
    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Gone::Module => "module",
            Gone::Statement => "statement",
            Gone::Link => "link",
            Gone::Cell => "cell",
            Gone::Unclear => "unclear",
        }
    }

    /// What a person reads.
    pub fn wording(self) -> Wording {
        match self {
            Gone::Module => Wording::new(
                "học phần không còn trong chương trình",
                "the programme has no such module any more",
            ),
            Gone::Statement => Wording::new(
                "học phần không còn câu nào giống thế",
                "the module has no such statement any more",
            ),
            Gone::Link => Wording::new("không còn liên kết nào như thế", "nothing links them any more"),
            Gone::Cell => Wording::new("khung không có ô này", "the framework has no such cell"),
            Gone::Unclear => Wording::new(
                "hàng này chưa đủ: cần học phần, năng lực thành phần và mức độ",
                "the row lacks the module, the component or the level",
            ),
        }
    }
}

/// What reviews made of the alignments of a programme.
#[derive(Clone, Debug, Default)]
pub struct Reviewed {
    /// The alignments, decided where people have decided, with those that people added.
    pub alignments: Vec<Alignment>,
    /// Suggestions without a level that nobody has given one.
    pub unlevelled: Vec<Unlevelled>,
    /// Decisions that have no place any more, and why.
    pub kept: Vec<(Entry, Gone)>,
    /// What was justified of its cells.
    pub justified: Vec<Justification>,
}

/// What decisions are held against: one programme of an audit.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The tables of its audience.
    pub tables: &'a [TableId],
    /// The programme.
    pub programme: &'a Programme,
    /// The titles and ids of all programmes of the audit.
    pub programmes: &'a [(String, String)],
    /// The checksums of the files audited, in order.
    pub inputs: &'a [String],
}

impl Ledger {
    /// Puts what was decided into force for one programme, whose alignments have their ids; what a person should know
    /// goes to `findings`.
    pub fn apply(
        &self,
        ground: Ground<'_>,
        alignments: Vec<Alignment>,
        unlevelled: Vec<Unlevelled>,
        findings: &mut Findings,
    ) -> Reviewed {
        let mut desk = carry::Desk::new(ground, alignments, unlevelled);
        let mine: Vec<&Entry> = self.entries.iter().filter(|entry| ground.concerns(entry)).collect();
        mine.iter().for_each(|entry| desk.knows(entry));
        mine.into_iter().for_each(|entry| desk.lay(entry));
        let mut reviewed = settle::settle(desk, self, findings);
        reviewed.justified = self.justified(ground, findings);
        reviewed
    }

    fn justified(&self, ground: Ground<'_>, findings: &mut Findings) -> Vec<Justification> {
        let mine = self.justifications.iter().filter(|one| ground.is_meant(&one.programme, || true));
        let mut justified: Vec<Justification> = mine.cloned().collect();
        for one in &mut justified {
            one.hold(ground, findings);
        }
        justified.sort_by(|a, b| (a.cell, &a.key, &a.reason).cmp(&(b.cell, &b.key, &b.reason)));
        justified
            .dedup_by(|a, b| a.key == b.key && a.reason == b.reason && a.name == b.name && a.date == b.date);
        justified
    }
}

impl Ground<'_> {
    /// Whether `entry` is about this programme.
    fn concerns(&self, entry: &Entry) -> bool {
        self.is_meant(&entry.programme, || {
            let named =
                |code: &str| !code.is_empty() && self.programme.modules.iter().any(|m| m.is_called(code));
            named(&entry.module) || named(&entry.title)
        })
    }

    /// Whether the programme that a sheet calls `name` is this one. Where it is none of the audit's, `fits` decides.
    fn is_meant(&self, name: &str, fits: impl Fn() -> bool) -> bool {
        let is = |title: &str, id: &str| name == title || name == id;
        if self.programmes.len() == 1 || is(&self.programme.title, &self.programme.id) {
            return true;
        }
        !self.programmes.iter().any(|(title, id)| is(title, id)) && fits()
    }
}
