//! The pages of what does not fit: all findings with both quotes in the row, what is cited and not held, who waits for an answer.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::answer::{Answer, Fault};
use super::frame::{Frame, quote};
use super::site::{Visit, Whole};
use crate::model::{DocId, DocNumber, Kind, PartialDate};
use crate::report::archive::head;
use crate::report::audit::{Code, Finding, Severity, Stub};
use crate::report::view::Head;
use crate::report::words;

/// Findings on a page.
const PAGE: usize = 50;
/// Documents of one issuer on the list of what is not held.
const LISTED: usize = 200;
/// Proofs of one finding.
const PROOFS: usize = 12;

impl Visit<'_> {
    /// The line of a document by its id, without reading what was found in it.
    fn head(&self, id: &DocId) -> Option<Head> {
        let row = self.store.by_id(&id.0).ok()?.into_iter().find(|row| row.id == id.0)?;
        self.view.shows(&row).then(|| head(&row))
    }
}

/// Which findings are asked for.
struct Asked<'a> {
    code: Option<Code>,
    document: Option<&'a str>,
    /// Only what the last morning report did not tell.
    new: bool,
}

/// `/can-xem?diem=date-conflict`, `?vb=a3182eee`, `?moi=1`
pub(super) fn page(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let code = match visit.request.word("diem") {
        Some(code) => Some(Code::from_code(code).ok_or_else(|| {
            let codes: Vec<&str> = Code::all().map(Code::code).collect();
            Fault::new(
                400,
                format!("Không có loại điểm “{code}”; cần một trong: {}.", codes.join(", ")),
                format!("There is no kind of finding “{code}”; expected one of: {}.", codes.join(", ")),
            )
        })?),
        None => None,
    };
    let asked = Asked { code, document: visit.request.word("vb"), new: visit.request.word("moi").is_some() };
    let whole = visit.whole()?;
    let reported = visit.store.reported()?;
    let told = |id: &String| reported.as_ref().is_some_and(|(_, told)| told.contains(id));
    let dismissed = visit.dismissed()?;
    let open: Vec<(&String, &Finding)> =
        whole.ids.iter().zip(&whole.audit.findings).filter(|(id, _)| !dismissed.contains(*id)).collect();
    let within: Vec<(&String, &Finding)> = open
        .into_iter()
        .filter(|(_, f)| asked.document.is_none_or(|d| f.document.0 == d || f.evidence.iter().any(|p| p.document.0 == d)))
        .filter(|(id, _)| !asked.new || !told(id))
        .collect();
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for (_, finding) in &within {
        *counts.entry(finding.code).or_default() += 1;
    }
    let from = visit.request.number("bo").unwrap_or(0);
    let chosen: Vec<&Finding> = within.iter().map(|(_, f)| *f).filter(|f| asked.code.is_none_or(|w| f.code == w)).collect();
    let shown: Vec<&Finding> = chosen.iter().copied().skip(from).take(PAGE).collect();
    let weighing = |weight: Severity| chosen.iter().filter(|f| f.severity == weight).count();
    let (heavy, light, notes) = (weighing(Severity::Error), weighing(Severity::Warning), weighing(Severity::Note));
    let title = match asked.document.and_then(|d| visit.head(&DocId(d.to_owned()))) {
        Some(head) => {
            let name = words::name(visit.lang, &head);
            visit.pick(format!("{name}: {} điểm cần xem", chosen.len()), format!("{name}: {} points to look at", chosen.len()))
        }
        None => visit.pick(format!("{} điểm cần xem", chosen.len()), format!("{} points to look at", chosen.len())),
    };
    let with = |change: &[(&str, &str)]| visit.request.with(visit.request.english, change);
    let content = html! {
        p.printed.sheet { (visit.pick("PHIẾU RÀ SOÁT", "REVIEW SHEET")) }
        h1 { (title) }
        p.caution { (visit.pick(
            "Các điểm dưới đây là chỗ hai văn bản ghi khác nhau hoặc kho chưa có văn bản; chưa phải là kết luận.",
            "These are places where two documents differ or where the archive lacks a document; they are no verdict.",
        )) }
        p.ways {
            b { (visit.pick(format!("{heavy} nặng · {light} nhẹ"), format!("{heavy} serious · {light} minor"))) @if notes > 0 { " · " (notes) " " (visit.pick("ghi chú", "notes")) } }
            @if reported.is_some() {
                @if asked.new { a href=(with(&[("moi", ""), ("bo", "")])) { (visit.pick("tất cả, cả điểm cũ", "all, old ones too")) } }
                @else { a href=(with(&[("moi", "1"), ("bo", "")])) { (visit.pick("mới từ báo cáo trước", "new since the last report")) } }
            }
            @if asked.document.is_some() { a href=(with(&[("vb", ""), ("bo", "")])) { (visit.pick("cả kho", "the whole archive")) } }
            a href=(visit.href(&["can-xem", "chua-co"], &[])) { (visit.pick("danh sách chưa có trong kho", "list of what is not held")) }
            a href=(visit.href(&["can-xem", "chua-tra-loi"], &[])) { (visit.pick("chưa trả lời", "unanswered")) }
            span.tools { button type="button" data-print="" { (visit.pick("In phiếu", "Print the sheet")) } }
        }
        ul.counts {
            @if asked.code.is_some() { li { a href=(with(&[("diem", ""), ("bo", "")])) { (visit.pick("mọi loại điểm", "all kinds")) } } }
            @for (code, n) in &counts {
                li { a href=(with(&[("diem", code.code()), ("bo", "")])) aria-current=[(asked.code == Some(*code)).then_some("true")] { (name(visit, *code)) " " (n) } }
            }
        }
        (table(visit, &shown))
        @if chosen.len() > from + shown.len() {
            p { a href=(with(&[("bo", &(from + PAGE).to_string())])) { (visit.pick(format!("còn {} điểm", chosen.len() - from - shown.len()), format!("{} more", chosen.len() - from - shown.len()))) } }
        }
        @if !dismissed.is_empty() {
            p.aside { (visit.pick(format!("{} điểm đã được xem và bỏ qua: congvan audit --dismissed", dismissed.len()), format!("{} points were looked at and dismissed: congvan audit --dismissed", dismissed.len()))) }
        }
    };
    Ok(visit.framed(&Frame { class: "wide", ..Frame::of(&title) }, &content))
}

