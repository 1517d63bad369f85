//! Formats, and the colours that repeat what the words say.
//!
//! Dark on light or light on dark at a contrast of at least 4.5 to 1, in an order of darkness that a
//! black-and-white printer keeps.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::coverage::Status;
use crate::gap::Severity;

const INK: u32 = 0x1B2A41;
const LINE: u32 = 0xB8C2CC;

pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) subtitle: Format,
    pub(super) heading: Format,
    pub(super) heading_left: Format,
    pub(super) text: Format,
    pub(super) strong: Format,
    pub(super) centre: Format,
    pub(super) number: Format,
    pub(super) percent: Format,
    pub(super) money: Format,
    pub(super) group: Format,
    pub(super) group_plain: Format,
    pub(super) group_centre: Format,
    pub(super) group_money: Format,
    pub(super) sentence: Format,
    pub(super) faint: Format,
    pub(super) input: Format,
    pub(super) date_input: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let base = || Format::new().set_font_name("Arial").set_font_size(10).set_font_color(Color::RGB(INK));
        let cell = || {
            base()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(LINE))
                .set_align(FormatAlign::Top)
                .set_text_wrap()
        };
        let input =
            || cell().set_align(FormatAlign::Left).set_indent(1).set_background_color(Color::RGB(0xFFFBE6));
        let heading = || {
            cell()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x1F4E79))
                .set_align(FormatAlign::VerticalCenter)
        };
        let group = || cell().set_background_color(Color::RGB(0xDCE6F1));
        Styles {
            title: base().set_bold().set_font_size(16),
            subtitle: base().set_font_color(Color::RGB(0x4A5A6A)),
            heading: heading().set_align(FormatAlign::Center),
            heading_left: heading().set_align(FormatAlign::Left).set_indent(1),
            text: cell().set_align(FormatAlign::Left).set_indent(1),
            strong: cell().set_bold().set_align(FormatAlign::Left).set_indent(1),
            centre: cell().set_align(FormatAlign::Center),
            number: cell().set_align(FormatAlign::Center),
            percent: cell().set_align(FormatAlign::Center).set_num_format("0%"),
            money: cell().set_align(FormatAlign::Right).set_indent(1).set_num_format("#,##0"),
            group: group().set_bold().set_align(FormatAlign::Left).set_indent(1),
            group_plain: group().set_align(FormatAlign::Left).set_indent(1),
            group_centre: group().set_bold().set_align(FormatAlign::Center),
            group_money: group()
                .set_bold()
                .set_align(FormatAlign::Right)
                .set_indent(1)
                .set_num_format("#,##0"),
            sentence: base().set_font_size(11).set_text_wrap().set_align(FormatAlign::Top),
            faint: cell()
                .set_align(FormatAlign::Left)
                .set_indent(1)
                .set_font_color(Color::RGB(0x5A6672))
                .set_italic(),
            input: input(),
            date_input: input().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }

    /// The formats of the sheets that grow with the catalogue.
    pub(super) fn of_long_sheets(&self) -> Vec<Format> {
        let Styles { title, subtitle, heading, text, strong, centre, .. } = self;
        let Styles { number, percent, group, faint, input, date_input, .. } = self;
        let plain = [
            title, subtitle, heading, text, strong, centre, number, percent, group, faint, input, date_input,
        ];
        plain.into_iter().cloned().chain([across(group), self.mark(false), self.mark(true)]).collect()
    }

    /// A cell that shows a status; fainter where the level is beyond the target.
    pub(super) fn status(&self, status: Status, required: bool) -> Format {
        let (fill, ink) = match status {
            Status::Covered => (0x1E6B3A, 0xFFFFFF),
            Status::Partial => (0xF7E08A, INK),
            Status::Declared => (0xE3D4F0, INK),
            Status::Uncovered => (0xF3B8A5, INK),
        };
        let format = self.centre.clone();
        if required {
            format.set_bold().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink))
        } else {
            format.set_italic().set_font_color(Color::RGB(0x5A6672))
        }
    }

    pub(super) fn severity(&self, severity: Severity) -> Format {
        let (fill, ink) = match severity {
            Severity::DomainUncovered => (0x8C1C13, 0xFFFFFF),
            Severity::ComponentUncovered => (0xB8442E, 0xFFFFFF),
            Severity::CellUncovered => (0xF3B8A5, INK),
            Severity::DeclaredOnly => (0xE3D4F0, INK),
            Severity::Partial => (0xF7E08A, INK),
        };
        self.text.clone().set_bold().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink))
    }

    /// A cell of the module map: dark for evidence, light for a mere claim.
    pub(super) fn mark(&self, evidenced: bool) -> Format {
        let format = self.centre.clone().set_bold();
        if evidenced {
            format.set_background_color(Color::RGB(0x1E6B3A)).set_font_color(Color::White)
        } else {
            format.set_background_color(Color::RGB(0xE3D4F0))
        }
    }
}

/// `format` for a text that goes on over the cells beside it.
pub(super) fn across(format: &Format) -> Format {
    format.clone().unset_text_wrap()
}

/// The fill of a status in charts.
pub(super) fn chart_colour(status: Status) -> Color {
    Color::RGB(match status {
        Status::Covered => 0x1E6B3A,
        Status::Partial => 0xE8C547,
        Status::Declared => 0xB79CD1,
        Status::Uncovered => 0xE0785A,
    })
}
