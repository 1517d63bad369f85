//! `columns.toml`: the words institutions put in headers, and the marks they put in matrices.

use serde::Deserialize;

use super::source::Source;
use super::staff::StaffWords;
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
    /// Modules to be taken at the same time.
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
    /// The label of a programme outcome in a list of them.
    ProgrammeOutcomeLabel,
    /// A programme outcome, or the labels of those that a module or outcome contributes to.
    ProgrammeOutcomes,
    /// The labels of the module's outcomes that an assessment covers.
    OutcomesAssessed,
    /// The specialisation a module belongs to.
    Specialisation,
    /// What one class of a course costs.
    Cost,
    /// How many learners one class takes.
    Seats,
    /// How much an assessment weighs. Read past.
    Weight,
    /// The level the module is declared at.
    Level,
    /// Known, and of no use here.
    Other,
}

impl Role {
    /// The name in `columns.toml` and in reading files: `outcome-label`.
    pub fn key(self) -> String {
        let name = format!("{self:?}");
        let mut key = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !key.is_empty() {
                key.push('-');
            }
            key.extend(c.to_lowercase());
        }
        key
    }

    /// The role of that name.
    pub fn named(key: &str) -> Option<Role> {
        Role::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(key)).ok()
    }

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
            Role::ProgrammeOutcomeLabel => ("Mã chuẩn đầu ra chương trình", "Programme outcome code"),
            Role::ProgrammeOutcomes => ("Chuẩn đầu ra chương trình", "Programme outcomes"),
            Role::OutcomesAssessed => ("Chuẩn đầu ra được đánh giá", "Outcomes assessed"),
            Role::Specialisation => ("Chuyên ngành", "Specialisation"),
            Role::Cost => ("Kinh phí một lớp", "Cost per class"),
            Role::Seats => ("Sĩ số", "Class size"),
            Role::Weight => ("Trọng số", "Weight"),
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

/// A kind of table that looks like a curriculum and is none: a timetable, a transcript.
#[derive(Clone, Debug)]
pub struct Stranger {
    /// `timetable`.
    pub id: String,
    /// What it is.
    pub name: Wording,
    /// Words above the table or in the sheet's name that give it away.
    pub titles: Vec<String>,
    /// Words in its headers.
    pub headers: Vec<String>,
    /// Whether it is one even where its columns are components, so long as none holds modules.
    pub matrix: bool,
}

/// The names of facts about a programme, folded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactNames {
    /// The programme's title.
    pub title: Vec<String>,
    /// Its code.
    pub code: Vec<String>,
    /// Its credits in all.
    pub credits: Vec<String>,
    /// The level all its modules teach at.
    pub level: Vec<String>,
    /// Facts of no use here.
    pub other: Vec<String>,
}

/// What outcomes are called before their number, folded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// Outcomes of the programme.
    pub programme: Vec<String>,
    /// Outcomes of one module.
    pub module: Vec<String>,
    /// All outcomes of the module.
    pub all: Vec<String>,
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
    /// Those of them that make one prerequisite enough.
    pub either: Vec<String>,
    /// Words for modules taken at the same time.
    pub together: Vec<String>,
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
    /// What outcomes are called.
    pub labels: Labels,
    /// The names of facts.
    pub facts: FactNames,
    /// Tables that are no curricula.
    pub strangers: Vec<Stranger>,
    /// The words of self-assessments.
    pub staff: StaffWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: toml::Spanned<String>,
    column: Vec<Column>,
    rows: Rows,
    labels: Labels,
    facts: FactNames,
    stranger: Vec<StrangerWords>,
    marks: Marks,
    staff: StaffWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StrangerWords {
    id: String,
    vi: String,
    en: String,
    titles: Vec<String>,
    headers: Vec<String>,
    #[serde(default)]
    matrix: bool,
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
    either: Vec<String>,
    together: Vec<String>,
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
    let File { schema, column, rows, labels, facts, stranger, marks, staff } = source.parse()?;
    let columns = Columns {
        columns: column.into_iter().map(words).collect(),
        total: folded(&rows.total),
        note: folded(&rows.note),
        title: folded(&rows.title),
        nothing: folded(&rows.nothing),
        between: folded(&rows.between),
        either: folded(&rows.either),
        together: folded(&rows.together),
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
        labels: Labels {
            programme: folded(&labels.programme),
            module: folded(&labels.module),
            all: folded(&labels.all),
        },
        facts: FactNames {
            title: folded(&facts.title),
            code: folded(&facts.code),
            credits: folded(&facts.credits),
            level: folded(&facts.level),
            other: folded(&facts.other),
        },
        strangers: stranger.into_iter().map(known_stranger).collect(),
        staff: staff.folded(),
    };
    source.checked(columns, source.schema(&schema, "khung.columns/1"))
}

fn known_stranger(words: StrangerWords) -> Stranger {
    let StrangerWords { id, vi, en, titles, headers, matrix } = words;
    Stranger { id, name: Wording::new(vi, en), titles: folded(&titles), headers: folded(&headers), matrix }
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

pub(super) fn folded(words: &[String]) -> Vec<String> {
    words.iter().map(|word| fold_words(word)).collect()
}
