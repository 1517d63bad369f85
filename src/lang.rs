//! The two languages khung speaks, and wording that exists in both.
//!
//! Wording is written in both languages where it is made, side by side, so that neither is an
//! afterthought of the other and no message exists in one alone.

use serde::{Deserialize, Serialize};

/// A language of messages, sheets and names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the language of most who use khung.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Chooses between two wordings of the same thing.
    ///
    /// ```
    /// use khung::lang::Lang;
    /// assert_eq!(Lang::Vi.pick("học phần", "module"), "học phần");
    /// ```
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// The two-letter code, as in `--lang`.
    pub fn code(self) -> &'static str {
        self.pick("vi", "en")
    }
}

/// `1 cell`, `2 cells`: an English count with its noun. Vietnamese nouns do not change.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `; có phải MAT2400?`: the name that was probably meant, at the end of a message; nothing where none was.
pub fn perhaps(near: Option<&str>) -> Wording {
    let said = |near: &str| Wording::new(format!("; có phải {near}?"), format!("; is it {near}?"));
    near.map(said).unwrap_or_default()
}

/// The same thing said in Vietnamese and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Wording {
    /// Both wordings at once.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Wording { vi: vi.into(), en: en.into() }
    }

    /// Words that are the same in both languages (a code, a title taken from a workbook).
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Wording { vi: text.clone(), en: text }
    }

    /// The wording in `lang`; the other one where that is empty.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = lang.pick((&self.vi, &self.en), (&self.en, &self.vi));
        if first.is_empty() { second } else { first }
    }
}
