//! The framework: tables → domains → components → levels → indicators, and the audiences it is for.
//!
//! Nothing here knows a particular framework. The small ids ([`ComponentId`], [`CellId`], …) index one
//! [`Framework`] and mean nothing in another; the keys (`general/6.2/basic`) are for people and files.

mod code;

pub use code::Code;

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::lang::{Lang, Wording};

/// A table: the part of a framework for one group of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u16);
/// A domain of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainId(pub u16);
/// A component of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub struct ComponentId(pub u16);
/// A level; lower ids are lower levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub struct LevelId(pub u16);
/// A component at a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub u16);
/// One requirement inside a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub struct IndicatorId(pub u16);

/// A level of mastery, cumulative: a higher one includes those below it.
#[derive(Clone, Debug)]
pub struct Level {
    /// `basic`.
    pub key: String,
    /// *Cơ bản*, *Basic*.
    pub name: Wording,
    /// How institutions abbreviate it besides its names: `CB`, `B`.
    pub marks: Vec<String>,
}

impl Level {
    /// How it is abbreviated in `lang`, if it is: of its marks the first is Vietnamese and the last English.
    pub fn mark(&self, lang: Lang) -> Option<&str> {
        lang.pick(self.marks.first(), self.marks.last()).map(String::as_str)
    }
}

/// The part of a framework for one group of staff.
#[derive(Clone, Debug)]
pub struct Table {
    /// `general`.
    pub key: String,
    /// What people call it.
    pub name: Wording,
    /// Prefixes that tell this table's component codes from another's: `QL` in `QL 2.1`.
    pub marks: Vec<String>,
}

/// A domain of a table.
#[derive(Clone, Debug)]
pub struct Domain {
    /// `general/6`.
    pub key: String,
    /// `6`.
    pub code: Code,
    /// Its table.
    pub table: TableId,
    /// Its name.
    pub name: Wording,
}

/// A component of a domain.
#[derive(Clone, Debug)]
pub struct Component {
    /// `general/6.2`.
    pub key: String,
    /// `6.2`.
    pub code: Code,
    /// Its table.
    pub table: TableId,
    /// Its domain.
    pub domain: DomainId,
    /// Its name.
    pub name: Wording,
}

/// A component at a level.
#[derive(Clone, Debug)]
pub struct Cell {
    /// `general/6.2/basic`.
    pub key: String,
    /// The component.
    pub component: ComponentId,
    /// The level.
    pub level: LevelId,
    /// Why the cell has no indicators, if it has none: it is then audited as a whole.
    pub whole: Option<Wording>,
    indicators: Range<u16>,
}

/// One requirement inside a cell.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// `general/6.2/basic/1`.
    pub key: String,
    /// Its cell.
    pub cell: CellId,
    /// The requirement, restated.
    pub text: Wording,
    /// The line (and bullet) of the source text it restates.
    pub source: String,
    /// How sure its placement is, a key of [`Framework::confidences`].
    pub confidence: String,
    /// The level it may belong to instead, where the source is damaged.
    pub alternative: Option<LevelId>,
    /// What was decided where the source is damaged.
    pub note: Option<Wording>,
}

/// Whom a programme trains.
#[derive(Clone, Debug)]
pub struct Audience {
    /// `general-teacher`.
    pub key: String,
    /// What people call them.
    pub name: Wording,
    /// The tables they must meet.
    pub tables: Vec<TableId>,
}

/// The duty that a framework's legal basis lays on institutions, step by step.
#[derive(Clone, Debug, Default)]
pub struct Duty {
    /// *Điều 3*.
    pub title: Wording,
    /// What it asks, restated.
    pub text: Wording,
    /// Its steps in order.
    pub steps: Vec<DutyStep>,
}

/// One step of a [`Duty`].
#[derive(Clone, Debug)]
pub struct DutyStep {
    /// *Nghiên cứu*, *Research*.
    pub name: Wording,
    /// What the step asks.
    pub asks: Wording,
    /// Which part of an audit answers it.
    pub answer: DutyAnswer,
}

/// The part of an audit that answers a step of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyAnswer {
    /// What was examined, and the figures.
    Figures,
    /// The required cells with nothing: to be supplemented.
    Missing,
    /// The required cells that are partial or only declared: to be updated.
    Weak,
}

