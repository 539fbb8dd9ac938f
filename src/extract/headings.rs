//! Owns the outline: labels of headings (`I`, `I.1`, `I.1.2`, `Điều 3`), by which places are named where a file has no pages.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::fold;
use super::lines::Line;
use crate::model::{Heading, Role};

/// What a label is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Label {
    /// `Điều 3`
    Article(u32),
    /// `A.`
    Capital(u32),
    /// `I.`
    Roman(u32),
    /// `1.`, `1.1`, `1.1.2`
    Decimal(Vec<u32>),
    /// `a)`
    Letter(char),
}

/// The headings in order. A label that does not follow from those before it is taken for running text.
pub(crate) fn find(lines: &[Line<'_>], from: usize) -> Vec<Heading> {
    let mut out = Vec::new();
    let mut path = Path::default();
    let rows = many_celled_rows(lines);
    for line in lines.iter().skip(from) {
        // Cells side by side are data; a page laid out in one cell is text.
        if matches!(line.role, Role::Cell { table, row, .. } if rows.contains(&(table, row))) {
            continue;
        }
        let Some(label) = label_of(line.text) else { continue };
        if let Some(label) = path.enter(label) {
            out.push(Heading { label, span: line.span() });
        }
    }
    out
}

/// The rows (by table and row) that have cells in more than one column.
fn many_celled_rows(lines: &[Line<'_>]) -> BTreeSet<(u16, u16)> {
    let mut columns: BTreeMap<(u16, u16), u16> = BTreeMap::new();
    let mut many = BTreeSet::new();
    for line in lines {
        if let Role::Cell { table, row, column } = line.role
            && *columns.entry((table, row)).or_insert(column) != column
        {
            many.insert((table, row));
        }
    }
    many
}

/// Where in the outline the last heading stood.
#[derive(Debug, Default)]
struct Path {
    capital: Option<u32>,
    roman: Option<u32>,
    article: Option<u32>,
    decimal: Vec<u32>,
    letter: Option<char>,
}

impl Path {
    /// Takes a label in and gives its composite form; `None` if it cannot come next.
    fn enter(&mut self, label: Label) -> Option<String> {
        match label {
            Label::Article(n) => {
                if !follows(self.article, n) {
                    return None;
                }
                *self = Self { article: Some(n), ..Self::default() };
            }
            Label::Capital(n) => {
                if !follows(self.capital, n) {
                    return None;
                }
                *self = Self { capital: Some(n), ..Self::default() };
            }
            Label::Roman(n) => {
                if !follows(self.roman, n) {
                    return None;
                }
                *self = Self { capital: self.capital, roman: Some(n), ..Self::default() };
            }
            Label::Decimal(parts) => {
                let (last, above) = parts.split_last()?;
                let current = self.decimal.get(..above.len()).unwrap_or_default();
                let under_way = above == current && follows(self.decimal.get(above.len()).copied(), *last);
                // A level may begin although its parent had no heading of its own line.
                if !(under_way || *last == 1 && (above.is_empty() || above.len() == 1)) {
                    return None;
                }
                self.decimal = parts;
                self.letter = None;
            }
            Label::Letter(c) => {
                let expected = self.letter.map_or('a', next_letter);
                if !(c == expected || c == 'a') || self.decimal.is_empty() && self.article.is_none() && self.roman.is_none() {
                    return None;
                }
                self.letter = Some(c);
            }
        }
        Some(self.composite())
    }

    fn composite(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.article.map(|n| format!("Điều {n}")));
        parts.extend(self.capital.and_then(|n| char::from_u32(u32::from(b'A') + n - 1)).map(String::from));
        parts.extend(self.roman.map(roman));
        parts.extend(self.decimal.iter().map(u32::to_string));
        parts.extend(self.letter.map(String::from));
        parts.join(".")
    }
}

/// May `next` come behind `last`? The first is 1; one may be skipped (a heading lost in a table or a picture).
fn follows(last: Option<u32>, next: u32) -> bool {
    next == 1 || last.map_or(next <= 2, |last| next > last && next <= last + 2)
}

/// The letters of Vietnamese lists: a b c d đ e g h …
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

fn next_letter(c: char) -> char {
    LETTERS.chars().skip_while(|l| *l != c).nth(1).unwrap_or('a')
}

/// The label that a line begins with.
fn label_of(text: &str) -> Option<Label> {
    let text = text.trim_start_matches(['*', '_', '#', ' ']);
    let head: String = text.chars().take(14).collect();
    if let Some(rest) = fold(&head).strip_prefix("dieu ") {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let after = rest.get(digits.len()..)?;
        let capital = text.starts_with(['Đ', 'đ']) && text.chars().next().is_some_and(char::is_uppercase);
        return (capital && after.starts_with(['.', ':'])).then(|| digits.parse().ok().map(Label::Article))?;
    }
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    let token = text.get(..end)?;
    let rest = text.get(end..)?.trim_start();
    if token.len() > 16 || rest.is_empty() {
        return None;
    }
    if let Some(letter) = token.strip_suffix(')') {
        let mut chars = letter.chars();
        return match (chars.next(), chars.next()) {
            (Some(c), None) if LETTERS.contains(c) => Some(Label::Letter(c)),
            _ => None,
        };
    }
    let dotted = token.ends_with('.');
    let bare = token.trim_end_matches('.');
    let capital = rest.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    if bare.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !bare.is_empty() {
        let parts: Option<Vec<u32>> =
            bare.split('.').map(|p| p.parse().ok().filter(|n| (1..=60).contains(n) && p.len() <= 2)).collect();
        let parts = parts.filter(|p| p.len() <= 4 && (p.len() > 1 || dotted))?;
        return capital.then_some(Label::Decimal(parts));
    }
    if !dotted || !capital {
        return None;
    }
    if let Some(n) = roman_value(bare) {
        return Some(Label::Roman(n));
    }
    match bare.as_bytes() {
        [c @ b'A'..=b'H'] => Some(Label::Capital(u32::from(c - b'A') + 1)),
        _ => None,
    }
}

const ROMANS: &[(&str, u32)] = &[("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)];

fn roman(mut n: u32) -> String {
    let mut out = String::new();
    for (letters, value) in ROMANS {
        while n >= *value {
            out.push_str(letters);
            n -= value;
        }
    }
    out
}

/// I to XXXIX, well formed.
fn roman_value(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 7 || !text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return None;
    }
    (1..40).find(|n| roman(*n) == text)
}

#[cfg(test)]
mod tests {
    use super::{Path, label_of};

    #[test]
    fn labels_become_composite() {
        let check = |lines: &[&str], want: &[&str]| {
            let mut path = Path::default();
            let got: Vec<String> = lines.iter().filter_map(|l| path.enter(label_of(l)?)).collect();
            assert_eq!(got, want, "{lines:?}");
        };
        check(
            &[
                "I. MỤC TIÊU",
                "1. Mục tiêu chung",
                "1.1. Đến năm",
                "1.2 Sau đó",
                "a) Một",
                "b) Hai",
                "2. Mục khác",
                "II. NHIỆM VỤ",
                "1. Việc",
            ],
            &["I", "I.1", "I.1.1", "I.1.2", "I.1.2.a", "I.1.2.b", "I.2", "II", "II.1"],
        );
        check(&["Điều 1. Phê duyệt", "1. Tên", "a) Số", "Điều 2. Hiệu lực"], &["Điều 1", "Điều 1.1", "Điều 1.1.a", "Điều 2"]);
        check(&["1. Tên dự án", "16. Chương này", "2. Quy mô", "2023. Trong đó"], &["1", "2"]);
        check(&["Điều 5 Luật này", "a) lạc", "B. Phần sau"], &["B"]);
    }
}
