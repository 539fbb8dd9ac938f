//! A lower-case copy of a text in which every character keeps its byte offset.
//!
//! All Vietnamese letters have the same UTF-8 length in both cases, so one copy serves every search, and what it finds can be
//! cut from the original. Letters of other alphabets stay as they are.

/// The lower-case copy; as long as `text`, byte for byte.
#[must_use]
pub fn lower(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let mut i = 0;
    while i < out.len() {
        let width = match out[i] {
            0x00..0x80 => {
                out[i] = out[i].to_ascii_lowercase();
                1
            }
            0xC3 => {
                // À..Þ but the multiplication sign.
                if let Some(b) = out.get_mut(i + 1)
                    && (0x80..=0x9E).contains(b)
                    && *b != 0x97
                {
                    *b += 0x20;
                }
                2
            }
            0xC4 | 0xC5 => {
                // Ă, Đ, Ĩ and Ũ stand before their small letters.
                let lead = out[i];
                if let Some(b) = out.get_mut(i + 1)
                    && matches!((lead, *b), (0xC4, 0x82 | 0x90 | 0xA8) | (0xC5, 0xA8))
                {
                    *b += 1;
                }
                2
            }
            0xC6 => {
                // Ơ, Ư.
                if let Some(b) = out.get_mut(i + 1)
                    && matches!(*b, 0xA0 | 0xAF)
                {
                    *b += 1;
                }
                2
            }
            0xE1 => {
                // Ạ..Ỹ: capitals are the even code points of U+1EA0..U+1EFF.
                if let Some([second, third]) = out.get_mut(i + 1..i + 3)
                    && ((*second == 0xBA && *third >= 0xA0) || *second == 0xBB)
                {
                    *third |= 1;
                }
                3
            }
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        i += width;
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn agrees_with_full_lower_casing_on_vietnamese() {
        let letters = "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆFGHIÌỈĨÍỊJKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVWXYỲỶỸÝỴZ";
        assert_eq!(lower(letters), letters.to_lowercase());
        assert_eq!(lower(&letters.to_lowercase()), letters.to_lowercase());
    }

    #[test]
    fn keeps_length_on_anything() {
        for text in ["", "×÷", "ŒŸ ǅ ẞ", "日本 😀 Ω", "Kế hoạch¹ — “x”"] {
            assert_eq!(lower(text).len(), text.len(), "{text}");
        }
    }
}
