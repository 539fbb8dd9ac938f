//! Owns standing searches in a run: each is asked again, and what it did not find before is told.

use std::path::Path;

use serde::Serialize;

use super::indexing::{hints, index_folder};
use super::run::PipelineError;
use crate::index::query::{Options, parse};
use crate::index::{Index, Page};
use crate::store::{Kept, Store};

/// Documents that a standing search is followed by; one that finds more is no question.
const MOST: usize = 10_000;

/// What a standing search found for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct News {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: String,
    /// Ids of the documents, best first.
    pub documents: Vec<String>,
}

/// Asks all standing searches after a run's last batch; gives those that found something new.
pub(super) fn answer(archive: &Path, store: &mut Store, run: i64) -> Result<Vec<News>, PipelineError> {
    let standing: Vec<Kept> = store.kept_searches()?.into_iter().filter(|kept| kept.watched).collect();
    if standing.is_empty() {
        return Ok(Vec::new());
    }
    let index = Index::open(&index_folder(archive))?;
    let mut news = Vec::new();
    for kept in standing {
        let documents = ask(archive, &index, store, &kept, run)?;
        if !documents.is_empty() {
            news.push(News { name: kept.name, query: kept.query, documents });
        }
    }
    Ok(news)
}

/// Asks one standing search when it is set up, so that later runs tell only what is new; gives how many documents it finds.
///
/// # Errors
/// What the store or the index says.
pub fn answer_one(archive: &Path, store: &mut Store, kept: &Kept) -> Result<usize, PipelineError> {
    let index = Index::open(&index_folder(archive))?;
    Ok(ask(archive, &index, store, kept, 0)?.len())
}

fn ask(archive: &Path, index: &Index, store: &mut Store, kept: &Kept, run: i64) -> Result<Vec<String>, PipelineError> {
    // It was understood when it was set up; one that is no more finds nothing.
    let Ok(query) = parse(&kept.query, &Options::default(), &hints(archive, &kept.query)) else { return Ok(Vec::new()) };
    let found = index.search(&query, &Page { limit: MOST, ..Page::default() })?;
    let mut documents = Vec::with_capacity(found.hits.len());
    for hit in found.hits {
        documents.extend(store.content(i64::try_from(hit.row).unwrap_or_default())?.map(|row| row.id));
    }
    Ok(store.answer_standing(&kept.name, run, &documents)?)
}
