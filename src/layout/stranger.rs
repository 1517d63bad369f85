//! Tables that look like curricula and are none: timetables, transcripts, who teaches what.

use super::header::BARE_CODES;
use super::{Column, Guide, Meaning, Stranger, Why};
use crate::mappings::{Role, Stranger as KnownStranger};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// The weight from which a table is a stranger.
const ENOUGH: usize = 2;

/// Lines above a header in which its title is looked for.
const LINES_ABOVE: usize = 12;

/// What the table under the header at `row` is, if it is no curriculum. One that holds outcomes or a matrix is
/// one, whatever its title, unless its rows are people.
pub(super) fn recognise(
    sheet: &Sheet,
    row: u32,
    groups: &[Vec<Column>],
    rows: &[u32],
    guide: Guide<'_>,
) -> Option<Stranger> {
    let columns = || groups.iter().flatten();
    let tells = columns().any(|column| {
        column.meaning.is_of_matrix()
            || matches!(column.meaning, Meaning::Role(Role::Outcomes | Role::Alignments))
    });
    let headers: Vec<String> =
        columns().flat_map(|column| column.header.split(" › ")).map(str::to_owned).collect();
    let above = rows.iter().copied().filter(|other| *other < row).rev().take(LINES_ABOVE);
    let lines = above.flat_map(|row| sheet.row(row)).map(|(_, value)| value.text());
    let titles: Vec<String> = lines.chain([sheet.name.to_string()]).collect();
    let named = columns().any(names_modules);
    let open =
        guide.columns.strangers.iter().filter(|known| if tells { known.matrix && !named } else { true });
    let known = open.into_iter().find_map(|known| {
        let mut words: Vec<String> =
            headers.iter().filter(|header| known.headers.contains(&fold_words(header))).cloned().collect();
        let says = |line: &&String| {
            let line = format!(" {} ", fold_words(line));
            known.titles.iter().any(|title| line.contains(&format!(" {title} ")))
        };
        let title = titles.iter().find(says);
        let weight = words.len() + if title.is_some() { 2 } else { 0 };
        words.extend(title.cloned());
        (weight >= ENOUGH).then_some((known, words))
    });
    let assigned = || if tells { None } else { assignment(sheet, row, groups, rows, guide) };
    let (known, words) = known.or_else(assigned)?;
    let columns = groups.iter().flatten().cloned().collect();
    Some(Stranger { row, id: known.id.clone(), name: known.name.clone(), words, columns })
}

/// Whether the header of a column says that it holds modules, and not only the cells below it. "Mã" may be of anything.
fn names_modules(column: &Column) -> bool {
    let bare = matches!(&column.why, Why::Word(word) if BARE_CODES.contains(&word.as_str()));
    let named = matches!(column.meaning, Meaning::Role(Role::Code | Role::Title)) && column.score >= 0.8;
    named && column.why != Why::Cells && !bare
}

/// Classes across and teachers' names in the cells: who teaches what.
fn assignment<'a>(
    sheet: &Sheet,
    row: u32,
    groups: &[Vec<Column>],
    rows: &[u32],
    guide: Guide<'a>,
) -> Option<(&'a KnownStranger, Vec<String>)> {
    let unknown: Vec<&Column> =
        groups.iter().flatten().filter(|column| column.meaning == Meaning::Unknown).collect();
    let body = || rows.iter().copied().filter(|other| *other > row).take(50);
    let cells = || {
        let columns = unknown.iter().map(|column| column.index);
        columns.flat_map(|index| body().filter_map(move |row| sheet.get(row, index)))
    };
    let people = cells().filter(|value| is_person(value)).count();
    let known = guide.columns.strangers.iter().find(|known| known.id == "teaching-assignment")?;
    let is = unknown.len() >= 3 && people >= 3 && people * 3 > cells().count() * 2;
    is.then(|| (known, unknown.iter().map(|column| column.header.clone()).collect()))
}

/// Two to five words in capitals, perhaps after an academic title.
fn is_person(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let name = text.rsplit('.').next().unwrap_or(text).trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    (2..=5).contains(&words.len())
        && words.iter().all(capital)
        && words.iter().all(|word| word.chars().all(char::is_alphabetic))
        && name.chars().any(char::is_lowercase)
}
