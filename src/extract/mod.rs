//! Pages to a document: its fields, footnotes and citations. Pure; never fails on odd input.

mod arrival;
mod bodies;
mod chrome;
mod citation;
mod columns;
mod cursor;
mod dates;
mod fields;
mod flow;
mod fold;
mod footnotes;
mod headings;
mod lines;
mod lower;
mod numbers;
mod parts;
mod request;
mod table;
mod zones;

use crate::model::{Citation, Declared, Document, Extracted, Page};

/// What extraction works on.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The document's pages, in order.
    pub pages: &'a [Page],
    /// What an edXML envelope declares.
    pub declared: Option<&'a Declared>,
}

/// Finds the citations alone, of pages that are no whole document: no letterhead, notes or annexes are looked for.
#[must_use]
pub fn citations(pages: &[Page]) -> Vec<Citation> {
    let blocks = flow::blocks(pages);
    let body = flow::of_body(pages, &blocks, &[]);
    let columns = columns::Columns::read(pages, &blocks, &body);
    let (document, zones) = (Document::default(), zones::Zones::default());
    let context = citation::Context { document: &document, number: None, zones: &zones };
    let source = citation::Source { flow: &body, note: None, announcer: None, columns };
    citation::find(&[source], &context, &mut citation::Told::default()).citations
}

/// Finds what the pages say.
#[must_use]
pub fn extract(input: Input<'_>) -> Extracted {
    read(input, &mut fields::Trail::default(), &mut citation::Told::default())
}

/// The same with what the rules weighed and did not take, for the document's fields and as citations, and with the reasons of the
/// citations' attributes.
#[must_use]
pub fn explain(input: Input<'_>) -> Extracted {
    let (mut trail, mut told) = (fields::Trail::on(), citation::Told::on());
    let mut found = read(input, &mut trail, &mut told);
    let (reasons, refused) = told.told(&found.citations);
    found.reasons = reasons;
    found.rejected = trail.told(input.pages);
    found.rejected.extend(refused.told(input.pages));
    found
}

/// Takes the mark of a note from the end of the title.
fn unmark_subject(input: &Input<'_>, found: &mut fields::Found, notes: &footnotes::Notes) {
    let Some(span) = found.evidence.get("subject").map(|e| e.span) else { return };
    let Some(subject) = found.document.subject.as_mut() else { return };
    let mark = notes.marks.iter().find(|mark| {
        let words = flow::page(input.pages, mark.page).map_or("", |page| page.slice(mark.start, mark.end));
        mark.page == span.page && mark.start > span.start && mark.end <= span.end && !words.is_empty() && subject.ends_with(words)
    });
    if let Some(mark) = mark {
        let len = subject.len().saturating_sub((mark.end - mark.start) as usize);
        subject.truncate(len);
        subject.truncate(subject.trim_end().len());
    }
}

fn read(input: Input<'_>, trail: &mut fields::Trail, told: &mut citation::Told) -> Extracted {
    let lines = lines::lines(input.pages);
    let mut found = fields::find(&input, &lines, trail);
    let blocks = flow::blocks(input.pages);
    let mut notes = footnotes::find(input.pages, &blocks);
    if let Some(end) = found.zones.chrome {
        footnotes::cut(input.pages, &mut notes, end);
    }
    unmark_subject(&input, &mut found, &notes);
    let body = flow::of_body(input.pages, &notes.rest, &notes.marks);
    let flows: Vec<flow::Flow> = notes.found.iter().map(|n| flow::of_note(input.pages, &n.parts)).collect();
    let columns = columns::Columns::read(input.pages, &notes.rest, &body);
    let mut sources = vec![citation::Source { flow: &body, note: None, announcer: None, columns }];
    sources.extend(notes.found.iter().zip(&flows).map(|(note, flow)| {
        let mark = note.mark.and_then(|m| body.find(m.page, m.start));
        let announcer = mark.and_then(|at| citation::announcer(&body.text, at));
        citation::Source { flow, note: Some(&note.marker), announcer, columns: columns::Columns::default() }
    }));
    let context = citation::Context {
        document: &found.document,
        number: found.evidence.get("number").map(|e| e.span),
        zones: &found.zones,
    };
    let citation::Found { citations, edges, .. } = citation::find(&sources, &context, told);
    // A file that is an annex as a whole has no first paper that others could be attached to.
    let annex = found.zones.annex.filter(|_| found.document.kind.is_some() || found.document.number.is_some());
    let request = request::find(input.pages, &found.document, &citations);
    Extracted {
        parts: annex.map(|annex| parts::find(&input, &lines, annex, &citations)).unwrap_or_default(),
        headings: headings::find(&lines, found.body_line),
        footnotes: footnotes::footnotes(input.pages, &notes.found),
        citations,
        edges,
        request,
        arrival: arrival::find(input.pages, found.document.date),
        document: found.document,
        evidence: found.evidence,
        rejected: Vec::new(),
        reasons: Vec::new(),
        warnings: found.warnings,
    }
}
