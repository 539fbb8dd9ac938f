//! Bytes to raw pages. Knows formats; uses nothing of the crate but `model`.
//!
//! How well files are read beside other programs, on the same real files in one run of `tests/bench/reading.py` (medians; "in
//! order" counts three words in a row; notes are footnotes that stand whole in the text):
//!
//! | files | program | word F1 | in order | lowest file | notes whole |
//! |---|---|---|---|---|---|
//! | 8 PDF | this reader | 0.999 | 0.991 | 0.997 | – |
//! | | pdftotext | 0.998 | 0.938 | 0.438 | – |
//! | | pdftotext -layout | 0.998 | 0.981 | 0.438 | – |
//! | | mutool | 0.998 | 0.973 | 0.512 | – |
//! | 6 DOCX | this reader | 1.000 | 0.998 | 0.997 | 13 of 13 |
//! | | `LibreOffice` | 1.000 | 0.993 | 0.941 | 0 of 13 |
//! | 3 DOC | this reader | 1.000 | 1.000 | 1.000 | – |
//! | | antiword | 1.000 | 0.970 | 1.000 | – |
//! | | `LibreOffice` | 1.000 | 1.000 | 1.000 | – |
//!
//! Pages a CPU second over 49 PDFs, positions and fonts included: 494; pdftotext 266, with positions 237; mutool 247.

mod charset;
mod container;
mod doc;
mod docx;
mod edxml;
mod entity;
mod flow;
mod gutter;
mod html;
mod image;
mod list;
mod mail;
mod markdown;
mod odt;
mod ordinal;
mod pdf;
#[cfg(test)]
mod probe;
mod rtf;
mod sheet;
mod sniff;
mod symbol;
mod table;
mod text;
mod xml;
mod zipped;

pub use self::image::tiff_directories;
pub use self::pdf::{Printed, Word, lay_out};
use crate::model::{ErrorCode, Format, RawDocument, ReadError};

/// What a reader may spend on one file.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes that it may unpack to, all parts together.
    pub unpacked_bytes: u64,
    /// Pages.
    pub pages: usize,
    /// Containers within containers.
    pub depth: usize,
    /// Members of a container.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 512 << 20, unpacked_bytes: 512 << 20, pages: 20_000, depth: 4, members: 10_000 }
    }
}

impl Limits {
    /// The limits of a file within the file that these are for.
    fn within(&self) -> Result<Self, ReadError> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..*self }),
            None => Err(ReadError::new(
                ErrorCode::TooLarge,
                "Files are packed within files more deeply than is read; unpack them by hand.",
            )),
        }
    }
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// One document.
    Document(Box<RawDocument>),
    /// A container of files, each read on its own (zip, 7z, eml).
    Container(Vec<Member>),
}

/// A file inside a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name inside, `/` between folders; never used as a path on disk.
    pub name: String,
    /// Its bytes, or why they cannot be had.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// Reads one file by its content.
///
/// # Errors
/// A [`ReadError`] with the reason when no document can be had from the bytes.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::new(
            ErrorCode::TooLarge,
            format!("The file has {} bytes, at most {} are read; split it or leave it out.", bytes.len(), limits.file_bytes),
        ));
    }
    read_as(sniff::sniff(bytes)?, bytes, limits)
}

/// Reads bytes as a file of this format, whatever they look like.
///
/// # Errors
/// As [`read`].
pub fn read_as(format: Format, bytes: &[u8], limits: &Limits) -> Result<Content, ReadError> {
    let document = match format {
        Format::Txt => text::read(bytes, limits),
        Format::Markdown => markdown::read(bytes, limits),
        Format::Docx => docx::read(bytes, limits),
        Format::Edxml => edxml::read(bytes, limits),
        Format::Doc => doc::read(bytes, limits),
        Format::Rtf => rtf::read(bytes, limits),
        Format::Odt => odt::read(bytes, limits),
        Format::Pdf => pdf::read(bytes, limits),
        Format::Html => html::read(bytes, limits),
        Format::Image => image::read(bytes, limits),
        Format::Xlsx => sheet::xlsx(bytes, limits),
        Format::Xls => sheet::xls(bytes, limits),
        Format::Zip => return container::zip(bytes, limits).map(Content::Container),
        Format::SevenZ => return container::seven_z(bytes, limits).map(Content::Container),
        Format::Eml => return mail::read(bytes, limits).map(Content::Container),
        Format::Rar => Err(ReadError::new(
            ErrorCode::Unsupported,
            "The file is a RAR archive, whose format is not free to read; unpack it and index the folder.",
        )),
        Format::Msg => Err(ReadError::new(
            ErrorCode::Unsupported,
            "The file is an Outlook message (MSG), which is not read; save it as EML, or save its attachments.",
        )),
        Format::Unknown => Err(ReadError::new(ErrorCode::Unsupported, "The file is of no known format; save it as PDF or DOCX.")),
    }?;
    if matches!(format, Format::Txt | Format::Markdown) && document.pages.iter().all(|page| page.blocks.is_empty()) {
        return Err(ReadError::new(ErrorCode::Empty, "The file holds nothing but blanks; get it again from where it came from."));
    }
    Ok(Content::Document(Box::new(document)))
}
