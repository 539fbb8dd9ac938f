//! Codes of simple fonts and of fonts without maps to characters, where the standard or a table tells them.

use std::sync::LazyLock;

/// A named encoding of simple fonts (ISO 32000-1, Annex D).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Windows code page 1252.
    WinAnsi,
    /// The Macintosh's.
    MacRoman,
}

impl Base {
    /// The encoding of this name. `StandardEncoding` is left to the font program, which names its glyphs.
    pub(super) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            _ => None,
        }
    }

    /// The character of a code.
    pub(super) fn char(self, code: u32) -> Option<char> {
        let byte = u8::try_from(code).ok()?;
        let encoding = match self {
            Self::WinAnsi => encoding_rs::WINDOWS_1252,
            Self::MacRoman => encoding_rs::MACINTOSH,
        };
        let bytes = [byte];
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        text.chars().next().filter(|c| !c.is_control())
    }
}

/// Is it a font of an encoding older than Unicode, whose codes must stay as they are?
pub(super) fn is_legacy(name: &str) -> bool {
    name.starts_with(".Vn")
        || name.starts_with("VNI-")
        || name.starts_with("VNI ")
        || name.starts_with("VPS ")
        || name.strip_prefix("Vn").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The code of an old Vietnamese font as the character of the same number, so that nothing of it is lost.
///
/// Only 80 to 9F, which are controls in Latin-1, take their windows-1252 characters.
pub(super) fn legacy_char(code: u32) -> char {
    match code {
        0x80..=0x9f => Base::WinAnsi.char(code).unwrap_or('\u{fffd}'),
        _ => char::from_u32(code).filter(|c| !c.is_control()).unwrap_or('\u{fffd}'),
    }
}

static TIMES: LazyLock<Vec<(u32, char)>> = LazyLock::new(|| {
    let rows = include_str!("../../tables/times_glyphs.tsv").lines().filter(|l| !l.starts_with('#'));
    let mut table: Vec<(u32, char)> = rows
        .filter_map(|row| {
            let mut cells = row.split('\t');
            Some((cells.next()?.parse().ok()?, cells.next()?.chars().next()?))
        })
        .collect();
    table.sort_unstable();
    table
});

/// The character of a glyph id of Times New Roman: what is left to go by when Word's PDF went through Ghostscript, which drops
/// `ToUnicode` and keeps the ids as codes.
pub(super) fn times_glyph(id: u32) -> Option<char> {
    match id {
        3..=97 => char::from_u32(id + 29),
        _ => TIMES.binary_search_by_key(&id, |row| row.0).ok().and_then(|i| TIMES.get(i)).map(|row| row.1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Base, is_legacy, legacy_char, times_glyph};

    #[test]
    fn glyph_ids_are_characters() {
        for (id, want) in [(3, Some(' ')), (38, Some('C')), (97, Some('~')), (101, Some('É')), (255, Some('đ')), (258, Some('Ă'))]
            .into_iter()
            .chain([(1206, Some('Ẳ')), (1207, Some('ẳ')), (847, Some('ệ')), (2, None), (60_000, None)])
        {
            assert_eq!(times_glyph(id), want, "{id}");
        }
    }

    #[test]
    fn old_fonts_keep_their_codes() {
        for (name, want) in [(".VnTime", true), ("VNI-Times", true), ("VnArial", true), ("Vni", false), ("TimesNewRoman", false)]
        {
            assert_eq!(is_legacy(name), want, "{name}");
        }
        // ư of TCVN3 is the soft hyphen of Latin-1 and must survive.
        assert_eq!(legacy_char(0xad), '\u{ad}');
        assert_eq!(Base::WinAnsi.char(0x93), Some('“'));
    }
}
