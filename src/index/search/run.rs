//! Reading from one part of the index where the words of a run stand in a document.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, SegmentReader, Term};

/// Places of one word in one document that are looked at.
const PLACES: usize = 4_000;

/// The postings of one run of words in one field; documents must be asked for in order.
pub(super) struct Run {
    words: Vec<SegmentPostings>,
    starts: Vec<u32>,
    next: Vec<u32>,
}

impl Run {
    /// Opens it; `None` where a word is not in this part of the index.
    pub(super) fn open(segment: &SegmentReader, field: Field, run: &[String]) -> tantivy::Result<Option<Self>> {
        let inverted = segment.inverted_index(field)?;
        let mut words = Vec::with_capacity(run.len());
        for word in run {
            match inverted.read_postings(&Term::from_field_text(field, word), IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => words.push(postings),
                None => return Ok(None),
            }
        }
        Ok((!words.is_empty()).then_some(Self { words, starts: Vec::new(), next: Vec::new() }))
    }

    /// The places at which the run begins in a document, appended in order.
    pub(super) fn places(&mut self, doc: DocId, out: &mut Vec<(u32, u32)>) {
        if self.read(doc, PLACES) {
            let length = u32::try_from(self.words.len()).unwrap_or(1);
            out.extend(self.starts.iter().map(|start| (*start, start + length)));
        }
    }

    /// Does a document hold the run?
    pub(super) fn holds(&mut self, doc: DocId) -> bool {
        if self.words.len() == 1 {
            return self.words.iter_mut().all(|word| go(word, doc));
        }
        self.read(doc, usize::MAX)
    }

    /// Finds where the run begins, of the first `most` places of its first word; does it stand anywhere?
    fn read(&mut self, doc: DocId, most: usize) -> bool {
        self.starts.clear();
        if !self.words.iter_mut().all(|word| go(word, doc)) {
            return false;
        }
        for (i, word) in (0u32..).zip(&mut self.words) {
            if i == 0 {
                word.positions(&mut self.starts);
                self.starts.truncate(most);
                continue;
            }
            word.positions(&mut self.next);
            let mut next = self.next.iter().copied().peekable();
            self.starts.retain(|start| {
                while next.next_if(|place| *place < start + i).is_some() {}
                next.peek() == Some(&(start + i))
            });
            if self.starts.is_empty() {
                return false;
            }
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
