//! DOCX (Office Open XML): the package, its parts, and the pages they make.
//!
//! Pages are those that Word last showed (`w:lastRenderedPageBreak`), with page breaks and sections; a file that Word never showed
//! has fewer.

mod body;
mod notes;
mod numbering;
mod props;
mod section;
mod styles;
mod table;

use std::collections::{HashMap, HashSet};

use self::body::{Item, Part, Shared, Walk};
use self::notes::Notes;
use self::numbering::Numbering;
use self::section::{NoteCount, Section};
use self::styles::Styles;
use super::Limits;
use super::charset::decode;
use super::flow::{Pages, finish};
use super::ordinal::Numerals;
use super::xml::{Node, Xml};
use super::zipped::Zipped;
use crate::model::{ErrorCode, FileFacts, Format, RawBlock, RawDocument, ReadError, Role, Warning};

/// Reads a DOCX.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main();
    let text = package.text(&main)?.ok_or_else(|| {
        let message = format!("The file is a Word document without its main part `{main}`; save it again in Word.");
        ReadError::new(ErrorCode::Damaged, message)
    })?;
    let relations = package.relations(&main);
    let mut warnings = Vec::new();
    let mut shared = package.shared(&main, &relations, &text, &mut warnings)?;
    let (items, result) = Walk::through(&text, Part::Body, &mut shared);
    drop(text);
    if let Err(error) = result {
        if !items.iter().any(|i| matches!(i, Item::Block(_))) {
            return Err(error);
        }
        warnings.push(Warning::new("damaged-xml", format!("Only the text before a damage was read: {}", error.message)));
    }
    let mut builder =
        Builder { pages: Pages::default(), first_page: 0, by_break: false, shown: HashSet::new(), package, relations, shared };
    builder.build(items, limits, &mut warnings)?;
    let facts = builder.package.facts();
    let has_media = builder.package.zip.has_folder("word/media/");
    let pages = builder.pages.finish();
    if pages.iter().all(|page| page.blocks.is_empty()) {
        return Err(if has_media {
            ReadError::new(ErrorCode::NoText, "The Word document holds only pictures; its text must be recognised (OCR).")
        } else {
            ReadError::new(ErrorCode::NoDocument, "The Word document has no text; check that the right file was saved.")
        });
    }
    Ok(RawDocument { facts, ..finish(Format::Docx, pages, warnings) })
}

/// The ZIP and how its parts refer to each other.
struct Package<'a> {
    zip: Zipped<'a>,
}

