//! The first look at the documents that fulfil a condition: the best of them by the score of the index, and how many there are.
//!
//! Where there are many, several threads look: each takes the next stretch of the index that nobody has taken, and what they found is
//! put together in the order of the index, so that the outcome is that of one thread.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet as _, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::threads;

/// Documents of the index, fulfilling or not, that a thread takes at a time.
const STRETCH: u32 = 512;

/// A condition that is cheaper to go through, in documents of a plain list, is not worth a second thread: to begin one costs a new
/// process as much as some ten thousand of them. Tests have smaller indexes.
const WORTH_A_THREAD: u64 = if cfg!(test) { 8_000 } else { 40_000 };

/// A look. It ends after so many documents, each part of the index in its share of them: of the words of half an archive no more can
/// be asked than what is best about them.
pub(super) struct Look {
    /// How many of the best are wanted.
    pub limit: usize,
    pub budget: Budget,
}

/// What a look may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// After how many documents it ends.
    pub documents: usize,
    /// What one of them costs beside one of a plain list. Where conditions meet, the index knows no more than the cost of the rarest.
    pub each: u64,
}

/// What was seen.
#[derive(Default)]
pub(super) struct Seen {
    /// The best, best first; of equals the first.
    pub top: Vec<DocAddress>,
    /// All that were seen, in the order of the index.
    pub all: Vec<DocAddress>,
    /// Are there more?
    pub ended: bool,
}

/// All documents that fulfil a condition, in the order of the index.
pub(super) fn all(searcher: &Searcher, condition: &dyn Query) -> tantivy::Result<Vec<DocAddress>> {
    let weight = condition.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let found = go_through(searcher, weight.as_ref(), None, |_| usize::MAX)?;
    Ok(found.into_iter().flat_map(|(ord, hits)| hits.into_iter().map(move |(doc, _)| DocAddress::new(ord, doc))).collect())
}

impl Look {
    /// Looks at what fulfils a condition.
    pub(super) fn at(&self, searcher: &Searcher, condition: &dyn Query) -> tantivy::Result<Seen> {
        let weight = condition.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let found = go_through(searcher, weight.as_ref(), Some(self.budget.each), |reader| self.share(searcher, reader))?;
        let mut seen = Seen::default();
        let mut best: Vec<Worth> = Vec::new();
        let mut room: Vec<usize> = searcher.segment_readers().iter().map(|reader| self.share(searcher, reader)).collect();
        for (ord, hits) in found {
            let Some(room) = room.get_mut(ord as usize) else { continue };
            seen.ended |= hits.len() > *room;
            for (doc, score) in hits.into_iter().take(*room) {
                *room -= 1;
                let at = DocAddress::new(ord, doc);
                seen.all.push(at);
                // Scores are none below zero, so their bits are in their order.
                best.push((score.max(0.0).to_bits(), Reverse(at)));
            }
        }
        if best.len() > self.limit {
            best.select_nth_unstable_by(self.limit, |a, b| b.cmp(a));
            best.truncate(self.limit);
        }
        best.sort_unstable_by(|a, b| b.cmp(a));
        seen.top = best.into_iter().map(|(_, Reverse(at))| at).collect();
        Ok(seen)
    }

    /// How many documents of a part of the index are looked at.
    fn share(&self, searcher: &Searcher, reader: &SegmentReader) -> usize {
        let share = self.budget.documents as u64 * u64::from(reader.max_doc()) / searcher.num_docs().max(1);
        usize::try_from(share).unwrap_or(usize::MAX).max(self.limit)
    }
}

/// Goes through what fulfils a condition, in each part of the index up to its share and one beyond it; gives that of each stretch,
/// scored where it is said what a document costs.
fn go_through(
    searcher: &Searcher,
    weight: &dyn Weight,
    scored: Option<u64>,
    share: impl Fn(&SegmentReader) -> usize,
) -> tantivy::Result<Vec<(SegmentOrdinal, Hits)>> {
    let part = |reader| Part { reader, share: share(reader), found: AtomicUsize::new(0) };
    let parts: Vec<Part<'_>> = searcher.segment_readers().iter().map(part).collect();
    let Some(part) = parts.first() else { return Ok(Vec::new()) };
    let first = weight.scorer(part.reader, 1.0)?;
    let cost = first.cost().saturating_mul(parts.len() as u64).saturating_mul(scored.unwrap_or(1));
    let dear = cost >= WORTH_A_THREAD;
    let (step, threads) = if dear { (STRETCH, threads::many()) } else { (DocId::MAX, 1) };
    let of_part = |(ord, part): (SegmentOrdinal, &Part<'_>)| {
        (0..part.reader.max_doc()).step_by(step as usize).map(move |from| (ord, from..from.saturating_add(step)))
    };
    let stretches = (0u32..).zip(&parts).flat_map(of_part).collect();
    let work = Work { weight, scored: scored.is_some(), parts, stretches, next: AtomicUsize::new(0) };
    let shares = std::iter::once(Some(first)).chain((1..threads).map(|_| None)).collect();
    let mut found = Vec::new();
    for done in threads::at_once(shares, |first| work.part_of(first)) {
        found.extend(done?);
    }
    found.sort_unstable_by_key(|(nth, _)| *nth);
    Ok(found.into_iter().filter_map(|(nth, hits)| Some((work.stretches.get(nth)?.0, hits))).collect())
}

/// A document with its score, in the order of their worth.
type Worth = (u32, Reverse<DocAddress>);

