//! Tells a file's format by its content, and tells apart the ways in which a file is none.

use std::io::Cursor;

use super::charset::decode;
use super::zipped::Zipped;
use super::{Limits, markdown, pdf};
use crate::model::{ErrorCode, Format, ReadError};

/// How much of a text is looked at to tell its kind.
const HEAD: usize = 64 << 10;

/// Signatures at the start of a file. The order matters only where one is the start of another.
const SIGNATURES: &[(&[u8], Found)] = &[
    (b"%PDF-", Found::Is(Format::Pdf)),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Found::Ole),
    (b"PK\x03\x04", Found::Zip),
    (b"PK\x05\x06", Found::Zip),
    (b"PK\x07\x08", Found::Zip),
    (b"7z\xBC\xAF\x27\x1C", Found::Is(Format::SevenZ)),
    (b"Rar!\x1A\x07", Found::Is(Format::Rar)),
    (b"{\\rtf", Found::Is(Format::Rtf)),
    (b"\xFF\xD8\xFF", Found::Is(Format::Image)),
    (b"\x89PNG\r\n\x1A\n", Found::Is(Format::Image)),
    (b"GIF87a", Found::Is(Format::Image)),
    (b"GIF89a", Found::Is(Format::Image)),
    (b"II*\0", Found::Is(Format::Image)),
    (b"MM\0*", Found::Is(Format::Image)),
    (b"\0\0\0\x0CjP  \r\n\x87\n", Found::Is(Format::Image)),
    (b"AT&TFORM", Found::Other("a DjVu scan")),
    (b"\x1F\x8B", Found::Other("a gzip archive")),
    (b"BZh", Found::Other("a bzip2 archive")),
    (b"\xFD7zXZ\0", Found::Other("an xz archive")),
    (b"\x28\xB5\x2F\xFD", Found::Other("a zstd archive")),
    (b"MSCF", Found::Other("a cabinet archive")),
    (b"MZ", Found::Other("a Windows program")),
    (b"\x7FELF", Found::Other("a program")),
    (b"ID3", Found::Other("a sound file")),
    (b"OggS", Found::Other("a sound or film file")),
    (b"%!PS", Found::Other("a PostScript file")),
    (b"SQLite format 3\0", Found::Other("a database")),
];

/// What a signature says.
#[derive(Clone, Copy)]
enum Found {
    Is(Format),
    /// An OLE compound file: its streams say which.
    Ole,
    /// A ZIP: its members say which.
    Zip,
    /// A known format that is not read.
    Other(&'static str),
}

/// Tells the format of a file.
///
/// # Errors
/// A file that is empty, filled with zeros, cut, not text, or of a known format that is never read.
pub(super) fn sniff(bytes: &[u8]) -> Result<Format, ReadError> {
    let zeros = bytes.iter().take_while(|b| **b == 0).count();
    if bytes.is_empty() {
        return Err(ReadError::new(ErrorCode::Empty, "The file has no bytes; get it again from where it came from."));
    }
    if zeros == bytes.len() {
        let message = format!("All {zeros} bytes of the file are zero, its content was lost; restore it from a copy.");
        return Err(ReadError::new(ErrorCode::Empty, message));
    }
    if zeros >= 512 {
        let message = format!("The first {zeros} bytes of the file are zero, so its beginning was lost; restore it from a copy.");
        return Err(ReadError::new(ErrorCode::Damaged, message));
    }
    if is_owner_file(bytes) {
        let message = "The file is the lock that Word or Excel keeps beside an open document, not a document; leave it out.";
        return Err(ReadError::new(ErrorCode::NoDocument, message));
    }
    let trimmed = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match SIGNATURES.iter().find(|(signature, _)| trimmed.starts_with(signature)).map(|(_, found)| *found) {
        Some(Found::Is(format)) => return Ok(format),
        Some(Found::Ole) => return ole(trimmed),
        Some(Found::Zip) => return zip(trimmed),
        Some(Found::Other(what)) => return Err(unread(what)),
        None => {}
    }
    if is_bitmap(bytes) || riff(bytes) == Some(b"WEBP") || boxed_picture(bytes) {
        return Ok(Format::Image);
    }
    if riff(bytes).is_some() || bytes.get(4..8) == Some(b"ftyp") {
        return Err(unread("a sound or film file"));
    }
    // A PDF may stand behind some bytes of a mail or print system.
    if pdf::is_pdf(bytes) {
        return Ok(Format::Pdf);
    }
    if let Some(format) = cut_signature(trimmed) {
        let message = format!(
            "The file has only {} bytes, the first of a file of format {format}, and ends there; get it again.",
            bytes.len()
        );
        return Err(ReadError::new(ErrorCode::Truncated, message));
    }
    text(bytes)
}

fn unread(what: &str) -> ReadError {
    let message = format!("The file is {what}, which is not read; unpack it or save it as PDF or DOCX.");
    ReadError::new(ErrorCode::Unsupported, message)
}

/// The start of a signature and no more: a file cut within its first bytes.
fn cut_signature(bytes: &[u8]) -> Option<&'static str> {
    if bytes.len() < 2 || bytes.len() >= 8 || bytes.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    SIGNATURES.iter().find(|(signature, _)| signature.starts_with(bytes)).map(|(_, found)| match found {
        Found::Is(format) => format.name(),
        Found::Ole => "doc",
        Found::Zip => "zip",
        Found::Other(what) => what,
    })
}

