//! How far a long run is, on standard error and only for a person at a terminal.

use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use khung::audit::{Stage, Watch};
use khung::lang::Lang;

/// A bar for each stage of a run.
pub(crate) struct Progress {
    lang: Lang,
    quiet: bool,
    bar: Mutex<ProgressBar>,
}

impl Progress {
    /// Bars in `lang`; none if the person wants quiet.
    pub(crate) fn new(lang: Lang, quiet: bool) -> Self {
        Progress { lang, quiet, bar: Mutex::new(ProgressBar::hidden()) }
    }

    /// A bar for `count` things; hidden where there is one alone, which is done before a bar could be read.
    fn bar(&self, what: &'static str, count: usize) -> ProgressBar {
        if self.quiet || count < 2 {
            return ProgressBar::hidden();
        }
        let template = "{prefix} [{bar:30}] {pos}/{len} {wide_msg}";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        // Indicatif draws nothing where standard error is no terminal.
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
        bar.with_style(style.progress_chars("█▒░")).with_prefix(what)
    }

    /// Starts a stage that is the program's own.
    pub(crate) fn writing(&self, count: usize) {
        self.start(self.lang.pick("Ghi báo cáo", "Writing"), count);
    }

    fn start(&self, what: &'static str, count: usize) {
        let next = self.bar(what, count);
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        bar.finish_and_clear();
        *bar = next;
    }
}

impl Watch for Progress {
    fn begin(&self, stage: Stage, count: usize) {
        let what = match stage {
            Stage::Reading => self.lang.pick("Đọc tệp", "Reading"),
            Stage::Auditing => self.lang.pick("Rà soát", "Auditing"),
        };
        self.start(what, count);
    }

    fn done(&self, name: &str) {
        let bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        bar.set_message(name.to_owned());
        bar.inc(1);
    }
}

impl Drop for Progress {
    /// Leaves the terminal as it was.
    fn drop(&mut self) {
        self.bar.get_mut().unwrap_or_else(PoisonError::into_inner).finish_and_clear();
    }
}
