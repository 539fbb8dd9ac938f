//! Owns the values of linking: what the archive holds, what is cited, and how they meet.

use serde::{Deserialize, Serialize};

use super::citation::Citation;
use super::date::PartialDate;
use super::document::Document;

/// The id of a document: the first hex digits of its content's SHA-256 (8, more where two begin alike).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocId(pub String);

/// One document of the catalogue: what linking needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its id.
    pub id: DocId,
    /// Its fields.
    pub document: Document,
    /// The other papers of its file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<HeldPart>,
}

/// Another paper in a held document's file: what can be asked of it without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPart {
    /// Its place among the file's parts ([`super::Extracted::parts`]), from 0.
    pub place: u32,
    /// The page on which it begins.
    pub page: u32,
    /// Its own fields.
    pub document: Document,
}

/// One citation and the document that makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The citing document.
    pub from: DocId,
    /// The citation.
    pub citation: Citation,
}

/// What a citation asks for, as it is stored: the key of its group, and enough to tell without its document that a document which
/// comes or goes is not the one meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asks {
    /// The key of the group of documents among which it can be resolved.
    pub key: String,
    /// The full day that it names, its own or one that the document gave before.
    pub day: Option<PartialDate>,
    /// The year in its number.
    pub year: Option<u16>,
    /// The words of its subject at a glance, as linking writes them; `None`: not known.
    pub glance: Option<i64>,
    /// The body that it names; empty: it names none. `None`: not known.
    pub body: Option<String>,
}

/// What a citation asks for beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of [`Asks`]")]
pub struct AsksOf<'a> {
    pub day: Option<PartialDate>,
    pub year: Option<u16>,
    pub glance: Option<i64>,
    pub body: Option<&'a str>,
}

impl Asks {
    /// All but its key.
    #[must_use]
    pub fn of(&self) -> AsksOf<'_> {
        AsksOf { day: self.day, year: self.year, glance: self.glance, body: self.body.as_deref() }
    }
}

impl AsksOf<'_> {
    /// The same for good, with its key.
    #[must_use]
    pub fn under(self, key: String) -> Asks {
        Asks { key, day: self.day, year: self.year, glance: self.glance, body: self.body.map(str::to_owned) }
    }
}

/// A key under which a paper of a file can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileKey {
    /// The key.
    pub key: String,
    /// Which paper: 0 for the file's first one, else its place among the parts, from 1.
    pub paper: u32,
    /// What tells it from others of the key; `None` for a key that no citation asks for.
    pub look: Option<Look>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// That body's upper body.
    pub parent: Option<String>,
}

/// What tells at a glance that a paper is not the one meant: as much as is kept beside its keys, so that of the many papers of a
/// key only those are read that could be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Its full day.
    pub day: Option<PartialDate>,
    /// The year in its number.
    pub year: Option<u16>,
    /// It can be meant whatever day is cited: it has no full day, or its body is one of the whole country.
    pub any_day: bool,
    /// The words of its subject at a glance, as linking writes them.
    pub glance: i64,
}

/// A paper as it is found under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glimpse {
    /// Its file, by a number that the archive gives.
    pub file: i64,
    /// What tells it from others; `None`: not known.
    pub look: Option<Look>,
    /// Its body, by a number that the archive gives; `None`: it states none.
    pub body: Option<i64>,
}

/// How a citation stands to the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkState {
    /// One held document is meant, and all that is stated fits.
    Held,
    /// One held document is meant, and something stated does not fit.
    Conflict,
    /// Several could be meant.
    Ambiguous,
    /// None is held.
    Missing,
}

impl LinkState {
    /// Its code: `held`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Conflict => "conflict",
            Self::Ambiguous => "ambiguous",
            Self::Missing => "missing",
        }
    }
}

/// The outcome for one citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The document meant, where one clearly leads.
    pub to: Option<DocId>,
    /// Not that file's first paper is meant, but one of its parts: its place among them, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// The state.
    pub state: LinkState,
    /// All that could be meant when it is not clear, best first.
    pub candidates: Vec<Candidate>,
    /// What does not fit, when `state` is `conflict`.
    pub conflicts: Vec<Conflict>,
    /// What a person said about it; the state above obeys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<Decided>,
}

/// A person's word on what a citation means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The document that the person names.
    pub target: DocId,
    /// Is it the one meant? Else it is ruled out.
    pub means: bool,
    /// Why.
    pub reason: String,
    /// When it was said (ISO 8601).
    pub at: String,
}

/// A document that could be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its id.
    pub id: DocId,
    /// A part of its file, as in [`Link::part`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// Sum of the weights of its reasons; only its order means something.
    pub score: i32,
    /// Stable codes of what speaks for and against it: `same-number`, `same-date`, `other-issuer` …
    pub reasons: Vec<String>,
}

/// A field in which the citation and the held document differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// `date`, `issuer`, `kind`, `subject`.
    pub field: String,
    /// What the citing document states.
    pub cited: String,
    /// What the held document bears.
    pub held: String,
}

impl Conflict {
    /// A difference of dates.
    #[must_use]
    pub fn date(cited: PartialDate, held: PartialDate) -> Self {
        Self { field: "date".to_owned(), cited: cited.to_string(), held: held.to_string() }
    }
}
