//! From tags to blocks: a stack of open elements, each with the style it found and the style it sets.

use std::sync::Arc;

use super::super::Limits;
use super::super::entity::unescape;
use super::super::flow::{Lines, Pages};
use super::super::ordinal::Numerals;
use super::super::table::{Cell, place};
use super::chrome::{self, Container};
use super::token::{Tag, Token, Tokens};
use crate::model::{RawBlock, RawPage, ReadError, Role, Style};

/// Deeper elements are taken as parts of the deepest.
const DEEPEST: usize = 200;

/// Elements whose text is never shown as part of the page.
#[rustfmt::skip]
const UNSEEN: &[&str] = &[
    "nav", "button", "select", "option", "svg", "canvas", "audio", "video", "object", "datalist", "template", "dialog", "map",
];

/// Elements whose content is no HTML.
const RAW: &[&str] = &["script", "style", "noscript", "iframe", "textarea", "xmp", "noframes", "xml"];

/// Elements without content.
#[rustfmt::skip]
const VOID: &[&str] = &["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr", "param", "track"];

/// Elements that begin and end paragraphs.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th", "table", "ul", "ol", "dl", "dt", "dd", "blockquote",
    "pre", "section", "article", "main", "header", "footer", "aside", "center", "address", "figure", "figcaption", "body", "form",
    "fieldset", "caption", "tbody", "thead", "tfoot", "html", "head", "details", "summary",
];

/// What the page holds.
pub(super) struct Found {
    pub pages: Vec<RawPage>,
    pub title: Option<String>,
}

/// Walks through a page.
pub(super) fn walk(text: &str, limits: &Limits) -> Result<Found, ReadError> {
    let mut walk = Walk { containers: vec![Container::default()], ..Walk::default() };
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => walk.text(text),
            Token::Close(name) => walk.close(&name),
            Token::Open(tag) if tag.name == "title" => {
                let title = unescape(tokens.raw("title")).split_whitespace().collect::<Vec<_>>().join(" ");
                walk.title = Some(title).filter(|t| !t.is_empty());
            }
            Token::Open(tag) if RAW.contains(&tag.name.as_str()) => {
                walk.chromed = true;
                tokens.raw(&tag.name);
            }
            Token::Open(tag) => walk.open(&tag),
        }
    }
    while !walk.stack.is_empty() {
        walk.pop();
    }
    walk.flush();
    walk.finish(limits)
}

#[derive(Debug, Default)]
struct Walk {
    stack: Vec<Element>,
    now: Now,
    lines: Lines,
    /// The paragraph ends with a blank or has nothing yet.
    blank: bool,
    items: Vec<Item>,
    /// Items so far, those in open tables included.
    count: usize,
    /// The mark of a list's item, which is written with the item's first text.
    mark: Option<String>,
    tables: Vec<Table>,
    table_count: u16,
    lists: Vec<Option<u32>>,
    containers: Vec<Container>,
    container: usize,
    /// The page has a portal's parts (scripts, menus).
    chromed: bool,
    title: Option<String>,
}

#[derive(Debug)]
enum Item {
    Block(RawBlock),
    Page,
}

/// What holds at a point of the page.
#[allow(clippy::struct_excessive_bools, reason = "each is a property of its own in the format")]
#[derive(Debug, Clone, Default)]
struct Now {
    style: Style,
    centred: bool,
    hidden: bool,
    keeps_blanks: bool,
    heading: Option<u8>,
    margin: Option<Role>,
    note: Option<u32>,
    /// Within a link back from a note to its mark.
    back_link: bool,
}

#[derive(Debug)]
struct Element {
    name: String,
    before: Now,
    container: Option<usize>,
}

#[derive(Debug, Default)]
struct Table {
    number: u16,
    row: Option<u16>,
    column: u16,
    span: u16,
    lines: bool,
    cells: Vec<Cell>,
    /// Blocks before the table was opened.
    outer: Vec<Item>,
    has_tables: bool,
}

