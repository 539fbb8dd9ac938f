//! Reading from one part of the index where the words of a run stand in a document.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, SegmentReader, Term};

/// Places of one word in one document that are looked at.
const PLACES: usize = 4_000;

/// The postings of one run of words in one field; documents must be asked for in order.
pub(super) struct Run {
    /// The words with their places in the run, the rarest first.
    words: Vec<(u32, SegmentPostings)>,
    starts: Vec<u32>,
    next: Vec<u32>,
}

impl Run {
    /// Opens it; `None` where a word is not in this part of the index.
    pub(super) fn open(segment: &SegmentReader, field: Field, run: &[String]) -> tantivy::Result<Option<Self>> {
        let inverted = segment.inverted_index(field)?;
        let mut words = Vec::with_capacity(run.len());
        for (i, word) in (0u32..).zip(run) {
            match inverted.read_postings(&Term::from_field_text(field, word), IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => words.push((i, postings)),
                None => return Ok(None),
            }
        }
        words.sort_by_key(|(_, postings)| postings.doc_freq());
        Ok((!words.is_empty()).then_some(Self { words, starts: Vec::new(), next: Vec::new() }))
    }

    /// The places at which the run begins in a document, appended in order.
    pub(super) fn places(&mut self, doc: DocId, out: &mut Vec<(u32, u32)>) {
        if self.meet(doc) == doc && self.read(PLACES, false) {
            let length = u32::try_from(self.words.len()).unwrap_or(1);
            out.extend(self.starts.iter().map(|start| (*start, start + length)));
        }
    }

    /// The first document from here on, or one before it, in which all the words may stand; the very one that was asked for where
    /// they do.
    pub(super) fn meet(&mut self, target: DocId) -> DocId {
        for (_, word) in &mut self.words {
            let doc = if word.doc() < target { word.seek(target) } else { word.doc() };
            if doc != target {
                return doc;
            }
        }
        target
    }

    /// In how many documents its rarest word stands.
    pub(super) fn documents(&self) -> u32 {
        self.words.first().map_or(0, |(_, word)| word.doc_freq())
    }

    /// Does the document in which all the words have met hold the run?
    pub(super) fn stands(&mut self) -> bool {
        self.words.len() == 1 || self.read(usize::MAX, true)
    }

    /// Finds where the run begins in the document in which the words have met, by the first `most` places of its rarest word; does it
    /// stand anywhere? Where to know that is enough (`anywhere`), it ends at the first place.
    fn read(&mut self, most: usize, anywhere: bool) -> bool {
        self.starts.clear();
        let mut words = self.words.iter_mut();
        let Some((i, rarest)) = words.next() else { return false };
        rarest.positions(&mut self.starts);
        self.starts.truncate(most);
        if *i > 0 {
            self.starts.retain_mut(|start| start.checked_sub(*i).inspect(|begin| *start = *begin).is_some());
        }
        while let Some((i, word)) = words.next() {
            if self.starts.is_empty() {
                return false;
            }
            word.positions(&mut self.next);
            let mut rest = self.next.as_slice();
            let mut follows = |start: &u32| {
                let place = start + *i;
                let before = rest.iter().take_while(|at| **at < place).count();
                rest = rest.get(before..).unwrap_or_default();
                rest.first() == Some(&place)
            };
            if anywhere && words.len() == 0 {
                return self.starts.iter().any(follows);
            }
            self.starts.retain(&mut follows);
        }
        !self.starts.is_empty()
    }
}

/// Brings postings to a document; are they there?
pub(super) fn go(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}
