//! What is said of decisions that cannot be used, contradict each other, or should be looked at again.

use super::carry::{Desk, Target};
use super::{Entry, Gone, Ground};
use crate::alignment::{Decision, Review, Standing, Suspect};
use crate::finding::{Code, Findings};
use crate::lang::Wording;
use crate::place::Place;

/// Says of words that are no decision where they stand; words without any are only a remark.
pub(super) fn unclear(desk: &Desk<'_>, findings: &mut Findings) {
    for (target, reviews) in &desk.decided {
        for (review, entry) in reviews {
            let Decision::Unclear(word) = &review.decision else { continue };
            let why = match target {
                _ if word.is_empty() => continue,
                Target::Unlevelled(_) => Wording::new(
                    "chưa đủ: câu này chưa rõ mức độ, hãy chọn một mức",
                    "is not enough: nothing tells the level of this statement, so choose one",
                ),
                Target::Alignment(_) => Wording::new(
                    "không phải là một quyết định khung hiểu được",
                    "is no decision that khung knows",
                ),
            };
            let id = &entry.id;
            findings.push(
                Code::DecisionUnclear,
                &entry.place(),
                Wording::new(
                    format!("quyết định \"{word}\" (mã liên kết {id}) {}", why.vi),
                    format!("the decision {word:?} (alignment {id}) {}", why.en),
                ),
                Wording::new(
                    "Chọn một mục trong danh sách thả xuống của cột Quyết định ở trang Minh chứng",
                    "Choose from the drop-down of the column Decision in the sheet Evidence",
                ),
            );
        }
    }
}

pub(super) fn renamed(desk: &Desk<'_>, findings: &mut Findings) {
    for (at, before) in &desk.renamed {
        let module = &desk.ground.programme.modules[*at];
        let now = format!("{} {}", module.code, module.title);
        findings.push(
            Code::DecisionCarried,
            &module.place,
            Wording::new(
                format!("các quyết định về \"{before}\" được chuyển sang \"{now}\""),
                format!("the decisions on {before:?} were carried over to {now:?}"),
            ),
            Wording::new(
                "Nếu đó là hai học phần khác nhau, xóa các quyết định ấy ở trang Minh chứng",
                "If these are two modules, delete those decisions from the sheet Evidence",
            ),
        );
    }
}

/// Says that a decision should be looked at again, or that reviewers disagree.
pub(super) fn standing(standing: &Standing, place: &Place, ground: Ground<'_>, findings: &mut Findings) {
    let said = |review: &Review| {
        let word = review.decision.wording(ground.framework);
        let unsigned = Wording::new("không ký tên", "unsigned");
        let who = if review.reviewer.is_empty() { unsigned } else { Wording::same(review.reviewer.as_str()) };
        Wording::new(format!("{}: {}", who.vi, word.vi), format!("{}: {}", who.en, word.en))
    };
    match standing.reviews.as_slice() {
        [Review { suspect: Some(suspect), .. }] => {
            to_recheck(suspect, &said(&standing.reviews[0]), place, findings);
        }
        [_, _, ..] => {
            let all: Vec<Wording> = standing.reviews.iter().map(said).collect();
            let vi = all.iter().map(|said| said.vi.as_str()).collect::<Vec<_>>().join("; ");
            let en = all.iter().map(|said| said.en.as_str()).collect::<Vec<_>>().join("; ");
            findings.push(
                Code::DecisionContradicted,
                place,
                Wording::new(
                    format!("các quyết định trái nhau nên chưa được tính ({vi})"),
                    format!("decisions contradict each other, so none counts ({en})"),
                ),
                Wording::new(
                    "Thống nhất với nhau, sửa cột Quyết định cho giống nhau rồi chạy lại với --review",
                    "Agree on one, make the column Decision say so, and run again with --review",
                ),
            );
        }
        _ => {}
    }
}

fn to_recheck(suspect: &Suspect, who: &Wording, place: &Place, findings: &mut Findings) {
    let why = suspect.wording();
    findings.push(
        Code::DecisionSuspect,
        place,
        Wording::new(
            format!("quyết định ({}) vẫn được tính nhưng cần xem lại. {}", who.vi, why.vi),
            format!("the decision ({}) still counts, but should be looked at again. {}", who.en, why.en),
        ),
        Wording::new(
            "Nếu vẫn đúng, xóa chữ ở cột Xem lại vì; nếu không, sửa quyết định",
            "If it still holds, clear the column To recheck; if not, change the decision",
        ),
    );
}

/// Says that `entry` has no place any more.
pub(super) fn gone(entry: &Entry, gone: Gone, ground: Ground<'_>, findings: &mut Findings) {
    let why = gone.wording();
    let what =
        entry.review.as_ref().map(|review| review.decision.wording(ground.framework)).unwrap_or_default();
    let about = format!("{} · {} {}", entry.module, entry.component, entry.level);
    let about = about.trim();
    let code = if gone == Gone::Unclear { Code::DecisionUnclear } else { Code::DecisionGone };
    findings.push(
        code,
        &entry.place(),
        Wording::new(
            format!("quyết định \"{}\" cho {about} chưa dùng được: {}", what.vi, why.vi),
            format!("the decision {:?} on {about} cannot be used: {}", what.en, why.en),
        ),
        Wording::new(
            "Xem trang Quyết định treo; xóa hàng đó nếu không còn cần, hoặc sửa mã học phần rồi chạy lại với --review",
            "See the sheet Decisions kept; delete the row if it has served, or correct its module and run again with --review",
        ),
    );
}
