//! Footnotes: their marks, their texts (whole, also over a page break), and what is left as body.
//!
//! Four sources, the surest first: notes that the file itself ties to their marks (Word, ODF), note zones of a page (PDF),
//! plain paragraphs that begin with a mark which also stands in the text, and those of a text that lost its formatting
//! ([`mod@flattened`]).

use std::collections::BTreeMap;

mod flattened;

use self::flattened::flattened;
use super::bodies::one_line;
use super::flow::{Stretch, continues, page, small, unfinished};
use super::zones::Position;
use crate::model::{Footnote, Mark, Page, Quote, Role, Span, What};

/// The notes of a document, and the stretches that are not notes.
#[derive(Debug, Default)]
pub struct Notes {
    /// In order of their first part.
    pub found: Vec<Note>,
    /// All other stretches, page chrome included, in order.
    pub rest: Vec<Stretch>,
    /// The note marks in the rest, in order, to be left out of its flow.
    pub marks: Vec<Span>,
}

/// A note: its mark, its parts, and the mark in the text.
#[derive(Debug, Clone)]
pub struct Note {
    /// `1`, `*`.
    pub marker: String,
    /// The stretches of its text, without the mark.
    pub parts: Vec<Stretch>,
    /// Its mark in the text.
    pub mark: Option<Span>,
}

/// A mark in running text.
#[derive(Debug, Clone)]
struct Raised {
    span: Span,
    label: String,
    style: Style,
}

/// How a mark is written; a note's own mark is written as the one in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    /// Raised by the file's formatting or by its characters.
    Raised,
    /// `[1]`
    Bracket,
    /// `(1)`
    Parenthesis,
    /// Tied by the file; the label is the note's id.
    Tied,
    /// A figure that clings to its word since the formatting was lost.
    Glued,
}

