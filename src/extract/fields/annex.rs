//! Owns what a file that is nothing but an annex says of itself: its title, and the document that it is attached to.

use super::number;
use super::stream::Stream;
use super::title;
use crate::extract::fold::fold;
use crate::extract::headings::is_labelled;
use crate::extract::lines::{Line, is_capitals, is_rule};
use crate::extract::zones;
use crate::model::{DocNumber, Span};

/// How many lines the name, the title and the tie of an annex take.
const HEAD: usize = 9;

/// A longer line is no part of a title, in characters.
const LONGEST: usize = 300;

/// What stands at the head of an annex.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Its title, and where it stands.
    pub title: Option<(String, Span)>,
    /// The document that its tie names.
    pub parent: Option<DocNumber>,
    /// The page that it begins on, from 1.
    pub page: u32,
}

/// Reads the head of the annex whose name stands on line `at`.
pub(super) fn read(lines: &[Line<'_>], at: usize) -> Head {
    let mut head = Head::default();
    let Some(name) = lines.get(at) else { return head };
    head.page = name.page;
    let end = lines.len().min(at + HEAD);
    let tie = (at + 1..end).find(|i| lines.get(*i).is_some_and(|l| zones::ties_to_document(l.text)));
    if let Some(tie) = tie {
        head.parent = parent(lines.get(tie..lines.len().min(tie + 3)).unwrap_or_default());
    }
    let mut words: Vec<&str> = Vec::new();
    let mut span: Option<Span> = None;
    let own = behind_label(name.text).map(|rest| (name, rest));
    let below = lines.get(at + 1..tie.unwrap_or(end)).unwrap_or_default().iter().map(|l| (l, l.text));
    for (line, text) in own.into_iter().chain(below) {
        let text = text.trim_matches(|c: char| matches!(c, '*' | '_' | '#') || c.is_whitespace());
        if is_rule(text) || is_unit(text) {
            continue;
        }
        // Without a tie below it only what is set as a title is one.
        let set_off = is_capitals(text) || tie.is_some() || line.centred && line.bold;
        let body = text.starts_with('(') || text.ends_with([':', ';', '.']) || is_labelled(text);
        if body || text.chars().count() > LONGEST || !set_off {
            break;
        }
        words.push(text);
        match &mut span {
            None => span = Some(line.span()),
            Some(title) if title.page == line.page => title.end = line.end(),
            Some(_) => {}
        }
    }
    let title = title::clean_subject(&words.join(" "));
    head.title = span.filter(|_| !title.is_empty()).map(|span| (title, span));
    head
}

/// What follows the name of an annex and its label on one line: `PHỤ LỤC I: BẢNG GIÁ`, `Phụ lục 02 - Danh mục`, `PHỤ LỤC DANH MỤC`.
fn behind_label(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = text.get(text.char_indices().nth("phụ lục".chars().count())?.0..)?.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let label = rest.get(..end)?;
    let numbered = label.chars().all(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'));
    let lettered = label.chars().count() == 1;
    let behind = if numbered || lettered { rest.get(end..)? } else { rest };
    let behind = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '–' | '*' | '_'));
    (!behind.is_empty()).then_some(behind)
}

/// `Đơn vị tính: đồng` over a table.
fn is_unit(text: &str) -> bool {
    let head: String = text.chars().take(16).collect();
    let words = fold(&head);
    ["don vi tinh", "dvt", "don vi:"].iter().any(|p| words.trim_start_matches(['(', ' ']).starts_with(p))
}

/// The number in `(Kèm theo Quyết định số 12/2031/QĐ-UBND ngày …)`.
fn parent(lines: &[Line<'_>]) -> Option<DocNumber> {
    let stream = Stream::of(lines);
    // The number may stand on the line below.
    let blanks = |at: usize| stream.folded.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let mut places = stream.folded.match_indices("so").map(|(at, _)| at + 2).map(|at| at + blanks(at));
    let read = |at: usize| {
        let own = number::read(&stream.chars, at)?;
        own.symbol.is_some().then_some(())?;
        Some(DocNumber { number: own.number?, year: own.year, symbol: own.symbol })
    };
    places.find_map(read)
}
