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

/// The headings in order. A label that does not follow from those before it is taken for running text, and so is what a document
/// quotes: the new wording of what it amends.
pub(crate) fn find(lines: &[Line<'_>], from: usize) -> Vec<Heading> {
    let mut out = Vec::new();
    let mut path = Path::default();
    let rows = many_celled_rows(lines);
    let quoted = quoted(lines, from);
    // Where a file has the letterhead's table go on, the body is a cell of it.
    let body = lines.get(from).map(|l| l.role);
    for (i, line) in lines.iter().enumerate().skip(from) {
        // Cells side by side are data; a page laid out in one cell is text.
        let in_row = matches!(line.role, Role::Cell { table, row, .. } if rows.contains(&(table, row)));
        if in_row && Some(line.role) != body || quoted.binary_search(&i).is_ok() {
            continue;
        }
        let Some(label) = label_of(line.text).or_else(|| label_of(&with_next(lines, i)?)) else { continue };
        let opens_block = i == 0 || lines.get(i - 1).is_some_and(|before| before.block != line.block);
        if let Some(label) = path.enter(label, opens_block || line.bold) {
            out.push(Heading { label, span: line.span() });
        }
    }
    out
}

/// A label that stands alone on its line, with the line under it in the same block.
fn with_next(lines: &[Line<'_>], i: usize) -> Option<String> {
    let line = lines.get(i)?;
    let bare = line.text.trim_matches(['*', '_', '#', ' ']);
    let next = lines.get(i + 1).filter(|next| next.block == line.block)?;
    (bare.len() < 9 && bare.ends_with(['.', ')'])).then(|| format!("{bare} {}", next.text.trim_start_matches(['*', '_', ' '])))
}

/// A quotation takes no more lines; one whose closing mark was lost would take the rest of the document.
const LONGEST_QUOTATION: usize = 1500;

/// A quotation that is not yet closed.
struct Quotation {
    /// The first line that is quoted.
    first: usize,
    /// How many of its marks are open.
    depth: usize,
    /// Has it straight marks, which do not tell an opening one from a closing one?
    straight: bool,
}

/// The lines of quoted provisions, in order: from one that begins with an opening mark under a line that ends in a colon, or whose
/// quoted words bear a label, to the one that closes it.
fn quoted(lines: &[Line<'_>], from: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut open: Option<Quotation> = None;
    for (i, line) in lines.iter().enumerate().skip(from) {
        let text = line.text.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
        let announced = i > from && lines.get(i - 1).is_some_and(|l| l.text.trim_end_matches(['*', '_', ' ']).ends_with(':'));
        let opens = text.strip_prefix(['“', '"']).is_some_and(|inner| announced || label_of(inner).is_some());
        // Where one is announced anew, or none closes it, the closing mark was lost.
        let kept = open.take().filter(|q| !(opens && announced) && i - q.first.min(i) < LONGEST_QUOTATION);
        let (mut quotation, said) = match (kept, behind_colon(text)) {
            (Some(quotation), _) => (quotation, text),
            (None, _) if opens => (Quotation { first: i, depth: 0, straight: text.starts_with('"') }, text),
            (None, Some(tail)) => (Quotation { first: i + 1, depth: 0, straight: false }, tail),
            (None, None) => continue,
        };
        for c in said.chars() {
            match c {
                '“' => quotation.depth += 1,
                '”' => quotation.depth = quotation.depth.saturating_sub(1),
                _ => {}
            }
        }
        let closed = if quotation.straight {
            text.len() > 1 && text.trim_end_matches(['.', ';', ',']).ends_with('"')
        } else {
            quotation.depth == 0
        };
        if closed {
            out.extend(quotation.first..=i);
        } else {
            open = Some(quotation);
        }
    }
    out
}

/// What a line quotes at its end: `… sửa đổi như sau: “2. …`.
fn behind_colon(text: &str) -> Option<&str> {
    let at = text.rfind(": “").or_else(|| text.rfind(":“"))?;
    text.get(at..)
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
    /// The article before the last jump over several: where the jump was a quotation's, the count goes on from here.
    before_jump: Option<u32>,
    decimal: Vec<u32>,
    letter: Option<char>,
}

impl Path {
    /// Takes a label in and gives its composite form; `None` if it cannot come next. Only where its line is `set_off` as headings
    /// are (it opens a block, it is bold) may an article jump ahead: those between were repealed or left out.
    fn enter(&mut self, label: Label, set_off: bool) -> Option<String> {
        match label {
            Label::Article(n) => {
                let before_jump = if follows(self.article, n) {
                    self.before_jump.filter(|_| n != 1)
                } else if self.before_jump.is_some_and(|last| n > last && follows(Some(last), n)) {
                    None
                } else if set_off && self.article.is_none_or(|last| n > last) {
                    self.before_jump.or(self.article).or(Some(0))
                } else {
                    return None;
                };
                *self = Self { article: Some(n), before_jump, ..Self::default() };
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

/// Does a line begin with the label of a heading?
pub(crate) fn is_labelled(text: &str) -> bool {
    label_of(text).is_some()
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
    use crate::model::{Mark, Page, Role, Side, What};

    #[test]
    fn labels_become_composite() {
        let check = |lines: &[&str], want: &[&str]| {
            let mut path = Path::default();
            let got: Vec<String> = lines.iter().filter_map(|l| path.enter(label_of(l)?, true)).collect();
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
        // Repealed articles are left out; after a jump that was none, the count goes on.
        check(
            &["Điều 1. Phạm vi", "Điều 2. Đối tượng", "Điều 11. Hồ sơ", "1. Đơn", "Điều 12. Thời hạn"],
            &["Điều 1", "Điều 2", "Điều 11", "Điều 11.1", "Điều 12"],
        );
        check(
            &["Điều 1. Sửa đổi", "Điều 45. Mức phạt", "Điều 2. Hiệu lực", "Điều 46. Lạc", "Điều 3. Thi hành"],
            &["Điều 1", "Điều 45", "Điều 2", "Điều 46", "Điều 3"],
        );
    }

    #[test]
    fn what_is_quoted_numbers_nothing() {
        for (text, want) in [
            (
                "Điều 1. Sửa đổi\n\n1. Sửa đổi Điều 7 như sau:\n\n“Điều 7. Hồ sơ\n\n1. Đơn\n\n2. Bản sao “có chứng thực”\n\n3. Ảnh.”.\n\n2. Bãi bỏ \
                 Điều 8\n\nĐiều 2. Hiệu lực",
                "Điều 1 Điều 1.1 Điều 1.2 Điều 2",
            ),
            (
                "Điều 1. Sửa đổi\n\n1. Sửa đổi khoản 2 như sau: “2. Mức thu\n\n3. Mức giảm.”\n\n2. Bãi bỏ Điều 8",
                "Điều 1 Điều 1.1 Điều 1.2",
            ),
            ("Điều 1. Sửa đổi\n\n1. Sửa như sau:\n\n\"1. Đơn\n\n2. Ảnh\"\n\n2. Bãi bỏ", "Điều 1 Điều 1.1 Điều 1.2"),
            // A lost closing mark costs no more than its own quotation.
            (
                "Điều 1. Sửa đổi\n\n1. Sửa như sau:\n\n“3. Đơn\n\n2. Sửa như sau:\n\n“1. Ảnh.”\n\n3. Bãi bỏ",
                "Điều 1 Điều 1.1 Điều 1.2 Điều 1.3",
            ),
            // A label alone on its line; the term that a line explains is no quotation of provisions.
            ("1.\nCác sở\n\n“Bến” là nơi đỗ\n\n2.\nCác xã", "1 2"),
        ] {
            let pages = [crate::extract::parts::tests::page(text)];
            let lines = crate::extract::lines::lines(&pages);
            let got: Vec<String> = super::find(&lines, 0).into_iter().map(|h| h.label).collect();
            assert_eq!(got.join(" "), want, "{text}");
        }
    }

    #[test]
    fn the_cell_that_the_body_begins_in_is_text() {
        let (left, right) = ("Hai bên thống nhất:\nĐiều 1. Việc\nĐiều 2. Hạn", "Điều 1. Cột bên");
        let cell = |column| What::Block { role: Role::Cell { table: 0, row: 0, column }, side: Side::Full, centred: false };
        let end = u32::try_from(left.len()).unwrap();
        let marks = vec![
            Mark { start: 0, end, what: cell(0) },
            Mark { start: end + 1, end: end + 1 + u32::try_from(right.len()).unwrap(), what: cell(1) },
        ];
        let pages = [Page { text: format!("{left}\n{right}"), marks, ..Page::default() }];
        let lines = crate::extract::lines::lines(&pages);
        let got: Vec<String> = super::find(&lines, 0).into_iter().map(|h| h.label).collect();
        assert_eq!(got, ["Điều 1", "Điều 2"]);
    }
}
