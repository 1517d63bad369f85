//! Whether texts are, begin with or contain words of `columns.toml`.

use crate::text::fold_words;

/// Whether `text`, or a part of it in brackets or after a stroke, is one of `words`.
pub(super) fn is(text: &str, words: &[String]) -> bool {
    let known = |part: &str| words.contains(&fold_words(part));
    known(text) || text.split(['\n', '/', '(', ')', '|', '*', ':']).any(known)
}

/// Whether `text` begins with one of `words` that is of two words or more.
pub(super) fn begins(text: &str, words: &[String]) -> bool {
    let folded = format!("{} ", fold_words(text));
    words.iter().filter(|word| word.contains(' ')).any(|word| folded.starts_with(&format!("{word} ")))
}

/// Whether `folded`, words set apart by blanks, has `word` among them.
pub(super) fn contains(folded: &str, word: &str) -> bool {
    !word.is_empty() && format!(" {folded} ").contains(&format!(" {word} "))
}

/// Whether `text` contains one of `words`.
pub(super) fn says(text: &str, words: &[String]) -> bool {
    let folded = fold_words(text);
    words.iter().any(|word| contains(&folded, word))
}
