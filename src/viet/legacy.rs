//! Encodings of Vietnamese before Unicode: their tables, the fonts that go with them, and decoding.

use std::sync::LazyLock;

/// An encoding whose characters reach us as if they were Western European.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// ABC, fonts `.Vn…`.
    Tcvn3,
    /// Fonts `VNI-…`: a letter, then a mark of its own.
    Vni,
    /// Fonts `VPS …`.
    Vps,
    /// Microsoft's code page, taken for 1252.
    Windows1258,
    /// UTF-8 taken for 1252.
    Utf8,
}

impl Encoding {
    /// All of them, in the order in which equal guesses are preferred.
    pub(super) const ALL: [Self; 5] = [Self::Tcvn3, Self::Vni, Self::Vps, Self::Windows1258, Self::Utf8];
}

/// What a font's name promises of its text; the text's own letters have the last word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hint {
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The font shows small letters as capitals (`.VnTimeH`).
    pub capitals: bool,
}

/// Reads a font's name: `.VnTimeH`, `VnArial`, `VNI-Times`, `VPS Times`; a subset tag `ABCDEF+` is passed over.
pub(super) fn hint(font: Option<&str>) -> Hint {
    let Some(font) = font else { return Hint::default() };
    let name = font.split_once('+').map_or(font, |(_, name)| name);
    if name.starts_with(".Vn") || name.starts_with(".VN") || name.starts_with("TCVN") || is_vn(name) {
        let family = name.split([',', '-']).next().unwrap_or(name).trim_end_matches(|c: char| c == ' ' || c.is_ascii_digit());
        let family = [" Bold", " Italic"].iter().fold(family, |f, style| f.strip_suffix(style).unwrap_or(f));
        return Hint { encoding: Some(Encoding::Tcvn3), capitals: family.ends_with('H') };
    }
    let encoding = if name.starts_with("VNI") {
        Some(Encoding::Vni)
    } else if name.starts_with("VPS") {
        Some(Encoding::Vps)
    } else {
        None
    };
    Hint { encoding, capitals: false }
}

/// `VnTime`, and not `VntimesNewRoman` or `Vni`: a capital follows.
fn is_vn(name: &str) -> bool {
    name.strip_prefix("Vn").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

type Codes = [[char; 2]; 128];

struct Tables {
    tcvn3: Codes,
    vni: Codes,
    vps: Codes,
    windows_1258: Codes,
}

static TABLES: LazyLock<Box<Tables>> = LazyLock::new(|| {
    let none = [['\0'; 2]; 128];
    let mut tables = Box::new(Tables { tcvn3: none, vni: none, vps: none, windows_1258: none });
    for line in include_str!("../tables/legacy.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let codes = match cells.next() {
            Some("tcvn3") => &mut tables.tcvn3,
            Some("vni") => &mut tables.vni,
            Some("vps") => &mut tables.vps,
            Some("windows-1258") => &mut tables.windows_1258,
            _ => continue,
        };
        let number = |cell: &str| u32::from_str_radix(cell, 16).ok();
        let byte = cells.next().and_then(number).and_then(|b| b.checked_sub(0x80));
        let points = cells.next().unwrap_or_default().split(' ').filter_map(number).filter_map(char::from_u32);
        if let Some(row) = byte.and_then(|b| codes.get_mut(b as usize)) {
            row.iter_mut().zip(points).for_each(|(slot, c)| *slot = c);
        }
    }
    tables
});

/// Windows-1252 beyond Latin-1: the characters of the bytes 0x80 to 0x9F; the five unused bytes stand for themselves.
const HIGH_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte that a character was before it was taken for Windows-1252, or for a symbol font's private character.
pub(super) fn byte(c: char) -> Option<u8> {
    let code = c as u32;
    match code {
        0..=0xff => u8::try_from(code).ok(),
        0xf020..=0xf0ff => u8::try_from(code - 0xf000).ok(),
        _ => HIGH_1252.iter().position(|h| *h == c).and_then(|i| u8::try_from(i + 0x80).ok()),
    }
}

