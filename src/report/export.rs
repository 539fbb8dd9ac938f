//! Owns what `export` gives: one JSON value a record, in the order of path and place. No clock in it: the same archive gives the
//! same values.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::model::LinkState;
use crate::store::{ContentRow, Store, StoreError};

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One record a document.
    Documents,
    /// One record a citation, as found.
    Citations,
    /// One record a citation that is linked, with its state.
    Links,
}

/// Hands every record to `take`, which may end the export by an error of its own.
///
/// # Errors
/// What the store says, or what `take` says.
pub fn export<E: From<StoreError>>(store: &Store, what: What, take: &mut dyn FnMut(Value) -> Result<(), E>) -> Result<(), E> {
    let contents = store.contents()?;
    let paths: HashMap<&str, &str> = contents.iter().map(|row| (row.id.as_str(), row.path.as_str())).collect();
    for row in &contents {
        match what {
            What::Documents => take(document(store, row)?)?,
            What::Citations => {
                for (ordinal, citation) in store.extracted(row.content)?.citations.iter().enumerate() {
                    take(json!({"from": row.id, "from_path": row.path, "ordinal": ordinal, "citation": citation}))?;
                }
            }
            What::Links => {
                let extracted = store.extracted(row.content)?;
                for mention in store.mentions(row.content, &extracted)? {
                    let Some(link) = mention.link else { continue };
                    let to_path = link.to.as_ref().and_then(|id| paths.get(id.0.as_str()));
                    take(json!({
                        "from": row.id, "from_path": row.path, "to": link.to, "to_path": to_path, "state": link.state,
                        "candidates": link.candidates, "conflicts": link.conflicts, "citation": mention.citation,
                    }))?;
                }
            }
        }
    }
    Ok(())
}

fn document(store: &Store, row: &ContentRow) -> Result<Value, StoreError> {
    let extracted = store.extracted(row.content)?;
    let mut states = [0_u32; 4];
    for link in store.mentions(row.content, &extracted)?.into_iter().filter_map(|m| m.link) {
        let at = match link.state {
            LinkState::Held => 0,
            LinkState::Conflict => 1,
            LinkState::Ambiguous => 2,
            LinkState::Missing => 3,
        };
        states[at] += 1;
    }
    let [held, conflict, ambiguous, missing] = states;
    Ok(json!({
        "id": row.id, "path": row.path, "paths": store.paths(row.content)?, "sha256": row.sha256, "bytes": row.bytes, "format": row.format,
        "pages": row.page_count, "ocr": row.ocr, "direction": row.direction, "document": row.document,
        "footnotes": extracted.footnotes.len(), "cited_by": row.cited_by,
        "mentions": {"held": held, "conflict": conflict, "ambiguous": ambiguous, "missing": missing},
        "warnings": extracted.warnings,
    }))
}
