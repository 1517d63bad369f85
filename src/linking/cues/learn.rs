//! Learning cues from labelled statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::features;
use super::softmax::{Sample, Softmax, fit, lists};
use crate::error::Result;
use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::linking::{Rules, standing};
use crate::mappings::{Calibration, CueList, CueSource, RulePack};

/// A labelled statement to learn from.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The statement.
    pub text: String,
    /// The tables of its audience.
    pub tables: Vec<TableId>,
    /// What it is evidence of, with the levels where they are told.
    pub expected: BTreeMap<ComponentId, Vec<LevelId>>,
    /// Whether it was written as a statement and not made for a rule: only such ones tell how sure a score is.
    pub natural: bool,
}

/// A feature met only once teaches nothing that holds elsewhere.
const FEWEST: usize = 2;
/// Weights below this are left out of the file.
const LEAST: f64 = 0.12;
/// In how many parts the lessons are divided to see how sure a score is on statements not learned from.
const FOLDS: usize = 5;

/// Cues learned from `lessons`; `gate` names the concept that a statement must have to be scored.
///
/// # Errors
/// [`Error::Mapping`](crate::error::Error::Mapping) if a rule or concept of `packs` cannot be used.
pub fn learn(framework: &Framework, packs: &[RulePack], gate: &str, lessons: &[Lesson]) -> Result<CueSource> {
    let tables: Vec<TableId> = (0..framework.tables.len() as u16).map(TableId).collect();
    let rules = Rules::compile(packs, framework, &tables)?;
    let pupil = Pupil::new(framework, &rules, gate, lessons);
    let all: Vec<usize> = (0..pupil.seen.len()).collect();
    let (components, levels) = pupil.learned(&all);
    Ok(CueSource { gate: gate.to_owned(), components, levels, calibration: pupil.calibration() })
}

/// What is seen of a lesson.
struct Seen<'a> {
    lesson: &'a Lesson,
    features: Vec<String>,
    /// Components that a rule fires for.
    ruled: BTreeSet<ComponentId>,
}

/// Everything that cues are learned from.
struct Pupil<'a> {
    framework: &'a Framework,
    /// Sets of components that share cues; the first, empty one stands for nothing.
    classes: Vec<Vec<ComponentId>>,
    seen: Vec<Seen<'a>>,
}

type Learned = (Vec<CueList<Vec<ComponentId>>>, Vec<CueList<LevelId>>);

