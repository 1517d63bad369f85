//! Sheet *Efforts*: the figures that the plan goes by, in words, and where each may be changed.

use super::{Page, Written};
use crate::lang::Wording;
use crate::report::xlsx::grid::{Cell, Grid};
use crate::report::xlsx::sheets::Sheets;

/// The sections of `efforts.toml`, and what they are about.
const SECTIONS: [(&str, &str, &str); 7] = [
    ("extend", "Bổ sung vào học phần có sẵn", "Extending a module"),
    ("take_over", "Nhận học phần có sẵn ở nơi khác", "Taking over a module"),
    ("create", "Xây dựng học phần mới", "Creating a module"),
    ("periods", "Thời lượng cho một biểu hiện", "Periods for an indicator"),
    ("cost", "Đơn giá", "Prices"),
    ("limits", "Giới hạn", "Limits"),
    ("classes", "Lớp bồi dưỡng của khoa", "Classes of a department"),
];

pub(super) fn write(page: &Page<'_>, sheets: &mut Sheets<'_>) -> Written {
    let notes = page.pick(
        [
            "Kế hoạch cân nhắc theo các con số dưới đây. Mặc định là ước lượng ban đầu, chưa được đo đạc: nên thay bằng số của trường.".to_owned(),
            "Cách đổi: chép tệp mappings/efforts.toml, sửa con số ở mục đã ghi, rồi chạy lại với --efforts TỆP.toml.".to_owned(),
        ],
        [
            "The plan weighs by these figures. The defaults are first estimates and not measured: put your own.".to_owned(),
            "To change one: copy mappings/efforts.toml, change the entry named, and run again with --efforts FILE.toml.".to_owned(),
        ],
    );
    let names = page.pick(
        ("Định mức", "Các định mức mà kế hoạch dựa vào"),
        ("Efforts", "The figures that the plan goes by"),
    );
    let columns = [
        ("Định mức", "Figure", 72.0),
        ("Giá trị", "Value", 14.0),
        ("Đơn vị", "Unit", 20.0),
        ("Mục trong efforts.toml", "Entry in efforts.toml", 34.0),
    ];
    let mut grid = page.sheet(sheets, names, &notes, &columns)?;
    let figures = figures(page);
    for (section, vi, en) in SECTIONS {
        grid.heading(page.pick(vi, en), &page.context.styles.group)?;
        let mut of = figures.iter().filter(|(name, _)| name.split('.').next() == Some(section));
        of.try_for_each(|(name, figure)| row(page, &mut grid, name, *figure))?;
    }
    grid.sheet.set_portrait();
    Ok(())
}

/// Every figure with its name; those that are only shown after those that are checked.
fn figures(page: &Page<'_>) -> Vec<(String, f64)> {
    let efforts = &page.proposal.ask.efforts;
    let (limits, classes) = (&efforts.limits, &efforts.classes);
    let others = [
        ("limits.hosts_an_indicator", limits.hosts_an_indicator as f64),
        ("limits.take_overs", limits.take_overs as f64),
        ("classes.seats", f64::from(classes.seats)),
        ("classes.least_class", classes.least_class as f64),
        ("classes.courses_a_person", classes.courses_a_person as f64),
        ("classes.least_group", classes.least_group as f64),
    ];
    let mut figures = efforts.figures();
    // By level, and not by the letter.
    let level =
        |name: &str| page.context.audit.framework.levels.iter().position(|level| name.ends_with(&level.key));
    figures
        .sort_by_key(|(name, _)| name.strip_prefix("periods.").map(|name| level(name).unwrap_or(usize::MAX)));
    for (name, figure) in others {
        if figures.iter().all(|(known, _)| known != name) {
            figures.push((name.to_owned(), figure));
        }
    }
    figures
}

fn row(page: &Page<'_>, grid: &mut Grid<'_>, name: &str, figure: f64) -> Written {
    let styles = &page.context.styles;
    let (section, key) = name.split_once('.').unwrap_or(("", name));
    let money = styles.centre.clone().set_num_format("#,##0");
    let format = if section == "cost" { &money } else { &styles.centre };
    grid.write(&[
        Cell::text(page.said(&described(page, section, key)), &styles.text),
        Cell::Number(figure, format),
        Cell::text(page.said(&unit(page, section, key)), &styles.centre),
        Cell::text(format!("[{section}] {key}"), &styles.faint),
    ])
}

