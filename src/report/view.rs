//! Owns what the reports need to know of an archive, so that they can be made from any store.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

use crate::link::Home;
use crate::model::{
    Declared, DocId, DocNumber, Document, Extracted, HeldPart, Kind, Link, LinkState, PartialDate, Relation, short_body,
};

/// Whether a document came in (đến) or went out (đi).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Đến.
    Den,
    /// Đi.
    Di,
}

/// One document of the archive with all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: DocId,
    /// Its file, relative to the indexed root (`archive.zip!/inner.docx` inside a container).
    pub path: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// Did it come in or go out, where that is known?
    pub direction: Option<Direction>,
    /// What was found in it.
    pub extracted: Extracted,
    /// The link of each citation, in their order; `None` for one that names no other document.
    pub links: Vec<Option<Link>>,
    /// What an edXML envelope declares.
    pub declared: Option<Declared>,
}

/// An archive to be reported on. The order of [`ArchiveView::ids`] is the order of all output: by path.
pub trait ArchiveView {
    /// All documents, ordered by path.
    fn ids(&self) -> Vec<DocId>;
    /// One document; `None` if it is not held.
    fn entry(&self, id: &DocId) -> Option<Rc<Entry>>;
    /// The stored text of a page (from 1).
    fn page(&self, id: &DocId, page: u32) -> Option<Cow<'_, str>>;
    /// The other documents that cite this one (by a link with `to`), each once, ordered by path.
    fn cited_by(&self, id: &DocId) -> Vec<DocId>;
    /// Names of the archive's own bodies; may be empty.
    fn own(&self) -> Vec<String>;

    /// The fields of all documents, ordered by path: what number series are learned from. A store can read them at once.
    fn rows(&self) -> Vec<FieldsRow> {
        let row = |id: &DocId| {
            let entry = self.entry(id)?;
            let document = entry.extracted.document.clone();
            let parts = entry.extracted.held_parts();
            Some(FieldsRow { id: id.clone(), path: entry.path.clone(), direction: entry.direction, document, parts })
        };
        self.ids().iter().filter_map(row).collect()
    }

    /// Is a document of this number held, also as a part of a file? A store can ask for it.
    fn holds(&self, number: &DocNumber) -> bool {
        let key = number.key();
        let bears = |document: &Document| document.doc_number().is_some_and(|n| n.key() == key);
        self.rows().iter().any(|row| bears(&row.document) || row.parts.iter().any(|part| bears(&part.document)))
    }

    /// Documents that ask for an answer, ordered by path. A store can ask for them.
    fn asking(&self) -> Vec<DocId> {
        let asks = |id: &DocId| self.entry(id).is_some_and(|entry| entry.asks());
        self.ids().into_iter().filter(asks).collect()
    }

    /// Incoming documents whose day for an answer is before this one and that no outgoing one cites: those that [`Self::asking`] gives
    /// are looked through unless a store can ask for them.
    fn late(&self, day: PartialDate) -> Vec<DocId> {
        let is_late = |id: &DocId| self.entry(id).and_then(|entry| entry.due()).is_some_and(|due| due < day);
        self.asking().into_iter().filter(is_late).collect()
    }

    /// Some of the documents that went out, so many at most: the same ones for the same archive. A store can ask for them.
    fn outgoing(&self, most: usize) -> Vec<DocId> {
        let home = Home::new(&self.own());
        let own = |row: &FieldsRow| direction_of(&home, row.direction, &row.document) == Some(Direction::Di);
        self.rows().iter().filter(|row| own(row)).take(most).map(|row| row.id.clone()).collect()
    }

    /// Documents that came with an edXML envelope, ordered by path. A store can ask for them.
    fn enveloped(&self) -> Vec<DocId> {
        let has = |id: &DocId| self.entry(id).is_some_and(|entry| entry.declared.is_some());
        self.ids().into_iter().filter(has).collect()
    }

