//! Owns the way from the store to the search index: what changed since the index's generation is taken in, what went is dropped.
//!
//! Order of durable writes: the store's batch commits first, then the index with the batch's generation in its payload, then the
//! store notes that generation as indexed and forgets the traces of documents that went. So after a kill at any point the index
//! is behind, never ahead, and what it lacks can be told; one that is ahead, or behind more than the store's traces reach, is
//! not of this store and is made anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::run::PipelineError;
use crate::index::query::{Hints, names_body};
use crate::index::{Abbreviation, CitedLaw, CitedNumber, Direction, Entry, EntryPart, Index, IndexError, Writer};
use crate::link;
use crate::model::{Document, HeldPart, PartialDate, Relation};
use crate::store::{IndexRow, Store};

/// The index's folder inside the archive.
#[must_use]
pub fn index_folder(archive: &Path) -> PathBuf {
    archive.join("index")
}

/// What an archive adds to the understanding of a query: its own abbreviations (`tables/abbreviations.tsv` in its folder, none where no
/// such file is), and its bodies where the query names one. An index that cannot be read knows none; the search then says so.
#[must_use]
pub fn hints(archive: &Path, typed: &str) -> Hints {
    let table = std::fs::read_to_string(archive.join("tables/abbreviations.tsv")).unwrap_or_default();
    let bodies = || Index::open(&index_folder(archive)).and_then(|index| index.bodies()).unwrap_or_default();
    Hints { abbreviations: Abbreviation::table(&table), bodies: if names_body(typed) { bodies() } else { Vec::new() } }
}

/// The search index while a run writes the archive.
pub(super) struct Indexer {
    writer: Writer,
    wrote: bool,
}

impl Indexer {
    /// Opens the index and brings it up to the store.
    pub(super) fn open(archive: &Path, store: &mut Store) -> Result<Self, PipelineError> {
        let folder = index_folder(archive);
        std::fs::create_dir_all(&folder).map_err(|source| PipelineError::Folder { folder: folder.clone(), source })?;
        let mut writer = match Writer::open(&folder) {
            Err(error) if error.wants_rebuild() => Writer::rebuild(&folder),
            opened => opened,
        }?;
        let generation = store.generation()?;
        if writer.generation() > generation || writer.generation() < store.indexed_generation()? {
            drop(writer);
            writer = Writer::rebuild(&folder)?;
        }
        let mut indexer = Self { writer, wrote: false };
        if indexer.writer.generation() < generation {
            indexer.take_in(store, generation)?;
        }
        Ok(indexer)
    }

    /// Takes in what the store holds up to this generation.
    pub(super) fn take_in(&mut self, store: &mut Store, generation: u64) -> Result<(), PipelineError> {
        let (changed, gone) = store.changes_since(self.writer.generation())?;
        for row in gone {
            self.writer.delete(u64::try_from(row).unwrap_or_default());
        }
        let mut taken: BTreeSet<i64> = changed.iter().copied().collect();
        for content in changed {
            // A new file of a document may lead its group.
            for other in self.add(store, content)? {
                if taken.insert(other) {
                    self.add(store, other)?;
                }
            }
        }
        self.writer.commit(generation)?;
        store.indexed_up_to(generation)?;
        self.wrote = true;
        Ok(())
    }

    /// Takes in one document; gives its other files.
    fn add(&mut self, store: &Store, content: i64) -> Result<Vec<i64>, PipelineError> {
        let row = store.index_row(content)?;
        let kin = kin(store, content, &row.row.document)?;
        self.writer.add(&entry(row, group(content, &kin)))?;
        Ok(kin)
    }

    /// Ends the writing.
    pub(super) fn finish(self) -> Result<(), IndexError> {
        if self.wrote { self.writer.finish() } else { Ok(()) }
    }
}

/// Brings the index up to the store, or makes it anew; for a repair without a run.
///
/// # Errors
/// What the store or the index says.
pub fn reindex(archive: &Path, store: &mut Store) -> Result<(), PipelineError> {
    let folder = index_folder(archive);
    std::fs::create_dir_all(&folder).map_err(|source| PipelineError::Folder { folder: folder.clone(), source })?;
    let mut indexer = Indexer { writer: Writer::rebuild(&folder)?, wrote: false };
    let generation = store.generation()?;
    indexer.take_in(store, generation)?;
    indexer.finish()?;
    Ok(())
}

/// Documents that share a number or subject are compared with so many.
const COMPARED: u32 = 40;

/// The other files of the document in a row: copies in another format, the signed text of a draft.
fn kin(store: &Store, content: i64, own: &Document) -> Result<Vec<i64>, PipelineError> {
    let maybe = store.maybe_same(content, &link::state_keys(own), COMPARED)?;
    Ok(maybe.into_iter().filter(|(_, other)| link::same_document(own, other)).map(|(row, _)| row).collect())
}

/// A group is named by its first row.
fn group(content: i64, kin: &[i64]) -> u64 {
    u64::try_from(kin.iter().copied().fold(content, i64::min)).unwrap_or_default()
}

fn entry_part(part: &HeldPart) -> EntryPart {
    let document = &part.document;
    EntryPart { number: document.doc_number(), kind: document.kind, date: document.date }
}

fn entry(found: IndexRow, group: u64) -> Entry {
    let document = &found.extracted.document;
    let mut seen = BTreeSet::new();
    let cites = found
        .extracted
        .citations
        .iter()
        .filter(|c| c.relation != Relation::Own)
        .filter_map(|c| Some(CitedNumber { number: c.doc_number()?, kind: c.kind }))
        .filter(|cited| seen.insert((cited.number.clone(), cited.kind)))
        .collect();
    let laws: BTreeSet<CitedLaw> = found
        .extracted
        .citations
        .iter()
        .filter(|c| c.relation != Relation::Own)
        .filter_map(|c| Some(CitedLaw { name: c.name.clone()?, year: c.date.map(PartialDate::year_number).or(c.year) }))
        .collect();
    let has = |state: &str| found.states.iter().flatten().any(|s| s == state);
    Entry {
        row: u64::try_from(found.row.content).unwrap_or_default(),
        id: found.row.id.clone(),
        number: document.doc_number(),
        symbol: document.symbol.clone(),
        kind: document.kind,
        date: document.date,
        issuer: document.issuer.clone(),
        parent: document.parent.clone(),
        place: document.place.clone(),
        direction: match found.row.direction.as_deref() {
            Some("den") => Direction::In,
            Some("di") => Direction::Out,
            _ => Direction::None,
        },
        subject: document.subject.clone(),
        signer: document.signer.clone(),
        recipients: document.recipients.clone(),
        body: found.pages.join("\n\n"),
        // The notes and tables stand in the pages.
        footnotes: String::new(),
        tables: String::new(),
        cites,
        laws: laws.into_iter().collect(),
        cited_as: found.cited_as,
        cited_by: found.cited_by.into_iter().map(|row| u64::try_from(row).unwrap_or_default()).collect(),
        missing: has("missing"),
        conflict: has("conflict"),
        draft: document.number.is_none() && document.symbol.is_some(),
        parts: found.row.parts.iter().map(entry_part).collect(),
        group: Some(group),
        path: found.row.path,
    }
}
