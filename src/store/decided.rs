//! Owns what people said: which document a citation means, and which findings are dismissed. Kept by the hashes of documents and
//! the names of citations, so that it outlives every reading and every order of files.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, params};

use super::write::{HELD, held, held_columns};
use super::{Batch, Store, StoreError};
use crate::model::{Decided, DocId, Held};

/// A person's word on one citation, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Hash of the document that is named.
    pub target: String,
    /// Is it the one meant? Else it is ruled out.
    pub means: bool,
    /// Why.
    pub reason: String,
    /// When it was said (ISO 8601).
    pub at: String,
}

impl Decision {
    /// As the link shows it, `id` being the id of the document that is named, where it is held.
    #[must_use]
    pub fn shown(&self, id: Option<DocId>) -> Decided {
        let target = id.unwrap_or_else(|| DocId(self.target.chars().take(8).collect()));
        Decided { target, means: self.means, reason: self.reason.clone(), at: self.at.clone() }
    }
}

/// A finding that a person has dismissed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    /// The finding's name.
    pub finding: String,
    /// Its code.
    pub code: String,
    /// Why.
    pub reason: String,
    /// When (ISO 8601).
    pub at: String,
    /// What the finding said then.
    pub message: String,
}

impl Store {
    /// What is decided about a document's citations, by the citation's name.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn decisions(&self, content: i64) -> Result<BTreeMap<String, Vec<Decision>>, StoreError> {
        of_content(&self.connection, content)
    }

    /// The names of a document's citations, in their order.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn handles(&self, content: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT handle FROM mentions WHERE content = ?1 ORDER BY ordinal")?;
        let rows = statement.query_map([content], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The dismissed findings, latest first.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn dismissals(&self) -> Result<Vec<Dismissal>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT finding, code, reason, at, message FROM dismissals ORDER BY at DESC, finding")?;
        let rows = statement.query_map([], |r| {
            Ok(Dismissal { finding: r.get(0)?, code: r.get(1)?, reason: r.get(2)?, at: r.get(3)?, message: r.get(4)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a dismissal; one of the same finding is replaced.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn dismiss(&mut self, dismissal: &Dismissal) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR REPLACE INTO dismissals (finding, code, reason, at, message) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![dismissal.finding, dismissal.code, dismissal.reason, dismissal.at, dismissal.message],
        )?;
        Ok(())
    }

    /// Takes a dismissal back; says whether there was one.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn restore(&mut self, finding: &str) -> Result<bool, StoreError> {
        Ok(self.connection.execute("DELETE FROM dismissals WHERE finding = ?1", [finding])? > 0)
    }
}

impl Batch<'_> {
    /// What is decided about a document's citations, by the citation's name.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn decisions(&self, content: i64) -> Result<BTreeMap<String, Vec<Decision>>, StoreError> {
        of_content(&self.tx, content)
    }

    /// Keeps a person's word on a citation; the batch resolves it anew.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn decide(&mut self, (content, ordinal): (i64, u32), decision: &Decision) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT OR REPLACE INTO decisions (sha256, handle, target, means, reason, at, surface)
             SELECT c.sha256, m.handle, ?3, ?4, ?5, ?6, m.surface FROM mentions m JOIN contents c ON c.id = m.content
             WHERE m.content = ?1 AND m.ordinal = ?2",
            params![content, ordinal, decision.target, decision.means, decision.reason, decision.at],
        )?;
        self.asked.insert((content, ordinal));
        Ok(())
    }

    /// Takes back what was said about a citation; says how many words that were. The batch resolves it anew.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn undecide(&mut self, (content, ordinal): (i64, u32)) -> Result<usize, StoreError> {
        let words = self.tx.execute(
            "DELETE FROM decisions WHERE (sha256, handle) IN
               (SELECT c.sha256, m.handle FROM mentions m JOIN contents c ON c.id = m.content WHERE m.content = ?1 AND m.ordinal = ?2)",
            params![content, ordinal],
        )?;
        self.asked.insert((content, ordinal));
        Ok(words)
    }

    /// The document of these bytes, where it is held.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn held_of(&self, sha256: &str) -> Result<Option<Held>, StoreError> {
        let row = self
            .tx
            .prepare_cached(&format!("SELECT {HELD} FROM contents WHERE sha256 = ?1"))?
            .query_row([sha256], held_columns)
            .optional()?;
        row.map(held).transpose()
    }

    /// A file has other bytes than before: what was said about the citations of the old ones holds for the same citations of the
    /// new ones, and what was said to mean the old document means the new one, if it bears the same number.
    pub(super) fn carry_decisions(&self, old: i64, new: i64) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT OR IGNORE INTO decisions (sha256, handle, target, means, reason, at, surface)
             SELECT n.sha256, d.handle, d.target, d.means, d.reason, d.at, d.surface
             FROM contents o JOIN decisions d ON d.sha256 = o.sha256, contents n WHERE o.id = ?1 AND n.id = ?2",
            params![old, new],
        )?;
        self.tx.execute(
            "INSERT OR IGNORE INTO decisions (sha256, handle, target, means, reason, at, surface)
             SELECT d.sha256, d.handle, n.sha256, d.means, d.reason, d.at, d.surface
             FROM contents o JOIN decisions d ON d.target = o.sha256, contents n
             WHERE o.id = ?1 AND n.id = ?2 AND n.number_key = o.number_key",
            params![old, new],
        )?;
        Ok(())
    }

    /// The mentions that decisions tie to documents that came or went in this batch.
    pub(super) fn decided_mentions(&self) -> Result<Vec<(i64, u32, Option<String>)>, StoreError> {
        let mut found = Vec::new();
        let mut statement = self.tx.prepare_cached(
            "SELECT m.content, m.ordinal, m.key FROM decisions d JOIN contents c ON c.sha256 = d.sha256
             JOIN mentions m ON m.content = c.id AND m.handle = d.handle WHERE d.target = ?1 OR d.sha256 = ?1",
        )?;
        for sha256 in &self.turned {
            for row in statement.query_map([sha256], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))? {
                found.push(row?);
            }
        }
        let mut statement = self.tx.prepare_cached("SELECT key FROM mentions WHERE content = ?1 AND ordinal = ?2")?;
        for (content, ordinal) in &self.asked {
            found.push((*content, *ordinal, statement.query_row(params![content, ordinal], |r| r.get(0))?));
        }
        Ok(found)
    }
}

fn of_content(connection: &rusqlite::Connection, content: i64) -> Result<BTreeMap<String, Vec<Decision>>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT d.handle, d.target, d.means, d.reason, d.at FROM contents c JOIN decisions d ON d.sha256 = c.sha256 WHERE c.id = ?1
         ORDER BY d.handle, d.at, d.target",
    )?;
    let mut found: BTreeMap<String, Vec<Decision>> = BTreeMap::new();
    let rows = statement.query_map([content], |r| {
        Ok((r.get::<_, String>(0)?, Decision { target: r.get(1)?, means: r.get(2)?, reason: r.get(3)?, at: r.get(4)? }))
    })?;
    for row in rows {
        let (handle, decision) = row?;
        found.entry(handle).or_default().push(decision);
    }
    Ok(found)
}
