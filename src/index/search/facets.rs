//! Counts of what was found, by kind, issuer, year, direction and state.

use std::collections::BTreeMap;

use tantivy::DocAddress;
use tantivy::columnar::StrColumn;

use super::columns::Columns;
use crate::viet::fold_text;

/// A value and how many of the documents have it; the value is empty where they have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value, as its filter takes it.
    pub value: String,
    /// How many.
    pub count: usize,
}

/// Counts over all that was found, most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the filters'")]
pub struct Facets {
    pub kind: Vec<Facet>,
    pub year: Vec<Facet>,
    pub issuer: Vec<Facet>,
    pub direction: Vec<Facet>,
    pub state: Vec<Facet>,
}

/// Counts the values of documents.
pub(super) fn count(columns: &[Columns], docs: &[DocAddress]) -> Facets {
    let of = |pick: fn(&Columns) -> Option<&StrColumn>| {
        // Within a part values are counted by their numbers; their texts are read once.
        let mut sums: BTreeMap<String, usize> = BTreeMap::new();
        for (ord, c) in (0u32..).zip(columns) {
            let column = pick(c);
            let mut counts = vec![0; column.map_or(0, |column| column.num_terms())];
            let mut none = 0;
            for at in docs.iter().filter(|at| at.segment_ord == ord) {
                let mut any = false;
                for value in column.into_iter().flat_map(|column| column.term_ords(at.doc_id)) {
                    any = true;
                    if let Some(count) = usize::try_from(value).ok().and_then(|value| counts.get_mut(value)) {
                        *count += 1;
                    }
                }
                none += usize::from(!any);
            }
            if none > 0 {
                *sums.entry(String::new()).or_default() += none;
            }
            let (values, counts): (Vec<u64>, Vec<usize>) = (0u64..).zip(counts).filter(|(_, n)| *n > 0).unzip();
            let mut counts = counts.into_iter();
            let Some(column) = column else { continue };
            // A value that the column does not hold cannot be; it would not be counted.
            let _ = column.dictionary().sorted_ords_to_term_cb(&values, |text| {
                let count = counts.next().unwrap_or(0);
                *sums.entry(String::from_utf8_lossy(text).into_owned()).or_default() += count;
            });
        }
        sorted(sums)
    };
    let mut years: BTreeMap<Option<u64>, usize> = BTreeMap::new();
    for at in docs {
        let year = columns.get(at.segment_ord as usize).and_then(|c| c.year.first(at.doc_id));
        *years.entry(year).or_default() += 1;
    }
    let years = years.into_iter().map(|(year, n)| (year.map(|y| y.to_string()).unwrap_or_default(), n)).collect();
    Facets {
        kind: of(|c| c.kind.as_ref()),
        year: sorted(years),
        issuer: of(|c| c.issuer.as_ref()),
        direction: of(|c| c.direction.as_ref()),
        state: of(|c| c.state.as_ref()),
    }
}

fn sorted(sums: BTreeMap<String, usize>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = sums.into_iter().map(|(value, count)| Facet { value, count }).collect();
    // Among equals by the alphabet without marks, where `Đ` comes before `U`.
    facets.sort_by_cached_key(|f| (std::cmp::Reverse(f.count), fold_text(&f.value), f.value.clone()));
    facets
}
