//! Owns how a person's word on a citation is kept: one batch of its own, linked and indexed like those of a run.

use std::path::Path;

use super::indexing::Indexer;
use super::run::PipelineError;
use super::{READER, linking};
use crate::store::{Decision, Lock, Store};

/// What is said about a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It means, or does not mean, this document.
    Said(Decision),
    /// Nothing any more.
    TakenBack,
}

/// Keeps what a person says about the citation at this place of a document (its row, its ordinal); returns how many words were
/// taken back, where that was asked.
///
/// # Errors
/// When another run holds the archive, or what the store or the index says.
pub fn decide(
    archive: &Path,
    holder: &str,
    home: &[String],
    mention: (i64, u32),
    word: &Word,
    now: &str,
) -> Result<usize, PipelineError> {
    let _lock = Lock::take(archive, holder)?;
    let mut store = Store::open_for_writing(archive)?;
    let mut indexer = Indexer::open(archive, &mut store)?;
    let mut batch = store.begin(READER, now)?;
    let mut taken_back = 0;
    match word {
        Word::Said(decision) => batch.decide(mention, decision)?,
        Word::TakenBack => taken_back = batch.undecide(mention)?,
    }
    let generation = linking::finish(batch, home)?;
    indexer.take_in(&mut store, generation)?;
    indexer.finish()?;
    Ok(taken_back)
}
