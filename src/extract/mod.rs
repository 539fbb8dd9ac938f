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

use crate::model::{Citation, Declared, Document, Extracted, Page, Rejected};

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
    citation::find(&[citation::Source { flow: &body, note: None, announcer: None, columns }], &context).citations
}

/// Finds what the pages say.
#[must_use]
pub fn extract(input: Input<'_>) -> Extracted {
    let lines = lines::lines(input.pages);
    let found = fields::find(&input, &lines, &mut fields::Trail::default());
    let blocks = flow::blocks(input.pages);
    let notes = footnotes::find(input.pages, &blocks);
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
    let citation::Found { citations, edges, .. } = citation::find(&sources, &context);
    // A file that is an annex as a whole has no first paper that others could be attached to.
    let annex = found.zones.annex.filter(|_| found.document.kind.is_some() || found.document.number.is_some());
    Extracted {
        parts: annex.map(|annex| parts::find(&input, &lines, annex, &citations)).unwrap_or_default(),
        headings: headings::find(&lines, found.body_line),
        footnotes: footnotes::footnotes(input.pages, &notes.found),
        citations,
        edges,
        request: request::find(input.pages, found.document.date),
        arrival: arrival::find(input.pages, found.document.date),
        document: found.document,
        evidence: found.evidence,
        rejected: Vec::new(),
        warnings: found.warnings,
    }
}

/// What the rules weighed for the document's fields and did not take, with the reason: the same rules as those of [`extract`],
/// which tell what they took.
#[must_use]
pub fn explain(input: Input<'_>) -> Vec<Rejected> {
    let mut trail = fields::Trail::on();
    fields::find(&input, &lines::lines(input.pages), &mut trail);
    trail.told(input.pages)
}
