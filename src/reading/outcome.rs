//! The outcomes of a programme: listed in a table of their own or beside another, and named by contributions.

use std::collections::BTreeMap;

use super::claim::Claim;
use super::draft::{ContributionDraft, Part};
use crate::curriculum::{OutcomeClaim, ProgrammeOutcome};
use crate::finding::{Code, Findings};
use crate::lang::{Wording, perhaps};
use crate::layout::{Guide, Label, Meaning, Table};
use crate::mappings::Role;
use crate::place::{Located, Place};
use crate::text::nearest;
use crate::workbook::Sheet;

/// A programme outcome as one table tells it.
#[derive(Clone, Debug)]
pub(super) struct OutcomeDraft {
    /// The label; in a list that only numbers its outcomes, the number alone.
    pub(super) label: Label,
    pub(super) text: Option<Located<String>>,
    pub(super) claims: Vec<Claim>,
    pub(super) place: Place,
}

/// The outcome in a row of a list.
pub(super) fn listed(sheet: &Sheet, table: &Table, row: u32, claims: Vec<Claim>) -> Option<OutcomeDraft> {
    let cell = |role: Role| {
        let column = table.column(role)?;
        Some((column, sheet.get(row, column)?.text()))
    };
    let labelled = cell(Role::ProgrammeOutcomeLabel);
    let written = cell(Role::ProgrammeOutcomes);
    let (column, head) = labelled.clone().or_else(|| written.clone())?;
    let place = sheet.at(row, column);
    let (label, rest) = split(&head)?;
    let text = match (labelled.is_some(), written) {
        (true, Some((column, text))) => Some(Located::new(text, sheet.at(row, column))),
        _ => (!rest.is_empty()).then(|| Located::new(rest, place.clone())),
    };
    Some(OutcomeDraft { label, text, claims, place })
}

/// Outcomes that stand right of a table, labelled, or numbered as the columns of its matrix are.
pub(super) fn beside(sheet: &Sheet, table: &Table, guide: Guide<'_>) -> Vec<OutcomeDraft> {
    let heads = table.columns.iter().filter_map(|column| match &column.meaning {
        Meaning::ProgrammeOutcome(label) => Some(label),
        _ => None,
    });
    let heads: Vec<&Label> = heads.collect();
    let found = table.beside.iter().filter_map(|address| {
        let text = sheet.get(address.row, address.column)?.text();
        let (label, rest) = split(&text)?;
        let known = heads.iter().find(|head| head.number == label.number)?;
        let is_named = label.prefix.is_empty() || label.is_of_programme(guide.columns);
        let place = sheet.at(address.row, address.column);
        (is_named && rest.split_whitespace().count() >= 3).then(|| OutcomeDraft {
            label: (*known).clone(),
            text: Some(Located::new(rest, place.clone())),
            claims: Vec::new(),
            place,
        })
    });
    let found: Vec<OutcomeDraft> = found.collect();
    // Stray numbered notes are no list of outcomes.
    if found.len() * 2 >= heads.len() { found } else { Vec::new() }
}

/// A label or number at the front of a text, and the rest.
fn split(text: &str) -> Option<(Label, String)> {
    let piece = crate::text::pieces(text).into_iter().next();
    let written = piece.as_ref().and_then(|piece| piece.label.clone());
    let label = Label::front(text).map(|(label, _)| label).or_else(|| {
        let number = written?.trim_start_matches('0').to_owned();
        number
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.')
            .then(|| Label { prefix: String::new(), number })
    })?;
    let rest = match piece {
        Some(piece) if Label::whole(text).is_none() => piece.text,
        _ => String::new(),
    };
    Some((label, rest))
}

/// The outcomes of a programme, and where each label stands among them.
pub(super) struct Outcomes {
    pub(super) list: Vec<ProgrammeOutcome>,
    positions: BTreeMap<String, usize>,
    /// Whether the workbook lists them, so that others are mistakes.
    listed: bool,
}

impl Outcomes {
    /// Those that `parts` list.
    pub(super) fn of<'a>(parts: impl Iterator<Item = &'a Part>) -> Self {
        let mut outcomes = Outcomes { list: Vec::new(), positions: BTreeMap::new(), listed: false };
        for draft in parts.flat_map(|part| &part.outcomes) {
            outcomes.listed = true;
            let at = outcomes.put(&draft.label, &draft.place);
            let outcome = &mut outcomes.list[at];
            if let Some(text) = draft.text.as_ref().filter(|_| outcome.text.is_empty()) {
                outcome.text.clone_from(&text.value);
                outcome.place.clone_from(&text.place);
            }
            let claims = draft.claims.iter().map(|claim| OutcomeClaim {
                cell: claim.cell,
                levelled: claim.levelled,
                said: claim.said.clone(),
            });
            outcome.cells.extend(claims);
        }
        outcomes
    }

    fn put(&mut self, label: &Label, place: &Place) -> usize {
        let Outcomes { list, positions, .. } = self;
        *positions.entry(label.key()).or_insert_with(|| {
            let (label, text) = (label.key().to_uppercase(), String::new());
            list.push(ProgrammeOutcome { label, text, place: place.clone(), cells: Vec::new() });
            list.len() - 1
        })
    }

    /// The outcome that a contribution is to. One that the list lacks is said; without a list, what is named
    /// is the list.
    pub(super) fn find(&mut self, draft: &ContributionDraft, findings: &mut Findings) -> Option<usize> {
        let known = self.positions.get(&draft.to.key()).copied().or_else(|| self.by_number(&draft.to));
        if known.is_some() || !self.listed {
            return known.or_else(|| Some(self.put(&draft.to, &draft.said.place)));
        }
        let label = draft.to.key().to_uppercase();
        let near = nearest(&label, self.list.iter().map(|outcome| outcome.label.as_str()));
        let Wording { vi, en } = perhaps(near);
        findings.push(
            Code::UnknownOutcome,
            &draft.said.place,
            Wording::new(
                format!("danh sách chuẩn đầu ra chương trình không có {label}{vi}"),
                format!("the list of programme outcomes has no {label}{en}"),
            ),
            Wording::new(
                "Sửa kí hiệu ở đây hoặc thêm chuẩn đầu ra vào danh sách; liên kết này không được dùng",
                "Correct the label here or add the outcome to the list; this link was not used",
            ),
        );
        None
    }

    /// The one outcome of that number, whatever its letters: "CĐR 3" in one sheet is "PLO3" in another.
    fn by_number(&self, label: &Label) -> Option<usize> {
        let number = |known: &str| known.trim_start_matches(char::is_alphabetic) == label.number;
        let mut same = (0..self.list.len()).filter(|at| number(&self.list[*at].label));
        same.next().filter(|_| same.next().is_none())
    }
}
