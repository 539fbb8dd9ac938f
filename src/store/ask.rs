//! Owns all reading: what commands and the pipeline ask the archive.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension as _, Row, params};

use super::packed::{unpack_json, unpack_pages};
use super::{Store, StoreError};
use crate::model::{Citation, Declared, DocNumber, Document, Extracted, FileFacts, HeldPart, Link, LinkState};

/// A file as the archive knows it, for telling whether it must be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its row.
    pub id: i64,
    /// The root it lies under.
    pub root: i64,
    /// Its path below the root, as the system gives it.
    pub raw: Vec<u8>,
    /// Its name inside a container; empty for a file of its own.
    pub member: String,
    /// Its path as people see it.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub mtime: i64,
    /// Hash of its bytes, where they could be read.
    pub sha256: Option<String>,
    /// `indexed`, `container`, or the code of the error.
    pub outcome: String,
    /// How often it was tried since it failed first; 0 if it did not.
    pub tries: u32,
    /// Version of the readers that saw it last.
    pub reader: u32,
    /// The engine of recognition under which pages of it stayed unread (empty: there was none); `None` if none did.
    pub waits: Option<String>,
}

impl FileRow {
    /// Could it not be read?
    #[must_use]
    pub fn has_failed(&self) -> bool {
        !matches!(self.outcome.as_str(), "indexed" | "container")
    }

    /// Did its bytes never come to be read, because of what stood in the way and not of what they are?
    #[must_use]
    pub fn is_unseen(&self) -> bool {
        matches!(self.outcome.as_str(), "unreadable" | "changed")
    }
}

/// Where a file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// The folder of its root, or the file that is its own root, as the system gives it.
    folder: Vec<u8>,
    /// Its path below the root.
    raw: Vec<u8>,
    /// Its name inside a container; empty for a file of its own.
    pub member: String,
}

impl FilePlace {
    /// The file, or the container that it is a member of.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let folder = Path::new(OsStr::from_bytes(&self.folder));
        if self.raw.is_empty() { folder.to_owned() } else { folder.join(OsStr::from_bytes(&self.raw)) }
    }
}

/// A document as listed.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentRow {
    /// Its row; the search index knows it by this.
    pub content: i64,
    /// Its id.
    pub id: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
    /// Format name.
    pub format: String,
    /// Pages.
    pub page_count: u32,
    /// Was any page recognised from a picture?
    pub ocr: bool,
    /// Its fields.
    pub document: Document,
    /// The other papers of its file.
    pub parts: Vec<HeldPart>,
    /// `den`, `di`, or unknown.
    pub direction: Option<String>,
    /// How many documents cite it.
    pub cited_by: u32,
    /// Path of its first file.
    pub path: String,
}

/// A citation with the state that linking gave it; `None`: not linked (a back reference, a standard, the document itself).
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedMention {
    /// Its place in the document's citations, from 0.
    pub ordinal: u32,
    /// The citation.
    pub citation: Citation,
    /// The outcome of linking.
    pub link: Option<Link>,
}

/// A mention of a document, seen from the cited side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionRow {
    /// The citing document's row.
    pub content: i64,
    /// Its place in that document's citations, from 0.
    pub ordinal: u32,
    /// The state.
    pub state: Option<String>,
    /// The words.
    pub surface: String,
    /// The stated date.
    pub date: Option<String>,
    /// In which part it stands.
    pub place: String,
}

/// A number that is cited, with how many documents do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedNumber {
    /// The number's key.
    pub key: String,
    /// One spelling of it.
    pub surface: String,
    /// Citing documents.
    pub documents: u32,
}

/// What the search index takes in for one document.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRow {
    /// The document.
    pub row: ContentRow,
    /// The stored text of its pages.
    pub pages: Vec<String>,
    /// What was found in it.
    pub extracted: Extracted,
    /// States of its mentions, in order; `None` where not linked.
    pub states: Vec<Option<String>>,
    /// Rows of the documents that cite it.
    pub cited_by: Vec<i64>,
    /// Numbers that it is cited under though it does not bear them so.
    pub cited_as: Vec<DocNumber>,
}

