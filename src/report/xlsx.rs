//! `coverage.xlsx`: the workbook that a dean can be sent.
//!
//! Nine sheets, one more for several programmes, one where modules require others and one for decisions without a place,
//! each set up to be read on a screen (frozen headers, filters) and on paper (A4 across, header rows repeated). Every
//! status is a word as well as a colour. All text is written as text: what looks like a formula in somebody's curriculum
//! stays what it looks like.

mod choices;
mod comparison;
mod coverage;
mod department;
mod duty;
mod evidence;
mod findings;
mod framework;
mod gaps;
mod grid;
mod kept;
mod module_map;
mod plan;
mod portfolio;
mod progression;
mod record;
mod sheets;
mod structure;
mod style;
mod summary;
mod template;

pub use comparison::comparison;
pub use department::department;
pub use plan::plan;
pub use template::template;

use std::io::Write;
use std::sync::Mutex;
use std::time::SystemTime;

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::audit::{Audit, ProgrammeAudit};
use crate::error::{Error, Result};
use crate::framework::ComponentId;
use crate::lang::Lang;
use crate::report::json;
use sheets::{Sheets, with_all};
use style::Styles;

/// What every sheet is made from.
struct Context<'a> {
    audit: &'a Audit,
    lang: Lang,
    styles: Styles,
    /// The only date in the workbook.
    created: SystemTime,
    /// How many rows a sheet takes; a longer table goes on in another.
    rows: u32,
}

impl Context<'_> {
    fn pick<T>(&self, vi: T, en: T) -> T {
        self.lang.pick(vi, en)
    }

    /// Whether sheets need a column that names the programme.
    fn is_portfolio(&self) -> bool {
        self.audit.programmes.len() > 1
    }

    /// The code and name of a component, with its table's mark where there are several tables.
    fn component(&self, id: ComponentId) -> String {
        format!("{} {}", self.marked_code(id, " "), self.audit.framework.component(id).name.get(self.lang))
    }

    /// The code of a component, after its table's mark and `between` where there are several tables.
    fn marked_code(&self, id: ComponentId, between: &str) -> String {
        let framework = &self.audit.framework;
        let component = framework.component(id);
        let mark = framework.table_mark(component.table, &self.audit.audience.tables);
        mark.map_or_else(|| component.code.to_string(), |mark| format!("{mark}{between}{}", component.code))
    }

    /// The codes of modules, with commas.
    fn codes(&self, programme: &ProgrammeAudit, modules: &[usize]) -> String {
        let codes: Vec<&str> =
            modules.iter().map(|at| programme.programme.modules[*at].code.as_str()).collect();
        codes.join(", ")
    }
}

/// The workbook for `audit`, as bytes. `created` is the only date in it, so that the same audit gives the
/// same bytes.
///
/// # Errors
/// [`Error::Write`] if the content passes a limit of Excel's.
pub fn render(audit: &Audit, lang: Lang, created: SystemTime) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Book::new(audit, lang, created)?.save(&mut bytes)?;
    Ok(bytes)
}

/// The workbook for an audit, with all its sheets and not yet saved. They are made on all cores and saved on one, so that the
/// others may go on with something else. Of the long sheets no more than a row is held.
pub struct Book(Workbook);

impl Book {
    /// The workbook for `audit`.
    ///
    /// # Errors
    /// [`Error::Write`] if the content passes a limit of Excel's, [`Error::Output`] if the temporary files of long sheets find no
    /// room.
    pub fn new(audit: &Audit, lang: Lang, created: SystemTime) -> Result<Self> {
        Self::of(&Context { audit, lang, styles: Styles::new(), created, rows: grid::MOST_ROWS })
    }

    fn of(context: &Context<'_>) -> Result<Self> {
        let json = || json::compact(context.audit, context.lang).unwrap_or_default();
        let (book, record) = rayon::join(|| told(context), json);
        let mut book = book?;
        contained(move || record::write(context, record, &mut book).map(|()| Book(book)))
    }

    /// Writes it into `out`.
    ///
    /// # Errors
    /// [`Error::Write`] if the content passes a limit of Excel's, or `out` takes no more.
    pub fn save(self, out: impl Write + Send) -> Result<()> {
        let Book(mut book) = self;
        contained(move || book.save_to_writer(out))
    }
}

/// The name of the threads that workbooks are written in, so that a program can keep their panics, which are caught, off
/// the screen.
pub const WRITER_THREAD: &str = "khung-writer";

/// Runs `work` in a thread of its own. Where there is no room for its temporary files, rust_xlsxwriter panics.
fn contained<T: Send>(work: impl FnOnce() -> std::result::Result<T, XlsxError> + Send) -> Result<T> {
    let path = std::env::temp_dir().display().to_string();
    let worked = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(WRITER_THREAD.to_owned());
        let thread = thread.spawn_scoped(scope, work);
        let thread = thread.map_err(|source| Error::Output { path: path.clone(), source })?;
        thread.join().or_else(|panic| match refused(&*panic) {
            Some(source) => Err(Error::Output { path: path.clone(), source }),
            None => std::panic::resume_unwind(panic),
        })
    })?;
    worked.map_err(|error| failed("coverage.xlsx", &error))
}

/// What the system said, by its number, to what panicked.
fn refused(panic: &(dyn std::any::Any + Send)) -> Option<std::io::Error> {
    let said = panic.downcast_ref::<String>().filter(|said| said.contains("Couldn't write to xml file"))?;
    let number = said.split("code: ").nth(1)?.split(',').next()?;
    number.parse().ok().map(std::io::Error::from_raw_os_error)
}

/// What writes a part of the workbook.
type Part = fn(&Context<'_>, &mut Sheets<'_>) -> std::result::Result<(), XlsxError>;

