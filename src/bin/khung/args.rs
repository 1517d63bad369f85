//! What was typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use khung::mappings::LimitChanges;
use khung::{evaluation, lang, plan};

/// Cho biết chương trình đào tạo giáo viên đáp ứng khung năng lực đến đâu, thiếu gì, cần sửa gì.
///
/// Tells, from an institution's own spreadsheets, which parts of a competency framework its curriculum
/// really teaches, which it misses, and what to change.
#[derive(Debug, Parser)]
#[command(name = "khung", version, max_term_width = 100)]
pub(crate) struct Command {
    #[command(subcommand)]
    pub(crate) action: Action,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Audit programmes: workbooks in, coverage.xlsx, coverage.html and coverage.json out
    Audit(Audit),
    /// Propose the smallest change that closes the gaps: plan.xlsx and plan.json
    Plan(Plan),
    /// Show what changed between two reports, or two curricula: comparison.xlsx and comparison.json
    Compare(Compare),
    /// Show how each sheet is understood, column by column, and what is skipped and why
    Inspect(Inspect),
    /// Measure how right the links are, on statements that people have labelled
    Evaluate(Evaluate),
    /// Show why the statements of a module are linked as they are, and what the nearest rules lacked
    Explain(Explain),
    /// Show or check a framework
    #[command(subcommand)]
    Framework(Framework),
    /// Check rule packs, or learn cues from labelled statements
    #[command(subcommand)]
    Rules(Rules),
    /// Write an empty workbook with the headers khung reads, drop-downs and an example
    Template(Template),
    /// Write a completion script for a shell to standard output
    #[command(hide = true)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Flags that several commands share.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// Whom the programmes train: general-teacher, preschool-teacher, general-manager, preschool-manager
    #[arg(long, value_name = "KEY")]
    pub(crate) audience: Option<String>,
    /// The level required: basic, proficient or advanced
    #[arg(long, value_name = "LEVEL")]
    pub(crate) target: Option<String>,
    /// The framework, by id or TOML file
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) framework: Option<String>,
    /// A folder laid out like mappings/, whose files replace the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) mappings: Option<PathBuf>,
    /// How the workbooks are to be understood: a file that `khung inspect --save` wrote, with your corrections
    #[arg(long, value_name = "FILE")]
    pub(crate) reading: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitFlags,
    /// Language of messages and reports
    #[arg(long, value_enum, default_value_t = Lang::Vi)]
    pub(crate) lang: Lang,
    /// Threads to use; all cores unless told
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Say nothing but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// What is read at most, where the settings are not to decide.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct LimitFlags {
    /// Megabytes of a file
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_file_megabytes: Option<u64>,
    /// Megabytes of a zipped workbook once unpacked
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_unpacked_megabytes: Option<u64>,
    /// Filled cells of a workbook
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_cells: Option<usize>,
    /// Sheets of a workbook
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_sheets: Option<usize>,
    /// Letters of a cell
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_text_letters: Option<usize>,
    /// Seconds that opening a file may take
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_seconds: Option<u64>,
    /// Letters that a rule's pattern may spell, its concepts put in and its repetitions written out
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_pattern_letters: Option<u64>,
}