/// Decodes a stretch. Gives each character with the place in `chars` that it comes from; combining marks are not yet composed.
pub(super) fn decode(encoding: Encoding, chars: &[char], mut push: impl FnMut(char, usize)) {
    let tables = &*TABLES;
    let codes = match encoding {
        Encoding::Tcvn3 => &tables.tcvn3,
        Encoding::Vni => &tables.vni,
        Encoding::Vps => &tables.vps,
        Encoding::Windows1258 => &tables.windows_1258,
        Encoding::Utf8 => return decode_utf8(chars, push),
    };
    for (i, c) in chars.iter().enumerate() {
        let row = byte(*c).and_then(|b| b.checked_sub(0x80)).and_then(|b| codes.get(usize::from(b)));
        match row {
            Some([first, second]) if *first != '\0' => {
                push(*first, i);
                if *second != '\0' {
                    push(*second, i);
                }
            }
            // A symbol font's plain letters and punctuation.
            _ => push(byte(*c).filter(|b| (0x20..0x7f).contains(b)).map_or(*c, char::from), i),
        }
    }
}

fn decode_utf8(chars: &[char], mut push: impl FnMut(char, usize)) {
    let mut i = 0;
    while let Some(c) = chars.get(i) {
        let lead = byte(*c).filter(|b| (0xc3..=0xef).contains(b));
        let length = lead.map_or(1, |b| if b < 0xe0 { 2 } else { 3 });
        let mut bytes = [0u8; 3];
        let mut whole = lead.is_some();
        for (k, slot) in bytes.iter_mut().take(length).enumerate() {
            let found = match chars.get(i + k) {
                // The second byte of `à` is a no-break space and may have been made a plain one.
                Some(' ') if k == 1 && lead == Some(0xc3) => Some(0xa0),
                Some(c) => byte(*c),
                None => None,
            };
            match found {
                Some(b) if k == 0 || (0x80..0xc0).contains(&b) => *slot = b,
                _ => whole = false,
            }
        }
        let decoded =
            bytes.get(..length).filter(|_| whole).and_then(|b| std::str::from_utf8(b).ok()).and_then(|s| s.chars().next());
        if let Some(decoded) = decoded {
            push(decoded, i);
            let blank_lost = chars.get(i + 1) == Some(&' ') && chars.get(i + 2).is_some_and(|c| !c.is_whitespace());
            i += if blank_lost { 1 } else { length };
        } else {
            push(*c, i);
            i += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::{Encoding, Hint, decode, hint};

    #[test]
    fn decodes_each_encoding() {
        let check = |encoding, text: &str, expected: &str| {
            let (chars, mut out) = (text.chars().collect::<Vec<_>>(), String::new());
            decode(encoding, &chars, |c, _| out.push(c));
            assert_eq!(out.nfc().collect::<String>(), expected, "{text}");
        };
        check(Encoding::Tcvn3, "NghÞ ®Þnh vÒ viÖc ®\u{ad}îc c«ng bè", "Nghị định về việc được công bố");
        check(Encoding::Tcvn3, "\u{f0ae}\u{f0de}nh", "định");
        check(Encoding::Vni, "UÛY BAN NHAÂN DAÂN QUYEÁT ÑÒNH", "ỦY BAN NHÂN DÂN QUYẾT ĐỊNH");
        check(Encoding::Vni, "Thuû töôùng, ñöôïc, Nghò ñònh, ngöôøi", "Thủ tướng, được, Nghị định, người");
        check(Encoding::Vps, "Ngh\u{ce} \u{c7}\u{ce}nh", "Nghị định");
        check(Encoding::Windows1258, "Quyêìt ðiònh", "Quyết định");
        check(Encoding::Utf8, "Uá»· ban nhÃ¢n dÃ¢n Ä‘Æ°á»£c lÃ\u{a0} Ã  nÃ o", "Uỷ ban nhân dân được là à nà o");
    }

    #[test]
    fn reads_fonts() {
        let check = |name, encoding, capitals| assert_eq!(hint(Some(name)), Hint { encoding, capitals }, "{name}");
        check(".VnTime", Some(Encoding::Tcvn3), false);
        check(".VnTimeH", Some(Encoding::Tcvn3), true);
        check("ABCDEF+.VnArialH,Bold", Some(Encoding::Tcvn3), true);
        check(".VnArial NarrowH", Some(Encoding::Tcvn3), true);
        check("VnTime", Some(Encoding::Tcvn3), false);
        check("VNI-Times", Some(Encoding::Vni), false);
        check("VPS Times", Some(Encoding::Vps), false);
        check("Times New Roman", None, false);
        check("SVN-Times", None, false);
        check("Vntime", None, false);
    }
}
