//! Owns what a reader gives: pages of blocks of runs, as the file holds them, before any cleaning.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::declared::Declared;
use super::page::{Role, Side, TextSource};
use super::warning::Warning;

/// A file's format, told by its content and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the formats' own")]
pub enum Format {
    Txt,
    Markdown,
    Html,
    Docx,
    Doc,
    Odt,
    Rtf,
    Pdf,
    Edxml,
    Xlsx,
    Xls,
    Eml,
    Zip,
    SevenZ,
    Rar,
    Msg,
    Image,
    Unknown,
}

impl Format {
    /// The name in JSON and on screen: `docx`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Txt => "txt",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Pdf => "pdf",
            Self::Edxml => "edxml",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Eml => "eml",
            Self::Zip => "zip",
            Self::SevenZ => "sevenz",
            Self::Rar => "rar",
            Self::Msg => "msg",
            Self::Image => "image",
            Self::Unknown => "unknown",
        }
    }
}

/// One file as read: its pages in order, and what the file says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RawDocument {
    /// What the bytes are.
    pub format: Format,
    /// At least one page for a readable document; flow formats without page hints give one.
    pub pages: Vec<RawPage>,
    /// What an edXML envelope declares.
    pub declared: Option<Declared>,
    /// Facts about the file, never taken for facts of the document.
    pub facts: FileFacts,
    /// What was odd while reading.
    pub warnings: Vec<Warning>,
}

/// Facts about the file itself: producer, times, digital signatures. Shown as such, never as the document's date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The file's own title field.
    pub title: Option<String>,
    /// The file's own author field.
    pub author: Option<String>,
    /// The program that wrote it.
    pub producer: Option<String>,
    /// Creation time as the file writes it.
    pub created: Option<String>,
    /// Digital signatures in the file.
    pub signatures: Vec<SignatureFact>,
}

/// A digital signature found in the file; its cryptographic validity is not checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureFact {
    /// Who signed, as the signature names them.
    pub signer: Option<String>,
    /// When, as the signature writes it.
    pub time: Option<String>,
    /// Does the signature cover the file to its last byte? `false`: something was added after signing.
    pub covers_whole_file: bool,
}

/// One page: blocks in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawPage {
    /// Where its text comes from.
    pub source: TextSource,
    /// Paragraphs, cells, notes, page chrome, in reading order.
    pub blocks: Vec<RawBlock>,
}

/// A paragraph-like unit. Blocks are set apart by a blank line in page text (cells of one row: by a tab).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawBlock {
    /// What it is.
    pub role: Role,
    /// Which column of a two-column row (letterhead, signature block) it stands in.
    pub side: Side,
    /// Set centred.
    pub centred: bool,
    /// Lines, top to bottom; a line break inside a paragraph is a new line here.
    pub lines: Vec<Vec<RawRun>>,
}

/// A stretch of text in one style.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawRun {
    /// The characters as the file gives them (legacy encodings not yet decoded).
    pub text: String,
    /// How they are set.
    pub style: Style,
}

/// How a run is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Style {
    /// Font family name without the subset tag: `.VnTime`, `Times New Roman`.
    pub font: Option<Arc<str>>,
    /// Size in points; 0 where unknown.
    pub size: f32,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Raised above the line (a footnote mark, an exponent).
    pub superscript: bool,
    /// Recognised from a picture, and not surely.
    pub unsure: bool,
    /// This run is the mark of that note (the `id` of a block with [`Role::Note`]).
    pub note: Option<u32>,
}

impl RawBlock {
    /// A paragraph of plain lines, for readers without styles.
    #[must_use]
    pub fn plain(lines: Vec<String>) -> Self {
        let run = |text| vec![RawRun { text, style: Style::default() }];
        Self { lines: lines.into_iter().map(run).collect(), ..Self::default() }
    }
}
