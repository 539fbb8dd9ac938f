//! Writing the index. It is derived from the store: a batch is committed here after the store's, with the store's generation.

use std::path::Path;

use tantivy::indexer::{IndexWriter, NoMergePolicy};
use tantivy::{IndexReader, ReloadPolicy, TantivyDocument, Term};

use super::abbreviations;
use super::entry::Entry;
use super::keys;
use super::open::{IndexError, payload, read_payload};
use super::schema::{self, Fields};
use super::writing::Writing;
use crate::model::DocNumber;
use crate::viet::fold_text;

/// Bytes of text that are gathered before they are written as a segment.
const ARENA: usize = 96 << 20;
/// Threads that take documents in. Each writes parts of its own, which searches join at no cost.
const THREADS: usize = 2;
/// An index of so many parts is left as it is: joining them costs a run more than it brings a search.
const PARTS: usize = 3;

/// The one writer of an index. Readers keep what they opened; they see a batch after its commit.
pub struct Writer {
    inner: IndexWriter,
    fields: Fields,
    generation: u64,
}

impl Writer {
    /// Opens the index in a folder for writing, or makes it there.
    ///
    /// # Errors
    /// [`IndexError::Older`] and [`IndexError::Damaged`] for an index that this program cannot go on with: then
    /// [`Writer::rebuild`]. [`IndexError::Busy`] while another process writes.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        std::fs::create_dir_all(dir)?;
        let (wanted, fields) = schema::build();
        let directory = Writing::open(dir).map_err(|e| IndexError::Damaged(e.to_string()))?;
        let exists = tantivy::Index::exists(&directory).map_err(|e| IndexError::Damaged(e.to_string()))?;
        let (index, generation) = if exists {
            let mut index = tantivy::Index::open(directory).map_err(|e| IndexError::Damaged(e.to_string()))?;
            let metas = index.load_metas()?;
            // An index without any commit has no payload yet.
            let generation =
                if metas.payload.is_none() && metas.segments.is_empty() { 0 } else { read_payload(metas.payload.as_deref())? };
            if metas.schema != wanted {
                return Err(IndexError::Older);
            }
            index.set_tokenizers(schema::tokenizers());
            // A rebuild that was killed may have taken files away that the description still names: better seen here, where the
            // cure is known, than by the commit.
            let _whole: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            (index, generation)
        } else {
            (tantivy::Index::builder().schema(wanted).tokenizers(schema::tokenizers()).open_or_create(directory)?, 0)
        };
        let inner: IndexWriter = index.writer_with_num_threads(THREADS, ARENA)?;
        // A run that was killed before its commit leaves files (deletions of a part, say) under the very names that the next
        // commit wants to make.
        inner.garbage_collect_files().wait()?;
        Ok(Self { inner, fields, generation })
    }

    /// Throws the folder's index away and begins a new one; every document has to be added again.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn rebuild(dir: &Path) -> Result<Self, IndexError> {
        match std::fs::remove_dir_all(dir) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        Self::open(dir)
    }

    /// The store's generation at the last commit; 0 for a new index.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Adds an entry, or puts it in the place of the one with the same row.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&mut self, entry: &Entry) -> Result<(), IndexError> {
        self.delete(entry.row);
        self.inner.add_document(document(entry, &self.fields))?;
        Ok(())
    }

    /// Takes the entry of a row out; none there is no error.
    pub fn delete(&mut self, row: u64) {
        self.inner.delete_term(Term::from_field_u64(self.fields.row, row));
    }

    /// Makes all that was added and deleted durable and visible, under the store's generation.
    ///
    /// # Errors
    /// When the disk refuses; the index then stands as after the last commit.
    pub fn commit(&mut self, generation: u64) -> Result<(), IndexError> {
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(&payload(generation));
        prepared.commit()?;
        self.generation = generation;
        Ok(())
    }

    /// Ends the writing: joins small parts, so that searches stay quick, and waits for it. Call after the last commit.
    ///
    /// # Errors
    /// When the disk refuses; all commits stand.
    pub fn finish(self) -> Result<(), IndexError> {
        // Joins that run already change what there is to join.
        let index = self.inner.index().clone();
        self.inner.wait_merging_threads()?;
        let mut segments = index.searchable_segment_metas()?;
        segments.sort_by_key(tantivy::SegmentMeta::num_docs);
        // A part joins the smaller ones unless it is far larger than all of them: then the join would cost more than it brings.
        let mut sum = 0;
        let small: Vec<_> = segments
            .iter()
            .take_while(|s| {
                let joins = sum == 0 || s.num_docs() <= sum * 8;
                sum += s.num_docs();
                joins
            })
            .map(tantivy::SegmentMeta::id)
            .collect();
        let parts = segments.len();
        let deleted = segments.first().is_some_and(tantivy::SegmentMeta::has_deletes);
        // Files of a part are kept as long as anybody holds its description.
        drop(segments);
        if parts > PARTS && small.len() > 1 || deleted {
            let mut inner: IndexWriter = index.writer_with_num_threads(1, ARENA)?;
            inner.set_merge_policy(Box::new(NoMergePolicy));
            inner.merge(&small).wait()?;
            inner.garbage_collect_files().wait()?;
            inner.wait_merging_threads()?;
        }
        Ok(())
    }
}

