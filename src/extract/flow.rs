//! The continuous text of a document: its pages without page chrome and notes, with a map back to the pages.
//!
//! A sentence, a number or a name that runs over a page break, with a note or a page number between its two parts, is whole
//! in a flow. Every note is a flow of its own.

use std::ops::Range;

use crate::model::{Page, Role, Span, What};

/// A stretch of one page's text: a block, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// From 1.
    pub page: u32,
    /// First byte.
    pub start: u32,
    /// Past the last byte.
    pub end: u32,
    /// What the block is.
    pub role: Role,
}

impl Stretch {
    /// Its text.
    #[must_use]
    pub fn text<'a>(&self, pages: &'a [Page]) -> &'a str {
        page(pages, self.page).map_or("", |p| p.slice(self.start, self.end))
    }

    /// As a span.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { page: self.page, start: self.start, end: self.end }
    }
}

/// The page of this number, from 1.
#[must_use]
pub fn page(pages: &[Page], number: u32) -> Option<&Page> {
    pages.get((number as usize).checked_sub(1)?)
}

/// The blocks of all pages in order; paragraphs between blank lines where a page has no marks.
#[must_use]
pub fn blocks(pages: &[Page]) -> Vec<Stretch> {
    let mut out = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        let number = small(i + 1);
        let before = out.len();
        for mark in &page.marks {
            if let What::Block { role, .. } = mark.what {
                out.push(Stretch { page: number, start: mark.start, end: mark.end, role });
            }
        }
        if out.len() == before {
            let mut start = 0;
            for end in memchr::memmem::find_iter(page.text.as_bytes(), "\n\n").chain([page.text.len()]) {
                if start < end {
                    out.push(Stretch { page: number, start: small(start), end: small(end), role: Role::Paragraph });
                }
                start = end + 2;
            }
        }
    }
    out
}

/// Offsets are 32 bit, as those of a page are.
pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A continuous text with its map to the pages.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// The text.
    pub text: String,
    pieces: Vec<Piece>,
}

/// A stretch of page text in a flow.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the flow.
    at: usize,
    page: u32,
    start: u32,
    end: u32,
}

impl Flow {
    /// Appends a stretch of a page's text without the stretches in `cut` (of the same page, in order).
    fn push(&mut self, pages: &[Page], part: Stretch, cut: &[Span]) {
        let mut start = part.start;
        let first = cut.partition_point(|c| (c.page, c.end) <= (part.page, part.start));
        for c in cut.get(first..).unwrap_or_default() {
            if (c.page, c.start) >= (part.page, part.end) {
                break;
            }
            self.piece(pages, part.page, start, c.start);
            start = c.end.max(start);
        }
        self.piece(pages, part.page, start, part.end);
    }

    fn piece(&mut self, pages: &[Page], number: u32, start: u32, end: u32) {
        if start < end {
            let text = page(pages, number).map_or("", |p| p.slice(start, end));
            self.pieces.push(Piece { at: self.text.len(), page: number, start, end });
            self.text.push_str(text);
        }
    }

    /// The page and byte of a place in the flow; a place in a joint counts to the stretch before it.
    #[must_use]
    pub fn place(&self, at: usize) -> (u32, u32) {
        self.piece_at(at).map_or((1, 0), |p| (p.page, small(p.start as usize + at.saturating_sub(p.at)).min(p.end)))
    }

    /// The place in the flow of a byte of a page, if that byte is in it (or just behind a stretch of it).
    #[must_use]
    pub fn find(&self, page: u32, byte: u32) -> Option<usize> {
        let after = self.pieces.partition_point(|p| (p.page, p.start) <= (page, byte));
        let piece = self.pieces.get(after.checked_sub(1)?).filter(|p| p.page == page && byte <= p.end)?;
        Some(piece.at + (byte - piece.start) as usize)
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|p| p.at <= at);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// The span of a range of the flow. One that runs over a note or a page break ends with its first stretch; one that runs
    /// only over a mark that was cut out keeps it.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        let (page, start) = self.place(range.start);
        let last = self.pieces.partition_point(|p| p.at < range.end);
        let first = self.pieces.partition_point(|p| p.at <= range.start).saturating_sub(1);
        let mut end = start;
        for (i, piece) in self.pieces.iter().enumerate().take(last).skip(first) {
            // A cut mark is a few bytes; a note or another page is a break.
            if i > first && (piece.page != page || piece.start.saturating_sub(end) > 12) {
                break;
            }
            end = small(piece.start as usize + (range.end - piece.at)).min(piece.end);
        }
        Span { page, start, end: end.max(start) }
    }
}

/// The flow of one note.
#[must_use]
pub fn of_note(pages: &[Page], parts: &[Stretch]) -> Flow {
    let mut flow = Flow::default();
    for part in parts {
        if !flow.text.is_empty() {
            flow.text.push(' ');
        }
        flow.push(pages, *part, &[]);
    }
    flow
}

