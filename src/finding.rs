//! What a person should know, while khung goes on: code, severity, place, message, help.
//!
//! Wrong data is data. A mistyped code, a number that was a component, a sheet that was left alone:
//! each is a finding with the place it concerns, said for the person who owns the workbook. Every
//! code has a heading in `docs/findings.md`.

use crate::lang::Wording;
use crate::place::Place;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was left out of the audit because of it.
    Error,
    /// The audit may say something else than the institution means.
    Warning,
    /// How khung understood something that could be understood otherwise.
    Info,
}

impl Severity {
    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    /// The word a person reads.
    pub fn wording(self) -> Wording {
        match self {
            Severity::Error => Wording::new("Lỗi", "Error"),
            Severity::Warning => Wording::new("Cảnh báo", "Warning"),
            Severity::Info => Wording::new("Thông tin", "Note"),
        }
    }
}

/// What kind of finding it is. The kebab-case name is the handle in documents and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each has a heading in docs/findings.md, which a test checks")]
pub enum Code {
    NotASpreadsheet,
    EncryptedFile,
    EmptyFile,
    UnreadableFile,
    FileTooLarge,
    NoHeader,
    NoModules,
    NotACurriculum,
    SkippedSheet,
    HiddenSheet,
    HiddenCells,
    RowsRead,
    HeaderGuessed,
    UnknownColumn,
    UnusedReading,
    FormulaWithoutValue,
    TextConverted,
    LegacyFont,
    ErrorCell,
    DuplicateModule,
    UnknownModule,
    UnclearAmount,
    UnclearTerm,
    UnclearChoice,
    UnclearOffer,
    ImpossibleChoice,
    UnknownPrerequisite,
    PrerequisiteCycle,
    LatePrerequisite,
    CodeReadAsNumber,
    UnknownComponent,
    AmbiguousComponent,
    UnknownOutcome,
    UnknownMark,
    ScaleRead,
    LevelNotStated,
    AlignedWithEverything,
    AlignedWithNothing,
    TitlesOnly,
    CarriedByTitles,
    EvidencedNotDeclared,
    TotalDiffers,
    DecisionUnclear,
    DecisionGone,
    DecisionSuspect,
    DecisionContradicted,
    DecisionCarried,
    JustificationIncomplete,
    UnclearLevelReached,
    PersonTwice,
    NotAssessed,
}