/// A file that is not indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its path.
    pub path: String,
    /// The code of the error.
    pub code: String,
    /// What was found.
    pub message: String,
    /// How often it was tried.
    pub tries: u32,
    /// Since when (ISO 8601).
    pub since: String,
}

/// How many files the archive knows, by what came of them; the four add up to `total`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tallies {
    /// All files; a container counts by its members.
    pub total: u64,
    /// Held as documents.
    pub indexed: u64,
    /// Waiting for OCR.
    pub needs_ocr: u64,
    /// Of a kind that is not read.
    pub unsupported: u64,
    /// Failed.
    pub failed: u64,
}

/// Counts of the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents.
    pub documents: u64,
    /// Of these, incoming.
    pub incoming: u64,
    /// Of these, outgoing.
    pub outgoing: u64,
    /// Earliest and latest year of their dates.
    pub years: Option<(u16, u16)>,
    /// Linked mentions by state: held, conflict, ambiguous, missing.
    pub mentions: [u64; 4],
    /// Bytes of all stored text.
    pub text_bytes: u64,
    /// Bytes of the documents' files.
    pub file_bytes: u64,
}

/// A run as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number; [`Store::events`] knows it by this.
    pub id: i64,
    /// When it began (ISO 8601).
    pub started: String,
    /// When it ended; `None`: it was killed, or runs still.
    pub finished: Option<String>,
    /// Its report as JSON.
    pub report: Option<String>,
}

const CONTENT: &str = "c.id, c.doc_id, c.sha256, c.bytes, c.format, c.page_count, c.ocr, c.document, c.direction, c.cited_by,
  (SELECT min(path) FROM files f WHERE f.content = c.id), (SELECT documents FROM parts p WHERE p.content = c.id)";

fn content_row(row: &Row<'_>) -> rusqlite::Result<(ContentRow, String, Option<String>)> {
    let content = ContentRow {
        content: row.get(0)?,
        id: row.get(1)?,
        sha256: row.get(2)?,
        bytes: large(row.get(3)?),
        format: row.get(4)?,
        page_count: row.get(5)?,
        ocr: row.get(6)?,
        document: Document::default(),
        parts: Vec::new(),
        direction: row.get(8)?,
        cited_by: row.get(9)?,
        path: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
    };
    Ok((content, row.get(7)?, row.get(11)?))
}

fn with_document((mut row, json, parts): (ContentRow, String, Option<String>)) -> Result<ContentRow, StoreError> {
    row.parts = super::write::parts(parts.as_deref())?;
    row.document = serde_json::from_str(&json).map_err(|e| StoreError::Damaged(e.to_string()))?;
    Ok(row)
}

