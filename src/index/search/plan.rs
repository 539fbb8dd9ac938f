//! How the words of a query are looked for: which terms, what they weigh, what may stand instead.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as Matcher, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use unicode_normalization::UnicodeNormalization as _;

use super::super::open::{Index, IndexError};
use super::super::query::{Phrase, Unit, Word};
use super::held::Held;
use super::most::Most;
use super::terms;
use crate::viet::is_syllable;

/// Words that one prefix may stand for.
const PREFIX_TERMS: usize = 200;

/// Of the words that a prefix stands for, so many are looked for each by itself.
const WIDE: usize = 16;

/// What cannot be a syllable is a slip where so many times more documents have it with other marks.
const SLIP: u64 = 10;

/// A word in more documents than these is too frequent for each of them to be looked at in full.
pub(super) const FREQUENT: u64 = 10_000;

/// A unit of the query, looked up.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// Runs of folded words, each of which is the unit.
    pub runs: Vec<Vec<String>>,
    /// Spellings of a single word that are the unit exactly; empty where marks were not typed.
    pub exact: Vec<String>,
    /// Its rarity.
    pub weight: f32,
    /// In how many documents it stands, nearly.
    pub documents: u64,
    /// Need not be there.
    pub optional: bool,
    /// Its marks do not count: no document spells it so, or only by slip.
    pub unheard: bool,
    /// No document spells it so.
    pub absent: bool,
    /// Typed without marks among words with them: the plain spelling is better, any other is found too.
    pub plain: bool,
    /// Folded words one slip away, that count beside their neighbours.
    pub near: Vec<String>,
}

impl Planned {
    /// The one word that it is, where it is one word that stands in very many documents.
    pub(super) fn frequent(&self) -> Option<&str> {
        match self.runs.as_slice() {
            [run] if run.len() == 1 && self.documents > FREQUENT => run.first().map(String::as_str),
            _ => None,
        }
    }
}

/// The fields that hold a document's words without accents.
pub(super) fn folded_fields(index: &Index) -> [Field; 4] {
    let f = &index.fields;
    [f.text, f.subject, f.head, f.tables]
}

/// A word that was put in the place of one that no document holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub typed: String,
    /// What was looked for.
    pub used: String,
}

/// Looks the units up. `corrections` gets the words that were replaced.
pub(super) fn plan(index: &Index, units: &[Unit], corrections: &mut Vec<Correction>) -> Result<Vec<Planned>, IndexError> {
    let marked = units.iter().flat_map(Unit::typed).any(|w| w.marked);
    units.iter().map(|unit| plan_unit(index, unit, marked, corrections)).collect()
}

