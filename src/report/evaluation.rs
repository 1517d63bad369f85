//! An evaluation for a terminal, and as a table of what went wrong.

use std::fmt::Write;

use crate::evaluation::{Agreement, Bin, Case, Counts, Disagreement, Evaluation, Figures, ratio};
use crate::framework::{ComponentId, Framework, LevelId};
use crate::lang::Lang;

/// The figures, each beside its base rates, then each part that was asked for, then how often a confidence is
/// right.
pub fn text(evaluation: &Evaluation, lang: Lang) -> String {
    let mut out = String::new();
    section(&mut out, &evaluation.overall, lang);
    for (name, figures) in &evaluation.parts {
        let _ = writeln!(out, "\n── {}", name.get(lang));
        section(&mut out, figures, lang);
    }
    let _ = writeln!(
        out,
        "\n{}",
        lang.pick(
            "Độ tin cậy của điểm số: điểm, số liên kết, tỉ lệ đúng",
            "Reliability: confidence, links, share right"
        )
    );
    for bin in &evaluation.reliability {
        let Bin { from, to, links, right, confidence } = bin;
        let share = figure(ratio(*right, *links));
        let _ = writeln!(out, "  {from:.1}–{to:.1}  {links:>5}  {share:>6}   ({confidence:.2})");
    }
    out
}

/// How far matched and declared links agree, programme by programme.
pub fn agreement(framework: &Framework, agreements: &[Agreement], lang: Lang) -> String {
    let mut out = String::new();
    for agreement in agreements {
        one_agreement(&mut out, framework, agreement, lang);
    }
    out
}

/// How many disagreements of a kind are told.
const TOLD: usize = 10;

fn one_agreement(out: &mut String, framework: &Framework, agreement: &Agreement, lang: Lang) {
    let (units, components) = (agreement.units, agreement.components);
    let unit = match agreement.by_statement {
        true => lang.pick("phát biểu", "statements"),
        false => lang.pick("học phần", "modules"),
    };
    let _ = writeln!(
        out,
        "{}\n{units} {unit} × {components} {}",
        agreement.programme,
        lang.pick("năng lực thành phần", "components")
    );
    for (label, component) in &agreement.outcomes {
        let _ = writeln!(out, "  {label} = {}", framework.component(*component).key);
    }
    let head = lang.pick(["khai báo", "đối chiếu", "cùng có"], ["declared", "matched", "both"]);
    let figures = lang.pick(["chính xác", "đầy đủ", "F1"], ["precision", "recall", "F1"]);
    let _ = writeln!(
        out,
        "{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}{:>8}",
        "", head[0], head[1], head[2], figures[0], figures[1], figures[2]
    );
    let mut line = |name: &str, counts: Counts| {
        let Counts { right, wrong, missed } = counts;
        let (precision, recall, f1) =
            (figure(counts.precision()), figure(counts.recall()), figure(counts.f1()));
        let _ = writeln!(
            out,
            "{name:<28}{:>10}{:>10}{right:>10}{precision:>10}{recall:>10}{f1:>8}",
            right + missed,
            right + wrong
        );
    };
    for (component, counts) in &agreement.counting.counts {
        line(&framework.component(*component).key, *counts);
    }
    line(lang.pick("Tất cả, phần được tính", "All that counts"), agreement.counting.micro());
    line(lang.pick("Kể cả gợi ý", "With suggestions"), agreement.suggested.micro());
    let declared = agreement.counting.micro();
    let blind = declared.right + declared.missed;
    let pairs = units * components;
    let _ = writeln!(out, "{}: {}", lang.pick("Kappa của Cohen", "Cohen's kappa"), figure(agreement.kappa()));
    let _ = writeln!(
        out,
        "{}: {} ({}: {})",
        lang.pick("Đồng thuận trên mọi cặp", "Agreement over all pairs"),
        figure(ratio(pairs.saturating_sub(declared.wrong + declared.missed), pairs)),
        lang.pick("nếu không liên kết gì", "linking nothing"),
        figure(ratio(pairs.saturating_sub(blind), pairs)),
    );
    let (right, of) = agreement.surest;
    let _ = writeln!(
        out,
        "{}: {} ({right}/{of})",
        lang.pick("Liên kết chắc nhất có được khai báo", "Surest link is declared"),
        figure(ratio(right, of))
    );
    disagreements(
        out,
        framework,
        lang.pick("Chỉ khai báo, văn bản không nói tới", "Declared, and the text does not say so"),
        &agreement.paper,
        lang,
    );
    disagreements(
        out,
        framework,
        lang.pick("Văn bản có nói, chưa khai báo", "Evidenced, and not declared"),
        &agreement.undeclared,
        lang,
    );
}

fn disagreements(out: &mut String, framework: &Framework, title: &str, found: &[Disagreement], lang: Lang) {
    let _ = writeln!(out, "\n{title}: {}", found.len());
    for Disagreement { module, component, text, place } in found.iter().take(TOLD) {
        let _ = writeln!(out, "  {module} → {}: “{text}”\n    {place}", framework.component(*component).key);
    }
    let rest = found.len().saturating_sub(TOLD);
    if rest > 0 {
        let _ = writeln!(
            out,
            "  {}",
            lang.pick(format!("… và {rest} trường hợp khác"), format!("… and {rest} more"))
        );
    }
}

