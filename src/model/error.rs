//! Owns the reasons why a file could not be read.

use serde::{Deserialize, Serialize};

/// Why a file is not indexed. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// Needs a password.
    Encrypted,
    /// Ends before its end.
    Truncated,
    /// Not well-formed, in a way that is not a mere cut.
    Damaged,
    /// No bytes, or nothing but zeros.
    Empty,
    /// Larger than the limit, packed or unpacked.
    TooLarge,
    /// A picture without text: needs OCR.
    NoText,
    /// A format that is not read.
    Unsupported,
    /// Read well, but holds no document (an edXML status message, a lock file).
    NoDocument,
    /// Took longer than the limit.
    Timeout,
    /// Wanted more memory than the limit.
    Memory,
    /// The reader stopped abruptly.
    Crashed,
    /// The operating system refused: permission, vanished, I/O error.
    Unreadable,
    /// Changed while it was read.
    Changed,
}

/// How `status` counts a file that is not indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// Waits for OCR.
    NeedsOcr,
    /// Of a kind that is not read.
    Unsupported,
    /// Failed.
    Failed,
}

impl ErrorCode {
    /// The stable code: `too-large`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::NoText => "no-text",
            Self::Unsupported => "unsupported",
            Self::NoDocument => "no-document",
            Self::Timeout => "timeout",
            Self::Memory => "memory",
            Self::Crashed => "crashed",
            Self::Unreadable => "unreadable",
            Self::Changed => "changed",
        }
    }

    /// Under which of the counts of `status` it falls.
    #[must_use]
    pub fn tally(self) -> Tally {
        match self {
            Self::NoText => Tally::NeedsOcr,
            Self::Unsupported | Self::NoDocument => Tally::Unsupported,
            _ => Tally::Failed,
        }
    }
}

/// A file that could not be read: the code, and in one English sentence what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct ReadError {
    /// The stable code.
    pub code: ErrorCode,
    /// What was found, then what was expected.
    pub message: String,
}

impl ReadError {
    /// An error of this code. The message may quote the file; it is made one line.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: one_line(message.into()) }
    }
}

/// A message without control characters, which a file may have put in it.
pub(super) fn one_line(message: String) -> String {
    if message.contains(char::is_control) { message.replace(char::is_control, " ") } else { message }
}

#[cfg(test)]
mod tests {
    use super::{ErrorCode, ReadError};

    #[test]
    fn a_message_is_one_line_whatever_the_file_says() {
        assert_eq!(ReadError::new(ErrorCode::Damaged, "part `a\nb\u{1b}[2J\u{90}`").message, "part `a b [2J `");
    }
}