impl Walk {
    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if name == "br" {
            self.lines.break_line();
            self.blank = true;
            self.page_break(tag);
            return;
        }
        if VOID.contains(&name) {
            if name == "hr" {
                self.flush();
                self.page_break(tag);
            }
            return;
        }
        self.implied_ends(name);
        let is_block = BLOCKS.contains(&name);
        if is_block {
            self.flush();
            self.page_break(tag);
        }
        if self.stack.len() >= DEEPEST {
            return;
        }
        let before = self.now.clone();
        let mut container = None;
        if matches!(name, "div" | "main" | "article" | "section" | "td" | "form") {
            container = Some(self.container);
            self.containers.push(Container { parent: self.container, ..Container::default() });
            self.container = self.containers.len() - 1;
            let start = self.count;
            if let Some(c) = self.containers.last_mut() {
                c.blocks.0 = start;
            }
        }
        self.stack.push(Element { name: name.to_owned(), before, container });
        self.apply(tag);
        match name {
            "table" => self.open_table(tag),
            "tr" => self.open_row(),
            "td" | "th" => self.open_cell(tag),
            "ol" => self.lists.push(Some(tag.attr("start").and_then(|v| v.trim().parse().ok()).unwrap_or(1))),
            "ul" => self.lists.push(None),
            "li" => self.mark(),
            _ => {}
        }
    }

    /// The end tags that HTML lets authors leave out.
    fn implied_ends(&mut self, name: &str) {
        let (ends, walls): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "tr" => (&["tr"], &["table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "option" => (&["option"], &["select"]),
            name if BLOCKS.contains(&name) => (&["p"], &["td", "th", "table", "div", "li", "body"]),
            _ => return,
        };
        let mut depth = None;
        for (i, element) in self.stack.iter().enumerate().rev() {
            if walls.contains(&element.name.as_str()) {
                break;
            }
            if ends.contains(&element.name.as_str()) {
                depth = Some(i);
                break;
            }
        }
        if let Some(depth) = depth {
            while self.stack.len() > depth {
                self.pop();
            }
        }
    }

    fn close(&mut self, name: &str) {
        if name == "br" || name == "p" && !self.stack.iter().any(|e| e.name == "p") {
            self.flush();
            return;
        }
        let wall = match name {
            "table" | "body" | "html" => "",
            _ => "table",
        };
        for (i, element) in self.stack.iter().enumerate().rev() {
            if element.name == name {
                // Crossed inline elements (`<b><i></b></i>`): the inner ones end with the outer.
                while self.stack.len() > i {
                    self.pop();
                }
                return;
            }
            // An end tag within a cell does not end what is around the table.
            if element.name == wall {
                return;
            }
        }
    }

    fn pop(&mut self) {
        let Some(element) = self.stack.pop() else { return };
        if BLOCKS.contains(&element.name.as_str()) {
            self.flush();
        }
        match element.name.as_str() {
            "table" => self.close_table(),
            "td" | "th" => self.close_cell(),
            "ol" | "ul" => {
                self.lists.pop();
            }
            _ => {}
        }
        if let Some(parent) = element.container {
            let end = self.count;
            let closed = self.container;
            if let Some(c) = self.containers.get_mut(closed) {
                c.blocks.1 = end;
                let (length, titled) = (c.length, c.titled);
                if let Some(outer) = self.containers.get_mut(parent) {
                    outer.length += length;
                    outer.titled |= titled;
                }
            }
            self.container = parent;
        }
        self.now = element.before;
    }

    /// What the element and its attributes say.
    fn apply(&mut self, tag: &Tag<'_>) {
        let now = &mut self.now;
        match tag.name.as_str() {
            "b" | "strong" | "th" => now.style.bold = true,
            "i" | "em" | "cite" => now.style.italic = true,
            "sup" => now.style.superscript = true,
            "center" => now.centred = true,
            "pre" => now.keeps_blanks = true,
            "header" | "aside" => now.margin = Some(Role::Header),
            "footer" => now.margin = Some(Role::Footer),
            "font" => {
                if let Some(face) = tag.attr("face") {
                    now.style.font = first_font(&face);
                }
            }
            "a" => anchor(tag, now),
            name => {
                if let Some(level) = name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok()).filter(|n| (1..=6).contains(n)) {
                    now.heading = Some(level);
                }
            }
        }
        self.chromed |= matches!(tag.name.as_str(), "nav" | "header" | "footer" | "aside");
        match tag.attr("role").as_deref() {
            Some("navigation" | "menu" | "menubar" | "search" | "dialog") => now.hidden = true,
            Some("banner" | "complementary") => now.margin = Some(Role::Header),
            Some("contentinfo") => now.margin = Some(Role::Footer),
            _ => {}
        }
        now.hidden |= UNSEEN.contains(&tag.name.as_str())
            || tag.attr("hidden").is_some()
            || tag.attr("aria-hidden").as_deref() == Some("true");
        if let Some(align) = tag.attr("align").filter(|_| tag.name != "table") {
            now.centred = align.eq_ignore_ascii_case("center");
        }
        if let Some(id) = tag.attr("id")
            && let Some(note) = note_id(&id, "ftn", "edn")
        {
            now.note = Some(note);
        }
        if let Some(style) = tag.attr("style") {
            declare(&style.to_ascii_lowercase(), &style, now);
        }
    }

    fn page_break(&mut self, tag: &Tag<'_>) {
        let breaks = tag.attr("style").is_some_and(|style| {
            let style: String = style.to_ascii_lowercase().split_whitespace().collect();
            style.contains("page-break-before:always") || style.contains("break-before:page")
        });
        if breaks && self.tables.is_empty() && !self.now.hidden {
            self.flush();
            self.items.push(Item::Page);
            self.count += 1;
        }
    }

    fn text(&mut self, text: &str) {
        if self.now.hidden || self.now.back_link {
            return;
        }
        let text = unescape(text);
        if !text.trim().is_empty()
            && let Some(mark) = self.mark.take()
        {
            self.lines.push(&mark, &self.now.style);
        }
        if self.now.keeps_blanks {
            self.lines.push_lines(&text, &self.now.style);
            self.blank = false;
            return;
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{c}') {
                if !self.blank {
                    out.push(' ');
                }
                self.blank = true;
            } else {
                out.push(c);
                self.blank = false;
            }
        }
        self.lines.push(&out, &self.now.style);
    }

    fn flush(&mut self) {
        self.blank = true;
        let role = match (self.now.margin, self.now.note, self.now.heading) {
            (Some(margin), _, _) => margin,
            (None, Some(note), _) => Role::Note(note),
            (None, None, Some(level)) => Role::Heading(level),
            _ => Role::Paragraph,
        };
        let Some(mut block) = self.lines.take(role, self.now.centred) else { return };
        // Only a blank can stand at the end of a line.
        for line in &mut block.lines {
            if let Some(last) = line.last_mut() {
                last.text.truncate(last.text.trim_end_matches(' ').len());
            }
            line.retain(|run| !run.text.is_empty());
        }
        let length: usize = block.lines.iter().flatten().map(|r| r.text.len()).sum();
        let text: String = block.lines.iter().flatten().map(|r| r.text.as_str()).collect();
        if let Some(container) = self.containers.get_mut(self.container) {
            container.length += length;
            container.titled |= text.len() < 400 && chrome::is_title(&text);
        }
        self.items.push(Item::Block(block));
        self.count += 1;
    }

    /// The mark that a browser sets before a list's item.
    fn mark(&mut self) {
        if self.now.hidden {
            return;
        }
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{}. ", Numerals::Decimal.write(*number));
                *number = number.saturating_add(1);
                mark
            }
            _ => "• ".to_owned(),
        };
        self.mark = Some(mark);
    }

    fn open_table(&mut self, tag: &Tag<'_>) {
        if let Some(outer) = self.tables.last_mut() {
            outer.has_tables = true;
        }
        let style: String = tag.attr("style").unwrap_or_default().to_ascii_lowercase().split_whitespace().collect();
        let border = tag.attr("border").is_some_and(|b| b.trim().parse::<u32>().is_ok_and(|n| n > 0));
        let table = Table {
            number: self.table_count,
            lines: (border || draws_lines(&style)) && !is_white(&style),
            outer: std::mem::take(&mut self.items),
            ..Table::default()
        };
        self.table_count = self.table_count.saturating_add(1);
        self.tables.push(table);
    }

    fn open_row(&mut self) {
        self.flush_cell();
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(table.row.map_or(0, |row| row.saturating_add(1)));
            table.column = 0;
        }
    }

    fn open_cell(&mut self, tag: &Tag<'_>) {
        self.flush_cell();
        let Some(table) = self.tables.last_mut() else { return };
        table.row.get_or_insert(0);
        table.span = tag.attr("colspan").and_then(|v| v.trim().parse().ok()).unwrap_or(1).clamp(1, 1000);
        let style: String = tag.attr("style").unwrap_or_default().to_ascii_lowercase().split_whitespace().collect();
        table.lines |= draws_lines(&style) && !is_white(&style);
    }

    /// Text that stands in a table but in no cell.
    fn flush_cell(&mut self) {
        let items = std::mem::take(&mut self.items);
        if let Some(table) = self.tables.last_mut() {
            let blocks: Vec<RawBlock> = items.into_iter().filter_map(Item::block).collect();
            if !blocks.is_empty() {
                table.cells.push(Cell { row: table.row.unwrap_or_default(), column: table.column, blocks });
            }
        } else {
            self.items = items;
        }
    }

    fn close_cell(&mut self) {
        self.flush_cell();
        if let Some(table) = self.tables.last_mut() {
            table.column = table.column.saturating_add(table.span.max(1));
            table.span = 0;
        }
    }

    fn close_table(&mut self) {
        self.flush_cell();
        let Some(table) = self.tables.pop() else { return };
        self.items = table.outer;
        // A table that holds tables only lays out the page; its own text is running text.
        let blocks: Vec<RawBlock> = if table.has_tables {
            table.cells.into_iter().flat_map(|c| c.blocks).collect()
        } else {
            place(table.number, table.cells, table.lines)
        };
        self.items.extend(blocks.into_iter().map(Item::Block));
    }

    fn finish(mut self, limits: &Limits) -> Result<Found, ReadError> {
        if let Some(page) = self.containers.first_mut() {
            page.blocks = (0, self.items.len());
        }
        let (start, end) = self.chromed.then(|| chrome::document(&self.containers)).flatten().unwrap_or((0, self.items.len()));
        let mut pages = Pages::default();
        for (index, item) in self.items.into_iter().enumerate() {
            match item {
                Item::Block(mut block) => {
                    if index < start {
                        block.role = Role::Header;
                    } else if index >= end && !matches!(block.role, Role::Note(_)) {
                        block.role = Role::Footer;
                    }
                    pages.push(block);
                }
                Item::Page => pages.break_page(limits)?,
            }
        }
        Ok(Found { pages: pages.finish(), title: self.title })
    }
}

