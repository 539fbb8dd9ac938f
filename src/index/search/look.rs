//! The first look at the documents that fulfil a condition: the best of them by the score of the index, and how many there are.
//!
//! Where there are many, several threads look: each takes the next stretch of the index that nobody has taken, and what they found is
//! put together in the order of the index, so that the outcome is that of one thread.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet as _, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::threads;

/// Documents of the index, fulfilling or not, that a thread takes at a time.
const STRETCH: u32 = 512;

/// A condition that is cheaper to go through, in documents of a plain list, is not worth a second thread.
const WORTH_A_THREAD: u64 = 2_000;

/// A look. It ends after so many documents, each part of the index in its share of them: of the words of half an archive no more can
/// be asked than what is best about them.
pub(super) struct Look {
    /// How many of the best are wanted.
    pub limit: usize,
    /// After how many documents it ends.
    pub budget: usize,
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

impl Look {
    /// Looks at what fulfils a condition.
    pub(super) fn at(&self, searcher: &Searcher, condition: &dyn Query) -> tantivy::Result<Seen> {
        let weight = condition.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let documents = searcher.num_docs().max(1);
        let mut stretches = Vec::new();
        let mut parts = Vec::new();
        for (ord, reader) in (0u32..).zip(searcher.segment_readers()) {
            let share = self.budget as u64 * u64::from(reader.max_doc()) / documents;
            let share = usize::try_from(share).unwrap_or(usize::MAX).max(self.limit);
            parts.push(Part { reader, share, found: AtomicUsize::new(0) });
            stretches.extend((0..reader.max_doc()).step_by(STRETCH as usize).map(|from| (ord, from)));
        }
        let shared = Shared { weight: weight.as_ref(), parts, stretches, next: AtomicUsize::new(0) };
        let first = match shared.parts.first() {
            Some(part) => shared.weight.scorer(part.reader, 1.0)?,
            None => return Ok(Seen::default()),
        };
        let dear = first.cost().saturating_mul(shared.parts.len() as u64) >= WORTH_A_THREAD;
        let firsts = (0..if dear { threads::many() - 1 } else { 0 }).map(|_| None);
        let found = threads::at_once(std::iter::once(Some(first)).chain(firsts), |first| shared.look(first));
        let mut found: Vec<Stretch> = found.into_iter().collect::<tantivy::Result<Vec<_>>>()?.into_iter().flatten().collect();
        found.sort_unstable_by_key(|stretch| stretch.nth);
        Ok(self.together(&shared.parts, found))
    }

    /// Puts the stretches of all parts together, up to the share of each.
    fn together(&self, parts: &[Part<'_>], found: Vec<Stretch>) -> Seen {
        let mut seen = Seen::default();
        let mut best: Vec<Worth> = Vec::new();
        let mut room: Vec<usize> = parts.iter().map(|part| part.share).collect();
        for stretch in found {
            let Some(room) = room.get_mut(stretch.ord as usize) else { continue };
            seen.ended |= stretch.hits.len() > *room;
            for (doc, score) in stretch.hits.into_iter().take(*room) {
                *room -= 1;
                let at = DocAddress::new(stretch.ord, doc);
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
        seen
    }
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

/// What fulfils the condition in one stretch.
struct Stretch {
    nth: usize,
    ord: SegmentOrdinal,
    hits: Vec<(DocId, Score)>,
}

/// What the threads share.
struct Shared<'a> {
    weight: &'a dyn Weight,
    parts: Vec<Part<'a>>,
    /// The stretches of all parts, in order: the part, the first document.
    stretches: Vec<(SegmentOrdinal, DocId)>,
    /// The first that nobody has taken.
    next: AtomicUsize,
}

impl Shared<'_> {
    /// The work of one thread. `first` are the documents of the first part, where somebody has begun with them.
    fn look(&self, first: Option<Box<dyn Scorer>>) -> tantivy::Result<Vec<Stretch>> {
        let mut found = Vec::new();
        let mut open = first.map(|scorer| (0, scorer));
        loop {
            let nth = self.next.fetch_add(1, Ordering::Relaxed);
            let Some((ord, from)) = self.stretches.get(nth).copied() else { return Ok(found) };
            let Some(part) = self.parts.get(ord as usize) else { return Ok(found) };
            // All stretches before this one are taken: if those that are done hold enough, no more is needed of this part.
            if part.found.load(Ordering::Relaxed) > part.share {
                continue;
            }
            let scorer = match &mut open {
                Some((at, scorer)) if *at == ord => scorer,
                _ => &mut open.insert((ord, self.weight.scorer(part.reader, 1.0)?)).1,
            };
            let alive = part.reader.alive_bitset();
            let mut hits = Vec::new();
            let mut doc = if scorer.doc() < from { scorer.seek(from) } else { scorer.doc() };
            while doc < from.saturating_add(STRETCH).min(part.reader.max_doc()) && hits.len() <= part.share {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    hits.push((doc, scorer.score()));
                }
                doc = scorer.advance();
            }
            if !hits.is_empty() {
                part.found.fetch_add(hits.len(), Ordering::Relaxed);
                found.push(Stretch { nth, ord, hits });
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

    use super::Look;

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
            let seen = Look { limit, budget }.at(&searcher, &AllQuery).expect("an answer");
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
                let seen = Look { limit: 10, budget }.at(&searcher, query).expect("an answer");
                assert_eq!((seen.all.len(), seen.ended), (expected.len(), held > share), "{every} {budget}");
                assert_eq!(seen.all, expected, "{every} {budget}");
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
