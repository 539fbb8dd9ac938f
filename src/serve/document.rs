//! The page of one document: its fields with the places they stand at, its text with every citation as a link, its footnotes
//! beside it; the card of one citation; the original file.

use std::rc::Rc;

use maud::{Markup, html};
use sha2::{Digest as _, Sha256};

use super::answer::{Answer, Fault, disposition};
use super::frame::{Frame, class, joined, mark, quote, word};
use super::paper::{Part, is_raised, lines_of, paragraphs};
use super::site::Visit;
use super::text::{Stretch, What, marked, nested, outside};
use super::trace::{candidates, name_of};
use crate::model::{Citation, DocId, Footnote, Link, LinkState, PartialDate, Place, Relation, handles};
use crate::pipeline::digest_hex;
use crate::report::Where;
use crate::report::states::{State, states};
use crate::report::trace::{Edge, Role, Side, edge};
use crate::report::view::{ArchiveView as _, Entry};
use crate::report::words;
use crate::store::ContentRow;

/// Documents with more text are shown page by page.
const WHOLE: usize = 2_000_000;
/// Pages that are shown as pictures.
const PICTURES: u32 = 300;
/// A longer value is folded.
const LONG: usize = 240;
/// A larger original is not sent.
const LARGEST: u64 = 256 << 20;

impl Visit<'_> {
    /// The one document of this id.
    pub(super) fn document(&self, id: &str) -> Result<(ContentRow, Entry), Fault> {
        let is_id = id.len() >= 4 && id.bytes().all(|b| b.is_ascii_hexdigit());
        let found = if is_id { self.store.by_id(&id.to_ascii_lowercase())? } else { Vec::new() };
        let search = self.href(&["tim"], &[("q", id)]);
        let absent = || {
            Fault::new(404, format!("Không có văn bản {id} trong kho."), format!("There is no document {id} in the archive."))
                .way(search.clone(), "Tra cứu chữ này", "Search for it")
        };
        let row = found.into_iter().next().ok_or_else(absent)?;
        if !self.view.shows(&row) {
            return Err(Fault::new(
                403,
                "Văn bản có độ mật, không hiển thị; chạy congvan serve --include-secret nếu được phép.",
                "The document bears a mark of secrecy and is not shown; run congvan serve --include-secret if that is allowed.",
            ));
        }
        let entry = self.view.entry(&DocId(row.id.clone())).map(Rc::unwrap_or_clone).ok_or_else(absent)?;
        Ok((row, entry))
    }
}

/// Citing places that a document's page shows.
const CITING: usize = 30;

/// The first places that cite a document, and how many documents do. A law is cited by half the archive: only what is shown is read.
pub(super) fn citing(visit: &Visit<'_>, id: &DocId, most: usize) -> (usize, Vec<Edge>) {
    let ids = visit.view.cited_by(id);
    let mut edges: Vec<Edge> = Vec::new();
    for from in &ids {
        if edges.len() >= most {
            break;
        }
        let Some(entry) = visit.view.entry(from) else { continue };
        let names = handles(&entry.extracted.citations);
        let meant = entry.linked().filter(|(_, _, link)| link.to.as_ref() == Some(id)).map(|(index, _, _)| index);
        edges.extend(meant.filter_map(|index| edge(&visit.view, &entry, index, &names, true)));
    }
    edges.truncate(most);
    (ids.len(), edges)
}

