//! The spelling of a sheet: fonts of old made Unicode, and what never carries meaning removed.

use super::{Sheet, Value};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::text::{LegacyFont, from_legacy, legacy_font, normalize};

/// Composes and cleans the texts of `sheet`, and its name. Texts typed in TCVN3 or VNI are known by their
/// letters, converted, and said; this comes first, for cleaning would take letters of theirs away.
pub(super) fn settle(sheet: &mut Sheet, findings: &mut Findings) {
    let texts = sheet.cells().filter_map(|(_, value)| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let font = legacy_font(texts);
    let mut converted = None;
    sheet.cells.retain(|address, value| {
        let Value::Text(text) = value else { return true };
        let unicode = font.and_then(|font| from_legacy(text, font));
        if unicode.is_some() {
            converted.get_or_insert(*address);
        }
        *text = normalize(unicode.as_deref().unwrap_or(text));
        !text.is_empty()
    });
    if let (Some(font), Some(first)) = (font, converted) {
        let place = sheet.at(first.row, first.column);
        let text = sheet.get(first.row, first.column).map(Value::text).unwrap_or_default();
        say(font, &text, &place, findings);
    }
}

fn say(font: LegacyFont, text: &str, place: &crate::place::Place, findings: &mut Findings) {
    let name = font.name();
    findings.push(
        Code::LegacyFont,
        place,
        Wording::new(
            format!("chữ gõ bằng phông {name} đã được chuyển sang Unicode, ví dụ ô này: \"{text}\""),
            format!("text typed in a {name} font was converted to Unicode, here {text:?}"),
        ),
        Wording::new(
            "Xem lại vài tên riêng và chữ viết tắt; nếu sai, chuyển cả tệp sang Unicode (ví dụ bằng UniKey) rồi chạy lại",
            "Check a few names and abbreviations; if they are wrong, convert the file to Unicode and run again",
        ),
    );
}
