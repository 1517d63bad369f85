//! Headers that are not used, and why.

use crate::finding::{Code, Findings};
use crate::lang::{Lang, Wording, perhaps};
use crate::layout::Guide;
use crate::place::Place;
use crate::staff::answer::{self, Answer};
use crate::staff::header::{Column, Header, Kind, Unusable};
use crate::text::nearest;
use crate::workbook::Sheet;

/// Cells under a header that are looked at.
const SAMPLE: usize = 200;

/// Says which columns of `header` are not used though they look as if they asked for a level.
pub(in crate::staff) fn columns(
    sheet: &Sheet,
    header: &Header,
    guide: Guide<'_>,
    body: &[u32],
    findings: &mut Findings,
) {
    for column in &header.columns {
        let place = sheet.at(*header.rows.end(), column.index);
        match column.kind {
            Kind::Unusable(why) => unusable(&column.header, why != Unusable::Unknown, &place, findings),
            Kind::Unknown if holds_levels(sheet, column, guide, body) => {
                unknown(column, &place, guide, findings);
            }
            _ => {}
        }
    }
}

/// Whether most cells under a header are levels.
fn holds_levels(sheet: &Sheet, column: &Column, guide: Guide<'_>, body: &[u32]) -> bool {
    let cells = body.iter().take(SAMPLE).filter_map(|row| sheet.get(*row, column.index));
    let is = |answer: Answer| matches!(answer, Answer::Level(_) | Answer::NotReached | Answer::Tick);
    let answers: Vec<bool> =
        cells.map(|value| is(answer::read(value, guide.columns, guide.framework))).collect();
    answers.iter().filter(|is| **is).count() * 2 > answers.len()
}

fn unknown(column: &Column, place: &Place, guide: Guide<'_>, findings: &mut Findings) {
    let header = &column.header;
    let names = |lang: Lang| {
        let components = guide.framework.components();
        components.map(|(_, component)| component.name.get(lang)).collect::<Vec<_>>()
    };
    let last = header.rsplit(" › ").next().unwrap_or_default();
    let near = [Lang::Vi, Lang::En].into_iter().find_map(|lang| nearest(last, names(lang)));
    let near = perhaps(near);
    findings.push(
        Code::UnknownColumn,
        place,
        Wording::new(
            format!(
                "cột \"{header}\" có các mức độ nhưng không rõ là của năng lực nào nên không được đọc{}",
                near.vi
            ),
            format!(
                "column {header:?} holds levels, but of no component of the framework; it was read past{}",
                near.en
            ),
        ),
        Wording::new(
            "Đặt tiêu đề là mã năng lực thành phần, ví dụ 6.2, hoặc tên đầy đủ của nó",
            "Head it with the code of the component, such as 6.2, or its full name",
        ),
    );
}

/// A component's code that cannot be used: `stored` otherwise than as text, or not one of the framework's.
pub(in crate::staff) fn unusable(code: &str, stored: bool, place: &Place, findings: &mut Findings) {
    if stored {
        findings.push(
            Code::CodeReadAsNumber,
            place,
            Wording::new(
                format!("mã năng lực \"{code}\" được lưu dưới dạng số hoặc ngày nên không chắc là mã nào; khung bỏ qua"),
                format!("the component code {code:?} is stored as a number or date, so that it may be another; left out"),
            ),
            Wording::new("Định dạng ô là Văn bản (Text) rồi gõ lại mã", "Format the cell as Text and type the code again"),
        );
        return;
    }
    findings.push(
        Code::UnknownComponent,
        place,
        Wording::new(
            format!("khung năng lực không có năng lực thành phần \"{code}\""),
            format!("the framework has no component {code:?}"),
        ),
        Wording::new("Sửa lại mã hoặc tên cho đúng khung năng lực", "Correct the code or the name"),
    );
}

/// Whether 1.1, stored as a number, may have been 1.10.
pub(in crate::staff) fn may_be_longer(code: &str, guide: Guide<'_>) -> bool {
    let longer = format!("{code}0");
    guide.framework.components().any(|(_, component)| component.code.as_str() == longer)
}
