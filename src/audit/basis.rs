//! The data that a run goes by, chosen by its options.

use super::{Options, built};
use crate::error::{Error, Result};
use crate::framework::{Audience, Framework, LevelId};
use crate::layout::Guide;
use crate::linking::{Linker, Sources};
use crate::mappings::{Columns, Corrections, DEFAULT_FRAMEWORK, Policy, Settings};

/// The data an audit goes by, loaded and checked.
#[derive(Debug)]
pub(super) struct Basis {
    pub(super) framework: Framework,
    pub(super) audience: Audience,
    pub(super) target: LevelId,
    pub(super) policies: Vec<Policy>,
    pub(super) policy: Policy,
    pub(super) settings: Settings,
    columns: Columns,
    corrections: Corrections,
}

impl Basis {
    pub(super) fn load(options: &Options) -> Result<Self> {
        Basis::with(options, options.mappings.settings()?)
    }

    /// The same by settings that are loaded.
    pub(super) fn with(options: &Options, settings: Settings) -> Result<Self> {
        let mappings = &options.mappings;
        let framework = mappings.framework(named(options))?;
        let audience = chosen(&framework, options.audience.as_deref())?;
        let target = target(&framework, options.target.as_deref())?;
        let policies = mappings.policies()?;
        let policy = policy(&policies, options.policy.as_deref())?;
        let columns = mappings.columns()?;
        let reading = options.reading.as_ref().map(|path| mappings.corrections(path, &framework));
        let corrections = reading.transpose()?.unwrap_or_default();
        Ok(Basis { framework, audience, target, policies, policy, settings, columns, corrections })
    }

    pub(super) fn linker(&self, options: &Options) -> Result<Linker> {
        if let Some(linker) = built::linker(self, options)? {
            return Ok(linker);
        }
        let (packs, cues) = rayon::join(
            || options.mappings.rules(named(options), &self.framework),
            || options.mappings.cues(named(options), &self.framework),
        );
        let (packs, cues, synonyms) = (packs?, cues?, options.mappings.synonyms()?);
        let sources = Sources { packs: &packs, cues: cues.as_ref(), synonyms: &synonyms };
        Linker::new(&self.framework, &self.audience.tables, sources, self.settings.linking)
    }

    pub(super) fn guide(&self) -> Guide<'_> {
        Guide {
            columns: &self.columns,
            framework: &self.framework,
            tables: &self.audience.tables,
            corrections: &self.corrections,
        }
    }
}

/// The framework asked for.
pub(super) fn named(options: &Options) -> &str {
    options.framework.as_deref().unwrap_or(DEFAULT_FRAMEWORK)
}

fn chosen(framework: &Framework, wanted: Option<&str>) -> Result<Audience> {
    let known = || framework.audiences.iter().map(|audience| audience.key.clone()).collect();
    let found = wanted.map_or_else(|| framework.audiences.first(), |key| framework.audience(key));
    found.cloned().ok_or_else(|| Error::Unknown {
        kind: "audience",
        wanted: wanted.unwrap_or_default().to_owned(),
        known: known(),
    })
}

fn target(framework: &Framework, wanted: Option<&str>) -> Result<LevelId> {
    let Some(wanted) = wanted else { return Ok(framework.target) };
    let known = framework.levels.iter().map(|level| level.key.clone()).collect();
    framework.level_named(wanted).ok_or(Error::Unknown { kind: "level", wanted: wanted.to_owned(), known })
}

fn policy(policies: &[Policy], wanted: Option<&str>) -> Result<Policy> {
    let wanted = wanted.unwrap_or("standard");
    let known = policies.iter().map(|policy| policy.id.clone()).collect();
    let found = policies.iter().find(|policy| policy.id == wanted).cloned();
    found.ok_or(Error::Unknown { kind: "policy", wanted: wanted.to_owned(), known })
}
