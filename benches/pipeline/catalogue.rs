//! Made-up catalogues of any size: the same seed gives the same bytes on every machine.
//!
//! A module is a row: code, title, credits, and five outcomes of twelve words in one cell, as catalogues have them. The words
//! are those of real syllabi: runs of the statements in `tests/it/undigital.txt` and of the labelled ones.

use std::error::Error;
use std::path::Path;

use fastrand::Rng;
use rust_xlsxwriter::Workbook;

/// Of a hundred statements so many are about digital competence.
const DIGITAL: u8 = 15;
const STATEMENTS: usize = 5;
const WORDS: usize = 12;
pub(crate) const HEADER: [&str; 4] = ["Mã học phần", "Tên học phần", "Số tín chỉ", "Chuẩn đầu ra học phần"];

/// One row of a catalogue, in the order of [`HEADER`].
pub(crate) type Row = [String; 4];

/// The rows of a catalogue of `modules` modules.
pub(crate) fn rows(modules: usize, seed: u64) -> impl Iterator<Item = Row> {
    let sources = Sources::load();
    let mut rng = Rng::with_seed(seed);
    (1..=modules).map(move |number| {
        let outcomes: Vec<String> = (1..=STATEMENTS)
            .map(|clo| {
                let digital = rng.u8(0..100) < DIGITAL;
                format!("CLO{clo}: {}", sources.statement(digital, &mut rng))
            })
            .collect();
        [
            format!("HP{number:07}"),
            format!("{} {}", SUBJECTS[rng.usize(0..SUBJECTS.len())], number % 9 + 1),
            rng.u8(2..5).to_string(),
            outcomes.join("\n"),
        ]
    })
}

/// What a module may be called.
const SUBJECTS: [&str; 12] = [
    "Triết học Mác – Lênin",
    "Tâm lí học giáo dục",
    "Phương pháp dạy học bộ môn",
    "Giải tích",
    "Văn học dân gian",
    "Lịch sử Việt Nam",
    "Hóa học hữu cơ",
    "Sinh học tế bào",
    "Giáo dục thể chất",
    "Tiếng Anh",
    "Thực tập sư phạm",
    "Âm nhạc và múa",
];

/// Statements that are evidence of digital competence, and statements that are not.
struct Sources {
    digital: Vec<String>,
    other: Vec<String>,
}

impl Sources {
    fn load() -> Self {
        let labelled = include_str!("../../fixtures/labelled/training.csv");
        let undigital =
            include_str!("../../tests/it/undigital.txt").lines().filter(|line| !line.starts_with('#'));
        let mut sources = Sources { digital: Vec::new(), other: undigital.map(str::to_owned).collect() };
        for record in csv::Reader::from_reader(labelled.as_bytes()).into_records() {
            let record = record.expect("the labelled statements are csv");
            if &record[1] == "vi" {
                let pool = if record[4].is_empty() { &mut sources.other } else { &mut sources.digital };
                pool.push(record[0].to_owned());
            }
        }
        sources
    }

    /// Twelve words from within one statement, run on into others: hardly any two are the same, so that nothing is gained
    /// by remembering them.
    fn statement(&self, digital: bool, rng: &mut Rng) -> String {
        let pool = if digital { &self.digital } else { &self.other };
        let first = &pool[rng.usize(0..pool.len())];
        let mut words: Vec<&str> = first.split_whitespace().collect();
        words.drain(..rng.usize(0..words.len().max(1)));
        while words.len() < WORDS {
            words.extend(pool[rng.usize(0..pool.len())].split_whitespace());
        }
        words[..WORDS].join(" ")
    }
}

/// Writes a catalogue as csv.
pub(crate) fn write_csv(path: &Path, modules: usize, seed: u64) -> Result<(), Box<dyn Error>> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(HEADER)?;
    for row in rows(modules, seed) {
        writer.write_record(&row)?;
    }
    Ok(writer.flush()?)
}

/// Writes a catalogue as a workbook of one sheet.
pub(crate) fn write_xlsx(path: &Path, modules: usize, seed: u64) -> Result<(), Box<dyn Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name("Học phần")?;
    sheet.write_row(0, 0, HEADER)?;
    for (number, row) in (1..).zip(rows(modules, seed)) {
        let [code, title, credits, outcomes] = row;
        sheet.write_row(number, 0, [code, title])?;
        sheet.write(number, 2, credits.parse::<u32>()?)?;
        sheet.write(number, 3, outcomes)?;
    }
    Ok(book.save(path)?)
}
