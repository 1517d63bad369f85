//! The house: rooms use only rooms above them, and each foreign crate has one door.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where each foreign crate may be used. Those not named here (serde, rayon, thiserror) may be anywhere.
const DOORS: [(&str, &str); 20] = [
    ("askama", "report/html"),
    ("calamine", "workbook"),
    ("cfb", "workbook"),
    ("chardetng", "workbook"),
    ("csv", "workbook"),
    ("encoding_rs", "workbook"),
    ("quick_xml", "workbook"),
    ("sha2", "workbook"),
    ("zip", "workbook"),
    ("toml", "mappings"),
    ("aho_corasick", "linking"),
    ("regex_automata", "linking"),
    ("regex_syntax", "linking"),
    ("postcard", "linking"),
    ("petgraph", "graph"),
    ("good_lp", "plan/solver"),
    ("rust_xlsxwriter", "report/xlsx"),
    ("serde_json", "report/json"),
    ("strsim", "text"),
    ("unicode_normalization", "text"),
];

/// The rooms of `lib.rs` in their order.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").expect("src/lib.rs");
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The source files of a room, with their text outside tests.
fn files(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = vec![PathBuf::from(format!("src/{room}.rs"))];
    walk(Path::new(&format!("src/{room}")), &mut found);
    let code = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source file");
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs");
        let text = text.split("#[cfg(test)]").next().filter(|_| !is_test).unwrap_or_default().to_owned();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = code.collect::<Vec<_>>().join("\n");
        (path, code)
    };
    found.into_iter().map(code).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path().is_dir() {
            true => walk(&entry.path(), found),
            false => found.push(entry.path()),
        }
    }
}

/// The rooms that `code` names as `crate::room`, singly or in `crate::{…}`.
fn used(code: &str) -> Vec<String> {
    let after = code.split("crate::").skip(1);
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    after
        .flat_map(|text| match text.strip_prefix('{') {
            Some(list) => {
                list.split('}').next().unwrap_or_default().split(',').map(|item| word(item.trim())).collect()
            }
            None => vec![word(text)],
        })
        .collect()
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let rooms = rooms();
    assert!(rooms.len() >= 15, "lib.rs lists its rooms: {rooms:?}");
    let order: BTreeMap<&str, usize> =
        rooms.iter().enumerate().map(|(at, room)| (room.as_str(), at)).collect();
    for room in &rooms {
        for (path, code) in files(room) {
            for other in used(&code) {
                if let Some(at) = order.get(other.as_str()) {
                    assert!(
                        *at <= order[room.as_str()],
                        "{}: {room} reaches down to {other}",
                        path.display()
                    );
                }
            }
            assert!(!code.contains("super::super"), "{}: super::super hides its room", path.display());
        }
    }
}

#[test]
fn each_foreign_crate_has_one_door() {
    for room in rooms() {
        for (path, code) in files(&room) {
            for (name, door) in DOORS {
                let named = code.contains(&format!("use {name}::"))
                    || code.lines().any(|line| {
                        line.contains(&format!("{name}::"))
                            && !line.contains(&format!("_{name}::"))
                            && !line.contains(&format!("::{name}::{name}"))
                            && !is_own_module(line, name)
                    });
                let inside =
                    path.starts_with(format!("src/{door}")) || path == Path::new(&format!("src/{door}.rs"));
                assert!(!named || inside, "{}: {name} is used outside {door}", path.display());
            }
        }
    }
}

/// `workbook/csv.rs` is called `csv` too, and `report::graph` is no crate.
fn is_own_module(line: &str, name: &str) -> bool {
    line.contains(&format!("crate::{name}")) || line.contains(&format!("super::{name}"))
}

#[test]
fn every_dependency_has_a_door_or_is_used_everywhere() {
    let manifest: toml::Table = fs::read_to_string("Cargo.toml").expect("Cargo.toml").parse().expect("TOML");
    const EVERYWHERE: [&str; 3] = ["rayon", "serde", "thiserror"];
    const PROGRAM: [&str; 6] = ["clap", "clap_complete", "indicatif", "mimalloc", "signal_hook", "tempfile"];
    let everywhere = manifest["dependencies"].as_table().expect("dependencies").keys();
    let on_unix = manifest["target"]["cfg(unix)"]["dependencies"].as_table().expect("dependencies").keys();
    for name in everywhere.chain(on_unix) {
        let name = name.replace('-', "_");
        let known = DOORS.iter().any(|(door, _)| *door == name);
        assert!(
            known || EVERYWHERE.contains(&name.as_str()) || PROGRAM.contains(&name.as_str()),
            "{name} has no door"
        );
    }
}

#[test]
fn the_library_prints_nothing_and_never_exits() {
    for room in rooms() {
        for (path, code) in files(&room) {
            for banned in ["println!", "print!(", "eprintln!", "process::exit", "dbg!"] {
                assert!(!code.contains(banned), "{}: {banned}", path.display());
            }
        }
    }
}

#[test]
fn files_are_opened_at_two_doors_only() {
    for room in rooms() {
        for (path, code) in
            files(&room).into_iter().filter(|_| !["workbook", "mappings"].contains(&room.as_str()))
        {
            assert!(!code.contains("fs::") && !code.contains("File::open"), "{}", path.display());
        }
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string("tests/it/main.rs").expect("main.rs");
    for entry in fs::read_dir("tests/it").expect("tests/it").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".rs").filter(|stem| *stem != "main") else { continue };
        assert!(main.contains(&format!("mod {stem};")), "{name} is not run");
    }
}
