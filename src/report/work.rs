//! How far the reviewers' work is, in a sentence.

use crate::alignment::State;
use crate::audit::ProgrammeAudit;
use crate::lang::Lang;

/// What was decided, what should be looked at again and what waits; nothing where nobody has decided anything.
pub(super) fn done(programme: &ProgrammeAudit, lang: Lang) -> Option<String> {
    let count = |state| programme.standings().filter(|standing| standing.state == state).count();
    let suggested = programme.alignments.iter().filter(|alignment| alignment.is_suggestion()).count();
    let unlevelled = programme.unlevelled.iter().filter(|one| one.standing.decision().is_none()).count();
    let justified = programme.justified.iter().filter(|one| one.is_complete()).count();
    let parts = [
        (
            count(State::Decided) + count(State::Suspect),
            lang.pick("liên kết đã quyết định", "alignments decided"),
        ),
        (count(State::Suspect), lang.pick("trong đó cần xem lại", "of them to be looked at again")),
        (count(State::Contradicted), lang.pick("mâu thuẫn giữa người duyệt", "contradicted by reviewers")),
        (programme.kept.len(), lang.pick("quyết định không còn chỗ", "decisions without a place")),
        (justified, lang.pick("khoảng trống có lý do", "gaps justified")),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let waiting = suggested + unlevelled;
    let waiting = lang.pick(format!("còn {waiting} gợi ý chờ duyệt"), format!("{waiting} suggestions wait"));
    let said = lang.pick("Đã duyệt", "Reviewed");
    (!parts.is_empty()).then(|| format!("{said}: {}; {waiting}.", parts.join(", ")))
}
