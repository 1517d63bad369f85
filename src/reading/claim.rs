//! What an institution declares: a matrix of components, or codes in a column.

use super::draft::Draft;
use crate::finding::{Code, Findings};
use crate::framework::{CellId, ComponentId, LevelId};
use crate::lang::Wording;
use crate::layout::{Column, Guide, Meaning, Table, mentions};
use crate::mappings::{Role, Scale};
use crate::place::{Located, Place};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// A declared alignment before its module has a position.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) cell: CellId,
    pub(super) said: Located<String>,
}

/// Reads the claims of one table's rows.
#[derive(Debug)]
pub(super) struct Claims<'a> {
    sheet: &'a Sheet,
    guide: Guide<'a>,
    /// The columns of a matrix, each with the one component it stands for.
    matrix: Vec<(&'a Column, ComponentId, Option<LevelId>)>,
    scale: Option<&'a Scale>,
    codes: Vec<u32>,
    level: Option<u32>,
    level_missing: bool,
}

impl<'a> Claims<'a> {
    pub(super) fn new(sheet: &'a Sheet, table: &'a Table, guide: Guide<'a>, findings: &mut Findings) -> Self {
        let mut claims = Claims {
            sheet,
            guide,
            matrix: Vec::new(),
            scale: None,
            codes: table.columns_with(Role::Alignments).map(|column| column.index).collect(),
            level: table.column(Role::Level),
            level_missing: false,
        };
        for column in &table.columns {
            claims.head(column, table, findings);
        }
        claims.choose_scale(table, findings);
        claims
    }

    /// Takes a column into the matrix, or says why not.
    fn head(&mut self, column: &'a Column, table: &Table, findings: &mut Findings) {
        let place = self.sheet.at(*table.header.end(), column.index);
        let header = &column.header;
        match &column.meaning {
            Meaning::Component { components, level, number } => {
                let code = header.rsplit(" › ").next().unwrap_or(header);
                if *number && !self.say_number(code, &place, findings) {
                    return;
                }
                match components.as_slice() {
                    [component] if !self.is_of_audience(*component) => {
                        self.say_unknown(header, &place, findings);
                    }
                    [component] => self.matrix.push((column, *component, *level)),
                    several => self.say_ambiguous(header, several, &place, findings),
                }
            }
            Meaning::UnknownComponent => self.say_unknown(header, &place, findings),
            Meaning::Date => self.say_date(header, &place, findings),
            Meaning::Role(_) | Meaning::Unknown => {}
        }
    }

    /// A code stored as a number: 1.1 may have been 1.10. Says so; whether it can be used all the same,
    /// because the framework has no 1.10.
    fn say_number(&self, code: &str, place: &Place, findings: &mut Findings) -> bool {
        let longer = format!("{code}0");
        let framework = self.guide.framework;
        let known = framework.components().any(|(_, component)| component.code.as_str() == longer);
        let (vi, en) = if known {
            (format!("bỏ qua, vì có thể là {longer}"), format!("left out, as it may have been {longer}"))
        } else {
            (
                format!("đã hiểu là {code}, vì khung năng lực không có {longer}"),
                format!("read as {code}, as the framework has no {longer}"),
            )
        };
        findings.push(
            Code::CodeReadAsNumber,
            place,
            Wording::new(
                format!("mã năng lực được lưu dưới dạng số {code} (số 1.10 và 1.1 là một); {vi}"),
                format!("the component code is stored as the number {code} (as numbers, 1.10 and 1.1 are the same); {en}"),
            ),
            Wording::new("Định dạng ô là Văn bản (Text) rồi gõ lại mã", "Format the cell as Text and type the code again"),
        );
        !known
    }

    /// Text without codes: components by their names, or else nothing that can be used.
    fn named(
        &mut self,
        text: &str,
        row_level: Option<LevelId>,
        place: &Place,
        draft: &mut Draft,
        findings: &mut Findings,
    ) {
        let framework = self.guide.framework;
        let words = format!(" {} ", fold_words(text));
        let says = |name: &str| words.contains(&format!(" {} ", fold_words(name)));
        let named = framework.components().filter(|(id, _)| self.is_of_audience(*id));
        let named: Vec<ComponentId> =
            named.filter(|(_, c)| says(&c.name.vi) || says(&c.name.en)).map(|(id, _)| id).collect();
        if named.is_empty() {
            self.say_unknown(text, place, findings);
        }
        let level = framework.levels().find(|(_, level)| says(&level.name.vi) || says(&level.name.en));
        for component in named {
            let level = level.map(|(id, _)| id).or(row_level).unwrap_or_else(|| self.lowest(place, findings));
            let said = Located::new(text.to_owned(), place.clone());
            draft.claims.push(Claim { cell: framework.cell_at(component, level), said });
        }
    }

