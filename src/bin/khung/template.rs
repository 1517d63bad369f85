//! `khung template`

use khung::error::{Error, Result};
use khung::mappings::DEFAULT_FRAMEWORK;
use khung::report::xlsx;

use crate::args;
use crate::audit::mappings;
use crate::{Outcome, output, print};

pub(crate) fn run(args: &args::Template) -> Result<Outcome> {
    let lang = args.language.lang.into();
    let framework = mappings(args.language.mappings.as_deref())?
        .framework(args.framework.as_deref().unwrap_or(DEFAULT_FRAMEWORK))?;
    let audience = match &args.audience {
        None => &framework.audiences[0],
        Some(key) => framework.audience(key).ok_or_else(|| Error::Unknown {
            kind: "audience",
            wanted: key.clone(),
            known: framework.audiences.iter().map(|audience| audience.key.clone()).collect(),
        })?,
    };
    if args.file.exists() && !args.force {
        return Err(Error::Exists { path: args.file.display().to_string() });
    }
    output::write(&args.file, &xlsx::template(&framework, audience, lang)?, lang)?;
    print::out(&format!("{}\n", args.file.display()))?;
    Ok(Outcome::Done)
}
