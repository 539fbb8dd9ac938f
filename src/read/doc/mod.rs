//! DOC (Word 97 to 2003): the text by its piece table, fonts and styles by run, notes where they are referred to.

mod fib;
mod lists;
mod pieces;
mod props;
mod styles;
mod walk;

use std::io::{Cursor, Read as _};

use self::fib::{Fib, Place, index_at, positions, story, table_name, u16_at};
use self::lists::Lists;
use self::props::Runs;
use self::styles::Styles;
use self::walk::{Item, Note, Parts, STORIES, Walk, margin_role};
use super::Limits;
use super::flow::{Pages, finish};
use super::ordinal::Numerals;
use crate::model::{ErrorCode, Format, RawBlock, RawDocument, ReadError, Role};

/// Reads a DOC.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let start = memchr::memmem::find(bytes, b"\xD0\xCF\x11\xE0").unwrap_or_default();
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.get(start..).unwrap_or(bytes))).map_err(|e| damaged(&e))?;
    let document = stream(&mut file, "/WordDocument", limits)?;
    let table = stream(&mut file, table_name(&document)?, limits)?;
    let fib = Fib::new(&document, &table);
    let text = pieces::text(&document, &fib)?;
    let styles = Styles::read(&fib);
    let lists = Lists::read(fib.table_from(Place::Lists), fib.table_from(Place::ListOverrides), &styles);
    let mut notes = notes(&fib, Place::FootnoteMarks, Place::FootnoteTexts, story::FOOTNOTES, Numerals::Decimal);
    notes.extend(self::notes(&fib, Place::EndnoteMarks, Place::EndnoteTexts, story::ENDNOTES, Numerals::LowerRoman));
    notes.sort_by_key(|n| n.at);
    let mut parts = Parts {
        runs: Runs::of_characters(&document, &fib),
        paragraphs: Runs::of_paragraphs(&document, &fib),
        text,
        styles,
        lists,
        notes,
    };
    let (heads, feet) = margins(&fib, &mut parts);
    let mut pages = Pages::default();
    for block in heads {
        pages.push(block);
    }
    for story in STORIES {
        let start = fib.story_start(story);
        let length = fib.stories.get(story).copied().unwrap_or_default();
        for item in Walk::new(&mut parts).stretch(start, start.saturating_add(length)) {
            match item {
                Item::Block(block) => pages.push(block),
                Item::Page => pages.break_page(limits)?,
            }
        }
    }
    if let Some(page) = pages.get_mut(0) {
        page.blocks.extend(feet);
    }
    let pages = pages.finish();
    if pages.iter().all(|page| page.blocks.is_empty()) {
        let message = "The Word document has no text; if it shows a picture of a page, its text must be recognised (OCR).";
        return Err(ReadError::new(ErrorCode::NoText, message));
    }
    Ok(finish(Format::Doc, pages, Vec::new()))
}

fn damaged(error: &std::io::Error) -> ReadError {
    ReadError::new(ErrorCode::Damaged, format!("The Word file is damaged ({error}); restore it from a copy."))
}

/// The bytes of a stream; what can be read of a damaged one.
fn stream(file: &mut cfb::CompoundFile<Cursor<&[u8]>>, name: &str, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let stream = file.open_stream(name).map_err(|e| damaged(&e))?;
    if let Err(error) = stream.take(limits.unpacked_bytes).read_to_end(&mut bytes)
        && bytes.is_empty()
    {
        return Err(damaged(&error));
    }
    Ok(bytes)
}

/// The notes of one kind, in order.
fn notes(fib: &Fib<'_>, marks: Place, texts: Place, in_story: usize, numerals: Numerals) -> Vec<Note> {
    let marks = fib.table(marks);
    let (places, data) = positions(marks, 2);
    let texts = fib.table(texts);
    let start = fib.story_start(in_story);
    let mut number = 0;
    let text_at = |i: usize| index_at(texts, i * 4).map(|at| start.saturating_add(at));
    let mut notes = Vec::new();
    for (i, place) in places.iter().take(places.len().saturating_sub(1)).enumerate() {
        let automatic = u16_at(marks, data + i * 2).is_some_and(|n| n != 0);
        let (Some(from), Some(to)) = (text_at(i), text_at(i + 1)) else { break };
        let mark = automatic.then(|| {
            number += 1;
            numerals.write(number)
        });
        notes.push(Note { at: *place, mark, text: (from, to) });
    }
    notes
}

