//! The checks of a framework file, and its parts put in order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use super::entries::*;
use crate::framework::*;
use crate::lang::Wording;
use crate::mappings::source::Source;
use crate::place::Place;

/// The checks, collecting faults as they go. Ids that could not be resolved become 0: the framework is
/// thrown away then.
pub(super) struct Check<'a> {
    pub(super) source: &'a Source,
    pub(super) faults: Vec<(Place, Wording)>,
    pub(super) seen: BTreeSet<String>,
}

impl Check<'_> {
    pub(super) fn parts(&mut self, file: File) -> Parts {
        let levels: Vec<Level> = file.level.into_iter().map(|entry| self.level(entry)).collect();
        let mut head = Framework::empty(file.id, file.version, file.title, levels);
        head.source = file.source;
        head.tables = file.table.into_iter().map(|entry| self.table(entry)).collect();
        self.some(&head.levels, "mức độ", "level");
        self.some(&head.tables, "bảng", "table");
        if let Some(target) = file.target {
            head.target = LevelId(self.position(
                &head.levels,
                |l| &l.key,
                target.get_ref(),
                &target.span(),
                "mức độ",
                "level",
            ));
        }
        head.audiences = file.audience.into_iter().map(|entry| self.audience(&head, entry)).collect();
        self.some(&head.audiences, "đối tượng", "audience");
        head.confidences =
            file.confidence.into_iter().map(Spanned::into_inner).map(|c| (c.id, c.name)).collect();
        head.duty = file.duty.map(duty);
        let domains: Vec<Domain> = file.domain.into_iter().map(|entry| self.domain(&head, entry)).collect();
        let spans: Vec<Range<usize>> = file.component.iter().map(Spanned::span).collect();
        let components: Vec<Component> =
            file.component.into_iter().map(|entry| self.component(&domains, entry)).collect();
        let mut indicators = Vec::new();
        let mut counts = BTreeMap::new();
        for entry in file.indicator {
            indicators.extend(self.indicator(&head, &components, &mut counts, entry));
        }
        let mut whole = Vec::new();
        for entry in file.whole_cell {
            whole.extend(self.whole_cell(&head, &components, &counts, entry));
        }
        self.no_cell_is_empty(&head, &components, &spans, &counts, &whole);
        self.no_domain_is_empty(&domains, &components);
        let (domains, components, indicators, whole) =
            in_order(&head, domains, components, indicators, whole);
        Parts { head, domains, components, indicators, whole }
    }

    fn fault(&mut self, span: &Range<usize>, vi: String, en: String) {
        self.faults.push((self.source.line(span), Wording::new(vi, en)));
    }

    fn some<T>(&mut self, list: &[T], vi: &str, en: &str) {
        if list.is_empty() {
            self.fault(&(0..0), format!("chưa có [[{en}]] ({vi}) nào"), format!("there is no [[{en}]]"));
        }
    }

    /// Notes `id` as used, under what it is (`kind`), and that its name says something.
    fn named(&mut self, kind: &str, id: &str, name: &Wording, span: &Range<usize>) {
        if !self.seen.insert(format!("{kind} {id}")) {
            self.fault(span, format!("trùng id \"{id}\""), format!("duplicate id {id:?}"));
        }
        if name.vi.trim().is_empty() && name.en.trim().is_empty() {
            self.fault(span, format!("\"{id}\" không có lời văn"), format!("{id:?} has no wording"));
        }
    }

    /// The position of `wanted` in `list`, or a fault that names what there is.
    fn position<T>(
        &mut self,
        list: &[T],
        key: impl Fn(&T) -> &String,
        wanted: &str,
        span: &Range<usize>,
        vi: &str,
        en: &str,
    ) -> u16 {
        if let Some(position) = list.iter().position(|item| key(item) == wanted) {
            return position as u16;
        }
        let mut known: Vec<&str> = list.iter().map(|item| key(item).as_str()).collect();
        known.truncate(12);
        let known = known.join(", ");
        self.fault(
            span,
            format!("không có {vi} \"{wanted}\"; hiện có: {known}"),
            format!("unknown {en} {wanted:?}; there are {known}"),
        );
        0
    }

    fn level(&mut self, entry: Spanned<LevelEntry>) -> Level {
        let span = entry.span();
        let LevelEntry { id, name, marks } = entry.into_inner();
        self.named("level", &id, &name, &span);
        Level { key: id, name, marks }
    }

    fn table(&mut self, entry: Spanned<TableEntry>) -> Table {
        let span = entry.span();
        let TableEntry { id, name, marks } = entry.into_inner();
        self.named("table", &id, &name, &span);
        Table { key: id, name, marks }
    }

    fn audience(&mut self, head: &Framework, entry: Spanned<AudienceEntry>) -> Audience {
        let span = entry.span();
        let AudienceEntry { id, name, tables } = entry.into_inner();
        self.named("audience", &id, &name, &span);
        if tables.is_empty() {
            self.fault(
                &span,
                format!("đối tượng \"{id}\" không có bảng nào"),
                format!("audience {id:?} has no tables"),
            );
        }
        let tables = tables
            .iter()
            .map(|table| TableId(self.position(&head.tables, |t| &t.key, table, &span, "bảng", "table")));
        Audience { key: id, name, tables: tables.collect() }
    }

    fn domain(&mut self, head: &Framework, entry: Spanned<Named>) -> Domain {
        let span = entry.span();
        let Named { id, name } = entry.into_inner();
        self.named("domain", &id, &name, &span);
        let (table, code) = id.split_once('/').unwrap_or((&id, ""));
        let table = TableId(self.position(&head.tables, |t| &t.key, table, &span, "bảng", "table"));
        if code.is_empty() {
            self.fault(
                &span,
                format!("id \"{id}\" phải có dạng bảng/mã"),
                format!("id {id:?} must read table/code"),
            );
        }
        Domain { code: Code::new(code), table, name, key: id }
    }

    fn component(&mut self, domains: &[Domain], entry: Spanned<ComponentEntry>) -> Component {
        let span = entry.span();
        let ComponentEntry { id, domain, name } = entry.into_inner();
        self.named("component", &id, &name, &span);
        let before = self.faults.len();
        let position = self.position(domains, |d| &d.key, &domain, &span, "miền năng lực", "domain");
        let found = (self.faults.len() == before).then(|| &domains[usize::from(position)]);
        let table = found.map_or(TableId(0), |domain| domain.table);
        let code = id.split_once('/').map_or("", |(_, code)| code);
        let same_table = found.is_none_or(|domain| domain.key.split('/').next() == id.split('/').next());
        if code.is_empty() || !same_table {
            self.fault(
                &span,
                format!("id \"{id}\" phải có dạng bảng/mã, cùng bảng với miền của nó"),
                format!("id {id:?} must read table/code, in the table of its domain"),
            );
        }
        Component { code: Code::new(code), table, domain: DomainId(position), name, key: id }
    }

    /// `table/component/level` of a key, resolved.
    fn cell(
        &mut self,
        head: &Framework,
        components: &[Component],
        key: &str,
        span: &Range<usize>,
    ) -> Option<CellId> {
        let Some((component, level)) = key.rsplit_once('/') else {
            self.fault(
                span,
                format!("id \"{key}\" phải có dạng bảng/mã/mức"),
                format!("id {key:?} must read table/component/level"),
            );
            return None;
        };
        let before = self.faults.len();
        let component =
            self.position(components, |c| &c.key, component, span, "năng lực thành phần", "component");
        let level = self.position(&head.levels, |l| &l.key, level, span, "mức độ", "level");
        (self.faults.len() == before).then(|| CellId(component * head.levels.len() as u16 + level))
    }

    fn indicator(
        &mut self,
        head: &Framework,
        components: &[Component],
        counts: &mut BTreeMap<CellId, u32>,
        entry: Spanned<IndicatorEntry>,
    ) -> Option<Indicator> {
        let span = entry.span();
        let IndicatorEntry { id, vi, en, source, confidence, alternative, note } = entry.into_inner();
        let text = Wording::new(vi, en);
        self.named("indicator", &id, &text, &span);
        let (key, number) = id.rsplit_once('/').unwrap_or((&id, ""));
        let cell = self.cell(head, components, key, &span)?;
        let count = counts.entry(cell).or_default();
        *count += 1;
        if number.parse() != Ok(*count) {
            let count = *count;
            self.fault(
                &span,
                format!("\"{id}\" là biểu hiện thứ {count} của ô, nên phải kết thúc bằng /{count}"),
                format!("{id:?} is indicator {count} of its cell and must end in /{count}"),
            );
        }
        if !confidence.is_empty() && !head.confidences.iter().any(|(known, _)| *known == confidence) {
            self.fault(
                &span,
                format!("không có độ tin cậy \"{confidence}\""),
                format!("unknown confidence {confidence:?}"),
            );
        }
        let alternative = alternative
            .map(|level| LevelId(self.position(&head.levels, |l| &l.key, &level, &span, "mức độ", "level")));
        Some(Indicator { key: id, cell, text, source, confidence, alternative, note })
    }

    fn whole_cell(
        &mut self,
        head: &Framework,
        components: &[Component],
        counts: &BTreeMap<CellId, u32>,
        entry: Spanned<WholeCell>,
    ) -> Option<(CellId, Wording)> {
        let span = entry.span();
        let WholeCell { id, note } = entry.into_inner();
        self.named("whole_cell", &id, &note, &span);
        let cell = self.cell(head, components, &id, &span)?;
        if counts.contains_key(&cell) {
            self.fault(
                &span,
                format!("ô \"{id}\" có biểu hiện nên không thể là whole_cell"),
                format!("cell {id:?} has indicators and cannot be a whole_cell"),
            );
        }
        Some((cell, note))
    }

    fn no_cell_is_empty(
        &mut self,
        head: &Framework,
        components: &[Component],
        spans: &[Range<usize>],
        counts: &BTreeMap<CellId, u32>,
        whole: &[(CellId, Wording)],
    ) {
        for (index, (component, span)) in components.iter().zip(spans).enumerate() {
            for (level, name) in head.levels.iter().enumerate() {
                let cell = CellId((index * head.levels.len() + level) as u16);
                if !counts.contains_key(&cell) && !whole.iter().any(|(known, _)| *known == cell) {
                    let key = format!("{}/{}", component.key, name.key);
                    self.fault(
                        span,
                        format!("ô \"{key}\" không có biểu hiện nào"),
                        format!("cell {key:?} has no indicators"),
                    );
                }
            }
        }
    }

    fn no_domain_is_empty(&mut self, domains: &[Domain], components: &[Component]) {
        for (index, domain) in domains.iter().enumerate() {
            if !components.iter().any(|component| usize::from(component.domain.0) == index) {
                let key = &domain.key;
                self.fault(
                    &(0..0),
                    format!("miền \"{key}\" không có năng lực thành phần nào"),
                    format!("domain {key:?} has no components"),
                );
            }
        }
    }
}

