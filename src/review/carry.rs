//! From the rows of a ledger to what they mean today: which module, which statement, which cell.

use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::column::is_claim;
use super::identity::Seen;
use super::meaning::{Meant, meant};
use super::{Entry, Gone, Ground};
use crate::alignment::{
    Alignment, Basis, Changed, Decision, Evidence, Review, Standing, Suspect, Unlevelled,
};
use crate::curriculum::{Module, Statement, code_key};
use crate::framework::{CellId, IndicatorId};
use crate::place::Place;
use crate::text::{fold_words, likeness, lowered};

/// From this likeness up a text is the same one, changed; a text that stands in the very place of the old one may have
/// changed more.
const SAME_TEXT: f64 = 0.6;
const SAME_PLACE: f64 = 0.4;

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Alignment(usize),
    Unlevelled(usize),
}

/// The alignments of a programme with the rows of the ledger laid upon them.
pub(super) struct Desk<'a> {
    pub(super) ground: Ground<'a>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) unlevelled: Vec<Unlevelled>,
    /// What was decided of each, with the row that says so.
    pub(super) decided: BTreeMap<Target, Vec<(Review, &'a Entry)>>,
    /// Rows that say of a statement, by module and position, that no suggestion holds.
    pub(super) none_of: Vec<(usize, usize, Review, &'a Entry)>,
    /// The row of each alignment that was there before.
    pub(super) known: BTreeMap<Target, &'a Entry>,
    /// Rows without a decision whose alignment is not there any more.
    pub(super) before: Vec<&'a Entry>,
    /// Decisions without a place.
    pub(super) kept: Vec<(&'a Entry, Gone)>,
    /// What modules were called, by their position now.
    pub(super) renamed: BTreeSet<(usize, String)>,
    ids: HashMap<String, Target>,
    said: BTreeSet<(String, String)>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(ground: Ground<'a>, alignments: Vec<Alignment>, unlevelled: Vec<Unlevelled>) -> Self {
        let ids = alignments.iter().enumerate().map(|(at, a)| (a.standing.id.clone(), Target::Alignment(at)));
        let more =
            unlevelled.iter().enumerate().map(|(at, u)| (u.standing.id.clone(), Target::Unlevelled(at)));
        let ids = ids.chain(more).collect();
        Desk {
            ground,
            alignments,
            unlevelled,
            decided: BTreeMap::new(),
            none_of: Vec::new(),
            known: BTreeMap::new(),
            before: Vec::new(),
            kept: Vec::new(),
            renamed: BTreeSet::new(),
            ids,
            said: BTreeSet::new(),
        }
    }

    /// Notes what texts the ledger knows, so that none of them is taken for another that has changed.
    pub(super) fn knows(&mut self, entry: &Entry) {
        self.said.insert((code_key(&entry.module), lowered(&entry.text)));
    }

    /// Finds what `entry` is about, and lays its decision there.
    pub(super) fn lay(&mut self, entry: &'a Entry) {
        let meant = meant(self.ground, entry);
        let moved = matches!(&meant, Ok((_, Some(Suspect { reason: Some(Changed::Moved), .. }))));
        if let Some(target) = self.ids.get(&entry.id).copied().filter(|_| !moved) {
            self.known.insert(target, entry);
            if let Some(review) = &entry.review {
                self.note_name(self.module_of(target), entry);
                let suspect = meant.ok().and_then(|(_, suspect)| suspect);
                self.decide(target, review, suspect, entry);
            }
            return;
        }
        let Some(review) = &entry.review else { return self.before.push(entry) };
        match meant.and_then(|(meant, suspect)| self.find(entry, review, meant, suspect)) {
            Ok((target, suspect)) => self.decide(target, review, suspect, entry),
            Err(gone) => self.kept.push((entry, gone)),
        }
    }

    /// The module of a target.
    pub(super) fn module_of(&self, target: Target) -> usize {
        match target {
            Target::Alignment(at) => self.alignments[at].module,
            Target::Unlevelled(at) => self.unlevelled[at].module,
        }
    }

    /// The statement of a target.
    pub(super) fn statement_of(&self, target: Target) -> Option<usize> {
        match target {
            Target::Alignment(at) => self.alignments[at].statement,
            Target::Unlevelled(at) => Some(self.unlevelled[at].statement),
        }
    }

    fn decide(&mut self, target: Target, review: &Review, suspect: Option<Suspect>, entry: &'a Entry) {
        let suspect = suspect.or_else(|| entry.suspect.clone());
        let decision = match (&review.decision, target) {
            // Nothing tells at which level it should be accepted.
            (Decision::Accept | Decision::AcceptCell, Target::Unlevelled(_)) => {
                Decision::Unclear(entry.said.clone())
            }
            (decision, _) => decision.clone(),
        };
        let review = Review { suspect, decision, ..review.clone() };
        if let (Decision::NoneOfThese, Some(statement)) = (&review.decision, self.statement_of(target)) {
            self.none_of.push((self.module_of(target), statement, review.clone(), entry));
        }
        self.decided.entry(target).or_default().push((review, entry));
    }

    /// Remembers that a module was called otherwise.
    fn note_name(&mut self, at: usize, entry: &Entry) {
        let module = &self.ground.programme.modules[at];
        let recoded = !entry.module.is_empty() && code_key(&entry.module) != code_key(&module.code);
        let retitled = !entry.title.is_empty() && fold_words(&entry.title) != fold_words(&module.title);
        if recoded || retitled {
            self.renamed.insert((at, format!("{} {}", entry.module, entry.title).trim().to_owned()));
        }
    }

    fn find(
        &mut self,
        entry: &Entry,
        review: &Review,
        meant: Meant,
        suspect: Option<Suspect>,
    ) -> Result<(Target, Option<Suspect>), Gone> {
        let module = self.module(entry)?;
        self.note_name(module, entry);
        if entry.by_hand {
            let cell = meant.cell.ok_or(Gone::Unclear)?;
            return Ok((self.add_by_hand(entry, module, (cell, meant.indicator)), suspect));
        }
        if entry.text.is_empty() || is_claim(&entry.kind) {
            return Ok((self.claim(module, meant).ok_or(Gone::Link)?, suspect));
        }
        let (statement, changed) = self.statement(module, entry).ok_or(Gone::Statement)?;
        let suspect = changed.or(suspect);
        if let Some(target) = self.linked(module, statement, meant, &review.decision) {
            return Ok((target, suspect));
        }
        match (&review.decision, meant.cell) {
            (Decision::Accept | Decision::AcceptCell | Decision::Level(_), Some(cell)) => {
                let said = &self.ground.programme.modules[module].statements[statement];
                let quote = (said.text.clone(), said.place.clone());
                Ok((self.add(module, Some(statement), (cell, meant.indicator), quote), suspect))
            }
            _ => Err(Gone::Link),
        }
    }

    /// The module by code, else by title, else by a text that it alone has.
    fn module(&self, entry: &Entry) -> Result<usize, Gone> {
        let programme = self.ground.programme;
        let coded = (!entry.module.is_empty()).then(|| programme.module(&entry.module)).flatten();
        let titled = || {
            let title = fold_words(&entry.title);
            let is = |module: &Module| !title.is_empty() && fold_words(&module.title) == title;
            programme.modules.iter().position(is)
        };
        let worded = || {
            let text = lowered(&entry.text);
            let has = |module: &Module| module.statements.iter().any(|said| lowered(&said.text) == text);
            let mut with =
                (0..programme.modules.len()).filter(|at| !text.is_empty() && has(&programme.modules[*at]));
            with.next().filter(|_| with.next().is_none())
        };
        coded.or_else(titled).or_else(worded).ok_or(if entry.module.is_empty() && entry.title.is_empty() {
            Gone::Unclear
        } else {
            Gone::Module
        })
    }

    /// The statement with the very text, else the one most like it that the ledger does not know as another.
    fn statement(&self, module: usize, entry: &Entry) -> Option<(usize, Option<Suspect>)> {
        let module = &self.ground.programme.modules[module];
        let text = lowered(&entry.text);
        if let Some(at) = module.statements.iter().position(|said| lowered(&said.text) == text) {
            return Some((at, None));
        }
        let old = code_key(&entry.module);
        let likely = |said: &Statement| {
            let known = self.said.contains(&(old.clone(), lowered(&said.text)));
            let least = if said.place.to_string() == entry.place { SAME_PLACE } else { SAME_TEXT };
            Some(likeness(&said.text, &entry.text)).filter(|like| !known && *like >= least)
        };
        let found = module.statements.iter().enumerate().filter_map(|(at, said)| Some((at, likely(said)?)));
        // Of several as like, the first.
        let (at, _) = found.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        let suspect = Suspect { reason: Some(Changed::Text), before: entry.text.clone() };
        Some((at, Some(suspect)))
    }

    /// The claim that a module makes of a cell.
    fn claim(&self, module: usize, meant: Meant) -> Option<Target> {
        let is = |a: &Alignment| {
            matches!(a.basis, Basis::Declared | Basis::Derived)
                && a.module == module
                && Some(a.cell) == meant.cell
        };
        self.alignments.iter().position(is).map(Target::Alignment)
    }

    /// What links the statement with what is meant: the indicator, else the cell, else, for a new level, the component.
    fn linked(&self, module: usize, statement: usize, meant: Meant, decision: &Decision) -> Option<Target> {
        let here = |a: &Alignment| a.module == module && a.statement == Some(statement);
        let find = |is: &dyn Fn(&Alignment) -> bool| {
            self.alignments.iter().position(|a| here(a) && is(a)).map(Target::Alignment)
        };
        let of_component = |a: &Alignment| self.ground.framework.cell(a.cell).component == meant.component;
        let unlevelled = || {
            let is = |u: &Unlevelled| {
                u.module == module && u.statement == statement && u.component == meant.component
            };
            self.unlevelled.iter().position(is).map(Target::Unlevelled)
        };
        let exact = find(&|a| Some(a.cell) == meant.cell && a.indicator == meant.indicator);
        let cell = || find(&|a| Some(a.cell) == meant.cell);
        let component = || find(&of_component).filter(|_| matches!(decision, Decision::Level(_)));
        exact.or_else(cell).or_else(component).or_else(unlevelled)
    }

    /// What a person adds for what the text does not say, with the person's words as evidence.
    fn add_by_hand(&mut self, entry: &Entry, module: usize, meant: (CellId, Option<IndicatorId>)) -> Target {
        let comment = entry.review.as_ref().map_or("", |review| review.comment.as_str());
        let text = if entry.text.is_empty() { comment } else { &entry.text };
        self.add(module, None, meant, (text.to_owned(), entry.place()))
    }

    /// An alignment that only a person makes: of a statement of the module or, without one, by hand. Added once.
    fn add(
        &mut self,
        module: usize,
        statement: Option<usize>,
        (cell, indicator): (CellId, Option<IndicatorId>),
        (text, place): (String, Place),
    ) -> Target {
        let by_hand = statement.is_none();
        let by = if by_hand { "by hand\n" } else { "added\n" };
        let code = &self.ground.programme.modules[module].code;
        let key = self.ground.framework.key_of(cell, indicator);
        let id = Seen::default().id(code, &format!("{by}{text}"), key);
        let target = Target::Alignment(self.alignments.len());
        match self.ids.entry(id.clone()) {
            Slot::Occupied(there) => return *there.get(),
            Slot::Vacant(free) => free.insert(target),
        };
        self.alignments.push(Alignment {
            module,
            statement,
            cell,
            indicator,
            basis: Basis::Reviewed,
            confidence: None,
            counts: false,
            evidence: Evidence { text, place, rule: None, level_by: None, path: Vec::new() },
            standing: Standing { id, by_hand, ..Standing::default() },
        });
        target
    }
}
