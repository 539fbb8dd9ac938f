//! Pinpoints: the provision that is cited, as the text writes it (`điểm c khoản 2 Điều 38`, `Điều 3, 4 và 7`).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::numbers::digits;
use super::around::{Text, is_letter, one_line};
use crate::model::Relation;

/// Units of a document.
const UNITS: [&str; 14] = [
    "điểm",
    "khoản",
    "điều",
    "mục",
    "tiểu mục",
    "chương",
    "phần",
    "phụ lục",
    "tiết",
    "đoạn",
    "bảng",
    "mẫu số",
    "biểu số",
    "phụ lục số",
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(UNITS).ok());

/// The pinpoint that leads to a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pinpoint {
    /// Where it begins.
    pub start: usize,
    /// Its words on one line.
    pub words: String,
}

/// Reads the pinpoint just before `start`; nothing before `floor` counts.
pub(super) fn before(text: Text<'_>, start: usize, floor: usize) -> Option<Pinpoint> {
    let mut end = text.back_over_blanks(start);
    // `ban hành kèm theo` may stand between an annex and its document.
    let attached = text.words_before(end, "ban hành kèm theo").or_else(|| text.words_before(end, "kèm theo"));
    if let Some(at) = attached {
        end = text.back_over_blanks(at);
    } else if let Some(at) = text.words_before(end, "của") {
        end = text.back_over_blanks(at);
    }
    if text.raw.get(..end)?.ends_with(',') {
        end = text.back_over_blanks(end - 1);
    }
    // Most mentions have none: their left neighbour is no figure, letter or roman numeral.
    let word = text.low(text.word_start(end), end);
    let value = word.ends_with(|c: char| c.is_ascii_digit())
        || word.chars().count() <= 2
        || word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    if word.is_empty() || !value || end <= floor {
        return None;
    }
    let low = text.boundary(end.saturating_sub(220).max(floor)).max(text.paragraph_start(end).min(end));
    for unit in SEARCH.as_ref()?.find_iter(text.low(low, end)) {
        let at = low + unit.start();
        if text.low_before(at).chars().next_back().is_some_and(is_letter) {
            continue;
        }
        if parse(text, at, end) {
            if attached.is_some() && !names_annex(text, at, end) {
                return None;
            }
            return Some(Pinpoint { start: at, words: one_line(text.raw(at, end)) });
        }
    }
    None
}

/// Is what stands before `kèm theo` a part of an annex? A form alone (`Mẫu số 01`) is attached itself, unless it is what is
/// changed (`thay thế Mẫu số 01`).
fn names_annex(text: Text<'_>, at: usize, end: usize) -> bool {
    let words = text.low(at, end);
    let form = words.starts_with("mẫu số") || words.starts_with("biểu số");
    let before = text.back_over_blanks(at);
    let before = text.words_before(before, "các").map_or(before, |i| text.back_over_blanks(i));
    let changed = ["thay thế", "bãi bỏ", "sửa đổi", "bổ sung"].iter().any(|verb| text.words_before(before, verb).is_some());
    if form { changed } else { words.contains("phụ lục") || changed && words.contains("mẫu số") }
}

/// The provision of an attached text that is changed: `Điều 3` of `Sửa đổi Điều 3 của Quy định … ban hành kèm theo #`. Gives it
/// with the relation of its cue.
pub(super) fn of_attached(text: Text<'_>, start: usize) -> Option<(Pinpoint, Relation)> {
    let paragraph = text.paragraph_start(start);
    let clause = text.low(paragraph, start);
    let from = clause.rfind(['.', ';']).map_or(0, |i| i + 1);
    let clause = clause.get(from..)?;
    let cues = [
        ("sửa đổi, bổ sung", Relation::Amends),
        ("sửa đổi", Relation::Amends),
        ("bổ sung", Relation::Amends),
        ("bãi bỏ", Relation::Repeals),
        ("thay thế", Relation::Replaces),
    ];
    let (at, relation) = cues.iter().find_map(|(cue, relation)| Some((clause.rfind(cue)? + cue.len(), *relation)))?;
    let begin = text.over_blanks(paragraph + from + at);
    let mut end = None;
    let mut i = begin;
    while let Some(after) = UNITS.iter().filter_map(|u| text.words_at(i, u)).max() {
        let Some(after) = values(text, text.over_blanks(after), start) else { break };
        end = Some(after);
        i = text.over_blanks(after);
        if text.raw.get(i..).is_some_and(|r| r.starts_with(',')) {
            i = text.over_blanks(i + 1);
        }
    }
    let end = end?;
    text.words_at(text.over_blanks(end), "của")?;
    Some((Pinpoint { start: begin, words: one_line(text.raw(begin, end)) }, relation))
}

