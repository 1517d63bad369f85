//! What each row of a table is.

use super::header::Header;
use super::{Column, Guide, Label, Meaning, TableKind};
use crate::lang::Wording;
use crate::mappings::{Columns, Role};
use crate::place::Address;
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
    /// An outcome of the programme.
    Outcome,
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
    /// Filled only right of the table.
    Beside,
}

impl RowKind {
    /// One of each kind, in the order of counts.
    pub fn all() -> [RowKind; 9] {
        [
            RowKind::Module,
            RowKind::Continuation,
            RowKind::Outcome,
            RowKind::Section(String::new()),
            RowKind::Total,
            RowKind::Header,
            RowKind::Numbering,
            RowKind::Note,
            RowKind::Beside,
        ]
    }

    /// The word used in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            RowKind::Module => "module",
            RowKind::Continuation => "continuation",
            RowKind::Outcome => "programme-outcome",
            RowKind::Section(_) => "section",
            RowKind::Total => "total",
            RowKind::Header => "header",
            RowKind::Numbering => "numbering",
            RowKind::Note => "note",
            RowKind::Beside => "other-table",
        }
    }

    /// What people call it.
    pub fn wording(&self) -> Wording {
        let (vi, en) = match self {
            RowKind::Module => ("học phần", "module"),
            RowKind::Continuation => ("phần tiếp của học phần", "continuation"),
            RowKind::Outcome => ("chuẩn đầu ra chương trình", "programme outcome"),
            RowKind::Section(_) => ("tiêu đề nhóm", "section"),
            RowKind::Total => ("tổng cộng", "total"),
            RowKind::Header => ("tiêu đề", "header"),
            RowKind::Numbering => ("đánh số cột", "column numbers"),
            RowKind::Note => ("ghi chú", "note"),
            RowKind::Beside => ("ngoài bảng", "beside the table"),
        };
        Wording::new(vi, en)
    }
}

/// The kind of each row of `body`, and the filled cells right of the table.
pub(super) fn classify(
    sheet: &Sheet,
    body: &[u32],
    columns: &[Column],
    kind: TableKind,
    header: &Header,
    guide: Guide<'_>,
) -> (Vec<Row>, Vec<Address>) {
    let view = View::new(sheet, columns, kind, header, guide);
    let mut rows = Vec::new();
    let mut beside = Vec::new();
    // Where neither columns nor rows name modules, all rows are of the one that the lines above tell of.
    let tells = view.kind != TableKind::ProgrammeOutcomes && view.names_no_modules();
    let one = tells && !body.iter().any(|row| view.is_module_row(*row, &view.cells(*row)));
    let mut inside = Inside { module: one, numbered: false };
    for (position, index) in body.iter().enumerate() {
        beside.extend(view.beside(*index));
        let next = body.get(position + 1).copied();
        let Some(kind) = view.kind(*index, next, &inside) else { continue };
        inside.enter(&kind, view.first_text(*index));
        rows.push(Row { index: *index, kind });
    }
    // What heads nothing is no heading: dates, signatures and names at the foot.
    for row in rows.iter_mut().rev() {
        match row.kind {
            RowKind::Section(_) => row.kind = RowKind::Note,
            RowKind::Note | RowKind::Beside => {}
            _ => break,
        }
    }
    (rows, beside)
}

/// Whether a row stands inside a module, and whether the module's rows are numbered.
#[derive(Debug, Default)]
struct Inside {
    module: bool,
    numbered: bool,
}

impl Inside {
    fn enter(&mut self, kind: &RowKind, text: String) {
        match kind {
            RowKind::Module => *self = Inside { module: true, numbered: false },
            RowKind::Continuation => {
                *self = Inside { module: true, numbered: self.numbered || is_numbered(&text) };
            }
            RowKind::Section(_) | RowKind::Total | RowKind::Note => *self = Inside::default(),
            RowKind::Header | RowKind::Numbering | RowKind::Outcome | RowKind::Beside => {}
        }
    }
}

/// One table's columns over its sheet.
struct View<'a> {
    sheet: &'a Sheet,
    columns: &'a [Column],
    kind: TableKind,
    words: &'a Columns,
    code: Option<u32>,
    title: Option<u32>,
    headers: Vec<(u32, String)>,
    is_only_group: bool,
}

impl<'a> View<'a> {
    fn new(
        sheet: &'a Sheet,
        columns: &'a [Column],
        kind: TableKind,
        header: &Header,
        guide: Guide<'a>,
    ) -> Self {
        let first = |role| columns.iter().find(|c| c.meaning == Meaning::Role(role)).map(|c| c.index);
        let top = *header.rows.start();
        let headers =
            columns.iter().filter_map(|c| Some((c.index, fold_words(&sheet.get(top, c.index)?.text()))));
        View {
            sheet,
            columns,
            kind,
            words: guide.columns,
            code: first(Role::Code),
            title: first(Role::Title),
            headers: headers.collect(),
            is_only_group: header.is_only_group(),
        }
    }