#[allow(clippy::cast_precision_loss, reason = "a weight needs no more digits")]
fn plan_unit(index: &Index, unit: &Unit, marked: bool, corrections: &mut Vec<Correction>) -> Result<Planned, IndexError> {
    let searcher = &index.searcher;
    let fields = folded_fields(index);
    let documents = index.documents().max(1) as f32;
    let mut planned = Planned {
        runs: Vec::new(),
        exact: Vec::new(),
        weight: 0.0,
        documents: 0,
        optional: unit.optional,
        unheard: false,
        absent: false,
        plain: false,
        near: Vec::new(),
    };
    for alternative in &unit.alternatives {
        if let [word] = alternative.as_slice()
            && word.prefix
        {
            for field in fields {
                planned
                    .runs
                    .extend(terms::beginning(searcher, field, &word.fold, PREFIX_TERMS)?.into_iter().map(|(t, _)| vec![t]));
            }
            planned.runs.sort();
            planned.runs.dedup();
        } else {
            planned.runs.push(alternative.iter().map(|w| w.fold.clone()).collect());
        }
    }
    let mut df = 0;
    for run in &planned.runs {
        // A run is as rare as its rarest word.
        let mut rarest = u64::MAX;
        for word in run {
            rarest = rarest.min(terms::df_of(searcher, &fields, word)?);
        }
        df = df.max(rarest);
    }
    let one_spelling = unit.alternatives.len() == 1;
    if let [typed] = unit.typed()
        && !typed.prefix
    {
        if typed.marked {
            let mut exact_df = 0;
            for word in unit.alternatives.iter().filter_map(|a| if let [w] = a.as_slice() { Some(w) } else { None }) {
                exact_df += terms::df(searcher, index.fields.exact, &word.exact)?;
                planned.exact.push(word.exact.clone());
            }
            // `luât` is no syllable: where documents have it, they have a slip of their own.
            let slip = exact_df * SLIP < df && !is_syllable(&typed.shown.nfc().collect::<String>());
            if exact_df > 0 && !slip {
                df = exact_df;
            } else {
                planned.unheard = true;
                planned.absent = exact_df == 0 && one_spelling;
                if exact_df == 0 && one_spelling {
                    planned.near = slips(index, typed)?;
                }
            }
        }
        if marked && !typed.marked && one_spelling && typed.fold.bytes().all(|b| b.is_ascii_lowercase()) {
            let plain_df = terms::df(searcher, index.fields.exact, &typed.exact)?;
            if plain_df > 0 {
                planned.plain = true;
                planned.exact.push(typed.exact.clone());
                df = plain_df;
            }
        }
        if df == 0
            && one_spelling
            && let Some(used) = correct(index, typed)?
        {
            df = terms::df_of(searcher, &fields, &used)?;
            corrections.push(Correction { typed: typed.fold.clone(), used: used.clone() });
            planned.runs = vec![vec![used]];
            planned.exact.clear();
        }
    }
    planned.documents = df;
    planned.weight = (1.0 + (documents - df as f32 + 0.5).max(0.0) / (df as f32 + 0.5)).ln().max(0.05);
    if unit.typed().len() > 1 {
        planned.weight *= 1.5;
    }
    Ok(planned)
}

/// Spellings of a marked word that documents have, one slip away, without accents.
fn slips(index: &Index, typed: &Word) -> Result<Vec<String>, IndexError> {
    if typed.exact.chars().count() < 3 {
        return Ok(Vec::new());
    }
    let near = terms::near(&index.searcher, index.fields.exact, &typed.exact)?;
    let mut folded: Vec<String> =
        near.into_iter().map(|(t, _)| crate::viet::fold_text(&t)).filter(|t| *t != typed.fold).collect();
    folded.sort();
    folded.dedup();
    Ok(folded)
}

/// The most frequent word one slip away from a word that no document holds; short words are too near to too many.
fn correct(index: &Index, typed: &Word) -> Result<Option<String>, IndexError> {
    if typed.fold.chars().count() < 4 || typed.fold.chars().any(|c| c.is_ascii_digit()) {
        return Ok(None);
    }
    let near = terms::near(&index.searcher, index.fields.text, &typed.fold)?;
    Ok(near.into_iter().map(|(t, _)| t).find(|t| t.len() >= 3 && !t.bytes().any(|b| b.is_ascii_digit())))
}

fn term(field: Field, word: &str) -> Box<dyn Matcher> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn boosted(matcher: Box<dyn Matcher>, boost: f32) -> Box<dyn Matcher> {
    Box::new(BoostQuery::new(matcher, boost))
}

fn any(mut matchers: Vec<Box<dyn Matcher>>) -> Box<dyn Matcher> {
    match matchers.len() {
        0 => Box::new(EmptyQuery),
        1 => matchers.swap_remove(0),
        _ => Box::new(BooleanQuery::union(matchers)),
    }
}

/// Words in a row, in one field.
fn run_in(field: Field, run: &[String], slop: u32) -> Box<dyn Matcher> {
    match run {
        [] => Box::new(EmptyQuery),
        [word] => term(field, word),
        _ => {
            let mut phrase = PhraseQuery::new(run.iter().map(|w| Term::from_field_text(field, w)).collect());
            phrase.set_slop(slop);
            Box::new(phrase)
        }
    }
}

