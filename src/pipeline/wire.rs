//! Owns the talk between the pipeline and its worker processes: frames of a length (u32, little endian) and that many bytes.
//!
//! A request is two frames, [`Request`] as JSON and the file's bytes; the answer is one frame for each [`Reading`] as JSON and
//! an empty frame at the end.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::model::ReadError;
use crate::store::ReadDocument;

/// What to do with the bytes that follow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    /// The largest number of bytes that the file may unpack to.
    pub unpacked_bytes: u64,
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
    input.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}
