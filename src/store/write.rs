//! Owns all writing: a batch is one transaction that raises the generation, and leaves links whole.
//!
//! Invariant: after a commit every mention with a key has a state, every content has a file, and every content whose search entry
//! differs from the generation before bears the new generation in `changed` (or stands in `gone_contents`).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::events::{Causes, News, Why, state_of};
use super::packed::{pack_json, pack_pages, unpack_json};
use super::{Store, StoreError};
use crate::model::{
    Asks, AsksOf, Citation, Declared, DocId, Document, Extracted, FileFacts, FileKey, Format, Glimpse, Held, HeldPart, Link,
    Look, Mention, PartialDate, ReadError, handles,
};

/// A file as the run found it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFile {
    /// The root it lies under.
    pub root: i64,
    /// Its path below the root, as the system gives it.
    pub raw: Vec<u8>,
    /// Its name inside a container; empty for a file of its own.
    pub member: String,
    /// Its path as people see it: NFC, relative to the root, `a.zip!/b.docx` inside a container.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub mtime: i64,
    /// Hash of its bytes, where they could be read.
    pub sha256: Option<String>,
    /// The engine of recognition under which pages of it stayed unread (empty: there was none); `None` if none did.
    pub waits: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Read, with what was found in it.
    Read(Box<ReadDocument>),
    /// Its content is held already (a copy, or moved here).
    Known,
    /// A container; its members follow as files of their own.
    Container,
    /// Not read.
    Failed(ReadError),
}

/// A document as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadDocument {
    /// Its format.
    pub format: Format,
    /// Was any page recognised from a picture?
    pub ocr: bool,
    /// The stored text of each page.
    pub pages: Vec<String>,
    /// What was found.
    pub extracted: Extracted,
    /// What an edXML envelope declares.
    pub declared: Option<Declared>,
    /// What the file says about itself.
    pub facts: FileFacts,
    /// The keys that its papers can be found under.
    pub keys: Vec<FileKey>,
    /// For each citation (as many as there are), what it asks for; `None` for one that is not linked (anaphora, self, standards).
    pub asks: Vec<Option<Asks>>,
}

/// What putting a file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landed {
    /// Not known before.
    New,
    /// Known, with other bytes or another outcome.
    Changed,
}

/// A document with mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Citing {
    /// Its id.
    pub from: DocId,
    /// Its fields.
    pub document: Document,
    /// All its citations.
    pub citations: Vec<Citation>,
}

/// A mention as linking asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The row of its document.
    pub content: i64,
    /// Its place among that document's citations, from 0.
    pub ordinal: u32,
    /// What it asks for; its key is empty for one that only a decision links.
    pub asks: Asks,
}

/// What happened in a batch to the documents of a key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Turns {
    /// Rows of documents that came.
    came: Vec<i64>,
    /// Documents that went.
    went: Vec<Document>,
    /// More came and went than are kept here, or it is not clear what happened to one.
    all: bool,
}

impl Turns {
    /// So many documents are kept for a key: where more come, most of its citations are resolved anyway.
    const KEPT: usize = 32;

    fn note(&mut self, turn: Turn<'_>) {
        match turn {
            _ if self.all => {}
            // Another paper of one file bears the key, too.
            Turn::Came(content) if self.came.last() == Some(&content) => {}
            _ if self.came.len() + self.went.len() >= Self::KEPT => *self = Self { all: true, ..Self::default() },
            Turn::Came(content) => self.came.push(content),
            Turn::Went(papers) => self.went.extend_from_slice(papers),
            Turn::Unclear => *self = Self { all: true, ..Self::default() },
        }
    }
}

/// What happened to a document.
#[derive(Clone, Copy)]
enum Turn<'a> {
    Came(i64),
    /// With the other papers of its file.
    Went(&'a [Document]),
    /// It has another id now, or what was stored of it cannot be read.
    Unclear,
}

/// A running batch. Dropping it without [`Batch::commit`] leaves the archive as it was.
#[derive(Debug)]
pub struct Batch<'a> {
    pub(super) tx: Transaction<'a>,
    generation: i64,
    reader: i64,
    now: String,
    touched: BTreeMap<String, Turns>,
    targets: BTreeSet<i64>,
    dirty: BTreeSet<i64>,
    /// The run that it belongs to, and whether the archive was empty before that run.
    pub(super) run: Option<(i64, bool)>,
    pub(super) causes: Causes,
    /// Numbers of bodies that were looked up, by name and upper body.
    bodies: BTreeMap<(String, String), i64>,
    /// Hashes of documents that came or went.
    pub(super) turned: BTreeSet<String>,
    /// Mentions that a person spoke about in this batch.
    pub(super) asked: BTreeSet<(i64, u32)>,
}

