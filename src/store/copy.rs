//! Owns copies of the database: made from a running one without stopping its writer, whole or not at all.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::migrate::{self, Standing};
use super::{DATABASE, Store, StoreError, schema};

/// The row of `meta` in which a copy carries the archive's settings.
const SETTINGS: &str = "settings";

/// The archive's settings beside the database.
const SETTINGS_FILE: &str = "config.toml";

/// Where the database that a copy took the place of is kept.
const REPLACED: &str = "archive.replaced.sqlite";

/// How long a copy waits for a writer that is just committing.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

impl Store {
    /// Writes a copy of the archive in `folder` as it stands at this moment to `file`: one SQLite database with the settings in it.
    /// A run may go on writing meanwhile. The copy appears whole or not at all.
    ///
    /// # Errors
    /// Whatever SQLite or the file system says; nothing is left behind then.
    pub fn back_up(&self, folder: &Path, file: &Path) -> Result<(), StoreError> {
        let settings = match fs::read_to_string(folder.join(SETTINGS_FILE)) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(StoreError::File { path: folder.join(SETTINGS_FILE), source }),
        };
        copy(&self.connection, file, settings.as_deref())
    }

    /// Makes the archive in `folder` from a copy. One that is there already is kept beside, and its place is returned. The search
    /// index has to be made anew afterwards. The caller holds the archive's lock.
    ///
    /// # Errors
    /// [`StoreError::Backup`] for a file that is no whole copy; the archive is as before then, as with every other error.
    pub fn put_back(file: &Path, folder: &Path) -> Result<Option<PathBuf>, StoreError> {
        let broken = |why: String| StoreError::Backup { file: file.to_owned(), why };
        let source = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| broken(error.to_string()))?;
        examine(&source, file).map_err(broken)?;
        let settings: Option<String> =
            source.query_row("SELECT value FROM meta WHERE key = ?1", [SETTINGS], |r| r.get(0)).optional()?;
        let fresh = folder.join("archive.restored.sqlite");
        copy(&source, &fresh, None)?;
        drop(source);
        let place = folder.join(DATABASE);
        let kept = if place.exists() { Some(set_aside(folder, &place)?) } else { None };
        rename(&fresh, &place)?;
        sync_folder(folder)?;
        let settings_file = folder.join(SETTINGS_FILE);
        if let (Some(text), false) = (settings, settings_file.exists()) {
            fs::write(&settings_file, text).map_err(|source| StoreError::File { path: settings_file, source })?;
        }
        Ok(kept)
    }
}

/// Is this a whole database of a version that is known? If not, why?
fn examine(database: &Connection, file: &Path) -> Result<(), String> {
    let said = |error: rusqlite::Error| error.to_string();
    // SQLite fills up a last page that is cut.
    let number = |pragma: &str| database.pragma_query_value(None, pragma, |r| r.get::<_, i64>(0)).map_err(said);
    let (pages, size) = (number("page_count")?, number("page_size")?);
    let length = fs::metadata(file).map_err(|error| error.to_string())?.len();
    let whole = u64::try_from(pages.saturating_mul(size)).unwrap_or_default();
    if length != whole {
        return Err(format!("it has {length} bytes instead of {whole}"));
    }
    let wrong: String = database.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0)).map_err(said)?;
    if wrong != "ok" {
        return Err(wrong);
    }
    match migrate::standing(database).map_err(|error| error.to_string())? {
        Standing::Present | Standing::Older(_) => Ok(()),
        Standing::Empty => Err("it holds no archive".to_owned()),
        Standing::Newer(version) => {
            Err(format!("a newer version of the program made it (tables {version}, this one reads {})", schema::VERSION))
        }
        Standing::Unknown(version) => Err(format!("its tables are of no release (they call themselves {version})")),
    }
}

/// Keeps a database beside, with what its journal holds; its file also stays in its place until another takes it, so that no moment
/// is without an archive. One that cannot be opened is kept as it is.
fn set_aside(folder: &Path, place: &Path) -> Result<PathBuf, StoreError> {
    if let Ok(old) = Connection::open(place) {
        // What the journal holds goes into the file; where that fails, the journal moves along.
        let _ = old.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);");
    }
    let kept = folder.join(REPLACED);
    for tail in ["-wal", "-shm", ""] {
        let (from, to) = (with_tail(place, tail), with_tail(&kept, tail));
        match fs::remove_file(&to) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::File { path: to, source: error });
            }
            _ => {}
        }
        let stays = tail.is_empty() && fs::hard_link(&from, &to).is_ok();
        if !stays && from.exists() {
            rename(&from, &to)?;
        }
    }
    Ok(kept)
}

fn with_tail(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}

/// How the names of files begin that are not finished.
const UNFINISHED: &str = ".congvan-";

