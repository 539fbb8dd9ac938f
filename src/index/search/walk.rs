//! Going through the documents of one part of the index for which a condition holds that is asked of one document at a time.

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, TERMINATED};

/// A condition on documents. They are asked for in order.
pub(super) trait Condition: Send + 'static {
    /// Does it hold for a document? If not, the next one for which it may.
    fn at(&mut self, target: DocId) -> SeekDangerResult;

    /// The score of the document that was found last.
    fn score(&mut self, doc: DocId) -> Score;

    /// About how many documents it holds for.
    fn size_hint(&self) -> u32;

    /// What going through all of them costs, in documents of a plain list.
    fn cost(&self) -> u64;
}

/// The documents for which a condition holds.
pub(super) struct Walk<C> {
    condition: C,
    doc: DocId,
}

/// Stands on no document yet.
const NOWHERE: DocId = DocId::MAX;

impl<C: Condition> Walk<C> {
    /// Stands on the first of them.
    pub(super) fn through(condition: C) -> Self {
        let mut walk = Self { condition, doc: 0 };
        walk.find(0);
        walk
    }

    /// Asks of one document, beside other conditions: the first for which it holds may lie far off, and none of them may want it.
    /// Stands on the document where it holds, else has to be asked for a later one before it stands anywhere.
    pub(super) fn around(condition: C, target: DocId) -> (SeekDangerResult, Self) {
        let mut walk = Self { condition, doc: NOWHERE };
        (walk.seek_danger(target), walk)
    }

    fn find(&mut self, mut target: DocId) -> DocId {
        while target < TERMINATED {
            match self.condition.at(target) {
                SeekDangerResult::Found => break,
                SeekDangerResult::SeekLowerBound(next) => target = next,
            }
        }
        self.doc = target.min(TERMINATED);
        self.doc
    }
}

impl<C: Condition> DocSet for Walk<C> {
    fn advance(&mut self) -> DocId {
        if self.doc >= TERMINATED { TERMINATED } else { self.find(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.find(target) }
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        if self.doc == target {
            return SeekDangerResult::Found;
        }
        let result = self.condition.at(target);
        if result == SeekDangerResult::Found {
            self.doc = target;
        }
        result
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.condition.size_hint()
    }

    fn cost(&self) -> u64 {
        self.condition.cost()
    }
}

impl<C: Condition> Scorer for Walk<C> {
    fn score(&mut self) -> Score {
        self.condition.score(self.doc)
    }
}
