//! The whole walk: files → curriculum → alignments → graph → coverage → gaps.

mod auditor;
mod basis;
mod built;
mod question;
mod watch;

pub use auditor::Auditor;
pub use question::{Notes, Survey, agree, check_rules, evaluate, explain, staff, train};
pub use watch::{Silent, Stage, Step, Watch};

use std::path::PathBuf;
use std::time::SystemTime;

use rayon::prelude::*;

use basis::Basis;

use crate::alignment::{Alignment, Standing, Unlevelled};
use crate::coverage::{self, Coverage, Tally};
use crate::curriculum::Programme;
use crate::error::{Error, Result};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::framework::{Audience, CellId, Framework, LevelId};
use crate::gap::{self, Gap};
use crate::graph::{CurriculumGraph, Structure};
use crate::lang::Wording;
use crate::linking::{self, Linked, Linker};
use crate::mappings::{Mappings, Policy, Settings};
use crate::place::Place;
use crate::reading::{self, Curriculum, Reading, Understanding};
use crate::review::{self, Entry, Gone, Ground, Justification, Ledger, Reviewed};
use crate::workbook::{self, Input, Workbook};

/// What to audit for. The defaults are the framework's first audience, its own target level, and the
/// policy `standard`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where data files come from.
    pub mappings: Mappings,
    /// The framework, by id or file.
    pub framework: Option<String>,
    /// The audience, by key.
    pub audience: Option<String>,
    /// The target level, by key, name or mark.
    pub target: Option<String>,
    /// The policy, by id.
    pub policy: Option<String>,
    /// Review workbooks: earlier reports in which people have decided.
    pub reviews: Vec<PathBuf>,
    /// A reading file: how a person says the workbooks are to be understood.
    pub reading: Option<PathBuf>,
}

/// One programme, audited.
#[derive(Clone, Debug)]
pub struct ProgrammeAudit {
    /// The programme.
    pub programme: Programme,
    /// Its alignments, in the order of modules, cells, indicators and bases.
    pub alignments: Vec<Alignment>,
    /// Suggestions whose level nothing tells; they count for no cell.
    pub unlevelled: Vec<Unlevelled>,
    /// How its requisites tie its modules together.
    pub structure: Structure,
    /// Its coverage under the chosen policy.
    pub coverage: Coverage,
    /// Its gaps, worst first, without those that are justified.
    pub gaps: Vec<Gap>,
    /// What people wrote to justify gaps.
    pub justified: Vec<Justification>,
    /// Decisions that have no place any more, and why.
    pub kept: Vec<(Entry, Gone)>,
    /// Its headline under every policy, most lenient first.
    pub policies: Vec<(Policy, Tally)>,
}

impl ProgrammeAudit {
    /// Why `cell` may stay open, if a person has said so in full.
    pub fn justification(&self, cell: CellId) -> Option<&Justification> {
        self.justified.iter().find(|one| one.cell == Some(cell) && one.is_complete())
    }

    /// The alignments of the module at position `module`.
    pub fn alignments_of(&self, module: usize) -> &[Alignment] {
        let first = self.alignments.partition_point(|alignment| alignment.module < module);
        let after = self.alignments.partition_point(|alignment| alignment.module <= module);
        &self.alignments[first..after]
    }

    /// How every alignment, and every suggestion without a level, stands in the reviewers' work.
    pub fn standings(&self) -> impl Iterator<Item = &Standing> {
        let suggested = self.unlevelled.iter().map(|suggestion| &suggestion.standing);
        self.alignments.iter().map(|alignment| &alignment.standing).chain(suggested)
    }
}

/// The answers of one run.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The framework audited against.
    pub framework: Framework,
    /// Whom the programmes train.
    pub audience: Audience,
    /// The level required.
    pub target: LevelId,
    /// The policy of [`ProgrammeAudit::coverage`].
    pub policy: Policy,
    /// Whether earlier decisions were read.
    pub reviewed: bool,
    /// The files, with checksums.
    pub inputs: Vec<Input>,
    /// The programmes, in the order of the inputs.
    pub programmes: Vec<ProgrammeAudit>,
    /// What a person should know, by place.
    pub findings: Vec<Finding>,
    /// How each sheet was understood.
    pub sheets: Vec<Understanding>,
}

