//! Owns how a page's stored text stands on the screen: which lines run on in one paragraph, and which of them are letterhead and
//! title, headings, signature. Lines are only laid out; their words stay as stored.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{Evidence, Heading};

/// Lines wider than this are whole paragraphs already.
const WIDEST: usize = 140;
/// A letterhead that ends farther down is none.
const HEAD_BYTES: usize = 3_000;
const HEAD_LINES: usize = 45;
/// A signature of more lines is none.
const SIGN_LINES: usize = 9;
/// A longer line is no heading, whatever number begins it.
const HEADING: usize = 160;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Letterhead and title: set in the middle.
    Head,
    /// The name of a chapter: bold, in the middle.
    Chapter,
    /// A heading: its index and level, 3 or 4.
    Heading(usize, u8),
    /// A paragraph that a heading's number begins, too long to be set as one.
    Item(usize),
    /// Running text.
    Body,
    /// Signature: set at the right.
    Sign,
}

/// A stretch of lines, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub span: Range<usize>,
    pub part: Part,
    /// More than one line, to be set as one.
    pub flows: bool,
}

/// The page's paragraphs in order, without blank lines. `wrapped`: lines end where the paper's did (PDF, plain text); `notes`: where
/// footnotes stand, whose lines belong to no paragraph.
pub(super) fn paragraphs(
    text: &str,
    page: u32,
    wrapped: bool,
    headings: &[Heading],
    evidence: &BTreeMap<String, Evidence>,
    notes: &[(usize, usize)],
) -> Vec<Paragraph> {
    let lines: Vec<Range<usize>> =
        lines_of(text).into_iter().filter(|l| text.get(l.clone()).is_some_and(|t| !t.trim().is_empty())).collect();
    let head = if page == 1 { head_end(text, &lines, evidence) } else { 0 };
    let sign = signature(&lines, page, evidence);
    let width = width(text, &lines).filter(|_| wrapped);
    let heading_of =
        |line: &Range<usize>| headings.iter().position(|h| h.span.page == page && line.contains(&(h.span.start as usize)));
    // A note's lines, and the line of its mark, stand by themselves.
    let is_apart = |line: &Range<usize>| {
        let is_note = notes.iter().any(|(start, end)| *start < line.end && *end > line.start);
        is_note || text.get(line.clone()).is_some_and(|t| t.trim().chars().all(is_raised))
    };
    let mut out: Vec<Paragraph> = Vec::new();
    for line in lines {
        let heading = heading_of(&line);
        let part = match heading {
            _ if line.start < head => Part::Head,
            Some(i) => Part::Item(i),
            None if is_chapter(text.get(line.clone()).unwrap_or_default(), out.last().map(|p| p.part)) => Part::Chapter,
            None if sign.contains(&line.start) && !text.get(line.clone()).is_some_and(|t| t.contains('\t')) => Part::Sign,
            None => Part::Body,
        };
        if part == Part::Body
            && let (Some(width), Some(last)) = (width, out.last_mut())
            && matches!(last.part, Part::Body | Part::Item(_))
            && !is_apart(&line)
            && !is_apart(&last.span)
            && runs_on(text, last, &line, width)
        {
            last.span.end = line.end;
            last.flows = true;
            continue;
        }
        out.push(Paragraph { span: line, part, flows: false });
    }
    for paragraph in &mut out {
        if let Part::Item(i) = paragraph.part
            && let (Some(heading), Some(words)) = (headings.get(i), text.get(paragraph.span.clone()))
            && let Some(level) = level(&heading.label, words)
        {
            paragraph.part = Part::Heading(i, level);
        }
    }
    out
}

/// A raised figure, as notes are marked.
pub(super) fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The lines of a text, as spans of it.
pub(super) fn lines_of(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    text.split('\n')
        .map(|line| {
            let span = at..at + line.len();
            at += line.len() + 1;
            span
        })
        .collect()
}

