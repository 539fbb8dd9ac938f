//! The archive's truth: one SQLite database. Owns all SQL; everything else sees values.

mod ask;
mod check;
mod copy;
mod decided;
mod events;
mod kept;
mod lock;
mod migrate;
mod packed;
mod recognised;
mod schema;
mod write;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use migrate::Standing;

pub use ask::{CitedNumber, ContentRow, FilePlace, FileRow, IndexRow, LinkedMention, MentionRow, Problem, Run, Tallies, Totals};
pub use decided::{Decision, Dismissal};
pub use events::{LinkEvent, What, Why};
pub use kept::Kept;
pub use lock::{Lock, LockError};
pub use migrate::Migrated;
pub use recognised::Recognised;
pub use write::{Asking, Batch, Citing, Landed, NewFile, Outcome, ReadDocument, Turns};

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
    /// Its tables are of no release.
    #[error("the archive's tables call themselves version {found} and are not: a trial version made them")]
    Unknown {
        /// What they call themselves.
        found: i64,
    },
    /// A file that should be a whole copy of an archive is none.
    #[error("`{}` is no whole copy of an archive: {why}", file.display())]
    Backup {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A file beside the database: a copy, the settings.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        source: std::io::Error,
    },
    /// SQLite says no: damaged, disk full, read-only …
    #[error("the archive's database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored value cannot be read back.
    #[error("the archive's database holds a damaged value: {0}")]
    Damaged(String),
}

impl StoreError {
    /// May this user only read the archive?
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly))
    }

    /// Is the disk full?
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Sqlite(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::File { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// Does the disk, or the network that it lies behind, fail to do what it is told? A file that does not open is one such thing.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, SystemIoFailure};
        matches!(self, Self::Sqlite(error) if matches!(error.sqlite_error_code(), Some(CannotOpen | SystemIoFailure)))
    }

    /// Is the database's file no whole database?
    #[must_use]
    pub fn is_broken(&self) -> bool {
        let code = match self {
            Self::Sqlite(error) => error.sqlite_error_code(),
            _ => None,
        };
        matches!(code, Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase))
    }
}

/// An open archive database. Any number of readers may be open while one writer works.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    migrated: Option<Migrated>,
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
        let connection = connect(&file)?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;")?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found != schema::VERSION {
            return Err(match migrate::standing(&connection)? {
                Standing::Unknown(found) => StoreError::Unknown { found },
                Standing::Empty => StoreError::Absent(folder.to_owned()),
                _ => StoreError::Version { found, expected: schema::VERSION },
            });
        }
        Ok(Self { connection, migrated: None })
    }

    /// Opens the database for writing, making it where none is, and bringing an older one to the present version (see
    /// [`Self::migrated`]). The caller holds the archive's [`Lock`].
    ///
    /// # Errors
    /// As [`Self::open`], and whatever SQLite says.
    pub fn open_for_writing(folder: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(folder.join(DATABASE))?;
        // FULL: a batch that was reported as done survives a power cut.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -65536;",
        )?;
        let migrated = migrate::prepare(&mut connection, folder)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { connection, migrated })
    }

    /// Was an older archive brought to the present version when this was opened?
    #[must_use]
    pub fn migrated(&self) -> Option<&Migrated> {
        self.migrated.as_ref()
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

/// Connects for reading. Who may write needs no more than the shared-memory file of the log; who may only read looks over a
/// running writer's shoulder, or, where no writer left a log, takes the database as it lies.
fn connect(file: &Path) -> Result<Connection, rusqlite::Error> {
    let whole = |connection: Connection| -> Result<Connection, rusqlite::Error> {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    let open = |flags| Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).and_then(whole);
    let refused = |error: &rusqlite::Error| {
        matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen))
    };
    let first = open(OpenFlags::SQLITE_OPEN_READ_WRITE);
    if !first.as_ref().is_err_and(refused) {
        return first;
    }
    open(OpenFlags::SQLITE_OPEN_READ_ONLY).or_else(|error| {
        let log = std::fs::metadata(file.with_extension("sqlite-wal")).map_or(0, |m| m.len());
        if log > 0 || !refused(&error) {
            return Err(error);
        }
        let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(format!("file:{path}?immutable=1"), flags).and_then(whole)
    })
}
