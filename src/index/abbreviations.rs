//! Abbreviations: the table, those that documents define for themselves, and widening a query's words both ways.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::analyzer::{push_exact, push_fold, words};
use super::query::Word;
use crate::model::short_forms;
use crate::viet::{fold_text, push_folded};

/// An abbreviation and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    short: Cow<'static, str>,
    long: Cow<'static, str>,
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
        let own = |row: (&str, &str, When)| Self { short: row.0.to_owned().into(), long: row.1.to_owned().into(), when: row.2 };
        rows(tsv, When::Always).map(own).collect()
    }
}

fn rows(tsv: &str, when: When) -> impl Iterator<Item = (&str, &str, When)> {
    tsv.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t').map(str::trim);
            Some((cells.next()?, cells.next()?, cells.next().unwrap_or_default()))
        })
        .flat_map(move |(short, long, caps)| {
            let when = if caps.split(' ').any(|mark| mark == "caps") { When::Capitals } else { when };
            long.split('|').map(move |long| (short, long, when))
        })
        .filter(|(short, long, _)| !short.is_empty() && !long.is_empty())
}

static TABLE: LazyLock<Vec<Abbreviation>> = LazyLock::new(|| {
    let abbreviations = short_forms().iter().filter(|form| !form.compares_only).flat_map(|form| {
        let when = if form.only_capitals { When::Capitals } else { When::Always };
        form.readings.iter().map(move |long| (form.short, *long, when))
    });
    let colloquial = rows(include_str!("../tables/colloquial.tsv"), When::Forward);
    // Letters of bodies: their names stand in the letterheads, their letters in every number that is cited, so only names are added.
    let agencies = include_str!("../tables/agencies.tsv").lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut cells = line.split('\t');
        let (name, letters) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        letters.split('|').filter(|letters| letters.chars().count() > 2).map(move |letters| (letters, name, When::Forward))
    });
    let row =
        |(short, long, when): (&'static str, &'static str, When)| Abbreviation { short: short.into(), long: long.into(), when };
    abbreviations.chain(colloquial).chain(agencies).map(row).collect()
});

/// What may stand at `at` beside the words themselves: how many words it replaces, and the words instead.
///
/// The longest match wins; `own` are the archive's and go before the table.
pub(super) fn widen(query: &[Word], at: usize, own: &[Abbreviation]) -> Option<(usize, Vec<Vec<Word>>)> {
    let rest = query.get(at..)?;
    let mut best: Option<(usize, Vec<Vec<Word>>)> = None;
    let mut offer = |length: usize, other: &str| match &mut best {
        Some((len, others)) if *len == length => {
            let other = Word::all(other);
            if !others.iter().any(|o| same(o, &other)) {
                others.push(other);
            }
        }
        Some((len, _)) if *len > length => {}
        _ => best = Some((length, vec![Word::all(other)])),
    };
    let mut buffer = String::new();
    for row in own.iter().chain(&*TABLE) {
        if let Some(length) = begins(rest, &row.short, &mut buffer)
            && (row.when != When::Capitals || length > 1 || rest.first().is_some_and(|w| w.capitals))
        {
            offer(length, &row.long);
        }
        // A single word is no abbreviation's long form worth widening, and the short form must not be another word.
        if row.when == When::Always
            && let Some(length) = begins(rest, &row.long, &mut buffer).filter(|length| *length > 1)
        {
            offer(length, &row.short);
        }
    }
    best
}

fn same(a: &[Word], b: &[Word]) -> bool {
    a.iter().map(|w| &w.exact).eq(b.iter().map(|w| &w.exact))
}

/// Do the query's words begin with those of a text? Gives how many they are. A word typed without marks stands for any marks.
fn begins(query: &[Word], text: &str, buffer: &mut String) -> Option<usize> {
    // Nearly all rows differ in their first letter; those are not worth cutting into words.
    let (first, wanted) = (text.chars().next()?, query.first()?.fold.chars().next()?);
    buffer.clear();
    push_folded(buffer, first);
    if first.is_alphanumeric() && !buffer.starts_with(wanted) {
        return None;
    }
    let mut length = 0;
    for span in words(text) {
        let (q, word) = (query.get(length).filter(|q| !q.prefix)?, text.get(span)?);
        buffer.clear();
        push_fold(buffer, word);
        if *buffer != q.fold {
            return None;
        }
        if q.marked {
            buffer.clear();
            push_exact(buffer, word);
            if *buffer != q.exact {
                return None;
            }
        }
        length += 1;
    }
    (length > 0).then_some(length)
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
        push_fold(&mut folded, short.get(span).unwrap_or_default());
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
        push_exact(&mut long, word(i));
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
