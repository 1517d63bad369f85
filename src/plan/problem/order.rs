//! A level is not placed before the levels below it, nor one below after what builds on it.

use super::{Problem, Terms};
use crate::framework::CellId;
use crate::plan::candidate::Spot;
use crate::plan::solver::Column;

impl Problem<'_> {
    /// A level is not placed before the levels below it.
    pub(super) fn order(&mut self) {
        for at in 0..self.needs.cells.len() {
            let high = self.needs.cells[at].cell;
            for low in self.ground.below(high) {
                self.not_before(high, low);
            }
            for taught in self.ground.above(high) {
                self.not_after(high, taught);
            }
        }
    }

    /// Whatever is placed of `high` has something of `low` before it or beside it.
    fn not_before(&mut self, high: CellId, low: CellId) {
        let taught = self.ground.earliest(low).map(|module| self.ground.spot(module));
        let may = self.placings_of(low);
        if taught.is_none() && may.is_empty() {
            return;
        }
        for (spot, column, size) in self.placings_of(high) {
            if taught.is_some_and(|taught| !self.ground.is_after(taught, spot)) {
                continue;
            }
            let in_time = may.iter().filter(|(low, ..)| !self.ground.is_after(*low, spot));
            let terms: Terms = in_time.map(|(_, column, _)| (*column, size)).collect();
            self.model.at_least(terms.into_iter().chain([(column, -1.0)]).collect(), 0.0);
        }
    }

    /// Whatever is placed of `low`, whose higher level is taught in `high` already, has something in time for that.
    fn not_after(&mut self, low: CellId, high: usize) {
        if self.ground.earliest(low).is_some() {
            return;
        }
        let high = self.ground.spot(high);
        let (late, in_time): (Vec<_>, Vec<_>) =
            self.placings_of(low).into_iter().partition(|(spot, ..)| self.ground.is_after(*spot, high));
        if in_time.is_empty() {
            return;
        }
        for (_, column, size) in late {
            let in_time = in_time.iter().map(|(_, column, _)| (*column, size));
            self.model.at_least(in_time.chain([(column, -1.0)]).collect(), 0.0);
        }
    }

    /// Where items of `cell` may be placed; how many of a class are; how many there are of it.
    fn placings_of(&self, cell: CellId) -> Vec<(Spot, Column, f64)> {
        let of_cell = self.placed.iter().filter(|((_, class), _)| self.classes[*class].cell == cell);
        of_cell
            .map(|((at, class), column)| (self.candidates[*at].spot(), *column, self.classes[*class].size()))
            .collect()
    }
}
