//! The only place that prints.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where printing is done")]

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;

use khung::error::{Error, Result};
use khung::finding::{Finding, Severity};
use khung::lang::{Lang, Wording};
use khung::place::Place;
use khung::report::text::Style;

/// Text to standard output. A reader that has gone (`| head`) is no error; a full disk is.
pub(crate) fn out(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(Error::Output { path: "stdout".to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Where the reports are.
pub(crate) fn written(paths: &[PathBuf], lang: Lang) -> Result<()> {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    out(&format!("{}: {}\n", lang.pick("Báo cáo", "Report"), paths.join(", ")))
}

/// One line to standard error, if anybody is there to read it.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Colours only for a person who has not asked for none.
pub(crate) fn style() -> Style {
    #[expect(clippy::disallowed_methods, reason = "the program, not the library, reads the environment")]
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted && std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain }
}

/// Why there is no answer, with every place it points at.
pub(crate) fn error(error: &Error, lang: Lang) {
    note(&format!("{}: {}", lang.pick("lỗi", "error"), error.wording().get(lang)));
    for (place, what) in error.details(lang) {
        note(&format!("  --> {place}\n      {what}"));
    }
}

/// What is wrong in a workbook though there is an answer, each with its place.
pub(crate) fn faults(faults: &[(Place, Wording)], lang: Lang) {
    for (place, what) in faults {
        note(&format!("{}: {}\n  --> {place}", lang.pick("lỗi", "error"), what.get(lang)));
    }
}

/// What could not be used, each with its place.
pub(crate) fn notes(notes: &[(Place, Wording)], lang: Lang) {
    for (place, what) in notes {
        note(&format!("{place}: {}", what.get(lang)));
    }
}

/// Findings as a person reads them: what, where, and what to do.
pub(crate) fn findings(findings: &[Finding], lang: Lang) -> String {
    let mut text = String::new();
    for finding in findings {
        let severity = finding.severity().wording();
        let (what, help) = (finding.message.get(lang), finding.help.get(lang));
        text.push_str(&format!(
            "{}[{}]: {what}\n  --> {}\n  {}: {help}\n",
            severity.get(lang).to_lowercase(),
            finding.code.as_str(),
            finding.place,
            lang.pick("cần làm", "help"),
        ));
    }
    text
}

/// `2 lỗi, 5 cảnh báo, 3 thông tin`
pub(crate) fn counts(findings: &[Finding], lang: Lang) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    lang.pick(
        format!("{errors} lỗi, {warnings} cảnh báo, {notes} thông tin"),
        format!("{errors} errors, {warnings} warnings, {notes} notes"),
    )
}
