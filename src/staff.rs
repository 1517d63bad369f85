//! Self-assessments of staff → who has reached which level of which component (Article 2.2 of the Circular).
//!
//! A header is found by its words and by the components it names (`header`), wherever it stands: one row for each
//! person and one column for each component, or for each of its levels, or one row for each person and component.
//! Rows become entries on a roll (`rows`, `answer`), which gathers what several rows, sheets and files tell of one
//! person (`roll`). Codes that two tables share are settled person by person (`heads`): a teacher and a manager in
//! one sheet may mean different components by 1.1, and who is which their posts tell (`audience`).
//!
//! Names serve to tell people apart while a run reads, and leave this room in no form.

mod answer;
mod audience;
mod header;
mod heads;
mod roll;
mod rows;
mod said;
mod unit;
mod words;

use std::collections::BTreeMap;

use crate::finding::Findings;
use crate::framework::{ComponentId, LevelId, TableId};
use crate::layout::Guide;
use crate::place::Place;
use crate::workbook::{Sheet, Workbook};
use header::Header;
use roll::Roll;

/// Everyone who has assessed themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Staff {
    /// The people, in the order in which they are first met.
    pub people: Vec<Person>,
}

/// One person's self-assessment. It never holds a name: no name leaves the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The school or other unit; where nothing tells it the sheet's name, else the file's.
    pub unit: String,
    /// The post as written; empty where it is not told.
    pub post: String,
    /// Whose requirements the person must meet, by position in [`Framework::audiences`](crate::framework::Framework).
    pub audience: usize,
    /// The level reached of each component of that audience that was assessed: none where not even the lowest is.
    /// A component that is missing was not assessed.
    pub reached: BTreeMap<ComponentId, Option<LevelId>>,
    /// Where the person's first row begins.
    pub place: Place,
}

/// Reads the self-assessments in `books`. Who is no manager, and of no school for another age, is of `audience`, a
/// position in the framework's audiences. The tables of `guide` do not matter, as staff are of several.
///
/// Where nothing is found the staff is empty, and `findings` say of every sheet why.
pub fn read(books: &[Workbook], guide: Guide<'_>, audience: usize, findings: &mut Findings) -> Staff {
    let tables: Vec<TableId> = (0..guide.framework.tables.len() as u16).map(TableId).collect();
    let guide = Guide { tables: &tables, ..guide };
    let mut roll = Roll::default();
    for book in books {
        let visible: Vec<&Sheet> = book.sheets.iter().filter(|sheet| !sheet.hidden).collect();
        let found: Vec<(&Sheet, Vec<Header>)> =
            visible.into_iter().map(|sheet| (sheet, header::find(sheet, guide))).collect();
        said::skipped(book, &found, findings);
        for (sheet, headers) in found.iter().filter(|(_, headers)| !headers.is_empty()) {
            rows::read(sheet, headers, guide, &mut roll, findings);
        }
    }
    roll.people(guide.framework, &guide.columns.staff, audience, findings)
}

#[cfg(test)]
mod tests;
