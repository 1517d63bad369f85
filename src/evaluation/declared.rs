//! How far what is matched agrees with what the institution declares.

use std::collections::{BTreeMap, BTreeSet};

use super::score::{Counts, CountsBy, kappa};
use crate::alignment::{Alignment, Basis, Unlevelled};
use crate::curriculum::{Programme, ProgrammeOutcome};
use crate::framework::{ComponentId, Framework, TableId};
use crate::place::Place;
use crate::text::fold_words;

/// What is compared: a statement where the institution declares statements, else a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// The module, by position.
    pub module: usize,
    /// Its statement, by position.
    pub statement: Option<usize>,
}

/// One programme, its declared links held against its matched ones.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The programme.
    pub programme: String,
    /// How many units there are.
    pub units: usize,
    /// Whether they are statements.
    pub by_statement: bool,
    /// Which component each programme outcome was taken for, where the framework is the programme's own outcomes.
    pub outcomes: Vec<(String, ComponentId)>,
    /// For each component: what counts, held against what is declared.
    pub counting: CountsBy<ComponentId>,
    /// The same with suggestions.
    pub suggested: CountsBy<ComponentId>,
    /// The units whose surest component is declared, of those that declare any and are linked at all.
    pub surest: (usize, usize),
    /// How many components there are.
    pub components: usize,
    /// Declared, and nothing of the text says so.
    pub paper: Vec<Disagreement>,
    /// Evidenced, and not declared.
    pub undeclared: Vec<Disagreement>,
}

/// A unit and a component on which text and declaration do not agree.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The module's code.
    pub module: String,
    /// The component.
    pub component: ComponentId,
    /// The statement, or the module's title.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Agreement {
    /// Cohen's kappa of the counting links and the declared ones, over all units and components.
    pub fn kappa(&self) -> Option<f64> {
        let Counts { right, wrong, missed } = self.counting.micro();
        let pairs = self.units * self.components;
        kappa(right, wrong, missed, pairs.saturating_sub(right + wrong + missed))
    }
}

/// Compares the claims among the alignments with the matched ones, and with the suggestions whose level nothing tells.
pub(super) fn compare(
    programme: &Programme,
    linked: (&[Alignment], &[Unlevelled]),
    framework: &Framework,
    tables: &[TableId],
) -> Agreement {
    let (alignments, unlevelled) = linked;
    let outcomes = own_outcomes(programme, framework, tables);
    let contributed = programme.contributions.iter().filter_map(|contribution| {
        let component = outcomes.get(&contribution.outcome)?;
        Some((Unit { module: contribution.module, statement: contribution.statement }, *component))
    });
    let component = |alignment: &Alignment| framework.cell(alignment.cell).component;
    let unit = |alignment: &Alignment| Unit { module: alignment.module, statement: alignment.statement };
    let claims = alignments.iter().filter(|a| matches!(a.basis, Basis::Declared | Basis::Derived));
    let declared: BTreeSet<(Unit, ComponentId)> =
        contributed.chain(claims.map(|claim| (unit(claim), component(claim)))).collect();
    let by_statement = !declared.is_empty() && declared.iter().all(|(unit, _)| unit.statement.is_some());
    let coarse = |unit: Unit| if by_statement { unit } else { Unit { statement: None, ..unit } };
    let declared: BTreeSet<(Unit, ComponentId)> =
        declared.into_iter().map(|(unit, component)| (coarse(unit), component)).collect();
    let mut best: BTreeMap<(Unit, ComponentId), (f64, bool)> = BTreeMap::new();
    for alignment in alignments.iter().filter(|alignment| alignment.basis == Basis::Matched) {
        let known = best.entry((coarse(unit(alignment)), component(alignment))).or_default();
        known.0 = known.0.max(alignment.confidence.unwrap_or_default());
        known.1 |= alignment.counts;
    }
    for Unlevelled { module, statement, component, confidence, .. } in unlevelled {
        let unit = coarse(Unit { module: *module, statement: Some(*statement) });
        let known = best.entry((unit, *component)).or_default();
        known.0 = known.0.max(*confidence);
    }
    Comparison { programme, framework, tables, by_statement, declared, best }.agreement(&outcomes)
}

struct Comparison<'a> {
    programme: &'a Programme,
    framework: &'a Framework,
    tables: &'a [TableId],
    by_statement: bool,
    declared: BTreeSet<(Unit, ComponentId)>,
    /// Confidence of what is matched, and whether it counts.
    best: BTreeMap<(Unit, ComponentId), (f64, bool)>,
}

