//! Owns the reports' view of a stored archive: documents are taken out of the store when a report asks for them.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use super::view::{ArchiveView, Direction, Entry, FieldsRow, Head};
use crate::link::PART_KEYS;
use crate::model::{DocId, DocNumber, PartialDate};
use crate::store::{ContentRow, Store, StoreError};

/// How many documents are kept at hand: those that one report meets again and again.
const AT_HAND: usize = 64;

/// A stored archive as the reports see it. What the store says no to while a report is made is told by [`Archive::trouble`].
#[derive(Debug)]
pub struct Archive<'a> {
    store: &'a Store,
    own: Vec<String>,
    trouble: RefCell<Option<StoreError>>,
    entries: RefCell<VecDeque<(DocId, Rc<Entry>)>>,
    pages: RefCell<VecDeque<(DocId, Rc<Vec<String>>)>>,
    listed: OnceCell<Listed>,
}

/// All documents by path, without what was found in them.
#[derive(Debug)]
struct Listed {
    rows: Vec<ContentRow>,
    /// The place of each by its id.
    places: HashMap<String, usize>,
}

impl<'a> Archive<'a> {
    /// A view of this store; `own` are the archive's own bodies.
    #[must_use]
    pub fn new(store: &'a Store, own: Vec<String>) -> Self {
        let (entries, pages) = (RefCell::default(), RefCell::default());
        Self { store, own, trouble: RefCell::new(None), entries, pages, listed: OnceCell::new() }
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
        // Where all are listed, the store need not be asked for one.
        if let Some(listed) = self.listed.get() {
            return listed.rows.get(*listed.places.get(&id.0)?).cloned();
        }
        self.noted(self.store.by_id(&id.0))?.into_iter().find(|row| row.id == id.0)
    }

    fn listed(&self) -> &[ContentRow] {
        let listed = self.listed.get_or_init(|| {
            let rows = self.noted(self.store.contents()).unwrap_or_default();
            let places = rows.iter().enumerate().map(|(place, row)| (row.id.clone(), place)).collect();
            Listed { rows, places }
        });
        &listed.rows
    }

    fn load(&self, id: &DocId) -> Option<Entry> {
        let row = self.row(id)?;
        let extracted = self.noted(self.store.extracted(row.content))?;
        let mentions = self.noted(self.store.mentions(row.content, &extracted))?;
        let (_, declared) = self.noted(self.store.facts(row.content))?;
        Some(Entry {
            id: id.clone(),
            path: row.path,
            sha256: row.sha256,
            direction: direction(row.direction.as_deref()),
            links: mentions.into_iter().map(|m| m.link).collect(),
            extracted,
            declared,
        })
    }
}

/// The line of a stored document, without what was found in its text.
#[must_use]
pub fn head(row: &ContentRow) -> Head {
    Head::of(&DocId(row.id.clone()), &row.document, direction(row.direction.as_deref()), &row.path, &row.sha256)
}

fn direction(code: Option<&str>) -> Option<Direction> {
    match code {
        Some("den") => Some(Direction::Den),
        Some("di") => Some(Direction::Di),
        _ => None,
    }
}

/// What is at hand under an id; else what `load` gives, which is at hand from then on.
fn at_hand<T>(kept: &RefCell<VecDeque<(DocId, Rc<T>)>>, id: &DocId, load: impl FnOnce() -> Option<T>) -> Option<Rc<T>> {
    if let Some((_, value)) = kept.borrow().iter().find(|(known, _)| known == id) {
        return Some(Rc::clone(value));
    }
    let value = Rc::new(load()?);
    let mut kept = kept.borrow_mut();
    if kept.len() == AT_HAND {
        kept.pop_back();
    }
    kept.push_front((id.clone(), Rc::clone(&value)));
    Some(value)
}

impl ArchiveView for Archive<'_> {
    fn ids(&self) -> Vec<DocId> {
        self.listed().iter().map(|row| DocId(row.id.clone())).collect()
    }

    fn entry(&self, id: &DocId) -> Option<Rc<Entry>> {
        at_hand(&self.entries, id, || self.load(id))
    }

    fn page(&self, id: &DocId, page: u32) -> Option<Cow<'_, str>> {
        let load = || self.row(id).and_then(|row| self.noted(self.store.pages(row.content)));
        let pages = at_hand(&self.pages, id, load)?;
        Some(Cow::Owned(pages.get(usize::try_from(page).ok()?.checked_sub(1)?)?.clone()))
    }

    fn cited_by(&self, id: &DocId) -> Vec<DocId> {
        self.noted(self.store.citing_ids(&id.0)).unwrap_or_default().into_iter().map(DocId).collect()
    }

    fn own(&self) -> Vec<String> {
        self.own.clone()
    }

    fn rows(&self) -> Vec<FieldsRow> {
        let line = |row: &ContentRow| FieldsRow {
            id: DocId(row.id.clone()),
            path: row.path.clone(),
            direction: direction(row.direction.as_deref()),
            document: row.document.clone(),
            parts: row.parts.clone(),
        };
        self.listed().iter().map(line).collect()
    }

    fn holds(&self, number: &DocNumber) -> bool {
        self.noted(self.store.by_number(&number.key(), PART_KEYS)).is_some_and(|rows| !rows.is_empty())
    }

    fn asking(&self) -> Vec<DocId> {
        self.noted(self.store.asking_ids()).unwrap_or_default().into_iter().map(DocId).collect()
    }

    fn late(&self, day: PartialDate) -> Vec<DocId> {
        self.noted(self.store.overdue_ids(&day.to_string())).unwrap_or_default().into_iter().map(DocId).collect()
    }

    fn outgoing(&self, most: usize) -> Vec<DocId> {
        self.noted(self.store.outgoing_ids(most)).unwrap_or_default().into_iter().map(DocId).collect()
    }

    fn enveloped(&self) -> Vec<DocId> {
        self.noted(self.store.enveloped_ids()).unwrap_or_default().into_iter().map(DocId).collect()
    }

    fn ended_by(&self, id: &DocId, part: Option<u32>) -> Vec<(DocId, usize)> {
        let mut out: Vec<(DocId, usize)> = Vec::new();
        for (by, ordinal) in self.noted(self.store.ended_by(&id.0)).unwrap_or_default() {
            let by = DocId(by);
            let index = ordinal as usize;
            // A part that is replaced leaves the rest in force; words that are quoted end nothing.
            let whole = |entry: &Entry| {
                let meant = entry.links.get(index).and_then(Option::as_ref).is_some_and(|link| link.part == part);
                meant && entry.extracted.citations.get(index).is_some_and(|c| c.pinpoint.is_none() && !c.quoted)
            };
            let known = out.iter().any(|(other, _)| *other == by);
            if !known && at_hand(&self.entries, &by, || self.load(&by)).is_some_and(|entry| whole(&entry)) {
                out.push((by, index));
            }
        }
        out
    }
}
