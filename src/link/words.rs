//! Owns how words are compared when documents are linked: without case, with tone placement ignored, short forms written out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::{ShortForm, short_forms};

/// A letter taken apart: without its tone, its tone mark, without any mark.
#[derive(Debug, Clone, Copy)]
struct Letter {
    toneless: char,
    tone: Option<char>,
    bare: char,
}

/// One past the last letter of the table: it ends after the Vietnamese letters of Latin Extended Additional.
const TABLE_END: u32 = 0x1f00;

/// Letters by code point. Decomposing each anew costs more than all else in linking.
static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    let parts = |c: char| {
        let lower = if c == '\u{d0}' { 'đ' } else { c.to_lowercase().next().unwrap_or(c) };
        let lower = if lower == '\u{f0}' { 'đ' } else { lower };
        let tone = std::iter::once(lower).nfd().find(|c| is_tone(*c));
        let toneless = std::iter::once(lower).nfd().filter(|c| !is_tone(*c)).nfc().next().unwrap_or(lower);
        let plain = std::iter::once(lower).nfd().next().unwrap_or(lower);
        Letter { toneless, tone, bare: if plain == 'đ' { 'd' } else { plain } }
    };
    (0..TABLE_END).map(|n| parts(char::from_u32(n).unwrap_or(' '))).collect()
});

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// The letters of a word that is composed (NFC); `None` for one with loose marks or letters outside the table.
fn letters(word: &str) -> Option<impl Iterator<Item = Letter>> {
    let known = |c: char| u32::from(c) < TABLE_END && !is_combining_mark(c) && c != 'İ';
    word.chars().all(known).then(|| word.chars().filter_map(|c| LETTERS.get(u32::from(c) as usize).copied()))
}

/// One syllable under which `Hoà` and `hòa` meet and `hòa` and `họa` do not: lower case, the tone mark moved to its end.
#[must_use]
pub fn syllable(word: &str) -> String {
    if let Some(letters) = letters(word) {
        let mut tone = None;
        let mut out = String::with_capacity(word.len() + 2);
        for letter in letters {
            tone = letter.tone.or(tone);
            out.push(letter.toneless);
        }
        out.extend(tone);
        return out;
    }
    let composed: String = word.nfc().collect();
    if composed != word && letters(&composed).is_some() { syllable(&composed) } else { composed.to_lowercase() }
}

/// The letters of a word without any mark, `đ` as `d`; lower case. Takes words and [`syllable`]s.
#[must_use]
pub fn bare(word: &str) -> String {
    let marks = |c: &char| !is_combining_mark(*c);
    let letter = |c: char| LETTERS.get(u32::from(c) as usize).map_or(c, |l| l.bare);
    word.chars().filter(marks).map(letter).collect()
}

/// What a short form stands for.
struct Short {
    words: Vec<String>,
    /// In small letters it is mostly another word.
    only_capitals: bool,
}

/// Short forms by their syllable. Of several readings the first counts: a comparison needs one reading, not the right one.
static SHORT: LazyLock<BTreeMap<String, Short>> = LazyLock::new(|| {
    let row = |form: &ShortForm| {
        let words = form.first().split(' ').map(syllable).collect();
        (syllable(form.short), Short { words, only_capitals: form.only_capitals })
    };
    short_forms().iter().map(row).collect()
});

/// The syllables of a text in order, short forms written out; digits are kept, punctuation parts.
#[must_use]
pub fn syllables(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    // `&` joins letters inside a short form: `GD&ĐT`.
    let joined = text.replace('&', "");
    for word in joined.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|w| !w.is_empty()) {
        let key = syllable(word);
        match SHORT.get(&key) {
            Some(short) if !short.only_capitals || !word.contains(char::is_lowercase) => out.extend(short.words.iter().cloned()),
            _ => out.push(key),
        }
    }
    out
}

/// Words of a subject that say little: they stand in most subjects.
static STOP: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = "về việc của và trên địa bàn năm các một số cho theo tại từ đến trong với được là để do có những này thực hiện \
                 triển khai tổ chức công tác ban hành kế hoạch quyết định báo cáo";
    let mut words: Vec<String> = words.split_whitespace().map(bare).collect();
    words.sort_unstable();
    words
});

