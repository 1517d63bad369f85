//! Being asked to stop: from the keyboard, by the system, or since the terminal is gone.

use khung::lang::Lang;

/// Has the run stop cleanly when it is asked to: what is unfinished is removed, and the earlier reports are as they were.
#[cfg(unix)]
pub(crate) fn watch(lang: Lang) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;

    // A shell starts a background job with SIGINT ignored, and nohup with SIGHUP; so it stays.
    let ignored = ignored();
    let asked = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored & 1 << (signal - 1) == 0);
    // A file beyond its allowed size kills a program unless it looks at this signal; then the write fails and is reported.
    let Ok(mut signals) = Signals::new(asked.chain([SIGXFSZ])) else { return };
    // A thread of its own, as the others may be at work for long.
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().find(|signal| *signal != SIGXFSZ) {
            stop(signal, lang);
        }
    });
}

/// Elsewhere the run ends at once, and the next run clears up.
#[cfg(not(unix))]
pub(crate) fn watch(_: Lang) {}

#[cfg(unix)]
fn stop(signal: i32, lang: Lang) -> ! {
    use std::io::IsTerminal;

    use crate::{output::unfinished, print};

    // Never let go of: from here on nothing is made or put in place. Reports that are being put in place are waited for.
    let mut unfinished = unfinished::lock();
    unfinished.clear();
    if std::io::stderr().is_terminal() {
        // Off the line on which ^C and a progress bar stand.
        print::note("");
    }
    let name = signal_hook::low_level::signal_name(signal).unwrap_or_default();
    print::note(&match unfinished.is_published() {
        true => lang.pick(
            format!("đã dừng theo yêu cầu ({name}); báo cáo mới đã ghi trọn vẹn trước đó"),
            format!("interrupted ({name}); the new reports had been written in full"),
        ),
        false => lang.pick(
            format!("đã dừng theo yêu cầu ({name}); không tệp nào bị ghi dở, báo cáo trước đó còn nguyên"),
            format!("interrupted ({name}); no file is half-written, and earlier reports are as they were"),
        ),
    });
    // Without the hooks of an ordinary exit, which other threads, still at work, might not survive.
    signal_hook::low_level::exit(128 + signal)
}

/// The signals that this run was started to ignore, a bit each, where the system tells without unsafe code.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