    /// A code that Excel has made into a date: 6.2 becomes 6 February.
    fn say_date(&self, date: &str, place: &Place, findings: &mut Findings) {
        findings.push(
            Code::CodeReadAsNumber,
            place,
            Wording::new(
                format!("ô chứa ngày {date}: có lẽ là mã năng lực mà Excel đã tự đổi thành ngày; khung bỏ qua ô này"),
                format!("the cell holds the date {date}, perhaps a component code that Excel made into a date; left out"),
            ),
            Wording::new("Định dạng ô là Văn bản (Text) rồi gõ lại mã", "Format the cell as Text and type the code again"),
        );
    }

    fn is_of_audience(&self, component: ComponentId) -> bool {
        self.guide.tables.contains(&self.guide.framework.component(component).table)
    }

    fn say_ambiguous(&self, header: &str, several: &[ComponentId], place: &Place, findings: &mut Findings) {
        let framework = self.guide.framework;
        // `QL1.1` is what people write; a table without marks is named by its key.
        let written = |id: &ComponentId| {
            let component = framework.component(*id);
            let table = framework.table(component.table);
            table
                .marks
                .first()
                .map_or_else(|| component.key.clone(), |mark| format!("{mark}{}", component.code))
        };
        let keys: Vec<String> = several.iter().map(written).collect();
        findings.push(
            Code::AmbiguousComponent,
            place,
            Wording::new(
                format!(
                    "\"{header}\" có thể là {}; không rõ là mã nào nên khung bỏ qua",
                    keys.join(" hoặc ")
                ),
                format!("{header:?} may be {}; left out", keys.join(" or ")),
            ),
            Wording::new(
                format!("Ghi thêm kí hiệu của bảng trước mã, ví dụ {}", keys[0]),
                format!("Name the table, as in {}", keys[0]),
            ),
        );
    }

    fn say_unknown(&self, code: &str, place: &Place, findings: &mut Findings) {
        findings.push(
            Code::UnknownComponent,
            place,
            Wording::new(
                format!("khung năng lực của đối tượng này không có năng lực thành phần \"{code}\""),
                format!("the framework has no component {code:?} for this audience"),
            ),
            Wording::new(
                "Sửa mã, hoặc chọn đúng đối tượng bằng --audience",
                "Correct the code, or name the right audience with --audience",
            ),
        );
    }

    /// The scale that knows most marks of the matrix, and at least half, after the framework's own level
    /// names; of several, the first.
    fn choose_scale(&mut self, table: &Table, findings: &mut Findings) {
        let words = self.guide.columns;
        let mut graded: Vec<String> = Vec::new();
        for row in &table.rows {
            for (column, ..) in &self.matrix {
                let Some(value) = self.sheet.get(row.index, column.index) else { continue };
                let mark = value.text();
                if !is_in(&words.tick, &mark) && !is_in(&words.none, &mark) {
                    graded.push(fold_words(&mark));
                }
            }
        }
        graded.sort();
        graded.dedup();
        let framework = self.guide.framework;
        graded.retain(|mark| framework.level_named(mark).is_none() && !mark.is_empty());
        if graded.is_empty() {
            return;
        }
        let known = |scale: &Scale| {
            let knows = |mark: &&String| scale.levels.iter().any(|level| level.contains(mark));
            graded.iter().filter(knows).count()
        };
        let fitting = words.scales.iter().filter(|scale| scale.levels.len() <= framework.levels.len());
        let best = fitting.rev().max_by_key(|scale| known(scale));
        self.scale = best.filter(|scale| known(scale) * 2 >= graded.len());
        if let Some(scale) = self.scale {
            let levels = scale.levels.iter().zip(&framework.levels);
            let read: Vec<String> = levels
                .clone()
                .map(|(marks, level)| format!("{} = {}", marks[0].to_uppercase(), level.name.vi))
                .collect();
            let read_en: Vec<String> = levels
                .map(|(marks, level)| format!("{} = {}", marks[0].to_uppercase(), level.name.en))
                .collect();
            findings.push(
                Code::ScaleRead,
                &self.sheet.at(*table.header.end(), self.matrix[0].0.index),
                Wording::new(
                    format!("ma trận dùng thang {}, được hiểu là {}", scale.id, read.join(", ")),
                    format!("the matrix is graded {}, read as {}", scale.id, read_en.join(", ")),
                ),
                Wording::new(
                    "Nếu không đúng, thay bằng CB, TT, NC",
                    "If that is not meant, write the levels of the framework instead",
                ),
            );
        }
    }

