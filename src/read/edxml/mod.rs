//! edXML, the envelope of the national document exchange (QCVN 102:2016/BTTTT and its older and home-made relatives).
//!
//! The pages are those of the attachments, the main one first; what the envelope declares is kept apart from them.

mod message;
mod scan;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use self::message::{Attachment, Message};
use super::charset::decode;
use super::flow::{append, finish};
use super::{Content, Limits};
use crate::model::{ErrorCode, Format, RawBlock, RawDocument, RawPage, ReadError, Warning};

/// What a delivery report's code means.
const STATES: &[(&str, &str)] = &[
    ("01", "đã đến"),
    ("02", "từ chối"),
    ("03", "tiếp nhận"),
    ("04", "phân công"),
    ("05", "đang xử lý"),
    ("06", "hoàn thành"),
    ("13", "yêu cầu lấy lại"),
    ("15", "đồng ý lấy lại hoặc cập nhật"),
    ("16", "từ chối lấy lại hoặc cập nhật"),
];

/// Reads a message and the documents attached to it.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let decoded = decode(bytes);
    let message = Message::read(&decoded.text)?;
    if let Some(status) = &message.status {
        return Err(report(status, &message));
    }
    let declared = &message.declared;
    if message.attachments.is_empty() && declared.number.is_none() && declared.symbol.is_none() && declared.subject.is_none() {
        let text = "The edXML message has neither a document number nor an attachment, so it is no document; leave it out.";
        return Err(ReadError::new(ErrorCode::NoDocument, text));
    }
    let mut document = finish(Format::Edxml, Vec::new(), decoded.warning.into_iter().collect());
    document.pages.clear();
    if !message.sound {
        let text = "The edXML is not well-formed; the elements that could be recognised were read.";
        document.warnings.push(Warning::new("damaged-xml", text));
    }
    for attachment in in_order(&message) {
        attach(&mut document, attachment, limits);
    }
    if document.pages.is_empty() {
        document.pages.push(declared_page(&message));
    }
    document.declared = Some(message.declared);
    Ok(document)
}

/// Why a delivery report is no document, in its own words.
fn report(status: &str, message: &Message<'_>) -> ReadError {
    let state = STATES.iter().find(|(code, _)| *code == status).map_or("unknown", |(_, state)| state);
    let about = message.declared.response_for.first().and_then(|r| r.code.clone().or_else(|| r.document_id.clone()));
    let said = message.description.as_ref().map(|d| format!(", saying `{d}`")).unwrap_or_default();
    let text = format!(
        "The file is an edXML delivery report of status {status} ({state}) about `{}`{said}; it holds no document.",
        about.as_deref().unwrap_or("an unnamed document")
    );
    ReadError::new(ErrorCode::NoDocument, text)
}

/// The main document first: the attachment named with the document's number, else the first that is no annex.
fn in_order<'m, 'a>(message: &'m Message<'a>) -> Vec<&'m Attachment<'a>> {
    let number = message.declared.number.as_deref().unwrap_or("\0");
    let is_annex = |name: &str| {
        let name = name.to_lowercase();
        ["phụ lục", "phu luc", "phuluc", "phu_luc", "pl_", "pl0", "pl1", "biểu", "danh sách"].iter().any(|w| name.contains(w))
    };
    let rank = |attachment: &Attachment<'_>| match attachment.name.as_deref() {
        Some(name) if is_annex(name) => 2,
        Some(name) if name.split(|c: char| !c.is_alphanumeric()).any(|word| word == number) => 0,
        _ => 1,
    };
    let mut order: Vec<&Attachment<'_>> = message.attachments.iter().collect();
    order.sort_by_key(|a| rank(a));
    order
}

/// Reads one attachment and appends its pages; what cannot be read becomes a warning.
fn attach(document: &mut RawDocument, attachment: &Attachment<'_>, limits: &Limits) {
    let name = attachment.name.as_deref().unwrap_or("(without a name)");
    match unpack(attachment).and_then(|bytes| documents(&bytes, limits)) {
        Ok(found) => {
            for inner in found {
                append(document, inner, limits);
            }
        }
        Err(error) => {
            let text = format!("The attachment `{name}` could not be read: {}", error.message);
            document.warnings.push(Warning::new("attachment-unread", text));
        }
    }
}