/// `/vb/a3182eee`
pub(super) fn page(visit: &Visit<'_>, id: &str) -> Result<Answer, Fault> {
    let (row, entry) = visit.document(id)?;
    let head = entry.head();
    let name = words::name(visit.lang, &head);
    let texts = visit.store.pages(row.content)?;
    let sheet = Sheet { visit, row: &row, entry: &entry, texts: &texts };
    let title = match head.date {
        Some(date) => format!("{name} {}", visit.lang.date(date)),
        None => name.clone(),
    };
    let tally = entry.tally();
    let content = html! {
        (sheet.way_back().unwrap_or_default())
        article.document {
            header.doc-head {
                h1 { (name) " " small { (visit.date_or_absent(&head)) } }
                p.ways.tools {
                    a.button href=(visit.href(&["vb", &row.id, "luoc-do"], &[])) { (visit.pick("Lược đồ", "Trace")) }
                    a.button href=(visit.href(&["can-xem"], &[("vb", &row.id)])) { (visit.pick("Cần xem", "To look at")) }
                    button type="button" data-print="" { (visit.pick("In", "Print")) }
                    a.button href=(visit.href(&["vb", &row.id, "tep"], &[])) { (visit.pick("Tệp gốc", "Original file")) }
                }
                @if let Some(subject) = &head.subject { p.subject lang="vi" { (subject) } }
                @if tally.total() > 0 {
                    p.states {
                        (visit.tally(tally))
                        @if tally.total() > tally.held {
                            span.steps {
                                button type="button" data-step="-1" { "‹ " (visit.pick("trước", "previous")) }
                                button type="button" data-step="1" { (visit.pick("kế tiếp", "next")) " ›" }
                            }
                        }
                    }
                }
            }
            div.columns {
                section.facts aria-label=(visit.pick("Thông tin", "Facts")) { (sheet.facts()?) (sheet.cited_by()) }
                section.text lang="vi" aria-label=(visit.pick("Văn bản", "Document")) { (sheet.views()) }
                @if !entry.extracted.footnotes.is_empty() {
                    section.notes aria-label=(visit.pick("Chú thích", "Footnotes")) {
                        h2 { (visit.pick("Chú thích", "Footnotes")) }
                        (sheet.notes())
                    }
                }
            }
            footer.source {
                (row.path) " · SHA-256 " code { (row.sha256.get(..16).unwrap_or(&row.sha256)) }
                " · " (row.format) " · " (visit.pick(format!("{} trang", row.page_count), format!("{} pages", row.page_count)))
                span.screen { " · " (sheet.picture()) }
            }
        }
    };
    Ok(visit.framed(&Frame { class: "wide", ..Frame::of(&title) }, &content))
}

/// A document laid out.
struct Sheet<'a> {
    visit: &'a Visit<'a>,
    row: &'a ContentRow,
    entry: &'a Entry,
    texts: &'a [String],
}

