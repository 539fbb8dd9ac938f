//! Owns what a request is answered with: a page, data, a file, or what could not be done and the way on.

use crate::index::IndexError;
use crate::store::StoreError;

/// An answer, before the headers that all answers bear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Content type.
    pub kind: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
}

impl Answer {
    pub(super) fn new(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, kind, body: body.into(), headers: Vec::new() }
    }

    pub(super) fn html(status: u16, page: maud::PreEscaped<String>) -> Self {
        Self::new(status, "text/html; charset=utf-8", page.into_string())
    }

    pub(super) fn json(value: &serde_json::Value) -> Self {
        Self::new(200, "application/json; charset=utf-8", format!("{value}\n"))
    }

    pub(super) fn redirect(to: String) -> Self {
        Self::new(302, "text/plain; charset=utf-8", to.clone()).with("location", to)
    }

    /// A file to keep, under this name.
    pub(super) fn download(kind: &'static str, name: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, kind, body).with("content-disposition", disposition("attachment", name))
    }

    pub(super) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// How a browser should treat a file, with its name in any script (RFC 6266).
pub(super) fn disposition(how: &str, name: &str) -> String {
    let encoded: String = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).collect();
    format!("{how}; filename*=UTF-8''{encoded}")
}

/// Why there is no page: the status, what was found, and one way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub status: u16,
    /// What happened, in Vietnamese and English.
    pub what: (String, String),
    /// One way on.
    pub way: Option<Box<Way>>,
}

/// A way on from a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// An address.
    pub to: String,
    /// Its words, in Vietnamese and English.
    pub words: (String, String),
}

impl Fault {
    pub(super) fn new(status: u16, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status, what: (vi.into(), en.into()), way: None }
    }

    pub(super) fn absent() -> Self {
        Self::new(404, "Không có trang này.", "There is no such page.")
    }

    pub(super) fn way(mut self, to: String, vi: &str, en: &str) -> Self {
        self.way = Some(Box::new(Way { to, words: (vi.to_owned(), en.to_owned()) }));
        self
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Absent(_) => Self::new(
                503,
                "Kho chưa có văn bản. Chép tệp vào thư mục rồi chạy: congvan index THƯ-MỤC",
                "The archive holds no document yet. Put files into a folder and run: congvan index FOLDER",
            ),
            error => Self::new(
                503,
                format!("Không đọc được kho ({error}). Chạy: congvan verify"),
                format!("The archive cannot be read ({error}). Run: congvan verify"),
            ),
        }
    }
}

impl From<IndexError> for Fault {
    fn from(error: IndexError) -> Self {
        Self::new(
            503,
            format!("Không tra cứu được ({error}). Văn bản trong kho vẫn còn nguyên; chạy: congvan verify --repair"),
            format!("The search index cannot be used ({error}). The documents are whole; run: congvan verify --repair"),
        )
    }
}
