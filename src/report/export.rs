//! Owns what `export` gives: one JSON value a record, in the order of path and place. No clock in it: the same archive gives the
//! same values.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::archive::Archive;
use super::audit::{Scope, audit};
use crate::model::{LinkState, handles};
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
    /// One record a finding of the archive's audit, dismissed ones with the reason.
    Findings,
}

/// Hands every record to `take`, which may end the export by an error of its own.
///
/// `own` are the archive's own bodies, which findings depend on.
///
/// # Errors
/// What the store says, or what `take` says.
pub fn export<E: From<StoreError>>(
    store: &Store,
    own: Vec<String>,
    what: What,
    take: &mut dyn FnMut(Value) -> Result<(), E>,
) -> Result<(), E> {
    if what == What::Findings {
        return findings(store, own, take);
    }
    let contents = store.contents()?;
    let paths: HashMap<&str, &str> = contents.iter().map(|row| (row.id.as_str(), row.path.as_str())).collect();
    for row in &contents {
        match what {
            What::Documents => take(document(store, row)?)?,
            What::Citations => {
                let citations = store.extracted(row.content)?.citations;
                for ((ordinal, citation), handle) in citations.iter().enumerate().zip(handles(&citations)) {
                    let handle = format!("{}.{handle}", row.id);
                    take(
                        json!({"from": row.id, "from_path": row.path, "ordinal": ordinal, "handle": handle, "citation": citation}),
                    )?;
                }
            }
            What::Links => {
                let extracted = store.extracted(row.content)?;
                let names = handles(&extracted.citations);
                for mention in store.mentions(row.content, &extracted)? {
                    let Some(link) = mention.link else { continue };
                    let to_path = link.to.as_ref().and_then(|id| paths.get(id.0.as_str()));
                    take(json!({
                        "from": row.id, "from_path": row.path, "to": link.to, "to_path": to_path, "part": link.part, "state": link.state,
                        "candidates": link.candidates, "conflicts": link.conflicts, "decided": link.decided,
                        "handle": names.get(mention.ordinal as usize).map(|handle| format!("{}.{handle}", row.id)), "citation": mention.citation,
                    }))?;
                }
            }
            // Told above: they are of the archive, not of one document.
            What::Findings => {}
        }
    }
    Ok(())
}

fn findings<E: From<StoreError>>(store: &Store, own: Vec<String>, take: &mut dyn FnMut(Value) -> Result<(), E>) -> Result<(), E> {
    let archive = Archive::new(store, own);
    let audited = audit(&archive, &Scope::Archive, None);
    archive.trouble()?;
    let dismissals = store.dismissals()?;
    for finding in &audited.findings {
        let id = finding.id();
        let dismissed = dismissals.iter().find(|d| d.finding == id).map(|d| json!({"reason": d.reason, "at": d.at}));
        let mut value = finding.to_json(false);
        value["message_en"] = json!(finding.message.en);
        value["dismissed"] = json!(dismissed);
        take(value)?;
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
