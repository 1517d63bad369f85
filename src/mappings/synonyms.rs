//! `synonyms.toml`: rings of words that mean nearly the same, in any subject.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::source::Source;
use crate::error::Result;
use crate::lang::Wording;

/// Words that mean nearly the same, in both languages.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    /// Its name.
    pub id: String,
    /// Vietnamese words and phrases.
    pub vi: Vec<String>,
    /// English ones.
    pub en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<String>,
    #[serde(default)]
    ring: Vec<Spanned<Ring>>,
}

pub(super) fn parse(source: &Source) -> Result<Vec<Ring>> {
    let file: File = source.parse()?;
    let mut faults = source.schema(&file.schema, "khung.synonyms/1");
    let (mut rings, mut seen) = (Vec::new(), BTreeSet::new());
    for ring in file.ring {
        let place = source.line(&ring.span());
        let ring = ring.into_inner();
        if !seen.insert(ring.id.clone()) {
            let id = &ring.id;
            faults.push((place, Wording::new(format!("trùng id: {id}"), format!("duplicate id: {id}"))));
        }
        rings.push(ring);
    }
    source.checked(rings, faults)
}
