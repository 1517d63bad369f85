//! Whose requirements a person must meet, by post and unit.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::words::contains;
use crate::framework::{Framework, TableId};
use crate::mappings::StaffWords;
use crate::text::fold_words;

/// The audience with all tables that post and unit speak of; where there is none, by the post alone; else `usual`.
pub(super) fn of(post: &str, unit: &str, framework: &Framework, words: &StaffWords, usual: usize) -> usize {
    let mut post = fold_words(post);
    for neither in &words.neither {
        post = post.replace(neither.as_str(), " ");
    }
    let (post, unit) = (post, fold_words(unit));
    let tables = |with_unit: bool| -> BTreeSet<TableId> {
        let said = words.table.iter().filter(|known| {
            known.posts.iter().any(|word| contains(&post, word))
                || with_unit && known.units.iter().any(|word| contains(&unit, word))
        });
        let named = |key: &str| framework.tables.iter().position(|table| table.key == key);
        said.filter_map(|known| named(&known.table)).map(|at| TableId(at as u16)).collect()
    };
    let with_unit = fitting(&tables(true), framework, usual);
    with_unit.or_else(|| fitting(&tables(false), framework, usual)).unwrap_or(usual)
}

/// The audience with all of `tables`: the one most like the usual one, and no wider than it must be.
fn fitting(tables: &BTreeSet<TableId>, framework: &Framework, usual: usize) -> Option<usize> {
    if tables.is_empty() {
        return Some(usual);
    }
    let usual = framework.audiences.get(usual).map(|audience| audience.tables.as_slice()).unwrap_or_default();
    let audiences = framework.audiences.iter().enumerate();
    let having = audiences.filter(|(_, audience)| tables.iter().all(|table| audience.tables.contains(table)));
    let best = having.min_by_key(|(position, audience)| {
        let shared = audience.tables.iter().filter(|table| usual.contains(table)).count();
        (Reverse(shared), audience.tables.len(), *position)
    });
    best.map(|(position, _)| position)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::{DEFAULT_FRAMEWORK, Mappings};

    #[test]
    fn posts_and_units_tell_the_audience() {
        let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework loads");
        let words = Mappings::embedded().columns().expect("columns.toml loads").staff;
        let school = "Trường THCS Nguyễn Trãi";
        for (post, unit, key) in [
            ("", "", "general-teacher"),
            ("Giáo viên Toán", school, "general-teacher"),
            ("Tổ trưởng chuyên môn", school, "general-teacher"),
            ("Thư ký Hiệu trưởng", school, "general-teacher"),
            ("Phó Hiệu trưởng", school, "general-manager"),
            ("HIEU TRUONG", school, "general-manager"),
            ("Cán bộ quản lý", "", "general-manager"),
            ("Vice Principal", "Hill School", "general-manager"),
            ("Hiệu trưởng", "Trường Mầm non Hoa Sen", "preschool-manager"),
            ("Giáo viên", "MN Hoa Sen", "preschool-teacher"),
            ("Giáo viên mầm non", "", "preschool-teacher"),
            ("Giáo viên mầm non", "Trường Mầm non – Tiểu học ABC", "preschool-teacher"),
            ("Giáo viên", "Trường Mầm non – Tiểu học ABC", "general-teacher"),
        ] {
            let found = of(post, unit, &framework, &words, 0);
            assert_eq!(framework.audiences[found].key, key, "{post}, {unit}");
        }
    }

    #[test]
    fn the_usual_audience_decides_where_words_leave_it_open() {
        let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework loads");
        let words = Mappings::embedded().columns().expect("columns.toml loads").staff;
        let at = |key: &str| framework.audiences.iter().position(|a| a.key == key).expect("an audience");
        let of = |post: &str, usual: &str| of(post, "", &framework, &words, at(usual));
        assert_eq!(of("Hiệu trưởng", "preschool-teacher"), at("preschool-manager"));
        assert_eq!(of("Giáo viên", "preschool-teacher"), at("preschool-teacher"));
        assert_eq!(of("Giáo viên THCS", "preschool-teacher"), at("general-teacher"));
    }
}
