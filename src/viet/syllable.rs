//! Syllables: is a word one, and the key under which its spellings meet.

use super::letter::{ACUTE, DOT, TONE_MARKS, letter, tone_of_mark, with_quality};

/// Onsets, longest first where one begins another. Source: the onsets of standard Vietnamese spelling.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p",
    "r", "s", "t", "v", "x", "",
];

/// Rhymes without tone, by main vowel. Source: the rhymes of standard Vietnamese spelling.
#[rustfmt::skip]
fn is_rhyme(rhyme: &str) -> bool {
    matches!(rhyme,
        "a" | "ac" | "ach" | "ai" | "am" | "an" | "ang" | "anh" | "ao" | "ap" | "at" | "au" | "ay"
        | "ăc" | "ăm" | "ăn" | "ăng" | "ăp" | "ăt" | "âc" | "âm" | "ân" | "âng" | "âp" | "ât" | "âu" | "ây"
        | "e" | "ec" | "em" | "en" | "eng" | "eo" | "ep" | "et"
        | "ê" | "êch" | "êm" | "ên" | "êng" | "ênh" | "êp" | "êt" | "êu"
        | "i" | "ia" | "ich" | "im" | "in" | "inh" | "ip" | "it" | "iu"
        | "iêc" | "iêm" | "iên" | "iêng" | "iêp" | "iêt" | "iêu"
        | "o" | "oc" | "oi" | "om" | "on" | "ong" | "ooc" | "oong" | "op" | "ot"
        | "oa" | "oac" | "oach" | "oai" | "oam" | "oan" | "oang" | "oanh" | "oao" | "oap" | "oat" | "oay"
        | "oăc" | "oăm" | "oăn" | "oăng" | "oăp" | "oăt" | "oe" | "oem" | "oen" | "oeo" | "oet"
        | "ô" | "ôc" | "ôi" | "ôm" | "ôn" | "ông" | "ôp" | "ôt" | "ơ" | "ơi" | "ơm" | "ơn" | "ơp" | "ơt"
        | "u" | "ua" | "uc" | "ui" | "um" | "un" | "ung" | "up" | "ut"
        | "uân" | "uâng" | "uât" | "uây" | "uê" | "uêch" | "uên" | "uênh" | "uêu" | "uơ"
        | "uôc" | "uôi" | "uôm" | "uôn" | "uông" | "uôt"
        | "uy" | "uya" | "uych" | "uyn" | "uynh" | "uyp" | "uyt" | "uyu" | "uyên" | "uyêt"
        | "ư" | "ưa" | "ưc" | "ưi" | "ưm" | "ưng" | "ưt" | "ưu"
        | "ươc" | "ươi" | "ươm" | "ươn" | "ương" | "ươp" | "ươt" | "ươu"
        | "y" | "ych" | "yn" | "ynh" | "yt" | "yu" | "ya" | "yêm" | "yên" | "yêng" | "yêt" | "yêu"
    )
}

/// Is the word a possible Vietnamese syllable: onset, rhyme and a tone that the rhyme can bear? NFC; any case, any place of the
/// tone.
#[must_use]
pub fn is_syllable(word: &str) -> bool {
    let mut buffer = [0u8; 24];
    let (mut len, mut tone) = (0, 0);
    for (i, c) in word.chars().enumerate() {
        let base = match letter(c) {
            Some(l) if l.vietnamese => {
                if l.tone != 0 && std::mem::replace(&mut tone, l.tone) != 0 {
                    return false;
                }
                l.base
            }
            _ if c.is_ascii_alphabetic() => c.to_ascii_lowercase(),
            _ => return false,
        };
        // The longest syllable, `nghiêng`, has seven letters.
        if i > 7 {
            return false;
        }
        len += base.encode_utf8(&mut buffer[len..]).len();
    }
    let Some(Ok(plain)) = buffer.get(..len).map(std::str::from_utf8) else { return false };
    let joined = |rhyme: &str| rhyme.starts_with('i') && is_rhyme(rhyme) && bears(rhyme, tone);
    ONSETS.iter().filter_map(|onset| Some((*onset, plain.strip_prefix(onset)?))).any(|(onset, rhyme)| fits(onset, rhyme, tone))
        // In `gì`, `giêng`, `giết` the i belongs to onset and rhyme at once.
        || plain.strip_prefix('g').is_some_and(joined)
}

/// May a word of plain letters be a Vietnamese syllable typed without its marks: `bac`, `viec`, `duong`? Any case.
#[must_use]
pub fn is_plain_syllable(word: &str) -> bool {
    let plain = word.to_ascii_lowercase();
    let rhyme_fits = |rhyme: &str| PLAIN_RHYMES.contains(&rhyme);
    ONSETS.iter().filter_map(|onset| plain.strip_prefix(onset)).any(rhyme_fits)
        || plain.strip_prefix("gi").is_some_and(str::is_empty)
}