/// Every code with its name and severity: the one list that documents and tests go through.
const CODES: [(Code, &str, Severity); 51] = [
    (Code::NotASpreadsheet, "not-a-spreadsheet", Severity::Error),
    (Code::EncryptedFile, "encrypted-file", Severity::Error),
    (Code::EmptyFile, "empty-file", Severity::Error),
    (Code::UnreadableFile, "unreadable-file", Severity::Error),
    (Code::FileTooLarge, "file-too-large", Severity::Error),
    (Code::NoHeader, "no-header", Severity::Error),
    (Code::NoModules, "no-modules", Severity::Error),
    (Code::NotACurriculum, "not-a-curriculum", Severity::Warning),
    (Code::SkippedSheet, "skipped-sheet", Severity::Info),
    (Code::HiddenSheet, "hidden-sheet", Severity::Info),
    (Code::HiddenCells, "hidden-cells", Severity::Info),
    (Code::RowsRead, "rows-read", Severity::Info),
    (Code::HeaderGuessed, "header-guessed", Severity::Warning),
    (Code::UnknownColumn, "unknown-column", Severity::Info),
    (Code::UnusedReading, "unused-reading", Severity::Warning),
    (Code::FormulaWithoutValue, "formula-without-value", Severity::Warning),
    (Code::TextConverted, "text-converted", Severity::Info),
    (Code::LegacyFont, "legacy-font", Severity::Warning),
    (Code::ErrorCell, "error-cell", Severity::Warning),
    (Code::DuplicateModule, "duplicate-module", Severity::Error),
    (Code::UnknownModule, "unknown-module", Severity::Warning),
    (Code::UnclearAmount, "unclear-amount", Severity::Warning),
    (Code::UnclearTerm, "unclear-term", Severity::Warning),
    (Code::UnclearChoice, "unclear-choice", Severity::Warning),
    (Code::UnclearOffer, "unclear-offer", Severity::Warning),
    (Code::ImpossibleChoice, "impossible-choice", Severity::Warning),
    (Code::UnknownPrerequisite, "unknown-prerequisite", Severity::Warning),
    (Code::PrerequisiteCycle, "prerequisite-cycle", Severity::Warning),
    (Code::LatePrerequisite, "late-prerequisite", Severity::Warning),
    (Code::CodeReadAsNumber, "code-read-as-number", Severity::Warning),
    (Code::UnknownComponent, "unknown-component", Severity::Warning),
    (Code::AmbiguousComponent, "ambiguous-component", Severity::Warning),
    (Code::UnknownOutcome, "unknown-outcome", Severity::Warning),
    (Code::UnknownMark, "unknown-mark", Severity::Warning),
    (Code::ScaleRead, "scale-read", Severity::Info),
    (Code::LevelNotStated, "level-not-stated", Severity::Info),
    (Code::AlignedWithEverything, "aligned-with-everything", Severity::Warning),
    (Code::AlignedWithNothing, "aligned-with-nothing", Severity::Info),
    (Code::TitlesOnly, "titles-only", Severity::Warning),
    (Code::CarriedByTitles, "carried-by-titles", Severity::Warning),
    (Code::EvidencedNotDeclared, "evidenced-not-declared", Severity::Info),
    (Code::TotalDiffers, "total-differs", Severity::Warning),
    (Code::DecisionUnclear, "decision-unclear", Severity::Warning),
    (Code::DecisionGone, "decision-gone", Severity::Warning),
    (Code::DecisionSuspect, "decision-suspect", Severity::Warning),
    (Code::DecisionContradicted, "decision-contradicted", Severity::Warning),
    (Code::DecisionCarried, "decision-carried", Severity::Info),
    (Code::JustificationIncomplete, "justification-incomplete", Severity::Warning),
    (Code::UnclearLevelReached, "unclear-level-reached", Severity::Warning),
    (Code::PersonTwice, "person-twice", Severity::Warning),
    (Code::NotAssessed, "not-assessed", Severity::Info),
];

impl Code {
    /// Every code, in the order of `docs/findings.md`.
    pub fn all() -> impl Iterator<Item = Code> {
        CODES.iter().map(|&(code, ..)| code)
    }

    /// The kebab-case name.
    pub fn as_str(self) -> &'static str {
        CODES[self as usize].1
    }

    /// How much a finding of this kind matters.
    pub fn severity(self) -> Severity {
        CODES[self as usize].2
    }
}

/// One thing a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding.
    pub code: Code,
    /// Where it was found.
    pub place: Place,
    /// What was found and what was expected.
    pub message: Wording,
    /// What to do about it.
    pub help: Wording,
}

impl Finding {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What was found and what to do about it, in one.
    pub fn in_full(&self) -> Wording {
        let (what, help) = (&self.message, &self.help);
        Wording::new(format!("{}. {}", what.vi, help.vi), format!("{}. {}", what.en, help.en))
    }
}

/// Findings as they are collected. [`Findings::sorted`] makes their order independent of the order
/// of work.
#[derive(Clone, Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, code: Code, place: &Place, message: Wording, help: Wording) {
        self.0.push(Finding { code, place: place.clone(), message, help });
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Findings) {
        self.0.extend(other.0);
    }

    /// The findings by file, sheet, row, column and code, each said once.
    pub fn sorted(mut self) -> Vec<Finding> {
        self.0.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
        self.0.dedup();
        self.0
    }

    /// The findings so far, in the order they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_codes_is_in_their_order() {
        for (position, code) in Code::all().enumerate() {
            assert_eq!(code as usize, position, "{}", code.as_str());
        }
    }

    #[test]
    fn names_are_unique() {
        let names: std::collections::BTreeSet<_> = Code::all().map(Code::as_str).collect();
        assert_eq!(names.len(), Code::all().count());
    }
}
