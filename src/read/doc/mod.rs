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
    heads.into_iter().for_each(|block| pages.push(block));
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
    if let Err(error) = stream.take(limits.unpacked_bytes).read_to_end(&mut bytes) {
        if bytes.is_empty() {
            return Err(damaged(&error));
        }
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
