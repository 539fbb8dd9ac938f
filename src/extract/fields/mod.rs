//! The document's own fields, each with the place and the rule it was read by.

mod annex;
mod dating;
mod declared;
mod letterhead;
mod marks;
mod number;
mod recipients;
pub(super) mod signature;
mod stream;
mod title;
mod trail;

use std::collections::BTreeMap;
use std::ops::Range;

use self::letterhead::{Letterhead, Read};
use self::stream::Stream;
pub(super) use self::trail::Trail;
use super::Input;
use super::bodies;
use super::chrome;
use super::dates;
use super::lines::{Line, is_capitals};
use super::zones::{self, Position, Zones};
use crate::model::{Document, Evidence, Kind, PartialDate, Signer, Span, Warning};

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

/// How many lines at a file's end may hold the signature of a text that quotes heads of papers.
const CLOSING: usize = 20;

/// And how many bytes; a line that is longer than all of them is no part of a letterhead.
const HEAD_BYTES: usize = 96 << 10;

/// How many lines before its annexes hold the recipients and the signature of a document.
const LAST_LINES: usize = 60;

/// How many lines the name, the title and the tie of an annex take.
const HEAD_OF_ANNEX: usize = 7;

/// Finds the fields of the first paper of a file.
pub(crate) fn find(input: &Input<'_>, lines: &[Line<'_>], trail: &mut Trail) -> Found {
    let mut bytes = 0;
    let fits = |line: &&Line<'_>| {
        bytes += line.text.len();
        bytes <= HEAD_BYTES
    };
    let head = lines.iter().take(HEAD_LINES).take_while(fits).count();
    let head_lines = lines.get(..head).unwrap_or_default();
    let stream = Stream::of(head_lines);
    let mut finder = Finder { input, stream: &stream, trail, found: Found::default() };
    if let Some(at) = zones::annex_alone(lines) {
        // What is attached to another paper bears a title and no other fields; forms in it have heads that are nobody's.
        finder.found.zones.annex = lines.first().map(|l| Position::from(l.span()));
        finder.annex(lines, at);
        finder.declare();
        return finder.found;
    }
    let letterhead = letterhead::read(&stream, head_lines, finder.trail);
    let mut end = letterhead.as_ref().map_or(0, |l| l.end);
    finder.letterhead(letterhead.as_ref(), head_lines);
    end = finder.title(head_lines, letterhead.as_ref(), end);
    finder.found.body_line = end;
    let start = letterhead.as_ref().filter(|l| l.signed).map_or(0, |l| l.start);
    if chrome::stands_before(lines, start) {
        finder.found.zones.first = lines.get(start).map(|l| Position::from(l.span()));
    }
    finder.found.zones.body = lines.get(end).map(|l| Position::from(l.span()));
    finder.body_below(head_lines, end);
    finder.closing(lines, end);
    finder.fallbacks(lines, end);
    finder.kind_of_consolidation();
    finder.declare();
    finder.unsigned();
    finder.found
}

/// Puts values and evidence together.
struct Finder<'a> {
    input: &'a Input<'a>,
    stream: &'a Stream,
    trail: &'a mut Trail,
    found: Found,
}

