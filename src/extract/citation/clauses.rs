//! The date and the issuer that stand beside a mention, after it or before it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::{bodies, dates, numbers};
use super::around::{Text, is_letter};
use super::mention::Mention;
use crate::model::PartialDate;

/// Reads the clauses after a mention: `, ngày 09/02/2023 của UBND xã`, `của Chính phủ`, `(UBND tỉnh)`, `năm 2020`.
/// `earlier` is the date that stands before it, for `cùng ngày`.
pub(super) fn after(text: Text<'_>, mention: &mut Mention, earlier: Option<PartialDate>) {
    let mut at = mention.end;
    if let Some((date, end)) = bare_day(text, at).filter(|_| mention.date.is_none()) {
        mention.date = Some(date);
        mention.tail = end;
        return;
    }
    for _ in 0..4 {
        let mut i = text.over_blanks(at);
        if text.raw.get(i..).is_some_and(|r| r.starts_with(',')) {
            i = text.over_blanks(i + 1);
        }
        if mention.date.is_none()
            && let Some((date, end)) = date_clause(text, i, mention.issuer.is_none(), earlier)
        {
            mention.date = Some(date);
            at = end;
            continue;
        }
        if mention.issuer.is_none()
            && let Some((issuer, end)) = issuer_clause(text, i)
        {
            mention.issuer = Some(issuer);
            at = end;
            continue;
        }
        // A remark may part them: `ngày 18/02/2025 (nay là …) của Bộ Tài chính`.
        let remark = text.raw(i, text.boundary(i + 160).min(text.raw.len()));
        let remark = remark.split("\n\n").next().filter(|r| r.starts_with('(')).and_then(|r| r.find(')'));
        let after = remark.map(|n| text.over_blanks(i + n + 1));
        let clause = after.filter(|a| ["của", "ngày"].iter().any(|w| text.words_at(*a, w).is_some()));
        match clause {
            Some(_) if at < i + 1 => at = i + remark.unwrap_or(0) + 1,
            _ => break,
        }
    }
    mention.tail = at;
}

/// A day that stands behind a number without a word for it: in the next cell of its row (`14/QĐ-UBND` | `22/02/2018`), which
/// it fills, or just behind it (`14/QĐ-UBND 22/02/2018`).
fn bare_day(text: Text<'_>, at: usize) -> Option<(PartialDate, usize)> {
    let rest = text.raw.get(at..)?;
    let behind = rest.trim_start_matches([' ', '\t', '*', '_']);
    let blanks = rest.get(..rest.len() - behind.len()).filter(|b| b.contains([' ', '\t']))?;
    if !behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (date, end) = dates::read_at(text.raw, at + blanks.len())?;
    let after = text.raw.get(end..)?;
    let fills = after.split(['\t', '\n']).next().is_some_and(|cell| cell.trim().is_empty());
    (date.is_full() && (fills || !blanks.contains('\t'))).then_some((date, end))
}

fn date_clause(text: Text<'_>, at: usize, year_allowed: bool, earlier: Option<PartialDate>) -> Option<(PartialDate, usize)> {
    if let Some(end) = text.words_at(at, "cùng ngày") {
        return earlier.map(|date| (date, end));
    }
    let day = [
        "ngày",
        "ký ngày",
        "ban hành ngày",
        "được ban hành ngày",
        "đăng ký lần đầu ngày",
        "cấp ngày",
        "đề ngày",
        "lập ngày",
        "được ký ngày",
    ]
    .iter()
    .find_map(|words| text.words_at(at, words))
    .map(|after| after - "ngày".len());
    if let Some(day) = day {
        return dates::read_at(text.raw, day).or_else(|| short_year(text, text.over_blanks(day + "ngày".len())));
    }
    let rest = text.low_from(at);
    if rest.starts_with("tháng ") {
        return dates::read_at(text.raw, at);
    }
    if let Some(after) = text.words_at(at, "năm").filter(|_| year_allowed) {
        let (date, end) = dates::read_at(text.raw, text.over_blanks(after))?;
        // `năm 2021-2025` is a span of years, `năm 2020` of a plan its subject's.
        let span = text.raw.get(end..).is_some_and(|r| r.trim_start().starts_with(['-', '–']));
        return (date.month_number().is_none() && !span).then_some((date, end));
    }
    if let Some(inside) = rest.strip_prefix('(') {
        let inner = at + 1;
        let start = text.words_at(inner, "ngày").map_or(inner, |_| inner);
        if inside.starts_with(|c: char| c.is_ascii_digit()) || inside.starts_with("ngày ") {
            let (date, end) = dates::read_at(text.raw, start)?;
            return (date.is_full() && text.raw.get(end..)?.starts_with(')')).then_some((date, end + 1));
        }
    }
    None
}

