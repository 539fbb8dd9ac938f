//! The archive's truth: one SQLite database. Owns all SQL; everything else sees values.

mod ask;
mod decided;
mod events;
mod lock;
mod packed;
mod recognised;
mod schema;
mod write;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

pub use ask::{CitedNumber, ContentRow, FileRow, IndexRow, LinkedMention, MentionRow, Problem, Run, Tallies, Totals, Waiting};
pub use decided::{Decision, Dismissal};
pub use events::{LinkEvent, What, Why};
pub use lock::{Lock, LockError};
pub use recognised::Recognised;
pub use write::{Batch, Landed, NewFile, Outcome, ReadDocument, Unresolved};

/// The database's file name inside the archive folder.
pub const DATABASE: &str = "archive.sqlite";

/// What can be wrong with an archive's database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is none.
    #[error("`{}` holds no archive", .0.display())]
    Absent(PathBuf),
    /// Its tables are of another version of the program.
    #[error("the archive's tables have version {found}, this program needs {expected}")]
    Version {
        /// `user_version` of the file.
        found: i64,
        /// What this program reads.
        expected: i64,
    },
    /// SQLite says no: damaged, disk full, read-only …
    #[error("the archive's database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored value cannot be read back.
    #[error("the archive's database holds a damaged value: {0}")]
    Damaged(String),
}

impl StoreError {
    /// Is the disk full?
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Sqlite(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull))
    }
}

/// An open archive database. Any number of readers may be open while one writer works.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens the database in this archive folder for reading.
    ///
    /// # Errors
    /// [`StoreError::Absent`] if there is none; [`StoreError::Version`] if another version of the program made it.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let file = folder.join(DATABASE);
        if !file.is_file() {
            return Err(StoreError::Absent(folder.to_owned()));
        }
        // A reader needs to write the shared-memory file of the WAL, never the database.
        let connection = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .or_else(|_| {
                Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            })?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;")?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found != schema::VERSION {
            return Err(StoreError::Version { found, expected: schema::VERSION });
        }
        Ok(Self { connection })
    }

    /// Opens the database for writing, making it where none is. The caller holds the archive's [`Lock`].
    ///
    /// # Errors
    /// As [`Self::open`], and whatever SQLite says.
    pub fn open_for_writing(folder: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(folder.join(DATABASE))?;
        // FULL: a batch that was reported as done survives a power cut.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -65536;",
        )?;
        schema::prepare(&connection)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { connection })
    }

    /// The number of finished batches; raised by each.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn generation(&self) -> Result<u64, StoreError> {
        self.meta("generation")
    }

    fn meta(&self, key: &str) -> Result<u64, StoreError> {
        let value: i64 = self.connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))?;
        u64::try_from(value).map_err(|_| StoreError::Damaged(format!("{key} = {value}")))
    }
}
