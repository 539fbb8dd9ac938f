//! Abbreviations: the table, those that documents define for themselves, and widening a query's words both ways.

use std::sync::LazyLock;

use super::analyzer::words;
use super::query::Word;
use crate::viet::fold_text;

/// An abbreviation and what it stands for, as words.
#[derive(Debug, Clone)]
pub(super) struct Abbreviation {
    short: Vec<Word>,
    long: Vec<Word>,
    /// Small letters are mostly another word.
    capitals: bool,
}

impl Abbreviation {
    /// One of an archive's own table, or learned.
    pub(super) fn new(short: &str, long: &str, capitals: bool) -> Self {
        Self { short: Word::all(short), long: Word::all(long), capitals }
    }
}

static TABLE: LazyLock<Vec<Abbreviation>> = LazyLock::new(|| {
    include_str!("../tables/abbreviations.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .flat_map(|line| {
            let mut cells = line.split('\t');
            let (short, long) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
            let capitals = cells.next() == Some("caps");
            long.split('|').map(move |long| Abbreviation::new(short, long, capitals))
        })
        .collect()
});

/// What may stand at `at` beside the words themselves: how many words it replaces, and the words instead.
///
/// The longest match wins; `own` are the archive's and go before the table.
pub(super) fn widen(query: &[Word], at: usize, own: &[Abbreviation]) -> Option<(usize, Vec<Vec<Word>>)> {
    let rest = query.get(at..)?;
    let mut best: Option<(usize, Vec<Vec<Word>>)> = None;
    let mut offer = |length: usize, other: &[Word]| match &mut best {
        Some((len, others)) if *len == length => {
            if !others.iter().any(|o| same(o, other)) {
                others.push(other.to_vec());
            }
        }
        Some((len, _)) if *len > length => {}
        _ => best = Some((length, vec![other.to_vec()])),
    };
    for row in own.iter().chain(&*TABLE) {
        if begins(rest, &row.short) && (!row.capitals || row.short.len() > 1 || rest.first().is_some_and(|w| w.capitals)) {
            offer(row.short.len(), &row.long);
        }
        // A single word is no abbreviation's long form worth widening, and the short form must not be another word.
        if row.long.len() > 1 && begins(rest, &row.long) && !row.capitals {
            offer(row.long.len(), &row.short);
        }
    }
    best
}

fn same(a: &[Word], b: &[Word]) -> bool {
    a.iter().map(|w| &w.exact).eq(b.iter().map(|w| &w.exact))
}

/// Do the query's words begin with these? A word typed without marks stands for any marks.
fn begins(query: &[Word], words: &[Word]) -> bool {
    query.len() >= words.len()
        && query.iter().zip(words).all(|(q, w)| q.fold == w.fold && (!q.marked || q.exact == w.exact) && !q.prefix)
}

/// Abbreviations that a text defines: `Ban Chỉ đạo … (sau đây viết tắt là BCĐ)`, `cải cách hành chính (CCHC)`; folded, short and
/// long. Only those whose letters are the initials of the words before them.
pub(super) fn defined_in(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('(') {
        let Some(inner) = text.get(at + 1..).and_then(|rest| rest.split([')', '(', '\n']).next()) else { continue };
        // A definition is short; most parentheses are not one.
        if inner.len() > 80 {
            continue;
        }
        let Some(short) = inner.rsplit([' ', ':', '“', '"']).find(|w| !w.is_empty()) else { continue };
        let short = short.trim_matches(|c: char| !c.is_alphanumeric());
        let announced = inner.contains("tắt");
        let letters: Vec<char> = short.chars().collect();
        if !(2..=10).contains(&letters.len())
            || !letters.iter().all(|c| c.is_uppercase())
            || !(announced || inner.trim().len() == short.len())
        {
            continue;
        }
        let mut before = String::new();
        let tail_start = text.get(..at).map_or(0, |t| t.char_indices().rev().nth(120).map_or(0, |(i, _)| i));
        let tail = text.get(tail_start..at).unwrap_or_default();
        let spans: Vec<_> = words(tail).collect();
        let Some(spans) = spans.len().checked_sub(letters.len()).and_then(|skip| spans.get(skip..)) else { continue };
        let initials = spans.iter().zip(&letters).all(|(span, letter)| {
            let initial = tail.get(span.clone()).and_then(|w| w.chars().next()).unwrap_or_default();
            fold_text(initial.encode_utf8(&mut [0; 4])) == fold_text(letter.encode_utf8(&mut [0; 4]))
        });
        if initials {
            for span in spans {
                super::analyzer::push_exact(&mut before, tail.get(span.clone()).unwrap_or_default());
                before.push(' ');
            }
            found.push((fold_text(short), before.trim_end().to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::query::Word;
    use super::{defined_in, widen};
    use crate::viet::fold_text;

    #[test]
    fn widens_both_ways() {
        let check = |query: &str, expected: &[&str]| {
            let words = Word::all(query);
            let found: Vec<String> = widen(&words, 0, &[])
                .map(|(_, others)| {
                    others.iter().map(|o| o.iter().map(|w| w.fold.as_str()).collect::<Vec<_>>().join(" ")).collect()
                })
                .unwrap_or_default();
            assert_eq!(found, expected, "{query}");
        };
        check("CCHC năm 2023", &["cai cach hanh chinh"]);
        check("cchc", &["cai cach hanh chinh"]);
        check("cải cách hành chính", &["cchc"]);
        check("thu tuc hanh chinh", &["tthc"]);
        check("thủ túc hành chính", &[]);
        check("TT", &["thi tran", "thong tu"]);
        check("tt", &[]);
        check("phòng, chống thiên tai", &["pctt"]);
        check("TN&MT", &["tai nguyen va moi truong"]);
        check("tài chính", &[]);
    }

    #[test]
    fn learns_from_definitions() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found: Vec<(String, String)> = defined_in(text).into_iter().map(|(s, l)| (s, fold_text(&l))).collect();
            let found: Vec<(&str, &str)> = found.iter().map(|(s, l)| (s.as_str(), l.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Trung tâm Hỗ trợ cộng đồng (sau đây viết tắt là TTHTCĐ) có", &[("tthtcd", "trung tam ho tro cong dong")]);
        check("công tác an toàn hồ đập (ATHĐ); (i) gồm (ABC)", &[("athd", "an toan ho dap")]);
        check("theo quy định (UBND) (xem (", &[]);
    }
}
