//! Marks within a paragraph: emphasis, links, references, tags, note marks.

use std::collections::{HashMap, VecDeque};

use super::super::entity;
use super::super::flow::Lines;
use super::super::text::lines_of;
use crate::model::Style;

/// How far the closing sign of a link, tag or comment is looked for; keeps the reading linear.
const REACH: usize = 2048;

/// Writes paragraphs and keeps account of the notes they refer to.
#[derive(Debug, Default)]
pub(super) struct Inline<'a> {
    /// Label → index into `notes`.
    labels: HashMap<&'a str, usize>,
    notes: Vec<Note>,
    /// Referred to and not yet placed.
    waiting: VecDeque<usize>,
}

#[derive(Debug)]
struct Note {
    text: String,
    waiting: bool,
    placed: bool,
}

/// A note of more lines is cut into notes and text; keeps the reading linear.
const NOTE_LINES: usize = 200;

/// The label of a line `[^1]: text`, and the text.
fn note(line: &str) -> Option<(&str, &str)> {
    let (label, text) = line.trim_start().strip_prefix("[^")?.split_once("]:")?;
    (!label.is_empty() && label.len() <= 64 && !label.contains(char::is_whitespace)).then_some((label, text.trim()))
}

/// How many lines the note takes that begins on the first of them: indented lines go on, also after a blank line.
pub(super) fn note_length(lines: &[&str]) -> Option<usize> {
    note(lines.first()?)?;
    let mut length = 1;
    for (i, line) in lines.iter().enumerate().take(NOTE_LINES).skip(1) {
        if line.starts_with("    ") || line.starts_with('\t') {
            length = i + 1;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    Some(length)
}

impl<'a> Inline<'a> {
    /// Finds the notes of a text, wherever they stand.
    pub(super) fn collect_notes(&mut self, text: &'a str) {
        if !text.contains("[^") {
            return;
        }
        let lines: Vec<&str> = text.split('\u{c}').flat_map(lines_of).collect();
        for (i, line) in lines.iter().enumerate() {
            let Some((label, first)) = note(line) else { continue };
            let rest = lines.get(i..).unwrap_or_default();
            let length = note_length(rest).unwrap_or(1);
            let mut text = first.to_owned();
            for line in rest.iter().take(length).skip(1).filter(|l| !l.trim().is_empty()) {
                text.push('\n');
                text.push_str(line.trim());
            }
            self.labels.entry(label).or_insert(self.notes.len());
            self.notes.push(Note { text, waiting: false, placed: false });
        }
    }

    /// The next note that was referred to and has no place yet: its id (from 1) and text.
    pub(super) fn next_note(&mut self) -> Option<(u32, String)> {
        let index = self.waiting.pop_front()?;
        self.place(index)
    }

    /// The notes that nothing refers to.
    pub(super) fn unused_notes(&mut self) -> Vec<(u32, String)> {
        (0..self.notes.len()).filter_map(|index| self.place(index)).collect()
    }

    fn place(&mut self, index: usize) -> Option<(u32, String)> {
        let note = self.notes.get_mut(index).filter(|n| !n.placed)?;
        note.placed = true;
        Some((id(index), std::mem::take(&mut note.text)))
    }

    fn refer(&mut self, label: &str) -> Option<u32> {
        let index = *self.labels.get(label)?;
        let note = self.notes.get_mut(index)?;
        if !note.placed && !note.waiting {
            note.waiting = true;
            self.waiting.push_back(index);
        }
        Some(id(index))
    }

    /// Writes the text of a paragraph without its marks.
    pub(super) fn write(&mut self, text: &str, base: &Style, out: &mut Lines) {
        let marks = emphasis(text);
        let mut marks = marks.iter().peekable();
        let mut style = base.clone();
        let mut rest = 0;
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            let mark = marks.next_if(|m| m.at == at);
            let tail = text.get(at..).unwrap_or_default();
            let step = match (mark, byte) {
                (Some(mark), _) => Some((mark.length, Step::Mark(mark.bold, mark.italic))),
                (None, b'\\') => escaped(tail).map(|c| (1, Step::Text(c))),
                (None, b'&') => entity::at(tail).map(|(c, length)| (length, Step::Char(c))),
                (None, b'<') => tag(tail),
                (None, b'`') => Some((1, Step::Nothing)),
                (None, b'~') if tail.starts_with("~~") => Some((2, Step::Nothing)),
                (None, b'!') if tail.starts_with("![") => {
                    link(tail.get(1..).unwrap_or_default()).map(|l| (l.length + 1, Step::Nothing))
                }
                (None, b'[') if tail.starts_with("[^") => note_mark(tail)
                    .and_then(|label| self.refer(label).map(|id| (label.len() + 3, Step::NoteMark(label.to_owned(), id)))),
                (None, b'[') => link(tail).map(|l| (l.length, Step::Link(l.text.to_owned()))),
                _ => None,
            };
            let Some((length, step)) = step else {
                at += tail.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            out.push_lines(text.get(rest..at).unwrap_or_default(), &style);
            at += length;
            rest = at;
            match step {
                Step::Nothing => {}
                Step::Mark(bold, italic) => {
                    style.bold ^= bold;
                    style.italic ^= italic;
                }
                Step::Char(c) => out.push(c.encode_utf8(&mut [0; 4]), &style),
                Step::Text(c) => {
                    out.push(c.encode_utf8(&mut [0; 4]), &style);
                    at += c.len_utf8();
                    rest = at;
                }
                Step::Break => out.break_line(),
                Step::Bold(on) => style.bold = on,
                Step::Italic(on) => style.italic = on,
                Step::Superscript(on) => style.superscript = on,
                Step::NoteMark(label, id) => {
                    out.push(&label, &Style { superscript: true, note: Some(id), ..style.clone() });
                }
                Step::Link(text) => {
                    // A link's text has no links of its own, so this goes no deeper than once.
                    let inner: String = text.replace("**", "");
                    out.push_lines(&inner, &style);
                }
            }
        }
        out.push_lines(text.get(rest..).unwrap_or_default(), &style);
    }
}

fn id(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

enum Step {
    Nothing,
    Mark(bool, bool),
    Char(char),
    /// An escaped character, which stands after the backslash.
    Text(char),
    Break,
    Bold(bool),
    Italic(bool),
    Superscript(bool),
    NoteMark(String, u32),
    Link(String),
}

/// The character after a backslash, if Markdown lets it be escaped.
fn escaped(tail: &str) -> Option<char> {
    tail.chars().nth(1).filter(char::is_ascii_punctuation)
}

/// The label of `[^label]`.
fn note_mark(tail: &str) -> Option<&str> {
    let rest = tail.strip_prefix("[^")?;
    let end = rest.bytes().take(64).position(|b| b == b']')?;
    rest.get(..end)
}

/// Where a closing sign is, if it is near.
fn near(sign: u8, text: &str) -> Option<usize> {
    memchr::memchr(sign, text.as_bytes().get(..REACH.min(text.len()))?)
}

struct Link<'a> {
    text: &'a str,
    length: usize,
}

/// `[text](target)`; brackets without a target are text.
fn link(tail: &str) -> Option<Link<'_>> {
    let close = near(b']', tail)?;
    let text = tail.get(1..close)?;
    let target = tail.get(close + 1..)?;
    if !target.starts_with('(') || text.contains('[') {
        return None;
    }
    let end = near(b')', target)?;
    Some(Link { text, length: close + 1 + end + 1 })
}

/// A comment or a known tag of HTML; other angle brackets are text (`<Nội dung>`).
fn tag(tail: &str) -> Option<(usize, Step)> {
    if let Some(comment) = tail.strip_prefix("<!--") {
        let end = memchr::memmem::find(comment.as_bytes().get(..REACH.min(comment.len()))?, b"-->")?;
        return Some((end + 7, Step::Nothing));
    }
    let end = near(b'>', tail)?;
    let inner = tail.get(1..end)?;
    if let Some(address) = inner.strip_prefix("http") {
        return address.contains("://").then(|| (end + 1, Step::Link(inner.to_owned())));
    }
    let (on, inner) = inner.strip_prefix('/').map_or((true, inner), |name| (false, name));
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner.get(..name_end)?.to_ascii_lowercase();
    let step = match name.as_str() {
        "b" | "strong" => Step::Bold(on),
        "i" | "em" => Step::Italic(on),
        "sup" => Step::Superscript(on),
        "br" | "p" | "div" | "tr" | "table" | "tbody" | "thead" | "li" | "ul" | "ol" => Step::Break,
        "td" | "th" => Step::Char('\t'),
        "u" | "span" | "font" | "center" | "sub" | "a" | "img" | "hr" | "del" | "s" | "small" | "big" => Step::Nothing,
        _ => return None,
    };
    Some((end + 1, step))
}

/// One emphasis mark that has a partner.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    length: usize,
    bold: bool,
    italic: bool,
}

