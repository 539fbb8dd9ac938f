//! The states of one document: a draft, its signed text, a second copy that is no byte for byte the same.

use serde::Serialize;

use crate::link::{leads, same_document, state_keys};
use crate::store::{ContentRow, Store, StoreError};

/// Of each sort of documents that may be another state of one, so many are compared; more are a series.
const COMPARED: u32 = 100;

/// Another text of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// It.
    pub row: ContentRow,
    /// Was its number or its day left blank?
    pub draft: bool,
    /// Does it come before the one that was asked about?
    pub leads: bool,
}

/// A state as printed in JSON.
#[derive(Debug, Serialize)]
pub struct StateValue<'a> {
    id: &'a str,
    path: &'a str,
    draft: bool,
    leads: bool,
}

impl State {
    /// It as JSON has it.
    #[must_use]
    pub fn value(&self) -> StateValue<'_> {
        StateValue { id: &self.row.id, path: &self.row.path, draft: self.draft, leads: self.leads }
    }
}

/// The other states of a document, the leading one first.
///
/// # Errors
/// What the store says.
pub fn states(store: &Store, row: &ContentRow) -> Result<Vec<State>, StoreError> {
    let mut found = Vec::new();
    for (content, other) in store.maybe_same(row.content, &state_keys(&row.document), COMPARED)? {
        if same_document(&row.document, &other) {
            found.extend(store.content(content)?);
        }
    }
    found.sort_by(|a, b| leads(&a.document, &b.document).then_with(|| a.path.cmp(&b.path)));
    let states = found.into_iter().map(|other| {
        let draft =
            store.extracted(other.content)?.warnings.iter().any(|w| matches!(w.code.as_str(), "number-blank" | "date-blank"));
        Ok(State { leads: leads(&other.document, &row.document).is_lt(), draft, row: other })
    });
    states.collect()
}

/// The leading one of several documents, where they are states of one.
///
/// # Errors
/// The documents as they came, where they are not.
pub fn one_of(rows: Vec<ContentRow>) -> Result<ContentRow, Vec<ContentRow>> {
    let first = rows.iter().min_by(|a, b| leads(&a.document, &b.document).then_with(|| a.path.cmp(&b.path)));
    match first {
        Some(first) if rows.iter().all(|r| r.content == first.content || same_document(&first.document, &r.document)) => {
            Ok(first.clone())
        }
        _ => Err(rows),
    }
}
