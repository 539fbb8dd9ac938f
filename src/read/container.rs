//! Containers of files: ZIP and 7z. Their members are read each on its own; names are kept for people and never used as paths on disk.

use std::io::{Cursor, Read as _};

use sevenz_rust2::{ArchiveReader, Password};

use super::zipped::Zipped;
use super::{Limits, Member};
use crate::model::{ErrorCode, ReadError};

/// What a 7z may ask for its dictionary, in KiB.
const DICTIONARY_KIB: usize = 256 << 10;

/// The members of a ZIP, folders left out.
pub(super) fn zip(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, ReadError> {
    let mut zip = Zipped::open(bytes, limits)?;
    refuse_too_many(zip.len(), limits)?;
    let mut members = Vec::new();
    for index in 0..zip.len() {
        let raw = zip.name(index).unwrap_or_default();
        let name = safe_name(&raw, index);
        if raw.ends_with(['/', '\\']) || is_clutter(&name) {
            continue;
        }
        members.push(Member { bytes: zip.member(index), name });
    }
    some(members)
}

/// The members; an archive without any is told, or nothing would be said of it.
fn some(members: Vec<Member>) -> Result<Vec<Member>, ReadError> {
    if members.is_empty() {
        return Err(ReadError::new(ErrorCode::NoDocument, "The archive holds no files; leave it out."));
    }
    Ok(members)
}

/// The members of a 7z, folders left out.
pub(super) fn seven_z(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, ReadError> {
    let mut archive = ArchiveReader::new_with_memory_limit(Cursor::new(bytes), Password::empty(), DICTIONARY_KIB)
        .map_err(|error| refuse(&error))?;
    archive.set_thread_count(1);
    refuse_too_many(archive.archive().files.len(), limits)?;
    let mut members = Vec::new();
    let mut left = limits.unpacked_bytes;
    let result = archive.for_each_entries(|entry, content| {
        let name = safe_name(entry.name(), members.len());
        if entry.is_directory() || is_clutter(&name) {
            return Ok(true);
        }
        let mut bytes = Vec::new();
        let read = content.take(left.saturating_add(1)).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        let bytes = match read {
            _ if size > left => {
                let message = "The archive unpacks to more than the limit; unpack it by hand if it is trusted.";
                members.push(Member { name, bytes: Err(ReadError::new(ErrorCode::TooLarge, message)) });
                return Ok(false);
            }
            Ok(_) => Ok(bytes),
            Err(error) => {
                let message = format!("The member cannot be unpacked ({error}); get the archive again.");
                Err(ReadError::new(ErrorCode::Damaged, message))
            }
        };
        left -= size;
        members.push(Member { name, bytes });
        Ok(true)
    });
    match result {
        Err(error) if members.is_empty() => Err(refuse(&error)),
        Err(error) => {
            members.push(Member { name: format!("member-{}", members.len() + 1), bytes: Err(refuse(&error)) });
            Ok(members)
        }
        Ok(()) => some(members),
    }
}

fn refuse(error: &sevenz_rust2::Error) -> ReadError {
    use sevenz_rust2::Error as E;
    match error {
        E::PasswordRequired | E::MaybeBadPassword(_) => super::sniff::encrypted(),
        E::UnsupportedCompressionMethod(method) => ReadError::new(
            ErrorCode::Unsupported,
            format!("The 7z archive is packed with `{method}`, which is not read; pack it again as a plain ZIP."),
        ),
        E::MaxMemLimited { .. } => {
            ReadError::new(ErrorCode::TooLarge, "The 7z archive needs more memory than is given to it; unpack it by hand.")
        }
        other => ReadError::new(ErrorCode::Damaged, format!("The 7z archive is damaged ({other}); get it again.")),
    }
}

/// An error when a container has more members than are read.
pub(super) fn refuse_too_many(members: usize, limits: &Limits) -> Result<(), ReadError> {
    if members <= limits.members {
        return Ok(());
    }
    let message = format!("The archive has {members} members, at most {} are read; unpack it by hand.", limits.members);
    Err(ReadError::new(ErrorCode::TooLarge, message))
}

/// A name without a way out of its archive: no drive, no slash at either end, no `..`, no control characters.
pub(super) fn safe_name(name: &str, index: usize) -> String {
    let printed: String = name.chars().filter(|c| !c.is_control()).collect();
    let pieces: Vec<&str> = printed
        .split(['/', '\\'])
        .filter(|piece| !matches!(*piece, "" | "." | "..") && (piece.len() != 2 || !piece.ends_with(':')))
        .collect();
    if pieces.is_empty() { format!("member-{}", index + 1) } else { pieces.join("/") }
}

/// What archivers and systems add by themselves.
fn is_clutter(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || matches!(file, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

#[cfg(test)]
mod tests {
    use super::safe_name;
    use crate::model::ErrorCode;
    use crate::read::{Content, Limits, probe, read};

    #[test]
    fn names_stay_within_the_archive() {
        for (name, expected) in [
            ("a/b.docx", "a/b.docx"),
            ("..\\..\\etc\\passwd", "etc/passwd"),
            ("/abs/./x", "abs/x"),
            ("C:\\x.doc", "x.doc"),
            ("..", "member-3"),
            ("dir/", "dir"),
            ("a\u{0}b", "ab"),
            ("x/.\u{1}./y", "x/y"),
            ("\u{7}/", "member-3"),
        ] {
            assert_eq!(safe_name(name, 2), expected);
        }
    }

    #[test]
    fn gives_members_with_their_bytes_or_the_reason() {
        let bytes = probe::zip(&[("d/a.txt", b"A"), ("__MACOSX/d", b"x"), ("b.txt", &[b'x'; 5000])]);
        let limits = Limits { unpacked_bytes: 100, ..Limits::default() };
        let Ok(Content::Container(members)) = read(&bytes, &limits) else { panic!("no container") };
        let found: Vec<_> =
            members.iter().map(|m| (m.name.as_str(), m.bytes.as_ref().map_err(|e| e.code).map(Vec::len))).collect();
        assert_eq!(found, [("d/a.txt", Ok(1)), ("b.txt", Err(ErrorCode::TooLarge))]);
        let few = Limits { members: 2, ..Limits::default() };
        assert_eq!(read(&bytes, &few).map_err(|e| e.code), Err(ErrorCode::TooLarge));
        let clutter = probe::zip(&[("__MACOSX/d", b"x")]);
        assert_eq!(read(&clutter, &Limits::default()).map_err(|e| e.code), Err(ErrorCode::NoDocument));
        probe::torture(&bytes);
    }

    /// A 7z of one member, stored as it is.
    fn seven_z(name: &str, content: &[u8]) -> Vec<u8> {
        let crc = |bytes: &[u8]| {
            !bytes.iter().fold(u32::MAX, |crc, b| {
                (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 })
            })
        };
        let size = u8::try_from(content.len()).unwrap();
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let mut header = vec![1, 4, 6, 0, 1, 9, size, 0, 7, 0x0B, 1, 0, 1, 1, 0, 0x0C, size, 0, 8, 0, 0, 5, 1, 0x11];
        header.push(u8::try_from(name.len() + 1).unwrap());
        header.push(0);
        header.extend(name);
        header.extend([0, 0]);
        let mut start = u64::from(size).to_le_bytes().to_vec();
        start.extend((header.len() as u64).to_le_bytes());
        start.extend(crc(&header).to_le_bytes());
        [b"7z\xBC\xAF\x27\x1C\0\x04", crc(&start).to_le_bytes().as_slice(), &start, content, &header].concat()
    }

    #[test]
    fn unpacks_seven_z() {
        let bytes = seven_z("../a.txt", b"A 16");
        let Ok(Content::Container(members)) = read(&bytes, &Limits::default()) else { panic!("no container") };
        assert_eq!(members, [crate::read::Member { name: "a.txt".to_owned(), bytes: Ok(b"A 16".to_vec()) }]);
        probe::torture(&bytes);
    }
}
