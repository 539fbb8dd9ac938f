//! Bytes to characters: byte order marks, UTF-8, UTF-16 and the 8-bit code pages that Vietnamese offices used.
//!
//! TCVN3 and VNI are not code pages but font encodings: their bytes come through as the Latin characters of windows-1252, and
//! `viet` decodes those.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use crate::model::Warning;

/// The characters of a text, and what was odd about its encoding.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The characters, without a byte order mark.
    pub text: Cow<'a, str>,
    /// The name of the encoding: `UTF-8`.
    pub encoding: &'static str,
    /// Set when some bytes could not be decoded.
    pub warning: Option<Warning>,
}

/// How many bytes at the start tell the encoding; a guess needs no more.
const SAMPLE: usize = 1 << 20;

/// Decodes text of unknown encoding.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    decode_as(bytes, guess(bytes))
}

/// Decodes text whose encoding is declared; a byte order mark and valid UTF-8 win over the declaration, because pages are saved
/// again in UTF-8 with their old declaration left in place.
pub(super) fn decode_declared<'a>(bytes: &'a [u8], label: &str) -> Decoded<'a> {
    let declared = Encoding::for_label(label.trim().as_bytes());
    let encoding = match declared {
        Some(encoding) if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => encoding,
        _ => guess(bytes),
    };
    decode_as(bytes, encoding)
}

fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, used, bad) = encoding.decode(bytes);
    let warning = bad.then(|| {
        let found = text.matches('\u{fffd}').count();
        Warning::new("bad-encoding", format!("{found} places are not valid {}; they are kept as `\u{fffd}`.", used.name()))
    });
    Decoded { text, encoding: used.name(), warning }
}

/// Which encoding the bytes are most likely in.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if let Some(utf16) = utf16_without_mark(sample) {
        return utf16;
    }
    if mostly_utf8(sample) { UTF_8 } else { eight_bit(sample) }
}

/// Valid but for a few sequences: a file cut within a character or joined from parts is still UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad * 20 || (good > 0 && bad == 1)
}

/// UTF-16 text has a zero in nearly every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |shift: usize| bytes.iter().skip(shift).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 4 && even * 10 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 4 && odd * 10 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// windows-1258 writes the tone as a mark after a vowel; font encodings never do that with these five bytes consistently.
fn eight_bit(bytes: &[u8]) -> &'static Encoding {
    const TONES: [u8; 5] = [0xCC, 0xD2, 0xDE, 0xEC, 0xF2];
    let vowel = |b: u8| {
        matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
            || matches!(b, 0xC2 | 0xC3 | 0xCA | 0xD4 | 0xD5 | 0xDD | 0xE2 | 0xE3 | 0xEA | 0xF4 | 0xF5 | 0xFD)
    };
    let (mut tones, mut after_vowel, mut high, mut letters) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut before = b' ';
    for &b in bytes {
        high += usize::from(b >= 0x80);
        letters += usize::from(b >= 0x80 || b.is_ascii_alphabetic());
        if TONES.contains(&b) {
            tones += 1;
            after_vowel += usize::from(vowel(before));
        }
        before = b;
    }
    if tones >= 2 && after_vowel * 10 >= tones * 9 {
        return WINDOWS_1258;
    }
    // Vietnamese in any 8-bit encoding is mostly ASCII letters; where high bytes prevail it is another script.
    if high * 10 > letters * 7 {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        return detector.guess(None, chardetng::Utf8Detection::Deny);
    }
    WINDOWS_1252
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn tells_encodings_apart() {
        let utf16 = |text: &str, big: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let text = "Ủy ban nhân dân xã Mẫu, ngày 09 tháng 02";
        let rows: [(&str, Vec<u8>, &str); 8] = [
            ("UTF-8", text.into(), text),
            ("UTF-8", [b"\xEF\xBB\xBF", text.as_bytes()].concat(), text),
            ("UTF-16LE", utf16(text, false, true), text),
            ("UTF-16BE", utf16(text, true, true), text),
            ("UTF-16LE", utf16(text, false, false), text),
            ("UTF-16BE", utf16(text, true, false), text),
            (
                "windows-1258",
                b"X\xE3n M\xE2\xDEu, ng\xE0y h\xF4\xECm qua\xD2".into(),
                "Xăn Mâ\u{303}u, ngày hô\u{301}m qua\u{309}",
            ),
            // `Nghị định` in TCVN3 stays as the Latin characters of the font.
            ("windows-1252", b"Ngh\xDE \xAE\xDEnh c\xF1a".into(), "NghÞ ®Þnh cña"),
        ];
        for (encoding, bytes, expected) in rows {
            let found = decode(&bytes);
            assert_eq!((found.encoding, &*found.text), (encoding, expected));
            assert!(found.warning.is_none(), "{encoding}");
        }
    }

    #[test]
    fn a_cut_character_is_a_warning() {
        let bytes = "Kế hoạch số 16".as_bytes();
        let cut = bytes.get(..3).map(decode);
        assert!(cut.is_some_and(|d| d.encoding == "UTF-8" || d.encoding == "windows-1252"));
        let mut joined = "Kế hoạch số 16 của Ủy ban nhân dân xã Mẫu Sơn về việc rà soát văn bản quy phạm".as_bytes().to_vec();
        joined.push(0xE1);
        let found = decode(&joined);
        assert_eq!(found.encoding, "UTF-8");
        assert!(found.warning.is_some());
    }
}
