//! What `src/build.rs` has made ready: the linkers of the framework that khung comes with.

use super::basis::named;
use super::{Basis, Options};
use crate::linking::Linker;

/// By audience.
const LINKERS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/linkers.rs"));

/// The linker for the audience of `basis`, if the framework, its rules and its cues are those that khung was built with. They
/// keep to the limits of a pattern that khung comes with, and so to any that are no lower.
pub(super) fn linker(basis: &Basis, options: &Options) -> Option<Linker> {
    let (_, bytes) = LINKERS.iter().find(|(audience, _)| *audience == basis.audience.key)?;
    let as_built = options.mappings.are_as_built(named(options), basis.settings.linking.max_pattern_letters);
    as_built.then(|| Linker::ready(bytes, &basis.framework, basis.settings.linking)).flatten()
}
