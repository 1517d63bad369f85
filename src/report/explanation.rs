//! Why the statements of a module are linked as they are, for a terminal.

use std::fmt::Write;

use crate::curriculum::{Module, Statement};
use crate::framework::{ComponentId, Framework};
use crate::lang::Lang;
use crate::linking::{Explained, Explanation, Fired, Lack, Near};
use crate::mappings::Target;

/// Each statement with its cell: what it is linked to and why, the rules that fired, and the nearest that did not.
pub fn text(
    framework: &Framework,
    module: &Module,
    statements: &[(&Statement, Explanation)],
    lang: Lang,
) -> String {
    let mut page = Page { framework, lang, out: format!("{} {}\n", module.code, module.title) };
    for (statement, explanation) in statements {
        page.statement(statement, explanation);
    }
    page.out
}

struct Page<'a> {
    framework: &'a Framework,
    lang: Lang,
    out: String,
}

impl Page<'_> {
    fn statement(&mut self, statement: &Statement, explanation: &Explanation) {
        let kind = statement.kind.wording();
        let _ = writeln!(self.out, "\n{} · {}\n  “{}”", statement.place, kind.get(self.lang), statement.text);
        if explanation.links.is_empty() {
            let _ = writeln!(self.out, "  {}", self.lang.pick("không liên kết với gì", "linked to nothing"));
        }
        for explained in &explanation.links {
            self.link(explained);
        }
        for fired in &explanation.fired {
            self.fired(fired);
        }
        for near in &explanation.near {
            self.near(near);
        }
    }

    fn link(&mut self, explained: &Explained) {
        let Explained { link, counts, cues } = explained;
        let key = match (link.indicator, link.level) {
            (Some(indicator), _) => self.framework.indicator(indicator).key.clone(),
            (None, Some(level)) => {
                self.framework.cell(self.framework.cell_at(link.component, level)).key.clone()
            }
            (None, None) => self.framework.component(link.component).key.clone(),
        };
        let state = match counts {
            true => self.lang.pick("được tính", "counts"),
            false => self.lang.pick("gợi ý", "suggestion"),
        };
        let (confidence, by) = (link.confidence, link.level_by.wording());
        let _ = writeln!(
            self.out,
            "  {} {key}  {confidence:.2} ({state}); {}: {}",
            if *counts { "=" } else { "?" },
            self.lang.pick("mức độ theo", "level by"),
            by.get(self.lang)
        );
        if !cues.is_empty() {
            let cues: Vec<String> = cues.iter().map(|(cue, weight)| format!("{cue} {weight:+.2}")).collect();
            let _ = writeln!(self.out, "      {}: {}", self.lang.pick("dấu hiệu", "cues"), cues.join(", "));
        }
    }

    fn fired(&mut self, fired: &Fired) {
        let (rule, words) = (fired.rule, quoted(&fired.words));
        let _ = writeln!(
            self.out,
            "    {} {rule} → {}: {words}",
            self.lang.pick("quy tắc", "rule"),
            self.served(fired.serves)
        );
    }

    fn near(&mut self, near: &Near) {
        let lack = match &near.lack {
            Lack::Required(pattern) => format!("{} {pattern}", self.lang.pick("thiếu", "lacks")),
            Lack::Any(patterns) => {
                format!("{} {}", self.lang.pick("thiếu một trong", "lacks any of"), patterns.join(" | "))
            }
            Lack::Without(words) => format!("{} “{words}”", self.lang.pick("bị loại vì có", "ruled out by")),
        };
        let lack: String = if lack.chars().count() > LONGEST {
            lack.chars().take(LONGEST).chain(['…']).collect()
        } else {
            lack
        };
        let (rule, words) = (near.rule, quoted(&near.words));
        let _ = writeln!(
            self.out,
            "    {} {rule} → {}: {words}; {lack}",
            self.lang.pick("suýt khớp", "nearly"),
            self.served(near.serves)
        );
    }

    /// The components that a rule serves, each once.
    fn served(&self, serves: &[Target]) -> String {
        let mut components: Vec<ComponentId> = serves.iter().map(|target| target.component).collect();
        components.dedup();
        let keys: Vec<&str> =
            components.iter().map(|id| self.framework.component(*id).key.as_str()).collect();
        keys.join(", ")
    }
}

/// What a rule lacks is cut after so many letters: some patterns are vocabularies.
const LONGEST: usize = 120;

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}
