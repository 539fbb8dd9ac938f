//! The stated subject of a cited document: the first words after its date and issuer, up to their natural end.

use super::around::{Text, one_line};
use super::mention::Mention;

/// Words that open a subject without `về`.
const OPENERS: [&str; 33] = [
    "ban hành",
    "quy định",
    "hướng dẫn",
    "phê duyệt",
    "sửa đổi",
    "bổ sung",
    "thực hiện",
    "triển khai",
    "công bố",
    "thành lập",
    "bãi bỏ",
    "tăng cường",
    "đẩy mạnh",
    "phân công",
    "công nhận",
    "đề nghị",
    "báo cáo",
    "xin",
    "kiểm tra",
    "thanh tra",
    "giao",
    "cho phép",
    "chấp thuận",
    "phê chuẩn",
    "thông qua",
    "điều chỉnh",
    "rà soát",
    "tổ chức",
    "kế hoạch",
    "tiếp tục",
    "quy chế",
    "hợp nhất",
    "phân cấp",
];

/// Longest subject that is kept, in bytes.
const LONGEST: usize = 400;

/// Reads the subject after the clauses of a mention; `next` is the mention that follows, which may stand inside it.
pub(super) fn after(text: Text<'_>, mention: &Mention, next: Option<&Mention>) -> Option<String> {
    let mut at = text.over_blanks(mention.tail);
    if text.raw.get(at..)?.starts_with(',') {
        at = text.over_blanks(at + 1);
    }
    if text.raw.get(at..)?.starts_with('(') && !text.low_from(at).starts_with("(về") {
        // `(viết tắt là …)` may stand before it.
        let close = text.low_from(at).find(')').filter(|i| *i < 120)?;
        at = text.over_blanks(at + close + 1);
    }
    let opened = ["về việc", "v/v", "về"].iter().find_map(|w| text.words_at(at, w));
    let start = match opened {
        Some(after) => text.over_blanks(after),
        None if text.raw.get(at..)?.starts_with(['“', '"']) => at,
        None => OPENERS.iter().any(|w| text.words_at(at, w).is_some()).then_some(at)?,
    };
    if start <= mention.tail {
        return None;
    }
    let quoted = text.raw.get(start..)?.starts_with(['“', '"']);
    let mut end = start;
    let mut depth = 0_i32;
    for (i, c) in text.raw.get(start..)?.char_indices() {
        let here = start + i;
        if i > LONGEST {
            break;
        }
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' | ';' | '\t' | '¹' | '²' | '³' => break,
            ':' if !quoted => break,
            '.' if text.raw.get(here + 1..).is_none_or(|r| r.starts_with([' ', '\n', '/']) || r.is_empty()) => break,
            '\n' if text.raw.get(here + 1..).is_some_and(|r| r.starts_with('\n')) => break,
            '”' if quoted && depth == 0 => {
                end = here + c.len_utf8();
                break;
            }
            // The next document of a list begins after a comma or `và`.
            ',' if next.is_some_and(|n| n.start > here && n.typed && text.raw(here + 1, n.start).trim().is_empty()) => break,
            _ => {}
        }
        if next.is_some_and(|n| here >= n.end) {
            break;
        }
        if !c.is_whitespace() {
            end = here + c.len_utf8();
        }
    }
    let words = one_line(text.raw(start, end));
    let words = words.trim_end_matches([',', ' ', '-', '–']).trim_end_matches(" và");
    (words.chars().count() >= 4).then(|| words.to_owned())
}