/// The parts before the sheet of the duty, and those after it. That sheet is named by the framework, and so as none of the
/// others are.
const PARTS: ([Part; 9], [Part; 2]) = (
    [
        summary::write,
        portfolio::write,
        coverage::write,
        gaps::write,
        module_map::write,
        evidence::write,
        kept::write,
        progression::write,
        structure::write,
    ],
    [findings::write, framework::write],
);

/// Every sheet that people read. Their parts are written at the same time.
fn told(context: &Context<'_>) -> Result<Workbook> {
    let book = Mutex::new(contained(|| empty(context))?);
    let (before, after) = PARTS;
    let write = |part: &Part, taken: Vec<String>| {
        contained(|| {
            let mut sheets = Sheets::new(&book, taken);
            part(context, &mut sheets).map(|()| sheets.made())
        })
    };
    // One by one: two long sheets that are shared out together would be written by one thread after the other.
    let parts = before.par_iter().with_max_len(1).chain(after.par_iter().with_max_len(1));
    let written = parts.map(|part| write(part, Vec::new()));
    let mut before_it: Vec<Vec<Worksheet>> =
        written.collect::<Vec<_>>().into_iter().collect::<Result<_>>()?;
    let taken = before_it.iter().flatten().map(Worksheet::name).collect();
    let duty = write(&(duty::write as Part), taken)?;
    let after_it = before_it.split_off(before.len());
    Ok(with_all(book, before_it.into_iter().chain([duty]).chain(after_it).flatten()))
}

/// A workbook without sheets. That its formats are in one order, whichever sheet is written first, they are told to it.
fn empty(context: &Context<'_>) -> std::result::Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // Higher levels make the file a little smaller, and take up to twice as long.
    book.set_zip_compression_level(2);
    let title = context.pick("Mức độ bao phủ khung năng lực", "Coverage of the competency framework");
    book.set_properties(&properties(context, title)?);
    context.styles.of_long_sheets().iter().for_each(|format| book.register_format(format));
    Ok(book)
}

fn properties(context: &Context<'_>, title: &str) -> std::result::Result<DocProperties, XlsxError> {
    let framework = &context.audit.framework;
    let programmes: Vec<&str> = context.audit.programmes.iter().map(|p| p.programme.title.as_str()).collect();
    Ok(DocProperties::new()
        .set_title(format!("{title}: {}", programmes.join("; ")))
        .set_subject(framework.title.get(context.lang))
        .set_author("khung")
        .set_keywords(framework.id.as_str())
        .set_comment(format!("khung {} · {} {}", env!("CARGO_PKG_VERSION"), framework.id, framework.version))
        .set_creation_datetime(&date(context.created)?))
}

fn date(time: SystemTime) -> std::result::Result<ExcelDateTime, XlsxError> {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    ExcelDateTime::from_timestamp(i64::try_from(seconds).unwrap_or(0))
}

fn failed(path: &str, error: &XlsxError) -> Error {
    Error::Write { path: path.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::audit::{Options, audit};

    /// The sheets of the college's report, of which none has more than so many `rows` of a table.
    fn sheets(audit: &Audit, rows: u32) -> Vec<(String, calamine::Range<Data>)> {
        let (lang, styles, created) = (Lang::Vi, Styles::new(), SystemTime::UNIX_EPOCH);
        let context = Context { audit, lang, styles, created, rows };
        let mut bytes = Vec::new();
        Book::of(&context).and_then(|book| book.save(&mut bytes)).expect("it is saved");
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        book.worksheets()
    }

    /// What stands in the first column of the sheets called `name`, or that and a number.
    fn first_column(sheets: &[(String, calamine::Range<Data>)], name: &str) -> Vec<String> {
        let parts = sheets.iter().filter(|(sheet, _)| sheet.starts_with(name));
        parts.flat_map(|(_, range)| range.rows().map(|row| row[0].to_string())).collect()
    }

    #[test]
    fn a_table_too_long_for_a_sheet_goes_on_in_another() {
        let audit =
            audit(&["fixtures/made/teacher-college.xlsx".into()], &Options::default()).expect("audited");
        let (whole, parted) = (sheets(&audit, grid::MOST_ROWS), sheets(&audit, 40));
        for name in ["Minh chứng", "Học phần × năng lực"] {
            let count = parted.iter().filter(|(sheet, _)| sheet.starts_with(name)).count();
            assert!(count > 1, "{name}");
            let continued = format!("Xem tiếp ở trang tính “{name} 2”.");
            let parted = first_column(&parted, name);
            assert!(parted.contains(&continued));
            // Of each part, the title and the lines under it come again.
            let head: Vec<String> = first_column(&whole, name)[..6].to_vec();
            let rows = |column: Vec<String>| -> Vec<String> {
                let is_row = |cell: &String| {
                    !head.contains(cell) && !cell.starts_with("Xem tiếp") && !cell.ends_with(')')
                };
                column.into_iter().filter(is_row).collect()
            };
            assert_eq!(rows(parted), rows(first_column(&whole, name)), "{name}");
        }
    }

    #[test]
    fn a_full_disk_is_told_from_a_fault_of_ours() {
        let full: Box<dyn std::any::Any + Send> = Box::new(
            "Couldn't write to xml file: Os { code: 28, kind: StorageFull, message: \"No space\" }"
                .to_owned(),
        );
        assert!(refused(&*full).is_some_and(|error| error.kind() == std::io::ErrorKind::StorageFull));
        let fault: Box<dyn std::any::Any + Send> = Box::new("index out of bounds, code: 28, ".to_owned());
        assert!(refused(&*fault).is_none());
    }
}
