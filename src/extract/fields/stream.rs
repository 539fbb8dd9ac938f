//! Owns the folded view of a few lines: accent-free ASCII, one byte a character, each of which knows where it came from.

use std::ops::Range;

use crate::extract::lines::Line;
use crate::model::Span;
use crate::viet;

/// Lines as one text. `folded` has one ASCII byte for each character of the lines, and `\n` after each line.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// Lower case, without accents; dashes are `-`, dots are `.`, anything else that is not ASCII is `?`.
    pub folded: String,
    /// The characters themselves, in step with `folded`.
    pub chars: Vec<char>,
    /// Page (from 1) and byte of each.
    places: Vec<(u32, u32)>,
    /// The stretch of each line, its break left out.
    pub lines: Vec<Range<usize>>,
}

fn folded(c: char) -> u8 {
    match c {
        '–' | '—' | '−' | '‐' | '‑' | '―' => b'-',
        '…' | '‥' | '·' | '•' => b'.',
        '“' | '”' | '«' | '»' => b'"',
        '*' | '\n' | '\t' => b' ',
        c if c.is_ascii() => u8::try_from(c).unwrap_or(b'?').to_ascii_lowercase(),
        c if c.is_whitespace() => b' ',
        c => {
            let mut letter = String::new();
            viet::push_folded(&mut letter, c);
            match letter.as_bytes() {
                [byte] if byte.is_ascii() => *byte,
                _ => b'?',
            }
        }
    }
}

impl Stream {
    /// Folds lines.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let mut stream = Self::default();
        for line in lines {
            let start = stream.chars.len();
            for (offset, c) in line.text.char_indices() {
                stream.push(c, folded(c), line.page, line.start + u32::try_from(offset).unwrap_or(u32::MAX));
            }
            stream.lines.push(start..stream.chars.len());
            stream.push('\n', b'\n', line.page, line.end());
        }
        stream
    }

    fn push(&mut self, c: char, folded: u8, page: u32, at: u32) {
        self.folded.push(char::from(folded));
        self.chars.push(c);
        self.places.push((page, at));
    }

    /// The original text of a stretch on one line, marks of emphasis left out.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        for c in self.chars.get(range).unwrap_or_default() {
            if c.is_whitespace() {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            } else if *c != '*' {
                out.push(*c);
            }
        }
        let kept = out.trim_end().len();
        out.truncate(kept);
        out
    }

    /// The place of a stretch; where it runs over a page, its part on the first page.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let places = self.places.get(range.clone())?;
        let (page, start) = *places.first()?;
        let count = places.iter().take_while(|(p, _)| *p == page).count();
        let (_, last) = *places.get(count.checked_sub(1)?)?;
        let c = *self.chars.get(range.start + count - 1)?;
        Some(Span { page, start, end: last + u32::try_from(c.len_utf8()).unwrap_or(1) })
    }

    /// The line that a character stands on.
    pub(super) fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|l| l.end < at).min(self.lines.len().saturating_sub(1))
    }

    /// Are most letters of a stretch capitals?
    pub(super) fn is_capitals(&self, range: Range<usize>) -> bool {
        let (mut upper, mut lower) = (0_usize, 0_usize);
        for c in self.chars.get(range).unwrap_or_default() {
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        }
        upper >= 2 && upper >= lower * 4
    }
}
