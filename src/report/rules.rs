//! What was found of rule packs, for a terminal.

use std::fmt::Write;

use crate::lang::Lang;
use crate::linking::RuleCheck;

/// Every fault with its line, then what is excused, then the counts.
pub fn text(check: &RuleCheck, lang: Lang) -> String {
    let mut out = String::new();
    for (place, fault) in &check.faults {
        let _ = writeln!(out, "{}\n  --> {place}", fault.get(lang));
    }
    for (cell, why) in &check.excused {
        let _ = writeln!(out, "{cell}: {}", why.get(lang));
    }
    let (rules, examples, faults) = (check.rules, check.examples, check.faults.len());
    let _ = writeln!(
        out,
        "{}",
        lang.pick(
            format!("{rules} quy tắc, {examples} ví dụ và câu gần giống, {faults} lỗi"),
            format!("{rules} rules, {examples} examples and near misses, {faults} faults"),
        )
    );
    out
}