/// Pairs the emphasis marks of a paragraph, in order of place.
///
/// Converters write marks that `CommonMark` would not take (`**` at a line's end, a blank before the closing mark), so only the
/// opening one must not be followed by a closing sign and pairs are made in order.
fn emphasis(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks: Vec<Mark> = Vec::new();
    // The open mark of each kind: bold, italic by star, italic by underscore.
    let mut open: [Option<Mark>; 3] = [None; 3];
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'*', b'_', b'\\', rest)) {
        at += found;
        let sign = bytes.get(at).copied().unwrap_or_default();
        if sign == b'\\' {
            at += 2;
            continue;
        }
        let length = bytes.get(at..).unwrap_or_default().iter().take_while(|b| **b == sign).count();
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + length..).and_then(|t| t.chars().next());
        let mut offset = at;
        at += length;
        let pieces: &[usize] = match length {
            1 => &[1],
            2 => &[2],
            3 => &[2, 1],
            4 if sign == b'*' => &[2, 2],
            // Longer rows are drawn lines and blanks to fill in.
            _ => continue,
        };
        if sign == b'_' && !underscore_is_mark(before, after) {
            continue;
        }
        // The mark that was opened last is closed first.
        let reversed = length == 3 && open[1].is_some_and(|o| open[0].is_none_or(|b| b.at < o.at));
        let ordered: Vec<usize> = if reversed { vec![1, 2] } else { pieces.to_vec() };
        for piece in ordered {
            let kind = match (piece, sign) {
                (2, _) => 0,
                (_, b'*') => 1,
                _ => 2,
            };
            let mark = Mark { at: offset, length: piece, bold: piece == 2, italic: piece == 1 };
            offset += piece;
            let slot = &mut open[kind];
            match slot.take() {
                Some(first) if closes(piece, before, after) => {
                    marks.push(first);
                    marks.push(mark);
                }
                Some(first) => *slot = Some(first),
                None if opens(piece, before, after) => *slot = Some(mark),
                None => {}
            }
        }
    }
    marks.sort_by_key(|m| m.at);
    marks
}

/// `_` marks only at the edges of words; within `ten_tep.doc` it is text.
fn underscore_is_mark(before: Option<char>, after: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    word(before) != word(after)
}

fn opens(length: usize, before: Option<char>, after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    if matches!(after, ')' | ']' | ';' | ',') {
        return false;
    }
    // A single star between blanks or between digits is a bullet, a star or a product.
    length == 2 || (!after.is_whitespace() && before.is_none_or(|c| !c.is_alphanumeric()))
}

fn closes(length: usize, before: Option<char>, after: Option<char>) -> bool {
    length == 2
        || before.is_some_and(|c| !c.is_whitespace())
        || after.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation())
}
