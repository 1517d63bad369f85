//! Whether rule packs keep their word: their examples, near misses, and what none of them can reach.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hit, Rules};
use crate::error::Result;
use crate::framework::{Framework, TableId};
use crate::lang::{Lang, Wording};
use crate::mappings::{RulePack, RuleSource, Target};
use crate::place::{Located, Place};
use crate::text::has_marks;

/// What was found of some rule packs.
#[derive(Clone, Debug, Default)]
pub struct RuleCheck {
    /// How many rules there are.
    pub rules: usize,
    /// How many examples and near misses were run.
    pub examples: usize,
    /// What is wrong: examples that do not fire, near misses that do, rules that nothing fires, rules that another always
    /// does the work of, and indicators that no rule reaches in a language.
    pub faults: Vec<(Place, Wording)>,
    /// Cells that have no indicators to reach, with the reason.
    pub excused: Vec<(String, Wording)>,
}

/// Examples a rule must have, and near misses.
const EXAMPLES: (usize, usize) = (2, 1);

/// Runs every rule of `packs` on its examples and near misses, and all of them on `statements` too. A pattern may spell so
/// many `letters`.
///
/// # Errors
/// [`Error::Mapping`](crate::error::Error::Mapping) if a pattern cannot be used at all.
pub fn check(
    framework: &Framework,
    packs: &[RulePack],
    statements: &[String],
    letters: u64,
) -> Result<RuleCheck> {
    let tables: Vec<TableId> = (0..framework.tables.len() as u16).map(TableId).collect();
    let rules = Rules::compile(packs, framework, &tables, letters)?;
    let sources: Vec<&Located<RuleSource>> = packs.iter().flat_map(|pack| &pack.rules).collect();
    let mut check = RuleCheck { rules: sources.len(), ..RuleCheck::default() };
    for source in &sources {
        keeps_its_word(source, &rules, &mut check);
    }
    let examples = sources.iter().flat_map(|source| &source.value.examples);
    let fired: Vec<Vec<Hit>> = examples.chain(statements).map(|text| hits(&rules, text)).collect();
    for source in &sources {
        does_work(source, &fired, &mut check);
    }
    reaches(framework, packs, &mut check);
    Ok(check)
}

/// An example is a statement, or `module title :: statement`.
fn hits<'a>(rules: &'a Rules, example: &str) -> Vec<Hit<'a>> {
    let (title, statement) = example.split_once(" :: ").unwrap_or(("", example));
    rules.hits(title, statement)
}

fn keeps_its_word(source: &Located<RuleSource>, rules: &Rules, check: &mut RuleCheck) {
    let RuleSource { id, examples, near_misses, .. } = &source.value;
    let mut fault = |vi: String, en: String| check.faults.push((source.place.clone(), Wording::new(vi, en)));
    if examples.len() < EXAMPLES.0 || near_misses.len() < EXAMPLES.1 {
        fault(
            format!("quy tắc \"{id}\" cần ít nhất hai ví dụ và một câu gần giống"),
            format!("rule {id:?} needs at least two examples and one near miss"),
        );
    }
    let fires = |text: &str| hits(rules, text).iter().any(|hit| hit.rule == *id);
    for example in examples.iter().filter(|example| !fires(example)) {
        fault(
            format!("quy tắc \"{id}\" không khớp ví dụ của mình: \"{example}\""),
            format!("rule {id:?} misses its example {example:?}"),
        );
    }
    for near in near_misses.iter().filter(|near| fires(near)) {
        fault(
            format!("quy tắc \"{id}\" khớp cả câu gần giống: \"{near}\""),
            format!("rule {id:?} fires on its near miss {near:?}"),
        );
    }
    check.examples += examples.len() + near_misses.len();
}

/// Says it if nothing fires the rule, or if whenever it fires another says as much and as surely.
fn does_work(source: &Located<RuleSource>, fired: &[Vec<Hit>], check: &mut RuleCheck) {
    let RuleSource { id, serves, weight, .. } = &source.value;
    let mut together: Option<BTreeSet<&str>> = None;
    for hits in fired.iter().filter(|hits| hits.iter().any(|hit| hit.rule == *id)) {
        let as_much = |hit: &&Hit| hit.rule != *id && hit.weight >= *weight && covers(hit.serves, serves);
        let others: BTreeSet<&str> = hits.iter().filter(as_much).map(|hit| hit.rule).collect();
        together = Some(match together {
            None => others,
            Some(known) => known.intersection(&others).copied().collect(),
        });
    }
    let wording = match &together {
        None => Wording::new(
            format!("không câu nào làm quy tắc \"{id}\" khớp"),
            format!("no statement fires rule {id:?}"),
        ),
        Some(others) => match others.first() {
            None => return,
            Some(other) => Wording::new(
                format!("quy tắc \"{id}\" thừa: lần nào cũng có \"{other}\" cho kết quả bằng hoặc hơn"),
                format!("rule {id:?} is shadowed: {other:?} always says as much"),
            ),
        },
    };
    check.faults.push((source.place.clone(), wording));
}

fn covers(these: &[Target], those: &[Target]) -> bool {
    those.iter().all(|target| these.contains(target))
}

/// Says which indicators no rule with an example in a language reaches.
fn reaches(framework: &Framework, packs: &[RulePack], check: &mut RuleCheck) {
    let mut reached: BTreeMap<Target, BTreeSet<Lang>> = BTreeMap::new();
    for source in packs.iter().flat_map(|pack| &pack.rules) {
        let langs =
            source.value.examples.iter().map(|text| if has_marks(text) { Lang::Vi } else { Lang::En });
        let langs: BTreeSet<Lang> = langs.collect();
        for target in &source.value.serves {
            reached.entry(*target).or_default().extend(&langs);
        }
    }
    let place = packs
        .iter()
        .find_map(|pack| pack.rules.first())
        .map(|rule| Place::File { file: rule.place.file().into() });
    let Some(place) = place else { return };
    for (cell, known) in framework.cells() {
        if let Some(why) = &known.whole {
            check.excused.push((known.key.clone(), why.clone()));
        }
        for (id, indicator) in framework.indicators_of(cell) {
            let target = Target { component: known.component, level: Some(known.level), indicator: Some(id) };
            for lang in [Lang::Vi, Lang::En]
                .into_iter()
                .filter(|lang| !reached.get(&target).is_some_and(|langs| langs.contains(lang)))
            {
                let key = &indicator.key;
                let (vi, en) = (lang.pick("tiếng Việt", "tiếng Anh"), lang.pick("Vietnamese", "English"));
                check.faults.push((
                    place.clone(),
                    Wording::new(
                        format!("không quy tắc nào có ví dụ {vi} cho {key}"),
                        format!("no rule reaches {key} in {en}"),
                    ),
                ));
            }
        }
    }
}
