//! What each row of a table is.

use super::header::Header;
use super::{Column, Meaning};
use crate::lang::Wording;
use crate::mappings::{Columns, Role};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// A row of a table and its kind.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its position in the sheet, from zero.
    pub index: u32,
    /// What it is.
    pub kind: RowKind,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The first row of a module.
    Module,
    /// More of the module above.
    Continuation,
    /// A heading for the rows below it, with its text.
    Section(String),
    /// A sum of the rows above.
    Total,
    /// The header again, after a page break.
    Header,
    /// Column numbers under the header.
    Numbering,
    /// A note, signature or legend.
    Note,
}

impl RowKind {
    /// What people call it.
    pub fn wording(&self) -> Wording {
        let (vi, en) = match self {
            RowKind::Module => ("học phần", "module"),
            RowKind::Continuation => ("phần tiếp của học phần", "continuation"),
            RowKind::Section(_) => ("tiêu đề nhóm", "section"),
            RowKind::Total => ("tổng cộng", "total"),
            RowKind::Header => ("tiêu đề lặp lại", "repeated header"),
            RowKind::Numbering => ("đánh số cột", "column numbers"),
            RowKind::Note => ("ghi chú", "note"),
        };
        Wording::new(vi, en)
    }
}

pub(super) fn classify(
    sheet: &Sheet,
    body: &[u32],
    columns: &[Column],
    header: &Header,
    words: &Columns,
) -> Vec<Row> {
    let view = View::new(sheet, columns, header, words);
    let mut rows = Vec::new();
    let mut inside = false;
    for index in body {
        if let Some(kind) = view.kind(*index, inside) {
            inside = match kind {
                RowKind::Module | RowKind::Continuation => true,
                RowKind::Section(_) | RowKind::Total | RowKind::Note => false,
                RowKind::Header | RowKind::Numbering => inside,
            };
            rows.push(Row { index: *index, kind });
        }
    }
    rows
}

/// One table's columns over its sheet.
struct View<'a> {
    sheet: &'a Sheet,
    columns: &'a [Column],
    words: &'a Columns,
    code: Option<u32>,
    title: Option<u32>,
    headers: Vec<(u32, String)>,
    is_only_group: bool,
}

impl<'a> View<'a> {
    fn new(sheet: &'a Sheet, columns: &'a [Column], header: &Header, words: &'a Columns) -> Self {
        let first = |role| columns.iter().find(|c| c.meaning == Meaning::Role(role)).map(|c| c.index);
        let top = *header.rows.start();
        let headers =
            columns.iter().filter_map(|c| Some((c.index, fold_words(&sheet.get(top, c.index)?.text()))));
        View {
            sheet,
            columns,
            words,
            code: first(Role::Code),
            title: first(Role::Title),
            headers: headers.collect(),
            is_only_group: header.groups.len() == 1,
        }
    }

    /// The kind of a row; none if it is empty as far as this table goes.
    fn kind(&self, row: u32, inside: bool) -> Option<RowKind> {
        let cells = self.cells(row);
        let (first, text) = cells.first().map(|(column, value)| (*column, value.text()))?;
        let code = self.code.and_then(|column| self.sheet.get(row, column));
        let title = self.title.and_then(|column| self.sheet.get(row, column));
        let says = |role: Role| self.filled(row, |meaning| *meaning == Meaning::Role(role));
        let amount = [Role::Credits, Role::Periods, Role::Hours].into_iter().any(says);
        if self.is_header(row) {
            return Some(RowKind::Header);
        }
        if is_numbering(&cells) {
            return Some(RowKind::Numbering);
        }
        if is_total(&text, &self.words.total) && !code.is_some_and(|code| is_code(&code.text())) {
            return Some(RowKind::Total);
        }
        let others = cells.iter().filter(|(column, _)| Some(*column) != self.number()).count();
        if code.is_some_and(|code| is_code(&code.text())) && (others > 1 || self.title.is_none()) {
            return Some(RowKind::Module);
        }
        let heading = others <= 1 || self.spans(row, first);
        match (code, title) {
            (None, Some(title)) if !heading && self.is_module_without_code(row, amount) => {
                Some(if is_note(&title.text(), &self.words.note) { RowKind::Note } else { RowKind::Module })
            }
            _ if is_note(&text, &self.words.note) => Some(RowKind::Note),
            (None, None) if inside && self.says_text(row) => Some(RowKind::Continuation),
            _ if first <= self.last_name_column() && (heading || !self.says_text(row)) => {
                Some(RowKind::Section(self.section_text(&cells)))
            }
            _ if inside && self.says_text(row) => Some(RowKind::Continuation),
            _ => Some(RowKind::Note),
        }
    }

    /// Whether a row with a title and no code is a module. Where others have codes, "Học phần tự chọn | 6" is a
    /// section with its credits, unless the row is numbered or tells more of a module.
    fn is_module_without_code(&self, row: u32, amount: bool) -> bool {
        let numbered = self.number().and_then(|column| self.sheet.get(row, column));
        let numbered =
            numbered.is_some_and(|value| value.text().trim_end_matches('.').parse::<u32>().is_ok());
        self.code.is_none() || (amount && (numbered || self.says_text(row)))
    }

