//! Folding for comparison: no accents, đ as d, lower case, with the way back to the source.

use super::letter::letter;

/// A folded text and where each of its bytes comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text` the byte in the source at which its character begins, and at the end the source's length.
    pub map: Vec<u32>,
}

impl Folded {
    /// The stretch of the source behind the stretch `start..end` of the folded text; marks that were dropped belong to the letter
    /// before them.
    #[must_use]
    pub fn source(&self, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
        Some(*self.map.get(start)? as usize..*self.map.get(end)? as usize)
    }
}

/// Folds a text: `Quyết định` gives `quyet dinh`. Takes NFC and NFD alike; other scripts only lose their case.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), map: Vec::with_capacity(text.len() + 1) };
    for (at, c) in text.char_indices() {
        push_folded(&mut folded.text, c);
        folded.map.resize(folded.text.len(), u32::try_from(at).unwrap_or(u32::MAX));
    }
    folded.map.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
    folded
}

/// The folded text alone.
#[must_use]
pub fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| push_folded(&mut folded, c));
    folded
}

/// Appends a folded character; a combining mark appends nothing.
#[inline]
pub fn push_folded(folded: &mut String, c: char) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
    } else if let Some(l) = letter(c) {
        folded.push(char::from(l.plain));
    } else if !matches!(c, '\u{300}'..='\u{36f}') {
        folded.extend(c.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::fold;

    #[test]
    fn folds_and_finds_the_way_back() {
        let check = |text: &str, expected: &str| {
            assert_eq!(fold(text).text, expected, "{text}");
            assert_eq!(fold(&text.nfd().collect::<String>()).text, expected, "{text} decomposed");
            assert_eq!(fold(&text.to_uppercase()).text, expected, "{text} in capitals");
        };
        check("Quyết định số 16/QĐ-UBND", "quyet dinh so 16/qd-ubnd");
        check("thuở đầu, người Êđê ở Đắk Lắk", "thuo dau, nguoi ede o dak lak");
        check("Ðại \u{189}ô", "dai do");
        check("ñ Москва", "n москва");
        let folded = fold("Số Đỏ");
        let at = folded.text.find("do").unwrap_or_default();
        assert_eq!(folded.source(at, at + 2), Some(5..10));
    }
}
