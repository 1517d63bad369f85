//! `columns.toml`: the words institutions put in headers, and the marks they put in matrices.

use serde::Deserialize;

use super::source::Source;
use crate::error::Result;
use crate::lang::Wording;
use crate::text::fold_words;

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A running number.
    Number,
    /// The module's code.
    Code,
    /// The module's title.
    Title,
    /// Credits.
    Credits,
    /// Periods (*tiết*).
    Periods,
    /// Hours.
    Hours,
    /// A part of the amount: theory, practice. Read past.
    Part,
    /// The term.
    Term,
    /// The year of study, where terms are counted within it.
    Year,
    /// Compulsory or elective.
    Choice,
    /// The choice group, perhaps with its rule.
    Group,
    /// How many modules of the group must be taken.
    Take,
    /// Modules to be taken before.
    Prerequisites,
    /// Modules to be taken at the same time. Read past.
    Parallel,
    /// Description or aims.
    Description,
    /// Content.
    Content,
    /// Outcomes.
    Outcomes,
    /// The label of the outcome in the same row.
    OutcomeLabel,
    /// Assessment.
    Assessment,
    /// Components and levels the module is declared to serve, as codes.
    Alignments,
    /// The level the module is declared at.
    Level,
    /// Known, and of no use here.
    Other,
}

impl Role {
    /// What people call such a column.
    pub fn wording(self) -> Wording {
        let (vi, en) = match self {
            Role::Number => ("Số thứ tự", "Number"),
            Role::Code => ("Mã học phần", "Module code"),
            Role::Title => ("Tên học phần", "Module title"),
            Role::Credits => ("Số tín chỉ", "Credits"),
            Role::Periods => ("Số tiết", "Periods"),
            Role::Hours => ("Số giờ", "Hours"),
            Role::Part => ("Thời lượng thành phần", "Part of the amount"),
            Role::Term => ("Học kỳ", "Term"),
            Role::Year => ("Năm học", "Year of study"),
            Role::Choice => ("Bắt buộc/Tự chọn", "Compulsory/Elective"),
            Role::Group => ("Nhóm tự chọn", "Choice group"),
            Role::Take => ("Số học phần phải chọn", "Modules to take"),
            Role::Prerequisites => ("Học phần tiên quyết", "Prerequisites"),
            Role::Parallel => ("Học phần song hành", "Co-requisites"),
            Role::Description => ("Mô tả", "Description"),
            Role::Content => ("Nội dung", "Content"),
            Role::Outcomes => ("Chuẩn đầu ra", "Outcomes"),
            Role::OutcomeLabel => ("Mã chuẩn đầu ra", "Outcome code"),
            Role::Assessment => ("Đánh giá", "Assessment"),
            Role::Alignments => ("Liên kết khung năng lực", "Framework alignments"),
            Role::Level => ("Mức độ", "Level"),
            Role::Other => ("Cột khác", "Other column"),
        };
        Wording::new(vi, en)
    }
}

/// The words of one role, folded.
#[derive(Clone, Debug)]
pub struct ColumnWords {
    /// The role.
    pub role: Role,
    /// Its words, folded, longest first.
    pub words: Vec<String>,
}

/// One way of grading a matrix: the marks of each level, lowest first, folded.
#[derive(Clone, Debug)]
pub struct Scale {
    /// `I-R-M`.
    pub id: String,
    /// The marks of each level.
    pub levels: Vec<Vec<String>>,
}

/// The header words and marks, folded for comparing.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Words by role.
    pub columns: Vec<ColumnWords>,
    /// How a total row begins.
    pub total: Vec<String>,
    /// How a note begins.
    pub note: Vec<String>,
    /// Words of a programme's title.
    pub title: Vec<String>,
    /// Words for no prerequisites.
    pub nothing: Vec<String>,
    /// Words between two prerequisites.
    pub between: Vec<String>,
    /// Words for elective.
    pub elective: Vec<String>,
    /// Words for compulsory.
    pub compulsory: Vec<String>,
    /// Words for choosing.
    pub choose: Vec<String>,
    /// Marks for yes, as written and in lower case.
    pub tick: Vec<String>,
    /// Marks for no.
    pub none: Vec<String>,
    /// Grading scales in the order they are tried.
    pub scales: Vec<Scale>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: toml::Spanned<String>,
    column: Vec<Column>,
    rows: Rows,
    marks: Marks,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    role: Role,
    vi: Vec<String>,
    en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    total: Vec<String>,
    note: Vec<String>,
    title: Vec<String>,
    nothing: Vec<String>,
    between: Vec<String>,
    elective: Vec<String>,
    compulsory: Vec<String>,
    choose: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    tick: Vec<String>,
    none: Vec<String>,
    scale: Vec<ScaleWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleWords {
    id: String,
    levels: Vec<Vec<String>>,
}

pub(super) fn parse(source: &Source) -> Result<Columns> {
    let File { schema, column, rows, marks } = source.parse()?;
    let columns = Columns {
        columns: column.into_iter().map(words).collect(),
        total: folded(&rows.total),
        note: folded(&rows.note),
        title: folded(&rows.title),
        nothing: folded(&rows.nothing),
        between: folded(&rows.between),
        elective: folded(&rows.elective),
        compulsory: folded(&rows.compulsory),
        choose: folded(&rows.choose),
        tick: marks.tick.iter().map(|mark| mark.to_lowercase()).collect(),
        none: marks.none.iter().map(|mark| mark.to_lowercase()).collect(),
        scales: marks
            .scale
            .into_iter()
            .map(|scale| Scale { id: scale.id, levels: scale.levels.iter().map(|l| folded(l)).collect() })
            .collect(),
    };
    source.checked(columns, source.schema(&schema, "khung.columns/1"))
}

fn words(column: Column) -> ColumnWords {
    let mut words: Vec<String> = column.vi.iter().chain(&column.en).map(|word| fold_header(word)).collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    words.dedup();
    ColumnWords { role: column.role, words }
}

/// A header word as it is compared. `#` is a word of its own.
fn fold_header(word: &str) -> String {
    let folded = fold_words(word);
    if folded.is_empty() { word.to_owned() } else { folded }
}

fn folded(words: &[String]) -> Vec<String> {
    words.iter().map(|word| fold_words(word)).collect()
}
