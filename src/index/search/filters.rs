//! Filters as conditions on the index.

use std::ops::Bound;

use tantivy::query::{BooleanQuery, EmptyQuery, PhraseQuery, Query as Matcher, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Term};

use super::super::issuers::{Asked, Fit};
use super::super::keys;
use super::super::open::{Index, IndexError};
use super::super::query::{Filter, NumberQuery, Word};
use super::columns::Columns;
use super::look;
use super::numbers::{Grade, bearers, citers};

/// The condition of a filter.
pub(super) fn matcher(index: &Index, columns: &[Columns], filter: &Filter) -> Result<Box<dyn Matcher>, IndexError> {
    let f = &index.fields;
    Ok(match filter {
        Filter::Kind(kinds) => terms(f.kind, kinds.iter().map(|k| k.code().to_owned())),
        Filter::Numbers(from, to) => Box::new(RangeQuery::new(
            Bound::Included(Term::from_field_u64(f.ordinal, *from)),
            Bound::Included(Term::from_field_u64(f.ordinal, *to)),
        )),
        Filter::Number(number) => rows(index, columns, &bearing(index, columns, number)?),
        Filter::Issuer(name) => terms(f.body, bodies(index, name)?),
        Filter::Date(range) => {
            let bound = |date: Option<crate::model::PartialDate>| {
                date.map_or(Bound::Unbounded, |d| Bound::Included(Term::from_field_i64(f.date, d.ordinal())))
            };
            match (bound(range.from), bound(range.to)) {
                (Bound::Unbounded, Bound::Unbounded) => Box::new(tantivy::query::AllQuery),
                (from, to) => Box::new(RangeQuery::new(from, to)),
            }
        }
        Filter::Year(from, to) => any_of((*from..=*to).map(|y| Term::from_field_u64(f.year, y.into())).collect()),
        Filter::Direction(direction) => terms(f.direction, [direction.code().to_owned()]),
        Filter::State(state) => terms(f.state, [state.code().to_owned()]),
        Filter::Cites(number) => citers(index, number)?,
        Filter::CitesLaw(law) => {
            let names = [Some(law.name.clone()), law.official()].into_iter().flatten();
            any_of(names.map(|name| Term::from_field_text(f.cites, &keys::law_term(&name, law.year))).collect())
        }
        Filter::CitedBy(document) => cited_by(index, columns, document)?,
        Filter::Subject(words) => all_of(f.subject, words),
        Filter::Recipients(words) => all_of(f.recipients, words),
        Filter::Signer(words) => all_of(f.signer, words),
    })
}

fn terms(field: Field, words: impl IntoIterator<Item = String>) -> Box<dyn Matcher> {
    any_of(words.into_iter().map(|w| Term::from_field_text(field, &w)).collect())
}

/// The documents that have one of these terms.
pub(super) fn any_of(mut terms: Vec<Term>) -> Box<dyn Matcher> {
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(terms.swap_remove(0), IndexRecordOption::Basic)),
        _ => Box::new(TermSetQuery::new(terms)),
    }
}

/// The documents that bear the number of a filter: those that fit best.
fn bearing(index: &Index, columns: &[Columns], number: &NumberQuery) -> Result<Vec<DocAddress>, IndexError> {
    let found = bearers(index, columns, number)?;
    Ok(found.into_iter().filter(|(_, grade)| *grade == Grade::Exact).map(|(at, _)| at).collect())
}

/// A condition that holds for these documents.
pub(super) fn rows(index: &Index, columns: &[Columns], docs: &[DocAddress]) -> Box<dyn Matcher> {
    let row = |at: &DocAddress| columns.get(at.segment_ord as usize)?.row.first(at.doc_id);
    any_of(docs.iter().filter_map(row).map(|r| Term::from_field_u64(index.fields.row, r)).collect())
}

/// The terms of the bodies that a typed name means: those whose whole name it is where there are any, else those that have it.
fn bodies(index: &Index, name: &str) -> Result<Vec<String>, IndexError> {
    let asked = Asked::of(name);
    let held = index.bodies()?;
    let fits: Vec<(String, Fit)> =
        held.into_iter().filter_map(|term| asked.fit(&keys::read_body(&term)).map(|fit| (term, fit))).collect();
    let most = match fits.iter().map(|(_, fit)| *fit).min() {
        Some(Fit::Whole | Fit::Above) if fits.iter().any(|(_, fit)| *fit == Fit::Whole) => Fit::Above,
        Some(Fit::Above) => Fit::Part,
        Some(fit) => fit,
        None => return Ok(Vec::new()),
    };
    Ok(fits.into_iter().filter(|(_, fit)| *fit <= most).map(|(term, _)| term).collect())
}

fn cited_by(index: &Index, columns: &[Columns], document: &str) -> Result<Box<dyn Matcher>, IndexError> {
    let f = &index.fields;
    let mut docs: Vec<DocAddress> = match Filter::as_number(document) {
        Some(number) => bearing(index, columns, &number)?,
        None => Vec::new(),
    };
    if docs.is_empty() {
        let id = TermQuery::new(Term::from_field_text(f.id, document), IndexRecordOption::Basic);
        docs = look::all(&index.searcher, &id)?;
    }
    let rows = docs.iter().filter_map(|at| columns.get(at.segment_ord as usize)?.row.first(at.doc_id));
    Ok(Box::new(TermSetQuery::new(rows.map(|r| Term::from_field_u64(f.cited_by, r)))))
}

/// All words of a name in a field, in a row.
fn all_of(field: Field, words: &[Word]) -> Box<dyn Matcher> {
    let mut terms: Vec<Term> = words.iter().map(|w| Term::from_field_text(field, &w.fold)).collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(terms.swap_remove(0), IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// All of these conditions; everything where there is none.
pub(super) fn all(matchers: Vec<Box<dyn Matcher>>) -> Box<dyn Matcher> {
    if matchers.is_empty() { Box::new(tantivy::query::AllQuery) } else { Box::new(BooleanQuery::intersection(matchers)) }
}
