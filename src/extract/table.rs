//! Owns how the program's own words are looked up: maps and sets with a hash made for short words, and the search for a few words
//! at once.

use aho_corasick::{AhoCorasick, Match, MatchKind, packed};
use rustc_hash::{FxHashMap, FxHashSet};

/// A map from words. Its keys come from the program's tables, never from a document, so that nobody can choose keys that collide.
pub(crate) type Table<K, V> = FxHashMap<K, V>;

/// A set of words; see [`Table`].
pub(crate) type WordSet = FxHashSet<&'static str>;

/// A search for a few words at once. The bytes that a usual search takes for rare are the most frequent ones of Vietnamese, so
/// the packed one is taken wherever the processor has the instructions for it.
#[derive(Debug)]
pub(crate) enum Needles {
    Packed(packed::Searcher),
    Plain(AhoCorasick),
}

impl Needles {
    /// A search for these words; `None` if there is none of them.
    pub(crate) fn of(words: &[&str]) -> Option<Self> {
        packed::Searcher::new(words).map(Self::Packed).or_else(|| Self::plain(words))
    }

    fn plain(words: &[&str]) -> Option<Self> {
        let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words).ok();
        searcher.filter(|_| !words.is_empty()).map(Self::Plain)
    }

    /// All places of the words, in order, none over another; of two at one place the one that was named first.
    pub(crate) fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Match> + 'a {
        let (packed, plain) = match self {
            Self::Packed(searcher) => (Some(searcher.find_iter(text)), None),
            Self::Plain(searcher) => (None, Some(searcher.find_iter(text))),
        };
        packed.into_iter().flatten().chain(plain.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::Needles;

    #[test]
    fn both_searches_find_the_same() {
        let words = ["luật", "pháp lệnh", "pháp", "đã nêu"];
        let text = "pháp luật, Pháp lệnh, pháp lệnh; như đã nêu ở luật".repeat(9);
        let of = |needles: Option<Needles>| -> Vec<(usize, usize)> {
            needles.iter().flat_map(|n| n.find_iter(&text)).map(|m| (m.pattern().as_usize(), m.start())).collect()
        };
        let found = of(Needles::of(&words));
        assert_eq!(found, of(Needles::plain(&words)));
        assert_eq!(found.len(), 45);
        assert!(Needles::of(&[]).is_none());
    }
}