/// Finds the notes among the blocks of a document.
#[must_use]
pub fn find(pages: &[Page], blocks: &[Stretch]) -> Notes {
    let mut marks = marks(pages, blocks);
    let lost = flattened(pages, blocks);
    if let Some(lost) = &lost {
        marks.extend(lost.marks.iter().cloned());
        marks.sort_by_key(|m| m.span);
        marks.dedup_by_key(|m| m.span);
    }
    // Where the last paragraphs are notes whose marks cling.
    let glued = lost.filter(|lost| lost.style == Style::Glued).map(|lost| lost.from);
    let mut out = Notes::default();
    let mut tied: BTreeMap<u32, usize> = BTreeMap::new();
    let mut zone: Option<usize> = None;
    // Where each label first stands: a paragraph is a note only if its mark stands in the text before it.
    let mut labels: BTreeMap<(Style, &str), Span> = BTreeMap::new();
    for mark in &marks {
        labels.entry((mark.style, mark.label.as_str())).or_insert(mark.span);
    }
    let mut notes: Vec<(Note, Option<Style>)> = Vec::new();
    let mut form = Form::None;
    for block in blocks {
        form = form.with(block.text(pages));
        match block.role {
            Role::Note(0) => {
                // Where notes bear raised marks, `(5)` is an item of a note's list, unless the text has that very mark.
                let raised = notes.iter().any(|(_, style)| *style == Some(Style::Raised));
                let in_text = |style, label: &str| labels.contains_key(&(style, label));
                let known = |style, label: &str| match style {
                    Style::Parenthesis => {
                        in_text(style, label)
                            || !raised && [Style::Raised, Style::Bracket].into_iter().any(|style| in_text(style, label))
                    }
                    _ => true,
                };
                for line in split_notes(pages, *block, None, known) {
                    match (line.mark, zone) {
                        // What stands in a note zone without any mark goes on with the note of the page before; with none
                        // there (a signature block set small) it is no note.
                        (None, last) => {
                            let open = last.and_then(|last| notes.get_mut(last)).map(|(note, _)| note);
                            match open.filter(|n| n.parts.last().is_some_and(|part| part.page + 1 >= block.page)) {
                                Some(note) => note.parts.push(line.text),
                                None => out.rest.push(Stretch { role: Role::Paragraph, ..line.whole }),
                            }
                        }
                        (Some((marker, style)), _) => {
                            zone = Some(notes.len());
                            notes.push((Note { marker, parts: vec![line.text], mark: None }, Some(style)));
                        }
                    }
                }
            }
            Role::Note(id) => {
                let at = *tied.entry(id).or_insert_with(|| {
                    notes.push((Note { marker: id.to_string(), parts: Vec::new(), mark: None }, Some(Style::Tied)));
                    notes.len() - 1
                });
                if let Some((note, _)) = notes.get_mut(at) {
                    let part = if note.parts.is_empty() { without_mark(pages, *block) } else { *block };
                    note.parts.push(part);
                }
            }
            Role::Paragraph | Role::Heading(_) | Role::Cell { .. } => {
                let cell = matches!(block.role, Role::Cell { .. });
                // A cell may hold notes too; its figures in brackets are numbers of columns.
                let known = |style, label: &str| labels.contains_key(&(style, label)) && !(cell && style == Style::Parenthesis);
                for line in split_notes(pages, *block, glued, known) {
                    match line.mark {
                        // What guides the hand that fills in a form is no note.
                        Some(_) if form == Form::Blank => out.rest.push(line.whole),
                        Some((marker, style))
                            if labels
                                .get(&(style, marker.as_str()))
                                .is_some_and(|m| (m.page, m.start) < (line.text.page, line.text.start)) =>
                        {
                            notes.push((Note { marker, parts: vec![line.text], mark: None }, Some(style)));
                        }
                        None if glued.is_some_and(|from| (line.whole.page, line.whole.start) > from) => match notes.last_mut() {
                            Some((note, _)) => note.parts.push(line.text),
                            None => out.rest.push(line.whole),
                        },
                        _ => out.rest.push(line.whole),
                    }
                }
            }
            _ => out.rest.push(*block),
        }
    }
    pair(&marks, &mut notes, &mut out.marks);
    // Word numbers its notes as they come, whatever their ids are.
    let mut order: Vec<(u32, u32, usize)> = Vec::new();
    for (i, (note, style)) in notes.iter().enumerate() {
        if *style == Some(Style::Tied) {
            let (page, start) = note.mark.map_or((u32::MAX, small(i)), |m| (m.page, m.start));
            order.push((page, start, i));
        }
    }
    order.sort_unstable();
    for (n, (_, _, i)) in order.into_iter().enumerate() {
        if let Some((note, _)) = notes.get_mut(i) {
            let own = note.mark.map_or("", |m| page(pages, m.page).map_or("", |p| p.slice(m.start, m.end)));
            note.marker = label_of(own).unwrap_or_else(|| (n + 1).to_string());
        }
    }
    out.found = notes.into_iter().map(|(note, _)| note).collect();
    join_parts(pages, &mut out);
    out
}

/// What the blocks up to here make of the text that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    None,
    /// A form's number was read (`Mẫu số 02`).
    Headed,
    /// And room for the pen.
    Blank,
}

impl Form {
    /// With one more block. A form ends where articles go on.
    fn with(self, text: &str) -> Self {
        let text = text.trim_start_matches([' ', '*', '#', '_', '(']);
        let labelled = |rest: &str| rest.trim_start_matches([' ', ':', '*']).starts_with(|c: char| c.is_ascii_digit());
        let rest_of = |words: &[&str]| words.iter().find_map(|w| text.strip_prefix(w));
        let first_line = text.split('\n').next().unwrap_or_default();
        if first_line.chars().count() < 120 && rest_of(&["Mẫu số", "MẪU SỐ", "Mẫu", "MẪU"]).is_some_and(labelled) {
            return Self::Headed;
        }
        if rest_of(&["Điều ", "Chương ", "CHƯƠNG "]).is_some_and(labelled_article) {
            return Self::None;
        }
        let blank = text.contains("....") || text.contains("…");
        if self == Self::Headed && blank { Self::Blank } else { self }
    }
}

/// `3. …`, `IV`: the number of an article or chapter.
fn labelled_article(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'))
}