fn name(visit: &Visit<'_>, code: Code) -> &'static str {
    visit.pick(code.vietnamese(), code.english())
}

fn table(visit: &Visit<'_>, findings: &[&Finding]) -> Markup {
    html! {
        @if findings.is_empty() { p role="status" { (visit.pick("Không có điểm nào.", "There is none.")) } }
        @else {
            table.findings {
                thead { tr {
                    th scope="col" { (visit.pick("Mức", "Weight")) }
                    th scope="col" { (visit.pick("Điểm", "Point")) }
                    th scope="col" { (visit.pick("Văn bản", "Document")) }
                    th scope="col" { (visit.pick("Hai bên ghi", "What the sides have")) }
                    th.printed scope="col" { (visit.pick("Ý kiến", "Opinion")) }
                } }
                tbody { @for finding in findings { (row(visit, finding)) } }
            }
            (files(visit, findings))
        }
    }
}

fn row(visit: &Visit<'_>, finding: &Finding) -> Markup {
    let (weight, class) = match finding.severity {
        Severity::Error => (visit.pick("nặng", "serious"), "conflict"),
        Severity::Warning => (visit.pick("nhẹ", "minor"), "ambiguous"),
        Severity::Note => (visit.pick("ghi chú", "note"), "light"),
    };
    let document = visit.head(&finding.document);
    html! {
        tr {
            td.weight.(class) { span.state { (weight) } }
            td.point { (name(visit, finding.code)) @if let Some(about) = &finding.about { br; b { (about) } } }
            td.of { @if let Some(head) = document { a href=(visit.href(&["vb", &head.id.0], &[])) { (words::name(visit.lang, &head)) } br; (head.issuer.as_deref().unwrap_or_default()) br; span.path { (head.path) } } }
            td {
                p { (visit.pick(&finding.message.vi, &finding.message.en)) }
                ul.proofs {
                    @for proof in finding.evidence.iter().take(PROOFS) {
                        li {
                            a href=(visit.href(&["vb", &proof.document.0], &[])) {
                                @if proof.held { (visit.pick("văn bản", "document")) } @else { (visit.pick(proof.place.vietnamese(), proof.place.english())) }
                            }
                            @if let Some(value) = &proof.value { " " b { (value_of(visit, value)) } }
                            @if !proof.quote.is_empty() { " " (quote(&proof.quote)) }
                            @if proof.held { " " span.path { (proof.path) ", " (visit.pick("trang", "page")) " " (proof.page) } }
                        }
                    }
                    @if finding.evidence.len() > PROOFS { li { (visit.pick(format!("và {} chỗ khác", finding.evidence.len() - PROOFS), format!("and {} other places", finding.evidence.len() - PROOFS))) } }
                }
            }
            td.printed {}
        }
    }
}

/// What a printed sheet rests on: the files that are named, with their hashes.
fn files(visit: &Visit<'_>, findings: &[&Finding]) -> Markup {
    let mut ids: Vec<&DocId> =
        findings.iter().flat_map(|f| f.evidence.iter().take(PROOFS).map(|p| &p.document).chain([&f.document])).collect();
    ids.sort();
    ids.dedup();
    let mut heads: Vec<Head> = ids.into_iter().filter_map(|id| visit.head(id)).collect();
    heads.sort_by(|a, b| a.path.cmp(&b.path));
    html! {
        section.printed.files {
            h2 { (visit.pick("Tệp được nêu", "Files that are named")) }
            table {
                thead { tr { th scope="col" { (visit.pick("Tệp", "File")) } th scope="col" { "SHA-256" } } }
                tbody { @for head in heads { tr { td.path { (head.path) } td.hash { (head.sha256) } } } }
            }
        }
    }
}

/// A date as people write it, all else as it stands.
fn value_of(visit: &Visit<'_>, value: &str) -> String {
    value.parse::<PartialDate>().map_or_else(|_| value.to_owned(), |date| visit.lang.date(date))
}

/// `/can-xem/chua-co`: what is cited and not held, by issuer, as a list that can be sent.
pub(super) fn missing(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let whole = visit.whole()?;
    let mut by_issuer: BTreeMap<String, Vec<&Stub>> = BTreeMap::new();
    for stub in &whole.stubs {
        by_issuer.entry(stub.issuer.clone().unwrap_or_default()).or_default().push(stub);
    }
    let mut groups: Vec<(String, Vec<&Stub>)> = by_issuer.into_iter().collect();
    for (_, stubs) in &mut groups {
        stubs.sort_by(|a, b| b.mentions.len().cmp(&a.mentions.len()).then_with(|| a.name.cmp(&b.name)));
    }
    groups.sort_by(|a, b| {
        let most = |stubs: &[&Stub]| stubs.first().map_or(0, |s| s.mentions.len());
        // Those whose issuer nobody names come last.
        (a.0.is_empty(), most(&b.1), &a.0).cmp(&(b.0.is_empty(), most(&a.1), &b.0))
    });
    // One issuer at a time where there are too many for a page.
    let chosen = visit.request.word("coquan");
    let total = whole.stubs.len();
    let is_long = total > LISTED && chosen.is_none();
    groups.retain(|(issuer, _)| chosen.is_none_or(|c| c == issuer));
    let mut number = 1;
    let mut numbered: Vec<(String, usize, Vec<&Stub>)> = Vec::with_capacity(groups.len());
    for (issuer, stubs) in groups {
        let first = number;
        number += stubs.len();
        numbered.push((issuer, first, stubs));
    }
    let most = if is_long { 5 } else { LISTED };
    let title = visit.pick(
        format!("{} văn bản được viện dẫn, chưa có trong kho", visit.lang.count(total as u64)),
        format!("{} documents are cited and not held", visit.lang.count(total as u64)),
    );
    let nobody = visit.pick("Không nêu cơ quan", "Issuer not named");
    let content = html! {
        h1 { (title) }
        @if total > 0 { p.ways {
            span { (visit.pick("Đề nghị cung cấp các văn bản sau:", "Please provide the following documents:")) }
            span.tools { button type="button" data-print="" { (visit.pick("In", "Print")) } }
        } }
        @for (issuer, first, stubs) in numbered.iter().take(LISTED) {
            h2 { (if issuer.is_empty() { nobody } else { issuer.as_str() }) " " small { (stubs.len()) } }
            ol.missing-list start=(first) { @for stub in stubs.iter().take(most) { (wanted(visit, stub)) } }
            @if stubs.len() > most {
                p.more {
                    @if is_long && !issuer.is_empty() { a href=(visit.href(&["can-xem", "chua-co"], &[("coquan", issuer)])) { (visit.pick(format!("… còn {} văn bản", stubs.len() - most), format!("… {} more", stubs.len() - most))) } }
                    @else { (visit.pick(format!("… còn {} văn bản: congvan export --what findings", stubs.len() - most), format!("… {} more: congvan export --what findings", stubs.len() - most))) }
                }
            }
        }
        @if numbered.len() > LISTED { p { (visit.pick(format!("… còn {} cơ quan: congvan export --what findings", numbered.len() - LISTED), format!("… {} more issuers: congvan export --what findings", numbered.len() - LISTED))) } }
    };
    Ok(visit.framed(&Frame::of(&title), &content))
}

/// `Kế hoạch số 27/KH-UBND ngày 22/02/2023 về …`, as a letter asks for it.
fn wanted(visit: &Visit<'_>, stub: &Stub) -> Markup {
    let n = stub.mentions.len();
    let first = stub.mentions.first();
    let number = DocNumber::parse(&stub.name).filter(|number| number.symbol.is_some());
    let kind = number.as_ref().and_then(|n| n.symbol.as_deref()).and_then(|s| Kind::from_symbol(s.split('-').next()?));
    html! {
        li {
            @if number.is_some() { span lang="vi" { (kind.map_or("Văn bản", |k| k.row().name)) " số " } }
            a href=(visit.cited(&stub.name)) lang="vi" { (stub.name) }
            @if let Some(date) = stub.date { " " (visit.pick("ngày", "of")) " " (visit.lang.date(date)) }
            @if let Some(subject) = &stub.subject { " " span lang="vi" { (visit.pick("về", "on")) " " (subject) } }
            span.screen.aside {
                " · " (visit.pick(format!("viện dẫn {n} lần"), format!("cited {n} times")))
                @if let Some((id, at)) = first { " · " a href={ (visit.href(&["vb", &id.0], &[])) "#vd-" (at) } { (visit.pick("chỗ ghi đầu", "first place")) } }
            }
        }
    }
}

impl Visit<'_> {
    /// Where a document that is not held is spoken of: the page of its number, else a search for its name.
    pub(super) fn cited(&self, name: &str) -> String {
        let bare = name.split_once('@').map_or(name, |(bare, _)| bare);
        if DocNumber::parse(bare).is_some_and(|number| number.symbol.is_some()) {
            self.href(&std::iter::once("so").chain(name.split('/')).collect::<Vec<_>>(), &[])
        } else {
            self.href(&["tim"], &[("q", &format!("\"{}\"", name.replace('"', " ")))])
        }
    }
}

