//! The part of `columns.toml` on self-assessments of staff: their columns, answers, posts and units.

use serde::Deserialize;

use super::columns::folded;
use crate::text::fold_words;

/// The words of self-assessments, folded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffWords {
    /// Columns of names.
    pub person: Vec<String>,
    /// Columns of what tells people of one name apart.
    pub id: Vec<String>,
    /// Columns of schools.
    pub unit: Vec<String>,
    /// Columns of posts.
    pub post: Vec<String>,
    /// Columns of what people teach, which are no modules.
    pub subject: Vec<String>,
    /// Columns of components, where each has a row.
    pub component: Vec<String>,
    /// Columns of the level reached, where each component has a row.
    pub level: Vec<String>,
    /// Answers that say that not even the lowest level is reached. A sign stands as it is written.
    pub not_reached: Vec<String>,
    /// Answers that say nothing.
    pub not_assessed: Vec<String>,
    /// Words that make an answer with a level in it say something else.
    pub unsure: Vec<String>,
    /// Words of a title above a self-assessment.
    pub titles: Vec<String>,
    /// Names of sheets that tell no unit.
    pub nameless: Vec<String>,
    /// Words by which a heading among the rows is a unit's name.
    pub headings: Vec<String>,
    /// How a row begins that sums up the others.
    pub summary: Vec<String>,
    /// Phrases that look like a post and are none.
    pub neither: Vec<String>,
    /// What tells that someone must meet a table of the framework.
    pub table: Vec<TableWords>,
}

/// Words by which someone must meet a table of the framework.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableWords {
    /// The key of the table.
    pub table: String,
    /// Words in posts.
    pub posts: Vec<String>,
    /// Words in the names of units.
    pub units: Vec<String>,
}

impl StaffWords {
    /// The same words, folded.
    pub(super) fn folded(self) -> Self {
        let fold = |words: &[String]| folded(words);
        let table = |words: TableWords| TableWords {
            table: words.table,
            posts: folded(&words.posts),
            units: folded(&words.units),
        };
        StaffWords {
            person: fold(&self.person),
            id: fold(&self.id),
            unit: fold(&self.unit),
            post: fold(&self.post),
            subject: fold(&self.subject),
            component: fold(&self.component),
            level: fold(&self.level),
            not_reached: self.not_reached.iter().map(|word| signed(word)).collect(),
            not_assessed: self.not_assessed.iter().map(|word| signed(word)).collect(),
            unsure: fold(&self.unsure),
            titles: fold(&self.titles),
            nameless: fold(&self.nameless),
            headings: fold(&self.headings),
            summary: fold(&self.summary),
            neither: fold(&self.neither),
            table: self.table.into_iter().map(table).collect(),
        }
    }
}

/// A word folded, or a sign as it is.
pub(crate) fn signed(word: &str) -> String {
    match fold_words(word) {
        words if words.is_empty() => word.trim().to_owned(),
        words => words,
    }
}