impl Comparison<'_> {
    fn agreement(&self, outcomes: &BTreeMap<usize, ComponentId>) -> Agreement {
        let label = |at: &usize| self.programme.outcomes[*at].label.clone();
        let components = self.framework.components_of(self.tables);
        let units = self.units();
        let mut agreement = Agreement {
            programme: self.programme.title.clone(),
            units: units.len(),
            by_statement: self.by_statement,
            outcomes: outcomes.iter().map(|(at, component)| (label(at), *component)).collect(),
            counting: CountsBy::default(),
            suggested: CountsBy::default(),
            surest: (0, 0),
            components: components.count(),
            paper: Vec::new(),
            undeclared: Vec::new(),
        };
        for unit in units {
            self.add(unit, &mut agreement);
        }
        agreement
    }

    fn units(&self) -> Vec<Unit> {
        let modules = self.programme.modules.iter().enumerate();
        match self.by_statement {
            false => modules.map(|(module, _)| Unit { module, statement: None }).collect(),
            true => modules
                .flat_map(|(module, known)| {
                    let outcomes = known.statements.iter().enumerate();
                    let outcomes =
                        outcomes.filter(|(_, s)| s.kind == crate::curriculum::StatementKind::Outcome);
                    outcomes.map(move |(at, _)| Unit { module, statement: Some(at) })
                })
                .collect(),
        }
    }

    fn add(&self, unit: Unit, agreement: &mut Agreement) {
        let declared: Vec<ComponentId> =
            self.declared.iter().filter(|(of, _)| *of == unit).map(|(_, c)| *c).collect();
        let matched: Vec<(ComponentId, f64, bool)> = self
            .best
            .iter()
            .filter(|((of, _), _)| *of == unit)
            .map(|((_, c), (sure, counts))| (*c, *sure, *counts))
            .collect();
        let counting: Vec<ComponentId> =
            matched.iter().filter(|(_, _, counts)| *counts).map(|(c, ..)| *c).collect();
        let all: Vec<ComponentId> = matched.iter().map(|(c, ..)| *c).collect();
        agreement.counting.add(&counting, &declared);
        agreement.suggested.add(&all, &declared);
        if let Some((surest, ..)) =
            matched.iter().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|_| !declared.is_empty())
        {
            agreement.surest.0 += usize::from(declared.contains(surest));
            agreement.surest.1 += 1;
        }
        let differs = |component: &ComponentId| self.disagreement(unit, *component);
        agreement.paper.extend(declared.iter().filter(|c| !all.contains(c)).map(differs));
        agreement.undeclared.extend(counting.iter().filter(|c| !declared.contains(c)).map(differs));
    }

    fn disagreement(&self, unit: Unit, component: ComponentId) -> Disagreement {
        let module = &self.programme.modules[unit.module];
        let statement = unit.statement.map(|at| &module.statements[at]);
        let (text, place) = statement.map_or((&module.title, &module.place), |s| (&s.text, &s.place));
        Disagreement { module: module.code.clone(), component, text: text.clone(), place: place.clone() }
    }
}

/// Where a framework is the programme's own outcomes: the component that each outcome is, by its text, else by the number
/// of its label where every outcome has a component of that number.
fn own_outcomes(
    programme: &Programme,
    framework: &Framework,
    tables: &[TableId],
) -> BTreeMap<usize, ComponentId> {
    let components: Vec<_> = framework.components_of(tables).collect();
    let says = |outcome: &ProgrammeOutcome| {
        let text = fold_words(&outcome.text);
        let found = components.iter().find(|(id, component)| {
            let texts = framework
                .levels()
                .flat_map(|(level, _)| framework.indicators_of(framework.cell_at(*id, level)));
            let texts = texts.flat_map(|(_, indicator)| [&indicator.text.vi, &indicator.text.en]);
            let mut texts = texts.chain([&component.name.vi, &component.name.en]);
            !text.is_empty() && texts.any(|known| fold_words(known) == text)
        });
        found.map(|(id, _)| *id)
    };
    let by_text: BTreeMap<usize, ComponentId> = programme
        .outcomes
        .iter()
        .enumerate()
        .filter_map(|(at, outcome)| Some((at, says(outcome)?)))
        .collect();
    if !by_text.is_empty() || programme.outcomes.len() != components.len() {
        return by_text;
    }
    let number = |text: &str| {
        text.rsplit(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty()).map(str::to_owned)
    };
    let numbered = programme.outcomes.iter().enumerate().filter_map(|(at, outcome)| {
        let wanted = number(&outcome.label)?;
        let found = components
            .iter()
            .find(|(_, component)| number(component.code.as_str()).as_ref() == Some(&wanted));
        found.map(|(id, _)| (at, *id))
    });
    let by_number: BTreeMap<usize, ComponentId> = numbered.collect();
    if by_number.len() == components.len() { by_number } else { BTreeMap::new() }
}
