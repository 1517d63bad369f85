//! `framework.toml`: read flat, checked whole, joined into a [`Framework`].

mod check;
mod entries;

use std::collections::BTreeSet;

use super::source::Source;
use crate::error::Result;
use crate::framework::Framework;
use check::Check;
use entries::File;

/// Reads and checks a framework file.
///
/// # Errors
/// [`Error::Mapping`](crate::error::Error::Mapping) with every fault and its line: duplicate ids, an
/// unknown level, table or domain, a component without domain, a cell without indicators, and so on.
pub fn parse_framework(source: &Source) -> Result<Framework> {
    let file: File = source.parse()?;
    let faults = source.schema(&file.schema, "khung.framework/1");
    let mut check = Check { source, faults, seen: BTreeSet::new() };
    let parts = check.parts(file);
    source.checked((), check.faults)?;
    Ok(Framework::join(parts))
}
