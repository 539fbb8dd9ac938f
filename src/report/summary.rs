//! Owns the counts of an archive and of one document's life: how many, how linked, what changed it since.

use serde::Serialize;

use crate::link::Home;
use crate::model::{DocId, PartialDate, Relation};

use super::place::Where;
use super::quote;
use super::view::{ArchiveView, Direction, Head, Tally, direction_of};

/// The counts of an archive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Documents.
    pub documents: usize,
    /// Of them incoming.
    pub den: usize,
    /// Of them outgoing.
    pub di: usize,
    /// Of them neither is known.
    pub unplaced: usize,
    /// The first year of a document.
    pub first_year: Option<u16>,
    /// The last year of a document.
    pub last_year: Option<u16>,
    /// Mentions by state.
    pub mentions: Tally,
}

/// Counts an archive.
#[must_use]
pub fn summary(view: &dyn ArchiveView) -> Summary {
    let home = Home::new(&view.own());
    let mut summary = Summary::default();
    for id in view.ids() {
        let Some(entry) = view.entry(&id) else { continue };
        let document = &entry.extracted.document;
        summary.documents += 1;
        match direction_of(&home, entry.direction, document) {
            Some(Direction::Den) => summary.den += 1,
            Some(Direction::Di) => summary.di += 1,
            None => summary.unplaced += 1,
        }
        if let Some(year) = document.date.map(PartialDate::year_number) {
            summary.first_year = Some(summary.first_year.map_or(year, |y| y.min(year)));
            summary.last_year = Some(summary.last_year.map_or(year, |y| y.max(year)));
        }
        for (_, _, link) in entry.linked() {
            summary.mentions.add(link.state);
        }
    }
    summary
}

/// What a held document does to another: amends, replaces, repeals it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The document that does it.
    pub by: Head,
    /// What it does.
    pub relation: Relation,
    /// Which part, where only a part is meant.
    pub pinpoint: Option<String>,
    /// The sentence that says so.
    pub sentence: String,
    /// Where that stands.
    pub place: Where,
}

/// What held documents did to this one, by their date.
#[must_use]
pub fn changes(view: &dyn ArchiveView, id: &DocId) -> Vec<Change> {
    let mut changes = Vec::new();
    for citing in view.cited_by(id) {
        let Some(entry) = view.entry(&citing) else { continue };
        for (_, citation, link) in entry.linked() {
            let does = matches!(citation.relation, Relation::Amends | Relation::Replaces | Relation::Repeals);
            if does && !citation.quoted && link.to.as_ref() == Some(id) && link.part.is_none() {
                changes.push(Change {
                    by: entry.head(),
                    relation: citation.relation,
                    pinpoint: citation.pinpoint.clone(),
                    sentence: quote::sentence(view, &entry, citation),
                    place: Where::of(&entry.extracted, &citation.place, citation.span),
                });
            }
        }
    }
    changes.sort_by(|a, b| (a.by.date, &a.by.path).cmp(&(b.by.date, &b.by.path)));
    changes
}
