//! Plain text and Markdown: paragraphs are parted by blank lines, pages by form feeds.

use crate::model::{ErrorCode, FileFacts, Format, RawBlock, RawDocument, RawPage, ReadError, TextSource};

/// Reads UTF-8 text.
pub(super) fn read(bytes: &[u8]) -> Result<RawDocument, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::new(ErrorCode::Unsupported, "not UTF-8 text"))?;
    let pages = text
        .split('\u{c}')
        .map(|page| {
            let mut blocks: Vec<RawBlock> = Vec::new();
            let mut lines: Vec<String> = Vec::new();
            for line in page.lines().chain([""]) {
                if line.trim().is_empty() {
                    if !lines.is_empty() {
                        blocks.push(RawBlock::plain(std::mem::take(&mut lines)));
                    }
                } else {
                    lines.push(line.to_owned());
                }
            }
            RawPage { source: TextSource::Own, blocks }
        })
        .collect();
    Ok(RawDocument { format: Format::Txt, pages, declared: None, facts: FileFacts::default(), warnings: Vec::new() })
}
