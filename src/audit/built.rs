//! What `src/build.rs` has made ready: the linkers of the framework that khung comes with.

use super::basis::named;
use super::{Basis, Options};
use crate::error::Result;
use crate::linking::Linker;
use crate::mappings::DEFAULT_FRAMEWORK;

/// How many letters their patterns may spell, and the linkers by audience.
const BUILT: (u64, &[(&str, &[u8])]) = include!(concat!(env!("OUT_DIR"), "/linkers.rs"));

/// The linker for the audience of `basis`, if the framework and its rules are those that khung was built with; the cues may be
/// others. The rules keep to the limits of a pattern that khung comes with, and so to any that are no lower.
///
/// # Errors
/// Faults in those other cues, and in synonyms that are not khung's.
pub(super) fn linker(basis: &Basis, options: &Options) -> Result<Option<Linker>> {
    let (mappings, named, settings) = (&options.mappings, named(options), basis.settings.linking);
    let (letters, linkers) = BUILT;
    let as_built = |file: &str| mappings.is_as_built(&format!("{named}/{file}"));
    let is_own = named == DEFAULT_FRAMEWORK && as_built("framework.toml") && as_built("rules/");
    let found = linkers.iter().find(|(audience, _)| *audience == basis.audience.key);
    let found = found.filter(|_| is_own && letters <= settings.max_pattern_letters);
    let Some((_, bytes)) = found else { return Ok(None) };
    if !mappings.is_as_built("synonyms.toml") {
        // They are not asked, but whoever wrote them should know what is wrong with them.
        mappings.synonyms()?;
    }
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

    /// What the sources make for each audience, with its bytes.
    fn made(options: &Options) -> Vec<(String, Option<Vec<u8>>)> {
        let framework = Basis::load(options).expect("loaded").framework;
        let packs = options.mappings.rules(named(options), &framework).expect("rules");
        let cues = options.mappings.cues(named(options), &framework).expect("cues");
        let settings = options.mappings.settings().expect("settings").linking;
        let sources = Sources { packs: &packs, cues: cues.as_ref(), synonyms: &[] };
        let linker = |tables: &[_]| Linker::new(&framework, tables, sources, settings).expect("made");
        let made = framework.audiences.iter();
        made.map(|audience| (audience.key.clone(), linker(&audience.tables).to_bytes())).collect()
    }

    #[test]
    fn linkers_are_what_the_sources_make() {
        let made = made(&Options::default());
        let built: Vec<_> =
            BUILT.1.iter().map(|(key, bytes)| ((*key).to_owned(), Some(bytes.to_vec()))).collect();
        assert!(made == built);
        let read = ready(Mappings::embedded()).and_then(|linker| linker.to_bytes());
        assert!(read.is_some() && made.iter().any(|(_, bytes)| *bytes == read));
    }

    #[test]
    fn cues_may_be_others() {
        let own = std::fs::read_to_string("benches/peer/mappings/vn-tt18-2026/cues.toml").expect("cues");
        let mappings = Mappings::with_texts(BTreeMap::from([("vn-tt18-2026/cues.toml".to_owned(), own)]));
        let made = made(&Options { mappings: mappings.clone(), ..Options::default() });
        let read = ready(mappings).and_then(|linker| linker.to_bytes());
        assert!(read.is_some() && made.iter().any(|(_, bytes)| *bytes == read));
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
