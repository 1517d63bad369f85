//! What a large catalogue has many of, as `coverage.json` has it: keys in the order of the contract.

use serde::Serialize;
use serde_json::Value;

use super::At;
use crate::{alignment, curriculum};

#[derive(Serialize)]
pub(super) struct Alignment<'a> {
    pub(super) module: &'a str,
    pub(super) cell: &'a str,
    pub(super) indicator: Option<&'a str>,
    pub(super) basis: &'static str,
    pub(super) counts: bool,
    pub(super) confidence: Option<f64>,
    pub(super) evidence: Evidence<'a>,
    pub(super) id: &'a str,
    pub(super) by_hand: bool,
    pub(super) state: &'static str,
    pub(super) reviews: Vec<Value>,
}

#[derive(Serialize)]
pub(super) struct Unlevelled<'a> {
    pub(super) module: &'a str,
    pub(super) component: &'a str,
    pub(super) confidence: f64,
    pub(super) evidence: Evidence<'a>,
    pub(super) id: &'a str,
    pub(super) state: &'static str,
    pub(super) reviews: Vec<Value>,
}

#[derive(Serialize)]
pub(super) struct Evidence<'a> {
    text: &'a str,
    place: At<'a>,
    rule: Option<&'a str>,
    level_by: Option<&'static str>,
    path: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    step: &'a str,
    place: At<'a>,
}

impl<'a> From<&'a alignment::Evidence> for Evidence<'a> {
    fn from(evidence: &'a alignment::Evidence) -> Self {
        let step =
            |step: &'a crate::place::Located<String>| Step { step: &step.value, place: At(&step.place) };
        Evidence {
            text: &evidence.text,
            place: At(&evidence.place),
            rule: evidence.rule.as_deref(),
            level_by: evidence.level_by.map(alignment::LevelBasis::as_str),
            path: evidence.path.iter().map(step).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Module<'a> {
    pub(super) code: &'a str,
    pub(super) title: &'a str,
    pub(super) credits: Option<f64>,
    pub(super) periods: Option<f64>,
    pub(super) hours: Option<f64>,
    pub(super) term: Option<u16>,
    pub(super) compulsory: bool,
    pub(super) group: Option<&'a str>,
    pub(super) specialisation: Option<&'a str>,
    pub(super) prerequisites: Vec<&'a str>,
    pub(super) parallel: Vec<&'a str>,
    pub(super) structure: Ties,
    pub(super) place: At<'a>,
    pub(super) statements: Vec<Statement<'a>>,
}

/// How its requisites tie a module to others.
#[derive(Serialize)]
pub(super) struct Ties {
    pub(super) delay: usize,
    pub(super) blocking: usize,
    pub(super) cruciality: usize,
}

#[derive(Serialize)]
pub(super) struct Statement<'a> {
    kind: &'static str,
    text: &'a str,
    place: At<'a>,
}

impl<'a> From<&'a curriculum::Statement> for Statement<'a> {
    fn from(statement: &'a curriculum::Statement) -> Self {
        Statement { kind: statement.kind.as_str(), text: &statement.text, place: At(&statement.place) }
    }
}