/// Gives every note the mark in the text that it belongs to: the first mark of its label, the second for a second note of
/// the same label (numbering that begins again), and so on.
fn pair(marks: &[Raised], notes: &mut [(Note, Option<Style>)], claimed: &mut Vec<Span>) {
    let mut by_label: BTreeMap<(Style, &str), Vec<Span>> = BTreeMap::new();
    for mark in marks {
        by_label.entry((mark.style, mark.label.as_str())).or_default().push(mark.span);
    }
    let mut used: BTreeMap<(Style, String), usize> = BTreeMap::new();
    for (note, style) in notes.iter_mut() {
        let Some(style) = *style else { continue };
        let n = used.entry((style, note.marker.clone())).or_default();
        note.mark = by_label.get(&(style, note.marker.as_str())).and_then(|spans| spans.get(*n)).copied();
        *n += 1;
    }
    // All marks of a label that has a note are marks: the second mention of one note too.
    for (style, label) in used.keys() {
        claimed.extend(by_label.get(&(*style, label.as_str())).into_iter().flatten());
    }
    claimed.sort_unstable();
    claimed.dedup();
}

/// A line or block that may begin with a mark.
struct Line {
    whole: Stretch,
    text: Stretch,
    mark: Option<(String, Style)>,
}

/// Cuts a block before every line that begins with a mark which `known` accepts; from `glued` on it may be a plain figure.
fn split_notes(pages: &[Page], block: Stretch, glued: Option<(u32, u32)>, known: impl Fn(Style, &str) -> bool) -> Vec<Line> {
    let text = block.text(pages);
    let raised: Vec<Span> = marks_in(pages, block)
        .filter(|m| m.what == What::Superscript)
        .map(|m| Span { page: block.page, start: m.start, end: m.end })
        .collect();
    let mut out: Vec<Line> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = block.start + small(start);
        let end = at + small(line.trim_end_matches('\n').len());
        let first = raised.iter().find(|m| m.start == at && m.end <= end);
        let rest = text.get(start..).unwrap_or_default();
        let found = opening_mark(rest, first.map(|m| (m.end - m.start) as usize));
        let plain = || {
            let (label, len) = flattened::plain_figure(rest).filter(|_| glued.is_some_and(|from| (block.page, at) >= from))?;
            Some((Style::Glued, label, len))
        };
        let found = found.or_else(plain).filter(|(style, label, _)| known(*style, label));
        match (found, out.last_mut()) {
            (Some((style, label, len)), _) => {
                let body = Stretch { start: at + small(len), end: end.max(at + small(len)), ..block };
                out.push(Line { whole: Stretch { start: at, end, ..block }, text: body, mark: Some((label, style)) });
            }
            (None, Some(last)) => {
                last.whole.end = end;
                last.text.end = end;
            }
            (None, None) => {
                let whole = Stretch { start: at, end, ..block };
                out.push(Line { whole, text: whole, mark: None });
            }
        }
        start += line.len();
    }
    out
}

/// The mark that a text begins with (it may stand alone on its line): its style, its label, and its length with the blanks
/// after it.
fn opening_mark(line: &str, raised: Option<usize>) -> Option<(Style, String, usize)> {
    let open = line.trim_start_matches([' ', '*', '_']);
    let lead = line.len() - open.len();
    let (style, label, len) = if let Some(len) = raised {
        (Style::Raised, label_of(line.get(..len)?)?, len)
    } else if let Some((label, len)) = raised_digits(open) {
        (Style::Raised, label, lead + len)
    } else if let Some((label, len)) = enclosed(open, '[', ']') {
        (Style::Bracket, label, lead + len)
    } else {
        let (label, len) = enclosed(open, '(', ')')?;
        (Style::Parenthesis, label, lead + len)
    };
    let rest = line.get(len..)?;
    let body = rest.trim_start_matches([' ', '*', '_', '.', ':', ')', '\t', '\n']);
    (!body.trim().is_empty()).then(|| (style, label, line.len() - body.len()))
}

/// A run of raised digits at the start: the label in plain digits, and its length in bytes.
fn raised_digits(text: &str) -> Option<(String, usize)> {
    let mut label = String::new();
    let mut len = 0;
    for c in text.chars().take(4) {
        let Some(digit) = plain_digit(c) else { break };
        label.push(digit);
        len += c.len_utf8();
    }
    (!label.is_empty()).then_some((label, len))
}

