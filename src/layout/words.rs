//! What a header's words say a column is for.

use super::Why;
use crate::mappings::{Columns, Role};
use crate::text::{all_nearest, fold_words};

/// A role that a header was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The role.
    pub role: Role,
    /// How well the header fits, from 0 to 1: 1 if it is one of the words.
    pub score: f64,
    /// How it was recognised.
    pub why: Why,
}

/// The role whose words fit `text` best: 1 if it is one of the words, less if it only contains one.
///
/// A header in two languages (`Mã HP (Code)`, `Tên học phần / Title`) is as good as the better of them.
pub fn word_role(text: &str, columns: &Columns) -> Option<Fit> {
    let whole = part_role(text, columns);
    if whole.as_ref().is_some_and(|fit| fit.score >= 1.0) {
        return whole;
    }
    let parts = parts(text).filter_map(|part| part_role(part, columns)).filter(|fit| fit.score >= 1.0);
    parts.chain(whole).next()
}

/// What a header may say in two languages or in brackets.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(['\n', '/', '(', ')', '|']);
    parts.filter(move |part| part.chars().count() > 1 && *part != text)
}

/// The role that `text`, or a part of it, is the very word for.
pub(super) fn exact_role(text: &str, columns: &Columns) -> Option<Role> {
    std::iter::once(text).chain(parts(text)).find_map(|part| {
        let words = words_of(part);
        let mut known = columns.columns.iter().filter(|known| known.words.contains(&words));
        known.next().map(|known| known.role)
    })
}

/// A term or year that heads a column of its own: `HK1`, `Kỳ II`, `Năm 2`.
fn numbered_role(words: &str, columns: &Columns) -> Option<Fit> {
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let roman = words.rsplit_once(' ').filter(|(_, last)| last.chars().all(|c| "ivx".contains(c)));
    let bare = if bare.len() < words.len() { bare.trim_end() } else { roman?.0 };
    let roles = columns.columns.iter().filter(|known| matches!(known.role, Role::Term | Role::Year));
    let mut known = roles.filter(|known| known.words.iter().any(|word| word == bare));
    known.next().map(|known| Fit { role: known.role, score: 0.9, why: Why::Word(bare.to_owned()) })
}

/// The words of a header; a sign that has none, such as `#`, is itself one.
fn words_of(text: &str) -> String {
    match fold_words(text) {
        words if words.is_empty() => text.trim().to_owned(),
        words => words,
    }
}

fn part_role(text: &str, columns: &Columns) -> Option<Fit> {
    let words = words_of(text);
    let padded = format!(" {words} ");
    let mut best: Option<Fit> = numbered_role(&words, columns);
    for known in &columns.columns {
        for word in &known.words {
            let score = fit(&words, &padded, word);
            if score > best.as_ref().map_or(0.0, |best| best.score) {
                best = Some(Fit { role: known.role, score, why: Why::Word(word.clone()) });
            }
        }
    }
    best
}

/// How well `words` fits a known word: the share of it that the known word makes up. Short known words
/// (`TC`, `TT`) must be met in full, or they would be found everywhere.
fn fit(words: &str, padded: &str, known: &str) -> f64 {
    if words == known {
        return 1.0;
    }
    let share = known.len() as f64 / words.len().max(1) as f64;
    if known.len() < 4 || !(0.3..1.0).contains(&share) {
        return 0.0;
    }
    let whole = |at: usize| padded[..at].ends_with(' ') && padded[at + known.len()..].starts_with(' ');
    let inside = padded.match_indices(known).any(|(at, _)| whole(at));
    if inside { share.min(0.95) } else { 0.0 }
}

/// The role whose word a misspelt header was probably meant to be. Short words are too like one another to
/// guess, and words as near of two roles tell nothing.
pub fn nearest_role(text: &str, columns: &Columns) -> Option<Role> {
    let words = fold_words(text);
    let length = words.chars().count();
    if !(6..=60).contains(&length) {
        return None;
    }
    let slips = (length / 8).max(1);
    let known = || columns.columns.iter().flat_map(|known| known.words.iter().map(|word| (known.role, word)));
    let near = all_nearest(&words, known().map(|(_, word)| word.as_str()), slips);
    let mut roles = known().filter(|(_, word)| near.contains(&word.as_str())).map(|(role, _)| role);
    let role = roles.next()?;
    roles.all(|other| other == role).then_some(role)
}