/// What a subject says, as a set to be compared with another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gist {
    /// Hashes of its telling words without marks, sorted, each once.
    words: Vec<u64>,
    /// Years it names, sorted, each once.
    years: Vec<u16>,
    /// Other numbers it names (`tháng 5`, `đợt 2`), sorted, each once.
    numbers: Vec<u32>,
}

/// How two subjects stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// One of them is absent or too short to tell.
    Unknown,
    /// They share so many telling words that one is the other, perhaps cut or reworded.
    Strong,
    /// They share some.
    Some,
    /// They share next to nothing, or speak of different years.
    Other,
}

impl Gist {
    /// The gist of a subject.
    #[must_use]
    pub fn of(subject: &str) -> Self {
        let mut gist = Self::default();
        for word in syllables(subject) {
            let word = bare(&word);
            if STOP.binary_search(&word).is_ok() {
                continue;
            }
            match word.parse::<u32>() {
                Ok(year @ 1945..2100) => gist.years.extend(u16::try_from(year)),
                Ok(number) => gist.numbers.push(number),
                Err(_) => gist.words.push(hash(&word)),
            }
        }
        gist.words.sort_unstable();
        gist.words.dedup();
        gist.years.sort_unstable();
        gist.years.dedup();
        gist.numbers.sort_unstable();
        gist.numbers.dedup();
        gist
    }

    /// Is there enough of it to tell it from another?
    #[must_use]
    pub fn is_telling(&self) -> bool {
        self.words.len() >= 4
    }

    /// Two marks, of which two texts of one subject share one at least, unless many of their words differ; none where it says
    /// too little.
    pub(super) fn marks(&self) -> Vec<u64> {
        // Hashes order the words as if at random, so that a word that one text lacks rarely lies at both ends.
        let mark = |a: &u64, b: &u64| a.rotate_left(1) ^ b;
        let mut marks = match self.words.as_slice() {
            [a, b, .., y, z] => vec![mark(a, b), mark(y, z)],
            [a, .., z] => vec![mark(a, z)],
            _ => Vec::new(),
        };
        marks.dedup();
        marks
    }

    /// What can be told of it at a glance.
    #[must_use]
    pub(super) fn glance(&self) -> Glance {
        let bits = self.words.iter().fold(0, |bits, word| bits | 1 << (word % Glance::BITS));
        Glance(bits | (self.words.len() as u64).min(Glance::MANY) << Glance::BITS)
    }

    /// Does it name this year?
    #[must_use]
    pub fn names_year(&self, year: u16) -> bool {
        self.years.binary_search(&year).is_ok()
    }

    /// Is one the other, word for word, perhaps cut at its end? What recurs each month or year differs in its numbers.
    #[must_use]
    pub fn is_equal_or_cut(&self, other: &Self) -> bool {
        let shorter = self.words.len().min(other.words.len());
        shorter >= 4 && self.shared(other) * 10 >= shorter * 9 && !self.is_of_other_numbers(other)
    }

    fn shared(&self, other: &Self) -> usize {
        self.words.iter().filter(|w| other.words.binary_search(w).is_ok()).count()
    }

    /// Has each five telling words, and the other none of them? Symmetric.
    #[must_use]
    pub fn is_apart(&self, other: &Self) -> bool {
        self.words.len().min(other.words.len()) >= 5 && !self.words.iter().any(|w| other.words.binary_search(w).is_ok())
    }

    /// Do both name numbers (`đợt 2`, `tháng 5`), and none in common? Symmetric.
    #[must_use]
    pub fn is_of_other_numbers(&self, other: &Self) -> bool {
        parted(&self.numbers, &other.numbers)
    }

