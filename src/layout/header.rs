//! Finding header rows by their words.

mod shape;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::column::{self, column};
use super::content::{self, Inferred};
use super::facts::Fact;
use super::rows::{code_and_title, is_code};
use super::words::exact_role;
use super::{Column, Guide, Label, Meaning, NearMiss, Stranger, Why, stranger, word_role};
use crate::lang::Wording;
use crate::mappings::{Role, SheetCorrection, TableCorrection};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};
use shape::{header_text, is_subheader, names_modules, respelt, roles, same_shape, side_by_side};

/// A header found, and what it heads.
pub(super) struct Header {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) what: What,
}

/// What a header heads.
pub(super) enum What {
    /// Tables, one for each that stands side by side.
    Groups(Vec<Vec<Column>>),
    /// A table that looks like a curriculum and is none.
    Stranger(Stranger),
    /// A table about something else.
    Foreign,
}

impl Header {
    pub(super) fn is_only_group(&self) -> bool {
        matches!(&self.what, What::Groups(groups) if groups.len() == 1)
    }
}

/// The headers of a sheet, and what came near to being one.
pub(super) struct Found {
    pub(super) headers: Vec<Header>,
    pub(super) near: Vec<NearMiss>,
}

/// Headers that may be over codes of anything.
pub(super) const BARE_CODES: [&str; 4] = ["ma", "code", "ma so", "ki hieu"];

/// Longer texts are statements, not headers.
const LONGEST_HEADER: usize = 160;

/// No table of a person's has more columns.
const MOST_COLUMNS: usize = 1024;

/// Rows of a header below its first one.
const MOST_SUBHEADERS: usize = 2;

pub(super) fn find(
    sheet: &Sheet,
    rows: &[u32],
    guide: Guide<'_>,
    facts: &[Fact],
    correction: Option<&SheetCorrection>,
) -> Found {
    let mut search = Search {
        sheet,
        rows,
        guide,
        names: component_names(guide),
        tells_module: facts.iter().any(Fact::is_of_module),
        passed: 0,
        found: Found { headers: Vec::new(), near: Vec::new() },
    };
    match correction.filter(|correction| !correction.tables.is_empty()) {
        Some(correction) => search.all_corrected(correction),
        None => (0..rows.len()).for_each(|position| search.look(position)),
    }
    search.found.near.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.row.cmp(&b.row)));
    search.found
}

fn component_names(guide: Guide<'_>) -> BTreeSet<String> {
    let ours = guide.framework.components().filter(|(_, known)| guide.tables.contains(&known.table));
    ours.flat_map(|(_, known)| [fold_words(&known.name.vi), fold_words(&known.name.en)]).collect()
}

struct Search<'a> {
    sheet: &'a Sheet,
    rows: &'a [u32],
    guide: Guide<'a>,
    /// The names of the components, folded.
    names: BTreeSet<String>,
    /// Whether the lines above tell of the one module that the sheet is about.
    tells_module: bool,
    /// The last row of a header that was met again.
    passed: u32,
    found: Found,
}