fn large(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

impl Store {
    /// The roots: row, folder (absolute path as bytes), label.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn roots(&self) -> Result<Vec<(i64, Vec<u8>, String)>, StoreError> {
        let mut statement = self.connection.prepare("SELECT id, folder, label FROM roots ORDER BY id")?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All files that the archive knows.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn files(&self) -> Result<Vec<FileRow>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT id, root, raw, member, path, size, mtime, sha256, outcome, reader, waits, tries, content FROM files ORDER BY id",
        )?;
        let waiting = self.waiting()?;
        let rows = statement.query_map([], |r| {
            Ok(FileRow {
                id: r.get(0)?,
                root: r.get(1)?,
                raw: r.get(2)?,
                member: r.get(3)?,
                path: r.get(4)?,
                size: large(r.get(5)?),
                mtime: r.get(6)?,
                sha256: r.get(7)?,
                outcome: r.get(8)?,
                reader: r.get(9)?,
                waits: match r.get(10)? {
                    Some(waits) => Some(waits),
                    None => r.get::<_, Option<i64>>(12)?.and_then(|content| waiting.get(&content).cloned()),
                },
                tries: r.get(11)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Rows of documents with pages that stayed unread, with the engine under which they did.
    fn waiting(&self) -> Result<BTreeMap<i64, String>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT id, waits FROM contents INDEXED BY contents_waiting WHERE waits IS NOT NULL")?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Is there a document of this hash that this version of the readers made, and that this engine of recognition (empty: none)
    /// cannot make better?
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn has_current(&self, sha256: &str, reader: u32, engine: &str) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM contents WHERE sha256 = ?1 AND reader = ?2 AND (waits IS NULL OR waits = ?3 OR ?3 = '')",
        )?;
        Ok(statement.exists(params![sha256, reader, engine])?)
    }

    /// Are there documents that no file holds, because a run did not come to its end?
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn has_orphans(&self) -> Result<bool, StoreError> {
        Ok(!super::write::orphans(&self.connection)?.is_empty())
    }

    /// The generation that the search index is known to hold.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn indexed_generation(&self) -> Result<u64, StoreError> {
        self.meta("indexed")
    }

    /// Rows of documents whose search entry changed after a generation, and rows of documents that went.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn changes_since(&self, generation: u64) -> Result<(Vec<i64>, Vec<i64>), StoreError> {
        let since = i64::try_from(generation).unwrap_or(i64::MAX);
        let ids = |sql: &str| -> Result<Vec<i64>, StoreError> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([since], |r| r.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        Ok((
            // Ordered so that the index of changes is used, and not the order in which all lie.
            ids("SELECT id FROM contents WHERE changed > ?1 ORDER BY +id")?,
            ids("SELECT content FROM gone_contents WHERE generation > ?1 ORDER BY content")?,
        ))
    }

    /// Rows of all documents, in the order of their paths.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn contents(&self) -> Result<Vec<ContentRow>, StoreError> {
        let mut statement = self.connection.prepare(&format!("SELECT {CONTENT} FROM contents c ORDER BY 11, c.sha256"))?;
        statement.query_map([], content_row)?.map(|row| with_document(row?)).collect()
    }

    /// One document.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn content(&self, content: i64) -> Result<Option<ContentRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("SELECT {CONTENT} FROM contents c WHERE c.id = ?1"))?;
        statement.query_row([content], content_row).optional()?.map(with_document).transpose()
    }

    /// Documents whose id begins so (hex digits).
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn by_id(&self, start: &str) -> Result<Vec<ContentRow>, StoreError> {
        self.list("c.sha256 >= ?1 AND c.sha256 < ?1 || 'g'", start)
    }

    /// Documents bearing the number of this key, themselves or in a part of their file. Parts are kept under the number's key with
    /// `part_keys` before it.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn by_number(&self, key: &str, part_keys: &str) -> Result<Vec<ContentRow>, StoreError> {
        let mut found = self.list("c.number_key = ?1", key)?;
        found.extend(self.list("c.id IN (SELECT content FROM keys WHERE key = ?1)", &format!("{part_keys}{key}"))?);
        Ok(found)
    }

    /// Documents that lie in the file of this path.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn by_path(&self, path: &str) -> Result<Vec<ContentRow>, StoreError> {
        self.list("c.id IN (SELECT content FROM files WHERE path = ?1)", path)
    }

    fn list(&self, condition: &str, value: &str) -> Result<Vec<ContentRow>, StoreError> {
        let sql = format!("SELECT {CONTENT} FROM contents c WHERE {condition} ORDER BY c.date DESC, 11");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_map([value], content_row)?.map(|row| with_document(row?)).collect()
    }

    /// All paths under which a document lies.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn paths(&self, content: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT path FROM files WHERE content = ?1 ORDER BY path")?;
        let rows = statement.query_map([content], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Documents that may be the same as this one, to be compared: with its number and a day that does not differ, or, where one of
    /// the two has no number, with its very subject, or under one of these keys. At most `limit` of each sort, by row.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn maybe_same(&self, content: i64, keys: &[String], limit: u32) -> Result<Vec<(i64, Document)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "WITH own AS (SELECT id, number_key, date, subject FROM contents WHERE id = ?1)
               SELECT * FROM (SELECT b.id FROM own a JOIN contents b ON b.number_key = a.number_key AND b.date = a.date LIMIT ?2)
               UNION SELECT * FROM (SELECT b.id FROM own a JOIN contents b ON b.number_key = a.number_key AND b.date IS NULL LIMIT ?2)
               UNION SELECT * FROM (SELECT b.id FROM own a JOIN contents b ON b.number_key = a.number_key WHERE a.date IS NULL LIMIT ?2)
               UNION SELECT * FROM (SELECT b.id FROM own a JOIN contents b ON b.subject = a.subject AND b.number_key IS NULL LIMIT ?2)
               UNION SELECT * FROM (SELECT b.id FROM own a JOIN contents b ON b.subject = a.subject
                                    WHERE a.number_key IS NULL LIMIT ?2)",
        )?;
        let mut maybe: BTreeSet<i64> = statement.query_map(params![content, limit], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let mut statement =
            self.connection.prepare_cached("SELECT content FROM keys WHERE key = ?1 ORDER BY content LIMIT ?2")?;
        for key in keys {
            for other in statement.query_map(params![key, limit], |r| r.get(0))? {
                maybe.insert(other?);
            }
        }
        maybe.remove(&content);
        let mut statement = self.connection.prepare_cached("SELECT document FROM contents WHERE id = ?1")?;
        let mut found = Vec::with_capacity(maybe.len());
        for other in maybe {
            let json: String = statement.query_row([other], |r| r.get(0))?;
            found.push((other, serde_json::from_str(&json).map_err(|e| StoreError::Damaged(e.to_string()))?));
        }
        Ok(found)
    }

    /// Where the files of a document lie, by path.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn places(&self, content: i64) -> Result<Vec<FilePlace>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.folder, f.raw, f.member FROM files f JOIN roots r ON r.id = f.root WHERE f.content = ?1 ORDER BY f.path",
        )?;
        let rows = statement.query_map([content], |r| Ok(FilePlace { folder: r.get(0)?, raw: r.get(1)?, member: r.get(2)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the index takes in for one document.
    ///
    /// # Errors
    /// Whatever SQLite says; [`StoreError::Damaged`] if there is no such document.
    pub fn index_row(&self, content: i64) -> Result<IndexRow, StoreError> {
        let row = self.content(content)?.ok_or_else(|| StoreError::Damaged(format!("no document in row {content}")))?;
        let mut statement = self.connection.prepare_cached("SELECT state FROM mentions WHERE content = ?1 ORDER BY ordinal")?;
        let states = statement.query_map([content], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT DISTINCT content FROM mentions WHERE target = ?1 AND content <> ?1 ORDER BY content")?;
        let cited_by = statement.query_map([content], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT number, year, symbol FROM mentions WHERE target = ?1 AND number IS NOT NULL AND number_key IS NOT ?2
               AND json_extract(link, '$.part') IS NULL ORDER BY 1, 2, 3",
        )?;
        let own_key = row.document.doc_number().map(|n| n.key());
        let cited_as = statement
            .query_map(params![content, own_key], |r| Ok(DocNumber { number: r.get(0)?, year: r.get(1)?, symbol: r.get(2)? }))?
            .collect::<Result<_, _>>()?;
        Ok(IndexRow { pages: self.pages(content)?, extracted: self.extracted(content)?, states, cited_by, cited_as, row })
    }

    /// The stored text of a document's pages.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn pages(&self, content: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT text FROM contents WHERE id = ?1")?;
        let blob: Vec<u8> = statement.query_row([content], |r| r.get(0))?;
        unpack_pages(&blob)
    }

    /// All that was found in a document.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn extracted(&self, content: i64) -> Result<Extracted, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT extracted FROM contents WHERE id = ?1")?;
        let blob: Vec<u8> = statement.query_row([content], |r| r.get(0))?;
        unpack_json(&blob)
    }

    /// What the document's file says about itself, and what an edXML envelope declares.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn facts(&self, content: i64) -> Result<(FileFacts, Option<Declared>), StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT facts, declared FROM contents WHERE id = ?1")?;
        let (facts, declared): (Vec<u8>, Option<Vec<u8>>) = statement.query_row([content], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok((unpack_json(&facts)?, declared.as_deref().map(unpack_json).transpose()?))
    }

    /// A document's citations with their links, in reading order.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn mentions(&self, content: i64, extracted: &Extracted) -> Result<Vec<LinkedMention>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT ordinal, link FROM mentions WHERE content = ?1 ORDER BY ordinal")?;
        let rows = statement.query_map([content], |r| Ok((r.get::<_, u32>(0)?, r.get::<_, Option<String>>(1)?)))?;
        let mut mentions = Vec::with_capacity(extracted.citations.len());
        for row in rows {
            let (ordinal, link) = row?;
            let link =
                link.map(|json| serde_json::from_str(&json)).transpose().map_err(|e| StoreError::Damaged(e.to_string()))?;
            if let Some(citation) = extracted.citations.get(ordinal as usize) {
                mentions.push(LinkedMention { ordinal, citation: citation.clone(), link });
            }
        }
        Ok(mentions)
    }

    /// Mentions in other documents that are linked to a document, by citing document and place.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn citing(&self, content: i64) -> Result<Vec<MentionRow>, StoreError> {
        self.mention_rows("target = ?1 AND content <> ?1", &content)
    }

    /// Ids of the other documents that cite the document of this id, each once, by path.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn citing_ids(&self, id: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT c.doc_id, (SELECT min(path) FROM files f WHERE f.content = c.id)
             FROM contents t JOIN mentions m ON m.target = t.id JOIN contents c ON c.id = m.content
             WHERE t.doc_id = ?1 AND c.id <> t.id ORDER BY 2, 1",
        )?;
        let rows = statement.query_map([id], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Mentions that say that the document of this id is replaced or repealed: the citing document's id and the mention's place
    /// in it, by path.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn ended_by(&self, id: &str) -> Result<Vec<(String, u32)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.doc_id, m.ordinal, (SELECT min(path) FROM files f WHERE f.content = c.id)
             FROM contents t JOIN mentions m ON m.target = t.id JOIN contents c ON c.id = m.content
             WHERE t.doc_id = ?1 AND m.relation IN ('replaces', 'repeals') ORDER BY 3, 1, 2",
        )?;
        let rows = statement.query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ids of the incoming documents whose day for an answer is past on `day` (ISO 8601) and that no outgoing document cites, by that
    /// day.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn overdue_ids(&self, day: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT doc_id FROM contents c WHERE c.direction = 'den' AND c.due < ?1 AND NOT EXISTS
               (SELECT 1 FROM mentions m JOIN contents o ON o.id = m.content WHERE m.target = c.id AND o.direction = 'di')
             ORDER BY c.due, doc_id",
        )?;
        let rows = statement.query_map([day], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ids of so many outgoing documents at most, the first by id.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn outgoing_ids(&self, most: usize) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT doc_id FROM contents WHERE direction = 'di' ORDER BY doc_id LIMIT ?1")?;
        let rows = statement.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ids of the documents that came with an envelope, by path.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn enveloped_ids(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT doc_id, (SELECT min(path) FROM files f WHERE f.content = c.id) FROM contents c WHERE declared IS NOT NULL ORDER BY 2, 1",
        )?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ids of the documents that ask for an answer, by path.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn asking_ids(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT doc_id, (SELECT min(path) FROM files f WHERE f.content = c.id) FROM contents c WHERE asks ORDER BY 2, 1",
        )?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many mentions in other documents are linked to a document.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn mentions_count(&self, content: i64) -> Result<u64, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT count(*) FROM mentions WHERE target = ?1 AND content <> ?1")?;
        Ok(large(statement.query_row([content], |r| r.get(0))?))
    }

    /// Mentions that name the number of this key, whatever their state.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn naming(&self, number_key: &str) -> Result<Vec<MentionRow>, StoreError> {
        self.mention_rows("number_key = ?1", &number_key)
    }

    fn mention_rows(&self, condition: &str, value: &dyn rusqlite::ToSql) -> Result<Vec<MentionRow>, StoreError> {
        let sql = format!(
            "SELECT content, ordinal, state, surface, date, place FROM mentions WHERE {condition} ORDER BY content, ordinal"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([value], |r| {
            Ok(MentionRow {
                content: r.get(0)?,
                ordinal: r.get(1)?,
                state: r.get(2)?,
                surface: r.get(3)?,
                date: r.get(4)?,
                place: r.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Numbers that are cited though no document bears them, most cited first.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn missing_numbers(&self) -> Result<Vec<CitedNumber>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT number_key, min(surface), count(DISTINCT content) FROM mentions WHERE state = 'missing' AND number_key IS NOT NULL
             GROUP BY number_key ORDER BY 3 DESC, 1",
        )?;
        let rows = statement.query_map([], |r| Ok(CitedNumber { key: r.get(0)?, surface: r.get(1)?, documents: r.get(2)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many files there are, by what came of them.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn tallies(&self) -> Result<Tallies, StoreError> {
        let mut tallies = Tallies::default();
        let mut statement =
            self.connection.prepare("SELECT outcome, count(*) FROM files WHERE outcome <> 'container' GROUP BY outcome")?;
        for row in statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))? {
            let (outcome, count) = row?;
            let count = large(count);
            tallies.total += count;
            match outcome.as_str() {
                "indexed" => tallies.indexed += count,
                "no-text" => tallies.needs_ocr += count,
                "unsupported" | "no-document" => tallies.unsupported += count,
                _ => tallies.failed += count,
            }
        }
        Ok(tallies)
    }

    /// Files that are not indexed, by path.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn problems(&self) -> Result<Vec<Problem>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT path, outcome, coalesce(message, ''), tries, coalesce(since, '') FROM files
             WHERE outcome NOT IN ('indexed', 'container') ORDER BY path",
        )?;
        let rows = statement.query_map([], |r| {
            Ok(Problem { path: r.get(0)?, code: r.get(1)?, message: r.get(2)?, tries: r.get(3)?, since: r.get(4)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Counts of documents and mentions.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn totals(&self) -> Result<Totals, StoreError> {
        let mut totals = self.connection.query_row(
            "SELECT count(*), coalesce(sum(direction = 'den'), 0), coalesce(sum(direction = 'di'), 0), min(substr(date, 1, 4)), max(substr(date, 1, 4)),
               coalesce(sum(text_bytes), 0), coalesce(sum(bytes), 0) FROM contents",
            [],
            |r| {
                let year = |text: Option<String>| text.and_then(|t| t.parse::<u16>().ok());
                let (first, last) = (year(r.get(3)?), year(r.get(4)?));
                Ok(Totals {
                    documents: large(r.get(0)?),
                    incoming: large(r.get(1)?),
                    outgoing: large(r.get(2)?),
                    years: first.zip(last),
                    mentions: [0; 4],
                    text_bytes: large(r.get(5)?),
                    file_bytes: large(r.get(6)?),
                })
            },
        )?;
        totals.mentions = self.mention_states()?;
        Ok(totals)
    }

    /// How many linked mentions are held, in conflict, ambiguous, missing.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn mention_states(&self) -> Result<[u64; 4], StoreError> {
        let mut statement = self.connection.prepare("SELECT count(*) FROM mentions WHERE state = ?1")?;
        let mut counts = [0; 4];
        let states = [LinkState::Held, LinkState::Conflict, LinkState::Ambiguous, LinkState::Missing];
        for (slot, state) in counts.iter_mut().zip(states) {
            *slot = large(statement.query_row([state.code()], |r| r.get(0))?);
        }
        Ok(counts)
    }

    /// What SQLite finds wrong with the database file and with references between its tables; empty when whole.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let mut wrong: Vec<String> = statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        wrong.retain(|line| line != "ok");
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        for row in statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, Option<i64>>(1)?)))? {
            let (table, id) = row?;
            wrong.push(format!("{table} row {} points at nothing", id.unwrap_or_default()));
        }
        Ok(wrong)
    }

    /// The last runs, newest first.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn runs(&self, limit: u32) -> Result<Vec<Run>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT id, started, finished, report FROM runs ORDER BY id DESC LIMIT ?1")?;
        let rows = statement.query_map(params![limit], |r| {
            Ok(Run { id: r.get(0)?, started: r.get(1)?, finished: r.get(2)?, report: r.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