/// A framework, checked: every id in it is in range and every key is unique.
#[derive(Clone, Debug)]
pub struct Framework {
    /// `vn-tt18-2026`.
    pub id: String,
    /// Version of this restatement.
    pub version: String,
    /// Title of the document.
    pub title: Wording,
    /// Where it comes from: decree, publisher, date.
    pub source: Wording,
    /// The levels, lowest first.
    pub levels: Vec<Level>,
    /// The level audited for when the user names none.
    pub target: LevelId,
    /// The tables.
    pub tables: Vec<Table>,
    /// The audiences; the first is the default.
    pub audiences: Vec<Audience>,
    /// What the keys of [`Indicator::confidence`] mean.
    pub confidences: Vec<(String, Wording)>,
    /// The duty it comes with, if any.
    pub duty: Option<Duty>,
    domains: Vec<Domain>,
    components: Vec<Component>,
    cells: Vec<Cell>,
    indicators: Vec<Indicator>,
    keys: HashMap<String, Key>,
}

/// What a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// `general/6`
    Domain(DomainId),
    /// `general/6.2`
    Component(ComponentId),
    /// `general/6.2/basic`
    Cell(CellId),
    /// `general/6.2/basic/1`
    Indicator(IndicatorId),
}

/// The parts of a framework as a loader has read them, in any order, before they are joined.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Everything but domains, components, cells and indicators (those lists are empty).
    pub head: Framework,
    /// The domains.
    pub domains: Vec<Domain>,
    /// The components.
    pub components: Vec<Component>,
    /// Cell, and the indicator without its own id fixed, in the order of their cell.
    pub indicators: Vec<Indicator>,
    /// Cells without indicators, and why.
    pub whole: Vec<(CellId, Wording)>,
}

impl Framework {
    /// A framework with a head and nothing in it yet.
    pub fn empty(id: String, version: String, title: Wording, levels: Vec<Level>) -> Self {
        Framework {
            id,
            version,
            title,
            source: Wording::default(),
            target: LevelId(levels.len().saturating_sub(1) as u16),
            levels,
            tables: Vec::new(),
            audiences: Vec::new(),
            confidences: Vec::new(),
            duty: None,
            domains: Vec::new(),
            components: Vec::new(),
            cells: Vec::new(),
            indicators: Vec::new(),
            keys: HashMap::new(),
        }
    }

    /// Joins checked parts: lays out every component at every level, indicators in the order of their
    /// cells. The caller has checked that ids are in range and keys unique.
    pub fn join(parts: Parts) -> Self {
        let Parts { head, domains, components, mut indicators, whole } = parts;
        indicators.sort_by_key(|indicator| indicator.cell);
        let mut framework = Framework { domains, components, indicators, ..head };
        framework.cells = framework.lay_out(&whole);
        framework.keys = framework.index();
        framework
    }

    fn lay_out(&self, whole: &[(CellId, Wording)]) -> Vec<Cell> {
        let count = self.components.len() * self.levels.len();
        (0..count as u16)
            .map(|index| {
                let component = ComponentId(index / self.levels.len() as u16);
                let level = LevelId(index % self.levels.len() as u16);
                let from = self.indicators.partition_point(|i| i.cell.0 < index);
                let to = self.indicators.partition_point(|i| i.cell.0 <= index);
                Cell {
                    key: format!("{}/{}", self.component(component).key, self.level(level).key),
                    component,
                    level,
                    whole: whole.iter().find(|(cell, _)| cell.0 == index).map(|(_, why)| why.clone()),
                    indicators: from as u16..to as u16,
                }
            })
            .collect()
    }

    fn index(&self) -> HashMap<String, Key> {
        let domains = self.domains().map(|(id, domain)| (domain.key.clone(), Key::Domain(id)));
        let components = self.components().map(|(id, c)| (c.key.clone(), Key::Component(id)));
        let cells = self.cells().map(|(id, cell)| (cell.key.clone(), Key::Cell(id)));
        let indicators = (0..).map(IndicatorId).zip(&self.indicators);
        let indicators = indicators.map(|(id, i)| (i.key.clone(), Key::Indicator(id)));
        domains.chain(components).chain(cells).chain(indicators).collect()
    }

    /// What `key` names, if anything: `general/6.2/basic`.
    pub fn find(&self, key: &str) -> Option<Key> {
        self.keys.get(key).copied()
    }

    /// The level `id`.
    pub fn level(&self, id: LevelId) -> &Level {
        &self.levels[usize::from(id.0)]
    }

