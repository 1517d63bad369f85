//! khung tells a teacher-training institution, from its own spreadsheets, which parts of a competency
//! framework its curriculum really teaches, which it misses, and what to change.

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
// Statements → matched alignments, by the rules.
pub mod linking;
// Ids, views, queries, verify().
pub mod graph;
// Status, guarantee, assessed, progression.
pub mod coverage;
// What is missing, how bad.
pub mod gap;
// The whole walk, from files to answers.
pub mod audit;
// From answers to a page: xlsx, json, text, graph.
pub mod report;
