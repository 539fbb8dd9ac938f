//! The document's own fields, each with the place and the rule it was read by.

mod declared;
mod letterhead;
mod marks;
mod number;
mod recipients;
pub(super) mod signature;
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
use crate::model::{Document, Evidence, Kind, PartialDate, Span, Warning};

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

/// And how many bytes; a line that is longer than all of them is no part of a letterhead.
const HEAD_BYTES: usize = 96 << 10;

/// Finds the fields of the first paper of a file.
pub(crate) fn find(input: &Input<'_>, lines: &[Line<'_>]) -> Found {
    let mut bytes = 0;
    let fits = |line: &&Line<'_>| {
        bytes += line.text.len();
        bytes <= HEAD_BYTES
    };
    let head = lines.iter().take(HEAD_LINES).take_while(fits).count();
    let head_lines = lines.get(..head).unwrap_or_default();
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
        // Without quốc hiệu, the type name may stand over the number.
        let begin = head.map_or(0, |h| if h.signed { from } else { h.start.saturating_sub(4) });
        for i in begin..lines.len().min(within) {
            if let Some(found) = title::kind_of(self.stream, i) {
                title = Some(found);
                break;
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
            let (subject, after) = title::subject(self.stream, lines, &title);
            end = after.max(from);
            self.found.document.subject = self.take("subject", subject.as_ref(), "title.subject");
        }
        self.title_of_gazette();
        if self.found.document.subject.is_none() {
            self.found.document.subject = self.take("subject", about, "letterhead.about");
        }
        if self.found.document.kind.is_none() {
            self.kind_without_name(lines, head, end);
        }
        end
    }

    /// Collections print number and date in the title: `CỦA CHÍNH PHỦ SỐ 12/2007/NĐ-CP NGÀY 09 THÁNG 3 NĂM 2007 VỀ …`.
    fn title_of_gazette(&mut self) {
        let document = &self.found.document;
        let Some(subject) = document.subject.clone().filter(|_| document.number.is_none() && document.symbol.is_none()) else {
            return;
        };
        let folded = super::fold::fold(&subject);
        let starts = folded.starts_with("cua ") || folded.starts_with("so ");
        let Some(at) = folded.find("so ").filter(|at| starts && *at < 80) else { return };
        // Folding keeps the number of characters, and leaves ASCII in Vietnamese words.
        let chars: Vec<char> = subject.chars().collect();
        let Some(own) = number::read(&chars, at + 3).filter(|n| n.number.is_some() && n.symbol.is_some()) else { return };
        let rest: String = chars.iter().skip(own.range.end).collect();
        let rest = rest.trim_start_matches([' ', ',']);
        let (date, rest) = match dates::read_at(rest, 0) {
            Some((date, end)) => (Some(date), rest.get(end..).unwrap_or_default()),
            None => (None, rest),
        };
        let Some(proof) = self.found.evidence.get("subject").cloned() else { return };
        let document = &mut self.found.document;
        document.number.clone_from(&own.number);
        document.year = own.year;
        document.symbol = own.symbol;
        document.subject = Some(title::clean_subject(rest.trim_start_matches([' ', ',']))).filter(|s| !s.is_empty());
        let mut fields = vec!["number", "symbol"];
        if document.year.is_some() {
            fields.push("year");
        }
        if document.date.is_none() && date.is_some() {
            document.date = date;
            fields.push("date");
        }
        for field in fields {
            self.found.evidence.insert(field.to_owned(), Evidence { rule: "title.number".to_owned(), ..proof.clone() });
        }
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
            self.consolidation(lines, s.first);
            self.date_above_signature(lines, s.first);
            self.date_of_adoption(lines, s.first);
        }
    }

    /// A consolidated text (văn bản hợp nhất) bears its number over the signature that certifies it.
    fn consolidation(&mut self, lines: &[Line<'_>], first: usize) {
        if self.found.document.number.is_some() {
            return;
        }
        for line in lines.get(first.saturating_sub(10)..first).unwrap_or_default() {
            if !super::fold::fold(line.text).starts_with("so") {
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

    /// Laws and resolutions of assemblies: `… thông qua ngày 27 tháng 11 năm 2024`.
    fn date_of_adoption(&mut self, lines: &[Line<'_>], first: usize) {
        let adopted = self.found.document.kind.is_some_and(|k| matches!(k.code(), "Luật" | "BL" | "PL" | "NQ" | "HP"));
        if self.found.document.date.is_some() || !adopted {
            return;
        }
        for i in (first.saturating_sub(5)..first).rev() {
            let Some(line) = lines.get(i) else { continue };
            // The words may break over two lines.
            let text = match lines.get(i + 1).filter(|l| l.block == line.block) {
                Some(next) => format!("{} {}", line.text, next.text),
                None => line.text.to_owned(),
            };
            let Some(at) = text.find("thông qua ngày") else { continue };
            if let Some((date, _)) = dates::read_at(&text, at + "thông qua ".len()) {
                self.found.document.date = Some(date);
                self.prove("date", line.span(), "closing.adopted");
                return;
            }
        }
    }

    /// Minutes, reports and applications may have their date line above the signature instead of in the letterhead.
    fn date_above_signature(&mut self, lines: &[Line<'_>], first: usize) {
        let numbered = self.found.document.number.is_some() && self.found.document.kind.is_none_or(|k| k.code() != "VBHN");
        if self.found.document.date.is_some() || numbered || self.found.document.place.is_some() {
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
        find(&Input { pages: &pages, declared }, &lines)
    }

    /// `kind|number|year|symbol|date|place|parent|issuer|subject|authority|title|signer|urgency|secrecy`, absent ones empty.
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
        ]
        .join("|")
    }

    #[test]
    fn letterheads_of_many_makes_are_read() {
        for (text, want) in [
            // Columns one after the other.
            (
                "UBND HUYỆN MẪU ĐƠN\nỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nSố: 16/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - \
                 Hạnh phúc\n\nMẫu Sơn, ngày 09 tháng 02 năm 2023\n\nKẾ HOẠCH\nTheo dõi tình hình thi hành pháp luật\nnăm 2023\n\nCăn cứ Luật \
                 Mẫu;\n\nNơi nhận:\n- UBND huyện;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn Mẫu",
                "KH|16||KH-UBND|2023-02-09|Mẫu Sơn|UBND huyện Mẫu Đơn|Ủy ban nhân dân xã Mẫu Sơn|Theo dõi tình hình thi hành pháp luật năm \
                 2023|TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|Nguyễn Văn Mẫu||",
            ),
            // Both columns in one line.
            (
                "UBND HUYỆN MẪU ĐƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nUBND XÃ MẪU SƠN Độc lập - Tự do - Hạnh phúc\nSố: 811/UBND-VP Mẫu Sơn, ngày 4 \
                 tháng 5 năm 2023\nV/v cung cấp số liệu\ncải cách hành chính\n\nKính gửi: Phòng Nội vụ\n\nNội dung.\n\nNơi nhận: TM. ỦY BAN NHÂN DÂN\n- \
                 Như trên; KT. CHỦ TỊCH\n- Lưu: VT. PHÓ CHỦ TỊCH\nTrần Thị Mẫu",
                "CV|811||UBND-VP|2023-05-04|Mẫu Sơn|UBND huyện Mẫu Đơn|UBND xã Mẫu Sơn|cung cấp số liệu cải cách hành chính|TM. ỦY BAN NHÂN DÂN KT. \
                 CHỦ TỊCH|PHÓ CHỦ TỊCH|Trần Thị Mẫu||",
            ),
            // A row of a table.
            (
                "| UBND TỈNH MẪU\nSỞ NỘI VỤ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n| Số: /SNV-VP | Mẫu, ngày tháng 3 năm 2026 |\n\nHỎA TỐC\n\nKính gửi: \
                 UBND các xã",
                "CV|||SNV-VP|2026-03|Mẫu|UBND tỉnh Mẫu|Sở Nội vụ|||||HỎA TỐC|",
            ),
            // The Party's.
            (
                "HUYỆN ỦY MẪU ĐƠN\nBAN TUYÊN GIÁO\n*\nSố 12-HD/BTGHU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\nMẫu Đơn, ngày 05 tháng 9 năm 2022\n\nHƯỚNG \
                 DẪN\ntuyên truyền ngày lễ\n-----\n\nThực hiện Kế hoạch.\n\nNơi nhận:\n- Như trên,\n- Lưu Ban.\n\nK/T TRƯỞNG BAN\nPHÓ TRƯỞNG \
                 BAN\n\nLê Văn Mẫu",
                "HD|12||HD/BTGHU|2022-09-05|Mẫu Đơn|Huyện ủy Mẫu Đơn|Ban Tuyên giáo|tuyên truyền ngày lễ|K/T TRƯỞNG BAN|PHÓ TRƯỞNG BAN|Lê Văn Mẫu||",
            ),
            // A title as issuer, a decision with its issuer repeated.
            (
                "THỦ TƯỚNG CHÍNH PHỦ\n\nMẬT\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 33/QĐ-TTg\n\nHà Nội, ngày 10 tháng 10 \
                 năm 2021\n\nQUYẾT ĐỊNH\nVề việc phê duyệt Đề án mẫu\n\nTHỦ TƯỚNG CHÍNH PHỦ\n\nCăn cứ Luật Mẫu;\n\nKT. THỦ TƯỚNG\nPHÓ THỦ \
                 TƯỚNG\n\nVũ Đức Mẫu",
                "QĐ|33||QĐ-TTg|2021-10-10|Hà Nội||Thủ tướng Chính phủ|phê duyệt Đề án mẫu|KT. THỦ TƯỚNG|PHÓ THỦ TƯỚNG|Vũ Đức Mẫu||MẬT",
            ),
            // Two issuers.
            (
                "BỘ TÀI CHÍNH -\nBỘ NỘI VỤ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 05/2011/TTLT-BTC-BNV\n\nHà Nội, ngày 01 tháng 6 năm \
                 2011\n\nTHÔNG TƯ LIÊN TỊCH\nHướng dẫn chế độ mẫu\n\nCăn cứ Nghị định mẫu;",
                "TTLT|05|2011|TTLT-BTC-BNV|2011-06-01|Hà Nội||Bộ Tài chính - Bộ Nội vụ|Hướng dẫn chế độ mẫu|||||",
            ),
            // No letterhead: nothing is taken from the body.
            (
                "BÁO CÁO\nKết quả công tác\n\nThực hiện Công văn số 01/ĐKT ngày 18/7/2023 của Đoàn kiểm tra huyện Mẫu Đơn, UBND xã Mẫu Sơn báo cáo như \
                 sau:\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu",
                "BC|||||||UBND xã Mẫu Sơn|Kết quả công tác|TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|Nguyễn Văn Mẫu||",
            ),
        ] {
            assert_eq!(row(&read(text, None)), want, "{text}");
        }
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
