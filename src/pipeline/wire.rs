//! Owns the talk between the pipeline and its worker processes: frames of a length (u32, little endian) and that many bytes.
//!
//! A request is two frames, [`Request`] as JSON and the file's bytes; the answer is one frame for each [`Answer`] as JSON and
//! an empty frame at the end. An answer of pictures is followed by a frame of dots for each of them, and the worker waits for
//! one frame, a [`Recognition`] for each as JSON, before it goes on.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::model::ReadError;
use crate::ocr::Frame;
use crate::store::ReadDocument;

/// What to do with the bytes that follow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    /// The largest number of bytes that the file may unpack to.
    pub unpacked_bytes: u64,
    /// What is done with pages that are pictures.
    pub ocr: Wish,
    /// The file's own name, which may hint at what its page does not say.
    pub name: Option<String>,
    /// The hash of the bytes, where the asker has it already.
    pub sha256: Option<String>,
    /// Tell also what was weighed for the fields and not taken?
    pub explain: bool,
    /// Draw this page of a PDF, counted from 0, instead of reading.
    pub draw: Option<usize>,
}

/// What is done with pages that are pictures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Wish {
    /// Nothing; the reason is for the record of the file.
    Nothing(String),
    /// They are sent to be recognised.
    Recognise {
        /// So many at a time.
        at_once: usize,
        /// Pages with the scanner's own layer of text, too.
        layers: bool,
    },
}

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// One file, or one member of a container, is read.
    Reading(Reading),
    /// These pictures, whose dots follow, are to be recognised.
    Pictures(Vec<Frame>),
    /// The page that was to be drawn: a frame of JPEG follows, an empty one where it cannot be drawn.
    Drawn,
}

/// What came of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Recognition {
    /// Tesseract's table of words.
    Words {
        /// By how many quarters the picture was turned clockwise to be read.
        quarters: u8,
        /// The table.
        table: String,
    },
    /// Why there is none.
    Failed(String),
    /// Why there will be none of any picture.
    Lacking(String),
}

/// What came of a file, or of one member of a container.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Its name inside the container (`inner.zip!/a.docx` in depth); empty for the file itself.
    pub member: String,
    /// Hash of its bytes, where they could be had.
    pub sha256: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// The engine of recognition under which pages of it stayed unread (empty: there was none); `None` if none did. A worker
    /// does not know its name; the pipeline fills it in.
    pub waits: Option<String>,
    /// What was found, or why not.
    pub result: Result<Box<ReadDocument>, ReadError>,
}

/// Frames larger than this are a broken stream, not an answer.
const MAX_FRAME: u32 = 1 << 30;

pub(super) fn write_frame(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|n| *n <= MAX_FRAME);
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "frame too large"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(bytes)
}

/// Reads a frame; `None` at the end of the stream.
pub(super) fn read_frame(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_le_bytes(length);
    if length > MAX_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "frame too large"));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length as usize)?;
    input.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}
