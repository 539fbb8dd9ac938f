//! Pinpoints: the provision that is cited, as the text writes it (`điểm c khoản 2 Điều 38`, `Điều 3, 4 và 7`).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::numbers::digits;
use super::around::{Text, is_letter, one_line};
use crate::model::Relation;

/// Units of a document.
const UNITS: [&str; 20] = [
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
    "mẫu",
    "biểu mẫu số",
    "số thứ tự",
    "stt",
    "dòng",
    "danh mục",
];

/// Units that are forms; their values may have letters behind a stroke (`Mẫu số 02/ĐK`, `Mẫu B01-DN`).
const FORMS: [&str; 4] = ["mẫu số", "biểu số", "biểu mẫu số", "mẫu"];

static SEARCH: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(UNITS).ok());

/// The pinpoint that leads to a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pinpoint {
    /// Where it begins.
    pub start: usize,
    /// Its words on one line.
    pub words: String,
    /// Is it part of what the document brings into force (`Phụ lục II ban hành kèm theo`)?
    pub attached: bool,
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
    // Most mentions have none: their left neighbour is no figure, letter or roman numeral, and no letters of a form's number.
    let word_start = text.word_start(end);
    let word = text.low(word_start, end);
    let figure = word.strip_suffix(char::is_alphabetic).unwrap_or(word);
    let value = figure.ends_with(|c: char| c.is_ascii_digit())
        || word.chars().count() <= 2
        || is_roman(word)
        || word == "nhất"
        || text.low_before(word_start).ends_with(['/', '-']);
    if word.is_empty() || !value || end <= floor {
        return None;
    }
    let low = text.boundary(end.saturating_sub(220).max(floor)).max(text.paragraph_start(end).min(end));
    for unit in SEARCH.as_ref()?.find_iter(text.low(low, end)) {
        let at = low + unit.start();
        if text.low_before(at).chars().next_back().is_some_and(is_letter) {
            continue;
        }
        if chain(text, at, end) == Some(end) {
            if attached.is_some() && !names_annex(text, at, end) {
                return None;
            }
            return Some(Pinpoint { start: at, words: one_line(text.raw(at, end)), attached: attached.is_some() });
        }
    }
    None
}

/// Reads the pinpoint that follows a mention and its clauses: `(Điều 21)`, `(cụ thể tại khoản 2 Điều 5)`, `, cụ thể tại khoản 2
/// Điều 5`. `next` is where the next mention begins: what leads to it is its own.
pub(super) fn after(text: Text<'_>, tail: usize, next: Option<usize>) -> Option<String> {
    const LEADS: [&str; 6] = ["cụ thể là tại", "cụ thể tại", "cụ thể là", "cụ thể", "quy định tại", "tại"];
    let mark = text.over_blanks(tail);
    let bracket = text.raw.get(mark..)?.starts_with('(');
    if !bracket && !text.raw.get(mark..)?.starts_with(',') {
        return None;
    }
    let at = text.over_blanks(mark + 1);
    let lead = LEADS.iter().find_map(|words| text.words_at(at, words).map(|after| (words, after)));
    let begin = match lead {
        // After a comma `tại Điều 5` may belong to what follows.
        Some((words, after)) if bracket || words.starts_with("cụ thể") => text.over_blanks(after),
        None if bracket => at,
        _ => return None,
    };
    let end = chain(text, begin, text.boundary((begin + LONGEST).min(text.raw.len())))?;
    let behind = text.over_blanks(end);
    let behind = text.words_at(behind, "của").map_or(behind, |after| text.over_blanks(after));
    let led = next.is_some_and(|next| next <= behind);
    let closed = !bracket || text.raw.get(behind..)?.starts_with([')', ';', ',']);
    (closed && !led).then(|| one_line(text.raw(begin, end)))
}

/// Longer chains of provisions are not read behind a mention, in bytes.
const LONGEST: usize = 200;

/// Is what stands before `kèm theo` a part of what is attached: an annex, a row of a list, a form with a name of its own (`Mẫu số
/// 02/ĐK`)? Forms and tables in their order (`các biểu số 01, 02`, `Mẫu số 19`) are what is to be filled in and sent, unless they
/// are what is changed (`thay thế Biểu số 01`).
fn names_annex(text: Text<'_>, at: usize, end: usize) -> bool {
    let words = text.low(at, end);
    let coded = words.split(['/', '-']).skip(1).any(|code| code.starts_with(char::is_alphabetic));
    if words.starts_with("biểu") || words.starts_with("mẫu") && !coded {
        let before = text.back_over_blanks(at);
        let before = text.words_before(before, "các").map_or(before, |i| text.back_over_blanks(i));
        let changed = ["thay thế", "bãi bỏ", "sửa đổi", "bổ sung"].iter().any(|verb| text.words_before(before, verb).is_some());
        return changed || words.contains("phụ lục");
    }
    ["phụ lục", "mẫu", "số thứ tự", "danh mục"].iter().any(|unit| words.contains(unit))
}

