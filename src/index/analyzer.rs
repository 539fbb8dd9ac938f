//! Cuts text into words, the same way for documents and queries: runs of letters and digits, folded or with their accents.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::viet::{push_folded, push_tone_key};

/// Words longer than this are no words but the rubbish of broken files.
const LONGEST: usize = 60;

/// The words of a text with their bytes, in order. `16/KH-UBND` is three words; the digits of `1.234.567` are one.
///
/// Combining marks go on with a word, so that decomposed queries are cut as composed ones.
pub(super) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator of [`words`].
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = std::ops::Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        loop {
            let mut start = self.at;
            let mut end = loop {
                match self.letter(start) {
                    (true, length) => break start + length,
                    (false, 0) => return None,
                    (false, length) => start += length,
                }
            };
            while let (true, length) = self.letter(end) {
                end += length;
            }
            if end - start <= 3 && bytes.get(start..end).is_some_and(|word| word.iter().all(u8::is_ascii_digit)) {
                end = grouped(bytes, end);
            }
            self.at = end;
            if end - start <= LONGEST {
                return Some(start..end);
            }
        }
    }
}

impl Words<'_> {
    /// Is the character at a byte part of a word, and how long is it? Length 0 at the end.
    #[inline]
    fn letter(&self, at: usize) -> (bool, usize) {
        match self.text.as_bytes().get(at) {
            None => (false, 0),
            Some(b) if b.is_ascii() => (b.is_ascii_alphanumeric(), 1),
            Some(_) => {
                self.text.get(at..).and_then(|rest| rest.chars().next()).map_or((false, 0), |c| (is_word(c), c.len_utf8()))
            }
        }
    }
}

/// Where a number of thousands ends: `1.234.567`, `12,500`; `end` itself where no group follows.
fn grouped(bytes: &[u8], mut end: usize) -> usize {
    loop {
        let group = bytes.get(end..end + 4).is_some_and(|g| matches!(g[0], b'.' | b',') && g[1..].iter().all(u8::is_ascii_digit));
        let over = bytes.get(end + 4).is_some_and(u8::is_ascii_alphanumeric);
        if !group || over {
            return end;
        }
        end += 4;
    }
}

/// Letters, ASCII digits and combining marks. The raised figures of notes are no part of the word that they stand at.
#[inline]
fn is_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        // Vietnamese lives here; the tables of all scripts are asked for the rest only.
        '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Appends a word in folded form: `quyet` of `Quyết`, `1234567` of `1.234.567`.
pub(super) fn push_fold(out: &mut String, word: &str) {
    word.chars().filter(|c| !matches!(c, '.' | ',')).for_each(|c| push_folded(out, c));
}

/// Appends a word in its own spelling: lower case, accents kept, the tone where it always stands.
pub(super) fn push_exact(out: &mut String, word: &str) {
    if word.starts_with(|c: char| c.is_ascii_digit()) { push_fold(out, word) } else { push_tone_key(out, word) }
}

/// How a field spells its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Without accents.
    Folded,
    /// With accents.
    Exact,
}

/// The analyzer of a field.
#[derive(Debug, Clone)]
pub(super) struct Analyzer(pub Spelling);

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let seen = if self.0 == Spelling::Exact { vec![(0, 0); SEEN] } else { Vec::new() };
        Stream { words: words(text), spelling: self.0, token: Token::default(), seen }
    }
}

/// Words of a text that are remembered; a power of two.
const SEEN: usize = 1 << 11;

/// The words of one text on their way into the index.
///
/// The exact spelling tells only whether a document has a word, so of a word that comes again most repetitions are left out.
pub(super) struct Stream<'a> {
    words: Words<'a>,
    spelling: Spelling,
    token: Token,
    /// Where a word that has the slot's hash stood last, start and end.
    seen: Vec<(usize, usize)>,
}

impl Stream<'_> {
    /// Has this word just been given? Remembers it.
    fn again(&mut self, word: &std::ops::Range<usize>) -> bool {
        let surface = self.words.text.get(word.clone()).unwrap_or_default();
        let hash = surface.bytes().fold(0xcbf2_9ce4_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        let Some(slot) = self.seen.get_mut((hash ^ (hash >> 15)) as usize & (SEEN - 1)) else { return false };
        let before = std::mem::replace(slot, (word.start, word.end));
        before != (0, 0) && self.words.text.get(before.0..before.1) == Some(surface)
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(mut word) = self.words.next() else { return false };
        while self.spelling == Spelling::Exact && self.again(&word) {
            let Some(next) = self.words.next() else { return false };
            word = next;
        }
        let token = &mut self.token;
        token.position = token.position.wrapping_add(1);
        (token.offset_from, token.offset_to) = (word.start, word.end);
        token.text.clear();
        let surface = self.words.text.get(word).unwrap_or_default();
        match self.spelling {
            Spelling::Folded => push_fold(&mut token.text, surface),
            Spelling::Exact => push_exact(&mut token.text, surface),
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::{push_exact, push_fold, words};

    #[test]
    fn cuts_and_spells() {
        let check = |text: &str, folded: &str, exact: &str| {
            let spell = |push: fn(&mut String, &str)| {
                words(text)
                    .map(|w| {
                        let mut out = String::new();
                        push(&mut out, text.get(w).unwrap_or_default());
                        out
                    })
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert_eq!((spell(push_fold).as_str(), spell(push_exact).as_str()), (folded, exact), "{text}");
        };
        check("Số: 16/KH-UBND", "so 16 kh ubnd", "sô\u{301} 16 kh ubnd");
        check("hoà giải, HÒA GIẢI", "hoa giai hoa giai", "hoa\u{300} giai\u{309} hoa\u{300} giai\u{309}");
        check("gia\u{309}i", "giai", "giai\u{309}");
        check(
            "1.234.567 đồng; 66.19/2026, 12.5, 1.2345",
            "1234567 dong 66 19 2026 12 5 1 2345",
            "1234567 đông\u{300} 66 19 2026 12 5 1 2345",
        );
        check("13 kế hoạch¹; m² 5×3", "13 ke hoach m 5 3", "13 kê\u{301} hoach\u{323} m 5 3");
        check("HIV/AIDS “Simco-Fansipan”…", "hiv aids simco fansipan", "hiv aids simco fansipan");
    }
}
