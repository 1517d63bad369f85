//! What a workbook says about choosing: `Bắt buộc`, `Tự chọn`, `chọn 2 trong 5`, `6/18TC`.

use crate::curriculum::Take;
use crate::mappings::Columns;
use crate::text::{fold, fold_words};

/// Whether a text says that learners choose (`true`) or that all must (`false`).
pub(super) fn is_elective(text: &str, words: &Columns) -> Option<bool> {
    let folded = format!(" {} ", fold_words(text));
    let says = |known: &[String]| {
        known.iter().any(|word| {
            let alone = folded.trim() == word;
            alone || word.chars().count() > 3 && folded.contains(&format!(" {word} "))
        })
    };
    // "không bắt buộc" holds a word of each kind; the longer one decides.
    if says(&words.elective) {
        Some(true)
    } else if says(&words.compulsory) {
        Some(false)
    } else {
        None
    }
}

/// Whether a section is one of electives: by its words, or because it says how many to choose. "Bắt buộc 30 TC, tự
/// chọn 6 TC" heads both kinds.
pub(super) fn of_section(text: &str, take: Option<Take>, words: &Columns) -> Option<bool> {
    let folded = format!(" {} ", fold_words(text));
    let has = |known: &[String]| {
        known.iter().any(|word| word.chars().count() > 3 && folded.contains(&format!(" {word} ")))
    };
    match (is_elective(text, words), take) {
        (Some(true), _) if has(&words.compulsory) && !folded.contains("khong bat buoc") => None,
        (None, Some(Take::Modules(_))) => Some(true),
        (said, _) => said,
    }
}

/// How much must be taken, if a text says so: `chọn 2 trong 5`, `2/5`, `6/18TC`, `chọn 6 tín chỉ`.
///
/// The number in *Tự chọn 2* names the group and asks for nothing.
pub(super) fn take(text: &str, words: &Columns) -> Option<Take> {
    let tokens = tokens(text);
    let of = |token: &str| matches!(token, "/" | "trong" | "of" | "out");
    let pair = tokens.windows(4).find_map(|window| {
        let first = figure(&window[0])?;
        // "2 trong 5", "2 trong số 5", "6 tc trong 18 tc"
        let joined = of(&window[1]) || (is_credit(&window[1]) && of(&window[2]));
        let second = window[2..].iter().find_map(|token| figure(token))?;
        // "2023/2024" is a school year.
        (joined && first <= second && second <= MOST).then_some(first)
    });
    let chosen = || {
        let at = (0..tokens.len())
            .find(|at| words.choose.contains(&tokens[*at]) && (*at == 0 || tokens[at - 1] != "tu"))?;
        tokens[at + 1..].iter().take(3).find_map(|token| figure(token))
    };
    // "Tự chọn (4 tín chỉ)", "tự chọn tối thiểu 4 TC".
    let named = || {
        let is_credits =
            |window: &[String]| is_credit(&window[1]) || (window[1] == "tin" && window[2] == "chi");
        let elective = is_elective(text, words) == Some(true);
        let mut found = tokens.windows(3).filter(|window| elective && is_credits(window));
        found.find_map(|window| figure(&window[0]))
    };
    let count: f64 = pair.or_else(chosen).or_else(named)?;
    let credits = tokens.iter().any(|token| is_credit(token)) || fold_words(text).contains("tin chi");
    Some(if credits { Take::Credits(count) } else { Take::Modules(count as usize) })
}

/// The credits or modules that a choice is made from, if a text says so: 18 of `6/18TC`, 5 of `2 trong 5`.
pub(super) fn pool(text: &str) -> Option<f64> {
    let tokens = tokens(text);
    let of = |token: &str| matches!(token, "/" | "trong" | "of" | "out");
    let at = tokens.iter().position(|token| of(token))?;
    let number = |token: &String| figure(token).filter(|number| *number <= MOST);
    tokens[at + 1..].iter().find_map(number)
}

/// A number in figures; "nan" and "inf" are words.
fn figure(token: &str) -> Option<f64> {
    token.starts_with(|c: char| c.is_ascii_digit()).then(|| token.parse().ok()).flatten()
}

/// No group holds more modules or credits.
const MOST: f64 = 400.0;

fn is_credit(token: &str) -> bool {
    matches!(token, "tc" | "credit" | "credits" | "ects" | "stc")
}

/// Words, numbers and slashes; a number stuck to letters (`18TC`) is taken from them, but `TC1` is one
/// word.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in fold(text).chars() {
        let starts =
            !c.is_alphanumeric() || !last.is_alphanumeric() || (last.is_ascii_digit() && c.is_alphabetic());
        let worded = tokens.last().is_some_and(|token| token.starts_with(|c: char| c.is_alphabetic()));
        if c == '/' {
            tokens.push("/".to_owned());
        } else if c.is_alphanumeric() {
            match tokens.last_mut().filter(|_| !starts || (worded && last.is_alphanumeric())) {
                Some(token) => token.push(c),
                None => tokens.push(c.to_string()),
            }
        }
        last = c;
    }
    // Windows of four want something after a closing pair.
    tokens.extend([String::new(), String::new()]);
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::Mappings;

    fn words() -> Columns {
        Mappings::embedded().columns().expect("columns.toml loads")
    }

    #[test]
    fn rules_of_choice_in_many_spellings() {
        let words = words();
        for (written, meant) in [
            ("Tự chọn: chọn 2 trong 5 học phần", Some(Take::Modules(2))),
            ("TC1 (chọn 1/3)", Some(Take::Modules(1))),
            ("Tự chọn 2 (2/5)", Some(Take::Modules(2))),
            ("Choose 2 of 5", Some(Take::Modules(2))),
            ("Tự chọn: 6/18TC", Some(Take::Credits(6.0))),
            ("chọn 6 tín chỉ", Some(Take::Credits(6.0))),
            ("Tự chọn (4 tín chỉ)", Some(Take::Credits(4.0))),
            ("Tự chọn tối thiểu 4 TC", Some(Take::Credits(4.0))),
            ("chọn 6 TC trong 18 TC", Some(Take::Credits(6.0))),
            ("Học kỳ 1 năm học 2023/2024", None),
            ("Tự chọn 2", None),
            ("TC1", None),
        ] {
            assert_eq!(take(written, &words), meant, "{written}");
        }
    }

    #[test]
    fn sections_that_say_how_many_are_of_electives() {
        let words = words();
        let of = |text: &str| of_section(text, take(text, &words), &words);
        assert_eq!(of("Chọn 1 trong 2 học phần sau"), Some(true));
        assert_eq!(of("Khối kiến thức ngành (bắt buộc 30 TC, tự chọn 6 TC)"), None);
        assert_eq!(of("Khối kiến thức chung"), None);
    }

    #[test]
    fn compulsory_and_elective() {
        let words = words();
        assert_eq!(is_elective("BẮT BUỘC", &words), Some(false));
        assert_eq!(is_elective("Tự chọn", &words), Some(true));
        assert_eq!(is_elective("không bắt buộc", &words), Some(true));
        assert_eq!(is_elective("TC", &words), Some(true));
        assert_eq!(is_elective("Khối kiến thức ngành", &words), None);
    }
}
