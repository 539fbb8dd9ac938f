//! Pages to a document: its fields, footnotes and citations. Pure; never fails on odd input.

mod bodies;
mod cursor;
mod dates;
mod fields;
mod fold;
mod headings;
mod lines;
mod zones;

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
    let lines = lines::lines(input.pages);
    let found = fields::find(&input, &lines);
    Extracted {
        headings: headings::find(&lines, found.body_line),
        document: found.document,
        evidence: found.evidence,
        warnings: found.warnings,
        ..Extracted::default()
    }
}
