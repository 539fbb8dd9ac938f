//! Owns what can be wrong within the database though SQLite finds it whole, and the marks that have such things mended.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, params};

use super::{Store, StoreError};

/// At most so many things of one sort are named.
const NAMED: usize = 20;

/// What must not be, as a query for sentences that say so.
const LAWS: &[&str] = &[
    "SELECT c.doc_id || ': no file holds it' FROM contents c WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.content = c.id)",
    "SELECT c.doc_id || ': is not the beginning of ' || c.sha256 FROM contents c WHERE substr(c.sha256, 1, length(c.doc_id)) <> c.doc_id",
    "SELECT f.path || ': its document is not held' FROM files f WHERE f.outcome = 'indexed' AND f.content IS NULL",
    "SELECT f.path || ': its document has other bytes' FROM files f JOIN contents c ON c.id = f.content WHERE c.sha256 IS NOT f.sha256",
    "SELECT f.path || ': not read, and yet a document' FROM files f WHERE f.outcome <> 'indexed' AND f.content IS NOT NULL",
];

/// The same for links, which are derived and can be made again.
const LINK_LAWS: &[&str] = &[
    "SELECT c.doc_id || ': `' || m.surface || '` is not linked' FROM mentions m JOIN contents c ON c.id = m.content
     WHERE m.key IS NOT NULL AND m.state IS NULL",
    "SELECT c.doc_id || ': `' || m.surface || '` is linked to what is not held' FROM mentions m JOIN contents c ON c.id = m.content
     WHERE m.target IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contents t WHERE t.id = m.target)",
    "SELECT c.doc_id || ': `' || m.surface || '` is ' || m.state || ' and linked to nothing' FROM mentions m JOIN contents c ON c.id = m.content
     WHERE m.state IN ('held', 'conflict') AND m.target IS NULL",
    "SELECT c.doc_id || ': `' || m.surface || '` has two targets' FROM mentions m JOIN contents c ON c.id = m.content
     JOIN contents t ON t.id = m.target WHERE json_valid(m.link) AND json_extract(m.link, '$.to') IS NOT t.doc_id",
    "SELECT c.doc_id || ': `' || m.surface || '` has a link that cannot be read' FROM mentions m JOIN contents c ON c.id = m.content
     WHERE m.state IS NOT NULL AND NOT coalesce(json_valid(m.link), 0)",
    "SELECT c.doc_id || ': cited by ' || c.cited_by || ' documents, counted are ' ||
       (SELECT count(DISTINCT content) FROM mentions WHERE target = c.id AND content <> c.id)
     FROM contents c WHERE c.cited_by <> (SELECT count(DISTINCT content) FROM mentions WHERE target = c.id AND content <> c.id)",
];

impl Store {
    /// Documents and files that do not fit each other; empty when whole.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn misfits(&self) -> Result<Vec<String>, StoreError> {
        self.broken(LAWS)
    }

    /// Links that do not fit the documents; empty when whole.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn loose_links(&self) -> Result<Vec<String>, StoreError> {
        self.broken(LINK_LAWS)
    }

    fn broken(&self, laws: &[&str]) -> Result<Vec<String>, StoreError> {
        let mut wrong = Vec::new();
        for law in laws {
            let mut statement = self.connection.prepare(law)?;
            let found = statement.query_map([], |r| r.get::<_, String>(0))?.take(NAMED);
            for sentence in found {
                wrong.push(sentence?);
            }
        }
        Ok(wrong)
    }

    /// How many mentions a document has in the table of mentions.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn mentions_kept(&self, content: i64) -> Result<usize, StoreError> {
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM mentions WHERE content = ?1")?
            .query_row([content], |r| r.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Rows of all documents, without reading anything of them.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn content_rows(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare("SELECT id FROM contents ORDER BY id")?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Has these documents, and these files (by their rows), read again by the next run that sees them.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn read_again(&mut self, contents: &[i64], files: &[i64]) -> Result<(), StoreError> {
        let tx = self.connection.transaction()?;
        for content in contents {
            tx.execute("UPDATE contents SET reader = 0 WHERE id = ?1", [content])?;
            tx.execute("UPDATE files SET reader = 0 WHERE content = ?1", [content])?;
            // A member is read with its container.
            tx.execute(
                "UPDATE files SET reader = 0 WHERE member = '' AND (root, raw) IN (SELECT root, raw FROM files WHERE content = ?1)",
                [content],
            )?;
        }
        for file in files {
            tx.execute("UPDATE files SET reader = 0 WHERE id = ?1", [file])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Notes that the archive was checked at this time (ISO 8601), and whether it was whole.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn note_checked(&mut self, at: &str, whole: bool) -> Result<(), StoreError> {
        let value = format!("{at} {}", if whole { "whole" } else { "broken" });
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('checked', ?1)", [value])?;
        Ok(())
    }

    /// When the archive was last checked, and whether it was whole.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn last_check(&self) -> Result<Option<(String, bool)>, StoreError> {
        let value: Option<String> =
            self.connection.query_row("SELECT value FROM meta WHERE key = 'checked'", [], |r| r.get(0)).optional()?;
        Ok(value.and_then(|v| v.split_once(' ').map(|(at, how)| (at.to_owned(), how == "whole"))))
    }

    /// When the last morning report was made (ISO 8601), and the keys of the findings that it told; `None` if there was none yet.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn reported(&self) -> Result<Option<(String, BTreeSet<String>)>, StoreError> {
        let at: Option<String> =
            self.connection.query_row("SELECT value FROM meta WHERE key = 'reported'", [], |r| r.get(0)).optional()?;
        let Some(at) = at else { return Ok(None) };
        let mut statement = self.connection.prepare("SELECT finding FROM reported")?;
        let rows = statement.query_map([], |r| r.get(0))?;
        Ok(Some((at, rows.collect::<Result<_, _>>()?)))
    }

    /// Notes which findings a morning report has told.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn note_reported(&mut self, at: &str, findings: &BTreeSet<String>) -> Result<(), StoreError> {
        let tx = self.connection.transaction()?;
        tx.execute("DELETE FROM reported", [])?;
        for finding in findings {
            tx.prepare_cached("INSERT INTO reported VALUES (?1)")?.execute([finding])?;
        }
        tx.execute("INSERT OR REPLACE INTO meta VALUES ('reported', ?1)", params![at])?;
        tx.commit()?;
        Ok(())
    }
}
