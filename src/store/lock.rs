//! Owns the archive's write lock: one writer at a time, named in the lock file; the system frees it when the holder ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::Duration;

/// The lock, held while this value lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// How often a lock that is held is tried again, and after what pause: a second in all. A run that is killed while it starts a
/// reader leaves a child that shares the lock until it becomes that reader, a moment later.
const TRIES: usize = 50;
const PAUSE: Duration = Duration::from_millis(20);

/// Why the lock cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run holds it.
    #[error("another run is writing this archive: {0}")]
    Held(String),
    /// The file system says no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Lock {
    /// Takes the lock of the archive in `folder`, and writes `holder` (who, since when) into it for others to read.
    ///
    /// # Errors
    /// [`LockError::Held`] with the holder's own words if another process has it.
    pub fn take(folder: &Path, holder: &str) -> Result<Self, LockError> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join("lock"))?;
        let mut taken = file.try_lock();
        for _ in 0..TRIES {
            if !matches!(taken, Err(TryLockError::WouldBlock)) {
                break;
            }
            std::thread::sleep(PAUSE);
            taken = file.try_lock();
        }
        match taken {
            Ok(()) => {
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(holder.as_bytes())?;
                Ok(Self { file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut who = String::new();
                file.read_to_string(&mut who)?;
                Err(LockError::Held(who))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A free lock names nobody; should the write fail, the next holder overwrites it.
        let _ = self.file.set_len(0);
    }
}