impl Store {
    /// Begins a batch. `reader` is the version of the readers, `now` the time for traces (ISO 8601).
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn begin(&mut self, reader: u32, now: &str) -> Result<Batch<'_>, StoreError> {
        let generation = i64::try_from(self.generation()?).unwrap_or(i64::MAX) + 1;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Batch {
            tx,
            generation,
            reader: i64::from(reader),
            now: now.to_owned(),
            touched: BTreeMap::new(),
            targets: BTreeSet::new(),
            dirty: BTreeSet::new(),
            run: None,
            causes: Causes::default(),
            bodies: BTreeMap::new(),
            turned: BTreeSet::new(),
            asked: BTreeSet::new(),
        })
    }

    /// The root of this folder (absolute path as bytes), made with this label where it is new.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn root(&mut self, folder: &[u8], label: &str) -> Result<i64, StoreError> {
        self.connection.execute(
            "INSERT INTO roots (folder, label) VALUES (?1, ?2) ON CONFLICT (folder) DO NOTHING",
            params![folder, label],
        )?;
        Ok(self.connection.query_row("SELECT id FROM roots WHERE folder = ?1", [folder], |row| row.get(0))?)
    }

    /// Notes that the search index holds everything up to this generation, and forgets the traces it needed for that.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn indexed_up_to(&mut self, generation: u64) -> Result<(), StoreError> {
        let generation = i64::try_from(generation).unwrap_or(i64::MAX);
        let tx = self.connection.transaction()?;
        tx.execute("UPDATE meta SET value = ?1 WHERE key = 'indexed'", [generation])?;
        tx.execute("DELETE FROM gone_contents WHERE generation <= ?1", [generation])?;
        tx.commit()?;
        Ok(())
    }

    /// The archive's own bodies as the last run knew them.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn home(&self) -> Result<Vec<String>, StoreError> {
        home_of(&self.connection)
    }

    /// Opens a record of a run; returns its number.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn run_started(&mut self, at: &str) -> Result<i64, StoreError> {
        self.connection.execute("INSERT INTO runs (started, held_before) SELECT ?1, count(*) FROM contents", [at])?;
        let run = self.connection.last_insert_rowid();
        super::events::prune(&self.connection, run)?;
        Ok(run)
    }

    /// Documents beside whose keys an older version kept nothing, by row, at most `limit` of them; those that cannot be read back
    /// are left out. The last number is to be given to [`Self::put_keys_anew`]; `None`: there are no more.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn bare_keys(&self, limit: u32) -> Result<Option<(Vec<(i64, Held)>, i64)>, StoreError> {
        let done: Option<i64> =
            self.connection.query_row("SELECT value FROM meta WHERE key = 'looks'", [], |r| r.get(0)).optional()?;
        let Some(done) = done else { return Ok(None) };
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT id, {HELD} FROM contents WHERE id > ?1 ORDER BY id LIMIT ?2"))?;
        let mut rows = statement.query(params![done, limit])?;
        let (mut found, mut last) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            let content: i64 = row.get(0)?;
            last = Some(content);
            found.extend(held((row.get(1)?, row.get(2)?, row.get(3)?)).ok().map(|held| (content, held)));
        }
        drop(rows);
        drop(statement);
        if last.is_none() {
            self.connection.execute("DELETE FROM meta WHERE key = 'looks'", [])?;
        }
        Ok(last.map(|last| (found, last)))
    }

    /// Puts these keys in the place of what is kept of these documents, all of which were made up to this row.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn put_keys_anew(&mut self, keys: &[(i64, Vec<FileKey>)], up_to: i64) -> Result<(), StoreError> {
        let tx = self.connection.transaction()?;
        let mut bodies = BTreeMap::new();
        for (content, keys) in keys {
            tx.prepare_cached("DELETE FROM keys WHERE content = ?1")?.execute([content])?;
            put_keys(&tx, &mut bodies, *content, keys)?;
        }
        tx.execute("UPDATE meta SET value = ?1 WHERE key = 'looks'", [up_to])?;
        tx.commit()?;
        Ok(())
    }

    /// Closes the record of a run with its report (JSON).
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn run_finished(&mut self, run: i64, at: &str, report: &str) -> Result<(), StoreError> {
        self.connection.execute("UPDATE runs SET finished = ?2, report = ?3 WHERE id = ?1", params![run, at, report])?;
        Ok(())
    }
}

