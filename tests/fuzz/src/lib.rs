//! The entries of `tests/it/fuzzed`, for libFuzzer.

#[path = "../../it/fuzzed/entries.rs"]
mod entries;

/// Makes a panic of khung's own a crash, and keeps the work on one thread.
pub fn begin() {
    let abort = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if entries::is_own(panic) {
            abort(panic);
        }
    }));
    // Handing work to another thread takes longer than most of the work.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("nothing has used the pool yet");
}

/// Feeds `bytes` to the entry called `name`.
pub fn feed(name: &str, bytes: &[u8]) {
    let entry = entries::ENTRIES.iter().find(|(known, _)| *known == name);
    entry.expect("each target has an entry").1(bytes);
}
