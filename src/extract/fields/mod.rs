//! The document's own fields, each with the place and the rule it was read by.

mod declared;
mod letterhead;
mod marks;
mod number;
mod recipients;
mod signature;
mod stream;
mod title;

use std::collections::BTreeMap;
use std::ops::Range;

use self::letterhead::{Letterhead, Read};
use self::stream::Stream;
use super::Input;
use super::bodies;
use super::dates;
use super::lines::{Line, is_capitals};
use super::zones::{self, Position, Zones};
use crate::model::{Document, Evidence, Kind, Span, Warning};

/// What was found about the document itself.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Its fields.
    pub document: Document,
    /// Where each field stands.
    pub evidence: BTreeMap<String, Evidence>,
    /// What was odd.
    pub warnings: Vec<Warning>,
    /// Where its parts lie.
    pub zones: Zones,
    /// The first line of the body, counted in the reading flow.
    pub body_line: usize,
}

/// How many lines may hold the letterhead and the title block (saved web pages put much in front of them).
const HEAD_LINES: usize = 320;

/// Finds the fields of the first paper of a file.
pub(crate) fn find(input: &Input<'_>, lines: &[Line<'_>]) -> Found {
    let head_lines = lines.get(..lines.len().min(HEAD_LINES)).unwrap_or_default();
    let stream = Stream::of(head_lines);
    let mut finder = Finder { input, stream: &stream, found: Found::default() };
    let letterhead = letterhead::read(&stream, head_lines);
    let mut end = letterhead.as_ref().map_or(0, |l| l.end);
    finder.letterhead(letterhead.as_ref(), head_lines);
    end = finder.title(head_lines, letterhead.as_ref(), end);
    finder.found.body_line = end;
    finder.found.zones.body = lines.get(end).map(|l| Position::from(l.span()));
    finder.closing(lines, end);
    finder.fallbacks(lines, end);
    let mut found = finder.found;
    if let Some(envelope) = input.declared {
        declared::merge(envelope, &mut found.document, &mut found.evidence, &mut found.warnings);
    }
    found
}

/// Puts values and evidence together.
struct Finder<'a> {
    input: &'a Input<'a>,
    stream: &'a Stream,
    found: Found,
}

