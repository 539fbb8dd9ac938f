//! The search pages: the start page with its box and counts, and what a question found.

use maud::{Markup, html};

use super::answer::{Answer, Fault};
use super::frame::{Frame, mark, page as framed, word};
use super::site::Visit;
use crate::index::query::{self, Options, Query};
use crate::index::{Facet, Facets, Page, Results};
use crate::model::{Kind, LinkState};
use crate::pipeline::hints;
use crate::report::archive::head;
use crate::report::found::{Found, Snippet};
use crate::report::view::Tally;
use crate::report::words;
use crate::store::ContentRow;

/// Hits on a page.
const PAGE: usize = 20;
/// Characters of a quotation with its place.
const QUOTED: usize = 240;
/// A longer question is no question.
const LONGEST: usize = 1_000;

/// `/`
pub(super) fn start(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let (totals, runs) = (visit.store.totals()?, visit.store.runs(1)?);
    let [held, conflict, ambiguous, missing] = totals.mentions.map(|n| usize::try_from(n).unwrap_or(usize::MAX));
    let title = visit.pick("Tra cứu", "Search");
    let content = html! {
        h1 { (visit.pick("Tra cứu văn bản", "Find a document")) }
        @if totals.documents == 0 {
            p { (visit.pick("Kho chưa có văn bản. Chép tệp vào thư mục rồi chạy: congvan index THƯ-MỤC", "The archive holds no document yet. Put files into a folder and run: congvan index FOLDER")) }
        } @else {
            p { (visit.pick(format!("{} văn bản", visit.lang.count(totals.documents)), format!("{} documents", visit.lang.count(totals.documents)))) " · " (visit.tally(Tally { held, conflict, ambiguous, missing })) }
        }
        @if let Some(run) = runs.first() {
            p { (visit.pick("Lần chạy gần nhất: ", "Last run: ")) (visit.moment(&run.started))
                " · " a href=(visit.href(&["tinh-trang"], &[])) { (visit.pick("tình trạng", "status")) } }
        }
        p { (visit.pick("Gõ số như ", "Type a number such as ")) code { "kh 16" } (visit.pick(" rồi Enter, hoặc xem ", " and Enter, or see ")) a href=(visit.href(&["huong-dan"], &[])) { (visit.pick("hướng dẫn", "the help")) } "." }
    };
    Ok(visit.framed(&Frame { start: true, ..Frame::of(title) }, &content))
}

/// What was asked, as the index takes it.
pub(super) fn asked(visit: &Visit<'_>) -> Result<Query, Fault> {
    query_of(visit, visit.request.word("q").unwrap_or_default())
}

/// What was typed, as the index takes it.
pub(super) fn query_of(visit: &Visit<'_>, typed: &str) -> Result<Query, Fault> {
    let n = typed.chars().count();
    if n > LONGEST {
        return Err(Fault::new(
            400,
            format!("Câu tra cứu dài {n} ký tự; nhiều nhất {LONGEST}."),
            format!("The query has {n} characters; at most {LONGEST}."),
        ));
    }
    let sort = visit.request.word("sap").map(|s| {
        match s {
            "ngay" => "date",
            "so" => "number",
            "vien-dan" => "cited",
            other => other,
        }
        .to_owned()
    });
    let hints = hints(&visit.site.source.folder, typed);
    query::parse(typed, &Options { sort, ..Options::default() }, &hints).map_err(|error| {
        let place = error.place(typed);
        let told =
            |message: String| if place.is_empty() { message } else { format!("{}: {message}", place.trim_end_matches(':')) };
        Fault::new(400, told(error.vietnamese()), told(error.to_string()))
    })
}

/// Which part of what is found.
pub(super) fn part(visit: &Visit<'_>, limit: usize) -> Page {
    Page { offset: visit.request.number("bo").unwrap_or(0), limit, facets: true }
}

/// `/tim?q=cải+cách+loai:KH&sap=ngay&bo=20`
pub(super) fn page(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let typed = visit.request.word("q").unwrap_or_default();
    if typed.is_empty() {
        return Ok(Answer::redirect(visit.href(&[], &[])));
    }
    let query = match asked(visit) {
        Ok(query) => query,
        // The words stay in the box; what is wrong with them is said under it.
        Err(fault) => {
            let what = visit.pick(&fault.what.0, &fault.what.1);
            let content = html! { p.caution role="alert" { (what) } };
            return Ok(framed(visit.request, visit.lang, fault.status, &Frame { typed, ..Frame::of(what) }, &content));
        }
    };
    let wanted = part(visit, PAGE);
    let results = visit.index()?.search(&query, &wanted)?;
    let found = Found { lang: visit.lang, store: visit.store, view: &visit.view, query: &query, results: &results };
    let title = format!("{typed} · {}", visit.pick("Tra cứu", "Search"));
    let content = if results.total == 0 && results.answer.number.as_ref().is_none_or(|n| n.citing == 0) {
        nothing(visit, typed, &results)
    } else {
        hits(visit, &found, &wanted)?
    };
    Ok(visit.framed(&Frame { typed, class: "wide", ..Frame::of(&title) }, &content))
}

