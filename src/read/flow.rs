//! What the readers of flowing formats share: paragraphs put together from styled text, pages from paragraphs.

use super::Limits;
use crate::model::{ErrorCode, FileFacts, Format, RawBlock, RawDocument, RawPage, RawRun, ReadError, Role, Side, Style, Warning};

/// A document of these pages; a readable document has at least one.
pub(super) fn finish(format: Format, mut pages: Vec<RawPage>, warnings: Vec<Warning>) -> RawDocument {
    if pages.is_empty() {
        pages.push(RawPage::default());
    }
    RawDocument { format, pages, declared: None, facts: FileFacts::default(), warnings }
}

/// The error of a document with more pages than are read.
pub(super) fn too_many_pages(limits: &Limits) -> ReadError {
    let message = format!("The document has more than {} pages, the most that are read; split it.", limits.pages);
    ReadError::new(ErrorCode::TooLarge, message)
}

/// Lines of a paragraph under construction.
#[derive(Debug, Default, Clone)]
pub(super) struct Lines(Vec<Vec<RawRun>>);

impl Lines {
    /// Appends text in a style; neighbouring text in the same style is one run.
    pub(super) fn push(&mut self, text: &str, style: &Style) {
        if text.is_empty() {
            return;
        }
        if self.0.is_empty() {
            self.0.push(Vec::new());
        }
        if let Some(line) = self.0.last_mut() {
            match line.last_mut() {
                Some(last) if last.style == *style => last.text.push_str(text),
                _ => line.push(RawRun { text: text.to_owned(), style: style.clone() }),
            }
        }
    }

    /// Appends text whose line feeds end lines.
    pub(super) fn push_lines(&mut self, text: &str, style: &Style) {
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.break_line();
            }
            self.push(line, style);
        }
    }

    /// Ends the line.
    pub(super) fn break_line(&mut self) {
        if self.0.is_empty() {
            self.0.push(Vec::new());
        }
        self.0.push(Vec::new());
    }

    /// Does it hold anything but blanks?
    pub(super) fn is_blank(&self) -> bool {
        self.0.iter().flatten().all(|run| run.text.trim().is_empty())
    }

    /// Takes the lines as a block; `None` when there are only blanks. Empty lines at both ends are left out.
    pub(super) fn take(&mut self, role: Role, centred: bool) -> Option<RawBlock> {
        let blank = |line: &Vec<RawRun>| line.iter().all(|run| run.text.trim().is_empty());
        let mut lines = std::mem::take(&mut self.0);
        while lines.last().is_some_and(blank) {
            lines.pop();
        }
        let first = lines.iter().position(|line| !blank(line))?;
        lines.drain(..first);
        Some(RawBlock { role, side: Side::Full, centred, lines })
    }
}

/// Pages under construction. A page ends only between blocks.
#[derive(Debug, Default)]
pub(super) struct Pages {
    done: Vec<RawPage>,
    page: RawPage,
}

impl Pages {
    /// Appends a block to the page.
    pub(super) fn push(&mut self, block: RawBlock) {
        self.page.blocks.push(block);
    }

    /// Begins a new page; a page without blocks is not ended, since several signs of one break often meet.
    pub(super) fn break_page(&mut self, limits: &Limits) -> Result<(), ReadError> {
        if self.page.blocks.is_empty() {
            return Ok(());
        }
        if self.done.len() + 1 >= limits.pages {
            return Err(too_many_pages(limits));
        }
        self.done.push(std::mem::take(&mut self.page));
        Ok(())
    }

    /// The number of the page, from 0.
    pub(super) fn number(&self) -> usize {
        self.done.len()
    }

    /// The page of this number, from 0.
    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut RawPage> {
        if number == self.done.len() { Some(&mut self.page) } else { self.done.get_mut(number) }
    }

    /// Joins this page to the one before it.
    pub(super) fn join_to_previous(&mut self, number: usize) {
        if number == 0 || number > self.done.len() {
            return;
        }
        if number == self.done.len() {
            // The joined page is the open one: the page before it becomes the open one.
            let mut before = self.done.pop().unwrap_or_default();
            before.blocks.append(&mut self.page.blocks);
            self.page = before;
        } else {
            let page = self.done.remove(number);
            if let Some(before) = self.done.get_mut(number - 1) {
                before.blocks.extend(page.blocks);
            }
        }
    }

    /// All pages.
    pub(super) fn finish(mut self) -> Vec<RawPage> {
        if !self.page.blocks.is_empty() || self.done.is_empty() {
            self.done.push(self.page);
        }
        self.done
    }
}

/// Appends the pages of a document that is attached to another. Numbers of pages, tables and notes go on counting; the facts are
/// those of the first one.
pub(super) fn append(document: &mut RawDocument, other: RawDocument, limits: &Limits) {
    let pages = u32::try_from(document.pages.len()).unwrap_or(u32::MAX);
    let numbers = |roles: &mut dyn Iterator<Item = Role>| {
        roles.fold((0_u16, 0_u32), |(tables, notes), role| match role {
            Role::Cell { table, .. } => (tables.max(table.saturating_add(1)), notes),
            Role::Note(note) => (tables, notes.max(note)),
            _ => (tables, notes),
        })
    };
    let (tables, notes) = numbers(&mut document.pages.iter().flat_map(|p| p.blocks.iter().map(|b| b.role)));
    if document.facts == FileFacts::default() {
        document.facts = other.facts;
    }
    for mut warning in other.warnings {
        warning.page = warning.page.map(|page| page.saturating_add(pages));
        document.warnings.push(warning);
    }
    for mut page in other.pages {
        if document.pages.len() >= limits.pages {
            document.warnings.push(Warning::new("pages-left-out", too_many_pages(limits).message));
            return;
        }
        for block in &mut page.blocks {
            match &mut block.role {
                Role::Cell { table, .. } => *table = table.saturating_add(tables),
                // Note 0 has no identity of its own.
                Role::Note(note) if *note > 0 => *note = note.saturating_add(notes),
                _ => {}
            }
            for run in block.lines.iter_mut().flatten() {
                run.style.note = run.style.note.map(|note| note.saturating_add(notes));
            }
        }
        document.pages.push(page);
    }
}
