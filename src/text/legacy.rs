//! Text typed with the fonts Vietnam used before Unicode.
//!
//! A workbook of that time holds Latin-1 letters that only its font turned into Vietnamese: *Học phần*
//! is stored as "Häc phÇn" with a TCVN3 (ABC) font such as .VnTime and as "Hoïc phaàn" with a VNI font.
//! Nothing but the letters tells, so a font is believed when it makes Vietnamese syllables of words that
//! were none, and one cell of a sheet is converted only if it gains by that.
//!
//! Tables: TCVN 5712-1:1993 as in glibc's `TCVN5712-1`, of which TCVN3 keeps the lower-case letters and
//! seven capitals; VNI-Windows as in xvnkb. Both agree with UniKey and npm's `vietnamese-conversion`.
//! Neither font has letters at 0x80 to 0x9F.

mod syllable;
mod tables;

use std::collections::{BTreeSet, HashSet};

use super::spelling::is_letter;
use syllable::is_syllable;
use tables::{EVERYDAY, LONE, SIGNS, TCVN3, VNI_ALONE, VNI_MARKED, WINDOWS_1252};

/// A way of writing Vietnamese in a font of its own.
///
/// ```
/// use khung::text::LegacyFont;
/// assert_eq!(LegacyFont::Vni.name(), "VNI-Windows");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegacyFont {
    /// TCVN 5712-3, also called ABC: one character a letter. Fonts `.VnTime`, `.VnArial`, …
    Tcvn3,
    /// A letter and then its marks. Fonts `VNI-Times`, `VNI-Helve`, …
    Vni,
}

impl LegacyFont {
    /// The name people know it by.
    ///
    /// ```
    /// use khung::text::LegacyFont;
    /// assert_eq!(LegacyFont::Tcvn3.name(), "TCVN3 (ABC)");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI-Windows",
        }
    }

    /// All of `text` read as this font shows it, in composed Unicode (NFC). For text known to be in the
    /// font, before anything drops soft hyphens: U+00AD is ư in TCVN3. See [`from_legacy`] for the rest.
    ///
    /// ```
    /// use khung::text::LegacyFont;
    /// assert_eq!(LegacyFont::Tcvn3.convert("Häc phÇn"), "Học phần");
    /// assert_eq!(LegacyFont::Vni.convert("Hoïc phaàn"), "Học phần");
    /// ```
    pub fn convert(self, text: &str) -> String {
        self.read(text).0
    }

    /// `text` in Unicode, and whether the font has every character of it beyond ASCII.
    fn read(self, text: &str) -> (String, bool) {
        let chars: Vec<char> = text.chars().collect();
        let (mut out, mut whole, mut at) = (String::with_capacity(text.len()), true, 0);
        while let Some(&c) = chars.get(at) {
            let found = self.letter(&chars[at..]);
            whole &= found.is_some() || c.is_ascii();
            let (letter, taken) = found.unwrap_or((windows_1252(c), 1));
            out.push(letter);
            at += taken;
        }
        (out, whole)
    }

    /// The letter beyond ASCII that `chars` begin with, and how many characters write it.
    fn letter(self, chars: &[char]) -> Option<(char, usize)> {
        match self {
            Self::Tcvn3 => Some((tcvn3(*chars.first()?)?, 1)),
            Self::Vni => vni(chars),
        }
    }
}

/// The font that `texts` of one sheet are written in, if they are: at least three different words become
/// Vietnamese by it, and more than remain foreign. Cells in Unicode among them do not count against it.
///
/// ```
/// use khung::text::{LegacyFont, legacy_font};
/// assert_eq!(legacy_font(["Tªn häc phÇn", "Số tín chỉ"]), Some(LegacyFont::Tcvn3));
/// assert_eq!(legacy_font(["Tên học phần", "Café résumé naïve"]), None);
/// ```
pub fn legacy_font<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<LegacyFont> {
    let marked = texts.into_iter().filter(|text| !text.is_ascii()).flat_map(words);
    // What has a letter that no font of old has is Unicode, and speaks neither for a font nor against it.
    let marked = marked.filter(|word| !word.is_ascii() && word.chars().all(|c| c <= '\u{ff}'));
    let marked: HashSet<&str> = marked.collect();
    let marked: Vec<&str> = marked.into_iter().collect();
    let fonts = [LegacyFont::Tcvn3, LegacyFont::Vni].into_iter();
    let found = fonts.filter_map(|font| Some((evidence(&marked, font)?, font)));
    found.max_by_key(|(words, _)| *words).map(|(_, font)| font)
}