/// `~$name.docx`: 162 bytes (Excel: 165), the length of the user's name, then the name, padded.
fn is_owner_file(bytes: &[u8]) -> bool {
    let Some((&length, rest)) = bytes.split_first() else { return false };
    matches!(bytes.len(), 162 | 165)
        && length <= 54
        && rest.iter().skip(usize::from(length)).take(20).all(|b| matches!(b, 0 | b' '))
}

fn is_bitmap(bytes: &[u8]) -> bool {
    // `BM` alone also begins texts; the size field and the two reserved words must fit.
    bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) && bytes.len() > 26
}

fn riff(bytes: &[u8]) -> Option<&[u8]> {
    bytes.starts_with(b"RIFF").then(|| bytes.get(8..12)).flatten()
}

fn boxed_picture(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && matches!(bytes.get(8..12), Some(b"heic" | b"heix" | b"mif1" | b"avif"))
}

/// Tells what an OLE compound file holds by its streams.
fn ole(bytes: &[u8]) -> Result<Format, ReadError> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| {
        let sectors = bytes.len().saturating_sub(512) / 512;
        let cut = bytes.len() < 512 || sectors == 0 || error.kind() == std::io::ErrorKind::UnexpectedEof;
        let (code, how) = if cut { (ErrorCode::Truncated, "ends early") } else { (ErrorCode::Damaged, "is damaged") };
        ReadError::new(
            code,
            format!("The file begins as an old Office file (OLE) and {how} ({error}); get it again or restore it."),
        )
    })?;
    let has = |name: &str| file.exists(name);
    if has("/EncryptedPackage") || has("/EncryptionInfo") {
        return Err(encrypted());
    }
    if has("/WordDocument") {
        return Ok(Format::Doc);
    }
    if has("/Workbook") || has("/Book") {
        return Ok(Format::Xls);
    }
    if has("/__properties_version1.0") {
        return Ok(Format::Msg);
    }
    if has("/PowerPoint Document") {
        return Err(unread("a PowerPoint presentation"));
    }
    Err(unread("an OLE file of an unknown program"))
}

/// The error of a file that needs a password.
pub(super) fn encrypted() -> ReadError {
    ReadError::new(ErrorCode::Encrypted, "The file is protected with a password; save a copy without one.")
}

