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
    let main = package.main()?;
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
    fn main(&mut self) -> Result<String, ReadError> {
        let roots = self.relations("");
        let mut targets: Vec<&String> = roots.values().filter(|(kind, _)| kind == "officeDocument").map(|(_, t)| t).collect();
        targets.sort();
        let main = targets.into_iter().find(|t| self.zip.has(t)).cloned();
        Ok(main.unwrap_or_else(|| "word/document.xml".to_owned()))
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
            if let Some(part) = self.related(relations, kind, &resolve(folder, &format!("{kind}.xml")))? {
                if let (_, Err(error)) = Walk::through(&part, Part::Note, &mut shared) {
                    odd(kind, &error);
                }
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