fn plain_digit(c: char) -> Option<char> {
    Some(match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from_digit(u32::from(c) - u32::from('⁰'), 10)?,
        _ => return None,
    })
}

/// `[12]` at the start: the label, and its length in bytes.
fn enclosed(text: &str, open: char, close: char) -> Option<(String, usize)> {
    let inner = text.strip_prefix(open)?;
    let (label, _) = inner.split_once(close)?;
    ((1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit())).then(|| (label.to_owned(), label.len() + 2))
}

/// The label of raised text: digits, letters of an endnote, stars.
fn label_of(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['[', ']', '(', ')', '.', ',', ';', ' ']);
    let label: String = text.chars().map(|c| plain_digit(c).unwrap_or(c)).collect();
    let digits = label.bytes().all(|b| b.is_ascii_digit()) && label.len() <= 3;
    let stars = label.chars().all(|c| c == '*') && label.len() <= 3;
    (!label.is_empty() && (digits || stars)).then_some(label)
}

/// The marks that lie in a block; marks are in order of their starts.
fn marks_in(pages: &[Page], block: Stretch) -> impl Iterator<Item = &Mark> {
    let marks = page(pages, block.page).map_or(&[][..], |p| &p.marks);
    let first = marks.partition_point(|m| m.start < block.start);
    marks.iter().skip(first).take_while(move |m| m.start < block.end).filter(move |m| m.end <= block.end)
}

/// A note's block without the mark that repeats at its start.
fn without_mark(pages: &[Page], block: Stretch) -> Stretch {
    let text = block.text(pages);
    let first = marks_in(pages, block)
        .find(|m| m.start == block.start && matches!(m.what, What::Superscript | What::NoteMark(_)) && m.end < block.end)
        .map(|m| (m.end - m.start) as usize);
    let len = opening_mark(text, first).filter(|(style, ..)| *style != Style::Parenthesis).map_or_else(
        || {
            let skipped = first.unwrap_or(0);
            let rest = text.get(skipped..).unwrap_or_default();
            text.len() - rest.trim_start_matches([' ', '\t']).len()
        },
        |(_, _, len)| len,
    );
    Stretch { start: block.start + small(len), ..block }
}

/// All that may be a note mark in running text.
fn marks(pages: &[Page], blocks: &[Stretch]) -> Vec<Raised> {
    let mut out = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        let number = small(i + 1);
        let in_flow = |start: u32| {
            let after = blocks.partition_point(|b| (b.page, b.start) <= (number, start));
            after.checked_sub(1).and_then(|i| blocks.get(i)).is_some_and(|b| b.page == number && start < b.end && b.role.flows())
        };
        for mark in &page.marks {
            let span = Span { page: number, start: mark.start, end: mark.end };
            match mark.what {
                What::NoteMark(id) if in_flow(mark.start) => out.push(Raised { span, label: id.to_string(), style: Style::Tied }),
                What::Superscript if in_flow(mark.start) => {
                    let label = label_of(page.slice(mark.start, mark.end));
                    if let Some(label) = label.filter(|l| !is_exponent(page.slice(0, mark.start), l)) {
                        out.push(Raised { span, label, style: Style::Raised });
                    }
                }
                _ => {}
            }
        }
        // Raised characters and bracketed figures, which need no formatting.
        // `¹²³` begin with C2, `⁴` to `⁹` with E2: both are rare in running text.
        let bytes = page.text.as_bytes();
        let places = memchr::memchr3_iter(b'[', b'(', 0xC2, bytes).chain(memchr::memchr_iter(0xE2, bytes));
        for at in places {
            let c = page.text.get(at..).and_then(|t| t.chars().next()).unwrap_or_default();
            if !matches!(c, '[' | '(') && plain_digit(c).is_none() {
                continue;
            }
            let before = page.text.get(..at).and_then(|t| t.chars().next_back());
            if before.and_then(plain_digit).is_some() {
                continue;
            }
            let rest = page.text.get(at..).unwrap_or_default();
            let found = match c {
                '[' => enclosed(rest, '[', ']').map(|(label, len)| (Style::Bracket, label, len)),
                '(' => enclosed(rest, '(', ')').map(|(label, len)| (Style::Parenthesis, label, len)),
                _ => raised_digits(rest).map(|(label, len)| (Style::Raised, label, len)),
            };
            let Some((style, label, len)) = found else { continue };
            // A mark follows what it marks: at a line's start it opens a note or an item.
            let follows = match style {
                Style::Parenthesis => before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '”' | ')')),
                Style::Bracket => page.text.get(..at).is_some_and(|t| {
                    let line = t.rsplit('\n').next().unwrap_or_default();
                    (line.chars().any(char::is_alphanumeric) && !line.ends_with(['=', '+', '-', '(', '/', '×']))
                        || (line.trim().is_empty() && t.ends_with('\n') && !t.ends_with("\n\n") && unfinished(t))
                }),
                _ => before.is_some_and(|c| !c.is_whitespace()) && !is_exponent(page.slice(0, small(at)), &label),
            };
            if follows && in_flow(small(at)) {
                out.push(Raised { span: Span { page: number, start: small(at), end: small(at + len) }, label, style });
            }
        }
    }
    out.sort_by_key(|m| m.span);
    out.dedup_by_key(|m| m.span);
    out
}