impl Batch<'_> {
    /// Says to which run the batch belongs: what it does to links is kept as that run's events.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn of_run(&mut self, run: i64) -> Result<(), StoreError> {
        let before: i64 = self.tx.query_row("SELECT held_before FROM runs WHERE id = ?1", [run], |r| r.get(0))?;
        self.run = Some((run, before == 0));
        Ok(())
    }

    /// Records a file and what came of it.
    ///
    /// # Errors
    /// Whatever SQLite says; [`StoreError::Damaged`] for [`Outcome::Known`] with a hash that is not held.
    pub fn put(&mut self, file: &NewFile) -> Result<Landed, StoreError> {
        let old: Option<(i64, Option<i64>, i64, Option<String>, Option<String>)> = self
            .tx
            .prepare_cached("SELECT id, content, tries, since, sha256 FROM files WHERE root = ?1 AND raw = ?2 AND member = ?3")?
            .query_row(params![file.root, file.raw, file.member], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
            .optional()?;
        let why = if old.is_some() { Why::Changed } else { Why::New };
        let content = match &file.outcome {
            Outcome::Read(document) => {
                let sha = file.sha256.as_deref().unwrap_or_default();
                Some(self.put_content((sha, file.size), document, file.waits.as_deref(), (&file.path, why))?)
            }
            Outcome::Known => {
                let sha = file.sha256.as_deref().unwrap_or_default();
                let found = self.content_of(sha)?;
                Some(found.ok_or_else(|| StoreError::Damaged(format!("no content {sha}")))?)
            }
            Outcome::Container | Outcome::Failed(_) => None,
        };
        let (code, message) = match &file.outcome {
            Outcome::Read(_) | Outcome::Known => ("indexed", None),
            Outcome::Container => ("container", None),
            Outcome::Failed(error) => (error.code.code(), Some(error.message.as_str())),
        };
        let failed = message.is_some();
        let (tries, since) = match &old {
            Some((_, _, tries, Some(since), sha)) if failed && *sha == file.sha256 => (tries + 1, Some(since.clone())),
            _ => (i64::from(failed), failed.then(|| self.now.clone())),
        };
        if let Some((_, Some(before), ..)) = old
            && Some(before) != content
        {
            self.dirty.insert(before);
            self.tx.execute("UPDATE contents SET last_path = ?2 WHERE id = ?1", params![before, file.path])?;
            if let (Some(content), Some(sha)) = (content, &file.sha256) {
                self.remember(before, sha)?;
                self.carry_decisions(before, content)?;
            }
        }
        if let Some(content) = content {
            self.dirty.insert(content);
        }
        self.tx
            .prepare_cached(
                "INSERT INTO files (root, raw, member, path, size, mtime, sha256, content, outcome, message, tries, reader, since,
                   waits)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (root, raw, member) DO UPDATE SET path = ?4, size = ?5, mtime = ?6, sha256 = ?7, content = ?8, outcome = ?9,
                   message = ?10, tries = ?11, reader = ?12, since = ?13, waits = ?14",
            )?
            .execute(params![
                file.root,
                file.raw,
                file.member,
                file.path,
                small(file.size),
                file.mtime,
                file.sha256,
                content,
                code,
                message,
                tries,
                self.reader,
                since,
                file.waits.as_ref().filter(|_| failed)
            ])?;
        Ok(if old.is_none() { Landed::New } else { Landed::Changed })
    }

    /// Forgets a file (by its row), keeping a trace of it. Its document goes when no file holds it any more.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn forget(&mut self, file: i64) -> Result<(), StoreError> {
        let content: Option<i64> = self
            .tx
            .prepare_cached("SELECT content FROM files WHERE id = ?1")?
            .query_row([file], |r| r.get(0))
            .optional()?
            .flatten();
        self.tx
            .prepare_cached(
                "INSERT INTO gone_files SELECT f.path, f.sha256, c.number || coalesce('/' || c.symbol, ''), ?2, ?3
                 FROM files f LEFT JOIN contents c ON c.id = f.content WHERE f.id = ?1",
            )?
            .execute(params![file, self.generation, self.now])?;
        self.tx
            .prepare_cached("UPDATE contents SET last_path = (SELECT path FROM files WHERE id = ?1) WHERE id = ?2")?
            .execute(params![file, content])?;
        self.tx.prepare_cached("DELETE FROM files WHERE id = ?1")?.execute([file])?;
        self.dirty.extend(content);
        Ok(())
    }

    /// Gives up a document whose stored values cannot be read back; its files are read anew by the next run that sees them.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn discard(&mut self, content: i64) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE files SET reader = 0 WHERE member = '' AND (root, raw) IN (SELECT root, raw FROM files WHERE content = ?1)",
            [content],
        )?;
        self.tx.execute(
            "UPDATE files SET content = NULL, sha256 = NULL, reader = 0, outcome = 'unreadable', since = ?2,
               message = 'what was stored of it was damaged; the next run reads it again'
             WHERE content = ?1",
            params![content, self.now],
        )?;
        self.drop_content(content)
    }

    /// Notes a new size and time of a file whose bytes are as before.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn touch(&mut self, file: i64, size: u64, mtime: i64) -> Result<(), StoreError> {
        self.tx.prepare_cached("UPDATE files SET size = ?2, mtime = ?3 WHERE id = ?1")?.execute(params![
            file,
            small(size),
            mtime
        ])?;
        Ok(())
    }

    fn content_of(&self, sha256: &str) -> Result<Option<i64>, StoreError> {
        Ok(self.tx.prepare_cached("SELECT id FROM contents WHERE sha256 = ?1")?.query_row([sha256], |r| r.get(0)).optional()?)
    }

    fn put_content(
        &mut self,
        (sha256, bytes): (&str, u64),
        read: &ReadDocument,
        waits: Option<&str>,
        (path, why): (&str, Why),
    ) -> Result<i64, StoreError> {
        let old = self.content_of(sha256)?;
        let mut files: Vec<i64> = Vec::new();
        if let Some(old) = old {
            let (reader, waited): (i64, Option<String>) =
                self.tx.query_row("SELECT reader, waits FROM contents WHERE id = ?1", [old], |r| Ok((r.get(0)?, r.get(1)?)))?;
            if reader == self.reader && (waited.is_none() || waited.as_deref() == waits) {
                return Ok(old);
            }
            // The same bytes read by other readers or another engine: what was found before is replaced, the files stay.
            self.remember(old, sha256)?;
            self.tx.execute("UPDATE contents SET last_path = ?2 WHERE id = ?1", params![old, path])?;
            let mut statement = self.tx.prepare_cached("SELECT id FROM files WHERE content = ?1")?;
            files = statement.query_map([old], |r| r.get(0))?.collect::<Result<_, _>>()?;
            drop(statement);
            self.tx.prepare_cached("UPDATE files SET content = NULL WHERE content = ?1")?.execute([old])?;
            self.drop_content(old)?;
        }
        let new = self.insert_content(sha256, bytes, read)?;
        let came = (path.to_owned(), if old.is_some() { Why::Changed } else { why });
        for key in &read.keys {
            self.causes.by_key.entry(key.key.clone()).or_insert_with(|| came.clone());
        }
        self.causes.came.insert(new, came);
        self.tx.execute("UPDATE contents SET waits = ?2 WHERE id = ?1", params![new, waits])?;
        for file in files {
            self.tx.prepare_cached("UPDATE files SET content = ?1 WHERE id = ?2")?.execute([new, file])?;
        }
        Ok(new)
    }

    fn insert_content(&mut self, sha256: &str, bytes: u64, read: &ReadDocument) -> Result<i64, StoreError> {
        let document = &read.extracted.document;
        let id_text = self.free_id(sha256)?;
        let json = serde_json::to_string(document).map_err(|e| StoreError::Damaged(e.to_string()))?;
        let declared = read.declared.as_ref().map(pack_json).transpose()?;
        let due = read.extracted.request.as_ref().and_then(|r| r.due).or_else(|| read.declared.as_ref().and_then(|d| d.due));
        self.tx
            .prepare_cached(
                "INSERT INTO contents (sha256, doc_id, bytes, format, page_count, ocr, reader, kind, number, year, symbol, number_key, date, place,
                   issuer, parent, subject, signer, document, text, text_bytes, extracted, declared, facts, changed, asks, due)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
            )?
            .execute(params![
                sha256,
                id_text,
                small(bytes),
                read.format.name(),
                small(read.pages.len() as u64),
                read.ocr,
                self.reader,
                document.kind.map(super::super::model::kind::Kind::code),
                document.number,
                document.year,
                document.symbol,
                document.doc_number().map(|n| n.key()),
                document.date.map(|d| d.to_string()),
                document.place,
                document.issuer,
                document.parent,
                document.subject,
                document.signer,
                json,
                pack_pages(&read.pages),
                small(read.pages.iter().map(|p| p.len() as u64).sum()),
                pack_json(&read.extracted)?,
                declared,
                pack_json(&read.facts)?,
                self.generation,
                read.extracted.request.is_some() || due.is_some(),
                due.map(|d| d.to_string())
            ])?;
        let content = self.tx.last_insert_rowid();
        self.derive(content, &read.extracted, &read.keys, &read.asks)?;
        self.turned.insert(sha256.to_owned());
        Ok(content)
    }

    /// Makes the keys and mentions of a document anew from what was found in it; their links are resolved when the batch ends.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn derive_again(
        &mut self,
        content: i64,
        extracted: &Extracted,
        keys: &[FileKey],
        asks: &[Option<Asks>],
    ) -> Result<(), StoreError> {
        let mut statement =
            self.tx.prepare_cached("SELECT DISTINCT target FROM mentions WHERE content = ?1 AND target IS NOT NULL")?;
        for target in statement.query_map([content], |r| r.get::<_, i64>(0))? {
            self.targets.insert(target?);
        }
        drop(statement);
        self.targets.insert(content);
        // What people said of its mentions holds for those that are made now.
        self.turned.insert(self.tx.query_row("SELECT sha256 FROM contents WHERE id = ?1", [content], |r| r.get(0))?);
        self.tx.prepare_cached("DELETE FROM keys WHERE content = ?1")?.execute([content])?;
        self.tx.prepare_cached("DELETE FROM parts WHERE content = ?1")?.execute([content])?;
        self.tx.prepare_cached("DELETE FROM mentions WHERE content = ?1")?.execute([content])?;
        self.derive(content, extracted, keys, asks)
    }

    /// Makes the keys, parts and mentions of a document.
    fn derive(&mut self, content: i64, extracted: &Extracted, keys: &[FileKey], asks: &[Option<Asks>]) -> Result<(), StoreError> {
        put_keys(&self.tx, &mut self.bodies, content, keys)?;
        for key in keys {
            self.touched.entry(key.key.clone()).or_default().note(Turn::Came(content));
        }
        put_parts(&self.tx, content, extracted)?;
        let citations = &extracted.citations;
        let handles = handles(citations);
        for (((ordinal, citation), asks), handle) in (0_u32..).zip(citations).zip(asks).zip(&handles) {
            self.tx
                .prepare_cached(
                    "INSERT INTO mentions (content, ordinal, key, surface, kind, number, year, symbol, number_key, date, issuer, relation, place, page, handle,
                       asks_day, asks_year, asks_glance, asks_body)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
                )?
                .execute(params![
                    content,
                    ordinal,
                    asks.as_ref().map(|asks| &asks.key),
                    citation.surface,
                    citation.kind.map(super::super::model::kind::Kind::code),
                    citation.number,
                    citation.year,
                    citation.symbol,
                    citation.doc_number().map(|n| n.key()),
                    citation.date.map(|d| d.to_string()),
                    citation.issuer.as_ref().or(citation.issuer_implied.as_ref()),
                    citation.relation.code(),
                    citation.place.to_string(),
                    citation.span.page,
                    handle,
                    asks.as_ref().and_then(|asks| asks.day).map(|day| day.to_string()),
                    asks.as_ref().and_then(|asks| asks.year),
                    asks.as_ref().and_then(|asks| asks.glance),
                    asks.as_ref().and_then(|asks| asks.body.as_ref())
                ])?;
        }
        self.dirty.insert(content);
        Ok(())
    }

    /// An id for new bytes: 8 hex digits, or 16 for all whose first 8 are alike, so that it depends on the set and not on its order.
    fn free_id(&mut self, sha256: &str) -> Result<String, StoreError> {
        let alike = self.alike(sha256)?;
        if alike.is_empty() {
            return Ok(prefix(sha256, 8));
        }
        for (content, other) in alike {
            self.rename(content, &prefix(&other, 16))?;
        }
        Ok(prefix(sha256, 16))
    }

    fn alike(&self, sha256: &str) -> Result<Vec<(i64, String)>, StoreError> {
        let start = prefix(sha256, 8);
        let mut statement = self
            .tx
            .prepare_cached("SELECT id, sha256 FROM contents WHERE sha256 >= ?1 AND sha256 < ?1 || 'g' ORDER BY sha256")?;
        let rows = statement.query_map([start], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn rename(&mut self, content: i64, id: &str) -> Result<(), StoreError> {
        self.tx.execute("UPDATE contents SET doc_id = ?2 WHERE id = ?1 AND doc_id <> ?2", params![content, id])?;
        self.touch_keys_of(content, Turn::Unclear)?;
        self.dirty.insert(content);
        Ok(())
    }

    fn touch_keys_of(&mut self, content: i64, turn: Turn<'_>) -> Result<(), StoreError> {
        let mut statement = self.tx.prepare_cached("SELECT DISTINCT key FROM keys WHERE content = ?1")?;
        for key in statement.query_map([content], |r| r.get::<_, String>(0))? {
            self.touched.entry(key?).or_default().note(turn);
        }
        Ok(())
    }

    /// Keeps the states of a document's mentions for the one that takes its place.
    fn remember(&mut self, content: i64, sha256: &str) -> Result<(), StoreError> {
        let mut statement =
            self.tx.prepare_cached("SELECT handle, state FROM mentions WHERE content = ?1 AND state IS NOT NULL")?;
        for row in statement.query_map([content], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))? {
            let (handle, state) = row?;
            if let Some(state) = state_of(&state) {
                self.causes.previous.insert((sha256.to_owned(), handle), state);
            }
        }
        Ok(())
    }

    /// Notes from where a document went, for telling why links broke.
    fn note_gone(&mut self, content: i64) -> Result<(), StoreError> {
        let (id, path, stays): (String, Option<String>, bool) = self.tx.query_row(
            "SELECT doc_id, last_path, EXISTS (SELECT 1 FROM files WHERE path = last_path) FROM contents WHERE id = ?1",
            [content],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        let Some(path) = path else { return Ok(()) };
        let went = (path, if stays { Why::Changed } else { Why::Gone });
        let mut statement = self.tx.prepare_cached("SELECT key FROM keys WHERE content = ?1")?;
        for key in statement.query_map([content], |r| r.get::<_, String>(0))? {
            self.causes.by_key.entry(key?).or_insert_with(|| went.clone());
        }
        self.causes.went.insert(id, went);
        Ok(())
    }

    fn drop_content(&mut self, content: i64) -> Result<(), StoreError> {
        self.note_gone(content)?;
        match self.papers(content) {
            Ok(Some(went)) => self.touch_keys_of(content, Turn::Went(&went))?,
            Ok(None) | Err(StoreError::Damaged(_)) => self.touch_keys_of(content, Turn::Unclear)?,
            Err(error) => return Err(error),
        }
        let mut statement =
            self.tx.prepare_cached("SELECT DISTINCT target FROM mentions WHERE content = ?1 AND target IS NOT NULL")?;
        for target in statement.query_map([content], |r| r.get::<_, i64>(0))? {
            self.targets.insert(target?);
        }
        drop(statement);
        let sha256: String = self.tx.query_row("SELECT sha256 FROM contents WHERE id = ?1", [content], |r| r.get(0))?;
        self.tx.execute("INSERT OR REPLACE INTO gone_contents VALUES (?1, ?2)", params![content, self.generation])?;
        self.tx.prepare_cached("DELETE FROM contents WHERE id = ?1")?.execute([content])?;
        self.dirty.remove(&content);
        self.turned.insert(sha256.clone());
        let left = self.alike(&sha256)?;
        if let [(only, sha)] = left.as_slice() {
            let (only, id) = (*only, prefix(sha, 8));
            if self.tx.query_row("SELECT doc_id FROM contents WHERE id = ?1", [only], |r| r.get::<_, String>(0))? != id {
                self.rename(only, &id)?;
            }
        }
        Ok(())
    }

    /// Drops documents that no file holds any more. Call in the last batch of a run: a file that moved is forgotten at its old
    /// place and met at its new one, maybe in different batches, and its document must live till then.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        for content in orphans(&self.tx)? {
            if let Some((run, _)) = self.run {
                self.tx.execute(
                    "DELETE FROM events WHERE run = ?1 AND sha256 = (SELECT sha256 FROM contents WHERE id = ?2)",
                    [run, content],
                )?;
            }
            self.drop_content(content)?;
        }
        Ok(())
    }

    /// Says whose archive it is. Where that is another body than before, every document is placed anew.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn of_home(&mut self, home: &[String]) -> Result<(), StoreError> {
        if home_of(&self.tx)? == home {
            return Ok(());
        }
        let json = serde_json::to_string(home).map_err(|e| StoreError::Damaged(e.to_string()))?;
        self.tx.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('home', ?1)", [json])?;
        let mut statement = self.tx.prepare("SELECT id FROM contents")?;
        for content in statement.query_map([], |r| r.get(0))? {
            self.dirty.insert(content?);
        }
        Ok(())
    }

    /// Rows of documents of this batch whose files are new or others than before.
    #[must_use]
    pub fn unplaced(&self) -> Vec<i64> {
        self.dirty.iter().copied().collect()
    }

    /// What tells a document's direction: the path of its first file, its fields, its envelope; `None` where no file holds it.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn placing(&self, content: i64) -> Result<Option<(String, Document, Option<Declared>)>, StoreError> {
        let row: Option<(Option<String>, String, Option<Vec<u8>>)> = self
            .tx
            .prepare_cached(
                "SELECT (SELECT min(path) FROM files WHERE content = c.id), document, declared FROM contents c WHERE id = ?1",
            )?
            .query_row([content], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let Some((Some(path), json, declared)) = row else { return Ok(None) };
        let declared = declared.as_deref().map(unpack_json).transpose()?;
        Ok(Some((path, document(&json)?, declared)))
    }

    /// Sets a document's direction (`den`, `di`, or none).
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn set_direction(&self, content: i64, direction: Option<&str>) -> Result<(), StoreError> {
        self.tx.prepare_cached("UPDATE contents SET direction = ?2 WHERE id = ?1")?.execute(params![content, direction])?;
        Ok(())
    }

    /// The keys whose documents are others than before the batch.
    pub fn turned(&self) -> impl Iterator<Item = (&str, &Turns)> {
        self.touched.iter().map(|(key, turns)| (key.as_str(), turns))
    }

    /// The documents that came and went under a key; `None` where it is not known which.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn documents_of(&self, turns: &Turns) -> Result<Option<Vec<Document>>, StoreError> {
        if turns.all {
            return Ok(None);
        }
        let mut documents = turns.went.clone();
        for content in &turns.came {
            // One that came in this batch may have gone in it, too: then it stands among those.
            documents.extend(self.papers(*content)?.into_iter().flatten());
        }
        Ok(Some(documents))
    }

    /// A document and the other papers of its file.
    fn papers(&self, content: i64) -> Result<Option<Vec<Document>>, StoreError> {
        let held = self.held(content)?;
        Ok(held.map(|held| std::iter::once(held.document).chain(held.parts.into_iter().map(|part| part.document)).collect()))
    }

    /// A document and the other papers of its file, by its row; `None`: it is not held.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn held(&self, content: i64) -> Result<Option<Held>, StoreError> {
        let mut statement = self.tx.prepare_cached(&format!("SELECT {HELD} FROM contents WHERE id = ?1"))?;
        statement.query_row([content], held_columns).optional()?.map(held).transpose()
    }

    /// The issuing body and the upper body that a document states.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn bodies_of(&self, content: i64) -> Result<(Option<String>, Option<String>), StoreError> {
        let mut statement = self.tx.prepare_cached("SELECT issuer, parent FROM contents WHERE id = ?1")?;
        Ok(statement.query_row([content], |r| Ok((r.get(0)?, r.get(1)?)))?)
    }

    /// The mentions that are not resolved yet, and those that a person spoke about.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn pending(&self) -> Result<Vec<Asking>, StoreError> {
        let mut found = self.unresolved()?;
        for (content, ordinal, key) in self.decided_mentions()? {
            let asks = Asks { key: key.unwrap_or_default(), day: None, year: None, glance: None, body: None };
            found.push(Asking { content, ordinal, asks });
        }
        Ok(found)
    }

    /// Is there a mention of a key?
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn is_asked_for(&self, key: &str) -> Result<bool, StoreError> {
        Ok(self.tx.prepare_cached("SELECT 1 FROM mentions WHERE key = ?1 LIMIT 1")?.exists([key])?)
    }

    /// The mentions of a key that `keep` says are to be kept.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn asking_for(&self, key: &str, mut keep: impl FnMut(AsksOf<'_>) -> bool) -> Result<Vec<Asking>, StoreError> {
        // All of it lies in the index.
        let mut statement = self.tx.prepare_cached(
            "SELECT content, ordinal, asks_day, asks_year, asks_glance, asks_body FROM mentions WHERE key = ?1",
        )?;
        let mut rows = statement.query([key])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let asks = asks_of(row, 2)?;
            if keep(asks) {
                let asks = asks.under(key.to_owned());
                found.push(Asking { content: row.get(0)?, ordinal: row.get(1)?, asks });
            }
        }
        Ok(found)
    }

    fn unresolved(&self) -> Result<Vec<Asking>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT content, ordinal, asks_day, asks_year, asks_glance, asks_body, key FROM mentions WHERE state IS NULL AND key IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let asks = asks_of(row, 2)?.under(row.get(6)?);
            found.push(Asking { content: row.get(0)?, ordinal: row.get(1)?, asks });
        }
        Ok(found)
    }

    /// A document with its citations.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn citing(&self, content: i64) -> Result<Citing, StoreError> {
        let (from, blob): (String, Vec<u8>) = self
            .tx
            .prepare_cached("SELECT doc_id, extracted FROM contents WHERE id = ?1")?
            .query_row([content], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let extracted: Extracted = unpack_json(&blob)?;
        Ok(Citing { from: DocId(from), document: extracted.document, citations: extracted.citations })
    }

    /// The papers that can be found under a key; a file that has several such papers comes several times.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn papers_under(&self, key: &str) -> Result<Vec<Glimpse>, StoreError> {
        let mut statement =
            self.tx.prepare_cached("SELECT content, any_day, day, year, glance, body FROM keys WHERE key = ?1")?;
        let mut rows = statement.query([key])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let look = match row.get::<_, Option<bool>>(1)? {
                Some(any_day) => Some(Look { any_day, day: day(row, 2)?, year: row.get(3)?, glance: row.get(4)? }),
                None => None,
            };
            found.push(Glimpse { file: row.get(0)?, look, body: row.get(5)? });
        }
        Ok(found)
    }

    /// The names of a body and its upper body, by its number.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn body(&self, number: i64) -> Result<(String, Option<String>), StoreError> {
        let mut statement = self.tx.prepare_cached("SELECT issuer, parent FROM bodies WHERE id = ?1")?;
        let (issuer, parent): (String, String) = statement.query_row([number], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok((issuer, Some(parent).filter(|name| !name.is_empty())))
    }

    /// Stores the outcome for one mention.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn set_link(&mut self, (content, ordinal): (i64, u32), mention: &Mention, link: &Link) -> Result<(), StoreError> {
        let target: Option<i64> = match &link.to {
            Some(id) => self
                .tx
                .prepare_cached("SELECT id FROM contents WHERE doc_id = ?1")?
                .query_row([&id.0], |r| r.get(0))
                .optional()?,
            None => None,
        };
        let json = serde_json::to_string(link).map_err(|e| StoreError::Damaged(e.to_string()))?;
        let (old_state, old_target, old_link, key, handle): (
            Option<String>,
            Option<i64>,
            Option<String>,
            Option<String>,
            String,
        ) = self
            .tx
            .prepare_cached("SELECT state, target, link, key, handle FROM mentions WHERE content = ?1 AND ordinal = ?2")?
            .query_row(params![content, ordinal], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?;
        if old_state.as_deref() == Some(link.state.code()) && old_target == target && old_link.as_deref() == Some(&json) {
            return Ok(());
        }
        self.tx
            .prepare_cached("UPDATE mentions SET state = ?3, target = ?4, link = ?5 WHERE content = ?1 AND ordinal = ?2")?
            .execute(params![content, ordinal, link.state.code(), target, json])?;
        self.targets.extend(old_target);
        self.targets.extend(target);
        let old: Option<Link> = old_link.as_deref().and_then(|json| serde_json::from_str(json).ok());
        // A search entry tells the states of a document's mentions, who cites it, and under which numbers; not what else was weighed.
        if old_target != target || old.as_ref().and_then(|link| link.part) != link.part {
            self.dirty.extend(old_target);
            self.dirty.extend(target);
        }
        if old_state.as_deref() != Some(link.state.code()) {
            self.dirty.insert(content);
            let news = News {
                before: old_state.as_deref().and_then(state_of),
                state: link.state,
                target,
                old_target: old.as_ref().and_then(|l| l.to.as_ref()).map(|id| id.0.as_str()),
                key: key.as_deref(),
            };
            self.note_event(content, &handle, &mention.citation, &news)?;
        }
        Ok(())
    }

    /// Takes the link from a mention that only a decision had linked.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn unlink(&mut self, (content, ordinal): (i64, u32)) -> Result<(), StoreError> {
        let old: Option<i64> = self
            .tx
            .prepare_cached("SELECT target FROM mentions WHERE content = ?1 AND ordinal = ?2")?
            .query_row(params![content, ordinal], |r| r.get(0))?;
        self.tx
            .prepare_cached("UPDATE mentions SET state = NULL, target = NULL, link = NULL WHERE content = ?1 AND ordinal = ?2")?
            .execute(params![content, ordinal])?;
        self.targets.extend(old);
        self.dirty.extend(old);
        self.dirty.insert(content);
        Ok(())
    }

    /// Ends the batch: counts who cites whom, marks what the search index must take in, raises the generation.
    /// Returns the generation.
    ///
    /// # Errors
    /// Whatever SQLite says; nothing of the batch is kept then.
    pub fn commit(mut self) -> Result<u64, StoreError> {
        for target in &self.targets {
            let changed = self
                .tx
                .prepare_cached(
                    "UPDATE contents SET cited_by = (SELECT count(DISTINCT content) FROM mentions WHERE target = ?1 AND content <> ?1)
                     WHERE id = ?1 AND cited_by <> (SELECT count(DISTINCT content) FROM mentions WHERE target = ?1 AND content <> ?1)",
                )?
                .execute([target])?;
            if changed > 0 {
                self.dirty.insert(*target);
            }
        }
        for content in &self.dirty {
            self.tx
                .prepare_cached("UPDATE contents SET changed = ?2 WHERE id = ?1")?
                .execute(params![content, self.generation])?;
        }
        self.settle_events()?;
        self.tx.execute("UPDATE meta SET value = ?1 WHERE key = 'generation'", [self.generation])?;
        self.tx.commit()?;
        Ok(u64::try_from(self.generation).unwrap_or_default())
    }
}

