//! Owns what was odd in a file that could be read all the same.

use serde::{Deserialize, Serialize};

/// Something odd, as data: the reading went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable code: `number-blank`, `date-blank`, `damaged-xml`, `page-without-text` …
    pub code: String,
    /// The page it concerns, from 1.
    pub page: Option<u32>,
    /// One English sentence: what was found, what was expected.
    pub message: String,
}

impl Warning {
    /// A warning about the whole file. The message may quote the file; it is made one line.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), page: None, message: super::error::one_line(message.into()) }
    }

    /// A warning about one page, from 1.
    #[must_use]
    pub fn on_page(code: &str, page: u32, message: impl Into<String>) -> Self {
        Self { page: Some(page), ..Self::new(code, message) }
    }
}
