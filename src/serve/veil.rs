//! Owns what the page may not show: documents that bear a mark of secrecy are known by number, date, kind and issuer alone.

use std::borrow::Cow;
use std::rc::Rc;

use crate::model::{DocId, Document, Extracted};
use crate::report::archive::Archive;
use crate::report::view::{ArchiveView, Entry, FieldsRow};
use crate::store::{ContentRow, StoreError};

/// An archive whose secret documents have no text, no subject, no citations and stand in no list.
#[derive(Debug)]
pub(super) struct Veiled<'a> {
    archive: Archive<'a>,
    /// Show them after all.
    open: bool,
}

/// Does the document bear MẬT, TỐI MẬT or TUYỆT MẬT?
pub(super) fn is_secret(document: &Document) -> bool {
    document.secrecy.is_some()
}

impl<'a> Veiled<'a> {
    pub(super) fn new(archive: Archive<'a>, open: bool) -> Self {
        Self { archive, open }
    }

    /// May this document be shown?
    pub(super) fn shows(&self, row: &ContentRow) -> bool {
        !self.hides(&row.document, row.parts.iter().map(|part| &part.document))
    }

    /// The first trouble with the store, if there was any.
    pub(super) fn trouble(&self) -> Result<(), StoreError> {
        self.archive.trouble()
    }

    /// A file is as secret as each of its papers.
    fn hides<'d>(&self, document: &'d Document, parts: impl Iterator<Item = &'d Document>) -> bool {
        !self.open && std::iter::once(document).chain(parts).any(is_secret)
    }

    fn hides_entry(&self, entry: &Entry) -> bool {
        self.hides(&entry.extracted.document, entry.extracted.parts.iter().map(|part| &part.document))
    }
}

/// What stays of a secret document.
fn veiled(document: &Document) -> Document {
    Document {
        kind: document.kind,
        number: document.number.clone(),
        year: document.year,
        symbol: document.symbol.clone(),
        date: document.date,
        issuer: document.issuer.clone(),
        secrecy: document.secrecy.clone(),
        ..Document::default()
    }
}

/// Stands for the path of a secret document.
const HIDDEN: &str = "(có độ mật)";

impl ArchiveView for Veiled<'_> {
    fn ids(&self) -> Vec<DocId> {
        self.rows().into_iter().map(|row| row.id).collect()
    }

    fn entry(&self, id: &DocId) -> Option<Rc<Entry>> {
        let entry = self.archive.entry(id)?;
        if !self.hides_entry(&entry) {
            return Some(entry);
        }
        let mut entry = Rc::unwrap_or_clone(entry);
        entry.extracted = Extracted { document: veiled(&entry.extracted.document), ..Extracted::default() };
        entry.links.clear();
        entry.declared = None;
        // The name of a file can say what is in it.
        HIDDEN.clone_into(&mut entry.path);
        Some(Rc::new(entry))
    }

    fn page(&self, id: &DocId, page: u32) -> Option<Cow<'_, str>> {
        let entry = self.archive.entry(id)?;
        if self.hides_entry(&entry) { None } else { self.archive.page(id, page) }
    }

    fn cited_by(&self, id: &DocId) -> Vec<DocId> {
        self.archive.cited_by(id)
    }

    fn own(&self) -> Vec<String> {
        self.archive.own()
    }

    fn rows(&self) -> Vec<FieldsRow> {
        let mut rows = self.archive.rows();
        rows.retain(|row| !self.hides(&row.document, row.parts.iter().map(|part| &part.document)));
        rows
    }

    fn ended_by(&self, id: &DocId, part: Option<u32>) -> Vec<(DocId, usize)> {
        self.archive.ended_by(id, part)
    }
}
