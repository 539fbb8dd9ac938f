//! `OpenDocument` text and spreadsheets (ODT, ODS), packed or as one flat XML file.

mod styles;
mod walk;

use self::styles::Styles;
use self::walk::{Item, Walk};
use super::charset::decode;
use super::flow::{Pages, finish};
use super::xml::{Node, Xml};
use super::zipped::Zipped;
use super::{Limits, sniff};
use crate::model::{ErrorCode, FileFacts, Format, RawBlock, RawDocument, ReadError, Role, Warning};

/// Reads an `OpenDocument` file.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let mut parts = Vec::new();
    if bytes.starts_with(b"PK") {
        let mut zip = Zipped::open(bytes, limits)?;
        if zip.part("META-INF/manifest.xml")?.is_some_and(|m| memchr::memmem::find(&m, b"encryption-data").is_some()) {
            return Err(sniff::encrypted());
        }
        for name in ["meta.xml", "styles.xml", "content.xml"] {
            parts.extend(zip.part(name)?.map(|bytes| decode(&bytes).text.into_owned()));
        }
    } else {
        parts.push(decode(bytes).text.into_owned());
    }
    let mut reader = Reader::default();
    // Styles first: those of one part are used in the others.
    for part in &parts {
        let result = Reader::styles(&mut reader.styles, &mut Xml::new(part));
        reader.warn(result);
    }
    let mut items = Vec::new();
    for part in &parts {
        let result = reader.content(&mut Xml::new(part), &mut items);
        reader.warn(result);
    }
    let mut pages = Pages::default();
    reader.heads.into_iter().for_each(|block| pages.push(block));
    for item in items {
        match item {
            Item::Block(block) => pages.push(block),
            Item::Page => pages.break_page(limits)?,
        }
    }
    if let Some(page) = pages.get_mut(0) {
        page.blocks.extend(reader.feet);
    }
    let pages = pages.finish();
    if pages.iter().all(|page| page.blocks.is_empty()) {
        return Err(reader.error.unwrap_or_else(|| {
            let message =
                "The OpenDocument file has no text; if it shows a picture of a page, its text must be recognised (OCR).";
            ReadError::new(ErrorCode::NoText, message)
        }));
    }
    let warnings = reader
        .error
        .into_iter()
        .map(|error| Warning::new("damaged-xml", format!("Only the text before a damage was read: {}", error.message)));
    Ok(RawDocument { facts: reader.facts, ..finish(Format::Odt, pages, warnings.collect()) })
}

#[derive(Default)]
struct Reader {
    styles: Styles,
    heads: Vec<RawBlock>,
    feet: Vec<RawBlock>,
    facts: FileFacts,
    /// The first damage.
    error: Option<ReadError>,
}

impl Reader {
    fn warn(&mut self, result: Result<(), ReadError>) {
        if let Err(error) = result {
            self.error.get_or_insert(error);
        }
    }

    fn styles(styles: &mut Styles, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::End => return Ok(()),
                _ => continue,
            };
            match tag.name() {
                "font-face" => styles.face(&tag),
                "style" | "default-style" => styles.style(&tag, xml)?,
                "list-style" => styles.list(&tag, xml)?,
                "body" | "master-styles" | "meta" => xml.skip()?,
                _ => {}
            }
        }
    }

    fn content(&mut self, xml: &mut Xml<'_>, items: &mut Vec<Item>) -> Result<(), ReadError> {
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::End => return Ok(()),
                _ => continue,
            };
            match tag.name() {
                "body" => {
                    let mut walk = Walk::new(&self.styles, false);
                    let result = walk.blocks(xml);
                    items.append(&mut walk.items);
                    result?;
                }
                name @ ("header" | "footer" | "header-first" | "footer-first" | "header-left" | "footer-left") => {
                    let role = if name.starts_with("header") { Role::Header } else { Role::Footer };
                    let mut walk = Walk::new(&self.styles, true);
                    let result = walk.blocks(xml);
                    let list = if role == Role::Header { &mut self.heads } else { &mut self.feet };
                    for item in walk.items {
                        let Item::Block(block) = item else { continue };
                        let block = RawBlock { role, ..block };
                        if !list.contains(&block) {
                            list.push(block);
                        }
                    }
                    result?;
                }
                "title" => self.facts.title = Some(xml.text()?).filter(|t| !t.trim().is_empty()),
                "initial-creator" => self.facts.author = Some(xml.text()?),
                "creation-date" => self.facts.created = Some(xml.text()?),
                "generator" => self.facts.producer = Some(xml.text()?),
                "automatic-styles" | "styles" | "font-face-decls" => xml.skip()?,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::ErrorCode;
    use crate::read::{Limits, probe, read};

    const STYLES: &str = r#"<office:document-styles><office:styles><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
        <style:style style:name="C" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style>
        <style:style style:name="D" style:family="paragraph" style:parent-style-name="C"><style:paragraph-properties fo:break-before="page"/></style:style>
        <style:style style:name="S" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
        <text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style></office:styles>
        <office:master-styles><style:master-page><style:header><text:p>ĐẦU<text:page-number>2</text:page-number></text:p></style:header></style:master-page></office:master-styles></office:document-styles>"#;

    fn package(body: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        probe::zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
            ("content.xml", content.as_bytes()),
            ("styles.xml", STYLES.as_bytes()),
        ])
    }

    #[test]
    fn reads_what_a_reader_sees() {
        for (body, expected) in [
            (r#"<text:p>Số:<text:s text:c="2"/>16<text:tab/>b<text:line-break/>c</text:p>"#, "Số:  16\tb/c"),
            (r#"<text:h text:outline-level="2"><text:span text:style-name="B">A</text:span>&amp;b</text:h>"#, "h2:<b A>&b"),
            (
                r#"<text:p text:style-name="C">a</text:p><text:p text:style-name="D">b<text:span text:style-name="S">2</text:span></text:p>"#,
                "=a‖=b<s 2>",
            ),
            (
                r"<text:p>x<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>chú</text:p></text:note-body></text:note>y</text:p><text:p>z</text:p>",
                "x<s 1>#1y¶n1:chú¶z",
            ),
            (
                r#"<text:list text:style-name="L"><text:list-item><text:p>A</text:p><text:list><text:list-item><text:p>B</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>C</text:p></text:list-item></text:list>"#,
                "1. A¶a) B¶2. C",
            ),
            (
                r"<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table>",
                "0.0.0L:A¶0.0.1R:B",
            ),
            (r"<text:p>a<draw:frame><draw:text-box><text:p>khung</text:p></draw:text-box></draw:frame></text:p>", "a¶khung"),
            (r"<text:tracked-changes><text:p>bỏ</text:p></text:tracked-changes><text:p>giữ</text:p>", "giữ"),
        ] {
            assert_eq!(probe::shape(&probe::document(&package(body))), format!("head:ĐẦU¶{expected}"), "{body}");
        }
        let flat = r#"<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body><office:text><text:p>x</text:p></office:text></office:body></office:document>"#;
        assert_eq!(probe::shape(&probe::document(flat.as_bytes())), "x");
    }

    #[test]
    fn refuses_and_survives() {
        let locked = probe::zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ]);
        assert_eq!(read(&locked, &Limits::default()).map_err(|e| e.code), Err(ErrorCode::Encrypted));
        let cut = package("<text:p>a</text:p><text:p>");
        assert_eq!(probe::document(&cut).warnings.first().map(|w| w.code.as_str()), Some("damaged-xml"));
        probe::torture(&package("<text:p>a<text:note><text:note-citation>1</text:note-citation></text:note></text:p>"));
    }
}
