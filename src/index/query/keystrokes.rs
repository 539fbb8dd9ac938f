//! Reads the keystrokes of a Vietnamese keyboard that was switched off: Telex (`kees hoachj`) and VNI (`ke61 hoach5`).

use unicode_normalization::UnicodeNormalization as _;

use crate::viet::{is_plain_syllable, is_syllable};

/// Keys of the longest syllable, `nghieengs` with a key or two more.
const LONGEST: usize = 12;

/// A text with its keystrokes read as the words that they were meant to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The text with its marks.
    pub text: String,
    /// The keystrokes that cannot be a word typed without marks, and the word of each.
    pub words: Vec<(String, String)>,
}

/// Reads a text; `None` where nothing in it must be keystrokes, or any mark was typed, so that the keyboard was on.
pub(super) fn written(text: &str) -> Option<Written> {
    if !text.is_ascii() {
        return None;
    }
    let mut out = Written { text: String::with_capacity(text.len() * 2), words: Vec::new() };
    let is_key = |c: char| c.is_ascii_alphanumeric();
    let mut rest = text;
    while let Some(start) = rest.find(is_key) {
        let (between, tail) = rest.split_at_checked(start)?;
        let (word, tail) = tail.split_at_checked(tail.find(|c| !is_key(c)).unwrap_or(tail.len()))?;
        out.text.push_str(between);
        let plain = is_plain_syllable(word);
        match syllable(word) {
            // `coong` may be a word, but beside keystrokes it is keys as well; `cos` may not.
            Some(read) if !plain || word.contains("oo") => {
                out.text.push_str(&read);
                if !plain {
                    out.words.push((word.to_ascii_lowercase(), read));
                }
            }
            _ => out.text.push_str(word),
        }
        rest = tail;
    }
    out.text.push_str(rest);
    (!out.words.is_empty()).then_some(out)
}

/// The tone of a key, as a combining mark; empty for none.
fn tone_key(key: char) -> Option<&'static str> {
    Some(match key {
        's' | '1' => "\u{301}",
        'f' | '2' => "\u{300}",
        'r' | '3' => "\u{309}",
        'x' | '4' => "\u{303}",
        'j' | '5' => "\u{323}",
        _ => return None,
    })
}

/// The syllable that keys write: `hoạch` of `hoachj` and `hoach5`; `None` where they write none, or one without marks.
fn syllable(keys: &str) -> Option<String> {
    if !(2..=LONGEST).contains(&keys.len()) || keys.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        return None;
    }
    let vni = keys.bytes().any(|b| b.is_ascii_digit());
    let mut letters: Vec<char> = Vec::with_capacity(keys.len());
    let mut tone = "";
    for key in keys.chars().map(|c| c.to_ascii_lowercase()) {
        let voiced = letters.iter().any(|c| is_vowel(*c));
        if let Some(mark) = tone_key(key).filter(|_| voiced && key.is_ascii_digit() == vni) {
            if !std::mem::replace(&mut tone, mark).is_empty() {
                return None;
            }
        } else if !(if vni { vni_key(&mut letters, key) } else { telex_key(&mut letters, key) })? {
            letters.push(key);
        }
    }
    let placed = with_tone(&letters, tone);
    (!placed.is_ascii() && is_syllable(&placed)).then_some(placed)
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// Does the key change a letter before it? `None` where it cannot be typed there.
fn telex_key(letters: &mut Vec<char>, key: char) -> Option<bool> {
    match key {
        'd' if letters.first() == Some(&'d') => letters.first_mut().map(|first| *first = 'đ'),
        'a' | 'e' | 'o' => {
            let last = letters.iter().rposition(|c| is_vowel(*c));
            // The second of a pair stands beside the first, or behind the final consonant.
            let at = last.filter(|at| letters.get(*at) == Some(&key));
            at.and_then(|at| letters.get_mut(at)).map(|letter| *letter = if key == 'a' { 'â' } else { roofed(key) })
        }
        'w' => {
            if !horned(letters, true) {
                letters.push('ư');
            }
            Some(())
        }
        _ => None,
    }
    .map_or(Some(false), |()| Some(true))
}

/// As [`telex_key`], for the digits of VNI.
fn vni_key(letters: &mut [char], key: char) -> Option<bool> {
    match key {
        '6' => {
            let at = letters.iter().rposition(|c| matches!(c, 'a' | 'e' | 'o'))?;
            let letter = letters.get_mut(at)?;
            *letter = if *letter == 'a' { 'â' } else { roofed(*letter) };
            Some(true)
        }
        '7' => horned(letters, false).then_some(true),
        '8' => {
            let at = letters.iter().rposition(|c| *c == 'a')?;
            *letters.get_mut(at)? = 'ă';
            Some(true)
        }
        '9' => {
            let first = letters.first_mut().filter(|c| **c == 'd')?;
            *first = 'đ';
            Some(true)
        }
        '0'..='9' => None,
        _ => Some(false),
    }
}

