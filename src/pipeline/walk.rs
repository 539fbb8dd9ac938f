//! Owns the walk: which files lie under the given paths, by name, size and time. Reads no contents.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use unicode_normalization::UnicodeNormalization as _;

use crate::model::{ErrorCode, ReadError};

/// A folder that the archive follows; its label begins the paths of its files as people see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Row in the store.
    pub id: i64,
    /// Absolute, symlinks resolved.
    pub folder: PathBuf,
    /// Empty, or a path that ends in `/`.
    pub label: String,
}

/// A file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The root it lies under.
    pub root: i64,
    /// Below the root, as the system gives it.
    pub raw: Vec<u8>,
    /// As people see it.
    pub path: String,
    /// Where to open it.
    pub absolute: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub mtime: i64,
    /// Why it must not be opened, where that is so.
    pub refused: Option<ReadError>,
}

/// What a walk saw.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files in the order of their paths.
    pub files: Vec<Found>,
    /// Folders and files (root, path below it) that could not be looked into: what lies there is not taken for deleted.
    pub closed: BTreeSet<(i64, Vec<u8>)>,
}

impl Walked {
    /// Is it a place that could not be looked into, or below one?
    #[must_use]
    pub fn hides(&self, root: i64, raw: &[u8]) -> bool {
        let mut key = (root, raw.to_vec());
        while !self.closed.contains(&key) {
            match key.1.iter().rposition(|byte| *byte == b'/') {
                Some(slash) => key.1.truncate(slash),
                None if key.1.is_empty() => return false,
                None => key.1.clear(),
            }
        }
        true
    }
}

/// Names that are never documents: the system's and the office programs' own droppings. Hidden files are left out like them.
fn is_dropping(name: &OsStr) -> bool {
    let name = name.as_bytes();
    name.starts_with(b".")
        || name.starts_with(b"~$")
        || name.eq_ignore_ascii_case(b"thumbs.db")
        || name.eq_ignore_ascii_case(b"desktop.ini")
}

/// Walks `places` (absolute, each under the root given with it). A file under two roots belongs to the deeper one. The archive's
/// own folder is passed over, whatever its name is.
#[must_use]
pub fn walk(places: &[(Root, PathBuf)], roots: &[Root], archive: &Path) -> Walked {
    let mut walked = Walked::default();
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    for (root, place) in places {
        let entries = walkdir::WalkDir::new(place).follow_root_links(true).sort_by_file_name();
        let mut entries = entries.into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Err(error) => {
                    let path = error.path().unwrap_or(place).to_owned();
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    let refused = ReadError::new(ErrorCode::Unreadable, format!("cannot be opened: {why}"));
                    let owner = owner(roots, &path).unwrap_or(root);
                    walked.closed.insert((owner.id, below(owner, &path)));
                    walked.files.push(found(owner, &path, 0, 0, Some(refused)));
                }
                Ok(entry) => {
                    let path = entry.path();
                    if entry.depth() > 0 && (is_dropping(entry.file_name()) || path == archive) {
                        if entry.file_type().is_dir() {
                            entries.skip_current_dir();
                        }
                        continue;
                    }
                    if entry.file_type().is_dir() || seen.contains(path.as_os_str().as_bytes()) {
                        continue;
                    }
                    let owner = owner(roots, path).unwrap_or(root);
                    if let Some(file) = look(owner, path, &entry, &mut walked.closed) {
                        // One place alone is met once.
                        if places.len() > 1 {
                            seen.insert(path.as_os_str().as_bytes().to_owned());
                        }
                        walked.files.push(file);
                    }
                }
            }
        }
    }
    walked.files.sort_by(|a, b| (&a.path, a.root, &a.raw).cmp(&(&b.path, b.root, &b.raw)));
    walked
}

/// The deepest root that holds a path.
fn owner<'a>(roots: &'a [Root], path: &Path) -> Option<&'a Root> {
    roots.iter().filter(|root| path.starts_with(&root.folder)).max_by_key(|root| root.folder.as_os_str().len())
}

