//! What a heading among the rows says of the rows below it.

use super::{amount, choice, mark};
use crate::curriculum::Take;
use crate::framework::LevelId;
use crate::layout::Guide;
use crate::place::Located;
use crate::workbook::Value;

/// What holds until the next heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) year: Option<u16>,
    pub(super) term: Option<u16>,
    pub(super) level: Option<LevelId>,
    pub(super) elective: Option<bool>,
    pub(super) group: Option<Located<String>>,
    pub(super) take: Option<Take>,
    /// Whether the heading is numbered: an unnumbered one below it divides it further.
    pub(super) numbered: bool,
}

impl Section {
    /// What holds below the heading `said`. A term or year holds until another is named; a choice does not.
    pub(super) fn below(&self, said: &Located<String>, guide: Guide<'_>) -> Section {
        let text = &said.value;
        let take = choice::take(text, guide.columns);
        let elective = choice::of_section(text, take, guide.columns);
        let numbered = is_numbered(text);
        let named = amount::year(text).is_some() || amount::term(&Value::Text(text.clone())).is_some();
        let says_nothing = elective.is_none() && take.is_none();
        // "Học kỳ 5" below "Tự chọn: 6/18TC" divides it and ends nothing; nor does "Nhóm 1" below "II. Tự chọn".
        let divides = says_nothing && self.elective == Some(true) && (named || self.numbered && !numbered);
        let year = amount::year(text);
        let holds = year.or(self.year);
        let term = amount::term(&Value::Text(text.clone())).map(|term| amount::in_year(term, holds));
        if divides {
            let term = term.or(self.term.filter(|_| year.is_none()));
            return Section { year: holds, term, ..self.clone() };
        }
        let is_elective = elective == Some(true);
        Section {
            year: holds,
            // A new year begins without a term.
            term: term.or(self.term.filter(|_| year.is_none())),
            level: mark::level_of(text, guide.framework).filter(|_| is_level(text)).or(self.level),
            elective,
            group: is_elective.then(|| said.clone()),
            take: take.filter(|_| is_elective),
            numbered,
        }
    }
}

/// `II. …`, `2.1 …`, `A. …`
fn is_numbered(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let body = first.trim_end_matches(['.', ')', ':', '-']);
    let roman = !body.is_empty() && body.chars().all(|c| "IVX".contains(c));
    let figure = body.starts_with(|c: char| c.is_ascii_digit());
    let letter = body.chars().count() == 1 && body.len() < first.len();
    roman || figure || letter
}

/// `Lớp B. Mức: Thành thạo`, `Level 2`: a heading that is about a level; "Kiến thức cơ bản" is about knowledge.
fn is_level(text: &str) -> bool {
    let words = format!(" {} ", crate::text::fold_words(text));
    [" muc ", " level ", " cap do ", " trinh do "].iter().any(|word| words.contains(word))
}