/// The flow of the body: `parts` are all stretches that are not notes, in order; `cut` the note marks in them, in order.
#[must_use]
pub fn of_body(pages: &[Page], parts: &[Stretch], cut: &[Span]) -> Flow {
    let flowing = || parts.iter().filter(|p| p.role.flows());
    let length = flowing().map(|part| (part.end.saturating_sub(part.start) + 2) as usize).sum();
    let mut flow = Flow { text: String::with_capacity(length), pieces: Vec::with_capacity(parts.len()) };
    let mut before: Option<Stretch> = None;
    for part in flowing() {
        if let Some(before) = before {
            let between = (before.page == part.page)
                .then(|| page(pages, part.page).map_or("", |p| p.slice(before.end, part.start)))
                .filter(|between| !between.is_empty() && between.bytes().all(|b| b.is_ascii_whitespace()));
            match between {
                Some(_) if torn(before.text(pages), part.text(pages)) => flow.text.push('\n'),
                Some(between) => flow.text.push_str(between),
                None if continues(before.text(pages), part.text(pages)) && same_kind(before.role, part.role) => {
                    flow.text.push('\n');
                }
                None => flow.text.push_str("\n\n"),
            }
        }
        flow.push(pages, *part, cut);
        before = Some(*part);
    }
    flow
}

/// Two blocks that a reader of the page put apart inside a number: `Thông tư số` | `13/2020/TT-BTC`.
fn torn(before: &str, after: &str) -> bool {
    let open = before.ends_with(" số")
        || before.ends_with(['/', '-']) && before.trim_end_matches(['/', '-']).ends_with(|c: char| c.is_alphanumeric());
    open && after.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase()) && !before.ends_with("--")
}

fn same_kind(a: Role, b: Role) -> bool {
    match (a, b) {
        (Role::Cell { table, .. }, Role::Cell { table: other, .. }) => table == other,
        (Role::Cell { .. }, _) | (_, Role::Cell { .. }) => false,
        _ => true,
    }
}

/// Does a text break off, so that more of its sentence must follow?
#[must_use]
pub fn unfinished(text: &str) -> bool {
    text.trim_end().chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '/' | '(' | '“' | '–'))
}

/// Is `after` the rest of the paragraph that `before` began, when a page break or a note parted them?
#[must_use]
pub fn continues(before: &str, after: &str) -> bool {
    if !unfinished(before) {
        return false;
    }
    let Some(first) = after.chars().next() else { return false };
    if first.is_lowercase() || first == '(' {
        return true;
    }
    // After a word that cannot end a sentence a capital or a figure goes on too.
    let last = before.trim_end().rsplit([' ', '\n', '\t']).next().unwrap_or_default();
    let open = last.ends_with([',', '-', '/', '(', '“'])
        || [
            "số", "của", "và", "ngày", "tháng", "năm", "tại", "theo", "Điều", "khoản", "điểm", "về", "do", "các", "với", "từ",
            "đến",
        ]
        .contains(&last);
    open && (first.is_alphanumeric() || first == '“')
}

#[cfg(test)]
mod tests {
    use super::{blocks, continues, of_body};
    use crate::model::{Mark, Page, Role, Side, Span, What};

    fn page(parts: &[(&str, Role)]) -> Page {
        let mut page = Page::default();
        for (text, role) in parts {
            if !page.text.is_empty() {
                page.text.push_str("\n\n");
            }
            let start = super::small(page.text.len());
            page.text.push_str(text);
            let end = super::small(page.text.len());
            page.marks.push(Mark { start, end, what: What::Block { role: *role, side: Side::Full, centred: false } });
        }
        page
    }

    #[test]
    fn a_number_over_a_page_break_is_whole() {
        let pages = [
            page(&[("theo Kế hoạch số 16/KH-", Role::Paragraph), ("1", Role::PageNumber)]),
            page(&[("2", Role::PageNumber), ("UBND ngày 09/02/2023.", Role::Paragraph), ("Khác.", Role::Paragraph)]),
        ];
        let flow = of_body(&pages, &blocks(&pages), &[]);
        assert_eq!(flow.text, "theo Kế hoạch số 16/KH-\nUBND ngày 09/02/2023.\n\nKhác.");
        let at = flow.text.find("16/KH").unwrap_or_default();
        assert_eq!(flow.span(&(at..at + 12)), Span { page: 1, start: super::small(at), end: super::small(at + 6) });
        let late = flow.text.find("Khác").unwrap_or_default();
        let span = flow.span(&(late..late + 5));
        assert_eq!(pages[1].slice(span.start, span.end), "Khác");
    }

    #[test]
    fn only_torn_paragraphs_join() {
        for (before, after, joins) in [
            ("triển khai thực hiện các", "nhiệm vụ CCHC", true),
            ("Quyết định số", "16/QĐ-UBND", true),
            ("của Bộ trưởng Bộ", "Tài chính", false),
            ("theo quy định của", "Bộ Tài chính", true),
            ("như sau:", "a) Một", false),
            ("đã hoàn thành.", "tiếp theo", false),
            ("KẾ HOẠCH", "Thực hiện", false),
        ] {
            assert_eq!(continues(before, after), joins, "{before} | {after}");
        }
    }
}