/// Is this the exponent of a unit (`1.250 m²`, `35 m³`, `đồng/m²`) and no mark?
fn is_exponent(before: &str, label: &str) -> bool {
    if !matches!(label, "2" | "3") {
        return false;
    }
    let unit = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    matches!(unit, "m" | "M" | "km" | "hm" | "dam" | "dm" | "cm" | "mm")
}

/// Gives a note that breaks off the paragraph that goes on with it: the one just before the next note, or the last one
/// before the text that the notes had torn goes on.
fn join_parts(pages: &[Page], out: &mut Notes) {
    for n in 0..out.found.len() {
        let Some(last) = out.found.get(n).and_then(|note| note.parts.last()).copied() else { continue };
        if !unfinished(last.text(pages)) {
            continue;
        }
        let next = out.found.get(n + 1).and_then(|note| note.parts.first()).copied();
        let after = |s: &Stretch| (s.page, s.start) > (last.page, last.end);
        let first = out.rest.partition_point(|s| !after(s));
        let end = next.map_or(out.rest.len(), |n| out.rest.partition_point(|s| (s.page, s.start) < (n.page, n.start)));
        let end = if next.is_some() { end } else { end.min(out.rest.partition_point(|s| s.page <= last.page + 1)) };
        let between = out.rest.get(first..end).unwrap_or_default();
        let mut candidates = between.iter().enumerate().map(|(i, s)| (first + i, s)).filter(|(_, s)| s.role == Role::Paragraph);
        let found = match next {
            // Just before the next note, with the torn text before it.
            Some(_) => candidates.next_back(),
            // No note follows: at the foot of the next page only.
            None => candidates.rfind(|(_, s)| s.page == last.page + 1),
        };
        let Some((i, part)) = found.map(|(i, s)| (i, *s)) else { continue };
        let mut flowing = out.rest.get(..i).unwrap_or_default().iter().rev().filter(|s| s.role.flows());
        let torn_before = flowing.next().filter(|s| after(s)).is_some_and(|s| unfinished(s.text(pages)));
        let torn_after = out
            .rest
            .get(i + 1..)
            .and_then(|rest| rest.iter().find(|s| s.role.flows()))
            .is_some_and(|s| s.text(pages).starts_with(char::is_lowercase));
        let goes_on = continues(last.text(pages), part.text(pages)) && part.text(pages).starts_with(char::is_lowercase);
        if goes_on && torn_before && (torn_after || next.is_some()) {
            out.rest.remove(i);
            if let Some(note) = out.found.get_mut(n) {
                note.parts.push(part);
            }
        }
    }
}

/// Takes from the notes what stands at or behind `end`: a saved web page goes on under the document's last note.
pub(crate) fn cut(pages: &[Page], notes: &mut Notes, end: Position) {
    for note in &mut notes.found {
        note.parts.retain(|part| (part.page, part.start) < (end.page, end.offset));
        if let Some(part) = note.parts.last_mut().filter(|part| part.page == end.page && part.end > end.offset) {
            part.end = end.offset;
            part.end = part.start + small(part.text(pages).trim_end().len());
        }
    }
    notes.found.retain(|note| !note.parts.is_empty());
}

