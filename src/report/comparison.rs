//! What changed, for a terminal.

use std::fmt::Write;

use crate::comparison::{Change, Comparison, GapState, ModuleName, ModuleState, ProgrammeChange};
use crate::framework::{Framework, Key};
use crate::lang::Lang;

/// How many names a line lists.
const MOST: usize = 8;

/// `comparison` in a few lines for each programme. `framework` gives cells their names.
pub fn render(comparison: &Comparison, framework: Option<&Framework>, lang: Lang) -> String {
    let mut out = String::new();
    for note in &comparison.notes {
        let _ = writeln!(out, "{}", note.get(lang));
    }
    for programme in &comparison.programmes {
        write(&mut out, programme, framework, lang);
    }
    for (titles, vi, en) in [
        (&comparison.removed, "Chương trình chỉ có trước", "Programmes only before"),
        (&comparison.added, "Chương trình chỉ có sau", "Programmes only after"),
    ] {
        line(&mut out, lang.pick(vi, en), titles.clone());
    }
    out
}

fn write(out: &mut String, programme: &ProgrammeChange, framework: Option<&Framework>, lang: Lang) {
    let (before, after) = (&programme.before.summary, &programme.after.summary);
    let _ = writeln!(out, "{}", programme.after.title);
    let _ = writeln!(
        out,
        "{}: {}/{} → {}/{}",
        lang.pick("Bao phủ", "Covered"),
        before.covered,
        before.required,
        after.covered,
        after.required
    );
    if programme.is_same() {
        let _ = writeln!(out, "{}", lang.pick("Không có gì thay đổi.", "Nothing has changed."));
    }
    let cells = |change: Change| {
        let changed = programme.cells.iter().filter(|cell| cell.change == change);
        changed.map(|cell| named(&cell.cell, framework, lang)).collect()
    };
    line(out, lang.pick("Ô thêm được", "Cells gained"), cells(Change::Gained));
    line(out, lang.pick("Ô mất đi", "Cells lost"), cells(Change::Lost));
    line(out, lang.pick("Ô khá hơn", "Cells improved"), cells(Change::Improved));
    line(out, lang.pick("Ô yếu đi", "Cells weakened"), cells(Change::Weakened));
    let count = |state| programme.gaps_that(state).count();
    let (closed, opened, open) =
        (count(GapState::Closed), count(GapState::Opened), count(GapState::StillOpen));
    let _ = writeln!(
        out,
        "{}",
        lang.pick(
            format!("Khoảng trống: {closed} đã lấp, {opened} mới, {open} vẫn còn"),
            format!("Gaps: {closed} closed, {opened} opened, {open} still open"),
        )
    );
    let modules = |state: ModuleState| {
        let changed = programme.modules.iter().filter(|module| module.state == state);
        changed.map(|module| module_name(module.before.as_ref(), module.after.as_ref())).collect()
    };
    line(out, lang.pick("Học phần thêm", "Modules added"), modules(ModuleState::Added));
    line(out, lang.pick("Học phần bỏ", "Modules removed"), modules(ModuleState::Removed));
    line(out, lang.pick("Học phần đổi mã hoặc tên", "Modules renamed"), modules(ModuleState::Renamed));
    let statements = programme.statements.len();
    if statements > 0 {
        let said = lang.pick("Phát biểu sửa, thêm hoặc bỏ", "Statements changed, added or removed");
        let _ = writeln!(out, "{said}: {statements}");
    }
}

fn line(out: &mut String, what: &str, mut names: Vec<String>) {
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    if !names.is_empty() {
        let more = if more > 0 { format!("; … +{more}") } else { String::new() };
        let _ = writeln!(out, "{what}: {}{more}", names.join("; "));
    }
}

fn named(key: &str, framework: Option<&Framework>, lang: Lang) -> String {
    match framework.and_then(|framework| Some((framework, framework.find(key)?))) {
        Some((framework, Key::Cell(cell))) => framework.describe(cell, lang),
        _ => key.to_owned(),
    }
}

fn module_name(before: Option<&ModuleName>, after: Option<&ModuleName>) -> String {
    let name = |module: &ModuleName| format!("{} {}", module.code, module.title);
    let names: Vec<String> = [before, after].into_iter().flatten().map(name).collect();
    names.join(" → ")
}
