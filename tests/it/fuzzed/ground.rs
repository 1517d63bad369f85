//! What is loaded once, and what is asked of every answer.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use khung::audit::{Audit, Auditor, Inspection, Options};
use khung::finding::Findings;
use khung::lang::Lang;
use khung::mappings::{Columns, Mappings};
use khung::report::{json, text, understanding};
use khung::workbook::Workbook;

/// Two components at two levels, one of them with a code that a spreadsheet may cut short.
pub(super) const SMALL: &str = include_str!("small/framework.toml");

/// Limits so low that a file which gets round them is seen, and the rest is quick.
const SETTINGS: &str = include_str!("small/settings.toml");

/// A programme of three modules, as CSV.
pub(super) const PROGRAMME: &str = include_str!("small/programme.csv");

/// Data files in memory.
pub(super) fn texts<const N: usize>(files: [(&str, &str); N]) -> Mappings {
    Mappings::with_texts(BTreeMap::from(files.map(|(name, text)| (name.to_owned(), text.to_owned()))))
}

/// The built-in framework, within low limits.
pub(super) fn auditor() -> &'static Auditor {
    static READY: OnceLock<Auditor> = OnceLock::new();
    READY.get_or_init(|| {
        let mappings = texts([("settings.toml", SETTINGS)]);
        Auditor::new(&Options { mappings, ..Options::default() }).expect("the data loads")
    })
}

/// The small framework.
pub(super) fn small() -> &'static Auditor {
    static READY: OnceLock<Auditor> = OnceLock::new();
    READY.get_or_init(|| {
        let mappings = texts([("settings.toml", SETTINGS), ("small/framework.toml", SMALL)]);
        let framework = Some("small".to_owned());
        Auditor::new(&Options { mappings, framework, ..Options::default() }).expect("the data loads")
    })
}

pub(super) fn columns() -> &'static Columns {
    static READY: OnceLock<Columns> = OnceLock::new();
    READY.get_or_init(|| Mappings::embedded().columns().expect("the words load"))
}

/// `bytes` as a file called `name`.
pub(super) fn book(name: &str, bytes: &[u8], findings: &mut Findings) -> Workbook {
    khung::workbook::read_bytes(name, bytes.to_vec(), auditor().settings(), findings)
}

/// What an inspection must hold to: it can be told, and what `--save` writes can be read back.
pub(super) fn told(inspection: &Inspection) {
    let file = understanding::reading_file(inspection, Lang::Vi);
    let back = texts([("reading.toml", &file)]).corrections(Path::new("reading.toml"), &inspection.framework);
    assert!(back.is_ok(), "{back:?}\n{file}");
    json::inspection(inspection, Lang::En);
    inspection.reading.sheets.iter().for_each(|sheet| drop(understanding::describe(sheet, Lang::Vi)));
}

/// What an audit must hold to: its graphs are sound, and it can be told and read back.
pub(super) fn answered(audit: &Audit) {
    for programme in &audit.programmes {
        assert_eq!(audit.graph(programme).verify(), Vec::<String>::new());
        let possible = programme.coverage.cells.iter().all(|cell| cell.possible >= cell.status);
        assert!(possible, "what is possible is never less than what is");
    }
    let told = json::render(audit, Lang::En);
    assert!(json::record(&told, "coverage.json").is_ok());
    text::render(audit, Lang::Vi, text::Style::Plain);
}
