//! The same audit as an able user's Python script does it: `benches/peer/`, whose README tells what it takes.
//!
//! Both go by the rule packs alone, so that both must find the same cells; `compare.py` holds each alignment of the one
//! against the other's.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Ask, Outcome, made, median, timed};

const FOLDER: &str = "benches/peer";

/// Prints how many times as long as khung the peer takes for a workbook of `size` modules, and whether they agree.
pub(crate) fn compare(size: usize, ask: &Ask, room: &Path) -> Outcome<()> {
    if !is_there(&ask.python) {
        println!(
            "\npeer: not run, {} lacks what benches/peer/requirements.txt names (see --python)",
            ask.python
        );
        return Ok(());
    }
    let book = made(size, "xlsx", room)?;
    let (out, said) = (room.join("by-rules"), room.join("peer.json"));
    let khung: Outcome<Vec<f64>> = (0..ask.runs).map(|_| by_rules(&book, &out)).collect();
    let khung = median(khung?.into_iter());
    let peer = by_peer(ask, &book, &said)?;
    let agree = Command::new(&ask.python)
        .arg(format!("{FOLDER}/compare.py"))
        .args([out.join("coverage.json"), dump(&said), said])
        .output()?;
    println!(
        "\npeer, {size} modules in xlsx: {peer:.2} s; khung by the same rules: {khung:.3} s; {:.1} times as fast; the same cells: {}",
        peer / khung,
        if agree.status.success() { "yes" } else { "NO" },
    );
    Ok(())
}

fn is_there(python: &str) -> bool {
    let imports = Command::new(python).args(["-c", "import xlsxwriter, python_calamine"]).output();
    imports.is_ok_and(|done| done.status.success())
}

fn by_rules(book: &Path, out: &Path) -> Outcome<f64> {
    let mut khung = Command::new(env!("CARGO_BIN_EXE_khung"));
    khung.arg("audit").arg(book).arg("--out").arg(out).args(["--force", "--quiet", "--mappings"]);
    khung.arg(format!("{FOLDER}/mappings"));
    let (status, took) = timed(|| khung.status());
    if status?.success() { Ok(took.as_secs_f64()) } else { Err("khung failed".into()) }
}

/// Once: it takes long, and what it takes varies little beside that.
fn by_peer(ask: &Ask, book: &Path, said: &Path) -> Outcome<f64> {
    let mut peer = Command::new(&ask.python);
    peer.arg(format!("{FOLDER}/audit.py")).arg("--in").arg(book).args(["--reader", "calamine", "--out"]);
    peer.arg(said.with_extension("xlsx")).arg("--dump").arg(dump(said));
    let (done, took) = timed(|| peer.output());
    let done = done?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    std::fs::write(said, done.stdout)?;
    Ok(took.as_secs_f64())
}

fn dump(said: &Path) -> PathBuf {
    said.with_extension("csv")
}
