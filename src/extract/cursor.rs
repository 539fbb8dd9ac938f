//! Owns a reading position in a text: the small steps that hand-written grammars are made of.

use super::fold::fold;

/// A place in a text. Every step either moves on and says what it read, or stays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Begins at a byte offset; `None` if no character begins there.
    pub(crate) fn new(text: &'a str, at: usize) -> Option<Self> {
        text.is_char_boundary(at).then_some(Self { text, at })
    }

    /// Byte offset of the position.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What is still to be read.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character.
    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Moves over characters while `wanted` holds; what was moved over.
    pub(crate) fn skip_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Moves over white space.
    pub(crate) fn blanks(&mut self) -> &'a str {
        self.skip_while(char::is_whitespace)
    }

    /// Moves over one of these characters.
    pub(crate) fn one_of(&mut self, wanted: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| wanted.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Reads `least..=most` ASCII digits that no further digit follows.
    pub(crate) fn digits(&mut self, least: usize, most: usize) -> Option<&'a str> {
        let mut ahead = *self;
        let read = ahead.skip_while(|c| c.is_ascii_digit());
        if !(least..=most).contains(&read.len()) {
            return None;
        }
        *self = ahead;
        Some(read)
    }

    /// Reads one word of letters and digits; empty at anything else.
    pub(crate) fn word(&mut self) -> &'a str {
        self.skip_while(is_letter)
    }

    /// Reads one word if, without accents and case, it is this one.
    pub(crate) fn folded_word(&mut self, wanted: &str) -> Option<&'a str> {
        // Most words are refused by their first letter.
        let first = self.text.as_bytes().get(self.at)?;
        if first.is_ascii() && !wanted.as_bytes().first()?.eq_ignore_ascii_case(first) {
            return None;
        }
        let mut ahead = *self;
        let word = ahead.word();
        if word.len() > wanted.len() * 4 || fold(word) != wanted {
            return None;
        }
        *self = ahead;
        Some(word)
    }
}

/// Is it a letter or digit? As [`char::is_alphanumeric`], with the answer at hand for Vietnamese letters and for marks.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '×' | '÷' | '\u{2000}'..='\u{206f}' => false,
        '\u{c0}'..='\u{1b0}' | '\u{1ea0}'..='\u{1ef9}' => true,
        _ => c.is_alphanumeric(),
    }
}