/// The rhymes of [`is_rhyme`] without their marks.
#[rustfmt::skip]
const PLAIN_RHYMES: [&str; 117] = [
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay",
    "e", "ec", "ech", "em", "en", "eng", "enh", "eo", "ep", "et", "eu",
    "i", "ia", "ich", "iec", "iem", "ien", "ieng", "iep", "iet", "ieu", "im", "in", "inh", "ip", "it", "iu",
    "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe", "oem", "oen", "oeo",
    "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot",
    "u", "ua", "uan", "uang", "uat", "uay", "uc", "ue", "uech", "uen", "uenh", "ueu", "ui", "um", "un", "ung", "uo", "uoc", "uoi",
    "uom", "uon", "uong", "uop", "uot", "uou", "up", "ut", "uu", "uy", "uya", "uych", "uyen", "uyet", "uyn", "uynh", "uyp",
    "uyt", "uyu",
    "y", "ya", "ych", "yem", "yen", "yeng", "yet", "yeu", "yn", "ynh", "yt", "yu",
];

fn fits(onset: &str, rhyme: &str, tone: u8) -> bool {
    if !is_rhyme(rhyme) || !bears(rhyme, tone) {
        return false;
    }
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        "k" => front,
        "gh" | "ngh" => front && !rhyme.starts_with('y'),
        "c" | "g" | "ng" => !front,
        "qu" => !rhyme.starts_with(['u', 'ư', 'o', 'i']) || matches!(rhyme, "i" | "it" | "in" | "inh" | "ich"),
        "" => true,
        "h" | "l" | "m" | "s" | "t" | "v" => !rhyme.starts_with('y') || rhyme == "y",
        _ => !rhyme.starts_with('y'),
    }
}

/// Rhymes that end in a stop bear only sắc and nặng.
fn bears(rhyme: &str, tone: u8) -> bool {
    !(rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch")) || tone == ACUTE || tone == DOT
}

/// The key of a word: lower case, quality marks kept, the tone at the end wherever it is written.
///
/// `hoà`, `hòa` and `HÒA` meet, in NFC and NFD; `hòa` and `hoạ`, `đ` and `d` do not. Words of other languages only lose their case.
#[must_use]
pub fn tone_key(syllable: &str) -> String {
    let mut key = String::with_capacity(syllable.len() + 2);
    push_tone_key(&mut key, syllable);
    key
}

/// Appends [`tone_key`] to `key`.
pub fn push_tone_key(key: &mut String, syllable: &str) {
    if syllable.is_ascii() {
        key.extend(syllable.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        return;
    }
    let start = key.len();
    let mut tone = 0;
    for c in syllable.chars() {
        if c.is_ascii() {
            key.push(c.to_ascii_lowercase());
        } else if let Some(l) = letter(c) {
            if l.vietnamese || l.base == 'đ' {
                tone = tone.max(l.tone);
                key.push(l.base);
            } else {
                key.extend(c.to_lowercase());
            }
        } else if let Some(t) = tone_of_mark(c) {
            tone = tone.max(t);
        } else if let Some(marked) = key.get(start..).and_then(|k| k.chars().next_back()).and_then(|b| with_quality(b, c)) {
            key.pop();
            key.push(marked);
        } else {
            key.extend(c.to_lowercase());
        }
    }
    if tone != 0 {
        key.push(TONE_MARKS[usize::from(tone)]);
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::{is_syllable, tone_key};

    #[test]
    fn syllables_typed_without_marks() {
        let check = |words: &str, expected: bool| {
            for word in words.split_whitespace() {
                assert_eq!(super::is_plain_syllable(word), expected, "{word}");
            }
        };
        check("bac ninh viec nghiep duong nuoc gi giet Thuong quyet quoc dat uy yen", true);
        check("ubnd cp sct tphcm vpcp btc qh14 ttg kh kt", false);
    }

    #[test]
    fn syllables_are_told_from_other_words() {
        let check = |words: &str, expected: bool| {
            for word in words.split_whitespace() {
                assert_eq!(is_syllable(word), expected, "{word}");
            }
        };
        check(
            "Ủy Uỷ ban nhân dân TỈNH quyết định số nghị nghiêng khuỷu gì giêng giết quốc quý qúy hòa hoà thuở xoong yêu y kỹ kĩ",
            true,
        );
        check("được người nước huyện xã phường chuyển tuyến khuya nguyễn Đường oanh uyên quanh quyền", true);
        check("Lắk Krông qđ nh©n ñöôïc THѬѪNG hoạch1 tổng2 xyz kh ta-p cá́ hoàá ceo nge tap tep", false);
    }

    #[test]
    fn spellings_of_one_syllable_share_a_key() {
        let check = |a: &str, b: &str, same: bool| {
            assert_eq!(tone_key(a) == tone_key(b), same, "{a} {b}");
            assert_eq!(tone_key(&a.nfd().collect::<String>()), tone_key(a), "{a} decomposed");
        };
        check("hoà", "hòa", true);
        check("HOÀ", "hòa", true);
        check("Uỷ", "ủy", true);
        check("quý", "qúy", true);
        check("toán", "tóan", true);
        check("hòa", "hoạ", false);
        check("đa", "da", false);
        check("Đ", "đ", true);
        check("\u{d0}ắk", "đắk", true);
        check("ưu", "uu", false);
        check("16", "16", true);
        check("Résumé", "résumé", true);
    }
}