/// Heads and feet, each text once.
fn margins(fib: &Fib<'_>, parts: &mut Parts<'_>) -> (Vec<RawBlock>, Vec<RawBlock>) {
    let plc = fib.table(Place::Margins);
    let (places, _) = positions(plc, 0);
    let start = fib.story_start(story::MARGINS);
    let (mut heads, mut feet): (Vec<RawBlock>, Vec<RawBlock>) = (Vec::new(), Vec::new());
    // Each section has its own; more than a hundred of them say nothing new.
    for (i, window) in places.windows(2).enumerate().take(600) {
        let (&[from, to], Some(role)) = (window, margin_role(i)) else { continue };
        let list = if role == Role::Header { &mut heads } else { &mut feet };
        for item in Walk::new(parts).stretch(start.saturating_add(from), start.saturating_add(to)) {
            let Item::Block(mut block) = item else { continue };
            block.role = role;
            if is_page_number(&block) {
                continue;
            }
            if !list.contains(&block) {
                list.push(block);
            }
        }
    }
    (heads, feet)
}

/// A lone number in a head or foot is the page's as Word last showed it.
fn is_page_number(block: &RawBlock) -> bool {
    let text: String = block.lines.iter().flatten().map(|r| r.text.as_str()).collect();
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/'));
    text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use crate::model::ErrorCode;
    use crate::read::{Limits, probe, read};

    /// Tables by their place in the file information block.
    type Tables = Vec<(usize, Vec<u8>)>;

    /// A DOC with the text of its stories (body, footnotes) and these tables.
    fn doc(body: &str, footnotes: &str, tables: Tables) -> Vec<u8> {
        let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
        let (body, footnotes) = (units(body), units(footnotes));
        let mut document = vec![0_u8; 0x600];
        let mut put = |at: usize, bytes: &[u8]| document.splice(at..at + bytes.len(), bytes.iter().copied()).count();
        put(0, &[0xEC, 0xA5, 0xC1, 0x00]);
        put(0x4C, &u32::try_from(body.len()).unwrap().to_le_bytes());
        put(0x50, &u32::try_from(footnotes.len()).unwrap().to_le_bytes());
        let length = u32::try_from(body.len() + footnotes.len()).unwrap();
        let pieces: Vec<u8> = [0, length, 0x0600_0000, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
        // Positions 0 and the end, then flags (2 bytes), place, property.
        let mut clx = vec![2, 16, 0, 0, 0];
        clx.extend(pieces.get(..8).unwrap());
        clx.extend([0, 0, 0, 6, 0, 0, 0, 0]);
        let mut table = vec![0_u8; 8];
        for (place, bytes) in tables.into_iter().chain([(33, clx)]) {
            put(0x9A + place * 8, &u32::try_from(table.len()).unwrap().to_le_bytes());
            put(0x9E + place * 8, &u32::try_from(bytes.len()).unwrap().to_le_bytes());
            table.extend(bytes);
        }
        document.extend(body.iter().chain(&footnotes).flat_map(|u| u.to_le_bytes()));
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/WordDocument").unwrap().write_all(&document).unwrap();
        file.create_stream("/0Table").unwrap().write_all(&table).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn longs(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
    }

    #[test]
    fn reads_text_fields_breaks_and_notes() {
        let marks = [longs(&[3, 9]), vec![1, 0]].concat();
        let texts = longs(&[0, 9, 10]);
        let notes: Tables = vec![(2, marks), (3, texts)];
        for (body, footnotes, tables, expected) in [
            ("Số: 16/KH\r\u{b}hai\u{1e}ba\r", "", vec![], "Số: 16/KH¶hai-ba"),
            ("\u{13} HYPERLINK \"x\" \u{14}Luật\u{15} A\u{c}B\r", "", vec![], "Luật A‖B"),
            ("abc\u{2} d\r\re\r", "\u{2} chú x\r\r", notes, "abc<s 1>#1 d¶n1: chú x¶e"),
        ] {
            assert_eq!(probe::shape(&probe::document(&doc(body, footnotes, tables))), expected, "{body:?}");
        }
    }

    #[test]
    fn tells_what_is_wrong() {
        let mut other = doc("x\r", "", vec![]);
        let at = other.windows(4).position(|w| w == [0xEC, 0xA5, 0xC1, 0x00]).unwrap();
        for (offset, value, code) in
            [(0x0B, 0x01, ErrorCode::Encrypted), (2, 0x65, ErrorCode::Unsupported), (0, 0, ErrorCode::Damaged)]
        {
            let slot = other.get_mut(at + offset).unwrap();
            let before = std::mem::replace(slot, value);
            assert_eq!(read(&other, &Limits::default()).map_err(|e| e.code), Err(code));
            *other.get_mut(at + offset).unwrap() = before;
        }
        assert_eq!(read(&doc("\r", "", vec![]), &Limits::default()).map_err(|e| e.code), Err(ErrorCode::NoText));
    }

    #[test]
    fn cuts_and_changes_do_no_harm() {
        let marks = [longs(&[3, 9]), vec![1, 0]].concat();
        probe::torture(&doc("abc\u{2} d\r\u{13}x\u{14}y\u{15}\r", "\u{2} chú\r\r", vec![(2, marks), (3, longs(&[0, 6, 7]))]));
    }
}
