//! Where the time of an audit goes, from a thousand modules to a million, beside a floor and a peer.
//!
//! `cargo bench --bench pipeline` makes catalogues, audits them with the real program, and prints one table: the seconds of
//! each stage, those of the whole process from start to exit, its largest memory, and how many times the floor that is. The
//! **floor** is what no audit can do without: calamine or csv reads the same file, and rust_xlsxwriter writes the cells of the
//! same `coverage.xlsx`, with no thought in between. The **peer** is `benches/peer/audit.py`, run where Python has what it needs.
//!
//! `cargo bench --bench pipeline -- 10000 --runs 3` measures catalogues of that size alone, three times each.
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measures")]

mod catalogue;
mod floor;
mod limits;
mod measure;
mod peer;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Every catalogue is made from it.
const SEED: u64 = 18;
/// Up to here a catalogue is audited as a workbook too.
const LARGEST_BOOK: usize = 100_000;
/// Up to here the peer is waited for.
const LARGEST_OF_PEER: usize = 10_000;
const COLLEGE: &str = "fixtures/made/teacher-college.xlsx";

/// The floor and the stages take memory as the program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("--stages") => measure::stages(Path::new(&args[1]), Path::new(&args[2])),
        Some("--whole") => measure::whole(Path::new(&args[1]), Path::new(&args[2])),
        _ => table(&args),
    }
}

/// What was asked for on the command line.
struct Ask {
    sizes: Vec<usize>,
    runs: usize,
    python: String,
}

impl Ask {
    fn read(args: &[String]) -> Outcome<Self> {
        let mut ask = Ask { sizes: Vec::new(), runs: 5, python: "python3".to_owned() };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--runs" => ask.runs = args.next().ok_or("--runs N")?.parse()?,
                "--python" => ask.python = args.next().ok_or("--python FILE")?.clone(),
                size => ask.sizes.push(size.parse()?),
            }
        }
        if ask.sizes.is_empty() {
            ask.sizes = vec![1_000, 10_000, 100_000, 1_000_000];
        }
        Ok(ask)
    }
}

fn table(args: &[String]) -> Outcome<()> {
    let ask = Ask::read(args)?;
    let room = tempfile::tempdir()?;
    println!("Medians of {} runs, in seconds. Memory in megabytes.\n", ask.runs);
    println!("{HEAD}");
    college(&ask, room.path())?;
    for size in &ask.sizes {
        for form in ["xlsx", "csv"] {
            if form == "csv" || *size <= LARGEST_BOOK {
                catalogue(*size, form, &ask, room.path())?;
            }
        }
    }
    for size in ask.sizes.iter().filter(|size| **size <= LARGEST_OF_PEER) {
        peer::compare(*size, &ask, room.path())?;
    }
    Ok(())
}

const HEAD: &str = "modules  form |  read   link  graph  write |  total  memory | floor  ratio";

fn college(ask: &Ask, room: &Path) -> Outcome<()> {
    let row = Row::measure(Path::new(COLLEGE), ask.runs, room)?;
    println!("{:>7}  {:<4} {row}", 60, "xlsx");
    Ok(())
}

fn catalogue(size: usize, form: &str, ask: &Ask, room: &Path) -> Outcome<()> {
    let path = made(size, form, room)?;
    let row = Row::measure(&path, ask.runs, room)?;
    println!("{size:>7}  {form:<4} {row}");
    Ok(())
}

/// A catalogue of `size` modules in the folder `room`.
fn made(size: usize, form: &str, room: &Path) -> Outcome<PathBuf> {
    let path = room.join(format!("{size}.{form}"));
    if !path.exists() {
        match form {
            "xlsx" => catalogue::write_xlsx(&path, size, SEED)?,
            _ => catalogue::write_csv(&path, size, SEED)?,
        }
    }
    Ok(path)
}

/// One line of the table.
struct Row {
    stages: [f64; 4],
    total: f64,
    memory: f64,
    floor: f64,
}

impl Row {
    fn measure(path: &Path, runs: usize, room: &Path) -> Outcome<Self> {
        let out = room.join("out");
        let mut wholes = Vec::new();
        let mut floors = Vec::new();
        let mut stages = Vec::new();
        for _ in 0..runs {
            wholes.push(measure::by_itself("--whole", path, &out)?);
            stages.push(measure::by_itself("--stages", path, &out)?);
            floors.push(floor::seconds(path, &out)?.as_secs_f64());
        }
        let stage = |at: usize| median(stages.iter().map(|stages| stages[at]));
        Ok(Row {
            stages: [stage(0), stage(1), stage(2), stage(3)],
            total: median(wholes.iter().map(|whole| whole[0])),
            memory: median(wholes.iter().map(|whole| whole[1])),
            floor: median(floors.into_iter()),
        })
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [read, link, graph, write] = self.stages;
        let Row { total, memory, floor, .. } = self;
        let ratio = total / floor;
        write!(
            f,
            "|{read:>6.3} {link:>6.3} {graph:>6.3} {write:>6.3} |{total:>7.3} {memory:>7.0} |{floor:>6.3} {ratio:>6.2}"
        )
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// How long `work` takes.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = std::time::Instant::now();
    let done = work();
    (done, began.elapsed())
}