impl Sheet<'_> {
    /// Can pages be drawn?
    fn has_pictures(&self) -> bool {
        self.row.format == "pdf"
    }

    /// The text, or the pages as they are on paper.
    fn views(&self) -> Markup {
        let visit = self.visit;
        let pictures = visit.request.word("xem") == Some("anh");
        let view = |word: &str| visit.request.with(visit.request.english, &[("xem", word)]);
        html! {
            @if self.has_pictures() {
                p.ways.views {
                    a href=(view("")) aria-current=[(!pictures).then_some("true")] { (visit.pick("Chữ", "Text")) }
                    a href=(view("anh")) aria-current=[pictures.then_some("true")] { (visit.pick("Ảnh trang", "Pages")) }
                }
            }
            @if self.has_pictures() && pictures { (self.pictures()) } @else { (self.text()) }
        }
    }

    fn pictures(&self) -> Markup {
        let visit = self.visit;
        let name = |n: u32| visit.pick(format!("trang {n}"), format!("page {n}"));
        html! {
            @for n in 1..=self.row.page_count.min(PICTURES) {
                figure.paper id={ "trang-" (n) } {
                    img src=(visit.href(&["vb", &self.row.id, "trang", &format!("{n}.jpg")], &[])) alt=(name(n)) loading="lazy";
                    figcaption { (name(n)) }
                }
            }
            @if self.row.page_count > PICTURES { p { (visit.pick(format!("Còn {} trang: mở tệp gốc.", self.row.page_count - PICTURES), format!("{} more pages: open the original file.", self.row.page_count - PICTURES))) } }
        }
    }

    /// Where the pages can be seen as they are on paper.
    fn picture(&self) -> Markup {
        let visit = self.visit;
        html! {
            @if self.has_pictures() { a href=(visit.href(&["vb", &self.row.id, "tep"], &[("tai", "1")])) { (visit.pick("tải tệp gốc", "keep the original file")) } }
            @else { (visit.pick("không có ảnh trang: chỉ tệp PDF vẽ được", "no pictures of pages: only those of PDF can be drawn")) }
        }
    }

    /// `‹ về Báo cáo, chú thích 1 (12)`: the way back to the citation that led here.
    fn way_back(&self) -> Option<Markup> {
        let visit = self.visit;
        let (from, at) = (visit.request.word("tu")?, visit.request.number("cho")?);
        let (row, entry) = visit.document(from).ok()?;
        let citation = entry.extracted.citations.get(at)?;
        let place = Where::of(&entry.extracted, &citation.place, citation.span);
        let place = visit.pick(place.vietnamese(), place.english());
        let name = words::name(visit.lang, &entry.head());
        let to = format!("{}#vd-{at}", visit.href(&["vb", &row.id], &[]));
        Some(html! { p.back { a href=(to) { "‹ " (visit.pick("về", "back to")) " " (name) ", " (place) } } })
    }

    fn facts(&self) -> Result<Markup, Fault> {
        let visit = self.visit;
        let document = &self.entry.extracted.document;
        let number = document.doc_number().map(|n| n.to_string()).or_else(|| document.symbol.as_ref().map(|s| format!("…/{s}")));
        let kind = document.kind.map(|k| visit.pick(k.row().name, k.row().english).to_owned());
        let recipients = (!document.recipients.is_empty()).then(|| document.recipients.join("; "));
        let always = [
            (visit.pick("Loại", "Type"), "kind", kind),
            (visit.pick("Số, ký hiệu", "Number"), "number", number),
            (visit.pick("Ngày", "Date"), "date", document.date.map(|d| visit.lang.date(d))),
            (visit.pick("Cơ quan ban hành", "Issuer"), "issuer", document.issuer.clone()),
            (visit.pick("Người ký", "Signer"), "signer", document.signer.clone()),
        ];
        let sometimes = [
            (visit.pick("Cơ quan chủ quản", "Parent body"), "parent", document.parent.clone()),
            (visit.pick("Địa danh", "Place"), "place", document.place.clone()),
            (visit.pick("Chức vụ", "Title"), "signer_title", document.signer_title.clone()),
            (visit.pick("Thẩm quyền ký", "Signing authority"), "authority", document.authority.clone()),
            (visit.pick("Độ khẩn", "Urgency"), "urgency", document.urgency.clone()),
            (visit.pick("Độ mật", "Secrecy"), "secrecy", document.secrecy.clone()),
            (visit.pick("Nơi nhận", "Recipients"), "recipients", recipients),
        ];
        let (facts, _) = visit.store.facts(self.row.content)?;
        let shown = always.into_iter().chain(sometimes.into_iter().filter(|(_, _, value)| value.is_some()));
        let others = states(visit.store, self.row)?;
        let others: Vec<&State> = others.iter().filter(|s| s.row.id != self.row.id && visit.view.shows(&s.row)).collect();
        Ok(html! {
            details.folds open {
                summary { h2 { (visit.pick("Thông tin", "Facts")) } }
                dl {
                    @for (label, field, value) in shown {
                        dt { (label) }
                        dd {
                            @match value {
                                Some(value) if value.chars().count() > LONG => { details { summary { (value.chars().take(LONG / 3).collect::<String>()) "…" } span.value lang="vi" { (value) } } }
                                Some(value) => { span.value lang="vi" { (value) } }
                                None => { span.absent { (visit.pick("không ghi", "not stated")) } }
                            }
                            @if self.entry.extracted.evidence.contains_key(field) {
                                " " a.where href={ "#" (evidence_id(field)) } title={ (visit.pick("xem chỗ ghi", "see the place")) ": " (label) } { (visit.pick("chỗ ghi", "where")) }
                            }
                        }
                    }
                    @if !self.row.parts.is_empty() {
                        dt { (visit.pick("Kèm theo", "Attached")) }
                        @for part in &self.row.parts { dd lang="vi" { (words::part(visit.lang, part)) } }
                    }
                    @for line in words::signatures(visit.lang, &facts.signatures, &|day| visit.lang.date(day)) {
                        dt { (visit.pick("Chữ ký số", "Digital signature")) }
                        dd { (line) }
                    }
                    @if !others.is_empty() {
                        dt { (visit.pick("Bản khác", "Other texts")) }
                        @for state in others { dd { a href=(visit.href(&["vb", &state.row.id], &[])) { (state.row.path) } @if state.draft { " (" (visit.pick("dự thảo", "draft")) ")" } } }
                    }
                }
            }
            @if !self.entry.extracted.warnings.is_empty() {
                details {
                    summary { (visit.pick("Lưu ý khi đọc", "Notes on reading")) " (" (self.entry.extracted.warnings.len()) ")" }
                    ul { @for warning in &self.entry.extracted.warnings { li { (words::warning(visit.lang, warning, false)) } } }
                }
            }
            @if !self.entry.extracted.headings.is_empty() {
                details {
                    summary { (visit.pick("Đề mục", "Outline")) }
                    ol.outline {
                        @for (i, heading) in self.entry.extracted.headings.iter().enumerate() { li { a href={ "#dm-" (i) } { (heading.label) } } }
                    }
                }
            }
        })
    }

    fn cited_by(&self) -> Markup {
        let visit = self.visit;
        let (documents, citing) = citing(visit, &self.entry.id, CITING);
        html! {
            h2 #duoc-vien-dan { (visit.pick("Được viện dẫn", "Cited")) }
            @if documents == 0 { p { (visit.pick("chưa văn bản nào viện dẫn", "cited by no document")) } }
            @else {
                p { (visit.pick(format!("{documents} văn bản viện dẫn văn bản này"), format!("{documents} documents cite this one"))) }
                ul.citing {
                    @for e in &citing {
                        li.(class(e.state)) {
                            a href={ (visit.href(&["vb", &e.from.0], &[])) "#vd-" (e.index) } {
                                (e.document.as_ref().map_or_else(String::new, |h| words::name(visit.lang, h)))
                                ", " (visit.pick(e.place.vietnamese(), e.place.english()))
                            }
                            " " small { (relation(visit, e.citation.relation)) }
                            " " (quote(&e.sentence))
                        }
                    }
                }
                p { a href=(visit.href(&["vb", &self.row.id, "luoc-do"], &[("chieu", "nguoc")])) { (visit.pick("xem tất cả", "see all")) } }
            }
        }
    }

    /// Which pages are shown: all, or one of a long document.
    fn shown(&self) -> std::ops::Range<usize> {
        let all: usize = self.texts.iter().map(String::len).sum();
        if all <= WHOLE {
            return 0..self.texts.len();
        }
        let at = self.visit.request.number("trang").unwrap_or(1).clamp(1, self.texts.len().max(1));
        at - 1..at.min(self.texts.len())
    }

    fn text(&self) -> Markup {
        let visit = self.visit;
        let shown = self.shown();
        let is_part = shown.len() < self.texts.len();
        let turn = |at: usize, label: String| html! { a href=(visit.request.with(visit.request.english, &[("trang", &at.to_string())])) { (label) } };
        html! {
            @if is_part {
                nav.turn {
                    @if shown.start > 0 { (turn(shown.start, format!("‹ {} {}", visit.pick("trang", "page"), shown.start))) }
                    @if shown.end < self.texts.len() { (turn(shown.end + 1, format!("{} {} ›", visit.pick("trang", "page"), shown.end + 1))) }
                }
            }
            @for at in shown {
                @if at > 0 && !is_part { hr.page-break title=(format!("{} {}", visit.pick("trang", "page"), at + 1)); }
                (self.page_text(at))
            }
        }
    }

    /// Do lines end where the paper's did?
    fn is_wrapped(&self) -> bool {
        matches!(self.row.format.as_str(), "pdf" | "image" | "txt" | "markdown")
    }

    fn page_text(&self, at: usize) -> Markup {
        let text = self.texts.get(at).map(String::as_str).unwrap_or_default();
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let extracted = &self.entry.extracted;
        let stretches = self.stretches(number);
        let mut notes: Vec<(usize, usize)> = extracted
            .footnotes
            .iter()
            .flat_map(|n| &n.parts)
            .filter(|s| s.page == number)
            .map(|s| (s.start as usize, s.end as usize))
            .collect();
        notes.sort_unstable();
        let is_mark = |line: &str| {
            let line = line.trim();
            !line.is_empty() && (extracted.footnotes.iter().any(|n| n.marker == line) || line.chars().all(is_raised))
        };
        let mut out = Vec::new();
        let mut broken = false;
        for paragraph in paragraphs(text, number, self.is_wrapped(), &extracted.headings, &extracted.evidence, &notes) {
            let (start, end) = (paragraph.span.start, paragraph.span.end);
            let pieces = outside(start, end, &notes);
            let left: String = pieces.iter().filter_map(|(a, b)| text.get(*a..*b)).collect();
            if left.trim().is_empty() || is_mark(&left) {
                // A note ends a page of the paper; where the file knows no pages, this is how one is known.
                broken = self.texts.len() == 1 && self.is_wrapped();
                continue;
            }
            if std::mem::take(&mut broken) && !out.is_empty() {
                out.push(html! { hr.page-break title=(self.visit.pick("sang trang (suy ra)", "next page (inferred)")); });
            }
            let content = joined(pieces.iter().map(|(a, b)| marked(text, *a, *b, &stretches)));
            let flows = paragraph.flows.then_some("flow");
            out.push(match paragraph.part {
                Part::Heading(i, 3) => html! { h3 id={ "dm-" (i) } { (content) } },
                Part::Heading(i, _) => html! { h4 id={ "dm-" (i) } { (content) } },
                Part::Item(i) => html! { p id={ "dm-" (i) } class=[flows] { (content) } },
                Part::Head => html! { p.head { (content) } },
                Part::Chapter => html! { p.head.chapter { (content) } },
                Part::Sign => html! { p.sign { (content) } },
                Part::Body => html! { p class=[flows] { (content) } },
            });
        }
        joined(out)
    }

    fn notes(&self) -> Markup {
        let visit = self.visit;
        let shown = self.shown();
        let is_shown = |note: &&Footnote| note.parts.iter().any(|p| shown.contains(&(p.page as usize).saturating_sub(1)));
        html! {
            @for (i, note) in self.entry.extracted.footnotes.iter().enumerate().filter(|(_, n)| is_shown(n)) {
                div.note id={ "ct" (i + 1) } role="doc-footnote" {
                    p.note-head {
                        b { (note.marker) }
                        @if let Some(anchor) = &note.anchor {
                            " " (quote(&anchor.quote)) " "
                            a role="doc-backlink" href={ "#mark-" (i + 1) } { (visit.pick("về chỗ đánh dấu", "back to the mark")) }
                        } @else { " " span.absent { (visit.pick("không thấy chỗ đánh dấu", "its mark is not found")) } }
                    }
                    div.note-text lang="vi" { (self.note_text(note)) }
                }
            }
        }
    }

    fn note_text(&self, note: &Footnote) -> Markup {
        let mut out = Vec::new();
        for (i, part) in note.parts.iter().enumerate() {
            let text = self.texts.get((part.page as usize).saturating_sub(1)).map(String::as_str).unwrap_or_default();
            if i > 0 {
                out.push(html! { hr.over title=(self.visit.pick("sang trang", "next page")); });
            }
            let stretches = self.stretches(part.page);
            let (start, end) = (part.start as usize, (part.end as usize).min(text.len()));
            for line in lines_of(text.get(start..end).unwrap_or_default()) {
                // Within a note lines run on: it is one paragraph, or a list that marks its items itself.
                out.push(html! { (marked(text, start + line.start, start + line.end, &stretches)) " " });
            }
        }
        html! { p.flow { (joined(out)) } }
    }

    fn stretches(&self, page: u32) -> Vec<Stretch> {
        let extracted = &self.entry.extracted;
        let mut stretches = Vec::new();
        let mut items: Vec<String> = Vec::new();
        for (index, (citation, link)) in extracted.citations.iter().zip(&self.entry.links).enumerate() {
            let item = self.item_id(citation).filter(|id| !items.contains(id));
            items.extend(item.clone());
            if citation.span.page != page {
                continue;
            }
            let Some(link) = link else { continue };
            let what = What::Citation {
                href: self.target(index, citation, link),
                class: class(link.state),
                id: format!("vd-{index}"),
                item,
                label: self.label(link),
                sign: mark(link.state),
                card: self.visit.href(&["vb", &self.row.id, "the", &index.to_string()], &[]),
            };
            stretches.push(Stretch { start: citation.span.start as usize, end: citation.span.end as usize, what });
        }
        for (i, note) in extracted.footnotes.iter().enumerate() {
            if let Some(anchor) = note.anchor.as_ref().filter(|a| a.span.page == page) {
                let what = What::NoteMark { to: format!("ct{}", i + 1), id: format!("mark-{}", i + 1) };
                stretches.push(Stretch { start: anchor.span.start as usize, end: anchor.span.end as usize, what });
            }
        }
        for (field, evidence) in extracted.evidence.iter().filter(|(_, e)| e.span.page == page) {
            let what = What::Evidence { id: evidence_id(field) };
            stretches.push(Stretch { start: evidence.span.start as usize, end: evidence.span.end as usize, what });
        }
        nested(stretches)
    }

    /// `ct1-12`: the id of an item of a footnote's list.
    fn item_id(&self, citation: &Citation) -> Option<String> {
        let Place::Footnote { marker, item: Some(item) } = &citation.place else { return None };
        let at = self.entry.extracted.footnotes.iter().position(|n| n.marker == *marker)?;
        Some(format!("ct{}-{item}", at + 1))
    }

    fn target(&self, index: usize, citation: &Citation, link: &Link) -> String {
        let visit = self.visit;
        match &link.to {
            Some(to) => visit.href(&["vb", &to.0], &[("tu", &self.row.id), ("cho", &index.to_string())]),
            None => {
                let mut name = name_of(citation);
                if let (Some(year), Some(number)) = (citation.date.map(PartialDate::year_number), citation.doc_number())
                    && number.symbol.is_some()
                    && number.year.is_none()
                    && link.state == LinkState::Missing
                {
                    name.push_str(&format!("@{year}"));
                }
                visit.cited(&name)
            }
        }
    }

    /// The state in words, with what does not fit.
    fn label(&self, link: &Link) -> String {
        let lang = self.visit.lang;
        let said = word(lang, link.state);
        if link.conflicts.is_empty() {
            return said.to_owned();
        }
        let fields: Vec<&str> = link.conflicts.iter().map(|c| words::field(lang, &c.field)).collect();
        format!("{said}: {}", fields.join(", "))
    }
}

