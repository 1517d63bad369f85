//! Several programmes side by side: who lacks what, what most of them lack, and who could teach it to whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::{CellCoverage, Status};
use crate::framework::{CellId, ComponentId};

/// What the programmes of one audit show together. Programmes are named by their position in [`Audit::programmes`].
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// For each component of the audience, in the framework's order, how each programme serves it.
    pub components: Vec<(ComponentId, Vec<Service>)>,
    /// The cells that are gaps of two programmes or more, those of the most first.
    pub common: Vec<CommonGap>,
    /// For each component that some programme lacks, the one that serves it best, if any serves it in full.
    pub lenders: Vec<Lender>,
    /// The figures of each institution, in the order of the inputs.
    pub institutions: Vec<Institution>,
}

/// How a programme serves a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// Required cells.
    pub required: usize,
    /// Of them covered.
    pub covered: usize,
    /// What [`Status::of_component`] makes of them.
    pub status: Status,
}

/// A cell that several programmes lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommonGap {
    /// The cell.
    pub cell: CellId,
    /// The programmes.
    pub programmes: Vec<usize>,
}

/// A programme that could lend modules to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lender {
    /// The component.
    pub component: ComponentId,
    /// The programme that serves it best: most cells covered, then most indicators evidenced, then most modules; of equals
    /// the first.
    pub programme: usize,
    /// Its modules that carry the component.
    pub modules: Vec<usize>,
    /// The programmes that lack a required cell of it.
    pub borrowers: Vec<usize>,
}

/// The programmes of one institution, and their figures added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// The name of the first folder below the one that holds all files; where that holds no folders, the file's.
    pub name: String,
    /// Its programmes.
    pub programmes: Vec<usize>,
    /// Required cells.
    pub required: usize,
    /// Of them covered.
    pub covered: usize,
    /// Covered if every suggestion were accepted.
    pub possible: usize,
}

/// The portfolio of an audit; none of a single programme.
pub fn of(audit: &Audit) -> Option<Portfolio> {
    if audit.programmes.len() < 2 {
        return None;
    }
    let components = audit.framework.components_of(&audit.audience.tables);
    let components: Vec<(ComponentId, Vec<Service>)> = components
        .map(|(id, _)| (id, audit.programmes.iter().map(|programme| service(audit, programme, id)).collect()))
        .collect();
    let lenders = components.iter().filter_map(|(id, services)| lender(audit, *id, services)).collect();
    Some(Portfolio { common: common(audit), lenders, institutions: institutions(audit), components })
}

fn cells_of<'a>(
    audit: &'a Audit,
    programme: &'a ProgrammeAudit,
    component: ComponentId,
) -> impl Iterator<Item = &'a CellCoverage> {
    programme.coverage.cells.iter().filter(move |cell| audit.framework.cell(cell.cell).component == component)
}

fn service(audit: &Audit, programme: &ProgrammeAudit, component: ComponentId) -> Service {
    let required: Vec<Status> =
        cells_of(audit, programme, component).filter(|cell| cell.required).map(|cell| cell.status).collect();
    let covered = required.iter().filter(|status| **status == Status::Covered).count();
    Service { required: required.len(), covered, status: Status::of_component(&required) }
}

fn common(audit: &Audit) -> Vec<CommonGap> {
    let mut gaps: BTreeMap<CellId, Vec<usize>> = BTreeMap::new();
    for (at, programme) in audit.programmes.iter().enumerate() {
        let cells = programme.gaps.iter().flat_map(|gap| &gap.cells);
        cells.for_each(|cell| gaps.entry(*cell).or_default().push(at));
    }
    let shared = gaps.into_iter().filter(|(_, programmes)| programmes.len() > 1);
    let mut common: Vec<CommonGap> =
        shared.map(|(cell, programmes)| CommonGap { cell, programmes }).collect();
    common.sort_by_key(|gap| (std::cmp::Reverse(gap.programmes.len()), gap.cell));
    common
}

fn lender(audit: &Audit, component: ComponentId, services: &[Service]) -> Option<Lender> {
    let lacks = |service: &Service| service.covered < service.required;
    let borrowers: Vec<usize> = (0..services.len()).filter(|at| lacks(&services[*at])).collect();
    let serves = (0..services.len()).filter(|at| services[*at].required > 0 && !borrowers.contains(at));
    let worth = |at: usize| {
        let cells: Vec<&CellCoverage> = cells_of(audit, &audit.programmes[at], component).collect();
        let covered = cells.iter().filter(|cell| cell.status == Status::Covered).count();
        let addressed: usize = cells.iter().map(|cell| cell.addressed.len()).sum();
        (covered, addressed, carriers(&cells).len())
    };
    let programme = serves.max_by_key(|at| (worth(*at), std::cmp::Reverse(*at)))?;
    let cells: Vec<&CellCoverage> = cells_of(audit, &audit.programmes[programme], component).collect();
    (!borrowers.is_empty()).then(|| Lender { component, programme, modules: carriers(&cells), borrowers })
}

/// The modules that evidence any of `cells`.
fn carriers(cells: &[&CellCoverage]) -> Vec<usize> {
    let evidenced = cells.iter().filter(|cell| cell.status >= Status::Partial);
    let modules: BTreeSet<usize> = evidenced.flat_map(|cell| cell.modules.iter().copied()).collect();
    modules.into_iter().collect()
}

fn institutions(audit: &Audit) -> Vec<Institution> {
    let mut found: Vec<Institution> = Vec::new();
    for (at, name) in names(audit).into_iter().enumerate() {
        let tally = &audit.programmes[at].coverage.summary;
        let one = match found.iter().position(|one| one.name == name) {
            Some(there) => &mut found[there],
            None => {
                let (programmes, required, covered, possible) = (Vec::new(), 0, 0, 0);
                found.push(Institution { name, programmes, required, covered, possible });
                let last = found.len() - 1;
                &mut found[last]
            }
        };
        one.programmes.push(at);
        one.required += tally.required;
        one.covered += tally.covered;
        one.possible += tally.possibly_covered;
    }
    found
}

/// The institution of each programme: the first folder below the one that holds them all or, where all files stand in one
/// folder, the file.
pub fn names(audit: &Audit) -> Vec<String> {
    let files: Vec<&str> = audit.programmes.iter().map(|p| p.programme.place.file()).collect();
    let folders: BTreeSet<&str> = files.iter().map(|file| folder(file)).collect();
    let shared = folders.iter().copied().reduce(common_folder).unwrap_or_default();
    let name = |file: &str| {
        if folders.len() > 1 {
            let below = folder(file).strip_prefix(shared).unwrap_or(folder(file)).trim_matches('/');
            let first = below.split('/').next().unwrap_or_default();
            if first.is_empty() { last(folder(file)) } else { first }.to_owned()
        } else {
            last(file).rsplit_once('.').map_or(last(file), |(stem, _)| stem).to_owned()
        }
    };
    files.into_iter().map(name).collect()
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder that holds both `a` and `b`.
fn common_folder<'a>(a: &'a str, b: &str) -> &'a str {
    let mut end = 0;
    let parts = a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b);
    for (count, (part, _)) in parts.enumerate() {
        end += part.len() + usize::from(count > 0);
    }
    &a[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_a_common_one() {
        assert_eq!(common_folder("so/truong-a", "so/truong-b"), "so");
        assert_eq!(common_folder("a", "b"), "");
        assert_eq!(common_folder("so", "so/truong-b"), "so");
        assert_eq!(folder("so/truong-a/k1.xlsx"), "so/truong-a");
        assert_eq!(last("so/truong-a"), "truong-a");
    }
}