impl Audit {
    /// When the newest input was last changed, if the file system tells.
    pub fn newest_input(&self) -> Option<SystemTime> {
        self.inputs.iter().filter_map(|input| input.modified).max()
    }

    /// One of its programmes as if it had been audited by itself.
    pub fn alone(&self, programme: &ProgrammeAudit) -> Audit {
        let files = programme.programme.files();
        let of = |place: &Place| files.contains(place.file());
        Audit {
            framework: self.framework.clone(),
            audience: self.audience.clone(),
            target: self.target,
            policy: self.policy.clone(),
            reviewed: self.reviewed,
            inputs: self.inputs.iter().filter(|input| files.contains(input.path.as_str())).cloned().collect(),
            programmes: vec![programme.clone()],
            findings: self.findings.iter().filter(|finding| of(&finding.place)).cloned().collect(),
            sheets: self.sheets.iter().filter(|sheet| of(&sheet.place)).cloned().collect(),
        }
    }

    /// The graph of one of its programmes.
    pub fn graph<'a>(&'a self, programme: &'a ProgrammeAudit) -> CurriculumGraph<'a> {
        CurriculumGraph::new(
            &self.framework,
            &self.audience.tables,
            &programme.programme,
            &programme.alignments,
        )
    }
}

/// Audits the programmes found under `paths`, files or folders.
///
/// # Errors
/// [`Error::NoCurriculum`] if none was found; what was wrong with each file is in it. A file that cannot
/// be read while others can is a finding.
pub fn audit(paths: &[PathBuf], options: &Options) -> Result<Audit> {
    audit_watched(paths, options, &Silent)
}

/// [`audit`], while `watch` is told how far it is.
///
/// # Errors
/// Those of [`audit`].
pub fn audit_watched(paths: &[PathBuf], options: &Options, watch: &dyn Watch) -> Result<Audit> {
    let (basis, books, mut findings) = loaded(paths, options, watch)?;
    let (linker, (inputs, reading)) =
        rayon::join(|| basis.linker(options), || inputs_and_reading(books, &basis, &mut findings));
    let linker = linker?;
    if reading.curricula.is_empty() {
        return Err(no_curriculum(paths, &inputs, findings));
    }
    let ledger = review::read(&options.reviews, &basis.framework, &basis.settings)?;
    let auditor = Auditor::of(basis, linker);
    let audit = auditor.answers(inputs, reading, &ledger, findings, watch);
    // Its thousands of forms are let go while the caller writes.
    rayon::spawn(|| drop(auditor));
    Ok(audit)
}

/// What people have decided, and the run that it is held against.
struct Desk<'a> {
    ledger: &'a Ledger,
    programmes: Vec<(String, String)>,
    inputs: Vec<String>,
}

/// Reads what is under `paths` without auditing it: how each sheet was understood, and what was found
/// wrong.
///
/// # Errors
/// Only if a path or a data file cannot be opened.
pub fn inspect(paths: &[PathBuf], options: &Options) -> Result<Inspection> {
    let (basis, books, mut findings) = loaded(paths, options, &Silent)?;
    let (inputs, reading) = inputs_and_reading(books, &basis, &mut findings);
    if reading.sheets.is_empty() {
        return Err(no_curriculum(paths, &inputs, findings));
    }
    Ok(inspected(&basis, reading, findings))
}

fn inspected(basis: &Basis, mut reading: Reading, findings: Findings) -> Inspection {
    for curriculum in &mut reading.curricula {
        let declared = std::mem::take(&mut curriculum.declared);
        curriculum.declared = claims(&curriculum.programme, declared, basis);
    }
    Inspection { framework: basis.framework.clone(), reading, findings: findings.sorted() }
}