/// How many words of `marked` are Vietnamese in this font alone, if they are enough.
fn evidence(marked: &[&str], font: LegacyFont) -> Option<usize> {
    let of = |wanted| marked.iter().filter(move |word| reading(word, font) == wanted);
    let gained: BTreeSet<String> =
        of(Reading::Legacy).map(|word| font.convert(word).to_lowercase()).collect();
    (gained.len() >= 3 && gained.len() > of(Reading::Foreign).count()).then_some(gained.len())
}

/// `text` converted from `font`, the one its sheet is written in, if that makes it Vietnamese where it was
/// not; `None` if it is best left alone: plain ASCII, Vietnamese in Unicode already, another language.
/// What a cell says in Unicode beside legacy text stays as it is.
///
/// ```
/// use khung::text::{LegacyFont, from_legacy};
/// assert_eq!(from_legacy("HäC PHÇN 1", LegacyFont::Tcvn3).as_deref(), Some("HỌC PHẦN 1"));
/// assert_eq!(from_legacy("Mã số", LegacyFont::Tcvn3), None);
/// assert_eq!(from_legacy("5 µm", LegacyFont::Tcvn3), None);
/// ```
pub fn from_legacy(text: &str, font: LegacyFont) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let (mut gained, mut lost) = (0, 0);
    for word in words(text) {
        match reading(word, font) {
            Reading::Legacy | Reading::Likely => gained += 1,
            Reading::Unicode | Reading::Foreign => lost += 1,
            Reading::Either | Reading::Silent => {}
        }
    }
    (gained > lost).then(|| capitals(text, rewritten(text, font))).filter(|converted| converted != text)
}

/// How Vietnamese a text is: how many of its words with letters beyond ASCII are Vietnamese syllables, and
/// how many such words there are. Words without such letters say nothing. Expects composed text.
///
/// ```
/// use khung::text::vietnamese_words;
/// assert_eq!(vietnamese_words("Kỹ năng số"), (3, 3));
/// assert_eq!(vietnamese_words("Kü n¨ng sè, café"), (1, 4));
/// ```
pub fn vietnamese_words(text: &str) -> (usize, usize) {
    let marked = words(text).filter(|word| !word.is_ascii() && word.chars().any(char::is_alphabetic));
    marked.fold((0, 0), |(valid, all), word| (valid + usize::from(is_syllable(word)), all + 1))
}

/// What a word says about the font of its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Nothing: no letter beyond ASCII, or a mere sign.
    Silent,
    /// Vietnamese in the font only.
    Legacy,
    /// Vietnamese both as it stands and in the font.
    Either,
    /// The same, but only in the font one of the words that every curriculum has.
    Likely,
    /// Vietnamese as it stands only, or beyond the letters any font has.
    Unicode,
    /// Neither.
    Foreign,
}

fn reading(word: &str, font: LegacyFont) -> Reading {
    if word.is_ascii() || word.chars().nth(1).is_none() || word.starts_with(SIGNS) {
        return Reading::Silent;
    }
    let (converted, whole) = font.read(word);
    let legacy = whole && (is_syllable(&converted) || is_abbreviation(&converted));
    let unicode = (is_syllable(word) && is_evenly_cased(word)) || is_product(word);
    match (unicode, legacy) {
        (false, true) => Reading::Legacy,
        (true, true) if converted != word && is_everyday(&converted) => Reading::Likely,
        (true, true) => Reading::Either,
        (false, false) if word.chars().all(|c| c <= '\u{ff}') => Reading::Foreign,
        _ => Reading::Unicode,
    }
}

/// `ĐVHT`, `CĐR`, `ĐATN`: no syllable, but what a font's own Đ is most used for beside syllables.
fn is_abbreviation(word: &str) -> bool {
    let (lower, upper) = (word.to_lowercase(), word.to_uppercase());
    let built = lower.chars().all(|c| "abcdđghklmnpqrstvx".contains(c)) && lower.matches('a').count() < 2;
    built && lower.contains('đ') && (word == lower || word == upper) && word.chars().count() <= 6
}

/// A capital after a small letter ("ThÓ" for *Thể*) is no way to write Unicode, but TCVN3 has its small
/// letters there.
fn is_evenly_cased(word: &str) -> bool {
    !word.chars().skip(1).any(char::is_uppercase) || !word.chars().any(char::is_lowercase)
}

/// `N·m`, `m×n`: could be a syllable in TCVN3, but more often is a product.
fn is_product(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    matches!(chars[..], [a, '·' | '×' | '÷', b] if a.is_ascii() && b.is_ascii())
}

