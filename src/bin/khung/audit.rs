//! `khung audit`

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use khung::audit::{Audit, Options, ProgrammeAudit, Watch, audit_watched};
use khung::error::{Error, Result};
use khung::finding::Severity;
use khung::lang::Lang;
use khung::mappings::Mappings;
use khung::report::{graph, html, json, text, xlsx};

use crate::args::{self, FailOn, Shared};
use crate::output::Reports;
use crate::progress::Progress;
use crate::{Outcome, print};

pub(crate) fn run(args: &args::Audit) -> Result<Outcome> {
    let lang: Lang = args.shared.lang.into();
    let form = args.graph.as_deref().map(|path| Form::of(path, args.force)).transpose()?;
    let options =
        Options { policy: args.policy.clone(), reviews: args.review.clone(), ..options(&args.shared)? };
    let progress = Progress::new(lang, args.shared.quiet);
    let (audit, written) = in_threads(args.shared.jobs, || {
        let audit = audit_watched(&args.paths, &options, &progress)?;
        let written = write(&audit, args, form, lang, &progress)?;
        Ok((audit, written))
    })?;
    drop(progress);
    if !args.shared.quiet {
        print::out(&text::render(&audit, lang, print::style()))?;
        print::out(&format!(
            "{}: {}\n",
            lang.pick("Phát hiện", "Findings"),
            print::counts(&audit.findings, lang)
        ))?;
        print::written(&written, lang)?;
    }
    let outcome = if holds(args.fail_on, &audit) { Outcome::Failed } else { Outcome::Done };
    // The process ends here, and the system takes back the memory of a large catalogue at once.
    std::mem::forget(audit);
    Ok(outcome)
}

/// The flags that several commands share, as the library takes them.
pub(crate) fn options(shared: &Shared) -> Result<Options> {
    Ok(Options {
        mappings: mappings(shared.mappings.as_deref())?.with_limits(shared.limits.into()),
        framework: shared.framework.clone(),
        audience: shared.audience.clone(),
        target: shared.target.clone(),
        policy: None,
        reviews: Vec::new(),
        reading: shared.reading.clone(),
    })
}

pub(crate) fn mappings(folder: Option<&Path>) -> Result<Mappings> {
    folder.map_or_else(|| Ok(Mappings::embedded()), Mappings::with_folder)
}

/// Runs `work` with so many threads, or with as many as there are cores.
pub(crate) fn in_threads<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn holds(condition: Option<FailOn>, audit: &Audit) -> bool {
    match condition {
        None => false,
        Some(FailOn::Gaps) => audit.programmes.iter().any(|programme| !programme.gaps.is_empty()),
        Some(FailOn::Errors) => audit.findings.iter().any(|finding| finding.severity() == Severity::Error),
    }
}

/// Writes the reports and returns where, workbook first.
fn write(
    audit: &Audit,
    args: &args::Audit,
    form: Option<Form>,
    lang: Lang,
    progress: &Progress,
) -> Result<Vec<PathBuf>> {
    let mut reports = Reports::new(lang, args.force);
    let created = created(audit.newest_input())?;
    let at = |name: &str| args.out.join(name);
    // Where nothing can be written nothing need be made.
    reports.folder(&args.out)?;
    let book = xlsx::Book::new(audit, lang, created)?;
    reports.write_together(vec![
        (at("coverage.xlsx"), Box::new(move |file| book.save(file))),
        (at("coverage.html"), Box::new(move |file| html::write(audit, lang, file))),
        (at("coverage.json"), Box::new(move |file| json::write(audit, lang, file))),
    ])?;
    let programmes = args.out.join("programmes");
    if audit.programmes.len() > 1 {
        each_by_itself(audit, &programmes, lang, &mut reports, progress)?;
    }
    for (number, programme) in (1..).zip(&audit.programmes) {
        if let (Some(path), Some(form)) = (&args.graph, form) {
            reports.write_over(&numbered(path, number), form.draw(audit, programme, lang).as_bytes())?;
        }
    }
    let mut written = reports.publish()?;
    // Hundreds of programmes are named by their folder.
    written
        .iter_mut()
        .filter(|path| path.starts_with(&programmes))
        .for_each(|path| path.clone_from(&programmes));
    written.dedup();
    Ok(written)
}

/// Writes a workbook for each programme, into the folder `path` beside the one that has them all.
fn each_by_itself(
    audit: &Audit,
    path: &Path,
    lang: Lang,
    reports: &mut Reports,
    progress: &Progress,
) -> Result<()> {
    progress.writing(audit.programmes.len());
    for programme in &audit.programmes {
        let alone = audit.alone(programme);
        let name = format!("{}.xlsx", file_name(&programme.programme.id));
        reports.write(&path.join(name), &xlsx::render(&alone, lang, created(alone.newest_input())?)?)?;
        progress.done(&programme.programme.title);
    }
    Ok(())
}

/// `id` without what a file system forbids in a name.
fn file_name(id: &str) -> String {
    let name: String =
        id.chars().map(|c| if "/\\:*?\"<>|".contains(c) || c.is_control() { '-' } else { c }).collect();
    if name.trim_matches(['.', ' ']).is_empty() { "programme".to_owned() } else { name }
}

/// `graph.dot` for the first programme, `graph-2.dot` for the second.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    match number {
        1 => path.to_owned(),
        _ => path.with_file_name(format!("{}-{number}.{}", part(path.file_stem()), part(path.extension()))),
    }
}

/// The form of a graph file, by its name.
#[derive(Clone, Copy)]
enum Form {
    Dot,
    GraphMl,
}

impl Form {
    /// The form that `path` asks for, known before anything is written. A file that is there and is no graph
    /// of khung's is not overwritten.
    fn of(path: &Path, force: bool) -> Result<Self> {
        let there = path.is_file().then(|| std::fs::read_to_string(path)).and_then(std::result::Result::ok);
        let there = there.unwrap_or_default();
        let is_graph = there.starts_with("digraph khung {") || there.contains("<graphml");
        if path.exists() && !is_graph && !force {
            return Err(Error::Exists { path: path.display().to_string() });
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("dot" | "gv") => Ok(Form::Dot),
            Some("graphml" | "xml") => Ok(Form::GraphMl),
            _ => Err(Error::Unknown {
                kind: "graph format",
                wanted: path.display().to_string(),
                known: vec!["FILE.dot".to_owned(), "FILE.graphml".to_owned()],
            }),
        }
    }

    fn draw(self, audit: &Audit, programme: &ProgrammeAudit, lang: Lang) -> String {
        let graph = audit.graph(programme);
        match self {
            Form::Dot => graph::dot(&graph, lang),
            Form::GraphMl => graph::graphml(&graph, lang),
        }
    }
}

/// The date that a workbook bears: `SOURCE_DATE_EPOCH`, else that of the newest input, so that the
/// same inputs give the same bytes.
pub(crate) fn created(newest: Option<SystemTime>) -> Result<SystemTime> {
    #[expect(clippy::disallowed_methods, reason = "the program, not the library, reads the environment")]
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let Some(epoch) = epoch else { return Ok(newest.unwrap_or(SystemTime::UNIX_EPOCH)) };
    let seconds: u64 = epoch.trim().parse().map_err(|_| Error::Unknown {
        kind: "SOURCE_DATE_EPOCH",
        wanted: epoch.clone(),
        known: vec!["seconds since 1970".to_owned()],
    })?;
    Ok(SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(SystemTime::UNIX_EPOCH))
}
