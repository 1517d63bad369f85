//! The components that a table asks about, and which one a code means for someone of an audience.

use super::words::contains;
use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::layout::{Column, Guide, Meaning, Mention, column, mentions};
use crate::text::{fold, fold_words};
use crate::workbook::Value;

/// A component as a header or a cell names it, before it is known who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The components it may mean: several where tables share a code or a name.
    pub(super) components: Vec<ComponentId>,
    /// How often the table has named the same ones before.
    pub(super) turn: usize,
    /// Whether it is named by its code alone, without the mark of a table.
    pub(super) bare: bool,
}

/// What a code means to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This component.
    Component(ComponentId),
    /// None that the person must show.
    Nothing,
    /// One of several, and nothing tells which.
    Ambiguous,
}

/// Every component that one table asks about.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads(pub(super) Vec<Head>);

impl Heads {
    /// The position of `components`, named for the `turn`-th time.
    pub(super) fn add(&mut self, components: Vec<ComponentId>, turn: usize, bare: bool) -> usize {
        let head = Head { components, turn, bare };
        if let Some(known) = self.0.iter().position(|known| *known == head) {
            return known;
        }
        self.0.push(head);
        self.0.len() - 1
    }

    /// What the head at `position` means to someone who must meet `tables`.
    pub(super) fn meant(&self, position: usize, tables: &[TableId], framework: &Framework) -> Meant {
        let head = &self.0[position];
        let mut open = of_tables(head, tables, framework);
        if open.len() > 1 {
            // What another column names for sure, with QL before it or by its name, this one does not mean.
            let sure = self.0.iter().map(|other| of_tables(other, tables, framework));
            let sure: Vec<ComponentId> = sure.filter(|other| other.len() == 1).flatten().collect();
            open.retain(|component| !sure.contains(component));
        }
        let turns = self.0.iter().filter(|other| other.components == head.components).count();
        match open.as_slice() {
            [] => Meant::Nothing,
            [component] => Meant::Component(*component),
            // 1.1 of the one table, and further on 1.1 of the other.
            several if turns == several.len() => Meant::Component(several[head.turn]),
            several => {
                let table = self.table(tables, framework);
                let of_it = |id: &&ComponentId| Some(framework.component(**id).table) == table;
                several.iter().find(of_it).map_or(Meant::Ambiguous, |id| Meant::Component(*id))
            }
        }
    }

    /// The first of `tables` that has every code written here without the mark of a table.
    fn table(&self, tables: &[TableId], framework: &Framework) -> Option<TableId> {
        let has = |head: &Head, table: TableId| {
            head.components.iter().any(|id| framework.component(*id).table == table)
        };
        tables
            .iter()
            .copied()
            .find(|table| self.0.iter().filter(|head| head.bare).all(|head| has(head, *table)))
    }
}

fn of_tables(head: &Head, tables: &[TableId], framework: &Framework) -> Vec<ComponentId> {
    let place = |id: &ComponentId| tables.iter().position(|table| *table == framework.component(*id).table);
    let mut open: Vec<ComponentId> =
        head.components.iter().copied().filter(|id| place(id).is_some()).collect();
    open.sort_by_key(place);
    open
}

/// A column by the texts over it; `above` is what stands over them, such as the domain.
pub(super) fn named(index: u32, texts: &[&Value], above: &str, guide: Guide<'_>) -> Column {
    let mut known = column(index, texts, guide);
    if !matches!(known.meaning, Meaning::Component { .. } | Meaning::UnknownComponent | Meaning::Date)
        && let Some((components, level)) =
            coded(&known.header, guide).or_else(|| within(&known.header, guide))
    {
        known.meaning = Meaning::Component { components, level, number: false };
    }
    if let Meaning::Component { components, .. } = &mut known.meaning {
        narrow(components, &format!("{above} {}", known.header), guide.framework);
    }
    known
}

/// The one component whose code stands among few other words, and the level with it: `Năng lực thành phần 6.2`.
fn coded(text: &str, guide: Guide<'_>) -> Option<(Vec<ComponentId>, Option<LevelId>)> {
    const MOST_WORDS: usize = 8;
    if text.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let [mention] = mentions(text, guide.framework, guide.tables).try_into().ok()?;
    let Mention { components, levels, .. } = mention;
    (!components.is_empty()).then(|| (components, levels.first().copied()))
}

/// The components whose name, the longest of them, stands among other words, and the level beside it.
fn within(text: &str, guide: Guide<'_>) -> Option<(Vec<ComponentId>, Option<LevelId>)> {
    const SHORTEST: usize = 8;
    let words = fold_words(text);
    let parts: Vec<String> = text.split(" › ").map(fold_words).collect();
    let length = |name: &str| {
        let name = fold_words(name);
        let stands = name.len() >= SHORTEST && contains(&words, &name) || parts.contains(&name);
        stands.then_some(name.len())
    };
    let found = guide.framework.components_of(guide.tables);
    let found = found.map(|(id, c)| (id, length(&c.name.vi).max(length(&c.name.en))));
    let found: Vec<(ComponentId, Option<usize>)> = found.filter(|(_, length)| length.is_some()).collect();
    let longest = found.iter().map(|(_, length)| *length).max()?;
    let components = found.into_iter().filter(|(_, length)| *length == longest).map(|(id, _)| id).collect();
    let last = text.rsplit([' ', '(', ')']).find(|word| !word.is_empty());
    let level = parts.last().and_then(|part| guide.framework.level_named(part));
    Some((components, level.or_else(|| last.and_then(|last| guide.framework.level_named(last)))))
}

/// Whether `text` has a code and nothing that tells of which table it is.
pub(super) fn is_bare(text: &str, components: &[ComponentId], framework: &Framework) -> bool {
    let folded = fold(text);
    let mut words = folded.split(|c: char| !(c.is_alphanumeric() || c == '.'));
    let coded = words.any(|word| {
        components.iter().any(|id| framework.component(*id).code.as_str() == word.trim_end_matches('.'))
    });
    let words = fold_words(text);
    let marked = |id: &ComponentId| {
        let marks = &framework.table(framework.component(*id).table).marks;
        marks.iter().any(|mark| contains(&words, &fold_words(mark)))
    };
    coded && !components.iter().any(marked)
}

/// Leaves those of `components` whose own name, table or domain `text` names, if it names any.
fn narrow(components: &mut Vec<ComponentId>, text: &str, framework: &Framework) {
    let words = fold_words(text);
    for names in [of_component, of_table, of_domain] {
        let says =
            |id: &ComponentId| names(*id, framework).iter().any(|name| contains(&words, &fold_words(name)));
        if components.len() > 1 && components.iter().any(says) {
            components.retain(says);
        }
    }
}

fn of_component(id: ComponentId, framework: &Framework) -> Vec<&str> {
    let name = &framework.component(id).name;
    vec![&name.vi, &name.en]
}

fn of_table(id: ComponentId, framework: &Framework) -> Vec<&str> {
    let table = framework.table(framework.component(id).table);
    let marks = table.marks.iter().filter(|mark| mark.len() > 1).map(String::as_str);
    marks.chain([table.name.vi.as_str(), &table.name.en]).collect()
}

fn of_domain(id: ComponentId, framework: &Framework) -> Vec<&str> {
    let name = &framework.domain(framework.component(id).domain).name;
    vec![&name.vi, &name.en]
}
