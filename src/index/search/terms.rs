//! Looking terms up: how many documents hold a word, which words begin so, which are near.

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::super::distance::within_one;
use super::super::open::IndexError;

/// In how many documents a word of a field stands.
pub(super) fn df(searcher: &Searcher, field: Field, word: &str) -> Result<u64, IndexError> {
    Ok(searcher.doc_freq(&Term::from_field_text(field, word))?)
}

/// In how many documents a word stands without its accents, at most counted once a field.
pub(super) fn df_of(searcher: &Searcher, fields: &[Field], word: &str) -> Result<u64, IndexError> {
    let mut most = 0;
    for field in fields {
        most = most.max(df(searcher, *field, word)?);
    }
    Ok(most)
}

/// The terms of a field that begin so, each with its documents, at most `limit` a part of the index; in order.
pub(super) fn beginning(searcher: &Searcher, field: Field, prefix: &str, limit: usize) -> Result<Vec<(String, u64)>, IndexError> {
    let mut found: Vec<(String, u64)> = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
        let mut taken = 0;
        while taken < limit && stream.advance() {
            let Some(term) = std::str::from_utf8(stream.key()).ok().filter(|t| t.starts_with(prefix)) else { break };
            found.push((term.to_owned(), stream.value().doc_freq.into()));
            taken += 1;
        }
    }
    Ok(summed(found))
}

/// The terms of a field that are one slip away from a word, most frequent first.
pub(super) fn near(searcher: &Searcher, field: Field, word: &str) -> Result<Vec<(String, u64)>, IndexError> {
    let mut found: Vec<(String, u64)> = Vec::new();
    let length = word.chars().count();
    let (first, second) = (word.chars().next(), word.chars().nth(1));
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut from = Vec::new();
        loop {
            // Terms are gone through letter by letter that they begin with.
            let mut stream = index.terms().range().ge(&from).into_stream()?;
            if !stream.advance() {
                break;
            }
            let Some(begin) = std::str::from_utf8(stream.key()).ok().and_then(|term| term.chars().next()) else { break };
            for start in starts(begin, first, second) {
                let mut stream = index.terms().range().ge(start.as_bytes()).into_stream()?;
                while stream.advance() {
                    let Some(term) = std::str::from_utf8(stream.key()).ok().filter(|t| t.starts_with(&start)) else { break };
                    let close = term.len() + 6 > word.len() && term.len() < word.len() + 6;
                    if close && term.chars().count().abs_diff(length) <= 1 && term != word && within_one(term, word) {
                        found.push((term.to_owned(), stream.value().doc_freq.into()));
                    }
                }
            }
            from = begin.to_string().into_bytes();
            // Behind all that begins so: no text holds this byte.
            from.push(u8::MAX);
        }
    }
    let mut found = summed(found);
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(found)
}

/// How terms that begin with this letter go on where they are one slip away from a word of these first letters.
fn starts(begin: char, first: Option<char>, second: Option<char>) -> Vec<String> {
    match (first, second) {
        // One slip leaves the first letter in its place, or the second comes first …
        (Some(first), Some(second)) if begin != first && begin != second => {
            // … or another takes the place of the first, or comes before it.
            let mut starts = vec![format!("{begin}{second}"), format!("{begin}{first}")];
            starts.dedup();
            starts
        }
        _ => vec![begin.to_string()],
    }
}

fn summed(mut found: Vec<(String, u64)>) -> Vec<(String, u64)> {
    found.sort();
    found.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    found
}