    /// Which held documents replace or repeal this one (or this part of its file) as a whole: their ids and the place of the
    /// citation that says so among their citations. A store can ask for them by relation.
    fn ended_by(&self, id: &DocId, part: Option<u32>) -> Vec<(DocId, usize)> {
        let mut out = Vec::new();
        for citing in self.cited_by(id) {
            let Some(entry) = self.entry(&citing) else { continue };
            let ends = entry.linked().find(|(_, citation, link)| {
                let ends = matches!(citation.relation, Relation::Replaces | Relation::Repeals) && citation.pinpoint.is_none();
                ends && !citation.quoted && link.to.as_ref() == Some(id) && link.part == part
            });
            if let Some((index, _, _)) = ends {
                out.push((citing.clone(), index));
            }
        }
        out
    }
}

/// The fields of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldsRow {
    /// Its id.
    pub id: DocId,
    /// Its file.
    pub path: String,
    /// Đến or đi.
    pub direction: Option<Direction>,
    /// Its fields.
    pub document: Document,
    /// The other papers of its file.
    pub parts: Vec<HeldPart>,
}

/// What names a document in a list: the five fields that all lists show, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Its id.
    pub id: DocId,
    /// Number and symbol as printed: `16/KH-UBND`.
    pub number: Option<String>,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its issuer, its name in short.
    pub issuer: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Đến or đi.
    pub direction: Option<Direction>,
    /// Its file.
    pub path: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// It is another paper in that file: what the file's first paper is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
}

impl Head {
    /// The line of a document with these fields.
    #[must_use]
    pub fn of(id: &DocId, document: &Document, direction: Option<Direction>, path: &str, sha256: &str) -> Self {
        Self {
            id: id.clone(),
            number: document.doc_number().as_ref().map(DocNumber::to_string),
            kind: document.kind,
            date: document.date,
            issuer: document.issuer.as_deref().map(|i| short_body(i).into_owned()),
            subject: document.subject.clone(),
            direction,
            path: path.to_owned(),
            sha256: sha256.to_owned(),
            part_of: None,
        }
    }
}

/// The archive's own bodies. One that is set without its province has the one that most bodies lie in that own papers name.
#[must_use]
pub fn home(view: &dyn ArchiveView) -> Home {
    /// So many own papers tell.
    const ENOUGH: usize = 30;
    let home = Home::new(&view.own());
    if home.is_placed() {
        return home;
    }
    let papers: Vec<Rc<Entry>> = view.outgoing(ENOUGH).iter().filter_map(|id| view.entry(id)).collect();
    let names = papers.iter().flat_map(|paper| {
        let cited = paper.extracted.citations.iter().filter_map(|citation| citation.issuer.as_deref());
        cited.chain(paper.extracted.document.parent.as_deref())
    });
    home.clone().among(names)
}

/// Did a document come in or go out? What the store says counts; else whether an own body issued it, and whether what another one
/// issued is of a kind that comes in.
#[must_use]
pub fn direction_of(home: &Home, direction: Option<Direction>, document: &Document) -> Option<Direction> {
    direction.or_else(|| match home.issued(document)? {
        _ if home.is_empty() => None,
        true => Some(Direction::Di),
        false => home.receives(document).then_some(Direction::Den),
    })
}

impl Entry {
    /// Does it ask for an answer, by its words or its envelope?
    #[must_use]
    pub fn asks(&self) -> bool {
        self.extracted.request.is_some() || self.declared.as_ref().is_some_and(|d| d.due.is_some())
    }

    /// By when it asks for an answer, where a day is set.
    #[must_use]
    pub fn due(&self) -> Option<PartialDate> {
        let asked = self.extracted.request.as_ref().and_then(|r| r.due);
        asked.or_else(|| self.declared.as_ref().and_then(|d| d.due))
    }

    /// Its line in a list.
    #[must_use]
    pub fn head(&self) -> Head {
        Head::of(&self.id, &self.extracted.document, self.direction, &self.path, &self.sha256)
    }