impl From<LimitFlags> for LimitChanges {
    fn from(flags: LimitFlags) -> Self {
        LimitChanges {
            max_file_megabytes: flags.max_file_megabytes,
            max_unpacked_megabytes: flags.max_unpacked_megabytes,
            max_cells: flags.max_cells,
            max_sheets: flags.max_sheets,
            max_text_letters: flags.max_text_letters,
            max_seconds: flags.max_seconds,
            max_pattern_letters: flags.max_pattern_letters,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Workbooks (xlsx, xlsm, xlsb, xls, ods, csv, tsv) or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// The folder to write reports into
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub(crate) out: PathBuf,
    /// An earlier coverage.xlsx (or its sheets as csv) in which people have decided; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) review: Vec<PathBuf>,
    /// What is enough for a cell to be covered: lenient, standard or strict
    #[arg(long, value_name = "ID")]
    pub(crate) policy: Option<String>,
    /// Also write the graph, as .dot or .graphml
    #[arg(long, value_name = "FILE")]
    pub(crate) graph: Option<PathBuf>,
    /// Exit with 1 if the programme has gaps
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) fail_on: Option<FailOn>,
    /// Overwrite reports even if someone has edited them
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// Workbooks of the curriculum, or folders of them
    #[arg(required_unless_present = "needs", conflicts_with = "needs", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// Instead, for a department: self-assessments of staff, to plan classes of the courses in --catalogue
    #[arg(long, value_name = "PATH", num_args = 1.., requires = "catalogue", conflicts_with_all = ["drop", "max_extra_periods", "review", "objective"])]
    pub(crate) needs: Vec<PathBuf>,
    /// With --needs: the money there is; the most need is met within it
    #[arg(long, value_name = "SUM", requires = "needs", allow_negative_numbers = true)]
    pub(crate) budget: Option<f64>,
    /// With --needs: the share of need to be met for the least cost, as 0.8 or 80%
    #[arg(long, value_name = "SHARE", requires = "needs", value_parser = share, allow_negative_numbers = true)]
    pub(crate) share: Option<f64>,
    /// With --needs: seats of every class, whatever the catalogue says
    #[arg(long, value_name = "N", requires = "needs", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) seats: Option<u32>,
    /// With --needs: show groups of fewer than five people too
    #[arg(long, requires = "needs")]
    pub(crate) small_groups: bool,
    /// Catalogues whose modules may be taken over, or whose courses are to be held
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) catalogue: Vec<PathBuf>,
    /// What is to be least
    #[arg(long, value_enum, default_value_t = Objective::Effort)]
    pub(crate) objective: Objective,
    /// No more periods than these are added to a programme
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) max_extra_periods: Option<f64>,
    /// What changes take, and their limits: a copy of mappings/efforts.toml with your own figures
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) efforts: Option<PathBuf>,
    /// What if these modules, by code or title, were removed: what is lost, and the least repair
    #[arg(long, value_name = "MODULE", num_args = 1..)]
    pub(crate) drop: Vec<String>,
    /// Seconds that the solver may look each time; then the best found is given, with how far it may be from the least
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, allow_negative_numbers = true)]
    pub(crate) time_limit: f64,
    /// An earlier coverage.xlsx in which people have decided; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) review: Vec<PathBuf>,
    /// What is enough for a cell to be covered: lenient, standard or strict
    #[arg(long, value_name = "ID")]
    pub(crate) policy: Option<String>,
    /// The folder to write the plan into
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub(crate) out: PathBuf,
    /// Overwrite a plan even if someone has edited it
    #[arg(long)]
    pub(crate) force: bool,
}

/// A share as `0.8`, `0,8` or `80%`.
fn share(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let share = number.parse::<f64>().map(|share| if text.contains('%') { share / 100.0 } else { share });
    share
        .ok()
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "from 0 to 1, or from 0% to 100%".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Objective {
    /// Working days of staff
    Effort,
    /// Modules touched
    Modules,
    /// Periods added
    Periods,
    /// Money
    Cost,
}

impl From<Objective> for plan::Objective {
    fn from(objective: Objective) -> Self {
        match objective {
            Objective::Effort => plan::Objective::Effort,
            Objective::Modules => plan::Objective::Modules,
            Objective::Periods => plan::Objective::Periods,
            Objective::Cost => plan::Objective::Cost,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// What there was: coverage.json or coverage.xlsx of a run, or a curriculum
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// What there is
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// For curricula, what is enough for a cell to be covered: lenient, standard or strict
    #[arg(long, value_name = "ID")]
    pub(crate) policy: Option<String>,
    /// The folder to write the comparison into
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub(crate) out: PathBuf,
    /// Overwrite a comparison even if someone has edited it
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// Workbooks or folders
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Also write how every sheet was understood into FILE, to be corrected and passed with --reading
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) save: Option<PathBuf>,
    /// Overwrite that file if it exists
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A workbook, or a folder of them
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,
    /// The module, by code or title
    #[arg(value_name = "MODULE")]
    pub(crate) module: String,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

#[derive(Debug, Args)]
pub(crate) struct Evaluate {
    /// Labelled sets: tables with the columns text, lang, audience, expected
    #[arg(required_unless_present = "declared", conflicts_with = "declared", value_name = "LABELS")]
    pub(crate) labels: Vec<PathBuf>,
    /// Instead, how far matched links agree with what these workbooks declare
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["by", "errors", "json"])]
    pub(crate) declared: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// Also give the figures of each domain, language or level
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) by: Option<By>,
    /// Also write every statement that was not linked as labelled
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) errors: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Each domain
    Domain,
    /// Each language
    Language,
    /// Each level
    Level,
}

