//! What must hold of any input.

use khung::audit::{Audit, Inspection, Options, audit};
use khung::coverage::{self, Status};
use khung::graph::CurriculumGraph;
use khung::mappings::Mappings;
use khung::place::{Address, column_letters};
use khung::text::{fold, normalize, pieces, respell};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// The sample programmes, audited through the library.
fn samples() -> Vec<Audit> {
    let sample = |name: &str, audience: &str| {
        let options = Options { audience: Some(audience.to_owned()), ..Options::default() };
        audit(&[format!("fixtures/made/{name}.xlsx").into()], &options).expect("an audit")
    };
    vec![
        sample("teacher-college", "general-teacher"),
        sample("cpd-catalogue", "general-teacher"),
        sample("preschool-managers", "preschool-manager"),
    ]
}

#[test]
fn every_graph_keeps_its_invariants() {
    for audit in samples() {
        for programme in &audit.programmes {
            assert_eq!(audit.graph(programme).verify(), Vec::<String>::new());
        }
    }
}

/// Evidence taken away never makes a status better, and never closes a gap.
#[test]
fn less_evidence_is_never_better() {
    let policies = Mappings::embedded().policies().expect("policies");
    for audit in samples() {
        let programme = &audit.programmes[0];
        for policy in &policies {
            let all = coverage::measure(&audit.graph(programme), &audit.audience, audit.target, policy);
            for kept in [2, 3, 5] {
                let mut at = 0;
                let mut fewer = programme.alignments.clone();
                fewer.retain(|_| {
                    at += 1;
                    at % kept != 0
                });
                let graph = CurriculumGraph::new(
                    &audit.framework,
                    &audit.audience.tables,
                    &programme.programme,
                    &fewer,
                );
                let less = coverage::measure(&graph, &audit.audience, audit.target, policy);
                for (before, after) in all.cells.iter().zip(&less.cells) {
                    assert!(after.status <= before.status && after.addressed.is_subset(&before.addressed));
                }
            }
        }
    }
}

/// Possible is never less than confirmed, and stricter policies never find more.
#[test]
fn the_interval_and_the_policies_are_ordered() {
    for audit in samples() {
        for programme in &audit.programmes {
            for cell in &programme.coverage.cells {
                assert!(cell.possible >= cell.status);
                assert!(cell.status != Status::Covered || cell.addressed.len() == cell.indicators);
            }
            let covered: Vec<usize> = programme.policies.iter().map(|(_, tally)| tally.covered).collect();
            assert!(covered.is_sorted_by(|a, b| a >= b), "{covered:?}");
        }
    }
}

/// Each module's amount is shared out whole over the cells that count it.
#[test]
fn amounts_are_shared_and_not_multiplied() {
    for audit in samples() {
        let programme = &audit.programmes[0];
        let shared: f64 = programme.coverage.cells.iter().filter_map(|cell| cell.amount.periods).sum();
        let whole: f64 = programme.programme.modules.iter().filter_map(|module| module.amount.periods).sum();
        assert!(shared <= whole + 1e-6, "{shared} of {whole}");
    }
}

