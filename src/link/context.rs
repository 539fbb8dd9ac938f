//! Owns what the citing document adds to a citation: who writes and when, what was stated earlier, what a back reference means.

use std::sync::Arc;

use crate::model::{Asks, Citation, DocNumber, Document, Kind, PartialDate, Place, Relation, symbol_key};

use super::body::{Body, Fit, Known};
use super::words::Gist;
use super::{first, key, names};

/// What the citing document says of itself, shared by the contexts of its citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reader {
    pub(super) body: Option<Known>,
    /// Its date; where it has none, the latest day that it cites, before which it cannot have been written.
    pub(super) written: Option<PartialDate>,
}

/// What a citation asks for, completed from its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) key: String,
    pub(super) ordinal: Option<String>,
    pub(super) symbol: Option<String>,
    pub(super) year: Option<u16>,
    pub(super) kind: Option<Kind>,
    pub(super) date: Option<PartialDate>,
    /// The date stands beside this mention, and was not carried over from another.
    pub(super) date_stated: bool,
    pub(super) issuer: Option<Body>,
    /// The issuer stands beside this mention, and is not what a reader supplies.
    pub(super) issuer_stated: bool,
    /// Its words, for telling a conflict.
    pub(super) issuer_words: Option<String>,
    /// The document gives this number and day to another body, too.
    pub(super) of_two_bodies: bool,
    /// The issuer of the citation before it, where this one states none.
    pub(super) nearby: Option<Body>,
    pub(super) gist: Gist,
    /// The stated subject's words, for telling a conflict.
    pub(super) subject_words: Option<String>,
    /// The citing document details this one, so it may do so before this one is in force.
    pub(super) guides: bool,
    /// The key of a law's name, stated or known by its number.
    pub(super) name: Option<String>,
    /// The day on which it must have been there: that of the document in whose title it is named.
    pub(super) as_of: Option<PartialDate>,
}

/// What the citing document adds to one of its citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub(super) reader: Arc<Reader>,
    pub(super) asked: Option<Asked>,
}

impl Context {
    /// What is stored of it, with the key of the group in which it can be resolved; `None` if it points at no other document: at its
    /// own, or back to nothing.
    #[must_use]
    pub fn asks(&self) -> Option<Asks> {
        let asked = self.asked.as_ref()?;
        // A law that is cited by its name may mean any of its versions.
        let day = asked.date.filter(|date| date.is_full() && asked.ordinal.is_some());
        // A name that would be read otherwise when it is read again is not kept.
        let body = match &asked.issuer {
            Some(body) => Some(body.name()).filter(|name| Body::parse(name).as_ref() == Some(body)),
            None => Some(String::new()),
        };
        let glance = Some(asked.gist.glance().0.cast_signed());
        Some(Asks { key: asked.key.clone(), day, year: asked.year, glance, body })
    }
}

/// The contexts of all citations of one document, one each, in their order. Standards and the document itself ask for nothing.
///
/// A short mention takes what it lacks from the full mention of the same document (see `first.rs`); a back reference (`Kế hoạch
/// nêu trên`) asks for what the nearest earlier mention of its kind asks for. Depends on this document only, so a context changes when its document does and never else.
#[must_use]
pub fn contexts(document: &Document, citations: &[Citation]) -> Vec<Context> {
    let reader = Arc::new(Reader {
        body: Known::new(document.issuer.as_deref(), document.parent.as_deref()),
        written: document.date.or_else(|| latest(citations)),
    });
    let own = document.doc_number();
    let mut asked: Vec<Option<Asked>> = Vec::with_capacity(citations.len());
    let mut nearby: Option<Body> = None;
    let own_names = if document.kind.is_some_and(names::is_named) { names::keys(document) } else { Vec::new() };
    let cites_namesake = own.as_ref().is_some_and(|own| citations.iter().any(|c| is_namesake(c, own, document.kind)));
    for (at, citation) in citations.iter().enumerate() {
        let one = if citation.relation == Relation::Own || citation.kind.is_some_and(|k| k.code() == "TC") {
            None
        } else if citation.anaphora && citation.number.is_none() && citation.name.is_none() {
            let before = asked.iter().rev().flatten();
            before.clone().find(|a| citation.kind.is_none() || a.kind == citation.kind).cloned()
        } else {
            let one = ask(citation, nearby.as_ref()).map(|one| Asked { as_of: first::day_of_title(citations, at), ..one });
            let is_own = |a: &Asked| {
                is_own(a, citation, own.as_ref(), document, &reader)
                    || is_own_name(a, citation, &own_names, document)
                    || !cites_namesake && is_own_ordinal(a, own.as_ref(), document, &reader)
            };
            one.filter(|a| !is_own(a))
        };
        let in_body = citation.place == Place::Body;
        if in_body && !citation.anaphora {
            nearby = citation.issuer.as_deref().and_then(Body::parse);
        }
        asked.push(one);
    }
    first::complete(&mut asked, citations, &reader);
    asked.into_iter().map(|asked| Context { reader: Arc::clone(&reader), asked }).collect()
}

