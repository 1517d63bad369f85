//! What `src/build.rs` has made ready: the linkers of the framework that khung comes with.

use super::basis::named;
use super::{Basis, Options};
use crate::error::Result;
use crate::linking::Linker;

/// How many letters their patterns may spell, and the linkers by audience.
const BUILT: (u64, &[(&str, &[u8])]) = include!(concat!(env!("OUT_DIR"), "/linkers.rs"));

/// The linker for the audience of `basis`, if the framework and its rules are those that khung was built with; the cues may be
/// others. The rules keep to the limits of a pattern that khung comes with, and so to any that are no lower.
///
/// # Errors
/// Faults in those other cues.
pub(super) fn linker(basis: &Basis, options: &Options) -> Result<Option<Linker>> {
    let (mappings, named, settings) = (&options.mappings, named(options), basis.settings.linking);
    let (letters, linkers) = BUILT;
    let as_built = |file: &str| mappings.is_as_built(&format!("{named}/{file}"));
    let rules_are =
        as_built("framework.toml") && as_built("rules/") && letters <= settings.max_pattern_letters;
    let found = linkers.iter().find(|(audience, _)| rules_are && *audience == basis.audience.key);
    let Some((_, bytes)) = found else { return Ok(None) };
    if as_built("cues.toml") {
        return Ok(Linker::ready(bytes, &basis.framework, settings));
    }
    let cues = mappings.cues(named, &basis.framework)?;
    Ok(Linker::ready_but_for_cues(bytes, &basis.framework, &basis.audience.tables, cues.as_ref(), settings))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::linking::Sources;
    use crate::mappings::{LimitChanges, Mappings};

    fn ready(mappings: Mappings) -> Option<Linker> {
        let options = Options { mappings, ..Options::default() };
        linker(&Basis::load(&options).expect("loaded"), &options).expect("no faults")
    }

    #[test]
    fn linkers_are_what_the_sources_make() {
        let options = Options::default();
        let basis = Basis::load(&options).expect("loaded");
        let packs = options.mappings.rules(named(&options), &basis.framework).expect("rules");
        let cues = options.mappings.cues(named(&options), &basis.framework).expect("cues");
        let sources = Sources { packs: &packs, cues: cues.as_ref(), synonyms: &[] };
        for audience in &basis.framework.audiences {
            let made = Linker::new(&basis.framework, &audience.tables, sources, basis.settings.linking);
            let (_, bytes) = BUILT.1.iter().find(|(key, _)| *key == audience.key).expect("there is one");
            assert!(
                made.ok().and_then(|linker| linker.to_bytes()).as_deref() == Some(*bytes),
                "{}",
                audience.key
            );
        }
    }

    #[test]
    fn what_overrides_the_rules_is_asked() {
        let texts = |name: &str| Mappings::with_texts(BTreeMap::from([(name.to_owned(), String::new())]));
        assert!(ready(Mappings::embedded()).is_some());
        assert!(ready(texts("vn-tt18-2026/rules/own.toml")).is_none());
        let lower = LimitChanges { max_pattern_letters: Some(10), ..LimitChanges::default() };
        assert!(ready(Mappings::embedded().with_limits(lower)).is_none());
        let own =
            Options { framework: Some("tests/it/fuzzed/small/framework.toml".into()), ..Options::default() };
        assert!(linker(&Basis::load(&own).expect("loaded"), &own).expect("no faults").is_none());
    }
}
