//! Owns the comparison of words whose accents may be lost or misplaced (OCR, old placement of tones, capitals).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, `đ` as `d`, every run of white space as one blank: `Uỷ  Ban` → `uy ban`.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'đ' | 'ð' | '\u{256}' => out.push('d'),
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    out
}

/// Lower case with accents, but the tone moved behind each syllable, so that `hoà` meets `hòa` and never `hoa`.
pub(crate) fn tone_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut syllable = String::new();
    let mut tone = None;
    let flush = |syllable: &mut String, tone: &mut Option<char>, out: &mut String| {
        out.extend(syllable.nfc());
        syllable.clear();
        out.extend(tone.take());
    };
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
            'ð' | '\u{256}' => syllable.push('đ'),
            c if c.is_alphanumeric() || is_combining_mark(c) => syllable.push(c),
            c => {
                flush(&mut syllable, &mut tone, &mut out);
                if !c.is_whitespace() {
                    out.push(c);
                } else if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    flush(&mut syllable, &mut tone, &mut out);
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