impl From<By> for evaluation::By {
    fn from(by: By) -> Self {
        match by {
            By::Domain => evaluation::By::Domain,
            By::Language => evaluation::By::Language,
            By::Level => evaluation::By::Level,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Framework {
    /// List tables, domains, components and indicators
    Show {
        /// Framework, by id or TOML file
        file: Option<String>,
        #[command(flatten)]
        shared: Language,
    },
    /// Check a framework file and report every fault with its line
    Check {
        /// Framework, by id or TOML file
        file: Option<String>,
        #[command(flatten)]
        shared: Language,
    },
}

/// The flags of commands that read data files only.
#[derive(Debug, Args)]
pub(crate) struct Language {
    /// A folder laid out like mappings/, whose files replace the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) mappings: Option<PathBuf>,
    /// Language of messages
    #[arg(long, value_enum, default_value_t = Lang::Vi)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// Run every rule on its examples and near misses, and say what no rule reaches
    Check {
        /// Labelled sets whose statements the rules are run on too
        #[arg(value_name = "LABELS")]
        labels: Vec<PathBuf>,
        #[command(flatten)]
        shared: Shared,
    },
    /// Learn from labelled statements how strongly words speak for each component
    Train {
        /// Labelled sets: tables with the columns text, lang, audience, expected
        #[arg(required = true, value_name = "LABELS")]
        labels: Vec<PathBuf>,
        /// The file to write
        #[arg(long, value_name = "FILE.toml", default_value = "cues.toml")]
        out: PathBuf,
        /// Overwrite the file if it exists
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        shared: Shared,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Template {
    /// The workbook to write
    #[arg(value_name = "FILE", default_value = "khung-template.xlsx")]
    pub(crate) file: PathBuf,
    /// The framework whose components head the matrix, by id or TOML file
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) framework: Option<String>,
    /// Whom the programme trains
    #[arg(long, value_name = "KEY")]
    pub(crate) audience: Option<String>,
    #[command(flatten)]
    pub(crate) language: Language,
    /// Overwrite the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Vietnamese
    Vi,
    /// English
    En,
}

impl Action {
    /// The language of its messages.
    pub(crate) fn lang(&self) -> Lang {
        match self {
            Action::Audit(args) => args.shared.lang,
            Action::Plan(args) => args.shared.lang,
            Action::Compare(args) => args.shared.lang,
            Action::Inspect(args) => args.shared.lang,
            Action::Evaluate(args) => args.shared.lang,
            Action::Explain(args) => args.shared.lang,
            Action::Framework(Framework::Show { shared, .. } | Framework::Check { shared, .. }) => {
                shared.lang
            }
            Action::Rules(Rules::Check { shared, .. } | Rules::Train { shared, .. }) => shared.lang,
            Action::Template(args) => args.language.lang,
            Action::Completions { .. } => Lang::Vi,
        }
    }
}

impl From<Lang> for lang::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Vi => lang::Lang::Vi,
            Lang::En => lang::Lang::En,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Required cells that are not covered
    Gaps,
    /// Findings of severity error
    Errors,
}