impl Search<'_> {
    /// Looks at one row, and takes it as a header or not.
    fn look(&mut self, position: usize) {
        let row = self.rows[position];
        let last = self.found.headers.last();
        if last.is_some_and(|header| row <= *header.rows.end()) || row <= self.passed && self.passed > 0 {
            return;
        }
        if last.is_some_and(|header| self.is_module_of(row, header) || self.is_answer_of(row, header)) {
            return;
        }
        let Some(columns) = self.candidate(row) else { return };
        let (rows, columns) = self.with_subheaders(position, columns);
        let mut columns = self.inferred(columns, *rows.end());
        column::respelt(&mut columns, self.guide);
        self.contents_as_titles(&mut columns);
        if !self.qualifies(&columns, *rows.end()) {
            self.refuse(position, &columns);
            return;
        }
        let groups = side_by_side(columns);
        // The same header again, after a page break, opens no new table.
        if let Some(What::Groups(last)) = last.map(|header| &header.what)
            && same_shape(last, &groups)
        {
            self.passed = *rows.end();
            return;
        }
        let what = match stranger::recognise(self.sheet, row, &groups, self.rows, self.guide) {
            Some(stranger) => What::Stranger(stranger),
            None => What::Groups(groups),
        };
        self.found.headers.push(Header { rows, what });
    }

    /// Whether a row has a module's code under a header that heads codes: it is no header itself, whatever words
    /// and components it names.
    fn is_module_of(&self, row: u32, header: &Header) -> bool {
        let What::Groups(groups) = &header.what else { return false };
        let codes = groups.iter().flatten().filter(|column| column.meaning == Meaning::Role(Role::Code));
        let mut texts = codes.filter_map(|column| Some(self.sheet.get(row, column.index)?.text()));
        texts.any(|text| is_code(&text) && exact_role(&text, self.guide.columns).is_none())
    }

    /// Whether a row, below a table that is no curriculum, is mostly levels and ticks: more of that table.
    fn is_answer_of(&self, row: u32, header: &Header) -> bool {
        let What::Stranger(_) = &header.what else { return false };
        let words = self.guide.columns;
        let is_mark = |text: &str| {
            let lower = text.to_lowercase();
            words.tick.contains(&lower) || words.none.contains(&lower)
        };
        let answers = self.sheet.row(row).filter(|(_, value)| {
            let text = value.text();
            is_mark(&text) || self.guide.framework.level_named(&text).is_some()
        });
        answers.count() * 2 > self.sheet.row(row).count()
    }

    /// A row that is no header of ours: a near miss or, below a table and apart from it, the header of a table
    /// about something else.
    fn refuse(&mut self, position: usize, columns: &[Column]) {
        let row = self.rows[position];
        let known = columns.iter().filter(|column| is_known(column)).count();
        if known == 0 {
            return;
        }
        // Apart from what is above: after a blank row, or under a title of its own.
        let above = position.checked_sub(1).map(|above| self.rows[above]);
        let apart = above.is_some_and(|above| above + 1 < row || self.sheet.row(above).count() == 1);
        let exact = columns.iter().filter(|column| column.score >= 0.95).count();
        let worded = |value: &Value| value.text().chars().any(char::is_alphabetic);
        let all_text = self.sheet.row(row).all(|(_, value)| worded(value));
        if apart && exact >= 2 && exact * 2 >= columns.len() && all_text && !self.found.headers.is_empty() {
            self.found.headers.push(Header { rows: row..=row, what: What::Foreign });
        } else {
            let score = known as f64 / columns.len().max(1) as f64;
            self.found.near.push(NearMiss { row, score, why: almost(row, columns) });
        }
    }

    /// The headers that a person has pointed at, and what khung finds between them that is no curriculum.
    fn all_corrected(&mut self, correction: &SheetCorrection) {
        (0..self.rows.len()).for_each(|position| self.look(position));
        let mut found = std::mem::take(&mut self.found.headers);
        for table in &correction.tables {
            self.corrected(table);
        }
        let ours = |row: u32| correction.tables.iter().any(|t| (t.header.0..=t.header.1).contains(&row));
        found.retain(|header| !matches!(header.what, What::Groups(_)) && !ours(*header.rows.start()));
        self.found.headers.append(&mut found);
        self.found.headers.sort_by_key(|header| *header.rows.start());
    }

    /// A header that a person has pointed at, with the meanings they gave its columns.
    fn corrected(&mut self, correction: &TableCorrection) {
        let (first, last) = correction.header;
        let indices: BTreeSet<u32> = (first..=last)
            .flat_map(|row| self.sheet.row(row).map(|(column, _)| column))
            .chain(correction.columns.keys().copied())
            .collect();
        let columns = indices.into_iter().map(|index| {
            let texts: Vec<&Value> =
                (first..=last).filter_map(|row| header_text(self.sheet, row, index, last)).collect();
            let guessed = column(index, &texts, self.guide);
            match correction.columns.get(&index) {
                Some(meaning) => {
                    let meaning = super::content::corrected(meaning, &guessed);
                    Column { meaning, score: 1.0, why: Why::Corrected, ..guessed }
                }
                None => guessed,
            }
        });
        let groups = side_by_side(columns.collect());
        self.found.headers.push(Header { rows: first..=last, what: What::Groups(groups) });
    }

    /// The columns `row` would head; none if it holds too few texts, or texts too long, to be a header.
    fn candidate(&self, row: u32) -> Option<Vec<Column>> {
        let cells: Vec<(u32, &Value)> = self.sheet.row(row).collect();
        let short = |value: &Value| value.text().chars().count() <= LONGEST_HEADER;
        if !(2..=MOST_COLUMNS).contains(&cells.len()) || !cells.iter().all(|(_, value)| short(value)) {
            return None;
        }
        // Most rows are no headers, and are known by having no word of one.
        let words = self.guide.columns;
        let known = |value: &Value| {
            let text = value.text();
            word_role(&text, words).is_some_and(|fit| fit.score >= 0.3)
                || Label::whole(&text).is_some_and(|label| label.is_of_programme(words))
        };
        let head = cells.iter().any(|(_, value)| matches!(value, Value::Text(_)) && known(value));
        if !head && !self.heads_components(&cells) {
            return None;
        }
        let columns = cells.into_iter().map(|(index, value)| column(index, &[value], self.guide)).collect();
        Some(respelt(columns))
    }

    /// Whether a row is mostly codes or names of components.
    fn heads_components(&self, cells: &[(u32, &Value)]) -> bool {
        let is = |value: &Value| {
            let text = value.text();
            let point = |pair: &[u8]| pair[0].is_ascii_digit() && pair[1] == b'.';
            let coded = text.as_bytes().windows(2).any(point)
                && matches!(column(0, &[value], self.guide).meaning, Meaning::Component { .. });
            coded || self.names.contains(&fold_words(&text))
        };
        cells.len() >= 3 && cells.iter().filter(|(_, value)| is(value)).count() * 2 > cells.len()
    }

    /// Adds what the cells below tell of columns whose headers tell nothing: codes of modules in front of a
    /// matrix, labels of outcomes.
    fn inferred(&self, mut columns: Vec<Column>, header: u32) -> Vec<Column> {
        self.labels_of_programme(&mut columns, header);
        let heads = || columns.iter().filter(|column| column.meaning.is_of_matrix());
        let first = heads().map(|column| column.index).min();
        let is_matrix = heads().count() >= 2 && !names_modules(&columns);
        let Some(matrix) = first.filter(|_| is_matrix) else { return columns };
        // "Năng lực thành phần" in the corner of a turned matrix heads the codes of modules.
        let open =
            |column: &&mut Column| column.score < 0.95 || column.meaning == Meaning::Role(Role::Alignments);
        let firsts = columns.iter_mut().filter(|c| c.index < matrix).filter(open);
        for known in firsts {
            let role = match content::inferred(self.sheet, self.rows, header, known.index, self.guide) {
                Some(Inferred::Codes) => Role::Code,
                Some(Inferred::ProgrammeLabels) => Role::ProgrammeOutcomeLabel,
                Some(Inferred::ModuleLabels) => Role::OutcomeLabel,
                None => continue,
            };
            (known.meaning, known.score, known.why) = (Meaning::Role(role), 0.9, Why::Cells);
        }
        // A matrix whose first column has no header at all.
        if columns.first().is_some_and(|first| first.index == matrix) && matrix > 0 {
            let left = matrix - 1;
            if content::inferred(self.sheet, self.rows, header, left, self.guide) == Some(Inferred::Codes) {
                let meaning = Meaning::Role(Role::Code);
                let first =
                    Column { index: left, header: String::new(), meaning, score: 0.9, why: Why::Cells };
                columns.insert(0, first);
            }
        }
        columns
    }

    /// "Nội dung bồi dưỡng" with its periods, where nothing else names modules, is what they are called.
    fn contents_as_titles(&self, columns: &mut [Column]) {
        let has = |role: Role| columns.iter().any(|column| column.meaning == Meaning::Role(role));
        let amounts = has(Role::Periods) || has(Role::Hours) || has(Role::Credits);
        let named = has(Role::Code) || has(Role::Title) || has(Role::OutcomeLabel);
        if self.tells_module || named || !amounts || !has(Role::Number) {
            return;
        }
        let content = |column: &&mut Column| column.meaning == Meaning::Role(Role::Content);
        if let Some(column) = columns.iter_mut().find(content) {
            (column.meaning, column.score) = (Meaning::Role(Role::Title), 0.9);
        }
    }

    /// "Mã" or "Ký hiệu" over PLO1, PLO2, … is a list of outcomes of the programme.
    fn labels_of_programme(&self, columns: &mut [Column], header: u32) {
        // Most rows are no headers and have no word of one in full: their cells are not worth a look.
        if !columns.iter().any(|column| column.score >= 0.95) {
            return;
        }
        let mut open = vec![Meaning::Role(Role::OutcomeLabel), Meaning::Unknown];
        // "PLO" over labels, where no modules and no outcomes of one stand before it, is the code of the outcome
        // in the next column.
        let names = |column: &Column| {
            let named = [Role::Code, Role::Title, Role::Outcomes, Role::OutcomeLabel];
            matches!(column.meaning, Meaning::Role(role) if named.contains(&role))
        };
        let of_programme = Meaning::Role(Role::ProgrammeOutcomes);
        let before = columns.iter().take_while(|column| column.meaning != of_programme).any(names);
        let modules = columns.iter().any(|c| matches!(c.meaning, Meaning::Role(Role::Code | Role::Title)));
        open.extend((!before && !modules).then_some(of_programme));
        // "Mã học phần" says what it is, "Mã" does not.
        let bare =
            |column: &Column| matches!(&column.why, Why::Word(word) if BARE_CODES.contains(&word.as_str()));
        for column in columns.iter_mut().filter(|column| open.contains(&column.meaning) || bare(column)) {
            let inferred = content::inferred(self.sheet, self.rows, header, column.index, self.guide);
            if inferred == Some(Inferred::ProgrammeLabels) {
                column.meaning = Meaning::Role(Role::ProgrammeOutcomeLabel);
                (column.score, column.why) = (column.score.max(0.9), Why::Cells);
            }
        }
    }

    /// A header names modules, by code or title, and tells at least one thing more about them; or it heads a
    /// list of outcomes: of the programme, or of modules that stand in rows of their own or above the table.
    fn qualifies(&self, columns: &[Column], last: u32) -> bool {
        let roles = roles(columns);
        let has = |role: Role| roles.contains(&role);
        let read_past = [Role::Number, Role::Other, Role::Part, Role::Weight, Role::Cost, Role::Seats];
        let useful = roles.iter().filter(|role| !read_past.contains(role)).count();
        let matrix = columns.iter().filter(|column| column.meaning.is_of_matrix()).count();
        if names_modules(columns) {
            return useful >= 2 || matrix >= 2;
        }
        if has(Role::ProgrammeOutcomeLabel) {
            return useful >= 2 || matrix >= 2;
        }
        let of_programme = has(Role::ProgrammeOutcomes) && (useful >= 2 || matrix >= 2);
        let texts = has(Role::Outcomes) || has(Role::OutcomeLabel);
        let more = useful >= 2 || matrix >= 1;
        of_programme
            || (texts && more && (self.tells_module || self.has_module_rows(last)))
            || (self.tells_module && has(Role::Assessment) && (useful >= 2 || has(Role::Weight)))
            || (self.tells_module && has(Role::Content) && useful >= 2)
    }

    /// Whether rows below name modules: a code and a title alone in a row.
    fn has_module_rows(&self, header: u32) -> bool {
        let below = self.rows.iter().filter(|row| **row > header).take(200);
        below.into_iter().any(|row| {
            let mut cells = self.sheet.row(*row);
            let first = cells.next().map(|(_, value)| value.text()).unwrap_or_default();
            cells.next().is_none() && (code_and_title(&first).is_some() || is_code(&first))
        })
    }

    /// Adds the rows below a header that belong to it: those that say nothing in the columns of codes and
    /// titles, and are short words elsewhere.
    fn with_subheaders(&self, position: usize, top: Vec<Column>) -> (RangeInclusive<u32>, Vec<Column>) {
        let (sheet, first) = (self.sheet, self.rows[position]);
        let mut last = first;
        for row in self.rows[position + 1..].iter().take(MOST_SUBHEADERS) {
            if *row != last + 1 || !is_subheader(sheet, *row, &top, self.guide.columns) {
                break;
            }
            last = *row;
        }
        if last == first {
            return (first..=last, top);
        }
        let columns: BTreeSet<u32> =
            (first..=last).flat_map(|row| sheet.row(row).map(|(column, _)| column)).collect();
        let joined = columns.into_iter().map(|index| {
            let texts: Vec<&Value> =
                (first..=last).filter_map(|row| header_text(sheet, row, index, last)).collect();
            column(index, &texts, self.guide)
        });
        (first..=last, respelt(joined.collect()))
    }
}