/// The model's footnotes.
#[must_use]
pub fn footnotes(pages: &[Page], notes: &[Note]) -> Vec<Footnote> {
    notes
        .iter()
        .map(|note| {
            let text: Vec<&str> = note.parts.iter().map(|p| p.text(pages)).collect();
            let mut on: Vec<u32> = note.parts.iter().map(|p| p.page).collect();
            on.dedup();
            Footnote {
                marker: note.marker.clone(),
                anchor: note.mark.map(|mark| anchor(pages, mark)),
                text: one_line(&text.join("\n")),
                pages: on,
                parts: note.parts.iter().map(Stretch::span).collect(),
            }
        })
        .collect()
}

/// The mark with the few words that it marks.
fn anchor(pages: &[Page], mark: Span) -> Quote {
    let Some(page) = page(pages, mark.page) else { return Quote { span: mark, quote: String::new() } };
    let before = page.slice(0, mark.start).trim_end_matches(' ');
    // `(Có báo cáo riêng)²` marks all that the parentheses hold.
    let parenthesis = before.ends_with(')').then(|| before.rfind('(')).flatten().filter(|at| before.len() - at < 120);
    let span = Span { start: small(parenthesis.unwrap_or_else(|| phrase(before))), ..mark };
    Quote { span, quote: page.slice(span.start, span.end).to_owned() }
}

/// Where the phrase begins that a text ends with: its last clause where that is short, else its last words; a phrase of one
/// or two syllables (`xem xét, điều chỉnh`) takes what stands before it in, and a count (`13 kế hoạch`) begins one.
fn phrase(text: &str) -> usize {
    let ends = |c: char| matches!(c, '\n' | '\t' | ';' | ':' | '(' | '“' | '[' | ']') || plain_digit(c).is_some();
    let line = text.rsplit(ends).next().unwrap_or_default();
    let clause = line.rsplit(',').next().unwrap_or_default();
    let count = |s: &str| s.split_whitespace().count();
    let clause = if count(clause) <= 2 { line } else { clause };
    let most = if count(clause) <= SHORT_CLAUSE { SHORT_CLAUSE } else { LAST_WORDS };
    let mut at = text.len() - clause.len();
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in clause.split(' ') {
        if !word.is_empty() {
            words.push((at, word));
        }
        at += word.len() + 1;
    }
    let words = words.get(words.len().saturating_sub(most)..).unwrap_or_default();
    let is_count = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let counted = words.iter().rev().skip(1).find(|(_, word)| is_count(word));
    counted.or(words.first()).map_or(text.len(), |(at, _)| *at)
}

/// A clause of so many syllables is quoted whole,
const SHORT_CLAUSE: usize = 6;
/// of a longer one its last.
const LAST_WORDS: usize = 4;

#[cfg(test)]
mod tests {
    use super::super::flow::{blocks, of_body};
    use super::{find, footnotes};
    use crate::model::{Mark, Page, Role, Side, What};

    /// Pages from paragraphs; a paragraph that begins with `{n}` is the block of note n, `{0}` a note zone.
    fn pages(text: &str) -> Vec<Page> {
        text.split('\u{c}')
            .map(|page| {
                let mut out = Page::default();
                for paragraph in page.split("\n\n") {
                    if !out.text.is_empty() {
                        out.text.push_str("\n\n");
                    }
                    let (role, text) = match paragraph.strip_prefix('{').and_then(|p| p.split_once('}')) {
                        Some((id, rest)) => (Role::Note(id.parse().unwrap_or_default()), rest),
                        None => (Role::Paragraph, paragraph),
                    };
                    let start = u32::try_from(out.text.len()).unwrap_or_default();
                    out.text.push_str(text);
                    let end = u32::try_from(out.text.len()).unwrap_or_default();
                    out.marks.push(Mark { start, end, what: What::Block { role, side: Side::Full, centred: false } });
                }
                out
            })
            .collect()
    }

