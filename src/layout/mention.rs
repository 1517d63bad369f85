//! Component codes in the text of people: `6.2 CB; 1.1-TT`, `QL 2.1 (Nâng cao)`, `NLS6.2`.

use crate::framework::{ComponentId, Framework, LevelId, TableId};
use crate::text::{fold, fold_words};

/// A component that a text names, with the levels it names for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The code as written.
    pub code: String,
    /// The components it may mean; none if the framework has no such code, more than one if several
    /// tables of the audience share it and the text does not tell which.
    pub components: Vec<ComponentId>,
    /// The levels named with it.
    pub levels: Vec<LevelId>,
}

/// Every component that `text` names, in its order.
///
/// A code may carry the mark or key of its table (`QL2.1`, `manager/2.1`); one that does not may be of
/// any of `tables`.
pub fn mentions(text: &str, framework: &Framework, tables: &[TableId]) -> Vec<Mention> {
    // Where all codes have figures, a text without any names none.
    let figure = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if !figure(text) && framework.components().all(|(_, component)| figure(component.code.as_str())) {
        return Vec::new();
    }
    let text = with_level_keys(text, framework);
    text.split([';', '\n']).flat_map(|part| mentions_in(part, framework, tables)).collect()
}

/// The mentions of one part. Levels follow their code (`6.2 CB, TT`) or, where one comes first, lead the codes
/// after it (`CB: 1.1, 1.2`).
fn mentions_in(part: &str, framework: &Framework, tables: &[TableId]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut table: Option<TableId> = None;
    let mut leading: Option<LevelId> = None;
    let mut follows = true;
    for word in words(part) {
        let level = framework.level_named(&word).filter(|_| follows || !is_single_letter(&word));
        follows = true;
        if let Some((components, code)) = component(&word, table, framework, tables) {
            found.push(Mention { code, components, levels: leading.into_iter().collect() });
            table = None;
        } else if let Some(level) = level {
            match found.last_mut() {
                Some(mention) if leading.is_none() => {
                    mention.levels.extend((!mention.levels.contains(&level)).then_some(level));
                }
                _ => leading = Some(level),
            }
        } else if let Some(named) = table_marked(&word, framework) {
            table = Some(named);
        } else {
            follows = false;
        }
    }
    found
}

/// A lone letter is a level's mark only right after a code: in "6.2 for a teacher" the `a` is none.
fn is_single_letter(word: &str) -> bool {
    word.chars().count() == 1
}

/// The names of levels and tables, which may be of two words, replaced by their keys.
fn with_level_keys(text: &str, framework: &Framework) -> String {
    let mut folded = fold(text);
    for (_, level) in framework.levels() {
        for name in [&level.name.vi, &level.name.en].map(|name| fold(name)) {
            if name.contains(' ') {
                folded = folded.replace(&name, &format!(" {} ", fold(&level.key)));
            }
        }
    }
    for table in &framework.tables {
        for mark in table.marks.iter().map(|mark| fold(mark)).filter(|mark| mark.contains(' ')) {
            folded = folded.replace(&mark, &format!(" {} ", fold(&table.key)));
        }
    }
    folded
}

/// The words of a text, codes apart from a level written on to them.
fn words(text: &str) -> Vec<String> {
    words_with_points(text).flat_map(split_suffix).map(str::to_owned).collect()
}

/// The words of a text, where codes keep the points inside them.
pub(super) fn words_with_points(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '.'));
    words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty())
}

/// `6.2CB` and `6.2.CB` are a code and a level.
fn split_suffix(word: &str) -> Vec<&str> {
    let digits = word.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (code, level) = word.split_at(digits);
    let code = code.trim_end_matches('.');
    if code.contains('.') && level.trim_start_matches('.').chars().any(char::is_alphabetic) {
        vec![code, level.trim_start_matches('.')]
    } else {
        vec![word]
    }
}

