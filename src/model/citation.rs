//! Owns a citation (viện dẫn): one mention of another document.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date::PartialDate;
use super::kind::{Kind, is_legal_text};
use super::number::DocNumber;
use super::page::Span;

/// One mention that identifies another document by number, by name, or by pointing back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The shortest stretch that names it, type word to symbol, as [`Self::surface_of`] writes it.
    pub surface: String,
    /// Its kind, where the type word or the symbol shows it.
    pub kind: Option<Kind>,
    /// Số.
    pub number: Option<String>,
    /// The year that the number carries.
    pub year: Option<u16>,
    /// Ký hiệu.
    pub symbol: Option<String>,
    /// A law's or programme's name: `Luật Ban hành văn bản quy phạm pháp luật`.
    pub name: Option<String>,
    /// The date stated beside it; a year alone where only that is stated.
    pub date: Option<PartialDate>,
    /// The issuer stated beside it, written out.
    pub issuer: Option<String>,
    /// The issuer that a reader knows without its being stated beside it.
    pub issuer_implied: Option<String>,
    /// What the document does with it.
    pub relation: Relation,
    /// Điều, khoản, điểm, phụ lục.
    pub pinpoint: Option<String>,
    /// In which part of the document it stands.
    #[serde(rename = "where")]
    pub place: Place,
    /// First words of its stated subject.
    pub subject: Option<String>,
    /// Points back (`Kế hoạch nêu trên`) and has no number of its own.
    pub anaphora: bool,
    /// Stands in quoted text: the new wording that an amending document gives another one, the grounds of another document
    /// in a note. Its relation is that of the quoted text, never the reading document's own act.
    #[serde(default)]
    pub quoted: bool,
    /// Where it stands. A mention that runs over a page break ends with its first page here; `surface` is whole.
    #[serde(flatten)]
    pub span: Span,
    /// The rule that found it.
    pub rule: String,
}

impl Citation {
    /// How the words of a stretch of page text are written as a surface: without marks of emphasis, white space as single blanks.
    #[must_use]
    pub fn surface_of(selected: &str) -> String {
        let mut out = String::with_capacity(selected.len());
        for word in selected.split(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).filter(|word| !word.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    }

    /// The number it names, if it names one.
    #[must_use]
    pub fn doc_number(&self) -> Option<DocNumber> {
        let number = self.number.clone()?;
        Some(DocNumber { number, year: self.year, symbol: self.symbol.clone() })
    }

    /// Is what it names a legal text (văn bản quy phạm pháp luật), by kind and number, or a law by its name?
    #[must_use]
    pub fn is_legal_text(&self) -> bool {
        is_legal_text(self.kind, self.year)
    }
}

/// What the reading document does with the cited one; the twelve of the gold's rules, and `self`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Căn cứ.
    Basis,
    /// Thực hiện, triển khai, theo.
    Implements,
    /// Phúc đáp, trả lời, xem xét.
    Replies,
    /// Sửa đổi, bổ sung.
    Amends,
    /// Thay thế.
    Replaces,
    /// Bãi bỏ, hết hiệu lực.
    Repeals,
    /// Hướng dẫn, quy định chi tiết.
    Guides,
    /// Ban hành kèm theo.
    Promulgates,
    /// Theo đề nghị tại.
    Proposes,
    /// Báo cáo kết quả.
    Reports,
    /// One of an enumeration.
    Lists,
    /// None of these.
    #[default]
    Refers,
    /// The document itself, `(kèm theo Quyết định số …)`.
    #[serde(rename = "self")]
    Own,
}

impl Relation {
    /// Its code: `basis`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Basis => "basis",
            Self::Implements => "implements",
            Self::Replies => "replies",
            Self::Amends => "amends",
            Self::Replaces => "replaces",
            Self::Repeals => "repeals",
            Self::Guides => "guides",
            Self::Promulgates => "promulgates",
            Self::Proposes => "proposes",
            Self::Reports => "reports",
            Self::Lists => "lists",
            Self::Refers => "refers",
            Self::Own => "self",
        }
    }
}

/// In which part of the document a citation stands: `body`, `letterhead`, `footnote 3`, `footnote 1 (12)`, `recipients`, `annex`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Place {
    /// Running text.
    #[default]
    Body,
    /// Title block.
    Letterhead,
    /// A footnote, by its mark, and the item of an enumeration in it.
    Footnote {
        /// The note's mark.
        marker: String,
        /// `12` of the item `(12)`.
        item: Option<String>,
    },
    /// Nơi nhận.
    Recipients,
    /// An annex or another paper in the same file.
    Annex,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("body"),
            Self::Letterhead => f.write_str("letterhead"),
            Self::Footnote { marker, item: None } => write!(f, "footnote {marker}"),
            Self::Footnote { marker, item: Some(item) } => write!(f, "footnote {marker} ({item})"),
            Self::Recipients => f.write_str("recipients"),
            Self::Annex => f.write_str("annex"),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let place = match text.as_str() {
            "body" => Self::Body,
            "letterhead" => Self::Letterhead,
            "recipients" => Self::Recipients,
            "annex" => Self::Annex,
            other => {
                let rest =
                    other.strip_prefix("footnote ").ok_or_else(|| serde::de::Error::custom(format!("`{other}` is no place")))?;
                match rest.strip_suffix(')').and_then(|r| r.split_once(" (")) {
                    Some((marker, item)) => Self::Footnote { marker: marker.to_owned(), item: Some(item.to_owned()) },
                    None => Self::Footnote { marker: rest.to_owned(), item: None },
                }
            }
        };
        Ok(place)
    }
}