/// Relation id → kind (the last word of its address) and target part.
type Relations = HashMap<String, (String, String)>;

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let start = bytes.iter().position(|b| *b == b'P').unwrap_or_default();
        Ok(Self { zip: Zipped::open(bytes.get(start..).unwrap_or(bytes), limits)? })
    }

    /// A part as text.
    fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        Ok(self.zip.part(name)?.map(|bytes| match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => decode(error.as_bytes()).text.into_owned(),
        }))
    }

    /// The name of the main part.
    fn main(&mut self) -> String {
        let roots = self.relations("");
        let mut targets: Vec<&String> = roots.values().filter(|(kind, _)| kind == "officeDocument").map(|(_, t)| t).collect();
        targets.sort();
        let main = targets.into_iter().find(|t| self.zip.has(t)).cloned();
        main.unwrap_or_else(|| "word/document.xml".to_owned())
    }

    /// The relations of a part; none where they cannot be read.
    fn relations(&mut self, part: &str) -> Relations {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let mut relations = Relations::new();
        let Ok(Some(text)) = self.text(&name) else { return relations };
        let mut xml = Xml::new(&text);
        while let Ok(node) = xml.next() {
            let tag = match node {
                Node::Open(tag) => tag,
                Node::End => break,
                _ => continue,
            };
            if let (Some(id), Some(target)) = (tag.attr("Id"), tag.attr("Target")) {
                let kind = tag.attr("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
                if tag.attr("TargetMode").as_deref() != Some("External") {
                    relations.insert(id.into_owned(), (kind, resolve(folder, &target)));
                }
            }
        }
        relations
    }

    /// The part of a kind.
    fn related(&mut self, relations: &Relations, kind: &str, default: &str) -> Result<Option<String>, ReadError> {
        let mut targets: Vec<&String> = relations.values().filter(|(k, _)| k == kind).map(|(_, t)| t).collect();
        targets.sort();
        let name = targets.first().map_or(default, |t| t.as_str()).to_owned();
        self.text(&name)
    }

    /// Styles, lists and notes.
    fn shared(
        &mut self,
        main: &str,
        relations: &Relations,
        text: &str,
        warnings: &mut Vec<Warning>,
    ) -> Result<Shared, ReadError> {
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut odd = |part: &str, error: &ReadError| {
            warnings.push(Warning::new("damaged-xml", format!("The part `{part}` was left out: {}", error.message)));
        };
        let mut styles = Styles::default();
        if let Some(part) = self.related(relations, "styles", &resolve(folder, "styles.xml"))? {
            styles = Styles::read(&part).unwrap_or_else(|error| {
                odd("styles", &error);
                Styles::default()
            });
        }
        let mut numbering = Numbering::default();
        if let Some(part) = self.related(relations, "numbering", &resolve(folder, "numbering.xml"))? {
            numbering = Numbering::read(&part).unwrap_or_else(|error| {
                odd("numbering", &error);
                Numbering::default()
            });
        }
        let settings = self.related(relations, "settings", &resolve(folder, "settings.xml"))?.unwrap_or_default();
        let count = |element: &str, numerals| {
            let mut count = NoteCount::new(numerals);
            read_count(&settings, element, &mut count);
            read_count(text, element, &mut count);
            count
        };
        let mut shared = Shared {
            styles,
            numbering,
            footnotes: Notes::new(count("footnotePr", Numerals::Decimal)),
            endnotes: Notes::new(count("endnotePr", Numerals::LowerRoman)),
            note_ids: 0,
            tables: 0,
        };
        for kind in ["footnotes", "endnotes"] {
            if let Some(part) = self.related(relations, kind, &resolve(folder, &format!("{kind}.xml")))?
                && let (_, Err(error)) = Walk::through(&part, Part::Note, &mut shared)
            {
                odd(kind, &error);
            }
        }
        Ok(shared)
    }

    /// What the file says about itself.
    fn facts(&mut self) -> FileFacts {
        let mut facts = FileFacts::default();
        for part in ["docProps/core.xml", "docProps/app.xml"] {
            let Ok(Some(text)) = self.text(part) else { continue };
            let mut xml = Xml::new(&text);
            while let Ok(node) = xml.next() {
                let tag = match node {
                    Node::Open(tag) => tag,
                    Node::End => break,
                    _ => continue,
                };
                let slot = match tag.name() {
                    "title" => &mut facts.title,
                    "creator" => &mut facts.author,
                    "created" => &mut facts.created,
                    "Application" => &mut facts.producer,
                    _ => continue,
                };
                let value = xml.text().unwrap_or_default();
                *slot = Some(value.trim().to_owned()).filter(|v| !v.is_empty());
            }
        }
        facts
    }
}

/// The first element of this name in a part, as a note count. Sections of one document count alike in practice.
fn read_count(text: &str, element: &str, count: &mut NoteCount) {
    let Some(at) = memchr::memmem::find(text.as_bytes(), format!("{element}>").as_bytes()) else { return };
    let start = text.get(..at).and_then(|before| before.rfind('<'));
    let Some(part) = start.and_then(|start| text.get(start..)) else { return };
    let end = part.find("</").unwrap_or(part.len());
    let mut xml = Xml::new(part.get(..end).unwrap_or_default());
    if matches!(xml.next(), Ok(Node::Open(_))) {
        // The closing tag was cut off, so the reading always ends with an error that says so.
        let _ = count.read(&mut xml);
    }
}

/// A target as a part name: relative to a folder, or absolute.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut pieces: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for piece in target.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                pieces.pop();
            }
            piece => pieces.push(piece),
        }
    }
    pieces.join("/")
}

/// Makes pages of items.
struct Builder<'a> {
    pages: Pages,
    /// The first page of the open section.
    first_page: usize,
    /// The open section began with a page break that its own properties may take back.
    by_break: bool,
    /// Heads and feet that were shown; each is read once.
    shown: HashSet<String>,
    package: Package<'a>,
    relations: Relations,
    shared: Shared,
}

