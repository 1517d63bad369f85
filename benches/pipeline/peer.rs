//! The same audit as an able user's Python script does it.

use std::path::Path;

use crate::Outcome;

pub(crate) fn compare(_size: usize, _room: &Path) -> Outcome<()> {
    Ok(())
}