/// What a figure means; its name where that is not known here.
fn described(page: &Page<'_>, section: &str, key: &str) -> Wording {
    let (vi, en) = match (section, key) {
        ("extend", "module") => (
            "Mở đề cương một học phần: sửa, thông qua hội đồng, ban hành (một lần cho mỗi học phần)",
            "Opening a syllabus: rewriting, council, publishing (once a module)",
        ),
        ("extend", "indicator") => (
            "Thêm một biểu hiện: chuẩn đầu ra, nội dung, hoạt động, đánh giá; nhân với hệ số dưới đây",
            "Adding an indicator: outcome, content, activity, assessment; times a factor below",
        ),
        ("extend", "same_component") => (
            "Hệ số khi học phần đã dạy chính năng lực ấy",
            "Factor where the module teaches the component already",
        ),
        ("extend", "same_domain") => (
            "Hệ số khi học phần dạy năng lực khác cùng miền",
            "Factor where it teaches another component of the domain",
        ),
        ("extend", "other_domain") => (
            "Hệ số khi học phần chỉ dạy năng lực của miền khác",
            "Factor where it teaches components of other domains only",
        ),
        ("extend", "nothing") => (
            "Hệ số khi học phần chưa dạy gì của khung năng lực",
            "Factor where it teaches nothing of the framework",
        ),
        ("extend", "gateway") => (
            "Phần tăng thêm cho học phần trọng yếu nhất (nhiều học phần khác phải chờ); học phần khác theo tỉ lệ",
            "Share added for the most crucial module, on which others wait; for others in proportion",
        ),
        ("take_over", "module") => (
            "Nhận một học phần từ danh mục hay chương trình khác (một lần cho mỗi học phần)",
            "Taking over a module from a catalogue or another programme (once a module)",
        ),
        ("create", "module") => {
            ("Xây dựng một học phần mới (một lần cho mỗi học phần)", "Creating a module (once a module)")
        }
        ("create", "indicator") => {
            ("Thêm mỗi biểu hiện trong học phần mới", "For each indicator of a created module")
        }
        ("periods", level) => return periods(page, level),
        ("cost", "day") => ("Tiền công một ngày", "A working day"),
        ("cost", "period") => ("Tiền giảng dạy một tiết", "A taught period"),
        ("limits", "room") => (
            "Phần số tiết của học phần có thể dành cho nội dung mới (0,15 là 15 %)",
            "Share of a module's periods that may go to new indicators (0.15 is 15 %)",
        ),
        ("limits", "periods_a_credit") => (
            "Số tiết tính cho một tín chỉ, khi học phần chỉ ghi tín chỉ",
            "Periods reckoned for a credit where a module gives credits only",
        ),
        ("limits", "usual_periods") => (
            "Số tiết tính cho học phần không ghi tiết lẫn tín chỉ",
            "Periods reckoned for a module that gives neither",
        ),
        ("limits", "indicators_a_module") => (
            "Nhiều nhất bao nhiêu biểu hiện thêm vào một học phần",
            "Indicators added to one module, at most",
        ),
        ("limits", "periods_a_term") => {
            ("Nhiều nhất bao nhiêu tiết thêm vào một học kỳ", "Periods added to one term, at most")
        }
        ("limits", "least_new_module") => ("Học phần mới có ít nhất", "A created module has at least"),
        ("limits", "most_new_module") => ("Học phần mới có nhiều nhất", "A created module has at most"),
        ("limits", "hosts_an_indicator") => (
            "Tìm chỗ cho một biểu hiện trong bao nhiêu học phần gần nhất",
            "Nearest modules among which a host for an indicator is looked for",
        ),
        ("limits", "take_overs") => (
            "Xét nhận nhiều nhất bao nhiêu học phần từ nơi khác",
            "Modules from elsewhere that are considered, at most",
        ),
        ("classes", "seats") => (
            "Số chỗ của một lớp, khi danh mục không ghi",
            "Seats of a class, where the catalogue does not tell",
        ),
        ("classes", "least_class") => {
            ("Ít nhất bao nhiêu người thì mở lớp", "People for whom a class is opened, at least")
        }
        ("classes", "courses_a_person") => ("Mỗi người dự nhiều nhất", "Courses that one person may attend"),
        ("classes", "least_group") => (
            "Nhóm ít người hơn số này không nêu, để không nhận ra ai",
            "Smaller groups are not shown, so that nobody can be recognised",
        ),
        _ => return Wording::same(format!("{section}.{key}")),
    };
    Wording::new(vi, en)
}

fn periods(page: &Page<'_>, level: &str) -> Wording {
    let named = page.context.audit.framework.levels.iter().find(|one| one.key == level);
    match named {
        Some(level) => Wording::new(
            format!("Một biểu hiện mức {}", level.name.vi),
            format!("An indicator of the level {}", level.name.en),
        ),
        None if level == "other" => {
            Wording::new("Một biểu hiện ở mức không nêu tên", "An indicator of a level not named")
        }
        None => {
            Wording::new(format!("Một biểu hiện mức {level}"), format!("An indicator of the level {level}"))
        }
    }
}

fn unit(page: &Page<'_>, section: &str, key: &str) -> Wording {
    match (section, key) {
        ("extend", "module" | "indicator") | ("take_over" | "create", _) => {
            Wording::new("ngày công", "working days")
        }
        ("extend", "gateway") | ("limits", "room") => Wording::new("phần (0 đến 1)", "share (0 to 1)"),
        ("extend", _) => Wording::new("lần", "times"),
        ("cost", "period") => Wording::same(format!(
            "{}/{}",
            page.proposal.ask.efforts.cost.currency,
            page.pick("tiết", "period")
        )),
        ("cost", _) => Wording::same(format!(
            "{}/{}",
            page.proposal.ask.efforts.cost.currency,
            page.pick("ngày công", "working day")
        )),
        ("limits", "indicators_a_module") => Wording::new("biểu hiện", "indicators"),
        ("limits", "hosts_an_indicator" | "take_overs") => Wording::new("học phần", "modules"),
        ("periods" | "limits", _) => Wording::new("tiết", "periods"),
        ("classes", "courses_a_person") => Wording::new("khóa", "courses"),
        ("classes", _) => Wording::new("người", "people"),
        _ => Wording::default(),
    }
}
