//! What to try where nothing was found: numbers and words near those typed, filters to drop. Only what finds something.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use super::numbers::{Grade, bearers};
use super::terms;
use super::{Search, plan};
use crate::index::distance::within_one;
use crate::index::issuers::Asked;
use crate::index::open::{Index, IndexError};
use crate::index::query::{Clause, Filter, Hints, NumberQuery, Options, Query, Unit, Word, parse};
use crate::model::Kind;

/// At most so many.
const MOST: usize = 5;
/// Names of bodies and numbers that are proposed.
const NEAR: usize = 3;

/// A query that finds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The query, ready to run.
    pub query: String,
    /// How many documents it finds.
    pub count: usize,
    /// The filter that it leaves out, as typed: `nam:2021`.
    pub without: Option<String>,
    /// The store's row of a document whose number the query is: it has the number's own spelling.
    pub bearer: Option<u64>,
}

/// Suggestions for a query that found nothing.
pub(super) fn suggest(index: &Index, columns: &[Columns], query: &Query) -> Result<Vec<Suggestion>, IndexError> {
    let mut found: Vec<Suggestion> = Vec::new();
    let search = Search { index, columns };
    let nothing = super::Page { limit: 0, ..super::Page::default() };
    for (i, filter) in query.filters.iter().enumerate() {
        let mut without = query.clone();
        without.filters.remove(i);
        if without.filters.is_empty() && without.clauses.is_empty() {
            continue;
        }
        let results = search.run(&without, &nothing)?;
        // Of a number that is held, the documents that bear it are what was looked for.
        let count = results.answer.number.map_or(0, |n| n.held).min(results.total);
        let count = if count > 0 { count } else { results.total };
        if count > 0 {
            let (query, typed) = instead(query, filter, "");
            found.push(Suggestion { query, count, without: Some(typed), bearer: None });
        }
    }
    for filter in &query.filters {
        near_bodies(index, &search, query, filter, &mut found)?;
    }
    for clause in &query.clauses {
        match clause {
            Clause::Text(text) => {
                if let Some(number) = &text.number {
                    near_numbers(index, &search, number, &mut found)?;
                } else if query.typed.starts_with(|c: char| c.is_ascii_digit()) {
                    // `1779 mẫu lâm`: a number, which only `số` tells from other figures.
                    offer_number(&search, format!("số {}", query.typed.trim()), &mut found)?;
                }
                let words: Vec<&Word> = text.units.iter().flat_map(Unit::typed).collect();
                near_words(index, &search, query, &words, &mut found)?;
            }
            Clause::Phrase(phrase) => {
                if let Some(number) = &phrase.number {
                    near_numbers(index, &search, number, &mut found)?;
                }
                near_words(index, &search, query, &phrase.words.iter().collect::<Vec<_>>(), &mut found)?;
                if phrase.words.len() > 1 {
                    let loose = query.typed.replace(['"', '“', '”', '„'], "");
                    offer(&search, &loose, &mut found)?;
                }
            }
            _ => {}
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// The query, all its filters in words, with another text in the place of a filter; and that filter as it was typed.
fn instead(query: &Query, filter: &Filter, other: &str) -> (String, String) {
    let place = |filter: &Filter| query.places.iter().find(|(held, _)| held == filter).map(|(_, place)| *place);
    let mut words = query.typed.clone();
    let mut typed = filter.typed();
    let mut parts: Vec<String> = Vec::new();
    match place(filter) {
        Some((start, end)) => {
            typed = query.typed.get(start..end).map_or(typed, str::to_owned);
            let (before, after) = (query.typed.get(..start).unwrap_or_default(), query.typed.get(end..).unwrap_or_default());
            let around = [before.trim(), other, after.trim()].into_iter().filter(|part| !part.is_empty());
            words = around.collect::<Vec<_>>().join(" ");
        }
        None => parts.push(other.to_owned()),
    }
    // Filters that were options become words.
    parts.extend(query.filters.iter().filter(|held| *held != filter && place(held).is_none()).map(Filter::typed));
    let words = std::iter::once(words).chain(parts);
    (words.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "), typed)
}

/// Names of bodies near one that no body has.
fn near_bodies(
    index: &Index,
    search: &Search<'_>,
    query: &Query,
    filter: &Filter,
    found: &mut Vec<Suggestion>,
) -> Result<(), IndexError> {
    let Filter::Issuer(name) = filter else { return Ok(()) };
    if !search.docs(super::filters::matcher(index, search.columns, filter)?.as_ref())?.is_empty() {
        return Ok(());
    }
    let asked = Asked::of(name);
    let mut near: BTreeMap<String, usize> = BTreeMap::new();
    for column in search.columns.iter().filter_map(|columns| columns.issuer.as_ref()) {
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            let held = String::from_utf8_lossy(terms.key());
            if let Some(shared) = asked.nearness(&held) {
                near.insert(held.into_owned(), shared);
            }
        }
    }
    let mut near: Vec<(String, usize)> = near.into_iter().collect();
    near.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.len().cmp(&b.0.len())).then_with(|| a.0.cmp(&b.0)));
    for (name, _) in near.into_iter().take(NEAR) {
        let other = Filter::Issuer(name).typed();
        offer(search, &instead(query, filter, &other).0, found)?;
    }
    Ok(())
}

/// Numbers of the archive near the one typed: the same ordinal with a symbol one slip away, and whatever bears the ordinal in
/// the year that has most of it.
fn near_numbers(index: &Index, search: &Search<'_>, number: &NumberQuery, found: &mut Vec<Suggestion>) -> Result<(), IndexError> {
    near_ordinals(index, search, number, found)?;
    let Some(typed) = number.symbol.as_deref() else { return Ok(()) };
    let mut symbols: Vec<String> = Vec::new();
    for (term, _) in terms::beginning(&index.searcher, index.fields.own, &format!("{}/", number.ordinal), 10_000)? {
        let symbol = term.rsplit_once('/').map_or("", |(_, s)| s);
        if !symbol.is_empty() && term.matches('/').count() == 1 && within_one(symbol, typed) {
            symbols.push(symbol.to_owned());
        }
    }
    symbols.sort();
    for symbol in symbols.into_iter().take(MOST) {
        let query = format!("{}/{}", number.ordinal, symbol.to_uppercase());
        offer_number(search, query, found)?;
    }
    let bare = NumberQuery { symbol: None, year: None, kind: None, date: None, ..number.clone() };
    let mut years: BTreeMap<u64, usize> = BTreeMap::new();
    for (at, _) in bearers(index, search.columns, &bare)? {
        let year = search.columns.get(at.segment_ord as usize).and_then(|c| c.year.first(at.doc_id));
        *years.entry(year.unwrap_or_default()).or_default() += 1;
    }
    // Of the years with most documents the latest.
    let most = years.into_iter().filter(|(year, _)| *year > 0).max_by_key(|(year, n)| (*n, *year));
    match most {
        Some((year, _)) => offer(search, &format!("so:{} nam:{year}", number.ordinal), found),
        None => Ok(()),
    }
}

/// Numbers of the archive that differ from the one typed in one digit, those that stand nearest first.
fn near_ordinals(
    index: &Index,
    search: &Search<'_>,
    number: &NumberQuery,
    found: &mut Vec<Suggestion>,
) -> Result<(), IndexError> {
    let Some(kind) = number.kind.map(Kind::code).or(number.symbol.as_ref().map(|_| "")) else { return Ok(()) };
    let is_held = |number: &NumberQuery| {
        Ok::<_, IndexError>(bearers(index, search.columns, number)?.iter().any(|(_, g)| *g == Grade::Exact))
    };
    // Then something else of the query finds nothing.
    if is_held(number)? {
        return Ok(());
    }
    for ordinal in slips(&number.ordinal) {
        if found.len() >= MOST.min(NEAR) {
            break;
        }
        let near = NumberQuery { ordinal: ordinal.clone(), ..number.clone() };
        if !is_held(&near)? {
            continue;
        }
        let date = number.date.map(|date| format!(" {}", date.year_number())).unwrap_or_default();
        // Zeros before the number are left out.
        let typed = number.surface.trim_start_matches('0').strip_prefix(number.ordinal.as_str());
        let query = match typed.filter(|_| number.symbol.is_some()) {
            Some(rest) => format!("{ordinal}{rest}"),
            None => format!("{kind} {ordinal}{date}"),
        };
        offer_number(search, query, found)?;
    }
    Ok(())
}

/// Proposes a number with a document that bears it, where one does.
fn offer_number(search: &Search<'_>, query: String, found: &mut Vec<Suggestion>) -> Result<(), IndexError> {
    let Ok(parsed) = parse(&query, &Options::default(), &Hints::default()) else { return Ok(()) };
    let results = search.run(&parsed, &super::Page { limit: 1, ..super::Page::default() })?;
    let held = results.answer.number.map_or(0, |n| n.held);
    if held > 0 && !found.iter().any(|s| s.query == query) {
        found.push(Suggestion { query, count: held, without: None, bearer: results.hits.first().map(|hit| hit.row) });
    }
    Ok(())
}

/// The numbers one slip away: another digit, one less, two swapped; the nearest first.
fn slips(ordinal: &str) -> Vec<String> {
    let digits: Vec<char> = ordinal.chars().collect();
    let Some(typed) = ordinal.parse::<u32>().ok().filter(|_| (2..=6).contains(&digits.len())) else { return Vec::new() };
    let mut near: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut add = |digits: &[char]| {
        let number: String = digits.iter().collect();
        if let Some(n) = number.parse::<u32>().ok().filter(|n| *n != typed && *n > 0) {
            near.insert((n.abs_diff(typed), n));
        }
    };
    for at in 0..digits.len() {
        for digit in '0'..='9' {
            let mut other = digits.clone();
            other[at] = digit;
            add(&other);
        }
        let mut less = digits.clone();
        less.remove(at);
        add(&less);
        if at > 0 {
            let mut swapped = digits.clone();
            swapped.swap(at - 1, at);
            add(&swapped);
        }
    }
    near.into_iter().map(|(_, n)| n.to_string()).collect()
}

/// The query with a word that no document holds replaced by a near one.
fn near_words(
    index: &Index,
    search: &Search<'_>,
    query: &Query,
    words: &[&Word],
    found: &mut Vec<Suggestion>,
) -> Result<(), IndexError> {
    for word in words.iter().filter(|w| w.fold.len() >= 3) {
        if terms::df_of(&index.searcher, &plan::folded_fields(index), &word.fold)? > 0 {
            continue;
        }
        for (near, _) in terms::near(&index.searcher, index.fields.text, &word.fold)?.into_iter().take(3) {
            let (before, after) =
                (query.typed.get(..word.at.0).unwrap_or_default(), query.typed.get(word.at.1..).unwrap_or_default());
            offer(search, &format!("{before}{near}{after}"), found)?;
        }
    }
    Ok(())
}

fn offer(search: &Search<'_>, query: &str, found: &mut Vec<Suggestion>) -> Result<(), IndexError> {
    if found.len() >= MOST || found.iter().any(|s| s.query == query) {
        return Ok(());
    }
    if let Ok(parsed) = parse(query, &Options::default(), &Hints::default()) {
        let count = search.run(&parsed, &super::Page { limit: 0, ..super::Page::default() })?.total;
        if count > 0 {
            found.push(Suggestion { query: query.to_owned(), count, without: None, bearer: None });
        }
    }
    Ok(())
}
