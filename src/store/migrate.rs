//! Owns how the tables of an older version become the present ones, and how the version of a database is told.
//!
//! Whoever changes the tables in `schema` raises `VERSION` there, adds a step and a shape here, and has
//! `fixtures/making/store.py` dump an archive of the new version; tests of this file hold that. A version that no release had yet
//! may change without being raised: then its shape and its dump are made again.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, params};
use sha2::{Digest as _, Sha256};

use super::packed::unpack_json;
use super::schema::{TABLES, VERSION};
use super::write::put_parts;
use super::{DATABASE, StoreError, copy};
use crate::model::{Extracted, handles};

/// The shape of the tables of each version: the beginning of a hash over the names of tables, columns and indexes.
const SHAPES: &[(i64, &str)] = &[(1, "3f4b6628d425"), (2, "6fb056031592"), (3, "36fe1e3caaab"), (4, "5e7fbac54707")];

/// How a version becomes the next one; the first makes 2 of 1.
const STEPS: &[fn(&Transaction<'_>) -> Result<(), StoreError>] = &[to_2, to_3, to_4];

/// Citations get names, what runs did to links is kept with its cause, and there is room for what people said and look for.
fn to_2(tx: &Transaction<'_>) -> Result<(), StoreError> {
    // The events of version 1 were never written.
    tx.execute_batch(
        "ALTER TABLE contents ADD COLUMN last_path TEXT;
         ALTER TABLE contents ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
         ALTER TABLE contents ADD COLUMN due TEXT;
         ALTER TABLE mentions ADD COLUMN handle TEXT NOT NULL DEFAULT '';
         ALTER TABLE runs ADD COLUMN held_before INTEGER NOT NULL DEFAULT 0;
         DROP INDEX contents_number;
         CREATE INDEX contents_number ON contents (number_key, date);
         CREATE INDEX contents_subject ON contents (subject);
         DROP TABLE events;
         CREATE TABLE events (
           run INTEGER NOT NULL, sha256 TEXT NOT NULL, handle TEXT NOT NULL, before TEXT, state TEXT NOT NULL, from_path TEXT NOT NULL,
           number TEXT NOT NULL, date TEXT, place TEXT NOT NULL, page INTEGER NOT NULL, cause TEXT NOT NULL, why TEXT NOT NULL,
           PRIMARY KEY (run, sha256, handle)) WITHOUT ROWID;
         CREATE TABLE decisions (
           sha256 TEXT NOT NULL, handle TEXT NOT NULL, target TEXT NOT NULL, means INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
           surface TEXT NOT NULL, PRIMARY KEY (sha256, handle, target)) WITHOUT ROWID;
         CREATE INDEX decisions_target ON decisions (target);
         CREATE TABLE dismissals (finding TEXT PRIMARY KEY, code TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, message TEXT NOT NULL) WITHOUT ROWID;
         CREATE TABLE reported (finding TEXT PRIMARY KEY) WITHOUT ROWID;
         CREATE TABLE standing (name TEXT PRIMARY KEY, query TEXT NOT NULL, added TEXT NOT NULL, watched INTEGER NOT NULL) WITHOUT ROWID;
         CREATE TABLE standing_hits (run INTEGER NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (name, document)) WITHOUT ROWID;",
    )?;
    let mut documents = tx.prepare("SELECT id, extracted FROM contents")?;
    let mut name = tx.prepare("UPDATE mentions SET handle = ?3 WHERE content = ?1 AND ordinal = ?2")?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let content: i64 = row.get(0)?;
        let extracted: Extracted = unpack_json(&row.get::<_, Vec<u8>>(1)?)?;
        for (ordinal, handle) in (0_u32..).zip(handles(&extracted.citations)) {
            name.execute(params![content, ordinal, handle])?;
        }
    }
    Ok(())
}

/// What citations ask for is kept beside them (where it is not, all of a key are resolved), documents without a number are found by
/// their subject without those that have one, and the other papers of a file are kept beside its document; their keys come with the
/// next run, for the readers of this version read every file anew.
fn to_3(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute_batch(
        "ALTER TABLE mentions ADD COLUMN asks_day TEXT;
         ALTER TABLE mentions ADD COLUMN asks_year INTEGER;
         ALTER TABLE mentions ADD COLUMN asks_glance INTEGER;
         ALTER TABLE mentions ADD COLUMN asks_body TEXT;
         CREATE INDEX mentions_state ON mentions (state);
         CREATE TABLE parts (content INTEGER PRIMARY KEY REFERENCES contents ON DELETE CASCADE, documents TEXT NOT NULL);
         CREATE INDEX contents_totals ON contents (direction, date, text_bytes, bytes);
         CREATE INDEX contents_unnumbered ON contents (subject) WHERE number_key IS NULL;
         UPDATE keys SET key = 'u' || key WHERE substr(key, 1, 2) = 't:' AND content IN (SELECT id FROM contents WHERE number_key IS NULL);",
    )?;
    let mut documents = tx.prepare("SELECT id, extracted FROM contents")?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        // What cannot be read back is found by the check of the archive, not here.
        if let Ok(extracted) = unpack_json::<Extracted>(&row.get::<_, Vec<u8>>(1)?) {
            put_parts(tx, row.get(0)?, &extracted)?;
        }
    }
    Ok(())
}

