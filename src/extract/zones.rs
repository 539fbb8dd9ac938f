//! Owns the zones of a file: where its first paper's title block ends, where its recipients stand, where what is attached begins.

use super::fields::signature;
use super::fold::fold;
use super::lines::{Line, is_capitals, is_rule};
use crate::model::{Kind, Span};

/// A byte of a page; pages count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub page: u32,
    pub offset: u32,
}

impl From<Span> for Position {
    fn from(span: Span) -> Self {
        Self { page: span.page, offset: span.start }
    }
}

/// In which zone something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Letterhead, type name and subject of the first paper.
    TitleBlock,
    /// Running text of the first paper.
    Body,
    /// Its list of recipients.
    Recipients,
    /// Annexes and other papers of the same file.
    Annex,
    /// What the web page has around the document that was saved from it.
    Chrome,
}

/// The zones of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Zones {
    /// The first byte behind the title block.
    pub body: Option<Position>,
    /// First byte of the list of recipients, and the byte after it.
    pub recipients: Option<(Position, Position)>,
    /// First byte of what is attached.
    pub annex: Option<Position>,
    /// First byte of the document in a saved web page, where a menu stands before it.
    pub first: Option<Position>,
    /// First byte of what a saved web page has behind the document.
    pub chrome: Option<Position>,
}

impl Zones {
    /// The zone of a byte.
    pub(crate) fn zone_of(&self, at: Position) -> Zone {
        if self.first.is_some_and(|first| at < first) || self.chrome.is_some_and(|chrome| at >= chrome) {
            Zone::Chrome
        } else if self.annex.is_some_and(|annex| at >= annex) {
            Zone::Annex
        } else if self.body.is_some_and(|body| at < body) {
            Zone::TitleBlock
        } else if self.recipients.is_some_and(|(first, end)| at >= first && at < end) {
            Zone::Recipients
        } else {
            Zone::Body
        }
    }
}

/// Does a line name an annex (`PHỤ LỤC I`, `Phụ lục`)?
pub(crate) fn names_annex(text: &str) -> bool {
    let head: String = text.chars().take(40).collect();
    let folded = fold(&head);
    let words = folded.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let Some(rest) = words.strip_prefix("phu luc") else { return false };
    let label = rest.trim_start();
    let capital = text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    capital
        && (is_capitals(text)
            || label.is_empty()
            || text.chars().count() < 16
                && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | ' ')))
}

/// Does a line behind a signature name a form or a table that is attached (`Mẫu số 02`, `Biểu 3`, `Phụ biểu 01`)?
fn names_form(text: &str) -> bool {
    let head: String = text.chars().take(40).collect();
    let folded = fold(&head);
    let words = folded.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    ["mau so", "mau", "bieu mau so", "bieu so", "bieu", "phu bieu so", "phu bieu"].iter().any(|name| {
        words.strip_prefix(name).is_some_and(|rest| {
            let label = rest.trim_start_matches([' ', ':']);
            label.len() < rest.len() && label.starts_with(|c: char| c.is_ascii_digit())
        })
    })
}

/// Does a line tie what it heads to a document: `(Kèm theo Quyết định số …)`, `(Ban hành kèm theo …)`?
pub(crate) fn ties_to_document(text: &str) -> bool {
    let head: String = text.chars().take(60).collect();
    let folded = fold(&head);
    let words = folded.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let paren = text.trim_start_matches(['*', '_', ' ']).starts_with(['(', '[']);
    paren
        && ["kem theo", "ban hanh kem theo", "dinh kem", "kem cong van", "duoc ban hanh kem theo"]
            .iter()
            .any(|p| words.starts_with(p))
}

/// Does a line begin or tie what is attached?
pub(crate) fn heads_annex(text: &str) -> bool {
    names_annex(text) || ties_to_document(text)
}

/// How many lines a letterhead takes.
const LETTERHEAD: usize = 14;

/// Where a file is nothing but what is attached to another paper: the line of an annex's name at its head, tied to a document below
/// or over a title in capitals, and no letterhead before it or below.
pub(crate) fn annex_alone(lines: &[Line<'_>]) -> Option<usize> {
    // A scrap of an empty field may stand before it.
    let first = lines.iter().take(3).position(|l| names_annex(l.text))?;
    let mut below = lines.iter().skip(first + 1);
    if below.clone().take(6).any(|l| ties_to_document(l.text)) {
        return Some(first);
    }
    let titled = below.clone().find(|l| !is_rule(l.text)).is_some_and(|l| is_capitals(l.text));
    let letterhead = |l: &Line<'_>| {
        let words = fold(l.text.get(..signature::floor(l.text, 80)).unwrap_or_default());
        words.contains("chu nghia viet nam") || words.starts_with("so:") || names_type(std::slice::from_ref(l), 0, 1)
    };
    (titled && !below.by_ref().take(LETTERHEAD).any(letterhead)).then_some(first)
}