/// The archive's own bodies as the last run knew them.
fn home_of(connection: &rusqlite::Connection) -> Result<Vec<String>, StoreError> {
    let json: Option<String> = connection.query_row("SELECT value FROM meta WHERE key = 'home'", [], |r| r.get(0)).optional()?;
    json.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json).map_err(|e| StoreError::Damaged(e.to_string())))
}

/// Keeps the keys under which the papers of a file can be found; `bodies` are numbers of bodies that were looked up before.
fn put_keys(
    tx: &Transaction<'_>,
    bodies: &mut BTreeMap<(String, String), i64>,
    content: i64,
    keys: &[FileKey],
) -> Result<(), StoreError> {
    let mut put = tx.prepare_cached(
        "INSERT OR IGNORE INTO keys (key, content, paper, any_day, day, year, glance, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for FileKey { key, paper, look, issuer, parent } in keys {
        let body = match (look, issuer) {
            (Some(_), Some(issuer)) => Some(number_of(tx, bodies, issuer, parent.as_deref().unwrap_or_default())?),
            _ => None,
        };
        put.execute(params![
            key,
            content,
            paper,
            look.map(|look| look.any_day),
            look.and_then(|look| look.day).map(|day| day.to_string()),
            look.and_then(|look| look.year),
            look.map(|look| look.glance),
            body
        ])?;
    }
    Ok(())
}