fn is_everyday(word: &str) -> bool {
    let word = word.to_lowercase();
    EVERYDAY.split_whitespace().any(|everyday| everyday == word)
}

/// `text` with the words converted that the font can have written, and not what is Unicode beside them.
fn rewritten(text: &str, font: LegacyFont) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c| !in_word(c)) {
        let word = piece.trim_end_matches(|c| !in_word(c));
        let kept = match reading(word, font) {
            Reading::Silent => !LONE.contains(word),
            reading => reading == Reading::Unicode,
        };
        out += &if kept { word.to_owned() } else { font.convert(word) };
        out += &font.convert(&piece[word.len()..]);
    }
    out
}

/// Capital fonts such as .VnTimeH have the codes of small letters: "HäC" shows as *HỌC*.
fn capitals(text: &str, converted: String) -> String {
    let mut pairs = converted.chars().zip(converted.chars().skip(1));
    let shown = pairs.any(|(a, b)| a.is_lowercase() && b.is_ascii_uppercase());
    if shown && !text.contains(|c: char| c.is_ascii_lowercase()) {
        converted.to_uppercase()
    } else {
        converted
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !in_word(c)).filter(|word| !word.is_empty())
}

/// Letters, the signs that are letters in TCVN3, and loose marks, which must not part a decomposed word.
fn in_word(c: char) -> bool {
    is_letter(c) || tcvn3(c).is_some() || ('\u{300}'..='\u{36f}').contains(&c)
}

fn tcvn3(c: char) -> Option<char> {
    let code = (c as usize).checked_sub(0xa0)?;
    TCVN3.get(code / 16)?.chars().nth(code % 16).filter(|letter| *letter != '_')
}

fn vni(chars: &[char]) -> Option<(char, usize)> {
    let (first, mark) = (*chars.first()?, chars.get(1));
    let marked = || {
        let (_, marks, letters) = VNI_MARKED.iter().find(|(letter, ..)| *letter == lower(first))?;
        Some((twin(marks, letters, lower(*mark?))?, 2))
    };
    let (letter, taken) = marked().or_else(|| Some((twin(VNI_ALONE.0, VNI_ALONE.1, lower(first))?, 1)))?;
    Some((if first.is_uppercase() { upper(letter) } else { letter }, taken))
}

/// The character of `to` that stands where `c` stands in `from`.
fn twin(from: &str, to: &str, c: char) -> Option<char> {
    to.chars().nth(from.chars().position(|known| known == c)?)
}