/// The bytes of an attachment.
fn unpack(attachment: &Attachment<'_>) -> Result<Vec<u8>, ReadError> {
    let joined: String = attachment.data.concat();
    let text = joined.split_once(";base64,").map_or(joined.as_str(), |(_, data)| data);
    let compact: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    if compact.is_empty() {
        return Err(ReadError::new(ErrorCode::Empty, "It has no content."));
    }
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&STANDARD, config).decode(&compact).map_err(|error| {
        ReadError::new(ErrorCode::Damaged, format!("Its content is not base64 ({error}); ask the sender to send it again."))
    })
}

/// The documents in some bytes: one, or those of a container.
fn documents(bytes: &[u8], limits: &Limits) -> Result<Vec<RawDocument>, ReadError> {
    let limits = limits.within()?;
    match super::read(bytes, &limits)? {
        Content::Document(document) => Ok(vec![*document]),
        Content::Container(members) => {
            let mut found = Vec::new();
            let mut last = ReadError::new(ErrorCode::NoDocument, "The archive is empty.");
            for member in members {
                match member.bytes.and_then(|bytes| documents(&bytes, &limits)) {
                    Ok(inner) => found.extend(inner),
                    Err(error) => last = error,
                }
            }
            if found.is_empty() { Err(last) } else { Ok(found) }
        }
    }
}