type Lists = (Vec<Domain>, Vec<Component>, Vec<Indicator>, Vec<(CellId, Wording)>);

/// The lists by table and code, whatever order the file has them in, with ids moved along.
fn in_order(
    head: &Framework,
    domains: Vec<Domain>,
    components: Vec<Component>,
    mut indicators: Vec<Indicator>,
    mut whole: Vec<(CellId, Wording)>,
) -> Lists {
    let (domains, moved) = sorted_with_moves(domains, |d| (d.table, d.code.clone()));
    let components: Vec<Component> = components
        .into_iter()
        .map(|c| Component {
            domain: DomainId(moved.get(usize::from(c.domain.0)).copied().unwrap_or(0)),
            ..c
        })
        .collect();
    let (components, moved) = sorted_with_moves(components, |c| (c.table, c.domain, c.code.clone()));
    let levels = head.levels.len().max(1) as u16;
    let follow = |cell: CellId| CellId(moved[usize::from(cell.0 / levels)] * levels + cell.0 % levels);
    indicators.iter_mut().for_each(|indicator| indicator.cell = follow(indicator.cell));
    whole.iter_mut().for_each(|(cell, _)| *cell = follow(*cell));
    (domains, components, indicators, whole)
}

/// `list` sorted, and where each element went.
fn sorted_with_moves<T, K: Ord>(list: Vec<T>, key: impl Fn(&T) -> K) -> (Vec<T>, Vec<u16>) {
    let mut numbered: Vec<(usize, T)> = list.into_iter().enumerate().collect();
    numbered.sort_by_key(|(_, item)| key(item));
    let mut moves = vec![0; numbered.len()];
    for (to, (from, _)) in numbered.iter().enumerate() {
        moves[*from] = to as u16;
    }
    (numbered.into_iter().map(|(_, item)| item).collect(), moves)
}
