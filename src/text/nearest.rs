//! The name that was probably meant, and how alike two texts are.

/// The one candidate nearest to `wanted`, if it is near enough to suggest: by Damerau–Levenshtein
/// distance (Damerau 1964: a swap of neighbours is one slip), at most one slip in four letters. Where
/// several are as near, none is a hint.
///
/// ```
/// use khung::text::nearest;
/// assert_eq!(nearest("AMT2400", ["MAT2400", "PHY1100"]), Some("MAT2400"));
/// assert_eq!(nearest("XYZ", ["MAT2400"]), None);
/// assert_eq!(nearest("PLO5", ["PLO1", "PLO2"]), None);
/// ```
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let slips = (wanted.chars().count() / 4).max(1);
    match all_nearest(wanted, candidates, slips).as_slice() {
        [near] => Some(near),
        _ => None,
    }
}

/// All candidates that are nearest to `wanted`, with so many slips at most; each once, in their order.
pub fn all_nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    slips: usize,
) -> Vec<&'a str> {
    let wanted = super::fold(wanted);
    let length = wanted.chars().count();
    let mut found: Vec<&str> = Vec::new();
    let mut best = slips;
    for candidate in candidates {
        // The difference in length is a bound from below; folding changes it by a few signs at most.
        if candidate.chars().count().abs_diff(length) > best + 2 {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &super::fold(candidate));
        if distance < best {
            found.clear();
            best = distance;
        }
        if distance == best && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    found
}

/// How alike two texts are, from 0 to 1: the share of pairs of neighbouring letters they have in common (Dice 1945), without
/// case, diacritics and punctuation.
///
/// ```
/// use khung::text::likeness;
/// assert_eq!(likeness("Đạo đức AI", "dao duc ai."), 1.0);
/// assert!(likeness("Tin học đại cương", "Tin học cơ sở") > likeness("Tin học đại cương", "Giáo dục thể chất"));
/// ```
pub fn likeness(a: &str, b: &str) -> f64 {
    strsim::sorensen_dice(&super::fold_words(a), &super::fold_words(b))
}