impl Finder<'_> {
    /// What an envelope says about the document.
    fn declare(&mut self) {
        if let Some(envelope) = self.input.declared {
            let found = &mut self.found;
            declared::merge(envelope, &mut found.document, &mut found.evidence, &mut found.warnings);
        }
    }

    /// The title of a file that is an annex alone, whose name stands on line `at`.
    fn annex(&mut self, lines: &[Line<'_>], at: usize) {
        let head = annex::read(lines, at);
        if let Some((title, span)) = head.title {
            self.found.document.subject = Some(title);
            self.prove("subject", span, "annex.title");
        }
        let of = head.parent.map(|parent| format!(" of `{parent}`")).unwrap_or_default();
        self.warn("annex-only", head.page, &format!("the file is an annex{of}, a paper with a letterhead was expected"));
    }

    /// An office that nobody has signed for: the name is a picture, or it was left out.
    fn unsigned(&mut self) {
        if self.found.document.signer.is_some() {
            return;
        }
        let block = ["signer_title", "authority"].iter().find_map(|field| self.found.evidence.get(*field));
        if let Some(page) = block.filter(|e| e.rule.starts_with("signature.")).map(|e| e.span.page) {
            self.warn("signer-missing", page, "the signature has an office and no name, a name under it was expected");
        }
    }

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
        let (urgency, secrecy) = marks::find(self.stream, 0..marks_end, self.trail);
        self.found.document.urgency = self.take("urgency", urgency.as_ref(), "letterhead.urgency");
        self.found.document.secrecy = self.take("secrecy", secrecy.as_ref(), "letterhead.secrecy");
        let Some(head) = head else { return };
        self.found.document.issuer = self.take("issuer", head.issuer.as_ref(), "letterhead.issuer");
        self.found.document.parent = self.take("parent", head.parent.as_ref(), "letterhead.parent");
        self.found.document.place = self.take("place", head.place.as_ref(), "letterhead.place");
        if let Some(own) = &head.number {
            self.number(own, "letterhead.number");
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

    fn number(&mut self, own: &number::OwnNumber, rule: &str) {
        for (field, present) in [("number", own.number.is_some()), ("year", own.year.is_some()), ("symbol", own.symbol.is_some())]
        {
            if present {
                self.prove_range(field, &own.range, rule);
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

    fn warn(&mut self, code: &str, page: u32, message: &str) {
        self.found.warnings.push(Warning::on_page(code, page, message));
    }

    /// Kind and subject; gives the first line of the body.
    fn title(&mut self, lines: &[Line<'_>], head: Option<&Letterhead>, from: usize) -> usize {
        let within = if head.is_some() { from + 12 } else { 30 };
        let mut title = None;
        // Without quốc hiệu, the type name may stand over the number.
        let begin = head.map_or(0, |h| if h.signed { from } else { h.start.saturating_sub(4) });
        for i in begin..lines.len().min(within) {
            if let Some(found) = title::kind_of(self.stream, i) {
                if title.is_none() {
                    title = Some(found);
                    continue;
                }
                self.trail.lose_range(self.stream, "kind", &found.name, "behind-first");
            }
            if title.is_some() {
                continue;
            }
            let text = self.stream.lines.get(i).and_then(|l| self.stream.folded.get(l.clone())).unwrap_or_default();
            if head.is_some() && i >= from && title::opens_body(text) {
                break;
            }
        }
        let mut end = from;
        let about = head.and_then(|h| h.about.as_ref());
        if let Some(title) = title {
            self.found.document.kind = Some(title.kind);
            self.prove_range("kind", &title.name, "title.kind");
            let issuer = head.and_then(|h| h.issuer.as_ref()).map(|i| i.value.as_str());
            let (subject, after) = title::subject(self.stream, lines, &title, issuer);
            end = after.max(from);
            self.found.document.subject = self.take("subject", subject.as_ref(), "title.subject");
            if head.is_none_or(|h| h.number.is_none())
                && let Some(own) = letterhead::number_below(self.stream, self.stream.line_at(title.name.start))
            {
                self.number(&own, "title.number");
            }
        }
        self.title_of_gazette();
        if let Some(about) = about.filter(|_| self.found.document.subject.is_some()) {
            self.trail.lose_range(self.stream, "subject", &about.range, "title-has-one");
        }
        if self.found.document.subject.is_none() {
            self.found.document.subject = self.take("subject", about, "letterhead.about");
        }
        if self.found.document.kind.is_none() {
            self.kind_without_name(lines, head, end);
        }
        end
    }

    /// Collections print number and date in the title, under a letterhead once more: `CỦA CHÍNH PHỦ SỐ 12/2007/NĐ-CP NGÀY 09 THÁNG 3
    /// NĂM 2007 VỀ …`, `SỐ 12-BTC/TT NGÀY 9-3-1992 CỦA BỘ TÀI CHÍNH QUY ĐỊNH …`.
    fn title_of_gazette(&mut self) {
        let document = &self.found.document;
        let Some(subject) = document.subject.clone() else { return };
        let folded = super::fold::fold(&subject);
        let starts = folded.starts_with("cua ") || folded.starts_with("so ");
        let Some(at) = folded.find("so ").filter(|at| starts && *at < 80) else { return };
        // Folding keeps the number of characters, and leaves ASCII in Vietnamese words.
        let chars: Vec<char> = subject.chars().collect();
        let Some(own) = number::read(&chars, at + 3).filter(|n| n.number.is_some()) else { return };
        let known = document.number.is_some() || document.symbol.is_some();
        let letters = |symbol: &Option<String>| symbol.as_deref().map(crate::model::symbol_key);
        if known && (document.number != own.number || letters(&document.symbol) != letters(&own.symbol)) {
            return;
        }
        let rest: String = chars.iter().skip(own.range.end).collect();
        let rest = rest.trim_start_matches([' ', ',']);
        let (date, rest) = match dates::read_at(rest, 0) {
            Some((date, end)) => (Some(date), rest.get(end..).unwrap_or_default()),
            None => (None, rest),
        };
        // Orders of before 1960 bore a number alone.
        let bare = document.kind.is_some_and(|k| k.code() == "L") && date.is_some_and(PartialDate::is_full);
        if own.symbol.is_none() && !bare {
            return;
        }
        let rest = rest.trim_start_matches([' ', ',']);
        // The author before the number, or behind the date.
        let before: String = chars.iter().take(at).collect();
        let of =
            |text: &str| (super::fold::fold(text).starts_with("cua ")).then(|| bodies::read_at(text, "của ".len())).flatten();
        let (author, rest) = match of(rest) {
            Some((name, end)) => (Some(name), rest.get(end..).unwrap_or_default()),
            None => (of(&before).map(|(name, _)| name), rest),
        };
        let Some(proof) = self.found.evidence.get("subject").cloned() else { return };
        let document = &mut self.found.document;
        document.subject = Some(title::clean_subject(rest.trim_start_matches([' ', ',']))).filter(|s| !s.is_empty());
        let mut fields = Vec::new();
        if !known {
            document.number.clone_from(&own.number);
            document.year = own.year;
            document.symbol = own.symbol;
            fields.push("number");
            if document.symbol.is_some() {
                fields.push("symbol");
            }
            if document.year.is_some() {
                fields.push("year");
            }
        }
        if document.date.is_none() && date.is_some() {
            document.date = date;
            fields.push("date");
        }
        if document.issuer.is_none()
            && let Some(author) = author
        {
            document.issuer = Some(bodies::normalise_case(&author));
            fields.push("issuer");
        }
        for field in fields {
            self.found.evidence.insert(field.to_owned(), Evidence { rule: "title.number".to_owned(), ..proof.clone() });
        }
    }

    /// The body that stands in capitals between the title and the grounds: it names the issuer where no letterhead does, and writes
    /// out a letterhead that has lost its place (`ỦY BAN NHÂN DÂN`).
    fn body_below(&mut self, lines: &[Line<'_>], from: usize) {
        let bare = |name: &str| {
            let key = super::fold::fold(name);
            matches!(key.as_str(), "uy ban nhan dan" | "hoi dong nhan dan" | "ubnd" | "hdnd").then_some(key)
        };
        let known = self.found.document.issuer.as_deref();
        let wanted = known.map(bare);
        let titled = self.found.evidence.get("kind").is_some_and(|kind| kind.rule == "title.kind");
        if wanted == Some(None) || !titled {
            return;
        }
        for (i, line) in lines.iter().enumerate().skip(from).take(2) {
            // A place may run over into the next line: `TỈNH BÀ RỊA -` / `VŨNG TÀU`.
            let next = lines.get(i + 1).map(|next| signature::unmarked(next.text)).filter(|next| is_capitals(next));
            let (here, next) = (signature::unmarked(line.text), next.unwrap_or_default());
            let Some((name, _)) = title::issuer_line(here).and_then(|_| bodies::read_at(&format!("{here} {next}"), 0)) else {
                continue;
            };
            let name = bodies::normalise_case(&name);
            let key = super::fold::fold(&name);
            let found = match wanted.as_ref().and_then(Option::as_deref) {
                Some(bare) => {
                    key.find(bare).map(|at| name.chars().skip(at).collect::<String>()).filter(|n| n.len() > bare.len() + 8)
                }
                None => Some(name),
            };
            if let Some(name) = found {
                self.found.document.issuer = Some(name);
                self.prove("issuer", line.span(), "title.issuer");
                return;
            }
        }
    }

    /// No type name: the symbol's letters tell, else a letterhead with a matter or an addressee is that of a công văn.
    fn kind_without_name(&mut self, lines: &[Line<'_>], head: Option<&Letterhead>, from: usize) {
        let Some(head) = head else { return self.letter_alone(lines) };
        let judgment =
            head.number.as_ref().filter(|n| self.stream.folded.get(n.range.clone()).is_some_and(|t| t.starts_with("ban an")));
        if let Some(own) = judgment {
            self.found.document.kind = Kind::from_code("KHÁC");
            self.prove_range("kind", &own.range.clone(), "number.kind");
            return;
        }
        let addressee = (from..lines.len().min(from + 8)).find(|i| {
            self.stream
                .lines
                .get(*i)
                .and_then(|l| self.stream.folded.get(l.clone()))
                .is_some_and(|t| t.trim_start().starts_with("kinh gui"))
        });
        if let Some(symbol) = &self.found.document.symbol {
            let first = symbol.split(['-', '/', '.', '_']).next().unwrap_or_default();
            // `CT-TTHT` with its matter beside it is a tax department's letter; so is every addressed paper whose letters only look like a
            // kind's (`CT-CS` of a department of politics): behind those of a kind stand the issuer's own.
            let own = symbol.get(first.len()..).is_some_and(|rest| head.issuer.as_ref().is_none_or(|i| bears(&i.value, rest)));
            let letter = head.about.is_some() && (super::citation::is_of_tax_office(symbol) || addressee.is_some() && !own);
            if let Some(kind) = Kind::from_symbol(first).filter(|_| first.len() < symbol.len() && !letter) {
                self.found.document.kind = Some(kind);
                if let Some(own) = &head.number {
                    self.prove_range("kind", &own.range.clone(), "symbol.kind");
                }
                return;
            }
        }
        // A heading in capitals over the addressee is the name of some other kind of paper.
        let headed = addressee.is_some_and(|to| {
            (head.end.saturating_sub(1)..to).any(|i| {
                let text = lines.get(i).map_or("", |l| l.text);
                let own = head.issuer.as_ref().is_some_and(|b| self.stream.line_at(b.range.end) >= i);
                !own && is_capitals(text)
                    && text.contains(' ')
                    && bodies::opening(text) == bodies::Opening::Rest
                    && !marks::names_mark(text)
            })
        });
        if headed && head.about.is_none() && head.number.is_none() {
            return;
        }
        let range = head.about.as_ref().map(|a| a.range.clone()).or_else(|| self.stream.lines.get(addressee?).cloned());
        if let Some(range) = range {
            self.found.document.kind = Some(Kind::from_code("CV")).flatten();
            self.prove_range("kind", &range, "letterhead.letter");
        }
    }

    /// A letter whose letterhead was left out: it opens with its addressee and answers.
    fn letter_alone(&mut self, lines: &[Line<'_>]) {
        const OPENING: usize = 4;
        let to = lines.iter().take(OPENING).find(|line| {
            let words = super::fold::fold(line.text);
            words.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).starts_with("kinh gui")
        });
        let answers = || {
            lines.iter().any(|line| {
                let words = super::fold::fold(line.text);
                ["y kien nhu sau", "duoc biet", "nhan duoc cong van"].iter().any(|w| words.contains(w))
            })
        };
        if let Some(line) = to.filter(|_| answers()) {
            self.found.document.kind = Kind::from_code("CV");
            self.prove("kind", line.span(), "letterhead.letter");
        }
    }

    /// A consolidated text bears the name of what it consolidates; its number says what it is.
    fn kind_of_consolidation(&mut self) {
        let symbol = self.found.document.symbol.as_deref();
        if symbol.is_some_and(|s| s.starts_with("VBHN")) {
            self.found.document.kind = Kind::from_code("VBHN");
            if let Some(number) = self.found.evidence.get("symbol").cloned() {
                self.found.evidence.insert("kind".to_owned(), Evidence { rule: "symbol.kind".to_owned(), ..number });
            }
        }
    }

    /// Signature, recipients, and where what is attached begins.
    fn closing(&mut self, lines: &[Line<'_>], from: usize) {
        let mut sure = zones::sure_annex(lines, from);
        let first_paper = lines.get(..sure.unwrap_or(lines.len())).unwrap_or_default();
        let (mut begin, mut whole_paper) = (from, true);
        let mut signature = signature::find(first_paper, from, self.trail);
        let mut limit = first_paper;
        if signature.as_ref().is_none_or(|s| s.name.is_none()) && sure.is_some() {
            // What looked like an annex was quoted, if the paper's own recipients stand behind it.
            let near = |s: &signature::Signature| {
                recipients::find(lines, from).is_some_and(|r| r.first.abs_diff(s.first) <= 40) && s.name.is_some()
            };
            // Or if the text goes on to its very end without an annex's name.
            let closes = |s: &signature::Signature| {
                let between = lines.get(first_paper.len()..s.first).unwrap_or_default();
                lines.len() - s.last <= 3 && s.name.is_some() && !between.iter().any(|l| zones::heads_annex(l.text))
            };
            let end = lines.len().saturating_sub(CLOSING).max(from);
            let later = signature::find(lines, from, &mut Trail::default()).filter(near);
            let later = later.or_else(|| signature::find(lines, end, &mut Trail::default()).filter(closes));
            if later.is_some() && recipients::find(first_paper, from).is_none() {
                signature = later;
                limit = lines;
                whole_paper = false;
            } else if let Some((annex, s)) = self.before_annexes(lines, from) {
                // What looked like another paper was a sample in the text.
                begin = annex.saturating_sub(LAST_LINES).max(from);
                limit = lines.get(..annex).unwrap_or_default();
                signature = Some(s);
                sure = Some(annex);
            }
        }
        let recipients = recipients::find(limit, begin);
        let joint = self.is_joint();
        let mut others = Vec::new();
        if let Some(first) = signature.take_if(|s| s.name.is_some()) {
            others = signature::ranked(limit, first, self.found.document.issuer.as_deref(), joint);
            signature = (!others.is_empty()).then(|| others.remove(0));
        }
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
            if joint {
                let signer = |s: signature::Signature| Some(Signer { name: s.name?, title: s.title, authority: s.authority });
                self.found.document.co_signers = others.into_iter().filter_map(signer).collect();
            }
        }
        if let Some(r) = recipients {
            for line in limit.iter().skip(r.last + 1).filter(|l| recipients::opens(l.text)) {
                self.trail.lose("recipients", line.span(), "behind-first");
            }
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
        self.found.zones.chrome = chrome::behind(lines, last, from).and_then(|i| lines.get(i)).map(|l| Position::from(l.span()));
        let annex = last.and_then(|l| zones::annex_behind(lines, l));
        let annex = match (annex, sure) {
            (Some(a), Some(s)) if whole_paper => Some(a.min(s)),
            (None, Some(s)) if whole_paper => Some(s),
            (a, _) => a,
        };
        self.found.zones.annex = annex.and_then(|i| lines.get(i)).map(|l| Position::from(l.span()));
        if let Some(s) = &signature {
            self.consolidation(lines, s.first);
        }
        self.date_elsewhere(lines, from, annex.unwrap_or(limit.len()), signature.as_ref());
    }

    /// The signature that stands before the first annex that is tied to this very document, and the line where that annex begins:
    /// circulars on the form of papers show heads and signatures of others in their text.
    fn before_annexes(&self, lines: &[Line<'_>], from: usize) -> Option<(usize, signature::Signature)> {
        let own = self.found.document.doc_number().filter(|n| n.symbol.is_some())?.to_string();
        let folded = |text: &str| super::fold::fold(text).replace(' ', "");
        let own = folded(&own);
        let annex = (from..lines.len()).find(|i| {
            let mut head = lines.iter().skip(*i).take(HEAD_OF_ANNEX);
            let named = head.next().is_some_and(|l| zones::names_annex(l.text));
            named && head.skip_while(|l| !zones::ties_to_document(l.text)).take(2).any(|l| folded(l.text).contains(&own))
        })?;
        let begin = annex.saturating_sub(LAST_LINES).max(from);
        let limit = lines.get(..annex)?;
        let listed = recipients::find(limit, begin)?.first;
        let signed = signature::find(limit, begin, &mut Trail::default())?;
        (signed.name.is_some() && listed.abs_diff(signed.first) <= 40).then_some((annex, signed))
    }

    /// Do several bodies issue it together (`Thông tư liên tịch`, `Kế hoạch số 5/KHLN-CA-MTTQ`)?
    fn is_joint(&self) -> bool {
        let document = &self.found.document;
        let letters = document.symbol.as_deref().unwrap_or_default();
        let group = |group: &str| group.len() > 2 && ["LT", "LN", "LS", "LB"].iter().any(|end| group.ends_with(end));
        let several = document.issuer.as_deref().is_some_and(|issuer| issuer.contains(" - ") || issuer.contains(" – "));
        document.kind.is_some_and(|k| matches!(k.code(), "TTLT" | "NQLT")) || letters.split(['-', '/']).any(group) || several
    }

    /// A consolidated text (văn bản hợp nhất) bears its number over the signature that certifies it.
    fn consolidation(&mut self, lines: &[Line<'_>], first: usize) {
        if self.found.document.number.is_some() {
            return;
        }
        for line in lines.get(first.saturating_sub(10)..first).unwrap_or_default() {
            if !super::fold::fold(line.text.trim_start_matches(['*', '_', ' '])).starts_with("so") {
                continue;
            }
            let stream = Stream::of(std::slice::from_ref(line));
            let colon = line.text.chars().position(|c| c == ':').map_or(2, |i| i + 1);
            let Some(own) =
                number::read(&stream.chars, colon).filter(|n| n.symbol.as_deref().is_some_and(|s| s.starts_with("VBHN")))
            else {
                continue;
            };
            for (field, present) in [("number", own.number.is_some()), ("symbol", true), ("year", own.year.is_some())] {
                if present {
                    self.prove(field, line.span(), "signature.number");
                }
            }
            self.prove("kind", line.span(), "signature.number");
            self.found.document.kind = Kind::from_code("VBHN");
            self.found.document.number = own.number;
            self.found.document.symbol = own.symbol;
            self.found.document.year = own.year;
            // Its date stands with its number, not with the text that it consolidates.
            self.found.document.date = None;
            self.found.document.place = None;
            return;
        }
    }

    /// The date of a paper whose letterhead has none.
    fn date_elsewhere(&mut self, lines: &[Line<'_>], from: usize, end: usize, signature: Option<&signature::Signature>) {
        if self.found.document.date.is_some() || self.found.document.place.is_some() {
            return;
        }
        let Some(found) = dating::find(lines, from, end, self.found.document.kind, signature) else { return };
        self.found.document.date = Some(found.date);
        self.prove("date", found.span, found.rule);
        if let Some(place) = found.place {
            self.found.document.place = Some(place);
            self.prove("place", found.span, "signature.place");
        }
    }

    /// An issuer where no letterhead names one: the body that speaks in the first sentences, else the one signed for.
    fn fallbacks(&mut self, lines: &[Line<'_>], from: usize) {
        if self.found.document.issuer.is_some() {
            return;
        }
        // Letters that one body alone bears.
        let letters = self.found.document.symbol.as_deref().and_then(|s| s.rsplit(['-', '/']).next());
        let year = self.found.document.date.map(PartialDate::year_number).or(self.found.document.year);
        if let Some(name) = letters.and_then(|l| bodies::by_letters(l, year)) {
            self.found.document.issuer = Some(name.to_owned());
            if let Some(evidence) = self.found.evidence.get("symbol").cloned() {
                self.found.evidence.insert("issuer".to_owned(), Evidence { rule: "symbol.issuer".to_owned(), ..evidence });
            }
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
        // `HỘI ĐỒNG NHÀ NƯỚC` / `NƯỚC CỘNG HÒA …`
        let body = body.split(" NƯỚC CỘNG ").next().unwrap_or(body);
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

/// Are the first letters behind the kind in a ký hiệu (`-SNV`, `-UBND-VP`) initials of this body's name?
fn bears(body: &str, letters: &str) -> bool {
    let letters = letters.trim_start_matches(['-', '/', '.', '_']).split(['-', '/', '.', '_']).next().unwrap_or_default();
    let initials: String = body
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| *word != "và")
        .map(|word| if is_capitals(word) { word.to_owned() } else { word.chars().take(1).collect() })
        .collect();
    let letters: String = letters.chars().filter(|c| c.is_alphabetic()).collect();
    super::fold::fold(&initials).contains(&super::fold::fold(&letters))
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
        "tiến hành",
        "công bố",
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

#[cfg(test)]
mod tests {
    use super::{Found, find};
    use crate::extract::Input;
    use crate::extract::lines::lines;
    use crate::model::{Declared, Mark, Page, Role, Side, What};

    /// Pages of plain blocks, as a reader of plain text gives them; a form feed parts pages.
    fn read(text: &str, declared: Option<&Declared>) -> Found {
        let pages: Vec<Page> = text
            .split('\u{c}')
            .map(|text| {
                let mut at = 0;
                let mut marks = Vec::new();
                for block in text.split("\n\n") {
                    let (start, end) = (u32::try_from(at).unwrap_or(0), u32::try_from(at + block.len()).unwrap_or(0));
                    let what = What::Block { role: Role::Paragraph, side: Side::Full, centred: false };
                    marks.push(Mark { start, end, what });
                    at += block.len() + 2;
                }
                Page { text: text.to_owned(), marks, ..Page::default() }
            })
            .collect();
        let lines = lines(&pages);
        find(&Input { pages: &pages, declared }, &lines, &mut super::Trail::default())
    }

    /// `kind|number|year|symbol|date|place|parent|issuer|subject|authority|title|signer|urgency|secrecy|recipients`, absent ones
    /// empty.
    fn row(found: &Found) -> String {
        let d = &found.document;
        let text = |s: &Option<String>| s.clone().unwrap_or_default();
        [
            d.kind.map(|k| k.to_string()).unwrap_or_default(),
            text(&d.number),
            d.year.map(|y| y.to_string()).unwrap_or_default(),
            text(&d.symbol),
            d.date.map(|d| d.to_string()).unwrap_or_default(),
            text(&d.place),
            text(&d.parent),
            text(&d.issuer),
            text(&d.subject),
            text(&d.authority),
            text(&d.signer_title),
            text(&d.signer),
            text(&d.urgency),
            text(&d.secrecy),
            d.recipients.join(";"),
        ]
        .join("|")
    }

    /// The rows of `letters.txt`: name, text, what a clerk reads in it.
    fn letters() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        include_str!("letters.txt").split("\n### ").skip(1).filter_map(|row| {
            let (name, rest) = row.split_once('\n')?;
            let (text, want) = rest.split_once("\n---\n")?;
            Some((name, text, want.trim_end()))
        })
    }

    #[test]
    fn letterheads_of_many_makes_are_read() {
        let mut count = 0;
        for (name, text, want) in letters() {
            assert_eq!(row(&read(text, None)), want, "{name}\n{text}");
            count += 1;
        }
        assert!(count > 80, "{count}");
    }

    #[test]
    fn how_a_file_cuts_its_blocks_does_not_matter() {
        // Of texts whose columns are mixed in one line, lines are all there is.
        for (name, text, want) in letters().filter(|(_, text, _)| !text.contains(['\t', '|', '\u{c}'])) {
            let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
            let bold = |line: &&str| if super::is_capitals(line) { format!("**{line}**") } else { (*line).to_owned() };
            for (cut, text) in [
                ("one block", lines.join("\n")),
                ("a block a line", lines.join("\n\n")),
                ("marks of emphasis", lines.iter().map(bold).collect::<Vec<_>>().join("\n\n")),
                (
                    "a narrow column",
                    text.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM")
                        .replace("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"),
                ),
            ] {
                assert_eq!(row(&read(&text, None)), want, "{name}, {cut}\n{text}");
            }
        }
    }

    #[test]
    fn a_joint_paper_has_several_signers() {
        let paper = |symbol: &str| {
            format!(
                "CÔNG AN - HỘI NÔNG DÂN\nHUYỆN MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 16/{symbol}\n\nMẫu Sơn, ngày 09 tháng 02 năm \
                 2023\n\nKẾ HOẠCH\nPhối hợp tuyên truyền\n\nHai bên thống nhất như sau.\n\nKT. TRƯỞNG CÔNG AN HUYỆN\nPHÓ TRƯỞNG CÔNG \
                 AN\n\nTrần Văn Mẫu\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nLê Thị Sơn\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."
            )
        };
        let signers = |symbol: &str| -> Vec<String> {
            let found = read(&paper(symbol), None);
            let others = found.document.co_signers.iter().map(|s| s.name.clone());
            found.document.signer.clone().into_iter().chain(others).collect()
        };
        assert_eq!(signers("KHLN-CA-HND"), ["Trần Văn Mẫu", "Lê Thị Sơn"]);
    }

    #[test]
    fn what_is_blank_is_told_and_the_annex_is_found() {
        let found = read(
            "ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: /QĐ-UBND\n\nMẫu Sơn, ngày tháng năm 2026\n\nQUYẾT ĐỊNH\nBan hành \
             Quy chế\n\nCăn cứ Luật Mẫu;\n\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\u{c}QUY CHẾ\nLàm việc\n(Ban hành kèm theo \
             Quyết định số /QĐ-UBND)\n\nĐiều 1. Phạm vi\n\nCHỦ TỊCH\n\nTrần Văn Khác",
            None,
        );
        let codes: Vec<&str> = found.warnings.iter().map(|w| w.code.as_str()).collect();
        assert_eq!(codes, ["number-blank", "date-blank"]);
        assert_eq!(found.document.signer.as_deref(), Some("Nguyễn Văn Mẫu"));
        assert_eq!(found.zones.annex.map(|a| (a.page, a.offset)), Some((2, 0)));
        assert_eq!(found.document.recipients, ["Như Điều 3", "Lưu: VT"]);
        let proof = found.evidence.get("issuer").map(|e| (e.rule.as_str(), e.quote.as_str()));
        assert_eq!(proof, Some(("letterhead.issuer", "ỦY BAN NHÂN DÂN XÃ MẪU SƠN")));
    }

    #[test]
    fn a_file_that_is_an_annex_alone_has_a_title_and_says_so() {
        for (text, subject, said) in [
            (
                "Tỉnh Mẫu Sơn\n\nPHỤ LỤC I: BẢNG GIÁ ĐẤT\n\n(Ban hành kèm theo Nghị quyết số 31/2031/NQ-HĐND ngày 02/01/2031)\n\nSTT",
                Some("BẢNG GIÁ ĐẤT"),
                "`31/2031/NQ-HĐND`",
            ),
            (
                "Phụ lục II\n\nMẪU VỀ QUẢN LÝ\nSỔ SÁCH\n\n(Kèm theo Quyết định số\n16/QĐ-UBND ngày 02 tháng 01 năm 2031)\n\nI. SỔ",
                Some("MẪU VỀ QUẢN LÝ SỔ SÁCH"),
                "`16/QĐ-UBND`",
            ),
            ("PHỤ LỤC\nDanh mục nhiệm vụ\n(Kèm theo Kế hoạch này)\n\n1. Việc", Some("Danh mục nhiệm vụ"), "an annex,"),
            (
                "PHỤ LỤC VIII\n\nCẮT GIẢM THỦ TỤC\n\nA. PHÂN QUYỀN\n\n1. Trình tự thực hiện như sau.",
                Some("CẮT GIẢM THỦ TỤC"),
                "an annex,",
            ),
        ] {
            let found = read(text, None);
            assert_eq!(found.document.subject.as_deref(), subject, "{text}");
            let warning = found.warnings.iter().find(|w| w.code == "annex-only").map(|w| w.message.as_str());
            assert!(warning.is_some_and(|m| m.contains(said)), "{warning:?} {text}");
        }
        // A letterhead below it is a paper's.
        let found = read("PHỤ LỤC\n\nỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 16/KH-UBND", None);
        assert!(found.warnings.iter().all(|w| w.code != "annex-only"));
    }

    #[test]
    fn an_office_without_a_name_is_told() {
        let paper = |name: &str| {
            format!(
                "ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 16/QĐ-UBND\n\nMẫu Sơn, ngày 09 tháng 02 năm \
                 2023\n\nQUYẾT ĐỊNH\nBan hành Quy chế\n\nCăn cứ Luật Mẫu;\n\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN \
                 DÂN\nCHỦ TỊCH{name}"
            )
        };
        for (name, told) in [("", true), ("\n\nTrần Văn Mẫu", false)] {
            let found = read(&paper(name), None);
            assert_eq!(found.warnings.iter().any(|w| w.code == "signer-missing"), told, "{name}");
        }
    }

    #[test]
    fn samples_in_the_text_are_not_the_papers_own() {
        let found = read(
            "BỘ MẪU\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 31/2031/TT-BM\n\nHà Nội, ngày 09 tháng 02 năm \
             2031\n\nTHÔNG TƯ\nHướng dẫn trình bày văn bản\n\nCăn cứ Luật Mẫu;\n\nChương I\n\nQUY ĐỊNH CHUNG\n\nĐiều 1. Quốc hiệu trình bày như \
             sau.\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nĐiều 2. Hiệu lực thi hành từ ngày ký.\n\nNơi \
             nhận:\n- Các bộ;\n- Lưu: VT.\n\nBỘ TRƯỞNG\n\nTrần Văn Mẫu\n\nPHỤ LỤC I\nBẢNG CHỮ VIẾT TẮT\n(Kèm theo Thông tư số \
             31/2031/TT-BM ngày 09 tháng 02 năm 2031)\n\nNơi nhận:\n- Như Điều …;\n\nKT. GIÁM ĐỐC\n\nNguyễn Văn A",
            None,
        );
        let d = &found.document;
        assert_eq!((d.signer.as_deref(), d.recipients.join(";").as_str()), (Some("Trần Văn Mẫu"), "Các bộ;Lưu: VT"));
        assert_eq!(d.subject.as_deref(), Some("Hướng dẫn trình bày văn bản"));
    }

    #[test]
    fn an_envelope_fills_what_the_page_lacks_and_never_overrules_it() {
        let declared = Declared {
            number: Some("17".to_owned()),
            symbol: Some("KH-UBND".to_owned()),
            signer: Some("Nguyễn Văn Mẫu".to_owned()),
            ..Declared::default()
        };
        let found = read(
            "ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 16/KH-UBND\n\nKẾ HOẠCH\nMẫu",
            Some(&declared),
        );
        assert_eq!(found.document.number.as_deref(), Some("16"));
        assert_eq!(found.document.signer.as_deref(), Some("Nguyễn Văn Mẫu"));
        assert_eq!(found.warnings.iter().map(|w| w.code.as_str()).collect::<Vec<_>>(), ["metadata-conflict"]);
    }
}
