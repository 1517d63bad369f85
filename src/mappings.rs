//! The files of `mappings/`: the framework, header words, rule packs, policies and settings.
//!
//! Defaults are embedded in the binary; a folder given by `--mappings DIR` is laid out the same way,
//! and a file in it replaces the embedded one of the same name. Loading checks everything and reports
//! every fault with its line, not only the first.

mod columns;
mod corrections;
mod cues;
mod efforts;
mod framework;
mod policy;
mod rules;
mod settings;
mod source;
mod staff;
mod synonyms;

pub use columns::{ColumnWords, Columns, FactNames, Labels, Role, Scale, Stranger};
pub use corrections::{ColumnCorrection, Corrections, READING_SCHEMA, SheetCorrection, TableCorrection};
pub use cues::{Calibration, CueClass, CueSource, CueWeights, WEIGHT_UNIT};
pub use efforts::{Classes, Cost, Create, Efforts, Extend, PlanLimits, TakeOver};
pub use framework::parse_framework;
pub use policy::Policy;
pub use rules::{Concept, RulePack, RuleSource, Target};
pub use settings::{LimitChanges, Limits, Linking, Settings, Suspicion};
pub(crate) use staff::signed;
pub use staff::{StaffWords, TableWords};
pub use synonyms::Ring;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::framework::Framework;
use source::{EMBEDDED, Source};

/// The framework used when the user names none.
pub const DEFAULT_FRAMEWORK: &str = "vn-tt18-2026";

/// Where data files come from: the embedded defaults, overridden by a folder or by texts in memory.
#[derive(Clone, Debug, Default)]
pub struct Mappings {
    folder: Option<PathBuf>,
    texts: BTreeMap<String, String>,
    limits: LimitChanges,
}

impl Mappings {
    /// The embedded defaults alone.
    pub fn embedded() -> Self {
        Mappings::default()
    }

    /// The embedded defaults, except where `folder` has a file of the same name.
    ///
    /// # Errors
    /// [`Error::Open`] if `folder` is not a folder.
    pub fn with_folder(folder: &Path) -> Result<Self> {
        std::fs::read_dir(folder)
            .map_err(|source| Error::Open { path: folder.display().to_string(), source })?;
        Ok(Mappings { folder: Some(folder.to_owned()), ..Mappings::default() })
    }

    /// The same, with other limits than those of the settings.
    pub fn with_limits(self, limits: LimitChanges) -> Self {
        Mappings { limits, ..self }
    }

    /// The embedded defaults, except where `texts` has one under the name of a file of `mappings/`. A reading file and a
    /// file of efforts may be among them, under the path by which they are asked for.
    pub fn with_texts(texts: BTreeMap<String, String>) -> Self {
        Mappings { texts, ..Mappings::default() }
    }

    /// The framework named `wanted`: the id of a known one, or the path of a file.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::Open`], or [`Error::Mapping`] with every fault in the file.
    pub fn framework(&self, wanted: &str) -> Result<Framework> {
        parse_framework(&self.framework_source(wanted)?)
    }

    /// The rule packs of the framework named `wanted`: those in `rules/` beside its file, else those known for
    /// its id. A framework without rules has none, and that is no error.
    ///
    /// # Errors
    /// [`Error::Mapping`] with every fault.
    pub fn rules(&self, wanted: &str, framework: &Framework) -> Result<Vec<RulePack>> {
        let mut sources = Vec::new();
        if is_file(wanted) {
            sources = Source::folder(&Path::new(wanted).with_file_name("rules"))?;
        }
        if sources.is_empty() {
            sources = self.listed(&format!("{}/rules/", framework.id))?;
        }
        rules::parse_packs(&sources, framework)
    }

