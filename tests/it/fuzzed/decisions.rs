//! What people decided: a review workbook as a file, and one whose cells are drawn.

use std::sync::OnceLock;

use arbitrary::{Result, Unstructured};
use khung::audit::{Audit, ProgrammeAudit};
use khung::coverage;
use khung::finding::Findings;
use khung::graph::CurriculumGraph;
use khung::place::Address;
use khung::review::{Ground, Ledger};
use khung::workbook::{RECORD_SCHEMA, RECORD_SHEET, Sheet, Value, Workbook};

use super::ground::{PROGRAMME, auditor, book};
use super::sheets::{self, Words};

/// Any file as a review workbook.
pub(super) fn review(bytes: &[u8]) {
    let book = book("review.csv", bytes, &mut Findings::default());
    if !book.sheets.is_empty() {
        decided(&book);
    }
}

/// A review workbook of drawn cells.
pub(super) fn decisions(bytes: &[u8]) {
    if let Ok(book) = drawn(&mut Unstructured::new(bytes)) {
        decided(&book);
    }
}

fn decided(review: &Workbook) {
    let framework = auditor().framework();
    let ledger = Ledger::of(std::slice::from_ref(review), framework);
    if ledger.entries.is_empty() && ledger.justifications.is_empty() {
        return;
    }
    let Audit { programmes, audience, target, policy, .. } = before();
    let ProgrammeAudit { programme, alignments, unlevelled, .. } = &programmes[0];
    let ground = Ground { framework, tables: &audience.tables, programme, programmes: &[], inputs: &[] };
    let reviewed = ledger.apply(ground, alignments.clone(), unlevelled.clone(), &mut Findings::default());
    let graph = CurriculumGraph::new(framework, &audience.tables, programme, &reviewed.alignments);
    assert_eq!(graph.verify(), Vec::<String>::new());
    coverage::measure(&graph, audience, *target, policy);
}

/// The small programme before anybody has decided anything.
fn before() -> &'static Audit {
    static READY: OnceLock<Audit> = OnceLock::new();
    READY.get_or_init(|| {
        let book = book("programme.csv", PROGRAMME.as_bytes(), &mut Findings::default());
        auditor().audit(vec![book], &Ledger::default(), Findings::default()).expect("a programme")
    })
}

fn drawn(u: &mut Unstructured<'_>) -> Result<Workbook> {
    static KEPT: OnceLock<(Vec<Vec<String>>, Vec<String>)> = OnceLock::new();
    let (headers, entries) = KEPT.get_or_init(|| {
        (sheets::rows(include_str!("words/ledger-headers.txt")), [known(), decided_by()].concat())
    });
    let words = Words { headers, names: &headers[0], entries };
    let mut sheets = vec![evidence(u, words)?];
    if u.ratio(1, 4)? {
        sheets.push(record(u)?);
    }
    Ok(Workbook { id: "review".to_owned(), inputs: Vec::new(), sheets })
}

fn evidence(u: &mut Unstructured<'_>, words: Words<'_>) -> Result<Sheet> {
    let mut sheet = Sheet::new("review.xlsx", 0, "Minh chứng");
    let header = u.choose(words.headers)?;
    let mut put = |row, column: usize, text: String| {
        if !text.is_empty() {
            sheet.set(Address::new(row, column as u32), Value::Text(text));
        }
    };
    header.iter().enumerate().for_each(|(column, name)| put(0, column, name.clone()));
    for row in 1..=u.int_in_range(1..=8)? {
        for column in 0..header.len() {
            let text = if u.ratio(1, 4)? { String::new() } else { sheets::text(u, words)? };
            put(row, column, text);
        }
    }
    Ok(sheet)
}

/// The sheet by which a report tells of its run.
fn record(u: &mut Unstructured<'_>) -> Result<Sheet> {
    let mut sheet = Sheet::new("review.xlsx", 1, RECORD_SHEET);
    let reviewed = if u.arbitrary()? { "yes" } else { "no" };
    let rows = [("schema", RECORD_SCHEMA), ("reviewed", reviewed), ("input", "0")];
    for (row, (name, value)) in (0..).zip(rows) {
        sheet.set(Address::new(row, 0), Value::Text(name.to_owned()));
        sheet.set(Address::new(row, 1), Value::Text(value.to_owned()));
    }
    Ok(sheet)
}

/// What there is to decide upon, as the report of the small programme tells it.
fn known() -> Vec<String> {
    let audit = before();
    let programme = &audit.programmes[0];
    let modules = &programme.programme.modules;
    let mut known: Vec<String> = modules.iter().flat_map(|m| [m.code.clone(), m.title.clone()]).collect();
    known.extend(modules.iter().flat_map(|m| &m.statements).map(|statement| statement.text.clone()));
    known.extend(programme.standings().map(|standing| standing.id.clone()));
    for alignment in &programme.alignments {
        known.push(audit.framework.cell(alignment.cell).key.clone());
        known.push(alignment.evidence.place.to_string());
    }
    known
}

fn decided_by() -> Vec<String> {
    sheets::lines(include_str!("words/decisions.txt"))
}