/// Why no table was found: what came nearest to a header.
pub(super) fn why_none(near: &[NearMiss]) -> Wording {
    near.first().map_or_else(
        || Wording::new("không có hàng nào giống hàng tiêu đề", "no row looks like a header"),
        |near| near.why.clone(),
    )
}

/// Why a header was taken for one: how many of its columns are known.
pub(super) fn why(columns: &[Column]) -> Wording {
    let known = columns.iter().filter(|column| is_known(column)).count();
    let all = columns.len();
    Wording::new(format!("nhận ra {known} trên {all} cột"), format!("{known} of {all} columns recognised"))
}

fn almost(row: u32, columns: &[Column]) -> Wording {
    let known: Vec<&str> = columns.iter().filter(|c| is_known(c)).map(|c| c.header.as_str()).collect();
    let known = known.join(", ");
    let named = columns.iter().any(|c| matches!(c.meaning, Meaning::Role(Role::Code | Role::Title)));
    let (vi, en) = if named {
        ("một cột nữa, như số tín chỉ hoặc chuẩn đầu ra", "one more column, such as credits or outcomes")
    } else {
        ("cột mã hoặc tên học phần", "a column of module codes or titles")
    };
    Wording::new(
        format!("hàng {} giống tiêu đề nhất (nhận ra: {known}) nhưng thiếu {vi}", row + 1),
        format!("row {} came nearest to a header (recognised: {known}) but lacks {en}", row + 1),
    )
}

pub(super) fn is_known(column: &Column) -> bool {
    !matches!(column.meaning, Meaning::Unknown | Meaning::UnknownComponent | Meaning::Date)
}
