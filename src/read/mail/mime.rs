//! MIME: a message to its parts, their headers and bytes.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::charset::decode_declared;

/// Messages within messages, and parts within parts.
const DEEPEST: usize = 20;

/// A part without parts of its own.
#[derive(Debug, Default)]
pub(in crate::read) struct Part {
    /// `text/html`, in lower case.
    pub kind: String,
    pub charset: Option<String>,
    /// The file name that the sender gave.
    pub name: Option<String>,
    /// Sent to be opened apart from the text.
    pub attached: bool,
    pub bytes: Vec<u8>,
}

/// A header: lines of names and values, unfolded.
#[derive(Debug, Default)]
pub(in crate::read) struct Header(Vec<(String, String)>);

impl Header {
    /// Reads header lines to the first empty line; gives the rest, too.
    fn read(bytes: &[u8]) -> (Self, &[u8]) {
        let mut header = Self::default();
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
            let (line, after) = rest.split_at(end);
            rest = after;
            let text = decode_declared(line, "utf-8").text.trim_end().to_owned();
            if text.is_empty() {
                break;
            }
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = header.0.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim_start());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                header.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        (header, rest)
    }

    /// The value of a field, its encoded words decoded.
    pub(in crate::read) fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| words(value))
    }

    fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }
}

/// The header of a message and its parts in order, at most so many.
pub(in crate::read) fn parts(bytes: &[u8], most: usize) -> (Header, Vec<Part>) {
    let (header, body) = Header::read(bytes);
    let mut all = Vec::new();
    collect(&header, body, most, 0, &mut all);
    (header, all)
}

fn collect(header: &Header, body: &[u8], most: usize, depth: usize, all: &mut Vec<Part>) {
    let kind = header.raw("content-type");
    let main = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let boundary = parameter(kind, "boundary").filter(|b| !b.is_empty());
    if let (true, Some(boundary), true) = (main.starts_with("multipart/"), boundary, depth < DEEPEST) {
        for piece in split(body, boundary.as_bytes()) {
            if all.len() >= most {
                return;
            }
            let (header, body) = Header::read(piece);
            collect(&header, body, most, depth + 1, all);
        }
        return;
    }
    let disposition = header.raw("content-disposition");
    let name = parameter(disposition, "filename").or_else(|| parameter(kind, "name"));
    all.push(Part {
        kind: if main.is_empty() { "text/plain".to_owned() } else { main },
        charset: parameter(kind, "charset"),
        attached: disposition.to_ascii_lowercase().starts_with("attachment"),
        name: name.map(|n| words(&n)).filter(|n| !n.trim().is_empty()),
        bytes: decode_body(body, &header.raw("content-transfer-encoding").to_ascii_lowercase()),
    });
}

/// The pieces between the lines of a boundary.
fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mark = [b"--", boundary].concat();
    let mut pieces = Vec::new();
    let mut start: Option<usize> = None;
    for at in memchr::memmem::find_iter(body, &mark) {
        if at > 0 && body.get(at - 1) != Some(&b'\n') {
            continue;
        }
        if let Some(start) = start {
            pieces.extend(body.get(start..at));
        }
        let after = body.get(at + mark.len()..).unwrap_or_default();
        if after.starts_with(b"--") {
            return pieces;
        }
        start = Some(at + mark.len() + memchr::memchr(b'\n', after).map_or(after.len(), |i| i + 1));
    }
    // A message that was cut has no last boundary.
    pieces.extend(start.and_then(|start| body.get(start..)));
    pieces
}

/// The value of a parameter: `name=x`, `name="x"`, `name*=UTF-8''x`, `name*0*=…`.
fn parameter(field: &str, name: &str) -> Option<String> {
    let mut joined = String::new();
    for piece in field.split(';').skip(1) {
        let Some((key, value)) = piece.split_once('=') else { continue };
        let key = key.trim().to_ascii_lowercase();
        let value = value.trim().trim_matches('"');
        if key == name {
            return Some(value.to_owned());
        }
        if key.strip_prefix(name).is_some_and(|rest| rest.starts_with('*')) {
            let encoded = key.ends_with('*');
            let text = if encoded { value.rsplit("''").next().unwrap_or(value) } else { value };
            joined.push_str(&if encoded { percent(text) } else { text.to_owned() });
        }
    }
    (!joined.is_empty()).then_some(joined)
}

