//! Codes that order as people count.

use std::cmp::Ordering;
use std::fmt;

/// The code of a domain or component (`6.2`, `1.10`, `EPD2.1`). `1.2` comes before `1.10`, and the two
/// are never the same number.
///
/// ```
/// use khung::framework::Code;
/// assert!(Code::new("1.2") < Code::new("1.10"));
/// assert_ne!(Code::new("1.1"), Code::new("1.10"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code(String);

impl Code {
    /// The code written `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Code(text.into())
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Runs of digits as numbers, everything else as text between them.
    fn parts(&self) -> Vec<(Option<u64>, &str)> {
        let mut parts = Vec::new();
        let mut rest = self.0.as_str();
        while let Some(first) = rest.chars().next() {
            let digits = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            parts.push((part.parse().ok(), part));
            rest = after;
        }
        parts
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