/// The page of a message whose attachments cannot be read: what it declares, so that it can be found.
fn declared_page(message: &Message<'_>) -> RawPage {
    let subject = message.declared.subject.clone();
    let content = message.content.clone().filter(|c| Some(c) != subject.as_ref());
    let blocks = subject.into_iter().chain(content).map(|text| RawBlock::plain(vec![text])).collect();
    RawPage { blocks, ..RawPage::default() }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use crate::model::{ErrorCode, RawDocument};
    use crate::read::{Limits, probe, read};

    fn encode(bytes: &[u8]) -> String {
        // Broken into lines and indented, as some senders do.
        STANDARD
            .encode(bytes)
            .as_bytes()
            .chunks(20)
            .map(|c| ["\n  ", &*String::from_utf8_lossy(c)].concat())
            .collect::<Vec<_>>()
            .concat()
    }

    fn message(header: &str, attachments: &[(&str, String)]) -> String {
        let attachments: Vec<String> = attachments
            .iter()
            .map(|(name, data)| format!("<Attachment><AttachmentName>{name}</AttachmentName><e:ContentTransferEncoded>{data}</e:ContentTransferEncoded></Attachment>"))
            .collect();
        let attachments = attachments.concat();
        format!(
            r#"<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><e:edXMLEnvelope xmlns:e="x"><e:edXMLHeader><e:MessageHeader>{header}</e:MessageHeader></e:edXMLHeader></e:edXMLEnvelope><AttachmentEncoded>{attachments}</AttachmentEncoded></edXML>"#
        )
    }

    const HEADER: &str = "<From><OrganId>H99.1</OrganId><OrganName>UBND xã Mẫu</OrganName></From><To><OrganId>H99</OrganId></To>
        <e:Code><CodeNumber>78</CodeNumber><CodeNotation>BC-UBND</CodeNotation></e:Code>
        <PromulgationInfo><Place>Mẫu</Place><PromulgationDate>2026/02/09</PromulgationDate></PromulgationInfo>
        <DocumentType><TypeName>Báo cáo</TypeName></DocumentType><Subject>Kết quả A &amp; B</Subject><Content>Kết quả chi tiết</Content>
        <SignerInfo><Competence>KT. CHỦ TỊCH</Competence><Position>Phó Chủ tịch</Position><FullName>Trần Văn Mẫu</FullName></SignerInfo>
        <ResponseFor/><ResponseFor><OrganId>H99</OrganId><Code>8/UBND-VX</Code><PromulgationDate>02/02/2026</PromulgationDate></ResponseFor>
        <ToPlaces><Place>Các sở</Place></ToPlaces><DocumentId>a-b</DocumentId>";

    fn document(text: &str) -> RawDocument {
        probe::document(text.as_bytes())
    }

    #[test]
    fn reads_what_is_declared() {
        let declared = document(&message(HEADER, &[])).declared.unwrap_or_default();
        let text = |o: &Option<String>| o.clone().unwrap_or_default();
        assert_eq!(
            [
                text(&declared.number),
                text(&declared.symbol),
                text(&declared.place),
                text(&declared.kind_name),
                text(&declared.subject)
            ],
            ["78", "BC-UBND", "Mẫu", "Báo cáo", "Kết quả A & B"]
        );
        assert_eq!(declared.date.map(|d| d.to_string()).as_deref(), Some("2026-02-09"));
        assert_eq!(
            [text(&declared.competence), text(&declared.position), text(&declared.signer)],
            ["KT. CHỦ TỊCH", "Phó Chủ tịch", "Trần Văn Mẫu"]
        );
        assert_eq!((text(&declared.from.name), declared.to.len(), declared.to_places.len()), ("UBND xã Mẫu".into(), 1, 1));
        let [response] = declared.response_for.as_slice() else { panic!("{:?}", declared.response_for) };
        assert_eq!((text(&response.code), response.date.map(|d| d.to_string())), ("8/UBND-VX".into(), Some("2026-02-02".into())));
    }

    #[test]
    fn pages_are_those_of_the_attachments() {
        let main = ("78_BC.txt", encode("BÁO CÁO\n\nThân".as_bytes()));
        let annex = ("phu luc.txt", encode(&probe::zip(&[("x.txt", "Phụ lục".as_bytes())])));
        let nested = ("2.edxml", encode(message(HEADER, std::slice::from_ref(&main)).as_bytes()));
        let broken = ("3.pdf", "${__StringFromFile(a)}".to_owned());
        for (attachments, expected, warnings) in [
            (vec![annex.clone(), main.clone()], "BÁO CÁO¶Thân‖Phụ lục", 0),
            (vec![nested], "BÁO CÁO¶Thân", 0),
            (vec![broken.clone(), main], "BÁO CÁO¶Thân", 1),
            (vec![broken], "Kết quả A & B¶Kết quả chi tiết", 1),
            (vec![], "Kết quả A & B¶Kết quả chi tiết", 0),
        ] {
            let document = document(&message(HEADER, &attachments));
            assert_eq!((probe::shape(&document).as_str(), document.warnings.len()), (expected, warnings));
        }
    }

    #[test]
    fn damage_is_a_warning_and_reports_are_no_documents() {
        let damaged = message(&HEADER.replace("</To>", "").replace("</e:Code>", ""), &[]);
        let found = document(&damaged);
        assert_eq!(found.warnings.first().map(|w| w.code.as_str()), Some("damaged-xml"));
        assert_eq!(found.declared.and_then(|d| d.symbol).as_deref(), Some("BC-UBND"));

        let mut deep = message(HEADER, &[]);
        for _ in 0..8 {
            deep = message(HEADER, &[("x", encode(deep.as_bytes()))]);
        }
        assert_eq!(document(&deep).pages.len(), 1);

        for (text, code) in [
            (message("<ResponseFor><Code>1/A</Code></ResponseFor><StatusCode>02</StatusCode>", &[]), ErrorCode::NoDocument),
            (message("<Foo>1</Foo>", &[]), ErrorCode::NoDocument),
            (format!("<!DOCTYPE a>{}", message(HEADER, &[])), ErrorCode::Unsupported),
        ] {
            assert_eq!(read(text.as_bytes(), &Limits::default()).map_err(|e| e.code), Err(code), "{text}");
        }
    }

    #[test]
    fn cuts_and_changes_do_no_harm() {
        probe::torture(message(HEADER, &[("a.txt", encode(b"abc"))]).as_bytes());
    }
}
