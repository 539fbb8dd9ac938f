//! Owns how a place in a document is named for people: by footnote, heading or page, never by offsets.

use serde::Serialize;

use crate::model::{Extracted, Place, Span};

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Where {
    /// The part of the document.
    #[serde(rename = "where")]
    pub place: Place,
    /// The label of the heading above it: `I.1.2`, `Điều 3`.
    pub heading: Option<String>,
    /// Page from 1.
    pub page: u32,
    /// Has the document more than one page? Where not, a page number says nothing.
    pub paged: bool,
}

impl Where {
    /// Where a span of a document stands.
    #[must_use]
    pub fn of(extracted: &Extracted, place: &Place, span: Span) -> Self {
        let key = |s: Span| (s.page, s.start);
        let above = extracted.headings.partition_point(|h| key(h.span) <= key(span));
        let heading = above.checked_sub(1).and_then(|i| extracted.headings.get(i)).map(|h| h.label.clone());
        let last = extracted.citations.iter().map(|c| c.span.page).chain(extracted.evidence.values().map(|e| e.span.page)).max();
        Self { place: place.clone(), heading, page: span.page, paged: last.unwrap_or(1).max(span.page) > 1 }
    }

    /// In Vietnamese: `mục I.1.2`, `chú thích 1 (12)`, `trang 3`.
    #[must_use]
    pub fn vietnamese(&self) -> String {
        match (&self.place, &self.heading) {
            (Place::Footnote { marker, item: None }, _) => format!("chú thích {marker}"),
            (Place::Footnote { marker, item: Some(item) }, _) => format!("chú thích {marker} ({item})"),
            (Place::Letterhead, _) => "phần đầu".to_owned(),
            (Place::Recipients, _) => "nơi nhận".to_owned(),
            (Place::Annex, _) => format!("phụ lục, trang {}", self.page),
            (Place::Body, Some(label)) if label.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase() && c.is_ascii()) => {
                format!("mục {label}")
            }
            (Place::Body, Some(label)) => label.clone(),
            (Place::Body, None) if self.paged => format!("trang {}", self.page),
            (Place::Body, None) => "thân văn bản".to_owned(),
        }
    }

    /// In English: `section I.1.2`, `footnote 1 (12)`, `page 3`.
    #[must_use]
    pub fn english(&self) -> String {
        match (&self.place, &self.heading) {
            (Place::Footnote { marker, item: None }, _) => format!("footnote {marker}"),
            (Place::Footnote { marker, item: Some(item) }, _) => format!("footnote {marker} ({item})"),
            (Place::Letterhead, _) => "letterhead".to_owned(),
            (Place::Recipients, _) => "recipients".to_owned(),
            (Place::Annex, _) => format!("annex, page {}", self.page),
            (Place::Body, Some(label)) => format!("section {label}"),
            (Place::Body, None) if self.paged => format!("page {}", self.page),
            (Place::Body, None) => "body".to_owned(),
        }
    }
}
