//! Cells, components and gaps, before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{CellChange, Change, ComponentChange, GapChange, GapState, Quote};
use super::record::{CellRecord, ProgrammeRecord};
use crate::coverage::Status;
use crate::text::lowered;

/// A cell on both sides; at least one has it.
type Both<'a> = (&'a str, Option<&'a CellRecord>, Option<&'a CellRecord>);

/// The cells of after in their order, then those that only before has.
fn both<'a>(before: &'a ProgrammeRecord, after: &'a ProgrammeRecord) -> Vec<Both<'a>> {
    let by_key = |cells: &'a [CellRecord]| -> BTreeMap<&'a str, &'a CellRecord> {
        cells.iter().map(|cell| (cell.cell.as_str(), cell)).collect()
    };
    let (old, new) = (by_key(&before.cells), by_key(&after.cells));
    let now =
        after.cells.iter().map(|cell| (cell.cell.as_str(), old.get(cell.cell.as_str()).copied(), Some(cell)));
    let gone = before.cells.iter().filter(|cell| !new.contains_key(cell.cell.as_str()));
    now.chain(gone.map(|cell| (cell.cell.as_str(), Some(cell), None))).collect()
}

fn status(cell: Option<&CellRecord>) -> Option<Status> {
    cell.map(|cell| cell.status)
}

pub(super) fn changes(before: &ProgrammeRecord, after: &ProgrammeRecord) -> Vec<CellChange> {
    let (old, new) = (quotes(before), quotes(after));
    let change = |(key, b, a): Both<'_>| {
        let change = match (b, a) {
            (Some(_), None) => Change::Dropped,
            (None, Some(_)) => Change::Introduced,
            _ => Change::between(status(b), status(a))?,
        };
        Some(CellChange {
            cell: key.to_owned(),
            required: a.or(b).is_some_and(|cell| cell.required),
            change,
            before: status(b),
            after: status(a),
            came: without(new.get(key), old.get(key)),
            went: without(old.get(key), new.get(key)),
        })
    };
    both(before, after).into_iter().filter_map(change).collect()
}

/// What counts as evidence of each cell.
fn quotes(programme: &ProgrammeRecord) -> BTreeMap<&str, Vec<Quote>> {
    let mut quotes: BTreeMap<&str, Vec<Quote>> = BTreeMap::new();
    for alignment in programme.alignments.iter().filter(|alignment| alignment.counts) {
        let evidence = &alignment.evidence;
        let (module, text, place) = (alignment.module.clone(), evidence.text.clone(), evidence.place.clone());
        quotes.entry(&alignment.cell).or_default().push(Quote { module, text, place });
    }
    quotes
}

/// Those of `quotes` whose words are not among `others`; wherever they stand.
fn without(quotes: Option<&Vec<Quote>>, others: Option<&Vec<Quote>>) -> Vec<Quote> {
    let known: BTreeSet<String> = others.into_iter().flatten().map(|quote| lowered(&quote.text)).collect();
    let new = quotes.into_iter().flatten().filter(|quote| !known.contains(&lowered(&quote.text)));
    let mut new: Vec<Quote> = new.cloned().collect();
    new.sort();
    new.dedup();
    new
}

pub(super) fn components(before: &ProgrammeRecord, after: &ProgrammeRecord) -> Vec<ComponentChange> {
    let (old, new) = (component_statuses(before), component_statuses(after));
    let mut keys: Vec<&str> = new.iter().chain(&old).map(|(key, _)| *key).collect();
    let mut seen = BTreeSet::new();
    keys.retain(|key| seen.insert(*key));
    let of =
        |side: &[(&str, Status)], key: &str| side.iter().find(|(other, _)| *other == key).map(|(_, s)| *s);
    let change = |key: &str| {
        let (before, after) = (of(&old, key), of(&new, key));
        let change = Change::between(before, after)?;
        Some(ComponentChange { component: key.to_owned(), change, before, after })
    };
    keys.into_iter().filter_map(change).collect()
}

/// Each component with required cells, in the order of the cells.
fn component_statuses(programme: &ProgrammeRecord) -> Vec<(&str, Status)> {
    let mut statuses: Vec<(&str, Vec<Status>)> = Vec::new();
    for cell in programme.cells.iter().filter(|cell| cell.required) {
        let key = cell.cell.rsplit_once('/').map_or(cell.cell.as_str(), |(component, _)| component);
        match statuses.last_mut() {
            Some((last, of)) if *last == key => of.push(cell.status),
            _ => statuses.push((key, vec![cell.status])),
        }
    }
    statuses.into_iter().map(|(key, of)| (key, Status::of_component(&of))).collect()
}

pub(super) fn gaps(before: &ProgrammeRecord, after: &ProgrammeRecord) -> Vec<GapChange> {
    let is_gap =
        |cell: Option<&CellRecord>| cell.is_some_and(|cell| cell.required && cell.status != Status::Covered);
    let gap = |(key, b, a): Both<'_>| {
        let state = match (is_gap(b), is_gap(a)) {
            (true, true) => GapState::StillOpen,
            (true, false) => GapState::Closed,
            (false, true) => GapState::Opened,
            (false, false) => return None,
        };
        Some(GapChange { cell: key.to_owned(), state, before: status(b), after: status(a) })
    };
    both(before, after).into_iter().filter_map(gap).collect()
}