fn evidence_id(field: &str) -> String {
    format!("cg-{field}")
}

/// `/vb/a3182eee/the/44`: what a citation's card shows, as a piece of a page.
pub(super) fn card(visit: &Visit<'_>, id: &str, mention: &str) -> Result<Answer, Fault> {
    let (_, entry) = visit.document(id)?;
    let index: usize = mention.parse().map_err(|_| Fault::absent())?;
    let edge = edge(&visit.view, &entry, index, &handles(&entry.extracted.citations), false).ok_or_else(Fault::absent)?;
    let elsewhere = entry
        .linked()
        .filter(|(i, _, link)| *i != index && link.to.is_some() && link.to == edge.to && link.part == edge.part)
        .count();
    let content = html! {
        p.card-state.(class(edge.state)) {
            (mark(edge.state)) " " (word(visit.lang, edge.state))
            @for conflict in &edge.conflicts { " · " (words::field(visit.lang, &conflict.field)) }
        }
        @match &edge.document {
            Some(head) => div { (visit.line(head)) }
            None => p { (quote(&edge.quote)) @if edge.state == LinkState::Missing { " " (visit.pick("chưa có trong kho", "is not held")) } }
        }
        (sides(visit, &edge.sides))
        (candidates(visit, &edge))
        @if elsewhere > 0 { p.aside { (visit.pick(format!("{elsewhere} nơi khác trong văn bản này"), format!("{elsewhere} other places in this document"))) } }
    };
    Ok(Answer::html(200, content))
}

