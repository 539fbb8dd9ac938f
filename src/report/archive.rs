//! Owns the reports' view of a stored archive: documents are taken out of the store when a report asks for them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::deadline;
use super::view::{ArchiveView, Direction, Entry, FieldsRow};
use crate::model::{DocId, Page};
use crate::store::{ContentRow, Store, StoreError};

/// A stored archive as the reports see it. What the store says no to while a report is made is told by [`Archive::trouble`].
#[derive(Debug)]
pub struct Archive<'a> {
    store: &'a Store,
    own: Vec<String>,
    trouble: RefCell<Option<StoreError>>,
    pages: RefCell<BTreeMap<DocId, Vec<String>>>,
}

impl<'a> Archive<'a> {
    /// A view of this store; `own` are the archive's own bodies.
    #[must_use]
    pub fn new(store: &'a Store, own: Vec<String>) -> Self {
        Self { store, own, trouble: RefCell::new(None), pages: RefCell::default() }
    }

    /// The first trouble with the store, if there was any: the report is not whole then.
    ///
    /// # Errors
    /// That trouble.
    pub fn trouble(&self) -> Result<(), StoreError> {
        self.trouble.borrow_mut().take().map_or(Ok(()), Err)
    }

    fn noted<T>(&self, result: Result<T, StoreError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.trouble.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    fn row(&self, id: &DocId) -> Option<ContentRow> {
        self.noted(self.store.by_id(&id.0))?.into_iter().find(|row| row.id == id.0)
    }
}

fn direction(code: Option<&str>) -> Option<Direction> {
    match code {
        Some("den") => Some(Direction::Den),
        Some("di") => Some(Direction::Di),
        _ => None,
    }
}

impl ArchiveView for Archive<'_> {
    fn ids(&self) -> Vec<DocId> {
        let rows = self.noted(self.store.contents()).unwrap_or_default();
        rows.into_iter().map(|row| DocId(row.id)).collect()
    }

    fn entry(&self, id: &DocId) -> Option<Cow<'_, Entry>> {
        let row = self.row(id)?;
        let extracted = self.noted(self.store.extracted(row.content))?;
        let mentions = self.noted(self.store.mentions(row.content, &extracted))?;
        let (_, declared) = self.noted(self.store.facts(row.content))?;
        let texts = self.noted(self.store.pages(row.content))?;
        let pages: Vec<Page> = texts.into_iter().map(|text| Page { text, ..Page::default() }).collect();
        Some(Cow::Owned(Entry {
            id: id.clone(),
            path: row.path,
            sha256: row.sha256,
            direction: direction(row.direction.as_deref()),
            links: mentions.into_iter().map(|m| m.link).collect(),
            deadline: deadline::find(&pages, extracted.document.date),
            extracted,
            declared,
            arrived: None,
            arrival_number: None,
        }))
    }

    fn page(&self, id: &DocId, page: u32) -> Option<Cow<'_, str>> {
        if !self.pages.borrow().contains_key(id) {
            let row = self.row(id)?;
            let texts = self.noted(self.store.pages(row.content))?;
            self.pages.borrow_mut().insert(id.clone(), texts);
        }
        let pages = self.pages.borrow();
        let text = pages.get(id)?.get(usize::try_from(page).ok()?.checked_sub(1)?)?;
        Some(Cow::Owned(text.clone()))
    }

    fn cited_by(&self, id: &DocId) -> Vec<DocId> {
        let find = || -> Result<Vec<DocId>, StoreError> {
            let Some(row) = self.store.by_id(&id.0)?.into_iter().find(|row| row.id == id.0) else { return Ok(Vec::new()) };
            let mut citing: Vec<(String, DocId)> = Vec::new();
            for mention in self.store.citing(row.content)? {
                if let Some(row) = self.store.content(mention.content)? {
                    citing.push((row.path, DocId(row.id)));
                }
            }
            citing.sort();
            citing.dedup();
            Ok(citing.into_iter().map(|(_, id)| id).collect())
        };
        self.noted(find()).unwrap_or_default()
    }

    fn own(&self) -> Vec<String> {
        self.own.clone()
    }

    fn rows(&self) -> Vec<FieldsRow> {
        let rows = self.noted(self.store.contents()).unwrap_or_default();
        let row = |row: ContentRow| FieldsRow {
            id: DocId(row.id),
            path: row.path,
            direction: direction(row.direction.as_deref()),
            document: row.document,
        };
        rows.into_iter().map(row).collect()
    }
}
