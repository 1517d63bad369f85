//! The curriculum: programmes, their modules, choice groups and outcomes, and the statements of
//! their texts, each with the spreadsheet cell it stands in.

use std::collections::BTreeSet;

use crate::framework::{CellId, LevelId};
use crate::lang::Wording;
use crate::place::{Located, Place};

/// What an institution offers: an ordered set of modules.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Short name, unique within a run: the file's name, with the sheet's where one file has several.
    pub id: String,
    /// The title found in the workbook, else the id.
    pub title: String,
    /// The institution's own code for it, if it is told.
    pub code: Option<String>,
    /// The sheet or file that lists the modules.
    pub place: Place,
    /// The modules, in the order of the workbook.
    pub modules: Vec<Module>,
    /// The choice groups that the modules' [`Choice`] points into.
    pub groups: Vec<ChoiceGroup>,
    /// The outcomes of the whole programme (PLO), in the order of the workbook.
    pub outcomes: Vec<ProgrammeOutcome>,
    /// What its modules, and their outcomes, are said to contribute to those.
    pub contributions: Vec<Contribution>,
    /// The headings among the rows of its lists and matrices.
    pub sections: Vec<Located<String>>,
}

/// What a programme says its graduates can do (PLO, *chuẩn đầu ra chương trình*).
#[derive(Clone, Debug)]
pub struct ProgrammeOutcome {
    /// The label: `PLO3`.
    pub label: String,
    /// Its text; empty where only its label is met.
    pub text: String,
    /// Where it is listed, or else first named.
    pub place: Place,
    /// The cells of the framework that it is declared to serve.
    pub cells: Vec<OutcomeClaim>,
}

/// A cell that a programme outcome is declared to serve.
#[derive(Clone, Debug)]
pub struct OutcomeClaim {
    /// The cell.
    pub cell: CellId,
    /// Whether the workbook names the level; else it is the lowest.
    pub levelled: bool,
    /// What says so, and where.
    pub said: Located<String>,
}

/// A module, or one outcome of it, said to contribute to a programme outcome.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// The module, by position.
    pub module: usize,
    /// Its outcome, by position among its statements, if one is named.
    pub statement: Option<usize>,
    /// The programme outcome, by position in [`Programme::outcomes`].
    pub outcome: usize,
    /// The grade of the contribution, as a level, if one is given.
    pub level: Option<LevelId>,
    /// What says so, and where.
    pub said: Located<String>,
}

impl Programme {
    /// The position of the module with `code`, compared without case, blanks and diacritics.
    pub fn module(&self, code: &str) -> Option<usize> {
        let wanted = code_key(code);
        self.modules.iter().position(|module| code_key(&module.code) == wanted)
    }

    /// The files that it was read from.
    pub fn files(&self) -> BTreeSet<&str> {
        let statements = self.modules.iter().flat_map(|module| &module.statements);
        let places =
            self.modules.iter().map(|module| &module.place).chain(statements.map(|said| &said.place));
        let places = places.chain(self.outcomes.iter().map(|outcome| &outcome.place)).chain([&self.place]);
        places.map(Place::file).collect()
    }

    /// The credits of the modules that `is` picks, added up.
    pub fn credits(&self, is: impl Fn(&Module) -> bool) -> f64 {
        let modules = self.modules.iter().filter(|module| is(module));
        // An empty sum of floats is -0, which would be shown.
        modules.filter_map(|module| module.amount.credits).fold(0.0, |sum, credits| sum + credits)
    }

    /// The group that `module` is chosen from, if it is chosen from one.
    pub fn group_of(&self, module: &Module) -> Option<&ChoiceGroup> {
        match module.choice {
            Choice::Group(group) => self.groups.get(group),
            Choice::Compulsory | Choice::Free => None,
        }
    }

    /// Whether `module` is chosen from the group at `group`, or from one within it.
    pub fn is_in_group(&self, module: &Module, group: usize) -> bool {
        let mut inner = match module.choice {
            Choice::Group(inner) => Some(inner),
            Choice::Compulsory | Choice::Free => None,
        };
        while let Some(at) = inner {
            if at == group {
                return true;
            }
            // A group stands after the one it lies within.
            inner = self.groups[at].within.filter(|outer| *outer < at);
        }
        false
    }

    /// Whether nothing but titles was read of its modules, so that little can be evidenced.
    pub fn has_titles_only(&self) -> bool {
        let mut statements = self.modules.iter().flat_map(|module| &module.statements);
        statements.all(|statement| statement.kind == StatementKind::Title)
    }

    /// How many statements the modules have in all.
    pub fn statement_count(&self) -> usize {
        self.modules.iter().map(|module| module.statements.len()).sum()
    }

    /// How many of them are outcomes.
    pub fn outcome_count(&self) -> usize {
        let statements = self.modules.iter().flat_map(|module| &module.statements);
        statements.filter(|statement| statement.kind == StatementKind::Outcome).count()
    }
}

