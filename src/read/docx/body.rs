//! The walk through a part with text: body, head, foot, notes. Gives items in reading order.

use std::borrow::Cow;
use std::mem::take;

use super::super::flow::Lines;
use super::super::symbol;
use super::super::table::{Cell, place};
use super::super::xml::{Node, Tag, Xml};
use super::notes::{Notes, strip_mark};
use super::numbering::Numbering;
use super::props::{ParaProps, RunProps};
use super::section::{Restart, Section};
use super::styles::Styles;
use super::table::lines_of;
use crate::model::{RawBlock, ReadError, Role};

/// What the walk gives.
#[derive(Debug)]
pub(super) enum Item {
    /// A paragraph, cell or note.
    Block(RawBlock),
    /// A page ends.
    Page,
    /// A section ends.
    Section(Box<Section>),
    /// Another part is shown here, by relation id.
    Part(String),
}

/// Which part is walked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Body,
    /// A head or foot: page numbers are left out.
    Margin,
    /// A note's text.
    Note,
}

/// What the parts share.
#[derive(Debug)]
pub(super) struct Shared {
    pub styles: Styles,
    pub numbering: Numbering,
    pub footnotes: Notes,
    pub endnotes: Notes,
    /// Notes referred to so far.
    pub note_ids: u32,
    /// Tables so far.
    pub tables: u16,
}

/// One walk.
#[derive(Debug)]
pub(super) struct Walk<'s> {
    shared: &'s mut Shared,
    part: Part,
    items: Vec<Item>,
    paragraph: Paragraph,
    /// Open fields, the innermost last.
    fields: Vec<Field>,
    /// Notes whose text stands after the paragraph or table that is open.
    notes: Vec<RawBlock>,
    /// Open tables.
    table_depth: usize,
}

/// A paragraph under construction.
#[derive(Debug, Default)]
struct Paragraph {
    lines: Lines,
    base: RunProps,
    /// Blocks of text boxes anchored in it.
    boxes: Vec<RawBlock>,
    page_before: bool,
    page_after: bool,
}

/// A field: its code is not shown, its result is.
#[derive(Debug, Default)]
struct Field {
    code: String,
    in_result: bool,
}

impl Field {
    fn is_page_number(&self) -> bool {
        matches!(self.code.split_whitespace().next(), Some("PAGE" | "NUMPAGES" | "SECTIONPAGES" | "page"))
    }
}

impl<'s> Walk<'s> {
    /// Walks through a part's text. When the XML breaks off, what was read so far comes with the error.
    pub(super) fn through(text: &str, part: Part, shared: &'s mut Shared) -> (Vec<Item>, Result<(), ReadError>) {
        let mut walk = Walk {
            shared,
            part,
            items: Vec::new(),
            paragraph: Paragraph::default(),
            fields: Vec::new(),
            notes: Vec::new(),
            table_depth: 0,
        };
        let result = walk.document(&mut Xml::new(text));
        if result.is_err() {
            walk.table_depth = 0;
            walk.finish_paragraph(Role::Paragraph, false);
        }
        walk.flush_notes();
        (walk.items, result)
    }

