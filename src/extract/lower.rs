//! A lower-case copy of a text in which every character keeps its byte offset.
//!
//! All Vietnamese letters have the same UTF-8 length in both cases, so one copy serves every search, and what it finds can be
//! cut from the original. Letters of other alphabets stay as they are.

/// A lower-case copy as bytes, so that a long text is copied once.
#[derive(Debug)]
pub struct Lowered(Vec<u8>);

impl Lowered {
    /// The copy; `text` is what it was made of.
    #[must_use]
    pub fn of<'a>(&'a self, text: &'a str) -> &'a str {
        simdutf8::basic::from_utf8(&self.0).unwrap_or(text)
    }
}

/// The lower-case copy; as long as `text`, byte for byte.
#[must_use]
pub fn lower(text: &str) -> String {
    String::from_utf8(lowered(text)).unwrap_or_else(|_| text.to_owned())
}

/// The lower-case copy with line breaks inside paragraphs as blanks, so that words are found over the end of a line. Blank
/// lines between paragraphs stay.
#[must_use]
pub fn lower_paragraphs(text: &str) -> Lowered {
    let mut out = lowered(text);
    let bytes = text.as_bytes();
    let is_break = |i: Option<usize>| i.and_then(|i| bytes.get(i)) == Some(&b'\n');
    for i in memchr::memchr_iter(b'\n', bytes) {
        if !is_break(i.checked_sub(1))
            && !is_break(i.checked_add(1))
            && let Some(to) = out.get_mut(i)
        {
            *to = b' ';
        }
    }
    Lowered(out)
}

/// Every byte is decided by itself and the two before it, without branches, so that the loop runs on vectors.
fn lowered(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let from = |n: usize| bytes.get(n..).unwrap_or_default();
    let mut out = Vec::with_capacity(bytes.len());
    let first = bytes.first().copied().unwrap_or_default();
    out.extend(bytes.first().map(|byte| byte.wrapping_add(raise(0, 0, *byte))));
    out.extend(bytes.get(1).map(|byte| byte.wrapping_add(raise(0, first, *byte))));
    let threes = bytes.iter().zip(from(1)).zip(from(2));
    out.extend(threes.map(|((second_before, before), byte)| byte.wrapping_add(raise(*second_before, *before, *byte))));
    out
}

/// What must be added to a byte to make its letter small, given the two bytes before it.
#[inline]
fn raise(second_before: u8, before: u8, byte: u8) -> u8 {
    // All ones or none: what a comparison of vectors gives.
    let mask = |holds: bool| u8::from(holds).wrapping_neg();
    let ascii = mask(byte.wrapping_sub(b'A') < 26);
    // À..Þ but the multiplication sign.
    let latin = mask(before == 0xC3) & mask(byte.wrapping_sub(0x80) < 0x1F) & mask(byte != 0x97);
    // Ă Đ Ĩ, Ũ, Ơ Ư stand before their small letters.
    let is_a8 = mask(byte == 0xA8);
    let a = mask(before == 0xC4) & (mask(byte == 0x82) | mask(byte == 0x90) | is_a8);
    let u = mask(before == 0xC5) & is_a8;
    let horn = mask(before == 0xC6) & (mask(byte == 0xA0) | mask(byte == 0xAF));
    // Ạ..Ỹ: capitals are the even code points of U+1EA0..U+1EFF.
    let toned = mask(second_before == 0xE1) & ((mask(before == 0xBA) & mask(byte >= 0xA0)) | mask(before == 0xBB)) & !byte;
    ((ascii | latin) & 0x20) | ((a | u | horn | toned) & 1)
}

#[cfg(test)]
mod tests {
    use super::{lower, lower_paragraphs};

    #[test]
    fn agrees_with_full_lower_casing_on_vietnamese() {
        let letters = "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆFGHIÌỈĨÍỊJKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVWXYỲỶỸÝỴZ";
        assert_eq!(lower(letters), letters.to_lowercase());
        assert_eq!(lower(&letters.to_lowercase()), letters.to_lowercase());
    }

    #[test]
    fn lines_of_a_paragraph_join_and_paragraphs_do_not() {
        for (text, expected) in [("Thực\nhiện\n\nCăn cứ\n", "thực hiện\n\ncăn cứ "), ("\nA\n\n\nB", " a\n\n\nb")] {
            assert_eq!(lower_paragraphs(text).of(text), expected);
        }
    }

    #[test]
    fn keeps_length_on_anything() {
        for text in ["", "×÷", "ŒŸ ǅ ẞ", "日本 😀 Ω", "Kế hoạch¹ — “x”"] {
            assert_eq!(lower(text).len(), text.len(), "{text}");
            assert_eq!(lower_paragraphs(text).of(text).len(), text.len(), "{text}");
        }
    }
}
