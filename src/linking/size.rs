//! How large a pattern is, known before memory is taken for it.

use regex_syntax::hir::{Capture, Hir, HirKind};

use crate::lang::Wording;

/// The letters of `hir` with its repetitions written out, where some captures stand for as many as `concept` says.
pub(super) fn letters(hir: &Hir, concept: &impl Fn(&Capture) -> Option<u64>) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(_) => 1,
        HirKind::Capture(capture) => concept(capture).unwrap_or_else(|| letters(&capture.sub, concept)),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            letters(&repetition.sub, concept).saturating_mul(u64::from(times))
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(|part| letters(part, concept)).fold(0, u64::saturating_add)
        }
    }
}

/// What is said of a pattern that spells more than `most` letters.
pub(super) fn too_large(most: u64) -> Wording {
    Wording::new(
        format!(
            "khi đặt các khái niệm vào và viết hết các phần lặp lại thì dài hơn {most} chữ (--max-pattern-letters)"
        ),
        format!(
            "with its concepts put in and its repetitions written out it spells more than {most} letters (--max-pattern-letters)"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> u64 {
        letters(&regex_syntax::parse(pattern).expect("a pattern"), &|_| None)
    }

    #[test]
    fn repetitions_are_written_out() {
        assert_eq!([of("abc"), of("ab|cd"), of("(?:ab){3}"), of("a{2,5}"), of("a*b+")], [3, 4, 6, 5, 2]);
        assert_eq!(of("(?:(?:a{1000}){1000}){1000}"), 1_000_000_000);
    }
}