/// Is everything from `at` to `end` a chain of units with their values?
fn parse(text: Text<'_>, at: usize, end: usize) -> bool {
    let mut i = at;
    let mut units = 0;
    loop {
        let Some(after) = UNITS.iter().rev().filter_map(|u| text.words_at(i, u)).max() else { return false };
        let Some(after) = values(text, text.over_blanks(after), end) else { return false };
        units += 1;
        if after == end {
            return units > 0;
        }
        i = text.over_blanks(after);
        if text.raw.get(i..).is_some_and(|r| r.starts_with([',', ';'])) {
            i = text.over_blanks(i + 1);
        }
        for word in ["và", "hoặc", "của", "các"] {
            if let Some(after) = text.words_at(i, word) {
                i = text.over_blanks(after);
            }
        }
        if i >= end {
            return false;
        }
    }
}

/// The values of a unit: `2`, `1, 2, 3 và 5`, `a, b`, `VII`, `4.4`; the place after them.
fn values(text: Text<'_>, at: usize, end: usize) -> Option<usize> {
    let mut after = value(text, at)?;
    loop {
        let mut i = text.over_blanks(after);
        let mark = text.raw.get(i..).and_then(|r| r.chars().next()).filter(|c| matches!(c, ',' | '-' | '–' | '÷'));
        let mut joined = false;
        if let Some(mark) = mark {
            i = text.over_blanks(i + mark.len_utf8());
            joined = true;
        }
        for word in ["và", "hoặc", "đến"] {
            if let Some(next) = text.words_at(i, word) {
                i = text.over_blanks(next);
                joined = true;
            }
        }
        if !joined || i >= end {
            return Some(after);
        }
        match value(text, i) {
            Some(next) if next <= end => after = next,
            _ => return Some(after),
        }
    }
}

fn value(text: Text<'_>, at: usize) -> Option<usize> {
    let bytes = text.raw.as_bytes();
    let mut end = digits(bytes, at);
    if end > at {
        while bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = digits(bytes, end + 1);
        }
        if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
            end += 1;
        } else if text.low_from(end).starts_with('đ') {
            end += 'đ'.len_utf8();
        }
        return (!text.low_from(end).chars().next().is_some_and(is_letter)).then_some(end);
    }
    let word_end = text.word_end(at);
    let word = text.low(at, word_end);
    let roman = !word.is_empty() && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let letter = word.chars().count() == 1 || (word.len() == 2 && word.as_bytes().get(1).is_some_and(u8::is_ascii_digit));
    (roman || letter).then_some(word_end)
}

#[cfg(test)]
mod tests {
    use super::super::around::Text;
    use super::before;

    #[test]
    fn pinpoints_are_kept_as_written() {
        for (raw, expected) in [
            ("theo điểm c khoản 2 Điều 38 #", Some("điểm c khoản 2 Điều 38")),
            ("tại điểm đ, khoản 1, Điều 39, #", Some("điểm đ, khoản 1, Điều 39")),
            ("theo quy định tại Điều 51, Điều 52 #", Some("Điều 51, Điều 52")),
            ("Bãi bỏ các khoản 1, 2, 3 và 5 Điều 1 #", Some("khoản 1, 2, 3 và 5 Điều 1")),
            ("điểm a, b khoản 1 và khoản 3 Điều 5 của #", Some("điểm a, b khoản 1 và khoản 3 Điều 5")),
            ("tại mục II Phụ lục VII #", Some("mục II Phụ lục VII")),
            ("Theo mục 4.4, Phụ lục 7, #", Some("mục 4.4, Phụ lục 7")),
            ("Phụ lục III kèm theo #", Some("Phụ lục III")),
            ("Thay thế các Mẫu số 19, 20 Phần II Phụ lục I ban hành kèm theo #", Some("Mẫu số 19, 20 Phần II Phụ lục I")),
            ("hồ sơ theo Mẫu số 19 ban hành kèm theo #", None),
            ("Bãi bỏ khoản 2 Điều 8 và Phụ lục 1 kèm theo #", Some("khoản 2 Điều 8 và Phụ lục 1")),
            ("Điều 7a #", Some("Điều 7a")),
            ("trong năm 2023 #", None),
            ("cao điểm 2 đợt #", None),
            ("theo #", None),
        ] {
            let low = super::super::super::lower::lower(raw);
            let at = raw.find('#').unwrap_or_default();
            let found = before(Text { raw, low: &low }, at, 0).map(|p| p.words);
            assert_eq!(found.as_deref(), expected, "{raw}");
        }
    }
}
