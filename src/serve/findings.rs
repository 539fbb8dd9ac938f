//! The pages of what does not fit: all findings with both quotes in the row, what is cited and not held, who waits for an answer.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::answer::{Answer, Fault};
use super::frame::{Frame, quote};
use super::site::Visit;
use crate::model::{DocId, PartialDate};
use crate::report::audit::{Code, Finding, Severity, Stub, stubs};
use crate::report::view::ArchiveView as _;
use crate::report::words;

/// Findings on a page.
const PAGE: usize = 200;

/// `/can-xem?diem=date-conflict`
pub(super) fn page(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let audit = visit.audit()?;
    let wanted = match visit.request.word("diem") {
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
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for finding in &audit.findings {
        *counts.entry(finding.code).or_default() += 1;
    }
    let from = visit.request.number("bo").unwrap_or(0);
    let chosen: Vec<&Finding> = audit.findings.iter().filter(|f| wanted.is_none_or(|w| f.code == w)).collect();
    let shown: Vec<&Finding> = chosen.iter().copied().skip(from).take(PAGE).collect();
    let (heavy, light) = (audit.count(Severity::Error), audit.count(Severity::Warning));
    let title = visit.pick(format!("{} điểm cần xem", chosen.len()), format!("{} points to look at", chosen.len()));
    let content = html! {
        h1 { (title) }
        p.caution { (visit.pick(
            "Các điểm dưới đây là chỗ hai văn bản ghi khác nhau hoặc kho chưa có văn bản; chưa phải là kết luận.",
            "These are places where two documents differ or where the archive lacks a document; they are no verdict.",
        )) }
        p { (visit.pick(format!("{heavy} nặng · {light} nhẹ"), format!("{heavy} serious · {light} minor"))) }
        ul.counts {
            @if wanted.is_some() { li { a href=(visit.href(&["can-xem"], &[])) { (visit.pick("tất cả", "all")) } } }
            @for (code, n) in &counts {
                li { a href=(visit.href(&["can-xem"], &[("diem", code.code())])) aria-current=[(wanted == Some(*code)).then_some("true")] { (name(visit, *code)) " " (n) } }
            }
            li { a href=(visit.href(&["can-xem", "chua-co"], &[])) { (visit.pick("danh sách chưa có trong kho", "list of what is not held")) } }
            li { a href=(visit.href(&["can-xem", "chua-tra-loi"], &[])) { (visit.pick("chưa trả lời", "unanswered")) } }
        }
        (table(visit, &shown))
        @if chosen.len() > from + shown.len() {
            p { a href=(visit.request.with(visit.request.english, &[("bo", &(from + PAGE).to_string())])) { (visit.pick(format!("còn {} điểm", chosen.len() - from - shown.len()), format!("{} more", chosen.len() - from - shown.len()))) } }
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
        }
    }
}

fn row(visit: &Visit<'_>, finding: &Finding) -> Markup {
    let weight = match finding.severity {
        Severity::Error => visit.pick("nặng", "serious"),
        Severity::Warning => visit.pick("nhẹ", "minor"),
        Severity::Note => visit.pick("ghi chú", "note"),
    };
    let document = visit.view.entry(&finding.document).map(|e| e.head());
    html! {
        tr {
            td { (weight) }
            td { (name(visit, finding.code)) @if let Some(about) = &finding.about { " " b { (about) } } }
            td { @if let Some(head) = document { a href=(visit.href(&["vb", &head.id.0], &[])) { (words::name(visit.lang, &head)) } " " (head.issuer.as_deref().unwrap_or_default()) br; span.path { (head.path) } } }
            td {
                p { (visit.pick(&finding.message.vi, &finding.message.en)) }
                ul.proofs {
                    @for proof in finding.evidence.iter().take(12) {
                        li {
                            a href=(visit.href(&["vb", &proof.document.0], &[])) {
                                @if proof.held { (visit.pick("văn bản", "document")) } @else { (visit.pick(proof.place.vietnamese(), proof.place.english())) }
                            }
                            @if let Some(value) = &proof.value { " " b { (value_of(visit, value)) } }
                            @if !proof.quote.is_empty() { " " (quote(&proof.quote)) }
                            @if proof.held { " " span.path { (proof.path) ", " (visit.pick("trang", "page")) " " (proof.page) } }
                        }
                    }
                    @if finding.evidence.len() > 12 { li { (visit.pick(format!("và {} chỗ khác", finding.evidence.len() - 12), format!("and {} other places", finding.evidence.len() - 12))) } }
                }
            }
            td.printed {}
        }
    }
}

/// A date as people write it, all else as it stands.
fn value_of(visit: &Visit<'_>, value: &str) -> String {
    value.parse::<PartialDate>().map_or_else(|_| value.to_owned(), |date| visit.lang.date(date))
}

/// `/can-xem/chua-co`: what is cited and not held, by issuer, as a list that can be sent.
pub(super) fn missing(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let stubs = stubs(&visit.view, None);
    visit.view.trouble()?;
    let mut by_issuer: BTreeMap<String, Vec<&Stub>> = BTreeMap::new();
    for stub in &stubs {
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
    let title = visit.pick(
        format!("{} văn bản được viện dẫn, chưa có trong kho", stubs.len()),
        format!("{} documents are cited and not held", stubs.len()),
    );
    let content = html! {
        h1 { (title) }
        @if !stubs.is_empty() { p { (visit.pick("Đề nghị cung cấp các văn bản sau:", "Please provide the following documents:")) } }
        @for (issuer, stubs) in &groups {
            h2 { (if issuer.is_empty() { visit.pick("Không nêu cơ quan", "Issuer not named") } else { issuer.as_str() }) " " small { (stubs.len()) } }
            ol.missing-list { @for stub in stubs.iter().take(PAGE) { (wanted(visit, stub)) } }
            @if stubs.len() > PAGE { p { (visit.pick(format!("… còn {} văn bản: congvan export --what findings", stubs.len() - PAGE), format!("… {} more: congvan export --what findings", stubs.len() - PAGE))) } }
        }
    };
    Ok(visit.framed(&Frame::of(&title), &content))
}

fn wanted(visit: &Visit<'_>, stub: &Stub) -> Markup {
    let n = stub.mentions.len();
    let first = stub.mentions.first().map(|(id, at)| (id, *at));
    html! {
        li {
            a href=(visit.href(&std::iter::once("so").chain(stub.name.split('/')).collect::<Vec<_>>(), &[])) lang="vi" { (stub.name) }
            @if let Some(date) = stub.date { " " (visit.pick("ngày", "of")) " " (visit.lang.date(date)) }
            @if let Some(subject) = &stub.subject { " " span lang="vi" { (visit.pick("về", "on")) " " (quote(subject)) } }
            " · " (visit.pick(format!("{n} lần"), format!("{n} times")))
            @if let Some((id, at)) = first { " · " a href={ (visit.href(&["vb", &id.0], &[])) "#vd-" (at) } { (visit.pick("chỗ ghi đầu", "first place")) } }
        }
    }
}

/// `/can-xem/chua-tra-loi`: incoming documents that ask for an answer and have none, the most overdue first.
pub(super) fn unanswered(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let audit = visit.audit()?;
    let findings: Vec<&Finding> = audit.findings.iter().filter(|f| f.code == Code::Unanswered).collect();
    let documents: Vec<&DocId> = findings.iter().map(|f| &f.document).collect();
    let title = visit.pick(
        format!("{} văn bản đến chưa trả lời", documents.len()),
        format!("{} incoming documents are unanswered", documents.len()),
    );
    let content = html! {
        h1 { (title) }
        (table(visit, &findings))
    };
    Ok(visit.framed(&Frame { class: "wide", ..Frame::of(&title) }, &content))
}
