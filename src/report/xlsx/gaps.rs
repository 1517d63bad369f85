//! Sheet *Gaps*: what is missing, worst first, with the indicators in full.

use rust_xlsxwriter::XlsxError;

use super::Context;
use super::evidence::headers;
use super::grid::{Cell, Grid, column};
use super::sheets::Sheets;
use crate::audit::ProgrammeAudit;
use crate::coverage::Status;
use crate::framework::CellId;
use crate::gap::{Gap, Scope};
use crate::review::{Column, Justification};

pub(super) fn write(context: &Context<'_>, sheets: &mut Sheets<'_>) -> Result<(), XlsxError> {
    let mut columns = vec![
        column(context.pick("Mức nghiêm trọng", "Severity"), 17.0),
        column(context.pick("Năng lực thành phần", "Component"), 25.0),
        column(context.pick("Mức độ", "Level"), 12.0),
        column(context.pick("Biểu hiện còn thiếu", "Missing indicators"), 62.0),
        column(context.pick("Học phần liên quan", "Modules concerned"), 14.0),
        column(context.pick("Ghi chú", "Note"), 26.0),
    ];
    columns.extend(headers(context, &JUSTIFICATION));
    let key = Column::Cell.wording().get(context.lang).to_owned();
    let notes = context.pick(
        [
            "Xếp từ nặng đến nhẹ: thiếu cả miền, thiếu cả năng lực, thiếu một mức, chỉ khai báo, một phần.".to_owned(),
            "Khoảng trống có lý do chính đáng (ví dụ: chương trình liên kết dạy): điền đủ lý do, người xác nhận và ngày, rồi chạy lại với --review. Nó được liệt kê riêng ở cuối, không tính là bao phủ.".to_owned(),
        ],
        [
            "Worst first: a whole domain, a component, a level, declared only, partial.".to_owned(),
            "A gap that is justified (a partner programme teaches it, say): give reason, name and date, and run again with --review. It is then listed apart at the end, and never counted as covered.".to_owned(),
        ],
    );
    let name = context.pick("Khoảng trống", "Gaps");
    let title = context.pick("Những yêu cầu chưa được bao phủ", "Requirements that are not covered");
    let mut grid = Grid::new(&context.styles, sheets, name, title, &notes, &columns)?;
    let mut gaps: Vec<(&ProgrammeAudit, &Gap)> = Vec::new();
    for programme in &context.audit.programmes {
        gaps.extend(programme.gaps.iter().map(|gap| (programme, gap)));
    }
    gaps.sort_by_key(|(_, gap)| gap.severity);
    for (programme, gap) in &gaps {
        for cell in &gap.cells {
            gap_row(context, &mut grid, programme, gap, *cell)?;
        }
    }
    for programme in &context.audit.programmes {
        avoidable(context, &mut grid, programme)?;
    }
    for programme in &context.audit.programmes {
        let open = |one: &Justification| {
            programme.gaps.iter().any(|gap| one.cell.is_some_and(|c| gap.cells.contains(&c)))
        };
        for one in programme.justified.iter().filter(|one| !open(one)) {
            justified(context, &mut grid, programme, one)?;
        }
    }
    if gaps.is_empty() {
        grid.nothing(context.pick("Không có khoảng trống nào.", "There are no gaps."), &context.styles.text)?;
    }
    // The key of the cell is for khung, and not printed.
    let printed = columns.iter().position(|column| column.header == key).unwrap_or(1) as u16 - 1;
    grid.sheet.set_print_area(0, 0, grid.row.max(1) - 1, printed)?;
    grid.finish()
}

/// What a person writes beside a gap, and the key it is read back by.
const JUSTIFICATION: [(Column, f64); 4] =
    [(Column::Reason, 22.0), (Column::JustifiedBy, 14.0), (Column::JustifiedOn, 12.0), (Column::Cell, 20.0)];

fn justification<'c>(
    context: &'c Context<'_>,
    key: &'c str,
    written: Option<&'c Justification>,
) -> [Cell<'c>; 4] {
    let input = &context.styles.input;
    let [reason, name, date] = match written {
        None => [Cell::Blank(input), Cell::Blank(input), Cell::Blank(input)],
        Some(one) => [
            Cell::Text(&one.reason, input),
            Cell::Text(&one.name, input),
            Cell::date(&one.date, &context.styles.date_input),
        ],
    };
    [reason, name, date, Cell::Text(key, &context.styles.faint)]
}

