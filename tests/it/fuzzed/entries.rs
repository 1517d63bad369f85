//! What fuzzing feeds. Each entry takes any bytes and must come back; what it claims of the answer it asserts.

mod data;
mod decisions;
mod files;
mod grids;
mod ground;
mod sheets;

type Entry = fn(&[u8]);

/// The entries, by the names of their targets.
pub(crate) const ENTRIES: [(&str, Entry); 14] = [
    ("workbook", files::workbook),
    ("parts", files::parts),
    ("xlsb", files::parts),
    ("biff", files::biff),
    ("csv", files::csv),
    ("framework", data::framework),
    ("rules", data::rules),
    ("reading", data::reading),
    ("efforts", data::efforts),
    ("record", data::record),
    ("review", decisions::review),
    ("decisions", decisions::decisions),
    ("grid", grids::grid),
    ("staff", grids::staff),
];

/// Whether a panic is khung's own. One of a foreign reader is caught, and the file counts as damaged; nobody but its makers
/// can mend it.
pub(crate) fn is_own(panic: &std::panic::PanicHookInfo<'_>) -> bool {
    !panic.location().is_some_and(|at| at.file().contains("/registry/src/"))
}
