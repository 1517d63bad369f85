//! khung tells a teacher-training institution, from its own spreadsheets, which parts of a competency
//! framework its curriculum really teaches, which it misses, and what to change.
//!
//! # The flow
//!
//! ```text
//!  spreadsheets            mappings/ (framework, header words, rules, policies)
//!       │ workbook               │ mappings
//!       ▼                        ▼
//!  sheets of placed cells    framework: tables → domains → components → levels → indicators
//!       │ layout: what is a table, which column is what, what is each row
//!       ▼
//!  tables ──reading──▶ curriculum: programmes, modules, choice groups, statements
//!                      + declared alignments
//!       │ linking: statements → matched alignments, by rules, cues and likeness
//!       │ review: what people decided in an earlier report, carried over and put into force
//!       ▼
//!  graph: modules, statements, cells, indicators, and the alignments between them
//!       │ coverage: status of each cell, guaranteed, assessed, order    │ gap: what is missing, how bad
//!       ▼
//!  audit: all of it for one run ──report──▶ coverage.xlsx, .html, .json, text, graph
//!       │ plan: the least change that closes the gaps; with staff (self-assessments), the classes to hold
//!       │ portfolio: several programmes side by side    │ comparison: what changed between two runs
//!       └──report──▶ plan.xlsx, .json; comparison.xlsx, .json
//! ```
//!
//! A **cell** is one component at one level (`general/6.2/basic`); its **indicators** are what must be
//! shown. An [`Alignment`](alignment::Alignment) links a module to a cell or an indicator. What the
//! institution only *declares* is a claim; what a statement of a module *evidences* counts. A required cell
//! that is not [`Covered`](coverage::Status::Covered) is a [`Gap`](gap::Gap).
//!
//! Everything that was read carries its [`Place`](place::Place), so every claim can be checked in the cell
//! it came from. What is wrong in a workbook is a [`Finding`](finding::Finding), and the run goes on; an
//! [`Error`](error::Error) only says that no answer can be given. The library prints nothing, reads neither
//! clock nor environment, and gives the same output for the same input at any number of threads.
//!
//! # Example
//!
//! ```
//! use khung::audit::{Options, audit};
//! use khung::coverage::Status;
//! use khung::framework::Key;
//! use khung::gap::Severity;
//!
//! # fn main() -> khung::error::Result<()> {
//! let audit = audit(&["fixtures/made/teacher-college.xlsx".into()], &Options::default())?;
//! let programme = &audit.programmes[0];
//! assert_eq!(programme.programme.modules.len(), 56);
//!
//! // Which cells of AI ethics does the programme cover?
//! let Some(Key::Cell(cell)) = audit.framework.find("general/6.2/basic") else { panic!("no such cell") };
//! let coverage = programme.coverage.of(cell).expect("a cell of the audience's table");
//! assert_eq!(coverage.status, Status::Uncovered);
//!
//! // The worst gap stands first.
//! assert_eq!(programme.gaps[0].severity, Severity::DomainUncovered);
//! # Ok(())
//! # }
//! ```
//!
//! # The rooms
//!
//! Each module below is a room, and they stand in the order in which data flows: a room uses only rooms
//! above it, and each foreign crate is used in one room alone. A test holds both.

// The two languages, and wording in both.
pub mod lang;
// Where something stands: file, sheet, cell.
pub mod place;
// What a person should know, and we go on.
pub mod finding;
// Why a run stops.
pub mod error;
// Unicode, Vietnamese spelling and folding, splitting text into statements.
pub mod text;
// Tables, domains, components, levels, indicators.
pub mod framework;
// Programme, module, choice group, statement.
pub mod curriculum;
// A claim and its evidence.
pub mod alignment;
// The files of mappings/: embedded defaults, overrides, checking.
pub mod mappings;
// Any spreadsheet file → sheets of placed cells.
pub mod workbook;
// What is a table here, which column is what, what is each row.
pub mod layout;
// Tables → curriculum, declared alignments, findings.
pub mod reading;
// Self-assessments of staff → who has reached which level of which component.
pub mod staff;
// Statements → matched alignments: rules, cues, levels, similarity.
pub mod linking;
// How right the links are, against labels and against what is declared.
pub mod evaluation;
// What people decided of earlier links, carried over and put into force.
pub mod review;
// Ids, views, queries, verify().
pub mod graph;
// Status, guarantee, assessed, progression.
pub mod coverage;
// What is missing, how bad.
pub mod gap;
// The whole walk, from files to answers.
pub mod audit;
// The smallest change that closes the gaps.
pub mod plan;
// Several programmes side by side: who lacks what, who could teach it.
pub mod portfolio;
// What changed between two runs.
pub mod comparison;
// From answers to a page: xlsx, html, json, text, graph.
pub mod report;
