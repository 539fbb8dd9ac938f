//! How lists stand in a text: the marks of their items, the words that announce them, the headings over grounds.

use std::ops::Range;

use super::around::Text;
use super::relations::governing;
use crate::model::Relation;
use crate::model::Relation::{Amends, Basis, Implements, Lists, Proposes, Repeals, Replaces, Replies};

/// `ban hành 04 Quyết định số …`: an enumeration, announced by its count.
pub(super) fn is_counted(clause: &str) -> bool {
    let last = clause.trim_end_matches([' ', '\n', '*']).rsplit([' ', '\n']).next().unwrap_or_default();
    (1..=3).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit()) && last.trim_start_matches('0') != "1"
}

/// Does a clause end with the comma or `và` that joins the next member of a list?
pub(super) fn ends_with_joint(clause: &str) -> bool {
    let clause = clause.trim_end_matches([' ', '\n', '*']);
    let clause = clause.strip_suffix(" các").map_or(clause, |before| before.trim_end_matches([' ', '\n']));
    [",", " và", " hoặc", "\nvà", " cùng", " cùng với", " gắn với"].iter().any(|w| clause.ends_with(w))
        && !clause.ends_with("thực hiện,")
}

/// Does the label of an item (`1`, `2.1`, `a`) stand before a point or bracket?
pub(super) fn labels_item(before: &str) -> bool {
    let words = before.trim_end_matches(char::is_alphanumeric);
    let label = before.get(words.len()..).unwrap_or_default();
    let figures = label.len() <= 3 && label.bytes().all(|b| b.is_ascii_digit());
    if label.is_empty() || !figures && label.chars().count() > 1 {
        return false;
    }
    let begins = words.trim_end_matches([' ', '\n', '*']);
    begins.is_empty() || begins.ends_with([':', ';', '.']) || is_heading_of_items(begins)
}

/// Where the words of an item begin whose mark (`2.`, `2.1.`, `b)`) stands at `at`.
pub(super) fn item_mark_end(text: Text<'_>, at: usize) -> Option<usize> {
    let mark = text.raw.get(at..)?.split([' ', '\n']).next()?;
    let bare = mark.strip_suffix(['.', ')'])?;
    let label = bare.trim_start_matches('(');
    let counts = !label.is_empty() && label.len() <= 6 && label.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (counts || label.chars().count() == 1).then(|| text.over_blanks(at + mark.len()))
}

/// Only marks of a list (and words that open its members) stand here.
pub(super) fn is_list_mark(clause: &str) -> bool {
    clause.len() <= 60
        && clause
            .split(|c| {
                matches!(c, ' ' | '\n' | ',' | ';' | '*' | '-' | '+' | '–' | '(' | ')' | '.' | ':' | '•' | '·' | '|' | '[' | ']')
            })
            .filter(|w| !w.is_empty())
            .all(|w| {
                matches!(
                    w,
                    "và" | "hoặc"
                        | "các"
                        | "số"
                        | "đến"
                        | "từ"
                        | "cùng"
                        | "tại"
                        | "tiểu"
                        | "gồm"
                        | "tiêu"
                        | "chuẩn"
                        | "quy"
                        | "kỹ"
                        | "thuật"
                        | "quốc"
                        | "gia"
                ) || w.bytes().all(|b| b.is_ascii_digit())
                    || w.chars().count() == 1
                    || w.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
            })
}

/// Does nothing but the mark of an item stand before a mention (`- `, `+ `, `(2) `)?
pub(super) fn is_bullet(clause: &str) -> bool {
    let clause = clause.trim_matches([' ', '\n', '*']);
    matches!(clause, "-" | "+" | "–" | "•" | "·")
        || clause.strip_prefix('(').and_then(|c| c.strip_suffix(')')).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()))
}

/// Does a mention open its paragraph, behind the mark of an item (`1.`, `a)`) at most?
pub(super) fn is_item(clause: &str) -> bool {
    let clause = clause.trim_matches([' ', '\n', '*']);
    clause.is_empty() || is_bullet(clause) || strip_item_mark(clause).is_empty()
}

/// Does the paragraph before this one end as a member of a list does?
pub(super) fn follows_item(text: Text<'_>, paragraph: usize) -> bool {
    text.raw.get(..paragraph).unwrap_or_default().trim_end().ends_with([';', ',', ':'])
}

/// Do the words of a heading (in small letters) announce grounds?
pub(in crate::extract) fn names_grounds(heading: &str) -> bool {
    const WORDS: [&str; 10] = [
        "căn cứ",
        "các căn cứ",
        "những căn cứ",
        "cơ sở pháp lý",
        "cơ sở pháp lí",
        "các cơ sở pháp lý",
        "văn bản căn cứ",
        "các văn bản căn cứ",
        "văn bản làm căn cứ",
        "văn bản pháp lý làm căn cứ",
    ];
    WORDS.iter().any(|w| heading.starts_with(w)) && !heading.contains(|c: char| c.is_ascii_digit())
}

