//! A department's classes, for a terminal.

use std::fmt::Write;

use super::plan::{decimal, money};
use crate::audit::Survey;
use crate::finding::Finding;
use crate::framework::Framework;
use crate::lang::{Lang, Wording};
use crate::plan::department::{Answer, ClassAsk, Department};
use crate::workbook::Input;

/// What a report of classes is made from.
#[derive(Clone, Debug)]
pub struct Classing<'a> {
    /// The self-assessments.
    pub survey: &'a Survey,
    /// What was asked.
    pub ask: &'a ClassAsk,
    /// The classes.
    pub planned: &'a Department,
    /// The files of both, with checksums.
    pub inputs: Vec<&'a Input>,
    /// What a person should know of both, by place.
    pub findings: Vec<&'a Finding>,
}

/// How many units a terminal lists.
const MOST: usize = 8;

/// The classes in a few lines: what is met, what for, and who is not served.
pub fn render(classing: &Classing<'_>, lang: Lang) -> String {
    let (framework, planned, ask) = (&classing.survey.framework, classing.planned, classing.ask);
    let mut out = String::new();
    let _ = writeln!(out, "{}", answer(planned, ask).get(lang));
    let _ = writeln!(out, "{}", headline(planned, ask).get(lang));
    for classes in &planned.classes {
        let course = &planned.courses[classes.course];
        let _ = writeln!(
            out,
            "- {} {}: {} {}, {} {}, {}",
            course.code,
            course.title,
            classes.classes,
            lang.pick("lớp", if classes.classes == 1 { "class" } else { "classes" }),
            classes.people,
            lang.pick("người", "people"),
            money(classes.cost, &ask.efforts.cost.currency),
        );
    }
    components(&mut out, framework, planned, lang);
    units(&mut out, planned, lang);
    out
}

/// What was wanted, and whether it can be had.
pub(super) fn answer(planned: &Department, ask: &ClassAsk) -> Wording {
    let sum = |sum: f64| money(sum, &ask.efforts.cost.currency);
    let percent = |share: f64, lang| decimal((share * 1000.0).floor() / 10.0, lang);
    match planned.answer {
        Answer::MostForBudget => match ask.budget {
            Some(budget) => Wording::new(
                format!("Đáp ứng nhiều nhu cầu nhất trong {}", sum(budget)),
                format!("The most need met within {}", sum(budget)),
            ),
            None => Wording::new(
                "Đáp ứng nhiều nhu cầu nhất, không giới hạn kinh phí",
                "The most need met, whatever it costs",
            ),
        },
        Answer::LeastForShare => {
            let share = |lang| percent(ask.share.unwrap_or(1.0), lang);
            Wording::new(
                format!("Đáp ứng ít nhất {} % nhu cầu với kinh phí thấp nhất", share(Lang::Vi)),
                format!("At least {} % of need met, for the least cost", share(Lang::En)),
            )
        }
        Answer::BudgetLacks(lacks) => Wording::new(
            format!(
                "Kinh phí không đủ cho tỉ lệ mong muốn: còn thiếu {}. Dưới đây là mức đáp ứng cao nhất trong kinh phí",
                sum(lacks)
            ),
            format!(
                "The budget does not suffice for the share wanted: {} are missing. Below is the most it buys",
                sum(lacks)
            ),
        ),
        Answer::ShareImpossible(share) => Wording::new(
            format!(
                "Tăng kinh phí cũng không đạt tỉ lệ mong muốn: với danh mục và giới hạn này, nhiều nhất tìm được là {} % nhu cầu",
                percent(share, Lang::Vi)
            ),
            format!(
                "More money would not reach the share wanted: with this catalogue and these limits, the most found is {} % of need",
                percent(share, Lang::En)
            ),
        ),
        Answer::BuysNothing(cost) => Wording::new(
            format!("Kinh phí không mở được lớp nào: lớp rẻ nhất có ích tốn {}", sum(cost)),
            format!("The budget buys no class: the cheapest that helps anybody costs {}", sum(cost)),
        ),
    }
}

/// What is met, for how much, and how far that is from the best.
pub(super) fn headline(planned: &Department, ask: &ClassAsk) -> Wording {
    let share = |lang| decimal(planned.met as f64 * 100.0 / planned.needs.max(1) as f64, lang);
    let (met, needs) = (planned.met, planned.needs);
    let classes: usize = planned.classes.iter().map(|classes| classes.classes).sum();
    let cost = money(planned.cost, &ask.efforts.cost.currency);
    let (vi, en) = (share(Lang::Vi), share(Lang::En));
    let gap = match planned.gap {
        Some(gap) if gap <= 1e-9 => Wording::new("đã chứng minh là tốt nhất", "proven to be the best"),
        Some(gap) => {
            let gap = |lang| decimal(gap * 100.0, lang);
            Wording::new(
                format!("cách mức tốt nhất không quá {} %", gap(Lang::Vi)),
                format!("no more than {} % from the best", gap(Lang::En)),
            )
        }
        None => Wording::new("chưa biết cách mức tốt nhất bao xa", "how far from the best is not known"),
    };
    Wording::new(
        format!(
            "{met}/{needs} nhu cầu ({vi} %) của {} người, {classes} lớp, {cost}; {}",
            planned.people, gap.vi
        ),
        format!(
            "{met}/{needs} needs ({en} %) of {} people, {classes} classes, {cost}; {}",
            planned.people, gap.en
        ),
    )
}

fn components(out: &mut String, framework: &Framework, planned: &Department, lang: Lang) {
    let lacking = planned.components.iter().filter(|one| one.without_course > 0);
    for one in lacking {
        let component = framework.component(one.component);
        let _ = writeln!(
            out,
            "{}: {} {} ({} {})",
            lang.pick("Không khóa nào đáp ứng", "No course meets"),
            component.code,
            component.name.get(lang),
            one.without_course,
            lang.pick("nhu cầu", "needs"),
        );
    }
}

/// The units that are served least.
fn units(out: &mut String, planned: &Department, lang: Lang) {
    let mut units: Vec<_> = planned.units.iter().filter(|unit| unit.needs > 0).collect();
    units.sort_by(|one, other| {
        (one.met * other.needs).cmp(&(other.met * one.needs)).then_with(|| one.names.cmp(&other.names))
    });
    let _ = writeln!(out, "{}:", lang.pick("Đơn vị được đáp ứng ít nhất", "Units served least"));
    for unit in units.iter().take(MOST) {
        let name = group_name(&unit.names, unit.groups, lang);
        let _ = writeln!(out, "- {name}: {}/{} {}", unit.met, unit.needs, lang.pick("nhu cầu", "needs"));
    }
}

/// What a group is called; small ones that were put together by their number.
pub(super) fn group_name(names: &[String], groups: usize, lang: Lang) -> String {
    let together = lang.pick(format!("{groups} nhóm nhỏ gộp lại"), format!("{groups} small groups together"));
    let untold = lang.pick("(không ghi)", "(not told)");
    let shown = names.iter().map(|name| match name.as_str() {
        "" if groups > 1 => together.as_str(),
        "" => untold,
        name => name,
    });
    let mut shown: Vec<&str> = shown.collect();
    shown.dedup();
    shown.join(" · ")
}
