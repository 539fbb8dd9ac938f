//! Footnotes and endnotes: their texts by id, their numbers in the order in which the body refers to them.

use std::collections::HashMap;

use super::section::{NoteCount, Restart};
use crate::model::{RawBlock, Role};

/// One kind of notes.
#[derive(Debug)]
pub(super) struct Notes {
    pub count: NoteCount,
    number: u32,
    texts: HashMap<i64, Vec<RawBlock>>,
}

impl Notes {
    pub(super) fn new(count: NoteCount) -> Self {
        Self { count, number: 0, texts: HashMap::new() }
    }

    /// Keeps the text of a note.
    pub(super) fn insert(&mut self, id: i64, blocks: Vec<RawBlock>) {
        self.texts.insert(id, blocks);
    }

    /// The mark of the next note that Word numbers by itself.
    pub(super) fn next_mark(&mut self) -> String {
        let mark = self.count.numerals.write(self.count.start.saturating_add(self.number));
        self.number = self.number.saturating_add(1);
        mark
    }

    /// A page or section ends.
    pub(super) fn restart(&mut self, at: Restart) {
        if self.count.restart == at {
            self.number = 0;
        }
    }

    /// Takes the text of a note that is known to the program as `id`.
    pub(super) fn take(&mut self, word_id: i64, id: u32) -> Vec<RawBlock> {
        let mut blocks = self.texts.remove(&word_id).unwrap_or_default();
        for block in &mut blocks {
            block.role = Role::Note(id);
        }
        blocks
    }
}

/// Takes a mark that was typed by hand off the start of a note's text.
pub(super) fn strip_mark(blocks: &mut [RawBlock], mark: &str) {
    let Some(run) = blocks.first_mut().and_then(|b| b.lines.first_mut()).and_then(|l| l.first_mut()) else { return };
    if let Some(rest) = run.text.trim_start().strip_prefix(mark.trim()).filter(|_| !mark.trim().is_empty()) {
        run.text = rest.trim_start().to_owned();
    }
}