impl Item {
    fn block(self) -> Option<RawBlock> {
        if let Self::Block(block) = self { Some(block) } else { None }
    }
}

/// Word's notes: a link to `#_ftn1` is the mark of note 1, one to `#_ftnref1` leads back to it.
fn anchor(tag: &Tag<'_>, now: &mut Now) {
    let Some(href) = tag.attr("href") else { return };
    let Some((_, target)) = href.split_once('#') else { return };
    if note_id(target, "_ftnref", "_ednref").is_some() {
        now.back_link = now.note.is_some();
    } else if let Some(note) = note_id(target, "_ftn", "_edn").filter(|_| now.note.is_none()) {
        now.style.note = Some(note);
        now.style.superscript = true;
    }
}

/// The note that a name tells; endnotes are counted apart.
fn note_id(name: &str, foot: &str, end: &str) -> Option<u32> {
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|n| (1..10_000).contains(n));
    match name.strip_prefix(foot) {
        Some(digits) => number(digits),
        None => name.strip_prefix(end).and_then(number).map(|n| n + 10_000),
    }
}

fn first_font(list: &str) -> Option<Arc<str>> {
    let first = list.split(',').next()?.trim().trim_matches(['"', '\'']).trim();
    (!first.is_empty()).then(|| Arc::from(first))
}

