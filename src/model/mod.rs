//! Plain values that the stages meet in. Depends on nothing else of the crate.

pub mod body;
pub mod citation;
pub mod date;
pub mod declared;
pub mod document;
pub mod error;
pub mod handle;
pub mod kind;
pub mod link;
pub mod number;
pub mod page;
pub mod raw;
pub mod short_form;
pub mod warning;

pub use body::{COUNCILS, short_body};
pub use citation::{Citation, Place, Relation};
pub use date::PartialDate;
pub use declared::{Declared, Organ, ResponseFor};
pub use document::{
    Arrival, Document, Edge, Evidence, Extracted, Footnote, Heading, Part, Quote, Reason, Rejected, Request, Signer,
};
pub use error::{ErrorCode, ReadError, Tally};
pub use handle::{digest, handles};
pub use kind::{Kind, is_legal_text};
pub use link::{
    Asks, AsksOf, Candidate, Conflict, Decided, DocId, FileKey, Glimpse, Held, HeldPart, Link, LinkState, Look, Mention,
};
pub use number::{DocNumber, lost_hyphen, symbol_key};
pub use page::{Mark, Page, Role, Side, Span, TextSource, What, sentence_start};
pub use raw::{FileFacts, Format, RawBlock, RawDocument, RawPage, RawRun, SignatureFact, Style};
pub use short_form::{ShortForm, short_forms};
pub use warning::Warning;
