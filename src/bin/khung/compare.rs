//! `khung compare`

use std::path::{Path, PathBuf};

use khung::audit::audit;
use khung::comparison::{Record, compare};
use khung::error::{Error, Result};
use khung::finding::Findings;
use khung::lang::Lang;
use khung::report::{comparison, json, xlsx};
use khung::workbook;

use crate::args;
use crate::audit::{in_threads, options};
use crate::output::Reports;
use crate::{Outcome, print};

pub(crate) fn run(args: &args::Compare) -> Result<Outcome> {
    let lang: Lang = args.shared.lang.into();
    let (before, after) =
        in_threads(args.shared.jobs, || Ok((side(&args.before, args)?, side(&args.after, args)?)))?;
    let compared = compare(&before, &after)?;
    // Names are a courtesy: a framework that is not at hand leaves the keys.
    let named = args.shared.framework.clone().unwrap_or_else(|| after.framework.id.clone());
    let framework = options(&args.shared)?.mappings.framework(&named).ok();
    let framework = framework.filter(|framework| framework.id == after.framework.id);
    let mut reports = Reports::new(lang, args.force);
    let book = xlsx::comparison(&compared, framework.as_ref(), lang)?;
    reports.write(&args.out.join("comparison.xlsx"), &book)?;
    reports.write(&args.out.join("comparison.json"), json::comparison(&compared).as_bytes())?;
    let written = reports.publish()?;
    if !args.shared.quiet {
        print::out(&comparison::render(&compared, framework.as_ref(), lang))?;
        print::written(&written, lang)?;
    }
    Ok(Outcome::Done)
}

/// The run at `path`: its `coverage.json`, the record in its `coverage.xlsx`, or else an audit of the curriculum there.
fn side(path: &Path, args: &args::Compare) -> Result<Record> {
    let name = path.display().to_string();
    if path.is_file() && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|source| Error::Open { path: name.clone(), source })?;
        return json::record(text.trim_start_matches('\u{feff}'), &name);
    }
    let options = options(&args.shared)?;
    let paths = [PathBuf::from(path)];
    if path.is_file() {
        let settings = options.mappings.settings()?;
        for unit in workbook::units(&paths)? {
            let book = workbook::read(&unit, &settings, &mut Findings::default());
            if let Some(record) = json::record_of(&book, &name) {
                return record;
            }
        }
    }
    let options = khung::audit::Options { policy: args.policy.clone(), ..options };
    json::record(&json::render(&audit(&paths, &options)?, args.shared.lang.into()), &name)
}
