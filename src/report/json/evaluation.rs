//! An evaluation as JSON.

use serde_json::{Value, json};

use crate::evaluation::{Counts, Evaluation, Figures, ratio};
use crate::lang::Lang;

/// The contract this module writes.
const SCHEMA: &str = "khung.evaluation/1";

/// The figures as `khung.evaluation/1`.
pub fn evaluation(evaluation: &Evaluation, lang: Lang) -> String {
    let page = json!({
        "schema": SCHEMA,
        "khung": env!("CARGO_PKG_VERSION"),
        "framework": { "id": evaluation.framework.id, "version": evaluation.framework.version },
        "overall": figures(&evaluation.overall),
        "parts": evaluation.parts.iter().map(|(name, part)| {
            json!({ "name": name.get(lang), "figures": figures(part) })
        }).collect::<Vec<_>>(),
        "components": evaluation.overall.components.counts.iter().map(|(component, counts)| {
            json!({ "component": evaluation.framework.component(*component).key, "figures": self::counts(*counts) })
        }).collect::<Vec<_>>(),
        "reliability": evaluation.reliability.iter().map(|bin| {
            json!({ "from": bin.from, "to": bin.to, "links": bin.links, "right": bin.right, "confidence": rounded(bin.confidence) })
        }).collect::<Vec<_>>(),
        "notes": evaluation.notes.iter().map(|(place, note)| {
            json!({ "place": place.to_string(), "message": note.get(lang) })
        }).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

fn figures(figures: &Figures) -> Value {
    let micro = figures.components.micro();
    json!({
        "statements": figures.statements,
        "undigital": figures.undigital,
        "components": counts(micro),
        "components_macro_f1": figures.components.macro_f1().map(rounded),
        "agreement": figures.agreement(micro).map(rounded),
        "cells": counts(figures.cells.micro()),
        "cells_macro_f1": figures.cells.macro_f1().map(rounded),
        "levels": { "right": figures.levels.0, "of": figures.levels.1, "share": ratio(figures.levels.0, figures.levels.1).map(rounded) },
        "unlevelled": figures.unlevelled,
        "top_three": { "found": figures.top_three.0, "of": figures.top_three.1, "share": ratio(figures.top_three.0, figures.top_three.1).map(rounded) },
        "false_alarms": { "statements": figures.false_alarms, "per_hundred": figures.false_alarms_per_hundred().map(rounded) },
        "base": {
            "nothing": { "figures": counts(figures.nothing()), "agreement": figures.agreement(figures.nothing()).map(rounded) },
            "commonest": { "figures": counts(figures.commonest), "agreement": figures.agreement(figures.commonest).map(rounded) },
        },
    })
}

fn counts(counts: Counts) -> Value {
    json!({
        "right": counts.right, "wrong": counts.wrong, "missed": counts.missed,
        "precision": counts.precision().map(rounded),
        "recall": counts.recall().map(rounded),
        "f1": counts.f1().map(rounded),
    })
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
