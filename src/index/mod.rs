//! Owns the search index (tantivy): what is searched of a document, writing, opening, queries, results.
//!
//! The index is derived from the store and can always be rebuilt from it.
//!
//! - The pipeline builds an [`Entry`] a document and gives it to [`Writer::add`]; after each of the store's batches it calls
//!   [`Writer::commit`] with the store's generation, and at the end of a run [`Writer::finish`]. An error for which
//!   [`IndexError::wants_rebuild`] holds means [`Writer::rebuild`] and adding all documents again.
//! - A search opens an [`Index`], reads what was typed with [`query::parse`], and asks [`Index::search`]. Snippets are cut from the
//!   stored text of the hits shown, by [`snippet`], so that they keep the paper's spelling.

mod abbreviations;
mod analyzer;
mod bodies;
mod distance;
mod entry;
mod issuers;
mod keys;
mod open;
mod pairs;
pub mod query;
mod reading;
mod schema;
mod search;
pub mod snippet;
mod write;
mod writing;

pub use abbreviations::Abbreviation;
pub use entry::{CitedLaw, CitedNumber, Direction, Entry, EntryPart};
pub use open::{Index, IndexError};
pub use search::{Answer, Correction, Facet, Facets, Hit, LawAnswer, NumberAnswer, OtherBody, Page, Results, Suggestion, Tier};
pub use write::Writer;

#[cfg(test)]
mod tests;