    /// The cues of `framework`, beside its file or known for its id; none if there are none.
    ///
    /// # Errors
    /// [`Error::Mapping`] with every fault.
    pub fn cues(&self, wanted: &str, framework: &Framework) -> Result<Option<CueSource>> {
        if is_file(wanted) {
            let path = Path::new(wanted).with_file_name("cues.toml");
            if path.is_file() {
                return cues::parse(&Source::file(&path, &path.display().to_string())?, framework).map(Some);
            }
        }
        match self.source(&format!("{}/cues.toml", framework.id)) {
            Ok(source) => cues::parse(&source, framework).map(Some),
            Err(Error::Open { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The header words and marks.
    ///
    /// # Errors
    /// [`Error::Mapping`] if an overriding file has faults.
    pub fn columns(&self) -> Result<Columns> {
        columns::parse(&self.source("columns.toml")?)
    }

    /// The reading file at `path`, whose columns may be components of `framework`.
    ///
    /// # Errors
    /// [`Error::Open`], or [`Error::Mapping`] with every fault in the file.
    pub fn corrections(&self, path: &Path, framework: &Framework) -> Result<Corrections> {
        corrections::parse(&self.opened(path)?, framework)
    }

    /// What changes of a curriculum take: of the file at `path`, if one is given.
    ///
    /// # Errors
    /// [`Error::Open`], or [`Error::Mapping`] with every fault in the file.
    pub fn efforts(&self, path: Option<&Path>) -> Result<Efforts> {
        match path {
            Some(path) => efforts::parse(&self.opened(path)?),
            None => efforts::parse(&self.source("efforts.toml")?),
        }
    }

    /// The settings.
    ///
    /// # Errors
    /// [`Error::Mapping`] if an overriding file has faults.
    pub fn settings(&self) -> Result<Settings> {
        Ok(settings::parse(&self.source("settings.toml")?)?.limited(self.limits))
    }

    /// The words that mean nearly the same.
    ///
    /// # Errors
    /// [`Error::Mapping`] if an overriding file has faults.
    pub fn synonyms(&self) -> Result<Vec<Ring>> {
        synonyms::parse(&self.source("synonyms.toml")?)
    }

    /// The policies, most lenient first.
    ///
    /// # Errors
    /// [`Error::Mapping`] if an overriding file has faults.
    pub fn policies(&self) -> Result<Vec<Policy>> {
        let sources = self.listed("policies/")?;
        let mut policies: Vec<Policy> = sources.iter().map(policy::parse).collect::<Result<_>>()?;
        policies.sort_by(|a, b| a.demands().cmp(&b.demands()).then_with(|| a.id.cmp(&b.id)));
        Ok(policies)
    }

    /// Whether there is an embedded file `name`, or files under it, and nothing overrides or adds to them.
    pub(crate) fn is_as_built(&self, name: &str) -> bool {
        let in_folder = self.folder.as_ref().is_some_and(|folder| folder.join(name).exists());
        let in_texts = self.texts.keys().any(|text| text.starts_with(name));
        EMBEDDED.iter().any(|(known, _)| known.starts_with(name)) && !in_folder && !in_texts
    }

    fn framework_source(&self, wanted: &str) -> Result<Source> {
        if is_file(wanted) {
            return Source::file(Path::new(wanted), wanted);
        }
        let name = format!("{wanted}/framework.toml");
        self.source(&name).map_err(|error| match error {
            Error::Open { .. } => Error::Unknown {
                kind: "framework",
                wanted: wanted.to_owned(),
                known: self.known_frameworks(),
            },
            other => other,
        })
    }

    fn known_frameworks(&self) -> Vec<String> {
        let names = EMBEDDED.iter().map(|(name, _)| *name);
        names.filter_map(|name| name.strip_suffix("/framework.toml")).map(str::to_owned).collect()
    }

    /// The file at `path`, unless a text has its place.
    fn opened(&self, path: &Path) -> Result<Source> {
        let name = path.display().to_string();
        self.texts.get(&name).map_or_else(|| Source::file(path, &name), |text| Ok(Source::text(&name, text)))
    }

    /// The file `name`, from the texts or the folder if they have one, else embedded.
    fn source(&self, name: &str) -> Result<Source> {
        if let Some(text) = self.texts.get(name) {
            return Ok(Source::text(name, text));
        }
        let overriding = self.folder.as_ref().map(|folder| folder.join(name)).filter(|path| path.is_file());
        match (overriding, EMBEDDED.iter().find(|(known, _)| *known == name)) {
            (Some(path), _) => Source::file(&path, &path.display().to_string()),
            (None, Some((_, text))) => Ok(Source::embedded(name, text)),
            (None, None) => {
                let source = std::io::Error::from(std::io::ErrorKind::NotFound);
                Err(Error::Open { path: format!("mappings/{name}"), source })
            }
        }
    }

    /// All files under `prefix`, embedded and overriding, by name.
    fn listed(&self, prefix: &str) -> Result<Vec<Source>> {
        let embedded = EMBEDDED.iter().map(|(name, _)| (*name).to_owned());
        let known = embedded.chain(self.texts.keys().cloned());
        let mut names: Vec<String> = known.filter(|name| name.starts_with(prefix)).collect();
        if let Some(folder) = &self.folder {
            let added = Source::names(&folder.join(prefix));
            names.extend(added.into_iter().map(|name| format!("{prefix}{name}")));
        }
        names.sort();
        names.dedup();
        names.iter().map(|name| self.source(name)).collect()
    }
}

/// Whether the user named a framework by a file and not by an id.
fn is_file(wanted: &str) -> bool {
    wanted.ends_with(".toml") || wanted.contains(['/', '\\'])
}
