//! Sheet *Summary*: the answer in sentences, then figures, a chart, inputs and versions.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType, Color,
    Worksheet, XlsxError,
};

use super::coverage::domain_name;
use super::grid::{height, lines, put, set_up};
use super::sheets::Sheets;
use super::style::chart_colour;
use super::{Context, date};
use crate::audit::ProgrammeAudit;
use crate::coverage::{Coverage, Status, Tally};
use crate::gap::{Gap, Scope, Severity};
use crate::lang::counted;
use crate::report::work;

const WIDTHS: [f64; 9] = [44.0, 11.0, 11.0, 11.0, 12.0, 11.0, 12.0, 14.0, 14.0];

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let name = context.pick("Tóm tắt", "Summary");
    let sheet = sheets.add().set_name(name)?;
    set_up(sheet, name);
    if !context.is_portfolio() && context.audit.audience.tables.len() == 1 {
        sheet.set_print_fit_to_pages(1, 1).set_print_center_horizontally(true);
    }
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut page = Page { context, sheet, row: 0 };
    page.title()?;
    if context.is_portfolio() {
        page.portfolio()?;
    }
    for programme in &context.audit.programmes {
        page.programme(name, programme)?;
    }
    page.inputs()
}

struct Page<'a, 'b> {
    context: &'a Context<'a>,
    sheet: &'b mut Worksheet,
    row: u32,
}

impl Page<'_, '_> {
    fn title(&mut self) -> Result<(), XlsxError> {
        let context = self.context;
        let (audit, styles) = (context.audit, &context.styles);
        let title = context.pick("Mức độ bao phủ khung năng lực", "Coverage of the competency framework");
        put(self.sheet, 0, 0, title, &styles.title)?;
        self.sheet.set_row_height(0, 26)?;
        let framework = format!(
            "{} ({})",
            audit.framework.title.get(context.lang),
            audit.framework.source.get(context.lang)
        );
        put(self.sheet, 1, 0, &framework, &styles.subtitle)?;
        let audience = audit.audience.name.get(context.lang);
        let target = audit.framework.level(audit.target).name.get(context.lang);
        let (policy, about) = (audit.policy.name.get(context.lang), audit.policy.about.get(context.lang));
        let line = context.pick(
            format!("Đối tượng: {audience} · Cần đạt đến mức: {target} · Cách tính: {policy} ({about})"),
            format!("Audience: {audience} · Required up to: {target} · Policy: {policy} ({about})"),
        );
        put(self.sheet, 2, 0, &line, &styles.subtitle)?;
        self.row = 4;
        Ok(())
    }

