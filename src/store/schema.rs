//! Owns the tables of the archive's database; `migrate` owns how older ones become these.

/// The version of the tables below, kept in SQLite's `user_version`.
pub(super) const VERSION: i64 = 4;

/// The tables. Blobs are LZ4 blocks with their length in front: texts as UTF-8 with a form feed between pages, the rest as JSON.
///
/// `contents` are documents by the hash of their bytes; `files` are the places where they lie; `keys` are the group keys that the
/// papers of a file (0: its first one, then its parts) can be found under, each with what tells the paper from others of the key (no
/// `any_day`: not known) and the number of its body among the `bodies`; `mentions` are its citations, in reading order, with the state that linking gave them and what it asks
/// for (`asks_…`: a full day, the year in its number, the words of its subject at a glance, the body that it names); `recognised` is
/// what engines read on pictures of pages; `events` are the links that a run changed; `decisions` and `dismissals` are what people said, by
/// the hashes of documents, so that they outlive every reading; `reported` are the findings that a morning report has told. `standing`
/// are the searches that people keep, `standing_hits` what those that are watched find, each with the run that found it first. `parts`
/// are the other papers of a document's file, where it has some (JSON). `asks` and `due`: the document asks for an answer, by that
/// day. `waits` names the engine (empty: none) under which a file's pictures stayed unread.
pub(super) const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 0), ('indexed', 0);
CREATE TABLE roots (id INTEGER PRIMARY KEY, folder BLOB NOT NULL UNIQUE, label TEXT NOT NULL);
CREATE TABLE contents (
  id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, doc_id TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL,
  format TEXT NOT NULL, page_count INTEGER NOT NULL, ocr INTEGER NOT NULL, reader INTEGER NOT NULL,
  kind TEXT, number TEXT, year INTEGER, symbol TEXT, number_key TEXT, date TEXT, place TEXT, issuer TEXT, parent TEXT, subject TEXT,
  signer TEXT, direction TEXT, cited_by INTEGER NOT NULL DEFAULT 0, document TEXT NOT NULL,
  text BLOB NOT NULL, text_bytes INTEGER NOT NULL, extracted BLOB NOT NULL, declared BLOB, facts BLOB NOT NULL,
  changed INTEGER NOT NULL, waits TEXT, last_path TEXT, asks INTEGER NOT NULL DEFAULT 0, due TEXT);
CREATE INDEX contents_number ON contents (number_key, date);
CREATE INDEX contents_subject ON contents (subject);
CREATE INDEX contents_unnumbered ON contents (subject) WHERE number_key IS NULL;
CREATE INDEX contents_totals ON contents (direction, date, text_bytes, bytes);
CREATE INDEX contents_changed ON contents (changed);
CREATE INDEX contents_left ON contents (id) WHERE last_path IS NOT NULL;
CREATE INDEX contents_waiting ON contents (id) WHERE waits IS NOT NULL;
CREATE TABLE files (
  id INTEGER PRIMARY KEY, root INTEGER NOT NULL REFERENCES roots, raw BLOB NOT NULL, member TEXT NOT NULL DEFAULT '', path TEXT NOT NULL,
  size INTEGER NOT NULL, mtime INTEGER NOT NULL, sha256 TEXT, content INTEGER REFERENCES contents, outcome TEXT NOT NULL,
  message TEXT, tries INTEGER NOT NULL DEFAULT 0, reader INTEGER NOT NULL, since TEXT, waits TEXT,
  UNIQUE (root, raw, member));
CREATE INDEX files_content ON files (content);
CREATE INDEX files_path ON files (path);
CREATE TABLE parts (content INTEGER PRIMARY KEY REFERENCES contents ON DELETE CASCADE, documents TEXT NOT NULL);
CREATE TABLE bodies (id INTEGER PRIMARY KEY, issuer TEXT NOT NULL, parent TEXT NOT NULL, UNIQUE (issuer, parent));
CREATE TABLE keys (
  key TEXT NOT NULL, content INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE, paper INTEGER NOT NULL,
  any_day INTEGER, day TEXT, year INTEGER, glance INTEGER, body INTEGER, PRIMARY KEY (key, content, paper)) WITHOUT ROWID;
CREATE INDEX keys_content ON keys (content);
CREATE TABLE mentions (
  content INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE, ordinal INTEGER NOT NULL, key TEXT, surface TEXT NOT NULL,
  kind TEXT, number TEXT, year INTEGER, symbol TEXT, number_key TEXT, date TEXT, issuer TEXT, relation TEXT NOT NULL, place TEXT NOT NULL,
  page INTEGER NOT NULL, handle TEXT NOT NULL, state TEXT, target INTEGER, link TEXT, asks_day TEXT, asks_year INTEGER,
  asks_glance INTEGER, asks_body TEXT, PRIMARY KEY (content, ordinal)) WITHOUT ROWID;
CREATE INDEX mentions_key ON mentions (key, asks_day, asks_year, asks_glance, asks_body);
CREATE INDEX mentions_number ON mentions (number_key);
CREATE INDEX mentions_target ON mentions (target);
CREATE INDEX mentions_state ON mentions (state);
CREATE INDEX mentions_pending ON mentions (content) WHERE state IS NULL AND key IS NOT NULL;
CREATE TABLE gone_contents (content INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
CREATE TABLE gone_files (path TEXT NOT NULL, sha256 TEXT, number TEXT, generation INTEGER NOT NULL, at TEXT NOT NULL);
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
CREATE TABLE recognised (
  picture TEXT NOT NULL, engine TEXT NOT NULL, quarters INTEGER NOT NULL, words BLOB NOT NULL,
  PRIMARY KEY (picture, engine)) WITHOUT ROWID;
CREATE TABLE standing (name TEXT PRIMARY KEY, query TEXT NOT NULL, added TEXT NOT NULL, watched INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE standing_hits (run INTEGER NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (name, document)) WITHOUT ROWID;
CREATE TABLE runs (id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, report TEXT, held_before INTEGER NOT NULL DEFAULT 0);
";
