//! Owns the stored form of a page: its normalised text, marks over it, and spans that point into it.

use serde::{Deserialize, Serialize};

/// A half-open stretch of UTF-8 bytes in the stored text of a page. Pages count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the struct's line says it")]
pub struct Span {
    pub page: u32,
    pub start: u32,
    pub end: u32,
}

/// One page of a document after normalisation. Every offset of the program is a byte in `text`.
///
/// Guarantee: `text` is NFC, without soft hyphens, zero-width characters or carriage returns. `\n` is a line break inside a
/// block, `\n\n` parts blocks, `\t` parts cells of a table row that stand on one line, an
/// empty cell between two others keeps its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The text.
    pub text: String,
    /// What is known about stretches of it, ordered by start, then longest first; they may nest.
    pub marks: Vec<Mark>,
    /// Where the text comes from.
    pub source: TextSource,
}

/// A property of the half-open byte stretch `start..end` of one page's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the struct's line says it")]
pub struct Mark {
    pub start: u32,
    pub end: u32,
    pub what: What,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A block with its role and place; blocks do not overlap and cover all text but the breaks between them.
    Block {
        /// Its role.
        role: Role,
        /// Its column.
        side: Side,
        /// Set centred.
        centred: bool,
    },
    /// Raised characters that no note claims yet.
    Superscript,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Set markedly smaller than the page's body text.
    Small,
    /// The mark of a note that the file itself ties to the [`Role::Note`] block of this id.
    NoteMark(u32),
    /// Characters that were repaired; the text before the repair.
    Repaired(String),
    /// Recognised with low confidence (OCR).
    Unsure,
}

/// What a block is on its page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading, level from 1, where the format says so.
    Heading(u8),
    /// A cell of a table; numbers count from 0 within the file (`table`) and the table (`row`, `column`).
    Cell {
        /// Which table of the file.
        table: u16,
        /// Row.
        row: u16,
        /// Column.
        column: u16,
    },
    /// A footnote or endnote. Notes with the same id are parts of one note. Word and ODF give ids; a PDF's note zone gives 0,
    /// which means "notes stand here, their marks are in the text".
    Note(u32),
    /// A page head, running or not.
    Header,
    /// A page foot.
    Footer,
    /// A page number.
    PageNumber,
    /// Text of an annotation, a form field or a signature's appearance.
    Annotation,
}

impl Role {
    /// Is the block part of the reading flow (and not page chrome or a note)?
    #[must_use]
    pub fn flows(self) -> bool {
        matches!(self, Self::Paragraph | Self::Heading(_) | Self::Cell { .. })
    }
}

/// The column of a two-column row that a block stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The whole width.
    #[default]
    Full,
    /// Left column.
    Left,
    /// Right column.
    Right,
}

/// Where the text of a page comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextSource {
    /// The file's own characters.
    #[default]
    Own,
    /// Own characters of a broken encoding, repaired.
    Repaired,
    /// Recognised from the page's picture.
    Recognised,
    /// The page is a picture and its text is not known.
    None,
}

/// Where the sentence that reaches up to a place begins, in bytes: behind an empty line or a full stop.
#[must_use]
pub fn sentence_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    ["\n\n", ". ", ".\n"].iter().filter_map(|end| before.rfind(end).map(|i| i + end.len())).max().unwrap_or(0)
}

impl Page {
    /// The text that a span selects; empty if it does not select whole characters of this page.
    #[must_use]
    pub fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}
