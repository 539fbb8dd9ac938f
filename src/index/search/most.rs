//! The condition that some of many conditions hold. They are asked of one document at a time, the rare ones first, so that the dear
//! and the frequent ones are asked only where it matters.

use std::cmp::Reverse;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SeekDangerResult, SegmentReader, TERMINATED};

use super::walk::{Condition, Walk};

/// The condition; its score is the sum of those that were asked and hold.
#[derive(Debug)]
pub(super) struct Most {
    conditions: Vec<Box<dyn Query>>,
    /// So many must hold, at least 1.
    least: usize,
    /// Those beyond so many are asked, too, for the score.
    all: bool,
}

impl Most {
    /// So many of these must hold; all are asked for the score.
    pub(super) fn of(conditions: Vec<Box<dyn Query>>, least: usize) -> Self {
        Self { conditions, least: least.max(1), all: true }
    }

    /// One of these must hold; the score is that of the first that is found to.
    pub(super) fn one(conditions: Vec<Box<dyn Query>>) -> Self {
        Self { conditions, least: 1, all: false }
    }
}

impl Clone for Most {
    fn clone(&self) -> Self {
        Self { conditions: self.conditions.iter().map(|c| c.box_clone()).collect(), least: self.least, all: self.all }
    }
}

impl Query for Most {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.conditions.iter().map(|c| c.weight(scoring)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(MostWeight { weights, least: self.least, all: self.all }))
    }
}

struct MostWeight {
    weights: Vec<Box<dyn Weight>>,
    least: usize,
    all: bool,
}

impl MostWeight {
    /// The condition in one part of the index, asked from this document on.
    fn found(&self, reader: &SegmentReader, target: DocId, boost: Score) -> tantivy::Result<Found> {
        let mut parts = Vec::with_capacity(self.weights.len());
        for weight in &self.weights {
            let (found, scorer) = weight.scorer_danger(reader, target, boost)?;
            let (from, there) = match found {
                SeekDangerResult::Found => (target, true),
                SeekDangerResult::SeekLowerBound(next) => (next, false),
            };
            parts.push(Part { scorer, from, there });
        }
        if self.all || self.least > 1 {
            parts.sort_by_key(|part| part.scorer.cost());
        } else {
            // The first that holds is enough, so the likeliest is asked first.
            parts.sort_by_key(|part| Reverse(part.scorer.size_hint()));
        }
        // A document that none of these holds for cannot have enough of the others.
        let leads = (parts.len() + 1).saturating_sub(self.least);
        Ok(Found { parts, leads, least: self.least, all: self.all })
    }
}

impl Weight for MostWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(Walk::through(self.found(reader, 0, boost)?)))
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        let (found, walk) = Walk::around(self.found(reader, target, boost)?, target);
        Ok((found, Box::new(walk)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("enough of the conditions hold", 1.0))
    }
}

/// One of the conditions.
struct Part {
    scorer: Box<dyn Scorer>,
    /// No document before this one, of those that are still to be asked for.
    from: DocId,
    /// This very one, and the scorer stands on it.
    there: bool,
}

impl Part {
    /// Does it hold for a document? They must be asked for in order.
    fn at(&mut self, target: DocId) -> bool {
        if self.from < target || self.from == target && !self.there {
            (self.from, self.there) = match self.scorer.seek_danger(target) {
                SeekDangerResult::Found => (target, true),
                SeekDangerResult::SeekLowerBound(next) => (next, false),
            };
        }
        self.there && self.from == target
    }
}

/// The condition in one part of the index.
struct Found {
    parts: Vec<Part>,
    leads: usize,
    least: usize,
    all: bool,
}

impl Condition for Found {
    fn at(&mut self, target: DocId) -> SeekDangerResult {
        let (mut holding, mut next) = (0, TERMINATED);
        let n = self.parts.len();
        for (i, part) in self.parts.iter_mut().enumerate() {
            if i == self.leads && holding == 0 {
                return SeekDangerResult::SeekLowerBound(next);
            }
            let enough = if self.all { i >= self.leads && holding + (n - i) < self.least } else { holding >= self.least };
            if enough {
                break;
            }
            if part.at(target) {
                holding += 1;
            } else if i < self.leads {
                next = next.min(part.from);
            }
        }
        if holding >= self.least {
            SeekDangerResult::Found
        } else if holding == 0 {
            SeekDangerResult::SeekLowerBound(next)
        } else {
            SeekDangerResult::SeekLowerBound(target + 1)
        }
    }

