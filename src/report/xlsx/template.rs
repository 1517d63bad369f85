//! An empty workbook with the headers that khung reads, drop-downs and an example row.

use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::failed;
use super::grid::{put, set_up};
use super::style::Styles;
use crate::error::Result;
use crate::framework::{Audience, Framework};
use crate::lang::Lang;

/// How many rows have drop-downs.
const ROWS: u32 = 200;

/// The workbook for a programme that trains `audience`, as bytes. The same every time.
///
/// # Errors
/// [`Error::Write`](crate::error::Error::Write) if the content passes a limit of Excel's.
pub fn template(framework: &Framework, audience: &Audience, lang: Lang) -> Result<Vec<u8>> {
    sheets(framework, audience, lang).map_err(|error| failed("khung-template.xlsx", &error))
}

fn sheets(framework: &Framework, audience: &Audience, lang: Lang) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(0)?;
    book.set_properties(&DocProperties::new().set_author("khung").set_creation_datetime(&created));
    let styles = Styles::new();
    modules(book.add_worksheet(), lang, &styles)?;
    matrix(book.add_worksheet(), framework, audience, lang, &styles)?;
    guidance(book.add_worksheet(), framework, audience, lang, &styles)?;
    book.save_to_buffer()
}

fn header(
    sheet: &mut Worksheet,
    row: u32,
    headers: &[(&str, f64)],
    styles: &Styles,
) -> std::result::Result<(), XlsxError> {
    for (column, (text, width)) in (0..).zip(headers) {
        put(sheet, row, column, text, &styles.heading)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_row_height(row, 34)?;
    sheet.set_freeze_panes(row + 1, 2)?;
    sheet.set_repeat_rows(row, row)?;
    Ok(())
}

fn modules(sheet: &mut Worksheet, lang: Lang, styles: &Styles) -> std::result::Result<(), XlsxError> {
    let name = lang.pick("1. Chương trình", "1. Programme");
    sheet.set_name(name)?;
    set_up(sheet, name);
    put(
        sheet,
        0,
        0,
        lang.pick("Chương trình đào tạo: (tên chương trình)", "Programme: (its title)"),
        &styles.title,
    )?;
    let headers = lang.pick(
        [
            ("Mã học phần", 13.0),
            ("Tên học phần", 38.0),
            ("Số tín chỉ", 9.0),
            ("Số tiết", 9.0),
            ("Học kỳ", 9.0),
            ("Bắt buộc/Tự chọn", 13.0),
            ("Nhóm tự chọn", 22.0),
            ("Học phần tiên quyết", 18.0),
            ("Mô tả", 40.0),
            ("Chuẩn đầu ra", 52.0),
            ("Nội dung", 44.0),
            ("Đánh giá", 36.0),
        ],
        [
            ("Module code", 13.0),
            ("Module title", 38.0),
            ("Credits", 9.0),
            ("Periods", 9.0),
            ("Term", 9.0),
            ("Compulsory/Elective", 13.0),
            ("Choice group", 22.0),
            ("Prerequisites", 18.0),
            ("Description", 40.0),
            ("Learning outcomes", 52.0),
            ("Content", 44.0),
            ("Assessment", 36.0),
        ],
    );
    header(sheet, 2, &headers, styles)?;
    let example = lang.pick(
        ["VD101", "Ứng dụng AI trong dạy học (ví dụ, xóa hàng này)", "3", "45", "5", "Tự chọn", "TC1: chọn 1 trong 3", "", "Giới thiệu công cụ AI hỗ trợ giáo viên.", "CLO1: Sử dụng được công cụ AI tạo sinh đơn giản để hỗ trợ soạn bài.\nCLO2: Hướng dẫn được học sinh dùng AI có trách nhiệm.", "- Nguyên lí hoạt động của AI\n- Rủi ro khi dùng AI", "Bài tập lớn (CLO1, CLO2), 60%"],
        ["EX101", "AI in teaching (an example, delete this row)", "3", "45", "5", "Elective", "E1: choose 1 of 3", "", "AI tools that help teachers.", "CLO1: Use simple generative AI tools to prepare lessons.\nCLO2: Guide learners to use AI responsibly.", "- How AI works\n- Risks of AI", "Project (CLO1, CLO2), 60%"],
    );
    for (column, text) in (0..).zip(example) {
        match text.parse::<f64>() {
            Ok(number) => sheet.write_number_with_format(3, column, number, &styles.faint)?,
            Err(_) => sheet.write_string_with_format(3, column, text, &styles.faint)?,
        };
    }
    let choice = DataValidation::new()
        .allow_list_strings(&lang.pick(["Bắt buộc", "Tự chọn"], ["Compulsory", "Elective"]))?;
    sheet.add_data_validation(3, 5, 3 + ROWS, 5, &choice)?;
    Ok(())
}

fn matrix(
    sheet: &mut Worksheet,
    framework: &Framework,
    audience: &Audience,
    lang: Lang,
    styles: &Styles,
) -> std::result::Result<(), XlsxError> {
    let name = lang.pick("2. Ma trận", "2. Matrix");
    sheet.set_name(name)?;
    set_up(sheet, name);
    let title = lang.pick(
        "Học phần dạy năng lực nào, ở mức nào (để trống nếu không)",
        "Which module teaches which component, at which level (blank if none)",
    );
    put(sheet, 0, 0, title, &styles.title)?;
    let components = framework.components_of(&audience.tables);
    let several = audience.tables.len() > 1;
    let codes: Vec<String> =
        components.map(|(_, c)| if several { c.key.clone() } else { c.code.to_string() }).collect();
    let mut headers = vec![
        (lang.pick("Mã học phần", "Module code"), 13.0),
        (lang.pick("Tên học phần", "Module title"), 38.0),
    ];
    headers.extend(codes.iter().map(|code| (code.as_str(), if several { 14.0 } else { 7.0 })));
    header(sheet, 2, &headers, styles)?;
    let marks: Vec<&str> = framework.levels.iter().filter_map(|level| level.mark(lang)).collect();
    put(sheet, 3, 0, lang.pick("VD101", "EX101"), &styles.faint)?;
    put(
        sheet,
        3,
        1,
        lang.pick(
            "Ứng dụng AI trong dạy học (ví dụ, xóa hàng này)",
            "AI in teaching (an example, delete this row)",
        ),
        &styles.faint,
    )?;
    let last = headers.len() as u16 - 1;
    put(sheet, 3, last, marks.first().unwrap_or(&"x"), &styles.faint)?;
    if !marks.is_empty() {
        sheet.add_data_validation(
            3,
            2,
            3 + ROWS,
            last,
            &DataValidation::new().allow_list_strings(&marks)?,
        )?;
    }
    Ok(())
}

fn guidance(
    sheet: &mut Worksheet,
    framework: &Framework,
    audience: &Audience,
    lang: Lang,
    styles: &Styles,
) -> std::result::Result<(), XlsxError> {
    let name = lang.pick("Hướng dẫn", "Guidance");
    sheet.set_name(name)?;
    set_up(sheet, name);
    sheet.set_column_width(0, 110)?;
    put(sheet, 0, 0, lang.pick("Cách điền", "How to fill this in"), &styles.title)?;
    let levels: Vec<String> = framework
        .levels
        .iter()
        .map(|level| format!("{} = {}", level.mark(lang).unwrap_or_default(), level.name.get(lang)))
        .collect();
    let levels = levels.join(", ");
    let audience = audience.name.get(lang);
    let said = lang.pick(
        [
            format!("Mẫu này dành cho chương trình có đối tượng: {audience}. Thứ tự cột không quan trọng; có thể bỏ cột không dùng."),
            "Mỗi học phần một hàng. Mỗi chuẩn đầu ra, nội dung, hình thức đánh giá một dòng trong ô (Alt+Enter).".to_owned(),
            "Học phần tự chọn: ghi nhóm và số phải chọn, ví dụ \"TC1: chọn 1 trong 3\".".to_owned(),
            "Đánh giá: nêu chuẩn đầu ra được đánh giá, ví dụ \"Bài tập lớn (CLO1, CLO2)\".".to_owned(),
            format!("Ma trận: {levels}. Nhiều mức thì ghi \"CB, TT\"."),
            "Chạy: khung audit TỆP.xlsx".to_owned(),
        ],
        [
            format!("This template is for programmes that train: {audience}. The order of columns does not matter; leave out what you do not use."),
            "One row a module. One line in the cell (Alt+Enter) for each outcome, topic and assessment.".to_owned(),
            "Electives: name the group and how many must be taken, as in \"E1: choose 1 of 3\".".to_owned(),
            "Assessment: name the outcomes assessed, as in \"Project (CLO1, CLO2)\".".to_owned(),
            format!("Matrix: {levels}. For several levels write \"B, P\"."),
            "Run: khung audit FILE.xlsx".to_owned(),
        ],
    );
    for (row, line) in (2..).zip(said) {
        sheet.write_string_with_format(row, 0, line, &styles.sentence)?;
    }
    Ok(())
}