/// A module code as it is compared: letters and digits only, folded. `SP 204` is `sp204`.
pub fn code_key(code: &str) -> String {
    crate::text::fold(code).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The unit that is taught.
#[derive(Clone, Debug)]
pub struct Module {
    /// The code; the title where the workbook gives no code.
    pub code: String,
    /// The title.
    pub title: String,
    /// How much it is, in the units the institution gave.
    pub amount: Amount,
    /// What one class of it costs and how many it seats.
    pub offer: Offer,
    /// The term it is taught in, counted from 1.
    pub term: Option<u16>,
    /// Whether every learner takes it.
    pub choice: Choice,
    /// Modules to be taken before it.
    pub prerequisites: Vec<Prerequisite>,
    /// Modules to be taken at the same time: no order follows from them.
    pub parallel: Vec<Prerequisite>,
    /// The specialisation it belongs to, where the programme divides into some.
    pub specialisation: Option<String>,
    /// Title, description, content, outcomes and assessment, sentence by sentence.
    pub statements: Vec<Statement>,
    /// Where its row begins.
    pub place: Place,
}

/// What a class of a course costs and seats, each only if the catalogue gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer {
    /// What one class costs, in đồng, or in the currency that the whole catalogue is in.
    pub cost: Option<Located<f64>>,
    /// How many learners one class takes at most.
    pub seats: Option<Located<u32>>,
}

/// Credits, periods (*tiết*) and hours, each only if the institution gave it. Never converted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Amount {
    /// Credits (*tín chỉ*).
    pub credits: Option<f64>,
    /// Periods (*tiết*).
    pub periods: Option<f64>,
    /// Hours (*giờ*).
    pub hours: Option<f64>,
}

impl Module {
    /// Whether `name` is its code or its title, compared without case and diacritics.
    pub fn is_called(&self, name: &str) -> bool {
        let folded = crate::text::fold_words(name);
        code_key(&self.code) == code_key(name) || crate::text::fold_words(&self.title) == folded
    }
}

impl Amount {
    /// One `n`-th of this amount, in each unit.
    pub fn shared_by(self, n: usize) -> Amount {
        let share = |amount: Option<f64>| amount.map(|amount| amount / n.max(1) as f64);
        Amount { credits: share(self.credits), periods: share(self.periods), hours: share(self.hours) }
    }

    /// The sum, unit by unit; a unit that only one side gives is that side's.
    pub fn plus(self, other: Amount) -> Amount {
        let sum = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
        Amount {
            credits: sum(self.credits, other.credits),
            periods: sum(self.periods, other.periods),
            hours: sum(self.hours, other.hours),
        }
    }
}

/// Whether every learner takes a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Every learner does, or the workbook does not say otherwise.
    Compulsory,
    /// Learners choose within the group at this position of [`Programme::groups`].
    Group(usize),
    /// Elective, but no group says how many must be taken: any learner may go without it.
    Free,
}

/// Modules of which a learner takes some.
#[derive(Clone, Debug)]
pub struct ChoiceGroup {
    /// The name in the workbook: `TC1`, *Tự chọn 2*.
    pub name: String,
    /// How many must be taken.
    pub take: Take,
    /// The group it lies within: what is taken of it counts there too.
    pub within: Option<usize>,
    /// Where the rule stands.
    pub place: Place,
}

/// How much of a choice group a learner must take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Take {
    /// So many modules.
    Modules(usize),
    /// Modules of so many credits.
    Credits(f64),
    /// The workbook does not say: taken as none, so that nothing is promised.
    Unstated,
}

/// A module named as a prerequisite.
#[derive(Clone, Debug)]
pub struct Prerequisite {
    /// The code as written, or the title of the module named by it, and the cell.
    pub named: Located<String>,
    /// The module meant, if the programme has it.
    pub module: Option<usize>,
    /// Whether it is one of several of which one is enough.
    pub alternative: bool,
}

/// What part of a module's text a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementKind {
    /// The module's title.
    Title,
    /// Its description or aim.
    Description,
    /// A line of its content.
    Content,
    /// A learning outcome (CLO).
    Outcome,
    /// How it is assessed.
    Assessment,
}

impl StatementKind {
    /// The word used in `coverage.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            StatementKind::Title => "title",
            StatementKind::Description => "description",
            StatementKind::Content => "content",
            StatementKind::Outcome => "outcome",
            StatementKind::Assessment => "assessment",
        }
    }

    /// What people call it.
    pub fn wording(self) -> Wording {
        match self {
            StatementKind::Title => Wording::new("Tên học phần", "Title"),
            StatementKind::Description => Wording::new("Mô tả", "Description"),
            StatementKind::Content => Wording::new("Nội dung", "Content"),
            StatementKind::Outcome => Wording::new("Chuẩn đầu ra", "Outcome"),
            StatementKind::Assessment => Wording::new("Đánh giá", "Assessment"),
        }
    }
}

/// One sentence or bullet of a module's text.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where it comes from.
    pub kind: StatementKind,
    /// The label it is called by elsewhere (`CLO2`), given or counted.
    pub label: Option<String>,
    /// The text, composed, in the workbook's own spelling.
    pub text: String,
    /// The cell it stands in.
    pub place: Place,
    /// For an outcome: whether an assessment of the module names it.
    pub assessed: bool,
}
