//! A text made ready for patterns.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;

use super::literal::Seen;
use super::narrow::narrow;
use super::thin::{Pairs, Said};
use super::vocabulary::Vocabulary;
use crate::text::{has_marks, normalized, respelled, strip_marks};

/// A text made ready for patterns, and what they have answered.
pub(super) struct Text<'v> {
    /// In one spelling, with its diacritics.
    spelled: String,
    /// Without them.
    plain: String,
    /// Whether it has diacritics of its own, so that they can be held against a form's.
    marked: bool,
    vocabulary: &'v Vocabulary,
    /// Made when the first pattern is asked: of most texts none is.
    lower: OnceCell<Letters>,
    cased: OnceCell<Letters>,
    pairs: OnceCell<[Pairs; 2]>,
    seen: OnceCell<Seen>,
    /// By pattern. Rules share patterns, so each is asked once.
    answers: OnceCell<Vec<Cell<Answer>>>,
    /// Where forms that may match do, by form, as far as they were asked.
    found: RefCell<BTreeMap<usize, Option<Range<usize>>>>,
}

/// A text without and with diacritics. Both have one byte for each letter.
type Letters = (Vec<u8>, Vec<u8>);

/// Whether a pattern matches.
#[derive(Clone, Copy)]
enum Answer {
    No,
    Yes,
    /// One of its forms may.
    Unasked,
}

impl<'v> Text<'v> {
    /// `text`, to be held against patterns of `vocabulary`.
    pub(super) fn new(text: &str, vocabulary: &'v Vocabulary) -> Self {
        let mut spelled = respelled(&normalized(text)).into_owned();
        if spelled.contains('\n') {
            spelled = spelled.replace('\n', " ");
        }
        let (plain, marked) = (strip_marks(&spelled), has_marks(&spelled));
        let (lower, cased, pairs, seen, answers, found) = Default::default();
        Text { spelled, plain, marked, vocabulary, lower, cased, pairs, seen, answers, found }
    }

    /// The text without its diacritics.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// Whether its diacritics count.
    pub(super) fn is_marked(&self) -> bool {
        self.marked
    }

    /// Its letters without and with diacritics: as they are for what is `cased`, else in lower case.
    pub(super) fn letters(&self, cased: bool) -> (&[u8], &[u8]) {
        let as_is = || (narrow(&self.plain), narrow(&self.spelled));
        let in_lower_case = || {
            let (mut plain, mut spelled) = as_is();
            plain.make_ascii_lowercase();
            spelled.make_ascii_lowercase();
            (plain, spelled)
        };
        let (plain, spelled) =
            if cased { self.cased.get_or_init(as_is) } else { self.lower.get_or_init(in_lower_case) };
        (plain, spelled)
    }

    /// Its letters in lower case, without and with diacritics, to thin patterns by.
    pub(super) fn thinning(&self) -> [Said<'_>; 2] {
        let (plain, spelled) = self.letters(false);
        let pairs = self.pairs.get_or_init(|| [plain, spelled].map(Pairs::of));
        [Said::new(plain, &pairs[0]), Said::new(spelled, &pairs[1])]
    }

    /// Whether the pattern at `position` matches.
    pub(super) fn has(&self, position: usize) -> bool {
        let answer = &self.answers.get_or_init(|| self.answers())[position];
        if let Answer::Unasked = answer.get() {
            let matches = self.matches(position).next().is_some();
            answer.set(if matches { Answer::Yes } else { Answer::No });
        }
        matches!(answer.get(), Answer::Yes)
    }

    /// What can be said without asking.
    fn answers(&self) -> Vec<Cell<Answer>> {
        let answers = vec![Cell::new(Answer::No); self.vocabulary.len()];
        let seen = self.seen();
        let possible = seen.possible.iter().map(|form| (form, Answer::Unasked));
        for (form, answer) in possible.chain(seen.found.iter().map(|(form, _)| (form, Answer::Yes))) {
            self.vocabulary.form(*form).patterns.iter().for_each(|pattern| answers[*pattern].set(answer));
        }
        answers
    }

    /// The forms that it has, and may have.
    pub(super) fn seen(&self) -> &Seen {
        self.seen.get_or_init(|| self.vocabulary.seen(self))
    }

    /// The first match of the pattern at `position`, the longest if several begin there, counted in letters.
    pub(super) fn find(&self, position: usize) -> Option<Range<usize>> {
        self.matches(position).min_by_key(|found| (found.start, std::cmp::Reverse(found.end)))
    }

    /// What each form of a pattern matches first.
    fn matches(&self, position: usize) -> impl Iterator<Item = Range<usize>> {
        let seen = self.seen();
        let own = move |form: usize| self.vocabulary.form(form).patterns.binary_search(&position).is_ok();
        let exact = seen.found.iter().filter(move |(form, _)| own(*form)).map(|(_, found)| found.clone());
        let possible = seen.possible.iter().filter(move |form| own(**form));
        exact.chain(possible.filter_map(|form| self.found(*form)))
    }

    /// Where a form that may match does. Patterns share forms, so each is run once.
    fn found(&self, form: usize) -> Option<Range<usize>> {
        if let Some(known) = self.found.borrow().get(&form) {
            return known.clone();
        }
        let found = self.vocabulary.form(form).find(self);
        self.found.borrow_mut().insert(form, found.clone());
        found
    }
}
