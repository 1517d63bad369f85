//! The columns that reports are written with and ledgers are read by, in both languages.

use crate::alignment::Alignment;
use crate::curriculum::Module;
use crate::lang::Wording;
use crate::text::fold_words;

/// A column of the sheets *Evidence*, *Decisions kept* or *Gaps*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is what its wording says")]
pub enum Column {
    State,
    ModuleCode,
    Module,
    Component,
    Level,
    Indicator,
    Quote,
    Decision,
    Comment,
    Reviewer,
    Date,
    Recheck,
    Place,
    Basis,
    Confidence,
    Counts,
    Kind,
    Rule,
    Cell,
    Alignment,
    Programme,
    Why,
    Reason,
    JustifiedBy,
    JustifiedOn,
}

impl Column {
    /// Those that a ledger is read by.
    pub(super) const READ: [Column; 20] = [
        Column::State,
        Column::ModuleCode,
        Column::Module,
        Column::Component,
        Column::Level,
        Column::Indicator,
        Column::Quote,
        Column::Decision,
        Column::Comment,
        Column::Reviewer,
        Column::Date,
        Column::Recheck,
        Column::Place,
        Column::Kind,
        Column::Cell,
        Column::Alignment,
        Column::Programme,
        Column::Reason,
        Column::JustifiedBy,
        Column::JustifiedOn,
    ];

    /// Its header.
    pub fn wording(self) -> Wording {
        let (vi, en) = match self {
            Column::State => ("Trạng thái", "State"),
            Column::ModuleCode => ("Mã học phần", "Module code"),
            Column::Module => ("Học phần", "Module"),
            Column::Component => ("Năng lực thành phần", "Component"),
            Column::Level => ("Mức độ", "Level"),
            Column::Indicator => ("Biểu hiện", "Indicator"),
            Column::Quote => ("Câu trích", "Quote"),
            Column::Decision => ("Quyết định", "Decision"),
            Column::Comment => ("Ý kiến", "Comment"),
            Column::Reviewer => ("Người duyệt", "Reviewer"),
            Column::Date => ("Ngày duyệt", "Date"),
            Column::Recheck => ("Xem lại vì", "To recheck"),
            Column::Place => ("Vị trí trong tệp", "Place in the file"),
            Column::Basis => ("Căn cứ", "Basis"),
            Column::Confidence => ("Độ tin cậy", "Confidence"),
            Column::Counts => ("Được tính", "Counts"),
            Column::Kind => ("Trích từ", "Taken from"),
            Column::Rule => ("Quy tắc", "Rule"),
            Column::Cell => ("Ô của khung", "Cell"),
            Column::Alignment => ("Mã liên kết", "Alignment"),
            Column::Programme => ("Chương trình", "Programme"),
            Column::Why => ("Vì sao chưa dùng được", "Why it cannot be used"),
            Column::Reason => ("Lý do chấp nhận", "Justified: reason"),
            Column::JustifiedBy => ("Người xác nhận", "Justified by"),
            Column::JustifiedOn => ("Ngày xác nhận", "Justified on"),
        };
        Wording::new(vi, en)
    }

    /// The column that `header` names, in either language.
    pub(super) fn named(header: &str) -> Option<Column> {
        let header = fold_words(header);
        let is = |column: &Column| {
            let Wording { vi, en } = column.wording();
            fold_words(&vi) == header || fold_words(&en) == header
        };
        Column::READ.into_iter().find(is)
    }
}

/// What the column *Taken from* says of an alignment: what part of the module the quote is from, or who says so.
pub fn taken_from(alignment: &Alignment, module: &Module) -> Wording {
    match alignment.statement.and_then(|at| module.statements.get(at)) {
        _ if alignment.standing.by_hand => by_hand(),
        Some(statement) => statement.kind.wording(),
        None if alignment.evidence.path.is_empty() => matrix(),
        None => path(),
    }
}

fn by_hand() -> Wording {
    Wording::new("Người bổ sung", "Added by hand")
}

fn matrix() -> Wording {
    Wording::new("Ma trận", "Matrix")
}

fn path() -> Wording {
    Wording::new("Chuỗi liên kết", "Path")
}

fn says(word: &str, wording: &Wording) -> bool {
    let word = fold_words(word);
    word == fold_words(&wording.vi) || word == fold_words(&wording.en)
}

/// Whether the column *Taken from* says that a person added the row.
pub(super) fn is_by_hand(word: &str) -> bool {
    says(word, &by_hand())
}

/// Whether the column *Taken from* says that the institution claims it.
pub(super) fn is_claim(word: &str) -> bool {
    says(word, &matrix()) || says(word, &path())
}
