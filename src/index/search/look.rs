//! The first look at the documents that fulfil a condition: the best of them by the score of the index, and how many there are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, DocSet as _, Score, SegmentOrdinal, SegmentReader, TERMINATED};

/// The collector. It ends after so many documents, each part of the index in its share of them: of the words of half an archive no
/// more can be asked than what is best about them.
pub(super) struct Look {
    /// How many of the best are wanted.
    pub limit: usize,
    /// After how many documents it ends.
    pub budget: usize,
    /// How many documents the index has.
    pub documents: u64,
}

/// What was seen.
#[derive(Default)]
pub(super) struct Seen {
    /// The best, best first; of equals the first.
    pub top: Vec<DocAddress>,
    /// All that were seen.
    pub all: Vec<DocAddress>,
    /// Are there more?
    pub ended: bool,
}

/// A document with its score, in the order of their worth.
type Worth = (u32, Reverse<DocAddress>);

/// The work in one part of the index.
pub(super) struct Part {
    ord: SegmentOrdinal,
    limit: usize,
    best: BinaryHeap<Reverse<Worth>>,
    all: Vec<DocAddress>,
    ended: bool,
}

/// The best with their worth, all, and whether there are more.
type Outcome = (Vec<Worth>, Vec<DocAddress>, bool);

impl Collector for Look {
    type Fruit = Seen;
    type Child = Part;

    fn for_segment(&self, ord: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Part> {
        Ok(Part { ord, limit: self.limit, best: BinaryHeap::new(), all: Vec::new(), ended: false })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Outcome>) -> tantivy::Result<Seen> {
        let mut seen = Seen::default();
        let mut best: Vec<Worth> = Vec::new();
        for (part, all, ended) in parts {
            best.extend(part);
            seen.all.extend(all);
            seen.ended |= ended;
        }
        best.sort_unstable_by(|a, b| b.cmp(a));
        best.truncate(self.limit);
        seen.top = best.into_iter().map(|(_, Reverse(at))| at).collect();
        Ok(seen)
    }

    fn collect_segment(&self, weight: &dyn Weight, ord: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Outcome> {
        let mut part = self.for_segment(ord, reader)?;
        let share = self.budget as u64 * u64::from(reader.max_doc()) / self.documents.max(1);
        let budget = usize::try_from(share).unwrap_or(usize::MAX).max(self.limit);
        let mut scorer = weight.scorer(reader, 1.0)?;
        let alive = reader.alive_bitset();
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                if part.all.len() == budget {
                    part.ended = true;
                    break;
                }
                part.collect(doc, scorer.score());
            }
            doc = scorer.advance();
        }
        Ok(part.harvest())
    }
}

impl SegmentCollector for Part {
    type Fruit = Outcome;

    fn collect(&mut self, doc: DocId, score: Score) {
        let at = DocAddress::new(self.ord, doc);
        self.all.push(at);
        // Scores are none below zero, so their bits are in their order.
        let worth = (score.max(0.0).to_bits(), Reverse(at));
        if self.best.len() < self.limit {
            self.best.push(Reverse(worth));
        } else if let Some(mut least) = self.best.peek_mut().filter(|least| worth > least.0) {
            *least = Reverse(worth);
        }
    }

    fn harvest(self) -> Self::Fruit {
        (self.best.into_iter().map(|Reverse(worth)| worth).collect(), self.all, self.ended)
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
mod tests {
    use tantivy::query::AllQuery;
    use tantivy::schema::{INDEXED, Schema};
    use tantivy::{Index, TantivyDocument};

    use super::Look;

    #[test]
    fn a_look_ends_at_its_budget() {
        let mut schema = Schema::builder();
        let field = schema.add_u64_field("n", INDEXED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).expect("a writer");
        for part in 0..2 {
            for n in 0..10 {
                let mut document = TantivyDocument::default();
                document.add_u64(field, part * 10 + n);
                writer.add_document(document).expect("added");
            }
            writer.commit().expect("committed");
        }
        let searcher = index.reader().expect("a reader").searcher();
        let check = |limit: usize, budget: usize, expected: (usize, usize, bool)| {
            let seen = searcher.search(&AllQuery, &Look { limit, budget, documents: 20 }).expect("an answer");
            assert_eq!((seen.top.len(), seen.all.len(), seen.ended), expected, "{limit} {budget}");
        };
        check(3, 100, (3, 20, false));
        check(30, 100, (20, 20, false));
        check(3, 20, (3, 20, false));
        check(3, 10, (3, 10, true));
        // What is wanted is looked at whatever the budget.
        check(8, 2, (8, 16, true));
    }
}
