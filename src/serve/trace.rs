//! The trace of a document (lược đồ): a time line, and the list grouped by what the document does with each that it cites.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::answer::{Answer, Fault};
use super::chart::chart;
use super::document::{relation, sides};
use super::frame::{Frame, class, mark, quote, word};
use super::picture::timeline;
use super::site::Visit;
use crate::model::{Citation, LinkState, Relation};
use crate::report::quote::one_line;
use crate::report::trace::{Edge, Options, Trace, trace};
use crate::report::words;

/// Steps that may be followed at the most.
const DEEPEST: usize = 5;

/// The clerk's order.
const ORDER: [Relation; 13] = [
    Relation::Basis,
    Relation::Implements,
    Relation::Guides,
    Relation::Amends,
    Relation::Replaces,
    Relation::Repeals,
    Relation::Promulgates,
    Relation::Proposes,
    Relation::Replies,
    Relation::Reports,
    Relation::Lists,
    Relation::Refers,
    Relation::Own,
];

/// What the words after `?` ask for.
pub(super) fn options(visit: &Visit<'_>) -> Options {
    let depth = visit.request.number("sau").unwrap_or(1).clamp(1, DEEPEST);
    Options { depth: u32::try_from(depth).unwrap_or(1), reverse: visit.request.word("chieu") == Some("nguoc"), only: Vec::new() }
}

/// `/vb/a3182eee/luoc-do?chieu=nguoc&sau=2`
pub(super) fn page(visit: &Visit<'_>, id: &str) -> Result<Answer, Fault> {
    let (row, entry) = visit.document(id)?;
    let options = options(visit);
    let trace = trace(&visit.view, &entry.id, &options).ok_or_else(Fault::absent)?;
    let name = words::name(visit.lang, &trace.document);
    let title = if options.reverse {
        visit.pick(format!("{} văn bản viện dẫn {name}", trace.documents), format!("{} documents cite {name}", trace.documents))
    } else {
        format!("{} {name}", visit.pick("Lược đồ", "Trace of"))
    };
    let step = |label: &'static str, words: &[(&str, &str)]| html! { a href=(visit.request.with(visit.request.english, words)) { (label) } };
    let content = html! {
        p.back { a href=(visit.href(&["vb", &row.id], &[])) { "‹ " (name) } }
        h1 { (title) }
        @if !options.reverse {
            p { (visit.tally(trace.tally)) (visit.pick(format!(" · {} văn bản", trace.documents), format!(" · {} documents", trace.documents))) }
        }
        p.ways {
            @if options.reverse { (step(visit.pick("Văn bản này viện dẫn gì", "What it cites"), &[("chieu", "")])) }
            @else { (step(visit.pick("Ai viện dẫn văn bản này", "Who cites it"), &[("chieu", "nguoc")])) }
            span {
                (visit.pick("Sâu:", "Steps:"))
                @for depth in 1..=DEEPEST {
                    " " a href=(visit.request.with(visit.request.english, &[("sau", &depth.to_string())])) aria-current=[(options.depth as usize == depth).then_some("true")] { (depth) }
                }
            }
            span.tools { button type="button" data-print="" { (visit.pick("In", "Print")) } }
        }
        @if !options.reverse { (timeline(visit, &trace)) (chart(visit, &trace)) }
        (groups(visit, &trace))
    };
    Ok(visit.framed(&Frame { class: "wide", ..Frame::of(&title) }, &content))
}

fn groups(visit: &Visit<'_>, trace: &Trace) -> Markup {
    let mut by_relation: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, edge) in trace.edges.iter().enumerate().filter(|(_, e)| e.parent.is_none()) {
        let at = ORDER.iter().position(|r| *r == edge.citation.relation).unwrap_or(ORDER.len());
        by_relation.entry(at).or_default().push(i);
    }
    html! {
        @if by_relation.is_empty() { p { (visit.pick("Không có viện dẫn nào.", "There are no citations.")) } }
        @for (at, edges) in &by_relation {
            @if let Some(kind) = ORDER.get(*at) { h2 { (relation(visit, *kind)) " " small { (edges.len()) } } }
            ul.trace { @for i in edges { (item(visit, trace, *i)) } }
        }
    }
}

fn item(visit: &Visit<'_>, trace: &Trace, at: usize) -> Markup {
    let Some(edge) = trace.edges.get(at) else { return html! {} };
    let children: Vec<usize> = trace.children(at).map(|(i, _)| i).collect();
    let place = visit.pick(edge.place.vietnamese(), edge.place.english());
    html! {
        li.(class(edge.state)) {
            span.state { (mark(edge.state)) " " (word(visit.lang, edge.state)) } " "
            (named(visit, trace, edge))
            span.said {
                a.where href={ (visit.href(&["vb", &edge.from.0], &[])) "#vd-" (edge.index) } { (place) }
                @if trace.reverse || edge.state != LinkState::Held { " " (quote(&edge.sentence)) }
                @if let Some(paper) = edge.paper.as_ref().filter(|_| trace.reverse) { " " i { (words::cites(visit.lang, paper)) } }
                @if edge.cycle || (edge.shown && edge.depth > 1) { " " i { (visit.pick("(đã nêu trên)", "(shown above)")) } }
            }
            (sides(visit, &edge.sides))
            (candidates(visit, edge))
            @if !children.is_empty() { ul.trace { @for i in children { (item(visit, trace, i)) } } }
        }
    }
}

/// What else a citation could mean, with what speaks for each.
pub(super) fn candidates(visit: &Visit<'_>, edge: &Edge) -> Markup {
    html! {
        @if !edge.candidates.is_empty() {
            ol.candidates { @for candidate in &edge.candidates {
                li {
                    @if let Some(head) = &candidate.document { (visit.line(head)) }
                    span.said { (words::reasons(visit.lang, &candidate.candidate.reasons, candidate.document.as_ref().and_then(|h| h.issuer.as_deref()), usize::MAX)) }
                }
            } }
        }
    }
}

/// How a cited document is called: its number where that names it, else the words of the citation.
pub(super) fn name_of(citation: &Citation) -> String {
    let number = citation.doc_number().filter(|number| number.symbol.is_some()).map(|number| number.to_string());
    number.or_else(|| citation.name.clone()).unwrap_or_else(|| one_line(&citation.surface))
}

fn named(visit: &Visit<'_>, trace: &Trace, edge: &Edge) -> Markup {
    match &edge.document {
        Some(head) => visit.line(head),
        None if trace.reverse => html! {},
        None => {
            let name = name_of(&edge.citation);
            let issuer = edge.citation.issuer.as_deref().or(edge.citation.issuer_implied.as_deref());
            html! {
                span.line {
                    a.number href=(visit.cited(&name)) lang="vi" { (name) }
                    @if let Some(date) = edge.citation.date { " " span.date { (visit.lang.date(date)) } }
                    @if let Some(issuer) = issuer { " " span.issuer lang="vi" { (issuer) } }
                }
                @if let Some(subject) = &edge.citation.subject { " " span.subject lang="vi" { (subject) } }
            }
        }
    }
}
