//! The condition that a document holds a run of words somewhere. It is asked of one document at a time, so that the places of the
//! words are read only where all else fits.

use tantivy::postings::SegmentPostings;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

use super::super::open::Index;
use super::super::pairs;
use super::plan::folded_fields;
use super::run::Run;
use super::walk::{Condition, Walk};

/// By how much reading places is dearer than going on in a list of documents.
const READING: u64 = 8;

/// The condition; its score is 1.
#[derive(Debug, Clone)]
pub(super) struct Held {
    fields: [Field; 4],
    pairs: Field,
    run: Vec<String>,
}

impl Held {
    /// For a run of words without accents.
    pub(super) fn new(index: &Index, run: &[String]) -> Self {
        Self { fields: folded_fields(index), pairs: index.fields.pairs, run: run.to_vec() }
    }

    /// The lists that a document must be in: of the pairs of neighbours that are kept, and of the words that are in none of them.
    /// `None` where a list is empty. Also tells whether being in them is all there is to the run.
    fn leads(&self, reader: &SegmentReader) -> tantivy::Result<(Option<Vec<Lists>>, bool)> {
        let kept: Vec<Option<String>> = self.run.windows(2).map(|pair| pairs::term(pair.first()?, pair.get(1)?)).collect();
        let certain = matches!(kept.as_slice(), [Some(_)]);
        let of = |at: Option<usize>| at.and_then(|i| kept.get(i)).is_some_and(Option::is_some);
        let mut leads = Vec::new();
        for pair in kept.iter().flatten() {
            leads.push(Lists::open(reader, &[self.pairs], pair)?);
        }
        for (i, word) in self.run.iter().enumerate() {
            if !of(Some(i)) && !of(i.checked_sub(1)) {
                leads.push(Lists::open(reader, &self.fields, word)?);
            }
        }
        leads.sort_by_key(Lists::documents);
        let all = !leads.is_empty() && leads.iter().all(|lead| !lead.0.is_empty());
        Ok((all.then_some(leads), certain))
    }
}

impl Query for Held {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Held {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let (Some(leads), certain) = self.leads(reader)? else { return Ok(Box::new(EmptyScorer)) };
        let mut runs = Vec::new();
        if !certain {
            for field in self.fields {
                runs.extend(Run::open(reader, field, &self.run)?);
            }
        }
        Ok(Box::new(Walk::through(Holding { leads, certain, runs, score: boost })))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("holds the run", 1.0))
    }
}

/// The documents that one word has in some fields.
struct Lists(Vec<SegmentPostings>);

impl Lists {
    fn open(reader: &SegmentReader, fields: &[Field], word: &str) -> tantivy::Result<Self> {
        let mut lists = Vec::new();
        for field in fields {
            let term = Term::from_field_text(*field, word);
            lists.extend(reader.inverted_index(*field)?.read_postings(&term, IndexRecordOption::Basic)?);
        }
        Ok(Self(lists))
    }

    fn documents(&self) -> u32 {
        self.0.iter().map(SegmentPostings::doc_freq).sum()
    }

    /// The first document from here on.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for list in &mut self.0 {
            first = first.min(if list.doc() < target { list.seek(target) } else { list.doc() });
        }
        first
    }
}

/// The condition in one part of the index.
struct Holding {
    leads: Vec<Lists>,
    /// Whoever is in all lists holds the run.
    certain: bool,
    runs: Vec<Run>,
    score: Score,
}

impl Condition for Holding {
    fn at(&mut self, target: DocId) -> SeekDangerResult {
        for lead in &mut self.leads {
            let doc = lead.seek(target);
            if doc != target {
                return SeekDangerResult::SeekLowerBound(doc);
            }
        }
        if self.certain || self.runs.iter_mut().any(|run| run.holds(target)) {
            return SeekDangerResult::Found;
        }
        SeekDangerResult::SeekLowerBound(target + 1)
    }

    fn score(&mut self, _: DocId) -> Score {
        self.score
    }

    fn size_hint(&self) -> u32 {
        self.leads.first().map_or(0, Lists::documents)
    }

    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * if self.certain { 1 } else { READING }
    }
}