/// Beside each key stands what tells the paper from others of the key: not known at first, the next run looks at what is stored
/// of the documents from row 0 on. What citations ask for lies in the index of their keys. What no file holds, and what waits for
/// an engine, is found without looking at everything.
fn to_4(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute_batch(
        "CREATE TABLE bodies (id INTEGER PRIMARY KEY, issuer TEXT NOT NULL, parent TEXT NOT NULL, UNIQUE (issuer, parent));
         ALTER TABLE keys RENAME TO keys_3;
         DROP INDEX keys_content;
         CREATE TABLE keys (
           key TEXT NOT NULL, content INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE, paper INTEGER NOT NULL,
           any_day INTEGER, day TEXT, year INTEGER, glance INTEGER, body INTEGER, PRIMARY KEY (key, content, paper)) WITHOUT ROWID;
         INSERT INTO keys (key, content, paper) SELECT key, content, 0 FROM keys_3 ORDER BY key, content;
         DROP TABLE keys_3;
         CREATE INDEX keys_content ON keys (content);
         INSERT INTO meta VALUES ('looks', 0);
         DROP INDEX mentions_key;
         CREATE INDEX mentions_key ON mentions (key, asks_day, asks_year, asks_glance, asks_body);
         UPDATE contents SET last_path = '' WHERE last_path IS NULL AND NOT EXISTS (SELECT 1 FROM files f WHERE f.content = contents.id);
         CREATE INDEX contents_left ON contents (id) WHERE last_path IS NOT NULL;
         CREATE INDEX contents_waiting ON contents (id) WHERE waits IS NOT NULL;",
    )?;
    Ok(())
}

/// How a database stands to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing is in it.
    Empty,
    /// It is of this version.
    Present,
    /// An older version made it, and the way from it is known.
    Older(i64),
    /// A newer version made it.
    Newer(i64),
    /// It calls itself so, but has other tables: no release made it.
    Unknown(i64),
}

/// Tells the version of a database.
pub(super) fn standing(connection: &Connection) -> Result<Standing, StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let found = shape(connection)?;
    if version == 0 && found.is_empty() {
        return Ok(Standing::Empty);
    }
    if version > VERSION {
        return Ok(Standing::Newer(version));
    }
    if version == VERSION {
        return Ok(if found == present()? { Standing::Present } else { Standing::Unknown(version) });
    }
    let known = SHAPES.iter().any(|(of, hash)| *of == version && *hash == digest(&found));
    Ok(if known { Standing::Older(version) } else { Standing::Unknown(version) })
}

/// The names of all tables, columns and indexes, a line each; columns by name, since they are added behind.
fn shape(connection: &Connection) -> Result<String, StoreError> {
    let mut statement = connection.prepare(
        "SELECT m.type || ' ' || m.name || ' ' || coalesce(CASE m.type
             WHEN 'index' THEN (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(m.name) ORDER BY seqno))
             ELSE (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(m.name) ORDER BY name)) END, '')
         FROM sqlite_schema m WHERE m.name NOT LIKE 'sqlite_%' ORDER BY m.type, m.name",
    )?;
    let lines = statement.query_map([], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(lines.join("\n"))
}

