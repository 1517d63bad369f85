//! Drafts of the outcomes that a plan adds, in both languages.

use crate::framework::{CellId, Framework, IndicatorId, LevelId};
use crate::lang::Wording;

/// The outcome that would show `indicator`, or the cell as a whole, as outcomes are written: in Vietnamese from the verb on, in
/// English with whom it is about. The indicators are restated with the verbs of their level; a cell without indicators gets the
/// verb here.
pub(super) fn outcome(framework: &Framework, cell: CellId, indicator: Option<IndicatorId>) -> Wording {
    let Some(id) = indicator else { return whole(framework, cell) };
    let text = &framework.indicator(id).text;
    let sentence = |front: &str, text: &str| {
        let text = text.trim_end_matches('.');
        if text.is_empty() { String::new() } else { format!("{front}{text}.") }
    };
    Wording::new(sentence("", &text.vi), sentence("The graduate ", &lower_first(&text.en)))
}

fn whole(framework: &Framework, cell: CellId) -> Wording {
    let cell = framework.cell(cell);
    let name = &framework.component(cell.component).name;
    let (vi, en) = verb(framework, cell.level);
    Wording::new(
        format!("{vi} năng lực \"{}\".", name.vi),
        format!("The graduate {en} the competency \"{}\".", name.en),
    )
}

/// The verb of a level: the lowest explains, the highest leads others, those between apply.
fn verb(framework: &Framework, level: LevelId) -> (&'static str, &'static str) {
    if level == LevelId(0) {
        ("Trình bày và thực hiện được các yêu cầu cơ bản của", "explains and carries out the basics of")
    } else if usize::from(level.0) + 1 == framework.levels.len() {
        (
            "đề xuất cách làm mới và hướng dẫn được đồng nghiệp về",
            "develops new ways of and guides colleagues in",
        )
    } else {
        ("Vận dụng thành thạo trong công việc", "applies with confidence at work")
    }
}

/// `text` from a small letter on, unless it begins with an abbreviation.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        Some(first) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}