    /// How this one stands to another. Symmetric.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        let shorter = self.words.len().min(other.words.len());
        if shorter < 2 {
            return Likeness::Unknown;
        }
        let shared = self.shared(other);
        let years_part = parted(&self.years, &other.years);
        let numbers_part = self.is_of_other_numbers(other);
        if years_part || numbers_part && shared * 10 < shorter * 7 {
            Likeness::Other
        } else if shared * 10 >= shorter * 7 && (shared >= 3 || shorter == shared) && !numbers_part {
            Likeness::Strong
        } else if shared * 10 >= shorter * 4 && shared >= 2 {
            Likeness::Some
        } else if shared * 100 <= shorter * 15 && shorter >= 4 {
            Likeness::Other
        } else {
            Likeness::Unknown
        }
    }
}

/// A gist's words at a glance: a bit for each in the lower 56, and how many they are in the upper 8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Glance(pub(super) u64);

impl Glance {
    const BITS: u64 = 56;
    const MANY: u64 = 255;

    /// Could the two gists be [`Likeness::Strong`]? `false` only where they are not.
    pub(super) fn may_be_strong(self, other: Self) -> bool {
        let words = |mark: Self| mark.0 >> Self::BITS;
        let bits = |mark: Self| mark.0 & ((1 << Self::BITS) - 1);
        let ones = |bits: u64| u64::from(bits.count_ones());
        if words(self).max(words(other)) >= Self::MANY {
            return true;
        }
        // Words that share a bit make common words look fewer, by as many as either side has of them.
        let hidden = |mark: Self| words(mark) - ones(bits(mark));
        let shorter = words(self).min(words(other));
        let needed = (shorter * 7).div_ceil(10).max(2);
        shorter >= 2 && ones(bits(self) & bits(other)) + hidden(self).min(hidden(other)) >= needed
    }
}

/// Do both name some, and none in common? Both are sorted.
fn parted<T: Ord>(a: &[T], b: &[T]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|x| b.binary_search(x).is_ok())
}

/// Do two subjects speak of one thing, perhaps cut or reworded? `strictly`: nearly word for word, of the same year and numbers.
#[must_use]
pub fn subjects_alike(a: &str, b: &str, strictly: bool) -> bool {
    match Gist::of(a).likeness(&Gist::of(b)) {
        Likeness::Strong => true,
        Likeness::Some => !strictly,
        Likeness::Unknown | Likeness::Other => false,
    }
}

/// Do two subjects speak of different things? Only where both have five telling words and share none of them.
#[must_use]
pub fn subjects_apart(a: &str, b: &str) -> bool {
    Gist::of(a).is_apart(&Gist::of(b))
}

/// FNV-1a: the same on every machine and in every run.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{Gist, Likeness, syllable, syllables};

    #[test]
    fn tone_placement_and_case_do_not_part_words_and_marks_do() {
        for (a, b, same) in
            [("Hoà", "hòa", true), ("UỶ", "ủy", true), ("hòa", "họa", false), ("Đ", "\u{d0}", true), ("dung", "dũng", false)]
        {
            assert_eq!(syllable(a) == syllable(b), same, "{a} {b}");
        }
        assert_eq!(syllables("UBND xã"), syllables("Uỷ ban nhân dân  xã"));
    }

    #[test]
    fn subjects_are_compared_by_telling_words_and_years() {
        let check = |a: &str, b: &str, want: Likeness| {
            assert_eq!(Gist::of(a).likeness(&Gist::of(b)), want, "{a} | {b}");
            assert_eq!(Gist::of(b).likeness(&Gist::of(a)), want, "{b} | {a}");
        };
        check("rà soát TTHC năm 2023", "Rà soát, đánh giá thủ tục hành chính năm 2023 trên địa bàn xã", Likeness::Strong);
        check("rà soát TTHC năm 2022", "Rà soát, đánh giá thủ tục hành chính năm 2023", Likeness::Other);
        check("phòng chống cháy rừng mùa khô", "tiêm phòng vắc xin cho đàn gia súc", Likeness::Unknown);
        check("tu sửa kênh mương nội đồng", "tuyển quân và gọi công dân nhập ngũ", Likeness::Other);
        check("báo cáo kinh tế xã hội tháng 5", "Báo cáo tình hình kinh tế xã hội tháng 6", Likeness::Some);
        check("kế hoạch năm", "ban hành kế hoạch", Likeness::Unknown);
    }
}
