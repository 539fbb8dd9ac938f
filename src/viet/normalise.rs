//! Raw pages to stored pages: Unicode NFC, look-alikes, blanks, with marks for what the runs and blocks say.
//!
//! From here on every offset is a byte in the stored page text; there is no second cleaning.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::model::{Mark, Page, RawBlock, RawDocument, RawPage, RawRun, Role, What};

/// Turns the raw pages of a document into stored pages.
#[must_use]
pub fn normalise(raw: &RawDocument) -> Vec<Page> {
    raw.pages.iter().map(page).collect()
}

fn page(raw: &RawPage) -> Page {
    let body_size = body_size(raw);
    let mut out = Page { source: raw.source, ..Page::default() };
    let mut before: Option<&RawBlock> = None;
    for block in &raw.blocks {
        let mut inner = Page::default();
        for (i, line) in block.lines.iter().enumerate() {
            if i > 0 {
                trim_end(&mut inner.text);
                inner.text.push('\n');
            }
            for run in line {
                push_run(&mut inner, run, body_size);
            }
        }
        trim_end(&mut inner.text);
        if inner.text.is_empty() {
            continue;
        }
        if let Some(before) = before {
            out.text.push_str(if same_row(before, block) { "\t" } else { "\n\n" });
        }
        before = Some(block);
        let base = offset(out.text.len());
        out.text.push_str(&inner.text);
        let end = offset(out.text.len());
        out.marks.push(Mark {
            start: base,
            end,
            what: What::Block { role: block.role, side: block.side, centred: block.centred },
        });
        for mark in inner.marks {
            let (start, end) = (base + mark.start, (base + mark.end).min(end));
            if start < end {
                out.marks.push(Mark { start, end, what: mark.what });
            }
        }
    }
    out
}

/// Neighbouring cells of one row stand on one line, unless one of them has several lines.
fn same_row(a: &RawBlock, b: &RawBlock) -> bool {
    match (a.role, b.role) {
        (Role::Cell { table, row, column }, Role::Cell { table: t, row: r, column: c }) => {
            table == t && row == r && column != c && a.lines.len() <= 1 && b.lines.len() <= 1
        }
        _ => false,
    }
}

/// The size most characters of a page are set in; 0 where sizes are unknown.
fn body_size(raw: &RawPage) -> f32 {
    let mut counts: Vec<(f32, usize)> = Vec::new();
    for run in raw.blocks.iter().flat_map(|b| b.lines.iter().flatten()) {
        let size = (run.style.size * 2.0).round() / 2.0;
        match counts.iter_mut().find(|(s, _)| (*s - size).abs() < 0.01) {
            Some((_, n)) => *n += run.text.len(),
            None => counts.push((size, run.text.len())),
        }
    }
    counts.into_iter().filter(|(s, _)| *s > 0.0).max_by_key(|(_, n)| *n).map_or(0.0, |(s, _)| s)
}

fn push_run(page: &mut Page, run: &RawRun, body_size: f32) {
    let start = offset(page.text.len());
    push_clean(&mut page.text, &run.text);
    let end = offset(page.text.len());
    if start == end {
        return;
    }
    let style = &run.style;
    let mut mark = |on: bool, what: What| {
        if on {
            match page.marks.iter_mut().rev().find(|m| m.what == what) {
                Some(last) if last.end == start && !matches!(what, What::NoteMark(_)) => last.end = end,
                _ => page.marks.push(Mark { start, end, what }),
            }
        }
    };
    mark(style.superscript && style.note.is_none(), What::Superscript);
    mark(style.bold, What::Bold);
    mark(style.italic, What::Italic);
    mark(style.size > 0.0 && body_size > 0.0 && style.size < body_size * 0.9, What::Small);
    if let Some(id) = style.note {
        mark(true, What::NoteMark(id));
    }
}

/// Appends text in stored form: NFC, look-alike Đ, no invisible characters, runs of blanks as one.
fn push_clean(out: &mut String, text: &str) {
    let push = |c: char, out: &mut String| match c {
        '\u{d0}' | '\u{189}' => out.push('Đ'),
        '\u{f0}' | '\u{256}' => out.push('đ'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\r' => {}
        '\t' => {
            if !out.is_empty() && !out.ends_with(['\n', '\t']) {
                trim_end(out);
                out.push('\t');
            }
        }
        c if c.is_whitespace() || c.is_control() => {
            if !out.is_empty() && !out.ends_with([' ', '\n', '\t']) {
                out.push(' ');
            }
        }
        c => out.push(c),
    };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| push(c, out));
    } else {
        text.nfc().for_each(|c| push(c, out));
    }
}

fn trim_end(text: &mut String) {
    let kept = text.trim_end_matches([' ', '\t']).len();
    text.truncate(kept);
}

/// Offsets are 32 bit: a page of 4 GiB is refused long before.
fn offset(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