fn digest(shape: &str) -> String {
    Sha256::digest(shape.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The shape of the tables that this program makes.
fn present() -> Result<String, StoreError> {
    let fresh = Connection::open_in_memory()?;
    fresh.execute_batch(TABLES)?;
    shape(&fresh)
}

/// An archive that was brought to the present version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The version it had.
    pub from: i64,
    /// The version it has.
    pub to: i64,
    /// A copy of what it was.
    pub kept: PathBuf,
}

/// Makes the tables in an empty database, or brings older ones to the present version; of those a copy is kept beside.
pub(super) fn prepare(connection: &mut Connection, folder: &Path) -> Result<Option<Migrated>, StoreError> {
    match standing(connection)? {
        Standing::Present => Ok(None),
        Standing::Empty => {
            connection.execute_batch(&format!("BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;"))?;
            Ok(None)
        }
        Standing::Older(from) => {
            let kept = folder.join(DATABASE.replace(".sqlite", &format!(".v{from}.sqlite")));
            copy::copy(connection, &kept, None)?;
            migrate(connection, from)?;
            Ok(Some(Migrated { from, to: VERSION, kept }))
        }
        Standing::Newer(found) => Err(StoreError::Version { found, expected: VERSION }),
        Standing::Unknown(found) => Err(StoreError::Unknown { found }),
    }
}

/// All steps in one transaction: a kill leaves the older version.
fn migrate(connection: &mut Connection, from: i64) -> Result<(), StoreError> {
    let tx = connection.transaction()?;
    for step in STEPS.iter().skip(usize::try_from(from - 1).unwrap_or_default()) {
        step(&tx)?;
    }
    tx.pragma_update(None, "user_version", VERSION)?;
    if shape(&tx)? != present()? {
        return Err(StoreError::Unknown { found: from });
    }
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rusqlite::{Connection, params};

    use super::{Extracted, SHAPES, STEPS, Standing, VERSION, digest, present, shape, standing, unpack_json};
    use crate::model::{Document, Part, Span};
    use crate::store::packed::pack_json;
    use crate::store::{DATABASE, Store, StoreError};

    fn dump(version: i64) -> String {
        let file = format!("{}/fixtures/store/v{version}.sql", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}; make it with fixtures/making/store.py"))
    }

    #[test]
    fn the_tables_are_those_of_their_version() {
        assert_eq!(
            SHAPES.last(),
            Some(&(VERSION, digest(&present().unwrap()).as_str())),
            "the tables changed: raise VERSION, add a step and this shape; or, if no release has the version, put the new shape"
        );
        assert_eq!(i64::try_from(STEPS.len()).unwrap(), VERSION - 1);
    }

    #[test]
    fn archives_of_every_version_are_opened() {
        for (version, hash) in SHAPES {
            let folder = tempfile::tempdir().unwrap();
            let database = Connection::open(folder.path().join(DATABASE)).unwrap();
            database.execute_batch(&dump(*version)).unwrap();
            assert_eq!(digest(&shape(&database).unwrap()), *hash, "fixtures/store/v{version}.sql has other tables");
            drop(database);
            if *version < VERSION {
                let refused = Store::open(folder.path()).unwrap_err();
                assert!(matches!(refused, StoreError::Version { found, .. } if found == *version), "{refused:?}");
            }
            let mut store = Store::open_for_writing(folder.path()).unwrap();
            assert_eq!(store.migrated().map(|m| (m.from, m.kept.is_file())), (*version < VERSION).then_some((*version, true)));
            assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
            let documents = store.contents().unwrap();
            assert_eq!(documents.len(), 4, "{version}");
            for row in &documents {
                let extracted = store.extracted(row.content).unwrap();
                assert_eq!(store.mentions(row.content, &extracted).unwrap().len(), extracted.citations.len());
            }
            assert_eq!(store.problems().unwrap().len(), 2);
            assert_eq!(store.generation().unwrap(), 2);
            // What is to be kept beside the keys is asked for until it is there.
            let mut asked = 0;
            while let Some((bare, last)) = store.bare_keys(3).unwrap() {
                asked += bare.len();
                let keys: Vec<_> = bare.into_iter().map(|(content, _)| (content, Vec::new())).collect();
                store.put_keys_anew(&keys, last).unwrap();
            }
            assert_eq!(asked, if *version < 4 { 4 } else { 0 });
            drop(store);
            let again = Store::open_for_writing(folder.path()).unwrap();
            assert_eq!(again.migrated(), None);
            assert!(Store::open(folder.path()).is_ok());
        }
    }

    /// Else the archive would be told to be broken until its files are read again.
    #[test]
    fn parts_of_an_older_archive_are_kept_beside_their_documents() {
        let folder = tempfile::tempdir().unwrap();
        let database = Connection::open(folder.path().join(DATABASE)).unwrap();
        database.execute_batch(&dump(2)).unwrap();
        let (id, blob): (i64, Vec<u8>) =
            database.query_row("SELECT min(id), extracted FROM contents", [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        let mut extracted: Extracted = unpack_json(&blob).unwrap();
        let first = Span { page: 1, start: 0, end: 1 };
        let document = Document { number: Some("20".to_owned()), ..Document::default() };
        let part = Part { document: document.clone(), evidence: BTreeMap::new(), first, tie: None, citations: Vec::new() };
        extracted.parts.push(part);
        let blob = pack_json(&extracted).unwrap();
        database.execute("UPDATE contents SET extracted = ?2 WHERE id = ?1", params![id, blob]).unwrap();
        drop(database);
        let store = Store::open_for_writing(folder.path()).unwrap();
        let parts: Vec<Vec<Document>> =
            store.contents().unwrap().into_iter().map(|row| row.parts.into_iter().map(|p| p.document).collect()).collect();
        assert_eq!(parts.iter().filter(|of_one| !of_one.is_empty()).collect::<Vec<_>>(), [&vec![document]]);
    }

    #[test]
    fn what_no_release_made_is_refused() {
        for (sql, expected) in [
            ("", Standing::Empty),
            ("CREATE TABLE notes (text);", Standing::Unknown(0)),
            ("CREATE TABLE meta (key, value); PRAGMA user_version = 1;", Standing::Unknown(1)),
            (&format!("CREATE TABLE meta (key, value); PRAGMA user_version = {VERSION};"), Standing::Unknown(VERSION)),
            ("CREATE TABLE meta (key, value); PRAGMA user_version = 900;", Standing::Newer(900)),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let database = Connection::open(folder.path().join(DATABASE)).unwrap();
            database.execute_batch(sql).unwrap();
            assert_eq!(standing(&database).unwrap(), expected, "{sql}");
            drop(database);
            assert_eq!(Store::open_for_writing(folder.path()).is_ok(), expected == Standing::Empty, "{sql}");
        }
    }
}
