//! The rule packs keep their own examples, and leave undigital statements alone.

use khung::framework::{Framework, TableId};
use khung::linking::Rules;
use khung::mappings::{DEFAULT_FRAMEWORK, Mappings, RulePack, Target};

fn packs() -> (Framework, Vec<RulePack>, Rules) {
    let mappings = Mappings::embedded();
    let framework = mappings.framework(DEFAULT_FRAMEWORK).expect("the framework loads");
    let packs = mappings.rules(DEFAULT_FRAMEWORK, &framework).expect("the rules load");
    let tables: Vec<TableId> = (0..framework.tables.len() as u16).map(TableId).collect();
    let rules = Rules::compile(&packs, &framework, &tables, u64::MAX).expect("the rules compile");
    (framework, packs, rules)
}

/// `title :: statement`, or a statement in a module without a title.
fn split(example: &str) -> (&str, &str) {
    example.split_once(" :: ").unwrap_or(("", example))
}

#[test]
fn every_rule_fires_on_its_examples_and_not_on_its_near_misses() {
    let (_, packs, rules) = packs();
    let mut wrong = Vec::new();
    for rule in packs.iter().flat_map(|pack| &pack.rules).map(|rule| &rule.value) {
        assert!(rule.examples.len() >= 2, "{} needs two examples", rule.id);
        assert!(!rule.near_misses.is_empty(), "{} needs a near miss", rule.id);
        let fires = |example: &str| {
            let (title, statement) = split(example);
            rules.hits(title, statement).iter().any(|hit| hit.rule == rule.id)
        };
        wrong.extend(rule.examples.iter().filter(|e| !fires(e)).map(|e| format!("{} misses {e:?}", rule.id)));
        wrong.extend(
            rule.near_misses.iter().filter(|e| fires(e)).map(|e| format!("{} fires on {e:?}", rule.id)),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_indicator_can_be_reached() {
    let (framework, packs, _) = packs();
    let rules = packs.iter().flat_map(|pack| &pack.rules);
    let served: std::collections::BTreeSet<_> = rules.flat_map(|rule| &rule.value.serves).collect();
    for (cell, known) in framework.cells() {
        let indicators: Vec<_> = framework.indicators_of(cell).collect();
        let target = |indicator| Target { component: known.component, level: Some(known.level), indicator };
        for (id, indicator) in &indicators {
            assert!(served.contains(&target(Some(*id))), "no rule reaches {}", indicator.key);
        }
        assert!(!indicators.is_empty() || served.contains(&target(None)), "no rule reaches {}", known.key);
    }
}

#[test]
fn statements_that_are_not_digital_match_nothing() {
    let (_, _, rules) = packs();
    let list: &str = include_str!("undigital.txt");
    let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut wrong = Vec::new();
    for line in lines {
        for spelling in [line.to_owned(), line.to_uppercase(), khung::text::strip_marks(line)] {
            let hits: Vec<_> = rules
                .hits("", &spelling)
                .into_iter()
                .filter(|hit| hit.weight >= 0.7)
                .map(|hit| hit.rule)
                .collect();
            wrong.extend((!hits.is_empty()).then(|| format!("{spelling:?} fires {hits:?}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
