//! Patterns without what a text cannot have.
//!
//! A form may hold whole vocabularies: hundreds of alternatives, of which a sentence has two or three. Without the others it is
//! a small regular expression, and soon made.

use std::ops::Range;

/// What a text says: its letters in lower case.
pub(super) struct Said<'t> {
    letters: &'t [u8],
    pairs: &'t Pairs,
}

/// The pairs of letters that follow each other in a text, and perhaps a few more.
pub(super) struct Pairs([u64; WORDS]);

/// They stand in so many bits, some of them in the same: then an alternative is kept in vain.
const WORDS: usize = 32;
/// Sets the pairs of the letters of Vietnamese well apart.
const APART: usize = 37;

impl Pairs {
    /// Those of `letters`.
    pub(super) fn of(letters: &[u8]) -> Self {
        let mut pairs = Pairs([0; WORDS]);
        for pair in letters.windows(2) {
            let (word, bit) = bit_of(pair);
            pairs.0[word] |= bit;
        }
        pairs
    }

    fn have(&self, pair: &[u8]) -> bool {
        let (word, bit) = bit_of(pair);
        self.0[word] & bit != 0
    }
}

fn bit_of(pair: &[u8]) -> (usize, u64) {
    let at = usize::from(pair[0]) * APART + usize::from(pair[1]);
    (at / 64 % WORDS, 1 << (at % 64))
}

impl<'t> Said<'t> {
    /// `letters`, of which the pairs are known.
    pub(super) fn new(letters: &'t [u8], pairs: &'t Pairs) -> Self {
        Said { letters, pairs }
    }

    /// Whether they have `row` somewhere. Of most rows the pairs tell that they have not.
    fn have(&self, row: &[u8]) -> bool {
        row.windows(2).all(|pair| self.pairs.have(pair))
            && (row.len() < 2 || self.letters.windows(row.len()).any(|letters| letters == row))
    }
}

/// `pattern` without the alternatives that need a row of letters which a `text` does not have, and those that are there twice:
/// it matches the same in that text. `letter` says what a letter of the pattern is in the text.
/// Nothing if no alternative is left; the whole pattern if it has what is not understood here.
pub(super) fn thinned(pattern: &str, text: &Said<'_>, letter: impl Fn(char) -> u8) -> Option<String> {
    let mut thin = Thin { rest: pattern, text, letter, out: String::new() };
    match thin.alternatives() {
        Some(any) if thin.rest.is_empty() => any.then_some(thin.out),
        _ => Some(pattern.to_owned()),
    }
}

struct Thin<'p, L> {
    rest: &'p str,
    text: &'p Said<'p>,
    letter: L,
    out: String,
}

/// The letters that `pattern` begins with, without one that is repeated.
fn letters(pattern: &str) -> &str {
    let is_sign = |byte: u8| {
        matches!(byte, b'\\' | b'[' | b'(' | b')' | b'|' | b'.' | b'^' | b'$' | b'?' | b'*' | b'+' | b'{')
    };
    let end = pattern.bytes().position(is_sign).unwrap_or(pattern.len());
    let (letters, then) = pattern.split_at(end);
    let last = letters.chars().next_back().filter(|_| then.starts_with(['?', '*', '+', '{']));
    &letters[..end - last.map_or(0, char::len_utf8)]
}

/// How groups begin that set nothing but case, which is not looked at here. What else may come after a bracket is not understood.
const OPENINGS: [&str; 3] = ["(?:", "(?-i:", "("];
/// What stands after a backslash for one letter or none, whichever it is.
const ESCAPES: &str = "bBwWsSdD";

