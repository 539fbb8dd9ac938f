//! Owns how the index's files are made: whoever may read the archive's other files may read these, too.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// The folder of an index, for writing. Tantivy itself would make its lists of files as temporary ones, which are their maker's
/// alone, and which stay for ever where a run is killed.
#[derive(Debug, Clone)]
pub(super) struct Writing {
    folder: PathBuf,
    files: MmapDirectory,
    lists: Arc<Mutex<()>>,
}

impl Writing {
    pub(super) fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { folder: folder.to_owned(), files: MmapDirectory::open(folder)?, lists: Arc::default() })
    }
}

impl Directory for Writing {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let _one_at_a_time = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = self.folder.join(path);
        let mut name = whole.clone().into_os_string();
        name.push(".new");
        let mut file = File::create(&name)?;
        file.write_all(bytes)?;
        file.sync_data()?;
        std::fs::rename(name, whole)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt as _;

    use crate::index::Writer;

    #[test]
    fn all_files_may_be_read_by_the_same_people() {
        let folder = tempfile::tempdir().unwrap();
        // What a killed run left.
        std::fs::write(folder.path().join("meta.json.new"), "{").unwrap();
        let mut writer = Writer::open(folder.path()).unwrap();
        writer.commit(1).unwrap();
        writer.finish().unwrap();
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
        let modes: BTreeSet<u32> = files.iter().map(|f| f.metadata().unwrap().permissions().mode()).collect();
        let mut names: Vec<_> = files.iter().map(|f| f.file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.contains(".lock"));
        names.sort();
        assert_eq!((names, modes.len()), (vec![".managed.json".to_owned(), "meta.json".to_owned()], 1), "{modes:?}");
    }
}
