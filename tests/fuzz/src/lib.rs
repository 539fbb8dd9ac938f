//! What every fuzz target asks of the program: it ends, does not panic, and keeps the promises of its values.

use std::io::{Cursor, Write as _};
use std::panic::PanicHookInfo;

use congvan::extract::{Input, extract};
use congvan::model::{Extracted, Format, Page, RawDocument, Span};
use congvan::read::{Content, Limits, read_as};
use congvan::viet::normalise;
use unicode_normalization::is_nfc;

/// Limits that a small input can reach.
pub const LIMITS: Limits = Limits { file_bytes: 1 << 20, unpacked_bytes: 8 << 20, pages: 200, depth: 3, members: 200 };

/// Lets a panic inside a library pass where the program catches it; one in the program's own code ends the run. Called once.
pub fn judge_panics() {
    let abort = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let own = info.location().is_none_or(|at| !at.file().contains("/registry/") && !at.file().contains("/rustc/"));
        // `RUST_BACKTRACE` shows the way to a panic that passes, too.
        if own || std::env::var_os("CONGVAN_FUZZ_STRICT").is_some() {
            abort(info);
        }
    }));
}

/// Reads bytes as this format, and what comes of them as far as normalised pages. Members of a container are not read.
pub fn reads(format: Format, bytes: &[u8]) {
    if let Ok(content) = read_as(format, bytes, &LIMITS) {
        check_content(content);
    }
}

/// Checks what a reader gave.
pub fn check_content(content: Content) {
    match content {
        Content::Document(document) => {
            pages_of(&document);
        }
        Content::Container(members) => {
            for member in members {
                let climbs = member.name.split('/').any(|part| part == ".." || part.is_empty());
                assert!(!climbs && !member.name.contains(char::is_control), "a name that leads out: {:?}", member.name);
            }
        }
    }
}

/// The pages of a document, with their promises checked.
pub fn pages_of(document: &RawDocument) -> Vec<Page> {
    assert!(!document.pages.is_empty(), "a document without pages");
    let pages = normalise(document);
    assert_eq!(pages.len(), document.pages.len());
    for page in &pages {
        check_page(page);
    }
    pages
}

fn check_page(page: &Page) {
    assert!(is_nfc(&page.text), "not NFC: {:?}", page.text);
    let stray = page.text.chars().find(|c| matches!(c, '\r' | '\u{ad}' | '\u{200b}' | '\u{feff}'));
    assert_eq!(stray, None, "in {:?}", page.text);
    for mark in &page.marks {
        let selected = page.text.get(mark.start as usize..mark.end as usize);
        assert!(selected.is_some(), "{mark:?} does not select in {:?}", page.text);
    }
    assert!(page.marks.is_sorted_by_key(|mark| mark.start), "marks out of order in {:?}", page.text);
}

/// Extracts from pages and checks that every span selects what it is said to select.
pub fn check_extraction(pages: &[Page], document: &RawDocument) {
    let found = extract(Input { pages, declared: document.declared.as_ref() });
    check_spans(pages, &found);
}

fn check_spans(pages: &[Page], found: &Extracted) {
    let select = |span: Span| {
        let page = (span.page as usize).checked_sub(1).and_then(|at| pages.get(at));
        let text = page.and_then(|page| page.text.get(span.start as usize..span.end as usize));
        text.unwrap_or_else(|| panic!("{span:?} selects nothing"))
    };
    // Quotes and surfaces are on one line, surfaces without Markdown's emphasis.
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '_')).collect::<String>();
    for (field, evidence) in &found.evidence {
        assert_eq!(bare(select(evidence.span)), bare(&evidence.quote), "evidence of {field}");
    }
    for heading in &found.headings {
        select(heading.span);
    }
    for note in &found.footnotes {
        if let Some(anchor) = &note.anchor {
            assert_eq!(bare(select(anchor.span)), bare(&anchor.quote), "anchor of note {}", note.marker);
        }
        for part in &note.parts {
            select(*part);
        }
    }
    let mut before = None;
    for citation in &found.citations {
        let selected = bare(select(citation.span));
        // A mention over a page break ends with its first page.
        assert!(
            !selected.is_empty() && bare(&citation.surface).starts_with(&selected),
            "{:?} is selected for {:?}",
            select(citation.span),
            citation.surface
        );
        assert_ne!(before.replace(citation.span), Some(citation.span), "one mention found twice: {}", citation.surface);
    }
}

/// A ZIP whose parts are the stretches of `bytes` behind lines `@@@ name`; bytes that are a ZIP already stay as they are.
///
/// Mutating packed parts would only ever break their checksums.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in split(bytes, b"@@@ ").into_iter().skip(1) {
        let end = part.iter().position(|b| *b == b'\n').unwrap_or(part.len());
        let (name, content) = part.split_at(end);
        if writer.start_file(String::from_utf8_lossy(name), options).is_ok() {
            let _ = writer.write_all(content.get(1..).unwrap_or_default());
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn split<'a>(bytes: &'a [u8], by: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(by.len()).position(|w| w == by) {
        let (before, after) = rest.split_at(at);
        parts.push(before);
        rest = &after[by.len()..];
    }
    parts.push(rest);
    parts
}