    /// The kind of a row; none if it is empty as far as this table goes.
    fn kind(&self, row: u32, next: Option<u32>, inside: &Inside) -> Option<RowKind> {
        let cells = self.cells(row);
        let Some((first, text)) = cells.first().map(|(column, value)| (*column, value.text())) else {
            return self.is_only_group.then_some(RowKind::Beside);
        };
        if self.is_header(row) {
            return Some(RowKind::Header);
        }
        if is_numbering(&cells) {
            return Some(RowKind::Numbering);
        }
        if self.kind == TableKind::ProgrammeOutcomes {
            return Some(self.outcome_kind(row, &cells));
        }
        if is_total(&text, &self.words.total) && !self.has_code(row) {
            return Some(RowKind::Total);
        }
        if self.is_module_row(row, &cells) {
            return Some(RowKind::Module);
        }
        Some(self.rest(row, next, inside, first, &cells))
    }

    /// What a row is that is neither a module by its code, nor a header, nor a total.
    fn rest(
        &self,
        row: u32,
        next: Option<u32>,
        inside: &Inside,
        first: u32,
        cells: &[(u32, &Value)],
    ) -> RowKind {
        let text = cells[0].1.text();
        let says = |role: Role| self.filled(row, |meaning| *meaning == Meaning::Role(role));
        let amount = [Role::Credits, Role::Periods, Role::Hours].into_iter().any(says);
        let heading = self.others(cells) <= 1 || self.spans(row, first);
        let code = self.code.and_then(|column| self.sheet.get(row, column));
        let title = self.title.and_then(|column| self.sheet.get(row, column));
        let section = || RowKind::Section(self.section_text(cells));
        match (code, title) {
            (None, Some(title)) if !heading && self.is_module_without_code(row, amount) => {
                if is_note(&title.text(), &self.words.note) { RowKind::Note } else { RowKind::Module }
            }
            _ if is_note(&text, &self.words.note) => RowKind::Note,
            (None, None) if self.heads_modules(next, inside, cells) => section(),
            (None, None) if inside.module && self.says_text(row) => RowKind::Continuation,
            _ if first <= self.last_name_column() && (heading || !self.says_text(row)) => section(),
            _ if inside.module && self.says_text(row) => RowKind::Continuation,
            _ => RowKind::Note,
        }
    }

    /// A row of a list of outcomes of the programme.
    fn outcome_kind(&self, row: u32, cells: &[(u32, &Value)]) -> RowKind {
        let says = |role| self.filled(row, |meaning| *meaning == Meaning::Role(role));
        let labelled = self
            .columns
            .iter()
            .filter(|c| {
                matches!(c.meaning, Meaning::Role(Role::ProgrammeOutcomeLabel | Role::ProgrammeOutcomes))
            })
            .filter_map(|column| self.sheet.get(row, column.index))
            .any(|value| Label::front(&value.text()).is_some_and(|(l, _)| l.is_of_programme(self.words)));
        if labelled || says(Role::ProgrammeOutcomes) && cells.len() > 1 {
            RowKind::Outcome
        } else if is_note(&cells[0].1.text(), &self.words.note) {
            RowKind::Note
        } else {
            RowKind::Section(self.section_text(cells))
        }
    }

    /// Whether no column is of codes or titles.
    fn names_no_modules(&self) -> bool {
        self.code.is_none() && self.title.is_none()
    }

    fn has_code(&self, row: u32) -> bool {
        self.code.and_then(|column| self.sheet.get(row, column)).is_some_and(|code| is_code(&code.text()))
    }

    /// Filled cells that are not the running number.
    fn others(&self, cells: &[(u32, &Value)]) -> usize {
        cells.iter().filter(|(column, _)| Some(*column) != self.number()).count()
    }

    /// A row that names a module by its code: in the column of codes, or with its title in one cell of a row
    /// of its own.
    fn is_module_row(&self, row: u32, cells: &[(u32, &Value)]) -> bool {
        let others = self.others(cells);
        if self.has_code(row) {
            return others > 1 || self.title.is_none();
        }
        let named = cells.iter().find(|(column, _)| Some(*column) != self.number());
        let Some((column, value)) = named else { return false };
        let text = value.text();
        let in_names = Some(*column) == self.code || Some(*column) == self.title;
        let both = code_and_title(&text).is_some();
        // Below it the table has only texts, so the row is the module's own.
        let few = others <= 3 && !self.says_text(row);
        both && (in_names || few || others == 1)
            || self.names_no_modules() && others == 1 && is_code(&text)
            || in_names && self.code.is_some() && code_pair(&text).is_some()
    }

    /// Whether a row alone in the column of texts heads the modules below it: "Core Courses" among numbered
    /// outcomes, or before any module.
    fn heads_modules(&self, next: Option<u32>, inside: &Inside, cells: &[(u32, &Value)]) -> bool {
        let [(_, value)] = cells else { return false };
        let text = value.text();
        let short = text.split_whitespace().count() <= 8 && !is_numbered(&text);
        let before_module = next.is_some_and(|row| self.is_module_row(row, &self.cells(row)));
        short && before_module && (!inside.module || inside.numbered)
    }

