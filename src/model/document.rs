//! Owns what was found in one document: fields with their evidence, footnotes, citations, warnings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::citation::{Citation, Relation};
use super::date::PartialDate;
use super::kind::{Kind, is_legal_text};
use super::link::HeldPart;
use super::number::DocNumber;
use super::page::Span;
use super::warning::Warning;

/// The fields of a document; an absent one is `None`, never an empty string.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Tên loại; a letter without a type name is `CV`.
    pub kind: Option<Kind>,
    /// Số, as written, leading zeros and suffix kept.
    pub number: Option<String>,
    /// Only where the number itself carries it.
    pub year: Option<u16>,
    /// Ký hiệu; kept also where the number is still blank.
    pub symbol: Option<String>,
    /// Ngày tháng năm, cut where the paper is.
    pub date: Option<PartialDate>,
    /// Địa danh.
    pub place: Option<String>,
    /// Cơ quan ban hành, case normalised.
    pub issuer: Option<String>,
    /// Cơ quan chủ quản (the upper line).
    pub parent: Option<String>,
    /// Trích yếu, one line, without "V/v", "Về việc".
    pub subject: Option<String>,
    /// Người ký.
    pub signer: Option<String>,
    /// Chức vụ: the last line above the name.
    pub signer_title: Option<String>,
    /// Quyền hạn: the lines before it, joined by one blank.
    pub authority: Option<String>,
    /// Độ khẩn: HỎA TỐC, THƯỢNG KHẨN, KHẨN.
    pub urgency: Option<String>,
    /// Độ mật: TUYỆT MẬT, TỐI MẬT, MẬT.
    pub secrecy: Option<String>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// Who signs beside the signer: the other bodies of a joint paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_signers: Vec<Signer>,
}

/// A signature beside the first one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Họ tên.
    pub name: String,
    /// Chức vụ: the last line above the name.
    pub title: Option<String>,
    /// Quyền hạn: the lines before it, joined by one blank.
    pub authority: Option<String>,
}

impl Document {
    /// Its number and symbol, where it bears a number.
    #[must_use]
    pub fn doc_number(&self) -> Option<DocNumber> {
        let number = self.number.clone()?;
        Some(DocNumber { number, year: self.year, symbol: self.symbol.clone() })
    }

    /// Is it a legal text (văn bản quy phạm pháp luật), by its kind and number?
    #[must_use]
    pub fn is_legal_text(&self) -> bool {
        is_legal_text(self.kind, self.year)
    }
}

/// Where a field stands and which rule read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// What stands there.
    pub quote: String,
    /// The rule's name: `letterhead.number`.
    pub rule: String,
}

/// A stretch of text with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// What stands there.
    pub quote: String,
}

/// One footnote, whole, also where it runs over a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// Its mark: `1`, `*`.
    pub marker: String,
    /// The marked words with the mark; `None` if no mark stands in the text.
    pub anchor: Option<Quote>,
    /// Its text without the mark, parts joined by one blank.
    pub text: String,
    /// The pages it stands on.
    pub pages: Vec<u32>,
    /// Its parts, in order.
    pub parts: Vec<Span>,
}

/// That a document asks for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The last day for it, where one is set.
    pub due: Option<PartialDate>,
    /// The words that ask.
    pub quote: Quote,
}

/// What the stamp of the receiving body (dấu "ĐẾN") says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// Số đến.
    pub number: Option<String>,
    /// Ngày đến.
    pub date: Option<PartialDate>,
}

/// A heading, for naming places ("mục I.1.2") where a file has no pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// `I`, `I.1`, `I.1.2`, `Điều 3`.
    pub label: String,
    /// Where the heading begins.
    pub span: Span,
}

/// A candidate for a field that a rule weighed and did not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The field's name, as among the evidence; `citations` for what looked like a citation and is none.
    pub field: String,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// What stands there.
    pub quote: String,
    /// Why it lost: `outside-letterhead`, `inside-sentence`, `inside-line`, `arrival-stamp`, `ranked-lower`, `no-date-line`,
    /// `upper-body`, `above-upper-body`, `behind-first`, `title-has-one`, `no-name`, `no-authority`, `not-ticked`. Why it is no
    /// citation: `own-number`, `number-line`, `page-chrome`, `inside-other`, `not-a-number`, `thing`, `of-body`, `contract`,
    /// `longer-number`, `not-announced`, `letters-of-thing`, `words-between`, `needs-symbol`, `counts`, `draft`, `notion`,
    /// `no-name-follows`, `several`, `small-letters`.
    pub reason: String,
}

/// Why a citation has one of its attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The citation, by its place in [`Extracted::citations`], from 0.
    pub citation: u32,
    /// The attribute's key in JSON: `kind`, `date`, `issuer`, `issuer_implied`, `relation`, `pinpoint`.
    pub attribute: String,
    /// Where it was taken from. A word of its own: `type-word`, `symbol`, `name`. Stated beside it: `behind`, `before`, `between`,
    /// `speaker`, `cell`, `same-day`. By a list: `list-earlier`, `list-later`, `list`, `announced`, `grounds`, `column-head`. By
    /// the document: `announcer`, `elsewhere`, `antecedent`, `own-body`, `upper-body`, `letters`, `own-number`. Of a relation:
    /// `cue`, `verb`, `item-before`, `attached`, `expires`, `quoted`, `no-cue`.
    pub rule: String,
    /// The words that say it, where there are such.
    #[serde(flatten)]
    pub words: Option<Quote>,
}

/// Another paper in the same file: an attached regulation or plan, a decision behind its cover letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its own fields; what it does not state is that of the first paper.
    pub document: Document,
    /// Where they stand.
    pub evidence: BTreeMap<String, Evidence>,
    /// Its first line.
    pub first: Span,
    /// What ties it to the first paper: `(Ban hành kèm theo Quyết định số …)`.
    pub tie: Option<Quote>,
    /// The citations that stand in it, by their place in [`Extracted::citations`], from 0.
    pub citations: Vec<u32>,
}

/// What one cited document does to another one, as a sentence of the reading document says it: `A được sửa đổi bởi B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// The one that acts, by its place in [`Extracted::citations`], from 0.
    pub from: u32,
    /// The one that is amended, replaced, repealed or guided.
    pub to: u32,
    /// What is done.
    pub relation: Relation,
}

/// All that was found in one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    /// Its fields.
    pub document: Document,
    /// Where the fields stand, by field name.
    pub evidence: BTreeMap<String, Evidence>,
    /// Outline.
    pub headings: Vec<Heading>,
    /// Footnotes in order of their marks.
    pub footnotes: Vec<Footnote>,
    /// Citations in reading order; those of a note stand where its text stands.
    pub citations: Vec<Citation>,
    /// What cited documents do to each other, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<Edge>,
    /// What it asks of those who receive it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// When it came in, where a stamp says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrival: Option<Arrival>,
    /// The other papers of the file, in order; the first is `document`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What was weighed for a field and not taken; only where somebody asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Rejected>,
    /// Why the citations have their attributes, in their order; only where somebody asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

impl Extracted {
    /// The other papers of the file, as the archive knows them beside the first one.
    #[must_use]
    pub fn held_parts(&self) -> Vec<HeldPart> {
        let held = |(place, part): (u32, &Part)| HeldPart { place, page: part.first.page, document: part.document.clone() };
        (0..).zip(&self.parts).map(held).collect()
    }
}
