//! Documents by their numbers: who bears one, who cites one.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::query::{BooleanQuery, Query as Matcher, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet as _, Searcher, TERMINATED, Term};

use super::super::keys;
use super::super::open::{Index, IndexError};
use super::super::query::{NumberQuery, Strength};
use super::columns::{Columns, text};
use super::filters::any_of;
use super::look;
use super::terms::beginning;
use crate::model::Kind;

/// How well a document's number is the one asked for; the order of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// All that was typed fits: number, symbol or kind, date.
    Exact,
    /// Number and kind fit, the date or year typed does not.
    OtherDate,
    /// The number fits, the kind is another.
    OtherKind,
}

/// A term of a number: symbol and year behind the ordinal.
struct NumberTerm<'a> {
    year: Option<u16>,
    symbol: &'a str,
}

/// Reads `16/kh-ubnd`, `30/2020/nd-cp`.
fn read(term: &str) -> Option<NumberTerm<'_>> {
    let (_, rest) = term.split_once('/')?;
    Some(match rest.split_once('/') {
        Some((year, symbol)) => NumberTerm { year: year.parse().ok(), symbol },
        None => NumberTerm { year: None, symbol: rest },
    })
}

/// Does a symbol hold the typed one: equal but for hyphens, or its parts in the same order (`ct-ttg` holds `ttg`)?
fn holds(symbol: &str, typed: &str) -> bool {
    let mut parts = symbol.split('-');
    same_letters(symbol, typed) || typed.split('-').all(|t| parts.any(|p| p == t))
}

/// Are two symbols the same but for hyphens? Papers write `NĐCP` for `NĐ-CP` as people who search do.
fn same_letters(one: &str, other: &str) -> bool {
    one.bytes().filter(|b| *b != b'-').eq(other.bytes().filter(|b| *b != b'-'))
}

/// Does the term of a number fit what was typed?
fn fits(number: &NumberQuery, term: &NumberTerm<'_>) -> bool {
    let year = match (number.year, term.year) {
        (Some(a), Some(b)) => a == b,
        // A number is indexed with and without its year; the one with it decides.
        (Some(_), None) => false,
        _ => true,
    };
    year && number.symbol.as_deref().is_none_or(|typed| holds(term.symbol, typed))
}

/// The terms of a field that are the number typed.
fn terms_of(searcher: &Searcher, field: Field, number: &NumberQuery) -> Result<Vec<String>, IndexError> {
    let mut terms: Vec<String> = beginning(searcher, field, &format!("{}/", number.ordinal), 10_000)?
        .into_iter()
        .map(|(term, _)| term)
        .filter(|term| read(term).is_some_and(|t| fits(number, &t)))
        .collect();
    // Where the whole symbol is held, symbols that merely contain it are others: `20/UBND` is not `20/KH-UBND`.
    if let Some(typed) =
        number.symbol.as_deref().filter(|_| number.strength == Strength::Full && number.kind.is_none_or(|k| !k.code().eq("CV")))
    {
        let equal = |term: &String| read(term).is_some_and(|t| same_letters(t.symbol, typed));
        if terms.iter().any(equal) {
            terms.retain(equal);
        }
    }
    Ok(terms)
}

/// The documents that bear a number, each with its grade.
pub(super) fn bearers(index: &Index, columns: &[Columns], number: &NumberQuery) -> Result<Vec<(DocAddress, Grade)>, IndexError> {
    let searcher = &index.searcher;
    let field = index.fields.own;
    let mut terms = terms_of(searcher, field, number)?;
    if number.symbol.is_none() && number.year.is_none() {
        terms = vec![number.ordinal.clone()];
    } else if terms.is_empty() && number.symbol.is_none() {
        // `16/2023`: the year may be that of the date.
        terms = vec![number.ordinal.clone()];
    }
    let mut found = Vec::new();
    for (ord, segment) in (0u32..).zip(searcher.segment_readers()) {
        let inverted = segment.inverted_index(field)?;
        let Some(columns) = columns.get(ord as usize) else { continue };
        let mut kinds = Kinds::default();
        for term in &terms {
            let Some(mut postings) = inverted.read_postings(&Term::from_field_text(field, term), IndexRecordOption::Basic)?
            else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
                    && let Some(grade) = grade(number, columns, &mut kinds, doc)
                {
                    found.push((DocAddress::new(ord, doc), grade));
                }
                doc = postings.advance();
            }
        }
    }
    // Those in whose files another paper bears it.
    for (term, grade) in part_terms(searcher, field, number)? {
        let term = TermQuery::new(Term::from_field_text(field, &term), IndexRecordOption::Basic);
        found.extend(look::all(searcher, &term)?.into_iter().map(|at| (at, grade)));
    }
    found.sort_unstable();
    found.dedup_by_key(|(at, _)| *at);
    Ok(found)
}

