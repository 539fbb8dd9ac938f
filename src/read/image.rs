//! Image files: a document whose pages are pictures. What they say is for recognition to find.

use std::collections::HashSet;

use super::Limits;
use crate::model::{ErrorCode, FileFacts, Format, RawDocument, RawPage, ReadError, TextSource};

/// Reads an image file: its pages, without text.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let pages = if let Some(directories) = tiff_directories(bytes, limits.pages.saturating_add(1)) {
        directories.len()
    } else if bytes.starts_with(b"\xFF\xD8\xFF") || bytes.starts_with(b"\x89PNG") {
        1
    } else {
        return Err(ReadError::new(ErrorCode::Unsupported, "An image of this format is not read; save it as PNG, JPEG or TIFF."));
    };
    if pages == 0 {
        return Err(ReadError::new(ErrorCode::Damaged, "No page can be found in the TIFF file."));
    }
    if pages > limits.pages {
        return Err(ReadError::new(ErrorCode::TooLarge, format!("More than {} pages; so many are read at most.", limits.pages)));
    }
    let page = RawPage { source: TextSource::None, blocks: Vec::new() };
    Ok(RawDocument {
        format: Format::Image,
        pages: vec![page; pages],
        declared: None,
        facts: FileFacts::default(),
        warnings: Vec::new(),
    })
}

/// Where a TIFF's pages lie in it, at most `limit` of them; `None` for what is no TIFF. A chain that goes in a ring ends.
#[must_use]
pub fn tiff_directories(bytes: &[u8], limit: usize) -> Option<Vec<u32>> {
    let little = match bytes.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let long = |at: usize| {
        let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    let short = |at: usize| {
        let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut at = long(4).unwrap_or(0);
    while at != 0 && found.len() < limit && seen.insert(at) {
        let Some(entries) = short(at as usize) else { break };
        found.push(at);
        let Some(next) = long(at as usize + 2 + 12 * usize::from(entries)) else { break };
        at = next;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{read, tiff_directories};
    use crate::read::Limits;

    #[test]
    fn pages_are_counted_and_rings_end() {
        for (name, bytes, pages) in [
            ("png", b"\x89PNG\r\n\x1a\n".to_vec(), Ok(1)),
            ("two", b"II*\0\x08\0\0\0\0\0\x0e\0\0\0\0\0\0\0\0\0".to_vec(), Ok(2)),
            ("big endian", b"MM\0*\0\0\0\x08\0\0\0\0\0\0".to_vec(), Ok(1)),
            ("ring", b"II*\0\x08\0\0\0\0\0\x08\0\0\0".to_vec(), Ok(1)),
            ("cut", b"II*\0\x08".to_vec(), Err("damaged")),
            ("gif", b"GIF89a".to_vec(), Err("unsupported")),
        ] {
            let read = read(&bytes, &Limits::default());
            assert_eq!(read.map(|d| d.pages.len()).map_err(|e| e.code.code()), pages, "{name}");
        }
        assert_eq!(tiff_directories(b"II*\0\x08\0\0\0\0\0\x0e\0\0\0\0\0\0\0\0\0", 1), Some(vec![8]));
    }
}
