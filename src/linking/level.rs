//! The level that a statement's verbs speak of.

use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::framework::LevelId;

/// Verb classes, as positions of patterns.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Verbs {
    /// Level and pattern, highest level first: they decide wherever they stand.
    pub(super) anywhere: Vec<(LevelId, usize)>,
    /// Level and pattern: the first in the statement decides.
    pub(super) lead: Vec<(LevelId, usize)>,
}

impl Verbs {
    /// The level of `text`, if its verbs tell one.
    pub(super) fn level(&self, text: &Text) -> Option<LevelId> {
        let anywhere = self.anywhere.iter().find(|(_, position)| text.has(*position));
        anywhere.map(|(level, _)| *level).or_else(|| {
            let found = self.lead.iter().filter_map(|(level, position)| {
                text.find(*position).map(|at| (at.start, std::cmp::Reverse(at.end), *level))
            });
            found.min().map(|(_, _, level)| level)
        })
    }
}
