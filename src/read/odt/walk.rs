//! The walk through the text of an `OpenDocument` file.

use std::mem::take;

use super::super::flow::Lines;
use super::super::list::{self, Counts};
use super::super::table::{Cell, place};
use super::super::xml::{Node, Tag, Xml};
use super::styles::{Props, Styles};
use crate::model::{RawBlock, ReadError, Role, Style};

/// Repeated blanks beyond this are no text that anybody typed.
const MOST_BLANKS: usize = 200;

/// What the walk gives.
#[derive(Debug)]
pub(super) enum Item {
    Block(RawBlock),
    Page,
}

/// One walk.
#[derive(Debug)]
pub(super) struct Walk<'s> {
    styles: &'s Styles,
    pub items: Vec<Item>,
    lines: Lines,
    base: Props,
    /// What is anchored in the paragraph: notes and text boxes.
    anchored: Vec<RawBlock>,
    notes: u32,
    tables: u16,
    depth: usize,
    page_after: bool,
    /// Open lists: the style of each.
    lists: Vec<Option<String>>,
    counts: Vec<(String, Counts)>,
    /// The number that waits for its paragraph.
    number: Option<String>,
    /// A head or foot: page numbers are left out.
    margin: bool,
}

impl<'s> Walk<'s> {
    pub(super) fn new(styles: &'s Styles, margin: bool) -> Self {
        Self {
            styles,
            items: Vec::new(),
            lines: Lines::default(),
            base: Props::default(),
            anchored: Vec::new(),
            notes: 0,
            tables: 0,
            depth: 0,
            page_after: false,
            lists: Vec::new(),
            counts: Vec::new(),
            number: None,
            margin,
        }
    }

