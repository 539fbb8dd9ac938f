//! Owns what a run changed about links, as people read it: which citation, where it stands, which file did it.

use super::place::Where;
use super::view::{ArchiveView, Head};
use crate::model::DocId;
use crate::store::LinkEvent;

/// A link that a run changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedLink {
    /// What the store keeps of it.
    pub event: LinkEvent,
    /// The citing document, where it is held.
    pub citing: Option<Head>,
    /// Where the citation stands in it.
    pub place: Option<Where>,
}

/// The events of a run with their places, in the order given.
#[must_use]
pub fn changes(view: &dyn ArchiveView, events: Vec<LinkEvent>) -> Vec<ChangedLink> {
    let told = |event: LinkEvent| {
        let entry = event.from.as_ref().and_then(|id| view.entry(&DocId(id.clone())));
        let place = entry.as_ref().zip(event.ordinal).and_then(|(entry, ordinal)| {
            let citation = entry.extracted.citations.get(ordinal as usize)?;
            Some(Where::of(&entry.extracted, &citation.place, citation.span))
        });
        ChangedLink { citing: entry.map(|e| e.head()), place, event }
    };
    events.into_iter().map(told).collect()
}
