//! The walk through a story: characters to runs, paragraphs, cells and notes.

use super::super::flow::Lines;
use super::super::symbol;
use super::super::table::{Cell, place};
use super::fib::story;
use super::lists::Lists;
use super::pieces::Unit;
use super::props::{CharProps, ParaProps, Runs};
use super::styles::Styles;
use crate::model::{RawBlock, Role, Style};

/// What a DOC consists of.
pub(super) struct Parts<'a> {
    pub text: Vec<Unit>,
    pub runs: Runs<'a>,
    pub paragraphs: Runs<'a>,
    pub styles: Styles<'a>,
    pub lists: Lists,
    /// Footnotes and endnotes, by the place of their mark.
    pub notes: Vec<Note>,
}

/// A note: where its mark stands, what the mark is, where its text lies.
#[derive(Debug)]
pub(super) struct Note {
    pub at: usize,
    /// `None` when the mark is typed by hand.
    pub mark: Option<String>,
    pub text: (usize, usize),
}

/// What the walk gives.
#[derive(Debug)]
pub(super) enum Item {
    Block(RawBlock),
    Page,
}

/// One walk.
pub(super) struct Walk<'p, 'a> {
    parts: &'p mut Parts<'a>,
    items: Vec<Item>,
    lines: Lines,
    /// Open fields: is the code over?
    fields: Vec<bool>,
    pending: Vec<usize>,
    table: Option<Table>,
    tables: u16,
    page_after: bool,
    /// Notes have no notes.
    in_note: bool,
}

#[derive(Debug, Default)]
struct Table {
    cells: Vec<Cell>,
    blocks: Vec<RawBlock>,
    row: u16,
    column: u16,
    lines: bool,
}

/// The character properties over a stretch of the file.
struct Span {
    from: u32,
    to: u32,
    style: u16,
    props: CharProps,
    shown: Style,
}

impl<'p, 'a> Walk<'p, 'a> {
    pub(super) fn new(parts: &'p mut Parts<'a>) -> Self {
        Self {
            parts,
            items: Vec::new(),
            lines: Lines::default(),
            fields: Vec::new(),
            pending: Vec::new(),
            table: None,
            tables: 0,
            page_after: false,
            in_note: false,
        }
    }

    /// Walks through the text from one position to before another.
    pub(super) fn stretch(&mut self, start: usize, end: usize) -> Vec<Item> {
        let end = end.min(self.parts.text.len());
        let mut at = start;
        while at < end {
            let stop = self.paragraph_end(at, end);
            self.paragraph(at, stop);
            at = stop;
        }
        self.end_table();
        self.flush(&ParaProps::default());
        self.notes();
        std::mem::take(&mut self.items)
    }

    /// Past the character that ends the paragraph.
    fn paragraph_end(&self, at: usize, end: usize) -> usize {
        let text = self.parts.text.get(at..end).unwrap_or_default();
        text.iter().position(|u| matches!(u.unit, 0x0D | 0x07 | 0x0C)).map_or(end, |i| at + i + 1)
    }

    fn paragraph(&mut self, from: usize, end: usize) {
        let Some(last) = end.checked_sub(1).and_then(|i| self.parts.text.get(i)).copied() else { return };
        let (_, _, of_paragraph) = self.parts.paragraphs.around(last.offset);
        let style = of_paragraph.get(..2).map_or(0, |b| {
            u16::from(b.first().copied().unwrap_or_default()) | u16::from(b.get(1).copied().unwrap_or_default()) << 8
        });
        let (mut props, base) = self.parts.styles.paragraph(style);
        props.apply(of_paragraph.get(2..).unwrap_or_default());
        let in_table = (props.in_table || props.depth > 0) && last.unit != 0x0C;
        if !in_table {
            self.end_table();
        } else if self.table.is_none() {
            self.table = Some(Table::default());
        }
        if props.row_end {
            self.end_row(&props);
            return;
        }
        if props.page_before {
            self.page();
        }
        if props.list > 0 && props.list < 0x7FF {
            let number = self.parts.lists.next(props.list, props.level);
            let (_, _, changes) = self.parts.runs.around(last.offset);
            let mut mark = base.clone();
            let styles = &self.parts.styles;
            mark.apply(changes, &base, &|style| styles.characters(style));
            let shown = self.shown(&mark);
            self.lines.push(&number, &Style { superscript: false, ..shown });
        }
        self.characters(from, end, style, &base);
        match last.unit {
            0x07 => {
                self.flush(&props);
                if let Some(table) = &mut self.table {
                    let blocks = std::mem::take(&mut table.blocks);
                    table.cells.push(Cell { row: table.row, column: table.column, blocks });
                    table.column = table.column.saturating_add(1);
                }
            }
            0x0C => {
                self.flush(&props);
                self.notes();
                self.page();
            }
            _ => {
                self.flush(&props);
                if self.table.is_none() {
                    self.notes();
                }
            }
        }
    }

