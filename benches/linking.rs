//! How fast statements are linked: megabytes of statement text a second, on one core and on two, beside a floor (folding
//! the same text, which any linking must do) and with the share that patterns take.
//!
//! `cargo bench --bench linking`
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::time::{Duration, Instant};

use khung::curriculum::StatementKind;
use khung::framework::TableId;
use khung::linking::{Linker, Rules, Sources};
use khung::mappings::{DEFAULT_FRAMEWORK, Mappings};
use rayon::prelude::*;

/// The text is linked over and over for so long.
const LONG_ENOUGH: Duration = Duration::from_secs(3);

fn main() {
    let mappings = Mappings::embedded();
    let framework = mappings.framework(DEFAULT_FRAMEWORK).expect("the framework loads");
    let packs = mappings.rules(DEFAULT_FRAMEWORK, &framework).expect("the rules load");
    let cues = mappings.cues(DEFAULT_FRAMEWORK, &framework).expect("the cues load");
    let settings = mappings.settings().expect("the settings load");
    let tables = [TableId(1)];
    let sources = Sources { packs: &packs, cues: cues.as_ref(), synonyms: &[] };
    let began = Instant::now();
    let linker = Linker::new(&framework, &tables, sources, settings.linking).expect("the rules compile");
    println!("made ready in {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    let unruled = Sources { packs: &[], ..sources };
    let unruled = Linker::new(&framework, &tables, unruled, settings.linking).expect("cues alone");
    let rules = Rules::compile(&packs, &framework, &tables, u64::MAX).expect("the rules compile");

    for (name, text) in [
        ("labelled set", include_str!("../fixtures/labelled/test.csv")),
        ("undigital", include_str!("../tests/it/undigital.txt")),
    ] {
        let statements: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let bytes: usize = statements.iter().map(|statement| statement.len()).sum();
        println!("\n{name}: {} statements, {} bytes", statements.len(), bytes);
        let link = |statement: &&str| linker.links("", statement, StatementKind::Outcome, |_| None).len();
        // Patterns are compiled when they are first asked.
        for statement in &statements {
            std::hint::black_box(link(statement));
        }
        let floor = rate("fold (floor)", bytes, || {
            statements.iter().map(|statement| khung::text::fold(statement).len()).sum()
        });
        let one = rate("link, one core", bytes, || statements.iter().map(link).sum());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
        let two = pool.install(|| rate("link, two cores", bytes, || statements.par_iter().map(link).sum()));
        let cues = rate("cues alone", bytes, || {
            let link =
                |statement: &&str| unruled.links("", statement, StatementKind::Outcome, |_| None).len();
            statements.iter().map(link).sum()
        });
        rate("every rule", bytes, || {
            statements.iter().map(|statement| rules.hits("", statement).len()).sum()
        });
        println!(
            "  two cores / one: {:.2}; of one core's time {:.0} % is folding, {:.0} % cues, {:.0} % rules and their patterns",
            two / one,
            100.0 * one / floor,
            100.0 * (one / cues - one / floor),
            100.0 * (1.0 - one / cues)
        );
    }
}

/// Megabytes a second of `work`, which goes through `bytes` bytes.
fn rate(name: &str, bytes: usize, work: impl Fn() -> usize) -> f64 {
    let began = Instant::now();
    let mut passes = 0;
    while began.elapsed() < LONG_ENOUGH {
        std::hint::black_box(work());
        passes += 1;
    }
    let rate = (bytes * passes) as f64 / began.elapsed().as_secs_f64() / 1e6;
    println!("  {name:<16} {rate:>8.2} MB/s");
    rate
}