fn percent(text: &str) -> String {
    String::from_utf8_lossy(&escaped(text.as_bytes(), b'%')).into_owned()
}

/// Bytes written as a sign and two hexadecimal digits.
fn escaped(bytes: &[u8], sign: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|d| std::str::from_utf8(d).ok());
        if let Some(value) = digits.filter(|_| byte == sign).and_then(|d| u8::from_str_radix(d, 16).ok()) {
            out.push(value);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    out
}

fn decode_body(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding.trim() {
        "base64" => base64(body),
        "quoted-printable" => {
            let mut joined = Vec::with_capacity(body.len());
            for line in body.split_inclusive(|b| *b == b'\n') {
                let end = line.iter().rposition(|b| !b.is_ascii_whitespace()).map_or(0, |i| i + 1);
                match line.get(..end).and_then(|l| l.strip_suffix(b"=")) {
                    Some(soft) => joined.extend_from_slice(soft),
                    None => joined.extend_from_slice(line),
                }
            }
            escaped(&joined, b'=')
        }
        _ => body.to_vec(),
    }
}

/// Base64 with whatever stands between; what cannot be decoded ends it.
fn base64(text: &[u8]) -> Vec<u8> {
    let letters: Vec<u8> = text.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')).collect();
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&STANDARD, config);
    let whole = if letters.len() % 4 == 1 { letters.len() - 1 } else { letters.len() };
    engine.decode(letters.get(..whole).unwrap_or_default()).unwrap_or_default()
}

/// Decodes `=?UTF-8?B?…?=` and `=?…?Q?…?=`; blanks between two such words are none.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let (before, tail) = rest.split_at(at);
        if !(after_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        if let Some((decoded, length)) = word(tail) {
            out.push_str(&decoded);
            rest = tail.get(length..).unwrap_or_default();
            after_word = true;
        } else {
            out.push_str("=?");
            rest = tail.get(2..).unwrap_or_default();
            after_word = false;
        }
    }
    out.push_str(rest);
    out
}

fn word(text: &str) -> Option<(String, usize)> {
    let mut pieces = text.get(2..)?.splitn(4, '?');
    let (charset, how, data) = (pieces.next()?, pieces.next()?, pieces.next()?);
    pieces.next()?.strip_prefix('=')?;
    let bytes = match how {
        "B" | "b" => base64(data.as_bytes()),
        "Q" | "q" => escaped(data.replace('_', " ").as_bytes(), b'='),
        _ => return None,
    };
    let length = 2 + charset.len() + 1 + how.len() + 1 + data.len() + 2;
    Some((decode_declared(&bytes, charset).text.into_owned(), length))
}

#[cfg(test)]
mod tests {
    use super::{parameter, words};

    #[test]
    fn decodes_fields() {
        for (text, expected) in
            [("=?UTF-8?B?S+G6vyBob+G6oWNo?= =?utf-8?Q?_s=E1=BB=91?= 16", "Kế hoạch số 16"), ("thường =?x", "thường =?x")]
        {
            assert_eq!(words(text), expected);
        }
        for (field, expected) in [
            ("attachment; filename=\"a b.pdf\"", Some("a b.pdf")),
            ("attachment; filename*=UTF-8''K%E1%BA%BF.pdf", Some("Kế.pdf")),
            ("attachment; filename*0=\"a\"; filename*1=\"b.pdf\"", Some("ab.pdf")),
            ("inline", None),
        ] {
            assert_eq!(parameter(field, "filename").as_deref(), expected, "{field}");
        }
    }
}
