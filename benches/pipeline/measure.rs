//! One audit, measured in a process of its own, so that neither memory nor warm caches are another's.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Instant, SystemTime};

use khung::audit::{Options, Stage, Step, Watch, audit_watched};
use khung::lang::Lang;
use khung::mappings::Mappings;
use khung::report::{html, json, xlsx};

use crate::{Outcome, limits, timed};

/// Runs this benchmark again to measure `what` of the audit of `path`. Returns the figures that it prints.
pub(crate) fn by_itself(what: &str, path: &Path, out: &Path) -> Outcome<Vec<f64>> {
    let done = Command::new(std::env::current_exe()?).arg(what).args([path, out]).output()?;
    let said = String::from_utf8(done.stdout)?;
    if !done.status.success() {
        return Err(format!("{what} {}: {}", path.display(), String::from_utf8_lossy(&done.stderr)).into());
    }
    Ok(said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?)
}

/// Prints the seconds from the start of the program to its exit, and the most memory it had, in megabytes.
pub(crate) fn whole(path: &Path, out: &Path) -> Outcome<()> {
    let mut khung = Command::new(env!("CARGO_BIN_EXE_khung"));
    khung.arg("audit").arg(path).arg("--out").arg(out).args(["--force", "--quiet", "--mappings"]);
    khung.arg(limits::raised(&room(out))?);
    let (status, took) = timed(|| khung.status());
    if !status?.success() {
        return Err("khung failed".into());
    }
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)?;
    println!("{} {}", took.as_secs_f64(), usage.max_rss() as f64 / 1024.0);
    Ok(())
}

/// Prints the seconds of reading, linking, graph and coverage, and writing.
pub(crate) fn stages(path: &Path, out: &Path) -> Outcome<()> {
    let mappings = Mappings::with_folder(&limits::raised(&room(out))?)?;
    let options = Options { mappings, ..Options::default() };
    let clock = Clock::default();
    let audit = audit_watched(&[path.to_owned()], &options, &clock)?;
    let (written, writing) = timed(|| {
        std::fs::create_dir_all(out)?;
        let mut file = std::io::BufWriter::new(std::fs::File::create(out.join("stages.xlsx"))?);
        let book = xlsx::Book::new(&audit, Lang::Vi, SystemTime::UNIX_EPOCH)?;
        let (saved, (page, json)) = rayon::join(
            move || book.save(&mut file),
            || (html::render(&audit, Lang::Vi), json::render(&audit, Lang::Vi)),
        );
        saved?;
        std::fs::write(out.join("stages.html"), page?)?;
        std::fs::write(out.join("stages.json"), json)?;
        Outcome::Ok(())
    });
    written?;
    let [read, link, graph] = clock.seconds();
    println!("{read} {link} {graph} {}", writing.as_secs_f64());
    Ok(())
}

fn room(out: &Path) -> PathBuf {
    out.parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// When each stage began and ended.
#[derive(Default)]
struct Clock {
    marks: Mutex<Vec<Instant>>,
}

impl Clock {
    fn mark(&self) {
        self.marks.lock().expect("nobody panicked").push(Instant::now());
    }

    fn seconds(&self) -> [f64; 3] {
        let marks = self.marks.lock().expect("nobody panicked");
        [0, 1, 2].map(|at| (marks[at + 1] - marks[at]).as_secs_f64())
    }
}

impl Watch for Clock {
    fn begin(&self, _: Stage, _: usize) {
        self.mark();
    }

    fn done(&self, _: &str) {}

    fn step(&self, _: Step) {
        self.mark();
    }
}