/// `/can-xem/chua-tra-loi`: incoming documents that ask for an answer and have none, the most overdue first.
pub(super) fn unanswered(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let whole = visit.whole()?;
    let dismissed = visit.dismissed()?;
    let findings = waiting(&whole, &dismissed);
    let n = findings.len();
    let title = visit.pick(format!("{n} văn bản đến chưa trả lời"), format!("{n} incoming documents are unanswered"));
    let content = html! {
        p.printed.sheet { (visit.pick("PHIẾU RÀ SOÁT", "REVIEW SHEET")) }
        h1 { (title) }
        p.ways { span.tools { button type="button" data-print="" { (visit.pick("In phiếu", "Print the sheet")) } } }
        (table(visit, &findings.into_iter().take(LISTED).collect::<Vec<_>>()))
        @if n > LISTED { p { (visit.pick(format!("… còn {} văn bản: congvan audit --code unanswered", n - LISTED), format!("… {} more: congvan audit --code unanswered", n - LISTED))) } }
    };
    Ok(visit.framed(&Frame { class: "wide", ..Frame::of(&title) }, &content))
}

fn waiting<'a>(whole: &'a Whole, dismissed: &std::collections::BTreeSet<String>) -> Vec<&'a Finding> {
    let all = whole.ids.iter().zip(&whole.audit.findings);
    let mut found: Vec<&Finding> =
        all.filter(|(id, f)| f.code == Code::Unanswered && !dismissed.contains(*id)).map(|(_, f)| f).collect();
    // The day that is over longest comes first; what sets no day comes last.
    let due =
        |f: &Finding| f.evidence.iter().find_map(|p| p.value.as_ref()?.parse::<PartialDate>().ok()).map(PartialDate::ordinal);
    found.sort_by_key(|f| (due(f).is_none(), due(f)));
    found
}
