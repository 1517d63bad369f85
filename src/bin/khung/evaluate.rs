//! `khung evaluate`

use khung::audit::{agree, evaluate};
use khung::error::Result;
use khung::lang::Lang;
use khung::report::{evaluation, json};
use khung::workbook::csv_text;

use crate::audit::{in_threads, options};
use crate::{Outcome, args, output, print};

pub(crate) fn run(args: &args::Evaluate) -> Result<Outcome> {
    let lang: Lang = args.shared.lang.into();
    let options = options(&args.shared)?;
    if !args.declared.is_empty() {
        let (framework, agreements) = in_threads(args.shared.jobs, || agree(&args.declared, &options))?;
        print::out(&evaluation::agreement(&framework, &agreements, lang))?;
        return Ok(Outcome::Done);
    }
    let by = args.by.map(Into::into);
    let evaluation = in_threads(args.shared.jobs, || evaluate(&args.labels, &options, by))?;
    if let Some(file) = &args.errors {
        output::write(file, csv_text(&evaluation::errors(&evaluation)).as_bytes(), lang)?;
    }
    print::notes(&evaluation.notes, lang);
    match args.json {
        true => print::out(&json::evaluation(&evaluation, lang))?,
        false => print::out(&evaluation::text(&evaluation, lang))?,
    }
    Ok(Outcome::Done)
}