    fn document(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Open(tag) => match (tag.name(), self.part) {
                    ("document" | "hdr" | "ftr", _) | ("footnotes" | "endnotes", Part::Note) => {}
                    ("footnote" | "endnote", Part::Note) => self.note(&tag, xml)?,
                    ("body", _) => self.blocks(xml)?,
                    _ => self.block(&tag, xml)?,
                },
                Node::End => return Ok(()),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// One note of a part of notes; those that draw separators are no notes.
    fn note(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let id = tag.attr("id").and_then(|v| v.parse::<i64>().ok());
        let is_note = matches!(tag.attr("type").as_deref(), None | Some("normal"));
        let Some(id) = id.filter(|_| is_note) else { return xml.skip() };
        let is_foot = tag.name() == "footnote";
        self.blocks(xml)?;
        let blocks = take(&mut self.items).into_iter().filter_map(Item::block).collect();
        let notes = if is_foot { &mut self.shared.footnotes } else { &mut self.shared.endnotes };
        notes.insert(id, blocks);
        Ok(())
    }

    /// Everything to the end of the element that was just opened.
    fn blocks(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Open(tag) => self.block(&tag, xml)?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn block(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        match tag.name() {
            "p" => self.paragraph(xml),
            "tbl" => self.table(xml),
            "sdt" => self.content_control(xml, Self::blocks),
            "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag" => self.blocks(xml),
            "AlternateContent" => self.alternatives(xml, Self::blocks),
            "sectPr" => {
                let section = Section::read(xml)?;
                self.items.push(Item::Section(Box::new(section)));
                Ok(())
            }
            "altChunk" => {
                if let Some(id) = tag.attr("id") {
                    self.items.push(Item::Part(id.into_owned()));
                }
                xml.skip()
            }
            _ => xml.skip(),
        }
    }

    /// A content control; the hint of an empty one is not the document's text.
    fn content_control(
        &mut self,
        xml: &mut Xml<'_>,
        content: fn(&mut Self, &mut Xml<'_>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut hint = false;
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "sdtPr" => hint = has_child(xml, "showingPlcHdr")?,
                Node::Open(tag) if tag.name() == "sdtContent" && !hint => content(self, xml)?,
                Node::Open(_) => xml.skip()?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    /// Takes the first choice; the fallback says the same once more.
    fn alternatives(
        &mut self,
        xml: &mut Xml<'_>,
        content: fn(&mut Self, &mut Xml<'_>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut taken = false;
        loop {
            match xml.next()? {
                Node::Open(tag) if matches!(tag.name(), "Choice" | "Fallback") && !taken => {
                    taken = true;
                    content(self, xml)?;
                }
                Node::Open(_) => xml.skip()?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let mut props = ParaProps::default();
        let mut style = self.shared.styles.paragraph(None);
        self.paragraph.base = style.run.clone();
        let mut begun = false;
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => break,
                Node::Text(_) => continue,
            };
            if tag.name() == "pPr" {
                props = ParaProps::read(xml)?;
                style = self.shared.styles.paragraph(props.style.as_deref());
                self.paragraph.base = style.run.clone();
                continue;
            }
            if !begun {
                begun = true;
                self.number(&props, &style);
            }
            self.inline(&tag, xml)?;
        }
        if !begun {
            self.number(&props, &style);
        }
        self.paragraph.page_before |= props.page_before.unwrap_or(style.page_before);
        for field in &mut self.fields {
            // A code never runs over paragraphs; one that does was left open, and its text would be lost.
            field.in_result = true;
        }
        if !props.joins_next {
            let outline = props.outline.filter(|o| *o < 9).map(|o| o + 1);
            let heading = if props.outline == Some(9) { None } else { outline.or(style.heading) };
            let role = heading.filter(|_| self.table_depth == 0).map_or(Role::Paragraph, Role::Heading);
            self.finish_paragraph(role, props.centred.unwrap_or(style.centred));
        }
        if let Some(section) = props.section {
            self.items.push(Item::Section(Box::new(section)));
            self.shared.footnotes.restart(Restart::EachSection);
            self.shared.endnotes.restart(Restart::EachSection);
        }
        Ok(())
    }

    /// Sets the number of a list before the paragraph's text.
    fn number(&mut self, props: &ParaProps, style: &super::styles::ParaStyle) {
        let Some(list) = props.list.or(style.list).filter(|list| *list != 0) else { return };
        let level = props.level.or(if props.list.is_some() { Some(0) } else { style.level });
        let Some(shown) = self.shared.numbering.next(list, level, props.style.as_deref()) else { return };
        let mut run = props.mark.over(&self.paragraph.base);
        run.bold = shown.bold.or(run.bold);
        run.italic = shown.italic.or(run.italic);
        run.superscript = None;
        if run.hidden != Some(true) {
            let text = if run.shows_capitals() { shown.text.to_uppercase() } else { shown.text };
            self.paragraph.lines.push(&text, &run.to_style());
        }
    }

    fn finish_paragraph(&mut self, role: Role, centred: bool) {
        let mut paragraph = take(&mut self.paragraph);
        if paragraph.page_before {
            self.page();
        }
        if let Some(block) = paragraph.lines.take(role, centred) {
            self.items.push(Item::Block(block));
        }
        self.items.extend(paragraph.boxes.into_iter().map(Item::Block));
        if self.table_depth == 0 {
            self.flush_notes();
        }
        if paragraph.page_after {
            self.page();
        }
    }

    fn page(&mut self) {
        self.items.push(Item::Page);
        self.shared.footnotes.restart(Restart::EachPage);
    }

    fn flush_notes(&mut self) {
        self.items.extend(self.notes.drain(..).map(Item::Block));
    }

    /// Everything within a paragraph to the end of the element that was just opened.
    fn inlines(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Open(tag) => self.inline(&tag, xml)?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn inline(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        match tag.name() {
            "r" => self.run(xml),
            "sdt" => self.content_control(xml, Self::inlines),
            "AlternateContent" => self.alternatives(xml, Self::inlines),
            "fldSimple" => {
                let field = Field { code: tag.attr("instr").unwrap_or_default().into_owned(), in_result: true };
                self.fields.push(field);
                let result = self.inlines(xml);
                self.fields.pop();
                result
            }
            // Formulas: the parts in reading order.
            "num" | "fName" => {
                self.inlines(xml)?;
                let style = self.paragraph.base.to_style();
                self.paragraph.lines.push(if tag.name() == "num" { "/" } else { " " }, &style);
                Ok(())
            }
            "sup" => {
                let base = self.paragraph.base.clone();
                self.paragraph.base.superscript = Some(true);
                let result = self.inlines(xml);
                self.paragraph.base = base;
                result
            }
            "hyperlink" | "ins" | "moveTo" | "smartTag" | "customXml" | "dir" | "bdo" | "oMath" | "oMathPara" | "f" | "den"
            | "e" | "d" | "sSup" | "sSub" | "sSubSup" | "sub" | "func" | "nary" | "rad" | "deg" | "m" | "mr" | "acc" | "bar"
            | "box" | "borderBox" | "eqArr" | "groupChr" | "limLow" | "limUpp" | "lim" | "rubyBase" => self.inlines(xml),
            _ => xml.skip(),
        }
    }

    fn run(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let mut props = self.paragraph.base.clone();
        // The note whose mark is typed by hand in the rest of this run.
        let mut typed: Option<(u32, String)> = None;
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => break,
                Node::Text(_) => continue,
            };
            match tag.name() {
                "rPr" => {
                    let own = RunProps::read(xml)?;
                    let named = own.style.as_deref().map(|id| self.shared.styles.character(id)).unwrap_or_default();
                    props = own.over(&named).over(&self.paragraph.base);
                    continue;
                }
                "t" => {
                    let keeps = tag.attr("space").as_deref() == Some("preserve");
                    let text = xml.text()?;
                    let text = if keeps { &*text } else { text.trim_matches([' ', '\n', '\r', '\t']) };
                    if let Some((_, mark)) = &mut typed {
                        mark.push_str(text);
                    }
                    self.text(text, &props, typed.as_ref().map(|(id, _)| *id));
                    continue;
                }
                "tab" | "ptab" => self.text("\t", &props, None),
                "br" => self.line_break(&tag),
                "cr" => self.paragraph.lines.break_line(),
                "lastRenderedPageBreak" => self.page_break(),
                "noBreakHyphen" => self.text("-", &props, None),
                "sym" => {
                    let code = tag.attr("char").and_then(|v| u32::from_str_radix(&v, 16).ok());
                    let font = tag.attr("font").unwrap_or_default();
                    if let Some(c) = code.and_then(|code| symbol::shown(&font, code)) {
                        if let Some((_, mark)) = &mut typed {
                            mark.push(c);
                        }
                        self.text(c.encode_utf8(&mut [0; 4]), &props, typed.as_ref().map(|(id, _)| *id));
                    }
                }
                "footnoteReference" | "endnoteReference" => typed = self.note_mark(&tag, &props),
                "fldChar" => self.field(&tag),
                "instrText" => {
                    let code = xml.text()?;
                    if let Some(field) = self.fields.last_mut().filter(|f| !f.in_result && f.code.len() < 256) {
                        field.code.push_str(&code);
                    }
                    continue;
                }
                "drawing" | "pict" | "object" => {
                    self.boxes(xml)?;
                    continue;
                }
                "AlternateContent" => {
                    self.alternatives(xml, Self::boxes)?;
                    continue;
                }
                "ruby" => {
                    self.inlines(xml)?;
                    continue;
                }
                _ => {}
            }
            xml.skip()?;
        }
        if let Some((id, mark)) = typed
            && let Some(first) = self.notes.iter().position(|b| b.role == Role::Note(id))
        {
            strip_mark(self.notes.get_mut(first..).unwrap_or_default(), &mark);
        }
        Ok(())
    }

    /// Text of a run, unless it is hidden or a field's code.
    fn text(&mut self, text: &str, props: &RunProps, note: Option<u32>) {
        let shown = self.fields.iter().all(|f| f.in_result && !(self.part == Part::Margin && f.is_page_number()));
        if props.hidden == Some(true) || !shown {
            return;
        }
        let mut text = Cow::Borrowed(text);
        if text.contains(symbol::is_private) {
            let font = props.font.as_deref().unwrap_or_default();
            text = text
                .chars()
                .filter_map(|c| if symbol::is_private(c) { symbol::shown(font, u32::from(c)) } else { Some(c) })
                .collect();
        }
        if props.shows_capitals() {
            text = Cow::Owned(text.to_uppercase());
        }
        let mut style = props.to_style();
        style.note = note;
        style.superscript |= note.is_some();
        self.paragraph.lines.push(&text, &style);
    }

    fn line_break(&mut self, tag: &Tag<'_>) {
        if tag.attr("type").as_deref() == Some("page") { self.page_break() } else { self.paragraph.lines.break_line() }
    }

    /// Pages end only between paragraphs: before this one while it has no text, else after it.
    fn page_break(&mut self) {
        if self.paragraph.lines.is_blank() { self.paragraph.page_before = true } else { self.paragraph.page_after = true }
    }

    fn field(&mut self, tag: &Tag<'_>) {
        match tag.attr("fldCharType").as_deref() {
            Some("begin") if self.fields.len() < 64 => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// The mark of a note, and its text kept for after the paragraph. Gives the note whose mark follows by hand.
    fn note_mark(&mut self, tag: &Tag<'_>, props: &RunProps) -> Option<(u32, String)> {
        let word_id = tag.attr("id")?.parse::<i64>().ok()?;
        let by_hand = matches!(tag.attr("customMarkFollows").as_deref(), Some("1" | "true" | "on"));
        let notes = if tag.name() == "footnoteReference" { &mut self.shared.footnotes } else { &mut self.shared.endnotes };
        if props.hidden == Some(true) {
            return None;
        }
        self.shared.note_ids = self.shared.note_ids.saturating_add(1);
        let id = self.shared.note_ids;
        self.notes.extend(notes.take(word_id, id));
        if by_hand {
            return Some((id, String::new()));
        }
        let mark = notes.next_mark();
        self.text(&mark, props, Some(id));
        None
    }

    /// Looks for text boxes in a drawing, at any depth.
    fn boxes(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "txbxContent" => self.text_box(xml)?,
                    "AlternateContent" => self.alternatives(xml, Self::boxes)?,
                    _ => self.boxes(xml)?,
                },
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    /// A text box stands after the paragraph that it is anchored in.
    fn text_box(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let items = take(&mut self.items);
        let paragraph = take(&mut self.paragraph);
        let notes = take(&mut self.notes);
        let depth = std::mem::replace(&mut self.table_depth, 0);
        let result = self.blocks(xml);
        if result.is_err() {
            self.finish_paragraph(Role::Paragraph, false);
        }
        let inner = std::mem::replace(&mut self.items, items);
        self.paragraph = paragraph;
        self.notes = notes;
        self.table_depth = depth;
        self.paragraph.boxes.extend(inner.into_iter().filter_map(Item::block));
        result
    }

    fn table(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let number = self.shared.tables;
        self.shared.tables = number.saturating_add(1);
        let outer = take(&mut self.items);
        self.table_depth += 1;
        let mut table = Table::default();
        let result = self.rows(xml, &mut table);
        if result.is_err() {
            self.finish_paragraph(Role::Paragraph, false);
        }
        // What an error left in an open cell is kept.
        let left: Vec<RawBlock> = std::mem::replace(&mut self.items, outer).into_iter().filter_map(Item::block).collect();
        if !left.is_empty() {
            table.cells.push(Cell { row: table.row, column: table.column, blocks: left });
        }
        self.table_depth = self.table_depth.saturating_sub(1);
        let visible = table.lines.unwrap_or_else(|| table.style.as_deref().is_some_and(|s| self.shared.styles.table_lines(s)))
            || table.cell_lines;
        // Pages end between rows: the blocks are placed all together, then parted again.
        let breaks = table.breaks;
        let mut breaks = breaks.iter().peekable();
        for block in place(number, table.cells, visible) {
            if let Role::Cell { table, row, .. } = block.role {
                while table == number && breaks.next_if(|b| **b <= row).is_some() {
                    self.page();
                }
            }
            self.items.push(Item::Block(block));
        }
        if self.table_depth == 0 {
            self.flush_notes();
        }
        result
    }

    fn rows(&mut self, xml: &mut Xml<'_>, table: &mut Table) -> Result<(), ReadError> {
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "tr" => self.row(xml, table)?,
                "tblPr" => {
                    let props = lines_of(xml)?;
                    table.lines = props.lines;
                    table.style = props.style;
                }
                "ins" | "moveTo" | "customXml" | "sdt" | "sdtContent" => self.rows(xml, table)?,
                _ => xml.skip()?,
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>, table: &mut Table) -> Result<(), ReadError> {
        table.column = 0;
        let before = table.cells.len();
        let deleted = self.cells(xml, table)?;
        if deleted {
            table.cells.truncate(before);
        } else {
            table.row = table.row.saturating_add(1);
        }
        Ok(())
    }

    /// The cells of a row; `true` if the row was deleted.
    fn cells(&mut self, xml: &mut Xml<'_>, table: &mut Table) -> Result<bool, ReadError> {
        let mut deleted = false;
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(deleted),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "tc" => self.cell(xml, table)?,
                "trPr" => deleted |= has_child(xml, "del")?,
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {
                    self.cells(xml, table)?;
                }
                _ => xml.skip()?,
            }
        }
    }

    fn cell(&mut self, xml: &mut Xml<'_>, table: &mut Table) -> Result<(), ReadError> {
        let mut span = 1;
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "tcPr" => {
                    let props = lines_of(xml)?;
                    table.cell_lines |= props.lines == Some(true);
                    span = props.span.unwrap_or(1).max(1);
                }
                Node::Open(tag) => self.block(&tag, xml)?,
                Node::Close | Node::End => break,
                Node::Text(_) => {}
            }
        }
        let mut blocks = Vec::new();
        for item in take(&mut self.items) {
            match item {
                Item::Block(block) => blocks.push(block),
                Item::Page => table.breaks.push(table.row),
                Item::Section(_) | Item::Part(_) => {}
            }
        }
        table.cells.push(Cell { row: table.row, column: table.column, blocks });
        table.column = table.column.saturating_add(span);
        Ok(())
    }
}

/// A table under construction.
#[derive(Debug, Default)]
struct Table {
    cells: Vec<Cell>,
    row: u16,
    column: u16,
    lines: Option<bool>,
    style: Option<String>,
    cell_lines: bool,
    /// Rows before which a page ends, in order.
    breaks: Vec<u16>,
}

impl Item {
    /// The block, if it is one.
    pub(super) fn block(self) -> Option<RawBlock> {
        if let Self::Block(block) = self { Some(block) } else { None }
    }
}

/// Passes over an element and says whether it has such a child.
fn has_child(xml: &mut Xml<'_>, name: &str) -> Result<bool, ReadError> {
    let mut found = false;
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                found |= tag.name() == name;
                xml.skip()?;
            }
            Node::Close | Node::End => return Ok(found),
            Node::Text(_) => {}
        }
    }
}
