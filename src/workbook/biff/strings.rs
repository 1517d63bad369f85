//! How large the shared strings of an old .xls are.
//!
//! [MS-XLS] `SST` (2.4.265), `Continue`, `XLUnicodeRichExtendedString` (2.5.293).

use super::{CONTINUE, Records, word};

/// The bytes each string of a table takes at most, in the order of the table, as far as it can be read.
pub(super) fn sizes<'a>(body: &'a [u8], rest: Records<'a>) -> Vec<u32> {
    let mut pieces = Pieces { here: body.get(8..).unwrap_or_default(), rest };
    let mut sizes = Vec::new();
    while !pieces.here.is_empty() || pieces.follow().is_some() {
        let Some(size) = pieces.string() else { break };
        sizes.push(size);
    }
    sizes
}

/// What is left of a record, and the records that continue it.
struct Pieces<'a> {
    here: &'a [u8],
    rest: Records<'a>,
}

impl<'a> Pieces<'a> {
    /// Goes on to the next piece.
    fn follow(&mut self) -> Option<()> {
        let (_, body) = self.rest.next().filter(|(kind, _)| *kind == CONTINUE)?;
        self.here = body;
        Some(())
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, here) = self.here.split_at_checked(count)?;
        self.here = here;
        Some(taken)
    }

    /// An empty piece is an empty string to calamine.
    fn string(&mut self) -> Option<u32> {
        if self.here.is_empty() {
            return Some(0);
        }
        let head = self.take(3)?;
        let (letters, flags) = (word(head, 0)?, head[2]);
        let runs = if flags & 8 == 0 { 0 } else { word(self.take(2)?, 0)? };
        let extra = if flags & 4 == 0 { 0 } else { super::long(self.take(4)?, 0)? };
        self.letters(letters.into(), flags & 1 != 0)?;
        self.skip(u64::from(runs) * 4 + u64::from(extra))?;
        // No letter of two bytes takes more than three.
        Some(u32::from(letters) * 3)
    }

    /// Every piece says anew how wide its letters are.
    fn letters(&mut self, mut count: usize, mut wide: bool) -> Option<()> {
        loop {
            let size = if wide { 2 } else { 1 };
            let here = count.min(self.here.len() / size);
            self.take(here * size)?;
            count -= here;
            if count == 0 {
                return Some(());
            }
            self.follow()?;
            wide = self.take(1)?[0] & 1 != 0;
        }
    }

    fn skip(&mut self, mut count: u64) -> Option<()> {
        while count > 0 {
            if self.here.is_empty() {
                self.follow()?;
            }
            let here = usize::try_from(count).unwrap_or(usize::MAX).min(self.here.len());
            self.take(here)?;
            count -= here as u64;
        }
        Some(())
    }
}
