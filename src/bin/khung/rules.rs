//! `khung rules train`

use khung::audit::train;
use khung::error::Result;

use crate::audit::{in_threads, options};
use crate::{Outcome, args, output};

pub(crate) fn run(args: &args::Rules) -> (args::Lang, Result<Outcome>) {
    let args::Rules::Train { labels, gate, out, shared } = args;
    let learned = options(shared).and_then(|options| in_threads(shared.jobs, || train(labels, &options, gate)));
    let written = learned.and_then(|text| output::write(out, text.as_bytes()));
    (shared.lang, written.map(|()| Outcome::Done))
}
