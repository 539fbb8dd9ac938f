//! Bytes to raw pages. Knows formats; uses nothing of the crate but `model`.

mod pdf;
mod text;

use crate::model::{ErrorCode, RawDocument, ReadError};

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
            format!("{} bytes, at most {} are read", bytes.len(), limits.file_bytes),
        ));
    }
    if pdf::is_pdf(bytes) {
        return pdf::read(bytes, limits).map(|d| Content::Document(Box::new(d)));
    }
    text::read(bytes).map(|d| Content::Document(Box::new(d)))
}