    fn programme(&mut self, sheet_name: &str, programme: &ProgrammeAudit) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        self.across(&programme.programme.title, &styles.group.clone().set_font_size(12), 22.0)?;
        for sentence in sentences(self.context, programme) {
            let height = 4.0 + 15.0 * f64::from(lines(&sentence, 142.0));
            self.across(&sentence, &styles.sentence, height)?;
        }
        self.row += 1;
        let first = self.row + 1;
        self.domains(&programme.coverage)?;
        let last = self.row - 2;
        self.row += 1;
        self.chart(sheet_name, first, last)?;
        self.policies(programme)?;
        self.row += 1;
        Ok(())
    }

    fn across(&mut self, text: &str, format: &rust_xlsxwriter::Format, height: f64) -> Result<(), XlsxError> {
        self.sheet.merge_range(self.row, 0, self.row, WIDTHS.len() as u16 - 1, text, format)?;
        self.sheet.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    fn header(&mut self, headers: &[&str]) -> Result<(), XlsxError> {
        for (column, header) in (0..).zip(headers) {
            put(self.sheet, self.row, column, header, &self.context.styles.heading)?;
        }
        let high = headers.iter().zip(WIDTHS).map(|(header, width)| lines(header, width * 0.85)).max();
        self.sheet.set_row_height(self.row, height(high.unwrap_or(1)) + 4.0)?;
        self.row += 1;
        Ok(())
    }

    /// The header of a table of counts, whose first column is `first`.
    fn counts_header(&mut self, first: &str) -> Result<(), XlsxError> {
        let context = self.context;
        self.header(&context.pick(
            [
                first,
                "Ô cần đạt",
                "Bao phủ",
                "Một phần",
                "Chỉ khai báo",
                "Chưa có",
                "Tối đa nếu duyệt gợi ý",
                "Biểu hiện có minh chứng",
                "Biểu hiện cần đạt",
            ],
            [
                first,
                "Required cells",
                "Covered",
                "Partial",
                "Declared only",
                "Uncovered",
                "Covered if suggestions are accepted",
                "Indicators evidenced",
                "Indicators required",
            ],
        ))
    }

    /// A row for each programme.
    fn portfolio(&mut self) -> Result<(), XlsxError> {
        self.counts_header(self.context.pick("Chương trình", "Programme"))?;
        for programme in &self.context.audit.programmes {
            self.tally(&programme.programme.title, &programme.coverage.summary, false)?;
        }
        self.row += 1;
        Ok(())
    }

    fn domains(&mut self, coverage: &Coverage) -> Result<(), XlsxError> {
        let context = self.context;
        self.counts_header(context.pick("Miền năng lực", "Domain"))?;
        for (id, tally) in &coverage.domains {
            let name = domain_name(context, *id);
            self.tally(&name, tally, false)?;
        }
        self.tally(context.pick("Tổng", "Total"), &coverage.summary, true)
    }

    fn tally(&mut self, name: &str, tally: &Tally, total: bool) -> Result<(), XlsxError> {
        let styles = &self.context.styles;
        let (text, number) =
            if total { (&styles.group, &styles.group) } else { (&styles.text, &styles.number) };
        put(self.sheet, self.row, 0, name, text)?;
        self.sheet.set_row_height(self.row, height(lines(name, WIDTHS[0])))?;
        let centred = number.clone().set_align(rust_xlsxwriter::FormatAlign::Center);
        let counts = [
            tally.required,
            tally.covered,
            tally.partial,
            tally.declared,
            tally.uncovered,
            tally.possibly_covered,
            tally.addressed,
            tally.indicators,
        ];
        for (column, count) in (1..).zip(counts) {
            self.sheet.write_number_with_format(self.row, column, count as f64, &centred)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A bar for each domain, with its required cells by status.
    fn chart(&mut self, sheet_name: &str, first: u32, last: u32) -> Result<(), XlsxError> {
        let context = self.context;
        let mut chart = Chart::new(ChartType::BarStacked);
        for (column, status) in (2..).zip(Status::ALL) {
            let series = chart.add_series();
            series.set_name(status.wording().get(context.lang));
            series
                .set_categories((sheet_name, first, 0, last, 0))
                .set_values((sheet_name, first, column, last, column));
            series.set_format(
                ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(chart_colour(status))),
            );
            series.set_gap(60);
            // Zeroes are left out; the rest say in figures what the bars say in colour.
            series.set_data_label(
                ChartDataLabel::new().show_value().set_num_format("0;;;").set_font(&label_font(status)),
            );
        }
        let title = context.pick("Số ô cần đạt theo trạng thái", "Required cells by status");
        chart.title().set_name(title);
        chart.set_alt_text(title);
        chart.y_axis().set_reverse();
        chart.x_axis().set_major_gridlines(false).set_hidden(true);
        chart.title().set_font(ChartFont::new().set_size(12));
        chart.legend().set_position(ChartLegendPosition::Bottom);
        let rows = 5 + 3 * (last - first + 1) / 2;
        chart.set_width(1040).set_height(20 * rows);
        self.sheet.insert_chart(self.row, 0, &chart)?;
        self.row += rows + 1;
        Ok(())
    }

    fn policies(&mut self, programme: &ProgrammeAudit) -> Result<(), XlsxError> {
        let context = self.context;
        self.header(&context.pick(
            ["Cách tính", "Ô cần đạt", "Bao phủ", "Tối đa", "Ý nghĩa"],
            ["Policy", "Required cells", "Covered", "At most", "Meaning"],
        ))?;
        let last = WIDTHS.len() as u16 - 1;
        self.sheet.merge_range(
            self.row - 1,
            4,
            self.row - 1,
            last,
            context.pick("Ý nghĩa", "Meaning"),
            &context.styles.heading,
        )?;
        for (policy, tally) in &programme.policies {
            let chosen = policy.id == context.audit.policy.id;
            let about = policy.about.get(context.lang);
            let name = policy.name.get(context.lang);
            let name = if chosen {
                context.pick(format!("{name} (đang dùng)"), format!("{name} (in use)"))
            } else {
                name.to_owned()
            };
            let styles = &context.styles;
            put(self.sheet, self.row, 0, &name, if chosen { &styles.strong } else { &styles.text })?;
            for (column, count) in (1..).zip([tally.required, tally.covered, tally.possibly_covered]) {
                self.sheet.write_number_with_format(self.row, column, count as f64, &styles.number)?;
            }
            self.sheet.merge_range(self.row, 4, self.row, last, about, &styles.text)?;
            let width: f64 = WIDTHS[4..].iter().sum();
            self.sheet.set_row_height(self.row, height(lines(about, width)))?;
            self.row += 1;
        }
        Ok(())
    }

    fn inputs(&mut self) -> Result<(), XlsxError> {
        let context = self.context;
        let (audit, styles) = (context.audit, &context.styles);
        let last = WIDTHS.len() as u16 - 1;
        self.row += 1;
        self.header(&[context.pick("Tệp đã đọc", "Files read"), "SHA-256"])?;
        self.sheet.merge_range(self.row - 1, 1, self.row - 1, last, "SHA-256", &styles.heading)?;
        self.sheet.set_row_height(self.row - 1, 18)?;
        for input in &audit.inputs {
            put(self.sheet, self.row, 0, &input.path, &styles.text)?;
            self.sheet.merge_range(self.row, 1, self.row, last, &input.sha256, &styles.text)?;
            self.row += 1;
        }
        self.row += 1;
        let made = context.pick("Lập bởi", "Made by");
        let versions = format!(
            "{made} khung {} · {} {}",
            env!("CARGO_PKG_VERSION"),
            audit.framework.id,
            audit.framework.version
        );
        put(self.sheet, self.row, 0, &versions, &styles.subtitle)?;
        let dated = rust_xlsxwriter::Format::new()
            .set_num_format("yyyy-mm-dd")
            .set_align(rust_xlsxwriter::FormatAlign::Left);
        put(
            self.sheet,
            self.row + 1,
            0,
            context.pick("Ngày của tệp mới nhất:", "Date of the newest input:"),
            &styles.subtitle,
        )?;
        self.sheet.write_datetime_with_format(self.row + 1, 1, date(self.context.created)?, &dated)?;
        Ok(())
    }
}

fn label_font(status: Status) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(9).set_bold().set_color(if status == Status::Covered {
        Color::White
    } else {
        Color::Black
    });
    font
}

