//! `khung rules check` and `khung rules train`

use khung::audit::{check_rules, train};
use khung::error::Result;
use khung::report;

use crate::audit::{in_threads, options};
use crate::{Outcome, args, output, print};

pub(crate) fn run(args: &args::Rules) -> (args::Lang, Result<Outcome>) {
    match args {
        args::Rules::Check { labels, shared } => (shared.lang, check(labels, shared)),
        args::Rules::Train { labels, gate, out, shared } => {
            let learned =
                options(shared).and_then(|options| in_threads(shared.jobs, || train(labels, &options, gate)));
            let written = learned.and_then(|text| output::write(out, text.as_bytes()));
            (shared.lang, written.map(|()| Outcome::Done))
        }
    }
}

fn check(labels: &[std::path::PathBuf], shared: &args::Shared) -> Result<Outcome> {
    let options = options(shared)?;
    let check = in_threads(shared.jobs, || check_rules(labels, &options))?;
    print::out(&report::rules::text(&check, shared.lang.into()));
    Ok(if check.faults.is_empty() { Outcome::Done } else { Outcome::Failed })
}
