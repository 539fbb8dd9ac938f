//! Owns the end of a batch: directions are set, the citations whose groups changed are resolved, the batch is kept. What a person
//! said about a citation stands over what the catalogue says.

use std::collections::{BTreeMap, BTreeSet};

use super::direction;
use crate::link::{Catalogue, Context, contexts};
use crate::model::{Candidate, DocId, Held, Link, LinkState, Mention, handles};
use crate::store::{Batch, Decision, StoreError};

/// Ends a batch; returns the new generation.
pub(super) fn finish(mut batch: Batch<'_>, home: &[String]) -> Result<u64, StoreError> {
    for (content, path, document, declared) in batch.unplaced()? {
        batch.set_direction(content, direction(&path, &document, declared.as_ref(), home))?;
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
        let decisions = batch.decisions(citing.content)?;
        let names = if decisions.is_empty() { Vec::new() } else { handles(&citing.citations) };
        for (ordinal, key) in &citing.wanted {
            let at = *ordinal as usize;
            let (Some(citation), Some(context)) = (citing.citations.get(at), contexts.get(at)) else { continue };
            let mention = Mention { from: citing.from.clone(), citation: citation.clone() };
            let link = match names.get(at).and_then(|name| decisions.get(name)) {
                Some(said) => Some(decided(&batch, said, &mention, context, key)?),
                None => catalogue.resolve(&mention, context),
            };
            match link {
                Some(link) => batch.set_link((citing.content, *ordinal), &mention, &link)?,
                None if key.is_empty() => batch.unlink((citing.content, *ordinal))?,
                None => {}
            }
        }
    }
    batch.commit()
}

/// The link of a citation that a person spoke about.
///
/// The document that is meant is linked, whatever speaks against it, and what differs stays told. Where it is not held, the
/// citation is `missing`, and what would be linked without the person's word is only a candidate. What is ruled out is no
/// candidate.
fn decided(batch: &Batch<'_>, said: &[Decision], mention: &Mention, context: &Context, key: &str) -> Result<Link, StoreError> {
    let mut shown = Vec::with_capacity(said.len());
    let (mut meant, mut names_one) = (None, false);
    let mut ruled_out: BTreeSet<DocId> = BTreeSet::new();
    for word in said {
        let held = batch.held_of(&word.target)?;
        shown.push(word.shown(held.as_ref().map(|h| h.id.clone())));
        names_one |= word.means;
        match held {
            Some(held) if word.means => meant = Some(held),
            Some(held) => {
                ruled_out.insert(held.id);
            }
            None => {}
        }
    }
    let nothing = || Link {
        to: None,
        part: None,
        state: LinkState::Missing,
        candidates: Vec::new(),
        conflicts: Vec::new(),
        decided: Vec::new(),
    };
    let mut link = if let Some(held) = meant {
        let id = held.id.clone();
        let found = Catalogue::new(std::iter::once(held)).resolve(mention, context).filter(|link| link.to.as_ref() == Some(&id));
        found.unwrap_or_else(|| Link { to: Some(id), state: LinkState::Held, ..nothing() })
    } else {
        let others = batch.held_under(key)?.into_iter().filter(|held| !ruled_out.contains(&held.id));
        let mut link = Catalogue::new(others).resolve(mention, context).unwrap_or_else(nothing);
        if names_one {
            let part = link.part.take();
            link.candidates.extend(link.to.take().map(|id| Candidate { id, part, score: 0, reasons: Vec::new() }));
            (link.state, link.conflicts) = (LinkState::Missing, Vec::new());
        }
        link
    };
    link.decided = shown;
    Ok(link)
}