    /// All blocks to the end of the element that was just opened.
    pub(super) fn blocks(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
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
            "p" | "h" => self.paragraph(tag, xml),
            "list" => {
                let style = tag.attr("style-name").map(std::borrow::Cow::into_owned);
                let style = style.or_else(|| self.lists.last().cloned().flatten());
                self.lists.push(style);
                let result = self.blocks(xml);
                self.lists.pop();
                result
            }
            "list-item" => {
                self.number = self.count(tag);
                let result = self.blocks(xml);
                self.number = None;
                result
            }
            "table" => self.table(xml),
            "soft-page-break" => {
                self.page();
                xml.skip()
            }
            "section" | "index-body" | "table-of-content" | "index-title" | "list-header" | "numbered-paragraph" | "frame"
            | "text-box" | "spreadsheet" | "text" => self.blocks(xml),
            _ => xml.skip(),
        }
    }

    /// Counts an item of the innermost list.
    fn count(&mut self, tag: &Tag<'_>) -> Option<String> {
        let style = self.lists.last().cloned().flatten()?;
        let levels = self.styles.lists.get(&style)?;
        if !self.counts.iter().any(|(name, _)| *name == style) {
            self.counts.push((style.clone(), Counts::default()));
        }
        let level = self.lists.len().saturating_sub(1).min(list::LEVELS - 1);
        let (_, counts) = self.counts.iter_mut().find(|(name, _)| *name == style)?;
        if let Some(start) = tag.attr("start-value").and_then(|v| v.parse::<u32>().ok())
            && let Some(count) = counts.get_mut(level)
        {
            *count = start.checked_sub(1);
        }
        Some(list::next(levels, counts, &Counts::default(), level)).filter(|number| !number.is_empty())
    }

    fn paragraph(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let props = self.styles.get("paragraph", &tag.attr("style-name").unwrap_or_default());
        let level = tag.attr("outline-level").and_then(|v| v.parse::<u8>().ok()).unwrap_or(1);
        let is_heading = tag.name() == "h";
        if props.page_before == Some(true) {
            self.page();
        }
        let centred = props.centred == Some(true);
        self.base = props;
        if let Some(number) = self.number.take() {
            self.lines.push(&number, &self.base.to_style());
        }
        let base = self.base.clone();
        let result = self.inlines(xml, &base);
        self.finish_paragraph(if is_heading && self.depth == 0 { Role::Heading(level) } else { Role::Paragraph }, centred);
        result
    }

    fn finish_paragraph(&mut self, role: Role, centred: bool) {
        self.items.extend(self.lines.take(role, centred).map(Item::Block));
        self.items.extend(take(&mut self.anchored).into_iter().map(Item::Block));
        if take(&mut self.page_after) {
            self.page();
        }
    }

    fn page(&mut self) {
        if self.depth == 0 {
            self.items.push(Item::Page);
        }
    }

    fn inlines(&mut self, xml: &mut Xml<'_>, props: &Props) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Open(tag) => self.inline(&tag, xml, props)?,
                Node::Text(text) => self.text(&text, props),
                Node::Close | Node::End => return Ok(()),
            }
        }
    }

    fn inline(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>, props: &Props) -> Result<(), ReadError> {
        match tag.name() {
            "span" => {
                let own = self.styles.get("text", &tag.attr("style-name").unwrap_or_default()).over(props);
                return self.inlines(xml, &own);
            }
            "note" => return self.note(xml, props),
            "frame" | "text-box" | "g" | "custom-shape" => return self.boxes(xml),
            "annotation" | "annotation-end" | "tracked-changes" | "image" | "ruby-text" | "desc" | "title" => {}
            "page-number" | "page-count" if self.margin => {}
            "s" => {
                let count = tag.attr("c").and_then(|v| v.parse::<usize>().ok()).unwrap_or(1).min(MOST_BLANKS);
                self.text(&" ".repeat(count), props);
            }
            "tab" => self.text("\t", props),
            "line-break" => self.lines.break_line(),
            "soft-page-break" => {
                if self.lines.is_blank() {
                    self.page();
                } else {
                    self.page_after = true;
                }
            }
            // Links, fields, marks: their text is shown.
            _ => return self.inlines(xml, props),
        }
        xml.skip()
    }

    fn text(&mut self, text: &str, props: &Props) {
        if props.hidden == Some(true) {
            return;
        }
        if props.capitals == Some(true) {
            self.lines.push(&text.to_uppercase(), &props.to_style());
        } else {
            self.lines.push(text, &props.to_style());
        }
    }

    fn note(&mut self, xml: &mut Xml<'_>, props: &Props) -> Result<(), ReadError> {
        self.notes = self.notes.saturating_add(1);
        let id = self.notes;
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "note-citation" => {
                    let mark = xml.text()?;
                    self.lines.push(&mark, &Style { superscript: true, note: Some(id), ..props.to_style() });
                }
                Node::Open(tag) if tag.name() == "note-body" => {
                    let blocks = self.apart(xml)?;
                    self.anchored.extend(blocks.into_iter().map(|b| RawBlock { role: Role::Note(id), ..b }));
                }
                Node::Open(_) => xml.skip()?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    /// Looks for text in a drawing, at any depth; it stands after the paragraph.
    fn boxes(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let blocks = self.apart(xml)?;
        self.anchored.extend(blocks);
        Ok(())
    }

    /// Reads blocks that stand apart from the open paragraph.
    fn apart(&mut self, xml: &mut Xml<'_>) -> Result<Vec<RawBlock>, ReadError> {
        let items = take(&mut self.items);
        let lines = take(&mut self.lines);
        let anchored = take(&mut self.anchored);
        let base = take(&mut self.base);
        self.depth += 1;
        let result = self.blocks(xml);
        self.depth -= 1;
        self.finish_paragraph(Role::Paragraph, false);
        let inner = std::mem::replace(&mut self.items, items);
        self.lines = lines;
        self.anchored = anchored;
        self.base = base;
        result?;
        Ok(inner.into_iter().filter_map(Item::block).collect())
    }

    fn table(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let number = self.tables;
        self.tables = number.saturating_add(1);
        let mut table = Table::default();
        let result = self.rows(xml, &mut table);
        self.items.extend(place(number, table.cells, table.lines).into_iter().map(Item::Block));
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
                "table-row" => {
                    table.column = 0;
                    self.cells(xml, table)?;
                    table.row = table.row.saturating_add(1);
                }
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(xml, table)?,
                "soft-page-break" => {
                    xml.skip()?;
                }
                _ => xml.skip()?,
            }
        }
    }

    fn cells(&mut self, xml: &mut Xml<'_>, table: &mut Table) -> Result<(), ReadError> {
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            if !matches!(tag.name(), "table-cell" | "covered-table-cell") {
                xml.skip()?;
                continue;
            }
            let repeated = tag.attr("number-columns-repeated").and_then(|v| v.parse::<u16>().ok()).unwrap_or(1);
            let style = self.styles.get("table-cell", &tag.attr("style-name").unwrap_or_default());
            table.lines |= style.lines == Some(true);
            let blocks = self.apart(xml)?;
            table.cells.push(Cell { row: table.row, column: table.column, blocks });
            table.column = table.column.saturating_add(repeated);
        }
    }
}

/// A table under construction.
#[derive(Debug, Default)]
struct Table {
    cells: Vec<Cell>,
    row: u16,
    column: u16,
    lines: bool,
}

impl Item {
    fn block(self) -> Option<RawBlock> {
        if let Self::Block(block) = self { Some(block) } else { None }
    }
}
