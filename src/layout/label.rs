//! What outcomes are called: `PLO1`, `CLO 2.1`, `CĐR 3`, and misspelt `POL1`.

use crate::mappings::Columns;
use crate::text::fold;

/// A label: letters and a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The letters, folded: `plo`.
    pub prefix: String,
    /// The number, without zeros in front: `1`, `2.1`.
    pub number: String,
}

impl Label {
    /// The label that `text` begins with, and whether nothing but a mark follows it.
    ///
    /// ```
    /// use khung::layout::Label;
    /// let (label, alone) = Label::front("PLO01: Vận dụng").expect("a label");
    /// assert_eq!((label.key().as_str(), alone), ("plo1", false));
    /// assert!(Label::front("Google Classroom").is_none());
    /// ```
    pub fn front(text: &str) -> Option<(Label, bool)> {
        let folded = fold(text);
        let body = folded.trim_start_matches(['[', '(', '-', '*', ' ']);
        let letters = body.find(|c: char| !c.is_alphabetic()).filter(|end| (1..=4).contains(end))?;
        let rest = body[letters..].trim_start_matches([' ', '-', '_', '.']);
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let number = rest[..end].trim_matches('.');
        let after = &rest[end..];
        let glued = after.starts_with(char::is_alphabetic);
        if number.is_empty() || number.len() > 6 || glued {
            return None;
        }
        let parts = number.split('.').map(|part| part.trim_start_matches('0'));
        let label = Label { prefix: body[..letters].to_owned(), number: parts.collect::<Vec<_>>().join(".") };
        let alone = !after.chars().any(char::is_alphanumeric);
        Some((label, alone))
    }

    /// The label if `text` is nothing else.
    pub fn whole(text: &str) -> Option<Label> {
        Label::front(text).filter(|(_, alone)| *alone).map(|(label, _)| label)
    }

    /// What labels are compared by: `plo1`.
    pub fn key(&self) -> String {
        format!("{}{}", self.prefix, self.number)
    }

    /// Whether it is called as outcomes of a programme are.
    pub fn is_of_programme(&self, words: &Columns) -> bool {
        words.labels.programme.contains(&self.prefix) && self.is_small()
    }

    /// Whether it is called as outcomes of a module are.
    pub fn is_of_module(&self, words: &Columns) -> bool {
        words.labels.module.contains(&self.prefix) && self.is_small()
    }

    /// Outcomes are counted in one or two figures; `MT101` is the code of a module.
    fn is_small(&self) -> bool {
        self.number.split('.').all(|part| part.len() <= 2)
    }
}

/// The labels that a cell lists: `PLO1, PLO3`, `PLO 1, 2, 5`, `PLO1-3`; the letters of one hold for the numbers
/// after it, and `default` stands where there are none.
pub fn labels(text: &str, default: &str) -> Vec<Label> {
    let folded = fold(text);
    let mut prefix = default.to_owned();
    let mut found: Vec<Label> = Vec::new();
    for item in folded.split([',', ';', '\n', '/', '&', '+']).flat_map(|item| item.split(" va ")) {
        if let Some(label) = Label::whole(item) {
            prefix.clone_from(&label.prefix);
            found.push(label);
            continue;
        }
        let mut ends = item.split('-').map(str::trim).filter(|part| !part.is_empty());
        let Some(first) = ends.next().and_then(|part| numbered(part, &prefix)) else { continue };
        prefix.clone_from(&first.prefix);
        let last = ends.next().and_then(|part| numbered(part, &prefix));
        let range =
            last.and_then(|last| Some((first.number.parse::<u16>().ok()?, last.number.parse().ok()?)));
        found.push(first);
        if let Some((from, to)) = range.filter(|(from, to): &(u16, u16)| to.saturating_sub(*from) < 30) {
            let more = (from..=to).skip(1).map(|n| Label { prefix: prefix.clone(), number: n.to_string() });
            found.extend(more);
        }
    }
    found
}

/// A label, or a bare number under the letters known.
fn numbered(part: &str, prefix: &str) -> Option<Label> {
    Label::front(part).map(|(label, _)| label).or_else(|| {
        let number = part.trim().trim_matches(['(', ')', '.']);
        let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
        let number = number.trim_start_matches('0').to_owned();
        (is_number && !number.is_empty()).then(|| Label { prefix: prefix.to_owned(), number })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_listed_in_many_ways() {
        for (written, meant) in [
            ("PLO1, PLO3", vec!["plo1", "plo3"]),
            ("PLO 1, 2; 5", vec!["plo1", "plo2", "plo5"]),
            ("PLO1-PLO3", vec!["plo1", "plo2", "plo3"]),
            ("PLO01 và PLO 12", vec!["plo1", "plo12"]),
            ("1,2", vec!["plo1", "plo2"]),
            ("PLO-1, PLO-2", vec!["plo1", "plo2"]),
            ("0", vec![]),
            ("PLO65535-1", vec!["plo65535"]),
            ("không", vec![]),
        ] {
            let keys: Vec<String> = labels(written, "plo").iter().map(Label::key).collect();
            assert_eq!(keys, meant, "{written}");
        }
    }
}