/// Tells what a ZIP holds by its members.
fn zip(bytes: &[u8]) -> Result<Format, ReadError> {
    let limits = Limits::default();
    let mut zip = Zipped::open(bytes, &limits)?;
    if zip.has("[Content_Types].xml") {
        for (folder, format) in [("word/", Some(Format::Docx)), ("xl/", Some(Format::Xlsx)), ("ppt/", None), ("visio/", None)] {
            if zip.has_folder(folder) {
                return format.ok_or_else(|| unread("an Office presentation or drawing"));
            }
        }
    }
    if let Ok(Some(kind)) = zip.part("mimetype") {
        let kind = String::from_utf8_lossy(&kind);
        if kind.contains("opendocument.text") || kind.contains("opendocument.spreadsheet") {
            return Ok(Format::Odt);
        }
        if kind.contains("opendocument") || kind.contains("epub") {
            return Err(unread("an OpenDocument presentation or drawing, or an e-book"));
        }
    }
    if zip.has("word/document.xml") {
        return Ok(Format::Docx);
    }
    Ok(Format::Zip)
}

/// Tells kinds of text apart.
fn text(bytes: &[u8]) -> Result<Format, ReadError> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let decoded = decode(head);
    let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<')
        && let Some(format) = markup(text)?
    {
        return Ok(format);
    }
    let zeros = memchr::memchr_iter(0, bytes).count();
    if decoded.encoding.starts_with("UTF-16") {
        // Both bytes of a UTF-16 character may be zero only in binary data.
    } else if zeros > 0 {
        let message = if zeros * 4 > bytes.len() {
            format!("{zeros} of {} bytes of the file are zero, so a part of it was lost; restore it from a copy.", bytes.len())
        } else {
            not_text(bytes)
        };
        let code = if zeros * 4 > bytes.len() { ErrorCode::Damaged } else { ErrorCode::Unsupported };
        return Err(ReadError::new(code, message));
    }
    let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}')) || c == '\u{fffd}';
    let (all, odd) = text.chars().fold((0_usize, 0_usize), |(all, n), c| (all + 1, n + usize::from(odd(c))));
    if odd * 50 > all {
        return Err(ReadError::new(ErrorCode::Unsupported, not_text(bytes)));
    }
    if let Some(format) = message(text) {
        return Ok(format);
    }
    Ok(if markdown::looks_like(text) { Format::Markdown } else { Format::Txt })
}

fn not_text(bytes: &[u8]) -> String {
    let start: Vec<String> = bytes.iter().take(8).map(|b| format!("{b:02X}")).collect();
    format!(
        "The file is neither text nor a known format (it begins `{}`); open it in its program and save it as PDF or DOCX.",
        start.join(" ")
    )
}

/// XML and HTML: told by the first element.
fn markup(text: &str) -> Result<Option<Format>, ReadError> {
    const HTML: [&str; 24] = [
        "html", "head", "body", "meta", "title", "table", "tbody", "tr", "div", "p", "span", "font", "center", "h1", "h2", "h3",
        "style", "script", "b", "i", "u", "br", "article", "section",
    ];
    let lower: String = text.chars().take(4096).map(|c| c.to_ascii_lowercase()).collect();
    if lower.contains("<!doctype html") {
        return Ok(Some(Format::Html));
    }
    let Some(root) = first_element(text) else { return Ok(None) };
    let local = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    let is_edxml = |s: &str| s.contains("edxml") || s.contains("e-doc") || s.contains("edoc");
    if is_edxml(&local) || (matches!(local.as_str(), "envelope" | "message") && is_edxml(&text.to_ascii_lowercase())) {
        return Ok(Some(Format::Edxml));
    }
    if local == "envelope" && text.contains("MessageHeader") {
        return Ok(Some(Format::Edxml));
    }
    if local == "document" && lower.contains("urn:oasis:names:tc:opendocument") {
        return Ok(Some(Format::Odt));
    }
    if HTML.contains(&local.as_str()) {
        return Ok(Some(Format::Html));
    }
    if text.starts_with("<?xml") || text.contains("xmlns") {
        let message =
            format!("The file is XML with the root `{root}`, which is no document format that is read; save it as DOCX.");
        return Err(ReadError::new(ErrorCode::Unsupported, message));
    }
    Ok(None)
}