/// Is an item at `start` one of grounds: the first of its paragraph or line under their heading, or a later one (`goes_on`)? `item`:
/// nothing but its mark stands before it.
pub(super) fn among_grounds(text: Text<'_>, (from, paragraph): (usize, usize), start: usize, goes_on: bool, item: bool) -> bool {
    if from == paragraph && !text.raw(from, start).trim().contains('\n') {
        return item && (goes_on || heads_grounds(text, paragraph));
    }
    // Where no blank lines part the items, each begins its line, behind the mark that ends the one before.
    let Some(line) = text.raw(from, start).rfind('\n').map(|i| from + i + 1) else { return false };
    let ends = || text.low_before(line).trim_end().ends_with([';', '.', ',']);
    is_item(text.low(line, start)) && (goes_on && ends() || heads_grounds(text, line))
}

/// Is the paragraph or line before this place a heading that announces grounds: `1.1. Căn cứ`, `II. CĂN CỨ PHÁP LÝ`, `Cơ sở pháp
/// lý`?
pub(super) fn heads_grounds(text: Text<'_>, paragraph: usize) -> bool {
    let before = text.low_before(paragraph).trim_end();
    let from = text.paragraph_start(before.len());
    let heading = before.get(from..).unwrap_or_default();
    if text.raw.get(..paragraph).is_none_or(|raw| raw.is_empty() || raw.ends_with("\n\n")) {
        return is_grounds_heading(heading);
    }
    // The last line, or the last two where the heading is broken.
    let lines = text.raw(from, before.len()).rmatch_indices('\n').map(|(i, _)| i + 1).chain([0]);
    lines.take(2).any(|at| heading.get(at..).is_some_and(is_grounds_heading))
}

fn is_grounds_heading(heading: &str) -> bool {
    let heading = heading.trim_matches(['*', '#', '_', ' ', '\n']);
    let heading = strip_item_mark_front(heading).trim_start_matches(['*', ' ']);
    names_grounds(heading) && heading.len() < 120 && !heading.ends_with([';', ',', '.'])
}