    /// Checks markers, anchors and texts, and the body that is left.
    fn check(text: &str, expected: &[(&str, &str, &str)], body: &str) {
        let pages = pages(text);
        let notes = find(&pages, &blocks(&pages));
        let found = footnotes(&pages, &notes.found);
        let rows: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|f| (f.marker.as_str(), f.anchor.as_ref().map_or("", |a| a.quote.as_str()), f.text.as_str()))
            .collect();
        assert_eq!(rows, expected, "{text}");
        assert_eq!(of_body(&pages, &notes.rest, &notes.marks).text, body, "{text}");
    }

    #[test]
    fn raised_figures_in_plain_text() {
        check(
            "UBND xã ban hành 03 kế hoạch¹ và báo cáo² quý I.\n\n¹ Kế hoạch số 1/KH-UBND.\n² Báo cáo số 2/BC-UBND.\n\nHết.",
            &[("1", "03 kế hoạch¹", "Kế hoạch số 1/KH-UBND."), ("2", "và báo cáo²", "Báo cáo số 2/BC-UBND.")],
            "UBND xã ban hành 03 kế hoạch và báo cáo quý I.\n\nHết.",
        );
        check(
            "Đã dựng 12 gian, cho thuê, thu hồi¹; nay giao trường làm kho sách².\n\n¹ Ba gian.\n\n² Theo Báo cáo số 2/BC-UBND.",
            &[("1", "cho thuê, thu hồi¹", "Ba gian."), ("2", "nay giao trường làm kho sách²", "Theo Báo cáo số 2/BC-UBND.")],
            "Đã dựng 12 gian, cho thuê, thu hồi; nay giao trường làm kho sách.",
        );
        // A unit's exponent is no mark, though a note bears its figure.
        check("Lát 50 m² sân² và 3 m³.\n\n² Gạch cũ.", &[("2", "sân²", "Gạch cũ.")], "Lát 50 m² sân và 3 m³.");
        // An exponent is no mark, and a mark without a note stays.
        check("Diện tích 50 m² đất.\n\n(1) Một việc.", &[], "Diện tích 50 m² đất.\n\n(1) Một việc.");
    }

    #[test]
    fn guides_of_a_form_are_no_notes() {
        check(
            "Đã giao(1) việc.\n\n(1) Theo Báo cáo số 5/BC-UBND.\n\nMẫu số 02\n\nTÊN CƠ QUAN(1)\n\nKính gửi: ……(2)\n\n(1) Tên cơ quan \
             lập đơn.\n\n(2) Nơi nhận đơn.",
            &[("1", "Đã giao(1)", "Theo Báo cáo số 5/BC-UBND.")],
            "Đã giao việc.\n\nMẫu số 02\n\nTÊN CƠ QUAN\n\nKính gửi: ……(2)\n\n(1) Tên cơ quan lập đơn.\n\n(2) Nơi nhận đơn.",
        );
    }

    #[test]
    fn brackets_at_the_end_of_the_file() {
        check(
            "Đạt 95%[1] kế hoạch.\n\nXong.\n\n[1] Theo Báo cáo\nsố 5/BC-UBND.",
            &[("1", "Đạt 95%[1]", "Theo Báo cáo số 5/BC-UBND.")],
            "Đạt 95% kế hoạch.\n\nXong.",
        );
    }

    #[test]
    fn marks_that_lost_their_formatting() {
        check(
            "Căn cứ Luật Mẫu;1\n\nĐiều 2. Đối tượng áp dụng2\n\nĐất 50 m2.\n\nTRẦN VĂN MẪU\n\n1 Nghị định số 3/2031/NĐ-CP có căn cứ như \
             sau:\n\n“Luật Giá.”\n\n2 Điều này được sửa đổi.",
            &[
                ("1", "1", "Nghị định số 3/2031/NĐ-CP có căn cứ như sau: “Luật Giá.”"),
                ("2", "Điều 2. Đối tượng áp dụng2", "Điều này được sửa đổi."),
            ],
            "Căn cứ Luật Mẫu;\n\nĐiều 2. Đối tượng áp dụng\n\nĐất 50 m2.\n\nTRẦN VĂN MẪU",
        );
        check(
            "Theo bảng kèm (1).\n\nTRẦN VĂN MẪU\n\n(1) Bảng không đăng.",
            &[("1", "Theo bảng kèm (1)", "Bảng không đăng.")],
            "Theo bảng kèm .\n\nTRẦN VĂN MẪU",
        );
        check(
            "Xã ban hành 03 kế hoạch1, phạt 2 vụ và 01 báo cáo2.\n\nTRẦN VĂN MẪU\n\n1 Kế hoạch số 4/KH-UBND.\n\n2 Báo cáo số 5/BC-UBND.",
            &[("1", "03 kế hoạch1", "Kế hoạch số 4/KH-UBND."), ("2", "01 báo cáo2", "Báo cáo số 5/BC-UBND.")],
            "Xã ban hành 03 kế hoạch, phạt 2 vụ và 01 báo cáo.\n\nTRẦN VĂN MẪU",
        );
        // Items, provisions and lists of names are no notes.
        for text in [
            "Theo đoạn (1).\n\n(1) Bên A giao muối.",
            "Thu hồi Quý1 và Kỳ2 như sau:\n\n1 Trần Văn Mẫu\n\n2 Lê Thị Mẫu",
            "Nội dung gồm (1); ghi rõ.\n\n(1) Một.\n\nĐiều 5. Hiệu lực.",
        ] {
            check(text, &[], text);
        }
    }

    #[test]
    fn a_note_over_a_page_break_is_one_and_the_torn_body_joins() {
        check(
            "ban hành 2 kế hoạch¹ để triển khai các\n\n¹ (1) Kế hoạch số 5/KH-UBND; (2) Kế\n\nnhiệm vụ được giao.\n\n\
             Việc tuyên truyền² cho người dân về\n\nhoạch số 6/KH-UBND.\n\n² Báo cáo số 7/BC-UBND.\n\ntiện ích của dịch vụ.",
            &[
                ("1", "2 kế hoạch¹", "(1) Kế hoạch số 5/KH-UBND; (2) Kế hoạch số 6/KH-UBND."),
                ("2", "Việc tuyên truyền²", "Báo cáo số 7/BC-UBND."),
            ],
            "ban hành 2 kế hoạch để triển khai các\nnhiệm vụ được giao.\n\nViệc tuyên truyền cho người dân về\ntiện ích của dịch vụ.",
        );
    }

    #[test]
    fn a_note_zone_goes_on_at_the_foot_of_the_next_page() {
        check(
            "Một¹ việc đang\n\n{0}¹ Theo Kế\u{c}làm.\n\nHai² việc.\n\n{0}hoạch số 6/KH-UBND.\n² Khác.",
            &[("1", "Một¹", "Theo Kế hoạch số 6/KH-UBND."), ("2", "Hai²", "Khác.")],
            "Một việc đang\nlàm.\n\nHai việc.",
        );
    }

    #[test]
    fn small_type_far_from_any_note_is_no_note() {
        // Points of a note that has marks of their own kind go on with it; two pages further on nothing does.
        check(
            "Một¹ việc.\n\n{0}¹ Theo Kế hoạch:\n1. Một;\u{c}Hai.\n\n{0}2. Ba./.\u{c}Bốn.\u{c}Năm.\n\n{0}Sáu.",
            &[("1", "Một¹", "Theo Kế hoạch: 1. Một; 2. Ba./.")],
            "Một việc.\n\nHai.\n\nBốn.\n\nNăm.\n\nSáu.",
        );
    }

    #[test]
    fn tied_notes_are_numbered_as_their_marks_come() {
        let mut pages = pages("Một việc.\n\n{7}Theo Báo cáo.\n\n{9}không có dấu");
        pages[0].marks.push(Mark { start: 4, end: 5, what: What::NoteMark(7) });
        pages[0].marks.sort_by_key(|m| m.start);
        let notes = find(&pages, &blocks(&pages));
        let found = footnotes(&pages, &notes.found);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].marker.as_str(), found[0].anchor.is_some(), found[0].text.as_str()), ("1", true, "Theo Báo cáo."));
        assert_eq!((found[1].marker.as_str(), found[1].anchor.is_some()), ("2", false));
    }
}
