//! What is asked of links and rules besides an audit: how right they are, why they are made, what they learn.

use std::path::PathBuf;

use super::basis::{Basis, named};
use super::{
    Audit, Options, ProgrammeAudit, Silent, audit, claims, inputs_and_reading, loaded, no_curriculum,
};
use crate::curriculum::{Module, Statement};
use crate::error::{Error, Result};
use crate::evaluation::{self, Agreement, By, Evaluation, Labels};
use crate::finding::Finding;
use crate::framework::{Framework, LevelId};
use crate::lang::Wording;
use crate::linking::{self, Explanation, Linker, RuleCheck, Sources};
use crate::place::Place;
use crate::reading::Curriculum;
use crate::staff::{self, Staff};
use crate::workbook::Input;

/// Evaluates how right the links are that an audit would make of the labelled sets at `paths`.
///
/// # Errors
/// Those of [`labels`](crate::evaluation::read), and faults in the data files.
pub fn evaluate(paths: &[PathBuf], options: &Options, by: Option<By>) -> Result<Evaluation> {
    let basis = Basis::load(options)?;
    let packs = options.mappings.rules(named(options), &basis.framework)?;
    let cues = options.mappings.cues(named(options), &basis.framework)?;
    let labels = evaluation::read(paths, &basis.framework, &basis.settings)?;
    let synonyms = options.mappings.synonyms()?;
    let sources = Sources { packs: &packs, cues: cues.as_ref(), synonyms: &synonyms };
    let linker = |audience: usize| {
        let tables = &basis.framework.audiences[audience].tables;
        Linker::new(&basis.framework, tables, sources, basis.settings.linking)
    };
    evaluation::evaluate(labels, basis.framework.clone(), linker, by)
}

/// How far what is matched in the programmes under `paths` agrees with what the institution declares, and the framework.
///
/// # Errors
/// Those of [`audit`].
pub fn agree(paths: &[PathBuf], options: &Options) -> Result<(Framework, Vec<Agreement>)> {
    let Audit { framework, audience, programmes, .. } = audit(paths, options)?;
    let agreement = |p: &ProgrammeAudit| {
        evaluation::agreement(&p.programme, &p.alignments, &p.unlevelled, &framework, &audience.tables)
    };
    let agreements = programmes.iter().map(agreement).collect();
    Ok((framework, agreements))
}

/// The self-assessments of staff under `paths`, with the framework they are held against, and what was found wrong.
///
/// # Errors
/// [`Error::NoStaff`] if there are none; why each sheet was passed over is in it.
pub fn staff(paths: &[PathBuf], options: &Options) -> Result<Survey> {
    let (basis, books, mut findings) = loaded(paths, options, &Silent)?;
    let audience =
        basis.framework.audiences.iter().position(|one| one.key == basis.audience.key).unwrap_or(0);
    let staff = staff::read(&books, basis.guide(), audience, &mut findings);
    let inputs = books.into_iter().flat_map(|book| book.inputs).collect();
    let findings = findings.sorted();
    if staff.people.is_empty() {
        let files = paths.iter().map(|path| path.display().to_string()).collect();
        let reasons = findings.iter().map(|finding| (finding.place.clone(), finding.in_full())).collect();
        return Err(Error::NoStaff { files, reasons });
    }
    Ok(Survey { framework: basis.framework, target: basis.target, staff, inputs, findings })
}

/// Self-assessments that were read.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The framework.
    pub framework: Framework,
    /// The level that everybody must reach.
    pub target: LevelId,
    /// The people.
    pub staff: Staff,
    /// The files, with checksums.
    pub inputs: Vec<Input>,
    /// What a person should know, by place.
    pub findings: Vec<Finding>,
}

/// What could not be used of labelled sets, with its place.
pub type Notes = Vec<(Place, Wording)>;

/// Checks the rule packs: each rule on its own examples, all of them on the statements of the labelled sets at `paths`.
///
/// # Errors
/// Those of [`labels`](crate::evaluation::read), and faults in the data files that keep rules from being run.
pub fn check_rules(paths: &[PathBuf], options: &Options) -> Result<(RuleCheck, Notes)> {
    let basis = Basis::load(options)?;
    let packs = options.mappings.rules(named(options), &basis.framework)?;
    let labels = match paths {
        [] => Labels::default(),
        paths => evaluation::read(paths, &basis.framework, &basis.settings)?,
    };
    let statements: Vec<String> = labels.statements.into_iter().map(|label| label.text).collect();
    Ok((linking::check(&basis.framework, &packs, &statements, letters(&basis))?, labels.notes))
}

/// Hands every statement of the module named `module`, by code or title, to `tell` with why it is linked as it is.
/// Returns how many modules of that name there are.
///
/// # Errors
/// Those of [`audit`]; [`Error::Unknown`] if no programme has such a module.
pub fn explain(
    paths: &[PathBuf],
    module: &str,
    options: &Options,
    mut tell: impl FnMut(&Framework, &Module, &[(&Statement, Explanation)]),
) -> Result<usize> {
    let (basis, books, mut findings) = loaded(paths, options, &Silent)?;
    let linker = basis.linker(options)?;
    let (inputs, reading) = inputs_and_reading(books, &basis, &mut findings);
    if reading.curricula.is_empty() {
        return Err(no_curriculum(paths, &inputs, findings));
    }
    let mut told = 0;
    for Curriculum { programme, declared } in &reading.curricula {
        let claims = claims(programme, declared.clone(), &basis);
        for (at, found) in programme.modules.iter().enumerate().filter(|(_, found)| found.is_called(module)) {
            let level = |component| linking::declared_level(&basis.framework, &claims, at, component);
            let explain = |statement| linker.explain(&found.title, statement, level);
            let explained: Vec<_> =
                found.statements.iter().map(|statement| (statement, explain(statement))).collect();
            tell(&basis.framework, found, &explained);
            told += 1;
        }
    }
    if told == 0 {
        let modules = reading.curricula.iter().flat_map(|curriculum| &curriculum.programme.modules);
        let known = modules.map(|module| module.code.clone()).collect();
        return Err(Error::Unknown { kind: "module", wanted: module.to_owned(), known });
    }
    Ok(told)
}

/// Learns cues from the labelled sets at `paths` and from the indicators.
///
/// # Errors
/// Those of [`labels`](crate::evaluation::read), and faults in the data files.
pub fn train(paths: &[PathBuf], options: &Options) -> Result<(String, Notes)> {
    let basis = Basis::load(options)?;
    let packs = options.mappings.rules(named(options), &basis.framework)?;
    let labels = evaluation::read(paths, &basis.framework, &basis.settings)?;
    let lessons = evaluation::lessons(&labels, &basis.framework);
    let cues = linking::learn(&basis.framework, &packs, &lessons, letters(&basis))?;
    Ok((cues.to_toml(&basis.framework), labels.notes))
}

/// How many letters a pattern may spell.
fn letters(basis: &Basis) -> u64 {
    basis.settings.linking.max_pattern_letters
}
