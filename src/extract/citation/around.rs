//! A text with its lower-case copy, and the small looks to the left and right that readers of citations share.

pub(super) use super::super::cursor::is_letter;
use super::super::{bodies, dates};
use crate::model::PartialDate;

/// How far back the beginning of a paragraph is looked for, in bytes: what stands further away governs nothing.
const LONGEST_PARAGRAPH: usize = 4000;

/// Longer names are not read, in bytes.
const LONGEST_NAME: usize = 600;

/// Typographic marks, which are no part of a word though they lie beyond ASCII.
const MARKS: [char; 9] = ['“', '”', '‘', '’', '–', '—', '…', '«', '»'];

/// A text and its lower-case copy with the same offsets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    /// As stored.
    pub raw: &'a str,
    /// In lower case, byte for byte as long.
    pub low: &'a str,
}

impl<'a> Text<'a> {
    /// A stretch of the stored text; empty if the range is not one of whole characters.
    pub fn raw(self, from: usize, to: usize) -> &'a str {
        self.raw.get(from..to).unwrap_or_default()
    }

    /// A stretch of the lower-case copy.
    pub fn low(self, from: usize, to: usize) -> &'a str {
        self.low.get(from..to).unwrap_or_default()
    }

    /// All before a place, in lower case.
    pub fn low_before(self, at: usize) -> &'a str {
        self.low.get(..at).unwrap_or_default()
    }

    /// All from a place on, in lower case.
    pub fn low_from(self, at: usize) -> &'a str {
        self.low.get(at..).unwrap_or_default()
    }

    /// The end of what stands before the blanks before `at`. A blank line or a cell border is no blank.
    pub fn back_over_blanks(self, at: usize) -> usize {
        let bytes = self.raw.as_bytes();
        let mut i = at;
        while let Some(before) = i.checked_sub(1) {
            match bytes.get(before) {
                Some(b' ' | b'*' | b'_') => i = before,
                Some(b'\n') if before.checked_sub(1).is_none_or(|b| bytes.get(b) != Some(&b'\n')) => i = before,
                _ => break,
            }
        }
        i
    }

    /// The first byte after blanks, emphasis and a line break.
    pub fn over_blanks(self, at: usize) -> usize {
        let bytes = self.raw.as_bytes();
        let mut i = at;
        loop {
            match bytes.get(i) {
                Some(b' ' | b'*' | b'_') => i += 1,
                Some(b'\n') if bytes.get(i + 1) != Some(&b'\n') => i += 1,
                _ => return i,
            }
        }
    }

    /// Where the word that ends at `at` begins; `at` itself if no word ends there.
    pub fn word_start(self, at: usize) -> usize {
        let bytes = self.raw.as_bytes();
        let mut i = at;
        while let Some(before) = i.checked_sub(1) {
            match bytes.get(before) {
                Some(b) if b.is_ascii_alphanumeric() || *b >= 0x80 => i = before,
                _ => break,
            }
        }
        // Typographic quotes and dashes are not part of a word.
        let word = self.raw(i, at);
        // Most words begin with another byte than such a mark.
        if !matches!(bytes.get(i), Some(0xE2 | 0xC2)) {
            return i;
        }
        let kept = word.trim_start_matches(MARKS);
        at - kept.len()
    }

    /// Where the word that begins at `at` ends.
    pub fn word_end(self, at: usize) -> usize {
        let rest = self.raw.get(at..).unwrap_or_default();
        let len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b >= 0x80).count();
        let word = rest.get(..len).unwrap_or_default();
        // Few words hold the first byte of such a mark.
        let marked = memchr::memchr2(0xE2, 0xC2, word.as_bytes()).is_some();
        let mark = marked.then(|| word.find(MARKS)).flatten();
        at + mark.unwrap_or(len)
    }

    /// If these lower-case words stand at `at` (single blanks in `words` match any blanks), the place after them.
    #[inline]
    pub fn words_at(self, at: usize, words: &str) -> Option<usize> {
        // Most words are refused by their first byte.
        if self.low.as_bytes().get(at) == words.as_bytes().first() { self.all_words_at(at, words) } else { None }
    }

    fn all_words_at(self, at: usize, words: &str) -> Option<usize> {
        if let Some(after) = self.low_from(at).strip_prefix(words) {
            return (!after.chars().next().is_some_and(is_letter)).then_some(at + words.len());
        }
        let mut i = at;
        for (n, word) in words.split(' ').enumerate() {
            if n > 0 {
                let next = self.over_blanks(i);
                if next == i {
                    return None;
                }
                i = next;
            }
            if !self.low_from(i).starts_with(word) {
                return None;
            }
            i += word.len();
        }
        (!self.low_from(i).chars().next().is_some_and(is_letter)).then_some(i)
    }

    /// If these lower-case words stand just before `at` (after blanks), the place where they begin.
    pub fn words_before(self, at: usize, words: &str) -> Option<usize> {
        let mut i = self.back_over_blanks(at);
        if i.checked_sub(1).and_then(|last| self.low.as_bytes().get(last)) != words.as_bytes().last() {
            return None;
        }
        for word in words.rsplit(' ') {
            i = self.back_over_blanks(i);
            let before = self.low_before(i).strip_suffix(word)?;
            i = before.len();
        }
        (!self.low_before(i).chars().next_back().is_some_and(is_letter)).then_some(i)
    }

    /// Does the character at `at` begin a capitalised word?
    pub fn is_capital(self, at: usize) -> bool {
        // In the lower-case copy a capital differs.
        let width = self.raw.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        width > 0 && self.raw(at, at + width) != self.low(at, at + width)
    }

    /// Where the paragraph (or cell) that holds `at` begins.
    pub fn paragraph_start(self, at: usize) -> usize {
        let from = self.boundary(at.saturating_sub(LONGEST_PARAGRAPH));
        let before = self.raw.as_bytes().get(from..at).unwrap_or_default();
        for i in memchr::memrchr2_iter(b'\n', b'\t', before) {
            let after = from + i + 1;
            if before.get(i) == Some(&b'\t') || (i > 0 && before.get(i - 1) == Some(&b'\n')) {
                return after;
            }
        }
        from
    }

    /// All up to the end of the paragraph (or cell) that `at` lies in; at most so much of it as a name or a date takes.
    fn up_to_paragraph_end(self, at: usize) -> &'a str {
        let window = self.raw.as_bytes().get(at..).unwrap_or_default();
        let window = window.get(..LONGEST_NAME).unwrap_or(window);
        // What goes on small after a blank line was torn from its beginning.
        let goes_on = |i: usize| self.raw.get(at + i..).and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase);
        let ends = |i: &usize| window.get(*i) == Some(&b'\t') || window.get(i + 1) == Some(&b'\n') && !goes_on(i + 2);
        let len = memchr::memchr2_iter(b'\n', b'\t', window).find(ends).unwrap_or(window.len());
        self.raw.get(..self.boundary(at + len)).unwrap_or_default()
    }

    /// The name of a body that stands at `at` within its paragraph, and the place after it.
    pub fn body_at(self, at: usize) -> Option<(String, usize)> {
        bodies::read_at(self.up_to_paragraph_end(at), at)
    }

    /// The date that stands at `at` within its paragraph, and the place after it.
    pub fn date_at(self, at: usize) -> Option<(PartialDate, usize)> {
        dates::read_at(self.up_to_paragraph_end(at), at)
    }

    /// The first place from `at` on where a character begins.
    pub fn boundary(self, at: usize) -> usize {
        let mut at = at;
        while at < self.raw.len() && !self.raw.is_char_boundary(at) {
            at += 1;
        }
        at
    }
}

/// White space as single blanks.
pub(super) fn one_line(text: &str) -> String {
    bodies::one_line(text)
}
