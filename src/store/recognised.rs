//! Owns what was recognised on pictures of pages: kept by the picture's hash and the engine, so that no page is recognised twice.

use rusqlite::{OptionalExtension as _, params};

use super::packed::{pack_json, unpack_json};
use super::{Batch, Store, StoreError};

/// A page as an engine read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Hash of the picture.
    pub picture: String,
    /// The engine's name, with version and model.
    pub engine: String,
    /// By how many quarters the picture was turned clockwise.
    pub quarters: u8,
    /// The engine's table of words.
    pub table: String,
}

impl Store {
    /// What this engine read on this picture.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn recognised(&self, picture: &str, engine: &str) -> Result<Option<Recognised>, StoreError> {
        let row: Option<(u8, Vec<u8>)> = self
            .connection
            .prepare_cached("SELECT quarters, words FROM recognised WHERE picture = ?1 AND engine = ?2")?
            .query_row([picture, engine], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        row.map(|(quarters, words)| {
            Ok(Recognised { picture: picture.to_owned(), engine: engine.to_owned(), quarters, table: unpack_json(&words)? })
        })
        .transpose()
    }
}

impl Batch<'_> {
    /// Keeps what an engine read.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn keep_recognised(&mut self, pages: &[Recognised]) -> Result<(), StoreError> {
        let mut statement = self
            .tx
            .prepare_cached("INSERT OR REPLACE INTO recognised (picture, engine, quarters, words) VALUES (?1, ?2, ?3, ?4)")?;
        for page in pages {
            statement.execute(params![page.picture, page.engine, page.quarters, pack_json(&page.table)?])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Recognised;
    use crate::store::Store;

    #[test]
    fn a_page_comes_back_for_its_engine_only() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_for_writing(folder.path()).unwrap();
        let page = Recognised { picture: "ab".into(), engine: "t 5".into(), quarters: 1, table: "5\t1\tKế hoạch".into() };
        let mut batch = store.begin(1, "2024-01-01T00:00:00Z").unwrap();
        batch.keep_recognised(&[page.clone(), page.clone()]).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.recognised("ab", "t 5").unwrap(), Some(page));
        assert_eq!(store.recognised("ab", "t 6").unwrap(), None);
        assert_eq!(store.recognised("cd", "t 5").unwrap(), None);
    }
}