fn document(entry: &Entry, f: &Fields) -> TantivyDocument {
    let mut d = TantivyDocument::default();
    d.add_u64(f.row, entry.row);
    d.add_text(f.id, &entry.id);
    if let Some(number) = &entry.number {
        d.add_text(f.own, keys::number_term(number));
        d.add_text(f.own, keys::ordinal(&number.number));
        d.add_text(f.own, keys::loose_term(number));
        if let Some(term) = keys::year_term(number) {
            d.add_text(f.own, term);
        }
        let digits: String = keys::ordinal(&number.number).chars().take_while(char::is_ascii_digit).collect();
        d.add_u64(f.ordinal, digits.parse().unwrap_or(u64::MAX));
        if let Some(year) = number.year {
            d.add_u64(f.number_year, year.into());
        }
    }
    if let Some(name) = own_law(entry) {
        d.add_text(f.own, keys::law_term(&name, None));
        d.add_text(f.own, keys::law_term(&name, entry.year()));
    }
    for number in &entry.cited_as {
        d.add_text(f.own, keys::number_term(number));
        if let Some(term) = keys::year_term(number) {
            d.add_text(f.own, term);
        }
    }
    for part in &entry.parts {
        for term in keys::part_term(part).into_iter().chain(part.number.as_ref().map(keys::loose_term)) {
            d.add_text(f.own, term);
        }
    }
    if let Some(symbol) = entry.number.as_ref().and_then(|n| n.symbol.as_ref()).or(entry.symbol.as_ref()) {
        d.add_text(f.symbol, keys::symbol(symbol));
    }
    let mut cites: Vec<String> = Vec::new();
    // A paper that names its own number does not cite itself.
    let itself = |cited: &DocNumber| entry.number.as_ref().is_some_and(|own| own.key() == cited.key());
    for cited in entry.cites.iter().filter(|c| !itself(&c.number)) {
        cites.push(keys::number_term(&cited.number));
        cites.extend(keys::year_term(&cited.number));
        cites.extend(keys::kind_term(&cited.number, cited.kind));
        cites.push(keys::ordinal(&cited.number.number));
    }
    for law in &entry.laws {
        let name = keys::law_name(&law.name);
        cites.extend(law.year.map(|year| keys::law_term(&name, Some(year))));
        cites.push(keys::law_term(&name, None));
    }
    cites.sort_unstable();
    cites.dedup();
    for term in &cites {
        d.add_text(f.cites, term);
    }
    entry.cited_by.iter().for_each(|row| d.add_u64(f.cited_by, *row));
    d.add_u64(f.cited, entry.cited_by.len() as u64);
    if let Some(kind) = entry.kind {
        d.add_text(f.kind, kind.code());
    }
    // Behind its own: columns give the first one as the document's.
    for kind in entry.parts.iter().filter_map(|part| part.kind) {
        d.add_text(f.kind, kind.code());
    }
    if let Some(year) = entry.year() {
        d.add_u64(f.year, year.into());
    }
    if let Some(date) = entry.date {
        d.add_i64(f.date, date.ordinal());
    }
    if let Some(issuer) = &entry.issuer {
        d.add_text(f.issuer, crate::model::short_body(issuer));
        d.add_text(f.body, keys::body_term(issuer, entry.parent.as_deref(), entry.place.as_deref()));
    }
    if !entry.direction.code().is_empty() {
        d.add_text(f.direction, entry.direction.code());
    }
    for (on, state) in [(entry.missing, "missing"), (entry.conflict, "conflict"), (entry.draft, "draft")] {
        if on {
            d.add_text(f.state, state);
        }
    }
    if let Some(group) = entry.group {
        d.add_u64(f.group, group);
    }
    texts(&mut d, entry, f);
    d
}

/// The folded name of the law that a document is: its type word and its subject.
fn own_law(entry: &Entry) -> Option<String> {
    let kind = entry.kind.filter(|kind| keys::is_law(*kind))?;
    let (kind, subject) = (keys::law_name(kind.row().name), keys::law_name(entry.subject.as_deref()?));
    Some(if subject.starts_with(&format!("{kind} ")) { subject } else { format!("{kind} {subject}") })
}

fn texts(d: &mut TantivyDocument, entry: &Entry, f: &Fields) {
    let name = entry.path.rsplit(['/', '!']).next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let heads = [&entry.issuer, &entry.parent, &entry.place, &entry.signer].into_iter().flatten().map(String::as_str);
    for text in [entry.body.as_str(), &entry.footnotes].into_iter().filter(|t| !t.is_empty()) {
        d.add_text(f.text, text);
        d.add_text(f.exact, text);
        d.add_text(f.pairs, text);
    }
    if !entry.tables.is_empty() {
        d.add_text(f.tables, &entry.tables);
        d.add_text(f.exact, &entry.tables);
        d.add_text(f.pairs, &entry.tables);
    }
    if let Some(subject) = &entry.subject {
        d.add_text(f.subject, subject);
        d.add_text(f.exact, subject);
        d.add_text(f.pairs, subject);
    }
    for text in heads.chain([name]) {
        d.add_text(f.head, text);
        d.add_text(f.exact, text);
        d.add_text(f.pairs, text);
    }
    if let Some(signer) = &entry.signer {
        d.add_text(f.signer, signer);
    }
    entry.recipients.iter().for_each(|r| d.add_text(f.recipients, r));
    for text in [&entry.body, &entry.footnotes] {
        for (short, long) in abbreviations::defined_in(text) {
            d.add_text(f.defines, format!("{short}={long}"));
            d.add_text(f.defines, format!("{}={short}", fold_text(&long)));
        }
    }
}