/// What was read, without being audited.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The framework whose components were looked for.
    pub framework: Framework,
    /// The programmes, with what is declared and derived of them, and how each sheet was understood.
    pub reading: Reading,
    /// What a person should know, by place.
    pub findings: Vec<Finding>,
}

/// The data that `options` name and, opened at the same time, the workbooks under `paths`.
fn loaded(
    paths: &[PathBuf],
    options: &Options,
    watch: &dyn Watch,
) -> Result<(Basis, Vec<Workbook>, Findings)> {
    let settings = options.mappings.settings()?;
    let mut findings = Findings::default();
    let (basis, books) = rayon::join(
        || Basis::with(options, settings.clone()),
        || open(paths, &settings, &mut findings, watch),
    );
    Ok((basis?, books?, findings))
}

fn inputs_and_reading(books: Vec<Workbook>, basis: &Basis, findings: &mut Findings) -> (Vec<Input>, Reading) {
    let inputs = books.iter().flat_map(|book| book.inputs.clone()).collect();
    (inputs, reading::read(books, basis.guide(), findings))
}

/// The workbooks under `paths`, without khung's own reports.
fn open(
    paths: &[PathBuf],
    settings: &Settings,
    findings: &mut Findings,
    watch: &dyn Watch,
) -> Result<Vec<Workbook>> {
    let units = workbook::units(paths)?;
    watch.begin(Stage::Reading, units.len());
    let books: Vec<(Workbook, Findings)> = units
        .par_iter()
        .map(|unit| {
            let mut findings = Findings::default();
            let book = workbook::read(unit, settings, &mut findings);
            watch.done(&unit.id);
            (book, findings)
        })
        .collect();
    let (mut books, found): (Vec<Workbook>, Vec<Findings>) = books.into_iter().unzip();
    found.into_iter().for_each(|found| findings.extend(found));
    books.retain(|book| !is_report(book, findings));
    Ok(books)
}

/// Whether `book` is a report of khung's, which is no curriculum though it looks like one.
fn is_report(book: &Workbook, findings: &mut Findings) -> bool {
    let Some(sheet) = book.record() else { return false };
    let place = Place::File { file: sheet.file.clone() };
    findings.push(
        Code::NotACurriculum,
        &place,
        Wording::new(
            "tệp này là báo cáo của khung, không phải chương trình đào tạo nên không được đọc",
            "this is a report of khung's and no curriculum; it was not read",
        ),
        Wording::new(
            "Để dùng các quyết định ghi trong đó, chạy lại với --review",
            "To use the decisions in it, run again with --review",
        ),
    );
    true
}

fn audit_programme(
    curriculum: Curriculum,
    basis: &Basis,
    linker: &Linker,
    desk: &Desk<'_>,
    watch: &dyn Watch,
    findings: &mut Findings,
) -> ProgrammeAudit {
    let Curriculum { programme, declared } = curriculum;
    let reviewed = aligned(&programme, declared, basis, linker, desk, findings);
    let Reviewed { alignments, unlevelled, kept, justified } = reviewed;
    watch.step(Step::Linked);
    let graph = CurriculumGraph::new(&basis.framework, &basis.audience.tables, &programme, &alignments);
    let measure = |policy: &Policy| coverage::measure(&graph, &basis.audience, basis.target, policy);
    let is_chosen = |policy: &Policy| policy.id == basis.policy.id;
    let other = |policy: &Policy| (!is_chosen(policy)).then(|| measure(policy).summary);
    let (coverage, others): (Coverage, Vec<Option<Tally>>) =
        rayon::join(|| measure(&basis.policy), || basis.policies.par_iter().map(other).collect());
    let summaries = others.into_iter().map(|summary| summary.unwrap_or(coverage.summary));
    let policies = basis.policies.iter().cloned().zip(summaries).collect();
    let complete = justified.iter().filter(|one| one.is_complete());
    let gaps = gap::find(&basis.framework, &coverage, &complete.filter_map(|one| one.cell).collect());
    coverage::suspicions(&graph, &coverage, basis.settings.suspicion, findings);
    say_order(&coverage, findings);
    let structure = graph.structure();
    watch.step(Step::Measured);
    ProgrammeAudit { programme, alignments, unlevelled, structure, coverage, gaps, justified, kept, policies }
}

