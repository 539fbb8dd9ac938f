//! `congvan` reads an archive of Vietnamese official documents, extracts what each says about itself and which documents it
//! cites, links the citations, and searches and traces the result.

pub mod cli;
pub mod extract;
pub mod index;
pub mod link;
pub mod model;
pub mod ocr;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod store;
pub mod viet;
