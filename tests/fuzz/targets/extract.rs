//! Extraction from any text: fields, notes, citations, and that their spans select their words.
//!
//! A form feed begins a page. A line that begins with `§` and a letter says what its block is (`§n` a note, `§l` the left column,
//! `§r` the right one, `§c` a cell, `§h` a head, `§f` a foot); `^` raises the next character.

#![no_main]

use congvan::model::{FileFacts, Format, RawBlock, RawDocument, RawPage, RawRun, Role, Side, Style};
use congvan_fuzz::{check_extraction, judge_panics, pages_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let document = RawDocument {
        format: Format::Txt,
        pages: text.split('\u{c}').map(page).collect(),
        declared: None,
        facts: FileFacts::default(),
        warnings: Vec::new(),
    };
    check_extraction(&pages_of(&document), &document);
});

fn page(text: &str) -> RawPage {
    let mut blocks: Vec<RawBlock> = Vec::new();
    let mut open = false;
    let mut column = 0;
    for line in text.split('\n') {
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        let mut signs = line.chars();
        let what = if signs.next() == Some('§') { signs.next() } else { None };
        if !open || what.is_some() {
            let mut block = RawBlock::default();
            match what {
                Some('n') => block.role = Role::Note(0),
                Some('m') => block.role = Role::Note(1),
                Some('h') => block.role = Role::Header,
                Some('f') => block.role = Role::Footer,
                Some('c') => {
                    block.role = Role::Cell { table: 0, row: column / 3, column: column % 3 };
                    column += 1;
                }
                Some('l') => block.side = Side::Left,
                Some('r') => block.side = Side::Right,
                _ => {}
            }
            blocks.push(block);
            open = true;
        }
        let words = if what.is_some() { signs.as_str() } else { line };
        if let Some(block) = blocks.last_mut() {
            block.lines.push(runs(words));
        }
    }
    RawPage { blocks, ..RawPage::default() }
}

fn runs(line: &str) -> Vec<RawRun> {
    let mut runs = Vec::new();
    for (n, piece) in line.split('^').enumerate() {
        let raised = if n == 0 { 0 } else { piece.chars().next().map_or(0, char::len_utf8) };
        let (up, rest) = piece.split_at(raised);
        let style = Style { superscript: true, ..Style::default() };
        runs.push(RawRun { text: up.to_owned(), style });
        runs.push(RawRun { text: rest.to_owned(), style: Style::default() });
    }
    runs
}
