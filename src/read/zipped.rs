//! ZIP with a budget: all parts of one file together may unpack to no more than a limit.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, sniff};
use crate::model::{ErrorCode, ReadError};

/// An open ZIP and how much may still be unpacked from it.
#[derive(Debug)]
pub(super) struct Zipped<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Zipped<'a> {
    /// Opens a ZIP by its directory at the end.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let message = format!(
                "The file begins as a ZIP (DOCX, XLSX and ODT are such) but its directory at the end cannot be read ({error}); \
                 it was cut or damaged, get it again."
            );
            ReadError::new(ErrorCode::Truncated, message)
        })?;
        Ok(Self { archive, left: limits.unpacked_bytes })
    }

    /// How many members there are.
    pub(super) fn len(&self) -> usize {
        self.archive.len()
    }

    /// The name of a member.
    pub(super) fn name(&self, index: usize) -> Option<String> {
        self.archive.name_for_index(index).map(|name| match name {
            Ok(name) => name.into_owned(),
            Err(_) => format!("member-{index}"),
        })
    }

    /// Is there such a part?
    pub(super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// Is there a part in this folder? `folder` ends with `/`.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        (0..self.len()).any(|i| self.name(i).is_some_and(|n| n.replace('\\', "/").starts_with(folder)))
    }

    /// Part names are compared as Office does: without case, either slash, no leading slash.
    fn index(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.archive.index_for_name(name).or_else(|| {
            (0..self.len())
                .find(|i| self.name(*i).is_some_and(|n| n.replace('\\', "/").trim_start_matches('/').eq_ignore_ascii_case(name)))
        })
    }

    /// The bytes of a part; `None` when there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.index(name).map(|index| self.member(index)).transpose()
    }

    /// The bytes of a member.
    pub(super) fn member(&mut self, index: usize) -> Result<Vec<u8>, ReadError> {
        let name = self.name(index).unwrap_or_default();
        let file = self.archive.by_index(index).map_err(|error| refuse(&name, &error))?;
        let mut bytes = Vec::new();
        let read = file.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        if length > self.left {
            let message = format!("The file unpacks to more than the limit (at `{name}`); unpack it by hand if it is trusted.");
            return Err(ReadError::new(ErrorCode::TooLarge, message));
        }
        self.left -= length;
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => {
                let message = format!("Part `{name}` of the file cannot be unpacked ({error}); it is damaged, get it again.");
                Err(ReadError::new(ErrorCode::Damaged, message))
            }
        }
    }
}

fn refuse(name: &str, error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => sniff::encrypted(),
        ZipError::InvalidPassword => sniff::encrypted(),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            let message = format!("Part `{name}` is packed in a way that is not read ({error}); pack it again as a plain ZIP.");
            ReadError::new(ErrorCode::Unsupported, message)
        }
        _ => {
            let message = format!("Part `{name}` of the file cannot be unpacked ({error}); it is damaged, get it again.");
            ReadError::new(ErrorCode::Damaged, message)
        }
    }
}