    /// The characters of a paragraph.
    fn characters(&mut self, start: usize, end: usize, style: u16, base: &CharProps) {
        let mut span: Option<Span> = None;
        let mut pending: Vec<u16> = Vec::new();
        for at in start..end {
            let Some(Unit { unit, offset }) = self.parts.text.get(at).copied() else { break };
            if !span.as_ref().is_some_and(|s| s.style == style && s.from <= offset && offset < s.to) {
                self.push(&mut pending, span.as_ref());
                let (from, to, changes) = self.parts.runs.around(offset);
                let mut props = base.clone();
                let styles = &self.parts.styles;
                props.apply(changes, base, &|style| styles.characters(style));
                let shown = self.shown(&props);
                span = Some(Span { from, to, style, props, shown });
            }
            let Some(now) = &span else { continue };
            if now.props.hidden || now.props.deleted {
                continue;
            }
            let note = if self.in_note { None } else { self.note_at(at) };
            if let Some(index) = note {
                let shown = Style { superscript: true, note: Some(note_id(index)), ..now.shown.clone() };
                self.push(&mut pending, span.as_ref());
                let typed = char::from_u32(u32::from(unit)).map(String::from).unwrap_or_default();
                let mark = self.parts.notes.get(index).and_then(|n| n.mark.clone()).unwrap_or(typed);
                if self.visible() {
                    self.lines.push(&mark, &shown);
                    self.pending.push(index);
                }
                continue;
            }
            match unit {
                0x13 => {
                    self.push(&mut pending, span.as_ref());
                    if self.fields.len() < 64 {
                        self.fields.push(false);
                    }
                }
                0x14 => {
                    self.push(&mut pending, span.as_ref());
                    if let Some(over) = self.fields.last_mut() {
                        *over = true;
                    }
                }
                0x15 => {
                    self.push(&mut pending, span.as_ref());
                    self.fields.pop();
                }
                0x0B | 0x0E => {
                    self.push(&mut pending, span.as_ref());
                    if self.visible() {
                        self.lines.break_line();
                    }
                }
                0x1E => pending.push(u16::from(b'-')),
                // An optional hyphen; fonts of 8 bits have a letter there (`ư`), so that it is kept for whoever knows the font.
                0x1F => pending.push(0xAD),
                0x09 | 0xA0 => pending.push(unit),
                0x28 if now.props.special && now.props.symbol.is_some() => {
                    let (font, code) = now.props.symbol.unwrap_or_default();
                    let font = self.parts.styles.font(font).map_or("", |f| &**f);
                    let shown = symbol::shown(font, u32::from(code));
                    pending.extend(shown.map(|c| c.encode_utf16(&mut [0; 2]).to_vec()).unwrap_or_default());
                }
                // Pictures, note marks within notes, ends of paragraphs and cells.
                0..=0x1F => {}
                unit if now.props.special && unit < 0x20 => {}
                unit => pending.push(unit),
            }
        }
        self.push(&mut pending, span.as_ref());
        // A code never runs over paragraphs; one that does was left open, and its text would be lost.
        for over in &mut self.fields {
            *over = true;
        }
    }

    fn visible(&self) -> bool {
        self.fields.iter().all(|over| *over)
    }

