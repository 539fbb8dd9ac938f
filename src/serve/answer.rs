//! Owns what a request is answered with: a page, data, a file, or what could not be done and the way on.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::index::IndexError;
use crate::store::StoreError;

/// A shorter answer is not worth packing.
const WORTH_PACKING: usize = 1_400;

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

    /// The same, packed with gzip where that helps: text that is long enough.
    pub(super) fn packed(self) -> Self {
        let is_text = ["text/", "application/json", "image/svg"].iter().any(|kind| self.kind.starts_with(kind));
        if !is_text || self.body.len() < WORTH_PACKING {
            return self;
        }
        let mut packer = GzEncoder::new(Vec::new(), Compression::new(5));
        match packer.write_all(&self.body).and_then(|()| packer.finish()) {
            Ok(body) => {
                let packed = Self { body, ..self };
                packed.with("content-encoding", "gzip".to_owned()).with("vary", "accept-encoding".to_owned())
            }
            Err(_) => self,
        }
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
    /// Will the same request do later?
    pub again: bool,
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
        Self { status, what: (vi.into(), en.into()), way: None, again: false }
    }

    pub(super) fn absent() -> Self {
        Self::new(404, "Không có trang này.", "There is no such page.")
    }

    pub(super) fn broken() -> Self {
        Self::new(500, "Trang này gặp trục trặc; các trang khác vẫn dùng được.", "This page failed; the others still work.")
    }

    /// The browser is to ask again in a while.
    pub(super) fn again(mut self) -> Self {
        self.again = true;
        self
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