/// Such a file of that age is finished by nobody.
const ABANDONED: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// Takes away what killed copies left in a folder, so that a disk does not fill up with them.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = || entry.metadata().ok().filter(fs::Metadata::is_file)?.modified().ok()?.elapsed().ok();
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && age().is_some_and(|age| age > ABANDONED) {
            // Another user's stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Copies a database to a file: into a temporary one beside it, checked, on the disk, and then renamed.
pub(super) fn copy(from: &Connection, file: &Path, settings: Option<&str>) -> Result<(), StoreError> {
    let parent = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sweep(parent);
    let temporary = tempfile::Builder::new()
        .prefix(UNFINISHED)
        // As a file that is simply made: whoever may read the archive's other files may read this one.
        .permissions(fs::Permissions::from_mode(0o666))
        .tempfile_in(parent)
        .map_err(|source| StoreError::File { path: parent.to_owned(), source })?;
    fill(from, temporary.path(), settings)?;
    let path = |error: std::io::Error| StoreError::File { path: file.to_owned(), source: error };
    temporary.as_file().sync_all().map_err(path)?;
    temporary.persist(file).map_err(|error| path(error.error))?;
    sync_folder(parent)
}

fn fill(from: &Connection, file: &Path, settings: Option<&str>) -> Result<(), StoreError> {
    let mut to = Connection::open(file)?;
    // A power cut costs the copy, which is not there before it is renamed.
    to.execute_batch("PRAGMA synchronous = OFF;")?;
    {
        let backup = Backup::new(from, &mut to)?;
        let began = std::time::Instant::now();
        // All pages in one step are one reading of the source: a writer's later batches are not in it.
        while backup.step(-1)? != StepResult::Done {
            if began.elapsed() > PATIENCE {
                return Err(StoreError::Sqlite(rusqlite::Error::SqliteFailure(
                    rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
                    None,
                )));
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
    // A copy is one file: it needs no journal beside it.
    to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    if let Some(text) = settings {
        to.execute("INSERT OR REPLACE INTO meta VALUES (?1, ?2)", [SETTINGS, text])?;
    }
    let wrong: String = to.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if wrong == "ok" { Ok(()) } else { Err(StoreError::Damaged(wrong)) }
}

fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|source| StoreError::File { path: from.to_owned(), source })
}

/// Makes names in a folder outlive a power cut.
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let sync = || File::open(folder)?.sync_all();
    sync().map_err(|source| StoreError::File { path: folder.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use crate::store::{DATABASE, Store, StoreError};

    #[test]
    fn a_copy_gives_the_archive_back_with_its_settings() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut store = Store::open_for_writing(one.path()).unwrap();
        store.root(b"/kho", "x/").unwrap();
        std::fs::write(one.path().join("config.toml"), "own = []\n").unwrap();
        let file = two.path().join("copy");
        store.back_up(one.path(), &file).unwrap();
        // What comes later is not in it.
        store.root(b"/other", "y/").unwrap();
        // What was left long ago goes, what is being made stays.
        let long_ago = std::fs::Metadata::modified(&file.metadata().unwrap()).unwrap() - super::ABANDONED * 2;
        for name in [".congvan-old", ".congvan-new", "other"] {
            let left = std::fs::File::create(two.path().join(name)).unwrap();
            if name != ".congvan-new" {
                left.set_modified(long_ago).unwrap();
            }
        }
        store.back_up(one.path(), &two.path().join("later")).unwrap();
        let left = [".congvan-old", ".congvan-new", "other"].map(|name| two.path().join(name).exists());
        assert_eq!(left, [false, true, true]);
        assert_eq!(Store::put_back(&file, two.path()).unwrap(), None);
        assert_eq!(Store::open(two.path()).unwrap().roots().unwrap().len(), 1);
        assert_eq!(std::fs::read_to_string(two.path().join("config.toml")).unwrap(), "own = []\n");
        let kept = Store::put_back(&file, one.path()).unwrap().unwrap();
        assert!(kept.is_file());
        assert_eq!(Store::open(one.path()).unwrap().roots().unwrap().len(), 1);
    }

    #[test]
    fn what_is_no_whole_copy_changes_nothing() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut store = Store::open_for_writing(one.path()).unwrap();
        store.root(b"/kho", "x/").unwrap();
        let file = two.path().join("copy");
        store.back_up(one.path(), &file).unwrap();
        let whole = std::fs::read(&file).unwrap();
        for length in [0, 10, 100, 4096, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&file, whole.get(..length).unwrap()).unwrap();
            let error = Store::put_back(&file, one.path()).unwrap_err();
            assert!(matches!(error, StoreError::Backup { .. }), "{length}: {error:?}");
        }
        let mut bent = whole.clone();
        bent[whole.len() / 2..].fill(0x5a);
        std::fs::write(&file, bent).unwrap();
        assert!(Store::put_back(&file, one.path()).is_err());
        assert_eq!(store.roots().unwrap().len(), 1);
        let left: Vec<_> = std::fs::read_dir(one.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert!(left.iter().all(|n| n.to_string_lossy().starts_with(DATABASE)), "{left:?}");
    }
}
