//! The name that was probably meant.

/// The candidate nearest to `wanted`, if it is near enough to suggest: by Damerau–Levenshtein
/// distance (Damerau 1964: a swap of neighbours is one slip), at most one slip in four letters.
///
/// ```
/// use khung::text::nearest;
/// assert_eq!(nearest("AMT2400", ["MAT2400", "PHY1100"]), Some("MAT2400"));
/// assert_eq!(nearest("XYZ", ["MAT2400"]), None);
/// ```
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = super::fold(wanted);
    let allowed = (wanted.chars().count() / 4).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &super::fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