/// The name of the first element, past declarations and comments.
fn first_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let (_, after) = rest.split_once('<')?;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if after.starts_with(['?', '!']) {
            rest = after.split_once('>')?.1;
        } else {
            let end = after.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            let name = after.get(..end)?;
            return name.starts_with(|c: char| c.is_alphabetic()).then_some(name);
        }
    }
}

/// A mail or a web page saved as a mail (MHTML): both begin with header lines.
fn message(text: &str) -> Option<Format> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines().take(200) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let (name, _) = line.split_once(':').or_else(|| line.starts_with("From ").then_some(("mbox", "")))?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        names.push(name.to_ascii_lowercase());
    }
    let has = |name: &str| names.iter().any(|n| n == name);
    if !(has("mime-version") || has("received") || (has("from") && (has("date") || has("to") || has("subject")))) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let saved_page = has("snapshot-content-location")
        || (lower.contains("multipart/related") && !has("to") && !has("received") && !has("message-id"));
    Some(if saved_page { Format::Html } else { Format::Eml })
}

#[cfg(test)]
mod tests {
    use super::sniff;
    use crate::model::ErrorCode;

    #[test]
    fn tells_formats_by_content() {
        for (start, expected) in [
            ("%PDF-1.4\n", "pdf"),
            ("\u{feff}{\\rtf1\\ansi", "rtf"),
            ("<!DOCTYPE html><html>", "html"),
            ("\n<table><tr><td>Số", "html"),
            ("<?xml version=\"1.0\"?><edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">", "edxml"),
            ("<?xml version=\"1.0\"?><!-- x --><EdXMLEnvelope xmlns=\"http://www.go.vn/eDoc\">", "edxml"),
            ("<soap:Envelope xmlns:e=\"http://www.e-doc.vn/Schema/\"><soap:Header>", "edxml"),
            ("KẾ HOẠCH\n\nVề việc", "txt"),
            ("# KẾ HOẠCH\n\n**Số:** 12/KH-UBND\n\n**Điều 1.**", "markdown"),
            ("From: a@b.vn\nTo: c@d.vn\nSubject: x\n\nKính gửi", "eml"),
            ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x", "html"),
            ("Số: 12/KH-UBND\nKính gửi: UBND", "txt"),
            ("BM", "txt"),
        ] {
            assert_eq!(sniff(start.as_bytes()).map(crate::model::Format::name), Ok(expected), "{start}");
        }
        assert_eq!(sniff(b"\xFF\xD8\xFF\xE0").map(crate::model::Format::name), Ok("image"));
    }

    #[test]
    fn tells_what_is_wrong_with_a_file() {
        let mut lock = vec![0_u8; 162];
        lock.splice(..4, [3, b'L', b'a', b'n']);
        let half_zero = [b"Van ban".as_slice(), &[0; 100]].concat();
        let late = [&[0; 600][..], b"text"].concat();
        let rows: [(&[u8], ErrorCode); 11] = [
            (b"", ErrorCode::Empty),
            (&[0; 4096], ErrorCode::Empty),
            (&late, ErrorCode::Damaged),
            (&half_zero, ErrorCode::Damaged),
            (&lock, ErrorCode::NoDocument),
            (b"\x01\x02\x03\x04\x05 binary \x00", ErrorCode::Unsupported),
            (b"MZ\x90", ErrorCode::Unsupported),
            (b"PK\x03\x04 cut", ErrorCode::Truncated),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 cut", ErrorCode::Truncated),
            (b"\xD0\xCF\x11\xE0", ErrorCode::Truncated),
            (b"<?xml version=\"1.0\"?><invoice/>", ErrorCode::Unsupported),
        ];
        for (bytes, code) in rows {
            let error = sniff(bytes).unwrap_err();
            assert_eq!(error.code, code, "{}", error.message);
            assert!(error.message.ends_with('.'), "{}", error.message);
        }
    }
}