fn hits(visit: &Visit<'_>, found: &Found<'_>, wanted: &Page) -> Result<Markup, Fault> {
    let typed = visit.request.word("q").unwrap_or_default();
    let mut shown: Vec<(ContentRow, Option<String>, Option<Snippet>)> = Vec::new();
    let mut secret = 0;
    for (hit, row) in found.hits()? {
        if visit.view.shows(&row) {
            let snippet = found.snippet(&hit, &row, QUOTED)?;
            let part = found.part(&row).map(|part| words::part(visit.lang, part));
            shown.push((row, part, snippet));
        } else {
            secret += 1;
        }
    }
    let stub = found.stub()?;
    let not_asked = stub.as_ref().and_then(|citation| found.not_asked(citation));
    let next = wanted.offset + wanted.limit;
    let turn = |label: &'static str, to: usize| html! { a href=(visit.request.with(visit.request.english, &[("bo", &(if to == 0 { String::new() } else { to.to_string() }))])) { (label) } };
    Ok(html! {
        h1.away { (typed) }
        p role="status" { (found.understood()) }
        @if let Some(citation) = &stub {
            p.missing { "○ "
                @if let Some(date) = citation.date { (visit.pick("ghi ngày ", "dated ")) (visit.lang.date(date)) " " }
                @if let Some(issuer) = found.issuer_of(citation) { (visit.pick("của ", "of ")) (issuer) " " }
                @if let Some(typed) = not_asked { (visit.pick("(không phải của ", "(not of ")) "“" (typed) "”) " }
                @if let Some(subject) = &citation.subject { (visit.pick("về ", "on ")) q lang="vi" { (subject) } }
            }
        }
        div.answer {
            aside.facets aria-label=(visit.pick("Lọc", "Filter")) { @if let Some(facets) = &found.results.facets { (filters(visit, typed, facets)) } }
            div {
                p.ways {
                    (visit.pick("Xếp:", "Order:"))
                    @for (value, label) in [("", visit.pick("phù hợp", "best")), ("ngay", visit.pick("ngày", "date")), ("so", visit.pick("số", "number")), ("vien-dan", visit.pick("được viện dẫn", "cited"))] {
                        a href=(visit.request.with(visit.request.english, &[("sap", value), ("bo", "")])) aria-current=[(visit.request.word("sap").unwrap_or_default() == value).then_some("true")] { (label) }
                    }
                    span.tools {
                        button type="button" data-print="" { (visit.pick("In", "Print")) }
                        @for (file, label) in [("tim.csv", "CSV"), ("tim.xlsx", "XLSX")] {
                            a.button href=(visit.href(&[file], &[("q", typed), ("sap", visit.request.word("sap").unwrap_or_default())])) { (label) }
                        }
                    }
                }
                ol.hits start=(wanted.offset + 1) { @for (row, part, snippet) in &shown { (hit(visit, row, part.as_deref(), snippet.as_ref())) } }
                @if secret > 0 { p.caution { (visit.pick(format!("{secret} văn bản có độ mật, không hiển thị"), format!("{secret} documents bear a mark of secrecy and are not shown"))) } }
                p.ways {
                    @if wanted.offset > 0 { (turn(visit.pick("‹ trước", "‹ previous"), wanted.offset.saturating_sub(wanted.limit))) }
                    @if found.results.total > next { (turn(visit.pick("tiếp ›", "next ›"), next)) }
                }
            }
        }
    })
}