    /// Whether a row with a title and no code is a module. Where others have codes, "Học phần tự chọn | 6" is a
    /// section with its credits, unless the row is numbered or tells more of a module.
    fn is_module_without_code(&self, row: u32, amount: bool) -> bool {
        let numbered = self.number().and_then(|column| self.sheet.get(row, column));
        let numbered =
            numbered.is_some_and(|value| value.text().trim_end_matches('.').parse::<u32>().is_ok());
        self.code.is_none() || (amount && (numbered || self.says_text(row)))
    }

    /// The filled cells of a row under this table's columns.
    fn cells(&self, row: u32) -> Vec<(u32, &'a Value)> {
        let last = self.last_column();
        let ours = |column: u32| match self.is_only_group {
            true => column <= last,
            false => self.columns.iter().any(|c| c.index == column),
        };
        self.sheet.row(row).filter(|(column, _)| ours(*column)).collect()
    }

    /// The filled cells of a row right of the table.
    fn beside(&self, row: u32) -> impl Iterator<Item = Address> {
        let last = if self.is_only_group { self.last_column() } else { u32::MAX };
        let right = self.sheet.row(row).filter(move |(column, _)| *column > last);
        right.map(move |(column, _)| Address::new(row, column))
    }

    fn last_column(&self) -> u32 {
        self.columns.last().map_or(0, |column| column.index)
    }

    fn first_text(&self, row: u32) -> String {
        self.cells(row).first().map(|(_, value)| value.text()).unwrap_or_default()
    }

    fn number(&self) -> Option<u32> {
        self.columns.iter().find(|c| c.meaning == Meaning::Role(Role::Number)).map(|c| c.index)
    }

    fn last_name_column(&self) -> u32 {
        self.code.into_iter().chain(self.title).max().unwrap_or_else(|| self.last_column())
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
                    | Meaning::ProgrammeOutcome(_)
                    | Meaning::ModuleOutcome(_)
                    | Meaning::Role(
                        Role::Outcomes
                            | Role::OutcomeLabel
                            | Role::OutcomesAssessed
                            | Role::ProgrammeOutcomes
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

/// Whether a text begins with a number, bullet or label, as outcomes in a list do.
fn is_numbered(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "-•+(*".contains(c)) || Label::front(text).is_some()
}

/// The code and title of a module written in one cell: `CSBP301:  Artificial Intelligence`, `SP 204 - Ứng dụng AI`.
///
/// ```
/// use khung::layout::code_and_title;
/// assert_eq!(code_and_title("CSBP301:  Artificial Intelligence"), Some(("CSBP301", "Artificial Intelligence")));
/// assert_eq!(code_and_title("PLO1: Vận dụng kiến thức"), None);
/// assert_eq!(code_and_title("Tự chọn: 4 tín chỉ"), None);
/// ```
pub fn code_and_title(text: &str) -> Option<(&str, &str)> {
    let end = text.find([':', '–', '-', '.']).filter(|end| *end <= 16)?;
    let code = text[..end].trim();
    let title = text[end..].trim_start_matches([':', '–', '-', '.', ' ']).trim();
    let letters = code.chars().filter(|c| c.is_alphabetic()).count();
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let upper = !code.chars().any(char::is_lowercase);
    let plain = code.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '_');
    let shaped = upper && plain && (2..=6).contains(&letters) && (2..=7).contains(&digits);
    // A label such as PLO12 has one or two figures; a code has three or more, or stands apart.
    let label = Label::whole(code).is_some_and(|label| label.number.len() <= 2);
    let worded = title.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (shaped && !label && worded && code.split_whitespace().count() <= 2).then_some((code, title))
}

/// Two codes in one cell, each with the specialisation it is for: `MUL322 (CN1) MUL321 (CN2)`.
pub fn code_pair(text: &str) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for part in text.split(')').map(str::trim).filter(|part| !part.is_empty()) {
        let (code, remark) = part.split_once('(')?;
        let code = code.trim().trim_matches([',', ';', '/', '+']).trim();
        if !is_code(code) {
            return None;
        }
        pairs.push((code.to_owned(), remark.trim().to_owned()));
    }
    (pairs.len() >= 2).then_some(pairs)
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
pub(super) fn is_code(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let length = text.chars().count();
    let digit = text.chars().any(|c| c.is_ascii_digit());
    let upper = text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
    let roman = text.trim_end_matches(['.', ')', ':']).chars().all(|c| "IVXivx".contains(c));
    words <= 3 && length <= 30 && (digit || (upper && words == 1 && length <= 14)) && !roman
}

/// `(1) (2) (3)` or `1 2 3` under a header.
fn is_numbering(cells: &[(u32, &Value)]) -> bool {
    let number = |value: &Value| {
        let text = value.text();
        // "(4)=(5)+(6)" is the fourth column.
        let plain = text.chars().all(|c| c.is_ascii_digit() || "()[]=+-*/ ".contains(c));
        let digits: String =
            text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok().filter(|_| plain)
    };
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
