//! Plain text: paragraphs are parted by blank lines, pages by form feeds, columns by blanks.

use super::charset::decode;
use super::flow::{finish, too_many_pages};
use super::gutter::{self, Found};
use super::{Limits, table};
use crate::model::{Format, RawBlock, RawDocument, RawPage, ReadError};

/// Reads plain text.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let decoded = decode(bytes);
    let mut pages = Vec::new();
    let mut tables = 0;
    for page in decoded.text.split('\u{c}') {
        if pages.len() >= limits.pages {
            return Err(too_many_pages(limits));
        }
        let lines: Vec<&str> = lines_of(page).collect();
        let mut blocks: Vec<RawBlock> = Vec::new();
        let mut paragraph: Vec<String> = Vec::new();
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let count = match gutter::read(rest) {
                Found::Columns(cells, count) => {
                    flush(&mut paragraph, &mut blocks);
                    blocks.extend(table::place(tables, cells, false));
                    tables = tables.saturating_add(1);
                    count
                }
                Found::Text(count) => {
                    for line in rest.iter().take(count) {
                        if line.trim().is_empty() {
                            flush(&mut paragraph, &mut blocks);
                        } else {
                            paragraph.push((*line).to_owned());
                        }
                    }
                    count
                }
            };
            rest = rest.get(count..).unwrap_or_default();
        }
        flush(&mut paragraph, &mut blocks);
        pages.push(RawPage { blocks, ..RawPage::default() });
    }
    Ok(finish(Format::Txt, pages, decoded.warning.into_iter().collect()))
}

/// Ends a paragraph.
fn flush(paragraph: &mut Vec<String>, blocks: &mut Vec<RawBlock>) {
    if !paragraph.is_empty() {
        blocks.push(RawBlock::plain(std::mem::take(paragraph)));
    }
}

/// Lines ended by `\n`, `\r\n`, or (files of old Macintosh programs) by `\r` alone.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::read::{Limits, probe};

    #[test]
    fn blank_lines_part_paragraphs_and_form_feeds_pages() {
        for (text, expected) in [
            ("Một\nhai\n\nba", "Một/hai¶ba"),
            ("Một\r\nhai\r\n \r\nba\r\n", "Một/hai¶ba"),
            ("Một\rhai\r\rba", "Một/hai¶ba"),
            ("Một\u{c}hai\n\u{c}\n", "Một‖hai‖"),
            ("", ""),
        ] {
            let document = read(text.as_bytes(), &Limits::default()).unwrap();
            assert_eq!(probe::shape(&document), expected, "{text:?}");
        }
    }

    #[test]
    fn a_form_feed_too_many_is_refused() {
        let limits = Limits { pages: 3, ..Limits::default() };
        assert!(read("a\u{c}b\u{c}c\u{c}d".as_bytes(), &limits).is_err());
    }
}
