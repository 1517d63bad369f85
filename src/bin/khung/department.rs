//! `khung plan --needs`

use std::collections::BTreeSet;
use std::path::PathBuf;

use khung::audit::{Audit, Options, Survey, audit_watched, staff};
use khung::error::{Error, Result};
use khung::finding::Finding;
use khung::lang::{Lang, Wording};
use khung::plan::department::{ClassAsk, classes};
use khung::report::department::{self, Classing};
use khung::report::{json, xlsx};

use crate::args;
use crate::audit::{created, in_threads, options};
use crate::output::Reports;
use crate::plan::{figure, time_limit};
use crate::progress::Progress;
use crate::{Outcome, print};

pub(crate) fn run(args: &args::Plan) -> Result<Outcome> {
    let lang: Lang = args.shared.lang.into();
    let options = Options { policy: args.policy.clone(), ..options(&args.shared)? };
    let progress = Progress::new(lang, args.shared.quiet);
    let (survey, catalogues, planned, ask) = in_threads(args.shared.jobs, || {
        let survey = staff(&args.needs, &options)?;
        let ask = ask(args, &options, &survey)?;
        let catalogues = catalogues(args, &options, &survey, &progress)?;
        let planned = classes(&survey.framework, &survey.staff, &catalogues, &ask);
        Ok::<_, Error>((survey, catalogues, planned, ask))
    })?;
    drop(progress);
    let (_, catalogue) = &catalogues[0];
    let classing = Classing {
        survey: &survey,
        ask: &ask,
        planned: &planned,
        inputs: survey.inputs.iter().chain(&catalogue.inputs).collect(),
        findings: survey.findings.iter().chain(&catalogue.findings).collect(),
    };
    let written = write(&classing, args, lang)?;
    if !args.shared.quiet {
        print::out(&department::render(&classing, lang))?;
        let found: Vec<Finding> = classing.findings.iter().copied().cloned().collect();
        print::out(&format!("{}: {}\n", lang.pick("Phát hiện", "Findings"), print::counts(&found, lang)))?;
        print::written(&written, lang)?;
    }
    Ok(Outcome::Done)
}

/// Writes the plan and returns where, workbook first.
fn write(classing: &Classing<'_>, args: &args::Plan, lang: Lang) -> Result<Vec<PathBuf>> {
    let mut reports = Reports::new(lang, args.force);
    let newest = classing.inputs.iter().filter_map(|input| input.modified).max();
    let book = xlsx::department(classing, lang, created(newest)?)?;
    reports.write(&args.out.join("plan.xlsx"), &book)?;
    reports.write(&args.out.join("plan.json"), json::department(classing).as_bytes())?;
    reports.publish()
}

/// The catalogue, audited for each audience that somebody belongs to: a code may mean another component for each.
fn catalogues(
    args: &args::Plan,
    options: &Options,
    survey: &Survey,
    progress: &Progress,
) -> Result<Vec<(usize, Audit)>> {
    let audiences: BTreeSet<usize> = survey.staff.people.iter().map(|person| person.audience).collect();
    let audited = |audience: usize| {
        let key = survey.framework.audiences[audience].key.clone();
        let options = Options { audience: Some(key), ..options.clone() };
        Ok((audience, audit_watched(&args.catalogue, &options, progress)?))
    };
    audiences.into_iter().map(audited).collect()
}

fn ask(args: &args::Plan, options: &Options, survey: &Survey) -> Result<ClassAsk> {
    let not_negative = Wording::new("một số không âm", "a number that is not negative");
    figure("--budget", args.budget, |n| n >= 0.0, &not_negative)?;
    time_limit(args)?;
    Ok(ClassAsk {
        target: survey.target,
        budget: args.budget,
        share: args.share,
        seats: args.seats,
        small_groups: args.small_groups,
        efforts: options.mappings.efforts(args.efforts.as_deref())?,
        seconds: args.time_limit,
    })
}
