//! Learning cues from labelled statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::calibration::{self, Points};
use super::softmax::{Fitted, Sample, fit};
use super::{Cues, Scores, features, standing};
use crate::error::Result;
use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::linking::Rules;
use crate::mappings::{Calibration, CueClass, CueSource, CueWeights, RulePack, WEIGHT_UNIT};

/// A labelled statement to learn from.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The statement.
    pub text: String,
    /// The tables of its audience.
    pub tables: Vec<TableId>,
    /// What it is evidence of, with the levels where they are told.
    pub expected: BTreeMap<ComponentId, Vec<LevelId>>,
    /// Whether it was written as a statement of a syllabus: only such ones tell how sure a score is.
    pub natural: bool,
}

/// A feature met only once teaches nothing that holds elsewhere.
const FEWEST: usize = 2;
/// Weights below this are left out of the file.
const LEAST: f32 = 0.05;
/// In how many parts the lessons are divided to see how sure a score is on statements not learned from.
const FOLDS: usize = 4;
/// So many lessons in a row stay together then: neighbours come from one hand and are alike.
const NEIGHBOURS: usize = 50;

/// Cues learned from `lessons`, calibrated beside the rules of `packs`, whose patterns may spell so many `letters`.
///
/// # Errors
/// [`Error::Mapping`](crate::error::Error::Mapping) if a rule or concept of `packs` cannot be used.
pub fn learn(
    framework: &Framework,
    packs: &[RulePack],
    lessons: &[Lesson],
    letters: u64,
) -> Result<CueSource> {
    let tables: Vec<TableId> = (0..framework.tables.len() as u16).map(TableId).collect();
    let pupil = Pupil::new(framework, &Rules::compile(packs, framework, &tables, letters)?, lessons);
    let all: Vec<usize> = (0..pupil.seen.len()).collect();
    Ok(CueSource { calibration: pupil.calibration(), ..pupil.learned(&all) })
}

/// What is seen of a lesson.
struct Seen<'a> {
    lesson: &'a Lesson,
    plain: String,
    features: Vec<String>,
    /// Components that a rule fires for.
    ruled: BTreeSet<ComponentId>,
}

/// Everything that cues are learned from.
struct Pupil<'a> {
    framework: &'a Framework,
    /// What lessons may be evidence of; the first, empty one stands for nothing.
    classes: Vec<CueClass>,
    seen: Vec<Seen<'a>>,
}

