//! `cues.toml`: how strongly words speak for each cell, as learned from labelled statements by `khung rules train`.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::source::Source;
use crate::error::Result;
use crate::framework::{ComponentId, Framework, Key, LevelId};
use crate::lang::Wording;

const SCHEMA: &str = "khung.cues/2";

/// What weights are counted in: finer ones make the file longer and links no better.
pub const WEIGHT_UNIT: f32 = 0.05;

/// Cues as written: what speaks for what, and how sure a score is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CueSource {
    /// What a statement may be evidence of. The first is nothing.
    pub classes: Vec<CueClass>,
    /// How strongly each feature speaks for some of the classes.
    pub weights: CueWeights,
    /// From scores to confidences.
    pub calibration: Calibration,
}

/// Features with their weights, in few pieces: there are a hundred thousand of them, and every run reads them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CueWeights {
    names: String,
    /// Where the name and the weights of each feature end.
    ends: Vec<(usize, usize)>,
    weights: Vec<(u16, i16)>,
}

impl CueWeights {
    /// Adds a feature, with classes by position and weights in [`WEIGHT_UNIT`].
    pub fn push(&mut self, name: &str, weights: impl IntoIterator<Item = (u16, i16)>) {
        self.weights.extend(weights);
        self.names.push_str(name);
        self.ends.push((self.names.len(), self.weights.len()));
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Each feature with its weights, in the order they were added in.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[(u16, i16)])> {
        let starts = std::iter::once(&(0, 0)).chain(&self.ends);
        starts
            .zip(&self.ends)
            .map(|(start, end)| (&self.names[start.0..end.0], &self.weights[start.1..end.1]))
    }

    /// Adds what a line says, if it is a line of cues and speaks of so many `classes` only.
    fn read(&mut self, line: &str, classes: usize) -> Option<()> {
        let (name, pairs) = line.rsplit_once(": ")?;
        let before = self.weights.len();
        let mut numbers = pairs.split(' ');
        while let Some(class) = numbers.next() {
            let class = class.parse().ok().filter(|class| usize::from(*class) < classes);
            let pair = class.zip(numbers.next().and_then(|units| units.parse().ok()));
            let Some(pair) = pair else {
                self.weights.truncate(before);
                return None;
            };
            self.weights.push(pair);
        }
        self.push(name, []);
        Some(())
    }
}

/// Cells, or components without a level, that share cues: those of two tables that say the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CueClass {
    /// The components; empty for nothing.
    pub components: Vec<ComponentId>,
    /// Their level; none where words name a component and tell no level.
    pub level: Option<LevelId>,
    /// The weight before anything is read.
    pub bias: f32,
}

/// How sure a link is: how surely the statement is evidence of something, times how surely it is then evidence of the
/// component. Each is the logistic of a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// 1, the log-odds of the share of nothing, and whether a rule fired, times these.
    pub something: [f64; 3],
    /// 1, the log-odds of the component's share in the whole statement, those of its largest share in any clause, and whether
    /// a rule fired, times these.
    pub component: [f64; 4],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<String>,
    calibration: Calibration,
    class: Vec<Spanned<Class>>,
    cues: Cues,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    of: Vec<String>,
    bias: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cues {
    /// One feature a line: itself, a colon, and pairs of a class and a weight in twentieths.
    lines: Spanned<String>,
}

pub(super) fn parse(source: &Source, framework: &Framework) -> Result<CueSource> {
    let file: File = source.parse()?;
    let mut faults = source.schema(&file.schema, SCHEMA);
    let mut classes = Vec::new();
    for entry in file.class {
        let span = entry.span();
        let Class { of, bias } = entry.into_inner();
        let mut class = CueClass { bias, ..CueClass::default() };
        for key in &of {
            match framework.find(key) {
                Some(Key::Component(component)) => class.components.push(component),
                Some(Key::Cell(cell)) => {
                    class.components.push(framework.cell(cell).component);
                    class.level = Some(framework.cell(cell).level);
                }
                _ => faults.push((source.line(&span), no_such_key(key))),
            }
        }
        classes.push(class);
    }
    let mut weights = CueWeights::default();
    for line in file.cues.lines.get_ref().lines().filter(|line| !line.is_empty()) {
        if weights.read(line, classes.len()).is_none() {
            faults.push((source.line(&file.cues.lines.span()), not_a_cue(line)));
        }
    }
    source.checked(CueSource { classes, weights, calibration: file.calibration }, faults)
}

fn no_such_key(key: &str) -> Wording {
    Wording::new(
        format!("khung năng lực không có ô hay năng lực thành phần \"{key}\""),
        format!("the framework has no cell or component {key:?}"),
    )
}

fn not_a_cue(line: &str) -> Wording {
    Wording::new(
        format!("\"{line}\" phải là: dấu hiệu, dấu hai chấm, rồi từng cặp số lớp và trọng số"),
        format!("{line:?} should be a feature, a colon, and pairs of a class and a weight"),
    )
}

impl CueSource {
    /// As the text of a `cues.toml`, which reads back as the same.
    pub fn to_toml(&self, framework: &Framework) -> String {
        let numbers = |weights: &[f64]| {
            weights.iter().map(|weight| format!("{weight:.3}")).collect::<Vec<_>>().join(", ")
        };
        let Calibration { something, component } = &self.calibration;
        let (something, component) = (numbers(something), numbers(component));
        let mut out = format!(
            "# Learned by `khung rules train`; how, and from what, is said in fixtures/labelled/README.md.\n\
             # A class is what a statement may be evidence of, numbered from 0, which is nothing.\n\
             schema = \"{SCHEMA}\"\n\n[calibration]\nsomething = [{something}]\ncomponent = [{component}]\n"
        );
        for (number, CueClass { components, level, bias }) in self.classes.iter().enumerate() {
            let key = |component: &ComponentId| match level {
                Some(level) => &framework.cell(framework.cell_at(*component, *level)).key,
                None => &framework.component(*component).key,
            };
            let keys: Vec<String> =
                components.iter().map(|component| format!("{:?}", key(component))).collect();
            let _ = write!(out, "\n# {number}\n[[class]]\nof = [{}]\nbias = {bias:.2}\n", keys.join(", "));
        }
        out.push_str(
            "\n# A line is a feature and its weights: a stem without diacritics, two or three in a row, two with one between\n\
             # them, the beginning of a long word, or a table of the audience; then each class it speaks for or against, and how strongly, in twentieths.\n\
             [cues]\nlines = '''\n",
        );
        for (feature, weights) in self.weights.iter() {
            let pairs: Vec<String> =
                weights.iter().map(|(class, weight)| format!("{class} {weight}")).collect();
            let _ = writeln!(out, "{feature}: {}", pairs.join(" "));
        }
        out.push_str("'''\n");
        out
    }
}
