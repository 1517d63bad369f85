//! `coverage.html`: one page that opens from a mail attachment and asks nothing of the network.
//!
//! The page is a template of words and places with the audit's data in it; what stands in cells is drawn in the browser, as
//! text and never as markup. Templates, styles and scripts are files of their own in `report/html/`.

use std::io::Write;

use askama::Template;

use super::json;
use crate::audit::Audit;
use crate::error::{Error, Result};
use crate::lang::Lang;

const CSS: &str = include_str!("html/page.css");

/// In the order in which they build upon each other.
const SCRIPTS: [&str; 9] = [
    include_str!("html/words.js"),
    include_str!("html/element.js"),
    include_str!("html/data.js"),
    include_str!("html/map.js"),
    include_str!("html/panel.js"),
    include_str!("html/drawing.js"),
    include_str!("html/lists.js"),
    include_str!("html/search.js"),
    include_str!("html/start.js"),
];

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    lang: &'a str,
    title: &'a str,
    css: &'a str,
    script: &'a str,
    data: &'a str,
}

/// The page for `audit`; it opens in `lang` and can be switched.
///
/// # Errors
/// [`Error::Write`] if the template cannot be filled.
pub fn render(audit: &Audit, lang: Lang) -> Result<String> {
    let mut bytes = Vec::new();
    write(audit, lang, &mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// The same into `out`.
///
/// # Errors
/// [`Error::Write`] if the template cannot be filled, or `out` takes no more.
pub fn write(audit: &Audit, lang: Lang, mut out: impl Write) -> Result<()> {
    let titles: Vec<&str> = audit.programmes.iter().map(|one| one.programme.title.as_str()).collect();
    let title = lang.pick("Mức độ bao phủ khung năng lực", "Coverage of the competency framework");
    let title = match titles.as_slice() {
        [one] => format!("{title}: {one}"),
        _ => title.to_owned(),
    };
    let page = Page {
        lang: lang.code(),
        title: &title,
        css: CSS,
        script: &SCRIPTS.join("\n"),
        data: &json::page(audit, lang),
    };
    page.write_into(&mut out)
        .map_err(|error| Error::Write { path: "coverage.html".to_owned(), reason: error.to_string() })
}