impl<'a> Pupil<'a> {
    fn new(framework: &'a Framework, rules: &Rules, lessons: &'a [Lesson]) -> Self {
        let see = |lesson: &'a Lesson| {
            let text = rules.text(&lesson.text);
            let mut features = features::of(text.plain());
            features.extend(standing(framework, &lesson.tables));
            Seen { lesson, features, ruled: rules.ruled(&text), plain: text.plain().to_owned() }
        };
        let seen = lessons.par_iter().map(see).collect();
        Pupil { framework, classes: classes(framework), seen }
    }

    /// What the lessons at these positions teach.
    fn learned(&self, lessons: &[usize]) -> CueSource {
        let names = self.names(lessons);
        let position: HashMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let mut samples = Vec::new();
        for seen in lessons.iter().map(|at| &self.seen[*at]) {
            let known = seen.features.iter().filter_map(|feature| position.get(feature.as_str()).copied());
            let features: Vec<usize> = known.collect();
            let classes = self.classes_of(seen.lesson);
            let counts = 1.0 / (classes.len() as f32).sqrt();
            samples.extend(classes.into_iter().map(|class| Sample {
                features: features.clone(),
                class,
                counts,
            }));
        }
        let costs: Vec<f32> = names.iter().map(|name| features::cost(name)).collect();
        self.written(&names, &fit(&samples, self.classes.len(), &costs))
    }

    /// What was fitted, rounded, without weights that hardly matter.
    fn written(&self, names: &[String], fitted: &Fitted) -> CueSource {
        let units = |weight: f32| (weight / WEIGHT_UNIT).round();
        let classes = self.classes.iter().zip(&fitted.biases);
        let classes =
            classes.map(|(class, bias)| CueClass { bias: units(*bias) * WEIGHT_UNIT, ..class.clone() });
        let mut weights = CueWeights::default();
        for (name, row) in names.iter().zip(&fitted.weights) {
            let matter = row.iter().enumerate().filter(|(_, weight)| weight.abs() >= LEAST);
            let mut matter = matter.map(|(class, weight)| (class as u16, units(*weight) as i16)).peekable();
            if matter.peek().is_some() {
                weights.push(name, matter);
            }
        }
        CueSource { classes: classes.collect(), weights, calibration: Calibration::default() }
    }

    /// The features worth learning, by name.
    fn names(&self, lessons: &[usize]) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for feature in lessons.iter().flat_map(|at| &self.seen[*at].features) {
            *counts.entry(feature).or_default() += 1;
        }
        counts.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(name, _)| name.to_owned()).collect()
    }

    /// The classes that a lesson belongs to: that of nothing if it is evidence of nothing.
    fn classes_of(&self, lesson: &Lesson) -> Vec<usize> {
        let told = |(component, levels): (&ComponentId, &Vec<LevelId>)| {
            let levels = levels.iter().copied().map(Some);
            let component = *component;
            let levels: Vec<Option<LevelId>> = if levels.len() == 0 { vec![None] } else { levels.collect() };
            levels.into_iter().map(move |level| (component, level))
        };
        let class = |(component, level): (ComponentId, Option<LevelId>)| {
            self.classes
                .iter()
                .position(|class| class.level == level && class.components.contains(&component))
        };
        let classes: BTreeSet<usize> = lesson.expected.iter().flat_map(told).filter_map(class).collect();
        if classes.is_empty() { vec![super::NOTHING] } else { classes.into_iter().collect() }
    }

    /// How sure scores are, from what each part of the lessons gives when learned without it.
    fn calibration(&self) -> Calibration {
        let parts: Vec<Points> = (0..FOLDS).into_par_iter().map(|fold| self.held_out(fold)).collect();
        let mut points = Points::default();
        for part in parts {
            points.statements.extend(part.statements);
            points.components.extend(part.components);
        }
        calibration::fit(&points)
    }

    /// What the statements of the part `fold` give when the others are learned from.
    fn held_out(&self, fold: usize) -> Points {
        let (held, taught): (Vec<usize>, Vec<usize>) =
            (0..self.seen.len()).partition(|at| at / NEIGHBOURS % FOLDS == fold);
        let source = self.learned(&taught);
        let mut audiences: BTreeMap<&[TableId], Cues> = BTreeMap::new();
        let mut points = Points::default();
        for seen in held.iter().map(|at| &self.seen[*at]).filter(|seen| seen.lesson.natural) {
            let tables = seen.lesson.tables.as_slice();
            let cues = audiences.entry(tables).or_insert_with(|| Cues::new(&source, self.framework, tables));
            points.add(seen.lesson, &cues.scores(&seen.plain), &seen.ruled);
        }
        points
    }
}

impl Points {
    fn add(&mut self, lesson: &Lesson, scores: &Scores, ruled: &BTreeSet<ComponentId>) {
        let evidence = !lesson.expected.is_empty();
        self.statements.push((scores.nothing, !ruled.is_empty(), evidence));
        let scored = scores.components.iter().map(|(component, _)| *component);
        let spoken: BTreeSet<ComponentId> = scored.chain(ruled.iter().copied()).collect();
        self.components.extend(spoken.into_iter().filter(|_| evidence).map(|component| {
            let right = lesson.expected.contains_key(&component);
            (scores.signs(component), ruled.contains(&component), right)
        }));
    }
}

/// A class for each level of each component, and for the component alone. Components of several tables that have one code
/// and one name share theirs.
fn classes(framework: &Framework) -> Vec<CueClass> {
    let mut shared: Vec<Vec<ComponentId>> = Vec::new();
    for (id, component) in framework.components() {
        let same = |others: &&mut Vec<ComponentId>| {
            let first = framework.component(others[0]);
            first.code == component.code && first.name == component.name
        };
        match shared.iter_mut().find(same) {
            Some(others) => others.push(id),
            None => shared.push(vec![id]),
        }
    }
    let levels = || framework.levels().map(|(level, _)| Some(level)).chain([None]);
    let classes = shared.iter().flat_map(|components| {
        levels().map(|level| CueClass { components: components.clone(), level, bias: 0.0 })
    });
    [CueClass::default()].into_iter().chain(classes).collect()
}