/// A part of the index.
struct Part<'a> {
    reader: &'a SegmentReader,
    /// So many of its documents are looked at.
    share: usize,
    /// So many were found by those who are done with their stretches.
    found: AtomicUsize,
}

/// Documents of one stretch with their scores.
type Hits = Vec<(DocId, Score)>;

/// What the threads share.
struct Work<'a> {
    weight: &'a dyn Weight,
    scored: bool,
    parts: Vec<Part<'a>>,
    /// The stretches of all parts, in order.
    stretches: Vec<(SegmentOrdinal, Range<DocId>)>,
    /// The first that nobody has taken.
    next: AtomicUsize,
}

impl Work<'_> {
    /// What one thread does of it; gives the stretches in which it has found something. `first` are the documents of the first part,
    /// where somebody has begun with them.
    fn part_of(&self, first: Option<Box<dyn Scorer>>) -> tantivy::Result<Vec<(usize, Hits)>> {
        let mut found = Vec::new();
        let mut open = first.map(|scorer| (0, scorer));
        loop {
            let nth = self.next.load(Ordering::Acquire);
            let Some((ord, stretch)) = self.stretches.get(nth).cloned() else { return Ok(found) };
            let Some(part) = self.parts.get(ord as usize) else { return Ok(found) };
            // All stretches before this one are taken: if those that are done hold enough, no more is needed of this part. Read
            // before it is taken, so that none behind it can be among them.
            let enough = part.found.load(Ordering::Acquire) > part.share;
            if self.next.compare_exchange(nth, nth + 1, Ordering::AcqRel, Ordering::Relaxed).is_err() || enough {
                continue;
            }
            let scorer = match &mut open {
                Some((at, scorer)) if *at == ord => scorer,
                _ => &mut open.insert((ord, self.weight.scorer(part.reader, 1.0)?)).1,
            };
            let alive = part.reader.alive_bitset();
            let end = stretch.end.min(part.reader.max_doc());
            let mut hits = Hits::new();
            let mut doc = if scorer.doc() < stretch.start { scorer.seek(stretch.start) } else { scorer.doc() };
            while doc < end && hits.len() <= part.share {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    hits.push((doc, if self.scored { scorer.score() } else { 0.0 }));
                }
                doc = scorer.advance();
            }
            if !hits.is_empty() {
                part.found.fetch_add(hits.len(), Ordering::Release);
                found.push((nth, hits));
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
mod tests {
    use tantivy::query::{AllQuery, Query, TermQuery};
    use tantivy::schema::{INDEXED, IndexRecordOption, Schema};
    use tantivy::{DocAddress, Index, TantivyDocument, Term};

    use super::{Budget, Look};

    /// An index of so many parts of so many documents; every third has the number 0.
    fn index(parts: u64, documents: u64) -> tantivy::Searcher {
        let mut schema = Schema::builder();
        let field = schema.add_u64_field("n", INDEXED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).expect("a writer");
        writer.set_merge_policy(Box::new(tantivy::indexer::NoMergePolicy));
        for _ in 0..parts {
            for n in 0..documents {
                let mut document = TantivyDocument::default();
                document.add_u64(field, n % 3);
                writer.add_document(document).expect("added");
            }
            writer.commit().expect("committed");
        }
        index.reader().expect("a reader").searcher()
    }

    #[test]
    fn a_look_ends_at_its_budget() {
        let searcher = index(2, 10);
        let check = |limit: usize, budget: usize, expected: (usize, usize, bool)| {
            let seen = Look { limit, budget: Budget { documents: budget, each: 1 } }.at(&searcher, &AllQuery).expect("an answer");
            assert_eq!((seen.top.len(), seen.all.len(), seen.ended), expected, "{limit} {budget}");
        };
        check(3, 100, (3, 20, false));
        check(30, 100, (20, 20, false));
        check(3, 20, (3, 20, false));
        check(3, 10, (3, 10, true));
        // What is wanted is looked at whatever the budget.
        check(8, 2, (8, 16, true));
    }

    #[test]
    fn many_threads_see_what_one_sees() {
        let searcher = index(2, 6_000);
        let field = searcher.schema().get_field("n").expect("a field");
        let third = TermQuery::new(Term::from_field_u64(field, 0), IndexRecordOption::Basic);
        let check = |query: &dyn Query, every: u32, budget: usize| {
            let all = |ord: u32| (0..6_000).step_by(every as usize).map(move |doc| DocAddress::new(ord, doc));
            let share = budget / 2;
            let expected: Vec<DocAddress> = all(0).take(share).chain(all(1).take(share)).collect();
            let held = 6_000 / every as usize;
            for _ in 0..20 {
                let seen =
                    Look { limit: 10, budget: Budget { documents: budget, each: 1 } }.at(&searcher, query).expect("an answer");
                assert_eq!((seen.all.len(), seen.ended), (expected.len(), held > share), "{every} {budget}");
                assert_eq!(seen.all, expected, "{every} {budget}");
                let every = super::all(&searcher, query).expect("an answer");
                assert_eq!(every, all(0).chain(all(1)).collect::<Vec<_>>());
                assert_eq!(seen.top, expected.iter().take(10).copied().collect::<Vec<_>>(), "of equals the first");
            }
        };
        check(&AllQuery, 1, 100_000);
        check(&AllQuery, 1, 3_000);
        check(&AllQuery, 1, 20);
        check(&third, 3, 100_000);
        check(&third, 3, 2_500);
    }
}