/// `21/9/025`: a year with its first figure lost.
fn short_year(text: Text<'_>, at: usize) -> Option<(PartialDate, usize)> {
    let bytes = text.raw.as_bytes();
    let mut parts = [0_u16; 3];
    let mut i = at;
    for (n, part) in parts.iter_mut().enumerate() {
        let end = numbers::digits(bytes, i);
        let lengths = if n == 2 { 3..=3 } else { 1..=2 };
        if !lengths.contains(&(end - i)) {
            return None;
        }
        *part = text.raw.get(i..end)?.parse().ok()?;
        i = end;
        if n < 2 {
            if bytes.get(i) != Some(&b'/') {
                return None;
            }
            i += 1;
        }
    }
    let [day, month, year] = parts;
    let date = PartialDate::day(2000 + year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    (year < 100).then_some((date, i))
}

fn issuer_clause(text: Text<'_>, at: usize) -> Option<(String, usize)> {
    let by = ["của", "do"].iter().find_map(|w| text.words_at(at, w));
    if let Some(after) = by {
        let start = text.over_blanks(after);
        return body(text, start);
    }
    let inside = text.raw.get(at..)?.strip_prefix('(')?;
    let start = text.raw.len() - inside.len();
    let start = text.words_at(start, "của").map_or(start, |a| text.over_blanks(a));
    let (name, end) = body(text, start)?;
    text.raw.get(end..)?.starts_with(')').then_some((name, end + 1))
}

/// A body's name at `at`; a list of them (`Bộ Nội vụ và Bộ Tài chính`) as one.
fn body(text: Text<'_>, at: usize) -> Option<(String, usize)> {
    // `Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ`: two titles of one head.
    let titled = text.words_at(at, "bộ trưởng").filter(|i| text.raw.get(*i..).is_some_and(|r| r.starts_with(", ")));
    let start = titled.map_or(at, |i| text.over_blanks(i + 1));
    let (name, mut end) = bodies::read_at(text.raw, start).or_else(|| meeting(text, at))?;
    let mut name = if start > at { bodies::one_line(text.raw(at, end)) } else { name };
    for _ in 0..3 {
        let i = text.over_blanks(end);
        let joint = text.words_at(i, "và").or_else(|| text.raw.get(end..).filter(|r| r.starts_with(" - ")).map(|_| end + 3));
        let Some(joint) = joint else { break };
        let next = text.over_blanks(joint);
        if !text.is_capital(next) {
            break;
        }
        let Some((second, after)) = bodies::read_at(text.raw, next) else { break };
        name = format!("{name} và {second}");
        end = after;
    }
    Some((name, end))
}

/// `Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII`: a meeting of a body that resolves.
fn meeting(text: Text<'_>, at: usize) -> Option<(String, usize)> {
    let after = ["hội nghị lần thứ", "hội nghị", "đại hội"].iter().find_map(|w| text.words_at(at, w))?;
    let mut end = after;
    let mut i = after;
    for _ in 0..14 {
        let next = text.over_blanks(i);
        let word_end = text.word_end(next);
        let word = text.low(next, word_end);
        if word_end == next || next == i || matches!(word, "về" | "ngày" | "thực" | "đã" | "của" | "tại" | "quy") {
            break;
        }
        i = word_end;
        end = word_end;
    }
    (end > after).then(|| (bodies::one_line(text.raw(at, end)), end))
}

/// Verbs whose object is a document that the subject made.
const VERBS: [&str; 24] = [
    "ban hành",
    "phê duyệt",
    "có",
    "ký",
    "công bố",
    "chấp thuận",
    "thành lập",
    "kiện toàn",
    "có ý kiến",
    "cho ý kiến",
    "tham gia ý kiến",
    "thông qua",
    "gửi",
    "trình",
    "xây dựng",
    "cấp",
    "công nhận",
    "ký ban hành",
    "quyết định",
    "yêu cầu",
    "chỉ đạo",
    "đề nghị",
    "giao",
    "phê chuẩn",
];

static VERB_SEARCH: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(VERBS).ok());

/// What stands before a mention in its clause.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub date: Option<PartialDate>,
    pub issuer: Option<String>,
}