/// The documents that hold a run of words somewhere.
pub(super) fn run_anywhere(index: &Index, run: &[String], slop: u32) -> Box<dyn Matcher> {
    if slop == 0 && run.len() > 1 {
        return Box::new(Held::new(index, run));
    }
    any(folded_fields(index).iter().map(|field| run_in(*field, run, slop)).collect())
}

/// The documents that fulfil a condition; these raise them, each asked only of a document that does.
fn with(condition: Box<dyn Matcher>, raised: Vec<Box<dyn Matcher>>) -> Box<dyn Matcher> {
    if raised.is_empty() {
        return condition;
    }
    Box::new(BooleanQuery::new(vec![(Occur::Must, condition), (Occur::Should, Box::new(Most::of(raised, 1)))]))
}

/// What raises documents that hold a run of words: the run in their subject, its rarest word often.
fn raising(index: &Index, run: &[String]) -> Result<Vec<Box<dyn Matcher>>, IndexError> {
    let f = &index.fields;
    let mut rarest: Option<(u64, &String)> = None;
    for word in run {
        let df = terms::df(&index.searcher, f.text, word)?;
        rarest = if rarest.is_some_and(|(least, _)| least <= df) { rarest } else { Some((df, word)) };
    }
    let mut raising = vec![boosted(run_in(f.subject, run, 0), 2.5)];
    raising.extend(rarest.map(|(_, word)| term(f.text, word)));
    Ok(raising)
}

/// The documents that hold a unit in their subject.
pub(super) fn in_subject(index: &Index, planned: &Planned) -> Box<dyn Matcher> {
    any(planned.runs.iter().take(PREFIX_TERMS).map(|run| run_in(index.fields.subject, run, 0)).collect())
}

/// The documents that hold a quoted phrase in their subject; none for one that ends in the beginning of a word.
pub(super) fn phrase_in_subject(index: &Index, phrase: &Phrase) -> Box<dyn Matcher> {
    if phrase.words.iter().any(|w| w.prefix) {
        return Box::new(EmptyQuery);
    }
    let run: Vec<String> = phrase.words.iter().map(|w| w.fold.clone()).collect();
    run_in(index.fields.subject, &run, phrase.slop)
}

/// Documents that hold all of these frequent words in one field, best first by the index's own score.
pub(super) fn frequent_in(field: Field, words: &[&str]) -> Box<dyn Matcher> {
    match words {
        [word] => term(field, word),
        _ => Box::new(BooleanQuery::intersection(words.iter().map(|word| term(field, word)).collect())),
    }
}

/// The documents that hold a unit: with its marks where they were typed and any document spells it so; without them where `folded`.
pub(super) fn unit(index: &Index, planned: &Planned, folded: bool) -> Result<Box<dyn Matcher>, IndexError> {
    let f = &index.fields;
    let mut ways: Vec<Box<dyn Matcher>> = Vec::new();
    let exact = !planned.exact.is_empty() && !planned.unheard && !planned.plain && !folded;
    if exact {
        ways.extend(planned.exact.iter().map(|w| boosted(term(f.exact, w), 1.5)));
    }
    if planned.runs.len() > 8 {
        let mut words: Vec<(u64, &String)> = Vec::new();
        for word in planned.runs.iter().flatten() {
            words.push((terms::df_of(&index.searcher, &folded_fields(index), word)?, word));
        }
        words.sort_unstable_by(|a, b| b.cmp(a));
        // The lists of frequent words are read as far as they are needed, those of all others at once.
        let (frequent, rare) = words.split_at(words.len().min(WIDE));
        for field in folded_fields(index) {
            ways.extend(frequent.iter().map(|(_, word)| term(field, word)));
            ways.push(Box::new(TermSetQuery::new(rare.iter().map(|(_, word)| Term::from_field_text(field, word)))));
        }
        return Ok(Box::new(Most::one(ways)));
    }
    let mut raised = Vec::new();
    for run in planned.runs.iter().filter(|r| !exact || r.len() > 1) {
        if run.len() > 1 {
            ways.push(run_anywhere(index, run, 0));
            raised.extend(raising(index, run)?);
            continue;
        }
        ways.push(run_in(f.text, run, 0));
        ways.push(boosted(run_in(f.subject, run, 0), 2.5));
        ways.push(boosted(run_in(f.head, run, 0), 1.5));
        ways.push(boosted(run_in(f.tables, run, 0), 0.4));
    }
    if exact {
        // The subject and the head raise what the accents have found.
        for run in planned.runs.iter().filter(|r| r.len() == 1) {
            raised.push(boosted(run_in(f.subject, run, 0), 2.5));
            raised.push(boosted(run_in(f.head, run, 0), 1.5));
        }
    }
    let found: Box<dyn Matcher> =
        if planned.runs.iter().any(|run| run.len() > 1) { Box::new(Most::one(ways)) } else { any(ways) };
    Ok(with(found, raised))
}