/// The latest full day that a document cites: it cannot have been written before.
#[must_use]
pub fn latest(citations: &[Citation]) -> Option<PartialDate> {
    citations.iter().filter(|c| c.relation != Relation::Own).filter_map(|c| c.date).filter(|d| d.is_full()).max()
}

fn ask(citation: &Citation, nearby: Option<&Body>) -> Option<Asked> {
    let number = citation.doc_number();
    let key = key::asked(number.as_ref(), citation.kind, citation.name.as_deref())?;
    let stated = citation.issuer.as_deref().and_then(Body::parse);
    let issuer_stated = stated.is_some();
    // The symbol of a document of the whole country names its issuer; what surrounds the citation does not.
    let national = citation.symbol.as_deref().is_some_and(|symbol| key::is_national_symbol(&symbol_key(symbol)));
    let implied = citation.issuer_implied.as_deref().filter(|_| !national);
    let issuer = stated.or_else(|| implied.and_then(Body::parse));
    let issuer_words = if issuer_stated { citation.issuer.clone() } else { None };
    let law = citation.name.as_deref().filter(|_| citation.kind.is_some_and(names::is_named));
    let by_number = || names::of_number(&number.as_ref()?.key()).map(str::to_owned);
    let name = law.map(|name| names::key(citation.kind, name)).or_else(by_number);
    Some(Asked {
        key,
        ordinal: number.as_ref().map(DocNumber::ordinal_key),
        symbol: citation.symbol.as_deref().map(symbol_key),
        year: citation.year,
        kind: citation.kind,
        date: citation.date,
        date_stated: citation.date.is_some(),
        nearby: if issuer.is_none() { nearby.cloned() } else { None },
        issuer,
        issuer_stated,
        issuer_words,
        of_two_bodies: false,
        gist: citation.subject.as_deref().map(Gist::of).unwrap_or_default(),
        subject_words: citation.subject.clone(),
        guides: citation.relation == Relation::Guides,
        name,
        as_of: None,
    })
}

/// Does the citation name the document that it stands in by its number?
///
/// A report may cite one of the same number of another year. But a number that a body gives once is the document's own whatever
/// day is written beside it, and so is the one in the line `(Kèm theo …)` over an annex.
fn is_own(asked: &Asked, citation: &Citation, own: Option<&DocNumber>, document: &Document, reader: &Reader) -> bool {
    let Some(own) = own else { return false };
    let symbol = own.symbol.as_deref().map(symbol_key);
    let same_number = asked.ordinal.as_ref() == Some(&own.ordinal_key())
        && asked.year == own.year
        && asked.symbol.is_some()
        && asked.symbol == symbol;
    let heads_annex = citation.relation == Relation::Promulgates
        && citation.pinpoint.is_none()
        && matches!(citation.place, Place::Annex | Place::Letterhead)
        && citation.kind.is_some()
        && citation.kind == document.kind;
    let given_once = own.year.is_some() && symbol.as_deref().is_some_and(key::is_national_symbol);
    let date_fits = match (asked.date, document.date) {
        (Some(a), Some(b)) => a.agrees(b) || given_once || heads_annex,
        _ => true,
    };
    let issuer_fits = match (&asked.issuer, &reader.body) {
        (Some(cited), Some(body)) => body.fit(cited, reader.body.as_ref()) != Fit::Other,
        _ => true,
    };
    same_number && date_fits && issuer_fits
}

/// Is it another document of the own kind and ordinal, cited in full?
fn is_namesake(citation: &Citation, own: &DocNumber, kind: Option<Kind>) -> bool {
    let Some(number) = citation.doc_number().filter(|n| n.symbol.is_some() && citation.kind == kind) else { return false };
    number.ordinal_key() == own.ordinal_key() && number.key() != own.key()
}

/// Does `Thông tư số 06` in a circular 06/2026/TT-BTC name itself, where that cites no other one of the number?
fn is_own_ordinal(asked: &Asked, own: Option<&DocNumber>, document: &Document, reader: &Reader) -> bool {
    let Some(own) = own.filter(|own| own.symbol.is_some()) else { return false };
    asked.symbol.is_none()
        && asked.ordinal.as_ref() == Some(&own.ordinal_key())
        && asked.kind.is_some()
        && asked.kind == document.kind
        && asked.year.is_none_or(|year| Some(year) == own.year.or(document.date.map(PartialDate::year_number)))
        && asked.date.zip(document.date).is_none_or(|(a, b)| a.agrees(b))
        && asked.issuer.as_ref().zip(reader.body.as_ref()).is_none_or(|(cited, body)| body.fit(cited, Some(body)) != Fit::Other)
}

/// Does a law name itself (`Luật này` by its name)? What it amends or ends is an older one.
fn is_own_name(asked: &Asked, citation: &Citation, own: &[String], document: &Document) -> bool {
    let acts = citation.place != Place::Letterhead
        && matches!(citation.relation, Relation::Amends | Relation::Replaces | Relation::Repeals);
    let too_old = asked.as_of.zip(document.date).is_some_and(|(day, passed)| day < passed && !day.agrees(passed));
    let date_fits = asked.date.zip(document.date).is_none_or(|(a, b)| a.agrees(b) || a.is_anniversary(b));
    asked.ordinal.is_none() && own.contains(&asked.key) && !acts && !too_old && date_fits
}
