//! Linking: which held document a citation means, as a pure function of the citations and the catalogue.
//!
//! A citation has one group key ([`Context::asks`]), a file has several ([`file_keys`]): those of its document and of its parts,
//! which are weighed by their own fields; a citation can only mean documents that have its key. So after a change only the
//! citations of changed documents, and those whose key a changed document has or had, need [`Catalogue::resolve`] again, with a
//! catalogue of the documents that have those keys; and of those of a key only the ones that [`Turned::concern`] does not rule out.
//! Of the documents of a key only those are read that what is kept beside their keys does not rule out
//! ([`Catalogue::resolve_reading`]). So a few new files cost what they bring, and not what the archive holds.

mod body;
mod catalogue;
mod context;
mod first;
mod identity;
mod key;
mod names;
mod sight;
mod turned;
mod twins;
mod weigh;
mod words;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use body::{Home, body_key, cited_body_key, may_be_one_body};
pub use catalogue::{Catalogue, link_all};
pub use context::{Context, contexts, latest};
pub use identity::Identity;
pub use key::{PART_KEYS, file_keys, group_keys, is_national_symbol, is_party_symbol, state_keys};
pub use turned::{Concern, Names, Turned};
pub use twins::{leads, same_document};
pub use words::{subjects_alike, subjects_apart};