impl<'a> Pupil<'a> {
    fn new(framework: &'a Framework, rules: &Rules, gate: &str, lessons: &'a [Lesson]) -> Self {
        let concepts = rules.concepts();
        let gate = concepts.position(gate);
        let see = |lesson: &'a Lesson| {
            let text = rules.text(&lesson.text);
            if !gate.is_some_and(|gate| text.has(gate, rules.patterns())) {
                return None;
            }
            let mut features = concepts.of(&text, rules.patterns());
            features.extend(standing(framework, &lesson.tables));
            let ruled = rules.ruled(&text);
            Some(Seen { lesson, features, ruled })
        };
        let seen = lessons.par_iter().filter_map(see).collect();
        Pupil { framework, classes: classes(framework), seen }
    }

    /// What the lessons at these positions teach.
    fn learned(&self, lessons: &[usize]) -> Learned {
        let names = self.names(lessons);
        let position: HashMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let known =
            |features: &[String]| features.iter().filter_map(|f| position.get(f.as_str()).copied()).collect();
        let costs: Vec<f64> = names.iter().map(|name| features::cost(name)).collect();
        let (mut samples, mut levelled) = (Vec::new(), Vec::new());
        for seen in lessons.iter().map(|at| &self.seen[*at]) {
            let classes = self.classes_of(seen.lesson);
            let counts = 1.0 / (classes.len() as f64).sqrt();
            samples.extend(classes.iter().map(|class| Sample {
                features: known(&seen.features),
                outcome: *class,
                counts,
            }));
            for (component, levels) in &seen.lesson.expected {
                let mut features = seen.features.clone();
                features.push(self.level_feature(*component));
                levelled.extend(levels.iter().map(|level| Sample {
                    features: known(&features),
                    outcome: usize::from(level.0),
                    counts: 1.0,
                }));
            }
        }
        let levels: Vec<LevelId> = self.framework.levels().map(|(id, _)| id).collect();
        let components = fit(&samples, self.classes.len(), &costs);
        let fitted = fit(&levelled, levels.len(), &costs);
        (lists(&self.classes, &names, &components, LEAST), lists(&levels, &names, &fitted, LEAST))
    }

    /// The features worth learning, by name.
    fn names(&self, lessons: &[usize]) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for seen in lessons.iter().map(|at| &self.seen[*at]) {
            let components = seen.lesson.expected.keys().map(|component| self.level_feature(*component));
            for feature in seen.features.iter().cloned().chain(components) {
                *counts.entry(feature).or_default() += 1;
            }
        }
        counts.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(name, _)| name).collect()
    }

    /// The classes that a lesson belongs to: that of nothing if it is evidence of nothing.
    fn classes_of(&self, lesson: &Lesson) -> Vec<usize> {
        let class = |component: &ComponentId| self.classes.iter().position(|class| class.contains(component));
        let classes: BTreeSet<usize> = lesson.expected.keys().filter_map(class).collect();
        if classes.is_empty() { vec![0] } else { classes.into_iter().collect() }
    }

    fn level_feature(&self, component: ComponentId) -> String {
        let class = self.classes.iter().find(|class| class.contains(&component));
        let first = class.and_then(|class| class.first()).copied().unwrap_or(component);
        features::of_component(&self.framework.component(first).key)
    }

    /// How sure scores are, from what each part of the lessons gives when learned without it: a logistic regression of
    /// being right on the log-odds of the score and on whether a rule fired (Platt 1999).
    fn calibration(&self) -> Calibration {
        let parts: Vec<Vec<(f64, bool, bool)>> =
            (0..FOLDS).into_par_iter().map(|fold| self.held_out(fold)).collect();
        platt(&parts.concat())
    }

    /// For each component that a statement of the part `fold` may speak of: log-odds, whether a rule fired, and whether it
    /// is right.
    fn held_out(&self, fold: usize) -> Vec<(f64, bool, bool)> {
        let (held, taught): (Vec<usize>, Vec<usize>) =
            (0..self.seen.len()).partition(|at| at % FOLDS == fold);
        let (components, _) = self.learned(&taught);
        let model = Softmax::new(&components);
        let mut points = Vec::new();
        for seen in held.iter().map(|at| &self.seen[*at]).filter(|seen| seen.lesson.natural) {
            for (class, share) in model.shares(&seen.features) {
                let served =
                    |id: &&ComponentId| seen.lesson.tables.contains(&self.framework.component(**id).table);
                for component in class.iter().filter(served) {
                    let ruled = seen.ruled.contains(component);
                    if share >= 0.02 || ruled {
                        let share = share.clamp(1e-6, 1.0 - 1e-6);
                        let right = seen.lesson.expected.contains_key(component);
                        points.push(((share / (1.0 - share)).ln(), ruled, right));
                    }
                }
            }
        }
        points
    }
}

/// Components of several tables that have one code and one name share cues; each other has its own.
fn classes(framework: &Framework) -> Vec<Vec<ComponentId>> {
    let mut classes: Vec<Vec<ComponentId>> = vec![Vec::new()];
    for (id, component) in framework.components() {
        let same = |class: &&mut Vec<ComponentId>| {
            let first = class.first().map(|first| framework.component(*first));
            first.is_some_and(|first| first.code == component.code && first.name == component.name)
        };
        match classes.iter_mut().find(same) {
            Some(class) => class.push(id),
            None => classes.push(vec![id]),
        }
    }
    classes
}

/// Fits the calibration to points of log-odds, rule and right, by Newton's steps made small.
fn platt(points: &[(f64, bool, bool)]) -> Calibration {
    let mut found = Calibration { offset: 0.0, slope: 1.0, rule: 0.0 };
    if points.is_empty() {
        return found;
    }
    for _ in 0..4000 {
        let (mut offset, mut slope, mut rule) = (0.0, 0.0, 0.0);
        for (odds, ruled, right) in points {
            let ruled = f64::from(u8::from(*ruled));
            let said = 1.0 / (1.0 + (-(found.offset + found.slope * odds + found.rule * ruled)).exp());
            let wrong = said - f64::from(u8::from(*right));
            offset += wrong;
            slope += wrong * odds;
            rule += wrong * ruled;
        }
        let step = 0.5 / points.len() as f64;
        found.offset -= step * offset;
        found.slope -= step * slope;
        found.rule -= step * rule;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_finds_how_often_a_score_is_right() {
        let points: Vec<(f64, bool, bool)> = (0..100).map(|n| (0.0, false, n % 4 == 0)).collect();
        let found = platt(&points);
        let said = 1.0 / (1.0 + (-found.offset).exp());
        assert!((said - 0.25).abs() < 0.02, "{said}");
    }
}