/// The first line, at or behind `from`, that surely begins an annex or another paper: an annex's name or a title in capitals
/// over a line that ties it to a document; or a second quốc hiệu.
pub(crate) fn sure_annex(lines: &[Line<'_>], from: usize) -> Option<usize> {
    for i in from..lines.len() {
        let line = lines.get(i)?;
        // A quotation in an amending document is no annex of this file.
        if line.text.starts_with(['“', '"']) {
            continue;
        }
        let next = || (i + 1..lines.len().min(i + 7)).filter_map(|j| lines.get(j));
        if names_annex(line.text) && next().any(|l| ties_to_document(l.text)) {
            return Some(i);
        }
        if ties_to_document(line.text) {
            // Up over the title in capitals and the annex's name.
            let heads = |j: &usize| {
                lines.get(*j).is_some_and(|l| names_annex(l.text) || is_capitals(l.text) && !signature::is_office(l.text))
            };
            let first = |end: usize| (end.saturating_sub(8).max(from)..end).rev().take_while(heads).last();
            // `QUY CHẾ` / `Làm việc của …` / `(Ban hành kèm theo …)`: a title set small between its type name and the tie.
            let titled = |j: &usize| {
                lines
                    .get(*j)
                    .is_some_and(|l| !l.text.ends_with(['.', ';', ':', '/']) && l.text.chars().count() < 160 && !heads(j))
            };
            let above = || {
                let small = (i.saturating_sub(4).max(from)..i).rev().take_while(titled).last()?;
                first(small).filter(|f| names_type(lines, *f, small))
            };
            if let Some(first) = first(i).or_else(above) {
                return Some(first);
            }
        }
        let long_enough = line.text.len() >= 30 && next().any(|l| fold(l.text).contains("doc lap"));
        if long_enough && is_capitals(line.text) && fold(line.text).contains("cong hoa xa hoi chu nghia viet nam") {
            // The other column's body may be read before it.
            let first = (i.saturating_sub(6).max(from)..i).find(|j| {
                lines
                    .get(*j)
                    .is_some_and(|l| is_capitals(l.text) && super::bodies::opening(l.text) == super::bodies::Opening::Body)
            });
            return Some(first.unwrap_or(i));
        }
    }
    None
}

/// Is one of these lines a type name: a kind of paper's words in capitals and nothing else?
fn names_type(lines: &[Line<'_>], from: usize, to: usize) -> bool {
    lines.get(from..to).unwrap_or_default().iter().any(|l| {
        let words = l.text.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        Kind::from_words(&words).is_some()
    })
}

/// The first line of what is attached, behind the signature and recipients of the first paper, whose last line is `last`.
pub(crate) fn annex_behind(lines: &[Line<'_>], last: usize) -> Option<usize> {
    let mut first_other = None;
    for i in last + 1..lines.len() {
        let line = lines.get(i)?;
        if is_rule(line.text) {
            continue;
        }
        if heads_annex(line.text) || names_form(line.text) {
            return Some(first_other.filter(|f| i - f <= 2 && names_annex_alone(lines, *f)).unwrap_or(i));
        }
        let long = line.text.chars().count() > 50;
        if long || i - last > 12 {
            return Some(first_other.filter(|f| i - f <= 6).unwrap_or(i));
        }
        if is_capitals(line.text) && first_other.is_none() {
            first_other = Some(i);
        }
    }
    None
}

fn names_annex_alone(lines: &[Line<'_>], i: usize) -> bool {
    lines.get(i).is_some_and(|l| is_capitals(l.text))
}

#[cfg(test)]
mod tests {
    use super::{names_annex, names_form, ties_to_document};

    #[test]
    fn annexes_are_known_by_their_name_or_their_tie() {
        for (text, annex) in [
            ("PHỤ LỤC I", true),
            ("Phụ lục", true),
            ("Phụ lục 02:", true),
            ("Phụ lục I kèm theo Nghị định này quy định", false),
            ("PHỤ LỤC DANH MỤC NHIỆM VỤ", true),
            ("phụ lục", false),
        ] {
            assert_eq!(names_annex(text), annex, "{text}");
        }
        for (text, form) in
            [("Mẫu số 02/ĐK", true), ("Biểu 3", true), ("PHỤ BIỂU 01", true), ("Mẫu đơn", false), ("Biểu dương 3 tập thể", false)]
        {
            assert_eq!(names_form(text), form, "{text}");
        }
        for (text, tie) in [
            ("(Kèm theo Quyết định số …/QĐ-UBND)", true),
            ("(Ban hành kèm theo Thông tư này)", true),
            ("Ban hành kèm theo Quyết định này", false),
        ] {
            assert_eq!(ties_to_document(text), tie, "{text}");
        }
    }
}