fn look(root: &Root, path: &Path, entry: &walkdir::DirEntry, closed: &mut BTreeSet<(i64, Vec<u8>)>) -> Option<Found> {
    let refuse = |message: String| Some(ReadError::new(ErrorCode::Unreadable, message));
    if entry.file_type().is_symlink() {
        let refused = match path.canonicalize() {
            // What lies in the tree is met at its own place; a link to a folder above would never end.
            Ok(target) if target.starts_with(&root.folder) && !path.starts_with(&target) => return None,
            Ok(target) if path.starts_with(&target) => {
                refuse("a symbolic link to a folder above itself; not followed".to_owned())
            }
            Ok(_) => {
                refuse("a symbolic link that leads out of the folder; not followed: index the target's own folder".to_owned())
            }
            Err(error) => refuse(format!("a symbolic link that leads nowhere: {error}")),
        };
        return Some(found(root, path, 0, 0, refused));
    }
    if !entry.file_type().is_file() {
        return Some(found(root, path, 0, 0, refuse("not a regular file (a pipe, socket or device)".to_owned())));
    }
    match entry.metadata() {
        Ok(metadata) => {
            let mtime = metadata.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
            let mtime = mtime.map_or(0, |d| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX));
            Some(found(root, path, metadata.len(), mtime, None))
        }
        Err(error) => {
            closed.insert((root.id, below(root, path)));
            Some(found(root, path, 0, 0, refuse(format!("cannot be opened: {error}"))))
        }
    }
}

fn found(root: &Root, path: &Path, size: u64, mtime: i64, refused: Option<ReadError>) -> Found {
    let raw = below(root, path);
    let path_text = format!("{}{}", root.label, display(&raw));
    Found { root: root.id, raw, path: path_text, absolute: path.to_owned(), size, mtime, refused }
}

fn below(root: &Root, path: &Path) -> Vec<u8> {
    path.strip_prefix(&root.folder).unwrap_or(path).as_os_str().as_bytes().to_owned()
}

/// A path as people see it: NFC; bytes that are no UTF-8 and control characters are written out (`\xff`, `\n`), so that two
/// different names never look alike and none breaks a line.
#[must_use]
pub fn display(raw: &[u8]) -> String {
    let mut shown = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        if chunk.valid().bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            shown.push_str(chunk.valid());
        } else {
            chunk.valid().nfc().for_each(|c| show(c, &mut shown));
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    shown
}

fn show(c: char, shown: &mut String) {
    let turns = ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    if c.is_control() || c == '\u{2028}' || c == '\u{2029}' || turns {
        shown.extend(c.escape_default());
    } else {
        shown.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::{Walked, display};

    #[test]
    fn names_are_shown_composed_and_harmless() {
        for (raw, shown) in [
            ("di/kế hoạch.docx".as_bytes(), "di/kế hoạch.docx"),
            ("ke\u{302}\u{301}.txt".as_bytes(), "kế.txt"),
            (b"a\nb.txt", "a\\nb.txt"),
            (b"\x1b[31m.txt", "\\u{1b}[31m.txt"),
            (b"\xff.txt", "\\xff.txt"),
        ] {
            assert_eq!(display(raw), shown);
        }
    }

    #[test]
    fn what_lies_below_a_closed_folder_is_hidden() {
        let closed = |raw: &[u8]| Walked { closed: [(1, raw.to_vec())].into(), ..Walked::default() };
        for (place, raw, hidden) in [
            (&b"di/2023"[..], &b"di/2023/a.txt"[..], true),
            (b"di/2023", b"di/2023", true),
            (b"di/2023", b"di/2023b/a.txt", false),
            (b"di/2023", b"di", false),
            (b"", b"a.txt", true),
            (b"", b"", true),
        ] {
            assert_eq!(closed(place).hides(1, raw), hidden, "{place:?} {raw:?}");
            assert!(!closed(place).hides(2, raw));
        }
    }
}