/// How wide the paper's lines are: what nine of ten do not exceed; `None` where lines are paragraphs.
fn width(text: &str, lines: &[Range<usize>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().filter_map(|l| Some(text.get(l.clone())?.chars().count())).collect();
    widths.sort_unstable();
    widths.get(widths.len() * 9 / 10).copied().filter(|w| (40..=WIDEST).contains(w))
}

/// Does this line go on with the paragraph before it?
fn runs_on(text: &str, before: &Paragraph, line: &Range<usize>, width: usize) -> bool {
    let Some(gap) = text.get(before.span.end..line.start) else { return false };
    let (Some(last), Some(next)) = (text.get(before.span.clone()), text.get(line.clone())) else { return false };
    let last = last.rsplit('\n').next().unwrap_or_default().trim_end();
    if gap != "\n" || last.contains('\t') || next.contains('\t') || last.ends_with([';', ':']) {
        return false;
    }
    // A line that ends well before the margin ends its paragraph.
    let is_full = last.chars().count() * 4 >= width * 3;
    is_full && !begins_item(next.trim_start())
}

/// `Chương II`, `Mục 3`, and the line of capitals below it.
fn is_chapter(line: &str, before: Option<Part>) -> bool {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let is_named = matches!(words.next(), Some("Chương" | "CHƯƠNG" | "Phần" | "PHẦN" | "Mục" | "MỤC"));
    let is_number = words.next().is_some_and(|w| {
        let w = w.trim_end_matches(['.', ':']);
        !w.is_empty() && w.chars().all(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'))
    });
    let is_short = line.chars().count() <= HEADING;
    let is_loud = line.chars().filter(|c| c.is_uppercase()).count() >= 4 && !line.chars().any(char::is_lowercase);
    is_short && (is_named && is_number || before == Some(Part::Chapter) && is_loud)
}

/// `- …`, `a) …`, `1. …`, `(2) …`
fn begins_item(line: &str) -> bool {
    if line.starts_with(['-', '–', '—', '+', '*', '•', '\u{f0b7}', '|', '#']) {
        return true;
    }
    let line = line.strip_prefix('(').unwrap_or(line);
    let mark: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '.').collect();
    let closed = line
        .strip_prefix(mark.as_str())
        .is_some_and(|rest| rest.starts_with(')') || mark.ends_with('.') && rest.starts_with(' '));
    let mark = mark.trim_end_matches('.');
    let is_mark = mark.chars().count() == 1
        || mark.chars().all(|c| c.is_ascii_digit() || c == '.')
        || mark.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    closed && !mark.is_empty() && mark.len() <= 8 && is_mark
}

/// Where letterhead and title end: behind the last of their fields, where all of them stand at the top.
fn head_end(text: &str, lines: &[Range<usize>], evidence: &BTreeMap<String, Evidence>) -> usize {
    let fields = ["number", "date", "place", "kind", "subject"];
    let ends = fields.iter().filter_map(|f| evidence.get(*f)).filter(|e| e.span.page == 1).map(|e| e.span.end as usize);
    let Some(mut end) = ends.filter(|end| *end <= HEAD_BYTES).max() else { return 0 };
    // The rule that is drawn under the title belongs to it.
    let is_rule = |l: &&Range<usize>| {
        text.get((*l).clone()).is_some_and(|t| t.trim().chars().all(|c| matches!(c, '_' | '-' | '–' | '—' | '*')))
    };
    if let Some(rule) = lines.iter().find(|l| l.start >= end).filter(is_rule) {
        end = rule.end;
    }
    let within = lines.iter().filter(|l| l.start < end);
    let fits = within.clone().count() <= HEAD_LINES
        && within.clone().all(|l| text.get(l.clone()).is_some_and(|t| t.chars().count() <= 400));
    if fits { end } else { 0 }
}

/// From the line of the authority or title to that of the name.
fn signature(lines: &[Range<usize>], page: u32, evidence: &BTreeMap<String, Evidence>) -> Range<usize> {
    let of = |field: &str| evidence.get(field).filter(|e| e.span.page == page).map(|e| e.span.start as usize);
    let Some(name) = of("signer") else { return 0..0 };
    let first = ["authority", "signer_title"].into_iter().filter_map(of).filter(|at| *at < name).min().unwrap_or(name);
    let start = lines.iter().find(|l| l.contains(&first)).map_or(first, |l| l.start);
    let signs = start..name + 1;
    if lines.iter().filter(|l| signs.contains(&l.start)).count() <= SIGN_LINES { signs } else { 0..0 }
}

/// The level of a heading; `None` for a sentence that only begins with a number.
fn level(label: &str, words: &str) -> Option<u8> {
    let words = words.trim_end();
    // `Điều 3` may end its line with a full stop; `1.4` that does is a sentence.
    let is_named = words.trim_start().chars().take_while(|c| c.is_alphabetic()).count() >= 3;
    let is_sentence = words.ends_with([';', ',']) || words.ends_with('.') && !is_named;
    if words.chars().count() > HEADING || is_sentence {
        return None;
    }
    let is_top = !label.contains('.') && label.starts_with(char::is_alphabetic);
    Some(if is_top { 3 } else { 4 })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Part, begins_item, paragraphs};
    use crate::model::{Evidence, Heading, Span};

    fn evidence(text: &str, field: &str, words: &str) -> (String, Evidence) {
        let start = text.find(words).expect("stands there");
        let span = Span { page: 1, start: u32::try_from(start).unwrap(), end: u32::try_from(start + words.len()).unwrap() };
        (field.to_owned(), Evidence { span, quote: words.to_owned(), rule: "test".into() })
    }

    #[test]
    fn a_page_is_laid_out() {
        let text = "UBND XÃ LÂM BÌNH\nSố: 7/KH-UBND\nKẾ HOẠCH\nKiểm tra quý I\nUBND xã lập kế hoạch này để các thôn biết mà\nlàm theo, và báo lại.\nI. Việc phải làm\n1. Thôn nào cũng cử người, ghi sổ hằng ngày.\n- Ghi đủ.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhạm Văn Thử";
        let heading = |label: &str, words: &str| {
            let start = u32::try_from(text.find(words).expect("stands there")).unwrap();
            Heading { label: label.to_owned(), span: Span { page: 1, start, end: start + 2 } }
        };
        let headings = [heading("I", "I. Việc"), heading("I.1", "1. Thôn")];
        let fields: BTreeMap<String, Evidence> = [
            evidence(text, "number", "Số: 7/KH-UBND"),
            evidence(text, "subject", "Kiểm tra quý I"),
            evidence(text, "authority", "TM. ỦY BAN"),
            evidence(text, "signer", "Phạm Văn Thử"),
        ]
        .into();
        let parts: Vec<(Part, bool)> =
            paragraphs(text, 1, true, &headings, &fields, &[]).into_iter().map(|p| (p.part, p.flows)).collect();
        let want = [
            (Part::Head, false),
            (Part::Head, false),
            (Part::Head, false),
            (Part::Head, false),
            (Part::Body, true),
            (Part::Heading(0, 3), false),
            (Part::Item(1), false),
            (Part::Body, false),
            (Part::Sign, false),
            (Part::Sign, false),
            (Part::Sign, false),
        ];
        assert_eq!(parts, want);
        // Lines that are paragraphs stay.
        let alone = paragraphs(text, 1, false, &headings, &fields, &[]);
        assert!(alone.iter().all(|p| !p.flows) && alone.len() == 12);
    }

    #[test]
    fn marks_of_items() {
        for (line, want) in [
            ("- Ghi", true),
            ("a) Ghi", true),
            ("(ii) Ghi", true),
            ("1. Ghi", true),
            ("2.1. Ghi", true),
            ("14/7/2026 của Sở", false),
            ("ban hành", false),
            ("2023. Sau đó", true),
            ("Nội. Sau", false),
        ] {
            assert_eq!(begins_item(line), want, "{line}");
        }
    }
}