fn roofed(letter: char) -> char {
    if letter == 'e' { 'ê' } else { 'ô' }
}

/// Gives the last u or o its horn, both of `uo`; where `breve` also the last a its breve. Did any letter take it?
fn horned(letters: &mut [char], breve: bool) -> bool {
    let Some(at) = letters.iter().rposition(|c| matches!(c, 'u' | 'o') || breve && *c == 'a') else { return false };
    // In `ua` the horn is on the first: `mưa`; `oa` has a breve: `hoặc`.
    let at = match (at.checked_sub(1).and_then(|before| letters.get(before)), letters.get(at)) {
        (Some('u'), Some('a')) if letters.first() != Some(&'q') => at - 1,
        _ => at,
    };
    let pair = at.checked_sub(1).filter(|before| letters.get(*before) == Some(&'u') && letters.get(at) == Some(&'o'));
    for at in pair.into_iter().chain([at]) {
        if let Some(letter) = letters.get_mut(at) {
            *letter = match letter {
                'u' => 'ư',
                'o' => 'ơ',
                _ => 'ă',
            };
        }
    }
    true
}

/// Writes letters with a tone where it stands: on the marked vowel, else the last before a final consonant, else the first of two.
fn with_tone(letters: &[char], tone: &str) -> String {
    let mut vowels: Vec<usize> = (0..letters.len()).filter(|i| letters.get(*i).is_some_and(|c| is_vowel(*c))).collect();
    // The u of `qu` and the i of `gi` belong to the onset.
    let onset = matches!(letters, ['q', 'u', ..] | ['g', 'i', ..]);
    if onset && vowels.len() > 1 {
        vowels.remove(0);
    }
    let marked = vowels.iter().rev().find(|i| letters.get(**i).is_some_and(|c| !c.is_ascii()));
    let closed = letters.last().is_some_and(|c| !is_vowel(*c));
    let at = marked.or(if closed || vowels.len() == 1 { vowels.last() } else { vowels.get(vowels.len().saturating_sub(2)) });
    let mut out = String::new();
    for (i, c) in letters.iter().enumerate() {
        out.push(*c);
        out.push_str(if Some(&i) == at { tone } else { "" });
    }
    out.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{syllable, written};

    #[test]
    fn reads_syllables() {
        let check = |keys: &str, expected: &str| assert_eq!(syllable(keys).unwrap_or_default(), expected, "{keys}");
        for (telex, vni, expected) in [
            ("kees", "ke61", "kế"),
            ("hoachj", "hoach5", "hoạch"),
            ("quyeets", "quye61t", "quyết"),
            ("ddinhj", "d9inh5", "định"),
            ("truwowngf", "tru7o7ng2", "trường"),
            ("truongwf", "truong72", "trường"),
            ("hoaf", "hoa2", "hòa"),
            ("giaof", "giao2", "giào"),
            ("gias", "gia1", "giá"),
            ("quys", "quy1", "quý"),
            ("thuyr", "thuy3", "thủy"),
            ("mwa", "mu7a", "mưa"),
            ("muaw", "mua7", "mưa"),
            ("hoawcj", "hoa8c5", "hoặc"),
            ("ddaats", "d9a61t", "đất"),
            ("nghieeng", "nghie6ng", "nghiêng"),
            ("tieengs", "tie6ng1", "tiếng"),
        ] {
            check(telex, expected);
            check(vni, expected);
        }
        check("mwa", "mưa");
        check("tienges", "tiếng");
        for none in ["ban", "ubnd", "UBND", "KH16", "16", "2023", "qd", "user", "docx", "tasst", "h5n1", "s", "b2"] {
            check(none, "");
        }
    }

    #[test]
    fn reads_texts_that_must_be_keystrokes() {
        let check = |text: &str, expected: &str| {
            assert_eq!(written(text).map(|w| w.text).unwrap_or_default(), expected, "{text}");
        };
        check("kees hoachj 16", "kế hoạch 16");
        check("ke61 hoach5 so61 16/KH-UBND", "kế hoạch số 16/KH-UBND");
        check("coong an xax", "công an xã");
        check("cong an xa", "");
        check("kế hoachj", "");
        check("16/kh-ubnd nam 2023", "");
        check("loai:KH phongf chays", "loai:KH phòng cháy");
    }
}
