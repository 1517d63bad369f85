//! `comparison.json`: the contract `khung.comparison/1`, as `docs/comparison.schema.json` has it.

use serde::Serialize;

use crate::comparison::Comparison;

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    khung: &'static str,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

/// `comparison` as JSON.
pub fn comparison(comparison: &Comparison) -> String {
    let page = Page { schema: "khung.comparison/1", khung: env!("CARGO_PKG_VERSION"), comparison };
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}
