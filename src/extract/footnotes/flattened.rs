//! Notes of a text that lost its formatting on the way (copied out of Word or a PDF): `tổ chức tín dụng1`, `của Chính phủ;2`, `ở bảng
//! kèm (1).`, with `1 Điều này được sửa đổi …`, `(1) Bảng không đăng.` behind the text.
//!
//! A figure is no mark by itself. What is believed is the whole: notes in order from 1 on at the end, and their marks in the same
//! order in the text before.

use super::super::flow::{Stretch, small};
use super::super::numbers;
use super::{Raised, Style, enclosed, is_exponent};
use crate::model::{Page, Role, Span};

/// The notes of such a text.
pub(super) struct Flattened {
    pub style: Style,
    /// Page and byte of the first note.
    pub from: (u32, u32),
    /// Their marks in the text.
    pub marks: Vec<Raised>,
}

/// How many lines at a paper's end may hold a note that stands alone.
const CLOSING: usize = 16;

/// Words behind which a figure in brackets is a provision's or a formula's.
const NUMBERED: [&str; 16] =
    ["khoản", "điểm", "mục", "đoạn", "thức", "cột", "bảng", "hình", "trình", "tiết", "ý", "số", "điều", "dòng", "biểu", "nhóm"];

/// What a note of a consolidated text speaks of; another names documents.
const CHANGES: [&str; 7] = ["sửa đổi", "bổ sung", "bãi bỏ", "thay thế", "hợp nhất", "căn cứ", "theo quy định"];

/// A line of the text.
struct Line<'a> {
    page: u32,
    start: u32,
    text: &'a str,
}

/// The notes of a text without formatting; `None` where the file knows its notes, or nothing shows that there are any.
pub(super) fn flattened(pages: &[Page], blocks: &[Stretch]) -> Option<Flattened> {
    if blocks.iter().any(|block| matches!(block.role, Role::Note(_))) {
        return None;
    }
    let mut lines: Vec<Line<'_>> = Vec::new();
    for block in blocks.iter().filter(|block| matches!(block.role, Role::Paragraph | Role::Heading(_))) {
        let mut start = block.start;
        for text in block.text(pages).split_inclusive('\n') {
            lines.push(Line { page: block.page, start, text });
            start += small(text.len());
        }
    }
    [Style::Glued, Style::Parenthesis].into_iter().find_map(|style| of_style(&lines, style))
}

/// The notes whose marks are written in this way.
fn of_style(lines: &[Line<'_>], style: Style) -> Option<Flattened> {
    let label = |line: &Line<'_>| -> Option<usize> {
        let found = if style == Style::Glued { plain_figure(line.text) } else { enclosed(line.text.trim_start(), '(', ')') };
        found.and_then(|(label, _)| label.parse().ok())
    };
    let first = lines.iter().rposition(|line| label(line) == Some(1))?;
    let mut notes = vec![first];
    for (i, line) in lines.iter().enumerate().skip(first + 1) {
        if label(line) == Some(notes.len() + 1) {
            notes.push(i);
        }
        // Behind the notes there are no articles.
        if line.text.starts_with("Điều ") || line.text.starts_with("Chương ") {
            return None;
        }
    }
    let before = lines.get(..first)?;
    let mut marks: Vec<Raised> = Vec::new();
    let mut at = (0, 0);
    for n in 1..=notes.len() {
        let wanted = n.to_string();
        let (i, range) = before.iter().enumerate().skip(at.0).find_map(|(i, line)| {
            let from = if i == at.0 { at.1 } else { 0 };
            Some((i, mark_in(line.text, from, &wanted, style)?))
        })?;
        let line = before.get(i)?;
        at = (i, range.1);
        let span = Span { page: line.page, start: line.start + small(range.0), end: line.start + small(range.1) };
        marks.push(Raised { span, label: wanted, style });
        // Items of a list between a mark and the notes are what it might mean as well.
        if n == 1 && before.iter().skip(i + 1).any(|line| label(line) == Some(1)) {
            return None;
        }
    }
    let says =
        |i: &usize| lines.get(*i).is_some_and(|line| CHANGES.iter().any(|words| line.text.contains(words)) || cites(line.text));
    let believed = match style {
        Style::Glued => notes.iter().filter(|i| says(i)).count() * 2 >= notes.len(),
        _ => notes.len() > 1 || lines.len() - first <= CLOSING,
    };
    let from = lines.get(first).map(|line| (line.page, line.start))?;
    believed.then_some(Flattened { style, from, marks })
}

/// Does the line hold a document's number?
fn cites(line: &str) -> bool {
    let bytes = line.as_bytes();
    let figures =
        std::iter::successors(numbers::next_digit(bytes, 0), |at| numbers::next_digit(bytes, numbers::digits(bytes, *at)));
    figures.filter(|at| numbers::may_begin(bytes, *at)).any(|at| numbers::read(line, at).is_some_and(|number| !number.is_bare()))
}

/// `1 Điều này được …`: the plain figure that a line begins with, before a capital; its label, and its length with the blank.
pub(super) fn plain_figure(line: &str) -> Option<(String, usize)> {
    let end = line.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=3).contains(end))?;
    let (label, rest) = line.split_at_checked(end)?;
    let capital = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    (capital && !label.starts_with('0')).then(|| (label.to_owned(), end + 1))
}

/// The mark of this label in a line, from a byte on.
fn mark_in(line: &str, from: usize, label: &str, style: Style) -> Option<(usize, usize)> {
    let rest = line.get(from..)?;
    rest.match_indices(label).find_map(|(i, _)| {
        let at = from + i;
        let (before, behind) = (line.get(..at)?, line.get(at + label.len()..)?);
        if style == Style::Glued {
            let bare = before.trim_end_matches([';', ',', '.', ':', '”', ')', ']']);
            let word = bare.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            // `CO2`, `m2`, `Q1`
            let clings = word.chars().count() > 1 && word.chars().skip(1).all(char::is_lowercase) && !is_exponent(before, label);
            let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '%'))
                && !behind.strip_prefix(['.', ',']).is_some_and(|b| b.starts_with(|c: char| c.is_ascii_digit()));
            return (clings && ends).then(|| (at, at + label.len()));
        }
        let word_before = before.strip_suffix('(')?.trim_end_matches(' ');
        let closed = behind.strip_prefix(')')?;
        let word = word_before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let named = word.to_lowercase();
        let names = !word.is_empty() && !NUMBERED.contains(&named.as_str());
        let ends = closed.trim_end().is_empty() || closed.starts_with(['.', ',', ';', ':', ')']);
        (names && ends).then(|| (at - 1, at + label.len() + 1))
    })
}
