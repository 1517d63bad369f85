//! The letters of the two fonts and the parts of a Vietnamese syllable.

/// TCVN3, code points U+00A0 to U+00FF in rows of sixteen; `_` is no letter.
pub(super) const TCVN3: [&str; 6] = [
    "_ĂÂÊÔƠƯĐăâêôơưđ_", // A0: also the only capitals there are
    "_____àảãáạ_ằẳẵắ_", // B0
    "______ặầẩẫấậè_ẻẽ", // C0
    "éẹềểễếệìỉ___ĩíịò", // D0
    "_ỏõóọồổỗốộờởỡớợù", // E0
    "_ủũúụừửữứựỳỷỹýỵ_", // F0
];

/// VNI-Windows: a letter, the marks that may follow it, and what it becomes with each.
pub(super) const VNI_MARKED: [(char, &str, &str); 7] = [
    ('a', "ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    ('e', "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    ('o', "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    ('ô', "ùøûõï", "ớờởỡợ"),
    ('u', "ùøûõï", "úùủũụ"),
    ('ö', "ùøûõï", "ứừửữự"),
    ('y', "ùøûõ", "ýỳỷỹ"),
];

/// VNI-Windows: the letters written with one character.
pub(super) const VNI_ALONE: (&str, &str) = ("íìæóòôöîñ", "íìỉĩịơưỵđ");

/// What Windows-1252 has at 0x80 to 0x9F. Both fonts leave these quotes and dashes as they are.
pub(super) const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Each vowel bare and with its tones: sắc, huyền, hỏi, ngã, nặng.
pub(super) const TONES: [&str; 12] = [
    "aáàảãạ",
    "ăắằẳẵặ",
    "âấầẩẫậ",
    "eéèẻẽẹ",
    "êếềểễệ",
    "iíìỉĩị",
    "oóòỏõọ",
    "ôốồổỗộ",
    "ơớờởỡợ",
    "uúùủũụ",
    "ưứừửữự",
    "yýỳỷỹỵ",
];

pub(super) const ONSETS: &str = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x";

pub(super) const RHYMES: &str = "\
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay \
    oăc oăm oăn oăng oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ \
    uy uya uych uyên uyêt uynh uyp uyt uyu \
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu \
    y yêm yên yêng yêt yêu ych ynh yp yt";

/// Signs of other texts (5 µm, 3×m, ½h, £m) that no everyday word begins with in TCVN3.
pub(super) const SIGNS: &[char] = &['·', '×', '÷', 'µ', '¼', '½', '¾', '»', '£'];

/// The words of one character that occur beside others: ô (tô), Ê (đê), (châu) Á, ở, ổ, ồ, ủ. Others may be
/// ticks and signs.
pub(super) const LONE: &str = "«£¤¸ëæåñ";

/// Words of curricula whose letters in TCVN3 or VNI look like some rarer word: *chú* (ý) is "chó" in TCVN3.
/// Where the other word is not rarer (bé for *bộ*), nothing is here.
pub(super) const EVERYDAY: &str = "\
    bồi chơi chống chỗ chú cố có cũng cụm dụng giỏi giống giờ giúp gồm gốc gỗ hỗ hộp khó khối khớp lỗi \
    lối lớn lớp mĩ mối mỗi nhóm nói nóng nối nộp ống phó phóng phỏng phối phố phút rồi rộng rừng sĩ số \
    sớm sống sự thị thống thú thừa tìm tóm tố tốc tối tốt tộc trồng trộn trống trừ từ từng vị vốn vừa";
