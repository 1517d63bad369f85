//! What changed between two runs, or two curricula: so that an institution can show that it updated.
//!
//! A [`Record`] is what is read back of a run. Programmes are paired by id, title or likeness, their modules by code, title or
//! likeness, and the statements of a module by likeness. Exchanging before and after gives the same, mirrored.

mod cell;
mod change;
mod module;
mod pair;
mod record;

pub use change::{
    CellChange, Change, ComponentChange, GapChange, GapState, ModuleChange, ModuleName, ModuleState, Quote,
    StatementChange, StatementState,
};
pub use record::{
    AlignmentRecord, CellRecord, Counts, EvidenceRecord, FrameworkRecord, IndicatorCounts, InputRecord,
    ModuleRecord, ProgrammeRecord, Record, StatementRecord, Summary,
};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::lang::Wording;
use crate::text::likeness;
use pair::pair;

/// From this likeness of titles up two programmes are one.
const SAME_PROGRAMME: f64 = 0.6;

/// What changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The run before.
    pub before: Side,
    /// The run after.
    pub after: Side,
    /// What to know before one reads on: other versions, targets or policies.
    pub notes: Vec<Wording>,
    /// The programmes that are in both, in the order of after.
    pub programmes: Vec<ProgrammeChange>,
    /// The titles of programmes that are only in before.
    pub removed: Vec<String>,
    /// The titles of programmes that are only in after.
    pub added: Vec<String>,
}

/// What a run went by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The framework.
    pub framework: FrameworkRecord,
    /// The audience's key.
    pub audience: String,
    /// The target level's key.
    pub target: String,
    /// The policy's id.
    pub policy: String,
    /// The files.
    pub inputs: Vec<InputRecord>,
}

/// A programme before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProgrammeChange {
    /// What it was.
    pub before: Headline,
    /// What it is.
    pub after: Headline,
    /// Cells whose status has changed, in the framework's order.
    pub cells: Vec<CellChange>,
    /// Components whose status has changed.
    pub components: Vec<ComponentChange>,
    /// The gaps of before and after.
    pub gaps: Vec<GapChange>,
    /// Modules that were added, removed or renamed.
    pub modules: Vec<ModuleChange>,
    /// Statements that were added, removed or changed in modules that are in both.
    pub statements: Vec<StatementChange>,
}

/// A programme's title and figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How much was examined.
    pub counts: Counts,
    /// Counts over its required cells.
    pub summary: Summary,
}

impl ProgrammeChange {
    /// The gaps of which `state` is true.
    pub fn gaps_that(&self, state: GapState) -> impl Iterator<Item = &GapChange> {
        self.gaps.iter().filter(move |gap| gap.state == state)
    }

    /// Whether nothing has changed.
    pub fn is_same(&self) -> bool {
        self.cells.is_empty() && self.modules.is_empty() && self.statements.is_empty()
    }
}

/// Compares two runs.
///
/// # Errors
/// [`Error::Incomparable`] if they went by different frameworks or were for different audiences: what one of them requires
/// says nothing of the other.
pub fn compare(before: &Record, after: &Record) -> Result<Comparison> {
    comparable(before, after)?;
    let title = |a: &ProgrammeRecord, b: &ProgrammeRecord| a.title == b.title;
    let id = |a: &ProgrammeRecord, b: &ProgrammeRecord| a.id == b.id;
    let like = |a: &ProgrammeRecord, b: &ProgrammeRecord| likeness(&a.title, &b.title);
    let alone = before.programmes.len() == 1 && after.programmes.len() == 1;
    let least = if alone { 0.0 } else { SAME_PROGRAMME };
    let mut pairs = pair(&before.programmes, &after.programmes, &[&id, &title], like, least);
    pairs.both.sort_by_key(|(_, after)| *after);
    let titles =
        |of: &[ProgrammeRecord], left: &[usize]| left.iter().map(|at| of[*at].title.clone()).collect();
    let programme = |(b, a): &(usize, usize)| programme(&before.programmes[*b], &after.programmes[*a]);
    Ok(Comparison {
        before: side(before),
        after: side(after),
        notes: notes(before, after),
        programmes: pairs.both.iter().map(programme).collect(),
        removed: titles(&before.programmes, &pairs.before),
        added: titles(&after.programmes, &pairs.after),
    })
}

fn comparable(before: &Record, after: &Record) -> Result<()> {
    let differ = |what: Wording, before: &str, after: &str| {
        let (before, after) = (before.to_owned(), after.to_owned());
        Err(Error::Incomparable { what, before, after })
    };
    if before.framework.id != after.framework.id {
        let what = Wording::new("khung năng lực", "frameworks");
        return differ(what, &before.framework.id, &after.framework.id);
    }
    if before.audience != after.audience {
        return differ(Wording::new("đối tượng", "audiences"), &before.audience, &after.audience);
    }
    Ok(())
}

fn side(record: &Record) -> Side {
    Side {
        framework: record.framework.clone(),
        audience: record.audience.clone(),
        target: record.target.clone(),
        policy: record.policy.clone(),
        inputs: record.inputs.clone(),
    }
}

fn notes(before: &Record, after: &Record) -> Vec<Wording> {
    let differs = [
        (
            Wording::new("Phiên bản khung khác nhau", "The versions of the framework differ"),
            &before.framework.version,
            &after.framework.version,
        ),
        (Wording::new("Mức cần đạt khác nhau", "The target levels differ"), &before.target, &after.target),
        (Wording::new("Cách tính khác nhau", "The policies differ"), &before.policy, &after.policy),
    ];
    let differs = differs.into_iter().filter(|(_, before, after)| before != after);
    let care = Wording::new(
        "một phần thay đổi dưới đây có thể do điều này, không phải do chương trình",
        "some of the changes may come from this and not from the curriculum",
    );
    differs
        .map(|(what, before, after)| {
            Wording::new(
                format!("{}: {before} → {after}; {}.", what.vi, care.vi),
                format!("{}: {before} → {after}; {}.", what.en, care.en),
            )
        })
        .collect()
}

fn programme(before: &ProgrammeRecord, after: &ProgrammeRecord) -> ProgrammeChange {
    let (modules, statements) = module::changes(before, after);
    ProgrammeChange {
        before: headline(before),
        after: headline(after),
        cells: cell::changes(before, after),
        components: cell::components(before, after),
        gaps: cell::gaps(before, after),
        modules,
        statements,
    }
}

fn headline(programme: &ProgrammeRecord) -> Headline {
    Headline {
        id: programme.id.clone(),
        title: programme.title.clone(),
        counts: programme.counts,
        summary: programme.summary,
    }
}
