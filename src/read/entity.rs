//! Character references of HTML that papers use: `&nbsp;`, `&ocirc;`, `&#7841;`.

use std::borrow::Cow;

/// Names and their characters; the Latin-1 set and the marks of running text.
#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'), ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("ndash", '–'), ("mdash", '—'),
    ("hellip", '…'), ("ldquo", '“'), ("rdquo", '”'), ("lsquo", '‘'), ("rsquo", '’'), ("bull", '•'), ("middot", '·'),
    ("laquo", '«'), ("raquo", '»'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'), ("frac12", '½'), ("deg", '°'), ("times", '×'),
    ("divide", '÷'), ("plusmn", '±'), ("le", '≤'), ("ge", '≥'), ("ne", '≠'), ("sect", '§'), ("copy", '©'), ("reg", '®'),
    ("shy", '\u{ad}'), ("ensp", ' '), ("emsp", ' '), ("thinsp", ' '), ("agrave", 'à'), ("aacute", 'á'), ("acirc", 'â'),
    ("atilde", 'ã'), ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("igrave", 'ì'), ("iacute", 'í'), ("ograve", 'ò'),
    ("oacute", 'ó'), ("ocirc", 'ô'), ("otilde", 'õ'), ("ugrave", 'ù'), ("uacute", 'ú'), ("yacute", 'ý'), ("eth", 'đ'),
    ("Agrave", 'À'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Atilde", 'Ã'), ("Egrave", 'È'), ("Eacute", 'É'), ("Ecirc", 'Ê'),
    ("Igrave", 'Ì'), ("Iacute", 'Í'), ("Ograve", 'Ò'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Otilde", 'Õ'), ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'), ("Yacute", 'Ý'), ("ETH", 'Đ'),
];

/// The longest reference that is looked for, `&` and `;` included.
const LONGEST: usize = 12;

/// The character that a text beginning with `&` refers to, and the bytes of the reference.
///
/// Accepted: `&name;` of the table, `&#8220;`, `&#x201C;`. Refused: anything without its `;`, unknown names, numbers that are no
/// character.
pub(super) fn at(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = rest.get(..end)?;
    Some((resolve(name)?, end + 2))
}

/// The character of a reference's name, without `&` and `;`.
pub(super) fn resolve(name: &str) -> Option<char> {
    match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    }
}

/// The characters with their references resolved; what is none stays as it is.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find('&') {
        let (before, tail) = rest.split_at(found);
        out.push_str(before);
        let (c, length) = at(tail).unwrap_or(('&', 1));
        out.push(c);
        rest = tail.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{at, unescape};

    #[test]
    fn reads_references() {
        for (text, expected) in [
            ("&amp;x", Some(('&', 5))),
            ("&#7841;", Some(('ạ', 7))),
            ("&#x1EA1;", Some(('ạ', 8))),
            ("&Ocirc;", Some(('Ô', 7))),
            ("& co", None),
            ("&unknown;", None),
            ("&#0;", None),
            ("&#xFFFFFFF;", None),
            ("CTTN&BĐG;", None),
            ("&", None),
        ] {
            assert_eq!(at(text), expected, "{text}");
        }
        assert_eq!(unescape("A &amp; B &x &#243;"), "A & B &x ó");
    }
}
