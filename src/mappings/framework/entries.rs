//! A framework file as it is written, flat.

use serde::Deserialize;
use toml::Spanned;

use crate::framework::{Duty, DutyAnswer, DutyStep};
use crate::lang::Wording;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) schema: Spanned<String>,
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: Wording,
    #[serde(default)]
    pub(super) source: Wording,
    pub(super) target: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) level: Vec<Spanned<LevelEntry>>,
    #[serde(default)]
    pub(super) table: Vec<Spanned<TableEntry>>,
    #[serde(default)]
    pub(super) audience: Vec<Spanned<AudienceEntry>>,
    #[serde(default)]
    pub(super) confidence: Vec<Spanned<Named>>,
    pub(super) duty: Option<DutyEntry>,
    #[serde(default)]
    pub(super) domain: Vec<Spanned<Named>>,
    #[serde(default)]
    pub(super) component: Vec<Spanned<ComponentEntry>>,
    #[serde(default)]
    pub(super) indicator: Vec<Spanned<IndicatorEntry>>,
    #[serde(default)]
    pub(super) whole_cell: Vec<Spanned<WholeCell>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelEntry {
    pub(super) id: String,
    pub(super) name: Wording,
    #[serde(default)]
    pub(super) marks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableEntry {
    pub(super) id: String,
    pub(super) name: Wording,
    #[serde(default)]
    pub(super) marks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AudienceEntry {
    pub(super) id: String,
    pub(super) name: Wording,
    pub(super) tables: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: Wording,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ComponentEntry {
    pub(super) id: String,
    pub(super) domain: String,
    pub(super) name: Wording,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorEntry {
    pub(super) id: String,
    pub(super) vi: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) source: String,
    #[serde(default)]
    pub(super) confidence: String,
    pub(super) alternative: Option<String>,
    pub(super) note: Option<Wording>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WholeCell {
    pub(super) id: String,
    pub(super) note: Wording,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DutyEntry {
    pub(super) title: Wording,
    pub(super) text: Wording,
    #[serde(default)]
    pub(super) step: Vec<StepEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepEntry {
    #[serde(rename = "id")]
    pub(super) _id: String,
    pub(super) name: Wording,
    pub(super) asks: Wording,
    pub(super) answer: AnswerEntry,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum AnswerEntry {
    Figures,
    Missing,
    Weak,
}

pub(super) fn duty(entry: DutyEntry) -> Duty {
    let step = |step: StepEntry| DutyStep {
        name: step.name,
        asks: step.asks,
        answer: match step.answer {
            AnswerEntry::Figures => DutyAnswer::Figures,
            AnswerEntry::Missing => DutyAnswer::Missing,
            AnswerEntry::Weak => DutyAnswer::Weak,
        },
    };
    Duty { title: entry.title, text: entry.text, steps: entry.step.into_iter().map(step).collect() }
}