/// The years of the documents that bear a number in another year than the one typed.
pub(super) fn other_years(columns: &[Columns], borne: &[(DocAddress, Grade)]) -> Vec<u16> {
    let of = |at: &DocAddress| {
        let columns = columns.get(at.segment_ord as usize)?;
        let year = columns.number_year.first(at.doc_id).or_else(|| columns.year.first(at.doc_id))?;
        u16::try_from(year).ok()
    };
    let others = borne.iter().filter(|(_, grade)| *grade == Grade::OtherDate);
    others.filter_map(|(at, _)| of(at)).collect::<BTreeSet<u16>>().into_iter().collect()
}

/// The terms of files' further papers that bear the number typed, graded by those papers' kinds and dates.
fn part_terms(searcher: &Searcher, field: Field, number: &NumberQuery) -> Result<Vec<(String, Grade)>, IndexError> {
    let mut terms = Vec::new();
    for (term, _) in beginning(searcher, field, &keys::part_beginning(&number.ordinal), 10_000)? {
        let Some((of_number, kind, date)) = keys::read_part(&term) else { continue };
        let Some(borne) = read(of_number) else { continue };
        // `20/2023`: the year may be that of the date.
        let of_date = number.year.filter(|_| number.symbol.is_none() && borne.year.is_none());
        let asked = NumberQuery { year: number.year.filter(|_| of_date.is_none()), ..number.clone() };
        if !fits(&asked, &borne) {
            continue;
        }
        let grade = if number.kind.is_some_and(|typed| kind.is_some_and(|held| held != typed)) {
            Grade::OtherKind
        } else if number.date.is_some_and(|typed| date.is_some_and(|held| !held.agrees(typed)))
            || of_date.is_some_and(|typed| date.is_some_and(|held| held.year_number() != typed))
        {
            Grade::OtherDate
        } else {
            Grade::Exact
        };
        terms.push((term, grade));
    }
    Ok(terms)
}

/// The kinds of one part of the index by their places in its column: each is read once.
#[derive(Default)]
struct Kinds(BTreeMap<u64, Option<Kind>>);

impl Kinds {
    fn of(&mut self, columns: &Columns, doc: u32) -> Option<Kind> {
        let ord = columns.kind.as_ref()?.term_ords(doc).next()?;
        *self.0.entry(ord).or_insert_with(|| Kind::from_code(&text(columns.kind.as_ref(), doc)))
    }
}

fn grade(number: &NumberQuery, columns: &Columns, kinds: &mut Kinds, doc: u32) -> Option<Grade> {
    let year = columns.year.first(doc).and_then(|y| u16::try_from(y).ok());
    let number_year = columns.number_year.first(doc).and_then(|y| u16::try_from(y).ok());
    if let Some(typed) = number.year
        && number_year.or(year) != Some(typed)
    {
        return None;
    }
    if let Some(kind) = number.kind {
        let held = kinds.of(columns, doc);
        // The symbol shows the kind where the document's head does not; a letter's symbol shows none.
        let by_symbol = number.symbol.as_deref().is_some_and(|s| s.contains('-') || kind.code() == "CV");
        if held.is_some_and(|h| h != kind) && !by_symbol {
            return Some(Grade::OtherKind);
        }
    }
    if let Some(date) = number.date {
        let same = match date.day_number() {
            Some(_) => columns.date.first(doc).is_none_or(|d| d == date.ordinal()),
            None => {
                [year, number_year].into_iter().flatten().any(|y| y == date.year_number())
                    || (year.is_none() && number_year.is_none())
            }
        };
        if !same {
            return Some(Grade::OtherDate);
        }
    }
    Some(Grade::Exact)
}

/// The documents that a scan may have spoilt the number of: the same but for characters that are taken for each other.
pub(super) fn loose_bearers(index: &Index, number: &NumberQuery) -> Option<Box<dyn Matcher>> {
    let symbol = number.symbol.clone()?;
    let spelt = crate::model::DocNumber { number: number.ordinal.clone(), year: None, symbol: Some(symbol) };
    let term = Term::from_field_text(index.fields.own, &keys::loose_term(&spelt));
    Some(any_of(vec![term]))
}

/// The documents that cite a number.
pub(super) fn citers(index: &Index, number: &NumberQuery) -> Result<Box<dyn Matcher>, IndexError> {
    let field = index.fields.cites;
    let terms = match (&number.symbol, number.kind, number.year) {
        (None, Some(kind), None) => vec![format!("{}|{}", number.ordinal, kind.code())],
        (None, _, None) => vec![number.ordinal.clone()],
        _ => terms_of(&index.searcher, field, number)?,
    };
    Ok(any_of(terms.iter().map(|t| Term::from_field_text(field, t)).collect()))
}

/// Documents that bear or cite a number, as one condition.
pub(super) fn bear_or_cite(index: &Index, number: &NumberQuery) -> Result<Box<dyn Matcher>, IndexError> {
    let mut own = terms_of(&index.searcher, index.fields.own, number)?;
    own.extend(part_terms(&index.searcher, index.fields.own, number)?.into_iter().map(|(term, _)| term));
    let own = any_of(own.iter().map(|t| Term::from_field_text(index.fields.own, t)).collect());
    Ok(Box::new(BooleanQuery::union(vec![own, citers(index, number)?])))
}
