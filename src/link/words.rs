//! Owns how words are compared when documents are linked: without case, with tone placement ignored, short forms written out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One syllable under which `Hoà` and `hòa` meet and `hòa` and `họa` do not: lower case, the tone mark moved to its end.
#[must_use]
pub fn syllable(word: &str) -> String {
    let mut tone = None;
    let mut out: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| {
            let is_tone = matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            if is_tone {
                tone = Some(*c);
            }
            !is_tone
        })
        .map(|c| if c == '\u{f0}' { 'đ' } else { c })
        .nfc()
        .collect();
    out.extend(tone);
    out
}

/// The letters of a word without any mark, `đ` as `d`; lower case.
#[must_use]
pub fn bare(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if matches!(c, 'đ' | '\u{f0}') { 'd' } else { c })
        .collect()
}

/// What a short form stands for.
struct Short {
    words: Vec<String>,
    /// In small letters it is mostly another word.
    only_capitals: bool,
}

/// Short forms by their syllable. Of several readings the first counts: a comparison needs one reading, not the right one.
static SHORT: LazyLock<BTreeMap<String, Short>> = LazyLock::new(|| {
    let tables = [include_str!("../tables/abbreviations.tsv"), include_str!("../tables/short_forms.tsv")];
    let lines = tables.iter().flat_map(|t| t.lines()).filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (short, readings) = (cells.next()?, cells.next()?);
            let words = readings.split('|').next()?.split(' ').map(syllable).collect();
            Some((syllable(short), Short { words, only_capitals: cells.next() == Some("caps") }))
        })
        .collect()
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
            match word.parse::<u16>() {
                Ok(year) if (1945..2100).contains(&year) => gist.years.push(year),
                _ => gist.words.push(hash(&word)),
            }
        }
        gist.words.sort_unstable();
        gist.words.dedup();
        gist.years.sort_unstable();
        gist.years.dedup();
        gist
    }

    /// Has each five telling words, and the other none of them? Symmetric.
    #[must_use]
    pub fn is_apart(&self, other: &Self) -> bool {
        self.words.len().min(other.words.len()) >= 5 && !self.words.iter().any(|w| other.words.binary_search(w).is_ok())
    }

    /// How this one stands to another. Symmetric.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        let shorter = self.words.len().min(other.words.len());
        if shorter < 2 {
            return Likeness::Unknown;
        }
        let shared = self.words.iter().filter(|w| other.words.binary_search(w).is_ok()).count();
        let years_part =
            !self.years.is_empty() && !other.years.is_empty() && !self.years.iter().any(|y| other.years.binary_search(y).is_ok());
        if years_part {
            Likeness::Other
        } else if shared * 10 >= shorter * 7 && (shared >= 3 || shorter == shared) {
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
        check("kế hoạch năm", "ban hành kế hoạch", Likeness::Unknown);
    }
}
