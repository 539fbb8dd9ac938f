//! Owns the look-up tables whose keys are the program's own words: maps and sets with a hash made for words.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map from words. Its keys come from the program's tables, never from a document, so that nobody can choose keys that collide.
pub(crate) type Table<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// A set of words; see [`Table`].
pub(crate) type WordSet = HashSet<&'static str, BuildHasherDefault<WordHasher>>;

/// Hashes eight bytes at a step: most words are one or two steps long.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    fn step(&mut self, bytes: u64) {
        // The fraction of the golden ratio, as an odd number.
        self.0 = (self.0.rotate_left(5) ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((eight, after)) = rest.split_first_chunk() {
            self.step(u64::from_le_bytes(*eight));
            rest = after;
        }
        self.step(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }

    fn write_u8(&mut self, byte: u8) {
        self.step(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        // A product's high bits are the better mixed ones; a map takes its place from the low ones.
        self.0 ^ (self.0 >> 32)
    }
}