/// The number of a body, which gets one where it is new.
fn number_of(
    tx: &Transaction<'_>,
    bodies: &mut BTreeMap<(String, String), i64>,
    issuer: &str,
    parent: &str,
) -> Result<i64, StoreError> {
    let names = (issuer.to_owned(), parent.to_owned());
    if let Some(number) = bodies.get(&names) {
        return Ok(*number);
    }
    tx.prepare_cached("INSERT OR IGNORE INTO bodies (issuer, parent) VALUES (?1, ?2)")?.execute([issuer, parent])?;
    let mut statement = tx.prepare_cached("SELECT id FROM bodies WHERE issuer = ?1 AND parent = ?2")?;
    let number = statement.query_row([issuer, parent], |r| r.get(0))?;
    bodies.insert(names, number);
    Ok(number)
}

/// What a mention asks for, in four columns from this one.
fn asks_of<'r>(row: &'r rusqlite::Row<'_>, from: usize) -> rusqlite::Result<AsksOf<'r>> {
    Ok(AsksOf {
        day: day(row, from)?,
        year: row.get(from + 1)?,
        glance: row.get(from + 2)?,
        body: row.get_ref(from + 3)?.as_str_or_null()?,
    })
}

fn day(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<PartialDate>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.and_then(|day| day.parse().ok()))
}

