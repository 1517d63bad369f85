//! Marks in a matrix: ticks, and grades on a scale that is found out and said.

use crate::finding::{Code, Findings};
use crate::framework::{Framework, LevelId};
use crate::lang::Wording;
use crate::layout::{Guide, Table};
use crate::mappings::{Columns, Scale};
use crate::place::Place;
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// No.
    None,
    /// Yes, at no level in particular.
    Tick,
    /// Yes, at these levels.
    Levels(Vec<LevelId>),
    /// It is not understood.
    Unknown,
}

/// How the marks of one matrix are graded.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    guide: Guide<'a>,
    scale: Option<&'a Scale>,
}

impl<'a> Marks<'a> {
    /// The scale that knows most marks of `columns`, and at least half, after the framework's own level
    /// names; of several, the first. Says which it is.
    pub(super) fn of(
        sheet: &Sheet,
        table: &Table,
        columns: &[u32],
        guide: Guide<'a>,
        findings: &mut Findings,
    ) -> Self {
        let cells = table.rows.iter().flat_map(|row| columns.iter().map(|column| (row.index, *column)));
        let mut graded: Vec<String> = cells
            .filter_map(|(row, column)| Some(sheet.get(row, column)?.text()))
            .filter(|mark| !is_in(&guide.columns.tick, mark) && !is_in(&guide.columns.none, mark))
            .map(|mark| key(&mark))
            .filter(|mark| level_of(mark, guide.framework).is_none() && !mark.is_empty())
            .collect();
        graded.sort();
        graded.dedup();
        let known = |scale: &Scale| {
            let knows = |mark: &&String| scale.levels.iter().any(|level| level.contains(mark));
            graded.iter().filter(knows).count()
        };
        let scales = guide.columns.scales.iter();
        let fitting = scales.filter(|scale| scale.levels.len() <= guide.framework.levels.len());
        let best = fitting.rev().max_by_key(|scale| known(scale));
        let scale = best.filter(|scale| !graded.is_empty() && known(scale) * 2 >= graded.len());
        if let (Some(scale), Some(first)) = (scale, columns.first()) {
            say_scale(scale, guide.framework, &sheet.at(*table.header.end(), *first), findings);
        }
        Marks { guide, scale }
    }

    /// What `mark` says: a tick, a grade, several grades, or a tick with its grade (`x (CB)`).
    pub(super) fn read(&self, mark: &str) -> Mark {
        let words = self.guide.columns;
        if is_in(&words.none, mark) {
            return Mark::None;
        }
        if let Some(level) = self.graded(mark) {
            return Mark::Levels(vec![level]);
        }
        if is_in(&words.tick, mark) {
            return Mark::Tick;
        }
        let parts = mark.split([',', ';', '/', '+', '\n', ' ', '(', ')', '-', ':']);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let graded = parts.iter().filter(|part| !is_in(&words.tick, part)).map(|part| self.graded(part));
        match graded.collect::<Option<Vec<LevelId>>>() {
            Some(levels) if !levels.is_empty() => Mark::Levels(levels),
            Some(_) if !parts.is_empty() => Mark::Tick,
            _ => Mark::Unknown,
        }
    }

    fn graded(&self, mark: &str) -> Option<LevelId> {
        let mark = key(mark);
        let scaled = |scale: &Scale| scale.levels.iter().position(|level| level.contains(&mark));
        let by_scale = self.scale.and_then(scaled).map(|at| LevelId(at as u16));
        self.guide.framework.level_named(&mark).or(by_scale).or_else(|| {
            let named = mark.contains(' ').then(|| level_of(&mark, self.guide.framework));
            named.flatten()
        })
    }
}

/// A mark as scales have it: folded, unless nothing is left of it (`++`).
fn key(mark: &str) -> String {
    match fold_words(mark) {
        words if words.is_empty() => mark.trim().to_owned(),
        words => words,
    }
}

/// The level that a text names: by name or mark, alone or among other words, or by number (`Mức 2`).
pub(crate) fn level_of(text: &str, framework: &Framework) -> Option<LevelId> {
    if let Some(level) = framework.level_named(text) {
        return Some(level);
    }
    let words = format!(" {} ", fold_words(text));
    let says = |name: &str| words.contains(&format!(" {} ", fold_words(name)));
    let named = framework.levels().find(|(_, level)| says(&level.name.vi) || says(&level.name.en));
    let numbered = || {
        let mut rest = words.trim().split(' ').skip_while(|word| !LEVEL_WORDS.contains(word)).skip(1);
        let number: usize = rest.find(|word| *word != "do")?.parse().ok()?;
        let level = number.checked_sub(1).filter(|at| *at < framework.levels.len())?;
        Some(LevelId(level as u16))
    };
    named.map(|(id, _)| id).or_else(numbered)
}

/// What stands before the number of a level.
const LEVEL_WORDS: [&str; 4] = ["muc", "cap", "level", "bac"];

/// Whether `mark` is one of `marks`, as they stand in `columns.toml`.
pub(super) fn is_in(marks: &[String], mark: &str) -> bool {
    let mark = mark.trim().to_lowercase();
    marks.contains(&mark)
}

/// Whether a cell is a tick.
pub(super) fn is_tick(words: &Columns, mark: &str) -> bool {
    is_in(&words.tick, mark)
}

fn say_scale(scale: &Scale, framework: &Framework, place: &Place, findings: &mut Findings) {
    let levels = scale.levels.iter().zip(&framework.levels);
    let marks = |marks: &[String]| marks.iter().map(|mark| mark.to_uppercase()).collect::<Vec<_>>().join("/");
    let vi: Vec<String> =
        levels.clone().map(|(mark, level)| format!("{} = {}", marks(mark), level.name.vi)).collect();
    let en: Vec<String> =
        levels.map(|(mark, level)| format!("{} = {}", marks(mark), level.name.en)).collect();
    findings.push(
        Code::ScaleRead,
        place,
        Wording::new(
            format!("ma trận dùng thang {}, được hiểu là {}", scale.id, vi.join(", ")),
            format!("the matrix is graded {}, read as {}", scale.id, en.join(", ")),
        ),
        Wording::new(
            "Nếu không đúng, thay bằng CB, TT, NC",
            "If that is not meant, write the levels of the framework instead",
        ),
    );
}

/// A mark that is not understood.
pub(super) fn say_unknown(mark: &str, place: &Place, findings: &mut Findings) {
    findings.push(
        Code::UnknownMark,
        place,
        Wording::new(
            format!("dấu \"{mark}\" trong ma trận không rõ nghĩa nên khung bỏ qua"),
            format!("the mark {mark:?} in the matrix is not understood; left out"),
        ),
        Wording::new(
            "Dùng x, hoặc mức CB, TT, NC; có thể thêm dấu của mình vào columns.toml",
            "Use x, or a level such as B, P, A; marks of your own can be added to columns.toml",
        ),
    );
}

/// A level written as a number alone is the level of that number.
pub(super) fn level_text(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("mức {number}"),
        Value::Text(text) if text.trim().parse::<u8>().is_ok() => format!("mức {text}"),
        other => other.text(),
    }
}
