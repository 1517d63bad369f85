//! Splitting the text of one spreadsheet cell into statements: sentences, bullets, list items.

/// One statement of a cell's text, with the label the author gave it (`CLO2`), if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// A label such as `CLO2` or `CĐR 1`, as written.
    pub label: Option<String>,
    /// The statement without bullet, number and label.
    pub text: String,
}

/// The statements of a cell: a new one begins at a line end, a bullet, a semicolon, or after the
/// full stop of a sentence. Numbers and bullets at the front are dropped, labels are kept apart.
///
/// ```
/// use khung::text::pieces;
/// let found = pieces("CLO1: Nêu được khái niệm.\n- Thiết kế được học liệu số; chia sẻ được học liệu");
/// let texts: Vec<_> = found.iter().map(|piece| piece.text.as_str()).collect();
/// assert_eq!(texts, ["Nêu được khái niệm", "Thiết kế được học liệu số", "chia sẻ được học liệu"]);
/// assert_eq!(found[0].label.as_deref(), Some("CLO1"));
/// ```
pub fn pieces(text: &str) -> Vec<Piece> {
    let text = super::normalize(text);
    lines(&text).into_iter().flat_map(numbered).flat_map(sentences).filter_map(piece).collect()
}

/// The lines of a text, cut at bullets too, and at semicolons that do not stand in brackets.
fn lines(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, c) in text.char_indices() {
        depth = match c {
            '(' | '[' => depth + 1,
            ')' | ']' => depth.saturating_sub(1),
            '\n' => 0,
            _ => depth,
        };
        let cuts = matches!(c, '\n' | '•' | '●' | '▪' | '■' | '◦' | '➢' | '✓') || c == ';' && depth == 0;
        if cuts {
            found.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    found.push(&text[start..]);
    found
}

/// The items of a list written on in one line: `1) Nêu được … 2) Vẽ được …`, `a) … b) …`. It must begin with
/// the first and count on.
fn numbered(line: &str) -> Vec<&str> {
    let first = line.trim_start();
    if !first.starts_with(['1', 'a', '(']) {
        return vec![line];
    }
    let signs: [fn(usize) -> Vec<String>; 2] = [
        |n| vec![format!("{n}) "), format!("({n}) "), format!("{n}. ")],
        |n| {
            char::from_u32('a' as u32 + n as u32 - 1)
                .map_or(Vec::new(), |c| vec![format!("{c}) "), format!("({c}) ")])
        },
    ];
    for sign in signs {
        for style in 0..sign(1).len() {
            if first.starts_with(&sign(1)[style]) {
                return cut(line, |n| sign(n).get(style).cloned());
            }
        }
    }
    vec![line]
}

fn cut(line: &str, sign: impl Fn(usize) -> Option<String>) -> Vec<&str> {
    let (mut found, mut start, mut n) = (Vec::new(), 0, 2);
    while let Some(sign) = sign(n).filter(|_| n <= 20) {
        // The sign stands after a blank, or it is part of a number or word.
        let Some(at) = line[start..].find(&format!(" {sign}")) else { break };
        found.push(&line[start..start + at]);
        start += at + 1;
        n += 1;
    }
    found.push(&line[start..]);
    found
}

fn piece(text: &str) -> Option<Piece> {
    let (number, rest) = number(text);
    let (label, rest) = label(rest);
    // "CLO1. - Nêu được…" and "- CLO1: …" both occur.
    let rest = self::number(rest).1.trim().trim_end_matches(['.', ',', ':']).trim();
    // "Về kiến thức:" heads the lines below it and says nothing itself.
    let heads = text.trim_end().ends_with(':') && rest.split_whitespace().count() <= 6;
    let meaningful = !heads && rest.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some();
    let label = label.or(number).map(str::to_owned);
    meaningful.then(|| Piece { label, text: rest.to_owned() })
}

/// Cuts after a full stop, question or exclamation mark that ends a sentence: followed by a blank and
/// an upper-case letter or digit, and not part of an abbreviation such as `TS.` or `v.v.`.
fn sentences(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let pairs = line.as_bytes().windows(2).enumerate();
    let ends = pairs.filter(|(_, pair)| matches!(pair, [b'.' | b'!' | b'?', b' ']));
    for (at, _) in ends {
        let next = line[at + 2..].trim_start().chars().next();
        if next.is_some_and(|c| c.is_uppercase()) && !abbreviated(&line[start..at]) {
            found.push(&line[start..=at]);
            start = at + 2;
        }
    }
    found.push(&line[start..]);
    found
}

/// Whether the full stop after `before` belongs to an abbreviation or a number: `TS`, `v.v`, `1`.
fn abbreviated(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\n']).next().unwrap_or_default();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters == 0
        || letters == 1
        || word.contains('.')
        || matches!(word, "TS" | "Ths" | "ThS" | "GS" | "PGS" | "TP" | "Dr" | "Mr" | "Ms" | "vs" | "No")
        || before.trim().chars().count() < 8
}

/// A bullet or number at the front (`- `, `1.`, `2)`, `(a)`, `1.2.`) and what follows it.
fn number(text: &str) -> (Option<&str>, &str) {
    let text =
        text.trim_start_matches(['-', '–', '—', '+', '*', '·', '\u{f0b7}', '\u{f0a7}', ' '].as_slice());
    // Word's second-level bullet pastes as a bare letter o.
    let text = text.strip_prefix("o ").unwrap_or(text).trim_start();
    let open = text.starts_with('(') as usize;
    let body = &text[open..];
    let end = body.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(body.len());
    let digits = body[..end].trim_end_matches('.');
    if digits.is_empty() || digits.len() > 6 {
        return letter_number(text);
    }
    let after = &body[digits.len()..];
    match after.strip_prefix(['.', ')']) {
        Some(rest) if rest.starts_with(' ') || rest.chars().next().is_some_and(char::is_alphabetic) => {
            (Some(digits), rest)
        }
        _ => (None, text),
    }
}

/// `a) …` and `(b) …`.
fn letter_number(text: &str) -> (Option<&str>, &str) {
    let body = text.strip_prefix('(').unwrap_or(text);
    let mut chars = body.chars();
    match (chars.next(), chars.next()) {
        (Some(letter), Some(')')) if letter.is_ascii_lowercase() => (None, chars.as_str()),
        _ => (None, text),
    }
}

/// A label that an outcome is called by elsewhere: letters and a number, then a mark (`CLO1:`,
/// `CĐR 2.`, `[LO3]`, `CLO 1.2 -`).
fn label(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start();
    let body = text.strip_prefix(['[', '(']).unwrap_or(text);
    let letters = body.find(|c: char| !c.is_alphabetic()).unwrap_or(body.len());
    let is_label = matches!(
        super::fold(&body[..letters]).as_str(),
        "clo" | "lo" | "cdr" | "co" | "mt" | "plo" | "pi" | "slo" | "ilo" | "g"
    );
    let digits_from = letters + body[letters..].len() - body[letters..].trim_start().len();
    let digits_end = body[digits_from..]
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(body.len(), |at| digits_from + at);
    let end = body[..digits_end].trim_end_matches('.').len();
    if !is_label || end <= digits_from {
        return (None, text);
    }
    let rest = body[end..].trim_start_matches([']', ')', ':', '.', '-', '–', ' ']);
    (Some(&body[..end]), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        pieces(text).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(texts("Dùng các công cụ (Padlet, v.v. Canva) để dạy").len(), 1);
        assert_eq!(texts("Giảng viên: TS. Nguyễn Văn A phụ trách").len(), 1);
        assert_eq!(texts("Trình bày được khái niệm. Vận dụng được công cụ.").len(), 2);
    }

    #[test]
    fn numbers_and_bullets_go() {
        assert_eq!(texts("1.\u{a0}\u{a0} Translate a problem"), ["Translate a problem"]);
        assert_eq!(
            texts("- Nêu được\n+ Vẽ được\n(2) Làm được\na) Biết được"),
            ["Nêu được", "Vẽ được", "Làm được", "Biết được"]
        );
        assert_eq!(texts("- organise online groups"), ["organise online groups"]);
        assert_eq!(texts("3D printing"), ["3D printing"]);
    }

    #[test]
    fn labels_are_kept() {
        let labels = |text: &str| pieces(text).into_iter().map(|piece| piece.label).collect::<Vec<_>>();
        assert_eq!(labels("CLO 1.2 - Nêu được vai trò"), [Some("CLO 1.2".to_owned())]);
        assert_eq!(labels("CĐR2: Nêu được vai trò"), [Some("CĐR2".to_owned())]);
        assert_eq!(labels("Google Classroom"), [None]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(texts(" - \n…\n1.").is_empty());
        assert!(texts("Về kiến thức:").is_empty());
    }
}