/// Reads the declarations of a `style` attribute; `lower` is `style` in lower case.
fn declare(lower: &str, style: &str, now: &mut Now) {
    for (declaration, original) in lower.split(';').zip(style.split(';')) {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.trim();
        match property.trim() {
            "text-align" => now.centred = value.starts_with("center"),
            "font-weight" => now.style.bold = value.starts_with("bold") || value.parse::<u32>().is_ok_and(|w| w >= 600),
            "font-style" => now.style.italic = value.starts_with("italic") || value.starts_with("oblique"),
            "vertical-align" => now.style.superscript = value.starts_with("super"),
            "display" => now.hidden |= value.starts_with("none"),
            "visibility" => now.hidden |= value.starts_with("hidden"),
            "mso-hide" => now.hidden |= value.starts_with("all"),
            "white-space" => now.keeps_blanks = value.starts_with("pre"),
            "font-family" => now.style.font = original.split_once(':').and_then(|(_, fonts)| first_font(fonts)),
            "font-size" => {
                let points = |unit: &str, factor: f32| {
                    value.strip_suffix(unit).and_then(|n| n.trim().parse::<f32>().ok()).map(|n| n * factor)
                };
                if let Some(size) = points("pt", 1.0).or_else(|| points("px", 0.75)) {
                    now.style.size = size;
                }
            }
            _ => {}
        }
    }
}

fn draws_lines(style: &str) -> bool {
    style.contains("border") && style.contains("solid")
}

fn is_white(style: &str) -> bool {
    ["#fff", "white", "border:none", "transparent"].iter().any(|w| style.contains(w))
}
