//! What an institution declares: a matrix of components, or codes in a column.

use super::draft::OutcomeRef;
use super::mark::{self, Mark, Marks, is_in};
use crate::finding::{Code, Findings};
use crate::framework::{CellId, ComponentId, LevelId};
use crate::lang::Wording;
use crate::layout::{Column, Guide, Meaning, Table, mentions};
use crate::mappings::Role;
use crate::place::{Located, Place};
use crate::text::fold_words;
use crate::workbook::{Sheet, Value};

/// A declared alignment before its module has a position.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) cell: CellId,
    /// Whether the workbook names the level.
    pub(super) levelled: bool,
    /// The outcome of the module that claims it, if one does.
    pub(super) from: Option<OutcomeRef>,
    pub(super) said: Located<String>,
}

/// Reads the claims of one table's rows.
#[derive(Debug)]
pub(super) struct Claims<'a> {
    sheet: &'a Sheet,
    guide: Guide<'a>,
    /// The columns of a matrix, each with the one component it stands for.
    matrix: Vec<(&'a Column, ComponentId, Option<LevelId>)>,
    marks: Marks<'a>,
    codes: Vec<u32>,
    /// The level that all modules of the sheet are said to be at.
    default: Option<LevelId>,
    level_missing: bool,
    number_said: bool,
}

impl<'a> Claims<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        table: &'a Table,
        default: Option<LevelId>,
        guide: Guide<'a>,
        findings: &mut Findings,
    ) -> Self {
        let is_component = |column: &&Column| matches!(column.meaning, Meaning::Component { .. });
        let matrix: Vec<u32> = table.columns.iter().filter(is_component).map(|c| c.index).collect();
        let mut claims = Claims {
            sheet,
            guide,
            matrix: Vec::new(),
            marks: Marks::of(sheet, table, &matrix, guide, findings),
            codes: table.columns_with(Role::Alignments).map(|column| column.index).collect(),
            default,
            level_missing: false,
            number_said: false,
        };
        for column in &table.columns {
            claims.head(column, table, findings);
        }
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
            Meaning::Role(_)
            | Meaning::ProgrammeOutcome(_)
            | Meaning::ModuleOutcome(_)
            | Meaning::Unknown => {}
        }
    }

    /// A code stored as a number: 1.1 may have been 1.10. Says so; whether it can be used all the same,
    /// because the framework has no 1.10.
    fn say_number(&mut self, code: &str, place: &Place, findings: &mut Findings) -> bool {
        let longer = format!("{code}0");
        let framework = self.guide.framework;
        let known = framework.components().any(|(_, component)| component.code.as_str() == longer);
        // What is certain is said once a table.
        if !known && std::mem::replace(&mut self.number_said, true) {
            return true;
        }
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
        findings: &mut Findings,
    ) -> Vec<Claim> {
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
        let known = level.map(|(id, _)| id).or(row_level);
        let claim = |component| {
            let level = known.unwrap_or_else(|| self.lowest(place, findings));
            let said = Located::new(text.to_owned(), place.clone());
            let cell = framework.cell_at(component, level);
            Claim { cell, levelled: known.is_some(), from: None, said }
        };
        named.into_iter().map(claim).collect()
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

    /// What `row` declares, at `level` where a mark or code names none.
    pub(super) fn read(&mut self, row: u32, level: Option<LevelId>, findings: &mut Findings) -> Vec<Claim> {
        let level = level.or(self.default);
        let mut found = Vec::new();
        for position in 0..self.matrix.len() {
            let (column, component, headed) = self.matrix[position];
            let Some(value) = self.sheet.get(row, column.index) else { continue };
            let place = self.sheet.at(row, column.index);
            let known = headed.or(level);
            let levelled = known.is_some() || self.marks.read(&value.text()) != Mark::Tick;
            for level in self.marked(&value.text(), known, &place, findings) {
                let said = Located::new(format!("{}: {}", column.header, value.text()), place.clone());
                let cell = self.guide.framework.cell_at(component, level);
                found.push(Claim { cell, levelled, from: None, said });
            }
        }
        for position in 0..self.codes.len() {
            let column = self.codes[position];
            if let Some(value) = self.sheet.get(row, column) {
                found.extend(self.coded(value, level, self.sheet.at(row, column), findings));
            }
        }
        found
    }

    /// The levels that a mark in a matrix stands for; `known` is the one its column or row names. None if it
    /// stands for nothing.
    fn marked(
        &mut self,
        mark: &str,
        known: Option<LevelId>,
        place: &Place,
        findings: &mut Findings,
    ) -> Vec<LevelId> {
        match self.marks.read(mark) {
            Mark::None => Vec::new(),
            Mark::Tick => vec![known.unwrap_or_else(|| self.lowest(place, findings))],
            Mark::Levels(levels) => levels,
            Mark::Unknown => {
                mark::say_unknown(mark, place, findings);
                Vec::new()
            }
        }
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
        findings: &mut Findings,
    ) -> Vec<Claim> {
        let text = value.text();
        if matches!(value, Value::Date(_)) {
            self.say_date(&text, &place, findings);
            return Vec::new();
        }
        if matches!(value, Value::Number(_)) && !self.say_number(&text, &place, findings) {
            return Vec::new();
        }
        let mut claims = Vec::new();
        let found = mentions(&text, self.guide.framework, self.guide.tables);
        if found.is_empty() && !is_in(&self.guide.columns.none, &text) {
            claims.extend(self.named(&text, row_level, &place, findings));
        }
        for mention in found {
            match mention.components.as_slice() {
                [] => self.say_unknown(&mention.code, &place, findings),
                [component] if !self.is_of_audience(*component) => {
                    self.say_unknown(&mention.code, &place, findings);
                }
                [component] => {
                    let mut levels: Vec<LevelId> = mention.levels.clone();
                    let levelled = !levels.is_empty() || row_level.is_some();
                    if levels.is_empty() {
                        levels.push(row_level.unwrap_or_else(|| self.lowest(&place, findings)));
                    }
                    claims.extend(levels.into_iter().map(|level| Claim {
                        cell: self.guide.framework.cell_at(*component, level),
                        levelled,
                        from: None,
                        said: Located::new(text.clone(), place.clone()),
                    }));
                }
                several => self.say_ambiguous(&mention.code, several, &place, findings),
            }
        }
        claims
    }
}
