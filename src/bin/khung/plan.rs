//! `khung plan`

use std::path::PathBuf;

use khung::audit::{Audit, Options, audit_watched};
use khung::error::{Error, Result};
use khung::lang::{Lang, Wording};
use khung::plan::{Ask, propose};
use khung::report::plan::{self, Proposal};
use khung::report::{json, xlsx};

use crate::args;
use crate::audit::{created, in_threads, options};
use crate::output::Reports;
use crate::progress::Progress;
use crate::{Outcome, department, print};

pub(crate) fn run(args: &args::Plan) -> Result<Outcome> {
    if !args.needs.is_empty() {
        return department::run(args);
    }
    let lang: Lang = args.shared.lang.into();
    let options =
        Options { policy: args.policy.clone(), reviews: args.review.clone(), ..options(&args.shared)? };
    let ask = ask(args, &options)?;
    let progress = Progress::new(lang, args.shared.quiet);
    let (audit, catalogue, plans) = in_threads(args.shared.jobs, || {
        let audit = audit_watched(&args.paths, &options, &progress)?;
        let catalogue = match args.catalogue.as_slice() {
            [] => None,
            paths => {
                Some(audit_watched(paths, &Options { reviews: Vec::new(), ..options.clone() }, &progress)?)
            }
        };
        let plans = propose(&audit, catalogue.as_ref(), &ask)?;
        Ok::<_, Error>((audit, catalogue, plans))
    })?;
    drop(progress);
    let proposal = Proposal { audit: &audit, catalogue: catalogue.as_ref(), ask: &ask, plans: &plans };
    let written = write(&proposal, args, lang)?;
    plans.iter().for_each(|plan| print::faults(&plan.faults, lang));
    if !args.shared.quiet {
        print::out(&plan::render(&proposal, lang))?;
        print::written(&written, lang)?;
    }
    Ok(Outcome::Done)
}

/// Writes the plan and returns where, workbook first.
fn write(proposal: &Proposal<'_>, args: &args::Plan, lang: Lang) -> Result<Vec<PathBuf>> {
    let mut reports = Reports::new(lang, args.force);
    let audits = std::iter::once(proposal.audit).chain(proposal.catalogue);
    let newest = audits.filter_map(Audit::newest_input).max();
    reports.write(&args.out.join("plan.xlsx"), &xlsx::plan(proposal, lang, created(newest)?)?)?;
    reports.write(&args.out.join("plan.json"), json::plan(proposal).as_bytes())?;
    reports.publish()
}

fn ask(args: &args::Plan, options: &Options) -> Result<Ask> {
    let not_negative = Wording::new("một số không âm", "a number that is not negative");
    figure("--max-extra-periods", args.max_extra_periods, |n| n >= 0.0, &not_negative)?;
    time_limit(args)?;
    Ok(Ask {
        objective: args.objective.into(),
        max_extra_periods: args.max_extra_periods,
        efforts: options.mappings.efforts(args.efforts.as_deref())?,
        seconds: args.time_limit,
        drop: args.drop.clone(),
    })
}

/// Refuses a time that is none.
pub(crate) fn time_limit(args: &args::Plan) -> Result<()> {
    let expected = Wording::new("số giây từ 0,1 đến 86400", "seconds from 0.1 to 86400");
    figure("--time-limit", Some(args.time_limit), |n| (0.1..=86400.0).contains(&n), &expected)
}

/// Refuses a figure that makes no sense.
pub(crate) fn figure(
    name: &'static str,
    found: Option<f64>,
    is: impl Fn(f64) -> bool,
    expected: &Wording,
) -> Result<()> {
    match found.filter(|found| !(found.is_finite() && is(*found))) {
        None => Ok(()),
        Some(found) => Err(Error::Figure { name, found: found.to_string(), expected: expected.clone() }),
    }
}
