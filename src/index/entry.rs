//! Owns the value that the index is built from: what is searched of one document.

use crate::model::{DocNumber, Kind, PartialDate};

/// Which way a document went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Văn bản đến.
    In,
    /// Văn bản đi.
    Out,
    /// Not known.
    #[default]
    None,
}

impl Direction {
    /// Its code: `den`, `di`; empty where not known.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::In => "den",
            Self::Out => "di",
            Self::None => "",
        }
    }
}

/// A number that a document cites, once a number however often it is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedNumber {
    /// The number.
    pub number: DocNumber,
    /// Its kind, where a type word shows it.
    pub kind: Option<Kind>,
}

/// A law that a document cites by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CitedLaw {
    /// Its name with the type word: `Luật Đất đai`.
    pub name: String,
    /// Its year, where one is stated.
    pub year: Option<u16>,
}

/// Another paper of a document's file, found under its own number and kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryPart {
    /// Its number.
    pub number: Option<DocNumber>,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Its date.
    pub date: Option<PartialDate>,
}

/// One document as the search knows it. Built by the pipeline from the store; absent is `None` or empty.
///
/// Changes of links (`cited_by`, `missing`, `conflict`, `cited_as`) change the entry: add it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The store's row of the document; the key of the entry.
    pub row: u64,
    /// The document's id.
    pub id: String,
    /// Its number and symbol.
    pub number: Option<DocNumber>,
    /// Its symbol where the number is still blank.
    pub symbol: Option<String>,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its issuer.
    pub issuer: Option<String>,
    /// The body above the issuer.
    pub parent: Option<String>,
    /// The place in its date line.
    pub place: Option<String>,
    /// Which way it went.
    pub direction: Direction,
    /// Its subject.
    pub subject: Option<String>,
    /// Its signer.
    pub signer: Option<String>,
    /// To whom it went.
    pub recipients: Vec<String>,
    /// All its running text, page after page, letterhead included.
    pub body: String,
    /// The text of its notes, where it is not in `body`.
    pub footnotes: String,
    /// The text of its tables, where it is not in `body`.
    pub tables: String,
    /// What it cites by number, itself left out.
    pub cites: Vec<CitedNumber>,
    /// The laws that it cites by name, each once.
    pub laws: Vec<CitedLaw>,
    /// Numbers under which others mean this document although it does not bear them so.
    pub cited_as: Vec<DocNumber>,
    /// Rows of the documents that cite it, each once.
    pub cited_by: Vec<u64>,
    /// Cites something that is not held.
    pub missing: bool,
    /// States something about a cited document that does not fit.
    pub conflict: bool,
    /// A draft.
    pub draft: bool,
    /// The other papers of its file.
    pub parts: Vec<EntryPart>,
    /// Copies, and a draft with its signed twin, share a group.
    pub group: Option<u64>,
    /// Its path as shown.
    pub path: String,
}

impl Entry {
    /// The year it is filed under: of its date, else of its number.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        self.date.map(PartialDate::year_number).or_else(|| self.number.as_ref().and_then(|number| number.year))
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;
    use crate::model::DocNumber;

    #[test]
    fn the_year_is_that_of_the_date_else_of_the_number() {
        let number = |year| Some(DocNumber { number: "16".to_owned(), year, symbol: None });
        for (date, number, expected) in [
            (Some("2026-02-03"), None, Some(2026)),
            (Some("2026"), number(Some(2025)), Some(2026)),
            (None, number(Some(2025)), Some(2025)),
            (None, number(None), None),
            (None, None, None),
        ] {
            let date = date.and_then(|date| date.parse().ok());
            assert_eq!(Entry { number, date, ..Entry::default() }.year(), expected);
        }
    }
}