    fn push(&mut self, pending: &mut Vec<u16>, span: Option<&Span>) {
        let units = std::mem::take(pending);
        let (Some(span), true) = (span, self.visible() && !units.is_empty()) else { return };
        let mut text = String::from_utf16_lossy(&units);
        let font = span.shown.font.as_deref().unwrap_or_default();
        if text.contains(symbol::is_private) {
            text = text
                .chars()
                .filter_map(|c| if symbol::is_private(c) { symbol::shown(font, u32::from(c)) } else { Some(c) })
                .collect();
        }
        // Fonts of the old encodings have capitals of their own.
        if span.props.capitals && !font.starts_with('.') && !font.starts_with("VN") {
            text = text.to_uppercase();
        }
        self.lines.push(&text, &span.shown);
    }

    fn shown(&self, props: &CharProps) -> Style {
        Style {
            font: props.font.and_then(|f| self.parts.styles.font(f)).cloned(),
            size: f32::from(props.size) / 2.0,
            bold: props.bold,
            italic: props.italic,
            superscript: props.superscript,
            note: None,
            unsure: false,
        }
    }

    fn note_at(&self, at: usize) -> Option<usize> {
        let index = self.parts.notes.partition_point(|n| n.at < at);
        self.parts.notes.get(index).filter(|n| n.at == at).map(|_| index)
    }

    fn flush(&mut self, props: &ParaProps) {
        let heading = props.outline.filter(|o| *o < 9 && self.table.is_none()).map(|o| Role::Heading(o + 1));
        if let Some(block) = self.lines.take(heading.unwrap_or_default(), props.centred) {
            match &mut self.table {
                Some(table) => table.blocks.push(block),
                None => self.items.push(Item::Block(block)),
            }
        }
        if self.page_after && self.table.is_none() {
            self.page_after = false;
            self.items.push(Item::Page);
        }
    }

    fn page(&mut self) {
        if self.table.is_some() { self.page_after = true } else { self.items.push(Item::Page) }
    }

    fn end_row(&mut self, props: &ParaProps) {
        // What stands before the row's end mark is no text.
        if let Some(table) = &mut self.table {
            table.lines |= props.lines;
            let blocks = std::mem::take(&mut table.blocks);
            if !blocks.is_empty() {
                table.cells.push(Cell { row: table.row, column: table.column, blocks });
            }
            table.row = table.row.saturating_add(1);
            table.column = 0;
        }
    }

    fn end_table(&mut self) {
        self.flush(&ParaProps::default());
        let Some(mut table) = self.table.take() else { return };
        if !table.blocks.is_empty() {
            table.cells.push(Cell { row: table.row, column: table.column, blocks: table.blocks });
        }
        let blocks = place(self.tables, table.cells, table.lines);
        self.tables = self.tables.saturating_add(1);
        self.items.extend(blocks.into_iter().map(Item::Block));
        self.notes();
    }

    /// The texts of the notes whose marks were passed since the last call.
    fn notes(&mut self) {
        for index in std::mem::take(&mut self.pending) {
            let Some(note) = self.parts.notes.get(index) else { continue };
            let (start, end) = note.text;
            let by_hand = note.mark.is_none();
            let mut inner = Walk::new(self.parts);
            inner.in_note = true;
            let mut first = true;
            for item in inner.stretch(start, end) {
                let Item::Block(mut block) = item else { continue };
                block.role = Role::Note(note_id(index));
                if std::mem::take(&mut first) && by_hand {
                    strip_typed_mark(&mut block);
                }
                self.items.push(Item::Block(block));
            }
        }
    }
}

/// The program's number for a note.
fn note_id(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// A mark typed by hand stands once more, raised, at the start of the note.
fn strip_typed_mark(block: &mut RawBlock) {
    if let Some(line) = block.lines.first_mut()
        && line.len() > 1
        && line.first().is_some_and(|run| run.style.superscript)
    {
        line.remove(0);
    }
}

/// The text boxes, heads and feet are walked through apart.
pub(super) fn margin_role(index: usize) -> Option<Role> {
    // Six stories of separators, then for each section: even and odd head, even and odd foot, first head, first foot.
    match index.checked_sub(6)? % 6 {
        0 | 1 | 4 => Some(Role::Header),
        _ => Some(Role::Footer),
    }
}

/// The stories that are read.
pub(super) const STORIES: [usize; 2] = [story::BODY, story::BOXES];
