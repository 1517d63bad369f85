//! A plan, for a terminal.

use std::fmt::Write;

use crate::audit::Audit;
use crate::framework::Framework;
use crate::lang::{Lang, Wording, counted};
use crate::plan::{Action, Ask, Measures, Objective, Plan, Proof};

/// What was asked, and the answer.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'a> {
    /// The curriculum.
    pub audit: &'a Audit,
    /// The catalogue whose modules may be taken over.
    pub catalogue: Option<&'a Audit>,
    /// What was asked.
    pub ask: &'a Ask,
    /// The answer, a plan a programme.
    pub plans: &'a [Plan],
}

/// The plans in a few lines each.
pub fn render(proposal: &Proposal<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for plan in proposal.plans {
        one(&mut out, proposal.audit, plan, proposal.ask, lang);
    }
    out
}

fn one(out: &mut String, audit: &Audit, plan: &Plan, ask: &Ask, lang: Lang) {
    let required = plan.before.coverage.summary.required;
    let (before, after) = plan.covered();
    let _ = writeln!(out, "{}", plan.before.programme.title);
    what_if(out, &audit.framework, plan, lang);
    let covered = lang.pick("Bao phủ", "Covered");
    let _ = writeln!(out, "{covered}: {before}/{required} → {after}/{required}");
    if plan.actions.is_empty() {
        let _ = writeln!(out, "{}", lang.pick("Không có gì phải làm.", "There is nothing to do."));
    }
    for action in &plan.actions {
        let _ = writeln!(out, "- {}", action_line(&audit.framework, action, lang));
    }
    let _ = writeln!(out, "{}: {}", lang.pick("Tổng", "In all"), measures(&plan.measures, ask, lang));
    let _ = writeln!(out, "{}", proof(plan.proof, ask.objective).get(lang));
    let _ = writeln!(out, "{}", greedy(plan, ask, lang));
    for open in &plan.open {
        let cell = audit.framework.describe(open.cell, lang);
        let _ = writeln!(out, "{}: {cell}: {}", lang.pick("Còn trống", "Still open"), open.why.get(lang));
    }
}

fn what_if(out: &mut String, framework: &Framework, plan: &Plan, lang: Lang) {
    let Some(what_if) = &plan.what_if else { return };
    let dropped: Vec<String> =
        what_if.dropped.iter().map(|(code, title)| format!("{code} {title}")).collect();
    let _ = writeln!(out, "{}: {}", lang.pick("Nếu bỏ", "Without"), dropped.join("; "));
    for loss in what_if.losses.iter().filter(|loss| loss.required) {
        let (old, new) = (loss.before.wording(), loss.after.wording());
        let cell = framework.describe(loss.cell, lang);
        let _ = writeln!(
            out,
            "  {cell}: {} → {}{}",
            old.get(lang),
            new.get(lang),
            if loss.guarantee {
                lang.pick("; không còn bảo đảm cho mọi người học", "; no longer for every learner")
            } else {
                ""
            }
        );
    }
    if what_if.losses.is_empty() {
        let _ = writeln!(out, "  {}", lang.pick("không mất gì", "nothing is lost"));
    }
}

/// `CN401 Ứng dụng AI, học kỳ 5: 6.2/basic/1 … (3 ngày công, 4 tiết)`
fn action_line(framework: &Framework, action: &Action, lang: Lang) -> String {
    let term =
        action.term.map(|term| format!(", {} {term}", lang.pick("học kỳ", "term"))).unwrap_or_default();
    let keys: Vec<&str> = action.additions.iter().map(|a| framework.key_of(a.cell, a.indicator)).collect();
    format!(
        "{} {} {}{term}: {} ({}, {})",
        action.kind.wording().get(lang),
        action.code,
        action.title.get(lang),
        keys.join(", "),
        days(action.effort, lang),
        periods(action.periods, lang),
    )
}

/// A number with no more decimals than it needs.
pub(super) fn figure(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same as a person writes it: Vietnamese has a comma before the decimals.
pub(super) fn decimal(number: f64, lang: Lang) -> String {
    let text = figure(number);
    lang.pick(text.replace('.', ","), text)
}

fn days(days: f64, lang: Lang) -> String {
    format!("{} {}", decimal(days, lang), lang.pick("ngày công", "working days"))
}

fn periods(periods: f64, lang: Lang) -> String {
    format!("{} {}", decimal(periods, lang), lang.pick("tiết", "periods"))
}

/// A sum of money, in groups of three digits.
pub(super) fn money(sum: f64, currency: &str) -> String {
    let digits = format!("{:.0}", sum.abs());
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}\u{a0}{currency}", if sum < 0.0 { "-" } else { "" })
}

/// What a plan comes to, in one line.
pub(super) fn measures(measures: &Measures, ask: &Ask, lang: Lang) -> String {
    let modules =
        lang.pick(format!("{} học phần", measures.modules), counted(measures.modules, "module", "modules"));
    let cost = money(measures.cost, &ask.efforts.cost.currency);
    format!("{modules}, {}, {}, {cost}", days(measures.effort, lang), periods(measures.periods, lang))
}

/// How sure it is that nothing less will do.
pub(super) fn proof(proof: Proof, objective: Objective) -> Wording {
    let what = objective.wording();
    match proof {
        Proof::Optimal => Wording::new(
            format!("Đã chứng minh là ít nhất theo: {}", what.vi),
            format!("Proven to be the least by: {}", what.en),
        ),
        Proof::Within(gap) => {
            let percent = |lang| decimal(gap * 100.0, lang);
            let (vi, en) = (percent(Lang::Vi), percent(Lang::En));
            Wording::new(
                format!("Hết thời gian: có thể giảm thêm nhiều nhất {vi} % theo: {}", what.vi),
                format!("Time ran out: at most {en} % less might do by: {}", what.en),
            )
        }
        Proof::Unknown => Wording::new(
            "Hết thời gian: đây là phương án tham lam, chưa biết cách tối ưu bao xa",
            "Time ran out: this is the greedy answer, and it is not known how far it is from the least",
        ),
    }
}

fn greedy(plan: &Plan, ask: &Ask, lang: Lang) -> String {
    let (greedy, open) = &plan.greedy;
    let left = match open {
        0 => String::new(),
        _ => lang.pick(
            format!("; để trống {open} ô"),
            format!("; leaves {} open", counted(*open, "cell", "cells")),
        ),
    };
    format!(
        "{}: {}{left}",
        lang.pick("Phương án tham lam để so sánh", "The greedy answer, to compare"),
        measures(greedy, ask, lang)
    )
}