    /// This document, or, where a part of its file is named (by its place), that part with its fields and their evidence.
    #[must_use]
    pub fn as_part(&self, part: Option<u32>) -> Cow<'_, Self> {
        let Some(part) = part.and_then(|place| self.extracted.parts.get(place as usize)) else { return Cow::Borrowed(self) };
        let mut entry = self.clone();
        entry.extracted.document.clone_from(&part.document);
        entry.extracted.evidence.clone_from(&part.evidence);
        Cow::Owned(entry)
    }

    /// The line of this document, or of a part of its file.
    #[must_use]
    pub fn head_of(&self, part: Option<u32>) -> Head {
        let own = self.head();
        let Some(part) = part.and_then(|place| self.extracted.parts.get(place as usize)) else { return own };
        let name = own.number.or(own.subject).unwrap_or_else(|| self.path.clone());
        Head { part_of: Some(name), ..Head::of(&self.id, &part.document, self.direction, &self.path, &self.sha256) }
    }

    /// Citations with their links, those without a link left out.
    pub fn linked(&self) -> impl Iterator<Item = (usize, &crate::model::Citation, &Link)> {
        let pairs = self.extracted.citations.iter().zip(&self.links).enumerate();
        pairs.filter_map(|(i, (citation, link))| Some((i, citation, link.as_ref()?)))
    }

    /// How many of its citations are in each state.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (_, _, link) in self.linked() {
            tally.add(link.state);
        }
        tally
    }
}

/// Mentions by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names are the states'")]
pub struct Tally {
    pub held: usize,
    pub conflict: usize,
    pub ambiguous: usize,
    pub missing: usize,
}

impl Tally {
    /// Counts one.
    pub fn add(&mut self, state: LinkState) {
        match state {
            LinkState::Held => self.held += 1,
            LinkState::Conflict => self.conflict += 1,
            LinkState::Ambiguous => self.ambiguous += 1,
            LinkState::Missing => self.missing += 1,
        }
    }

    /// All together.
    #[must_use]
    pub fn total(self) -> usize {
        self.held + self.conflict + self.ambiguous + self.missing
    }
}

/// An archive in memory.
#[derive(Debug, Clone, Default)]
pub struct InMemory {
    entries: BTreeMap<DocId, Rc<Entry>>,
    texts: BTreeMap<DocId, Vec<String>>,
    cited_by: BTreeMap<DocId, Vec<DocId>>,
    order: Vec<DocId>,
    own: Vec<String>,
}

impl InMemory {
    /// An archive of these documents with the texts of their pages.
    #[must_use]
    pub fn new(documents: Vec<(Entry, Vec<String>)>, own: Vec<String>) -> Self {
        let mut order: Vec<(String, DocId)> = documents.iter().map(|(e, _)| (e.path.clone(), e.id.clone())).collect();
        order.sort();
        let mut cited_by: BTreeMap<DocId, Vec<DocId>> = BTreeMap::new();
        let by_id: BTreeMap<&DocId, &Entry> = documents.iter().map(|(e, _)| (&e.id, e)).collect();
        for id in order.iter().map(|(_, id)| id) {
            for to in by_id.get(id).into_iter().flat_map(|e| e.linked()).filter_map(|(_, _, link)| link.to.as_ref()) {
                let citing = cited_by.entry(to.clone()).or_default();
                // A cover letter that cites what lies behind it does not cite its own file.
                if to != id && citing.last() != Some(id) {
                    citing.push(id.clone());
                }
            }
        }
        let mut archive = Self { cited_by, order: order.into_iter().map(|(_, id)| id).collect(), own, ..Self::default() };
        for (entry, pages) in documents {
            archive.texts.insert(entry.id.clone(), pages);
            archive.entries.insert(entry.id.clone(), Rc::new(entry));
        }
        archive
    }
}

impl ArchiveView for InMemory {
    fn ids(&self) -> Vec<DocId> {
        self.order.clone()
    }

    fn entry(&self, id: &DocId) -> Option<Rc<Entry>> {
        self.entries.get(id).map(Rc::clone)
    }

    fn page(&self, id: &DocId, page: u32) -> Option<Cow<'_, str>> {
        let pages = self.texts.get(id)?;
        pages.get(usize::try_from(page).ok()?.checked_sub(1)?).map(|text| Cow::Borrowed(text.as_str()))
    }

    fn cited_by(&self, id: &DocId) -> Vec<DocId> {
        self.cited_by.get(id).cloned().unwrap_or_default()
    }

    fn own(&self) -> Vec<String> {
        self.own.clone()
    }
}