/// A gap that a person has justified, and how its cell is served now.
fn justified(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    programme: &ProgrammeAudit,
    one: &Justification,
) -> Result<(), XlsxError> {
    let (framework, styles) = (&context.audit.framework, &context.styles);
    let cell = one.cell.map(|cell| framework.cell(cell));
    let named = cell.map_or(one.key.clone(), |cell| context.component(cell.component));
    let level = cell.map_or("", |cell| framework.level(cell.level).name.get(context.lang));
    let status = one.cell.and_then(|cell| programme.coverage.of(cell)).map(|coverage| coverage.status);
    let now = status.map(|status| status.wording().get(context.lang).to_owned()).unwrap_or_default();
    let mut row = vec![
        Cell::Text(context.pick("Có lý do", "Justified"), &styles.strong),
        Cell::Text(&named, &styles.strong),
        Cell::Text(level, &styles.centre),
        Cell::text(format!("{}: {now}", context.pick("Trạng thái hiện nay", "Status now")), &styles.text),
        Cell::Blank(&styles.text),
        Cell::Text(context.pick("Không tính là bao phủ", "Not counted as covered"), &styles.text),
    ];
    row.extend(justification(context, &one.key, Some(one)));
    if context.is_portfolio() {
        row.push(Cell::Text(&programme.programme.title, &styles.text));
    }
    grid.write(&row)
}

fn gap_row(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    programme: &ProgrammeAudit,
    gap: &Gap,
    id: CellId,
) -> Result<(), XlsxError> {
    let (framework, styles) = (&context.audit.framework, &context.styles);
    let Some(coverage) = programme.coverage.of(id) else { return Ok(()) };
    let cell = framework.cell(id);
    let severity = styles.severity(gap.severity);
    let component = framework.component(cell.component);
    let named = format!("{} {}", component.code, component.name.get(context.lang));
    let missing: Vec<String> = framework
        .indicators_of(id)
        .filter(|(id, _)| gap.indicators.contains(id))
        .map(|(_, indicator)| format!("• {}", indicator.text.get(context.lang)))
        .collect();
    let missing = match &cell.whole {
        Some(why) => why.get(context.lang).to_owned(),
        None => missing.join("\n"),
    };
    let modules = match (coverage.modules.is_empty(), coverage.suggested.is_empty()) {
        (false, _) => context.codes(programme, &coverage.modules),
        (true, false) => format!(
            "{}: {}",
            context.pick("Gợi ý", "Suggested"),
            context.codes(programme, &coverage.suggested)
        ),
        (true, true) => String::new(),
    };
    let note = note(context, gap, coverage.status, gap.implied && coverage.implied);
    let word = gap.severity.wording();
    let level = framework.level(cell.level).name.get(context.lang);
    let written = programme.justified.iter().find(|one| one.cell == Some(id));
    let mut row = vec![
        Cell::Text(word.get(context.lang), &severity),
        Cell::Text(&named, &styles.strong),
        Cell::Text(level, &styles.centre),
        Cell::Text(&missing, &styles.text),
        Cell::Text(&modules, &styles.text),
        Cell::Text(&note, &styles.text),
    ];
    row.extend(justification(context, &cell.key, written));
    if context.is_portfolio() {
        row.push(Cell::Text(&programme.programme.title, &styles.text));
    }
    grid.write(&row)
}

fn note(context: &Context<'_>, gap: &Gap, status: Status, implied: bool) -> String {
    let mut notes = Vec::new();
    let scope = gap.scope.wording(&context.audit.framework);
    let whole = format!("{}: {}", context.pick("Cả miền", "The whole domain"), scope.get(context.lang));
    if matches!(gap.scope, Scope::Domain(_)) {
        notes.push(whole.as_str());
    }
    if implied {
        notes.push(
            context.pick(
                "Thiếu nền: mức cao hơn đã được bao phủ",
                "Foundation missing: a higher level is covered",
            ),
        );
    }
    if status == Status::Declared {
        notes.push(context.pick(
            "Ma trận khai báo nhưng đề cương không có minh chứng",
            "The matrix claims it; no text bears it out",
        ));
    }
    notes.join("\n")
}

/// What is served, but not for every learner.
fn avoidable(
    context: &Context<'_>,
    grid: &mut Grid<'_>,
    programme: &ProgrammeAudit,
) -> Result<(), XlsxError> {
    let (framework, styles) = (&context.audit.framework, &context.styles);
    let cells =
        programme.coverage.cells.iter().filter(|cell| cell.required && cell.status >= Status::Partial);
    for (cell, escape) in cells.filter_map(|cell| Some((cell, cell.escape.as_ref()?))) {
        let component = framework.component(framework.cell(cell.cell).component);
        let named = format!("{} {}", component.code, component.name.get(context.lang));
        let level = framework.level(framework.cell(cell.cell).level).name.get(context.lang);
        let missed = escape.wording(&programme.programme);
        let modules = context.codes(programme, &cell.modules);
        let mut row = vec![
            Cell::Text(context.pick("Không phải ai cũng được học", "Not for every learner"), &styles.strong),
            Cell::Text(&named, &styles.strong),
            Cell::Text(level, &styles.centre),
            Cell::Text(
                context
                    .pick("Có minh chứng, nhưng chỉ ở học phần tự chọn", "Evidenced, but only in electives"),
                &styles.faint,
            ),
            Cell::Text(&modules, &styles.text),
            Cell::Text(missed.get(context.lang), &styles.text),
        ];
        row.extend(JUSTIFICATION.map(|_| Cell::Blank(&styles.text)));
        if context.is_portfolio() {
            row.push(Cell::Text(&programme.programme.title, &styles.text));
        }
        grid.write(&row)?;
    }
    Ok(())
}
