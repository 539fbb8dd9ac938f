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

    /// The condition in one part of the index; `None` where it holds for no document.
    fn holding(&self, reader: &SegmentReader, score: Score) -> tantivy::Result<Option<Holding>> {
        let kept = || self.run.windows(2).map(|pair| pairs::term(pair.first()?, pair.get(1)?));
        let certain = self.run.len() == 2 && kept().all(|pair| pair.is_some());
        let inverted = reader.inverted_index(self.pairs)?;
        let mut pairs = Vec::new();
        for pair in kept().flatten() {
            match inverted.read_postings(&Term::from_field_text(self.pairs, &pair), IndexRecordOption::Basic)? {
                Some(list) => pairs.push(list),
                None => return Ok(None),
            }
        }
        pairs.sort_by_key(SegmentPostings::doc_freq);
        let mut runs = Vec::new();
        if !certain {
            for field in self.fields {
                runs.extend(Run::open(reader, field, &self.run)?);
            }
            if runs.is_empty() {
                return Ok(None);
            }
        }
        Ok(Some(Holding { pairs, certain, runs, score }))
    }
}

impl Query for Held {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Held {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.holding(reader, boost)? {
            Some(holding) => Box::new(Walk::through(holding)),
            None => Box::new(EmptyScorer),
        })
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        Ok(match self.holding(reader, boost)? {
            Some(holding) => {
                let (found, walk) = Walk::around(holding, target);
                (found, Box::new(walk))
            }
            None => (SeekDangerResult::SeekLowerBound(TERMINATED), Box::new(EmptyScorer)),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("holds the run", 1.0))
    }
}

/// The condition in one part of the index.
struct Holding {
    /// The lists of the pairs, the rarest first: whoever holds the run is in all of them.
    pairs: Vec<SegmentPostings>,
    /// Whoever is in all of them holds the run.
    certain: bool,
    /// The run in each field that has its words.
    runs: Vec<Run>,
    score: Score,
}

impl Condition for Holding {
    fn at(&mut self, target: DocId) -> SeekDangerResult {
        for list in &mut self.pairs {
            let doc = if list.doc() < target { list.seek(target) } else { list.doc() };
            if doc != target {
                return SeekDangerResult::SeekLowerBound(doc);
            }
        }
        if self.certain {
            return SeekDangerResult::Found;
        }
        let mut next = TERMINATED;
        for run in &mut self.runs {
            let doc = run.meet(target);
            if doc != target {
                next = next.min(doc);
            } else if run.stands() {
                return SeekDangerResult::Found;
            } else {
                next = target + 1;
            }
        }
        SeekDangerResult::SeekLowerBound(next)
    }

    fn score(&mut self, _: DocId) -> Score {
        self.score
    }

    fn size_hint(&self) -> u32 {
        let runs = || self.runs.iter().fold(0, |sum: u32, run| sum.saturating_add(run.documents()));
        match self.pairs.first().map(SegmentPostings::doc_freq) {
            Some(pairs) if self.certain => pairs,
            Some(pairs) => pairs.min(runs()),
            None => runs(),
        }
    }

    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * if self.certain { 1 } else { READING }
    }
}