    fn score(&mut self, doc: DocId) -> Score {
        self.parts.iter_mut().filter(|part| part.there && part.from == doc).map(|part| part.scorer.score()).sum()
    }

    fn size_hint(&self) -> u32 {
        self.parts.iter().take(self.leads).fold(0, |sum, part| sum.saturating_add(part.scorer.size_hint()))
    }

    fn cost(&self) -> u64 {
        self.parts.iter().take(self.leads).map(|part| part.scorer.cost()).sum()
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
mod tests {
    use tantivy::collector::DocSetCollector;
    use tantivy::query::{BooleanQuery, Occur, Query, QueryClone as _, TermQuery};
    use tantivy::schema::{INDEXED, IndexRecordOption, Schema};
    use tantivy::{Index, TantivyDocument, Term};

    use super::Most;

    #[test]
    fn enough_of_them_hold() {
        let mut schema = Schema::builder();
        let field = schema.add_u64_field("divisor", INDEXED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).expect("a writer");
        for n in 0..1_000u64 {
            let mut document = TantivyDocument::default();
            (2..24).filter(|divisor| n % divisor == 0).for_each(|divisor| document.add_u64(field, divisor));
            writer.add_document(document).expect("added");
        }
        writer.commit().expect("committed");
        let searcher = index.reader().expect("a reader").searcher();
        let by =
            |n: u64| -> Box<dyn Query> { Box::new(TermQuery::new(Term::from_field_u64(field, n), IndexRecordOption::Basic)) };
        let found = |query: &dyn Query| {
            let mut found: Vec<u32> =
                searcher.search(query, &DocSetCollector).expect("an answer").into_iter().map(|at| at.doc_id).collect();
            found.sort_unstable();
            found
        };
        let check = |divisors: &[u64], least: usize| {
            let holds = |n: u32| divisors.iter().filter(|d| u64::from(n) % **d == 0).count() >= least;
            let conditions = || divisors.iter().map(|d| by(*d)).collect::<Vec<_>>();
            let expected: Vec<u32> = (0..1_000).filter(|n| holds(*n)).collect();
            let most = Most::of(conditions(), least);
            assert_eq!(found(&most), expected, "{divisors:?} {least}");
            // Asked beside another condition, as one of several, and for what must not hold.
            let beside = BooleanQuery::intersection(vec![by(7), most.box_clone()]);
            assert_eq!(
                found(&beside),
                expected.iter().copied().filter(|n| n % 7 == 0).collect::<Vec<_>>(),
                "{divisors:?} {least}"
            );
            let either = Most::one(vec![most.box_clone(), by(13)]);
            let all = (0..1_000).filter(|n| holds(*n) || n % 13 == 0).collect::<Vec<_>>();
            assert_eq!(found(&either), all, "{divisors:?} {least}");
            let without = BooleanQuery::new(vec![(Occur::Must, by(2)), (Occur::MustNot, most.box_clone())]);
            let rest = (0..1_000).filter(|n| n % 2 == 0 && !holds(*n)).collect::<Vec<_>>();
            assert_eq!(found(&without), rest, "{divisors:?} {least}");
            if least == 1 {
                assert_eq!(found(&Most::one(conditions())), expected, "{divisors:?}");
            }
        };
        check(&[3], 1);
        check(&[3, 5], 1);
        check(&[3, 5, 17], 1);
        check(&[2, 3, 5, 11], 2);
        check(&[2, 3, 5, 11], 3);
        check(&[2, 4, 8, 16, 19], 4);
        check(&[6, 10, 15], 3);
        check(&[6, 10], 3);
        check(&[23, 3], 1);
        check(&[], 1);
    }
}