/// Readers differ in what they make of the quotes and dashes at 0x80 to 0x9F: control characters or these.
fn windows_1252(c: char) -> char {
    let code = (c as usize).checked_sub(0x80);
    code.and_then(|code| WINDOWS_1252.chars().nth(code)).unwrap_or(c)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::LegacyFont::{Tcvn3, Vni};
    use super::*;

    // Written down apart from the tables above, in the order most converters have.
    const UNICODE: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
    const IN_TCVN3: &str = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u{ad}õøö÷ùúýûüþ";
    const IN_VNI: &str = "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã \
        eä ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï \
        yø yù yû yõ î";
    const TEXT: &str = "Học phần Lịch sử Đảng Cộng sản Việt Nam. Sinh viên phân tích, đánh giá được những \
        vấn đề thường gặp: thuở ấy, khuỷu tay, quý giá, giữ gìn, nghĩa vụ, huýt sáo, kỹ thuật, hoá học, \
        nguyên lý, Ăn uống, Ước mơ, Ê-đê, Ôn tập. TRƯỜNG ĐẠI HỌC (30 tiết)";
    const NOT_LEGACY: [&str; 24] = [
        "Kỹ năng số",
        "và",
        "toán",
        "lý",
        "là",
        "Mã số",
        "Bé",
        "Tên công ty",
        "Chú ý",
        "Hoá",
        "Có",
        "NÓI",
        "Café résumé naïve",
        "où est né Hué",
        "Größe für Müller",
        "mañana, año, niño",
        "ESPAÑA",
        "5 µm",
        "3 × 4",
        "±2°C, 10 m²",
        "N·m, 2×n, ½h",
        "√ ✓ ü û þ x",
        "ü",
        "« Toán » © ® § ª ·",
    ];

    fn pairs(font: LegacyFont) -> Vec<(char, String)> {
        let written: Vec<String> = match font {
            Tcvn3 => IN_TCVN3.chars().map(String::from).collect(),
            Vni => IN_VNI.split_whitespace().map(String::from).collect(),
        };
        assert_eq!(written.len(), 67);
        let mut pairs: Vec<_> = UNICODE.chars().zip(written).collect();
        match font {
            Tcvn3 => pairs.extend("ĂÂÊÔƠƯĐ".chars().zip("¡¢£¤¥¦§".chars().map(String::from))),
            Vni => pairs.extend_from_within(..),
        }
        for (letter, written) in pairs.iter_mut().skip(67).filter(|_| font == Vni) {
            (*letter, *written) = (upper(*letter), written.to_uppercase());
        }
        pairs
    }

    /// What a typist stored. TCVN3 has a small letter where it lacks the capital.
    fn typed(text: &str, font: LegacyFont) -> String {
        let pairs = pairs(font);
        let find = |c| pairs.iter().find(|(letter, _)| *letter == c).map(|(_, written)| written.clone());
        text.chars().map(|c| find(c).or_else(|| find(lower(c))).unwrap_or_else(|| c.into())).collect()
    }

    #[test]
    fn every_letter_comes_back() {
        for font in [Tcvn3, Vni] {
            for (letter, written) in pairs(font) {
                assert_eq!(font.convert(&written), letter.to_string(), "{written} in {}", font.name());
            }
        }
        assert_eq!(Vni.convert("Aù Öù ÔÛ"), "Á Ứ Ở");
    }

    #[test]
    fn a_text_comes_back() {
        assert_eq!(from_legacy(&typed(TEXT, Vni), Vni).as_deref(), Some(TEXT));
        let back = from_legacy(&typed(TEXT, Tcvn3), Tcvn3).expect("is TCVN3");
        assert_eq!(back.to_lowercase(), TEXT.to_lowercase());
        assert!(back.starts_with("Học phần Lịch sử Đảng"));
        for font in [Tcvn3, Vni] {
            assert_eq!(legacy_font([typed(TEXT, font).as_str()]), Some(font));
            assert_eq!(from_legacy(TEXT, font), None);
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        assert_eq!(legacy_font(NOT_LEGACY), None);
        for (text, font) in NOT_LEGACY.iter().flat_map(|text| [(text, Tcvn3), (text, Vni)]) {
            assert_eq!(from_legacy(text, font), None, "{text} in {}", font.name());
        }
    }

    #[test]
    fn cells_of_a_mixed_sheet_are_told_apart() {
        let sheet =
            ["Mã số", "Tªn häc phÇn", "Số tín chỉ", "Ghi chó", "Café", "Gi¸o dôc ThÓ chÊt", "Toán 5 µm"];
        assert_eq!(legacy_font(sheet), Some(Tcvn3));
        let converted = sheet.map(|cell| from_legacy(cell, Tcvn3));
        let wanted = ["", "Tên học phần", "", "Ghi chú", "", "Giáo dục Thể chất", ""];
        assert_eq!(converted.map(Option::unwrap_or_default), wanted);
        assert_eq!(legacy_font(["Tªn häc phÇn"; 9]), Some(Tcvn3));
        assert_eq!(legacy_font(["Häc phÇn, häc phÇn", "HäC PHÇN"]), None, "two words are too few");
    }

    #[test]
    fn what_is_no_syllable_is_converted_beside_what_is() {
        let cells = [
            ("Sè §VHT", "Số ĐVHT"),
            ("« t«", "ô tô"),
            ("TR¦êNG §¹I HäC", "TRƯỜNG ĐẠI HỌC"),
            ("Líp", "Lớp"),
            ("\u{93}Häc\u{94} \u{96} th\u{ad} viÖn", "“Học” – thư viện"),
            ("“Häc” 5 µm", "“Học” 5 µm"),
            ("§«ng Nam ¸", "Đông Nam á"),
            ("Häc phÇn kỳ ü", "Học phần kỳ ü"),
        ];
        for (stored, shown) in cells {
            assert_eq!(from_legacy(stored, Tcvn3).unwrap_or_default(), shown);
        }
        assert_eq!(from_legacy("CÑR, ÑATN", Vni).as_deref(), Some("CĐR, ĐATN"));
    }

    #[test]
    fn syllables_are_known_by_their_build() {
        let valid = "hoá hóa thuỷ thủy quý quốc giếng gì giữ nghiêng khuỷu ngoèo ĐƯỜNG Ước yếu xoong được Mỹ";
        assert!(valid.split(' ').all(is_syllable));
        let invalid = "hoc đưc kế́ gé ngi cí qúy tòon häc phÇn đượć môc ká quủ ií zố";
        assert_eq!(invalid.split(' ').filter(|word| is_syllable(word)).collect::<Vec<_>>(), [""; 0]);
    }
}
