//! Owns the searches that people keep: saved under a name, and standing ones that every run answers.
//!
//! They lie in the archive's truth, so that they outlive the search index. They are written beside a running run, in transactions
//! of their own.

use std::path::Path;
use std::time::Duration;

use rusqlite::{OptionalExtension as _, params};

use super::{Store, StoreError};

/// How long a note waits for a run's batch to be written.
const PATIENCE: Duration = Duration::from_secs(60);

/// A search that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// The query, filters included, as typed.
    pub query: String,
    /// Since when (ISO 8601).
    pub added: String,
    /// Does every run answer it?
    pub watched: bool,
}

impl Store {
    /// Opens the database for notes that a user makes while a run may be writing: no lock of the archive is needed, a batch that
    /// is being written is waited for.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_for_notes(folder: &Path) -> Result<Self, StoreError> {
        let store = Self::open(folder)?;
        store.connection.busy_timeout(PATIENCE)?;
        store.connection.pragma_update(None, "query_only", false)?;
        Ok(store)
    }

    /// Keeps a search, in place of one of that name.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn keep_search(&mut self, kept: &Kept) -> Result<(), StoreError> {
        let tx = self.connection.transaction()?;
        tx.execute("DELETE FROM standing_hits WHERE name = ?1", [&kept.name])?;
        tx.execute(
            "INSERT OR REPLACE INTO standing (name, query, added, watched) VALUES (?1, ?2, ?3, ?4)",
            params![kept.name, kept.query, kept.added, kept.watched],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Forgets a search; was there one of that name?
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn forget_search(&mut self, name: &str) -> Result<bool, StoreError> {
        let tx = self.connection.transaction()?;
        tx.execute("DELETE FROM standing_hits WHERE name = ?1", [name])?;
        let found = tx.execute("DELETE FROM standing WHERE name = ?1", [name])?;
        tx.commit()?;
        Ok(found > 0)
    }

    /// The searches that are kept, by name.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn kept_searches(&self) -> Result<Vec<Kept>, StoreError> {
        let mut statement = self.connection.prepare("SELECT name, query, added, watched FROM standing ORDER BY name")?;
        let rows =
            statement.query_map([], |r| Ok(Kept { name: r.get(0)?, query: r.get(1)?, added: r.get(2)?, watched: r.get(3)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The search of a name.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn kept_search(&self, name: &str) -> Result<Option<Kept>, StoreError> {
        Ok(self.kept_searches()?.into_iter().find(|kept| kept.name == name))
    }

    /// Notes what a standing search finds in a run (0: when it was set up), and tells which documents it did not find before.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn answer_standing(&mut self, name: &str, run: i64, documents: &[String]) -> Result<Vec<String>, StoreError> {
        let tx = self.connection.transaction()?;
        let mut before: Vec<String> = {
            let mut statement = tx.prepare("SELECT document FROM standing_hits WHERE name = ?1 ORDER BY document")?;
            statement.query_map([name], |r| r.get(0))?.collect::<Result<_, _>>()?
        };
        let new: Vec<String> = documents.iter().filter(|id| before.binary_search(id).is_err()).cloned().collect();
        // What is found no more is news again when it comes back.
        before.retain(|id| !documents.contains(id));
        for id in &before {
            tx.execute("DELETE FROM standing_hits WHERE name = ?1 AND document = ?2", params![name, id])?;
        }
        for id in &new {
            tx.execute("INSERT OR IGNORE INTO standing_hits (run, name, document) VALUES (?1, ?2, ?3)", params![run, name, id])?;
        }
        tx.commit()?;
        Ok(new)
    }

    /// The documents that standing searches found in a run for the first time: name and document id.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn standing_news(&self, run: i64) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT name, document FROM standing_hits WHERE run = ?1 ORDER BY name, document")?;
        let rows = statement.query_map([run], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many documents a standing search is known to find, and in which run it last found a new one.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn standing_state(&self, name: &str) -> Result<(u64, Option<String>), StoreError> {
        let found: i64 = self.connection.query_row("SELECT count(*) FROM standing_hits WHERE name = ?1", [name], |r| r.get(0))?;
        let last = self
            .connection
            .query_row(
                "SELECT started FROM runs WHERE id = (SELECT max(run) FROM standing_hits WHERE name = ?1 AND run > 0)",
                [name],
                |r| r.get(0),
            )
            .optional()?;
        Ok((u64::try_from(found).unwrap_or_default(), last))
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::store::Store;

    #[test]
    fn searches_are_kept_and_answered() {
        let folder = tempfile::tempdir().unwrap();
        let mut run = Store::open_for_writing(folder.path()).unwrap();
        let mut store = Store::open_for_notes(folder.path()).unwrap();
        let kept = Kept { name: "đê".into(), query: "đê điều nam:2023".into(), added: "2024-01-01".into(), watched: true };
        store.keep_search(&kept).unwrap();
        assert_eq!(store.kept_search("đê").unwrap(), Some(kept));
        let ids = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        for (run_id, found, new) in
            [(0, ids(&["b", "a"]), ids(&["b", "a"])), (1, ids(&["a", "c"]), ids(&["c"])), (2, ids(&["a", "b", "c"]), ids(&["b"]))]
        {
            assert_eq!(run.answer_standing("đê", run_id, &found).unwrap(), new);
        }
        assert_eq!(store.standing_news(2).unwrap(), [("đê".to_owned(), "b".to_owned())]);
        assert_eq!(store.standing_state("đê").unwrap(), (3, None));
        assert!(store.forget_search("đê").unwrap() && !store.forget_search("đê").unwrap());
        assert_eq!((store.kept_searches().unwrap(), store.standing_news(2).unwrap()), (Vec::new(), Vec::new()));
    }

    #[test]
    fn notes_wait_for_a_batch() {
        let folder = tempfile::tempdir().unwrap();
        let mut run = Store::open_for_writing(folder.path()).unwrap();
        let at = folder.path().to_owned();
        let batch = run.begin(1, "2024-01-01").unwrap();
        let note = std::thread::spawn(move || {
            let kept = Kept { name: "a".into(), query: "b".into(), added: "c".into(), watched: false };
            Store::open_for_notes(&at).unwrap().keep_search(&kept)
        });
        std::thread::sleep(std::time::Duration::from_millis(50));
        batch.commit().unwrap();
        note.join().unwrap().unwrap();
        assert_eq!(run.kept_searches().unwrap().len(), 1);
    }
}