fn hit(visit: &Visit<'_>, row: &ContentRow, part: Option<&str>, snippet: Option<&Snippet>) -> Markup {
    html! {
        li {
            (visit.line(&head(row)))
            @if let Some(part) = part { span.snippet { (visit.pick("kèm theo", "attached")) ": " span lang="vi" { (part) } } }
            @if let Some(snippet) = snippet { span.snippet { (snippet.place) " " (highlighted(snippet)) } }
            span.more {
                @if row.cited_by == 0 { (visit.pick("chưa văn bản nào viện dẫn", "cited by no document")) }
                @else { a href=(visit.href(&["vb", &row.id, "luoc-do"], &[("chieu", "nguoc")])) { (visit.pick(format!("{} văn bản viện dẫn", row.cited_by), format!("cited by {} documents", row.cited_by))) } }
                " · " a href=(visit.href(&["vb", &row.id, "luoc-do"], &[])) { (visit.pick("Lược đồ", "Trace")) }
                " · " a href=(visit.href(&["vb", &row.id, "tep"], &[])) { (visit.pick("Tệp gốc", "Original file")) }
                " · " span.path { (row.path) }
            }
        }
    }
}

fn highlighted(snippet: &Snippet) -> Markup {
    let mut spans = snippet.spans.clone();
    spans.sort_unstable();
    // Each stretch that matches, with the words between it and the one before.
    let mut pieces: Vec<(&str, &str)> = Vec::with_capacity(spans.len());
    let mut at = 0;
    for (start, end) in spans {
        if let (Some(before), Some(found)) = (snippet.text.get(at..start), snippet.text.get(start..end)) {
            pieces.push((before, found));
            at = end;
        }
    }
    html! {
        q lang="vi" {
            @for (before, found) in pieces { (before) mark { (found) } }
            (snippet.text.get(at..).unwrap_or_default())
        }
    }
}

/// Facets as filters to add to what was typed: who clicks sees and learns the words.
fn filters(visit: &Visit<'_>, typed: &str, facets: &Facets) -> Markup {
    let group = |label: &str, field: &str, facets: &[Facet], name: &dyn Fn(&str) -> String| {
        html! {
            @if facets.iter().any(|f| !f.value.is_empty()) {
                h2 { (label) }
                ul { @for facet in facets.iter().filter(|f| !f.value.is_empty()).take(8) {
                    @let filter = if facet.value.contains(' ') { format!("{field}\"{}\"", facet.value) } else { format!("{field}{}", facet.value) };
                    li {
                        @if typed.contains(&filter) {
                            @let rest = typed.replace(&filter, "");
                            a aria-current="true" href=(visit.href(&["tim"], &[("q", rest.trim())])) { "× " (name(&facet.value)) }
                        } @else {
                            a href=(visit.href(&["tim"], &[("q", &format!("{typed} {filter}"))])) { (name(&facet.value)) }
                        }
                        " " (visit.lang.count(facet.count as u64))
                    }
                } }
            }
        }
    };
    let kind = |code: &str| {
        Kind::from_code(code).map_or_else(|| code.to_owned(), |k| visit.pick(k.row().name, k.row().english).to_owned())
    };
    let way = |code: &str| {
        if code == "den" { visit.pick("đến", "incoming").to_owned() } else { visit.pick("đi", "outgoing").to_owned() }
    };
    let plain = |value: &str| value.to_owned();
    let state = |code: &str| {
        let state = [LinkState::Conflict, LinkState::Ambiguous, LinkState::Missing].into_iter().find(|s| s.code() == code);
        state.map_or_else(|| code.to_owned(), |s| format!("{} {}", mark(s), word(visit.lang, s)))
    };
    html! {
        (group(visit.pick("Loại", "Type"), "loai:", &facets.kind, &kind))
        (group(visit.pick("Năm", "Year"), "nam:", &facets.year, &plain))
        (group(visit.pick("Cơ quan", "Issuer"), "coquan:", &facets.issuer, &plain))
        (group(visit.pick("Hướng", "Way"), "huong:", &facets.direction, &way))
        (group(visit.pick("Viện dẫn", "Citations"), "tinh-trang:", &facets.state, &state))
    }
}

fn nothing(visit: &Visit<'_>, typed: &str, results: &Results) -> Markup {
    let documents = visit.store.totals().map(|t| t.documents).unwrap_or_default();
    let n = visit.lang.count(documents);
    html! {
        h1 role="status" { (visit.pick(format!("Không tìm thấy “{typed}” trong {n} văn bản"), format!("“{typed}” is not found in {n} documents"))) }
        @if !results.suggestions.is_empty() {
            p { (visit.pick("Có phải ý bạn là:", "Did you mean:")) }
            ul { @for suggestion in &results.suggestions {
                li { a href=(visit.href(&["tim"], &[("q", &suggestion.query)])) { (suggestion.query) } " " (visit.pick(format!("{} văn bản", suggestion.count), format!("{} documents", suggestion.count)))
                    @if let Some(without) = &suggestion.without { " (" (visit.pick("bỏ ", "without ")) (without) ")" } }
            } }
        }
    }
}
