//! Extraction from a short text repeated to a long one: time must grow with the length, or the limit of time ends the run.

#![no_main]

use congvan::model::{FileFacts, Format, RawBlock, RawDocument, RawPage};
use congvan_fuzz::{check_extraction, judge_panics, pages_of};
use libfuzzer_sys::fuzz_target;

/// Bytes of the long text: some sixty pages.
const LENGTH: usize = 200_000;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let piece: String = text.chars().take(400).collect();
    if piece.is_empty() {
        return;
    }
    let text = piece.repeat(LENGTH / piece.len());
    let paragraphs = text.split("\n\n").map(|p| RawBlock::plain(p.split('\n').map(str::to_owned).collect()));
    let document = RawDocument {
        format: Format::Txt,
        pages: vec![RawPage { blocks: paragraphs.collect(), ..RawPage::default() }],
        declared: None,
        facts: FileFacts::default(),
        warnings: Vec::new(),
    };
    check_extraction(&pages_of(&document), &document);
});
