//! A lower-case copy of a text in which every character keeps its byte offset.
//!
//! All Vietnamese letters have the same UTF-8 length in both cases, so one copy serves every search, and what it finds can be
//! cut from the original. Letters of other alphabets stay as they are.

/// The lower-case copy; as long as `text`, byte for byte.
///
/// Every byte is decided by itself and the two before it, without branches, so that the loop runs on vectors.
#[must_use]
pub fn lower(text: &str) -> String {
    checked(text, &lowered(text))
}

/// The lower-case copy with line breaks inside paragraphs as blanks, so that words are found over the end of a line. Blank
/// lines between paragraphs stay.
#[must_use]
pub fn lower_paragraphs(text: &str) -> String {
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
    checked(text, &out)
}

fn checked(text: &str, lowered: &[u8]) -> String {
    simdutf8::basic::from_utf8(lowered).map_or_else(|_| text.to_owned(), str::to_owned)
}

fn lowered(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let head = out.iter_mut().zip(bytes).take(2);
    for (i, (to, byte)) in head.enumerate() {
        let before = if i == 1 { bytes.first().copied().unwrap_or(0) } else { 0 };
        *to = byte.wrapping_add(raise(0, before, *byte));
    }
    let later = out.get_mut(2..).unwrap_or_default().iter_mut();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default()).zip(bytes.get(2..).unwrap_or_default());
    for (to, ((second_before, before), byte)) in later.zip(pairs) {
        *to = byte.wrapping_add(raise(*second_before, *before, *byte));
    }
    out
}

/// What must be added to a byte to make its letter small, given the two bytes before it.
#[inline]
fn raise(second_before: u8, before: u8, byte: u8) -> u8 {
    let ascii = u8::from(byte.wrapping_sub(b'A') < 26) << 5;
    // À..Þ but the multiplication sign.
    let latin = u8::from(before == 0xC3) & u8::from(byte.wrapping_sub(0x80) < 0x1F) & u8::from(byte != 0x97);
    // Ă Đ Ĩ, Ũ, Ơ Ư stand before their small letters.
    let a = u8::from(before == 0xC4) & (u8::from(byte == 0x82) | u8::from(byte == 0x90) | u8::from(byte == 0xA8));
    let u = u8::from(before == 0xC5) & u8::from(byte == 0xA8);
    let horn = u8::from(before == 0xC6) & (u8::from(byte == 0xA0) | u8::from(byte == 0xAF));
    // Ạ..Ỹ: capitals are the even code points of U+1EA0..U+1EFF.
    let toned = u8::from(second_before == 0xE1)
        & ((u8::from(before == 0xBA) & u8::from(byte >= 0xA0)) | u8::from(before == 0xBB))
        & (byte & 1 ^ 1);
    ascii | (latin << 5) | a | u | horn | toned
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
        assert_eq!(lower_paragraphs("Thực\nhiện\n\nCăn cứ\n"), "thực hiện\n\ncăn cứ ");
        assert_eq!(lower_paragraphs("\nA\n\n\nB"), " a\n\n\nb");
    }

    #[test]
    fn keeps_length_on_anything() {
        for text in ["", "×÷", "ŒŸ ǅ ẞ", "日本 😀 Ω", "Kế hoạch¹ — “x”"] {
            assert_eq!(lower(text).len(), text.len(), "{text}");
            assert_eq!(lower_paragraphs(text).len(), text.len(), "{text}");
        }
    }
}
