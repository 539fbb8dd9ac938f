//! Mail (EML) as a container: its text is one member, each attachment another. And web pages saved as mail (MHTML).

mod mime;

use self::mime::{Part, parts};
use super::charset::decode_declared;
use super::container::{refuse_too_many, safe_name};
use super::{Limits, Member};
use crate::model::{ErrorCode, ReadError};

/// The text and the attachments of a mail.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, ReadError> {
    let (header, parts) = parts(bytes, limits.members.saturating_add(1));
    refuse_too_many(parts.len(), limits)?;
    let mut members = Vec::new();
    let mut left = limits.unpacked_bytes;
    // Plain text and HTML say the same: the plain one is the mail's text.
    let is_text = |part: &Part, kind: &str| part.kind == kind && !part.attached && part.name.is_none();
    let plain = parts.iter().position(|p| is_text(p, "text/plain") && !p.bytes.trim_ascii().is_empty());
    let text = plain.or_else(|| parts.iter().position(|p| is_text(p, "text/html")));
    for (index, part) in parts.into_iter().enumerate() {
        let size = part.bytes.len() as u64;
        if size > left {
            let message = "The mail's attachments are larger than the limit; save them from the mail program.";
            members.push(Member { name: format!("part-{index}"), bytes: Err(ReadError::new(ErrorCode::TooLarge, message)) });
            break;
        }
        left -= size;
        if Some(index) == text {
            let subject = header.get("subject").unwrap_or_default();
            let is_html = part.kind == "text/html";
            let name = format!("thư{}", if is_html { ".html" } else { ".txt" });
            let body = decode_declared(&part.bytes, part.charset.as_deref().unwrap_or_default()).text.into_owned();
            let body = if is_html || subject.is_empty() { body } else { format!("{subject}\n\n{body}") };
            members.push(Member { name, bytes: Ok(body.into_bytes()) });
        } else if part.attached || part.name.is_some() || part.kind == "message/rfc822" {
            let name = part.name.unwrap_or_else(|| format!("part-{index}.eml"));
            members.push(Member { name: safe_name(&name, index), bytes: Ok(part.bytes) });
        }
    }
    if members.is_empty() {
        return Err(ReadError::new(ErrorCode::NoDocument, "The mail has neither text nor attachments; leave it out."));
    }
    Ok(members)
}

/// The HTML of a saved web page, in UTF-8; `None` when the bytes are no mail with HTML in it.
pub(super) fn saved_page(bytes: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let (_, parts) = parts(bytes, limits.members);
    let page = parts.into_iter().find(|p| p.kind == "text/html" && !p.bytes.is_empty())?;
    Some(match &page.charset {
        Some(charset) => decode_declared(&page.bytes, charset).text.into_owned().into_bytes(),
        None => page.bytes,
    })
}

#[cfg(test)]
mod tests {
    use crate::model::ErrorCode;
    use crate::read::{Content, Limits, probe, read};

    const MAIL: &str = "From: a@xa.vn\r\nTo: b@huyen.vn\r\nSubject: =?UTF-8?B?S+G6vyBob+G6oWNo?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\nlời tựa\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n\
        --y\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=C3=ADnh g=\r\n=E1=BB=ADi\r\n\
        --y\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--y--\r\n--x\r\nContent-Type: text/plain; name=\"../a.txt\"\r\n\
        Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nU+G7kSAxNg==\r\n--x--\r\n";

    #[test]
    fn gives_text_and_attachments() {
        let Ok(Content::Container(members)) = read(MAIL.as_bytes(), &Limits::default()) else { panic!("no container") };
        let found: Vec<(String, String)> = members
            .into_iter()
            .map(|m| (m.name, m.bytes.map(|b| String::from_utf8_lossy(&b).trim().to_owned()).unwrap_or_default()))
            .collect();
        assert_eq!(found, [("thư.txt".into(), "Kế hoạch\n\nKính gửi".into()), ("a.txt".into(), "Số 16".to_owned())]);
        let empty = "From: a@b\nTo: c@d\nSubject: x\nContent-Type: image/png\n\n";
        assert_eq!(read(empty.as_bytes(), &Limits::default()).map_err(|e| e.code), Err(ErrorCode::NoDocument));
        probe::torture(MAIL.as_bytes());
    }

    #[test]
    fn a_saved_page_is_html() {
        let page = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=\"windows-1252\"\n\
            Content-Transfer-Encoding: quoted-printable\n\n<html><p align=3Dcenter>v=E0</p>\n--x--\n";
        assert_eq!(probe::shape(&probe::document(page.as_bytes())), "=và");
    }
}