    /// The filled cells of a row under this table's columns; all of the row if no table stands beside.
    fn cells(&self, row: u32) -> Vec<(u32, &'a Value)> {
        let ours = |column: u32| self.is_only_group || self.columns.iter().any(|c| c.index == column);
        self.sheet.row(row).filter(|(column, _)| ours(*column)).collect()
    }

    fn number(&self) -> Option<u32> {
        self.columns.iter().find(|c| c.meaning == Meaning::Role(Role::Number)).map(|c| c.index)
    }

    fn last_name_column(&self) -> u32 {
        self.code.into_iter().chain(self.title).max().unwrap_or(0)
    }

    fn filled(&self, row: u32, is: impl Fn(&Meaning) -> bool) -> bool {
        self.columns.iter().any(|c| is(&c.meaning) && self.sheet.get(row, c.index).is_some())
    }

    /// Whether the row has text, codes or ticks of a module.
    fn says_text(&self, row: u32) -> bool {
        self.filled(row, |meaning| {
            matches!(
                meaning,
                Meaning::Component { .. }
                    | Meaning::Role(
                        Role::Outcomes
                            | Role::Content
                            | Role::Description
                            | Role::Assessment
                            | Role::Alignments
                    )
            )
        })
    }

    /// Whether the cell at `column` is merged over at least three columns.
    fn spans(&self, row: u32, column: u32) -> bool {
        self.sheet.merged.iter().any(|region| {
            (region.from.row, region.from.column) == (row, column)
                && region.to.column >= region.from.column + 2
                && self.cells(row).len() <= 2
        })
    }

    fn is_header(&self, row: u32) -> bool {
        let same = |(column, text): &&(u32, String)| {
            self.sheet.get(row, *column).is_some_and(|value| fold_words(&value.text()) == *text)
        };
        self.headers.len() > 1 && self.headers.iter().filter(same).count() * 3 > self.headers.len() * 2
    }

    fn section_text(&self, cells: &[(u32, &Value)]) -> String {
        let texts = cells.iter().filter(|(_, value)| matches!(value, Value::Text(_)));
        texts.map(|(_, value)| value.text()).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a text says that its row is a total: one of the words, alone or before figures and units
/// (`Tổng: 130 TC`), or a word of several syllables at the front (`Tổng cộng toàn khóa`). "Tổng quan về AI" and
/// "Cộng đồng học tập" are titles.
fn is_total(text: &str, words: &[String]) -> bool {
    let text = fold_words(text);
    words.iter().any(|word| {
        let rest = text.strip_prefix(word.as_str()).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        let amount = |word: &str| {
            word.chars().any(|c| c.is_ascii_digit())
                || matches!(word, "tc" | "tin" | "chi" | "tiet" | "gio" | "credits" | "periods" | "hours")
        };
        rest.is_some_and(|rest| word.contains(' ') || rest.split_whitespace().all(amount))
    })
}

/// Whether a text is a note or a signature: one of the words, alone or before a colon. "Hiệu trưởng với chuyển
/// đổi số" is a title.
fn is_note(text: &str, words: &[String]) -> bool {
    let head = text.split([':', '(']).next().unwrap_or(text);
    words.contains(&fold_words(head))
}

/// Whether a text can be a module's code: one or two short words with a digit, or one short word in
/// capitals. Headings such as `I. Khối kiến thức chung` cannot.
fn is_code(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let length = text.chars().count();
    let digit = text.chars().any(|c| c.is_ascii_digit());
    let upper = text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
    let roman = text.trim_end_matches(['.', ')', ':']).chars().all(|c| "IVXivx".contains(c));
    words <= 3 && length <= 30 && (digit || (upper && words == 1 && length <= 14)) && !roman
}

/// `(1) (2) (3)` or `1 2 3` under a header.
fn is_numbering(cells: &[(u32, &Value)]) -> bool {
    let number = |value: &Value| value.text().trim_matches(['(', ')', '[', ']', ' ']).parse::<u32>().ok();
    let numbers: Option<Vec<u32>> = cells.iter().map(|(_, value)| number(value)).collect();
    numbers.is_some_and(|n| n.len() >= 3 && n.windows(2).all(|pair| pair[1] == pair[0] + 1) && n[0] <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::Mappings;

    #[test]
    fn titles_that_begin_like_totals_and_notes_are_titles() {
        let words = Mappings::embedded().columns().expect("columns.toml loads");
        for total in
            ["Tổng cộng", "TỔNG SỐ TÍN CHỈ", "Tổng: 130 TC", "Cộng", "Tổng cộng học kỳ 1", "Total 130"]
        {
            assert!(is_total(total, &words.total), "{total}");
        }
        for title in [
            "Tổng quan về AI",
            "Công nghệ số trong dạy học",
            "Cộng đồng học tập trực tuyến",
            "Summary writing",
        ] {
            assert!(!is_total(title, &words.total), "{title}");
        }
        for note in ["Ghi chú: học phần có thể thay đổi", "HIỆU TRƯỞNG", "Nơi nhận:"] {
            assert!(is_note(note, &words.note), "{note}");
        }
        for title in ["Hiệu trưởng với chuyển đổi số", "Nguồn học liệu mở", "Key concepts in assessment"]
        {
            assert!(!is_note(title, &words.note), "{title}");
        }
    }
}
