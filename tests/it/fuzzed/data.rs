//! Data files that people write: frameworks, rules, reading files, efforts; and the record of an earlier run.

use std::path::Path;
use std::sync::OnceLock;

use khung::audit::Audit;
use khung::comparison::compare;
use khung::coverage;
use khung::curriculum::StatementKind;
use khung::finding::Findings;
use khung::framework::{Audience, Framework, TableId};
use khung::graph::CurriculumGraph;
use khung::lang::Lang;
use khung::layout::Guide;
use khung::linking::{self, Linker, Sources};
use khung::mappings::{Corrections, Mappings, Policy};
use khung::plan::{Ask, Objective, propose};
use khung::reading::{self, Reading};
use khung::report::json;
use khung::review::Ledger;
use khung::workbook::Workbook;

use super::ground::{PROGRAMME, SMALL, auditor, book, columns, small, texts};

/// What linking is tried on.
const STATEMENTS: [&str; 3] = [
    "Giải thích được một cách đơn giản AI tạo sinh hoạt động như thế nào",
    "Vận dụng công cụ số vào dạy học; nêu được rủi ro về đạo đức của AI",
    "Explains how generative AI works",
];

/// A framework file: checked, linked by likeness, and covered by the small programme.
pub(super) fn framework(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(framework) = texts([("fuzzed/framework.toml", text)]).framework("fuzzed") else { return };
    let audience = framework.audiences.first().cloned();
    let audience = audience.expect("a framework that is checked has an audience");
    let linker = Linker::new(&framework, &audience.tables, Sources::default(), auditor().settings().linking);
    let linker = linker.expect("there is no rule that could be wrong");
    let found = read(&framework, &audience.tables, &Corrections::default());
    for curriculum in &found.curricula {
        let linked = linking::link(&curriculum.programme, &curriculum.declared, &framework, &linker);
        let alignments = [curriculum.declared.clone(), linked.alignments].concat();
        let graph = CurriculumGraph::new(&framework, &audience.tables, &curriculum.programme, &alignments);
        measured(&graph, &audience, &framework);
    }
}

fn measured(graph: &CurriculumGraph<'_>, audience: &Audience, framework: &Framework) {
    assert_eq!(graph.verify(), Vec::<String>::new());
    for policy in policies() {
        let coverage = coverage::measure(graph, audience, framework.target, policy);
        khung::gap::find(framework, &coverage, &[].into());
    }
}

fn policies() -> &'static [Policy] {
    static READY: OnceLock<Vec<Policy>> = OnceLock::new();
    READY.get_or_init(|| Mappings::embedded().policies().expect("the policies load"))
}

/// A rule pack, for the small framework.
pub(super) fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let framework = small().framework();
    let mappings = texts([("small/rules/fuzzed.toml", text), ("small/framework.toml", SMALL)]);
    let Ok(packs) = mappings.rules("small", framework) else { return };
    let sources = Sources { packs: &packs, ..Sources::default() };
    let Ok(linker) = Linker::new(framework, &[TableId(0)], sources, small().settings().linking) else {
        return;
    };
    for statement in STATEMENTS {
        let links = linker.links("Đạo đức AI", statement, StatementKind::Outcome, |_| None);
        assert!(links.iter().all(|link| (0.0..=1.0).contains(&link.confidence)), "{links:?}");
        linker.explain("Đạo đức AI", &statement_of(statement), |_| None);
    }
}

fn statement_of(text: &str) -> khung::curriculum::Statement {
    static FOUND: OnceLock<khung::curriculum::Statement> = OnceLock::new();
    let any = FOUND.get_or_init(|| {
        let statements = programme().programmes[0].programme.modules.iter().flat_map(|m| &m.statements);
        statements.last().expect("a statement").clone()
    });
    khung::curriculum::Statement { text: text.to_owned(), ..any.clone() }
}

/// A reading file, by which the small programme is read.
pub(super) fn reading(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let framework = auditor().framework();
    let corrections = texts([("reading.toml", text)]).corrections(Path::new("reading.toml"), framework);
    let Ok(corrections) = corrections else { return };
    read(framework, &[TableId(1)], &corrections);
}

fn read(framework: &Framework, tables: &[TableId], corrections: &Corrections) -> Reading {
    static BOOK: OnceLock<Workbook> = OnceLock::new();
    let book = BOOK.get_or_init(|| book("programme.csv", PROGRAMME.as_bytes(), &mut Findings::default()));
    let guide = Guide { columns: columns(), framework, tables, corrections };
    reading::read(vec![book.clone()], guide, &mut Findings::default())
}

/// What a change takes: the small programme is planned by it.
pub(super) fn efforts(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(efforts) = texts([("efforts.toml", text)]).efforts(Some(Path::new("efforts.toml"))) else {
        return;
    };
    let (max_extra_periods, drop) = (None, Vec::new());
    let ask = Ask { objective: Objective::Effort, max_extra_periods, efforts, seconds: 1.0, drop };
    propose(programme(), None, &ask).expect("nothing is dropped that is not there");
}

fn programme() -> &'static Audit {
    static READY: OnceLock<Audit> = OnceLock::new();
    READY.get_or_init(|| {
        let mut findings = Findings::default();
        let book = book("programme.csv", PROGRAMME.as_bytes(), &mut findings);
        small().audit(vec![book], &Ledger::default(), findings).expect("a programme")
    })
}

/// A `coverage.json`: compared with itself, and with the small programme's.
pub(super) fn record(bytes: &[u8]) {
    static OTHER: OnceLock<String> = OnceLock::new();
    let other = OTHER.get_or_init(|| json::render(programme(), Lang::En));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(record) = json::record(text, "coverage.json") else { return };
    let same = compare(&record, &record).expect("a run is comparable with itself");
    assert_eq!(json::comparison(&same), json::comparison(&same));
    let other = json::record(other, "coverage.json").expect("what khung wrote");
    for (before, after) in [(&record, &other), (&other, &record)] {
        if let Ok(comparison) = compare(before, after) {
            khung::report::comparison::render(&comparison, None, Lang::Vi);
        }
    }
}