/// The provision of an attached text that is changed: `Điều 3` of `Sửa đổi Điều 3 của Quy định … ban hành kèm theo #`. Gives it
/// with what its verb says; `relation` is what the words nearer to the document say.
pub(super) fn of_attached(text: Text<'_>, start: usize, relation: Relation) -> Option<(Pinpoint, Relation)> {
    const CUES: [(&str, Relation); 6] = [
        ("sửa đổi, bổ sung", Relation::Amends),
        ("sửa đổi", Relation::Amends),
        ("bổ sung", Relation::Amends),
        ("bãi bỏ", Relation::Repeals),
        ("hủy bỏ", Relation::Repeals),
        ("thay thế", Relation::Replaces),
    ];
    text.words_before(text.back_over_blanks(start), "kèm theo")?;
    let paragraph = text.paragraph_start(start);
    let clause = text.low(paragraph, start);
    let from = clause.rfind(['.', ';']).map_or(0, |i| i + 1);
    let clause = clause.get(from..)?;
    let (at, changes) = CUES.iter().find_map(|(cue, relation)| Some((clause.rfind(cue)? + cue.len(), *relation)))?;
    let begin = text.over_blanks(paragraph + from + at);
    let mut end = None;
    let mut i = begin;
    while let Some(after) = UNITS.iter().filter_map(|u| text.words_at(i, u)).max() {
        let Some(after) = values(text, text.over_blanks(after), start, false) else { break };
        end = Some(after);
        i = text.over_blanks(after);
        if text.raw.get(i..).is_some_and(|r| r.starts_with(',')) {
            i = text.over_blanks(i + 1);
        }
    }
    let end = end?;
    let next = text.over_blanks(end);
    let of = text.words_at(next, "của").is_some();
    let governs = relation == changes && (of || text.is_capital(next)) || relation == Relation::Promulgates && of;
    governs.then(|| (Pinpoint { start: begin, words: one_line(text.raw(begin, end)), attached: true }, changes))
}

/// Where a chain of units with their values that begins at `at` ends, at `limit` at the latest; `None` if none begins there.
fn chain(text: Text<'_>, at: usize, limit: usize) -> Option<usize> {
    let mut i = at;
    let mut end = None;
    while i < limit {
        let unit = UNITS.iter().filter_map(|u| text.words_at(i, u).map(|after| (after, u))).max();
        let Some((after, unit)) = unit else { break };
        let Some(after) = values(text, text.over_blanks(after), limit, FORMS.contains(unit)).filter(|a| *a <= limit) else {
            break;
        };
        end = Some(after);
        i = text.over_blanks(after);
        if text.raw.get(i..).is_some_and(|r| r.starts_with([',', ';'])) {
            i = text.over_blanks(i + 1);
        }
        for word in ["và", "hoặc", "đến", "thuộc", "của", "các"] {
            if let Some(after) = text.words_at(i, word) {
                i = text.over_blanks(after);
            }
        }
    }
    end
}

/// The values of a unit: `2`, `1, 2, 3 và 5`, `a, b`, `VII`, `4.4`, of a form also `02/ĐK`; the place after them.
fn values(text: Text<'_>, at: usize, end: usize, form: bool) -> Option<usize> {
    let value = |at| if form { form_value(text, at).or_else(|| value(text, at)) } else { value(text, at) };
    let mut after = value(at)?;
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
        match value(i) {
            Some(next) if next <= end => after = next,
            _ => return Some(after),
        }
    }
}

/// `02/ĐK`, `11a-HC`, `B01-DN`: the number of a form, figures and letters without a blank.
fn form_value(text: Text<'_>, at: usize) -> Option<usize> {
    const LONGEST: usize = 24;
    let rest = text.raw.get(at..)?;
    let joins = |c: char| is_letter(c) || matches!(c, '/' | '-' | '.');
    let len = rest.find(|c| !joins(c)).unwrap_or(rest.len());
    let word = rest.get(..len)?.trim_end_matches(['.', '-', '/']);
    (word.len() <= LONGEST && word.contains(['/', '-']) && word.bytes().any(|b| b.is_ascii_digit())).then_some(at + word.len())
}

