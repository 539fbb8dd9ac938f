//! Pages to a document: its fields, footnotes and citations. Pure; never fails on odd input.

mod bodies;
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
    Extracted { footnotes: footnotes::footnotes(input.pages, &notes.notes), ..Extracted::default() }
}