    /// What tells the table `id` from the others of `tables` in front of a code: its mark, else its key; nothing
    /// where it is the only one.
    pub fn table_mark(&self, id: TableId, tables: &[TableId]) -> Option<&str> {
        let table = self.table(id);
        (tables.len() > 1).then(|| table.marks.first().unwrap_or(&table.key).as_str())
    }

    /// The levels with their ids, lowest first.
    pub fn levels(&self) -> impl Iterator<Item = (LevelId, &Level)> {
        (0..).map(LevelId).zip(&self.levels)
    }

    /// The table `id`.
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[usize::from(id.0)]
    }

    /// The domain `id`.
    pub fn domain(&self, id: DomainId) -> &Domain {
        &self.domains[usize::from(id.0)]
    }

    /// The domains with their ids, in the framework's order.
    pub fn domains(&self) -> impl Iterator<Item = (DomainId, &Domain)> {
        (0..).map(DomainId).zip(&self.domains)
    }

    /// The component `id`.
    pub fn component(&self, id: ComponentId) -> &Component {
        &self.components[usize::from(id.0)]
    }

    /// The components with their ids, in the framework's order.
    pub fn components(&self) -> impl Iterator<Item = (ComponentId, &Component)> {
        (0..).map(ComponentId).zip(&self.components)
    }

    /// The cell `id`.
    pub fn cell(&self, id: CellId) -> &Cell {
        &self.cells[usize::from(id.0)]
    }

    /// The components of `tables` with their ids, in the framework's order.
    pub fn components_of(&self, tables: &[TableId]) -> impl Iterator<Item = (ComponentId, &Component)> {
        self.components().filter(|(_, component)| tables.contains(&component.table))
    }

    /// The key of `indicator`, else of its `cell`: `general/6.2/basic/1`, `general/6.2/basic`.
    pub fn key_of(&self, cell: CellId, indicator: Option<IndicatorId>) -> &str {
        indicator.map_or(&self.cell(cell).key, |id| &self.indicator(id).key)
    }

    /// The cells with their ids: components in order, each at its levels.
    pub fn cells(&self) -> impl Iterator<Item = (CellId, &Cell)> {
        (0..).map(CellId).zip(&self.cells)
    }

    /// `component` at `level`.
    pub fn cell_at(&self, component: ComponentId, level: LevelId) -> CellId {
        CellId(component.0 * self.levels.len() as u16 + level.0)
    }

    /// The indicator `id`.
    pub fn indicator(&self, id: IndicatorId) -> &Indicator {
        &self.indicators[usize::from(id.0)]
    }

    /// The indicators of `cell`; none for a cell audited as a whole.
    pub fn indicators_of(&self, cell: CellId) -> impl Iterator<Item = (IndicatorId, &Indicator)> + Clone {
        let range = self.cell(cell).indicators.clone();
        range.map(|index| (IndicatorId(index), &self.indicators[usize::from(index)]))
    }

    /// How many indicators the framework has.
    pub fn indicator_count(&self) -> usize {
        self.indicators.len()
    }

    /// The audience with the key `key`.
    pub fn audience(&self, key: &str) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.key == key)
    }

    /// The level with the key, name or mark `word`, in any case, with or without diacritics.
    pub fn level_named(&self, word: &str) -> Option<LevelId> {
        let word = crate::text::fold(word);
        let is = |known: &str| crate::text::fold(known) == word;
        let named = |level: &Level| {
            is(&level.key) || is(&level.name.vi) || is(&level.name.en) || level.marks.iter().any(|m| is(m))
        };
        self.levels().find(|(_, level)| named(level)).map(|(id, _)| id)
    }

    /// A cell in a word or two, as people write it: `6.2 Cơ bản`, or `QL2.1 Cơ bản` where `tables` are
    /// several.
    pub fn brief(&self, id: CellId, tables: &[TableId], lang: Lang) -> String {
        let cell = self.cell(id);
        let component = self.component(cell.component);
        let mark = self.table(component.table).marks.first().filter(|_| tables.len() > 1);
        let level = self.level(cell.level).name.get(lang);
        format!("{}{} {level}", mark.map_or("", String::as_str), component.code)
    }

    /// The table, domain and component a cell belongs to, by name, as one line.
    pub fn describe(&self, cell: CellId, lang: Lang) -> String {
        let cell = self.cell(cell);
        let component = self.component(cell.component);
        let level = self.level(cell.level).name.get(lang);
        format!("{} {} – {level}", component.code, component.name.get(lang))
    }
}
