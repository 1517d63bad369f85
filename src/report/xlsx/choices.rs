//! Drop-downs: of the column *Decision*, by what can be decided in a row, and of the state of what is to be done.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Worksheet, XlsxError};

use super::Context;
use crate::alignment::Decision;
use crate::framework::Framework;
use crate::lang::Lang;

/// The states of something to be done; the first is that of what is new.
pub(super) fn states(lang: Lang) -> [&'static str; 4] {
    lang.pick(
        ["Chưa làm", "Đang làm", "Đã xong", "Không làm"],
        ["Not begun", "Under way", "Done", "Will not do"],
    )
}

/// Offers the states in `column`, from the row `first` to the one before `after`.
pub(super) fn offer_states(
    sheet: &mut Worksheet,
    column: u16,
    (first, after): (u32, u32),
    lang: Lang,
) -> Result<(), XlsxError> {
    let list = DataValidation::new().allow_list_strings(&states(lang))?;
    let list = list.set_error_style(DataValidationErrorStyle::Warning);
    sheet.add_data_validation(first, column, after.max(first + 1) - 1, column, &list)?;
    Ok(())
}

/// For how many rows below the table a person may add some.
const ROWS_BELOW: u32 = 200;

/// Excel takes no file with more than 65,534 drop-downs, and is slow long before: where there would be more than this, one
/// offers everything in all rows.
const MOST_LISTS: usize = 5_000;

/// What can be decided in a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// Nothing tells its level, so that acceptance alone is not enough.
    pub(super) unlevelled: bool,
    /// There are other suggestions for its statement.
    pub(super) several: bool,
}

/// The drop-downs of a sheet; neighbours that offer the same share one.
pub(super) struct Choices<'a> {
    framework: &'a Framework,
    lang: Lang,
    column: u16,
    ranges: Vec<(u32, u32, Row)>,
}

impl<'a> Choices<'a> {
    pub(super) fn new(context: &Context<'a>, column: u16) -> Self {
        Choices { framework: &context.audit.framework, lang: context.lang, column, ranges: Vec::new() }
    }

    /// Offers in `row` what can be decided there.
    pub(super) fn offer(&mut self, row: u32, choices: Row) {
        match self.ranges.last_mut() {
            Some((_, last, before)) if *before == choices && *last + 1 == row => *last = row,
            _ => self.ranges.push((row, row, choices)),
        }
    }

    /// Offers decisions in the rows from `row` on that a person may add.
    pub(super) fn offer_below(&mut self, row: u32) {
        (row..row + ROWS_BELOW).for_each(|row| self.offer(row, Row { unlevelled: false, several: false }));
    }

    pub(super) fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        if let ([(first, ..), .., (_, last, _)], true) =
            (self.ranges.as_slice(), self.ranges.len() > MOST_LISTS)
        {
            return self.list(sheet, (*first, *last), self.words(true, true));
        }
        for (first, last, row) in &self.ranges {
            self.list(sheet, (*first, *last), self.words(!row.unlevelled, row.several))?;
        }
        Ok(())
    }

    fn list(
        &self,
        sheet: &mut Worksheet,
        (first, last): (u32, u32),
        words: Vec<String>,
    ) -> Result<(), XlsxError> {
        // A framework with many or long levels may pass what Excel takes in a list; words can be typed all the same.
        if let Ok(list) = DataValidation::new().allow_list_strings(&words) {
            let list = list.set_error_style(DataValidationErrorStyle::Warning);
            sheet.add_data_validation(first, self.column, last, self.column, &list)?;
        }
        Ok(())
    }

    fn words(&self, accept: bool, several: bool) -> Vec<String> {
        let mut decisions = Vec::new();
        if accept {
            decisions.extend([Decision::Accept, Decision::AcceptCell]);
        }
        decisions.push(Decision::Reject);
        decisions.extend(self.framework.levels().map(|(level, _)| Decision::Level(level)));
        decisions.extend(several.then_some(Decision::NoneOfThese));
        decisions.iter().map(|decision| decision.wording(self.framework).get(self.lang).to_owned()).collect()
    }
}