/// The alignments of a programme: claimed, matched, and then as people have decided.
fn aligned(
    programme: &Programme,
    declared: Vec<Alignment>,
    basis: &Basis,
    linker: &Linker,
    desk: &Desk<'_>,
    findings: &mut Findings,
) -> Reviewed {
    let mut alignments = claims(programme, declared, basis);
    let Linked { alignments: matched, mut unlevelled } =
        linking::link(programme, &alignments, &basis.framework, linker);
    alignments.extend(matched);
    alignments.sort_by_key(|a| (a.module, a.cell, a.indicator, a.basis));
    review::identify(programme, &basis.framework, &mut alignments, &mut unlevelled);
    let ground = Ground {
        framework: &basis.framework,
        tables: &basis.audience.tables,
        programme,
        programmes: &desk.programmes,
        inputs: &desk.inputs,
    };
    let mut reviewed = desk.ledger.apply(ground, alignments, unlevelled, findings);
    let added =
        |a: &Alignment| a.statement.is_none().then(|| a.standing.id.clone()).filter(|_| a.standing.by_hand);
    reviewed
        .alignments
        .sort_by_cached_key(|a| (a.module, a.cell, a.indicator, a.basis, a.statement, added(a)));
    reviewed
}

/// What the institution claims: in so many words, and along paths through the outcomes of its programme.
fn claims(programme: &Programme, declared: Vec<Alignment>, basis: &Basis) -> Vec<Alignment> {
    let tables = &basis.audience.tables;
    let derived = CurriculumGraph::new(&basis.framework, tables, programme, &[]).derived();
    declared.into_iter().chain(derived).collect()
}

/// What is wrong with prerequisites is wrong in the workbook too, so it is a finding as well.
fn say_order(coverage: &Coverage, findings: &mut Findings) {
    for item in &coverage.progression {
        let code = match item.kind {
            coverage::ProgressionKind::PrerequisiteCycle => Code::PrerequisiteCycle,
            coverage::ProgressionKind::LatePrerequisite => Code::LatePrerequisite,
            _ => continue,
        };
        let help = match code {
            Code::PrerequisiteCycle => Wording::new(
                "Bỏ bớt một điều kiện trong cột học phần tiên quyết",
                "Drop one of them from the column of prerequisites",
            ),
            _ => Wording::new(
                "Sửa cột học phần tiên quyết, hoặc chuyển một trong hai học phần sang học kỳ khác",
                "Correct the column of prerequisites, or move a module to another term",
            ),
        };
        findings.push(code, &item.place, item.message.clone(), help);
    }
}

fn no_curriculum(paths: &[PathBuf], inputs: &[Input], findings: Findings) -> Error {
    let findings = findings.sorted();
    let is_reason = |finding: &&Finding| {
        finding.severity() == Severity::Error
            || matches!(finding.code, Code::HiddenSheet | Code::TextConverted | Code::NotACurriculum)
    };
    let reasons: Vec<(Place, Wording)> =
        findings.iter().filter(is_reason).map(|finding| (finding.place.clone(), finding.in_full())).collect();
    let mut files: Vec<String> = inputs.iter().map(|input| input.path.clone()).collect();
    files.extend(reasons.iter().map(|(place, _)| place.file().to_owned()));
    files.sort();
    files.dedup();
    if files.is_empty() {
        files = paths.iter().map(|path| path.display().to_string()).collect();
        return Error::NoSpreadsheet { paths: files };
    }
    Error::NoCurriculum { files, reasons }
}
