//! Owns the packed form of blobs: LZ4 blocks with their length in front.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// Texts of pages are kept as one block, a form feed between pages (page text never holds one).
const PAGE_BREAK: char = '\u{c}';

pub(super) fn pack_pages(pages: &[String]) -> Vec<u8> {
    lz4_flex::compress_prepend_size(pages.join(PAGE_BREAK.encode_utf8(&mut [0; 4])).as_bytes())
}

pub(super) fn unpack_pages(blob: &[u8]) -> Result<Vec<String>, StoreError> {
    let text = unpack(blob)?;
    let text = simdutf8::basic::from_utf8(&text).map_err(|e| StoreError::Damaged(e.to_string()))?;
    Ok(text.split(PAGE_BREAK).map(str::to_owned).collect())
}

pub(super) fn pack_json<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let json = serde_json::to_vec(value).map_err(|e| StoreError::Damaged(e.to_string()))?;
    Ok(lz4_flex::compress_prepend_size(&json))
}

pub(super) fn unpack_json<T: DeserializeOwned>(blob: &[u8]) -> Result<T, StoreError> {
    let json = unpack(blob)?;
    let json = simdutf8::basic::from_utf8(&json).map_err(|e| StoreError::Damaged(e.to_string()))?;
    serde_json::from_str(json).map_err(|e| StoreError::Damaged(e.to_string()))
}

fn unpack(blob: &[u8]) -> Result<Vec<u8>, StoreError> {
    lz4_flex::decompress_size_prepended(blob).map_err(|e| StoreError::Damaged(e.to_string()))
}