/// The answer, as a person would say it.
fn sentences(context: &Context<'_>, programme: &ProgrammeAudit) -> Vec<String> {
    let (coverage, tally) = (&programme.coverage, &programme.coverage.summary);
    let share = |part: usize, whole: usize| (part * 100 + whole / 2).checked_div(whole).unwrap_or(0);
    let (modules, statements) = (programme.programme.modules.len(), programme.programme.statement_count());
    let (covered, required, percent) = (tally.covered, tally.required, share(tally.covered, tally.required));
    let (addressed, indicators, possible) = (tally.addressed, tally.indicators, tally.possibly_covered);
    let mut said = vec![
        context.pick(
            format!("Chương trình có {modules} học phần với {statements} phát biểu. Trong {required} ô cần đạt, {covered} ô ({percent} %) được bao phủ bằng minh chứng; {addressed} trong {indicators} biểu hiện có minh chứng."),
            format!("The programme has {modules} modules with {statements} statements. Of {required} required cells, {covered} ({percent} %) are covered by evidence; {addressed} of {indicators} indicators are evidenced."),
        ),
        context.pick(
            format!("Nếu mọi gợi ý còn chờ người duyệt đều được chấp nhận, số ô bao phủ tối đa là {possible}."),
            format!("If every suggestion that awaits a person were accepted, at most {possible} would be covered."),
        ),
    ];
    if programme.programme.has_titles_only() {
        said.push(
            context
                .pick(
                    "Chú ý: chỉ đọc được tên học phần, chưa có đề cương; kết quả chưa nói lên chương trình dạy gì.",
                    "Mind: only titles of modules were read, and no syllabi; the result does not tell what is taught.",
                )
                .to_owned(),
        );
    }
    said.extend(work::done(programme, context.lang));
    said.extend(missing(context, &programme.gaps));
    said.extend(weak(context, coverage));
    said.extend(order(context, coverage));
    said
}