/// A list that words before a colon (or a bracket with several members) announce: `các văn bản sau:`, `như:`, `gồm:`.
/// Gives the relation with the words that announce it.
pub(super) fn announced(
    text: Text<'_>,
    from: usize,
    clause: &str,
    paragraph: usize,
    start: usize,
) -> Option<(Relation, Range<usize>)> {
    let marks = [' ', '\n', '*', '-', '+', '–', '•', '“'];
    let bare = strip_item_mark(clause.trim_end_matches(marks)).trim_end_matches(marks);
    let (sentence, begins, opened) = if let Some(before) = bare.strip_suffix(':') {
        (before, from, true)
    } else if bare.is_empty() && from == paragraph {
        let before = text.low_before(paragraph).trim_end();
        let at = text.paragraph_start(before.len());
        let heading = before.strip_suffix(':').or_else(|| is_heading_of_items(before).then_some(before));
        (heading.map(|b| b.get(at..).unwrap_or_default())?, at, true)
    } else if is_heading_of_items(bare) && bare.len() < clause.trim_end_matches(marks).len() {
        (bare, from, true)
    } else if bare.ends_with('(') || bare.is_empty() && text.low_before(from).trim_end_matches(marks).ends_with('(') {
        (bare, from, false)
    } else {
        return None;
    };
    let words = begins..begins + sentence.len();
    if !opened {
        // A bracket with one document is a remark; with several it lists what was said before it.
        let inside = text.low_from(start);
        let inside = inside.get(..text.boundary(start + 1500).min(text.low.len()) - start).unwrap_or(inside);
        let inside = inside.split("\n\n").next().unwrap_or_default();
        let inside = inside.split(')').next().unwrap_or_default();
        let several = || inside.match_indices(", ").any(|(i, _)| super::heads::type_word_begins(text, start + i + 2));
        let lists = inside.contains("; ") || inside.contains(";\n") || counts_object(bare) && several();
        return lists.then_some((Lists, words));
    }
    let by = sentence.trim_end_matches([' ', '\n']);
    // `bởi các Quyết định:`
    let kinds =
        ["các quyết định", "các nghị định", "các thông tư", "các nghị quyết", "các luật", "các văn bản", "các văn bản sau"];
    let by = kinds.iter().find_map(|w| by.strip_suffix(w)).map_or(by, str::trim_end);
    let by = [" bởi", " tại", " theo", " gồm", " một số điều bởi"].iter().find_map(|w| by.strip_suffix(w));
    if by.is_some_and(|by| ["sửa đổi, bổ sung", "sửa đổi", "bổ sung", "một số điều"].iter().any(|w| by.ends_with(w)))
    {
        return Some((Amends, words));
    }
    let last = sentence.rsplit(". ").next().unwrap_or(sentence).trim_start_matches(['*', ' ', '-', '+', '\n']);
    let bare_last = strip_item_mark_front(last);
    let starts = |words: &[&str]| words.iter().any(|w| last.starts_with(w) || bare_last.starts_with(w));
    // `Về tuyên truyền:` heads a field of work.
    let field = starts(&["về "]);
    // `theo các Nghị định của Chính phủ: số …`: what governs the type word governs the numbers.
    let plain = !field && !["như", "gồm", "sau", "đây", "ban hành"].iter().any(|w| last.contains(w));
    if opened
        && plain
        && let Some(found) = governing(text, from, bare, from + bare.len())
        && found.is_cue()
        && matches!(found.relation, Implements | Basis | Proposes | Replies)
    {
        return Some((found.relation, found.at..found.end));
    }
    // `Theo thẩm quyền, Công an tỉnh ban hành:`: the documents are what the main verb makes.
    let issued = last.rsplit_once(", ").is_some_and(|(_, main)| main.contains("ban hành"));
    // `như:`, `các văn bản sau:` after the verb of issuing; else what governs the announcement governs the list.
    let relation = if starts(&["căn cứ", "các căn cứ", "những căn cứ", "cơ sở pháp lý", "các cơ sở pháp lý"])
        || last.contains("đối chiếu")
    {
        Basis
    } else if !issued && starts(&["thực hiện", "triển khai", "theo "]) {
        Implements
    } else if ["bãi bỏ", "hết hiệu lực", "chấm dứt hiệu lực"].iter().any(|w| last.contains(w)) {
        Repeals
    } else if last.contains("thay thế") {
        Replaces
    } else if ["sửa đổi, bổ sung", "sửa đổi, bổ sung gồm", "sửa đổi", "sửa đổi gồm"].iter().any(|w| last.trim_end().ends_with(w))
    {
        Amends
    } else if ["của", "số", "tại", "theo", "tới", "nay công bố"].iter().any(|w| last.trim_end().ends_with(w))
        // `UBND xã báo cáo như sau:` announces no documents.
        || last.trim_end().ends_with("như sau") && !["văn bản", "ban hành", "tham mưu"].iter().any(|w| last.contains(w))
    {
        return None;
    } else {
        Lists
    };
    Some((relation, words))
}

/// Where `… như sau:` ends before a mention or the mark of its item; 0 if a clause does not end so.
pub(super) fn behind_colon(clause: &str) -> usize {
    let before = strip_item_mark(clause.trim_end_matches([' ', '\n', '*']));
    if before.ends_with("như sau:") { before.len() } else { 0 }
}

/// `Điều 2. Bãi bỏ các văn bản sau đây`: a heading without a colon over what is ended.
fn is_heading_of_items(before: &str) -> bool {
    let heading = before.rsplit(['\n', ';']).next().unwrap_or_default();
    [" sau", " sau đây", " dưới đây"].iter().any(|w| heading.ends_with(w))
        && ["bãi bỏ", "hủy bỏ", "huỷ bỏ", "thay thế"].iter().any(|w| heading.contains(w))
}

/// `đã ban hành 02 nghị quyết (`: are the things before a bracket counted?
fn counts_object(before: &str) -> bool {
    let before = before.trim_end_matches(['(', ' ', '\n']);
    let words: Vec<&str> = before.rsplit([' ', '\n']).take(5).collect();
    words.iter().skip(1).any(|w| is_counted(w))
}

/// Without `(1)`, `1.`, `a)` at the end.
fn strip_item_mark(clause: &str) -> &str {
    let trimmed = clause.trim_end_matches([')', '.']);
    if trimmed.len() == clause.len() {
        return clause;
    }
    let label = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
    let label = if label.len() == trimmed.len() { trimmed.trim_end_matches(|c: char| c.is_ascii_lowercase()) } else { label };
    if trimmed.len() - label.len() > 2 || label.ends_with(|c: char| c.is_alphanumeric()) {
        return clause;
    }
    label.trim_end_matches('(').trim_end()
}

/// Without `1.`, `a)` at the start.
pub(super) fn strip_item_mark_front(clause: &str) -> &str {
    match clause.split_once([' ', '\n']) {
        Some((first, rest)) if first.ends_with(['.', ')']) && first.len() <= 8 => rest,
        _ => clause,
    }
}
