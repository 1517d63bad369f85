//! `cues.toml`: how strongly words speak for each cell, as learned from labelled statements by `khung rules train`.

use std::fmt::Write;

use serde::Deserialize;
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
    /// Each feature, with its weights for some of the classes, by position. In the order of the features.
    pub weights: Vec<(String, Vec<(u16, f32)>)>,
    /// From scores to confidences.
    pub calibration: Calibration,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
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
    let mut weights = Vec::new();
    for line in file.cues.lines.get_ref().lines().filter(|line| !line.is_empty()) {
        match feature(line, classes.len()) {
            Some(feature) => weights.push(feature),
            None => faults.push((source.line(&file.cues.lines.span()), not_a_cue(line))),
        }
    }
    source.checked(CueSource { classes, weights, calibration: file.calibration }, faults)
}

/// A line of cues, if it is one and speaks of known classes only.
fn feature(line: &str, classes: usize) -> Option<(String, Vec<(u16, f32)>)> {
    let (name, pairs) = line.rsplit_once(": ")?;
    let mut numbers = pairs.split(' ');
    let mut weights = Vec::new();
    while let Some(class) = numbers.next() {
        let class = class.parse().ok().filter(|class| usize::from(*class) < classes)?;
        let units: i16 = numbers.next()?.parse().ok()?;
        weights.push((class, f32::from(units) * WEIGHT_UNIT));
    }
    Some((name.to_owned(), weights))
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
        for (feature, weights) in &self.weights {
            let pairs: Vec<String> = weights
                .iter()
                .map(|(class, weight)| format!("{class} {:.0}", weight / WEIGHT_UNIT))
                .collect();
            let _ = writeln!(out, "{feature}: {}", pairs.join(" "));
        }
        out.push_str("'''\n");
        out
    }
}