/// `vii`, also with the letter of a number that was put between two (`VIb`).
fn is_roman(word: &str) -> bool {
    let figures = word.strip_suffix(['a', 'b', 'c']).unwrap_or(word);
    !figures.is_empty() && figures.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

fn value(text: Text<'_>, at: usize) -> Option<usize> {
    let bytes = text.raw.as_bytes();
    let mut end = digits(bytes, at);
    if end > at {
        while bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = digits(bytes, end + 1);
        }
        // `Điểm 2 (a)`
        let lettered = text.low_from(end).strip_prefix(" (").is_some_and(|rest| {
            rest.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && rest.as_bytes().get(1) == Some(&b')')
        });
        if lettered {
            return Some(end + " (a)".len());
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
    // `Phần thứ nhất`
    const ORDINALS: [&str; 8] = ["thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ tám"];
    if word == "thứ" {
        return ORDINALS.iter().find_map(|words| text.words_at(at, words));
    }
    // `tiết b.6`
    if word.len() == 1 && bytes.get(word_end) == Some(&b'.') {
        let figures = digits(bytes, word_end + 1);
        if figures > word_end + 1 && !text.low_from(figures).chars().next().is_some_and(is_letter) {
            return Some(figures);
        }
    }
    let roman = is_roman(word);
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
            ("danh mục tại Phụ lục VIb #", Some("Phụ lục VIb")),
            ("tại điểm đ, khoản 1, Điều 39, #", Some("điểm đ, khoản 1, Điều 39")),
            ("theo quy định tại Điều 51, Điều 52 #", Some("Điều 51, Điều 52")),
            ("Bãi bỏ các khoản 1, 2, 3 và 5 Điều 1 #", Some("khoản 1, 2, 3 và 5 Điều 1")),
            ("điểm a, b khoản 1 và khoản 3 Điều 5 của #", Some("điểm a, b khoản 1 và khoản 3 Điều 5")),
            ("tại mục II Phụ lục VII #", Some("mục II Phụ lục VII")),
            ("Theo mục 4.4, Phụ lục 7, #", Some("mục 4.4, Phụ lục 7")),
            ("Phụ lục III kèm theo #", Some("Phụ lục III")),
            ("Thay thế các Mẫu số 19, 20 Phần II Phụ lục I ban hành kèm theo #", Some("Mẫu số 19, 20 Phần II Phụ lục I")),
            ("hồ sơ theo Mẫu số 19 ban hành kèm theo #", None),
            ("thay thế Mẫu số 19 ban hành kèm theo #", Some("Mẫu số 19")),
            ("gửi báo cáo theo các biểu số 07, 08 ban hành kèm theo #", None),
            ("Bãi bỏ Biểu số 07 ban hành kèm theo #", Some("Biểu số 07")),
            ("Đơn theo Mẫu số 02/ĐK ban hành kèm theo #", Some("Mẫu số 02/ĐK")),
            ("lập theo Mẫu số 11a-HC, 12a-HC kèm theo #", Some("Mẫu số 11a-HC, 12a-HC")),
            ("theo Biểu mẫu số 3 Phụ lục II ban hành kèm theo #", Some("Biểu mẫu số 3 Phụ lục II")),
            ("tại số thứ tự 7.2 Mục B, Phụ lục III #", Some("số thứ tự 7.2 Mục B, Phụ lục III")),
            (
                "từ số thứ tự 03 đến số thứ tự 11 Mục C Phụ lục IV ban hành kèm theo #",
                Some("số thứ tự 03 đến số thứ tự 11 Mục C Phụ lục IV"),
            ),
            ("tại tiểu mục 2 Mục I Phần B #", Some("tiểu mục 2 Mục I Phần B")),
            ("tại Điểm 2 (a) Mục I Phần thứ nhất #", Some("Điểm 2 (a) Mục I Phần thứ nhất")),
            ("theo tiết b.6, điểm b khoản 2 Điều 2 #", Some("tiết b.6, điểm b khoản 2 Điều 2")),
            ("theo mẫu #", None),
            ("dòng 2 đợt #", None),
            ("Bãi bỏ khoản 2 Điều 8 và Phụ lục 1 kèm theo #", Some("khoản 2 Điều 8 và Phụ lục 1")),
            ("Điều 7a #", Some("Điều 7a")),
            ("khoản 2 Điều 63a #", Some("khoản 2 Điều 63a")),
            ("trong 12km #", None),
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

    #[test]
    fn pinpoints_may_follow() {
        for (raw, expected) in [
            ("# (Điều 14) và", Some("Điều 14")),
            ("# (khoản 2 Điều 5, Điều 9), Thông tư", Some("khoản 2 Điều 5, Điều 9")),
            ("# (cụ thể tại điểm a khoản 2 Điều 5)", Some("điểm a khoản 2 Điều 5")),
            ("#, cụ thể tại khoản 2 Điều 5.", Some("khoản 2 Điều 5")),
            ("#, cụ thể tại khoản 2 Điều 5 @", None),
            ("# (khoản 2 Điều 5 của @)", None),
            ("#, tại Điều 5 của hợp đồng", None),
            ("# (Điều này)", None),
            ("# (sửa đổi)", None),
        ] {
            let low = super::super::super::lower::lower(raw);
            let next = raw.find('@');
            assert_eq!(super::after(Text { raw, low: &low }, 1, next).as_deref(), expected, "{raw}");
        }
    }
}
