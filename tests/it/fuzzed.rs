//! Every input that fuzzing was ever stopped by, and its seeds, fed to the same entries again.

#[path = "fuzzed/entries.rs"]
mod entries;

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use entries::ENTRIES;

/// A target as `tests/fuzz/targets.txt` tells it.
struct Target {
    name: String,
    /// Longer inputs are seeds only as far as that.
    longest: usize,
    folders: Vec<PathBuf>,
}

fn targets() -> Vec<Target> {
    let text = fs::read_to_string("tests/fuzz/targets.txt").expect("the list of targets");
    let target = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, longest, _, seeds @ ..] = &words[..] else { panic!("{line}") };
        let own = ["seeds", "regressions"].map(|kind| format!("tests/fuzz/{kind}/{name}").into());
        let folders = own.into_iter().chain(seeds.iter().map(PathBuf::from)).collect();
        Target { name: (*name).to_owned(), longest: longest.parse().expect("a number"), folders }
    };
    text.lines().map(target).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

thread_local! {
    static FAULT: Cell<bool> = const { Cell::new(false) };
}

/// Readers' panics are caught, and those of khung's own would go unseen.
fn watch_for_own_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if entries::is_own(panic) {
            FAULT.set(true);
        }
        usual(panic);
    }));
}

#[test]
fn nothing_that_fuzzing_found_stops_khung_again() {
    watch_for_own_panics();
    let mut fed = 0;
    for Target { name, longest, folders } in targets() {
        let (_, entry) = ENTRIES.iter().find(|(known, _)| *known == name).expect("each target has an entry");
        for path in folders.iter().flat_map(|folder| files(folder)) {
            let mut bytes = fs::read(&path).expect("a file");
            bytes.truncate(longest);
            entry(&bytes);
            assert!(!FAULT.get(), "{name} panics at {}", path.display());
            fed += 1;
        }
    }
    assert!(fed >= ENTRIES.len(), "there are seeds");
}

#[test]
fn every_entry_has_a_target() {
    let listed: Vec<String> = targets().into_iter().map(|target| target.name).collect();
    let manifest: toml::Table =
        fs::read_to_string("tests/fuzz/Cargo.toml").expect("Cargo.toml").parse().expect("TOML");
    let bins = manifest["bin"].as_array().expect("targets").iter();
    let built: Vec<&str> = bins.map(|bin| bin["name"].as_str().expect("a name")).collect();
    let entries = ENTRIES.map(|(name, _)| name);
    assert_eq!((&listed[..], &built[..]), (&entries.map(str::to_owned)[..], &entries[..]));
}
