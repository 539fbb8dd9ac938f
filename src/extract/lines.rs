//! Owns the lines of a document's reading flow, with what their blocks and marks say about them.

use crate::model::{Mark, Page, Role, Side, Span, What};

/// A stretch of one page that a reader sees as one line of one column or cell, without blanks at its ends; never empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Its text as the page holds it.
    pub text: &'a str,
    /// Page, from 1.
    pub page: u32,
    /// Byte in the page where it begins.
    pub start: u32,
    /// Its block, counted through the document.
    pub block: u32,
    /// What its block is.
    pub role: Role,
    /// Its block's column.
    pub side: Side,
    /// Is its block set centred?
    pub centred: bool,
    /// Its place, from 0, among the pieces that tabs and bars cut a line of the page into, and how many these are.
    pub piece: (u16, u16),
    /// Is most of it bold?
    pub bold: bool,
    /// Is most of it italic?
    pub italic: bool,
}

impl Line<'_> {
    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        Span { page: self.page, start: self.start, end: self.end() }
    }

    /// The byte after it.
    pub(crate) fn end(&self) -> u32 {
        self.start + u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Do both stand in one column, or is it not known of one of them?
    pub(crate) fn shares_column(&self, other: &Self) -> bool {
        self.columns_with(other).is_none_or(|(own, others)| own == others)
    }

    /// Does it stand in a column at the right of the other's?
    pub(crate) fn is_right_of(&self, other: &Self) -> bool {
        self.columns_with(other).is_some_and(|(own, others)| own > others)
    }

    /// The columns of both, from the left, where both stand in columns of one row or table.
    fn columns_with(&self, other: &Self) -> Option<(u16, u16)> {
        match (self.role, other.role) {
            (Role::Cell { table, column, .. }, Role::Cell { table: t, column: c, .. }) if table == t => Some((column, c)),
            _ if self.side != Side::Full && other.side != Side::Full => {
                Some((u16::from(self.side == Side::Right), u16::from(other.side == Side::Right)))
            }
            _ => (self.piece.1 > 1 && self.piece.1 == other.piece.1).then_some((self.piece.0, other.piece.0)),
        }
    }
}

/// The lines of the reading flow, in order; page chrome and notes are left out.
pub(crate) fn lines(pages: &[Page]) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut block = 0;
    for (page, number) in pages.iter().zip(1..) {
        let bold = stretches(&page.marks, &What::Bold);
        let italic = stretches(&page.marks, &What::Italic);
        for mark in &page.marks {
            let What::Block { role, side, centred } = mark.what else { continue };
            if !role.flows() {
                continue;
            }
            block += 1;
            let text = page.slice(mark.start, mark.end);
            let mut start = mark.start;
            let mut row: Vec<usize> = Vec::new();
            for piece in text.split_inclusive(['\n', '\t', '|']) {
                let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
                let kept = piece.trim_matches(|c: char| c.is_whitespace() || c == '|');
                let lead = piece.find(|c: char| !c.is_whitespace() && c != '|').unwrap_or(0);
                if !kept.is_empty() {
                    let begins = start + u32::try_from(lead).unwrap_or(u32::MAX);
                    let ends = begins + u32::try_from(kept.len()).unwrap_or(u32::MAX);
                    row.push(out.len());
                    out.push(Line {
                        text: kept,
                        page: number,
                        start: begins,
                        block,
                        role,
                        side,
                        centred,
                        piece: (0, 1),
                        bold: covers(&bold, begins, ends),
                        italic: covers(&italic, begins, ends),
                    });
                }
                start += length;
                if piece.ends_with('\n') || start >= mark.end {
                    place(&mut out, &row);
                    row.clear();
                }
            }
        }
    }
    out
}

/// Tells the pieces of a line of the page their places.
fn place(lines: &mut [Line<'_>], row: &[usize]) {
    let count = u16::try_from(row.len()).unwrap_or(u16::MAX);
    for (place, at) in (0..).zip(row) {
        if let Some(line) = lines.get_mut(*at) {
            line.piece = (place, count);
        }
    }
}

fn stretches(marks: &[Mark], wanted: &What) -> Vec<(u32, u32)> {
    marks.iter().filter(|m| m.what == *wanted).map(|m| (m.start, m.end)).collect()
}

/// Do the stretches, ordered by start, cover more than half of `start..end`?
fn covers(stretches: &[(u32, u32)], start: u32, end: u32) -> bool {
    let first = stretches.partition_point(|s| s.1 <= start);
    let covered: u32 =
        stretches.iter().skip(first).take_while(|s| s.0 < end).map(|s| s.1.min(end).saturating_sub(s.0.max(start))).sum();
    covered * 2 > end - start
}

/// How a line's letters are set.
pub(crate) fn is_capitals(text: &str) -> bool {
    let (upper, lower) =
        text.chars().fold((0_u32, 0_u32), |(u, l), c| (u + u32::from(c.is_uppercase()), l + u32::from(c.is_lowercase())));
    upper >= 2 && upper >= lower * 4
}

/// A line of nothing but strokes, stars and dots.
pub(crate) fn is_rule(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}
