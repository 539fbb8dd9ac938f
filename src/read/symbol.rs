//! Characters of picture fonts (Symbol, Wingdings) that Word writes by code: what a reader sees in their place.

/// Codes of the Symbol font, from 0x20, and the characters they show.
#[rustfmt::skip]
const SYMBOL: &[(u8, char)] = &[
    (0x22, '∀'), (0x2D, '−'), (0x44, 'Δ'), (0x46, 'Φ'), (0x53, 'Σ'), (0x57, 'Ω'), (0x61, 'α'), (0x62, 'β'), (0x67, 'γ'),
    (0x64, 'δ'), (0x65, 'ε'), (0x66, 'φ'), (0x6C, 'λ'), (0x6D, 'μ'), (0x70, 'π'), (0x72, 'ρ'), (0x73, 'σ'), (0x77, 'ω'),
    (0xA3, '≤'), (0xA5, '∞'), (0xA8, '♦'), (0xAB, '↔'), (0xAC, '←'), (0xAD, '↑'), (0xAE, '→'), (0xAF, '↓'), (0xB0, '°'),
    (0xB1, '±'), (0xB3, '≥'), (0xB4, '×'), (0xB7, '•'), (0xB8, '÷'), (0xB9, '≠'), (0xBB, '≈'), (0xBC, '…'), (0xC5, '⊕'),
    (0xCE, '∈'), (0xD6, '√'), (0xDE, '⇒'), (0xE5, '∑'),
];

/// Codes of Wingdings.
#[rustfmt::skip]
const WINGDINGS: &[(u8, char)] = &[
    (0x6C, '●'), (0x6D, '❍'), (0x6E, '■'), (0x6F, '☐'), (0x71, '❑'), (0x72, '❒'), (0x75, '◆'), (0x76, '❖'), (0x77, '◆'),
    (0x9F, '•'), (0xA0, '▪'), (0xA7, '▪'), (0xA8, '☐'), (0xD8, '➢'), (0xDF, '←'), (0xE0, '→'), (0xF0, '⇨'), (0xFB, '✗'),
    (0xFC, '✓'), (0xFD, '☒'), (0xFE, '☑'),
];

/// What a code of a picture font shows; `None` where nothing readable is known.
///
/// `code` is the byte of the font, also as Word writes it in the private area (0xF000 and up).
pub(super) fn shown(font: &str, code: u32) -> Option<char> {
    let code = u8::try_from(if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code }).ok()?;
    let find = |table: &[(u8, char)]| table.iter().find(|(c, _)| *c == code).map(|(_, shown)| *shown);
    let name = font.to_ascii_lowercase();
    if name.starts_with("wingdings") || name.contains("dingbats") {
        return find(WINGDINGS);
    }
    if name.starts_with("symbol") {
        return find(SYMBOL).or_else(|| (code < 0x7F && !code.is_ascii_alphabetic()).then_some(char::from(code)));
    }
    // Word writes text of other symbol-coded fonts in the private area, too; there the code is the character's own.
    (0x20..0x7F).contains(&code).then_some(char::from(code))
}

/// Is the character one that only a picture font can show?
pub(super) fn is_private(c: char) -> bool {
    ('\u{f000}'..='\u{f0ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn shows_what_is_known() {
        for (font, code, expected) in [
            ("Symbol", 0xF0B7, Some('•')),
            ("Symbol", 0x28, Some('(')),
            ("Wingdings", 0xF0FC, Some('✓')),
            ("Wingdings", 0xF021, None),
            ("Times New Roman", 0xF041, Some('A')),
            ("Times New Roman", 0x1_F600, None),
        ] {
            assert_eq!(shown(font, code), expected, "{font} {code:X}");
        }
    }
}