impl<L: Fn(char) -> u8> Thin<'_, L> {
    /// Puts out what may match of the alternatives up to the end of a group. Says whether there is any.
    fn alternatives(&mut self) -> Option<bool> {
        let mut put = Vec::new();
        loop {
            let before = self.out.len();
            if !put.is_empty() {
                self.out.push('|');
            }
            let start = self.out.len();
            let is_new = self.row()?
                && !put.iter().any(|old: &Range<usize>| self.out[old.clone()] == self.out[start..]);
            if is_new {
                put.push(start..self.out.len());
            } else {
                self.out.truncate(before);
            }
            if !self.rest.starts_with('|') {
                return Some(!put.is_empty());
            }
            self.rest = &self.rest[1..];
        }
    }

    /// Puts out one alternative. Says whether it may match.
    fn row(&mut self) -> Option<bool> {
        let (mut may, mut row) = (true, Vec::new());
        while let Some(next) = self.rest.chars().next().filter(|next| !"|)".contains(*next)) {
            let letters = letters(self.rest);
            if !letters.is_empty() {
                self.put(letters.len());
                row.extend(letters.chars().map(&self.letter));
                continue;
            }
            if next == '(' {
                may &= self.group()?;
            } else {
                let letter = self.item(next)?;
                let least = self.repetition();
                row.extend(letter.filter(|_| least != Some(0)));
            }
            may = may && self.text.have(&row);
            row.clear();
        }
        Some(may && self.text.have(&row))
    }

    /// Puts out a group, unless it may be left out and has to be. Says whether what follows it may match.
    fn group(&mut self) -> Option<bool> {
        let before = self.out.len();
        let opening = OPENINGS.into_iter().find(|opening| self.rest.starts_with(opening))?;
        self.put(opening.len());
        let any = self.alternatives()?;
        self.rest.starts_with(')').then(|| self.put(1))?;
        let optional = self.repetition() == Some(0);
        if !any && optional {
            self.out.truncate(before);
        }
        Some(any || optional)
    }

    /// Puts out a letter or what stands for some. Returns which letter it is, if it is one.
    fn item(&mut self, next: char) -> Option<Option<u8>> {
        match next {
            '\\' => {
                let escaped = self.rest[1..].chars().next()?;
                let is_known = !escaped.is_ascii_alphanumeric() || ESCAPES.contains(escaped);
                is_known.then(|| self.put(1 + escaped.len_utf8()))?;
                Some(None)
            }
            '[' => self.class().map(|()| None),
            '?' | '*' | '+' | '{' => None,
            '.' | '^' | '$' => {
                self.put(1);
                Some(None)
            }
            _ => {
                self.put(next.len_utf8());
                Some(Some((self.letter)(next)))
            }
        }
    }

    fn class(&mut self) -> Option<()> {
        let mut letters = self.rest.char_indices().skip(1).peekable();
        letters.next_if(|(_, letter)| *letter == '^');
        // Right at the beginning of a class it is one of its letters.
        letters.next_if(|(_, letter)| *letter == ']');
        let close = loop {
            match letters.next()? {
                (_, '\\') => drop(letters.next()?),
                (_, '[') => return None,
                (at, ']') => break at,
                _ => {}
            }
        };
        self.put(close + 1);
        Some(())
    }

    /// Puts out how often what came before is repeated. Returns how often it is at least, if anything is said.
    fn repetition(&mut self) -> Option<u32> {
        let next = self.rest.chars().next()?;
        let (least, length) = match next {
            '?' | '*' => (0, 1),
            '+' => (1, 1),
            '{' => {
                let digits = self.rest[1..].find(|letter: char| !letter.is_ascii_digit())?;
                (self.rest[1..=digits].parse().ok()?, self.rest.find('}')? + 1)
            }
            _ => return None,
        };
        self.put(length);
        if self.rest.starts_with('?') {
            self.put(1);
        }
        Some(least)
    }

    fn put(&mut self, length: usize) {
        let (done, rest) = self.rest.split_at(length);
        self.out.push_str(done);
        self.rest = rest;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::meta::Regex;

    use super::*;

    fn in_text(pattern: &str, text: &str) -> Option<String> {
        let letters = text.as_bytes();
        thinned(pattern, &Said::new(letters, &Pairs::of(letters)), |letter| u8::try_from(letter).unwrap_or(0))
    }

    #[test]
    fn alternatives_that_a_text_cannot_have_are_left_out() {
        let text = "teach with tools";
        assert_eq!(
            in_text("(?:learn|teach|tell) (?:with|without) tools?", text).as_deref(),
            Some("(?:teach) (?:with) tools?")
        );
        assert_eq!(in_text("(?:(?:a|b)ct|(?-i:TO)ols)", text), None, "capitals are not asked");
        assert_eq!(
            in_text("(?:(?:learn|tell)ing )?tools", text).as_deref(),
            Some("tools"),
            "it may be left out"
        );
        assert_eq!(in_text("(?:learn|tell){2}|tools", text).as_deref(), Some("tools"));
        assert_eq!(
            in_text(r"(?:learn\w+|t\S*(?: \S+){0,3}|[xy]?zz.|wiz?xe+|wi[^a]?h) t", text).as_deref(),
            Some(r"(?:t\S*(?: \S+){0,3}|wi[^a]?h) t")
        );
    }

    #[test]
    fn what_need_not_be_there_is_not_asked() {
        for pattern in [r"tx?ea?ch", r"x{0,3}teach", r"t\wx*ach|\|x", "[x|(]|t.+o[]x]?l", r"wi(?:th)+\b t"] {
            assert!(in_text(pattern, "teach with tools").is_some(), "{pattern}");
        }
        assert_eq!(in_text("xyx?teach", "teach"), None);
    }

    #[test]
    fn what_is_not_understood_stays_whole() {
        for pattern in [
            "(?i)zz",
            "(?P<n>zz)",
            r"\x7azz",
            r"\p{L}zz",
            "[[:alpha:]]zz",
            "zz**",
            "(?x: z z)",
            "zz)|a",
            "(?:zz)?{2}a",
            "(?:zz){ 2}a",
            r"\b{start}zz",
        ] {
            assert_eq!(in_text(pattern, "a").as_deref(), Some(pattern));
        }
    }

    fn patterns() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            4 => "[abc ]{1,3}",
            1 => Just(r"\w*".to_owned()),
            1 => Just("[^a]".to_owned()),
            1 => Just(r"\b".to_owned()),
            1 => Just(".".to_owned()),
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            let repeated =
                prop_oneof![Just(""), Just("?"), Just("*"), Just("+?"), Just("{0,2}"), Just("{2}")];
            let any =
                prop::collection::vec(inner.clone(), 1..4).prop_map(|any| format!("(?:{})", any.join("|")));
            prop_oneof![
                (any, repeated).prop_map(|(any, repeated)| any + repeated),
                prop::collection::vec(inner.clone(), 1..4).prop_map(|row| row.concat()),
                inner.prop_map(|one| format!("(?-i:{one}|ab)c?")),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_matches_the_same(pattern in patterns(), text in "[abcd ]{0,12}") {
            let found = |pattern: &str| {
                Regex::new(pattern).expect("a regular expression").find(&text).map(|found| found.range())
            };
            let thin = in_text(&pattern, &text).and_then(|thin| found(&thin));
            prop_assert_eq!(thin, found(&pattern), "{}", pattern);
        }
    }
}
