//! How long the parts take that every statement and every cell goes through.
//!
//! `cargo bench --bench parts`
#![allow(missing_docs, reason = "criterion's macros write undocumented functions")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use khung::audit::{Audit, Options, audit};
use khung::coverage;
use khung::curriculum::StatementKind;
use khung::framework::TableId;
use khung::linking::{Linker, Rules, Sources};
use khung::mappings::{DEFAULT_FRAMEWORK, Mappings};
use khung::text::{fold, pieces};

/// A cell as catalogues have it, and the statements in it.
const CELL: &str = "CLO1: Trình bày được vai trò của học liệu số trong dạy học.\n\
    CLO2: Thiết kế được kế hoạch bài dạy theo định hướng phát triển năng lực\n\
    - Sử dụng được công cụ AI tạo sinh để soạn câu hỏi; kiểm chứng được kết quả AI đưa ra\n\
    CLO4: Hợp tác với đồng nghiệp qua hệ thống quản lý học tập (LMS).";

fn texts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(CELL.len() as u64));
    group.bench_function("pieces", |bench| bench.iter(|| pieces(black_box(CELL))));
    group.bench_function("fold", |bench| bench.iter(|| fold(black_box(CELL))));
    group.finish();
}

fn links(criterion: &mut Criterion) {
    let mappings = Mappings::embedded();
    let framework = mappings.framework(DEFAULT_FRAMEWORK).expect("the framework loads");
    let packs = mappings.rules(DEFAULT_FRAMEWORK, &framework).expect("the rules load");
    let cues = mappings.cues(DEFAULT_FRAMEWORK, &framework).expect("the cues load");
    let settings = mappings.settings().expect("the settings load").linking;
    let tables = [TableId(1)];
    let sources = Sources { packs: &packs, cues: cues.as_ref(), synonyms: &[] };
    let make = || Linker::new(&framework, &tables, sources, settings).expect("the rules compile");
    let rules = Rules::compile(&packs, &framework, &tables, u64::MAX).expect("the rules compile");
    let linker = make();
    let statements = pieces(CELL);
    let mut group = criterion.benchmark_group("linking");
    group.bench_function("make ready", |bench| bench.iter(make));
    group.throughput(Throughput::Elements(statements.len() as u64));
    group.bench_function("rules", |bench| {
        bench.iter(|| {
            statements.iter().map(|said| rules.hits("", black_box(&said.text)).len()).sum::<usize>()
        });
    });
    group.bench_function("links", |bench| {
        let links = |text: &str| linker.links("", text, StatementKind::Outcome, |_| None).len();
        bench.iter(|| statements.iter().map(|said| links(black_box(&said.text))).sum::<usize>());
    });
    group.finish();
}

fn queries(criterion: &mut Criterion) {
    let audit: Audit = audit(&["fixtures/made/teacher-college.xlsx".into()], &Options::default())
        .expect("the fixture is audited");
    let programme = &audit.programmes[0];
    let mut group = criterion.benchmark_group("coverage");
    group.bench_function("graph", |bench| bench.iter(|| audit.graph(black_box(programme))));
    let graph = audit.graph(programme);
    group.bench_function("measure", |bench| {
        bench.iter(|| coverage::measure(black_box(&graph), &audit.audience, audit.target, &audit.policy));
    });
    group.finish();
}

criterion_group!(benches, texts, links, queries);
criterion_main!(benches);