impl Builder<'_> {
    fn build(&mut self, items: Vec<Item>, limits: &Limits, warnings: &mut Vec<Warning>) -> Result<(), ReadError> {
        for item in items {
            match item {
                Item::Block(block) => self.pages.push(block),
                Item::Page => self.pages.break_page(limits)?,
                Item::Section(section) => {
                    self.end_section(&section)?;
                    let before = self.pages.number();
                    self.pages.break_page(limits)?;
                    self.first_page = self.pages.number();
                    self.by_break = self.first_page > before;
                }
                Item::Part(id) => {
                    let name = self.relations.get(&id).map_or(id.as_str(), |(_, target)| target);
                    warnings.push(Warning::new("part-skipped", format!("The inserted file `{name}` was not read.")));
                }
            }
        }
        Ok(())
    }

    fn end_section(&mut self, section: &Section) -> Result<(), ReadError> {
        if section.continuous && self.by_break {
            self.pages.join_to_previous(self.first_page);
            self.first_page = self.first_page.saturating_sub(1);
        }
        let heads = self.margins(&section.heads, section.own_first, Role::Header)?;
        let feet = self.margins(&section.feet, section.own_first, Role::Footer)?;
        if let Some(page) = self.pages.get_mut(self.first_page) {
            page.blocks.splice(..0, heads);
            page.blocks.extend(feet);
        }
        Ok(())
    }

    /// The blocks of heads or feet that were not shown before.
    fn margins(&mut self, parts: &[(String, String)], own_first: bool, role: Role) -> Result<Vec<RawBlock>, ReadError> {
        let mut blocks: Vec<RawBlock> = Vec::new();
        for (kind, id) in parts {
            let Some((_, target)) = self.relations.get(id) else { continue };
            if (kind == "first" && !own_first) || !self.shown.insert(target.clone()) {
                continue;
            }
            let Some(text) = self.package.text(&target.clone())? else { continue };
            let (items, _) = Walk::through(&text, Part::Margin, &mut self.shared);
            for mut block in items.into_iter().filter_map(Item::block) {
                block.role = role;
                // The head of the first page and of the others often say the same.
                if !blocks.contains(&block) {
                    blocks.push(block);
                }
            }
        }
        Ok(blocks)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ErrorCode, RawDocument};
    use crate::read::{Limits, probe, read};

    const STYLES: &str = r#"<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="Dau1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/><w:rPr><w:i/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="Mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
        <w:style w:type="table" w:styleId="Grid"><w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr></w:style></w:styles>"#;
    const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    const FOOTNOTES: &str = r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>gạch</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:rPr><w:rStyle w:val="Mark"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Kế hoạch số 10</w:t></w:r></w:p><w:p><w:r><w:t>đoạn hai</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="3"><w:p><w:r><w:t>(*) chú riêng</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    const RELATIONS: &str = r#"<Relationships><Relationship Id="h1" Type="x/header" Target="header1.xml"/></Relationships>"#;
    const HEADER: &str = r#"<w:hdr xmlns:w="w"><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:hdr>"#;

    fn package(body: &str) -> Vec<u8> {
        let document = format!(r#"<w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}</w:body></w:document>"#);
        probe::zip(&[
            ("[Content_Types].xml", b"<Types/>".as_slice()),
            ("word/document.xml", document.as_bytes()),
            ("word/styles.xml", STYLES.as_bytes()),
            ("word/numbering.xml", NUMBERING.as_bytes()),
            ("word/footnotes.xml", FOOTNOTES.as_bytes()),
            ("word/_rels/document.xml.rels", RELATIONS.as_bytes()),
            ("word/header1.xml", HEADER.as_bytes()),
        ])
    }

    fn document(body: &str) -> RawDocument {
        probe::document(&package(body))
    }

    fn p(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn reads_what_a_reader_sees() {
        let row = |a: &str, b: &str| format!("<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", p(a), p(b));
        let rows: Vec<(String, &str)> = vec![
            (p("Số: 16/KH-UBND &amp; x"), "Số: 16/KH-UBND & x"),
            (r#"<w:p><w:pPr><w:pStyle w:val="Dau1"/></w:pPr><w:r><w:t>KẾ HOẠCH</w:t></w:r></w:p>"#.into(), "h1:=<b KẾ HOẠCH>"),
            (r#"<w:p><w:pPr><w:pStyle w:val="Loop"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"#.into(), "<i x>"),
            (r"<w:p><w:r><w:rPr><w:b/><w:caps/></w:rPr><w:t>ủy ban</w:t></w:r><w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>".into(), "<b ỦY BAN>\tb/c"),
            (r"<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>đi</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>mới</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>".into(), "mới"),
            (r#"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">một </w:t></w:r></w:p>"#.to_owned() + &p("hai"), "một hai"),
            (r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Luật</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#.into(), "Luật"),
            (r#"<w:p><w:r><w:t>16</w:t><w:noBreakHyphen/><w:t>KH</w:t><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>"#.into(), "16-KH✓"),
            (r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>Phạm vi</w:t></w:r></w:p>"#.repeat(2), "Điều 1. Phạm vi¶Điều 2. Phạm vi"),
            (r#"<w:p><w:r><w:t>13 kế hoạch</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Mark"/></w:rPr><w:footnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>(*)</w:t></w:r></w:p>"#.to_owned() + &p("sau"),
                "13 kế hoạch<s 1>#1<s (*)>#2¶n1: Kế hoạch số 10¶n1:đoạn hai¶n2:chú riêng¶sau"),
            (format!("<w:tbl>{}{}</w:tbl>", row("UBND XÃ", "CỘNG HÒA"), row("Số: 1", "")), "0.0.0L:UBND XÃ¶0.0.1R:CỘNG HÒA¶0.1.0L:Số: 1"),
            (format!(r#"<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>{}</w:tbl>"#, row("A", "B")), "0.0.0:A¶0.0.1:B"),
            (format!("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:tbl>{}</w:tbl></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", row("a", "b"), p("c")), "1.0.0L:a¶1.0.1R:b¶0.0.2R:c"),
            (format!("<w:p><w:r><w:t>chủ</w:t><mc:AlternateContent><mc:Choice><w:drawing><a><w:txbxContent>{0}</w:txbxContent></a></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>", p("khung")), "chủ¶khung"),
            (format!(r#"{}<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">c </w:t><w:lastRenderedPageBreak/><w:t>d</w:t></w:r></w:p>{}"#, p("a"), p("e")), "a‖b¶c d‖e"),
            (format!(r#"{}<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" w:id="h1"/></w:sectPr></w:pPr></w:p>{}<w:sectPr><w:type w:val="continuous"/><w:headerReference w:id="h1"/></w:sectPr>"#, p("a"), p("b")), "head:DỰ THẢO¶a¶b"),
            (r"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Bấm vào đây</w:t></w:r></w:p></w:sdtContent></w:sdt>".to_owned() + &p("x"), "x"),
        ];
        for (body, expected) in rows {
            assert_eq!(probe::shape(&document(&body)), expected, "{body}");
        }
        let styled = document(
            r#"<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/><w:sz w:val="26"/></w:rPr><w:t>x</w:t></w:r></w:p>"#,
        );
        let style = &styled.pages[0].blocks[0].lines[0][0].style;
        assert_eq!((style.font.as_deref(), style.size), (Some(".VnTime"), 13.0));
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        let dtd = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:document><w:body><w:p/></w:body></w:document>";
        let deep = format!("<w:document><w:body>{}", "<w:tbl>".repeat(5000));
        let small = Limits { unpacked_bytes: 1000, ..Limits::default() };
        let bomb = "x".repeat(100_000);
        for (document, limits, code) in [
            (dtd, &Limits::default(), ErrorCode::Unsupported),
            (&deep, &Limits::default(), ErrorCode::TooLarge),
            (&bomb, &small, ErrorCode::TooLarge),
            ("<w:document><w:body/></w:document>", &Limits::default(), ErrorCode::NoDocument),
            ("<w:document>", &Limits::default(), ErrorCode::Truncated),
        ] {
            let bytes = probe::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())]);
            assert_eq!(read(&bytes, limits).map_err(|e| e.code), Err(code), "{document:.80}");
        }
    }

    #[test]
    fn damage_costs_the_rest_only() {
        let bytes = probe::zip(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>còn</w:t></w:r></w:p><w:p><w:r></w:p>".as_bytes()),
        ]);
        let document = probe::document(&bytes);
        assert_eq!(probe::shape(&document), "còn");
        assert_eq!(document.warnings.first().map(|w| w.code.as_str()), Some("damaged-xml"));
    }

    #[test]
    fn cuts_and_changes_do_no_harm() {
        let note = r#"<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="2"/></w:r></w:p>"#;
        probe::torture(&package(&format!("{note}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p("b"))));
    }
}