/// The documents that hold a frequent word, by one list of documents: with the marks typed anywhere, without them in the running
/// text. `None` for a unit that is none. What other places would add to the score is weighed by the ranking.
pub(super) fn frequent(index: &Index, planned: &Planned, folded: bool) -> Option<Box<dyn Matcher>> {
    let f = &index.fields;
    let word = planned.frequent()?;
    let exact = !planned.exact.is_empty() && !planned.unheard && !planned.plain && !folded;
    Some(match planned.exact.as_slice() {
        spellings if exact => any(spellings.iter().map(|w| term(f.exact, w)).collect()),
        _ => term(f.text, word),
    })
}

/// The documents that hold a quoted phrase; those with its very marks score higher.
pub(super) fn phrase(index: &Index, phrase: &Phrase) -> Result<Box<dyn Matcher>, IndexError> {
    let mut run: Vec<String> = phrase.words.iter().map(|w| w.fold.clone()).collect();
    let fields = folded_fields(index);
    let found = if phrase.words.last().is_some_and(|w| w.prefix) {
        let prefix = run.pop().unwrap_or_default();
        let mut ends: Vec<String> = Vec::new();
        for field in fields {
            ends.extend(terms::beginning(&index.searcher, field, &prefix, PREFIX_TERMS)?.into_iter().map(|(word, _)| word));
        }
        ends.sort_unstable();
        ends.dedup();
        let way = |end: String| run_anywhere(index, &run.iter().cloned().chain([end]).collect::<Vec<_>>(), phrase.slop);
        Box::new(Most::one(ends.into_iter().map(way).collect()))
    } else {
        run_anywhere(index, &run, phrase.slop)
    };
    let mut raised = if phrase.slop == 0 && run.len() > 1 { raising(index, &run)? } else { Vec::new() };
    for word in phrase.words.iter().filter(|w| w.marked && !w.prefix) {
        raised.push(Box::new(ConstScoreQuery::new(term(index.fields.exact, &word.exact), 2.0)));
    }
    Ok(with(found, raised))
}

/// The documents that hold two runs of words in one field, in either order, at most so many words apart.
pub(super) fn near(index: &Index, left: &[Word], right: &[Word], apart: u32) -> Box<dyn Matcher> {
    let folded = |words: &[Word]| words.iter().map(|w| w.fold.clone()).collect::<Vec<_>>();
    let (left, right) = (folded(left), folded(right));
    let ways = folded_fields(index).into_iter().map(|field| -> Box<dyn Matcher> {
        let one_after = |a: &[String], b: &[String]| run_in(field, &[a, b].concat(), apart);
        Box::new(BooleanQuery::intersection(vec![
            run_in(field, &left, 0),
            run_in(field, &right, 0),
            Box::new(BooleanQuery::union(vec![one_after(&left, &right), one_after(&right, &left)])),
        ]))
    });
    any(ways.collect())
}