/// Documents that no file holds: what went in a run that did not come to its end. Whoever takes a file from a document notes its
/// path there.
pub(super) fn orphans(connection: &rusqlite::Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM contents c INDEXED BY contents_left
         WHERE last_path IS NOT NULL AND NOT EXISTS (SELECT 1 FROM files f WHERE f.content = c.id) ORDER BY id",
    )?;
    let rows = statement.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps the other papers of a document's file beside it.
pub(super) fn put_parts(tx: &Transaction<'_>, content: i64, extracted: &Extracted) -> Result<(), StoreError> {
    let parts = extracted.held_parts();
    if !parts.is_empty() {
        let json = serde_json::to_string(&parts).map_err(|e| StoreError::Damaged(e.to_string()))?;
        tx.prepare_cached("INSERT INTO parts (content, documents) VALUES (?1, ?2)")?.execute(params![content, json])?;
    }
    Ok(())
}

/// Id, document and parts of a row of `contents`.
pub(super) const HELD: &str = "doc_id, document, (SELECT documents FROM parts WHERE content = contents.id)";

/// The columns of [`HELD`].
pub(super) fn held_columns(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, String, Option<String>)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

pub(super) fn held((id, json, parts_json): (String, String, Option<String>)) -> Result<Held, StoreError> {
    Ok(Held { id: DocId(id), document: document(&json)?, parts: parts(parts_json.as_deref())? })
}

/// The other papers of a file as kept; none where it has none.
pub(super) fn parts(json: Option<&str>) -> Result<Vec<HeldPart>, StoreError> {
    json.map_or(Ok(Vec::new()), |json| serde_json::from_str(json).map_err(|e| StoreError::Damaged(e.to_string())))
}

pub(super) fn document(json: &str) -> Result<Document, StoreError> {
    serde_json::from_str(json).map_err(|e| StoreError::Damaged(e.to_string()))
}

fn prefix(sha256: &str, digits: usize) -> String {
    sha256.chars().take(digits).collect()
}

fn small(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
