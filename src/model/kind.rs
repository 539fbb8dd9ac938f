//! Owns the kinds of documents (tên loại): codes, names and the words that announce them, from `tables/kinds.tsv`.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A kind of document, by its code: `KH` (kế hoạch), `QĐ` (quyết định), `CV` (công văn) …
///
/// Only codes of the table can be held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(u8);

/// One row of the table of kinds.
#[derive(Debug)]
pub struct KindRow {
    /// The code, as `gold/RULES` and NĐ 30/2020 Phụ lục III write it.
    pub code: &'static str,
    /// The Vietnamese name, capitalised as at the head of a document: `Kế hoạch`.
    pub name: &'static str,
    /// The English name.
    pub english: &'static str,
    /// The letters that stand for it in a ký hiệu (`KH`, `TTr`, `TTrinh`), exact spelling; may be empty.
    pub symbols: Vec<&'static str>,
    /// Lower-case words and abbreviations that name it in running text, longest first.
    pub words: Vec<&'static str>,
}

static TABLE: LazyLock<Vec<KindRow>> = LazyLock::new(|| {
    let split = |cell: &'static str| -> Vec<&'static str> { cell.split('|').filter(|s| !s.is_empty()).collect() };
    include_str!("../tables/kinds.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let mut cells = line.split('\t');
            let mut next = || cells.next().unwrap_or_default();
            KindRow { code: next(), name: next(), english: next(), symbols: split(next()), words: split(next()) }
        })
        .collect()
});

impl Kind {
    /// All kinds, in the table's order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len()).filter_map(|i| u8::try_from(i).ok().map(Self))
    }

    /// The kind of this code; exact spelling (`QĐ`, `TTr`).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|k| k.row().code == code)
    }

    /// The kind whose letters stand in a ký hiệu: `KH` of `KH-UBND`. Case matters only where two kinds differ by it.
    #[must_use]
    pub fn from_symbol(letters: &str) -> Option<Self> {
        Self::all().find(|k| k.row().symbols.contains(&letters)).or_else(|| {
            let upper = letters.to_uppercase();
            Self::all().find(|k| k.row().symbols.iter().any(|s| s.to_uppercase() == upper))
        })
    }

    /// The kind that these lower-case words name: `kế hoạch`, `cv`.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        Self::all().find(|k| k.row().words.contains(&words))
    }

    /// Its row in the table.
    #[must_use]
    pub fn row(self) -> &'static KindRow {
        &TABLE[usize::from(self.0)]
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }
}

/// Is a document of this kind, with this year in its number, a legal text (văn bản quy phạm pháp luật)? Laws, ordinances, decrees and
/// circulars are; decisions, resolutions and directives are where their number carries the year.
#[must_use]
pub fn is_legal_text(kind: Option<Kind>, year: Option<u16>) -> bool {
    let code = kind.map_or("", Kind::code);
    matches!(code, "HP" | "BL" | "Luật" | "PL" | "NĐ" | "TT" | "TTLT" | "NQLT" | "VBHN")
        || year.is_some() && matches!(code, "" | "L" | "NQ" | "QĐ" | "CT")
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(format!("`{code}` is no code of a kind")))
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn every_row_is_whole_and_every_word_names_one_kind() {
        let mut seen = std::collections::BTreeMap::new();
        for kind in Kind::all() {
            let row = kind.row();
            assert!(!row.code.is_empty() && !row.name.is_empty() && !row.english.is_empty() && !row.words.is_empty(), "{row:?}");
            assert_eq!(Kind::from_code(row.code), Some(kind), "{row:?}");
            for word in &row.words {
                assert_eq!(*word, word.to_lowercase(), "{row:?}");
                assert_eq!(seen.insert(*word, row.code), None, "`{word}` names two kinds");
            }
        }
    }
}
