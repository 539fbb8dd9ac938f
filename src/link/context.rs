//! Owns what the citing document adds to a citation: who writes and when, what was stated earlier, what a back reference means.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Asks, Citation, DocNumber, Document, Kind, PartialDate, Place, Relation, symbol_key};

use super::body::{Body, Fit, Known};
use super::key;
use super::words::Gist;

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
    /// The issuer of the citation before it, where this one states none.
    pub(super) nearby: Option<Body>,
    pub(super) gist: Gist,
    /// The stated subject's words, for telling a conflict.
    pub(super) subject_words: Option<String>,
    /// The citing document details this one, so it may do so before this one is in force.
    pub(super) guides: bool,
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
/// A mention of number alone takes date and issuer from the nearest full mention of that number in the same document (NĐ 30/2020:
/// the first mention is full, later ones are short); a back reference (`Kế hoạch nêu trên`) asks for what the nearest earlier
/// mention of its kind asks for. Depends on this document only, so a context changes when its document does and never else.
#[must_use]
pub fn contexts(document: &Document, citations: &[Citation]) -> Vec<Context> {
    let reader = Arc::new(Reader {
        body: Known::new(document.issuer.as_deref(), document.parent.as_deref()),
        written: document.date.or_else(|| latest(citations)),
    });
    let own = document.doc_number();
    let mut asked: Vec<Option<Asked>> = Vec::with_capacity(citations.len());
    let mut nearby: Option<Body> = None;
    for citation in citations {
        let one = if citation.relation == Relation::Own || citation.kind.is_some_and(|k| k.code() == "TC") {
            None
        } else if citation.anaphora && citation.number.is_none() && citation.name.is_none() {
            let before = asked.iter().rev().flatten();
            before.clone().find(|a| citation.kind.is_none() || a.kind == citation.kind).cloned()
        } else {
            ask(citation, nearby.as_ref()).filter(|a| !is_own(a, own.as_ref(), document, &reader))
        };
        let in_body = citation.place == Place::Body;
        if in_body && !citation.anaphora {
            nearby = citation.issuer.as_deref().and_then(Body::parse);
        }
        asked.push(one);
    }
    carry_over(&mut asked, &reader);
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
        gist: citation.subject.as_deref().map(Gist::of).unwrap_or_default(),
        subject_words: citation.subject.clone(),
        guides: citation.relation == Relation::Guides,
    })
}

/// Does the citation name the document that it stands in?
fn is_own(asked: &Asked, own: Option<&DocNumber>, document: &Document, reader: &Reader) -> bool {
    let Some(own) = own else { return false };
    let same_number = asked.ordinal.as_ref() == Some(&own.ordinal_key())
        && asked.year == own.year
        && asked.symbol.is_some()
        && asked.symbol == own.symbol.as_deref().map(symbol_key);
    let date_fits = match (asked.date, document.date) {
        (Some(a), Some(b)) => a.agrees(b),
        _ => true,
    };
    let issuer_fits = match (&asked.issuer, &reader.body) {
        (Some(cited), Some(body)) => body.fit(cited, reader.body.as_ref()) != Fit::Other,
        _ => true,
    };
    same_number && date_fits && issuer_fits
}

/// Gives short mentions the date and issuer of the nearest full mention of the same number, earlier ones first.
fn carry_over(asked: &mut [Option<Asked>], reader: &Reader) {
    let mut by_number: BTreeMap<(String, Option<u16>), Vec<usize>> = BTreeMap::new();
    for (i, one) in asked.iter().enumerate() {
        if let Some(one) = one.as_ref().filter(|a| a.ordinal.is_some()) {
            by_number.entry((one.key.clone(), one.year)).or_default().push(i);
        }
    }
    for mentions in by_number.values().filter(|m| m.len() > 1) {
        let mut last: Option<(PartialDate, Option<Body>)> = None;
        let full = |one: &Asked| one.date.filter(|_| one.date_stated).map(|d| (d, one.issuer.clone()));
        let first = mentions.iter().find_map(|&i| asked.get(i)?.as_ref().and_then(full));
        for &i in mentions {
            let Some(Some(one)) = asked.get_mut(i) else { continue };
            if one.date_stated {
                last = full(one);
                continue;
            }
            let Some((date, issuer)) = last.as_ref().or(first.as_ref()) else { continue };
            let same_body = match (&one.issuer, issuer) {
                (Some(mine), Some(theirs)) => {
                    mine == theirs || Known::from_body(theirs).fit(mine, reader.body.as_ref()) != Fit::Other
                }
                _ => true,
            };
            if same_body {
                one.date = Some(*date);
                if one.issuer.is_none() {
                    one.issuer.clone_from(issuer);
                    one.nearby = None;
                }
            }
        }
    }
}