/// The components that `word` may name, if it is a code: one the framework has, or one in the form of a
/// number with a point (`7.3`), which then means none.
fn component(
    word: &str,
    table: Option<TableId>,
    framework: &Framework,
    tables: &[TableId],
) -> Option<(Vec<ComponentId>, String)> {
    let (prefix, bare) = split_prefix(word);
    let marked = if prefix.is_empty() { table } else { table_marked(prefix, framework) };
    let of_table = |known: TableId| marked.map_or(tables.contains(&known), |table| table == known);
    let named = |code: &str| -> Vec<ComponentId> {
        let same = framework.components().filter(|(_, c)| of_table(c.table) && fold(c.code.as_str()) == code);
        same.map(|(id, _)| id).collect()
    };
    let whole = named(word);
    if !whole.is_empty() {
        return Some((whole, word.to_owned()));
    }
    let stripped = named(bare);
    // `NL6.2` and `C6.2` carry prefixes that mean no more than "competency"; `HK2` is no component 2.
    if !stripped.is_empty() && prefix.chars().count() <= 4 && bare.contains('.') {
        return Some((stripped, bare.to_owned()));
    }
    is_numbered(bare).then(|| (Vec::new(), word.to_owned()))
}

/// Letters at the front of a code, and the rest.
fn split_prefix(word: &str) -> (&str, &str) {
    let end = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    word.split_at(end)
}

/// `6.2`, `1.10`: numbers joined by points.
fn is_numbered(word: &str) -> bool {
    let mut parts = word.split('.');
    let number = |part: &str| !part.is_empty() && part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit());
    word.contains('.') && parts.all(number)
}

fn table_marked(word: &str, framework: &Framework) -> Option<TableId> {
    let word = fold_words(word);
    let named = |known: &str| fold_words(known) == word;
    let tables = (0..).map(TableId).zip(&framework.tables);
    let mut named =
        tables.filter(|(_, table)| named(&table.key) || table.marks.iter().any(|mark| named(mark)));
    named.next().map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::{DEFAULT_FRAMEWORK, Mappings};

    fn read(text: &str, tables: &[&str]) -> Vec<String> {
        let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework loads");
        let tables: Vec<TableId> = (0..)
            .map(TableId)
            .zip(&framework.tables)
            .filter(|(_, t)| tables.contains(&t.key.as_str()))
            .map(|(id, _)| id)
            .collect();
        let show = |mention: Mention| {
            let components: Vec<_> =
                mention.components.iter().map(|id| framework.component(*id).key.as_str()).collect();
            let levels: Vec<_> = mention.levels.iter().map(|id| framework.level(*id).key.as_str()).collect();
            format!("{} {}", components.join("|"), levels.join("+")).trim().to_owned()
        };
        mentions(text, &framework, &tables).into_iter().map(show).collect()
    }

    #[test]
    fn codes_with_levels_in_many_spellings() {
        let general = ["general"];
        let expected = ["general/6.2 basic", "general/1.1 proficient"];
        for text in [
            "6.2 CB; 1.1-TT",
            "6.2 (Cơ bản), 1.1 (Thành thạo)",
            "NL6.2: CB\nNL1.1: TT",
            "general/6.2 B, general/1.1 P",
            "6.2 co ban; 1.1 THÀNH THẠO",
            "6.2CB; 1.1.TT",
        ] {
            assert_eq!(read(text, &general), expected, "{text}");
        }
        assert_eq!(read("6.2", &general), ["general/6.2"]);
        assert_eq!(read("6.2 Đạo đức AI", &general), ["general/6.2"]);
        assert_eq!(read("6.2 CB, TT", &general), ["general/6.2 basic+proficient"]);
        let led =
            ["general/1.1 basic", "general/1.2 basic", "general/2.1 proficient", "general/2.2 proficient"];
        assert_eq!(read("CB: 1.1, 1.2; TT: 2.1, 2.2", &general), led);
        assert_eq!(read("CB: 1.1, 1.2, TT: 2.1, 2.2", &general), led);
    }

    #[test]
    fn two_tables_share_a_code() {
        let both = ["preschool", "manager"];
        assert_eq!(read("1.1 CB", &both), ["preschool/1.1|manager/1.1 basic"]);
        assert_eq!(
            read("QL1.1 CB; manager/2.1 TT; MN 1.2", &both),
            ["manager/1.1 basic", "manager/2.1 proficient", "preschool/1.2"]
        );
    }

    #[test]
    fn a_code_the_framework_lacks_means_none() {
        assert_eq!(read("7.3 CB", &["general"]), ["basic"]);
        assert!(read("HK2", &["general"]).is_empty());
        assert!(read("không", &["general"]).is_empty());
        assert_eq!(read("6.2 Ethics for a teacher", &["general"]), ["general/6.2"]);
    }
}
