//! The stated subject of a cited document: the first words after its date and issuer, up to their natural end.

use super::around::{Text, one_line};
use super::mention::{Form, Mention};

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

/// Does a small word stand here that says nothing of the document (`cắt giảm, đơn giản hóa …`, but not `đã được sửa đổi`)?
fn opens_title(text: Text<'_>, at: usize) -> bool {
    let word = text.low(at, text.word_end(at));
    !text.is_capital(at)
        && word.starts_with(char::is_alphabetic)
        && !["được", "đã", "và", "hoặc", "thì", "có", "là", "tại", "để", "trong", "cùng", "khóa", "nay", "theo", "đối"]
            .contains(&word)
        && !says_where(text, text.word_end(text.over_blanks(text.word_end(at))))
}

/// How a bracket begins that gives a short form.
pub(super) const SHORT_FORMS: [&str; 4] = ["sau đây", "viết tắt", "gọi tắt", "dưới đây"];

/// Does a bracket with this inside end a subject?
fn ends_in_bracket(text: Text<'_>, inside: usize) -> bool {
    SHORT_FORMS.iter().chain(&["gọi là"]).any(|words| text.words_at(inside, words).is_some())
}

/// `quy định tại khoản 2`, `quy định: “…”`, `hướng dẫn cụ thể`: the sentence says what the document does, and the words are no
/// title.
fn says_where(text: Text<'_>, after: usize) -> bool {
    let next = text.over_blanks(after);
    text.low_from(next).starts_with([':', '.', ';', ')'])
        || ["tại", "cụ thể", "rõ", "như sau", "thì", "trong", "nêu"].iter().any(|w| text.words_at(next, w).is_some())
}

/// `… về chuyển đổi số, UBND xã ban hành kế hoạch`: does a body stand behind a comma that does something, so that the sentence goes
/// on with its main clause?
fn acts(text: Text<'_>, at: usize) -> bool {
    let start = text.over_blanks(at);
    let body = text.is_capital(start).then(|| text.body_at(start)).flatten();
    body.is_some_and(|(_, end)| {
        let next = text.over_blanks(end);
        ["ban hành", "có ý kiến", "yêu cầu", "đề nghị", "thông báo", "hướng dẫn", "báo cáo", "đã", "xây dựng", "trả lời"]
            .iter()
            .any(|verb| text.words_at(next, verb).is_some())
    })
}

/// Longest subject that is kept, in bytes.
const LONGEST: usize = 400;

/// Reads the subject after the clauses of a mention; `next` is the mention that follows, which may stand inside it.
/// `grounds`: it stands among the grounds, where all that follows the issuer is its title.
pub(super) fn after(text: Text<'_>, mention: &Mention, next: Option<&Mention>, grounds: bool) -> Option<String> {
    // The name of a law is its subject; what follows is said of the law.
    if mention.form == Form::Name {
        return None;
    }
    let mut at = text.over_blanks(mention.tail);
    let comma = text.raw.get(at..)?.starts_with(',');
    if comma {
        at = text.over_blanks(at + 1);
    }
    if text.raw.get(at..)?.starts_with('(') && !text.low_from(at).starts_with("(về") {
        // `(viết tắt là …)` may stand before it.
        let near = text.low(at, text.boundary((at + 120).min(text.low.len())));
        let close = near.split("\n\n").next()?.find(')')?;
        at = text.over_blanks(at + close + 1);
    }
    let opened = ["về việc", "v/v", "về"].iter().find_map(|w| text.words_at(at, w));
    let start = match opened {
        Some(after) => text.over_blanks(text.low_from(after).strip_prefix(':').map_or(after, |_| after + 1)),
        None if text.raw.get(at..)?.starts_with(['“', '"']) => at,
        // After a comma a verb is what somebody does.
        None if comma => return None,
        None if grounds && mention.issuer.is_some() && opens_title(text, at) => at,
        None => OPENERS.iter().find_map(|w| text.words_at(at, w)).filter(|after| !says_where(text, *after)).map(|_| at)?,
    };
    if start <= mention.tail {
        return None;
    }
    let quoted = text.raw.get(start..)?.starts_with(['“', '"']);
    let far = text.boundary((start + LONGEST + 1).min(text.raw.len()));
    let bytes = text.raw.as_bytes();
    let followed_by = |at: usize, marks: &[u8]| bytes.get(at + 1).is_none_or(|next| marks.contains(next));
    let mut end = far;
    let mut depth = 0_i32;
    for (here, byte) in (start..far).zip(bytes.get(start..far)?) {
        let ends = match byte {
            b'(' if ends_in_bracket(text, here + 1) => true,
            b'(' => {
                depth += 1;
                false
            }
            b')' if depth > 0 => {
                depth -= 1;
                false
            }
            b')' | b';' | b'\t' => true,
            b':' => !quoted,
            b'.' => followed_by(here, b" \n\t/"),
            b'\n' => bytes.get(here + 1) == Some(&b'\n'),
            // ¹ ² ³
            0xC2 => matches!(bytes.get(here + 1), Some(0xB9 | 0xB2 | 0xB3)),
            // ”
            0xE2 if quoted && depth == 0 && bytes.get(here..here + 3) == Some("”".as_bytes()) => {
                end = here + 3;
                break;
            }
            // The next document of a list begins after a comma or `và`.
            b',' => {
                next.is_some_and(|n| n.start > here && n.typed && text.raw(here + 1, n.start).trim().is_empty())
                    || depth == 0 && !quoted && acts(text, here + 1)
            }
            b'v' => next.is_some_and(|n| {
                let joint = || text.words_at(here, "và").map(|after| text.over_blanks(after));
                n.start > here && n.start - here < 12 && n.typed && n.numbered && joint() == Some(n.start)
            }),
            _ => false,
        };
        if ends || next.is_some_and(|n| here >= n.end) {
            end = here;
            break;
        }
    }
    let end = start + text.raw(start, end).trim_end().len();
    let words = one_line(text.raw(start, end));
    let words = words.trim_end_matches([',', ' ', '-', '–']).trim_end_matches(" và").trim_end_matches(" như sau");
    // The date of a law may stand behind its name.
    let dated = mention.symbol.as_deref().filter(|s| s.starts_with("QH")).and_then(|_| words.find(" ngày "));
    let words = dated.and_then(|at| words.get(..at)).unwrap_or(words);
    let words = if quoted { words } else { words.trim_end_matches(['”', '"']) };
    (words.chars().count() >= 4).then(|| words.to_owned())
}