/// Reads the date and the issuer before a mention that begins at `start`: `Ngày 09/02/2023, UBND xã đã ban hành …`,
/// `được Thủ tướng Chính phủ phê duyệt tại …`, `theo chỉ đạo của UBND huyện tại …`. Nothing before `floor` counts.
pub(super) fn before(text: Text<'_>, start: usize, floor: usize) -> Before {
    let mut out = Before::default();
    let from = sentence_start(text, start, floor);
    let clause = text.low(from, start);
    let end = text.back_over_blanks(start);
    let at_place = ["tại", "trong", "tại các"].iter().find_map(|w| text.words_before(end, w));
    // `của X … tại`: the body after the last `của`, `do` or `được` that reads as one.
    if at_place.is_some() || text.raw.get(..end).is_some_and(|t| t.ends_with(':')) {
        for (i, _) in clause.rmatch_indices(" của ").take(2) {
            let at = text.over_blanks(from + i + " của ".len());
            if let Some((name, after)) = bodies::read_at(text.raw, at).filter(|(_, after)| *after <= end) {
                let between = text.low(after, end);
                if between.len() < 200 && !between.contains([';', '(']) {
                    out.issuer = Some(name);
                    return out;
                }
            }
        }
    }
    let Some(search) = VERB_SEARCH.as_ref() else { return out };
    let verbs: Vec<(usize, usize)> = search
        .find_iter(clause)
        .map(|m| (from + m.start(), from + m.end()))
        .filter(|(a, b)| {
            !text.low_before(*a).chars().next_back().is_some_and(is_letter)
                && !text.low_from(*b).chars().next().is_some_and(is_letter)
        })
        .collect();
    for (verb, verb_end) in verbs.iter().rev().take(3) {
        let object = text.low(*verb_end, end);
        let near = object.trim().is_empty() || at_place.is_some() || object.split_whitespace().count() <= 3;
        if !near || object.contains(';') {
            continue;
        }
        if let Some((name, body_start)) = subject_before(text, *verb, from) {
            out.issuer = Some(name);
            out.date = leading_date(text, body_start, from);
            break;
        }
    }
    out
}

/// Where the sentence that holds `start` begins, but not before `floor`.
fn sentence_start(text: Text<'_>, start: usize, floor: usize) -> usize {
    let mut from = text.paragraph_start(start).max(floor);
    if start - from > 600 {
        from = text.boundary(start - 600);
    }
    let clause = text.raw(from, start);
    for i in memchr::memchr2_iter(b'.', b';', clause.as_bytes()).collect::<Vec<_>>().into_iter().rev() {
        let next = text.over_blanks(from + i + 1);
        let figure = i.checked_sub(1).and_then(|b| clause.as_bytes().get(b)).is_some_and(u8::is_ascii_digit);
        if next > from + i + 1 && (text.is_capital(next) || clause.as_bytes().get(i) == Some(&b';')) && !(figure && i < 4) {
            return next;
        }
    }
    from
}

/// Small words between a subject and its verb.
const BETWEEN: [&str; 14] = ["đã", "vừa", "cũng", "sẽ", "đang", "mới", "tiếp", "tục", "có", "văn", "bản", "ký", "kịp", "thời"];

/// The body whose verb stands at `verb`: its name and where it begins.
fn subject_before(text: Text<'_>, verb: usize, from: usize) -> Option<(String, usize)> {
    let mut end = text.back_over_blanks(verb);
    for _ in 0..4 {
        let start = text.word_start(end);
        if start < end && BETWEEN.contains(&text.low(start, end)) {
            end = text.back_over_blanks(start);
        } else {
            break;
        }
    }
    // The name ends here: try every capital to the left as its beginning, the longest name wins.
    let mut best = None;
    let mut i = end;
    for _ in 0..14 {
        let start = text.word_start(i);
        if start == i || start < from {
            break;
        }
        if text.is_capital(start)
            && let Some((name, after)) = bodies::read_at(text.raw, start)
            && after == end
        {
            best = Some((name, start));
        }
        let next = text.back_over_blanks(start);
        if next == start {
            break;
        }
        i = next;
    }
    best
}

/// `Ngày 09/02/2023, ` just before a subject.
fn leading_date(text: Text<'_>, subject: usize, from: usize) -> Option<PartialDate> {
    let end = text.back_over_blanks(subject);
    let before = text.raw.get(..end)?;
    let end = before.strip_suffix(',').map_or(end, str::len);
    let clause = text.low(from, end);
    let day = clause.rfind("ngày ")? + from;
    let (date, after) = dates::read_at(text.raw, day)?;
    (after == text.back_over_blanks(end) && date.is_full()).then_some(date)
}
