//! Grids of cells as workbooks: programmes, and the self-assessments of staff.

use std::sync::OnceLock;

use arbitrary::Unstructured;
use khung::audit::{Audit, Auditor, Inspection};
use khung::finding::Findings;
use khung::layout::Guide;
use khung::mappings::Corrections;
use khung::reading::Reading;
use khung::review::Ledger;
use khung::workbook::Sheet;

use super::ground::{answered, auditor, columns, small, told};
use super::sheets::{self, Words};

/// A programme, read and audited.
pub(super) fn grid(bytes: &[u8]) {
    let words = words(include_str!("words/headers.txt"), include_str!("words/entries.txt"), &PROGRAMME);
    let mut u = Unstructured::new(bytes);
    let auditor = mostly_small(&mut u);
    let Ok(book) = sheets::book(&mut u, words) else { return };
    match auditor.audit(vec![book.clone()], &Ledger::default(), Findings::default()) {
        Ok(audit) => {
            answered(&audit);
            let Audit { framework, sheets, findings, .. } = audit;
            told(&Inspection { framework, reading: Reading { curricula: Vec::new(), sheets }, findings });
        }
        Err(_) => told(&auditor.inspect(vec![book], Findings::default())),
    }
}

/// The built-in framework has 64 components and the small one two, and most of what can go wrong goes wrong with either.
fn mostly_small(u: &mut Unstructured<'_>) -> &'static Auditor {
    if u.ratio(1, 32).unwrap_or_default() { auditor() } else { small() }
}

/// Self-assessments of staff.
pub(super) fn staff(bytes: &[u8]) {
    let words = words(include_str!("words/staff-headers.txt"), include_str!("words/staff.txt"), &STAFF);
    let mut u = Unstructured::new(bytes);
    let (framework, corrections) = (mostly_small(&mut u).framework(), Corrections::default());
    let Ok(book) = sheets::book(&mut u, words) else { return };
    let guide = Guide { columns: columns(), framework, tables: &[], corrections: &corrections };
    let blank = book.sheets.iter().all(Sheet::is_empty);
    let mut findings = Findings::default();
    let staff = khung::staff::read(&[book], guide, 0, &mut findings);
    assert!(
        blank || !staff.people.is_empty() || !findings.sorted().is_empty(),
        "why nobody was found is said"
    );
}

type Kept = (Vec<Vec<String>>, Vec<String>);

static PROGRAMME: OnceLock<Kept> = OnceLock::new();
static STAFF: OnceLock<Kept> = OnceLock::new();

fn words(headers: &str, entries: &str, kept: &'static OnceLock<Kept>) -> Words<'static> {
    let (headers, entries) = kept.get_or_init(|| (sheets::rows(headers), sheets::lines(entries)));
    Words { headers, names: sheets::names(), entries }
}
