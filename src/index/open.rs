//! Opening the index for searching, and what can be wrong with it.

use std::io::ErrorKind;
use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::{OpenReadError, OpenWriteError};
use tantivy::{IndexReader, ReloadPolicy, Searcher, TantivyError};

use super::reading::Reading;
use super::schema::{self, Fields, VERSION};

/// How often an index is tried that cannot be read.
const TRIES: usize = 3;

/// Why an index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// No index is there.
    #[error("no index found in `{0}`")]
    Missing(String),
    /// Made by another version of the program; it has to be rebuilt from the store.
    #[error("the index was made by another version of the program")]
    Older,
    /// Cannot be read; it has to be rebuilt from the store.
    #[error("the index cannot be read: {0}")]
    Damaged(String),
    /// Another process is writing.
    #[error("another process is writing the index")]
    Busy,
    /// The operating system refused.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl IndexError {
    /// Is a rebuild from the store the cure?
    #[must_use]
    pub fn wants_rebuild(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Older | Self::Damaged(_))
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Self::Busy,
            TantivyError::IoError(error) => std::io::Error::new(error.kind(), error.to_string()).into(),
            // An index that this user may not read is whole.
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
                if io_error.kind() == ErrorKind::PermissionDenied =>
            {
                std::io::Error::new(io_error.kind(), io_error.to_string()).into()
            }
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
                std::io::Error::new(io_error.kind(), io_error.to_string()).into()
            }
            TantivyError::IncompatibleIndex(_) | TantivyError::SchemaError(_) => Self::Older,
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// What a commit carries: the version of the index and the store's generation.
pub(super) fn payload(generation: u64) -> String {
    format!("congvan {VERSION} {generation}")
}

/// Reads the generation back.
pub(super) fn read_payload(payload: Option<&str>) -> Result<u64, IndexError> {
    let mut words = payload.unwrap_or_default().split(' ');
    match (words.next(), words.next().and_then(|v| v.parse::<u32>().ok()), words.next().and_then(|g| g.parse().ok())) {
        (Some("congvan"), Some(VERSION), Some(generation)) => Ok(generation),
        (Some("congvan"), Some(_), _) => Err(IndexError::Older),
        _ => Err(IndexError::Damaged("its last commit names no generation".to_owned())),
    }
}

/// An opened index: a fixed view of the last commit, whatever is written meanwhile.
pub struct Index {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    generation: u64,
    /// Keeps the files of the view.
    _reader: IndexReader,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// [`IndexError::Missing`], [`IndexError::Older`] or [`IndexError::Damaged`]: rebuild it from the store.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        if !dir.join("meta.json").exists() {
            return Err(IndexError::Missing(dir.display().to_string()));
        }
        let mut tries = 1;
        loop {
            match Self::view(dir) {
                // A run that joins parts of the index may take a file away that was just named.
                Err(IndexError::Damaged(_)) if tries < TRIES => tries += 1,
                opened => return opened,
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    fn view(dir: &Path) -> Result<Self, IndexError> {
        let directory = MmapDirectory::open(dir).map_err(|e| IndexError::Damaged(e.to_string()))?;
        let mut index = tantivy::Index::open(Reading(directory))?;
        index.set_tokenizers(schema::tokenizers());
        let (wanted, fields) = schema::build();
        if index.schema() != wanted {
            return Err(IndexError::Older);
        }
        let generation = read_payload(index.load_metas()?.payload.as_deref())?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { searcher: reader.searcher(), fields, generation, _reader: reader })
    }

    /// The store's generation that this view shows.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The files whose bytes are not those that were written, by their checksums; reads all of them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn damaged_files(&self) -> Result<Vec<String>, IndexError> {
        let mut files: Vec<_> =
            self.searcher.index().validate_checksum()?.iter().map(|file| file.display().to_string()).collect();
        files.sort();
        Ok(files)
    }

    /// How many documents it holds.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }
}