fn section(out: &mut String, figures: &Figures, lang: Lang) {
    let (statements, undigital) = (figures.statements, figures.undigital);
    let _ = writeln!(
        out,
        "{}",
        lang.pick(
            format!("{statements} phát biểu, trong đó {undigital} không minh chứng cho gì"),
            format!("{statements} statements, {undigital} of them evidence of nothing"),
        )
    );
    let head = lang.pick(
        ["", "chính xác", "đầy đủ", "F1", "F1 vĩ mô", "đồng thuận"],
        ["", "precision", "recall", "F1", "macro F1", "agreement"],
    );
    let [name, precision, recall, f1, macro_f1, agreement] = head;
    let _ = writeln!(out, "{name:<28}{precision:>10}{recall:>10}{f1:>8}{macro_f1:>10}{agreement:>12}");
    let mut line = |name: &str, counts: Counts, macro_f1: Option<f64>, agreement: Option<f64>| {
        let (precision, recall) = (figure(counts.precision()), figure(counts.recall()));
        let (f1, macro_f1, agreement) = (figure(counts.f1()), figure(macro_f1), figure(agreement));
        let _ = writeln!(out, "{name:<28}{precision:>10}{recall:>10}{f1:>8}{macro_f1:>10}{agreement:>12}");
    };
    let micro = figures.components.micro();
    line(
        lang.pick("Năng lực thành phần", "Components"),
        micro,
        figures.components.macro_f1(),
        figures.agreement(micro),
    );
    let nothing = figures.nothing();
    line(
        lang.pick("  nếu không liên kết gì", "  linking nothing"),
        nothing,
        None,
        figures.agreement(nothing),
    );
    let commonest = figures.commonest;
    line(
        lang.pick("  nếu luôn chọn phổ biến nhất", "  always the commonest"),
        commonest,
        None,
        figures.agreement(commonest),
    );
    line(lang.pick("Ô", "Cells"), figures.cells.micro(), figures.cells.macro_f1(), None);
    let mut share = |name: &str, (part, whole): (usize, usize)| {
        let share = figure(ratio(part, whole));
        let _ = writeln!(out, "{name:<28}{share:>10}   {part}/{whole}");
    };
    share(lang.pick("Đúng mức độ", "Level right"), figures.levels);
    share(lang.pick("Có trong ba gợi ý đầu", "Among the top three"), figures.top_three);
    let _ = writeln!(
        out,
        "{:<28}{:>10}   {}",
        lang.pick("Chưa rõ mức, nên chỉ là gợi ý", "Without a level, so suggested"),
        figures.unlevelled,
        lang.pick("liên kết đủ chắc", "links sure enough to count")
    );
    let (alarms, per) = (figures.false_alarms, figure(figures.false_alarms_per_hundred()));
    let _ = writeln!(
        out,
        "{:<28}{per:>10}   {alarms}/{undigital}",
        lang.pick("Báo nhầm trên 100 câu", "False alarms per hundred")
    );
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// A table of every statement that was not linked as expected, with a header: for a CSV file.
pub fn errors(evaluation: &Evaluation) -> Vec<Vec<String>> {
    let header = ["text", "lang", "audience", "expected", "linked", "error", "by", "suggested", "place"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for case in &evaluation.cases {
        let error = error(case);
        if !error.is_empty() {
            rows.push(row(evaluation, case, &error));
        }
    }
    rows
}

fn row(evaluation: &Evaluation, case: &Case, error: &str) -> Vec<String> {
    let framework = &evaluation.framework;
    let key = |component: ComponentId, level: Option<LevelId>| {
        let component_key = framework.component(component).key.clone();
        level.map_or(component_key, |level| framework.cell(framework.cell_at(component, level)).key.clone())
    };
    let links = |counts: bool| {
        let links = case.links.iter().filter(move |link| link.counts == counts);
        links.map(|link| key(link.component, link.level)).collect::<Vec<_>>().join("; ")
    };
    let expected = case.label.expected.iter().flat_map(|(component, levels)| match levels.as_slice() {
        [] => vec![key(*component, None)],
        levels => levels.iter().map(|level| key(*component, Some(*level))).collect(),
    });
    let by = case.links.iter().filter(|link| link.counts);
    let by = by.map(|link| format!("{} {:.2} ({})", link.by, link.confidence, link.level_by.as_str()));
    vec![
        case.label.text.clone(),
        case.label.lang.code().to_owned(),
        framework.audiences[case.label.audience].key.clone(),
        expected.collect::<Vec<_>>().join("; "),
        links(true),
        error.to_owned(),
        by.collect::<Vec<_>>().join("; "),
        links(false),
        case.label.place.to_string(),
    ]
}

/// `extra`, `missed`, `level`, or several of them.
fn error(case: &Case) -> String {
    let counting = || case.links.iter().filter(|link| link.counts);
    let expected = &case.label.expected;
    let extra = counting().any(|link| !expected.contains_key(&link.component));
    let missed = expected.keys().any(|component| !counting().any(|link| link.component == *component));
    let level = counting().any(|link| {
        let levels = expected.get(&link.component).filter(|levels| !levels.is_empty());
        levels.is_some_and(|levels| !link.level.is_some_and(|level| levels.contains(&level)))
    });
    let kinds = [(extra, "extra"), (missed, "missed"), (level, "level")];
    kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| *kind).collect::<Vec<_>>().join("+")
}
