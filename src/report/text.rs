//! The answer for a terminal, in about ten lines.

use std::fmt::Write;

use crate::audit::{Audit, ProgrammeAudit};
use crate::coverage::Status;
use crate::framework::DomainId;
use crate::lang::{Lang, counted};
use crate::report::work;

/// How a summary is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters alone, for pipes and files.
    Plain,
    /// With colours, which repeat what the letters say.
    Colour,
}

/// How many gaps are named.
const WORST: usize = 3;

/// The summary of every programme of `audit`: a headline, a strip of cells for each domain, the worst
/// gaps.
pub fn render(audit: &Audit, lang: Lang, style: Style) -> String {
    let mut out = String::new();
    for (number, programme) in audit.programmes.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        Summary { audit, programme, lang, style }.write(&mut out);
    }
    out
}

struct Summary<'a> {
    audit: &'a Audit,
    programme: &'a ProgrammeAudit,
    lang: Lang,
    style: Style,
}

impl Summary<'_> {
    fn write(&self, out: &mut String) {
        let ProgrammeAudit { programme, coverage, gaps, policies, .. } = self.programme;
        let tally = &coverage.summary;
        let (audience, target) = (self.audit.audience.name.get(self.lang), self.target());
        let (modules, statements) = (programme.modules.len(), programme.statement_count());
        let _ = writeln!(out, "{}", self.bold(&programme.title));
        let _ = writeln!(
            out,
            "{}",
            self.lang.pick(
                format!("{audience}, đến mức {target}: {modules} học phần, {statements} phát biểu"),
                format!("{audience}, up to {target}: {modules} modules, {statements} statements"),
            )
        );
        let (covered, required, possible) = (tally.covered, tally.required, tally.possibly_covered);
        let by_policy: Vec<String> = policies
            .iter()
            .map(|(policy, tally)| format!("{} {}", policy.name.get(self.lang), tally.covered))
            .collect();
        let by_policy = by_policy.join(" · ");
        let (addressed, indicators) = (tally.addressed, tally.indicators);
        let _ = writeln!(out, "{}", self.lang.pick(
            format!("Bao phủ {covered}/{required} ô (tối đa {possible} nếu duyệt hết gợi ý; {by_policy}), {addressed}/{indicators} biểu hiện"),
            format!("Covered {covered}/{required} cells (up to {possible} if every suggestion is accepted; {by_policy}), {addressed}/{indicators} indicators"),
        ));
        if let Some(done) = work::done(self.programme, self.lang) {
            let _ = writeln!(out, "{done}");
        }
        for (domain, _) in &coverage.domains {
            let _ = writeln!(out, "  {}", self.strip(*domain));
        }
        let _ = writeln!(out, "  {}", self.legend());
        for gap in gaps.iter().take(WORST) {
            let (what, name) = (gap.severity.wording(), gap.scope.wording(&self.audit.framework));
            let count = gap.indicators.len();
            let _ = writeln!(
                out,
                "{}: {} ({})",
                self.bold(what.get(self.lang)),
                name.get(self.lang),
                self.lang.pick(format!("{count} biểu hiện"), counted(count, "indicator", "indicators"))
            );
        }
        let rest = gaps.len().saturating_sub(WORST);
        if rest > 0 {
            let _ = writeln!(
                out,
                "{}",
                self.lang.pick(format!("… và {rest} khoảng trống khác"), format!("… and {rest} more gaps"))
            );
        }
    }

    fn target(&self) -> &str {
        self.audit.framework.level(self.audit.target).name.get(self.lang)
    }

    /// A domain's required cells as letters, component by component: `6 ██▒· …`.
    fn strip(&self, domain: DomainId) -> String {
        let framework = &self.audit.framework;
        let component = |cell| framework.cell(cell).component;
        let cells = self.programme.coverage.cells.iter().filter(|cell| cell.required);
        let mut strip = String::new();
        let mut last = None;
        for cell in cells.filter(|cell| framework.component(component(cell.cell)).domain == domain) {
            if last.is_some_and(|last| last != component(cell.cell)) {
                strip.push(' ');
            }
            last = Some(component(cell.cell));
            strip.push_str(&self.paint(cell.status, mark(cell.status)));
        }
        let domain = framework.domain(domain);
        let mark = framework.table_mark(domain.table, &self.audit.audience.tables);
        let prefix = mark.map(|mark| format!("{mark} ")).unwrap_or_default();
        format!("{prefix}{} {strip}  {}", domain.code, domain.name.get(self.lang))
    }

    fn legend(&self) -> String {
        let words = Status::ALL.map(|status| {
            let word = status.wording();
            format!("{} {}", self.paint(status, mark(status)), word.get(self.lang).to_lowercase())
        });
        words.join("  ")
    }

    fn paint(&self, status: Status, text: &str) -> String {
        let colour = match status {
            Status::Covered => 32,
            Status::Partial => 33,
            Status::Declared => 35,
            Status::Uncovered => 31,
        };
        match self.style {
            Style::Plain => text.to_owned(),
            Style::Colour => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
        }
    }

    fn bold(&self, text: &str) -> String {
        match self.style {
            Style::Plain => text.to_owned(),
            Style::Colour => format!("\u{1b}[1m{text}\u{1b}[0m"),
        }
    }
}

/// A letter for each status, told apart without colour.
fn mark(status: Status) -> &'static str {
    match status {
        Status::Covered => "█",
        Status::Partial => "▒",
        Status::Declared => "d",
        Status::Uncovered => "·",
    }
}
