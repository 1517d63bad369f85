//! `cues.toml`: how strongly concepts and words speak for each component and each level, as learned from labelled
//! statements by `khung rules train`.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use toml::Spanned;

use super::source::Source;
use crate::error::Result;
use crate::framework::{ComponentId, Framework, Key, LevelId};
use crate::lang::Wording;

const SCHEMA: &str = "khung.cues/1";

/// Cues as written: what speaks for components, what for levels, and how sure a score is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CueSource {
    /// The concept that a statement must have to be scored at all.
    pub gate: String,
    /// For each set of components that share cues; the empty set stands for statements that are evidence of nothing.
    pub components: Vec<CueList<Vec<ComponentId>>>,
    /// For each level.
    pub levels: Vec<CueList<LevelId>>,
    /// From scores to confidences.
    pub calibration: Calibration,
}

/// What speaks for, or against, one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CueList<T> {
    /// The thing.
    pub of: T,
    /// Its weight before anything is read.
    pub bias: f64,
    /// Weights of features: `<concept>`, a folded word or two, or `table:key`.
    pub weights: BTreeMap<String, f64>,
}

/// Confidence is the logistic of `offset + slope × log-odds of the score`, and `rule` more where a rule fired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Added to all.
    pub offset: f64,
    /// Times the log-odds of the score.
    pub slope: f64,
    /// Added where a rule fired for the component too.
    pub rule: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<String>,
    gate: String,
    calibration: Calibration,
    #[serde(default)]
    component: Vec<Spanned<Entry>>,
    #[serde(default)]
    level: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    of: Vec<String>,
    bias: f64,
    /// One feature a line, after its weight.
    cues: String,
}

pub(super) fn parse(source: &Source, framework: &Framework) -> Result<CueSource> {
    let file: File = source.parse()?;
    let mut faults = source.schema(&file.schema, SCHEMA);
    let mut unknown = |span: &std::ops::Range<usize>, key: &str| {
        let wording = Wording::new(
            format!("khung năng lực không có \"{key}\""),
            format!("the framework has no {key:?}"),
        );
        faults.push((source.line(span), wording));
    };
    let mut cues = CueSource { gate: file.gate, calibration: file.calibration, ..CueSource::default() };
    for entry in file.component {
        let span = entry.span();
        let Entry { of, bias, cues: lines } = entry.into_inner();
        let mut components = Vec::new();
        for key in &of {
            match framework.find(key) {
                Some(Key::Component(component)) => components.push(component),
                _ => unknown(&span, key),
            }
        }
        cues.components.push(CueList { of: components, bias, weights: weights(&lines) });
    }
    for entry in file.level {
        let span = entry.span();
        let Entry { of, bias, cues: lines } = entry.into_inner();
        for key in &of {
            match framework.level_named(key) {
                Some(level) => cues.levels.push(CueList { of: level, bias, weights: weights(&lines) }),
                None => unknown(&span, key),
            }
        }
    }
    source.checked(cues, faults)
}

fn weights(lines: &str) -> BTreeMap<String, f64> {
    let weighed = |line: &str| {
        let (weight, feature) = line.trim().split_once(' ')?;
        Some((feature.to_owned(), weight.parse().ok()?))
    };
    lines.lines().filter_map(weighed).collect()
}

impl CueSource {
    /// As the text of a `cues.toml`, which reads back as the same.
    pub fn to_toml(&self, framework: &Framework) -> String {
        let Calibration { offset, slope, rule } = self.calibration;
        let mut out = format!(
            "# Learned by `khung rules train`; how, and from what, is said in fixtures/labelled/README.md. A line is a weight and a\n\
             # feature: a <concept>, a word or two without diacritics and endings, or a table of the audience.\n\
             schema = \"{SCHEMA}\"\ngate = {:?}\n\n[calibration]\noffset = {offset:.3}\nslope = {slope:.3}\nrule = {rule:.3}\n",
            self.gate
        );
        for list in &self.components {
            let keys: Vec<String> =
                list.of.iter().map(|id| format!("{:?}", framework.component(*id).key)).collect();
            entry(&mut out, "component", &keys.join(", "), list.bias, &list.weights);
        }
        for list in &self.levels {
            let key = format!("{:?}", framework.level(list.of).key);
            entry(&mut out, "level", &key, list.bias, &list.weights);
        }
        out
    }
}

fn entry(out: &mut String, kind: &str, of: &str, bias: f64, weights: &BTreeMap<String, f64>) {
    let _ = write!(out, "\n[[{kind}]]\nof = [{of}]\nbias = {bias:.2}\ncues = '''\n");
    for (feature, weight) in weights {
        let _ = writeln!(out, "{weight:.2} {feature}");
    }
    out.push_str("'''\n");
}
