//! Normalisation: runs in legacy fonts, of bytes as a Windows-1252 reader gives them, and of any characters.
//!
//! The first byte of a line chooses its font and how its bytes become characters.

#![no_main]

use congvan::model::{FileFacts, Format, RawBlock, RawDocument, RawPage, RawRun, Style};
use congvan_fuzz::{judge_panics, pages_of};
use libfuzzer_sys::fuzz_target;

const FONTS: [Option<&str>; 8] = [
    None,
    Some("Times New Roman"),
    Some(".VnTime"),
    Some(".VnTimeH"),
    Some("VNI-Times"),
    Some("VPS Times"),
    Some("Symbol"),
    Some("Wingdings"),
];

fuzz_target!(init: judge_panics(), |bytes: &[u8]| {
    let mut blocks = Vec::new();
    for paragraph in bytes.split(|b| *b == b'\n') {
        let runs = paragraph.split(|b| *b == 0).filter_map(|run| {
            let (first, rest) = run.split_first()?;
            let text = match first >> 3 & 3 {
                // Latin-1 stands for the characters of Windows-1252 that most letters lie among.
                0 | 1 => rest.iter().map(|b| char::from(*b)).collect(),
                2 => rest.iter().map(|b| char::from_u32(0xF000 + u32::from(*b)).unwrap_or(' ')).collect(),
                _ => String::from_utf8_lossy(rest).into_owned(),
            };
            let font = FONTS[usize::from(first & 7)].map(Into::into);
            let style = Style {
                font,
                size: f32::from(first >> 5) * 4.0,
                superscript: first & 0x40 != 0,
                note: (first & 0x80 != 0).then_some(1),
                ..Style::default()
            };
            Some(RawRun { text, style })
        });
        blocks.push(RawBlock { lines: vec![runs.collect()], ..RawBlock::default() });
    }
    pages_of(&RawDocument {
        format: Format::Doc,
        pages: vec![RawPage { blocks, ..RawPage::default() }],
        declared: None,
        facts: FileFacts::default(),
        warnings: Vec::new(),
    });
});
