//! Owns the comparison of words whose accents may be lost or misplaced (OCR, old placement of tones, capitals).

use super::cursor::is_letter;
use crate::viet;

/// Lower case without accents, `đ` as `d`, every run of white space as one blank: `Uỷ  Ban` → `uy ban`.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            viet::push_folded(&mut out, c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    out
}

/// Lower case with accents, but the tone moved behind each syllable, so that `hoà` meets `hòa` and never `hoa`; every run of
/// white space as one blank.
pub(crate) fn tone_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = if is_letter(c) {
            let end = rest.find(|c: char| !is_letter(c) && !matches!(c, '\u{300}'..='\u{36f}')).unwrap_or(rest.len());
            viet::push_tone_key(&mut out, rest.get(..end).unwrap_or_default());
            end
        } else {
            if !c.is_whitespace() {
                out.push(c);
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            c.len_utf8()
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    out
}

#[cfg(test)]
mod tests {
    use super::{fold, tone_key};

    #[test]
    fn spellings_of_one_word_meet() {
        for (a, b, same) in [
            ("Uỷ ban", "ỦY  BAN", true),
            ("CỘNG HOÀ", "Cộng hòa", true),
            ("hòa", "hoạ", false),
            ("ĐOÀN", "Ðoàn", true),
            ("Bộ", "Bỏ", false),
        ] {
            assert_eq!(tone_key(a) == tone_key(b), same, "{a} {b}");
        }
        assert_eq!(fold(" Độc  lập\n- Tự do "), "doc lap - tu do");
    }
}