/// What each side writes, where they differ.
pub(super) fn sides(visit: &Visit<'_>, sides: &[Side]) -> Markup {
    html! {
        @if !sides.is_empty() {
            dl.sides {
                @for side in sides {
                    dt {
                        (match side.role {
                            Role::Mention => visit.pick("văn bản này ghi", "this document has").to_owned(),
                            Role::Held => visit.pick("văn bản được viện dẫn ghi", "the cited document has").to_owned(),
                            Role::Elsewhere => format!("{} {}", visit.pick(side.place.vietnamese(), side.place.english()), visit.pick("ghi", "has")),
                        })
                    }
                    dd {
                        b { (value_of(visit, side)) }
                        @if let Some(words) = &side.quote { " " (quote(words)) }
                        @if side.role == Role::Held { " " span.path { (side.path) ", " (visit.pick("trang", "page")) " " (side.place.page) } }
                    }
                }
            }
        }
    }
}

fn value_of(visit: &Visit<'_>, side: &Side) -> String {
    match side.field.as_str() {
        "date" => side.value.parse::<PartialDate>().map_or_else(|_| side.value.clone(), |d| visit.lang.date(d)),
        _ => side.value.clone(),
    }
}

/// The relation's words, as headings of lists use them.
pub(super) fn relation(visit: &Visit<'_>, relation: Relation) -> &'static str {
    let (vi, en) = match relation {
        Relation::Basis => ("Căn cứ", "Based on"),
        Relation::Implements => ("Thực hiện", "Implements"),
        Relation::Replies => ("Trả lời", "Replies to"),
        Relation::Amends => ("Sửa đổi, bổ sung", "Amends"),
        Relation::Replaces => ("Thay thế", "Replaces"),
        Relation::Repeals => ("Bãi bỏ", "Repeals"),
        Relation::Guides => ("Hướng dẫn", "Guides"),
        Relation::Promulgates => ("Ban hành kèm theo", "Promulgates"),
        Relation::Proposes => ("Theo đề nghị", "On proposal of"),
        Relation::Reports => ("Báo cáo", "Reports on"),
        Relation::Lists => ("Liệt kê", "Lists"),
        Relation::Refers => ("Nhắc đến", "Refers to"),
        Relation::Own => ("Chính văn bản này", "The document itself"),
    };
    visit.pick(vi, en)
}

/// The original file of a document.
struct Original {
    name: String,
    bytes: Vec<u8>,
}

/// A document's file as it lies in its folder, found by the archive's own record of it; only where it is what was indexed.
fn original_of(visit: &Visit<'_>, row: &ContentRow) -> Result<Original, Fault> {
    let back = visit.href(&["vb", &row.id], &[]);
    let gone = |why: &str| {
        Fault::new(
            410,
            format!("Không mở được tệp gốc {} ({why}); văn bản đã nạp vẫn xem được.", row.path),
            format!("The original file {} cannot be opened ({why}); the indexed document can still be read.", row.path),
        )
        .way(back.clone(), "Về văn bản", "Back to the document")
    };
    let place = visit.store.places(row.content)?.into_iter().next().ok_or_else(|| gone("-"))?;
    if !place.member.is_empty() && !visit.site.source.include_secret {
        // The container holds other documents, too; which of them may be seen is not known here.
        return Err(Fault::new(
            404,
            format!("Văn bản nằm trong tệp nén {}; mở tệp ấy trong thư mục của nó.", row.path),
            format!("The document lies within the container {}; open that in its folder.", row.path),
        )
        .way(back, "Về văn bản", "Back to the document"));
    }
    let path = place.path();
    let size = std::fs::metadata(&path).map_err(|e| gone(&e.to_string()))?.len();
    if size > LARGEST {
        return Err(gone(&visit.lang.size(size)));
    }
    let bytes = std::fs::read(&path).map_err(|e| gone(&e.to_string()))?;
    // What lies there now may be another document, of which nobody knows yet whether it may be shown.
    if place.member.is_empty() && digest_hex(&Sha256::digest(&bytes)) != row.sha256 {
        return Err(gone(visit.pick("tệp đã khác từ lần nạp trước", "the file has changed since it was indexed")));
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Original { name, bytes })
}

/// `/vb/a3182eee/tep`: the original file. A PDF opens in the browser, cut off from everything; all else, and with `?tai=1` a PDF
/// too, is kept.
pub(super) fn original(visit: &Visit<'_>, id: &str) -> Result<Answer, Fault> {
    let (row, _) = visit.document(id)?;
    let file = original_of(visit, &row)?;
    if row.format == "pdf" && visit.request.word("tai").is_none() && file.bytes.starts_with(b"%PDF-") {
        let answer = Answer::new(200, "application/pdf", file.bytes);
        return Ok(answer
            .with("content-security-policy", "sandbox".to_owned())
            .with("content-disposition", disposition("inline", &file.name)));
    }
    Ok(Answer::download("application/octet-stream", &file.name, file.bytes))
}

/// `/vb/a3182eee/trang/2.jpg`: a page as it is on paper, drawn in a worker that can reach nothing; one page at a time.
pub(super) fn picture(visit: &Visit<'_>, id: &str, page: &str) -> Result<Answer, Fault> {
    let (row, _) = visit.document(id)?;
    let page = page.strip_suffix(".jpg").and_then(|p| p.parse::<u32>().ok()).and_then(|p| p.checked_sub(1));
    let page = page.filter(|p| *p < row.page_count && row.format == "pdf").ok_or_else(Fault::absent)?;
    let bytes = original_of(visit, &row)?.bytes;
    let Ok(mut drawer) = visit.site.drawer.lock() else { return Err(Fault::broken()) };
    let drawn = drawer.as_mut().map(|worker| worker.draw(&bytes, page as usize));
    match drawn {
        Some(Ok(Some(jpeg))) => Ok(Answer::new(200, "image/jpeg", jpeg).with("cache-control", "private, max-age=600".to_owned())),
        _ => Err(Fault::new(503, "Chưa vẽ được trang này.", "This page could not be drawn.")),
    }
}
