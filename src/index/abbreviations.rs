//! Abbreviations: the table, those that documents define for themselves, and widening a query's words both ways.

use std::sync::LazyLock;

use super::analyzer::words;
use super::query::Word;
use crate::viet::fold_text;

/// An abbreviation and what it stands for, as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    short: Vec<Word>,
    long: Vec<Word>,
    when: When,
}

/// When the two stand for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Small letters are mostly another word.
    Capitals,
    /// The second is looked for, too, when the first is typed, never the other way.
    Forward,
}

impl Abbreviation {
    /// The rows of a table: short form, long form (`|` between several), and `caps` where only capitals count.
    ///
    /// Lines that begin with `#` and lines without a tab are passed over.
    #[must_use]
    pub fn table(tsv: &str) -> Vec<Self> {
        rows(tsv, When::Always)
    }
}

fn rows(tsv: &str, when: When) -> Vec<Abbreviation> {
    tsv.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t').map(str::trim);
            Some((cells.next()?, cells.next()?, cells.next().unwrap_or_default()))
        })
        .flat_map(|(short, long, caps)| {
            let when = if caps == "caps" { When::Capitals } else { when };
            long.split('|').map(move |long| Abbreviation { short: Word::all(short), long: Word::all(long), when })
        })
        .filter(|row| !row.short.is_empty() && !row.long.is_empty())
        .collect()
}

static TABLE: LazyLock<Vec<Abbreviation>> = LazyLock::new(|| {
    let mut table = rows(include_str!("../tables/abbreviations.tsv"), When::Always);
    table.extend(rows(include_str!("../tables/colloquial.tsv"), When::Forward));
    // Letters of bodies: their names stand in the letterheads, their letters in every number that is cited, so only names are added.
    table.extend(include_str!("../tables/agencies.tsv").lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut cells = line.split('\t');
        let (name, letters) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        letters.split('|').filter(|letters| letters.chars().count() > 2).map(move |letters| Abbreviation {
            short: Word::all(letters),
            long: Word::all(name),
            when: When::Forward,
        })
    }));
    table
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
        let capitals = row.when == When::Capitals;
        if begins(rest, &row.short) && (!capitals || row.short.len() > 1 || rest.first().is_some_and(|w| w.capitals)) {
            offer(row.short.len(), &row.long);
        }
        // A single word is no abbreviation's long form worth widening, and the short form must not be another word.
        if row.long.len() > 1 && row.when == When::Always && begins(rest, &row.long) {
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

/// Words of grammar whose initials an abbreviation may leave out.
const SMALL: [&str; 10] = ["và", "của", "các", "về", "với", "trong", "trên", "tại", "cho", "đối"];

/// Abbreviations that a text defines: `Ban Chỉ đạo … (sau đây viết tắt là BCĐ)`, `cải cách hành chính (CCHC)`; folded, short and
/// long. Only those whose letters are the initials of the words before them, words of grammar left out or not.
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
        let joined = |c: &char| matches!(c, '&' | '-' | '.');
        let letters: Vec<char> = short.chars().filter(|c| !joined(c)).collect();
        if !(2..=12).contains(&letters.len())
            || !letters.iter().all(|c| c.is_uppercase())
            || !(announced || inner.trim().len() == short.len())
        {
            continue;
        }
        let tail_start = text.get(..at).map_or(0, |t| t.char_indices().rev().nth(160).map_or(0, |(i, _)| i));
        let tail = text.get(tail_start..at).unwrap_or_default();
        if let Some(long) = written_out(tail, &letters) {
            found.push((words_of(short), long));
        }
    }
    found
}

fn words_of(short: &str) -> String {
    let mut folded = String::new();
    for span in words(short) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        super::analyzer::push_fold(&mut folded, short.get(span).unwrap_or_default());
    }
    folded
}

/// The words at the end of a text whose initials are these letters, in their own spelling.
fn written_out(tail: &str, letters: &[char]) -> Option<String> {
    let spans: Vec<_> = words(tail).collect();
    let word = |i: usize| spans.get(i).and_then(|span| tail.get(span.clone())).unwrap_or_default();
    let same = |word: &str, letter: char| {
        let initial = word.chars().next().unwrap_or_default();
        fold_text(initial.encode_utf8(&mut [0; 4])) == fold_text(letter.encode_utf8(&mut [0; 4]))
    };
    let mut first = spans.len();
    for letter in letters.iter().rev() {
        first = first.checked_sub(1)?;
        while !same(word(first), *letter) && SMALL.contains(&word(first).to_lowercase().as_str()) {
            first = first.checked_sub(1)?;
        }
        if !same(word(first), *letter) {
            return None;
        }
    }
    let mut long = String::new();
    for i in first..spans.len() {
        super::analyzer::push_exact(&mut long, word(i));
        long.push(' ');
    }
    long.pop();
    Some(long)
}

#[cfg(test)]
mod tests {
    use super::super::query::Word;
    use super::{Abbreviation, defined_in, widen};
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
        check("quán net", &["dai ly internet", "diem truy nhap internet cong cong"]);
        check("đại lý internet", &[]);
        check("SCT", &["so cong thuong"]);
        check("Sở Công Thương", &[]);
    }

    #[test]
    fn an_archive_has_a_table_of_its_own() {
        let table = Abbreviation::table("# ours\nTTHTCĐ\ttrung tâm hỗ trợ cộng đồng\nLB\tLâm Bình\tcaps\n\nnothing\n\t\n");
        let check = |query: &str, expected: Option<&str>| {
            let found = widen(&Word::all(query), 0, &table)
                .map(|(_, others)| others[0].iter().map(|w| w.fold.clone()).collect::<Vec<_>>().join(" "));
            assert_eq!(found.as_deref(), expected, "{query}");
        };
        check("tthtcd", Some("trung tam ho tro cong dong"));
        check("trung tâm hỗ trợ cộng đồng", Some("tthtcd"));
        check("LB", Some("lam binh"));
        check("lb", None);
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
        check("Bộ Nông nghiệp và Môi trường (Bộ NN&MT)", &[]);
        check("ngành nông nghiệp và môi trường (sau đây viết tắt là NN&MT)", &[("nn mt", "nong nghiep va moi truong")]);
        check("phòng chống tác hại của rượu bia (PCTHRB)", &[("pcthrb", "phong chong tac hai cua ruou bia")]);
        check("theo quy định (UBND) (xem (", &[]);
    }
}
