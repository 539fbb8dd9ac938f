//! Pages to a document: its fields, footnotes and citations. Pure; never fails on odd input.

mod bodies;
mod citation;
mod cursor;
mod dates;
mod flow;
mod fold;
mod footnotes;
mod lower;
mod numbers;

use crate::model::{Declared, Extracted, Page};

/// What extraction works on.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The document's pages, in order.
    pub pages: &'a [Page],
    /// What an edXML envelope declares.
    pub declared: Option<&'a Declared>,
}

/// Finds what the pages say.
#[must_use]
pub fn extract(input: Input<'_>) -> Extracted {
    let blocks = flow::blocks(input.pages);
    let notes = footnotes::find(input.pages, &blocks);
    let document = crate::model::Document::default();
    let body = flow::of_body(input.pages, &notes.rest, &notes.marks);
    let flows: Vec<flow::Flow> = notes.notes.iter().map(|n| flow::of_note(input.pages, &n.parts)).collect();
    let mut sources = vec![citation::Source { flow: &body, note: None }];
    sources.extend(notes.notes.iter().zip(&flows).map(|(n, flow)| citation::Source { flow, note: Some(&n.marker) }));
    let citations = citation::find(&sources, &document, &|_| crate::model::Place::Body);
    Extracted { document, footnotes: footnotes::footnotes(input.pages, &notes.notes), citations, ..Extracted::default() }
}
