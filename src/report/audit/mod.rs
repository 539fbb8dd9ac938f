//! Owns the audit (rà soát): what does not fit, in one document or in the archive, as facts with the words of both sides.

mod addressed;
mod citations;
mod finding;
mod letters;
mod lists;
mod metadata;
mod numbers;
mod stubs;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Citation, DocId, PartialDate};

use super::place::Where;
use super::quote;
use super::series::printed;
use super::view::{ArchiveView, Entry};

pub use finding::{Code, Finding, Message, Proof, Severity};
pub use letters::{Overdue, answers, overdue};
pub use numbers::copies;
pub use stubs::{Stub, stubs};

/// What is audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole archive.
    Archive,
    /// One document: what it states, and what its number and those that it cites say.
    Document(DocId),
}

/// A check that could not be made, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unchecked {
    /// Which.
    pub code: Code,
    /// Why not.
    pub message: Message,
}

/// The outcome of an audit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Heaviest first, then by kind of finding, then in the order of path and reading.
    pub findings: Vec<Finding>,
    /// Checks that were not made (one document only).
    pub unchecked: Vec<Unchecked>,
    /// How many number series are too thin for telling gaps (whole archive only).
    pub thin_series: usize,
}

impl Audit {
    /// How many findings weigh so much.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}

/// Audits a document or the archive, as of a day: days left and overdue are counted from it, where it is given.
#[must_use]
pub fn audit(view: &dyn ArchiveView, scope: &Scope, as_of: Option<PartialDate>) -> Audit {
    let mut audit = Audit::default();
    let rows = view.rows();
    match scope {
        Scope::Archive => {
            let copies = copies(&rows);
            for id in view.ids().iter().filter(|id| !copies.contains(*id)) {
                let Some(entry) = view.entry(id) else { continue };
                one_document(view, &entry, &mut audit.findings);
            }
            audit.findings.extend(stubs::findings(view, None));
            audit.findings.extend(letters::unanswered(view, None, as_of));
            audit.thin_series = numbers::findings(view, &rows, None, &mut audit.findings);
        }
        Scope::Document(id) => {
            let Some(entry) = view.entry(id) else { return audit };
            one_document(view, &entry, &mut audit.findings);
            audit.findings.extend(stubs::findings(view, Some(id)));
            audit.findings.extend(citations::of_citing(view, id));
            audit.findings.extend(letters::unanswered(view, Some(id), as_of));
            let mut concerned: BTreeSet<DocId> = entry.linked().filter_map(|(_, _, link)| link.to.clone()).collect();
            concerned.insert(id.clone());
            numbers::findings(view, &rows, Some((&entry, &concerned)), &mut audit.findings);
            audit.unchecked.extend(undated(&entry));
        }
    }
    sort(&mut audit.findings);
    audit
}

/// Without a full date nothing can be told to be later.
fn undated(entry: &Entry) -> Option<Unchecked> {
    let document = &entry.extracted.document;
    if document.date.is_some_and(PartialDate::is_full) {
        return None;
    }
    let row = document.kind.map(crate::model::Kind::row);
    let vi = row.map_or_else(|| "văn bản".to_owned(), |r| r.name.to_lowercase());
    let en = row.map_or_else(|| "document".to_owned(), |r| r.english.to_lowercase());
    let (why, why_en) = match document.date {
        Some(_) => ("không ghi đủ ngày", "states no full date"),
        None => ("không ghi ngày", "states no date"),
    };
    Some(Unchecked {
        code: Code::FutureCitation,
        message: Message {
            vi: format!("viện dẫn văn bản ban hành sau {vi} ({vi} {why})"),
            en: format!("citations of documents later than this {en} (the {en} {why_en})"),
        },
    })
}

fn one_document(view: &dyn ArchiveView, entry: &Entry, findings: &mut Vec<Finding>) {
    citations::conflicts(view, entry, None, findings);
    citations::kinds(view, entry, findings);
    citations::later(view, entry, findings);
    citations::ambiguous(view, entry, findings);
    citations::replaced(view, entry, findings);
    lists::findings(view, entry, findings);
    metadata::findings(view, entry, findings);
    numbers::cited_order(view, entry, findings);
}

fn sort(findings: &mut [Finding]) {
    // Findings of one document are made in reading order, which a stable sort keeps.
    let path = |f: &Finding| f.evidence.first().map(|p| p.path.clone());
    findings.sort_by_cached_key(|f| (f.severity, f.code, path(f)));
}

/// The words of a citation as proof, with the value that they give.
fn said(view: &dyn ArchiveView, entry: &Entry, citation: &Citation, value: Option<String>, whole: bool) -> Proof {
    let quote = if whole { quote::sentence(view, entry, citation) } else { quote::mention(view, entry, citation) };
    Proof {
        document: entry.id.clone(),
        path: entry.path.clone(),
        page: citation.span.page,
        quote,
        place: Where::of(&entry.extracted, &citation.place, citation.span),
        value,
        held: false,
        context: None,
    }
}

/// A document's own field as proof.
fn field(entry: &Entry, name: &str, value: Option<String>) -> Proof {
    let side = super::trace::held_side(entry, name, value.as_deref().unwrap_or_default());
    Proof {
        document: entry.id.clone(),
        path: entry.path.clone(),
        page: side.place.page,
        quote: side.quote.unwrap_or_default(),
        place: side.place,
        value,
        held: true,
        context: None,
    }
}

/// A document's date as it follows its name in a sentence, in both languages: ` ngày 09/02/2023`, ` tháng 02/2023`, ` năm 2023`;
/// empty where it has none, or where the name tells that year already.
#[must_use]
pub fn dated(name: &str, date: Option<PartialDate>) -> (String, String) {
    let Some(date) = date else { return Default::default() };
    let word = match (date.month_number(), date.is_full()) {
        (_, true) => "ngày",
        (Some(_), _) => "tháng",
        (None, _) if name.contains(&date.year_number().to_string()) => return Default::default(),
        (None, _) => "năm",
    };
    (format!(" {word} {}", date.vietnamese()), format!(" of {date}"))
}

/// How a document is called in a sentence: its number, or its kind and subject.
fn name_of(entry: &Entry) -> String {
    let d = &entry.extracted.document;
    printed(d).or_else(|| d.subject.clone()).unwrap_or_else(|| entry.path.clone())
}

/// How a cited document is called in a sentence.
fn name_of_cited(citation: &Citation) -> String {
    citation.doc_number().filter(|n| n.symbol.is_some()).map_or_else(|| quote::one_line(&citation.surface), |n| n.to_string())
}
