//! Owns the end of a batch: directions are set, the citations whose groups changed are resolved, the batch is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::direction;
use crate::link::{Catalogue, contexts};
use crate::model::{DocId, Held, Mention};
use crate::store::{Batch, StoreError};

/// Ends a batch; returns the new generation.
pub(super) fn finish(mut batch: Batch<'_>, home: &[String]) -> Result<u64, StoreError> {
    for (content, path, document) in batch.unplaced()? {
        batch.set_direction(content, direction(&path, &document, home))?;
    }
    let unresolved = batch.unresolved()?;
    let keys: BTreeSet<&str> = unresolved.iter().flat_map(|u| u.wanted.iter().map(|(_, key)| key.as_str())).collect();
    let mut held: BTreeMap<DocId, Held> = BTreeMap::new();
    for key in keys {
        for document in batch.held_under(key)? {
            held.insert(document.id.clone(), document);
        }
    }
    let catalogue = Catalogue::new(held.into_values());
    for citing in &unresolved {
        let contexts = contexts(&citing.document, &citing.citations);
        for (ordinal, _) in &citing.wanted {
            let at = *ordinal as usize;
            if let (Some(citation), Some(context)) = (citing.citations.get(at), contexts.get(at)) {
                let mention = Mention { from: citing.from.clone(), citation: citation.clone() };
                if let Some(link) = catalogue.resolve(&mention, context) {
                    batch.set_link((citing.content, *ordinal), &mention, &link)?;
                }
            }
        }
    }
    batch.commit()
}
