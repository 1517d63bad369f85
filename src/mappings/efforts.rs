//! `efforts.toml`: what a change of the curriculum takes, and its limits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::source::Source;
use crate::error::Result;
use crate::lang::Wording;
use crate::place::Place;

/// What changes take, in working days, periods and money, and their limits. The reasons for the defaults stand in
/// `mappings/efforts.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Efforts {
    #[serde(skip_serializing)]
    schema: toml::Spanned<String>,
    /// Extending a module.
    pub extend: Extend,
    /// Taking over a module.
    pub take_over: TakeOver,
    /// Creating a module.
    pub create: Create,
    /// Periods an indicator takes, by level key; `other` for levels not named.
    pub periods: BTreeMap<String, f64>,
    /// Money.
    pub cost: Cost,
    /// What may be asked of a module and a term.
    pub limits: PlanLimits,
    /// A department's classes.
    pub classes: Classes,
}

/// Working days to extend a module.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// Once a module.
    pub module: f64,
    /// For each indicator, times one of the factors below.
    pub indicator: f64,
    /// The module teaches the component.
    pub same_component: f64,
    /// It teaches another component of the domain.
    pub same_domain: f64,
    /// It teaches something else of the framework.
    pub other_domain: f64,
    /// It teaches nothing of it.
    pub nothing: f64,
    /// The share by which the most crucial module costs more.
    pub gateway: f64,
}

/// Working days to take over a module.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// Once a module.
    pub module: f64,
}

/// Working days to create a module.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// Once.
    pub module: f64,
    /// For each indicator.
    pub indicator: f64,
}

/// What work and teaching cost.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// The currency: `VND`.
    pub currency: String,
    /// A working day.
    pub day: f64,
    /// A taught period.
    pub period: f64,
}

/// What may be asked of a module and a term, and how far is looked.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLimits {
    /// The share of a module's periods that may go to new indicators.
    pub room: f64,
    /// Periods reckoned for a credit where a module gives no periods.
    pub periods_a_credit: f64,
    /// Periods reckoned for a module that gives neither.
    pub usual_periods: f64,
    /// Indicators added to one module.
    pub indicators_a_module: usize,
    /// Periods added to one term.
    pub periods_a_term: f64,
    /// Periods of a created module, at least.
    pub least_new_module: f64,
    /// And at most.
    pub most_new_module: f64,
    /// Modules among which a host for an indicator is looked for.
    pub hosts_an_indicator: usize,
    /// Modules from elsewhere that are considered.
    pub take_overs: usize,
}

/// A department's classes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// Seats of a class of a course that does not tell.
    pub seats: u32,
    /// People for whom a class is opened, at least.
    pub least_class: usize,
    /// Courses that one person may attend.
    pub courses_a_person: usize,
    /// The smallest group that is shown.
    pub least_group: usize,
}

impl Efforts {
    /// The periods that an indicator of the level with `key` takes.
    pub fn periods_of(&self, key: &str) -> f64 {
        self.periods.get(key).or_else(|| self.periods.get("other")).copied().unwrap_or(1.0)
    }

    /// Every figure with its name, to be checked and shown.
    pub fn figures(&self) -> Vec<(String, f64)> {
        let (extend, limits) = (self.extend, self.limits);
        let named = [
            ("extend.module", extend.module),
            ("extend.indicator", extend.indicator),
            ("extend.same_component", extend.same_component),
            ("extend.same_domain", extend.same_domain),
            ("extend.other_domain", extend.other_domain),
            ("extend.nothing", extend.nothing),
            ("extend.gateway", extend.gateway),
            ("take_over.module", self.take_over.module),
            ("create.module", self.create.module),
            ("create.indicator", self.create.indicator),
            ("cost.day", self.cost.day),
            ("cost.period", self.cost.period),
            ("limits.room", limits.room),
            ("limits.periods_a_credit", limits.periods_a_credit),
            ("limits.usual_periods", limits.usual_periods),
            ("limits.indicators_a_module", limits.indicators_a_module as f64),
            ("limits.periods_a_term", limits.periods_a_term),
            ("limits.least_new_module", limits.least_new_module),
            ("limits.most_new_module", limits.most_new_module),
        ];
        let periods = self.periods.iter().map(|(level, periods)| (format!("periods.{level}"), *periods));
        named.into_iter().map(|(name, figure)| (name.to_owned(), figure)).chain(periods).collect()
    }
}

/// The most that makes sense of a figure, by its name: nobody spends three years of work on a module.
fn most(name: &str) -> f64 {
    match name {
        _ if name.starts_with("cost.") => 1e12,
        "limits.room" => 1.0,
        _ => 1000.0,
    }
}

pub(super) fn parse(source: &Source) -> Result<Efforts> {
    let efforts: Efforts = source.parse()?;
    let mut faults = source.schema(&efforts.schema, "khung.efforts/1");
    for (name, figure) in efforts.figures() {
        if !(figure >= 0.0 && figure <= most(&name)) {
            faults.push((line_of(source, &name), out_of_range(&name, figure)));
        }
    }
    let limits = efforts.limits;
    let mut least = |key: &str, holds: bool, said: Wording| {
        if !holds {
            faults.push((line_of(source, key), said));
        }
    };
    least(
        "limits.hosts_an_indicator",
        limits.hosts_an_indicator > 0,
        at_least_one("limits.hosts_an_indicator"),
    );
    least("classes.seats", efforts.classes.seats > 0, at_least_one("classes.seats"));
    least(
        "classes.courses_a_person",
        efforts.classes.courses_a_person > 0,
        at_least_one("classes.courses_a_person"),
    );
    let order = limits.least_new_module <= limits.most_new_module;
    least(
        "limits.least_new_module",
        order,
        Wording::new(
            "limits.least_new_module phải không lớn hơn limits.most_new_module",
            "limits.least_new_module must not be more than limits.most_new_module",
        ),
    );
    source.checked(efforts, faults)
}

fn out_of_range(name: &str, figure: f64) -> Wording {
    let most = most(name);
    Wording::new(
        format!("{name} là {figure}; cần một số từ 0 đến {most}"),
        format!("{name} is {figure}; expected a number from 0 to {most}"),
    )
}

fn at_least_one(name: &str) -> Wording {
    Wording::new(format!("{name} phải ít nhất là 1"), format!("{name} must be at least 1"))
}

/// The line that sets the figure `name`, as `extend.module`.
fn line_of(source: &Source, name: &str) -> Place {
    let (section, key) = name.split_once('.').unwrap_or(("", name));
    let mut within = String::new();
    source.line_that(|line| {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            header.clone_into(&mut within);
        }
        let sets = line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        within == section && sets
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn an_absurd_figure_is_refused_with_its_line() {
        let text = include_str!("../../mappings/efforts.toml");
        let wrong = text
            .replace("[take_over]\nmodule = 6.0", "[take_over]\nmodule = -6.0")
            .replace("room = 0.15", "room = nan");
        let Err(Error::Mapping { faults, .. }) = parse(&Source::embedded("efforts.toml", &wrong)) else {
            panic!("a negative effort was taken");
        };
        let line = |said: &str| wrong.lines().position(|line| line == said).map(|at| at + 1);
        let lines = [line("module = -6.0"), line("room = nan")]
            .map(|line| format!("mappings/efforts.toml:{}", line.unwrap_or(0)));
        assert_eq!(faults.iter().map(|(place, _)| place.to_string()).collect::<Vec<_>>(), lines);
    }
}
