//! HTML to tags and text, in linear time, whatever is written: no tree is built, so nothing can be nested too deeply.

use std::borrow::Cow;

use super::super::entity::unescape;

/// A longer tag is cut at its first `>`; pictures written into attributes are the only ones that long.
const LONGEST_TAG: usize = 64 << 10;

/// One piece of HTML.
#[derive(Debug)]
pub(super) enum Token<'a> {
    Open(Tag<'a>),
    /// The name, in lower case.
    Close(String),
    /// Characters with their references still in them.
    Text(&'a str),
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// In lower case, without a prefix of Word (`o:p`) taken off.
    pub name: String,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, empty when it has none.
    pub(super) fn attr(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len()).max(1);
            let end = (end..=rest.len()).find(|i| rest.is_char_boundary(*i)).unwrap_or(rest.len());
            let (key, tail) = rest.split_at(end);
            let tail_trimmed = tail.trim_start();
            let (value, after) = match tail_trimmed.strip_prefix('=') {
                None => ("", tail),
                Some(value) => quoted(value.trim_start()),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(unescape(value));
            }
            rest = after;
        }
    }
}

/// A value, in quotes or up to a blank, and what follows it.
fn quoted(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

/// Walks through HTML.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// The characters up to the end tag of an element whose content is no HTML; passes over both.
    pub(super) fn raw(&mut self, name: &str) -> &'a str {
        let mut from = 0;
        while let Some(at) = memchr::memmem::find(self.rest.as_bytes().get(from..).unwrap_or_default(), b"</") {
            let at = from + at;
            let after = self.rest.get(at + 2..).unwrap_or_default();
            if after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
                let inside = self.rest.get(..at).unwrap_or_default();
                self.rest = after.split_once('>').map_or("", |(_, rest)| rest);
                return inside;
            }
            from = at + 2;
        }
        std::mem::take(&mut self.rest)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(tail) = self.rest.strip_prefix('<') else {
                let end = memchr::memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Text(text));
            };
            if let Some(comment) = tail.strip_prefix("!--") {
                self.rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            if tail.starts_with(['!', '?']) {
                self.rest = tail.split_once('>').map_or("", |(_, rest)| rest);
                continue;
            }
            let closes = tail.starts_with('/');
            let named = tail.strip_prefix('/').unwrap_or(tail);
            if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A `<` that begins no tag is text.
                let (text, rest) = self.rest.split_at(1);
                self.rest = rest;
                return Some(Token::Text(text));
            }
            let end = tag_end(named);
            let inside = named.get(..end).unwrap_or_default();
            self.rest = named.get(end + 1..).unwrap_or_default();
            let name_end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
            let (name, attributes) = inside.split_at(name_end);
            let name = name.to_ascii_lowercase();
            return Some(if closes { Token::Close(name) } else { Token::Open(Tag { name, attributes }) });
        }
    }
}

/// Where the `>` of a tag is; quotes may hide others. The length of the text when there is none.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (i, b) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, b) {
            (None, b'>') => return i,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(b),
            (Some(open), b) if b == open => quote = None,
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            before = b;
        }
    }
    memchr::memchr(b'>', text.as_bytes()).unwrap_or(text.len())
}
