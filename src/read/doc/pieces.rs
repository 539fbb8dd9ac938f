//! The piece table: the text in order, each character with its place in the file.

use encoding_rs::WINDOWS_1252;

use super::fib::{Fib, Place, index_at, positions, u16_at, u32_at};
use crate::model::{ErrorCode, ReadError};

/// A character: a UTF-16 unit and its byte offset in the document stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub unit: u16,
    pub offset: u32,
}

/// The text of all stories.
pub(super) fn text(document: &[u8], fib: &Fib<'_>) -> Result<Vec<Unit>, ReadError> {
    let table = piece_table(fib.table(Place::Pieces)).ok_or_else(|| {
        let message = "The Word file has no table of its text; it was cut or damaged, restore it from a copy.";
        ReadError::new(ErrorCode::Damaged, message)
    })?;
    let (starts, data) = positions(table, 8);
    // Pieces may overlap in the file only when it is hostile: then they could make any amount of text.
    let most = document.len().saturating_mul(2);
    let mut text = Vec::with_capacity(starts.last().copied().unwrap_or_default().min(most));
    for (i, window) in starts.windows(2).enumerate() {
        let &[start, end] = window else { continue };
        let Some(place) = u32_at(table, data + i * 8 + 2) else { break };
        let length = end.saturating_sub(start);
        let bytes_wide = place & 0x4000_0000 == 0;
        let first = (place & 0x3FFF_FFFF) as usize;
        let first = if bytes_wide { first } else { first / 2 };
        let width = if bytes_wide { 2 } else { 1 };
        // A gap in the table would move every position behind it.
        while text.len() < start && text.len() < most {
            text.push(Unit { unit: 0, offset: u32::MAX });
        }
        for n in 0..length {
            if text.len() >= most {
                return Ok(text);
            }
            let at = first.saturating_add(n * width);
            let unit = if bytes_wide { u16_at(document, at) } else { document.get(at).map(|b| narrow(*b)) };
            let Some(unit) = unit else { break };
            text.push(Unit { unit, offset: u32::try_from(at).unwrap_or(u32::MAX) });
        }
    }
    Ok(text)
}

/// Past the property changes, to the positions.
fn piece_table(clx: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        match clx.get(at)? {
            1 => at += 3 + usize::from(u16_at(clx, at + 1)?),
            2 => {
                let length = index_at(clx, at + 1)?;
                let end = at.checked_add(5)?.checked_add(length)?;
                return clx.get(at + 5..end.min(clx.len()));
            }
            _ => return None,
        }
    }
}

/// A byte of windows-1252; bytes of font encodings come through as its characters.
fn narrow(byte: u8) -> u16 {
    if !(0x80..0xA0).contains(&byte) {
        return u16::from(byte);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.encode_utf16().next().unwrap_or(u16::from(byte))
}
