//! Makes the linkers of the framework that khung comes with, one for each audience: to compile all its rules at every start
//! would take longer than the audit of a programme.
//!
//! `OUT_DIR/linkers.rs` lists them for `src/audit/built.rs`. What makes them is khung itself, as far as it is needed here.

#![allow(
    dead_code,
    missing_docs,
    unfulfilled_lint_expectations,
    unreachable_pub,
    unused_imports,
    clippy::enum_variant_names,
    reason = "only some of each room is needed here"
)]

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

mod alignment;
mod curriculum;
mod error;
mod finding;
mod framework;
mod lang;
mod linking;
mod mappings;
mod place;
mod text;

use linking::{Linker, Sources};
use mappings::{DEFAULT_FRAMEWORK, Mappings};

fn main() -> Result<(), Box<dyn Error>> {
    for changed in ["mappings", "src"] {
        println!("cargo::rerun-if-changed={changed}");
    }
    #[expect(clippy::disallowed_methods, reason = "cargo tells build scripts in no other way")]
    let out = std::env::var("OUT_DIR")?;
    let mappings = Mappings::embedded();
    let framework = mappings.framework(DEFAULT_FRAMEWORK)?;
    let packs = mappings.rules(DEFAULT_FRAMEWORK, &framework)?;
    let cues = mappings.cues(DEFAULT_FRAMEWORK, &framework)?;
    let settings = mappings.settings()?.linking;
    let mut list = format!("({}, &[", settings.max_pattern_letters);
    for audience in &framework.audiences {
        let sources = Sources { packs: &packs, cues: cues.as_ref(), synonyms: &[] };
        let linker = Linker::new(&framework, &audience.tables, sources, settings)?;
        let path = Path::new(&out).join(format!("{}.linker", audience.key));
        std::fs::write(&path, linker.to_bytes().ok_or("a linker by similarity is not made ready")?)?;
        write!(list, "({:?}, include_bytes!({path:?})),", audience.key)?;
    }
    list.push_str("])");
    std::fs::write(Path::new(&out).join("linkers.rs"), list)?;
    Ok(())
}