    /// Adds what `row` declares to `draft`.
    pub(super) fn read(&mut self, row: u32, draft: &mut Draft, findings: &mut Findings) {
        let level = self.level.and_then(|column| self.sheet.get(row, column));
        let level = level.and_then(|value| self.guide.framework.level_named(&value.text()));
        for position in 0..self.matrix.len() {
            let (column, component, headed) = self.matrix[position];
            let Some(value) = self.sheet.get(row, column.index) else { continue };
            let place = self.sheet.at(row, column.index);
            for level in self.marked(&value.text(), headed.or(level), &place, findings) {
                let said = Located::new(format!("{}: {}", column.header, value.text()), place.clone());
                draft.claims.push(Claim { cell: self.guide.framework.cell_at(component, level), said });
            }
        }
        for position in 0..self.codes.len() {
            let column = self.codes[position];
            if let Some(value) = self.sheet.get(row, column) {
                self.coded(value, level, self.sheet.at(row, column), draft, findings);
            }
        }
    }

    /// The levels that a mark in a matrix stands for; `known` is the one its column or row names.
    fn marked(
        &mut self,
        mark: &str,
        known: Option<LevelId>,
        place: &Place,
        findings: &mut Findings,
    ) -> Vec<LevelId> {
        let words = self.guide.columns;
        if is_in(&words.none, mark) {
            return Vec::new();
        }
        if is_in(&words.tick, mark) {
            return vec![known.unwrap_or_else(|| self.lowest(place, findings))];
        }
        let graded = |part: &str| {
            let part = fold_words(part);
            let scale =
                self.scale.and_then(|scale| scale.levels.iter().position(|level| level.contains(&part)));
            self.guide.framework.level_named(&part).or(scale.map(|at| LevelId(at as u16)))
        };
        let parts = mark.split([',', ';', '/', '+', '\n', ' ']).filter(|part| !part.is_empty());
        let levels: Option<Vec<LevelId>> =
            graded(mark).map(|level| vec![level]).or_else(|| parts.map(graded).collect());
        levels.unwrap_or_else(|| {
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
            Vec::new()
        })
    }

    /// The level of a claim that names none: the lowest, which claims least. Said once a table.
    fn lowest(&mut self, place: &Place, findings: &mut Findings) -> LevelId {
        if !std::mem::replace(&mut self.level_missing, true) {
            let level = &self.guide.framework.level(LevelId(0)).name;
            findings.push(
                Code::LevelNotStated,
                place,
                Wording::new(
                    format!("liên kết khai báo không ghi mức độ; được hiểu là {}", level.vi),
                    format!("the declared alignment names no level; it was read as {}", level.en),
                ),
                Wording::new(
                    "Thay dấu x bằng mức độ (CB, TT, NC) nếu học phần dạy ở mức cao hơn",
                    "Write the level in place of x if the module teaches at a higher one",
                ),
            );
        }
        LevelId(0)
    }

    /// Codes in a column: `6.2 CB; 1.1-TT`.
    fn coded(
        &mut self,
        value: &Value,
        row_level: Option<LevelId>,
        place: Place,
        draft: &mut Draft,
        findings: &mut Findings,
    ) {
        let text = value.text();
        if matches!(value, Value::Date(_)) {
            self.say_date(&text, &place, findings);
            return;
        }
        if matches!(value, Value::Number(_)) && !self.say_number(&text, &place, findings) {
            return;
        }
        let found = mentions(&text, self.guide.framework, self.guide.tables);
        if found.is_empty() && !is_in(&self.guide.columns.none, &text) {
            self.named(&text, row_level, &place, draft, findings);
        }
        for mention in found {
            match mention.components.as_slice() {
                [] => self.say_unknown(&mention.code, &place, findings),
                [component] if !self.is_of_audience(*component) => {
                    self.say_unknown(&mention.code, &place, findings);
                }
                [component] => {
                    let mut levels: Vec<LevelId> = mention.levels.clone();
                    if levels.is_empty() {
                        levels.push(row_level.unwrap_or_else(|| self.lowest(&place, findings)));
                    }
                    for level in levels {
                        let cell = self.guide.framework.cell_at(*component, level);
                        draft.claims.push(Claim { cell, said: Located::new(text.clone(), place.clone()) });
                    }
                }
                several => self.say_ambiguous(&mention.code, several, &place, findings),
            }
        }
    }
}

fn is_in(marks: &[String], mark: &str) -> bool {
    let mark = mark.trim().to_lowercase();
    marks.contains(&mark)
}
