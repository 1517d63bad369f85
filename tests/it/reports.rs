//! The workbook, read back as text.

use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};

use crate::support::audit;

/// Every sheet of a workbook that a person sees as lines of cells with bars between them.
pub(crate) fn grids(path: &Path) -> Vec<(String, String)> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let names = book.sheet_names();
    names
        .into_iter()
        .filter(|name| name != "khung")
        .map(|name| {
            let range = book.worksheet_range(&name).expect("a sheet");
            let lines = range.rows().map(|row| {
                let cells: Vec<String> = row.iter().map(|cell| cell.to_string().replace('\n', "⏎")).collect();
                cells.join(" | ").trim_end_matches([' ', '|']).to_owned()
            });
            (name, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

#[test]
fn the_college_report_reads_as_reviewed() {
    let audited = audit("fixtures/made/teacher-college.xlsx", &[]);
    for (name, grid) in grids(&audited.path("coverage.xlsx")) {
        // The evidence and the framework are long; their first rows show their form.
        let shown: Vec<&str> = grid.lines().take(60).collect();
        insta::assert_snapshot!(format!("college {name}"), shown.join("\n"));
    }
}

#[test]
fn the_english_report_has_the_same_sheets() {
    let vi = grids(
        &audit("fixtures/made/preschool-managers.xlsx", &["--audience", "preschool-manager"])
            .path("coverage.xlsx"),
    );
    let en = grids(
        &audit("fixtures/made/preschool-managers.xlsx", &["--audience", "preschool-manager", "--lang", "en"])
            .path("coverage.xlsx"),
    );
    let names: Vec<&str> = en.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Summary",
            "Coverage",
            "Gaps",
            "Module map",
            "Evidence",
            "Progression",
            "Structure",
            "Article 3",
            "Findings",
            "Framework"
        ]
    );
    for ((vi_name, vi), (en_name, en)) in vi.iter().zip(&en).skip(1) {
        assert_eq!(vi.lines().count(), en.lines().count(), "{vi_name} and {en_name}");
    }
}

#[test]
fn several_programmes_stand_in_one_workbook() {
    let audited = audit("fixtures/made/csv", &[]);
    assert_eq!(audited.json["programmes"].as_array().map(Vec::len), Some(3));
    let grids = grids(&audited.path("coverage.xlsx"));
    for (name, grid) in grids
        .iter()
        .filter(|(name, _)| ["Bao phủ", "Học phần × năng lực", "Khoảng trống"].contains(&name.as_str()))
    {
        assert!(
            grid.contains("Chương trình đào tạo giáo viên Giáo dục Tiểu học"),
            "{name} names its programme"
        );
    }
}

#[test]
fn every_gap_cell_of_the_json_stands_in_the_workbook() {
    let audited = audit("fixtures/made/teacher-college.xlsx", &["--lang", "en"]);
    let grids = grids(&audited.path("coverage.xlsx"));
    let gaps = &grids.iter().find(|(name, _)| name == "Gaps").expect("the sheet").1;
    let rows = gaps
        .lines()
        .filter(|line| {
            ["Whole domain", "Component unc", "Level unc", "Declared only", "Partial"]
                .iter()
                .any(|word| line.starts_with(word))
        })
        .count();
    let cells: usize = audited.programme()["gaps"]
        .as_array()
        .expect("gaps")
        .iter()
        .map(|gap| gap["cells"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(rows, cells);
}
