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
            let start = self.at + self.text.get(self.at..)?.find(is_word)?;
            let mut end = start;
            let mut digits = true;
            while let Some(c) = self.text.get(end..).and_then(|rest| rest.chars().next()).filter(|c| is_word(*c)) {
                digits &= c.is_ascii_digit();
                end += c.len_utf8();
            }
            if digits && end - start <= 3 {
                end = grouped(bytes, end);
            }
            self.at = end;
            if end - start <= LONGEST {
                return Some(start..end);
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

#[inline]
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') }
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
        Stream { words: words(text), spelling: self.0, token: Token::default() }
    }
}

/// The words of one text on their way into the index.
pub(super) struct Stream<'a> {
    words: Words<'a>,
    spelling: Spelling,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
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
        check("HIV/AIDS “Simco-Fansipan”…", "hiv aids simco fansipan", "hiv aids simco fansipan");
    }
}
