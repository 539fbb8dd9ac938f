//! The file information block: where everything lies. Offsets are those of [MS-DOC] 2.5.

use crate::model::{ErrorCode, ReadError};

/// Little-endian numbers out of bytes; nothing where the bytes end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// As [`u16_at`], four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// As [`u32_at`], as an index.
pub(super) fn index_at(bytes: &[u8], at: usize) -> Option<usize> {
    u32_at(bytes, at).and_then(|n| usize::try_from(n).ok())
}

/// Tables that the block points to, by their place in it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Styles = 1,
    FootnoteMarks = 2,
    FootnoteTexts = 3,
    Margins = 11,
    RunPages = 12,
    ParagraphPages = 13,
    Fonts = 15,
    Pieces = 33,
    EndnoteMarks = 46,
    EndnoteTexts = 47,
    Lists = 73,
    ListOverrides = 74,
}

/// The block's start, and the lengths of the stories in characters.
#[derive(Debug)]
pub(super) struct Fib<'a> {
    document: &'a [u8],
    table: &'a [u8],
    /// Body, footnotes, heads and feet, macros, annotations, endnotes, text boxes: in this order in the text.
    pub stories: [usize; 7],
}

/// Stories by their place in the text.
pub(super) mod story {
    pub const BODY: usize = 0;
    pub const FOOTNOTES: usize = 1;
    pub const MARGINS: usize = 2;
    pub const ENDNOTES: usize = 5;
    pub const BOXES: usize = 6;
}

/// Which of the two table streams holds the tables; an error for files that cannot be read.
pub(super) fn table_name(document: &[u8]) -> Result<&'static str, ReadError> {
    let damaged =
        || ReadError::new(ErrorCode::Damaged, "The Word file has no valid header; it was damaged, restore it from a copy.");
    let identity = u16_at(document, 0).ok_or_else(damaged)?;
    let version = u16_at(document, 2).ok_or_else(damaged)?;
    let flags = u16_at(document, 0x0A).ok_or_else(damaged)?;
    if !matches!(identity, 0xA5EC | 0xA5DC) {
        return Err(damaged());
    }
    if flags & 0x0100 != 0 {
        return Err(super::super::sniff::encrypted());
    }
    if version < 0xC1 {
        let message =
            "The file was written by Word 6 or 95, whose format is not read; open it in LibreOffice and save it as DOCX.";
        return Err(ReadError::new(ErrorCode::Unsupported, message));
    }
    Ok(if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })
}

impl<'a> Fib<'a> {
    pub(super) fn new(document: &'a [u8], table: &'a [u8]) -> Self {
        let length = |at| index_at(document, at).unwrap_or_default();
        let stories = [0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64].map(length);
        Self { document, table, stories }
    }

    /// The bytes of a table; empty where there is none.
    pub(super) fn table(&self, place: Place) -> &'a [u8] {
        let at = 0x9A + 8 * place as usize;
        let start = index_at(self.document, at).unwrap_or_default();
        let length = index_at(self.document, at + 4).unwrap_or_default();
        start.checked_add(length).and_then(|end| self.table.get(start..end)).unwrap_or_default()
    }

    /// A table and all that stands behind it in its stream.
    pub(super) fn table_from(&self, place: Place) -> &'a [u8] {
        let at = 0x9A + 8 * place as usize;
        match index_at(self.document, at + 4) {
            Some(length) if length > 0 => index_at(self.document, at).and_then(|start| self.table.get(start..)),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// Where a story begins in the text.
    pub(super) fn story_start(&self, story: usize) -> usize {
        self.stories.iter().take(story).fold(0, |sum, n| sum.saturating_add(*n))
    }
}

/// The positions of a PLC (positions, then data of a fixed size) and the data's start.
pub(super) fn positions(plc: &[u8], data_size: usize) -> (Vec<usize>, usize) {
    let count = plc.len().saturating_sub(4) / (4 + data_size);
    let positions = (0..=count).map_while(|i| index_at(plc, i * 4)).collect();
    (positions, (count + 1) * 4)
}