impl Finder<'_> {
    fn prove(&mut self, field: &str, span: Span, rule: &str) {
        let page = usize::try_from(span.page).ok().and_then(|n| self.input.pages.get(n.checked_sub(1)?));
        let quote = page.map(|p| bodies::one_line(p.slice(span.start, span.end))).unwrap_or_default();
        self.found.evidence.insert(field.to_owned(), Evidence { span, quote, rule: rule.to_owned() });
    }

    fn prove_range(&mut self, field: &str, range: &Range<usize>, rule: &str) {
        if let Some(span) = self.stream.span(range.clone()) {
            self.prove(field, span, rule);
        }
    }

    fn take(&mut self, field: &str, read: Option<&Read<String>>, rule: &str) -> Option<String> {
        let read = read?;
        self.prove_range(field, &read.range, rule);
        Some(read.value.clone())
    }

    fn letterhead(&mut self, head: Option<&Letterhead>, lines: &[Line<'_>]) {
        let marks_end = head.map_or(0, |h| h.end + 4).min(lines.len());
        let (urgency, secrecy) = marks::find(self.stream, 0..marks_end);
        self.found.document.urgency = self.take("urgency", urgency.as_ref(), "letterhead.urgency");
        self.found.document.secrecy = self.take("secrecy", secrecy.as_ref(), "letterhead.secrecy");
        let Some(head) = head else { return };
        self.found.document.issuer = self.take("issuer", head.issuer.as_ref(), "letterhead.issuer");
        self.found.document.parent = self.take("parent", head.parent.as_ref(), "letterhead.parent");
        self.found.document.place = self.take("place", head.place.as_ref(), "letterhead.place");
        if let Some(own) = &head.number {
            for (field, present) in
                [("number", own.number.is_some()), ("year", own.year.is_some()), ("symbol", own.symbol.is_some())]
            {
                if present {
                    self.prove_range(field, &own.range, "letterhead.number");
                }
            }
            self.found.document.number.clone_from(&own.number);
            self.found.document.year = own.year;
            self.found.document.symbol.clone_from(&own.symbol);
            if own.number.is_none() {
                let page = self.stream.span(own.range.clone()).map_or(1, |s| s.page);
                self.warn("number-blank", page, "the number is left blank, a number before the symbol was expected");
            }
        }
        if let Some(date) = &head.date {
            self.prove_range("date", &date.range, "letterhead.date");
            self.found.document.date = Some(date.value);
        }
        if head.date_blank {
            let page = head.place.as_ref().and_then(|p| self.stream.span(p.range.clone())).map_or(1, |s| s.page);
            self.warn("date-blank", page, "the date is not filled in, a day was expected");
        }
    }

    fn warn(&mut self, code: &str, page: u32, message: &str) {
        self.found.warnings.push(Warning::on_page(code, page, message));
    }

    /// Kind and subject; gives the first line of the body.
    fn title(&mut self, lines: &[Line<'_>], head: Option<&Letterhead>, from: usize) -> usize {
        let within = if head.is_some() { from + 12 } else { 30 };
        let mut title = None;
        for i in from..lines.len().min(within) {
            if let Some(found) = title::kind_of(self.stream, i) {
                title = Some(found);
                break;
            }
            let text = self.stream.lines.get(i).and_then(|l| self.stream.folded.get(l.clone())).unwrap_or_default();
            if head.is_some() && title::opens_body(text) {
                break;
            }
        }
        let mut end = from;
        let about = head.and_then(|h| h.about.as_ref());
        if let Some(title) = title {
            self.found.document.kind = Some(title.kind);
            self.prove_range("kind", &title.name, "title.kind");
            let (subject, after) = title::subject(self.stream, lines, &title);
            end = after;
            self.found.document.subject = self.take("subject", subject.as_ref(), "title.subject");
        }
        if self.found.document.subject.is_none() {
            self.found.document.subject = self.take("subject", about, "letterhead.about");
        }
        if self.found.document.kind.is_none() {
            self.kind_without_name(lines, head, end);
        }
        end
    }

    /// No type name: the symbol's letters tell, else a letterhead with a matter or an addressee is that of a công văn.
    fn kind_without_name(&mut self, lines: &[Line<'_>], head: Option<&Letterhead>, from: usize) {
        let Some(head) = head else { return };
        if let Some(symbol) = &self.found.document.symbol {
            let first = symbol.split(['-', '/', '.', '_']).next().unwrap_or_default();
            if let Some(kind) = Kind::from_symbol(first).filter(|_| first.len() < symbol.len()) {
                self.found.document.kind = Some(kind);
                if let Some(own) = &head.number {
                    self.prove_range("kind", &own.range.clone(), "symbol.kind");
                }
                return;
            }
        }
        let addressee = (from..lines.len().min(from + 8)).find(|i| {
            self.stream
                .lines
                .get(*i)
                .and_then(|l| self.stream.folded.get(l.clone()))
                .is_some_and(|t| t.trim_start().starts_with("kinh gui"))
        });
        let range = head.about.as_ref().map(|a| a.range.clone()).or_else(|| self.stream.lines.get(addressee?).cloned());
        if let Some(range) = range {
            self.found.document.kind = Some(Kind::from_code("CV")).flatten();
            self.prove_range("kind", &range, "letterhead.letter");
        }
    }

    /// Signature, recipients, and where what is attached begins.
    fn closing(&mut self, lines: &[Line<'_>], from: usize) {
        let sure = zones::sure_annex(lines, from);
        let first_paper = lines.get(..sure.unwrap_or(lines.len())).unwrap_or_default();
        let mut signature = signature::find(first_paper, from);
        let mut limit = first_paper;
        if signature.as_ref().is_none_or(|s| s.name.is_none()) && sure.is_some() {
            // What looked like an annex was quoted, if the paper's own recipients stand behind it.
            if let Some(later) = signature::find(lines, from) {
                let listed = recipients::find(lines, from).is_some_and(|r| r.first.abs_diff(later.first) <= 40);
                if later.name.is_some() && listed && recipients::find(first_paper, from).is_none() {
                    signature = Some(later);
                    limit = lines;
                }
            }
        }
        let recipients = recipients::find(limit, from);
        let mut last = None;
        if let Some(s) = &signature {
            let whole = |finder: &mut Self, field: &str, line: usize, rule: &str| {
                if let Some(line) = lines.get(line) {
                    finder.prove(field, line.span(), rule);
                }
            };
            if let Some(line) = s.authority_lines.first() {
                whole(self, "authority", *line, "signature.authority");
            }
            if s.title.is_some() {
                whole(self, "signer_title", s.title_line, "signature.title");
            }
            if let Some(line) = s.name_line {
                whole(self, "signer", line, "signature.name");
            }
            self.found.document.authority.clone_from(&s.authority);
            self.found.document.signer_title.clone_from(&s.title);
            self.found.document.signer.clone_from(&s.name);
            last = Some(s.last);
        }
        if let Some(r) = recipients {
            if let Some((first, end)) = lines.get(r.first).zip(lines.get(r.last)) {
                let position = Position { page: end.page, offset: end.end() };
                self.found.zones.recipients = Some((Position::from(first.span()), position));
                if !r.names.is_empty() {
                    let span = if first.page == end.page { Span { end: end.end(), ..first.span() } } else { first.span() };
                    self.prove("recipients", span, "closing.recipients");
                }
            }
            last = last.max(Some(r.last));
            self.found.document.recipients = r.names;
        }
        let annex = last.and_then(|l| zones::annex_behind(lines, l));
        let annex = match (annex, sure) {
            (Some(a), Some(s)) if limit.len() == first_paper.len() => Some(a.min(s)),
            (None, Some(s)) if limit.len() == first_paper.len() => Some(s),
            (a, _) => a,
        };
        self.found.zones.annex = annex.and_then(|i| lines.get(i)).map(|l| Position::from(l.span()));
        if let Some(s) = &signature {
            self.date_above_signature(lines, s.first);
        }
    }

    /// Minutes, reports and applications may have their date line above the signature instead of in the letterhead.
    fn date_above_signature(&mut self, lines: &[Line<'_>], first: usize) {
        if self.found.document.date.is_some() || self.found.document.number.is_some() || self.found.document.place.is_some() {
            return;
        }
        for line in lines.get(first.saturating_sub(14)..first).unwrap_or_default().iter().rev() {
            let Some(comma) = line.text.find(',') else { continue };
            let (place, rest) = (line.text.get(..comma).unwrap_or_default(), line.text.get(comma + 1..).unwrap_or_default());
            let words = place.split_whitespace().count();
            let names = words <= 6 && place.chars().next().is_some_and(char::is_uppercase);
            let rest = rest.trim_start();
            let day = super::fold::fold(rest).starts_with("ngay");
            if let Some((date, end)) = dates::read_at(rest, 0).filter(|_| names && day) {
                if rest.get(end..).is_none_or(|tail| tail.chars().any(char::is_alphanumeric)) {
                    continue;
                }
                self.found.document.date = Some(date);
                self.prove("date", line.span(), "signature.date");
                self.found.document.place = Some(bodies::normalise_place(place.trim_matches(['*', ' '])));
                self.prove("place", line.span(), "signature.place");
                return;
            }
        }
    }

    /// An issuer where no letterhead names one: the body that speaks in the first sentences, else the one signed for.
    fn fallbacks(&mut self, lines: &[Line<'_>], from: usize) {
        if self.found.document.issuer.is_some() {
            return;
        }
        let Some(first) = lines.get(from) else { return };
        let Some(page) = usize::try_from(first.page).ok().and_then(|n| self.input.pages.get(n.checked_sub(1)?)) else { return };
        if let Some((name, start, end)) = speaker(&page.text, first.start as usize) {
            let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else { return };
            self.found.document.issuer = Some(name);
            self.prove("issuer", Span { page: first.page, start, end }, "body.speaker");
            return;
        }
        let Some(authority) = self.found.document.authority.clone() else { return };
        let behalf = authority.strip_prefix("TM").map(|r| r.trim_start_matches(['.', ' '])).filter(|r| is_capitals(r));
        let Some(behalf) = behalf else { return };
        let body = behalf.split(" KT").next().unwrap_or(behalf);
        if bodies::opening(body) == bodies::Opening::Rest {
            return;
        }
        let mut issuer = bodies::normalise_case(body);
        if let Some(place) = self.found.document.place.as_deref().filter(|p| issuer == "Ủy ban nhân dân" && !p.is_empty()) {
            issuer = format!("{issuer} {place}");
        }
        self.found.document.issuer = Some(issuer);
        if let Some(evidence) = self.found.evidence.get("authority").cloned() {
            self.found.evidence.insert("issuer".to_owned(), Evidence { rule: "signature.issuer".to_owned(), ..evidence });
        }
    }
}

/// How far into the body the speaker is looked for, in bytes.
const SPEECH: usize = 2400;

/// The body that speaks: at the beginning of a sentence or behind a comma, followed by what issuers do (`báo cáo`, `ban hành`).
fn speaker(text: &str, from: usize) -> Option<(String, usize, usize)> {
    const DEEDS: &[&str] = &[
        "báo cáo",
        "ban hành",
        "thông báo",
        "đề nghị",
        "xây dựng",
        "trình",
        "kính",
        "yêu cầu",
        "tổ chức",
        "trả lời",
        "có ý kiến",
        "nhận được",
        "lập",
        "xin",
        "hướng dẫn",
        "triển khai",
        "trân trọng",
        "tổng hợp",
        "gửi",
        "đã",
    ];
    let region = text.get(from..).unwrap_or_default();
    let mut at = 0;
    for (i, c) in region.char_indices() {
        if i > SPEECH {
            return None;
        }
        if i < at || !c.is_uppercase() {
            continue;
        }
        let before = region.get(..i).unwrap_or_default().trim_end();
        if !(before.is_empty()
            || before.ends_with(['.', ';', ',', ':', '\n'])
            || region.get(..i).is_some_and(|b| b.ends_with('\n')))
        {
            continue;
        }
        let Some((name, end)) = bodies::read_at(text, from + i) else { continue };
        at = end - from;
        let next = super::fold::tone_key(&text.get(end..).unwrap_or_default().chars().take(16).collect::<String>());
        let next = next.trim_start();
        if DEEDS.iter().any(|d| next.starts_with(super::fold::tone_key(d).as_str())) {
            return Some((name, from + i, end));
        }
    }
    None
}
