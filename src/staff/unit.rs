//! What a sheet tells of its people apart from their rows: the unit, or in a form the person.

use super::words::{begins, is};
use crate::layout::Guide;
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// Lines above a table in which facts are looked for.
const LINES_ABOVE: u32 = 25;

/// What the lines above a table tell, as a name and a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) person: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) post: Option<String>,
}

impl Form {
    /// Reads the lines above `row`.
    pub(super) fn above(sheet: &Sheet, row: u32, guide: Guide<'_>) -> Form {
        let words = &guide.columns.staff;
        let mut form = Form::default();
        for row in row.saturating_sub(LINES_ABOVE)..row {
            let cells: Vec<String> = sheet.row(row).map(|(_, value)| value.text()).collect();
            for (name, value) in facts(&cells) {
                let fits = |words: &[String]| is(name, words) || begins(name, words);
                let slot = match name {
                    _ if is(name, &words.person) || fits(&words.id) => &mut form.person,
                    _ if fits(&words.unit) => &mut form.unit,
                    _ if fits(&words.post) => &mut form.post,
                    _ => continue,
                };
                // The row below a title may be a header: "Họ và tên | Đơn vị" tells of nobody.
                let heads =
                    [&words.person, &words.id, &words.unit, &words.post].iter().any(|list| is(value, list));
                if !heads {
                    slot.get_or_insert_with(|| value.trim().to_owned());
                }
            }
        }
        form
    }
}

/// The names and values of a line: `Đơn vị: Trường A`, in one cell or in two; none in a line of many cells, which is
/// no line of facts.
fn facts(cells: &[String]) -> Vec<(&str, &str)> {
    const MOST_CELLS: usize = 6;
    if cells.len() > MOST_CELLS {
        return Vec::new();
    }
    let joined = cells.iter().filter_map(|cell| cell.split_once(':'));
    let pairs = cells.windows(2).map(|pair| (pair[0].trim_end_matches(':'), pair[1].as_str()));
    joined
        .chain(pairs)
        .filter(|(name, value)| !value.trim().is_empty() && name.chars().count() <= 40)
        .collect()
}

/// The unit of a sheet that has no column of units: told above the table, or the sheet's name, or the file's.
pub(super) fn of_sheet(sheet: &Sheet, form: &Form, guide: Guide<'_>) -> String {
    if let Some(unit) = &form.unit {
        return unit.clone();
    }
    let name = fold_words(&sheet.name);
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let nameless = bare.is_empty() || guide.columns.staff.nameless.iter().any(|known| known == bare);
    if nameless { stem(&sheet.file).to_owned() } else { sheet.name.to_string() }
}

/// The name of a file without folders and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The unit that a heading among the rows names: text in one or two cells, with a word such as "trường".
pub(super) fn heading(sheet: &Sheet, row: u32, guide: Guide<'_>) -> Option<String> {
    let cells: Vec<&Value> = sheet.row(row).map(|(_, value)| value).collect();
    let text = cells.last().filter(|_| cells.len() <= 2)?;
    let Value::Text(text) = text else { return None };
    super::words::says(text, &guide.columns.staff.headings).then(|| text.clone())
}
