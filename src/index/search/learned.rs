//! Abbreviations that the archive's own documents define (`sau đây viết tắt là …`), put beside the words of a query.

use super::super::open::{Index, IndexError};
use super::super::query::{Unit, Word};
use super::terms;

/// Words of the longest phrase that is looked up.
const LONGEST: usize = 8;
/// Longer queries are pasted text, whose words stand as they are.
const UNITS: usize = 16;

/// Widens what the table has not: `ATHĐ` by what documents write it out as, and the written-out words by their abbreviation.
pub(super) fn widen(index: &Index, units: &[Unit]) -> Result<Vec<Unit>, IndexError> {
    if units.len() > UNITS {
        return Ok(units.to_vec());
    }
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let simple = units.get(at..).unwrap_or_default().iter().take(LONGEST).take_while(|u| single(u).is_some()).count();
        let mut taken = 1;
        let mut widened = unit.clone();
        for length in (2..=simple).rev() {
            let words: Vec<Word> = units.get(at..at + length).unwrap_or_default().iter().filter_map(single).cloned().collect();
            let folded: Vec<&str> = words.iter().map(|w| w.fold.as_str()).collect();
            if let Some(short) = defined(index, &folded.join(" "))? {
                widened = Unit { alternatives: vec![words, Word::all(&short)], optional: false };
                taken = length;
                break;
            }
        }
        if taken == 1
            && let Some(word) = single(unit).filter(|w| w.capitals && !w.prefix && (2..=10).contains(&w.fold.len()))
            && let Some(long) = defined(index, &word.fold)?
        {
            widened.alternatives.push(Word::all(&long));
        }
        out.push(widened);
        at += taken;
    }
    Ok(out)
}

/// The word of a unit that is one word and nothing else.
fn single(unit: &Unit) -> Option<&Word> {
    match unit.alternatives.as_slice() {
        [only] if only.len() == 1 => only.first().filter(|w| !w.prefix),
        _ => None,
    }
}

/// What most documents define a word or phrase as.
fn defined(index: &Index, words: &str) -> Result<Option<String>, IndexError> {
    let prefix = format!("{words}=");
    let found = terms::beginning(&index.searcher, index.fields.defines, &prefix, 20)?;
    let best = found.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    Ok(best.and_then(|(term, _)| term.strip_prefix(&prefix).map(str::to_owned)))
}