proptest! {
    #[test]
    fn an_address_reads_back(row in 0u32..1_048_576, column in 0u32..16_384) {
        let text = Address::new(row, column).to_string();
        let letters: String = text.chars().take_while(char::is_ascii_uppercase).collect();
        let back = letters.chars().fold(0, |sum, c| sum * 26 + (c as u32 - 'A' as u32 + 1)) - 1;
        prop_assert_eq!((back, column_letters(column)), (column, letters.clone()));
        prop_assert_eq!(&text[letters.len()..], (row + 1).to_string());
    }

    #[test]
    fn normalizing_and_folding_are_settled_at_once(text in "\\PC{0,60}") {
        let normal = normalize(&text);
        prop_assert_eq!(&normalize(&normal), &normal);
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(respell(&normal).chars().count(), normal.chars().count());
    }

    #[test]
    fn statements_lose_no_words(words in prop::collection::vec("[a-zđăâêôơư]{2,8}", 1..12), bullet in "[-•+]? ?") {
        let text = words.iter().map(|word| format!("{bullet}{word} {word}")).collect::<Vec<_>>().join("\n");
        let found: Vec<String> = pieces(&text).into_iter().map(|piece| piece.text).collect();
        prop_assert_eq!(found.len(), words.len());
        for (piece, word) in found.iter().zip(&words) {
            prop_assert!(piece.contains(word.as_str()));
        }
    }

    #[test]
    fn splitting_never_panics(text in "\\PC{0,200}") {
        let _ = pieces(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any grid of header words, marks, codes and noise is read without a panic; every row that is not empty is
    /// accounted for once; and blank rows and columns, or another way of composing letters, change nothing
    /// but addresses.
    #[test]
    fn any_grid_is_read(grid in prop::collection::vec(prop::collection::vec(cell(), 1..7), 1..14), rows in 0usize..4, columns in 0usize..3) {
        let plain = inspected(&grid);
        for sheet in &plain.reading.sheets {
            let accounted: Vec<u32> = sheet.lines.iter().map(|line| line.row).collect();
            let filled: Vec<u32> = (0..).zip(&grid).filter(|(_, row)| row.iter().any(|c| !c.trim().is_empty())).map(|(at, _)| at).collect();
            prop_assert_eq!(accounted, filled);
        }
        let moved: Vec<Vec<String>> = std::iter::repeat_n(Vec::new(), rows)
            .chain(grid.iter().map(|row| std::iter::repeat_n(String::new(), columns).chain(row.iter().cloned()).collect()))
            .collect();
        prop_assert_eq!(told(&plain), told(&inspected(&moved)));
        let apart: Vec<Vec<String>> = grid.iter().map(|row| row.iter().map(|c| c.nfd().collect()).collect()).collect();
        prop_assert_eq!(told(&plain), told(&inspected(&apart)));
    }
}

/// What is read of a grid as a CSV file.
fn inspected(grid: &[Vec<String>]) -> Inspection {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("grid.csv");
    // A first row that is empty has a separator all the same, so that it is a row.
    let text: String = grid.iter().map(|row| format!("{},\n", row.join(","))).collect();
    std::fs::write(&path, text).expect("written");
    let empty = || Inspection {
        framework: Mappings::embedded().framework(khung::mappings::DEFAULT_FRAMEWORK).expect("the framework"),
        reading: khung::reading::Reading::default(),
        findings: Vec::new(),
    };
    khung::audit::inspect(&[path], &Options::default()).unwrap_or_else(|_| empty())
}

/// Modules with their facts, statements and claims, without places.
fn told(inspection: &Inspection) -> Vec<String> {
    let mut told = Vec::new();
    for curriculum in &inspection.reading.curricula {
        for module in &curriculum.programme.modules {
            let texts: Vec<&str> =
                module.statements.iter().map(|statement| statement.text.as_str()).collect();
            told.push(format!(
                "{} {} {:?} {:?} {texts:?}",
                module.code, module.title, module.amount, module.term
            ));
        }
        told.extend(
            curriculum.declared.iter().map(|alignment| format!("{} {:?}", alignment.module, alignment.cell)),
        );
    }
    told
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        prop::sample::select(vec![
            "Mã HP",
            "Tên học phần",
            "Số TC",
            "Chuẩn đầu ra",
            "Học kỳ",
            "6.2",
            "1.1 CB",
            "Nhóm tự chọn",
            "PLO1",
            "PLO2",
            "Mã PLO",
            "CLO",
            "Đánh giá",
            "Học phần tiên quyết"
        ])
        .prop_map(str::to_owned),
        prop::sample::select(vec![
            "x",
            "CB",
            "3",
            "TC1: chọn 1 trong 2",
            "GD101",
            "CN202",
            "Tổng cộng",
            "(1)",
            "I. Khối",
            "SP301: Ứng dụng AI",
            "PLO1",
            "CLO1: Nêu được khái niệm",
            "Tự chọn: 3/6TC"
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9 ]{0,12}",
        "[đăâêôơưáạộế]{1,6}",
    ]
}
