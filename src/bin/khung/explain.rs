//! `khung explain`

use khung::audit::explain;
use khung::error::Result;
use khung::lang::Lang;
use khung::report::explanation;

use crate::audit::options;
use crate::{Outcome, args, print};

pub(crate) fn run(args: &args::Explain) -> Result<Outcome> {
    let lang: Lang = args.shared.lang.into();
    let paths = std::slice::from_ref(&args.path);
    let mut text = String::new();
    explain(paths, &args.module, &options(&args.shared)?, |framework, module, statements| {
        text.push_str(&explanation::text(framework, module, statements, lang));
    })?;
    print::out(&text)?;
    Ok(Outcome::Done)
}