/// How many names a sentence lists; the sheet of gaps tells all.
const MOST_NAMES: usize = 8;

/// The domains and components of which nothing is there, by name.
fn missing(context: &Context<'_>, gaps: &[Gap]) -> Option<String> {
    let bare = gaps.iter().filter(|gap| gap.severity <= Severity::ComponentUncovered);
    let names: Vec<String> = bare
        .map(|gap| {
            let name = gap.scope.wording(&context.audit.framework);
            let whole = matches!(gap.scope, Scope::Domain(_));
            let kind = if whole { context.pick("miền ", "domain ") } else { "" };
            format!("{kind}{}", name.get(context.lang))
        })
        .collect();
    let more = names.len().saturating_sub(MOST_NAMES);
    let rest = context.pick(format!("; và {more} năng lực khác"), format!("; and {more} more"));
    let names = names[..names.len() - more].join("; ") + if more > 0 { &rest } else { "" };
    (!names.is_empty())
        .then(|| context.pick(format!("Hoàn toàn chưa có: {names}."), format!("Nothing at all on: {names}.")))
}

fn weak(context: &Context<'_>, coverage: &Coverage) -> Vec<String> {
    let count = |is: &dyn Fn(&crate::coverage::CellCoverage) -> bool| {
        coverage.cells.iter().filter(|c| c.required && is(c)).count()
    };
    let served = |c: &crate::coverage::CellCoverage| c.status >= Status::Partial;
    let cells = |count: usize| context.pick(format!("{count} ô"), counted(count, "cell", "cells"));
    let facts = [
        (
            coverage.summary.declared,
            context.pick(
                "chỉ khai báo trong ma trận, đề cương không có minh chứng",
                "declared only, with no text to bear them out",
            ),
        ),
        (
            count(&|c| served(c) && !c.is_guaranteed()),
            context.pick(
                "chỉ người chọn đúng học phần tự chọn mới được học",
                "met only by those who choose certain electives",
            ),
        ),
        (
            count(&|c| served(c) && c.is_fragile()),
            context.pick("chỉ dựa vào một học phần", "resting on one module alone"),
        ),
        (
            count(&|c| served(c) && !c.assessed),
            context.pick("có dạy nhưng không thấy đánh giá", "taught, with nothing that assesses them"),
        ),
        (
            count(&|c| c.implied),
            context.pick(
                "thiếu nền: mức cao hơn đã được bao phủ mà mức này chưa",
                "lacking the foundation: a higher level is covered, this one is not",
            ),
        ),
        (
            count(&|c| c.undeclared),
            context.pick("có minh chứng mà ma trận không khai báo", "evidenced but not declared"),
        ),
    ];
    let facts = facts.iter().filter(|(count, _)| *count > 0);
    let facts: Vec<String> = facts.map(|(count, what)| format!("   • {} {what}", cells(*count))).collect();
    let heading = (!facts.is_empty()).then(|| context.pick("Cần lưu ý:", "Worth noting:").to_owned());
    heading.into_iter().chain(facts).collect()
}

fn order(context: &Context<'_>, coverage: &Coverage) -> Option<String> {
    let count = coverage.progression.len();
    (count > 0).then(|| {
        context.pick(
            format!("Trình tự học có {count} điểm chưa hợp lí; xem trang Trình tự."),
            format!("The order of teaching has {count} faults; see the sheet Progression."),
        )
    })
}
