//! `khung rules check` and `khung rules train`

use std::path::{Path, PathBuf};

use khung::audit::{check_rules, train};
use khung::error::{Error, Result};
use khung::report;

use crate::audit::{in_threads, options};
use crate::{Outcome, args, output, print};

pub(crate) fn run(args: &args::Rules) -> Result<Outcome> {
    match args {
        args::Rules::Check { labels, shared } => check(labels, shared),
        args::Rules::Train { labels, out, force, shared } => learn(labels, out, *force, shared),
    }
}

fn check(labels: &[PathBuf], shared: &args::Shared) -> Result<Outcome> {
    let options = options(shared)?;
    let (check, notes) = in_threads(shared.jobs, || check_rules(labels, &options))?;
    print::notes(&notes, shared.lang.into());
    print::out(&report::rules::text(&check, shared.lang.into()))?;
    Ok(if check.faults.is_empty() { Outcome::Done } else { Outcome::Failed })
}

fn learn(labels: &[PathBuf], out: &Path, force: bool, shared: &args::Shared) -> Result<Outcome> {
    if out.exists() && !force {
        return Err(Error::Exists { path: out.display().to_string() });
    }
    let options = options(shared)?;
    let (cues, notes) = in_threads(shared.jobs, || train(labels, &options))?;
    print::notes(&notes, shared.lang.into());
    output::write(out, cues.as_bytes(), shared.lang.into())?;
    Ok(Outcome::Done)
}
